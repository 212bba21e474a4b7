"""Pairs of faults without going through all of them for every finding: exact, by what most causes say nothing of.

Where at most one of two causes speaks of a finding, the pair shows it as that cause alone does. So a pair's log-likelihood
is the sum of its causes' less the background's, and only pairs of which both speak of the same finding are worked out
one by one. Likewise a question parts only the hypotheses that hold a cause which speaks of its findings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from assistant.model.entries import Role
from assistant.reasoning.network import Array, Network


def log_likelihood(network: Network, names: list[str], role: Role | None, chances: Callable[[Array, Any], Array]) -> Array:
    """The log-likelihood of every hypothesis; ``chances`` turns P(finding) in some columns into P(what was observed of them)."""
    every = np.arange(len(names))
    own = np.log(chances(network.alone(names, role), every))
    plain = np.log(chances(network.plain(names), every))
    count = network.count
    singles = own.sum(axis=1)
    pairs = singles[network.first] + singles[network.second] - plain.sum()
    for column, name in enumerate(names):
        first, second = _both(network.speaking(name))
        if not len(first):
            continue
        both = np.log(chances(network.together([name], role, first, second), [column]))[:, 0]
        pairs[_place(count, first, second)] += both - own[first, column] - own[second, column] + plain[0, column]
    result: Array = np.concatenate([singles, pairs])
    return result


class Spread:
    """A posterior in the form in which a question's answers divide it."""

    def __init__(self, network: Network, posterior: Array) -> None:
        self._network = network
        count = network.count
        self._single = posterior[:count]
        self._rest = posterior[count : count + 2]
        self._pairs = np.zeros((count, count))
        self._pairs[network.first, network.second] = posterior[count + 2 :]
        self._pairs += self._pairs.T
        self._row = self._pairs.sum(axis=1)

    def divided(self, names: list[str], role: Role | None, shares: Callable[[Array], Array]) -> tuple[Array, Array]:
        """What each cause holds (half of its pairs) under each answer, and what "it works" and "unknown" hold.

        ``shares`` turns P(finding) into P(answer), a column an answer. Together the columns are the posterior.
        """
        network = self._network
        touched = sorted({int(row) for name in names for row in network.speaking(name)})
        alone = shares(network.alone(names, role))
        count = network.count
        near = self._pairs[:, touched]
        others = (self._row - near.sum(axis=1))[:, None]
        half = near @ alone[touched]
        if touched:
            grid = np.array(touched)
            first, second = np.repeat(grid, len(grid)), np.tile(grid, len(grid))
            both = shares(network.together(names, role, first, second)) * self._pairs[first, second][:, None]
            half[grid] = both.reshape(len(grid), len(grid), -1).sum(axis=1)
        causes: Array = alone[:count] * (self._single[:, None] + others / 2) + half / 2
        rest: Array = alone[count:] * self._rest[:, None]
        return causes, rest


def _both(rows: Any) -> tuple[Any, Any]:
    first, second = np.triu_indices(len(rows), k=1)
    return rows[first], rows[second]


def _place(count: int, first: Any, second: Any) -> Any:
    """Where the pair of two rows, the lower first, stands among all pairs."""
    return first * (2 * count - first - 1) // 2 + second - first - 1
