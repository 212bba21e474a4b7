"""Proposals of two ends laid against each other: the nearest pair, and the kinds in which it has nothing in common."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model.settings import Suite
from assistant.reading import algorithms

PRF_OF_INTEGRITY = "taken from the integrity algorithm"
"""Whose value a PRF is that no line gives, in ``Suite.default``."""
MOST = 60
"""Proposals of one end that are compared; more than any device offers."""


def sealed(suite: Suite) -> bool:
    """Whether every cipher of the proposal brings its own integrity."""
    return algorithms.sealed(suite.algorithms.get("encryption", ()))


def apart(ours: Suite, theirs: Suite, kinds: Sequence[str]) -> list[str]:
    """The kinds in which the two have nothing in common. What one of them leaves open differs from nothing."""
    found = []
    for kind in kinds:
        mine, yours = ours.algorithms.get(kind, ()), theirs.algorithms.get(kind, ())
        if mine and yours:
            if not algorithms.meet(mine, yours):
                found.append(kind)
        elif mine or yours:
            bare = theirs if mine else ours
            if (kind == "integrity" and not sealed(bare) and bare.algorithms.get("encryption")) or (
                kind == "encryption" and bare.algorithms
            ):
                found.append(kind)
    return found


def nearest(ours: Sequence[Suite], theirs: Sequence[Suite], kinds: Sequence[str]) -> tuple[Suite, Suite, list[str]]:
    """The pair that differs in the fewest kinds, those offered first before others."""
    best: tuple[Suite, Suite, list[str]] | None = None
    for mine in ours[:MOST]:
        for yours in theirs[:MOST]:
            kept = apart(mine, yours, kinds)
            if best is None or len(kept) < len(best[2]):
                best = mine, yours, kept
    if best is None:
        raise ValueError("no proposals to compare")
    return best
