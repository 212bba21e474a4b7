"""A Palo Alto firewall, in set form, as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names, nets

TAKES_ANY_IDENTITY = False

_FORM = """set deviceconfig system hostname edge
set network interface ethernet ethernet1/1 layer3 ip {own}/24
set network interface ethernet ethernet1/1 link-state auto
set network interface ethernet ethernet1/2 layer3 ip {own_lan}/16
set network interface tunnel units tunnel.7 comment site
set network ike crypto-profiles ike-crypto-profiles IKE-SITE dh-group [ group14 ]
set network ike crypto-profiles ike-crypto-profiles IKE-SITE hash {hash}
set network ike crypto-profiles ike-crypto-profiles IKE-SITE encryption [ aes-256-cbc ]
set network ike crypto-profiles ike-crypto-profiles IKE-SITE lifetime hours 8
set network ike crypto-profiles ipsec-crypto-profiles ESP-SITE esp encryption [ aes-256-cbc ]
set network ike crypto-profiles ipsec-crypto-profiles ESP-SITE esp authentication [ sha1 ]
set network ike crypto-profiles ipsec-crypto-profiles ESP-SITE dh-group group14
set network ike crypto-profiles ipsec-crypto-profiles ESP-SITE lifetime hours 1
set network ike crypto-profiles ipsec-crypto-profiles ESP-SITE lifesize mb 500
set network ike gateway GW-SITE authentication pre-shared-key key {key}
set network ike gateway GW-SITE protocol ikev{version} dpd enable yes
set network ike gateway GW-SITE protocol ikev{version} ike-crypto-profile IKE-SITE
{extra}set network ike gateway GW-SITE protocol version ikev{version}
set network ike gateway GW-SITE protocol-common nat-traversal enable yes
set network ike gateway GW-SITE protocol-common fragmentation enable yes
set network ike gateway GW-SITE local-address interface ethernet1/1
set network ike gateway GW-SITE local-address ip {own}/24
set network ike gateway GW-SITE peer-address ip {peer}
set network ike gateway GW-SITE disabled no
set network tunnel ipsec TUN-SITE auto-key ike-gateway GW-SITE
set network tunnel ipsec TUN-SITE auto-key proxy-id LAN local {own_cidr}
set network tunnel ipsec TUN-SITE auto-key proxy-id LAN remote {peer_cidr}
set network tunnel ipsec TUN-SITE auto-key proxy-id LAN protocol any
set network tunnel ipsec TUN-SITE auto-key ipsec-crypto-profile ESP-SITE
set network tunnel ipsec TUN-SITE tunnel-interface tunnel.7
set network tunnel ipsec TUN-SITE anti-replay yes
set network tunnel ipsec TUN-SITE anti-replay-window 64
set network tunnel ipsec TUN-SITE disabled no
set network virtual-router default interface [ ethernet1/1 ethernet1/2 tunnel.7 ]
set network virtual-router default routing-table ip static-route internet destination 0.0.0.0/0
set network virtual-router default routing-table ip static-route internet interface ethernet1/1
set network virtual-router default routing-table ip static-route internet nexthop ip-address {gateway}
set network virtual-router default routing-table ip static-route internet metric 10
set network virtual-router default routing-table ip static-route site destination {peer_cidr}
set network virtual-router default routing-table ip static-route site interface tunnel.7
set network virtual-router default routing-table ip static-route site metric 10
set zone untrust network layer3 ethernet1/1
set zone trust network layer3 ethernet1/2
set zone vpn network layer3 tunnel.7
set rulebase security rules out from trust
set rulebase security rules out to vpn
set rulebase security rules out source near
set rulebase security rules out destination far
set rulebase security rules out application any
set rulebase security rules out service any
set rulebase security rules out action allow
set rulebase security rules in from vpn to trust source far destination near application any service any action allow
set rulebase nat rules internet source-translation dynamic-ip-and-port interface-address interface ethernet1/1
set rulebase nat rules internet to untrust
set rulebase nat rules internet from trust
set rulebase nat rules internet source any
set rulebase nat rules internet destination any
set rulebase nat rules internet service any
set address near ip-netmask {own_cidr}
set address far ip-netmask {peer_cidr}
"""


def written(version: int, *, far: bool = False) -> str:
    """The working configuration; the far one only answers."""
    gateway = "set network ike gateway GW-SITE protocol"
    extra = f"{gateway} ikev1 exchange-mode main\n" if version == 1 else ""
    extra += f"{gateway}-common passive-mode yes\n" if far else ""
    return _FORM.format(**names(version, far=far), hash="sha1" if version == 1 else "sha256", extra=extra)


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    known = names(version, far=far)
    peer = known["peer"]
    sent, expected = identities(far=far)
    near, there = nets(far=far)
    dpd = f"ikev{version} dpd enable yes"
    site = "set network virtual-router default routing-table ip static-route site"
    id_ = "set network ike gateway GW-SITE"
    found: list[Change] = [
        ("peer.address", f"peer-address ip {peer}", "peer-address ip 198.51.100.9"),
        ("ike.version", f"protocol version ikev{version}", f"protocol version ikev{3 - version}"),
        ("phase1.encryption", "IKE-SITE encryption [ aes-256-cbc ]", "IKE-SITE encryption [ aes-192-cbc 3des ]"),
        ("phase1.integrity", f"IKE-SITE hash {'sha1' if version == 1 else 'sha256'}", "IKE-SITE hash [ sha384 sha512 ]"),
        ("phase1.group", "dh-group [ group14 ]", "dh-group [ group2 group5 ]"),
        ("phase1.group", "dh-group [ group14 ]", "dh-group group20"),
        ("phase1.lifetime", "lifetime hours 8", "lifetime days 1"),
        ("phase1.lifetime", "lifetime hours 8", "lifetime minutes 30"),
        (
            "phase1.authentication",
            f"authentication pre-shared-key key {known['key']}",
            "authentication certificate local-certificate name EDGE",
        ),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("nat-traversal", "nat-traversal enable yes", "nat-traversal enable no"),
        ("fragmentation", "fragmentation enable yes", "fragmentation enable no"),
        ("dpd", dpd, dpd.replace("yes", "no")),
        (sent, f"{id_} local-address interface", f"{id_} local-id type fqdn id gate.example.org\n{id_} local-address interface"),
        (expected, f"{id_} local-address interface", f"{id_} peer-id type fqdn id gate.example.org\n{id_} local-address interface"),
        (
            "phase2.protocol",
            "ESP-SITE esp encryption [ aes-256-cbc ]\nset network ike crypto-profiles ipsec-crypto-profiles ESP-SITE esp",
            "ESP-SITE ah",
        ),
        ("phase2.encryption", "esp encryption [ aes-256-cbc ]", "esp encryption [ aes-128-cbc aes-192-cbc ]"),
        ("phase2.integrity", "esp authentication [ sha1 ]", "esp authentication [ sha512 ]"),
        ("phase2.pfs", "ESP-SITE dh-group group14", "ESP-SITE dh-group group19"),
        ("phase2.pfs", "ESP-SITE dh-group group14", "ESP-SITE dh-group no-pfs"),
        ("phase2.mode", "TUN-SITE anti-replay yes", "TUN-SITE ipsec-mode transport"),
        ("phase2.lifetime", "lifetime hours 1\n", "lifetime minutes 20\n"),
        ("phase2.volume", "lifesize mb 500", "lifesize gb 2"),
        ("phase2.replay-window", "anti-replay yes", "anti-replay no"),
        ("selectors", f"LAN local {near}.0.0/16", f"LAN local {near}.0.0/24"),
        ("selectors", f"LAN local {near}.0.0/16", "LAN local 10.0.0.0/8"),
        ("selectors", f"LAN remote {there}.0.0/16", f"LAN remote {there}.4.7/32"),
        ("selectors", "LAN protocol any", "LAN protocol number 6"),
        ("binding", "set network tunnel ipsec TUN-SITE tunnel-interface tunnel.7\n", ""),
        ("binding", "auto-key ike-gateway GW-SITE", "auto-key ike-gateway GW-SIDE"),
        ("enabled", "GW-SITE disabled no", "GW-SITE disabled yes"),
        ("enabled", "TUN-SITE disabled no", "TUN-SITE disabled yes"),
        ("enabled", "ethernet1/1 link-state auto", "ethernet1/1 link-state down"),
        ("route.peer", "static-route internet interface ethernet1/1", "static-route internet interface ethernet1/2"),
        ("route.peer", "internet destination 0.0.0.0/0", "internet destination 172.16.0.0/12"),
        ("route.far", f"{site} destination {there}.0.0/16\n{site} interface tunnel.7\n{site} metric 10\n", ""),
        ("route.far", f"{site} interface tunnel.7", f"{site} interface ethernet1/2"),
        ("route.far", f"{site} interface tunnel.7", f"{site} nexthop discard"),
        ("route.far", "ethernet1/2 tunnel.7 ]", "ethernet1/2 ]"),
        ("nat-exemption", "nat rules internet to untrust", "nat rules internet to [ untrust vpn ]"),
        ("nat-exemption", "nat rules internet to untrust", "nat rules internet to any"),
        ("rules", "rules out to vpn", "rules out to untrust"),
        ("rules", "rules out action allow", "rules out action deny"),
        ("rules", "rules out action allow", "rules out action allow\nset rulebase security rules out disabled yes"),
        ("rules", "set zone vpn network layer3 tunnel.7", "set zone vpn network layer3 tunnel.8"),
    ]
    if version == 1:
        found.append(("ike.mode", "exchange-mode main", "exchange-mode aggressive"))
    if not far:
        found.append(
            ("initiation", f"{id_} local-address interface", f"{id_} protocol-common passive-mode yes\n{id_} local-address interface")
        )
    return found
