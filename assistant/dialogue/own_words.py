"""Where the user said one thing at one time and its opposite at another: one of the two counts, and it is asked which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from assistant.dialogue.trusting import Trust
from assistant.model.diagnosis import Choice, Conflict, SetAside
from assistant.model.entries import Finding
from assistant.model.observed import Observation

WORDS = "words:"
_FIRM = {"said": 1, "hearsay": 0}


class OwnWords(Struct):
    """The claims that count, the contradictions among them that were not settled, and what was set aside."""

    claims: list[Observation]
    conflicts: list[Conflict]
    aside: list[SetAside]


def settled(claims: Sequence[Observation], trust: Trust, findings: Mapping[str, Finding]) -> OwnWords:
    """Leave one of two opposite claims: the trusted one, else one's own word over hearsay, else the later.

    The contradictions between the same two turns are one conflict, whatever number of findings it is about.
    """
    result = OwnWords(list(claims), [], [])
    pairs: dict[tuple[int, int], list[tuple[Observation, Observation]]] = {}
    last: dict[str, Observation] = {}
    for claim in sorted(claims, key=_turn):
        before = last.get(claim.finding)
        if before is not None and before.value != claim.value:
            pairs.setdefault((_turn(before), _turn(claim)), []).append((before, claim))
        last[claim.finding] = claim
    for (first, second), held in pairs.items():
        name = f"{WORDS}{first}-{second}"
        firmer = _FIRM.get(held[0][0].reliability, 0) > _FIRM.get(held[0][1].reliability, 0)
        early = trust.keeps(name, "earlier") or (firmer and not trust.keeps(name, "later"))
        lost = [one if not early else other for one, other in held]
        result.claims = [item for item in result.claims if not any(item is gone for gone in lost)]
        stays, goes = (held[0][0], held[0][1]) if early else (held[0][1], held[0][0])
        what = findings[stays.finding].title if stays.finding in findings else stays.finding
        if trust.keeps(name, "earlier") or trust.keeps(name, "later"):
            result.aside.append(
                SetAside(f"What you said in turn {_turn(goes)} of: {what}", f"you trust turn {_turn(stays)}", goes.evidence)
            )
            continue
        text = f"You said yes and no to: {what}. Turn {_turn(stays)} is taken for now; which is right?"
        choices = (Choice("earlier", f"Turn {first}: {_quoted(held[0][0])}"), Choice("later", f"Turn {second}: {_quoted(held[0][1])}"))
        result.conflicts.append(Conflict(text, (*held[0][0].evidence[:1], *held[0][1].evidence[:1]), name, choices))
    return result


def _turn(claim: Observation) -> int:
    return claim.evidence[0].line


def _quoted(claim: Observation) -> str:
    return claim.evidence[0].text[:80]
