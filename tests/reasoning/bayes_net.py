"""A sub-network as a Bayesian network of pyAgrum, whose own nodes and inference give the posterior.

One node says which hypothesis holds. A fault's node follows from it; a finding is pyAgrum's noisy-OR over the faults that
add to it, then an AND with what lets it pass; the working tunnel and the unknown fault have their own chances. Where two
faults stop the negotiation is a node that takes the earlier of the two.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pyagrum as gum

from assistant.model.entries import Finding, Role
from assistant.reasoning import strength
from assistant.reasoning.belief import Case
from assistant.reasoning.network import STAGES
from tests.reasoning.enumeration import COURSE, SNAPSHOT, UNKNOWN, hypotheses, priors, stops_at, word
from tests.reasoning.subnetworks import ROLES, Sub

NOBODY = len(STAGES)
"""The state of a fault that is not there: it stops nothing."""


class BayesNet:
    """The network of a sub-network for one role, or for either where the role is not known."""

    def __init__(self, sub: Sub, role: Role | None) -> None:
        self._sub = sub
        self._all = hypotheses(sub)
        self._roles = ROLES if role is None else (role,)
        self._net = self._with_hypotheses([priors(sub)[one] for one in self._all])
        for cause in sub.faults:
            present = self._two(self._net, f"c {cause.id}")
            self._net.addArc("h", present)
            self._net.cpt(present)[:] = [[float(cause.id not in one), float(cause.id in one)] for one in self._all]
        kind = self._net.add(gum.LabelizedVariable("k", "k", ["faulty", "working", "unknown"]))
        self._net.addArc("h", "k")
        self._net.cpt(kind)[:] = [[float(_kind(one) == number) for number in range(3)] for one in self._all]
        for finding in sub.findings.values():
            self._add_finding(finding)
        self._inference = gum.LazyPropagation(self._net)
        self._inference.setTargets({"h"})
        self._stage = sum(self._stops(one) for one in self._roles) / len(self._roles)

    def posterior(self, case: Case) -> list[float]:
        """P(hypothesis | case) by the library's inference."""
        chances = [1.0] * len(self._all)
        if case.stage is not None:
            row = self._stage[:, STAGES.index(case.stage)]
            chances = [float(value) if case.stalled else float(value) ** SNAPSHOT for value in row]
        if not case.works:
            chances[self._all.index(())] *= strength.UNSHOWN_HEALTHY
        self._inference.eraseAllEvidence()
        self._inference.addEvidence("h", [value / max(chances) for value in chances])
        for item in case.observations:
            right = strength.RELIABILITY[item.reliability]
            self._inference.addEvidence(item.finding, [1 - right, right] if item.value else [right, 1 - right])
        self._inference.makeInference()
        return [float(value) for value in self._inference.posterior("h").toarray()]

    def _with_hypotheses(self, shares: list[float]) -> Any:
        net = gum.BayesNet()
        node = net.add(gum.RangeVariable("h", "h", 0, len(self._all) - 1))
        net.cpt(node)[:] = shares
        return net

    def _two(self, net: Any, name: str) -> str:
        net.add(gum.LabelizedVariable(name, name, 2))
        return name

    def _add_finding(self, finding: Finding) -> None:
        """The finding's node: as either role sees it, by a coin where the role is not known."""
        seen = [self._as_seen(finding, role) for role in self._roles]
        node = self._two(self._net, finding.id)
        if len(seen) == 1:
            self._net.addArc(seen[0], node)
            self._net.cpt(node)[:] = [[1, 0], [0, 1]]
            return
        coin = self._two(self._net, f"coin {finding.id}")
        self._net.cpt(coin)[:] = [0.5, 0.5]
        for name in (coin, *seen):
            self._net.addArc(name, node)
        for side, one, two in itertools.product((0, 1), repeat=3):
            true = two if side else one
            self._net.cpt(node)[{coin: side, seen[0]: one, seen[1]: two}] = [1 - true, true]

    def _as_seen(self, finding: Finding, role: Role) -> str:
        net, name, leak = self._net, f"{finding.id} {role}", strength.BACKGROUND[finding.background]
        source = f"or {name}"
        net.addNoisyORCompound(gum.LabelizedVariable(source, source, 2), leak)
        passes = [source]
        for cause in self._sub.faults:
            said = word(cause, finding.id, role)
            if said is None:
                continue
            share = strength.STRENGTH[said]
            if share > leak:
                net.addWeightedArc(f"c {cause.id}", source, share)
            if share >= leak:
                continue
            gate = self._two(net, f"gate {cause.id} {name}")
            net.addArc(f"c {cause.id}", gate)
            net.cpt(gate)[:] = [[0, 1], [1 - share / leak, share / leak]]
            passes.append(gate)
        both = f"and {name}"
        net.addAND(gum.LabelizedVariable(both, both, 2))
        for gate in passes:
            net.addArc(gate, both)
        node = self._two(net, name)
        net.addArc("k", node)
        net.addArc(both, node)
        working = word(self._sub.healthy, finding.id, role)
        healthy = strength.STRENGTH[working] if working else 0.01 if finding.ends else leak
        unknown = max(leak, strength.UNKNOWN_FLOOR)
        for true in (0, 1):
            for kind, share in enumerate((float(true), healthy, unknown)):
                net.cpt(node)[{"k": kind, both: true}] = [1 - share, share]
        return node

    def _stops(self, role: Role) -> Any:
        """P(stage | hypothesis): a row a hypothesis, a column a stage."""
        net = self._with_hypotheses([1 / len(self._all)] * len(self._all))
        rows = {cause.id: list(stops_at(cause, role).values()) for cause in (*self._sub.faults, self._sub.healthy)}
        rows["unknown"] = [1 / len(STAGES)] * len(STAGES)
        for slot in (0, 1):
            node = net.add(gum.RangeVariable(f"s{slot}", "", 0, NOBODY))
            net.addArc("h", f"s{slot}")
            for number, one in enumerate(self._all):
                names = one or (self._sub.healthy.id,)
                net.cpt(node)[{"h": number}] = [*rows[names[slot]], 0.0] if slot < len(names) else [0.0] * NOBODY + [1.0]
        net.add(gum.LabelizedVariable("coin", "coin", 2))
        net.cpt("coin")[:] = [0.5, 0.5]
        stops = net.add(gum.RangeVariable("s", "s", 0, NOBODY))
        for parent in ("coin", "s0", "s1"):
            net.addArc(parent, "s")
        place = [next(number for number, names in enumerate(COURSE) if stage in names) for stage in STAGES] + [len(COURSE)]
        for side, left, right in itertools.product((0, 1), range(NOBODY + 1), range(NOBODY + 1)):
            first = (left, right)[side] if place[left] == place[right] else min(left, right, key=place.__getitem__)
            net.cpt(stops)[{"coin": side, "s0": left, "s1": right}] = [float(number == first) for number in range(NOBODY + 1)]
        inference = gum.LazyPropagation(net)
        inference.addJointTarget({"h", "s"})
        inference.makeInference()
        joint = inference.jointPosterior({"h", "s"})
        return np.array([[joint[{"h": row, "s": stage}] for stage in range(NOBODY)] for row in range(len(self._all))]) * len(self._all)


def _kind(hypothesis: tuple[str, ...]) -> int:
    return 2 if hypothesis == UNKNOWN else 0 if hypothesis else 1
