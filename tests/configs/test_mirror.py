"""The far end's configuration that fits: written, read again, compared with the one it was made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli import main
from assistant.configs import compare, settings_of
from assistant.configs.mirror import WRITERS, mirrored
from assistant.configs.mirror_words import KEY
from assistant.engine import knowledge
from assistant.errors import InputError
from assistant.model.settings import TunnelSettings
from assistant.reading.clean import split
from tests.configs.pairs import written

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
SOURCES = {
    "asa": ASA,
    "asa ikev2": ASA_IKEV2,
    "swanctl": SWANCTL,
    "swanctl ikev2": SWANCTL.replace("version = 1", "version = 2"),
    "libreswan": IPSEC_CONF,
    **{f"{name} ikev{version}": written(name, version) for name in ("srx", "mikrotik") for version in (1, 2)},
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
        (item.name, item.local.value, item.remote.value) for item in found.parameters if item.verdict == "differs" and item.name != "key"
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
    with pytest.raises(InputError, match=r"cisco-asa, .*strongswan"):
        mirrored(tunnel_of(ASA), "toaster")
