"""Pairs of faults without going through all of them for every finding: exact, by what most causes say nothing of.

Where at most one of two causes speaks of a finding, the pair shows it as that cause alone does. So a pair's log-likelihood
is the sum of its causes' less the background's, and only pairs of which both speak of the same finding are worked out
one by one.
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


def _both(rows: Any) -> tuple[Any, Any]:
    first, second = np.triu_indices(len(rows), k=1)
    return rows[first], rows[second]


def _place(count: int, first: Any, second: Any) -> Any:
    """Where the pair of two rows, the lower first, stands among all pairs."""
    return first * (2 * count - first - 1) // 2 + second - first - 1
