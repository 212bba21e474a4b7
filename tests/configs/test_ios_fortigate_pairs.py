"""An ASA against a FortiGate: the same tunnel compares as equal, one changed parameter is named and no other."""

from __future__ import annotations

import pytest

from tests.configs.texts import ASA, FORTIGATE, compared, stops, verdicts


def test_one_tunnel_compares_as_equal_from_both_ends() -> None:
    for found in (compared(ASA, FORTIGATE), compared(FORTIGATE, ASA)):
        assert len(found.parameters) >= 19
        assert {item.name for item in found.parameters if item.verdict == "differs"} == set(), verdicts(found)


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new)


FORTIGATE_CHANGES = [
    ("remote-gw 198.51.100.1", "remote-gw 198.51.100.9", {"peer.address"}),
    ("set ip 203.0.113.1 ", "set ip 203.0.113.2 ", {"peer.address"}),
    ("        set keylife 28800\n", "        set keylife 28800\n        set mode aggressive\n", {"ike.mode"}),
    ("aes256-sha1 aes128-sha256", "aes128-sha1", {"phase1.encryption"}),
    ("aes256-sha1 aes128-sha256", "aes256-sha256", {"phase1.integrity"}),
    ("        set dhgrp 14\n        set remote-gw", "        set dhgrp 5 2\n        set remote-gw", {"phase1.group"}),
    ("psksecret Correct-Horse-1", "psksecret Wrong-Horse", {"key"}),
    ("set peertype any", "set peertype one\n        set peerid hq.example.net", {"identity.local"}),
    ("set proposal aes256-sha1\n", "set proposal 3des-sha1\n", {"phase2.encryption"}),
    ("set proposal aes256-sha1\n", "set proposal aes256-md5\n", {"phase2.integrity"}),
    ("        set dhgrp 14\n        set src-addr", "        set dhgrp 21\n        set src-addr", {"phase2.pfs"}),
    ("        set dhgrp 14\n        set src-addr", "        set pfs disable\n        set src-addr", {"phase2.pfs"}),
    ("set keylifeseconds 3600", "set keylifeseconds 3600\n        set encapsulation transport-mode", {"phase2.mode"}),
    ("set subnet 192.0.2.0 255.255.255.128", "set subnet 192.0.2.0 255.255.255.0", {"selectors"}),
    (
        'set dst-addr-type name\n        set keylifeseconds 3600\n        set src-name "near"\n        set dst-name "far-all"',
        'set keylifeseconds 3600\n        set src-name "near"',
        {"selectors"},
    ),
]


@pytest.mark.parametrize(("old", "new", "named"), FORTIGATE_CHANGES)
def test_one_changed_parameter_of_a_fortigate_is_named_and_no_other(old: str, new: str, named: set[str]) -> None:
    assert set(stops(compared(ASA, changed(FORTIGATE, old, new)))) == named


def test_a_lifetime_that_differs_is_shown_and_stops_nothing() -> None:
    found = compared(ASA, changed(FORTIGATE, "keylife 28800", "keylife 3600"))
    assert verdicts(found)["phase1.lifetime"] == "differs"
    assert not stops(found)


def test_ike_version_of_a_fortigate() -> None:
    found = compared(ASA, changed(FORTIGATE, "        set keylife 28800\n", "        set keylife 28800\n        set ike-version 2\n"))
    assert found.first_stop is not None
    assert found.first_stop.name == "ike.version"
