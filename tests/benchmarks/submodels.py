"""Small troubleshooting problems cut out of the shipped knowledge: some causes, some questions, a stage and a role."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from assistant.dialogue import Mind
from assistant.model.entries import Question, Role, Stage
from assistant.reasoning import infer
from assistant.reasoning.ask import answer_table, applicable
from assistant.reasoning.belief import case_of
from assistant.reasoning.cost import HAND_OVER, Circumstances, minutes, repairs
from assistant.reasoning.network import ROLES, STAGES
from assistant.reasoning.policy import Policy

from .optimum import states

Array = np.ndarray[Any, np.dtype[np.float64]]
STATES = 500_000
"""States of a problem beyond which it is not solved exactly here; questions are left out until it has fewer."""
CAUSES, QUESTIONS = 10, 12


class Problem(Struct):
    """Weights of the causes (the last is what is unknown), minutes of their repairs, questions with tables and minutes."""

    name: str
    weights: Array
    repair: Array
    questions: list[Question]
    tables: list[Array]
    costs: list[float]

    @property
    def policy(self) -> Policy:
        """What chooses in it."""
        return Policy(self.repair, self.tables, self.costs, HAND_OVER)

    @property
    def states(self) -> int:
        """How many states the exact search goes through."""
        return states(len(self.repair), [table.shape[1] for table in self.tables])


def standings(mind: Mind) -> list[tuple[Stage, Role]]:
    """Every stage and role that some cause speaks of."""
    faults = mind.network.causes
    return [
        (stage, role)
        for stage in STAGES
        for role in ROLES
        if any(stage in (cause.stalls.initiator if role == "initiator" else cause.stalls.responder) for cause in faults)
    ]


def random_problem(mind: Mind, draw: random.Random, number: int, limit: int = STATES) -> Problem:
    """Four to ten of the causes that fit a stage, drawn by their probability, and up to twelve of the questions that may be asked there."""
    while True:
        stage, role = draw.choice(standings(mind))
        causes = _by_weight(_weights(mind, stage, role), draw.randint(4, CAUSES), draw)
        order = _questions(mind, stage, role)
        draw.shuffle(order)
        problem = _problem(mind, f"{number} {stage} {role}", stage, role, causes, order, draw.randint(3, QUESTIONS), limit)
        if len(problem.tables) >= 2:
            return problem


def real_problem(mind: Mind, stage: Stage, role: Role, draw: random.Random, causes: int = 6) -> Problem:
    """The likeliest causes of a stage, and of the questions that may be asked there as many as the exact search can bear."""
    weights = _weights(mind, stage, role)
    likeliest = sorted(sorted(range(len(weights)), key=lambda row: -weights[row])[:causes])
    order = _questions(mind, stage, role)
    draw.shuffle(order)
    return _problem(mind, f"{stage} {role}", stage, role, likeliest, order, QUESTIONS)


def _weights(mind: Mind, stage: Stage, role: Role) -> Array:
    network = mind.network
    return infer(network, case_of(network, [], stage, role)).posterior[: network.count]


def _by_weight(weights: Array, count: int, draw: random.Random) -> list[int]:
    left = list(range(len(weights)))
    chosen: list[int] = []
    while len(chosen) < count:
        row = draw.choices(left, [float(weights[index]) for index in left])[0]
        left.remove(row)
        chosen.append(row)
    return sorted(chosen)


def _questions(mind: Mind, stage: Stage, role: Role) -> list[Question]:
    return [item for item in mind.questions.values() if applicable(item, {}, stage, role)]


def _problem(
    mind: Mind,
    name: str,
    stage: Stage,
    role: Role,
    causes: Sequence[int],
    questions: Sequence[Question],
    most: int,
    limit: int = STATES,
) -> Problem:
    """The problem over these causes; of questions that share a finding only the first, as their answers depend on each other."""
    network = mind.network
    weights = np.append(_weights(mind, stage, role)[list(causes)], 0.0)
    weights[-1] = 0.06 * weights.sum()
    rows = [*causes, network.count + 1]
    kept: list[Question] = []
    tables: list[Array] = []
    spoken: set[str] = set()
    for question in questions:
        sets = {finding for answer in question.answers for finding in answer.sets}
        if sets & spoken or len(kept) >= most:
            continue
        table = answer_table(network, question, {}, role)[rows, :-1]
        table = table / table.sum(axis=1, keepdims=True)
        if np.ptp(table, axis=0).max() < 0.02:
            continue
        if states(len(causes), [*(other.shape[1] for other in tables), table.shape[1]]) > limit:
            continue
        kept.append(question)
        tables.append(table)
        spoken |= sets
    costs = [minutes(item, Circumstances()) for item in kept]
    return Problem(name, weights / weights.sum(), repairs(network, role)[list(causes)], kept, tables, costs)
