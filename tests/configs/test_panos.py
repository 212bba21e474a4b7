"""PAN-OS configurations in set form: values with their lines, prefixes, profiles, versions, proxy IDs, partial, cut and hostile texts."""

from __future__ import annotations

import re
import time

import pytest

from assistant.configs.read import settings_of
from assistant.model.settings import NONE
from assistant.reading.clean import split
from tests.configs.reading_settings import device, plain, tunnel, without

PAN = """\
set deviceconfig system hostname edge-pa
set network interface ethernet ethernet1/1 layer3 ip 192.0.2.33/28
set network ike crypto-profiles ike-crypto-profiles IKE-AES dh-group [ group14 ]
set network ike crypto-profiles ike-crypto-profiles IKE-AES hash [ sha256 ]
set network ike crypto-profiles ike-crypto-profiles IKE-AES encryption [ aes-256-cbc ]
set network ike crypto-profiles ike-crypto-profiles IKE-AES lifetime hours 8
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES esp encryption [ aes-128-cbc ]
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES esp authentication [ sha256 ]
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES dh-group group14
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES lifetime hours 1
set network ike gateway GW-LINUX authentication pre-shared-key key Harbour-Key-3
set network ike gateway GW-LINUX protocol ikev1 dpd enable yes
set network ike gateway GW-LINUX protocol ikev2 dpd enable yes
set network ike gateway GW-LINUX protocol ikev2 ike-crypto-profile IKE-AES
set network ike gateway GW-LINUX protocol version ikev2
set network ike gateway GW-LINUX protocol-common nat-traversal enable yes
set network ike gateway GW-LINUX local-address interface ethernet1/1
set network ike gateway GW-LINUX local-address ip 192.0.2.33/28
set network ike gateway GW-LINUX peer-address ip 203.0.113.77
set network ike gateway GW-LINUX local-id type fqdn
set network ike gateway GW-LINUX local-id id edge.example.net
set network ike gateway GW-LINUX peer-id type fqdn
set network ike gateway GW-LINUX peer-id id linux.example.net
set network tunnel ipsec TUN-LINUX auto-key ike-gateway GW-LINUX
set network tunnel ipsec TUN-LINUX auto-key proxy-id P1 local 10.70.0.0/16 remote 10.80.4.0/24 protocol any
set network tunnel ipsec TUN-LINUX auto-key ipsec-crypto-profile ESP-AES
set network tunnel ipsec TUN-LINUX tunnel-interface tunnel.7
"""
"""Written for the test."""


def test_values_and_lines() -> None:
    found = tunnel(PAN)
    lines = PAN.split("\n")
    for setting, value, sign in (
        (found.peer, "203.0.113.77", "peer-address ip"),
        (found.local_address, "192.0.2.33", "local-address ip"),
        (found.interface, "ethernet1/1", "local-address interface"),
        (found.version, "ikev2", "protocol version"),
        (found.phase1_lifetime, "28800", "lifetime hours 8"),
        (found.authentication, "pre-shared key", "pre-shared-key"),
        (found.identity_local, "edge.example.net", "local-id id"),
        (found.identity_remote, "linux.example.net", "peer-id id"),
        (found.nat_traversal, "on", "nat-traversal"),
        (found.dpd, "on", "ikev2 dpd"),
        (found.protocol, "esp", "esp encryption"),
        (found.pfs, "group 14", "dh-group group14"),
        (found.phase2_lifetime, "3600", "lifetime hours 1"),
    ):
        assert setting is not None, sign
        assert setting.value == value
        assert setting.where is not None
        assert sign in lines[setting.where.line - 1] or sign == "esp encryption"
    assert found.phase1 is not None
    assert found.phase1[0].algorithms == {
        "encryption": ("AES-CBC-256",),
        "integrity": ("SHA2-256",),
        "group": ("group 14",),
        "prf": ("SHA2-256",),
    }
    assert found.phase2 is not None
    assert found.phase2[0].algorithms == {"encryption": ("AES-CBC-128",), "integrity": ("SHA2-256",)}
    assert found.mode is None
    assert device(PAN).hostname == "edge-pa"


@pytest.mark.parametrize(
    "prefix",
    [
        "set template EDGE config devices localhost.localdomain network",
        'set template "EDGE of the North" config devices localhost.localdomain network',
        "admin@edge-pa# set network",
    ],
)
def test_a_prefix_changes_nothing(prefix: str) -> None:
    other = tunnel(PAN.replace("set network", prefix))
    plain_ = tunnel(PAN)
    assert (other.peer, other.pfs) != (None, None)
    for name in ("peer", "version", "pfs", "identity_local", "phase1_lifetime"):
        assert getattr(other, name).value == getattr(plain_, name).value
    assert other.phase1 is not None
    assert plain_.phase1 is not None
    assert other.phase1[0].algorithms == plain_.phase1[0].algorithms


def test_lists_keep_every_value() -> None:
    text = PAN.replace("dh-group [ group14 ]", "dh-group [ group14 group19 ]").replace(
        "group14\nset network ike crypto-profiles ipsec", "x"
    )
    text = text.replace("encryption [ aes-128-cbc ]", "encryption [ aes-256-gcm aes-128-gcm ]").replace(
        "authentication [ sha256 ]", "authentication [ none ]"
    )
    found = tunnel(text)
    assert found.phase1 is not None
    assert found.phase1[0].algorithms["group"] == ("group 14", "group 19")
    assert found.phase2 is not None
    assert found.phase2[0].algorithms == {"encryption": ("AES-GCM-256", "AES-GCM-128")}


def test_defaults_are_marked_and_only_where_they_are_sure() -> None:
    found = tunnel(without(PAN, "lifetime", "local-id", "peer-id", "nat-traversal", "protocol version", "dpd"))
    for setting, value in (
        (found.phase1_lifetime, "28800"),
        (found.phase2_lifetime, "3600"),
        (found.identity_local, "192.0.2.33"),
        (found.identity_remote, "203.0.113.77"),
    ):
        assert setting is not None
        assert (setting.value, setting.default[:14]) == (value, "PAN-OS default")
    assert found.version is None
    assert found.nat_traversal is None
    assert found.dpd is None


def test_an_identity_of_which_only_the_type_is_shown_is_unknown() -> None:
    found = tunnel(without(PAN, "local-id id", "peer-id id"))
    assert found.identity_local is None
    assert found.identity_remote is None


def test_both_versions_with_a_profile_each() -> None:
    more = PAN.replace("protocol version ikev2", "protocol version ikev2-preferred") + (
        "set network ike gateway GW-LINUX protocol ikev1 ike-crypto-profile OLD\nset network ike gateway GW-LINUX protocol ikev1 exchange-mode aggressive\n"
        "set network ike crypto-profiles ike-crypto-profiles OLD dh-group group2\nset network ike crypto-profiles ike-crypto-profiles OLD hash sha1\n"
        "set network ike crypto-profiles ike-crypto-profiles OLD encryption 3des\n"
    )
    found = tunnel(more)
    assert found.version is not None
    assert found.version.value == "ikev2 ikev1"
    assert found.mode is not None
    assert found.mode.value == "aggressive"
    assert found.phase1 is not None
    assert [suite.name for suite in found.phase1] == ["IKE-AES", "OLD"]
    assert tunnel(without(more, "profiles OLD hash")).phase1 is None


def test_proxy_ids() -> None:
    more = (
        PAN
        + "set network tunnel ipsec TUN-LINUX auto-key proxy-id P2 protocol any\nset network tunnel ipsec TUN-LINUX auto-key proxy-id P2 local 10.71.0.0/16\n"
    )
    found = tunnel(more + "set network tunnel ipsec TUN-LINUX auto-key proxy-id P2 remote 10.80.5.0/24\n").selectors
    assert found is not None
    assert [(item.local, item.remote) for item in found] == [("10.70.0.0/16", "10.80.4.0/24"), ("10.71.0.0/16", "10.80.5.0/24")]
    assert tunnel(without(PAN, "proxy-id")).selectors == ()
    cut = without(PAN, "proxy-id", "ipsec-crypto-profile ESP", "tunnel-interface").rstrip("\n")
    assert tunnel(cut).selectors is None


@pytest.mark.parametrize("what", ["tunnel ipsec TUN-LINUX", "ike gateway GW-LINUX"])
def test_a_disabled_tunnel_is_told_with_its_line(what: str) -> None:
    found = tunnel(PAN + f"set network {what} disabled yes\n")
    assert found.enabled is not None
    assert (found.enabled.value, found.enabled.where and found.enabled.where.line) == (NONE, PAN.count("\n") + 1)
    assert [(item.finding, item.stops) for item in found.remarks] == [("ike-disabled-here", True)]


def test_of_two_tunnels_to_one_peer_the_disabled_one_is_not_compared() -> None:
    old = PAN.replace("TUN-LINUX", "OLD") + "set network tunnel ipsec OLD disabled yes\n"
    found = device(old + without(PAN, "crypto-profiles", "gateway GW-LINUX [^i]"))
    assert [(item.name, item.loose) for item in found.tunnels] == [("OLD", True), ("TUN-LINUX", False)]


def test_what_a_partial_paste_does_not_show_is_unknown() -> None:
    gateway = tunnel("\n".join(line for line in PAN.split("\n") if " gateway GW-LINUX " in line))
    for name in ("phase1", "phase2", "pfs", "selectors", "protocol", "phase1_lifetime"):
        assert getattr(gateway, name) is None, name
    profiles = tunnel("\n".join(line for line in PAN.split("\n") if "crypto-profiles" in line))
    assert profiles.peer is None
    assert profiles.version is None
    assert profiles.phase1 is not None
    assert profiles.pfs is not None


def test_a_text_cut_at_any_line_shows_no_other_value() -> None:
    whole = tunnel(PAN)
    lines = PAN.split("\n")
    for end in range(4, len(lines)):
        for found in device("\n".join(lines[:end]), "paloalto").tunnels:
            for name in ("peer", "version", "mode", "pfs", "protocol", "identity_local", "identity_remote", "phase1_lifetime"):
                have, full = getattr(found, name), getattr(whole, name)
                assert have is None or have.default or have.value == full.value, (end, name)
            for name in ("phase1", "phase2"):
                for suite in getattr(found, name) or ():
                    for kind, names in suite.algorithms.items():
                        assert names == getattr(whole, name)[0].algorithms[kind]
            assert found.selectors is None or [item.local for item in found.selectors] == ["10.70.0.0/16"]


@pytest.mark.parametrize("secret", ["Harbour-Key-3", "-AQ==Q2lwaGVy/VGV4dA==", '"Quartz Velvet"'])
def test_no_key_in_what_was_read(secret: str) -> None:
    keyed = PAN.replace("Harbour-Key-3", secret)
    raw = settings_of(split(keyed)[0], 0)
    assert raw is not None
    for found in (device(keyed), raw):
        assert not [part for part in re.findall(r"[^\s\"]+", secret) if part in plain(found)]
    assert raw.tunnels[0].key is not None
    assert raw.tunnels[0].key.value == "masked"


@pytest.mark.parametrize(
    "text",
    [
        "set network ike gateway G\nset network ike\nset network tunnel ipsec\nset network ike gateway G protocol\n",
        "set network ike crypto-profiles ike-crypto-profiles P dh-group [ group14\nset network ike gateway G local-id id\n",
        "set network ike crypto-profiles ike-crypto-profiles P lifetime hours ten\nset network ike gateway G peer-address ip\n",
        "set " + "template x " * 9_000 + "network ike gateway G peer-address ip 203.0.113.1\n",
        'set network ike gateway "' + "G" * 9_000 + "\nset network ike gateway G protocol " + "ikev1 " * 9_000 + "\n",
        "set network interface ip\nset network interface ethernet e1 layer3 ip\nset network ike gateway G local-address ip x/y\n",
    ],
    ids=range(6),
)
def test_hostile_text_neither_raises_nor_takes_long(text: str) -> None:
    begin = time.monotonic()
    lines = split(text)[0]
    for platform in ("", "paloalto"):
        found = settings_of(lines, 0, platform)
        assert found is None or all(item.platform == "paloalto" for item in found.tunnels)
    assert time.monotonic() - begin < 5
