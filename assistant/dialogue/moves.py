"""What a user can do in a conversation, as values that can be stored and replayed."""

from __future__ import annotations

from msgspec import Struct

from assistant.model.entries import Barrier
from assistant.model.observed import Correction, Excerpt, Side


class PasteMove(Struct, frozen=True, tag="paste"):
    """A text was pasted or loaded. ``text`` holds no secrets: they were taken out before the move was made.

    ``excerpt`` says what larger text it was taken from, if from one.
    """

    text: str
    side: Side = "local"
    name: str = "paste"
    notes: tuple[str, ...] = ()
    excerpt: Excerpt | None = None


class SayMove(Struct, frozen=True, tag="say"):
    """The user said a sentence."""

    text: str


class AnswerMove(Struct, frozen=True, tag="answer"):
    """The user answered a question; the value ``unknown`` is "don't know"."""

    question: str
    value: str


class SkipMove(Struct, frozen=True, tag="skip"):
    """The user does not want to be asked this."""

    question: str


class FocusMove(Struct, frozen=True, tag="focus"):
    """The user turned to another tunnel of the same texts."""

    peer: str


class CorrectMove(Struct, frozen=True, tag="correct"):
    """The user said what a text, or some of its lines, really is. ``input`` counts from 1 in the order of the texts."""

    input: int
    correction: Correction


class FixedMove(Struct, frozen=True, tag="fixed"):
    """The user applied the fix for ``cause`` (empty: some change that was not named): what was shown before is of another state from here on.

    ``before_last``: it was applied before the last text was taken, so that this text shows the new state already.
    """

    cause: str
    before_last: bool = False


class TrustMove(Struct, frozen=True, tag="trust"):
    """Of evidence that cannot be true together the user trusts one: ``keep`` is a choice of the conflict.

    ``inputs`` are the texts, counted from 0, that are set aside by it, where whole texts are.
    """

    conflict: str
    keep: str
    inputs: tuple[int, ...] = ()


class ResolvedMove(Struct, frozen=True, tag="resolved"):
    """The user confirmed what the cause was."""

    cause: str


class AccessMove(Struct, frozen=True, tag="access"):
    """The user set what can be had in this session: somebody to ask, leave to debug, a change window."""

    what: Barrier
    had: bool = False


Move = PasteMove | SayMove | AnswerMove | SkipMove | FocusMove | CorrectMove | AccessMove | FixedMove | TrustMove | ResolvedMove
DONT_KNOW = "unknown"
