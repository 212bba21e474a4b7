"""``mmwait`` alone or with files: the Textual conversation."""

from __future__ import annotations

import argparse
import sys

from assistant.cli.keeping import QuietKeeper, new_keeper, resume
from assistant.cli.streams import fresh, load_into
from assistant.dialogue import Session
from assistant.errors import UsageError
from assistant.store import Keeper


def terminal(options: argparse.Namespace) -> int:
    """Open the app, with what was named on the command line already read."""
    if options.resume:
        session, keeper = resume(options.resume)
    else:
        session, keeper = fresh(), new_keeper()
    if "-" in [*options.files, *options.remote]:
        raise UsageError("the app needs the keyboard on standard input; use `mmwait explain -`, or put the text into a file")
    load_into(
        session, options.files, options.remote, options.say, options.peer, options.since, platform=options.platform, taken=options.taken
    )
    return open_terminal(session, keeper)


def open_terminal(session: Session, keeper: Keeper) -> int:
    """Run the app over a session."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the app needs a terminal; use `mmwait explain FILE` or `mmwait chat` here")
    from assistant.tui import run

    quiet = QuietKeeper(keeper)
    return run(session, store=quiet)
