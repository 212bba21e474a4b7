"""Configurations of Cisco ASA: translation in its order, filters, group policies, dynamic maps, certificates. All texts are written for the test."""

from __future__ import annotations

import time

import pytest

from assistant.configs.read import settings_of
from assistant.model.observed import Line
from assistant.model.settings import ANY, NONE, DeviceSettings, Setting
from tests.configs.ends.common import B
from tests.configs.pairs import written
from tests.configs.reading_settings import device, tunnel

WHOLE = written("asa", 1)


def shown(setting: Setting | None) -> str | None:
    """The text of the line that a setting stands in."""
    assert setting is not None
    return setting.where.text if setting.where else None


@pytest.mark.parametrize(
    ("words", "value"),
    [("ikev1 l2tp-ipsec", "ikev1"), ("IPSec webvpn", "ikev1"), ("ssl-client", NONE), ("ikev2 ikev1 ssl-clientless", "ikev2 ikev1")],
)
def test_what_a_group_policy_lets_in(words: str, value: str) -> None:
    allowed = tunnel(WHOLE.replace("vpn-tunnel-protocol ikev1 ikev2", f"vpn-tunnel-protocol {words}")).allowed
    assert allowed is not None
    assert allowed.value == value


def test_group_policies_inherit() -> None:
    """From DfltGrpPolicy, whose own default lets in both; a policy that is not shown is unknown."""
    silent = WHOLE.replace(" vpn-tunnel-protocol ikev1 ikev2\n", "")
    allowed = tunnel(silent).allowed
    assert allowed is not None
    assert (allowed.value, allowed.default) == ("ikev1 ikev2", "ASA's default")
    allowed = tunnel(
        silent.replace("tunnel-group", "group-policy DfltGrpPolicy attributes\n vpn-tunnel-protocol ikev2\ntunnel-group", 1)
    ).allowed
    assert allowed is not None
    assert allowed.value == "ikev2"
    assert tunnel(WHOLE.replace("default-group-policy SITES", "default-group-policy OTHER")).allowed is None


@pytest.mark.parametrize("version", [1, 2])
def test_what_a_group_policy_does_not_let_in_is_remarked(version: int) -> None:
    text = written("asa", version).replace("vpn-tunnel-protocol ikev1 ikev2", f"vpn-tunnel-protocol ikev{3 - version}")
    assert [(item.finding, item.stops) for item in tunnel(text).remarks] == [("protocol-not-allowed", True)]


def test_the_outside_access_list_counts_only_without_the_bypass() -> None:
    """Decrypted traffic passes it by unless ``no sysopt connection permit-vpn``."""
    text = WHOLE.replace(
        "access-group INSIDE",
        "access-list OUT extended permit tcp any host 10.1.0.9 eq 443\naccess-group OUT in interface outside\naccess-group INSIDE",
    )
    rules = tunnel(text).rules
    assert rules is not None
    assert rules.value == "on"
    text = text.replace("access-list OUT", "access-list OUT extended deny ip 10.2.0.0 255.255.0.0 any\naccess-list OUT")
    rules = tunnel(text + "no sysopt connection permit-vpn\n").rules
    assert rules is not None
    assert (rules.value, shown(rules)) == (NONE, "access-list OUT extended deny ip 10.2.0.0 255.255.0.0 any")


def test_an_access_list_that_is_not_shown_is_unknown() -> None:
    assert tunnel(WHOLE.replace("access-list INSIDE", "access-list INSIDF")).rules is None


@pytest.mark.parametrize(("name", "way"), [("answer-only", "responder"), ("originate-only", "initiator"), ("bidirectional", "both")])
def test_who_may_start(name: str, way: str) -> None:
    found = tunnel(
        WHOLE.replace("crypto map MAP 10 match", f"crypto map MAP 10 set connection-type {name}\ncrypto map MAP 10 match")
    ).initiation
    assert found is not None
    assert (found.value, found.default) == (way, "")


def test_a_dynamic_map_is_a_tunnel_for_any_peer() -> None:
    text = WHOLE.replace(
        "crypto map MAP interface",
        "crypto dynamic-map DYN 5 set ikev1 transform-set TS\ncrypto dynamic-map DYN 5 set pfs group14\ncrypto map MAP 65000 ipsec-isakmp dynamic DYN\ncrypto map MAP interface",
    )
    static, dynamic = device(text).tunnels
    assert static.name == "MAP 10"
    assert [peer.value for peer in dynamic.peers] == [ANY]
    assert dynamic.initiation is not None
    assert dynamic.binding is not None
    assert dynamic.pfs is not None
    assert (dynamic.initiation.value, dynamic.binding.value, dynamic.pfs.value) == ("responder", "outside", "group 14")
    assert [remark for remark in static.remarks if remark.stops] == []


VTI = """ASA Version 9.16(1)
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 192.0.2.1 255.255.255.0
interface Tunnel1
 nameif vti
 ip address 10.9.0.1 255.255.255.252
 tunnel source interface outside
 tunnel destination 203.0.113.5
 tunnel mode ipsec ipv4
 tunnel protection ipsec profile PROF
route outside 0.0.0.0 0.0.0.0 192.0.2.254 1
route vti 10.2.0.0 255.255.0.0 10.9.0.2 1
crypto ipsec ikev2 ipsec-proposal TS
 protocol esp encryption aes-256
 protocol esp integrity sha-256
crypto ipsec profile PROF
 set ikev2 ipsec-proposal TS
 set pfs group19
crypto ikev2 enable outside
tunnel-group 203.0.113.5 type ipsec-l2l
tunnel-group 203.0.113.5 ipsec-attributes
 ikev2 remote-authentication pre-shared-key One-Key-1
 ikev2 local-authentication pre-shared-key One-Key-1
"""


def test_a_tunnel_interface() -> None:
    found = tunnel(VTI)
    assert found.route_based
    values = [
        item.value if item else None
        for item in (found.tunnel_interface, found.interface, found.binding, found.enabled, found.route_far, found.route_peer)
    ]
    assert values == ["vti", "outside", "vti", "outside", "vti", "outside"]
    assert [remark.finding for remark in tunnel(VTI.replace("route vti", "route outside")).remarks] == ["tunnel-route-not-set"]


SIGNED = (
    WHOLE.replace(" authentication pre-share", " authentication rsa-sig")
    .replace(" ikev1 pre-shared-key Winter-Garden", " ikev1 trust-point TP")
    .replace("crypto isakmp identity", "crypto ca trustpoint TP\n enrollment terminal\ncrypto ca certificate chain TP\n certificate 0a\n certificate ca 01\ncrypto isakmp identity")
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "own", "authority"),
    [
        ("", "", "TP", "TP"),
        (" certificate 0a\n", "", NONE, "TP"),
        (" certificate ca 01\n", "", "TP", NONE),
        ("trustpoint TP", "trustpoint OTHER", "TP", "TP"),
        (" certificate 0a\n certificate ca 01\n", "", "TP", None),
        ("crypto ca certificate chain TP\n certificate 0a\n certificate ca 01\n", "", "TP", None),
        ("trust-point TP", "trust-point PT", NONE, "TP"),
    ],
)
def test_certificates(before: str, after: str, own: str, authority: str | None) -> None:
    found = tunnel(SIGNED.replace(before, after) if before else SIGNED)
    if "OTHER" in after:
        own = NONE
    assert found.certificate is not None
    assert found.certificate.value == own
    assert (found.trust.value if found.trust else None) == authority
    assert ("certificate-absent-logged" in [remark.finding for remark in found.remarks]) == (own == NONE)


@pytest.mark.parametrize(("version", "group"), [("9.12(4)", "group 2"), ("9.16(1)", "group 14"), ("", "group 2")])
def test_the_default_group_is_the_releases(version: str, group: str) -> None:
    head = f"ASA Version {version}\n" if version else ""
    found = tunnel(head + WHOLE.replace("set pfs group14", "set pfs")).pfs
    assert found is not None
    assert (found.value, found.default) == (group, "ASA's default")


def test_what_a_release_no_longer_has() -> None:
    text = WHOLE.replace(" encryption aes-256", " encryption 3des")
    assert [remark.text for remark in tunnel("ASA Version 9.16(2)\n" + text).remarks] == [
        "3DES in phase 1 was removed in release 9.15: version 9.16(2) does not have it."
    ]
    assert [remark.text for remark in tunnel("ASA Version 9.12(1)\n" + text).remarks] == ["3DES in phase 1 is outdated (RFC 8247)."]


def test_two_devices_in_one_text_are_told() -> None:
    found = device(f"hostname one\n{WHOLE}hostname two\n{written('asa', 1, far=True)}")
    assert found.hostname == "one"
    assert [remark.text.startswith("The text holds the configurations of one and two") for remark in found.remarks] == [True]
    assert device(f"hostname one\n{WHOLE}hostname one\n").remarks == []


@pytest.mark.parametrize("version", [1, 2])
def test_a_configuration_cut_anywhere_blames_nothing_that_may_follow(version: int) -> None:
    """At any byte: no fault, and no remark that stops the tunnel, for what is missing may stand further on."""
    text = written("asa", version)
    for end in range(len(text)):
        found = settings_of([Line(number, line) for number, line in enumerate(text[:end].split("\n"), 1)], 0, "cisco-asa")
        for item in found.tunnels if found else ():
            assert [remark.text for remark in item.remarks if remark.stops] == [], text[:end][-60:]


@pytest.mark.parametrize(
    "text",
    [
        "crypto map M " + "9" * 5000 + " set peer 192.0.2.1",
        "crypto map M 1 set security-association lifetime",
        "crypto map M 1 set security-association replay window-size",
        "nat (inside,outside) source static",
        "nat (" + "(" * 5000,
        "object network",
        "access-list X extended permit object-group",
        "access-group",
        "route outside",
        "group-policy",
        "tunnel-group X ipsec-attributes\n ikev1 user-authentication",
        "access-list L line",
        "interface\n ip address",
    ],
)
def test_statements_that_are_cut_or_hostile_lose_nothing_else(text: str) -> None:
    found = device(f"{text}\n{WHOLE}")
    assert [item.name for item in found.tunnels if item.name == "MAP 10"] == ["MAP 10"]


def many(count: int) -> DeviceSettings:
    """A device with that many tunnels, each with its objects, exemption, route and group."""
    out = ["interface g0", " nameif outside", " ip address 192.0.2.1 255.255.255.0", "route outside 0 0 192.0.2.254"]
    for number in range(count):
        net, peer = f"172.{16 + number // 256}.{number % 256}.0", f"203.0.{number // 250}.{number % 250 + 1}"
        out += [f"object network F{number}", f" subnet {net} 255.255.255.0"]
        out += [f"access-list V{number} extended permit ip 10.0.0.0 255.0.0.0 object F{number}"]
        out += [f"nat (inside,outside) source static any any destination static F{number} F{number}"]
        out += [f"route outside {net} 255.255.255.0 192.0.2.254", f"tunnel-group {peer} type ipsec-l2l"]
        out += [f"crypto map M {number + 1} match address V{number}", f"crypto map M {number + 1} set peer {peer}"]
    out += ["crypto map M interface outside"]
    found = settings_of([Line(number, line) for number, line in enumerate(out, 1)], 0, "cisco-asa")
    assert found is not None
    return found


def test_thousands_of_tunnels_are_read_in_seconds() -> None:
    """What is laid against all others of its kind would take minutes."""
    begun = time.process_time()
    found = many(3000)
    assert time.process_time() - begun < 15
    assert len(found.tunnels) == 3000
    assert {item.exemption.value for item in found.tunnels if item.exemption} == {"on"}


def test_a_tunnel_group_under_an_alias_is_told() -> None:
    """It is looked for by the digits of the address, which the ``name`` command does not change."""
    text = f"name {B} far-gate\n" + WHOLE.replace(f"tunnel-group {B}", "tunnel-group far-gate")
    assert [(remark.finding, remark.stops) for remark in tunnel(text).remarks] == [("entry-here-named-by-alias", True)]


def test_the_peer_is_found_by_its_name() -> None:
    """The ``name`` command; a tunnel group goes by the digits of the address."""
    text = f"name {B} far-gate\n" + WHOLE.replace(f"set peer {B}", "set peer far-gate")
    found = tunnel(text)
    assert found.peer is not None
    assert found.peer.value == B
    assert found.key is not None
    assert found.remarks == []
