"""Whether every two causes can be told apart by something that somebody can find out.

Two causes are parted for a role where they stop the negotiation at different stages, or where a finding that can be
obtained there is shown ``usually`` by one and at most ``sometimes`` by the other. A question counts only where it is
asked: in that role, and in a stage that both causes stop at.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct

from assistant.model.entries import Question, Role, Stage
from assistant.reasoning.network import ROLES, Network
from assistant.reasoning.strength import STRENGTH

PARTS = STRENGTH["usually"] - STRENGTH["sometimes"]
"""How far apart two causes' shares of a finding must lie for the finding to part them."""
_SLIP = 1e-9


class Alike(Struct, frozen=True, order=True):
    """Two causes, in the order of their ids, that nothing obtainable parts in a role, and the finding that comes nearest."""

    first: str
    second: str
    role: Role
    nearest: str
    apart: float


def alike(network: Network, read: Iterable[str], questions: Sequence[Question]) -> list[Alike]:
    """The pairs of causes that cannot be told apart.

    ``read`` are the findings that a text, a configuration or a sentence can establish in any stage.
    """
    names = list(network.findings)
    everywhere = frozenset(read)
    found = []
    for role in ROLES:
        stalls = [frozenset(getattr(cause.stalls, role)) for cause in network.causes]
        shown = network.likelihoods(names, role)[: network.count]
        for one, two in itertools.combinations(range(network.count), 2):
            shared = stalls[one] & stalls[two]
            if not shared:
                continue
            apart = np.abs(shown[one] - shown[two])
            order = [int(at) for at in np.argsort(-apart, kind="stable") if not network.implied_by_stage(names[at])]
            if any(_obtainable(names[at], role, shared, everywhere, questions) for at in order if apart[at] >= PARTS - _SLIP):
                continue
            first, second = sorted((network.causes[one].id, network.causes[two].id))
            found.append(Alike(first, second, role, names[order[0]] if order else "", float(apart[order[0]]) if order else 0.0))
    return sorted(found)


def _obtainable(finding: str, role: Role, shared: frozenset[Stage], read: frozenset[str], questions: Sequence[Question]) -> bool:
    if finding in read:
        return True
    return any(
        any(finding in answer.sets for answer in question.answers)
        and (not question.when.roles or role in question.when.roles)
        and (not question.when.stages or bool(shared & set(question.when.stages)))
        for question in questions
    )
