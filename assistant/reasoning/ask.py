"""The next question: what asking is expected to save in the cost of repair, less what it costs.

Without another answer the causes would be tried in the order of probability over cost (``policy``); a question is worth
the minutes that it is expected to save of that. Several questions that one command's output answers are worth what
their answers save together. Where no question alone saves anything, two are looked at together. A repair competes with
the questions: one that is cheaper to try than to be sure of comes first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from assistant.model.entries import Question, Role, Stage
from assistant.reasoning.belief import Belief, Case
from assistant.reasoning.calibration import sharpened
from assistant.reasoning.cost import HAND_OVER, Circumstances, minutes, repairs
from assistant.reasoning.network import HEALTHY, UNKNOWN, Array, Network
from assistant.reasoning.policy import NOTHING, Policy
from assistant.reasoning.strength import RELIABILITY

Rows = np.ndarray[Any, np.dtype[np.intp]]
_WORTH: Final = 0.2
"""Minutes below which a saving is nothing."""
_NO_ANSWER: Final = 0.03
"""Share of situations that none of a question's answers describes."""
_KEPT: Final = 48
"""Causes that are looked at one by one; the others are one with what is unknown."""
_TOGETHER: Final = 3
"""Questions that are answered by one output and counted together."""


class Scored(Struct, frozen=True):
    """A question with the minutes it is expected to save (gross and net).

    ``beside`` are further questions that the same output answers; ``pair`` is the one that it needs to be worth anything.
    """

    question: Question
    saving: float
    net: float
    beside: tuple[Question, ...] = ()
    pair: str = ""


class Survey(Struct, frozen=True):
    """The questions worth asking, best first, and the cause whose repair is better tried before any of them, if one is."""

    questions: tuple[Scored, ...] = ()
    attempt: str = ""


def applicable(question: Question, known: Mapping[str, bool], stage: Stage | None, role: Role | None) -> bool:
    """Whether the question makes sense now and could still tell something."""
    when = question.when
    if question.status == "retired" or (when.roles and role is not None and role not in when.roles):
        return False
    if when.stages and stage not in when.stages:
        return False
    if any(known.get(name) for name in when.unless) or any(not known.get(name) for name in when.given):
        return False
    open_answers = [answer for answer in question.answers if any(name not in known for name in answer.sets)]
    possible = [answer for answer in question.answers if not any(known.get(name, value) != value for name, value in answer.sets.items())]
    return bool(open_answers) and len(possible) > 1


def best_questions(
    network: Network,
    belief: Belief,
    case: Case,
    questions: Iterable[Question],
    known: Mapping[str, bool],
    passed: Sequence[str] = (),
    *,
    broken: bool = False,
    now: Circumstances | None = None,
) -> list[Scored]:
    """All questions worth asking, best first; see ``survey``."""
    return list(survey(network, belief, case, questions, known, passed, broken=broken, now=now).questions)


def survey(
    network: Network,
    belief: Belief,
    case: Case,
    questions: Iterable[Question],
    known: Mapping[str, bool],
    passed: Sequence[str] = (),
    *,
    broken: bool = False,
    now: Circumstances | None = None,
    shown: frozenset[str] = frozenset(),
) -> Survey:
    """Weigh every question and every repair.

    ``passed`` are the questions already asked or skipped. ``broken``: something known says that the tunnel does not
    work, so that nothing is won by asking whether it does. ``shown`` are the intents for which there are commands, so
    that their output can be had at once.
    """
    now = now or Circumstances()
    weights = _folded(network, belief.posterior, broken=broken)
    asked, costs, tables = [], [], []
    for question in questions:
        cost = minutes(question, now)
        if question.id in passed or math.isinf(cost) or not applicable(question, known, case.stage, case.role):
            continue
        asked.append(question)
        costs.append(cost)
        tables.append(answer_table(network, question, known, case.role))
    rows, weights, tables = _leading(weights, tables)
    policy = Policy(repairs(network, case.role, now.windows)[rows], tables, costs, HAND_OVER)
    still = np.ones(len(asked), dtype=bool)
    outlook = policy.outlook(weights, still)
    saved = outlook.now - outlook.asked
    beside = _beside(policy, weights, asked, saved, outlook.now, shown)
    first = max(beside, key=lambda index: beside[index][1], default=-1)
    if asked and (first < 0 or outlook.now - beside[first][1] > float(outlook.asked_twice.min())):
        first = outlook.first
    scored = []
    for index, question in enumerate(asked):
        others, net = beside.get(index, ((), float(saved[index])))
        if net + costs[index] > _WORTH:
            place = (net <= 0, index != first, -max(net, outlook.now - float(outlook.asked_twice[index])), question.id)
            scored.append((place, Scored(question, net + costs[index], net, tuple(asked[other] for other in others))))
    ordered = [item for _, item in sorted(scored, key=lambda pair: pair[0])]
    if not any(item.net > 0 for item in ordered):
        ordered = _in_pairs(policy, weights, asked, outlook.one_step - outlook.asked_twice) or ordered
    best, attempt = outlook.best, ""
    if best.act == "try" and not any(outlook.now - item.net < best.cost for item in ordered):
        row = rows[best.index]
        attempt = network.causes[row].id if row < network.count else HEALTHY
    return Survey(tuple(ordered), attempt)


def _in_pairs(policy: Policy, weights: Array, asked: Sequence[Question], gains: Array) -> list[Scored]:
    """Questions that are worth asking only together with another one, which is named."""
    found = []
    for index, question in enumerate(asked):
        if not gains[index] > _WORTH:
            continue
        table = policy.tables[index]
        still = np.ones((table.shape[1], len(asked)), dtype=bool)
        still[:, index] = False
        columns = weights[:, None] * table
        further = policy.asking(columns, still)
        better = policy.acting(columns) - further.min(axis=1, initial=math.inf)
        second = int(further[int(better.argmax())].argmin())
        found.append(Scored(question, float(gains[index] + policy.costs[index]), float(gains[index]), pair=asked[second].id))
    return sorted(found, key=lambda item: (-item.net, item.question.id))


def _beside(
    policy: Policy, weights: Array, asked: Sequence[Question], saved: Array, now: float, shown: frozenset[str]
) -> dict[int, tuple[tuple[int, ...], float]]:
    """For the best question of each output: the others that the same output answers, and what all save together, net."""
    outputs: dict[tuple[str, str], list[int]] = {}
    for index, question in enumerate(asked):
        if question.intent in shown:
            outputs.setdefault((question.asks, question.intent), []).append(index)
    result: dict[int, tuple[tuple[int, ...], float]] = {}
    for members in outputs.values():
        members.sort(key=lambda index: (-(saved[index] + policy.costs[index]), asked[index].id))
        chosen: list[int] = []
        spoken: set[str] = set()
        for index in members:
            sets = {name for answer in asked[index].answers for name in answer.sets}
            if not sets & spoken and saved[index] + policy.costs[index] > _WORTH and len(chosen) < _TOGETHER:
                chosen.append(index)
                spoken |= sets
        if len(chosen) > 1:
            joint = weights[:, None]
            for index in chosen:
                joint = (joint[:, :, None] * policy.tables[index][:, None, :]).reshape(len(weights), -1)
            cost = float(max(policy.costs[index] for index in chosen))
            result[chosen[0]] = (tuple(chosen[1:]), now - float(policy.acting(joint).sum()) - cost)
    return result


def _folded(network: Network, posterior: Array, *, broken: bool) -> Array:
    """Weights of the causes, the working tunnel and the unknown; two faults at once count half for each."""
    count = network.count
    weights: Array = posterior[: count + 2].copy()
    if broken:
        weights[count] = 0.0
    pairs = posterior[count + 2 :]
    np.add.at(weights, network.first, pairs / 2)
    np.add.at(weights, network.second, pairs / 2)
    return weights / max(float(weights.sum()), NOTHING)


def _leading(weights: Array, tables: Sequence[Array]) -> tuple[Rows, Array, list[Array]]:
    """The rows that matter, in their order, and all others added to the last one."""
    rows = np.sort(np.argsort(-weights[:-1], kind="stable")[:_KEPT])
    rest = np.ones(len(weights), dtype=bool)
    rest[rows] = False
    tail = weights[rest]
    total = float(tail.sum())
    share = tail / total if total > NOTHING else np.full(len(tail), 1 / len(tail))
    kept = [np.concatenate([table[rows], (share @ table[rest])[None, :]]) for table in tables]
    return rows, np.append(weights[rows], total), kept


def answer_table(
    network: Network, question: Question, known: Mapping[str, bool], role: Role | None, *, right: float | None = None
) -> Array:
    """P(answer | what is there): a row a cause, the working tunnel, the unknown; a column an answer, and a last one for none of these.

    ``right`` is the chance that what is answered is true; by default that of the one who is asked.
    """
    names = sorted({name for answer in question.answers for name in answer.sets if name not in known and name in network.findings})
    columns = {name: index for index, name in enumerate(names)}
    rows = network.count + 2
    right = RELIABILITY["said" if question.asks == "local" else "hearsay"] if right is None else right
    true = network.alone(names, role) if names else np.zeros((rows, 0))
    blurred = true * right + (1 - true) * (1 - right)
    weights = np.ones((rows, len(question.answers)))
    for index, answer in enumerate(question.answers):
        for name, value in answer.sets.items():
            if name in columns:
                weights[:, index] *= blurred[:, columns[name]] if value else 1 - blurred[:, columns[name]]
            elif known.get(name, value) != value:
                weights[:, index] *= 0.02
    total = weights.sum(axis=1, keepdims=True)
    shares = weights / total * (1 - _NO_ANSWER)
    table: Array = np.concatenate([shares, np.full((rows, 1), _NO_ANSWER)], axis=1)
    return table


def prospects(
    network: Network, belief: Belief, question: Question, known: Mapping[str, bool], role: Role | None, *, broken: bool = False
) -> dict[str, tuple[tuple[str, float, float], ...]]:
    """For each answer: the causes with their probability, as it is said, before and after it, the likeliest then first."""
    before = _folded(network, belief.posterior, broken=broken)
    table = answer_table(network, question, known, role)
    names = [*(cause.id for cause in network.causes), HEALTHY, UNKNOWN]
    result = {}
    for index, answer in enumerate(question.answers):
        after = before * table[:, index]
        after = after / max(float(after.sum()), NOTHING)
        order = np.lexsort((np.arange(len(after)), -after))
        was, now = sharpened(before), sharpened(after)
        result[answer.value] = tuple((names[row], float(was[row]), float(now[row])) for row in order)
    return result
