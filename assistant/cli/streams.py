"""Standard streams: data goes to standard output, everything else to standard error; both survive any character."""

from __future__ import annotations

import io
import shutil
import sys

from assistant.archive import parse_since
from assistant.dialogue import Session
from assistant.engine import new_session, read_file
from assistant.errors import UsageError


def out(text: str) -> None:
    """Write data. A terminal that cannot show a character gets a question mark, not a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(text)


def note(text: str) -> None:
    """Write one line for the user beside the data."""
    print(text, file=sys.stderr)


def width() -> int:
    """Columns to wrap to: the terminal's, 100 at most, 80 where there is none."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, 40), 100)


def load_into(session: Session, files: list[str], remote: list[str], said: list[str], peer: str | None, since: str | None = None) -> None:
    """Read files and sentences into a session, the far end's after this end's."""
    if [*files, *remote].count("-") > 1:
        raise UsageError("standard input (-) can be read once; put one of the texts into a file")
    moment = parse_since(since) if since else None
    for side, paths in (("local", files), ("remote", remote)):
        for path in paths:
            taken = read_file(path, sys.stdin.buffer if path == "-" else None, peer=peer or "", since=moment)
            session.paste(
                taken.text,
                side="remote" if side == "remote" else "local",
                name="stdin" if path == "-" else path.replace("\\", "/").rsplit("/", 1)[-1],
                notes=taken.notes,
                excerpt=taken.excerpt,
            )
    for sentence in said:
        session.say(sentence)
    if peer:
        session.focus(peer)


def fresh() -> Session:
    """An empty session over the shipped knowledge."""
    return new_session()
