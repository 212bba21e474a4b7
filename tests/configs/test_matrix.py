"""Every single change to either end of a working pair is named, and nothing else is named with it."""

from __future__ import annotations

import pytest

from assistant.engine import knowledge
from tests.configs.pairs import A, B, laid, written

PAIRS = (("asa", "asa"), ("asa", "swanctl"), ("asa", "libreswan"), ("swanctl", "libreswan"), ("swanctl", "swanctl"))

Change = tuple[str, str, str]
"""The parameter that differs afterwards, what stands in the text, what is put in its place."""


def _ike(version: int) -> str:
    return "aes256-sha1-modp2048" if version == 1 else "aes256-sha256-modp2048"


def changes(platform: str, version: int, *, far: bool) -> list[Change]:
    """Single changes to one end's text; parameters are named as seen from the local end."""
    own, peer = (B, A) if far else (A, B)
    sent, expected = ("identity.remote", "identity.local") if far else ("identity.local", "identity.remote")
    own_net, peer_net = ("10.2", "10.1") if far else ("10.1", "10.2")
    ike = ("    proposals = " if platform == "swanctl" else "    ike=") + _ike(version)
    hash_ = "sha1" if version == 1 else "sha256"
    if platform == "asa":
        return _asa(version, peer, own_net, peer_net)
    daemon: list[Change] = [
        ("phase1.encryption", ike, ike.replace("aes256", "aes128")),
        ("phase1.encryption", ike, ike.replace("aes256", "3des")),
        ("phase1.integrity", ike, ike.replace(hash_, "sha512")),
        ("phase1.group", ike, ike.replace("modp2048", "modp1024")),
        ("phase1.group", ike, ike.replace("modp2048", "ecp256")),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("selectors", f"{own_net}.0.0/16", f"{own_net}.0.0/24"),
        ("selectors", f"{own_net}.0.0/16", f"{own_net.replace('10.', '172.')}.0.0/16"),
        ("selectors", f"{peer_net}.0.0/16", "10.0.0.0/8"),
    ]
    if platform == "swanctl":
        esp = "esp_proposals = aes256-sha1-modp2048"
        return [
            *daemon,
            ("peer.address", f"remote_addrs = {peer}", "remote_addrs = 198.51.100.9"),
            ("ike.version", f"version = {version}", f"version = {3 - version}"),
            *([("ike.mode", "    local_addrs", "    aggressive = yes\n    local_addrs")] if version == 1 else []),
            ("phase1.lifetime", "rekey_time = 28800s", "rekey_time = 1h"),
            ("phase1.authentication", "    local {\n      auth = psk", "    local {\n      auth = pubkey"),
            (sent, f"id = {own}", "id = gate.example.org"),
            (expected, f"auth = psk\n      id = {peer}", "auth = psk\n      id = gate.example.org"),
            ("phase2.encryption", esp, esp.replace("aes256", "aes128")),
            ("phase2.integrity", esp, esp.replace("sha1", "sha256")),
            ("phase2.pfs", esp, esp.replace("modp2048", "modp1536")),
            ("phase2.pfs", esp, esp.replace("-modp2048", "")),
            ("phase2.protocol", esp, "ah_proposals = sha1-modp2048"),
            ("phase2.mode", esp, f"{esp}\n        mode = transport"),
            ("phase2.lifetime", "life_time = 3600s", "life_time = 8h"),
        ]
    esp = "phase2alg=aes256-sha1;modp2048"
    word, other = ("no", "insist") if version == 1 else ("insist", "no")
    return [
        *daemon,
        ("peer.address", f"    right={peer}", "    right=198.51.100.9"),
        ("ike.version", f"ikev2={word}", f"ikev2={other}"),
        *([("ike.mode", "    pfs=yes", "    pfs=yes\n    aggressive=yes")] if version == 1 else []),
        ("phase1.lifetime", "ikelifetime=28800s", "ikelifetime=1h"),
        ("phase1.authentication", "authby=secret", "authby=rsasig"),
        (sent, f"leftid={own}", "leftid=@gate.example.org"),
        (expected, f"rightid={peer}", "rightid=@gate.example.org"),
        ("phase2.encryption", esp, esp.replace("aes256", "aes128")),
        ("phase2.integrity", esp, esp.replace("sha1", "sha2_256")),
        ("phase2.pfs", esp, esp.replace("modp2048", "modp1536")),
        ("phase2.pfs", "pfs=yes", "pfs=no"),
        ("phase2.mode", "    pfs=yes", "    pfs=yes\n    type=transport"),
        ("phase2.lifetime", "salifetime=3600s", "salifetime=8h"),
    ]


def _asa(version: int, peer: str, own_net: str, peer_net: str) -> list[Change]:
    either: list[Change] = [
        ("peer.address", f"set peer {peer}", "set peer 198.51.100.9"),
        ("phase1.group", " group 14", " group 2"),
        ("phase1.group", " group 14", " group 19"),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("phase2.pfs", "set pfs group14", "set pfs group5"),
        ("phase2.pfs", "crypto map MAP 10 set pfs group14\n", ""),
        ("phase2.lifetime", "lifetime seconds 3600", "lifetime seconds 7200"),
        ("selectors", f"permit ip {own_net}.0.0 255.255.0.0", f"permit ip {own_net}.0.0 255.255.255.0"),
        ("selectors", f"permit ip {own_net}.0.0", "permit ip 172.16.0.0"),
        ("selectors", f"{peer_net}.0.0 255.255.0.0", "10.0.0.0 255.0.0.0"),
        ("selectors", f"{own_net}.0.0 255.255.0.0 {peer_net}.0.0 255.255.0.0", f"{peer_net}.0.0 255.255.0.0 {own_net}.0.0 255.255.0.0"),
        ("selectors", f"{own_net}.0.0 255.255.0.0", f"host {own_net}.0.7"),
    ]
    if version == 1:
        return [
            *either,
            ("phase1.encryption", " encryption aes-256", " encryption aes"),
            ("phase1.encryption", " encryption aes-256", " encryption 3des"),
            ("phase1.integrity", " hash sha", " hash md5"),
            ("phase1.lifetime", " lifetime 28800", " lifetime 86399"),
            ("phase1.authentication", " ikev1 pre-shared-key Winter-Garden", " ikev1 trust-point CA"),
            ("ike.mode", "crypto map MAP interface", "crypto map MAP 10 set ikev1 phase1-mode aggressive\ncrypto map MAP interface"),
            ("phase2.encryption", "TS esp-aes-256", "TS esp-3des"),
            ("phase2.integrity", "esp-sha-hmac", "esp-md5-hmac"),
            ("phase2.mode", "crypto map MAP 10 match", "crypto ipsec ikev1 transform-set TS mode transport\ncrypto map MAP 10 match"),
        ]
    return [
        *either,
        ("phase1.encryption", " encryption aes-256\n integrity", " encryption aes-192\n integrity"),
        ("phase1.encryption", " encryption aes-256\n integrity", " encryption 3des\n integrity"),
        ("phase1.integrity", " integrity sha256", " integrity sha512"),
        ("phase1.prf", " prf sha256", " prf sha512"),
        ("phase1.lifetime", " lifetime seconds 28800", " lifetime seconds 600"),
        ("phase2.encryption", "esp encryption aes-256", "esp encryption aes"),
        ("phase2.integrity", "esp integrity sha-1", "esp integrity sha-512"),
        ("phase2.integrity", "esp integrity sha-1", "esp integrity md5"),
    ]


ALL = [
    pytest.param(one, other, version, far, change, id=f"{one}-{other}-v{version}-{'far' if far else 'here'}-{number}-{change[0]}")
    for one, other in PAIRS
    for version in (1, 2)
    for far in (False, True)
    for number, change in enumerate(changes(other if far else one, version, far=far))
    if not ((one if far else other) == "asa" and change[0] == ("identity.remote" if far else "identity.local"))
]
"""An ASA with a pre-shared key takes any identity (it finds the tunnel group by the address): those changes are none for it."""


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_working_pair_has_no_difference(one: str, other: str, version: int) -> None:
    """Whichever end is the local one; and most parameters are really compared."""
    for here, there in ((one, other), (other, one)):
        found = laid(written(here, version), written(there, version, far=True), knowledge().parameters)
        assert [item.name for item in found.parameters if item.verdict == "differs"] == []
        assert sum(item.verdict == "equal" for item in found.parameters) >= 14


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("platform", ["asa", "swanctl", "libreswan"])
def test_there_are_twenty_changes_of_every_end(platform: str, version: int, far: bool) -> None:
    assert len(changes(platform, version, far=far)) >= 20


@pytest.mark.parametrize(("one", "other", "version", "far", "change"), ALL)
def test_a_single_change_is_named_alone(one: str, other: str, version: int, far: bool, change: Change) -> None:
    """The changed parameter differs; no other one differs and stops the tunnel."""
    name, before, after = change
    texts = [written(one, version), written(other, version, far=True)]
    assert before in texts[far]
    texts[far] = texts[far].replace(before, after)

    found = laid(texts[0], texts[1], knowledge().parameters)

    by_name = {item.name: item for item in found.parameters}
    assert by_name[name].verdict == "differs"
    assert [item.name for item in found.parameters if item.verdict == "differs" and item.stops and item.name != name] == []
    changed = by_name[name].remote if far else by_name[name].local
    assert changed.line > 0 or after == "" or changed.default
