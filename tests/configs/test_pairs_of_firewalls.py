"""An SRX with an ASA and a MikroTik with strongSwan: equal ends have no difference, and a changed parameter is the one that is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli import main
from tests.configs.pairs import written
from tests.configs.reading_settings import compared, differing
from tests.configs.texts_of_firewalls import ASA, MIKROTIK, SRX, SRX_BRACES, SWAN_OF_MIKROTIK

PAIRS = {
    "srx-asa": (SRX, ASA),
    "asa-srx": (ASA, SRX),
    "srx-braces-asa": (SRX_BRACES, ASA),
    "mikrotik-swan": (MIKROTIK, SWAN_OF_MIKROTIK),
    "swan-mikrotik": (SWAN_OF_MIKROTIK, MIKROTIK),
}
EVERY = {
    "peer.address",
    "ike.version",
    "phase1.encryption",
    "phase1.integrity",
    "phase1.group",
    "phase1.authentication",
    "phase1.lifetime",
    "key",
}
EVERY |= {"identity.local", "identity.remote", "phase2.protocol", "phase2.encryption", "phase2.integrity", "phase2.mode", "phase2.pfs"}
EVERY |= {"phase2.lifetime", "selectors"}


@pytest.mark.parametrize("name", PAIRS)
def test_equal_ends_are_equal_in_every_parameter(name: str) -> None:
    found = compared(*PAIRS[name])
    # a PRF that no line names follows the hash and is not compared on its own
    assert {item.name for item in found.parameters if item.name in EVERY and item.verdict != "equal"} == set()
    assert {item.name for item in found.parameters} >= EVERY
    assert found.first_stop is None


# pair, text of the first end, its change, the parameter: the first end is changed alone.
CHANGES = [
    ("srx-asa", "P1 encryption-algorithm aes-256-cbc", "P1 encryption-algorithm 3des-cbc", "phase1.encryption"),
    ("srx-asa", "P1 authentication-algorithm sha1", "P1 authentication-algorithm md5", "phase1.integrity"),
    ("srx-asa", "P1 dh-group group5", "P1 dh-group group14", "phase1.group"),
    ("srx-asa", "method pre-shared-keys", "method rsa-signatures", "phase1.authentication"),
    ("srx-asa", "P1 lifetime-seconds 28800", "P1 lifetime-seconds 3600", "phase1.lifetime"),
    ("srx-asa", "policy IKE-POL mode main", "policy IKE-POL mode aggressive", "ike.mode"),
    ("srx-asa", "Winter-Key-7", "Winter-Key-8", "key"),
    (
        "srx-asa",
        "external-interface ge-0/0/0.0",
        "local-identity hostname branch.example.net\nset security ike gateway GW-HQ external-interface ge-0/0/0.0",
        "",
    ),
    (
        "srx-asa",
        "external-interface ge-0/0/0.0",
        "remote-identity hostname hq.example.net\nset security ike gateway GW-HQ external-interface ge-0/0/0.0",
        "identity.remote",
    ),
    ("srx-asa", "P2 encryption-algorithm aes-256-cbc", "P2 encryption-algorithm aes-128-cbc", "phase2.encryption"),
    ("srx-asa", "hmac-sha-256-128", "hmac-sha1-96", "phase2.integrity"),
    ("srx-asa", "keys group5", "keys group2", "phase2.pfs"),
    ("srx-asa", "P2 lifetime-seconds 3600", "P2 lifetime-seconds 7200", "phase2.lifetime"),
    ("srx-asa", "local 10.61.0.0/24", "local 10.61.0.0/23", "selectors"),
    ("srx-asa", "remote 10.20.0.0/16", "remote 10.21.0.0/16", "selectors"),
    ("asa-srx", "198.51.100.10", "198.51.100.11", "peer.address"),
    ("mikrotik-swan", "enc-algorithm=aes-256 ", "enc-algorithm=aes-128 ", "phase1.encryption"),
    ("mikrotik-swan", "hash-algorithm=sha256", "hash-algorithm=sha512", "phase1.integrity"),
    ("mikrotik-swan", "add dh-group=modp2048", "add dh-group=ecp384", "phase1.group"),
    ("mikrotik-swan", "lifetime=8h", "lifetime=1d", "phase1.lifetime"),
    ("mikrotik-swan", "exchange-mode=ike2 ", "", "ike.version"),
    ("mikrotik-swan", "Meadow Key 5", "Meadow Key 6", "key"),
    ("mikrotik-swan", "add peer=linux", "add auth-method=digital-signature peer=linux", "phase1.authentication"),
    ("mikrotik-swan", "add peer=linux", "add my-id=fqdn:barn.example.net peer=linux", "identity.local"),
    ("mikrotik-swan", "add peer=linux", "add remote-id=fqdn:linux.example.net peer=linux", "identity.remote"),
    ("mikrotik-swan", "enc-algorithms=aes-256-cbc", "enc-algorithms=aes-128-cbc", "phase2.encryption"),
    ("mikrotik-swan", "auth-algorithms=sha256", "auth-algorithms=sha1", "phase2.integrity"),
    ("mikrotik-swan", "pfs-group=modp2048", "pfs-group=none", "phase2.pfs"),
    ("mikrotik-swan", "lifetime=1h", "lifetime=30m", "phase2.lifetime"),
    ("mikrotik-swan", " tunnel=yes", "", "phase2.mode"),
    ("mikrotik-swan", "10.88.0.0/24 tunnel", "10.88.1.0/24 tunnel", "selectors"),
    ("swan-mikrotik", "remote_addrs = 198.51.100.61", "remote_addrs = 198.51.100.62", "peer.address"),
]


@pytest.mark.parametrize(("name", "before", "after", "parameter"), CHANGES)
def test_the_changed_parameter_is_named_and_no_other(name: str, before: str, after: str, parameter: str) -> None:
    local, remote = PAIRS[name]
    assert before in local
    found = compared(local.replace(before, after), remote)
    differ = differing(found)
    if parameter == "ike.mode":
        assert differ == {"ike.mode"}
    elif name == "swan-mikrotik" and parameter == "peer.address":
        # strongSwan's expected identity is the true address: the other address may be that of a NAT
        assert differ == {"peer.address"}
        assert found.first_stop is None
        return
    else:
        assert differ == ({parameter} if parameter else set())
    soft = {"phase1.lifetime", "phase2.lifetime"} | ({"phase2.pfs"} if name != "srx-asa" else set())
    if differ and not differ <= soft:
        assert found.first_stop is not None
        assert found.first_stop.name == parameter


def test_a_wrong_peer_is_met_before_the_identity_that_follows_it() -> None:
    found = compared(SRX.replace("203.0.113.20", "203.0.113.21"), ASA)
    assert found.first_stop is not None
    assert found.first_stop.name == "peer.address"
    assert differing(found) == {"peer.address"}  # the identity is only the wrong address again


def test_an_encrypted_key_is_there_but_cannot_be_compared() -> None:
    pan = (written("paloalto", 2), written("swanctl", 2, far=True))
    for (local, remote), plain_key, key in (
        ((SRX, ASA), "Winter-Key-7", "$9$Abc12defGHI.x"),
        (pan, "Winter-Garden", "-AQ==Q2lwaGVyVGV4dA=="),
    ):
        found = compared(local.replace(plain_key, key), remote)
        item = next(item for item in found.parameters if item.name == "key")
        assert (item.verdict, item.local.value) == ("cannot-check", "masked")
        assert differing(found) == set()


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_no_output_holds_a_key(name: str, form: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, there = tmp_path / "here.txt", tmp_path / "there.txt"
    for path, text in zip((here, there), PAIRS[name], strict=True):
        path.write_text(text.replace("Meadow Key 5", "Quartz Velvet 5"), encoding="utf-8")
    assert main(["compare", str(here), str(there), *form]) == 0
    shown = capsys.readouterr().out
    assert "203.0.113." in shown
    assert not [word for word in ("Winter", "Quartz", "Velvet", "<secret") if word in shown]
