"""An ASA as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names, nets

TAKES_ANY_IDENTITY = True
"""With a pre-shared key it finds the tunnel group by the address."""

_HEAD = """interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address {own} 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address {own_lan} 255.255.0.0
object-group network PRIVATE
 network-object 10.0.0.0 255.0.0.0
 network-object 172.16.0.0 255.240.0.0
access-list VPN extended permit ip {own_net} 255.255.0.0 {peer_net} 255.255.0.0
access-list INSIDE extended permit ip any object-group PRIVATE
access-list FILTER extended permit ip object-group PRIVATE object-group PRIVATE
nat (inside,outside) source static PRIVATE PRIVATE destination static PRIVATE PRIVATE no-proxy-arp route-lookup
nat (inside,outside) after-auto source dynamic any interface
access-group INSIDE in interface inside
route outside 0.0.0.0 0.0.0.0 {gateway} 1
crypto ipsec security-association replay window-size 64
"""
_MAP = """crypto map MAP 10 match address VPN
crypto map MAP 10 set pfs group14
crypto map MAP 10 set peer {peer}
crypto map MAP 10 set {proposal} TS
crypto map MAP 10 set security-association lifetime seconds 3600
crypto map MAP 10 set security-association lifetime kilobytes 512000
crypto map MAP interface outside
crypto isakmp identity address
crypto isakmp nat-traversal 30
"""
_GROUP = """group-policy SITES internal
group-policy SITES attributes
 vpn-filter value FILTER
 vpn-tunnel-protocol ikev1 ikev2
tunnel-group {peer} type ipsec-l2l
tunnel-group {peer} general-attributes
 default-group-policy SITES
tunnel-group {peer} ipsec-attributes
 isakmp keepalive threshold 10 retry 2
"""
_SETS = {
    1: "crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac\n",
    2: """crypto ipsec ikev2 ipsec-proposal TS
 protocol esp encryption aes-256
 protocol esp integrity sha-1
""",
}
_POLICIES = {
    1: """crypto ikev2 enable outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
 lifetime 28800
""",
    2: """crypto ikev2 policy 10
 encryption aes-256
 integrity sha256
 group 14
 prf sha256
 lifetime seconds 28800
crypto ikev2 fragmentation mtu 576
crypto ikev1 enable outside
crypto ikev2 enable outside
""",
}
_KEYS = {
    1: " ikev1 pre-shared-key {key}\n",
    2: """ ikev2 remote-authentication pre-shared-key {key}
 ikev2 local-authentication pre-shared-key {key}
""",
}
_PROPOSAL = {1: "ikev1 transform-set", 2: "ikev2 ipsec-proposal"}


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    form = _HEAD + _SETS[version] + _MAP + _POLICIES[version] + _GROUP + _KEYS[version]
    return form.format(**names(version, far=far), proposal=_PROPOSAL[version])


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    peer = names(version, far=far)["peer"]
    own_net, peer_net = nets(far=far)
    sent, _ = identities(far=far)
    manual = "nat (inside,outside) source static PRIVATE"
    either: list[Change] = [
        ("peer.address", f"set peer {peer}", "set peer 198.51.100.9"),
        ("phase1.group", " group 14", " group 2"),
        ("phase1.group", " group 14", " group 19"),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("phase2.pfs", "set pfs group14", "set pfs group5"),
        ("phase2.pfs", "crypto map MAP 10 set pfs group14\n", ""),
        ("phase2.lifetime", "lifetime seconds 3600", "lifetime seconds 7200"),
        (
            "phase2.lifetime",
            "crypto map MAP 10 set security-association lifetime seconds 3600\n",
            "crypto map MAP 10 set security-association lifetime seconds 600\n",
        ),
        ("phase2.volume", "kilobytes 512000", "kilobytes unlimited"),
        ("phase2.replay-window", "replay window-size 64", "replay window-size 1024"),
        ("phase2.replay-window", "replay window-size 64", "replay disable"),
        ("dpd", "isakmp keepalive threshold 10 retry 2", "isakmp keepalive disable"),
        ("nat-traversal", "crypto isakmp nat-traversal 30", "no crypto isakmp nat-traversal"),
        (sent, "isakmp identity address", "isakmp identity key-id gate.example.org"),
        ("binding", "crypto map MAP interface outside", "crypto map MAPS interface outside"),
        ("binding", "crypto map MAP interface outside\n", ""),
        ("enabled", f"crypto ikev{version} enable outside", f"crypto ikev{version} enable inside"),
        ("protocols-allowed", "vpn-tunnel-protocol ikev1 ikev2", f"vpn-tunnel-protocol ikev{3 - version}"),
        ("protocols-allowed", "vpn-tunnel-protocol ikev1 ikev2", "vpn-tunnel-protocol l2tp-ipsec ssl-client"),
        ("rules", "INSIDE extended permit ip any object-group PRIVATE", "INSIDE extended permit tcp any host 198.51.100.80 eq www"),
        ("rules", "access-list INSIDE", "access-list INSIDE extended deny ip any 10.0.0.0 255.0.0.0\naccess-list INSIDE"),
        ("rules", "FILTER extended permit", "FILTER extended deny"),
        ("nat-exemption", manual, f"nat (inside,outside) source dynamic any interface\n{manual}"),
        ("nat-exemption", manual, f"{manual} PRIVATE inactive\n{manual.replace('static', 'dynamic')} interface\n{manual}"),
        ("route.peer", "route outside", f"route inside {peer} 255.255.255.255 {own_net}.0.254 1\nroute outside"),
        ("route.far", "route outside", f"route inside {peer_net}.0.0 255.255.0.0 {own_net}.0.254 1\nroute outside"),
        ("route.far", "route outside", f"route Null0 {peer_net}.0.0 255.255.0.0\nroute outside"),
        ("selectors", f"permit ip {own_net}.0.0 255.255.0.0", f"permit ip {own_net}.0.0 255.255.255.0"),
        ("selectors", f"permit ip {own_net}.0.0", "permit ip 172.16.0.0"),
        ("selectors", f"255.255.0.0 {peer_net}.0.0 255.255.0.0", "255.255.0.0 10.0.0.0 255.0.0.0"),
        ("selectors", f"{own_net}.0.0 255.255.0.0 {peer_net}.0.0 255.255.0.0", f"{peer_net}.0.0 255.255.0.0 {own_net}.0.0 255.255.0.0"),
        ("selectors", f"permit ip {own_net}.0.0 255.255.0.0", f"permit ip host {own_net}.0.7"),
    ]
    if version == 1:
        return [
            *either,
            ("ike.version", "set ikev1 transform-set TS", "set ikev2 ipsec-proposal TS"),
            ("xauth", f"tunnel-group {peer} type ipsec-l2l", f"tunnel-group {peer} type remote-access"),
            ("phase1.encryption", " encryption aes-256", " encryption aes"),
            ("phase1.encryption", " encryption aes-256", " encryption 3des"),
            ("phase1.integrity", " hash sha", " hash md5"),
            ("phase1.lifetime", " lifetime 28800", " lifetime 86399"),
            ("phase1.authentication", " ikev1 pre-shared-key Winter-Garden", " ikev1 trust-point CA"),
            ("ike.mode", "crypto map MAP interface", "crypto map MAP 10 set ikev1 phase1-mode aggressive\ncrypto map MAP interface"),
            ("phase2.encryption", "TS esp-aes-256", "TS esp-3des"),
            ("phase2.integrity", "esp-sha-hmac", "esp-md5-hmac"),
            ("phase2.mode", "crypto map MAP 10 match", "crypto ipsec ikev1 transform-set TS mode transport\ncrypto map MAP 10 match"),
        ]
    return [
        *either,
        ("ike.version", "set ikev2 ipsec-proposal TS", "set ikev1 transform-set TS"),
        ("fragmentation", "crypto ikev2 fragmentation mtu 576", "no crypto ikev2 fragmentation"),
        ("phase1.encryption", " encryption aes-256\n integrity", " encryption aes-192\n integrity"),
        ("phase1.encryption", " encryption aes-256\n integrity", " encryption 3des\n integrity"),
        ("phase1.integrity", " integrity sha256", " integrity sha512"),
        ("phase1.prf", " prf sha256", " prf sha512"),
        ("phase1.lifetime", " lifetime seconds 28800", " lifetime seconds 600"),
        ("phase2.encryption", "esp encryption aes-256", "esp encryption aes"),
        ("phase2.integrity", "esp integrity sha-1", "esp integrity sha-512"),
        ("phase2.integrity", "esp integrity sha-1", "esp integrity md5"),
    ]
