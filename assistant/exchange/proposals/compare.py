"""Which transforms keep the nearest proposals of the two ends apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.model.observed import Difference, Evidence, Proposal, TransformKind
from assistant.reading.algorithms import meet, sealed, weakness

ORDER: tuple[TransformKind, ...] = ("encryption", "integrity", "ah", "prf", "group", "authentication", "mode", "lifetime", "volume")
_NEGOTIABLE = frozenset({"lifetime", "volume"})
"""Where the ends differ in these, most take the smaller value (RFC 2407 section 4.5.4)."""
MOST = 200
"""Proposals of one end that are compared; more than any device offers."""


def names(proposal: Proposal, kind: TransformKind) -> tuple[str, ...]:
    """The alternatives of one kind."""
    return tuple(item.name for item in proposal.transforms if item.kind == kind)


def apart(theirs: Proposal, ours: Proposal) -> tuple[TransformKind, ...]:
    """The kinds in which two proposals of one phase have nothing in common; lifetimes do not count.

    A kind that only one of them has counts where both texts print every kind, and for what protects the traffic.
    """
    return tuple(kind for kind in ORDER if kind not in _NEGOTIABLE and _differs(theirs, ours, kind))


def _differs(theirs: Proposal, ours: Proposal, kind: TransformKind) -> bool:
    yours, mine = names(theirs, kind), names(ours, kind)
    if yours and mine:
        return not meet(yours, mine)
    if not yours and not mine:
        return False
    present = ours if mine else theirs
    missing = theirs if mine else ours
    if kind == "integrity" and sealed(names(missing, "encryption")):
        return not sealed(names(present, "encryption")) and meet(names(theirs, "encryption"), names(ours, "encryption"))
    if ours.phase == 2 and kind in {"integrity", "ah"}:  # noqa: PLR2004 - phase 2
        return bool(names(missing, "encryption") or names(missing, "ah") or names(missing, "integrity"))
    if ours.phase == 2 and kind == "group":  # noqa: PLR2004
        return missing.whole and present.whole
    return kind in {"encryption", "integrity"} and missing.whole and present.whole and bool(missing.transforms)


def differences_of(theirs: Sequence[Proposal], ours: Sequence[Proposal]) -> tuple[Difference, ...]:
    """What keeps the nearest pair apart, with both values and lines; nothing where any pair fits."""
    best: tuple[tuple[TransformKind, ...], Proposal, Proposal] | None = None
    for mine in ours[:MOST]:
        for yours in theirs[:MOST]:
            if yours.phase != mine.phase or (yours.ike and mine.ike and yours.ike != mine.ike):
                continue
            kinds = apart(yours, mine)
            if best is None or len(kinds) < len(best[0]):
                best = kinds, yours, mine
            if not kinds:
                return _lifetimes(yours, mine)
    if best is None:
        return ()
    kinds, yours, mine = best
    return (*(_difference(kind, yours, mine) for kind in kinds), *_lifetimes(yours, mine))


def _difference(kind: TransformKind, theirs: Proposal, ours: Proposal) -> Difference:
    yours, mine = names(theirs, kind), names(ours, kind)
    return stated(ours.phase, kind, _words(yours), _words(mine), (*theirs.evidence, *ours.evidence), weakness(*yours, *mine))


def _words(alternatives: tuple[str, ...]) -> str:
    return " or ".join(alternatives) or "none"


def _lifetimes(theirs: Proposal, ours: Proposal) -> tuple[Difference, ...]:
    return tuple(
        _difference(kind, theirs, ours)
        for kind in ("lifetime", "volume")
        if names(theirs, kind) and names(ours, kind) and set(names(theirs, kind)) != set(names(ours, kind))
    )


def stated(
    phase: Literal[1, 2], kind: TransformKind, theirs: str, ours: str, evidence: Sequence[Evidence], weak: str | None = None
) -> Difference:
    """A difference with its lines, none of them twice, and what of it is deprecated."""
    lines = tuple(dict.fromkeys(evidence))[:6]
    return Difference(phase, kind, theirs, ours, lines, weakness(theirs, ours) if weak is None else weak, kind not in _NEGOTIABLE)
