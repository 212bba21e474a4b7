"""What an answer and a repair cost, in minutes of somebody's time, as things stand in this conversation."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from msgspec import Struct

from assistant.model.entries import Asked, Barrier, CauseSide, CostClass, Question, Role
from assistant.reasoning.network import Array, Network

Cost: Final[dict[CostClass, float]] = {"told": 1.0, "show": 2.0, "debug": 6.0, "far-admin": 12.0, "isp": 60.0, "change-window": 45.0}
"""Minutes that an answer of this class costs."""
PASTED: Final = 0.5
"""Minutes to look at an output that is on the screen already."""
AT_HAND: Final = 0.5
"""Share of the cost that remains where the device is open before the user already."""
ON_CALL: Final = 0.35
"""Share that remains where the one who is asked is on the line already."""
REPAIR: Final[dict[CauseSide, float]] = {
    "local": 25.0,
    "either": 30.0,
    "remote": 35.0,
    "between": 40.0,
    "initiator": 30.0,
    "responder": 30.0,
}
"""Minutes that one repair costs, right or wrong, by where it is made: change, wait, check, take back."""
LOOK: Final = 30.0
"""Minutes that are lost on the thought that the tunnel works, where it does not."""
WINDOW: Final = 45.0
"""Minutes more where the repair drops other tunnels, so that a time for it has to be agreed."""
HAND_OVER: Final = 240.0
"""Minutes to hand the case over and have somebody begin anew: as much as eight repairs."""


class Circumstances(Struct, frozen=True):
    """What makes a question cheaper or impossible now.

    ``at_hand``: output of this end's device was pasted, so one more command there costs less. ``on_call``: who answered
    a question before and is on the line. ``outputs``: the intents whose output is on the screen, by who has it.
    ``barred``: what the user cannot have. ``windows``: causes whose repair drops other tunnels.
    """

    at_hand: bool = False
    on_call: frozenset[Asked] = frozenset()
    outputs: frozenset[tuple[Asked, str]] = frozenset()
    barred: frozenset[Barrier] = frozenset()
    windows: frozenset[str] = frozenset()


def minutes(question: Question, now: Circumstances) -> float:
    """What an answer costs now; infinite where the user said that it cannot be had."""
    if barrier_of(question) & now.barred:
        return math.inf
    whole = Cost[question.cost]
    if (question.asks, question.intent) in now.outputs:
        return min(whole, PASTED)
    if question.asks == "local":
        return whole * (AT_HAND if now.at_hand and question.cost in {"show", "debug"} else 1.0)
    return whole * (ON_CALL if question.asks in now.on_call else 1.0)


def barrier_of(question: Question) -> set[Barrier]:
    """What has to be had for an answer: somebody to ask, leave to debug, a change window."""
    needs: set[Barrier] = set()
    if question.cost != "told" and question.asks != "local":
        needs.add("far-end" if question.asks == "remote" else "provider")
    if question.cost == "debug":
        needs.add("debug")
    if question.cost == "change-window":
        needs.add("change-window")
    return needs


def repairs(network: Network, role: Role | None, windows: frozenset[str] = frozenset()) -> Array:
    """Minutes of one repair of each cause, and of looking whether the tunnel works after all, last."""
    sides: list[CauseSide] = []
    for cause in network.causes:
        turned = cause.side in {"initiator", "responder"} and role is not None
        sides.append(("local" if cause.side == role else "remote") if turned else cause.side)
    times = [REPAIR[side] + (WINDOW if cause.id in windows else 0.0) for cause, side in zip(network.causes, sides, strict=True)]
    return np.array([*times, LOOK])
