"""Whether what the ladder of both ends says of a message is so on the wire, over the laboratory's captures.

Run ``python -m tests.lab.marks [FOLDER]``: each run's two logs are laid beside each other, and every mark is looked up in the
capture of the interface it speaks of: ``seen`` and ``missing`` in the responder's, ``lost`` in the initiator's.
Both logs and both captures are of one machine, so the offset of the clocks must come out as nothing.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from assistant.dialogue import Mind, Session
from assistant.engine import mind
from assistant.model.observed import Step, Tunnel
from assistant.reading.body import with_year
from tests.lab import agreement, wire

NEAR = 0.15
"""Seconds between the line of a log and the packet: the shortest repeat in the laboratory comes after 0.4 s."""


class Mark(Struct, frozen=True):
    """One mark of one run and whether the wire bears it out."""

    run: str
    label: str
    line: int
    there: str
    right: bool


_STAMP = re.compile(r"^([A-Z][a-z]{2} [ 0-9]\d \d\d:\d\d:\d\d\.)(\d+)", re.MULTILINE)


def ahead(text: str, seconds: int) -> str:
    """A log as a clock that is ahead would have stamped it."""

    def moved(found: re.Match[str]) -> str:
        moment = datetime.strptime("2024 " + found[1], "%Y %b %d %H:%M:%S.").replace(tzinfo=UTC) + timedelta(seconds=seconds)
        return f"{moment:%b %d %H:%M:%S}.{found[2]}"

    return _STAMP.sub(moved, text)


def marks(run: Path, known: Mind, *, far_ahead: int = 0) -> tuple[list[Mark], float | None]:
    """The marks of a run's ladder, and the offset of the clocks if one came out; the far end's clock may be set ahead (seconds)."""
    session = Session(known)
    session.paste((run / "initiator.log").read_text(encoding="utf-8", errors="replace"))
    session.paste(ahead((run / "responder.log").read_text(encoding="utf-8", errors="replace"), far_ahead), side="remote")
    tunnel = session.diagnosis.tunnel
    if tunnel is None:
        return [], None
    name = f"{run.parent.name}/{run.name}"
    arrivals = {side: _arrivals(run / f"{side}.pcap", from_initiator=side == "responder") for side in agreement.SIDES}
    found = [Mark(name, step.label, step.line, step.there, _right(step, arrivals)) for step in _marked(tunnel)]
    return found, tunnel.clocks.offset if tunnel.clocks is not None else None


def _marked(tunnel: Tunnel) -> list[Step]:
    return [step for step in tunnel.negotiations[-1].steps if step.there]


def _arrivals(capture: Path, *, from_initiator: bool) -> list[wire.Message]:
    """What came in at a side: the messages that the other one sent. The initiator is who sent the first of each cookie."""
    if not capture.exists():
        return []
    owners: dict[str, str] = {}
    came = []
    for message in wire.messages(capture):
        owner = owners.setdefault(message.cookie, message.source)
        if (message.source == owner) == from_initiator:
            came.append(message)
    return came


def _right(step: Step, arrivals: dict[str, list[wire.Message]]) -> bool:
    came = arrivals["initiator" if step.there == "lost" else "responder"]
    if step.time is None:
        return True
    arrived = any(message.label == step.label and abs(_clock(message.time) - _clock(step.time)) <= NEAR for message in came)
    return arrived == (step.there == "seen")


def _clock(time: float) -> float:
    """Seconds into the year: the logs print none, and local time is UTC in the laboratory."""
    year = datetime.fromtimestamp(time, UTC).year
    return with_year(time, 2000) - datetime(2000, 1, 1, tzinfo=UTC).timestamp() if year != 2000 else time


def main(arguments: Sequence[str]) -> int:
    """Print every mark that the wire does not bear out, and the totals; 0 if there is none."""
    folder = Path(arguments[0]) if arguments else agreement.CAPTURES
    if not folder.is_dir():
        print(f"{folder}: there is no such folder; name the folder of captures", file=sys.stderr)
        return 2
    total: Counter[tuple[str, bool]] = Counter()
    worst = 0.0
    for log in sorted(folder.glob("*/*/initiator.log")):
        if not (log.parent / "responder.log").exists():
            continue
        found, offset = marks(log.parent, mind())
        if abs(offset or 0.0) > NEAR:
            print(f"CLOCKS  {log.parent.parent.name}/{log.parent.name}: {offset:.3f} s")
        worst = max(worst, abs(offset or 0.0))
        for mark in found:
            total[mark.there, mark.right] += 1
            if not mark.right:
                print(f"WRONG   {mark.run:45}{mark.label:22} line {mark.line:<6}{mark.there}")
    for (there, right), count in sorted(total.items()):
        print(f"{there:8}{'right' if right else 'wrong':6}{count}")
    print(f"the clocks differ by at most {worst:.3f} s")
    return 0 if not any(count for (_, right), count in total.items() if not right) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
