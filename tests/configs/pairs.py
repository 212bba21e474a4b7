"""Pairs of working configurations, each end of several platforms, and one tunnel between them. Written for the test.

The ends are A, 192.0.2.1 before 10.1.0.0/16, and B, 203.0.113.5 before 10.2.0.0/16.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.configs import compare, pair, settings_of
from assistant.model.entries import ParameterEntry
from assistant.model.settings import Comparison, DeviceSettings
from assistant.reading.clean import split
from assistant.reading.redact import Redactor

A, B = "192.0.2.1", "203.0.113.5"
NETS = {A: ("10.1.0.0", "10.1.0.0/16"), B: ("10.2.0.0", "10.2.0.0/16")}

_ASA = {
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
 ikev1 pre-shared-key Winter-Garden
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
 ikev2 remote-authentication pre-shared-key Winter-Garden
 ikev2 local-authentication pre-shared-key Winter-Garden
""",
}
_ASA_HEAD = """interface GigabitEthernet0/0
 nameif outside
 ip address {own} 255.255.255.0
access-list VPN extended permit ip {own_net} 255.255.0.0 {peer_net} 255.255.0.0
"""
_SWANCTL = """connections {{
  site {{
    version = {version}
    local_addrs = {own}
    remote_addrs = {peer}
    proposals = {ike}
    rekey_time = 28800s
    local {{
      auth = psk
      id = {own}
    }}
    remote {{
      auth = psk
      id = {peer}
    }}
    children {{
      net {{
        local_ts = {own_cidr}
        remote_ts = {peer_cidr}
        esp_proposals = aes256-sha1-modp2048
        life_time = 3600s
      }}
    }}
  }}
}}
secrets {{
  ike-site {{
    id = {peer}
    secret = "Winter-Garden"
  }}
}}
"""
_LIBRESWAN = """config setup
    uniqueids=yes

conn site
    authby=secret
    left={own}
    leftid={own}
    leftsubnet={own_cidr}
    right={peer}
    rightid={peer}
    rightsubnet={peer_cidr}
    ikev2={word}
    ike={ike}
    phase2alg=aes256-sha1;modp2048
    pfs=yes
    ikelifetime=28800s
    salifetime=3600s
    auto=start

{own} {peer} : PSK "Winter-Garden"
"""
PLATFORMS = ("asa", "swanctl", "libreswan")


def written(platform: str, version: int, *, far: bool = False) -> str:
    """The configuration of one end, working."""
    own, peer = (B, A) if far else (A, B)
    names = {
        "own": own,
        "peer": peer,
        "own_net": NETS[own][0],
        "peer_net": NETS[peer][0],
        "own_cidr": NETS[own][1],
        "peer_cidr": NETS[peer][1],
        "version": str(version),
        "word": "no" if version == 1 else "insist",
        "ike": "aes256-sha1-modp2048" if version == 1 else "aes256-sha256-modp2048",
    }
    form = {"asa": _ASA_HEAD + _ASA[version], "swanctl": _SWANCTL, "libreswan": _LIBRESWAN}[platform]
    return form.format(**names)


def devices(local: str, remote: str) -> tuple[DeviceSettings | None, DeviceSettings | None]:
    """Both texts read, with one redactor, so that equal keys have equal tokens."""
    redactor = Redactor()
    here, there = (split(redactor(text))[0] for text in (local, remote))
    return settings_of(here, 0), settings_of(there, 1)


def laid(local: str, remote: str, entries: Mapping[str, ParameterEntry]) -> Comparison:
    """Both texts read, paired and compared."""
    one, other = devices(local, remote)
    assert one is not None
    assert other is not None
    found = pair(one, other)
    assert found is not None
    return compare(*found, entries)
