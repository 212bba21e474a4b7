"""A Palo Alto with strongSwan: equal ends have no difference, and a changed parameter is the one that is named. No output holds a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli import main
from tests.configs.ends.common import KEY
from tests.configs.pairs import written
from tests.configs.reading_settings import compared, differing, without
from tests.configs.texts_of_firewalls import PAN, SWAN_OF_PAN

PAIRS = {"pan-swan": (PAN, SWAN_OF_PAN)}
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
    ("pan-swan", "IKE-AES encryption [ aes-256-cbc ]", "IKE-AES encryption [ aes-128-cbc 3des ]", "phase1.encryption"),
    ("pan-swan", "hash [ sha256 ]", "hash [ sha384 ]", "phase1.integrity"),
    ("pan-swan", "dh-group [ group14 ]", "dh-group [ group2 group5 ]", "phase1.group"),
    ("pan-swan", "lifetime hours 8", "lifetime hours 4", "phase1.lifetime"),
    ("pan-swan", "protocol version ikev2", "protocol version ikev1", "ike.version"),
    ("pan-swan", "Harbour-Key-3", "Harbour-Key-4", "key"),
    ("pan-swan", "local-id id edge.example.net", "local-id id other.example.net", "identity.local"),
    ("pan-swan", "peer-id id linux.example.net", "peer-id id other.example.net", "identity.remote"),
    ("pan-swan", "peer-address ip 203.0.113.77", "peer-address ip 203.0.113.78", "peer.address"),
    ("pan-swan", "esp encryption [ aes-128-cbc ]", "esp encryption [ aes-256-cbc ]", "phase2.encryption"),
    ("pan-swan", "esp authentication [ sha256 ]", "esp authentication [ sha1 ]", "phase2.integrity"),
    ("pan-swan", "ESP-AES dh-group group14", "ESP-AES dh-group no-pfs", "phase2.pfs"),
    ("pan-swan", "lifetime hours 1", "lifetime minutes 30", "phase2.lifetime"),
    ("pan-swan", "local 10.70.0.0/16", "local 10.70.0.0/24", "selectors"),
    ("pan-swan", "remote 10.80.4.0/24 protocol any", "remote 10.80.4.0/24 protocol 6", "selectors"),
]


@pytest.mark.parametrize(("name", "before", "after", "parameter"), CHANGES)
def test_the_changed_parameter_is_named_and_no_other(name: str, before: str, after: str, parameter: str) -> None:
    local, remote = PAIRS[name]
    assert before in local
    found = compared(local.replace(before, after), remote)
    differ = differing(found)
    if parameter == "peer.address":
        # strongSwan's expected identity is the true address: the other address may be that of a NAT
        assert differ == {"peer.address"}
        return
    assert differ == {parameter}
    if not differ <= {"phase1.lifetime", "phase2.lifetime", "phase2.pfs"}:
        assert found.first_stop is not None
        assert found.first_stop.name == parameter


def test_an_encrypted_key_is_there_but_cannot_be_compared() -> None:
    ends = (
        (PAN, SWAN_OF_PAN, "Harbour-Key-3", "-AQ==Q2lwaGVyVGV4dA=="),
        (written("srx", 1), written("asa", 1, far=True), "Winter-Garden", "$9$Abc12defGHI.x"),
    )
    for local, remote, plain_key, key in ends:
        assert plain_key in local
        found = compared(local.replace(plain_key, key), remote)
        item = next(item for item in found.parameters if item.name == "key")
        assert (item.verdict, item.local.value) == ("cannot-check", "masked")
        assert differing(found) == set()


def test_a_wrong_peer_is_met_before_the_identity_that_follows_it() -> None:
    """An SRX without a written identity expects the peer's address as one: that is only the wrong address again."""
    srx = without(written("srx", 1), "-identity inet").replace("GW address 203.0.113.5", "GW address 203.0.113.6")
    found = compared(srx, written("asa", 1, far=True))
    assert found.first_stop is not None
    assert found.first_stop.name == "peer.address"
    assert differing(found) == {"peer.address"}


SECRETIVE = {
    **PAIRS,
    "srx-asa": (written("srx", 1), written("asa", 1, far=True)),
    "mikrotik-swan": (
        written("mikrotik", 2).replace(KEY, '"Quartz Velvet 5"'),
        written("swanctl", 2, far=True).replace(KEY, "Quartz Velvet 5"),
    ),
}


@pytest.mark.parametrize("name", SECRETIVE)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_no_output_holds_a_key(name: str, form: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, there = tmp_path / "here.txt", tmp_path / "there.txt"
    for path, text in zip((here, there), SECRETIVE[name], strict=True):
        path.write_text(text, encoding="utf-8")
    assert main(["compare", str(here), str(there), *form]) == 0
    shown = capsys.readouterr().out
    assert "203.0.113." in shown
    assert not [word for word in ("Winter", "Harbour", "Quartz", "Velvet", "<secret") if word in shown]
