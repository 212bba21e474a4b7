"""An ASA as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, names, nets

TAKES_ANY_IDENTITY = True
"""With a pre-shared key it finds the tunnel group by the address."""

_FORMS = {
    1: """crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac
crypto map MAP 10 match address VPN
crypto map MAP 10 set pfs group14
crypto map MAP 10 set peer {peer}
crypto map MAP 10 set ikev1 transform-set TS
crypto map MAP 10 set security-association lifetime seconds 3600
crypto map MAP interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
 lifetime 28800
tunnel-group {peer} type ipsec-l2l
tunnel-group {peer} ipsec-attributes
 ikev1 pre-shared-key {key}
""",
    2: """crypto ipsec ikev2 ipsec-proposal TS
 protocol esp encryption aes-256
 protocol esp integrity sha-1
crypto map MAP 10 match address VPN
crypto map MAP 10 set pfs group14
crypto map MAP 10 set peer {peer}
crypto map MAP 10 set ikev2 ipsec-proposal TS
crypto map MAP 10 set security-association lifetime seconds 3600
crypto map MAP interface outside
crypto ikev2 enable outside
crypto ikev2 policy 10
 encryption aes-256
 integrity sha256
 group 14
 prf sha256
 lifetime seconds 28800
tunnel-group {peer} type ipsec-l2l
tunnel-group {peer} ipsec-attributes
 ikev2 remote-authentication pre-shared-key {key}
 ikev2 local-authentication pre-shared-key {key}
""",
}
_HEAD = """interface GigabitEthernet0/0
 nameif outside
 ip address {own} 255.255.255.0
access-list VPN extended permit ip {own_net} 255.255.0.0 {peer_net} 255.255.0.0
"""


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    return (_HEAD + _FORMS[version]).format(**names(version, far=far))


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    peer = names(version, far=far)["peer"]
    own_net, peer_net = nets(far=far)
    either: list[Change] = [
        ("peer.address", f"set peer {peer}", "set peer 198.51.100.9"),
        ("phase1.group", " group 14", " group 2"),
        ("phase1.group", " group 14", " group 19"),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("phase2.pfs", "set pfs group14", "set pfs group5"),
        ("phase2.pfs", "crypto map MAP 10 set pfs group14\n", ""),
        ("phase2.lifetime", "lifetime seconds 3600", "lifetime seconds 7200"),
        ("selectors", f"permit ip {own_net}.0.0 255.255.0.0", f"permit ip {own_net}.0.0 255.255.255.0"),
        ("selectors", f"permit ip {own_net}.0.0", "permit ip 172.16.0.0"),
        ("selectors", f"{peer_net}.0.0 255.255.0.0", "10.0.0.0 255.0.0.0"),
        ("selectors", f"{own_net}.0.0 255.255.0.0 {peer_net}.0.0 255.255.0.0", f"{peer_net}.0.0 255.255.0.0 {own_net}.0.0 255.255.0.0"),
        ("selectors", f"{own_net}.0.0 255.255.0.0", f"host {own_net}.0.7"),
    ]
    if version == 1:
        return [
            *either,
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
        ("phase1.encryption", " encryption aes-256\n integrity", " encryption aes-192\n integrity"),
        ("phase1.encryption", " encryption aes-256\n integrity", " encryption 3des\n integrity"),
        ("phase1.integrity", " integrity sha256", " integrity sha512"),
        ("phase1.prf", " prf sha256", " prf sha512"),
        ("phase1.lifetime", " lifetime seconds 28800", " lifetime seconds 600"),
        ("phase2.encryption", "esp encryption aes-256", "esp encryption aes"),
        ("phase2.integrity", "esp integrity sha-1", "esp integrity sha-512"),
        ("phase2.integrity", "esp integrity sha-1", "esp integrity md5"),
    ]
