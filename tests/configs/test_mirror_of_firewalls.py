"""The far end for a FortiGate and a Palo Alto, and theirs for others: written, read again, compared with the one it was made from."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs

from assistant.configs.compare import compare
from assistant.configs.mirror.writers import WRITERS, mirrored
from assistant.configs.read import settings_of
from assistant.engine import knowledge
from assistant.errors import InputError
from assistant.model.settings import Comparison, Selector, Setting, TunnelSettings
from assistant.reading.clean import split
from tests.configs.ends import ENDS
from tests.configs.pairs import written
from tests.configs.reading_settings import tunnel

FIREWALLS = ("fortigate", "paloalto")


def back(ours: TunnelSettings, platform: str) -> Comparison:
    """The mirror read again, by the platform that its own signs give, and compared."""
    text = "\n".join(mirrored(ours, platform))
    device = settings_of(split(text)[0], 1)
    assert device is not None
    assert [item.platform for item in device.tunnels] == [platform]
    return compare(ours, device.tunnels[0], knowledge().parameters)


@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    ("source", "platform"),
    [(source, platform) for source in ENDS for platform in WRITERS if source != "aws" and (platform in FIREWALLS or source in FIREWALLS)],
)
def test_the_mirror_fits(source: str, platform: str, version: int, far: bool) -> None:
    ours = tunnel(written(source, version, far=far))
    ours.xauth = None  # what an end asks for beside the key stands in no proposal
    found = back(ours, platform)
    assert [(item.name, item.local.value, item.remote.value) for item in found.parameters if item.stops and item.name != "key"] == []
    equal = {item.name for item in found.parameters if item.verdict == "equal"}
    assert equal >= {
        "ike.version",
        "phase1.encryption",
        "phase1.integrity",
        "phase1.group",
        "phase2.encryption",
        "phase2.integrity",
        "phase2.pfs",
    }
    assert "selectors" in equal
    if platform in FIREWALLS:
        assert equal >= {"phase1.lifetime", "phase2.lifetime"}


CHANGES: dict[str, dict[str, Any]] = {
    "a PFS group of its own": {"pfs": Setting("group 19")},
    "no PFS": {"pfs": Setting("none")},
    "transport mode": {"encapsulation": Setting("transport")},
    "identities": {"identity_local": Setting("hq.example.org"), "identity_remote": Setting("admin@branch.example.org")},
    "one protocol": {"selectors": (Selector("10.1.0.0/16", "10.2.0.7/32", None, "tcp"),)},
    "any network": {"selectors": (Selector("any", "any"),)},
    "two pairs": {"selectors": (Selector("10.1.0.0/16", "10.2.0.0/16"), Selector("10.3.0.0/24", "10.2.0.0/16"))},
    "volume": {"phase2_volume": Setting("4608000")},
    "no replay check": {"replay_window": Setting("0")},
    "no NAT traversal": {"nat_traversal": Setting("off")},
    "it only answers": {"initiation": Setting("responder")},
    "it only starts": {"initiation": Setting("initiator")},
}


@pytest.mark.parametrize("platform", FIREWALLS)
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_unusual_stands_in_the_mirror_too(change: str, platform: str) -> None:
    ours = structs.replace(tunnel(written("fortigate", 2)), **CHANGES[change])
    found = {item.name: item.verdict for item in back(ours, platform).parameters}
    assert {name for name, verdict in found.items() if verdict == "differs" and name != "key"} == set()
    assert found["selectors"] == found["phase2.pfs"] == found["phase2.mode"] == "equal"


def test_aggressive_mode_and_certificates() -> None:
    ours = structs.replace(
        tunnel(written("fortigate", 1)), mode=Setting("aggressive"), authentication=Setting("RSA signature"), key=Setting("none")
    )
    for platform in FIREWALLS:
        found = {item.name: item.verdict for item in back(ours, platform).parameters}
        assert (found["ike.mode"], found["phase1.authentication"]) == ("equal", "equal")


def test_what_a_platform_does_not_have_is_said_in_one_line() -> None:
    ours = tunnel(written("swanctl", 2).replace("aes256-sha256-modp2048", "aes256-sha256-prfsha512-modp2048"))
    for platform in FIREWALLS:
        with pytest.raises(InputError, match="takes the PRF from the hash"):
            mirrored(ours, platform)
    ours = tunnel(written("swanctl", 2).replace("esp_proposals = aes256-sha1", "ah_proposals = sha1"))
    with pytest.raises(InputError, match="has no AH"):
        mirrored(ours, "fortigate")
    assert any("ah authentication [ sha1 ]" in line for line in mirrored(ours, "paloalto"))
    ours = tunnel(written("swanctl", 2).replace("aes256-sha256", "camellia256-sha256"))
    for platform in FIREWALLS:
        with pytest.raises(InputError, match="CAMELLIA"):
            mirrored(ours, platform)


@pytest.mark.parametrize("platform", FIREWALLS)
def test_an_identity_that_could_be_more_than_a_value_is_left_out(platform: str) -> None:
    ours = structs.replace(tunnel(written("fortigate", 2)), identity_local=Setting('x" set psksecret y'), identity_remote=Setting("a;b"))
    text = "\n".join(mirrored(ours, platform))
    assert "set psksecret y" not in text
    assert text.count("<identity>") == 2
