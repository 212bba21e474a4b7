"""Why a cause, why not another, and what would change it: worked out from a diagnosis, changing nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assistant.dialogue.asking import worded
from assistant.dialogue.concluding import stands
from assistant.dialogue.mind import Mind
from assistant.model.diagnosis import Diagnosis, Weight
from assistant.model.entries import Answer, Question
from assistant.model.explained import Explanation, Missing, Turn
from assistant.model.observed import Observation, Reliability
from assistant.reasoning import infer
from assistant.reasoning.account import Words, overall, row_of, versus
from assistant.reasoning.ask import applicable
from assistant.reasoning.belief import STAGE_WEIGHT, Belief, Case, case_of
from assistant.reasoning.calibration import said
from assistant.reasoning.network import UNKNOWN, Array, Network
from assistant.reasoning.strength import RELIABILITY

UNKNOWN_TITLE = "Something that is not in this knowledge"
MOST_MISSING = 8
MOST_TURNS = 6
_TELLING = 1.0
"""Decibans below which an open finding is not listed."""
_TRIED = 40
"""Answers that are thought through to the end, of those that come near to changing the order."""
_NEAR = 0.5
"""An answer is near where the order by one-cause hypotheses would change within this factor."""


def explained(mind: Mind, network: Network, diagnosis: Diagnosis, cause: str) -> Explanation:
    """One cause explained against the cause that leads, or against the next one where it leads itself."""
    standing = diagnosis.standing
    case = case_of(network, diagnosis.observations, standing.stage, standing.role, stalled=standing.stalled)
    belief = infer(network, case)
    ranked = [name for name, _ in belief.ranked() if name != UNKNOWN]
    rival = next((name for name in ranked if name != cause), UNKNOWN)
    words = Words(
        {name: item.title for name, item in mind.findings.items()},
        Weight(STAGE_WEIGHT, True, stands(standing), 0.0, standing.evidence[:2]),
    )
    return Explanation(
        cause,
        title_of(mind, cause),
        said(network, belief).marginal[cause],
        bool(ranked) and ranked[0] == cause,
        versus(network, case, cause, rival, title_of(mind, rival), words),
        overall(network, case, belief, cause, words),
        _missing(mind, network, diagnosis, case, cause, rival),
        turns(mind, network, diagnosis, cause),
    )


def title_of(mind: Mind, cause: str) -> str:
    """A cause's title, also of what is not in the knowledge."""
    return UNKNOWN_TITLE if cause == UNKNOWN else mind.causes[cause].title


def _missing(mind: Mind, network: Network, diagnosis: Diagnosis, case: Case, cause: str, rival: str) -> tuple[Missing, ...]:
    """Findings that are not known and would tell the cause from its rival, the most telling first."""
    known = {item.finding: item.value for item in diagnosis.observations}
    covered = {name for item, value in known.items() if value and item in network.findings for name in network.includes(item)}
    spoken = {item.finding for name in (cause, rival) if name in mind.causes for item in mind.causes[name].shows}
    names = sorted(
        name
        for name in spoken
        if name in network.findings
        and name not in known
        and name not in covered
        and not (case.stage is not None and network.implied_by_stage(name))
    )
    if not names:
        return ()
    true = network.likelihoods(names, case.role)
    one, other = true[row_of(network, cause)], true[row_of(network, rival)]
    askers = _askers(mind, known, case)
    found = []
    for index, name in enumerate(names):
        question = askers.get(name)
        right = RELIABILITY["device" if question is None else _source(question)]
        yes = _ratio(one[index], other[index], right)
        no = _ratio(1 - one[index], 1 - other[index], right)
        if max(abs(yes), abs(no)) >= _TELLING:
            asked = worded(mind, question, diagnosis.tunnel, _platform(mind, diagnosis)) if question is not None else None
            found.append(Missing(name, mind.findings[name].title, yes, no, asked))
    found.sort(key=lambda item: (item.question is None, -max(abs(item.yes), abs(item.no)), item.finding))
    return tuple(found[:MOST_MISSING])


def _ratio(one: float, other: float, right: float) -> float:
    return 10 * float(np.log10((one * right + (1 - one) * (1 - right)) / (other * right + (1 - other) * (1 - right))))


def _askers(mind: Mind, known: Mapping[str, bool], case: Case) -> dict[str, Question]:
    """The question that tells each finding, the cheapest to ask first in the order of the knowledge."""
    found: dict[str, Question] = {}
    for question in mind.questions.values():
        if applicable(question, known, case.stage, case.role):
            for answer in question.answers:
                for name in answer.sets:
                    found.setdefault(name, question)
    return found


def _source(question: Question) -> Reliability:
    return "said" if question.asks == "local" else "hearsay"


def turns(mind: Mind, network: Network, diagnosis: Diagnosis, cause: str = "") -> tuple[Turn, ...]:
    """Answers after which ``cause`` would stand above the one that leads now; another would, where it leads itself; likeliest first.

    Each is thought through with all that is known; an answer is listed with its question, and so with the command or
    the person that can tell.
    """
    standing = diagnosis.standing
    case = case_of(network, diagnosis.observations, standing.stage, standing.role, stalled=standing.stalled)
    before = infer(network, case)
    leader = _leader(before)
    own = cause or leader
    known = {item.finding: item.value for item in diagnosis.observations}
    found: list[Turn] = []
    for chance, question, answer in _candidates(mind, network, case, before, known, leader, own)[:_TRIED]:
        plain = infer(network, _with(network, diagnosis, question, answer, known))
        after = said(network, plain)
        first = _leader(plain)
        turned = first != leader if own == leader else plain.marginal[own] > plain.marginal[leader]
        if not turned:
            continue
        asked = worded(mind, question, diagnosis.tunnel, _platform(mind, diagnosis))
        found.append(
            Turn(asked, answer.value, answer.label, chance, first, title_of(mind, first), after.marginal[first], after.marginal[own])
        )
    return tuple(found[:MOST_TURNS])


def _candidates(
    mind: Mind, network: Network, case: Case, belief: Belief, known: Mapping[str, bool], leader: str, own: str
) -> list[tuple[float, Question, Answer]]:
    """Answers that come near to changing the order, by the one-cause hypotheses alone, with their chance."""
    rows = network.count + 2
    posterior = belief.posterior[:rows] / belief.posterior[:rows].sum()
    first, mine = row_of(network, leader), row_of(network, own)
    found: list[tuple[float, Question, Answer]] = []
    for question in mind.questions.values():
        if not applicable(question, known, case.stage, case.role):
            continue
        right = RELIABILITY[_source(question)]
        for answer, chances in _chances(network, case, question, known, right, rows):
            joint = posterior * chances
            chance = float(joint.sum())
            rivals: Array = np.delete(joint[: network.count + 1], first) if first <= network.count else joint[: network.count + 1]
            best = max(float(rivals.max(initial=0.0)), float(joint[mine]) if mine != first else 0.0)
            if best > _NEAR * joint[first]:
                found.append((chance, question, answer))
    found.sort(key=lambda item: (-item[0], item[1].id, item[2].value))
    return found


def _chances(
    network: Network, case: Case, question: Question, known: Mapping[str, bool], right: float, rows: int
) -> Iterator[tuple[Answer, Array]]:
    for answer in question.answers:
        fresh = {name: value for name, value in answer.sets.items() if name in network.findings and name not in known}
        if not fresh or any(known.get(name, value) != value for name, value in answer.sets.items()):
            continue
        true = network.likelihoods(list(fresh), case.role)[:rows]
        seen = true * right + (1 - true) * (1 - right)
        yield answer, np.where(np.array(list(fresh.values())), seen, 1 - seen).prod(axis=1)


def _with(network: Network, diagnosis: Diagnosis, question: Question, answer: Answer, known: Mapping[str, bool]) -> Case:
    """The case as it would be after the answer."""
    standing = diagnosis.standing
    told: Sequence[Observation] = [Observation(name, value, _source(question)) for name, value in answer.sets.items() if name not in known]
    return case_of(network, [*diagnosis.observations, *told], standing.stage, standing.role, stalled=standing.stalled)


def _leader(belief: Belief) -> str:
    return next(name for name, _ in belief.ranked() if name != UNKNOWN)


def _platform(mind: Mind, diagnosis: Diagnosis) -> str:
    own = [item for item in diagnosis.inputs if item.side == "local"] or diagnosis.inputs
    return mind.platform(own[-1].platform if own else "")
