"""An IOS or IOS-XE router with a crypto map as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names, nets

TAKES_ANY_IDENTITY = False

_HEAD = """version 15.9
hostname router
"""
_IKE = {
    1: """crypto isakmp policy 10
 encr aes 256
 hash sha
 authentication pre-share
 group 14
 lifetime 28800
crypto isakmp key {key} address {peer}
crypto isakmp fragmentation
crypto isakmp keepalive 10 3
crypto isakmp profile SITE
 keyring default
 self-identity address
 match identity address {peer} 255.255.255.255
""",
    2: """crypto ikev2 proposal P
 encryption aes-cbc-256
 integrity sha256
 prf sha256
 group 14
crypto ikev2 policy POL
 match fvrf any
 proposal P
crypto ikev2 keyring KR
 peer SITE
  address {peer}
  pre-shared-key {key}
 !
crypto ikev2 profile PROF
 match identity remote address {peer} 255.255.255.255
 identity local address {own}
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
 lifetime 28800
 dpd 10 3 periodic
crypto ikev2 fragmentation mtu 1280
""",
}
_MAP = """crypto ipsec security-association replay window-size 64
crypto ipsec transform-set TS esp-aes 256 esp-sha-hmac
 mode tunnel
crypto map MAP 10 ipsec-isakmp
 set peer {peer}
 set security-association lifetime kilobytes 512000
 set security-association lifetime seconds 3600
 set transform-set TS
 set pfs group14
 set {profile}
 match address VPN
interface GigabitEthernet0/0
 ip address {own} 255.255.255.0
 ip nat outside
 crypto map MAP
interface GigabitEthernet0/1
 ip address {own_lan} 255.255.0.0
 ip nat inside
 ip access-group INSIDE in
ip nat inside source list NAT interface GigabitEthernet0/0 overload
ip route 0.0.0.0 0.0.0.0 {gateway}
ip access-list extended INSIDE
 permit ip any any
ip access-list extended NAT
 deny ip any 10.0.0.0 0.255.255.255
 permit ip 10.0.0.0 0.255.255.255 any
ip access-list extended VPN
 permit ip {own_net} 0.0.255.255 {peer_net} 0.0.255.255
end
"""
_PROFILE = {1: "isakmp-profile SITE", 2: "ikev2-profile PROF"}


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    return (_HEAD + _IKE[version] + _MAP).format(**names(version, far=far), profile=_PROFILE[version])


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    peer = names(version, far=far)["peer"]
    own_net, peer_net = nets(far=far)
    sent, expected = identities(far=far)
    crypto = f"permit ip {own_net}.0.0 0.0.255.255 {peer_net}.0.0 0.0.255.255"
    translated = "ip access-list extended NAT\n deny ip any 10.0.0.0 0.255.255.255\n"
    default = "ip route 0.0.0.0 0.0.0.0"
    either: list[Change] = [
        ("peer.address", f"set peer {peer}", "set peer 198.51.100.9"),
        ("phase1.group", " group 14\n", " group 2\n"),
        ("phase1.group", " group 14\n", " group 19\n"),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("binding", "\n crypto map MAP\n", "\n crypto map MAPS\n"),
        ("binding", "\n crypto map MAP\n", "\n"),
        ("phase2.encryption", "TS esp-aes 256", "TS esp-aes"),
        ("phase2.integrity", "esp-sha-hmac", "esp-sha512-hmac"),
        ("phase2.mode", " mode tunnel", " mode transport"),
        ("phase2.pfs", "set pfs group14", "set pfs group5"),
        ("phase2.pfs", " set pfs group14\n", ""),
        ("phase2.lifetime", "lifetime seconds 3600", "lifetime seconds 7200"),
        ("phase2.lifetime", " set security-association lifetime seconds 3600\n", " set security-association lifetime seconds 600\n"),
        ("phase2.volume", "lifetime kilobytes 512000", "lifetime kilobytes disable"),
        ("phase2.replay-window", "replay window-size 64", "replay window-size 1024"),
        ("phase2.replay-window", "replay window-size 64", "replay disable"),
        ("phase2.compression", "esp-sha-hmac", "esp-sha-hmac comp-lzs"),
        ("nat-traversal", "crypto ipsec security", "no crypto ipsec nat-transparency udp-encapsulation\ncrypto ipsec security"),
        ("selectors", crypto, crypto.replace("0.0.255.255 ", "0.0.0.255 ")),
        ("selectors", crypto, crypto.replace(f"{peer_net}.0.0 0.0.255.255", "10.0.0.0 0.255.255.255")),
        ("selectors", crypto, crypto.replace("permit ip", "permit tcp")),
        ("selectors", crypto, f"permit ip {peer_net}.0.0 0.0.255.255 {own_net}.0.0 0.0.255.255"),
        ("nat-exemption", translated, "ip access-list extended NAT\n"),
        ("nat-exemption", translated, translated.replace(" deny", " permit ip any any\n deny")),
        ("rules", "INSIDE\n permit ip any any", "INSIDE\n deny ip any 10.0.0.0 0.255.255.255\n permit ip any any"),
        ("rules", "INSIDE\n permit ip any any", f"INSIDE\n permit ip {own_net}.0.0 0.0.255.255 host 198.51.100.80"),
        ("route.peer", default, f"ip route {peer} 255.255.255.255 {own_net}.0.254\n{default}"),
        ("route.far", default, f"ip route {peer_net}.0.0 255.255.0.0 {own_net}.0.254\n{default}"),
        ("route.far", default, f"ip route {peer_net}.0.0 255.255.0.0 Null0\n{default}"),
    ]
    if version == 1:
        return [
            *either,
            ("enabled", "crypto isakmp fragmentation", "no crypto isakmp enable\ncrypto isakmp fragmentation"),
            (
                "ike.mode",
                "crypto isakmp keepalive",
                f"crypto isakmp peer address {peer}\n set aggressive-mode password x\ncrypto isakmp keepalive",
            ),
            ("phase1.encryption", " encr aes 256", " encr aes 192"),
            ("phase1.encryption", " encr aes 256\n", ""),
            ("phase1.integrity", " hash sha\n", " hash sha256\n"),
            ("phase1.group", " group 14\n", ""),
            ("phase1.authentication", " authentication pre-share", " authentication rsa-sig"),
            ("phase1.lifetime", " lifetime 28800", " lifetime 3600"),
            ("fragmentation", "crypto isakmp fragmentation\n", "no crypto isakmp fragmentation\n"),
            ("dpd", "crypto isakmp keepalive 10 3\n", "no crypto isakmp keepalive\n"),
            ("xauth", "crypto map MAP 10 ipsec-isakmp", "crypto map MAP client authentication list USERS\ncrypto map MAP 10 ipsec-isakmp"),
            ("key", f"address {peer}\ncrypto isakmp frag", "address 198.51.100.77\ncrypto isakmp frag"),
            ("phase2.protocol", "esp-aes 256 esp-sha-hmac", "ah-sha-hmac"),
            (sent, "self-identity address", "self-identity fqdn gate.example.org"),
            (expected, f"match identity address {peer} 255.255.255.255", "match identity host gate.example.org"),
        ]
    return [
        *either,
        ("ike.version", " set ikev2-profile PROF\n", ""),
        ("phase1.encryption", " encryption aes-cbc-256", " encryption aes-cbc-128"),
        ("phase1.integrity", " integrity sha256", " integrity sha512"),
        ("phase1.prf", " prf sha256", " prf sha384"),
        (
            "phase1.authentication",
            " authentication remote pre-share\n authentication local pre-share",
            " authentication remote rsa-sig\n authentication local rsa-sig",
        ),
        ("phase1.lifetime", " lifetime 28800", " lifetime 3600"),
        ("fragmentation", "crypto ikev2 fragmentation mtu 1280\n", "no crypto ikev2 fragmentation\n"),
        ("key", f"  address {peer}\n  pre-shared-key", "  address 198.51.100.77\n  pre-shared-key"),
        ("phase2.esn", "esp-sha-hmac", "esp-sha-hmac esn"),
        (sent, "identity local address", "identity local fqdn gate.example.org\n description"),
        (expected, f"match identity remote address {peer} 255.255.255.255", "match identity remote fqdn gate.example.org"),
    ]
