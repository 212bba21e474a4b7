"""Evidence that cannot be true together: said with its lines, not averaged away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.model.diagnosis import Choice, Conflict
from assistant.model.entries import Finding
from assistant.model.observed import Observation

SAID, STALE = "said:", "config:"
"""How the ids begin of a conflict between the user's word and a text, and between a log and a configuration."""
SAID_STAGE = "stands"
PASTED, LOG, CONFIG = "pasted", "log", "config"
"""What may be trusted, beside the user's word (``said``)."""


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
            first, second = sorted((item.finding, other))
            choices = tuple(Choice(name, findings[name].title) for name in (item.finding, other))
            found.append(Conflict(text, (*item.evidence[:2], *against.evidence[:2]), f"{first}|{second}", choices))
    for claim in overruled:
        proof = known.get(claim.finding)
        if proof is None or claim.finding not in findings:
            continue
        word = "no" if not claim.value else "yes"
        text = f"You said {word} to: {findings[claim.finding].title}. What was pasted says the opposite, and is taken for now; was it taken from this tunnel, and recently?"
        choices = (Choice("said", f"What I said: {word}"), Choice(PASTED, "What was pasted"))
        found.append(Conflict(text, (*claim.evidence[:1], *proof.evidence[:2]), SAID + claim.finding, choices))
    return tuple(found)
