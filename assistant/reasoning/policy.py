"""Ask, try a repair, or hand over: what costs the least time in the end, as far as two steps show.

The problem is that of decision-theoretic troubleshooting (Heckerman, Breese and Rommelse, Communications of the
ACM 38(3), 1995). Exactly one of the causes is there, or something unknown. A question costs minutes and has an
answer that depends on the cause; a try costs minutes and ends the matter if its cause is the right one; handing
over costs much and always ends it. Without questions the causes are best tried in the order of probability over
cost, until handing over is cheaper than going on.

Weights need not add up to one: every cost below grows with the weight of the situation in which it is paid, so that
the costs of all answers to a question can be added up as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
from msgspec import Struct

from assistant.reasoning.network import Array

Mask = np.ndarray[Any, np.dtype[np.bool_]]
NOTHING: Final = 1e-12
"""Weight below which a situation does not come about."""
_ASKS: Final = 8
"""Questions whose second step is looked at: the best by one step."""
_EVEN: Final = 0.1
"""Share of what two steps save within which two questions are about as good: mostly the same two in another order."""
_MINUTES: Final = 2.0
"""Minutes for which the same holds: less than that is nothing to go another way for."""
_TRIES: Final = 3
"""Tries whose second step is looked at: the likeliest for their cost."""


class Step(Struct, frozen=True):
    """What to do: ask the question, or try the repair, with this index; or hand over. ``cost`` is expected, all that follows included."""

    act: Literal["ask", "try", "hand-over"]
    index: int
    cost: float


class Outlook(Struct, frozen=True):
    """Expected minutes from here on, by what is done first.

    ``weight`` is that of the situation. ``now``: no more questions. ``asked``: each question, then no more. ``asked_twice`` and ``tried``: the question or the
    repair first, then the better of acting and one more question; infinite where it was not looked at.
    """

    weight: float
    now: float
    hand_over: float
    asked: Array
    asked_twice: Array
    tried: Array

    @property
    def one_step(self) -> float:
        """The least that is reached with at most one question."""
        return min(self.now, float(self.asked.min(initial=np.inf)))

    @property
    def best(self) -> Step:
        """The cheapest step; of equal ones the one that asks."""
        steps = [Step("hand-over", -1, self.hand_over)]
        if len(self.tried):
            steps.append(Step("try", int(self.tried.argmin()), float(self.tried.min())))
        if len(self.asked_twice):
            first = self.first
            steps.append(Step("ask", first, float(self.asked_twice[first])))
        return min(reversed(steps), key=lambda step: step.cost)

    @property
    def first(self) -> int:
        """The question to ask first: of those that two steps find about as good, the one that is best alone."""
        least = float(self.asked_twice.min())
        even = self.asked_twice <= least + max(_EVEN * (self.now - least), self.weight * _MINUTES)
        return int(np.where(even, self.asked, np.inf).argmin())


class Policy:
    """Costs and tables of one problem: a row a cause and a last one for what is unknown, a table a question."""

    def __init__(self, repair: Array, tables: Sequence[Array], costs: Sequence[float], hand_over: float) -> None:
        self.repair, self.hand_over = repair, hand_over
        self.tables = tuple(tables)
        self.costs: Array = np.array(costs, dtype=np.float64)
        sizes = [table.shape[1] for table in tables]
        self._starts = np.cumsum([0, *sizes[:-1]], dtype=np.intp) if sizes else np.zeros(0, dtype=np.intp)
        self._columns: Array = np.concatenate(tables, axis=1) if tables else np.zeros((len(repair) + 1, 0))

    def acting(self, weights: Array) -> Array:
        """Expected minutes without any more questions, for each column of weights."""
        known = weights[:-1]
        order = np.argsort(-known / self.repair[:, None], axis=0, kind="stable")
        ranked = np.take_along_axis(known, order, axis=0)
        total = weights.sum(axis=0)
        left = np.maximum(total - np.cumsum(ranked, axis=0), 0.0)
        before = np.concatenate([total[None, :], left[:-1]]) if len(left) else left
        spent = np.cumsum(self.repair[order] * before, axis=0)
        stops = np.concatenate([total[None, :] * self.hand_over, spent + left * self.hand_over])
        result: Array = stops.min(axis=0)
        return result

    def asking(self, weights: Array, still: Mask) -> Array:
        """Expected minutes with one question and no more, a row a column of weights, a column a question; infinite where asked."""
        count = weights.shape[1]
        if not len(self.costs):
            return np.zeros((count, 0))
        joint = (weights[:, :, None] * self._columns[:, None, :]).reshape(len(weights), -1)
        after = self.acting(joint).reshape(count, -1)
        values = np.add.reduceat(after, self._starts, axis=1) + weights.sum(axis=0)[:, None] * self.costs
        result: Array = np.where(still, values, np.inf)
        return result

    def outlook(self, weights: Array, still: Mask) -> Outlook:
        """The costs of all first steps. ``still`` are the questions that may be asked."""
        total = float(weights.sum())
        now = float(self.acting(weights[:, None])[0])
        asked = self.asking(weights[:, None], still[None, :])[0]
        leading = [int(index) for index in np.argsort(asked, kind="stable")[:_ASKS] if still[index]]
        likely = [int(index) for index in np.argsort(-weights[:-1] / self.repair, kind="stable")[:_TRIES] if weights[index] > NOTHING]
        situations: list[Array] = []
        allowed: list[Mask] = []
        for index in leading:
            without = still.copy()
            without[index] = False
            table = self.tables[index]
            situations.append(weights[:, None] * table)
            allowed.extend([without] * table.shape[1])
        for index in likely:
            failed = weights.copy()
            failed[index] = 0.0
            situations.append(failed[:, None])
            allowed.append(still)
        twice, tried = np.full(len(self.costs), np.inf), np.full(len(self.repair), np.inf)
        if situations:
            columns = np.concatenate(situations, axis=1)
            further = self.asking(columns, np.array(allowed))
            reached = np.minimum(self.acting(columns), further.min(axis=1, initial=np.inf))
            place = 0
            for index in leading:
                size = self.tables[index].shape[1]
                twice[index] = self.costs[index] * total + reached[place : place + size].sum()
                place += size
            for index in likely:
                tried[index] = self.repair[index] * total + reached[place]
                place += 1
        return Outlook(total, now, total * self.hand_over, asked, twice, tried)
