"""Belief over causes given the findings: exact for one and two faults, healthy, and "none that I know"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from assistant.model.diagnosis import Weight
from assistant.model.entries import Role, Stage
from assistant.model.observed import Observation
from assistant.reasoning.network import HEALTHY, UNKNOWN, Array, Network
from assistant.reasoning.sparse import log_likelihood
from assistant.reasoning.strength import HIGHEST, LOWEST, RELIABILITY, UNSHOWN_HEALTHY

_SNAPSHOT = 0.6
"""How much a stage counts when nothing shows that the negotiation is stuck there rather than passing through."""


class Belief(Struct):
    """The posterior over hypotheses, and the marginal probability of each cause."""

    posterior: Array
    marginal: dict[str, float]

    def ranked(self) -> list[tuple[str, float]]:
        """Causes with their probability, most probable first; equal ones in the order of their ids."""
        return sorted(self.marginal.items(), key=lambda item: (-item[1], item[0]))


class Case(Struct):
    """What inference is given: the findings that count, the stage, the role.

    ``works`` says whether anything of the tunnel was seen to work.
    """

    observations: tuple[Observation, ...]
    stage: Stage | None
    role: Role | None
    stalled: bool = True
    works: bool = True


def case_of(network: Network, observations: Sequence[Observation], stage: Stage | None, role: Role | None, *, stalled: bool = True) -> Case:
    """Leave out findings that the network does not know and those that a stronger finding or the stage already says.

    The order of the observations never matters: they are put in the order of the knowledge. A finding that was
    observed several times counts once, by its most reliable source; where the best sources contradict each other, not at all.
    """
    known = _once([item for item in observations if item.finding in network.findings])
    covered = {name for item in known if item.value for name in network.includes(item.finding)}
    if stage is not None:
        covered |= {item.finding for item in known if network.implied_by_stage(item.finding)}
    kept = sorted((item for item in known if item.finding not in covered), key=lambda item: network.findings[item.finding])
    return Case(tuple(kept), stage, role, stalled, _works(network, known, stage))


def _once(observations: Sequence[Observation]) -> list[Observation]:
    """Each finding once; two lines of the same event are one event."""
    best: dict[str, list[Observation]] = {}
    for item in observations:
        held = best.setdefault(item.finding, [])
        better = RELIABILITY[item.reliability] - (RELIABILITY[held[0].reliability] if held else 0.0)
        if better > 0:
            held[:] = [item]
        elif better == 0 and all(item.value != other.value for other in held):
            held.append(item)
    return [held[0] for held in best.values() if len(held) == 1]


_AT_WORK = frozenset({"p1", "up", "down"})
"""Stages that a negotiation only comes to by completing one."""


def _works(network: Network, known: Sequence[Observation], stage: Stage | None) -> bool:
    """Whether something was seen to work; a line that was only read loosely does not show it."""
    shown = [item for item in known if item.value and network.works(item.finding)]
    if any(item.reliability != "loose" for item in shown):
        return True
    return stage in _AT_WORK and not shown


def infer(network: Network, case: Case) -> Belief:
    """The posterior for a case."""
    log = network.log_prior + _evidence(network, case)
    posterior = _normalise(log)
    return Belief(posterior, marginals(network, posterior))


def _evidence(network: Network, case: Case) -> Array:
    log: Array = np.zeros_like(network.log_prior)
    if not case.works:
        log[network.count] += np.log(UNSHOWN_HEALTHY)
    if case.stage is not None:
        log = log + np.log(network.stage_likelihoods(case.stage, case.role)) * (1.0 if case.stalled else _SNAPSHOT)
    if case.observations:
        log = log + log_likelihood(network, [item.finding for item in case.observations], case.role, _observed(case))
    return log


def _observed(case: Case) -> Callable[[Array, Any], Array]:
    """From P(finding) in some columns to P(what was observed of them), with the reliability of each source."""
    right = np.array([RELIABILITY[item.reliability] for item in case.observations])
    values = np.array([item.value for item in case.observations])

    def chances(true: Array, columns: Any) -> Array:
        seen = np.where(values[columns], true, 1 - true)
        result: Array = seen * right[columns] + (1 - seen) * (1 - right[columns])
        return result

    return chances


def _each(network: Network, case: Case) -> Array:
    """P(what was observed | hypothesis), a column an observation, with the reliability of its source."""
    true = network.likelihoods([item.finding for item in case.observations], case.role)
    return _observed(case)(true, np.arange(len(case.observations)))


def _normalise(log: Array) -> Array:
    weights: Array = np.exp(log - log.max())
    posterior: Array = weights / weights.sum()
    return posterior


def marginals(network: Network, posterior: Array) -> dict[str, float]:
    """Probability of each cause over all hypotheses that hold it; never 0 or 1."""
    count = network.count
    values = posterior[:count].copy()
    pairs = posterior[count + 2 :]
    np.add.at(values, network.first, pairs)
    np.add.at(values, network.second, pairs)
    result = {cause.id: _shown(value) for cause, value in zip(network.causes, values, strict=True)}
    if network.healthy is not None:
        result[HEALTHY] = _shown(posterior[count])
    result[UNKNOWN] = _shown(posterior[count + 1])
    return result


def _shown(value: float) -> float:
    """A probability that is neither 0 nor 1."""
    return max(LOWEST, min(float(value), HIGHEST))


STAGE_WEIGHT = "stage"
"""Name of the weight that where the negotiation stands has; it is no finding."""


def weights_for(network: Network, case: Case, cause: str, titles: Mapping[str, str], stands: Weight | None = None) -> tuple[Weight, ...]:
    """How telling each finding is for one cause, in decibans: its chance with the cause over its chance without.

    "Without" is the average over all other hypotheses by their priors, so a weight depends on the
    finding and the cause alone and the weights of a cause can be added up. ``stands`` words where
    the negotiation stands, which is listed with the findings.
    """
    row = next((index for index, item in enumerate(network.causes) if item.id == cause), None)
    if row is None:
        return ()
    prior = np.exp(network.log_prior)
    prior[row] = 0.0
    pairs = network.count + 2
    prior[pairs:] = np.where((network.first == row) | (network.second == row), 0.0, prior[pairs:])
    prior = prior / prior.sum()
    result = []
    if case.stage is not None and stands is not None:
        chances = network.stage_likelihoods(case.stage, case.role) ** (1.0 if case.stalled else _SNAPSHOT)
        result.append(Weight(STAGE_WEIGHT, True, stands.title, _decibans(chances, row, prior), stands.evidence))
    if case.observations:
        table = _each(network, case)
        for column, item in enumerate(case.observations):
            result.append(
                Weight(
                    item.finding, item.value, titles.get(item.finding, item.finding), _decibans(table[:, column], row, prior), item.evidence
                )
            )
    return tuple(sorted(result, key=lambda weight: (-abs(weight.decibans), weight.finding)))


def _decibans(chances: Array, row: int, prior: Array) -> float:
    return round(10 * float(np.log10(chances[row] / (prior @ chances))), 1)
