"""Which cause a user means, and whether a sentence asks for a reason."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from assistant.dialogue.answering import words_of
from assistant.errors import SessionError
from assistant.model.entries import Cause
from assistant.model.explained import Explanation
from assistant.reasoning.network import UNKNOWN

_WHY = re.compile(r"(?i)^\W*why (?P<neg>not |isn'?t it |is it not |could it not be |can'?t it be )?(?P<what>.{1,200})$")
_CHANGE = re.compile(r"(?i)^\W*what (?:would|could|will|can) (?:change your mind|make you change your mind|change (?:that|this|it))\W*$")
_FILL = frozenset(
    ["a", "an", "the", "is", "it", "its", "not", "of", "on", "in", "at", "to", "by", "be", "do", "does", "you", "think", "that", "this"]
)
_ENOUGH = 0.6
"""Share of the user's words that must be in a cause's id or title."""


def cause_named(text: str, causes: Mapping[str, Cause]) -> str:
    """The id of the cause that a user names by its id or by words of its title.

    Raises:
        SessionError: no cause, or several, are called so; says which come near.
    """
    wanted = [word for word in words_of(text) if word not in _FILL]
    name = "-".join(wanted)
    if name in causes or name == UNKNOWN:
        return name
    scores = sorted(((_likeness(wanted, item), item.id) for item in causes.values()), key=lambda item: (-item[0], item[1]))
    best = [item for score, item in scores if score >= _ENOUGH and score == scores[0][0]]
    if len(best) == 1:
        return best[0]
    near = best or difflib.get_close_matches(name, [*causes, UNKNOWN], n=4)
    shown = ", ".join(near[:6]) or "`mmwait kb search WORDS` finds their names"
    said = text.strip().rstrip("?")[:60]
    raise SessionError(f"{said!r} may be several causes: {shown}" if best else f"there is no cause {said!r}; near: {shown}")


def _likeness(wanted: list[str], cause: Cause) -> float:
    have = [*words_of(cause.id), *words_of(cause.title)]
    return sum(1 for word in wanted if word in have) / len(wanted) if wanted else 0.0


def asks_what_would_change(text: str) -> bool:
    """Whether a sentence asks "what would change your mind?"."""
    return _CHANGE.match(text) is not None


def asked_why(text: str, causes: Mapping[str, Cause]) -> str | None:
    """The cause that "why X?" or "why not X?" asks for; ``None`` where the sentence asks something else.

    Raises:
        SessionError: it says "why not", and the cause is not known or may be several.
    """
    found = _WHY.match(text.replace("\u2019", "'").strip())
    if found is None:
        return None
    try:
        return cause_named(found["what"], causes)
    except SessionError:
        if found["neg"]:
            raise
        return None


def summary(found: Explanation) -> str:
    """An explanation in one line, for a face that has no room for more."""
    versus = found.versus
    order = "leads" if found.leads else "does not lead"
    first = next((item for item in found.turns), None)
    change = f"; asked {first.question.id}, the answer {first.label!r} would put {first.leader} first" if first is not None else ""
    return f"{found.title} ({found.probability:.0%}) {order}: {versus.total:+.0f} dB against {versus.against}{change}."
