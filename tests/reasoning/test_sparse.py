"""What is worked out sparsely is what going through every hypothesis gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assistant.dialogue import Mind
from assistant.model.observed import Observation
from assistant.reasoning.belief import _each, case_of
from assistant.reasoning.sparse import log_likelihood


@pytest.mark.parametrize("role", [None, "initiator", "responder"])
def test_sparse_and_dense_agree_on_the_shipped_network(shipped: Mind, role: Any) -> None:
    """The log-likelihood of every hypothesis with every finding observed."""
    network = shipped.network
    seen = [Observation(name, number % 3 > 0, "said") for number, name in enumerate(network.findings)]
    case = case_of(network, seen, "mm4", role)
    dense = np.log(_each(network, case))
    column = {item.finding: number for number, item in enumerate(case.observations)}

    def chances(true: Any, columns: Any) -> Any:
        items = [case.observations[at] for at in columns]
        values = np.array([item.value for item in items])
        return np.where(values, true * 0.93 + (1 - true) * 0.07, (1 - true) * 0.93 + true * 0.07)

    assert np.abs(log_likelihood(network, list(column), role, chances) - dense.sum(axis=1)).max() < 1e-9
