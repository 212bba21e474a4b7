"""The proposals of both phases: each kind of algorithm in the nearest pair."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs import suites
from assistant.configs.rules.values import Rule, Ruled, common_version, side
from assistant.model.settings import NONE, Side, Suite, TunnelSettings
from assistant.reading.algorithms import meet

_PHASE1 = ("encryption", "integrity", "prf", "group", "authentication")
_PHASE2 = ("encryption", "integrity", "ah")


def _of_suites(ours: Sequence[Suite] | None, theirs: Sequence[Suite] | None, kind: str, kinds: Sequence[str]) -> Ruled:
    """One kind of algorithm in the nearest pair of proposals."""
    if not ours or not theirs:
        return "cannot-check", _values(ours, kind), _values(theirs, kind), ""
    mine, yours, differing = suites.nearest(ours, theirs, kinds)
    left, right = _value(mine, kind), _value(yours, kind)
    if left.value is None and right.value is None:
        return "cannot-check", left, right, ""
    if kind in differing:
        return (
            "differs",
            Side(left.value or NONE, left.line, left.text, left.default),
            Side(right.value or NONE, right.line, right.text, right.default),
            "",
        )
    return "cannot-check" if left.value is None or right.value is None else "equal", left, right, ""


def _value(suite: Suite, kind: str) -> Side:
    names = suite.algorithms.get(kind, ())
    where = suite.lines.get(kind, suite.where)
    default = suite.default if suite.default.rpartition(" for ")[2].find(kind) >= 0 else ""
    return Side(" or ".join(names) or None, where.line if where else 0, where.text if where else "", default)


def _values(all_: Sequence[Suite] | None, kind: str) -> Side:
    found = dict.fromkeys(name for suite in all_ or () for name in suite.algorithms.get(kind, ()))
    return Side(" or ".join(found) or None, *((all_[0].where.line, all_[0].where.text) if all_ and all_[0].where else (0, "")))


def phase1(kind: str) -> Rule:
    """The rule for one kind of algorithm of phase 1."""

    def rule(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
        kinds = [item for item in _PHASE1 if item != "prf" or common_version(local, remote) == "ikev2"]
        if kind not in kinds:
            return "cannot-check", Side(), Side(), ""
        compared = [item for item in kinds if item != "authentication"]
        ours, theirs = _fitting(local, remote), _fitting(remote, local)
        verdict, left, right, says = _of_suites(ours, theirs, kind, compared)
        if kind == "prf" and verdict == "differs" and ours and theirs and _follows(*suites.nearest(ours, theirs, compared)):
            return "cannot-check", left, right, "It is taken from the integrity algorithm, and is the same when that is."
        return verdict, left, right, says

    return rule


def _follows(ours: Suite, theirs: Suite, differing: Sequence[str]) -> bool:
    """Whether the PRFs differ only because the integrity algorithm does that one of them is taken from."""
    if "integrity" not in differing:
        return False
    return any(
        suites.PRF_OF_INTEGRITY in one.default and meet(other.algorithms.get("integrity", ()), other.algorithms.get("prf", ()))
        for one, other in ((ours, theirs), (theirs, ours))
    )


def _fitting(own: TunnelSettings, other: TunnelSettings) -> tuple[Suite, ...] | None:
    """The proposals for the version that both speak, where the suites tell their version by what they hold."""
    if own.phase1 is None:
        return None
    if common_version(own, other) == "ikev1" and own.version and " " in own.version.value:
        return tuple(suite for suite in own.phase1 if "prf" not in suite.algorithms) or own.phase1
    if common_version(own, other) == "ikev2" and own.version and " " in own.version.value:
        return tuple(suite for suite in own.phase1 if "authentication" not in suite.algorithms) or own.phase1
    return own.phase1


def pfs(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """The PFS groups must have one in common."""
    ours, theirs = local.pfs, remote.pfs
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    mine, yours = ours.value.split(" or "), theirs.value.split(" or ")
    if set(mine) & set(yours):
        return "equal", side(ours), side(theirs), ""
    return "differs", side(ours), side(theirs), ""


def phase2(kind: str) -> Rule:
    """The rule for one kind of algorithm of phase 2."""

    def rule(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
        if local.protocol and remote.protocol and local.protocol.value != remote.protocol.value:
            return "cannot-check", _values(local.phase2, kind), _values(remote.phase2, kind), "ESP and AH have other algorithms."
        return _of_suites(local.phase2, remote.phase2, kind, _PHASE2)

    return rule
