"""What a site's resolved sessions do to the priors: counts beside a written prior weight, and a bound below which no cause falls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from assistant.reasoning.network import Network

PRIOR_WEIGHT: Final = 60.0
"""Resolved sessions of the shipped proportions that a site's own are weighed against."""
LEAST_SHARE: Final = 0.25
"""Share of its shipped prior that every cause keeps, however many sessions were resolved otherwise: 6 dB at most are lost,
which one line that speaks for the cause makes good."""
MOST_COUNTED: Final = PRIOR_WEIGHT * (1 / LEAST_SHARE - 1)
"""Resolved sessions that count in full; where there are more, all count less in proportion."""


def site_factors(network: Network, counts: Mapping[str, int]) -> dict[str, float]:
    """What to multiply each cause's prior with; causes that the network does not know count for nothing."""
    known = {cause.id: max(counts.get(cause.id, 0), 0) for cause in network.causes}
    total = sum(known.values())
    if not total:
        return {}
    shipped = np.exp(network.log_prior[: network.count])
    shipped = shipped / shipped.sum()
    scale = min(1.0, MOST_COUNTED / total)
    own = np.array(list(known.values())) * scale
    share = (PRIOR_WEIGHT * shipped + own) / (PRIOR_WEIGHT + total * scale)
    return {name: float(value) for name, value in zip(known, share / shipped, strict=True)}
