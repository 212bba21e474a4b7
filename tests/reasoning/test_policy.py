"""What is done next: by hand where a hand can reckon it, and against the exact optimum."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from assistant.dialogue import Mind
from assistant.reasoning.policy import Policy
from tests.benchmarks.optimum import optimum, states
from tests.benchmarks.policy import expected, ours
from tests.benchmarks.submodels import random_problem

HALVES = np.array([0.5, 0.5, 0.0])
PARTS = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
TELLS_NOTHING = np.full((3, 2), 0.5)


def still(count: int) -> Any:
    return np.ones(count, dtype=bool)


def test_repairs_are_tried_in_the_order_of_probability_over_cost() -> None:
    """0.6 for 40 minutes comes after 0.4 for 10: 10 + 0.6 x 40; the other way round it would be 40 + 0.4 x 10."""
    policy = Policy(np.array([40.0, 10.0]), [], [], 1000.0)

    assert policy.acting(np.array([[0.6], [0.4], [0.0]]))[0] == pytest.approx(34.0)


def test_what_no_repair_mends_is_handed_over_in_the_end() -> None:
    """A try that fails leaves the hand-over; a hopeless try is not made at all."""
    policy = Policy(np.array([10.0]), [], [], 100.0)

    assert policy.acting(np.array([[0.5], [0.5]]))[0] == pytest.approx(10 + 0.5 * 100)
    assert policy.acting(np.array([[0.05], [0.95]]))[0] == pytest.approx(100.0)


@pytest.mark.parametrize(("minutes", "act"), [(5.0, "ask"), (14.0, "ask"), (16.0, "try")])
def test_a_question_competes_with_a_try(minutes: float, act: str) -> None:
    """Of two even causes the question saves half a repair of 30 minutes: worth 14 minutes, not 16."""
    outlook = Policy(np.array([30.0, 30.0]), [PARTS], [minutes], 1000.0).outlook(HALVES, still(1))

    assert outlook.now == pytest.approx(45.0)
    assert outlook.asked[0] == pytest.approx(30.0 + minutes)
    assert outlook.best.act == act


def test_two_questions_that_say_nothing_alone_are_seen_together() -> None:
    """Each of two answers halves four even causes. With two left a repair is not worth its try, with one left it is."""
    weights = np.array([0.25, 0.25, 0.25, 0.25, 0.0])
    rows = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [0.5, 0.5]], dtype=float)
    other = rows[[0, 2, 1, 3, 4]]
    outlook = Policy(np.array([30.0, 30.0, 30.0, 30.0]), [rows, other], [5.0, 5.0], 44.0).outlook(weights, still(2))

    assert outlook.one_step == pytest.approx(outlook.now) == 44.0
    assert outlook.asked_twice.tolist() == pytest.approx([40.0, 40.0])
    assert outlook.best.act == "ask"


def test_a_question_that_was_asked_is_not_asked_again() -> None:
    """Nothing is expected of it any more."""
    outlook = Policy(np.array([30.0, 30.0]), [PARTS, TELLS_NOTHING], [1.0, 1.0], 1000.0).outlook(HALVES, np.array([False, True]))

    assert np.isinf(outlook.asked[0])
    assert np.isinf(outlook.asked_twice[0])
    assert outlook.best.act == "try"


def test_the_optimum_by_hand() -> None:
    """One question that decides between two causes: it is asked if it costs less than half a repair."""
    repair = np.array([30.0, 30.0])

    assert optimum(HALVES, repair, [PARTS], [5.0], 1000.0) == pytest.approx(35.0)
    assert optimum(HALVES, repair, [PARTS], [20.0], 1000.0) == pytest.approx(45.0)
    assert optimum(HALVES, repair, [], [], 40.0) == pytest.approx(40.0)
    assert states(2, [2]) == 12


@pytest.mark.parametrize("number", range(6))
def test_ours_is_near_the_optimum_and_never_below_it(shipped: Mind, number: int) -> None:
    """On problems cut out of the shipped knowledge; the table over 200 of them is printed by ``tests.benchmarks.policy``."""
    problem = random_problem(shipped, random.Random(f"policy {number}"), number, limit=50_000)  # noqa: S311 - nothing secret
    best = optimum(problem.weights, problem.repair, problem.tables, problem.costs, problem.policy.hand_over)
    own = expected(problem.policy, ours, problem.weights, still(len(problem.tables)))

    assert best * 0.999 <= own <= best * 1.15
