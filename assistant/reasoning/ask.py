"""The next question: what asking is expected to save, less what it costs.

Cost is minutes of somebody's time. Without another answer the causes would be tried in the order
of their probability, each wrong try costing the time of a change and its check; a question is
worth the tries it is expected to save.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from assistant.model.entries import CostClass, Question, Role, Stage
from assistant.reasoning.belief import Belief, Case
from assistant.reasoning.network import Array, Network
from assistant.reasoning.sparse import Spread
from assistant.reasoning.strength import RELIABILITY

Cost: Final[dict[CostClass, float]] = {"told": 1.0, "show": 2.0, "debug": 6.0, "far-admin": 12.0, "isp": 60.0, "change-window": 45.0}
"""Minutes that an answer of this class costs."""
TRY: Final = 30.0
"""Minutes that one wrong repair costs: change, wait, check, take back."""
AT_HAND: Final = 0.5
"""Share of the cost that remains where the device is open before the user already."""
_FURTHEST: Final = 8
"""Tries after which one would escalate anyway."""
_NO_ANSWER: Final = 0.03
"""Share of situations that none of a question's answers describes."""


class Scored(Struct, frozen=True):
    """A question with the minutes it is expected to save (gross and net)."""

    question: Question
    saving: float
    net: float


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
    at_hand: bool = False,
) -> list[Scored]:
    """All questions worth asking, best first.

    ``passed`` are those already asked or skipped. ``broken``: something known says that the tunnel does
    not work, so that nothing is won by asking whether it does. ``at_hand``: output of this end's device
    was pasted, so that one more command on it costs less.
    """
    posterior = belief.posterior
    if broken:
        posterior = posterior.copy()
        posterior[network.count] = 0.0
        posterior = posterior / posterior.sum()
    now = expected_tries(network, posterior)
    spread = Spread(network, posterior)
    scored = []
    for question in questions:
        if question.id in passed or not applicable(question, known, case.stage, case.role):
            continue
        after = _after(network, spread, question, known, case.role)
        saving = (now - after) * TRY
        cheap = at_hand and question.asks == "local" and question.cost in {"show", "debug"}
        net = saving - Cost[question.cost] * (AT_HAND if cheap else 1.0)
        if saving > 0.2:  # noqa: PLR2004 - a fifth of a minute is nothing
            scored.append(Scored(question, saving, net))
    return sorted(scored, key=lambda item: (-item.net, item.question.id))


def _after(network: Network, spread: Spread, question: Question, known: Mapping[str, bool], role: Role | None) -> float:
    """Expected tries after the question was answered."""
    causes, rest = spread.divided(_open(network, question, known), role, _shares(network, question, known))
    held = np.concatenate([causes, rest[:1]])
    first = np.sort(np.partition(held, -_FURTHEST, axis=0)[-_FURTHEST:] if len(held) > _FURTHEST else held, axis=0)[::-1]
    spared = (_FURTHEST - np.arange(len(first)))[:, None] * first
    return float((held.sum() + rest[1].sum()) * _FURTHEST - spared.sum())


def answer_table(network: Network, question: Question, known: Mapping[str, bool], role: Role | None) -> Array:
    """P(answer | hypothesis): a column an answer, and a last one for "none of these"."""
    return _shares(network, question, known)(network.likelihoods(_open(network, question, known), role))


def _open(network: Network, question: Question, known: Mapping[str, bool]) -> list[str]:
    """The findings that the question's answers would settle, in the order of their names."""
    return sorted({name for answer in question.answers for name in answer.sets if name not in known and name in network.findings})


def _shares(network: Network, question: Question, known: Mapping[str, bool]) -> Callable[[Array], Array]:
    """From P(finding) in the columns of what is open to P(answer)."""
    columns = {name: index for index, name in enumerate(_open(network, question, known))}
    right = RELIABILITY["said" if question.asks == "local" else "hearsay"]

    def shares(true: Array) -> Array:
        blurred = true * right + (1 - true) * (1 - right)
        weights = np.ones((len(true), len(question.answers)))
        for index, answer in enumerate(question.answers):
            for name, value in answer.sets.items():
                if name in columns:
                    weights[:, index] *= blurred[:, columns[name]] if value else 1 - blurred[:, columns[name]]
                elif known.get(name, value) != value:
                    weights[:, index] *= 0.02
        told = weights / weights.sum(axis=1, keepdims=True) * (1 - _NO_ANSWER)
        table: Array = np.concatenate([told, np.full((len(true), 1), _NO_ANSWER)], axis=1)
        return table

    return shares


def expected_tries(network: Network, posterior: Array) -> float:
    """How many repairs would be tried in vain, in the order of probability, before the right one."""
    count = network.count
    values = posterior[:count].copy()
    pairs = posterior[count + 2 :]
    np.add.at(values, network.first, pairs / 2)
    np.add.at(values, network.second, pairs / 2)
    ranked = np.sort(np.append(values, posterior[count]))[::-1]
    ranks = np.minimum(np.arange(len(ranked)), _FURTHEST)
    return float((ranked * ranks).sum() + posterior[count + 1] * _FURTHEST)
