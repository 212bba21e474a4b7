"""A Juniper SRX as an end of the tunnel, route-based: in ``set`` form, and the same in braces."""

from __future__ import annotations

import shlex

from tests.configs.ends.common import Change, identities, names, nets

TAKES_ANY_IDENTITY = False

_FORM = """set version 21.4R3-S5
set system host-name srx
set interfaces ge-0/0/0 unit 0 family inet address {own}/24
set interfaces ge-0/0/1 unit 0 family inet address {own_lan}/16
set interfaces st0 unit 0 family inet
set routing-options static route 0.0.0.0/0 next-hop {gateway}
set routing-options static route {peer_cidr} next-hop st0.0
set security ike proposal P1 authentication-method pre-shared-keys
set security ike proposal P1 dh-group group14
set security ike proposal P1 authentication-algorithm {hash}
set security ike proposal P1 encryption-algorithm aes-256-cbc
set security ike proposal P1 lifetime-seconds 28800
set security ike policy IKE-POL {mode}proposals P1
set security ike policy IKE-POL pre-shared-key ascii-text "{key}"
set security ike gateway GW ike-policy IKE-POL
set security ike gateway GW address {peer}
set security ike gateway GW dead-peer-detection interval 10
set security ike gateway GW local-identity inet {own}
set security ike gateway GW remote-identity inet {peer}
set security ike gateway GW external-interface ge-0/0/0.0
set security ike gateway GW version v{version}-only
set security ipsec proposal P2 protocol esp
set security ipsec proposal P2 authentication-algorithm hmac-sha1-96
set security ipsec proposal P2 encryption-algorithm aes-256-cbc
set security ipsec proposal P2 lifetime-seconds 3600
set security ipsec policy IPSEC-POL perfect-forward-secrecy keys group14
set security ipsec policy IPSEC-POL proposals P2
set security ipsec vpn VPN bind-interface st0.0
set security ipsec vpn VPN ike gateway GW
set security ipsec vpn VPN ike proxy-identity local {own_cidr}
set security ipsec vpn VPN ike proxy-identity remote {peer_cidr}
set security ipsec vpn VPN ike ipsec-policy IPSEC-POL
set security ipsec vpn VPN establish-tunnels immediately
set security address-book global address LAN {own_cidr}
set security address-book global address FAR {peer_cidr}
set security address-book global address-set ALL-FAR address FAR
set security nat source rule-set OUT from zone trust
set security nat source rule-set OUT to zone untrust
set security nat source rule-set OUT rule ALL match source-address 0.0.0.0/0
set security nat source rule-set OUT rule ALL then source-nat interface
set security policies from-zone trust to-zone vpn policy GO match source-address LAN
set security policies from-zone trust to-zone vpn policy GO match destination-address ALL-FAR
set security policies from-zone trust to-zone vpn policy GO match application any
set security policies from-zone trust to-zone vpn policy GO then permit
set security policies from-zone vpn to-zone trust policy COME match source-address ALL-FAR
set security policies from-zone vpn to-zone trust policy COME match destination-address LAN
set security policies from-zone vpn to-zone trust policy COME match application any
set security policies from-zone vpn to-zone trust policy COME then permit
set security zones security-zone vpn interfaces st0.0
set security zones security-zone untrust host-inbound-traffic system-services ike
set security zones security-zone untrust interfaces ge-0/0/0.0
set security zones security-zone trust host-inbound-traffic system-services all
set security zones security-zone trust interfaces ge-0/0/1.0
set applications application RDP protocol tcp
"""
Level = dict[str, "Level"]
_NAMED = frozenset({"proposal", "policy", "gateway", "vpn", "unit", "family", "security-zone", "rule-set", "rule", "address-book"})
_BLOCKS = frozenset(
    {"system", "interfaces", "routing-options", "static", "security", "ike", "ipsec", "nat", "source", "policies", "zones", "match", "then"}
    | {"host-inbound-traffic", "system-services", "dead-peer-detection", "perfect-forward-secrecy", "proxy-identity", "source-nat"}
)


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    hash_, mode = ("sha1", "mode main\nset security ike policy IKE-POL ") if version == 1 else ("sha-256", "")
    return _FORM.format(**names(version, far=far), hash=hash_, mode=mode)


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    known = names(version, far=far)
    own, peer, own_cidr, peer_cidr = (known[name] for name in ("own", "peer", "own_cidr", "peer_cidr"))
    own_net, peer_net = nets(far=far)
    sent, expected = identities(far=far)
    hash_, more = ("sha1", "md5") if version == 1 else ("sha-256", "sha-384")
    proxy = f"proxy-identity local {own_cidr}"
    found: list[Change] = [
        ("route.peer", "route 0.0.0.0/0 next-hop", "route 172.16.0.0/12 next-hop"),
        ("route.peer", f"route 0.0.0.0/0 next-hop {known['gateway']}", "route 0.0.0.0/0 discard"),
        ("binding", "set security ipsec vpn VPN bind-interface st0.0\n", ""),
        ("binding", "set interfaces st0 unit 0 family inet\n", ""),
        (
            "binding",
            "set interfaces st0 unit 0 family inet\n",
            "set interfaces st0 unit 0 family inet\nset interfaces st0 unit 0 disable\n",
        ),
        ("enabled", "untrust host-inbound-traffic system-services ike", "untrust host-inbound-traffic system-services ping"),
        ("enabled", "set security zones security-zone untrust host-inbound-traffic system-services ike\n", ""),
        (
            "enabled",
            "services ike\n",
            "services all\nset security zones security-zone untrust host-inbound-traffic system-services ike except\n",
        ),
        ("peer.address", f"gateway GW address {peer}", "gateway GW address 198.51.100.9"),
        ("ike.version", f"version v{version}-only", f"version v{3 - version}-only"),
        ("phase1.encryption", "P1 encryption-algorithm aes-256-cbc", "P1 encryption-algorithm 3des-cbc"),
        ("phase1.encryption", "P1 encryption-algorithm aes-256-cbc", "P1 encryption-algorithm aes-128-cbc"),
        ("phase1.integrity", f"P1 authentication-algorithm {hash_}", f"P1 authentication-algorithm {more}"),
        ("phase1.group", "P1 dh-group group14", "P1 dh-group group2"),
        ("phase1.group", "P1 dh-group group14", "P1 dh-group group19"),
        ("phase1.authentication", "method pre-shared-keys", "method rsa-signatures"),
        ("phase1.lifetime", "P1 lifetime-seconds 28800", "P1 lifetime-seconds 3600"),
        ("key", "Winter-Garden", "Winter-Gardem"),
        (sent, f"local-identity inet {own}", "local-identity hostname srx.example.net"),
        (expected, f"remote-identity inet {peer}", "remote-identity hostname far.example.net"),
        ("phase2.protocol", "P2 protocol esp", "P2 protocol ah"),
        ("phase2.encryption", "P2 encryption-algorithm aes-256-cbc", "P2 encryption-algorithm aes-128-cbc"),
        ("phase2.integrity", "hmac-sha1-96", "hmac-md5-96"),
        ("phase2.pfs", "keys group14", "keys group5"),
        ("phase2.pfs", "set security ipsec policy IPSEC-POL perfect-forward-secrecy keys group14\n", ""),
        ("phase2.lifetime", "P2 lifetime-seconds 3600", "P2 lifetime-seconds 7200"),
        ("selectors", proxy, f"proxy-identity local {own_net}.0.0/24"),
        ("selectors", own_cidr, own_cidr.replace("10.", "172.", 1)),
        ("selectors", f"proxy-identity remote {peer_cidr}", f"proxy-identity remote {peer_net}.4.0/24"),
        ("nat-exemption", "rule-set OUT to zone untrust", "rule-set OUT to zone vpn"),
        ("nat-exemption", "rule-set OUT to zone untrust", "rule-set OUT to interface st0.0"),
        ("rules", "policy GO then permit", "policy GO then deny"),
        ("rules", "to-zone vpn policy GO match source-address LAN", "to-zone vpn policy GO match source-address FAR"),
        ("rules", f"address LAN {own_cidr}", "address LAN 172.20.0.0/16"),
        ("rules", "set security zones security-zone vpn interfaces st0.0\n", ""),
        ("route.far", f"set routing-options static route {peer_cidr} next-hop st0.0\n", ""),
        ("route.far", f"route {peer_cidr} next-hop st0.0", f"route {peer_cidr} discard"),
        ("route.far", f"route {peer_cidr} next-hop st0.0", f"route {peer_cidr} next-hop {known['gateway']}"),
    ]
    if version == 1:
        found.append(("ike.mode", "IKE-POL mode main", "IKE-POL mode aggressive"))
    return found


def braces(text: str) -> str:
    """The same configuration as ``show configuration`` prints it."""
    top: Level = {}
    for line in text.split("\n"):
        level, rest = top, shlex.split(line, posix=False)[1:]
        while rest:
            taken = _head(rest, first=level is top)
            level = level.setdefault(" ".join(rest[:taken]), {})
            rest = rest[taken:]
    return "\n".join(_printed(top, ""))


def _head(rest: list[str], *, first: bool) -> int:
    """How many words make the next level."""
    if rest[0] == "from-zone" and "to-zone" in rest:
        return 4
    if rest[0] == "interfaces" and not first and len(rest) > 1:
        return 1
    if rest[0] in _NAMED and len(rest) > 2:
        return 2
    deeper = rest[0] in _BLOCKS or rest[0].startswith(("ge-", "st0"))
    return 1 if deeper and len(rest) > 1 else len(rest)


def _printed(level: Level, indent: str) -> list[str]:
    out = []
    for words, inner in level.items():
        mark = " ## SECRET-DATA" if "pre-shared-key" in words else ""
        out += [f"{indent}{words} {{", *_printed(inner, f"{indent}    "), f"{indent}}}"] if inner else [f"{indent}{words};{mark}"]
    return out
