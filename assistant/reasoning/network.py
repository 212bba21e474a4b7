"""The knowledge as arrays: a noisy-OR network from causes to findings, with stage-dependent priors.

For one cause, P(finding | cause) is what the cause says, or the finding's background. For two, each
cause either adds to a finding's chance (noisy-OR over the background) or, where it shows it less
often than the background, holds it back by that factor.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import numpy as np

from assistant.model.entries import Cause, Finding, Role, Stage, Stalls
from assistant.reasoning.strength import (
    BACKGROUND,
    FREQUENCY,
    OTHER_STAGE,
    PRIOR_HEALTHY,
    PRIOR_TWO_FAULTS,
    PRIOR_UNKNOWN,
    STRENGTH,
    UNKNOWN_FLOOR,
)

Array = np.ndarray[Any, np.dtype[np.float64]]
HEALTHY = "healthy"
UNKNOWN = "unknown"
STAGES: tuple[Stage, ...] = get_args(Stage)
ROLES: tuple[Role, ...] = get_args(Role)
ORDER: dict[Stage, int] = {
    "none": 0,
    "mm2": 1,
    "am2": 1,
    "init": 1,
    "mm3": 2,
    "mm4": 3,
    "mm5": 4,
    "am3": 4,
    "auth": 5,
    "mm6": 5,
    "xauth": 6,
    "p1": 7,
    "qm": 8,
    "child": 8,
    "up": 9,
    "down": 10,
}
"""Where in the course of a negotiation a stage lies; of two faults the earlier one stops it."""


class Network:
    """Arrays over causes and findings, built once from the knowledge."""

    def __init__(self, causes: Sequence[Cause], findings: Mapping[str, Finding]) -> None:
        faults = [cause for cause in causes if cause.family != "none"]
        self.causes: tuple[Cause, ...] = tuple(faults)
        self.healthy = next((cause for cause in causes if cause.id == HEALTHY), None)
        self.findings: dict[str, int] = {name: index for index, name in enumerate(findings)}
        self._entries = findings
        self.background: Array = np.array([BACKGROUND[item.background] for item in findings.values()])
        self._ends: Any = np.array([item.ends for item in findings.values()], dtype=bool)
        count = len(faults)
        first, second = np.triu_indices(count, k=1)
        self.first, self.second = first, second
        self._shown = {role: self._matrix(faults, role) for role in ROLES}
        self._healthy_row = {role: self._healthy(role) for role in ROLES}
        self._stage = {role: np.array([_stages(cause.stalls, role) for cause in faults]).reshape(count, len(STAGES)) for role in ROLES}
        self.log_prior: Array = np.log(self._priors(faults))

    def _matrix(self, causes: Sequence[Cause], role: Role) -> Array:
        matrix = np.tile(self.background, (len(causes), 1))
        for row, cause in enumerate(causes):
            for item in cause.shows:
                if item.role in {None, role} and item.finding in self.findings:
                    matrix[row, self.findings[item.finding]] = STRENGTH[item.how]
        return matrix

    def _healthy(self, role: Role) -> Array:
        row: Array = np.where(self._ends, 0.01, self.background)
        if self.healthy is not None:
            for item in self.healthy.shows:
                if item.role in {None, role} and item.finding in self.findings:
                    row[self.findings[item.finding]] = STRENGTH[item.how]
        return row

    def _priors(self, causes: Sequence[Cause]) -> Array:
        """Prior of each hypothesis: single causes, healthy, unknown, then pairs."""
        single = np.array([FREQUENCY[cause.prior] for cause in causes])
        single = single / max(single.sum(), 1e-9) * (1 - PRIOR_HEALTHY - PRIOR_UNKNOWN - PRIOR_TWO_FAULTS)
        pairs = single[self.first] * single[self.second]
        pairs = pairs / max(pairs.sum(), 1e-12) * PRIOR_TWO_FAULTS if len(pairs) else pairs
        return np.concatenate([single, [PRIOR_HEALTHY, PRIOR_UNKNOWN], pairs])

    def leaning(self, factors: Mapping[str, float]) -> Network:
        """The same network with the odds of some causes' priors multiplied; a pair takes the factors of both.

        Causes that the network does not know are passed over.
        """
        logs = np.array([np.log(factors.get(cause.id, 1.0)) for cause in self.causes])
        if not logs.any():
            return self
        other = copy.copy(self)
        leant = self.log_prior + np.concatenate([logs, [0.0, 0.0], logs[self.first] + logs[self.second]])
        other.log_prior = leant - np.log(np.exp(leant).sum())
        return other

    @property
    def count(self) -> int:
        """How many causes there are, not counting healthy and unknown."""
        return len(self.causes)

    def includes(self, finding: str) -> tuple[str, ...]:
        """Weaker findings that this one already says."""
        return self._entries[finding].includes

    def implied_by_stage(self, finding: str) -> bool:
        """Whether where the negotiation stands already says it."""
        return self._entries[finding].implied_by_stage

    def works(self, finding: str) -> bool:
        """Whether the finding, when true, shows something of the tunnel at work."""
        return self._entries[finding].works

    def likelihoods(self, findings: Sequence[str], role: Role | None) -> Array:
        """P(finding is true | hypothesis): a row a hypothesis (single, healthy, unknown, pairs), a column a finding."""
        columns = [self.findings[name] for name in findings]
        if role is None:
            return (self._rows(columns, "initiator") + self._rows(columns, "responder")) / 2
        return self._rows(columns, role)

    def alone(self, findings: Sequence[str], role: Role | None) -> Array:
        """P(finding is true | hypothesis) for single causes, healthy and unknown only."""
        columns = [self.findings[name] for name in findings]
        return self._mean([self._alone(columns, one) for one in self._seen_as(role)])

    def together(self, findings: Sequence[str], role: Role | None, first: Any, second: Any) -> Array:
        """P(finding is true | both causes) for some pairs, given by their rows."""
        columns = [self.findings[name] for name in findings]
        return self._mean([self._pairs(columns, one, first, second) for one in self._seen_as(role)])

    def plain(self, findings: Sequence[str]) -> Array:
        """P(finding is true) where no cause speaks of it, as one row."""
        row: Array = self.background[[self.findings[name] for name in findings]][None, :]
        return row

    def speaking(self, finding: str) -> Any:
        """The rows of the causes that change the finding's chance in either role, in order."""
        column = self.findings[finding]
        return np.flatnonzero(np.any([self._shown[role][:, column] != self.background[column] for role in ROLES], axis=0))

    @staticmethod
    def _seen_as(role: Role | None) -> tuple[Role, ...]:
        return ROLES if role is None else (role,)

    @staticmethod
    def _mean(tables: Sequence[Array]) -> Array:
        return tables[0] if len(tables) == 1 else (tables[0] + tables[1]) / 2

    def _alone(self, columns: list[int], role: Role) -> Array:
        unknown = np.maximum(self.background[columns], UNKNOWN_FLOOR)
        rows: Array = np.concatenate([self._shown[role][:, columns], self._healthy_row[role][columns][None, :], unknown[None, :]])
        return rows

    def _pairs(self, columns: list[int], role: Role, first: Any, second: Any) -> Array:
        shown = self._shown[role][:, columns]
        background = self.background[columns]
        added = np.clip((shown - background) / (1 - background), 0.0, 1.0)
        held = np.minimum(shown / background, 1.0)
        pairs: Array = (1 - (1 - background) * (1 - added[first]) * (1 - added[second])) * held[first] * held[second]
        return pairs

    def _rows(self, columns: list[int], role: Role) -> Array:
        rows: Array = np.concatenate([self._alone(columns, role), self._pairs(columns, role, self.first, self.second)])
        return rows

    def stage_likelihoods(self, stage: Stage, role: Role | None) -> Array:
        """P(the negotiation stops at this stage | hypothesis)."""
        if role is None:
            return (self._stage_rows(stage, "initiator") + self._stage_rows(stage, "responder")) / 2
        return self._stage_rows(stage, role)

    def _stage_rows(self, stage: Stage, role: Role) -> Array:
        table = self._stage[role]
        column = STAGES.index(stage)
        own = table[:, column]
        # The earlier of two faults stops it; where both stop it equally early, in two modes, either may be the one.
        later = np.array([1.0 if ORDER[name] > ORDER[stage] else 0.5 if ORDER[name] == ORDER[stage] else 0.0 for name in STAGES])
        beyond = table @ later
        pairs = own[self.first] * beyond[self.second] + own[self.second] * beyond[self.first]
        healthy = _stages(self.healthy.stalls, role)[column] if self.healthy is not None else 1 / len(STAGES)
        rows: Array = np.concatenate([own, [healthy, 1 / len(STAGES)], pairs])
        return rows


def _stages(stalls: Stalls, role: Role) -> Array:
    """A cause's stall words as a distribution over all stages."""
    words = stalls.initiator if role == "initiator" else stalls.responder
    row = np.full(len(STAGES), OTHER_STAGE)
    weights = {stage: STRENGTH[how] for stage, how in words.items()}
    total = sum(weights.values())
    for stage, weight in weights.items():
        row[STAGES.index(stage)] += weight / total
    result: Array = row / row.sum()
    return result
