"""What is on the screen, as one frozen value that the app hands to every widget."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.dialogue import AnswerMove, CorrectMove, FocusMove, Move, PasteMove, SayMove, SkipMove
from assistant.dialogue.moves import DONT_KNOW, AccessMove, FixedMove, ResolvedMove, TrustMove
from assistant.model.diagnosis import Diagnosis
from assistant.reading.clean import clean_line
from assistant.reports.words import BARRED

_CLIP = 160


@dataclass(frozen=True)
class Entry:
    """One turn of the conversation: what the user did, and what came of it."""

    did: str
    notes: tuple[str, ...] = ()
    verdict: str = ""


@dataclass(frozen=True)
class Shown:
    """The diagnosis, the conversation so far, and how it is looked at.

    ``marked`` is the key of the command that a copy would take. ``roomy`` is true where everything
    is on the screen at once.
    """

    diagnosis: Diagnosis
    entries: tuple[Entry, ...] = ()
    marked: str = ""
    roomy: bool = False
    typing: bool = False
    far: bool = False
    working: str = ""
    view: str = "home"

    @property
    def begun(self) -> bool:
        """Whether there is anything to show a verdict on; a state that was only said is enough."""
        return self.diagnosis.understood or bool(self.diagnosis.suspects)

    @property
    def peers(self) -> list[str]:
        """Every tunnel seen, the most troubled first, in an order that does not change when another is looked at."""
        tunnels = [*([self.diagnosis.tunnel] if self.diagnosis.tunnel else []), *self.diagnosis.others]
        return [tunnel.peer for tunnel in sorted(tunnels, key=lambda tunnel: (-tunnel.trouble, tunnel.peer))]


def describe(move: Move, asked: dict[str, tuple[str, dict[str, str]]]) -> str:
    """A move in the user's words. ``asked`` holds the wording of the questions that were shown."""
    match move:
        case PasteMove(text=text, side=side, name=name):
            lines = [line for line in text.splitlines() if line.strip()]
            what = "Pasted" if name.startswith("paste") else f"Read {clean_line(name)}:"
            far = " from the far end" if side == "remote" else ""
            first = f": {clean_line(lines[0].strip())[:_CLIP]}" if lines else ""
            return f"{what} {len(lines)} line{'' if len(lines) == 1 else 's'}{far}{first}"
        case SayMove(text=text):
            return f"Said: {clean_line(text)[:_CLIP]}"
        case AnswerMove(question=question, value=value):
            wording, labels = asked.get(question, (question, {}))
            label = "don't know" if value == DONT_KNOW else labels.get(value, value)
            return f"{label[:1].upper()}{label[1:]} (to: {wording})"
        case SkipMove(question=question):
            return f"Skipped: {asked.get(question, (question, {}))[0]}"
        case AccessMove(what=what, had=had):
            return f"Set: {BARRED[what]} {'can' if had else 'cannot'} be had"
        case FocusMove(peer=peer):
            return f"Turned to the tunnel with {clean_line(peer) or 'an unnamed peer'}"
        case FixedMove() | TrustMove() | ResolvedMove():
            return _turned(move)
        case CorrectMove(input=number, correction=told):
            return f"Corrected: input {number}{f' lines {told.first}-{told.last}' if told.first else ''} is {', '.join(told.words)}"


def _turned(move: FixedMove | TrustMove | ResolvedMove) -> str:
    """A move after which the tunnel is looked at anew."""
    match move:
        case FixedMove(cause=cause):
            return f"Applied the fix for {cause}"
        case TrustMove(conflict=conflict, keep=keep):
            return f"Trusts {keep} in {conflict}"
        case ResolvedMove(cause=cause):
            return f"Confirmed: it was {cause}"
