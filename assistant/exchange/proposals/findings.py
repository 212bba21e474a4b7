"""What differing proposals mean as findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from assistant.model.observed import Difference, Evidence, Observation, Reliability

_NAMED = {"authentication"}
"""Attributes that have a finding, and a cause, of their own."""


def observed(differences: Sequence[Difference], reliability: Reliability = "device") -> list[Observation]:
    """The findings of one end's own text: which phase, and whether only the group differs."""
    found: list[Observation] = []
    first = {item.kind for item in _of(differences, 1)}
    if first - _NAMED:
        where = _lines(_of(differences, 1))
        found.append(Observation("phase1-attribute-differs", True, reliability, where))
        found.append(Observation("phase1-group-differs", first == {"group"}, reliability, where))
    second = {item.kind for item in _of(differences, 2)}
    if second:
        found.append(Observation("pfs-group-differs", second == {"group"}, reliability, _lines(_of(differences, 2))))
    return found


def _of(differences: Iterable[Difference], phase: Literal[1, 2]) -> list[Difference]:
    return [item for item in differences if item.phase == phase and item.stops]


def _lines(differences: Iterable[Difference]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(where for item in differences for where in item.evidence))[:6]
