"""A cause explained: what speaks for and against it in decibans that add up, what is not known, what would change it."""

from __future__ import annotations

from msgspec import Struct

from assistant.model.diagnosis import AskedQuestion
from assistant.model.observed import Evidence


class Piece(Struct, frozen=True):
    """One summand: ``what`` is a finding's id, or ``prior``, ``stage``, ``shown`` (nothing was seen to work)."""

    what: str
    value: bool
    title: str
    decibans: float
    evidence: tuple[Evidence, ...] = ()


class Account(Struct, frozen=True):
    """The odds of a cause as a sum: the pieces and ``remainder`` make ``total``, all in decibans.

    ``against`` is the rival's id; against one rival the remainder is 0, as each piece stands for itself. Against all
    others together (``against`` empty) the findings partly exclude the same causes, or exclude more together than each
    alone; that difference is the remainder.
    """

    cause: str
    against: str
    against_title: str
    pieces: tuple[Piece, ...]
    total: float
    remainder: float = 0.0


class Missing(Struct, frozen=True):
    """A finding that is not known: what a yes and a no would be worth against the rival, in decibans, and what tells.

    ``question`` is ``None`` where no question asks for it and only a line in a text would show it.
    """

    finding: str
    title: str
    yes: float
    no: float
    question: AskedQuestion | None = None


class Turn(Struct, frozen=True):
    """An answer that would put another cause before the explained one that leads, or the explained one above the leader.

    ``chance`` is how likely the answer is, ``leader`` what would lead then with ``probability``, ``own`` the explained
    cause's probability then.
    """

    question: AskedQuestion
    value: str
    label: str
    chance: float
    leader: str
    leader_title: str
    probability: float
    own: float


class Explanation(Struct, frozen=True):
    """Everything that can be said about one cause now. ``versus`` counts against one rival, ``overall`` against all."""

    cause: str
    title: str
    probability: float
    leads: bool
    versus: Account
    overall: Account
    unknown: tuple[Missing, ...] = ()
    turns: tuple[Turn, ...] = ()
