"""What is said of a belief: sharper, in the same order, and sure only where the belief is sure by itself."""

from __future__ import annotations

import random

from assistant.dialogue import Mind
from assistant.model.observed import Observation
from assistant.reasoning import infer
from assistant.reasoning.belief import case_of
from assistant.reasoning.calibration import NOT_SURE, SURE, said
from assistant.reasoning.network import HEALTHY, UNKNOWN


def _beliefs(mind: Mind) -> list[tuple[dict[str, float], dict[str, float]]]:
    """Beliefs of random evidence, plain and as they are said."""
    chance = random.Random("said")  # noqa: S311 - no secret
    names = sorted(mind.findings)
    found = []
    for _ in range(60):
        seen = [Observation(name, chance.random() < 0.6, "device") for name in chance.sample(names, chance.randint(0, 5))]
        belief = infer(mind.network, case_of(mind.network, seen, None, None))
        found.append((belief.marginal, said(mind.network, belief).marginal))
    return found


def test_nobody_is_made_sure_by_a_constant(shipped: Mind) -> None:
    for plain, shown in _beliefs(shipped):
        for name, value in shown.items():
            assert 0 <= value < 1
            assert value <= NOT_SURE or plain[name] >= SURE or name == UNKNOWN


def test_the_clear_leader_stays_and_gains(shipped: Mind) -> None:
    """Where one cause has twice the probability of the next."""
    for plain, shown in _beliefs(shipped):
        first, second = sorted((name for name in plain if name not in {HEALTHY, UNKNOWN}), key=lambda name: -plain[name])[:2]
        if plain[first] > 2 * plain[second]:
            assert shown[first] > shown[second]
            if SURE > plain[first] > 2 * max(plain[HEALTHY], plain[UNKNOWN], plain[second]):
                assert shown[first] >= min(plain[first], NOT_SURE)


def test_a_tunnel_is_called_working_no_more_surely_than_it_is_believed(shipped: Mind) -> None:
    assert all(shown[HEALTHY] <= plain[HEALTHY] for plain, shown in _beliefs(shipped))
