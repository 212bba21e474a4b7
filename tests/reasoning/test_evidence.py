"""What evidence may and may not do to a belief, over parts of the shipped network and over whole conversations."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from assistant.dialogue import Mind, Session
from assistant.engine import mind
from assistant.model.observed import Observation
from assistant.reasoning import Network, infer
from assistant.reasoning.belief import case_of
from assistant.reasoning.network import HEALTHY, STAGES, UNKNOWN
from assistant.reasoning.strength import RELIABILITY
from tests.reasoning.subnetworks import ROLES, SOURCES, cut, evidence, standing

seeds = st.integers(min_value=0, max_value=10**9)
stages = st.sampled_from([None, *STAGES])
roles = st.sampled_from([None, *ROLES])
NAMES = sorted(mind().findings)


def drawer(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a test that can be repeated


def posterior(network: Network, seen: list[Observation], **where: Any) -> Any:
    return infer(network, case_of(network, seen, **where)).posterior


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_evidence_in_any_order_gives_the_same_to_the_last_bit(seed: int) -> None:
    """Every order of a set of evidence, some of it twice and contradicting itself."""
    draw = drawer(seed)
    sub = cut(mind(), draw)
    seen = evidence(sub, draw) + evidence(sub, draw)[:2]
    where = standing(draw, STAGES)
    expected = posterior(sub.network, seen, **where)
    orders = list(itertools.islice(itertools.permutations(seen), 0, 720, 31))

    assert all(np.array_equal(posterior(sub.network, list(order), **where), expected) for order in orders)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_a_cause_that_no_evidence_touches_changes_nothing_between_the_others(seed: int) -> None:
    """The odds of any two single causes are the same with and without a cause that speaks of nothing that was observed."""
    draw = drawer(seed)
    sub = cut(mind(), draw)
    seen, where = evidence(sub, draw), standing(draw, STAGES)
    stranger = next(
        cause
        for cause in mind().network.causes
        if cause not in sub.causes and not {item.finding for item in cause.shows} & set(sub.findings)
    )
    wide = Network([*sub.causes, stranger], sub.findings)

    few = posterior(sub.network, seen, **where)[: sub.network.count]
    more = posterior(wide, seen, **where)[: sub.network.count]

    assert few / few.sum() == pytest.approx(more / more.sum(), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_a_repeated_finding_counts_once(seed: int) -> None:
    """Two lines of the same event, one of them read less surely, are one event."""
    draw = drawer(seed)
    sub = cut(mind(), draw)
    seen, where = evidence(sub, draw), standing(draw, STAGES)
    weaker = [structs.replace(item, reliability="said") for item in seen if RELIABILITY[item.reliability] > RELIABILITY["said"]]

    assert np.array_equal(posterior(sub.network, seen, **where), posterior(sub.network, [*weaker, *seen, *seen], **where))


@pytest.mark.parametrize(
    ("strong", "weak"), [(name, other) for name, entry in sorted(mind().findings.items()) for other in entry.includes if other != name]
)
def test_what_a_stronger_finding_says_already_does_not_count_again(shipped: Mind, strong: str, weak: str) -> None:
    """Every dependent pair of the knowledge: the weaker finding beside the stronger one moves nothing."""
    alone = [Observation(strong, True, "device")]
    where: dict[str, Any] = {"stage": "mm4", "role": "initiator"}

    both = posterior(shipped.network, [Observation(weak, True, "device"), *alone], **where)

    assert np.array_equal(posterior(shipped.network, alone, **where), both)


@pytest.mark.parametrize(
    ("one", "two", "counts"),
    [
        pytest.param(("device", True), ("said", False), True, id="the better source is taken"),
        pytest.param(("device", True), ("device", False), False, id="equally good sources say nothing together"),
    ],
)
def test_a_finding_that_is_both_yes_and_no(shipped: Mind, one: Any, two: Any, counts: bool) -> None:
    """A contradiction is not averaged."""
    name = "peer-lost-our-cookie"
    first, second = (Observation(name, value, source) for source, value in (one, two))
    where: dict[str, Any] = {"stage": "mm4", "role": "initiator"}

    assert np.array_equal(posterior(shipped.network, [first, second], **where), posterior(shipped.network, [first] * counts, **where))


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_a_removed_observation_gives_back_the_belief_before_it(seed: int) -> None:
    """Nothing of an observation stays when it is taken out again, wherever it stood."""
    draw = drawer(seed)
    sub = cut(mind(), draw)
    seen, where = evidence(sub, draw), standing(draw, STAGES)
    before = posterior(sub.network, seen, **where)
    added = Observation(draw.choice([name for name in NAMES if name not in sub.findings]), True, "device")
    own = Observation(next(iter(sub.findings)), True, "device")
    held = [item for item in seen if item.finding != own.finding]
    without = posterior(sub.network, held, **where)
    posterior(sub.network, [own, *held], **where)

    assert np.array_equal(before, posterior(sub.network, [added, *seen], **where))
    assert np.array_equal(without, posterior(sub.network, [item for item in [own, *held] if item is not own], **where))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.booleans(), st.sampled_from(SOURCES)), max_size=len(NAMES)), stages, roles)
def test_nothing_is_ever_certain_however_much_is_observed(items: list[tuple[str, bool, Any]], stage: Any, role: Any) -> None:
    """Not a cause, not "it works", not "none that I know": never 0, never 1."""
    network = mind().network
    belief = infer(network, case_of(network, [Observation(*item) for item in items], stage, role))

    assert all(0 < value < 1 for value in belief.marginal.values())
    assert 0 < belief.marginal[HEALTHY] < 1
    assert 0 < belief.marginal[UNKNOWN] < 1
    assert belief.posterior.sum() == pytest.approx(1)


@pytest.mark.parametrize("value", [True, False])
def test_all_findings_at_once_leave_everything_possible(shipped: Mind, value: bool) -> None:
    """The worst that can be observed does not run out of numbers."""
    belief = infer(shipped.network, case_of(shipped.network, [Observation(name, value, "device") for name in NAMES], "mm4", "initiator"))

    assert np.isfinite(belief.posterior).all()
    assert all(0 < chance < 1 for chance in belief.marginal.values())


SAID = ("we are the initiator", "it worked until yesterday", "there is no NAT in between", "other tunnels are up")


def beliefs(session: Session) -> dict[str, float]:
    return {item.id: item.probability for item in session.diagnosis.suspects}


def test_a_conversation_in_any_order_comes_to_the_same(shipped: Mind, seed: str) -> None:
    """A paste and several sentences, whichever comes first."""
    results = []
    for first in range(len(SAID) + 1):
        session = Session(shipped)
        for text in SAID[:first]:
            session.say(text)
        session.paste(seed)
        for text in SAID[first:]:
            session.say(text)
        results.append(beliefs(session))

    assert all(result == results[0] for result in results)


def test_answers_in_any_order_come_to_the_same(shipped: Mind, seed: str) -> None:
    """Answers to three questions, in every order."""
    session = Session(shipped)
    session.paste(seed)
    answers = []
    for _ in range(3):
        asked = session.diagnosis.question
        if asked is None:
            break
        answers.append((asked.id, asked.answers[-1].value))
        session.answer(*answers[-1])
    assert len(answers) > 1

    results = []
    for order in itertools.permutations(answers):
        again = Session(shipped)
        again.paste(seed)
        for question, value in order:
            again.answer(question, value)
        results.append(beliefs(again))

    assert all(result == results[0] for result in results)


@pytest.fixture(scope="module")
def seeded(shipped: Mind, seed: str) -> Session:
    """A conversation in which the seed's log was pasted."""
    session = Session(shipped)
    session.paste(seed)
    return session


@pytest.mark.parametrize("name", sorted(mind().questions))
def test_an_answer_of_dont_know_changes_nothing(seeded: Session, name: str) -> None:
    """Of every question there is."""
    before = seeded.diagnosis

    after = seeded.answer(name, "unknown").diagnosis
    seeded.undo()

    assert (after.suspects, after.observations) == (before.suspects, before.observations)
    assert seeded.diagnosis.suspects == before.suspects
