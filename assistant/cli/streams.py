"""Standard streams: data goes to standard output, everything else to standard error; both survive any character."""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Sequence

from assistant.archive.since import parse_since
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


def load_into(
    session: Session,
    files: list[str],
    remote: list[str],
    said: list[str],
    peer: str | None,
    since: str | None = None,
    *,
    platform: str | None = None,
    taken: Sequence[str] = (),
) -> None:
    """Read files and sentences into a session, the far end's after this end's, then correct how they were taken."""
    if [*files, *remote].count("-") > 1:
        raise UsageError("standard input (-) can be read once; put one of the texts into a file")
    moment = parse_since(since) if since else None
    for side, paths in (("local", files), ("remote", remote)):
        for path in paths:
            text = read_file(path, sys.stdin.buffer if path == "-" else None, peer=peer or "", since=moment)
            session.paste(
                text.text,
                side="remote" if side == "remote" else "local",
                name="stdin" if path == "-" else path.replace("\\", "/").rsplit("/", 1)[-1],
                notes=text.notes,
                excerpt=text.excerpt,
            )
    if platform:
        for number in range(1, len(session.diagnosis.inputs) + 1):
            session.correct(number, platform=platform)
    for item in taken:
        _correct(session, item)
    for sentence in said:
        for line in session.say(sentence).notes:
            note(line)
    if peer:
        session.focus(peer)


_TAKEN = re.compile(r"^(?P<input>[0-9]{1,4})(?::(?P<first>[0-9]{1,7})(?:-(?P<last>[0-9]{1,7}))?)?=(?P<what>.{1,200})$")


def _correct(session: Session, item: str) -> None:
    """``INPUT[:LINES]=WHAT[,WHAT...]``: each word is a side, a kind, or the name of a platform."""
    found = _TAKEN.match(item)
    if found is None:
        raise UsageError(f"--as wants INPUT=WHAT or INPUT:FIRST-LAST=WHAT, as in --as 2=remote, not {item[:60]!r}")
    words = [word.strip() for word in found["what"].split(",") if word.strip()]
    sides = ["remote" if word == "far" else word for word in words if word in {"local", "remote", "far"}]
    kinds = [word for word in words if word in {"syslog", "debug", "show", "config"}]
    platforms = [word for word in words if word not in {*sides, *kinds, "far"}]
    if max(len(sides), len(kinds), len(platforms)) > 1:
        raise UsageError(f"--as {item[:60]}: a text has one side, one kind and one platform")
    first = int(found["first"] or 0)
    session.correct(
        int(found["input"]) or -1,
        platform="".join(platforms),
        kind="".join(kinds),
        side="".join(sides),
        lines=(first, int(found["last"] or first)) if found["first"] else None,
    )


def fresh() -> Session:
    """An empty session over the shipped knowledge."""
    return new_session()
