"""Evidence that cannot be true together: said with its lines, not averaged away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.model.diagnosis import Conflict
from assistant.model.entries import Finding
from assistant.model.observed import Observation


def conflicts_of(
    observations: Sequence[Observation], overruled: Sequence[Observation], findings: Mapping[str, Finding]
) -> tuple[Conflict, ...]:
    """Pairs that exclude each other, and answers that a device's output contradicts.

    ``overruled`` are claims that lost against a more reliable one about the same finding.
    """
    known = {item.finding: item for item in observations}
    found: list[Conflict] = []
    seen: set[frozenset[str]] = set()
    for item in observations:
        if not item.value or item.finding not in findings:
            continue
        for other in findings[item.finding].excludes:
            pair = frozenset({item.finding, other})
            against = known.get(other)
            if against is None or not against.value or pair in seen:
                continue
            seen.add(pair)
            text = f"{findings[item.finding].title}, and at the same time: {findings[other].title}. Both cannot hold; is one of them of another tunnel, another moment or an old configuration?"
            found.append(Conflict(text, (*item.evidence[:2], *against.evidence[:2])))
    for claim in overruled:
        proof = known.get(claim.finding)
        if proof is None or claim.finding not in findings:
            continue
        word = "no" if not claim.value else "yes"
        text = f"You said {word} to: {findings[claim.finding].title}. What was pasted says the opposite, and is taken for now; was it taken from this tunnel, and recently?"
        found.append(Conflict(text, (*claim.evidence[:1], *proof.evidence[:2])))
    return tuple(found)
