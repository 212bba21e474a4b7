"""What is concluded, in the form that faces show and the JSON contract prints."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from assistant.model.entries import Impact
from assistant.model.observed import Evidence, Input, Observation, Standing, Tunnel
from assistant.model.settings import Comparison, Remark

VerdictWord = Literal["found", "likely", "open", "healthy", "cannot-tell", "nothing"]


class Weight(Struct, frozen=True):
    """What one finding does to one cause: log-likelihood ratio against all other causes, in decibans.

    Ten decibans are a factor of ten in the odds. Positive speaks for the cause.
    """

    finding: str
    value: bool
    title: str
    decibans: float
    evidence: tuple[Evidence, ...] = ()


class Suspect(Struct, frozen=True):
    """One cause with its probability (never 1) and what speaks for and against it."""

    id: str
    family: str
    title: str
    side: str
    probability: float
    weights: tuple[Weight, ...] = ()
    look: str = ""


class Choice(Struct, frozen=True):
    """One answer the user may pick. ``would`` says in words what it would change."""

    value: str
    label: str
    would: str = ""


class Conflict(Struct, frozen=True):
    """Evidence that cannot be true together, with its lines; shown, not averaged away.

    ``choices`` are what the user may trust; the answer sets the other aside. ``id`` names the conflict in the answer.
    """

    text: str
    evidence: tuple[Evidence, ...]
    id: str = ""
    choices: tuple[Choice, ...] = ()


class SetAside(Struct, frozen=True):
    """Evidence that does not count any more, and why; undoing the move that set it aside brings it back."""

    what: str
    why: str
    evidence: tuple[Evidence, ...] = ()


class Check(Struct, frozen=True):
    """One command that verifies the fix, with what to expect and what another output would mean."""

    command: str
    expect: str
    where: str = ""
    otherwise: str = ""


class Progress(Struct, frozen=True):
    """What came of a fix. ``waiting``: nothing was shown since; ``unshown``: what was shown does not tell.

    ``before`` and ``after`` are where it stood and stands, ``evidence`` the lines that show it now.
    """

    word: Literal["waiting", "unshown", "further", "same", "back", "resolved"]
    cause: str
    text: str
    before: str = ""
    after: str = ""
    evidence: tuple[Evidence, ...] = ()
    verify: tuple[Check, ...] = ()


class ShownCommand(Struct, frozen=True):
    """A command with its placeholders filled as far as the facts allow. ``where`` is the software it is for, if not all."""

    run: str
    impact: Impact
    where: str = ""
    expect: str = ""
    bad: str = ""
    note: str = ""


class AskedQuestion(Struct, frozen=True):
    """The question to ask now, with why it is asked and the commands whose output answers it.

    ``beside`` are further questions that the same output answers. ``follows`` is the question that comes after it, where
    this one alone would change nothing.
    """

    id: str
    text: str
    why: str
    asks: str
    cost: str
    answers: tuple[Choice, ...]
    commands: tuple[ShownCommand, ...]
    saving: float = 0.0
    beside: tuple[str, ...] = ()
    follows: str = ""


class ShownStep(Struct, frozen=True):
    """One step of a fix in the user's own names. ``place``: where in a console or web interface it is done, if there."""

    text: str
    commands: tuple[ShownCommand, ...]
    impact: str
    undo: str
    undo_commands: tuple[ShownCommand, ...] = ()
    place: str = ""


class Advice(Struct, frozen=True):
    """The fix for one cause on the side that must change. ``message`` is for the other side's admin.

    ``unproven``: its commands rest on no source that could be cited and were not tried on a device. ``platform`` is the
    one whose commands the steps hold; ``assumed`` says that the far end's platform is not known and this end's stands in.
    """

    cause: str
    title: str
    side: str
    steps: tuple[ShownStep, ...]
    verify: tuple[Check, ...]
    message: str = ""
    missing: tuple[str, ...] = ()
    unproven: bool = False
    platform: str = ""
    assumed: bool = False


class Attempt(Struct, frozen=True):
    """A repair that is better tried than made sure of first: easy, on this end, and taken back if it does not help."""

    cause: str
    probability: float
    says: str
    advice: Advice


class Excluded(Struct, frozen=True):
    """A cause that is ruled out, as good as one can, and by what: the findings that speak against it."""

    cause: str
    title: str
    by: tuple[Weight, ...]


class HandOver(Struct, frozen=True):
    """What is given to somebody else where nothing more can be found out here.

    ``to`` is who should have it: ``remote``, ``isp`` or ``tac`` (this end's vendor). ``left`` are the causes that remain,
    ``unanswered`` what was asked and nobody could say, ``barred`` what could not be had.
    """

    to: str
    left: tuple[Suspect, ...]
    excluded: tuple[Excluded, ...]
    unanswered: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


class Brief(Struct, frozen=True):
    """The verdict on a tunnel that is not in focus: the word, and the leading cause with its probability."""

    verdict: VerdictWord
    cause: str = ""
    title: str = ""
    probability: float = 0.0


class Diagnosis(Struct, frozen=True):
    """Everything known after one move of a session.

    ``compared`` are the configurations of both ends, where both were pasted; ``remarks`` what is wrong or weak within this end's.
    ``attempt`` is a repair to try before the question. ``request`` asks the far end for the one output that decides, ready
    to send, where this end cannot tell; ``handover`` is there where nothing more can be found out by asking.
    """

    turn: int
    inputs: tuple[Input, ...]
    tunnel: Tunnel | None
    others: tuple[Tunnel, ...]
    others_briefs: tuple[Brief, ...]
    observations: tuple[Observation, ...]
    suspects: tuple[Suspect, ...]
    verdict: VerdictWord
    headline: str
    conflicts: tuple[Conflict, ...]
    question: AskedQuestion | None
    fix: Advice | None
    notes: tuple[str, ...] = ()
    decides: str = ""
    compared: Comparison | None = None
    remarks: tuple[Remark, ...] = ()
    aside: tuple[SetAside, ...] = ()
    progress: Progress | None = None
    resolved: str = ""
    """The cause that the user confirmed."""
    priors: str = ""
    """Said where other priors than the shipped ones are in use."""
    standing: Standing = Standing()
    """Where the tunnel in focus stands, also where only the user's word tells."""
    attempt: Attempt | None = None
    request: str = ""
    handover: HandOver | None = None

    @property
    def understood(self) -> bool:
        """Whether anything at all was recognised or known."""
        stands = self.tunnel is not None and self.tunnel.standing.stage is not None
        return bool(self.observations) or stands or any(item.understood for item in self.inputs)
