"""Lines that name the attribute of one pair of proposals that differs, and which of the pairs was nearest to a match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from assistant.exchange.proposals.compare import ORDER, stated
from assistant.model.observed import Difference, Evidence, TransformKind


class Refusal(Struct, frozen=True):
    """One attribute of one pair that differs. ``pair`` names our proposal and theirs, where the text does.

    ``depth`` is how far the comparison had got, on a device that stops at the first attribute that differs.
    ``against`` is the policy here, for where its value is not shown.
    """

    phase: Literal[1, 2]
    kind: TransformKind
    theirs: str
    ours: str
    evidence: tuple[Evidence, ...]
    pair: tuple[str, str] | None = None
    depth: int = 0
    against: str = ""


def nearest(refusals: Sequence[Refusal]) -> tuple[Difference, ...]:
    """The differences of the pair that fits best; of all pairs where the text does not tell them apart."""
    taken = _certain([item for item in refusals if item.pair is None])
    deepest = max((item.depth for item in refusals), default=0)
    by_pair: dict[tuple[str, str], list[Refusal]] = {}
    for item in refusals:
        if item.pair is not None and (item.depth == deepest or not item.against):
            by_pair.setdefault(item.pair, []).append(item)
    if by_pair:
        taken += min(by_pair.values(), key=lambda group: len({item.kind for item in group}))
    return tuple(_merged([item for item in taken if item.kind == kind]) for kind in ORDER if any(item.kind == kind for item in taken))


def _certain(refusals: list[Refusal]) -> list[Refusal]:
    """Of lines that do not say which pair they are of: the kinds in which nothing of theirs is among ours.

    A device with several policies prints such lines also for pairs that differ in another kind.
    """
    kinds = {item.kind for item in refusals}
    apart = {kind for kind in kinds if {item.theirs for item in refusals if item.kind == kind}.isdisjoint(_ours(refusals, kind))}
    return [item for item in refusals if item.kind in apart] if apart else refusals


def _ours(refusals: list[Refusal], kind: TransformKind) -> set[str]:
    return {item.ours for item in refusals if item.kind == kind and item.ours}


def _merged(refusals: Sequence[Refusal]) -> Difference:
    first = refusals[0]
    lines = [where for item in refusals for where in item.evidence]
    return stated(first.phase, first.kind, _values(item.theirs for item in refusals), _values(item.ours for item in refusals), lines)


def _values(values: Iterable[str]) -> str:
    return " or ".join(dict.fromkeys(value for value in values if value))
