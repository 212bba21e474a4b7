"""Configurations of Cisco IOS: values with their lines, defaults, partial and cut pastes, other forms. All texts are written for the test."""

from __future__ import annotations

import random

import pytest

from assistant.configs.detect import platform_of
from assistant.configs.read import settings_of
from assistant.model.settings import ANY, MASKED, NONE
from assistant.reading.clean import split
from tests.configs.pairs import written
from tests.configs.reading_settings import device

ASA, ASA_IKEV2 = written("asa", 1), written("asa", 2)
IOS, IOS_IKEV2 = written("ios", 1, far=True), written("ios", 2, far=True)


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        (ASA, "cisco-asa"),
        (ASA_IKEV2, "cisco-asa"),
        (IOS, "cisco-ios"),
        (IOS_IKEV2, "cisco-ios"),
        (written("fortigate", 1), "fortigate"),
        ("crypto isakmp policy 10\n encr aes\n authentication pre-share\ncrypto isakmp key x address 192.0.2.1\n", "cisco-ios"),
        ("crypto map M 10 ipsec-isakmp\n set peer 192.0.2.1\n set transform-set T\n match address 101\n", "cisco-ios"),
        ("crypto map M 10 match address a\ncrypto map M 10 set peer 192.0.2.1\ncrypto map M 65535 ipsec-isakmp dynamic D\n", "cisco-asa"),
        (
            "interface GigabitEthernet0/0\n nameif outside\n ip address 192.0.2.1 255.255.255.0\ncrypto isakmp identity address\ncrypto isakmp enable outside\n",
            "cisco-asa",
        ),
        ("crypto ikev2 policy 1\n encryption aes-256\ncrypto ikev2 enable outside\n", "cisco-asa"),
        ("crypto ikev2 policy POL\n proposal P\ncrypto ikev2 profile X\n match identity remote any\n", "cisco-ios"),
        ('config vpn ipsec phase1-interface\n edit "a"\n set remote-gw 192.0.2.1\n', "fortigate"),
        ("set remote-gw 192.0.2.1\nset psksecret ENC abc\nset dhgrp 14\n", "fortigate"),
    ],
)
def test_the_platform_is_told_by_its_own_words(text: str, platform: str) -> None:
    assert platform_of(split(text)[0]) == platform


def test_every_value_has_its_line() -> None:
    tunnel = device(IOS).tunnels[0]
    rows = IOS.split("\n")
    for setting, text in (
        (tunnel.peer, " set peer 192.0.2.1"),
        (tunnel.pfs, " set pfs group14"),
        (tunnel.phase1_lifetime, " lifetime 28800"),
        (tunnel.encapsulation, " mode tunnel"),
        (tunnel.local_address, " ip address 203.0.113.5 255.255.255.0"),
    ):
        assert setting is not None
        assert setting.where is not None
        assert rows[setting.where.line - 1] == text
    assert tunnel.key is not None
    assert tunnel.key.where is not None
    assert rows[tunnel.key.where.line - 1].startswith("crypto isakmp key ")
    assert tunnel.phase1 is not None
    assert tunnel.phase1[0].lines["group"].line == rows.index(" group 14") + 1
    assert tunnel.selectors is not None
    assert (tunnel.selectors[0].local, tunnel.selectors[0].remote) == ("10.2.0.0/16", "10.1.0.0/16")


def test_defaults_are_taken_and_named_where_a_policy_says_nothing() -> None:
    text = "version 15.2\ncrypto isakmp policy 1\ncrypto isakmp key k address 192.0.2.1\ncrypto map M 1 ipsec-isakmp\n set peer 192.0.2.1\n set transform-set T\n match address 101\n!\n"
    tunnel = device(text).tunnels[0]
    assert tunnel.phase1 is not None
    assert tunnel.phase1[0].algorithms == {
        "encryption": ("DES",),
        "integrity": ("SHA1",),
        "group": ("group 1",),
        "authentication": ("RSA signature",),
    }
    assert tunnel.phase1[0].default.startswith("IOS's default for ")
    assert [
        (item.value, item.default) for item in (tunnel.phase1_lifetime, tunnel.phase2_lifetime, tunnel.phase2_volume, tunnel.pfs) if item
    ] == [(value, "IOS's default") for value in ("86400", "3600", "4608000", NONE)]
    assert tunnel.phase2 is None
    assert tunnel.selectors is None
    assert tunnel.local_address is None


def test_weak_defaults_are_not_claimed_for_releases_that_refuse_them() -> None:
    tunnel = device("version 17.12\ncrypto isakmp policy 1\n authentication pre-share\n!\ncrypto isakmp key k address 192.0.2.1\n").tunnels[
        0
    ]
    assert tunnel.phase1 is not None
    assert tunnel.phase1[0].algorithms == {"integrity": ("SHA1",), "authentication": ("pre-shared key",)}


def test_a_policy_that_is_cut_off_has_no_defaults_for_what_may_follow() -> None:
    text = "version 15.2\ncrypto isakmp key k address 192.0.2.1\ncrypto isakmp policy 1\n encr aes\n authentication pre-share"
    tunnel = device(text).tunnels[0]
    assert tunnel.phase1 is not None
    assert tunnel.phase1[0].algorithms == {"encryption": ("AES-CBC-128",), "integrity": ("SHA1",), "authentication": ("pre-shared key",)}
    assert tunnel.phase1_lifetime is None


def test_a_map_that_is_cut_off_says_nothing_of_what_may_follow() -> None:
    tunnel = device(IOS[: IOS.index(" set pfs")]).tunnels[0]
    assert tunnel.phase2 is not None
    assert tunnel.pfs is None
    assert tunnel.selectors is None
    assert tunnel.local_address is None
    for end in range(0, len(IOS), 7):
        for text in (IOS[:end], IOS[end:], IOS_IKEV2[:end], IOS_IKEV2[end:]):
            assert len(device(text + "\nversion 15.1\nip route 0.0.0.0 0.0.0.0 192.0.2.1\ncrypto isakmp keepalive 10\n").tunnels) <= 2


def test_a_paste_without_indentation_reads_the_same() -> None:
    flat = "\n".join(row.strip() for row in IOS.split("\n"))
    assert [
        (item.peer and item.peer.value, item.pfs and item.pfs.value, item.selectors and item.selectors[0].local)
        for item in device(flat).tunnels
    ] == [("192.0.2.1", "group 14", "10.2.0.0/16")]


KEYRING = """\
version 15.5
crypto keyring KR vrf OUT
  pre-shared-key address 198.51.100.1 key Narrow-1
  pre-shared-key address 198.51.100.0 255.255.255.0 key Wide-2
crypto isakmp policy 5
 encr 3des
 hash md5
 authentication pre-share
 group 2
crypto isakmp key 6 ENCRYPTED-3 address 0.0.0.0 0.0.0.0
crypto isakmp profile PR
   keyring KR
   self-identity fqdn spoke.example.net
   match identity address 198.51.100.1 255.255.255.255 OUT
   local-address GigabitEthernet0/1
crypto ipsec transform-set T ah-sha-hmac esp-aes 192 esp-md5-hmac
 mode transport
crypto ipsec profile IPP
 set transform-set T
 set security-association lifetime seconds 1800
 set isakmp-profile PR
interface Tunnel1
 ip address 192.0.2.9 255.255.255.252
 tunnel source GigabitEthernet0/1
 tunnel destination 198.51.100.1
 tunnel vrf OUT
 tunnel protection ipsec profile IPP
interface Tunnel2
 tunnel source 203.0.113.5
 tunnel mode ipsec ipv4
 tunnel destination 203.0.113.77
 tunnel protection ipsec profile IPP
interface GigabitEthernet0/1
 ip address 203.0.113.5 255.255.255.0
no crypto ipsec nat-transparency udp-encapsulation
!
"""


def test_tunnel_interfaces_profiles_and_keyrings() -> None:
    gre, vti = device(KEYRING).tunnels
    assert gre.local_address is not None
    assert gre.local_address.value == "203.0.113.5"
    assert gre.selectors is not None
    assert [(item.local, item.remote, item.protocol) for item in gre.selectors] == [("203.0.113.5/32", "198.51.100.1/32", "gre")]
    assert vti.route_based
    assert vti.selectors == ()
    assert gre.identity_local is not None
    assert gre.identity_local.value == "spoke.example.net"
    assert gre.identity_remote is not None
    assert gre.identity_remote.value == "198.51.100.1"
    assert gre.encapsulation is not None
    assert gre.encapsulation.value == "transport"
    assert gre.nat_traversal is not None
    assert gre.nat_traversal.value == "off"
    assert gre.phase2 is not None
    assert gre.phase2[0].algorithms == {"ah": ("SHA1",), "encryption": ("AES-CBC-192",), "integrity": ("MD5",)}
    assert gre.key is not None
    assert gre.key.where is not None
    assert gre.key.where.text.startswith("pre-shared-key address 198.51.100.1 key")
    assert vti.key is not None
    assert vti.key.value == NONE, "the profile's keyring has no key for that peer"


def test_an_encrypted_wildcard_key_is_for_everybody_and_masked() -> None:
    text = (
        KEYRING.replace("   keyring KR\n", "")
        .replace(" set isakmp-profile PR\n", "")
        .replace("  pre-shared-key address 198.51.100.1 key Narrow-1\n", "")
    )
    gre, vti = device(text).tunnels
    assert vti.key is not None
    assert vti.key.value == MASKED
    assert gre.key is not None
    assert gre.key.value.startswith("<secret-"), "the key for the narrower network stands before the one for everybody"


def test_dynamic_maps_take_any_peer() -> None:
    text = IOS.replace(
        "crypto map MAP 10 ipsec-isakmp\n", "crypto map MAP 99 ipsec-isakmp dynamic DYN\ncrypto dynamic-map DYN 5\n"
    ).replace(" set peer 192.0.2.1\n", "")
    tunnel = device(text).tunnels[0]
    assert tunnel.peer is not None
    assert tunnel.peer.value == ANY
    assert tunnel.local_address is not None


def test_wildcard_masks_are_not_netmasks() -> None:
    for mask, network in (
        ("0.0.0.0", "10.2.0.0/32"),  # noqa: S104 - a wildcard mask
        ("255.255.255.255", ANY),
        ("0.0.0.63", "10.2.0.0/26"),
        ("255.255.255.0", "10.2.0.0 wildcard 255.255.255.0"),
    ):
        selectors = device(IOS.replace("10.2.0.0 0.0.255.255", f"10.2.0.0 {mask}")).tunnels[0].selectors
        assert selectors is not None
        assert selectors[0].local == network


def test_an_identity_by_network_or_several_cannot_be_told_as_one() -> None:
    for match in (
        "identity remote address 198.51.100.0 255.255.255.0",
        "identity remote address 198.51.100.1 255.255.255.255\n match identity remote fqdn a.example.net",
    ):
        tunnel = device(IOS_IKEV2.replace("identity remote address 192.0.2.1 255.255.255.255", match)).tunnels[0]
        assert tunnel.identity_remote is None
    anyone = device(IOS_IKEV2.replace("identity remote address 192.0.2.1 255.255.255.255", "identity remote any")).tunnels[0]
    assert anyone.identity_remote is not None
    assert anyone.identity_remote.value == ANY


def test_a_key_for_each_direction_is_not_laid_against_one() -> None:
    text = IOS_IKEV2.replace("  pre-shared-key Winter-Garden\n", "  pre-shared-key local One-1\n  pre-shared-key remote Two-2\n")
    tunnel = device(text).tunnels[0]
    assert tunnel.key is not None
    assert tunnel.key.value == MASKED


def test_a_proposal_that_no_policy_names_is_not_offered() -> None:
    found = device(IOS_IKEV2.replace("\n proposal P\n", "\n proposal Q\n"))
    assert found.tunnels[0].phase1 is None
    assert ["proposal P is" in remark.text for remark in found.remarks] == [True]


def test_a_peer_by_name_is_not_called_without_a_key() -> None:
    assert device(IOS.replace(" set peer 192.0.2.1", " set peer far.example.net")).tunnels[0].key is None
    assert device(IOS_IKEV2.replace("  address 192.0.2.1\n", "  identity fqdn far.example.net\n")).tunnels[0].key is None


def test_a_paste_that_stands_twice_is_one_tunnel() -> None:
    (tunnel,) = device(IOS + IOS).tunnels
    assert [peer.value for peer in tunnel.peers] == ["192.0.2.1"]


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "x"])
def test_a_number_that_is_none_is_no_fault(number: str) -> None:
    text = (
        IOS.replace("policy 10", f"policy {number}")
        .replace("map MAP 10", f"map MAP {number}")
        .replace("10.1.0.0 0.0.255.255", f"10.1.0.0 {number}")
    )
    assert device(text.replace("group 14", f"group {number}").replace("lifetime 28800", f"lifetime {number}")).hostname == "router"


def test_a_damaged_configuration_is_no_fault() -> None:
    chance = random.Random(7)  # noqa: S311 - chance that repeats
    for _ in range(300):
        words = (
            chance.choice([IOS, IOS_IKEV2, KEYRING, written("fortigate", 1)])
            .replace("198.51.100.1", chance.choice(["198.51.100.1", "fe80::1%e0", "999.1.1.1", ""]))
            .split(" ")
        )
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(words))
            words[at : at + chance.randrange(3)] = chance.choice([[], ["\n"], ['"'], ["key"], ["192.0.2.300"]])
        text = " ".join(words)
        for platform in ("cisco-ios", "fortigate"):
            settings_of(split(text)[0], 0, platform)
