"""The posterior against references that share no code with it, on 500 random sets of evidence over parts of the shipped network."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from assistant.dialogue import Mind
from assistant.reasoning import infer
from assistant.reasoning.belief import Case, case_of
from assistant.reasoning.network import ROLES, STAGES
from tests.reasoning import enumeration
from tests.reasoning.subnetworks import Sub, cut, evidence, standing

SETS = 500
TOGETHER = 10
"""Sets of evidence over one sub-network."""
EQUAL = 1e-9


def drawn(mind: Mind, seed: int) -> Iterator[tuple[Sub, list[Case]]]:
    draw = random.Random(seed)  # noqa: S311 - a test that can be repeated
    for _ in range(SETS // TOGETHER):
        sub = cut(mind, draw)
        yield sub, [case_of(sub.network, evidence(sub, draw), **standing(draw, STAGES)) for _ in range(TOGETHER)]


def test_the_posterior_is_what_going_through_every_world_gives(shipped: Mind) -> None:
    """One fault, two, none and an unknown one; yes, no and nothing; every source, stage and role."""
    compared, worst = 0, 0.0
    for sub, cases in drawn(shipped, 4):
        for case in cases:
            expected = enumeration.posterior(sub, case.observations, case.stage, case.role, stalled=case.stalled, works=case.works)
            worst = max(worst, float(np.abs(infer(sub.network, case).posterior - np.array(expected)).max()))
            compared += 1

    assert compared == SETS
    assert worst <= EQUAL


def test_the_posterior_is_that_of_an_independent_library(shipped: Mind) -> None:
    """The same as a Bayesian network of pyAgrum's own noisy-OR and deterministic nodes (``pip install mmwait[reference]``)."""
    pytest.importorskip("pyagrum", reason="pyagrum is not installed; the extra `reference` has it")
    from tests.reasoning.bayes_net import BayesNet

    compared, worst = 0, 0.0
    for sub, cases in drawn(shipped, 5):
        nets: dict[Any, BayesNet] = {}
        for case in cases:
            if case.role not in nets:
                nets[case.role] = BayesNet(sub, case.role)
            expected = nets[case.role].posterior(case)
            worst = max(worst, float(np.abs(infer(sub.network, case).posterior - np.array(expected)).max()))
            compared += 1

    assert compared == SETS
    assert worst <= EQUAL


@pytest.mark.parametrize("role", [None, *ROLES])
def test_where_it_stops_is_a_distribution_for_every_hypothesis(shipped: Mind, role: Any) -> None:
    """Single faults, pairs, working and unknown: one stage or another."""
    total = sum(shipped.network.stage_likelihoods(stage, role) for stage in STAGES)

    assert np.abs(total - 1).max() <= EQUAL
