"""The odds of a cause taken apart: prior, stage and findings in decibans that add up to the posterior odds.

Against one rival the pieces are read off the posterior itself, evidence added one after another, so that they add up
whatever the model of a piece is. Against all others together the weights are those that the report shows, and what they
do only together is named as a remainder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct, structs

from assistant.model.diagnosis import Weight
from assistant.model.explained import Account, Piece
from assistant.model.observed import Evidence
from assistant.reasoning.belief import STAGE_WEIGHT, Belief, Case, infer, weights_for
from assistant.reasoning.network import HEALTHY, UNKNOWN, Network

PRIOR, SHOWN = "prior", "shown"
_LEAST = 1e-300
_PRIOR_TITLE = "How often it is the cause, before anything was read"
_SHOWN_TITLE = "Nothing of the tunnel was seen to work"


class Words(Struct, frozen=True):
    """How the pieces are worded: the findings' titles, and where the negotiation stands with its lines."""

    titles: Mapping[str, str]
    stands: Weight


def row_of(network: Network, cause: str) -> int:
    """Where the one-cause hypothesis of a cause (or ``healthy``, ``unknown``) stands in a posterior.

    Raises:
        KeyError: the network has no such cause.
    """
    if cause == HEALTHY and network.healthy is not None:
        return network.count
    if cause == UNKNOWN:
        return network.count + 1
    rows = {item.id: index for index, item in enumerate(network.causes)}
    return rows[cause]


def versus(network: Network, case: Case, cause: str, rival: str, rival_title: str, words: Words) -> Account:
    """The odds of a cause alone over a rival alone, each piece of evidence by itself; the pieces add up exactly."""
    one, other = row_of(network, cause), row_of(network, rival)
    pieces: list[Piece] = []
    before = 0.0
    for what, value, title, evidence, given in _steps(case, words):
        posterior = infer(network, given).posterior
        after = 10 * float(np.log10(max(posterior[one], _LEAST)) - np.log10(max(posterior[other], _LEAST)))
        if what != SHOWN or abs(after - before) > 1e-9:  # noqa: PLR2004 - it concerns only a tunnel that works
            pieces.append(Piece(what, value, title, after - before, evidence))
        before = after
    return Account(cause, rival, rival_title, _sorted(pieces), before)


def overall(network: Network, case: Case, belief: Belief, cause: str, words: Words) -> Account:
    """The odds of a cause over everything else, other causes beside it allowed; what the pieces do only together is the remainder."""
    start = infer(network, _bare(case))
    total, prior = _odds(belief.marginal[cause]), _odds(start.marginal[cause])
    weights = weights_for(network, case, cause, words.titles, words.stands)
    pieces = [Piece(PRIOR, True, _PRIOR_TITLE, prior)]
    pieces += [Piece(item.finding, item.value, item.title, item.decibans, item.evidence) for item in weights]
    return Account(cause, "", "everything else", _sorted(pieces), total, total - sum(item.decibans for item in pieces))


_Step = tuple[str, bool, str, tuple[Evidence, ...], Case]


def _steps(case: Case, words: Words) -> list[_Step]:
    """The case growing piece by piece, from the priors alone to all of it."""
    bare = _bare(case)
    steps: list[_Step] = [(PRIOR, True, _PRIOR_TITLE, (), bare)]
    now = structs.replace(bare, works=case.works)
    steps.append((SHOWN, True, _SHOWN_TITLE, (), now))
    if case.stage is not None:
        now = structs.replace(now, stage=case.stage)
        steps.append((STAGE_WEIGHT, True, words.stands.title, words.stands.evidence, now))
    for count, item in enumerate(case.observations, start=1):
        now = structs.replace(now, observations=case.observations[:count])
        steps.append((item.finding, item.value, words.titles.get(item.finding, item.finding), item.evidence, now))
    return steps


def _bare(case: Case) -> Case:
    return structs.replace(case, observations=(), stage=None, works=True)


def _odds(probability: float) -> float:
    return 10 * float(np.log10(max(probability, _LEAST) / max(1 - probability, _LEAST)))


def _sorted(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The prior first, then the most telling."""
    return tuple(sorted(pieces, key=lambda item: (item.what != PRIOR, -abs(item.decibans), item.what)))
