"""The posterior by going through every world, from the words of the knowledge alone: slow, plain, and sharing no code with the program.

A world is one set of faults (none, one, two, or one that is not known), one truth of every finding, and one role that
each finding is seen in where the role is not known. A finding comes about by a mechanism: the leak or a fault that adds
to it fires, and every fault that holds it back lets it pass. The numbers of the words are the program's; what is
compared is what is made of them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import cache

from assistant.model.entries import Cause, Finding, Role, Stage, Strength
from assistant.model.observed import Observation
from assistant.reasoning import strength
from assistant.reasoning.network import STAGES
from tests.reasoning.subnetworks import ROLES, Sub

Hypothesis = tuple[str, ...]
UNKNOWN: Hypothesis = ("unknown",)
SNAPSHOT = 0.6
COURSE: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in ("none", "mm2 am2 init", "mm3", "mm4", "mm5 am3", "auth mm6", "xauth", "p1", "qm child", "up", "down")
)
"""The stages in the order in which a negotiation comes to them; those of other modes side by side."""


def hypotheses(sub: Sub) -> list[Hypothesis]:
    """In the order of the program's posterior: single faults, working, unknown, pairs."""
    names = [cause.id for cause in sub.faults]
    return [*((name,) for name in names), (), UNKNOWN, *itertools.combinations(names, 2)]


def word(cause: Cause, finding: str, role: Role) -> Strength | None:
    """What a cause says of a finding as this role sees it; the last word counts."""
    found = [item.how for item in cause.shows if item.finding == finding and item.role in {None, role}]
    return found[-1] if found else None


def priors(sub: Sub) -> dict[Hypothesis, float]:
    """Shares of the hypotheses: the words of single faults, their products for pairs, and the fixed shares of the rest."""
    ratio = {cause.id: strength.FREQUENCY[cause.prior] for cause in sub.faults}
    pairs = {pair: ratio[pair[0]] * ratio[pair[1]] for pair in itertools.combinations(ratio, 2)}
    left = 1 - strength.PRIOR_HEALTHY - strength.PRIOR_UNKNOWN - strength.PRIOR_TWO_FAULTS
    return {
        **{(name,): value / sum(ratio.values()) * left for name, value in ratio.items()},
        (): strength.PRIOR_HEALTHY,
        UNKNOWN: strength.PRIOR_UNKNOWN,
        **{pair: value / sum(pairs.values()) * strength.PRIOR_TWO_FAULTS for pair, value in pairs.items()},
    }


def chance(sub: Sub, hypothesis: Hypothesis, finding: Finding, role: Role) -> float:
    """P(finding | hypothesis), by going through all its mechanisms."""
    leak = strength.BACKGROUND[finding.background]
    if hypothesis == UNKNOWN:
        return max(leak, strength.UNKNOWN_FLOOR)
    if not hypothesis:
        said = word(sub.healthy, finding.id, role)
        return strength.STRENGTH[said] if said else 0.01 if finding.ends else leak
    adding, passing = [leak], []
    for cause in sub.faults:
        said = word(cause, finding.id, role)
        if cause.id not in hypothesis or said is None:
            continue
        share = strength.STRENGTH[said]
        if share >= leak:
            adding.append((share - leak) / (1 - leak))
        else:
            passing.append(share / leak)
    total = 0.0
    for fired in itertools.product((True, False), repeat=len(adding) + len(passing)):
        if any(fired[: len(adding)]) and all(fired[len(adding) :]):
            total += math.prod(share if yes else 1 - share for share, yes in zip((*adding, *passing), fired, strict=True))
    return total


def stops_at(cause: Cause, role: Role) -> dict[Stage, float]:
    """Where one fault stops the negotiation: its words as shares, and a little for every stage."""
    words = cause.stalls.initiator if role == "initiator" else cause.stalls.responder
    total = sum(strength.STRENGTH[how] for how in words.values())
    row = {stage: strength.OTHER_STAGE + (strength.STRENGTH[words[stage]] / total if stage in words else 0.0) for stage in STAGES}
    return {stage: value / sum(row.values()) for stage, value in row.items()}


def stage_chance(sub: Sub, hypothesis: Hypothesis, stage: Stage, role: Role) -> float:
    """P(stops at the stage | hypothesis): of two faults the earlier, and by a coin where both stop it equally early."""
    if hypothesis == UNKNOWN:
        return 1 / len(STAGES)
    rows = [stops_at(cause, role) for cause in sub.faults if cause.id in hypothesis] or [stops_at(sub.healthy, role)]
    if len(rows) == 1:
        return rows[0][stage]
    place = {name: number for number, names in enumerate(COURSE) for name in names}
    total = 0.0
    for one, two in itertools.product(STAGES, repeat=2):
        both = rows[0][one] * rows[1][two]
        if place[one] == place[two]:
            total += both * ((one == stage) + (two == stage)) / 2
        else:
            total += both * (min(one, two, key=place.__getitem__) == stage)
    return total


def posterior(sub: Sub, seen: Sequence[Observation], stage: Stage | None, role: Role | None, *, stalled: bool, works: bool) -> list[float]:
    """P(hypothesis | what was observed), in the order of ``hypotheses``."""
    roles = ROLES if role is None else (role,)

    @cache
    def true(hypothesis: Hypothesis, finding: str) -> float:
        return sum(chance(sub, hypothesis, sub.findings[finding], one) for one in roles) / len(roles)

    claims = {item.finding: item for item in seen}
    weights = []
    for hypothesis, prior in priors(sub).items():
        given = prior * (strength.UNSHOWN_HEALTHY if hypothesis == () and not works else 1.0)
        if stage is not None:
            at = sum(stage_chance(sub, hypothesis, stage, one) for one in roles) / len(roles)
            given *= at if stalled else at**SNAPSHOT
        worlds = 0.0
        for truth in itertools.product((True, False), repeat=len(sub.findings)):
            world = 1.0
            for finding, yes in zip(sub.findings, truth, strict=True):
                world *= true(hypothesis, finding) if yes else 1 - true(hypothesis, finding)
                if finding in claims:
                    right = strength.RELIABILITY[claims[finding].reliability]
                    world *= right if claims[finding].value == yes else 1 - right
            worlds += world
        weights.append(given * worlds)
    return [value / sum(weights) for value in weights]
