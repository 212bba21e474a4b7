"""An ASA against an IOS router: the same tunnel compares as equal, one changed parameter is named and no other."""

from __future__ import annotations

import pytest

from tests.configs.texts import ASA, ASA_IKEV2, IOS, IOS_IKEV2, compared, stops, verdicts


@pytest.mark.parametrize(("asa", "other"), [(ASA, IOS), (ASA_IKEV2, IOS_IKEV2)], ids=["ios", "ios-ikev2"])
def test_one_tunnel_compares_as_equal_from_both_ends(asa: str, other: str) -> None:
    for found in (compared(asa, other), compared(other, asa)):
        assert len(found.parameters) >= 19
        assert {item.name for item in found.parameters if item.verdict == "differs"} == set(), verdicts(found)


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new)


IOS_CHANGES = [
    (" set peer 198.51.100.1", " set peer 198.51.100.9", {"peer.address", "key"}),
    (" encr aes 256", " encr aes 192", {"phase1.encryption"}),
    (" encr aes 256\n", "", {"phase1.encryption"}),
    (" encr aes 256\n", " encr aes 256\n hash sha256\n", {"phase1.integrity"}),
    (" group 14\n lifetime", " group 5\n lifetime", {"phase1.group"}),
    (" group 14\n lifetime", " lifetime", {"phase1.group"}),
    (" authentication pre-share", " authentication rsa-sig", {"phase1.authentication"}),
    ("key Correct-Horse-1", "key Wrong-Horse", {"key"}),
    ("esp-aes 256", "esp-3des", {"phase2.encryption"}),
    ("256 esp-sha-hmac", "256 esp-sha512-hmac", {"phase2.integrity"}),
    ("esp-aes 256 esp-sha-hmac", "ah-sha-hmac", {"phase2.protocol", "phase2.encryption", "phase2.integrity"}),
    (" mode tunnel", " mode transport", {"phase2.mode"}),
    (" set pfs group14", " set pfs group5", {"phase2.pfs"}),
    (" set pfs group14\n", " set pfs\n", {"phase2.pfs"}),
    (" set pfs group14\n", "", {"phase2.pfs"}),
    ("192.0.2.0 0.0.0.127", "192.0.2.0 0.0.0.63", {"selectors"}),
    ("192.0.2.0 0.0.0.127", "any", {"selectors"}),
    ("permit ip 192.0.2.128 0.0.0.127", "permit ip host 192.0.2.129", {"selectors"}),
    ("permit ip ", "permit tcp ", {"selectors"}),
    ("crypto isakmp keepalive 10 3", "crypto isakmp peer address 198.51.100.1\n set aggressive-mode password x", {"ike.mode"}),
]


@pytest.mark.parametrize(("old", "new", "named"), IOS_CHANGES)
def test_one_changed_parameter_of_an_ios_router_is_named_and_no_other(old: str, new: str, named: set[str]) -> None:
    found = compared(ASA, changed(IOS, old, new))
    other = {"phase2.encryption", "phase2.integrity"} & named if "phase2.protocol" in named else set()
    assert named - other <= set(stops(found)) <= named
    harmless = {item.name for item in found.parameters if item.verdict in {"differs", "one-sided"} and not item.stops}
    assert harmless <= {"dpd"}  # the change takes the line of the keepalives away


IKEV2_CHANGES = [
    (" encryption aes-cbc-256", " encryption aes-cbc-128", {"phase1.encryption"}),
    (" integrity sha256", " integrity sha512\n prf sha256", {"phase1.integrity"}),
    (" integrity sha256", " integrity sha256\n prf sha384", {"phase1.prf"}),
    (" group 14\n", " group 19 20\n", {"phase1.group"}),
    (
        " authentication remote pre-share\n authentication local pre-share",
        " authentication remote rsa-sig\n authentication local rsa-sig",
        {"phase1.authentication"},
    ),
    ("pre-shared-key Correct-Horse-2", "pre-shared-key Wrong-Horse", {"key"}),
    ("identity remote address 198.51.100.1 ", "identity remote address 198.51.100.77 ", {"identity.local"}),
    ("identity remote address 198.51.100.1 255.255.255.255", "identity remote fqdn hq.example.net", {"identity.local"}),
    ("esp-sha256-hmac", "esp-sha512-hmac", {"phase2.integrity"}),
    (" set ikev2-profile PROF\n", "", {"ike.version"}),
    ("ip address 203.0.113.1 ", "ip address 203.0.113.2 ", {"peer.address"}),
]


@pytest.mark.parametrize(("old", "new", "named"), IKEV2_CHANGES)
def test_one_changed_parameter_of_an_ikev2_router_is_named_first(old: str, new: str, named: set[str]) -> None:
    found = compared(ASA_IKEV2, changed(IOS_IKEV2, old, new))
    assert named <= set(stops(found))
    if named != {"ike.version"}:
        assert set(stops(found)) == named


def test_a_lifetime_that_differs_is_shown_and_stops_nothing() -> None:
    found = compared(ASA, changed(IOS, "lifetime 28800", "lifetime 3600"))
    assert verdicts(found)["phase1.lifetime"] == "differs"
    assert not stops(found)
