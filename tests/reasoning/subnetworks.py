"""Small networks cut out of the shipped knowledge, and what is observed in them, drawn by a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, get_args

from msgspec import Struct

from assistant.dialogue import Mind
from assistant.model.entries import Cause, Finding, Role, Stage
from assistant.model.observed import Observation, Reliability
from assistant.reasoning import Network
from assistant.reasoning.network import HEALTHY

SOURCES: tuple[Reliability, ...] = get_args(Reliability)
ROLES: tuple[Role, ...] = get_args(Role)


class Sub(Struct):
    """Some causes (with the working tunnel among them), some findings, and the network over them."""

    causes: list[Cause]
    findings: Mapping[str, Finding]
    network: Network

    @property
    def faults(self) -> list[Cause]:
        """The causes that are faults, in the network's order."""
        return [cause for cause in self.causes if cause.family != "none"]

    @property
    def healthy(self) -> Cause:
        """The working tunnel."""
        return next(cause for cause in self.causes if cause.id == HEALTHY)


def cut(mind: Mind, draw: random.Random, causes: int = 5, findings: int = 6) -> Sub:
    """A random sub-network whose findings are mostly such that its causes speak of, so that there is something to infer."""
    faults = draw.sample([cause for cause in mind.network.causes if len(cause.shows) > 1], causes)
    spoken = sorted({item.finding for cause in faults for item in cause.shows})
    names = draw.sample(spoken, min(findings - 1, len(spoken)))
    names.append(draw.choice([name for name in sorted(mind.findings) if name not in names]))
    some = {name: mind.findings[name] for name in names}
    chosen = [*faults, mind.causes[HEALTHY]]
    return Sub(chosen, some, Network(chosen, some))


def evidence(sub: Sub, draw: random.Random) -> list[Observation]:
    """Yes, no or nothing of each finding, from a source of any kind."""
    names = [name for name in sub.findings if draw.random() < 0.7]
    return [Observation(name, draw.random() < 0.6, draw.choice(SOURCES)) for name in names]


def standing(draw: random.Random, stages: tuple[Stage, ...]) -> dict[str, Any]:
    """Where it stands: a stage or none, a role, stuck or passing through."""
    return {"stage": draw.choice([None, *stages]), "role": draw.choice([None, *ROLES]), "stalled": draw.random() < 0.7}
