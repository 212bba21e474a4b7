"""``mmwait sessions``: kept conversations."""

from __future__ import annotations

import argparse

from assistant import learned
from assistant.cli.keeping import QuietKeeper, resume
from assistant.cli.streams import out
from assistant.errors import UsageError
from assistant.reports import markdown, text
from assistant.store import find, folder, listed


def sessions(options: argparse.Namespace) -> int:
    """List, show, export (Markdown), resume (in the terminal), delete, or note the cause that it was."""
    if options.action == "list":
        rows = listed()
        if not rows:
            out(f"no conversation is kept in {folder()}\n")
        for row in rows:
            out(f"{row.id}  {row.moves:>3} moves  {row.title}\n")
        return 0
    if not options.name:
        raise UsageError(f"`mmwait sessions {options.action}` wants the session's name; `mmwait sessions` lists them")
    if options.action == "delete":
        path = find(options.name)
        path.unlink()
        out(f"deleted {path.stem}\n")
        return 0
    if options.action == "resume":
        from assistant.cli.terminal import open_terminal

        session, keeper = resume(options.name)
        return open_terminal(session, keeper)
    session, keeper = resume(options.name)
    if options.action == "resolved":
        if not options.cause:
            raise UsageError(
                "`mmwait sessions resolved SESSION CAUSE` wants the cause that it was; `mmwait kb search WORDS` finds its name"
            )
        reply = session.resolve(options.cause)
        QuietKeeper(keeper).save(session)
        out("".join(f"{line}\n" for line in reply.notes))
        if not learned.load().on:
            out("learning is off, so the priors of this site stay as they are\n")
        return 0
    out(markdown(session.diagnosis) if options.action == "export" else text(session.diagnosis))
    return 0
