"""Every single change to either end of a working pair is named, and nothing else is blamed."""

from __future__ import annotations

import functools

import pytest

from assistant.engine import knowledge
from tests.configs.ends import ENDS
from tests.configs.ends.common import Change
from tests.configs.pairs import laid

PAIRS = (
    ("asa", "asa"),
    ("asa", "ios"),
    ("ios", "swanctl"),
    ("asa", "swanctl"),
    ("asa", "libreswan"),
    ("swanctl", "libreswan"),
    ("swanctl", "swanctl"),
)
LEAST = {("asa", "asa"): 25, ("asa", "ios"): 25, ("ios", "swanctl"): 25}
"""Different parameters that are changed in a pair; in one that is not named, 15."""


def _changes(one: str, other: str, version: int, *, far: bool) -> list[Change]:
    """The changes to one end that make a difference for the other; what the other takes as it comes makes none."""
    end, against = (other, one) if far else (one, other)
    sent = "identity.remote" if far else "identity.local"
    own = "identity.local" if far else "identity.remote"
    silent = _silent(one, other, version, far=far)
    deaf = silent | {name for name, who in ((sent, against), (own, end)) if ENDS[who].TAKES_ANY_IDENTITY}
    return [change for change in ENDS[end].changes(version, far=far) if change[0] not in deaf]


OPTIONAL = ("phase2.esn", "xauth")
SOFT = (
    *("dpd", "fragmentation", "nat-traversal", "phase1.lifetime"),
    *("phase2.lifetime", "phase2.volume", "phase2.compression", "phase2.replay-window"),
)
"""What may differ: against the default of an end that says nothing of it, a change is one-sided."""


@functools.cache
def _silent(one: str, other: str, version: int, *, far: bool) -> frozenset[str]:
    """The parameters of which the end that stays as it is says nothing."""
    working = laid(ENDS[one].written(version), ENDS[other].written(version, far=True), knowledge().parameters)
    still = {item.name: item.local if far else item.remote for item in working.parameters}
    unread = {name for name in (*OPTIONAL, *SOFT) if name not in still or still[name].value is None}
    return frozenset(unread | {name for name in SOFT if name in still and still[name].default})


ALL = [
    pytest.param(one, other, version, far, change, id=f"{one}-{other}-v{version}-{'far' if far else 'here'}-{number}-{change[0]}")
    for one, other in PAIRS
    for version in (1, 2)
    for far in (False, True)
    for number, change in enumerate(_changes(one, other, version, far=far))
]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_working_pair_has_no_difference(one: str, other: str, version: int) -> None:
    """Whichever end is the local one; and most parameters are really compared."""
    for here, there in ((one, other), (other, one)):
        found = laid(ENDS[here].written(version), ENDS[there].written(version, far=True), knowledge().parameters)
        assert [item.name for item in found.parameters if item.verdict == "differs"] == []
        assert [remark.text for remark in (*found.local_remarks, *found.remote_remarks) if remark.stops] == []
        assert sum(item.verdict == "equal" for item in found.parameters) >= 14


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_many_parameters_are_changed_in_every_pair(one: str, other: str) -> None:
    named = {change[0] for version in (1, 2) for far in (False, True) for change in _changes(one, other, version, far=far)}
    assert len(named) >= LEAST.get((one, other), 15), sorted(set(knowledge().parameters) - named)


@pytest.mark.parametrize(("one", "other", "version", "far", "change"), ALL)
def test_a_single_change_is_named_alone(one: str, other: str, version: int, far: bool, change: Change) -> None:
    """The changed parameter differs, with its line; no other one differs and stops the tunnel."""
    name, before, after = change
    texts = [ENDS[one].written(version), ENDS[other].written(version, far=True)]
    assert before in texts[far]
    texts[far] = texts[far].replace(before, after)

    found = laid(texts[0], texts[1], knowledge().parameters)

    by_name = {item.name: item for item in found.parameters}
    assert by_name[name].verdict == "differs"
    assert [item.name for item in found.parameters if item.verdict == "differs" and item.stops and item.name != name] == []
    changed = by_name[name].remote if far else by_name[name].local
    assert changed.line > 0 or after == "" or changed.default
