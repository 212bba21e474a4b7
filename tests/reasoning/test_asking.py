"""What makes a question cheaper, impossible, or worth asking together with others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pytest

from assistant.dialogue import Mind
from assistant.model.entries import Question, Stage
from assistant.model.observed import Observation
from assistant.reasoning import infer, survey
from assistant.reasoning.ask import Survey, prospects
from assistant.reasoning.belief import case_of
from assistant.reasoning.cost import Circumstances, minutes, repairs
from assistant.reasoning.verdict import DEFINITIONS, FOUND


def surveyed(shipped: Mind, stage: Stage, known: Mapping[str, bool] | None = None, **more: Any) -> Survey:
    """The questions for an initiator that stands at this stage."""
    observations = [Observation(name, value, "device") for name, value in (known or {}).items()]
    case = case_of(shipped.network, observations, stage, "initiator")
    return survey(shipped.network, infer(shipped.network, case), case, shipped.questions.values(), known or {}, **more)


def question(shipped: Mind, name: str) -> Question:
    return shipped.questions[name]


@pytest.mark.parametrize(
    ("name", "now", "expected"),
    [
        pytest.param("far-tunnel-group", Circumstances(), 12.0, id="a call to the far end"),
        pytest.param("far-tunnel-group", Circumstances(on_call=frozenset({"remote"})), 4.2, id="who is on the line already"),
        pytest.param("map-bound", Circumstances(at_hand=True), 1.0, id="the device is open"),
        pytest.param("map-bound", Circumstances(outputs=frozenset({("local", "show-crypto-map")})), 0.5, id="its output was pasted"),
        pytest.param("map-bound", Circumstances(outputs=frozenset({("remote", "show-crypto-map")})), 2.0, id="the other end's output was"),
        pytest.param("far-tunnel-group", Circumstances(barred=frozenset({"far-end"})), math.inf, id="no access to the far end"),
        pytest.param("blocked-udp500", Circumstances(barred=frozenset({"provider"})), math.inf, id="no access to the provider"),
        pytest.param("odd-log", Circumstances(barred=frozenset({"debug"})), math.inf, id="no debug"),
        pytest.param("keys-compared", Circumstances(barred=frozenset({"change-window"})), math.inf, id="no change window"),
        pytest.param("far-vendor", Circumstances(barred=frozenset({"far-end"})), 1.0, id="what is known without asking is not barred"),
    ],
)
def test_minutes_of_an_answer(shipped: Mind, name: str, now: Circumstances, expected: float) -> None:
    """Each cost class, as things stand."""
    assert minutes(question(shipped, name), now) == pytest.approx(expected)


def test_a_repair_costs_by_the_end_where_it_is_made(shipped: Mind) -> None:
    """The responder's tunnel group is ours to mend where we answer, the far end's where we start; a window costs more."""
    row = next(index for index, cause in enumerate(shipped.network.causes) if cause.id == "missing-tunnel-group")

    ours, theirs = repairs(shipped.network, "responder")[row], repairs(shipped.network, "initiator")[row]
    window = repairs(shipped.network, "responder", frozenset({"missing-tunnel-group"}))[row]

    assert ours < theirs
    assert window > ours


@pytest.mark.parametrize("barred", ["far-end", "debug"])
def test_nothing_is_asked_that_cannot_be_had(shipped: Mind, barred: Any) -> None:
    """Without the far end or a debug only other questions remain, and there are some."""
    asked = surveyed(shipped, "mm4", now=Circumstances(barred=frozenset({barred}))).questions
    if barred == "debug":
        assert not any(item.question.cost == "debug" for item in asked)
    else:
        assert not any(item.question.asks == "remote" and item.question.cost != "told" for item in asked)
    assert asked


def test_one_output_answers_several_questions(shipped: Mind) -> None:
    """Questions of one command are counted together, and save more than the best of them; they share no finding."""
    alone = {item.question.id: item for item in surveyed(shipped, "none").questions}
    together = [item for item in surveyed(shipped, "none", shown=frozenset({"show-crypto-map"})).questions if item.beside]

    assert len(together) == 1
    first = together[0]
    assert first.net > alone[first.question.id].net
    assert {item.intent for item in first.beside} == {first.question.intent}
    sets = [{name for answer in item.answers for name in answer.sets} for item in (first.question, *first.beside)]
    assert sum(len(names) for names in sets) == len(set().union(*sets))


def test_a_cheap_repair_comes_before_a_dear_question(shipped: Mind) -> None:
    """With one cause clearly ahead and nobody to ask it is tried; at the outset, with questions open, nothing is tried."""
    known = {"certificate-expired-seen": True}

    assert surveyed(shipped, "mm4").attempt == ""
    assert surveyed(shipped, "mm6", known, passed=list(shipped.questions)).attempt != ""


def test_each_answer_says_what_it_would_change(shipped: Mind) -> None:
    """The far end without an entry for us settles the cause; the probabilities after it are a distribution."""
    known = {"peer-lost-our-cookie": True}
    case = case_of(shipped.network, [Observation("peer-lost-our-cookie", True, "device")], "mm4", "initiator")
    after = prospects(shipped.network, infer(shipped.network, case), question(shipped, "far-tunnel-group"), known, "initiator")

    assert after["none"][0][0] == "missing-tunnel-group"
    assert after["none"][0][2] >= FOUND
    assert sum(now for _, _, now in after["none"]) == pytest.approx(1.0)


def test_the_verdicts_are_defined_in_the_documentation(shipped_readme: str) -> None:
    """Word for word, so that both stay true."""
    for word, meaning in DEFINITIONS.items():
        assert f"- `{word}`: {meaning}" in shipped_readme


@pytest.fixture
def shipped_readme() -> str:
    """What authors of knowledge read."""
    from pathlib import Path

    return (Path(__file__).resolve().parents[2] / "knowledge" / "README.md").read_text(encoding="utf-8")
