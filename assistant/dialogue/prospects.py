"""What each answer to a question would change, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.advice import Values, fill
from assistant.dialogue.mind import Mind
from assistant.model.diagnosis import AskedQuestion
from assistant.model.observed import Tunnel
from assistant.reasoning import Belief
from assistant.reasoning.ask import Scored, prospects
from assistant.reasoning.belief import Case
from assistant.reasoning.network import HEALTHY, UNKNOWN, Network
from assistant.reasoning.verdict import FOUND, lowered

_CHANGED = 1.25
"""Factor by which the leader's probability has to change to be spoken of."""
_THOUGHT_OF = 0.08
_LET_GO = 0.03
_NAMED = 2


def with_prospects(
    mind: Mind,
    network: Network,
    asked: AskedQuestion,
    scored: Scored,
    belief: Belief,
    case: Case,
    known: Mapping[str, bool],
    tunnel: Tunnel | None,
) -> AskedQuestion:
    """The question with what its answers would change, what else the same output answers, and what follows from it."""
    broken = any(value and name in mind.findings and mind.findings[name].ends for name, value in known.items())
    after = prospects(network, belief, scored.question, known, case.role, broken=broken)
    answers = tuple(structs.replace(choice, would=_would(mind, after.get(choice.value, ()))) for choice in asked.answers)
    values = Values(tunnel.facts if tunnel else {}, missing=[])
    beside = tuple(fill(item.text, values) for item in scored.beside) if asked.commands else ()
    follows = fill(mind.questions[scored.pair].text, values) if scored.pair else ""
    return structs.replace(asked, answers=answers, beside=beside, follows=follows)


def _would(mind: Mind, after: Sequence[tuple[str, float, float]]) -> str:
    """One answer's effect: the cause that would lead, or those that could be let go."""
    if not after:
        return ""
    leader = max(after, key=lambda item: item[1])[0]
    name, before, now = after[0]
    if name == HEALTHY:
        return "then most likely the tunnel works"
    if name == UNKNOWN:
        return "then none of the known causes fits well"
    title = mind.causes[name].title
    if now >= FOUND:
        return f"settles it: {lowered(title)}"
    if name != leader or now >= before * _CHANGED:
        return f"then most likely ({now:.0%}): {lowered(title)}".replace("%)", " %)")
    gone = [
        mind.causes[other].title
        for other, was, left in after
        if other in mind.causes and was >= _THOUGHT_OF and left < min(_LET_GO, was / 3)
    ]
    if gone:
        return "rules out: " + "; ".join(lowered(item) for item in gone[:_NAMED])
    return "changes little"
