"""Compares the proposals of the two ends, where the texts of both were pasted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import structs

from assistant.exchange.proposals.compare import differences_of
from assistant.exchange.proposals.findings import observed
from assistant.model.entries import Finding
from assistant.model.observed import Difference, Observation, Proposal, Tunnel

_DONE = {1: ("phase1-complete", "proposal-accepted"), 2: ("phase2-complete",)}
_TRANSFORMS = frozenset({"encryption", "integrity", "ah"})


def across(tunnel: Tunnel, far: Tunnel | None, findings: Mapping[str, Finding]) -> Tunnel:
    """The tunnel with what the far end's text adds: its proposals against ours, where this end's text does not tell.

    Nothing is compared of a phase that came up, nor where one end's proposals are not known.
    """
    if far is None:
        return tunnel
    added: list[Difference] = []
    refused: list[Difference] = []
    for phase in (1, 2):
        if any(item.phase == phase for item in tunnel.differences) or _came_up(tunnel, phase) or _came_up(far, phase):
            continue
        turned = tuple(_turned(item) for item in far.differences if item.phase == phase)
        refused.extend(turned)
        added.extend(turned or differences_of(_own(far, phase), _own(tunnel, phase)))
    if not added:
        return tunnel
    known = {item.finding: item for item in tunnel.observations}
    for item in (*observed(added, "config"), *_compared(added), *_refused(refused)):
        if item.finding in findings:
            known.setdefault(item.finding, item)
    return structs.replace(tunnel, differences=(*tunnel.differences, *added), observations=tuple(known.values()))


def _came_up(tunnel: Tunnel, phase: int) -> bool:
    return any(item.value and item.finding in _DONE[phase] for item in tunnel.observations)


def _own(tunnel: Tunnel, phase: int) -> Sequence[Proposal]:
    return [item for item in tunnel.proposals if item.whose == "ours" and item.phase == phase]


def _turned(item: Difference) -> Difference:
    return structs.replace(item, theirs=item.ours, ours=item.theirs)


def _compared(differences: Sequence[Difference]) -> list[Observation]:
    """The algorithms for the traffic were compared and none is common."""
    phase: Literal[2] = 2
    lines = [item for item in differences if item.phase == phase and item.kind in _TRANSFORMS]
    where = tuple(dict.fromkeys(place for item in lines for place in item.evidence))[:6]
    return [Observation("phase2-transforms-differ", True, "config", where)] if lines else []


def _refused(turned: Sequence[Difference]) -> list[Observation]:
    """The far end's text holds what we offered beside what it has, and took nothing of it."""
    phase: Literal[1] = 1
    lines = [item for item in turned if item.phase == phase and item.stops and item.theirs and item.ours]
    where = tuple(dict.fromkeys(place for item in lines for place in item.evidence))[:6]
    return [Observation("policies-compared-different", True, "config", where)] if {item.kind for item in lines} - {"authentication"} else []
