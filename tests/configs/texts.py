"""Configurations of one tunnel as its two ends have it, written for the test, and small helpers to read and compare them."""

from __future__ import annotations

from assistant.configs import compare, pair, settings_of
from assistant.engine import knowledge
from assistant.model.observed import Line
from assistant.model.settings import Comparison, DeviceSettings
from assistant.reading.redact import Redactor


def lines(text: str) -> list[Line]:
    return [Line(number, row) for number, row in enumerate(text.split("\n"), 1)]


def device(text: str, redact: Redactor | None = None, index: int = 0) -> DeviceSettings:
    found = settings_of(lines((redact or Redactor())(text)), index)
    assert found is not None, "not read as a configuration"
    return found


def compared(local: str, remote: str) -> Comparison:
    redact = Redactor()
    pairs = pair(device(local, redact), device(remote, redact, 1))
    assert pairs is not None, "no pair of tunnels"
    return compare(*pairs, knowledge().parameters)


def stops(found: Comparison) -> list[str]:
    return [item.name for item in found.parameters if item.stops]


def verdicts(found: Comparison) -> dict[str, str]:
    return {item.name: item.verdict for item in found.parameters}


ASA = """\
hostname asa-a
interface GigabitEthernet0/0
 nameif outside
 ip address 198.51.100.1 255.255.255.0
object network near
 subnet 192.0.2.0 255.255.255.128
object network far
 subnet 192.0.2.128 255.255.255.128
access-list vpn extended permit ip object near object far
crypto ipsec ikev1 transform-set strong esp-aes-256 esp-sha-hmac
crypto map outside_map 10 match address vpn
crypto map outside_map 10 set pfs group14
crypto map outside_map 10 set peer 203.0.113.1
crypto map outside_map 10 set ikev1 transform-set strong
crypto map outside_map 10 set security-association lifetime seconds 3600
crypto map outside_map interface outside
crypto isakmp identity address
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
 lifetime 28800
tunnel-group 203.0.113.1 type ipsec-l2l
tunnel-group 203.0.113.1 ipsec-attributes
 ikev1 pre-shared-key Correct-Horse-1
"""

IOS = """\
version 15.9
service timestamps debug datetime msec
!
hostname ios-b
!
crypto isakmp policy 10
 encr aes 256
 authentication pre-share
 group 14
 lifetime 28800
crypto isakmp key Correct-Horse-1 address 198.51.100.1
crypto isakmp keepalive 10 3
!
crypto ipsec transform-set STRONG esp-aes 256 esp-sha-hmac
 mode tunnel
!
crypto map WAN 20 ipsec-isakmp
 description to asa-a
 set peer 198.51.100.1
 set transform-set STRONG
 set pfs group14
 match address VPN
!
interface GigabitEthernet0/0/0
 ip address 203.0.113.1 255.255.255.252
 crypto map WAN
!
ip access-list extended VPN
 remark to asa-a
 10 permit ip 192.0.2.128 0.0.0.127 192.0.2.0 0.0.0.127
!
end
"""

ASA_IKEV2 = """\
interface GigabitEthernet0/0
 nameif outside
 ip address 198.51.100.1 255.255.255.0
access-list vpn extended permit ip 192.0.2.0 255.255.255.128 192.0.2.128 255.255.255.128
crypto ipsec ikev2 ipsec-proposal strong
 protocol esp encryption aes-256
 protocol esp integrity sha-256
crypto map outside_map 10 match address vpn
crypto map outside_map 10 set pfs group14
crypto map outside_map 10 set peer 203.0.113.1
crypto map outside_map 10 set ikev2 ipsec-proposal strong
crypto map outside_map 10 set security-association lifetime seconds 3600
crypto map outside_map interface outside
crypto ikev2 policy 10
 encryption aes-256
 integrity sha256
 group 14
 prf sha256
 lifetime seconds 86400
crypto ikev2 enable outside
tunnel-group 203.0.113.1 type ipsec-l2l
tunnel-group 203.0.113.1 ipsec-attributes
 ikev2 remote-authentication pre-shared-key Correct-Horse-2
 ikev2 local-authentication pre-shared-key Correct-Horse-2
"""

IOS_IKEV2 = """\
version 17.3
hostname xe-b
crypto ikev2 proposal P1
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy POL
 match fvrf any
 proposal P1
crypto ikev2 keyring KR
 peer asa-a
  address 198.51.100.1
  pre-shared-key Correct-Horse-2
 !
crypto ikev2 profile PROF
 match identity remote address 198.51.100.1 255.255.255.255
 identity local address 203.0.113.1
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
 dpd 10 3 periodic
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode tunnel
crypto map WAN local-address Loopback0
crypto map WAN 20 ipsec-isakmp
 set peer 198.51.100.1
 set transform-set TS
 set pfs group14
 set ikev2-profile PROF
 match address 101
interface Loopback0
 ip address 203.0.113.1 255.255.255.255
interface GigabitEthernet1
 ip address 203.0.113.129 255.255.255.252
 crypto map WAN
access-list 101 permit ip 192.0.2.128 0.0.0.127 192.0.2.0 0.0.0.127
!
end
"""
