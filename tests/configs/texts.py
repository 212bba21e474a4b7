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

FORTIGATE = """\
#config-version=FGT60F-7.2.5-FW-build1517-230606:opmode=0:vdom=0:user=admin
config system global
    set hostname "fgt-b"
end
config system interface
    edit "wan1"
        set vdom "root"
        set ip 203.0.113.1 255.255.255.252
        set allowaccess ping
    next
end
config firewall address
    edit "near"
        set subnet 192.0.2.128 255.255.255.128
    next
    edit "far"
        set subnet 192.0.2.0 255.255.255.128
    next
end
config firewall addrgrp
    edit "far-all"
        set member "far"
    next
end
config vpn ipsec phase1-interface
    edit "to-asa"
        set interface "wan1"
        set keylife 28800
        set peertype any
        set net-device disable
        set proposal aes256-sha1 aes128-sha256
        set comments "written for the test"
        set dhgrp 14
        set remote-gw 198.51.100.1
        set psksecret Correct-Horse-1
    next
end
config vpn ipsec phase2-interface
    edit "to-asa-p2"
        set phase1name "to-asa"
        set proposal aes256-sha1
        set dhgrp 14
        set src-addr-type name
        set dst-addr-type name
        set keylifeseconds 3600
        set src-name "near"
        set dst-name "far-all"
    next
end
"""
