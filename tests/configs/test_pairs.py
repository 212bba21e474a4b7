"""Configurations that fit, what is masked, cut or not pasted, and the command; single changes are tried in ``test_matrix``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.configs.compare import compare
from assistant.configs.pairing import pair
from assistant.configs.read import settings_of
from assistant.engine import knowledge
from assistant.model.settings import Comparison, DeviceSettings
from assistant.reading.clean import split
from assistant.reading.redact import Redactor
from tests.configs.ends import ENDS
from tests.configs.ends.common import KEY, B

ASA = """\
ASA Version 9.8(2)
hostname hq
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 192.0.2.1 255.255.255.0
object network LAN
 subnet 10.1.0.0 255.255.0.0
object-group network FAR
 network-object 10.2.0.0 255.255.0.0
access-list VPN extended permit ip object LAN object-group FAR
crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac
crypto map OUT 10 match address VPN
crypto map OUT 10 set peer 203.0.113.1
crypto map OUT 10 set ikev1 transform-set TS
crypto map OUT 10 set pfs group14
crypto map OUT 10 set security-association lifetime seconds 3600
crypto map OUT interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
 lifetime 28800
tunnel-group 203.0.113.1 type ipsec-l2l
tunnel-group 203.0.113.1 ipsec-attributes
 ikev1 pre-shared-key s3cret-of-both
"""


def far(end: str) -> str:
    """A working end of the matrix with the address and the key that the ASA above has for its peer."""
    return ENDS[end].written(1, far=True).replace(B, "203.0.113.1").replace(KEY, "s3cret-of-both")


SWANCTL, IPSEC_CONF = far("swanctl"), far("libreswan")


def device(text: str, index: int, redact: Redactor) -> DeviceSettings:
    found = settings_of(split(redact(text))[0], index)
    assert found is not None
    return found


def compared(local: str, remote: str) -> Comparison:
    redact = Redactor()
    both = pair(device(local, 0, redact), device(remote, 1, redact))
    assert both is not None
    return compare(*both, knowledge().parameters)


def turned(text: str) -> str:
    """The ASA's configuration as the other end must have it."""
    text = text.replace("203.0.113.1", "PEER").replace("192.0.2.1", "203.0.113.1").replace("PEER", "192.0.2.1")
    return text.replace("10.1.0.0", "NET").replace("10.2.0.0", "10.1.0.0").replace("NET", "10.2.0.0")


FAR = {"asa": turned(ASA), "swanctl": SWANCTL, "libreswan": IPSEC_CONF}


@pytest.mark.parametrize("far", FAR)
def test_what_fits_is_not_blamed(far: str) -> None:
    """Nothing differs, in either direction."""
    for found in (compared(ASA, FAR[far]), compared(FAR[far], ASA)):
        assert [item.name for item in found.parameters if item.verdict == "differs"] == []
        assert {item.name for item in found.parameters if item.verdict == "equal"} >= {
            "peer.address",
            "ike.version",
            "ike.mode",
            "phase1.encryption",
            "phase1.integrity",
            "phase1.group",
            "phase1.authentication",
            "phase2.encryption",
            "phase2.integrity",
            "phase2.pfs",
            "phase2.mode",
            "selectors",
        }


@pytest.mark.parametrize("masked", ["ikev1 pre-shared-key *****", "ikev1 pre-shared-key *"])
def test_a_masked_key_cannot_be_compared(masked: str) -> None:
    """It says how to compare it without showing it."""
    found = compared(ASA.replace("ikev1 pre-shared-key s3cret-of-both", masked), SWANCTL)
    key = next(item for item in found.parameters if item.name == "key")

    assert (key.verdict, key.local.value, key.remote.value) == ("cannot-check", "masked", "present")
    assert "openssl" in key.says


def test_ikev2_comes_up_without_pfs_in_common() -> None:
    """The first CHILD_SA carries no group, so the difference does not stop the tunnel."""
    ours = SWANCTL.replace("version = 1", "version = 2")
    theirs = (
        ours.replace("203.0.113.1", "X")
        .replace("192.0.2.1", "203.0.113.1")
        .replace("X", "192.0.2.1")
        .replace("local_ts = 10.2.0.0/16", "local_ts = 10.1.0.0/16")
        .replace("remote_ts = 10.1.0.0/16", "remote_ts = 10.2.0.0/16")
        .replace("esp_proposals = aes256-sha1-modp2048", "esp_proposals = aes256-sha1")
        .replace("start_action = none", "start_action = trap")
    )
    found = compared(ours, theirs)

    assert [(item.name, item.stops) for item in found.parameters if item.verdict == "differs"] == [("phase2.pfs", False)]


def test_parts_that_were_not_pasted_are_unknown() -> None:
    """Only the crypto map: what it does not show is not called absent."""
    part = "\n".join(line for line in ASA.splitlines() if line.startswith("crypto map"))
    found = compared(part, SWANCTL)

    assert not [item.name for item in found.parameters if item.verdict == "differs"]
    assert next(item for item in found.parameters if item.name == "phase1.encryption").verdict == "cannot-check"
    assert next(item for item in found.parameters if item.name == "selectors").verdict == "cannot-check"


def test_the_command_prints_both_values_and_never_the_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As text and as JSON; the first difference leads, and its cause."""
    ours, theirs = tmp_path / "ours.cfg", tmp_path / "theirs.conf"
    ours.write_text(ASA, encoding="utf-8")
    theirs.write_text(SWANCTL.replace("modp2048\n    rekey", "modp1024\n    rekey"), encoding="utf-8")

    assert main(["compare", str(ours), str(theirs)]) == 0
    text = capsys.readouterr().out
    assert main(["compare", str(ours), str(theirs), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)

    assert text.startswith("DIFFERS: Phase 1 Diffie-Hellman group: group 14 here, group 2 there.")
    assert "s3cret" not in text + json.dumps(said)
    assert said["schema"] == "mmwait.comparison/1"
    group = next(item for item in said["parameters"] if item["name"] == "phase1.group")
    assert group["verdict"] == "differs"
    assert group["stops"] is True
    assert group["local"] == {"value": "group 14", "line": ASA.splitlines().index(" group 14") + 1}
    assert said["causes"][0]["id"] == "policy-mismatch"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no configuration"),
        ("the tunnel is down, please help", "no configuration"),
        ("interface GigabitEthernet0/0\n nameif outside\n security-level 0\nhostname x\n nameif inside\n", "without any IPsec tunnel"),
        (
            ASA.replace("203.0.113.1", "198.51.100.77")
            .replace("192.0.2.1", "198.51.100.1")
            .replace("10.2.0.0", "10.9.0.0")
            .replace("s3cret", "other"),
            "matched",
        ),
    ],
)
def test_what_cannot_be_compared_says_so_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str) -> None:
    """Exit 2 and the mend; two tunnels that have nothing to do with each other are not laid against each other."""
    ours, theirs = tmp_path / "ours.cfg", tmp_path / "theirs.conf"
    two = SWANCTL.replace("  site {", "  other {\n    remote_addrs = 198.51.100.200\n    local_addrs = 203.0.113.1\n  }\n  site {")
    ours.write_text(text, encoding="utf-8")
    theirs.write_text(two, encoding="utf-8")

    assert main(["compare", str(ours), str(theirs)]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1


def test_a_configuration_cut_anywhere_is_read_as_far_as_it_goes() -> None:
    """No byte of it makes the reader raise."""
    for text in (ASA, SWANCTL, IPSEC_CONF):
        for end in range(0, len(text), 7):
            settings_of(split(text[:end])[0], 0)
