"""What must hold of any belief, whatever the knowledge says."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue import Mind
from assistant.engine import mind
from assistant.model.entries import Cause, Citation, Finding, Looks, Shows, Stage, Stalls
from assistant.model.observed import Observation
from assistant.reasoning import Network, infer
from assistant.reasoning.ask import best_questions
from assistant.reasoning.belief import case_of, weights_for
from assistant.reasoning.network import STAGES
from assistant.reasoning.strength import BACKGROUND, RELIABILITY, STRENGTH

NAMES = sorted(mind().findings)
observed = st.lists(
    st.tuples(st.sampled_from(NAMES), st.booleans(), st.sampled_from(sorted(RELIABILITY))), max_size=6, unique_by=lambda item: item[0]
)
stages = st.sampled_from([None, *STAGES])
roles = st.sampled_from([None, "initiator", "responder"])


def observations(items: list[tuple[str, bool, Any]]) -> list[Observation]:
    return [Observation(name, value, reliability) for name, value, reliability in items]


@settings(max_examples=40, deadline=None)
@given(observed, stages, roles)
def test_a_belief_is_a_distribution_and_never_certain(items: list[tuple[str, bool, Any]], stage: Any, role: Any) -> None:
    """The posterior sums to one; no cause is ever certain; there is always something unknown."""
    network = mind().network
    belief = infer(network, case_of(network, observations(items), stage, role))

    assert belief.posterior.sum() == pytest.approx(1)
    assert all(0 <= value < 1 for value in belief.marginal.values())
    assert belief.marginal["unknown"] > 0


@settings(max_examples=25, deadline=None)
@given(observed, stages, roles, st.randoms())
def test_the_order_of_evidence_does_not_matter(items: list[tuple[str, bool, Any]], stage: Any, role: Any, random: Any) -> None:
    """Pasted first or last, a finding is worth the same."""
    network = mind().network
    shuffled = list(items)
    random.shuffle(shuffled)

    one = infer(network, case_of(network, observations(items), stage, role))
    two = infer(network, case_of(network, observations(shuffled), stage, role))

    assert np.array_equal(one.posterior, two.posterior)


def test_an_unknown_answer_changes_nothing(session: Any, seed: str) -> None:
    """A "don't know" and a skipped question leave the belief as it was."""
    before = session.paste(seed).diagnosis.suspects
    question = session.diagnosis.question.id

    assert session.answer(question, "unknown").diagnosis.suspects == before
    session.undo()
    assert session.skip(question).diagnosis.suspects == before


@pytest.mark.parametrize(
    ("known", "added", "stage"),
    [
        pytest.param("peer-lost-our-cookie", "no-such-finding", "mm4", id="nothing knows it"),
        pytest.param("certificate-expired-seen", "certificate-problem-logged", "mm6", id="another says it already"),
    ],
)
def test_a_finding_that_tells_nothing_new_changes_nothing(shipped: Mind, known: str, added: str, stage: Stage) -> None:
    """Evidence outside the knowledge is left out, not guessed at; the general fault is part of the named one."""
    network = shipped.network
    first = Observation(known, True, "device")

    alone, both = (
        infer(network, case_of(network, seen, stage, "initiator")).posterior
        for seen in ([first], [first, Observation(added, True, "device")])
    )

    assert np.array_equal(alone, both)


def test_a_proof_outweighs_an_opinion(shipped: Mind) -> None:
    """The same finding from the device moves the belief further than from a person."""
    network = shipped.network
    seen = infer(network, case_of(network, [Observation("proposal-refused-here", True, "device")], None, "responder")).marginal
    said = infer(network, case_of(network, [Observation("proposal-refused-here", True, "said")], None, "responder")).marginal

    assert seen["policy-mismatch"] > said["policy-mismatch"]


def test_the_weights_of_a_cause_are_likelihood_ratios(shipped: Mind) -> None:
    """A decisive finding weighs for its cause and against its neighbour."""
    network = shipped.network
    case = case_of(network, [Observation("far-entry-missing", True, "device")], "mm4", "initiator")

    def weight(cause: str) -> float:
        return next(item.decibans for item in weights_for(network, case, cause, {}) if item.finding == "far-entry-missing")

    assert weight("missing-tunnel-group") > 5
    assert weight("wrong-peer-ip") < -5


def _cause(name: str, shows: dict[str, str]) -> Cause:
    stalls = Stalls({"mm4": "always"}, {"mm3": "always"})
    rows = tuple(Shows(finding, how, "judged") for finding, how in shows.items())  # type: ignore[arg-type]
    return Cause(name, "stable", "key", "either", "1", name, name, "common", Looks("", ""), stalls, rows, (Citation("x", "y"),))


def test_two_faults_by_hand() -> None:
    """The posterior of a small network equals the enumeration of its hypotheses by the definition of noisy-OR."""
    findings = {name: Finding(name, name, name, "rarely") for name in "fgh"}
    causes = [_cause("a", {"f": "usually", "g": "never"}), _cause("b", {"g": "often"}), _cause("c", {"h": "always", "f": "rarely"})]
    network = Network(causes, findings)
    seen = {"f": True, "g": True, "h": False}
    belief = infer(network, case_of(network, [Observation(name, value, "device") for name, value in seen.items()], None, "initiator"))

    leak, right = BACKGROUND["rarely"], RELIABILITY["device"]
    tables = [{item.finding: STRENGTH[item.how] for item in cause.shows} for cause in causes]

    def chance(group: tuple[int, ...], finding: str) -> float:
        off, held = 1 - leak, 1.0
        for index in group:
            own = tables[index].get(finding, leak)
            off *= 1 - max(0.0, (own - leak) / (1 - leak))
            held *= min(1.0, own / leak)
        return (1 - off) * held

    prior = np.exp(network.log_prior)
    groups: list[tuple[int, ...]] = [(0,), (1,), (2,), *itertools.combinations(range(3), 2)]
    places = [0, 1, 2, 5, 6, 7]
    expected = []
    for group, place in zip(groups, places, strict=True):
        value = float(prior[place])
        for finding, yes in seen.items():
            true = chance(group, finding)
            value *= true * right + (1 - true) * (1 - right) if yes else (1 - true) * right + true * (1 - right)
        expected.append(value)
    got = [float(belief.posterior[place]) for place in places]

    assert np.array(got) / sum(got) == pytest.approx(np.array(expected) / sum(expected), abs=1e-12)


def test_a_cause_that_no_evidence_touches_changes_nothing_relative() -> None:
    """Adding an unrelated cause keeps the odds between the others."""
    findings = {name: Finding(name, name, name, "rarely") for name in "fg"}
    causes = [_cause("a", {"f": "usually"}), _cause("b", {"f": "often"})]
    evidence = [Observation("f", True, "device")]
    small = infer(Network(causes, findings), case_of(Network(causes, findings), evidence, None, None)).posterior
    wide_network = Network([*causes, _cause("c", {})], findings)
    wide = infer(wide_network, case_of(wide_network, evidence, None, None)).posterior

    assert small[0] / small[1] == pytest.approx(wide[0] / wide[1])


def test_the_question_for_the_seed_parts_its_three_causes(shipped: Mind) -> None:
    """Of all questions the one about the far end's entry saves most where three causes hang on it."""
    network = shipped.network
    case = case_of(
        network,
        [Observation("peer-lost-our-cookie", True, "device"), Observation("our-message-repeated", True, "device")],
        "mm4",
        "initiator",
    )
    scored = best_questions(network, infer(network, case), case, shipped.questions.values(), {})

    assert scored[0].question.id == "far-tunnel-group"
    assert scored[0].net > 0


def test_a_question_is_not_asked_about_what_is_known(shipped: Mind) -> None:
    """What a paste already answered is not asked."""
    network = shipped.network
    known = {"far-entry-right": True, "far-entry-missing": False, "far-entry-other-address": False, "far-key-missing": False}
    case = case_of(network, [Observation(name, value, "device") for name, value in known.items()], "mm4", "initiator")

    assert "far-tunnel-group" not in {
        item.question.id for item in best_questions(network, infer(network, case), case, shipped.questions.values(), known)
    }
