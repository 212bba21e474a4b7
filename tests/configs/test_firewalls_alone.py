"""What a FortiGate and a Palo Alto say against themselves: policies, routes, translations, zones; and what a part of them does not say."""

from __future__ import annotations

import time

import pytest

from assistant.configs.read import settings_of
from assistant.model.settings import NONE, Remark, Setting, TunnelSettings
from assistant.reading.clean import split
from tests.configs.pairs import written
from tests.configs.reading_settings import device, tunnel

FIREWALLS = ("fortigate", "paloalto")
FORTIGATE, PAN = written("fortigate", 2), written("paloalto", 2)
OUT = '        set srcintf "internal"\n        set dstintf "vpn"\n'
SECURITY = "set rulebase security rules"
ROUTE = "set network virtual-router default routing-table ip static-route"


def said(text: str) -> list[Remark]:
    """Every remark on a configuration but that on outdated algorithms."""
    return [item for found in device(text).tunnels for item in found.remarks if "outdated" not in item.text]


def changed(text: str, before: str, after: str) -> str:
    """The text with a change that really is one."""
    assert before in text
    return text.replace(before, after)


def value(setting: Setting | None) -> str | None:
    """A setting's value."""
    return setting.value if setting is not None else None


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("platform", FIREWALLS)
def test_a_right_configuration_has_no_remark(platform: str, version: int, far: bool) -> None:
    found = tunnel(written(platform, version, far=far))
    assert found.remarks == []
    for name in ("binding", "enabled", "route_peer", "route_far", "exemption", "rules", "tunnel_interface"):
        assert value(getattr(found, name)) not in {None, NONE}, name


@pytest.mark.parametrize(
    ("platform", "before", "after", "finding", "line"),
    [
        ("fortigate", 'set dstintf "vpn"', 'set dstintf "wan1"', "acl-drops-flow", ""),
        ("fortigate", "set action accept", "set action deny", "acl-drops-flow", "edit 1"),
        ("fortigate", OUT, OUT + "        set nat enable\n", "nat-translates-flow", "set nat enable"),
        ("fortigate", 'set phase1name "site"', 'set phase1name "side"', "map-entry-incomplete", 'edit "site"'),
        ("fortigate", "set allowaccess ping", "set status down", "ike-disabled-here", "set status down"),
        ("fortigate", '        set device "site"', '        set device "internal"', "tunnel-route-not-set", "set dst 10.2.0.0 255.255.0.0"),
        ("fortigate", '        set device "wan1"', '        set device "internal"', "route-to-peer-missing", 'set device "internal"'),
        ("fortigate", "set psksecret Winter-Garden", "set authmethod signature", "certificate-absent-logged", "set authmethod signature"),
        ("paloalto", f"{SECURITY} out to vpn", f"{SECURITY} out to dmz", "acl-drops-flow", ""),
        ("paloalto", "rules out action allow", "rules out action deny", "acl-drops-flow", f"{SECURITY} out from trust"),
        (
            "paloalto",
            "nat rules internet to untrust",
            "nat rules internet to [ untrust vpn ]",
            "nat-translates-flow",
            "dynamic-ip-and-port",
        ),
        ("paloalto", "set zone vpn network layer3 tunnel.7\n", "", "acl-drops-flow", "tunnel-interface tunnel.7"),
        ("paloalto", "ethernet1/2 tunnel.7 ]", "ethernet1/2 ]", "tunnel-route-not-set", "tunnel-interface tunnel.7"),
        ("paloalto", f"{ROUTE} site interface tunnel.7", f"{ROUTE} site nexthop discard", "tunnel-route-not-set", "site destination"),
        ("paloalto", "ike-gateway GW-SITE", "ike-gateway GW-SIDE", "map-entry-incomplete", "ike-gateway GW-SIDE"),
        ("paloalto", "ipsec-crypto-profile ESP-SITE", "ipsec-crypto-profile ESP-SIDE", "map-entry-incomplete", "ESP-SIDE"),
        ("paloalto", "ikev2 ike-crypto-profile IKE-SITE", "ikev2 ike-crypto-profile IKE-SIDE", "map-entry-incomplete", "IKE-SIDE"),
        ("paloalto", "TUN-SITE disabled no", "TUN-SITE disabled yes", "ike-disabled-here", "disabled yes"),
    ],
)
def test_a_slip_is_named_with_its_line(platform: str, before: str, after: str, finding: str, line: str) -> None:
    found = [item for item in said(changed(written(platform, 2), before, after)) if item.stops]
    assert finding in {item.finding for item in found}
    at = next(item for item in found if item.finding == finding).where
    assert at
    assert at[0].line > 0
    assert line in at[0].text


@pytest.mark.parametrize(
    ("platform", "before", "after", "name", "expected"),
    [
        ("fortigate", 'set service "ALL"', 'set service "HTTPS"', "rules", "on"),
        ("fortigate", 'set srcaddr "near"', 'set srcaddr "elsewhere"', "rules", None),
        ("fortigate", 'set srcaddr "near"', 'set srcaddr "near"\n        set srcaddr-negate enable', "rules", None),
        ("fortigate", OUT, OUT + '        set nat enable\n        set ippool enable\n        set poolname "p"\n', "exemption", None),
        ("fortigate", '    edit 1\n        set gateway 192.0.2.254\n        set device "wan1"\n    next\n', "", "route_peer", NONE),
        ("fortigate", 'set device "wan1"', 'set sdwan-zone "virtual-wan-link"', "route_peer", "SD-WAN"),
        ("fortigate", '        set device "site"', '        set device "site"\n        set status disable', "route_far", NONE),
        ("fortigate", "set distance 254", "set distance 5", "route_far", NONE),
        ("paloalto", "rules out service any", "rules out service web", "rules", "on"),
        ("paloalto", "rules out source near", "rules out source nowhere", "rules", None),
        ("paloalto", "rules out source near", "rules out negate-source yes\nset rulebase security rules out source near", "rules", None),
        # within one zone traffic passes unless the default is overridden, which no line of the paste shows
        ("paloalto", "set zone trust network layer3 ethernet1/2", "set zone vpn network layer3 ethernet1/2", "rules", None),
        ("paloalto", "interface-address interface ethernet1/1", "translated-address 10.9.0.1", "exemption", "on"),
        (
            "paloalto",
            "site metric 10",
            "site metric 10\nset network virtual-router two routing-table ip static-route x destination 10.0.0.0/8",
            "route_far",
            None,
        ),
        ("paloalto", "internet destination 0.0.0.0/0", "internet destination 10.0.0.0/8", "route_peer", NONE),
    ],
)
def test_what_decides_and_what_is_left_open(platform: str, before: str, after: str, name: str, expected: str | None) -> None:
    assert value(getattr(tunnel(changed(written(platform, 2), before, after)), name)) == expected


@pytest.mark.parametrize(
    "more",
    [
        'config router bgp\n    set as 65001\n    config neighbor\n        edit "192.0.2.9"\n            set remote-as 65002\n        next\n    end\nend\n',
        "config router ospf\n    config network\n        edit 1\n            set prefix 10.0.0.0 255.0.0.0\n        next\n    end\nend\n",
        'config system interface\n    edit "wan2"\n        set mode dhcp\n    next\nend\n',
    ],
)
def test_a_route_may_have_been_learnt(more: str) -> None:
    """With a neighbour or an address by DHCP; a protocol without neighbours brings none."""
    text = changed(FORTIGATE, '    edit 1\n        set gateway 192.0.2.254\n        set device "wan1"\n    next\n', "")
    assert value(tunnel(text + more).route_peer) is None
    assert value(tunnel(text + "config router bgp\n    set as 65001\nend\n").route_peer) == NONE
    pan = changed(PAN, "internet destination 0.0.0.0/0", "internet destination 10.0.0.0/8")
    assert (
        value(
            tunnel(
                pan.replace("set zone untrust", "set network virtual-router default protocol bgp enable yes\nset zone untrust")
            ).route_peer
        )
        is None
    )


@pytest.mark.parametrize("platform", FIREWALLS)
def test_translation_harms_no_tunnel_for_any_source(platform: str) -> None:
    text = changed(FORTIGATE, OUT, OUT + "        set nat enable\n").replace(
        '        set src-name "near"\n', "        set src-addr-type subnet\n"
    )
    if platform == "paloalto":
        text = changed(PAN, "internet to untrust", "internet to any").replace("LAN local 10.1.0.0/16", "LAN local 0.0.0.0/0")
    assert value(tunnel(text).exemption) in {"on", None}


def test_a_rule_before_decides_about_translation() -> None:
    central = (
        'config firewall central-snat-map\n    edit 1\n        set srcintf "internal"\n        set dstintf "vpn"\n        set orig-addr "near"\n'
        '        set dst-addr "far-all"\n        set nat disable\n    next\n    edit 2\n        set srcintf "any"\n        set dstintf "any"\n'
        '        set orig-addr "all"\n        set dst-addr "all"\n    next\nend\n'
    )
    assert value(tunnel(FORTIGATE + central).exemption) == "on"
    assert value(tunnel(FORTIGATE + central.replace("set nat disable", "set status disable")).exemption) == NONE
    first = "set rulebase nat rules none from trust to vpn source near destination far service any\n"
    text = changed(PAN, "internet to untrust", "internet to any")
    assert value(tunnel(text).exemption) == NONE
    assert (
        value(
            tunnel(text.replace("set rulebase nat rules internet source-tr", f"{first}set rulebase nat rules internet source-tr")).exemption
        )
        == "on"
    )


def test_policy_based_phase_1() -> None:
    """Without interface mode a policy with the action ipsec uses the entry."""
    text = FORTIGATE.replace("phase1-interface", "phase1").replace("phase2-interface", "phase2")
    text = text[: text.index("    edit 2\n        set dst ")] + "end\n"
    text = text.replace(OUT, '        set srcintf "internal"\n        set dstintf "wan1"\n')
    used = changed(text, "        set action accept\n", '        set action ipsec\n        set vpntunnel "site"\n')
    found = tunnel(used)
    assert (found.route_based, value(found.binding), value(found.rules)) == (False, "wan1", "on")
    assert [item.finding for item in said(text) if item.stops] == ["map-entry-incomplete"]


def test_who_may_start() -> None:
    base = FORTIGATE.replace("        set net-device disable\n", "{}        set net-device disable\n")
    for more, expected in (("", "both"), ("        set passive-mode enable\n", "responder"), ("        set type dynamic\n", "responder")):
        assert value(tunnel(base.replace("{}", more)).initiation) == expected
    assert value(tunnel(FORTIGATE[: FORTIGATE.index("        set psksecret")]).initiation) is None
    assert value(tunnel(PAN).initiation) is None


def test_certificates_and_who_signed_them() -> None:
    signed = FORTIGATE.replace("        set psksecret Winter-Garden", '        set authmethod signature\n        set certificate "edge"')
    signed = signed.replace("set peertype any", 'set peertype peer\n        set peer "branch"')
    user = 'config user peer\n    edit "{}"\n        set ca "CA_Cert_1"\n    next\nend\n'
    assert value(tunnel(signed).certificate) == "edge"
    assert value(tunnel(signed).trust) is None
    assert value(tunnel(signed + user.format("branch")).trust) == "CA_Cert_1"
    assert [item.finding for item in said(signed + user.format("other"))] == ["certificate-issuer-unknown"]
    gateway = "set network ike gateway GW-SITE authentication"
    pan = PAN.replace(
        f"{gateway} pre-shared-key key Winter-Garden",
        f"{gateway} certificate local-certificate name EDGE\n{gateway} certificate certificate-profile ROOTS",
    )
    assert (value(tunnel(pan).certificate), value(tunnel(pan).trust)) == ("EDGE", "ROOTS")
    assert value(tunnel(pan.replace("set zone vpn", "set shared certificate-profile OTHER CA root\nset zone vpn")).trust) == NONE


def test_every_virtual_domain_is_read() -> None:
    """Tunnels of two domains with the same names, each by its own policies and routes."""
    head, _, rest = FORTIGATE.partition("config system zone")
    body = "config system zone" + rest
    blocked = body.replace('set dstintf "vpn"', 'set dstintf "wan1"')
    text = f"config global\n{head}end\nconfig vdom\nedit root\n{body}end\nconfig vdom\nedit branch\n{blocked}end\n"
    text = text.replace("#config-version", "# config-version").replace("config global", "#config-version=FGT60F-7.2.5-FW\nconfig global", 1)
    found = device(text)
    assert [(item.name, value(item.local_address)) for item in found.tunnels] == [("root/site", "192.0.2.1"), ("branch/site", None)]
    assert [value(item.rules) for item in found.tunnels] == ["on", NONE]
    alone = device(text.replace(f"config vdom\nedit branch\n{blocked}end\n", "")).tunnels
    assert [(item.name, value(item.route_far)) for item in alone] == [("site", "site")]


@pytest.mark.parametrize(
    "prefix", ["set vsys vsys1", "set template EDGE config devices localhost.localdomain vsys vsys1", "set device-group SITES"]
)
def test_rules_with_a_prefix(prefix: str) -> None:
    text = PAN
    for root in ("rulebase", "zone", "address"):
        text = text.replace(f"set {root} ", f"{prefix} {'pre-' if 'group' in prefix and root == 'rulebase' else ''}{root} ")
    found = tunnel(text)
    assert (value(found.rules), value(found.exemption)) == ("on", "on")
    assert value(tunnel(text.replace("rules out to vpn", "rules out to dmz")).rules) == NONE
    two = (
        text
        + "set vsys vsys2 rulebase security rules a from any to any source any destination any application any service any action deny\n"
    )
    assert value(tunnel(two).rules) is None


PARTS = {
    "one policy": FORTIGATE[FORTIGATE.index("config vpn ipsec") : FORTIGATE.index("    edit 1\n        set name")]
    + FORTIGATE[FORTIGATE.index("    edit 2\n        set name") : FORTIGATE.index("    edit 3\n        set name")]
    + "end\n",
    "the default route": FORTIGATE[FORTIGATE.index("config vpn ipsec") : FORTIGATE.index("config firewall policy")]
    + 'config router static\n    edit 1\n        set gateway 192.0.2.254\n        set device "wan1"\n    next\nend\n',
    "policies that name a zone": FORTIGATE[FORTIGATE.index("config vpn ipsec") :],
    "gateways and tunnels": "\n".join(line for line in PAN.splitlines() if " ike " in line or " tunnel ipsec" in line),
    "one rule": "\n".join(
        line for line in PAN.splitlines() if " ike " in line or " tunnel ipsec" in line or "rules in " in line or "zone" in line
    ),
    "one route": "\n".join(line for line in PAN.splitlines() if " ike " in line or " tunnel ipsec" in line or "route internet" in line),
    "what a search for the tunnel finds": "\n".join(line for line in PAN.splitlines() if "SITE" in line or "tunnel.7" in line),
}


@pytest.mark.parametrize("part", PARTS)
def test_what_a_part_does_not_show_is_not_missing(part: str) -> None:
    assert [(item.finding, item.text) for item in said(PARTS[part]) if item.stops] == []


@pytest.mark.parametrize("platform", FIREWALLS)
def test_a_text_cut_at_any_byte_has_no_fault_of_its_own(platform: str) -> None:
    """Whether its end or its beginning is lost, nothing that is left counts as wrong."""
    text = written(platform, 2)
    for end in range(len(text) + 1):
        for part in (text[:end], *([text[end:]] if end % 7 == 0 else [])):
            found = settings_of(split(part)[0], 0, platform)
            tunnels: list[TunnelSettings] = found.tunnels if found is not None else []
            assert [(end, item.text) for one in tunnels for item in one.remarks if item.stops] == []


HOSTILE = [
    "config firewall policy\n" + "config x\n" * 9_000,
    "config vdom\nedit a\n" * 3_000 + "config firewall policy\nedit 1\nset srcintf\nset dstintf\nset action accept\nnext\nend\n",
    "config firewall addrgrp\n"
    + "".join(f'edit "g{n}"\nset member "g{n + 1}" "g{n + 1}"\nnext\n' for n in range(400))
    + "end\n"
    + FORTIGATE.replace('"far"', '"g0"'),
    "config router static\nedit 1\nset dst\nset device\nset distance " + "9" * 9_000 + "\nnext\nend\n" + FORTIGATE,
    "config router static\nedit 1\nset dst 10.0.0.0 x\nset distance ²\nnext\nend\n" + FORTIGATE,
    f"{SECURITY}\n{SECURITY} a\n{SECURITY} a from\n{SECURITY} a from [ \n{SECURITY} a to " + "[ " * 9_000 + "\n" + PAN,
    "".join(f"set address-group g{n} static [ g{n + 1} g{n + 1} ]\n" for n in range(400)) + PAN.replace("source near", "source g0"),
    f"{ROUTE} a destination 10.0.0.0/99\n{ROUTE} a metric {'9' * 9_000}\n{ROUTE} a nexthop\n{ROUTE} b destination ²\n{ROUTE} b metric ²\n"
    + PAN,
    "set " + "vsys x " * 9_000 + "rulebase security rules a from b\nset vsys\nset template\n" + PAN,
    "set network ike crypto-profiles ipsec-crypto-profiles ESP-SITE lifesize tb " + "9" * 9_000 + "\n" + PAN,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_neither_raises_nor_takes_long(text: str) -> None:
    begin = time.monotonic()
    lines = split(text)[0]
    for platform in ("", *FIREWALLS):
        settings_of(lines, 0, platform)
    assert time.monotonic() - begin < 5


def _many(platform: str, count: int) -> str:
    """A device with as many tunnels, each with its policy and route."""
    nets = [(number, f"11.{number // 250}.{number % 250}.0") for number in range(count)]
    if platform == "fortigate":
        tables = {
            "vpn ipsec phase1-interface": 'edit "s{0}"\nset interface "wan1"\nset proposal aes256-sha256\nset remote-gw 203.0.113.9\nset psksecret x\nnext',
            "vpn ipsec phase2-interface": 'edit "p{0}"\nset phase1name "s{0}"\nset proposal aes256-sha256\nset src-subnet 10.1.0.0 255.255.0.0\nset dst-subnet {1} 255.255.255.0\nnext',
            "firewall policy": 'edit {0}\nset srcintf "internal"\nset dstintf "s{0}"\nset action accept\nset srcaddr "all"\nset dstaddr "all"\nset service "ALL"\nnext',
            "router static": 'edit {0}\nset dst {1} 255.255.255.0\nset device "s{0}"\nnext',
        }
        parts = ["\n".join([f"config {name}", *(form.format(*net) for net in nets), "end"]) for name, form in tables.items()]
        return "#config-version=FGT60F-7.2.5-FW\n" + "\n".join(parts)
    form = (
        "set network ike gateway G{0} peer-address ip 203.0.113.9\nset network tunnel ipsec T{0} auto-key ike-gateway G{0}\n"
        "set network tunnel ipsec T{0} auto-key proxy-id p local 10.1.0.0/16 remote {1}/24\nset network tunnel ipsec T{0} tunnel-interface tunnel.{0}\n"
        "set network virtual-router v routing-table ip static-route r{0} destination {1}/24\n"
        "set network virtual-router v routing-table ip static-route r{0} interface tunnel.{0}\nset zone z{0} network layer3 tunnel.{0}\n"
        f"{SECURITY} u{{0}} from trust to z{{0}} source any destination any application any service any action allow\n"
    )
    return (
        "set deviceconfig system hostname many\n" + "".join(form.format(*net) for net in nets) + "set address a ip-netmask 10.0.0.0/8\n" * 2
    )


@pytest.mark.parametrize("platform", FIREWALLS)
def test_thousands_of_tunnels_cost_what_they_are(platform: str) -> None:
    begin = time.monotonic()
    found = settings_of(split(_many(platform, 3_000))[0], 0)
    assert found is not None
    assert len(found.tunnels) == 3_000
    assert {value(item.rules) for item in found.tunnels} == {"on"}
    assert all(value(item.route_far) == value(item.tunnel_interface) for item in found.tunnels)
    assert time.monotonic() - begin < 25


def test_what_nothing_uses_is_set_apart() -> None:
    """A gateway without a tunnel, a phase 2 that names no phase 1: told, and compared only where nothing else fits."""
    gateway = "".join(line + "\n" for line in PAN.splitlines() if "gateway GW-SITE" in line and " tunnel " not in line).replace(
        "GW-SITE", "GW-OLD"
    )
    found = device(PAN.replace("set network virtual-router default interface", f"{gateway}set network virtual-router default interface"))
    assert [(item.name, item.loose, value(item.binding)) for item in found.tunnels] == [
        ("TUN-SITE", False, "tunnel.7"),
        ("GW-OLD", True, NONE),
    ]
    assert [item.finding for item in found.tunnels[1].remarks] == ["map-entry-incomplete"]
    stray = '    edit "stray"\n        set phase1name "gone"\n        set proposal aes256-sha1\n    next\nend\nconfig firewall policy\n'
    text = changed(FORTIGATE, "end\nconfig firewall policy\n", stray)
    assert [(item.name, item.loose, [remark.finding for remark in item.remarks]) for item in device(text).tunnels] == [
        ("site", False, []),
        ("gone", True, ["map-entry-incomplete"]),
    ]


def test_an_interface_that_carries_no_zone_or_router_is_named() -> None:
    found = said(changed(PAN, "TUN-SITE tunnel-interface tunnel.7", "TUN-SITE tunnel-interface tunnel.70"))
    assert [item.text for item in found[:2]] == [
        "The interface tunnel.70 is in no zone.",
        "The interface tunnel.70 is in no virtual router.",
    ]


def test_a_tunnel_without_proxy_ids_is_a_note() -> None:
    text = "\n".join(line for line in PAN.splitlines() if "proxy-id" not in line)
    assert [(item.finding, item.stops) for item in said(text)] == [("acl-networks-differ", False)]


def test_no_policy_back_is_a_note() -> None:
    found = said(changed(FORTIGATE, 'set srcintf "vpn"', 'set srcintf "wan1"'))
    assert [(item.finding, item.stops) for item in found] == [("acl-drops-flow", False)]
