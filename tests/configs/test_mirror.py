"""The far end's configuration that fits: written, read again, compared with the one it was made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli import main
from assistant.configs.compare import compare
from assistant.configs.mirror.parts import KEY
from assistant.configs.mirror.writers import WRITERS, mirrored
from assistant.configs.read import settings_of
from assistant.engine import knowledge
from assistant.errors import InputError
from assistant.model.settings import TunnelSettings
from assistant.reading.clean import split
from tests.configs.ends import ENDS

from .test_pairs import ASA, IPSEC_CONF, SWANCTL

ASA_IKEV2 = (
    ASA.replace(
        "crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac",
        "crypto ipsec ikev2 ipsec-proposal TS\n protocol esp encryption aes-256\n protocol esp integrity sha-256",
    )
    .replace("set ikev1 transform-set TS", "set ikev2 ipsec-proposal TS")
    .replace("crypto ikev1 policy 10\n authentication pre-share\n", "crypto ikev2 policy 10\n")
    .replace(" hash sha\n", " integrity sha256\n prf sha256\n")
    .replace(" lifetime 28800", " lifetime seconds 28800")
    .replace("crypto ikev1 enable", "crypto ikev2 enable")
    .replace(
        " ikev1 pre-shared-key s3cret-of-both",
        " ikev2 remote-authentication pre-shared-key x1\n ikev2 local-authentication pre-shared-key x1",
    )
)
PFSENSE = ENDS["pfsense"].written(2)
SOURCES = {
    "asa": ASA,
    "asa ikev2": ASA_IKEV2,
    "swanctl": SWANCTL,
    "swanctl ikev2": SWANCTL.replace("version = 1", "version = 2"),
    "libreswan": IPSEC_CONF,
    "libreswan ikev2": IPSEC_CONF.replace("ikev2=no", "ikev2=insist"),
    "pfsense": PFSENSE,
    **{f"{name} ikev{version}": ENDS[name].written(version) for name in ("srx", "mikrotik") for version in (1, 2)},
}


def tunnel_of(text: str, index: int = 0) -> TunnelSettings:
    device = settings_of(split(text)[0], index)
    assert device is not None
    return device.tunnels[0]


@pytest.mark.parametrize("platform", sorted(WRITERS))
@pytest.mark.parametrize("source", SOURCES)
def test_the_mirror_fits(source: str, platform: str) -> None:
    """Nothing differs but the key, which is a placeholder; an ASA's own address stands in no line of the mirror."""
    ours = tunnel_of(SOURCES[source])
    text = "\n".join(mirrored(ours, platform))
    found = compare(ours, tunnel_of(text, 1), knowledge().parameters)

    assert [
        (item.name, item.local.value, item.remote.value)
        for item in found.parameters
        if item.verdict == "differs" and item.name not in {"key", "fragmentation"}
    ] == []
    equal = {item.name for item in found.parameters if item.verdict == "equal"}
    assert equal >= {
        "ike.version",
        "phase1.encryption",
        "phase1.integrity",
        "phase1.group",
        "phase2.encryption",
        "phase2.integrity",
        "phase2.pfs",
        "selectors",
    }


@pytest.mark.parametrize("platform", ["strongswan", "libreswan"])
def test_several_networks_and_an_identity_by_name(platform: str) -> None:
    """Every pair of networks has its child or section; the name arrives as what it is."""
    text = SWANCTL.replace("remote_ts = 10.1.0.0/16", "remote_ts = 10.1.0.0/16, 10.3.0.0/16").replace(
        "      id = 192.0.2.1", "      id = hq.example.org"
    )
    ours = tunnel_of(text)
    device = settings_of(split("\n".join(mirrored(ours, platform)))[0], 1)
    assert device is not None
    assert [[(item.local, item.remote) for item in tunnel.selectors or ()] for tunnel in device.tunnels] == [
        [("10.1.0.0/16", "10.2.0.0/16")],
        [("10.3.0.0/16", "10.2.0.0/16")],
    ]
    for tunnel in device.tunnels:
        found = compare(ours, tunnel, knowledge().parameters)
        assert {item.name for item in found.parameters if item.verdict == "differs"} <= {"key", "selectors"}
        assert next(item for item in found.parameters if item.name == "identity.remote").verdict == "equal"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("modp2048\n    rekey", "modp768\n    rekey", "group 1"),
        ("aes256-sha1-modp2048\n    rekey", "aes256-sha1-prfsha256-modp2048\n    rekey", "PRF"),
    ],
)
def test_what_libreswan_cannot_say_is_refused(before: str, after: str, words: str) -> None:
    assert before in SWANCTL
    with pytest.raises(InputError, match=words):
        mirrored(tunnel_of(SWANCTL.replace("version = 1", "version = 2").replace(before, after)), "libreswan")


def test_no_key_is_in_it() -> None:
    """Neither the key nor the token that stands for it."""
    for platform in WRITERS:
        text = "\n".join(mirrored(tunnel_of(ASA), platform))
        assert KEY in text
        assert "s3cret" not in text


def test_what_is_not_shown_is_left_open() -> None:
    """A placeholder, not a guess."""
    part = tunnel_of("\n".join(line for line in ASA.splitlines() if line.startswith("crypto map")))
    text = "\n".join(mirrored(part, "strongswan"))

    assert "proposals = <phase 1 proposals>" in text
    assert "remote_addrs = <this end's address>" in text
    assert "remote_ts = <this end's networks>" in text


def test_the_command_takes_a_nickname_and_one_tunnel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--for asa`` is enough; of several tunnels one has to be named."""
    config = tmp_path / "ours.conf"
    config.write_text(SWANCTL, encoding="utf-8")
    assert main(["mirror", str(config), "--for", "asa"]) == 0
    assert "crypto map outside_map 10 set peer 203.0.113.1" in capsys.readouterr().out

    two = SWANCTL.replace("    children {", "    children {\n      more {\n        remote_ts = 10.9.0.0/16\n      }", 1)
    config.write_text(two, encoding="utf-8")
    assert main(["mirror", str(config), "--for", "asa"]) == 2
    assert "several tunnels" in capsys.readouterr().err


def test_another_platform_says_which_there_are() -> None:
    """One line."""
    with pytest.raises(InputError, match=", ".join(sorted(WRITERS))):
        mirrored(tunnel_of(ASA), "toaster")
