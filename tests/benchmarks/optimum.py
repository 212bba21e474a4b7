"""The least expected cost of a small troubleshooting problem, by dynamic programming over all answers and all tries.

A state is the answers so far and the set of repairs tried in vain. Its value is the least of handing over, trying one
more repair and asking one more question, each with what follows. There are as many states as the product of (answers
+ 1) over the questions, times two to the number of causes.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]


def states(causes: int, answers: Sequence[int]) -> int:
    """How many states a problem has."""
    return int(2**causes * np.prod([count + 1 for count in answers]))


def optimum(weights: Array, repair: Array, tables: Sequence[Array], costs: Sequence[float], hand_over: float) -> float:
    """The expected minutes of the best policy; the last row of weights and tables is what no repair mends."""
    causes = len(repair)
    sets = np.arange(2**causes)
    left = np.array([[not (tried >> cause) & 1 for cause in range(causes)] + [True] for tried in sets], dtype=np.float64)
    size = left[:, :-1].sum(axis=1)
    layers = []
    for count in range(1, causes + 1):
        members = sets[size == count]
        untried = np.array([[cause for cause in range(causes) if not (tried >> cause) & 1] for tried in members])
        layers.append((members, untried))
    values: dict[frozenset[int], Array] = {}
    everything = range(len(tables))
    for count in range(len(tables), -1, -1):
        above = {asked: value for asked, value in values.items() if len(asked) == count + 1}
        values = {}
        for combination in itertools.combinations(everything, count):
            asked = frozenset(combination)
            joint = weights[:, None]
            for question in combination:
                joint = (joint[:, :, None] * tables[question][:, None, :]).reshape(len(weights), -1)
            mass = left @ joint
            value = mass * hand_over
            for question in everything:
                if question in asked:
                    continue
                inner = int(np.prod([tables[other].shape[1] for other in combination if other > question]))
                block = above[asked | {question}].reshape(len(sets), -1, tables[question].shape[1], inner)
                value = np.minimum(value, block.sum(axis=2).reshape(len(sets), -1) + costs[question] * mass)
            for members, untried in layers:
                tries = repair[untried][:, :, None] * mass[members][:, None, :] + value[members[:, None] | (1 << untried)]
                value[members] = np.minimum(value[members], tries.min(axis=1))
            values[asked] = value
    return float(values[frozenset()][0, 0])
