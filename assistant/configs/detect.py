"""Which platform wrote a configuration, by statements that only it has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model.observed import Line

_SIGNS: dict[str, tuple[str, ...]] = {
    "cisco-asa": (
        r"^tunnel-group \S+ (?:type|ipsec-attributes|general-attributes)",
        r"^crypto map \S+ interface \S+",
        r"^crypto (?:ikev1|ikev2) (?:policy \d+|enable \S+)",
        r"^crypto ipsec (?:ikev1 transform-set|ikev2 ipsec-proposal)",
        r"^crypto map \S+ \d+ (?:match address|set )",
        r"^(?:crypto )?isakmp (?:policy \d+ \S+ \S+|enable \S+|nat-traversal)|^isakmp identity",
        r"^\s*nameif \S+",
        r"^access-list \S+ (?:extended|line)",
        r"^(?:: )?(?:ASA|PIX) Version",
        r"^nat \([^)]+\)",
        r"^object network \S+",
        r"^group-policy \S+ (?:internal|attributes)",
    ),
    # What ASA writes in the same words (interfaces with a slot, ` set pfs`, a dynamic entry of a map) tells nothing.
    "cisco-ios": (
        r"^\s*crypto isakmp (?:key \S+|profile \S+|keepalive|peer )",
        r"^crypto map \S+ \d+ ipsec-isakmp\s*$",
        r"^crypto ikev2 (?:proposal|keyring|profile|authorization) \S+|^crypto ikev2 policy [A-Za-z]",
        r"^crypto keyring \S+",
        r"^ip access-list (?:extended|standard) \S+",
        r"^access-list \d+ (?:permit|deny|remark) ",
        r"^\s*set (?:peer [0-9]|transform-set |ikev2-profile |isakmp-profile )",
        r"^\s*match address \S+",
        r"^interface (?:FastEthernet|Loopback|Serial|Dialer|Cellular|ATM|BDI|Virtual-Template)",
        r"^\s+crypto map \S+\s*$",
        r"^version 1[2-7]\.",
        r"^\s*pre-shared-key (?:address|hostname) ",
        r"^\s*encr (?:aes|3des|des)",
        r"^\s+mode (?:tunnel|transport)(?: require)?\s*$",
        r"^\s*match identity (?:remote|address|host|group)|^\s*authentication (?:local|remote) ",
        r"^\s*tunnel source [A-Z0-9]|^\s*tunnel mode gre",
        r"^(?:Building configuration|service timestamps|boot-start-marker|ip route |ip nat inside)",
    ),
    "strongswan": (
        r"^\s*(?:connections|secrets|children|local-?\w*|remote-?\w*|pools|authorities) ?\{",
        r"^\s*(?:local_addrs|remote_addrs|local_ts|remote_ts|esp_proposals|remote_port|start_action|dpd_delay|reauth_time|rekey_time) ?=",
        r"^\s*(?:keyexchange|leftauth|rightauth|leftfirewall|rightsourceip|charondebug|closeaction) ?=",
    ),
    "libreswan": (
        r"^\s*(?:authby|ikev2|leftrsasigkey|rightrsasigkey|nat-ikev1-method|virtual-private|virtual_private|protostack|phase2|phase2alg|salifetime|ike-?v2|encapsulation|leftnexthop|uniqueids|pfs|sha2-truncbug) ?=",
    ),
    "fortigate": (
        r"^\s*config vpn ipsec (?:phase1|phase2)(?:-interface)?",
        r"^\s*set (?:remote-gw|psksecret|dhgrp|src-subnet|dst-subnet|phase1name|ike-version|keylifeseconds|proposal|peertype|net-device|mode-cfg) ",
        r"^\s*config (?:firewall|system|router) ",
        r"^\s*edit \"[^\"]*\"\s*$",
        r"^#config-version=F",
    ),
    "paloalto": (
        r"^\s*(?:\S+# ?)?set (?:\S+ )*network ike (?:gateway|crypto-profiles) ",
        r"^\s*(?:\S+# ?)?set (?:\S+ )*network tunnel ipsec ",
        r"^\s*(?:\S+# ?)?set (?:\S+ )*network interface (?:tunnel|ethernet) ",
        r"^\s*<ike-crypto-profiles>",
        r"^\s*<ipsec-crypto-profiles>",
        r"^\s*<(?:auto-key|ike-gateway)>",
        r"^\s*<(?:virtual-router|rulebase|crypto-profiles)>",
        r"^\s*<entry name=\"",
    ),
    "juniper-srx": (
        r"^\s*(?:\S+# ?)?set (?:(?:logical-systems|tenants) \S+ )?security (?:ike|ipsec) (?:proposal|policy|gateway|vpn) ",
        r"^\s*security \{",
        r"^\s*(?:ike|ipsec) \{",
        r"^\s*(?:proposal-set|dh-group|external-interface|ike-policy|bind-interface|pre-shared-key ascii-text|authentication-method|encryption-algorithm) [^;]+;",
        r"^\s*set interfaces st0 ",
        r"^\s*(?:perfect-forward-secrecy|proxy-identity|traffic-selector \S+|vpn \S+|gateway \S+) \{",
        r"^\s*set interfaces \S+ unit \d+ family inet",
    ),
    "mikrotik": (
        r"^(?:\[\S+\] > ?)?/ip[ /]ipsec[ /](?:peer|proposal|policy|profile|identity|mode-config|policy group)",
        r"^/interface (?:ethernet|bridge)",
        r"^#.{0,60} by RouterOS [0-9]",
        r"^\s*set \[ ?find default=yes ?\]",
        r"^\s*add (?:\S+=\S+ )*(?:enc-algorithm|enc-algorithms|dh-group|exchange-mode|sa-dst-address|auth-algorithms|pfs-group|secret|src-address)=",
    ),
    # The headings of AWS's files stand over the configurations of other vendors too and tell nothing.
    "aws-vpn": (
        r"^\s*- (?:Authentication|Encryption) Algorithm\s+:|^\s*- (?:DPD Interval|TCP MSS Adjustment|Perfect Forward Secrecy)\s+:",
        r"^\s*- (?:IKE version|Phase 1 Negotiation Mode|Pre-Shared Key|Authentication Method|Diffie-Hellman)\s*:",
        r"^\s*- (?:Customer Gateway|Virtual Private Gateway)\s*:",
        r'"(?:VpnConnections|TunnelOptions|VpnConnectionId|CustomerGatewayId)"\s*:',
        r'"(?:OutsideIpAddress|TunnelInsideCidr|Phase[12](?:EncryptionAlgorithms|LifetimeSeconds)|StartupAction)"\s*:',
        r"<(?:ipsec_tunnel|vpn_connection|customer_gateway|vpn_gateway)[ >]",
        r"<(?:tunnel_outside_address|pre_shared_key|perfect_forward_secrecy)>",
    ),
    "azure-vpn": (
        r'"(?:connectionProtocol|connectionType|connectionMode)"\s*:',
        r'"(?:ipsecPolicies|usePolicyBasedTrafficSelectors|trafficSelectorPolicies|virtualNetworkGateway1)"\s*:',
        r'"(?:ikeEncryption|ikeIntegrity|dhGroup|ipsecEncryption|ipsecIntegrity|pfsGroup)"\s*:',
        r'"(?:saLifeTimeSeconds|saDataSizeKilobytes|dpdTimeoutSeconds)"\s*:',
    ),
    "pfsense": (
        r"<ipsec>",
        r"<phase1>",
        r"<phase2>",
        r"<(?:pfsense|opnsense)>",
        r"<pre-shared-key>",
        r"<encryption-algorithm(?:-option)?>",
        r"<ikeid>",
        r"<(?:Swanctl|preSharedKey|esp_proposals)\b",
        r"<(?:local|remote)_(?:addrs|ts)>",
    ),
}
_COMPILED = {name: tuple(re.compile(pattern) for pattern in patterns) for name, patterns in _SIGNS.items()}
LEAST = 2
"""Lines with a sign of a platform that make a text a configuration of it; one may be a quotation."""
SAMPLED = 60_000
"""Lines that are looked at; the IPsec part of a longer configuration shows within them."""


def platform_of(lines: Sequence[Line]) -> str:
    """The platform whose signs most lines bear; empty where hardly any bears one."""
    counts = dict.fromkeys(_COMPILED, 0)
    kinds: dict[str, set[int]] = {name: set() for name in _COMPILED}
    for line in lines[:SAMPLED]:
        text = line.text
        if not text or text.isspace():
            continue
        for name, patterns in _COMPILED.items():
            for number, pattern in enumerate(patterns):
                if pattern.search(text):
                    counts[name] += 1
                    kinds[name].add(number)
                    break
    best = max(counts, key=lambda name: (len(kinds[name]), counts[name]))
    return best if counts[best] >= LEAST else ""
