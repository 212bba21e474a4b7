"""Whether the last message that each log shows is the last one on that side's wire, over the laboratory's captures.

Run ``python -m tests.lab.agreement [FOLDER]`` in the repository; FOLDER holds ``ENGINE/CAUSE/{initiator,responder}.{log,pcap}``
and is ``../shared/lab/captures`` if not named.

"The last message seen by a side" means here: of the messages of main, aggressive and quick mode, or of IKE_SA_INIT,
IKE_AUTH and CREATE_CHILD_SA, the one furthest on in the protocol that this side sent or received in any attempt of the run.
Expected is what the capture of the side's own interface holds (the column "last message on the wire" of the laboratory's
table is made of the same); a message cut into IP fragments counts only where all of them are there. Ours is read from the
side's log alone, without the other log and without the capture. A log cannot know that its own message never left, nor that one came in which
the daemon was not up to read: such runs disagree, and are counted as such.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from assistant.dialogue import Mind, Session
from assistant.engine import mind
from assistant.model.observed import Tunnel
from tests.lab import wire

CAPTURES = Path(__file__).resolve().parents[2].parent / "shared" / "lab" / "captures"
NONE = "none"
SIDES = ("initiator", "responder")
_ORDER = (
    *("MM1", "AM1", "IKE_SA_INIT request", "MM2", "AM2", "IKE_SA_INIT response", "MM3", "AM3", "MM4", "MM5"),
    *("IKE_AUTH request", "MM6", "IKE_AUTH response", "QM1", "QM2", "QM3", "CREATE_CHILD_SA request", "CREATE_CHILD_SA response"),
)
"""Every label, the further on in its exchange the later."""


class Result(Struct, frozen=True):
    """One side of one run."""

    run: str
    side: str
    expected: str
    ours: str

    @property
    def agrees(self) -> bool:
        """Whether both are the same message."""
        return self.expected == self.ours


def furthest(labels: Iterable[str]) -> str:
    """The label that stands latest in its exchange, or ``none``."""
    return max((label for label in labels if label in _ORDER), key=_ORDER.index, default=NONE)


def on_the_wire(capture: Path) -> str:
    """The furthest message of a capture; a side whose interface was not captured saw none."""
    return furthest(message.label for message in wire.messages(capture)) if capture.exists() else NONE


def in_the_log(text: str, known: Mind) -> str:
    """The furthest message that the program reads in a log."""
    session = Session(known)
    session.paste(text)
    diagnosis = session.diagnosis
    return shown([*([diagnosis.tunnel] if diagnosis.tunnel else []), *diagnosis.others])


def shown(tunnels: Sequence[Tunnel]) -> str:
    """The furthest message of all attempts of the tunnels."""
    labels: list[str] = []
    for tunnel in tunnels:
        for attempt in tunnel.negotiations:
            labels += [step.label for step in attempt.steps if step.direction != "note"]
            labels += [attempt.standing.last_sent, attempt.standing.last_received]
    return furthest(labels)


def results(folder: Path, known: Mind, runs: Sequence[str] = ()) -> list[Result]:
    """Every side of every run of a folder of captures, or of the runs that are named (``ENGINE/CAUSE``)."""
    out = []
    for log in sorted(log for side in SIDES for log in folder.glob(f"*/*/{side}.log")):
        run = f"{log.parent.parent.name}/{log.parent.name}"
        if not runs or run in runs:
            text = log.read_text(encoding="utf-8", errors="replace")
            out.append(Result(run, log.stem, on_the_wire(log.with_suffix(".pcap")), in_the_log(text, known)))
    return out


def main(arguments: Sequence[str]) -> int:
    """Print every side of every run and the total; 0 if 95 % of the runs agree on both sides."""
    folder = Path(arguments[0]) if arguments else CAPTURES
    if not folder.is_dir():
        print(f"{folder}: there is no such folder; name the folder of captures", file=sys.stderr)
        return 2
    found = results(folder, mind())
    for item in found:
        print(f"{'agrees' if item.agrees else 'DIFFERS':8}{item.run:45}{item.side:10} wire {item.expected:22} log {item.ours}")
    runs = {item.run for item in found}
    whole = sum(all(item.agrees for item in found if item.run == run) for run in runs)
    sides = sum(item.agrees for item in found)
    print(f"{sides} of {len(found)} logs agree; {whole} of {len(runs)} runs agree on both sides ({100 * whole / max(len(runs), 1):.1f} %)")
    return 0 if whole >= 0.95 * len(runs) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
