"""Simulated users: one cause is true, findings follow from it by the model, questions are answered, some of them wrongly."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from assistant.dialogue import Mind
from assistant.model.entries import Answer, Question, Role, Stage
from assistant.model.observed import Observation, Reliability
from assistant.reasoning import infer, survey
from assistant.reasoning.ask import answer_table, applicable
from assistant.reasoning.belief import case_of
from assistant.reasoning.cost import Circumstances
from assistant.reasoning.network import UNKNOWN
from assistant.reasoning.verdict import FOUND

Array = np.ndarray[Any, np.dtype[np.float64]]
MOST = 15
"""Questions after which a user has had enough."""


class Outcome(Struct):
    """One conversation: questions asked, place of the true cause at the end, bits that had to be learned, and the bound on the questions."""

    asked: int
    rank: int
    bits: float
    bound: float


def simulate(shipped: Mind, stage: Stage, role: Role, count: int, seed: int, *, wrong: float = 0.0, silent: float = 0.0) -> list[Outcome]:
    """Conversations that begin with a state word alone. ``wrong`` and ``silent`` are the shares of wrong answers and of "don't know"."""
    network = shipped.network
    start = infer(network, case_of(network, [], stage, role))
    weights = start.posterior[: network.count] / start.posterior[: network.count].sum()
    bits = [
        capacity(answer_table(network, item, {}, role, right=1.0))
        for item in shipped.questions.values()
        if applicable(item, {}, stage, role)
    ]
    result = []
    for number in range(count):
        draw = random.Random(f"{seed} {stage} {role} {number}")  # noqa: S311 - nothing secret
        truth = draw.choices(range(network.count), [float(value) for value in weights])[0]
        asked, rank, left = _converse(shipped, stage, role, truth, draw, wrong, silent)
        learned = max(entropy(weights) - left, 0.0)
        result.append(Outcome(asked, rank, learned, fewest(learned, bits)))
    return result


def _converse(
    shipped: Mind, stage: Stage, role: Role, truth: int, draw: random.Random, wrong: float, silent: float
) -> tuple[int, int, float]:
    """Ask until a cause is found or no question is worth its cost: questions, place of the truth, bits still open."""
    network = shipped.network
    said: dict[str, Observation] = {}
    world: dict[str, bool] = {}
    passed: list[str] = []
    while True:
        case = case_of(network, list(said.values()), stage, role)
        belief = infer(network, case)
        known = {name: item.value for name, item in said.items()}
        seen = survey(network, belief, case, shipped.questions.values(), known, passed, broken=True, now=Circumstances())
        ranked = [name for name, _ in belief.ranked() if name not in {UNKNOWN, "healthy"}]
        best = next((item for item in seen.questions if item.net > 0), None)
        if best is None or belief.marginal[ranked[0]] >= FOUND or len(passed) >= MOST:
            left = belief.posterior[: network.count]
            return len(passed), ranked.index(network.causes[truth].id) + 1, entropy(left / left.sum())
        passed.append(best.question.id)
        chance = draw.random()
        if chance < silent:
            continue
        true = _true_answer(shipped, best.question, world, role, truth, draw)
        world.update(true.sets)
        others = [item for item in best.question.answers if item is not true]
        answer = draw.choice(others) if chance < silent + wrong and others else true
        source: Reliability = "said" if best.question.asks == "local" else "hearsay"
        said.update({name: Observation(name, value, source) for name, value in answer.sets.items()})


def _true_answer(shipped: Mind, question: Question, world: dict[str, bool], role: Role, truth: int, draw: random.Random) -> Answer:
    """The answer that holds in this user's world, drawn where it was not settled before."""
    row = answer_table(shipped.network, question, world, role, right=1.0)[truth, : len(question.answers)]
    return draw.choices(question.answers, [float(value) for value in row])[0]


def entropy(shares: Array) -> float:
    """In bits."""
    held = shares[shares > 0]
    return float(-(held * np.log2(held)).sum())


def capacity(table: Array, rounds: int = 60) -> float:
    """The most bits that one answer can tell of the cause, whatever was likely before (Blahut and Arimoto)."""
    shares = np.full(len(table), 1 / len(table))
    for _ in range(rounds):
        mixed = shares @ table
        tells = (table * np.log2(np.maximum(table, 1e-300) / np.maximum(mixed, 1e-300))).sum(axis=1)
        shares = shares * np.exp2(tells)
        shares = shares / shares.sum()
    return float(shares @ tells)


def fewest(bits: float, capacities: Sequence[float]) -> float:
    """Questions without which so many bits cannot be learned, each being asked once: the most telling ones first."""
    count = 0.0
    for most in sorted(capacities, reverse=True):
        if bits <= most:
            return count + bits / max(most, 1e-9)
        bits -= most
        count += 1
    return count
