"""A FortiGate as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names, nets

TAKES_ANY_IDENTITY = True
"""Without ``peertype one`` it checks no identity."""

_FORM = """#config-version=FGT60F-7.2.5-FW-build1517-230606:opmode=0:vdom=0:user=admin
config system global
    set hostname "edge"
end
config system interface
    edit "wan1"
        set vdom "root"
        set ip {own} 255.255.255.0
        set allowaccess ping
    next
    edit "internal"
        set vdom "root"
        set ip {own_lan} 255.255.0.0
    next
    edit "site"
        set vdom "root"
        set type tunnel
        set interface "wan1"
    next
end
config system zone
    edit "vpn"
        set interface "site"
    next
end
config firewall address
    edit "near"
        set subnet {own_net} 255.255.0.0
    next
    edit "far"
        set subnet {peer_net} 255.255.0.0
    next
end
config firewall addrgrp
    edit "far-all"
        set member "far"
    next
end
config vpn ipsec phase1-interface
    edit "site"
        set interface "wan1"
        set ike-version {version}
        set keylife 28800
        set peertype any
        set net-device disable
{extra}        set proposal {ike}
        set dpd on-idle
        set dhgrp 14
        set nattraversal enable
        set fragmentation enable
        set remote-gw {peer}
        set psksecret {key}
    next
end
config vpn ipsec phase2-interface
    edit "site-net"
        set phase1name "site"
        set proposal aes256-sha1
        set dhgrp 14
        set replay enable
        set keylife-type both
        set src-addr-type name
        set dst-addr-type name
        set keylifeseconds 3600
        set keylifekbs 512000
        set src-name "near"
        set dst-name "far-all"
    next
end
config firewall policy
    edit 1
        set name "out"
        set srcintf "internal"
        set dstintf "vpn"
        set action accept
        set srcaddr "near"
        set dstaddr "far-all"
        set schedule "always"
        set service "ALL"
    next
    edit 2
        set name "in"
        set srcintf "vpn"
        set dstintf "internal"
        set action accept
        set srcaddr "far-all"
        set dstaddr "near"
        set schedule "always"
        set service "ALL"
    next
    edit 3
        set name "internet"
        set srcintf "internal"
        set dstintf "wan1"
        set action accept
        set srcaddr "all"
        set dstaddr "all"
        set schedule "always"
        set service "ALL"
        set nat enable
    next
end
config router static
    edit 1
        set gateway {gateway}
        set device "wan1"
    next
    edit 2
        set dst {peer_net} 255.255.0.0
        set distance 254
        set blackhole enable
    next
    edit 3
        set dst {peer_net} 255.255.0.0
        set device "site"
    next
end
"""


def written(version: int, *, far: bool = False) -> str:
    """The working configuration; the far one only answers."""
    ike = "aes256-sha1 aes128-sha256" if version == 1 else "aes256-sha256"
    extra = "        set mode main\n        set xauthtype disable\n" if version == 1 else ""
    extra += "        set passive-mode enable\n" if far else ""
    return _FORM.format(**names(version, far=far), ike=ike, extra=extra)


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    known = names(version, far=far)
    own, peer, peer_net = known["own"], known["peer"], known["peer_net"]
    sent, expected = identities(far=far)
    near, there = nets(far=far)
    policy = '        set dstaddr "far-all"\n        set schedule "always"\n'
    ike = "aes256-sha1 aes128-sha256" if version == 1 else "aes256-sha256"
    found: list[Change] = [
        ("peer.address", f"set remote-gw {peer}", "set remote-gw 198.51.100.9"),
        ("ike.version", f"set ike-version {version}", f"set ike-version {3 - version}"),
        ("phase1.encryption", f"proposal {ike}", f"proposal {ike.split(maxsplit=1)[0].replace('aes256', 'aes128')}"),
        ("phase1.encryption", f"proposal {ike}", f"proposal {ike.split(maxsplit=1)[0].replace('aes256', '3des')}"),
        ("phase1.integrity", f"proposal {ike}", "proposal aes256-sha512"),
        ("phase1.group", "set dhgrp 14\n        set nat", "set dhgrp 5 2\n        set nat"),
        ("phase1.group", "        set dhgrp 14\n        set nat", "        set dhgrp 19\n        set nat"),
        ("phase1.lifetime", "set keylife 28800", "set keylife 3600"),
        ("phase1.lifetime", "set keylife 28800", "set keylife 172800"),
        (
            "phase1.authentication",
            f"        set psksecret {known['key']}",
            '        set authmethod signature\n        set certificate "edge"',
        ),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("nat-traversal", "set nattraversal enable", "set nattraversal disable"),
        ("fragmentation", "set fragmentation enable", "set fragmentation disable"),
        ("dpd", "set dpd on-idle", "set dpd disable"),
        (sent, "        set net-device", '        set localid "gate.example.org"\n        set net-device'),
        (expected, "        set peertype any", '        set peertype one\n        set peerid "gate.example.org"'),
        (
            "phase2.encryption",
            "set proposal aes256-sha1\n        set dhgrp 14\n        set replay",
            "set proposal 3des-sha1\n        set dhgrp 14\n        set replay",
        ),
        (
            "phase2.integrity",
            "set proposal aes256-sha1\n        set dhgrp 14\n        set replay",
            "set proposal aes256-md5\n        set dhgrp 14\n        set replay",
        ),
        ("phase2.pfs", "        set dhgrp 14\n        set replay", "        set dhgrp 21\n        set replay"),
        ("phase2.pfs", "        set dhgrp 14\n        set replay", "        set pfs disable\n        set replay"),
        ("phase2.mode", "        set replay enable", "        set replay enable\n        set encapsulation transport-mode"),
        ("phase2.lifetime", "set keylifeseconds 3600", "set keylifeseconds 43200"),
        ("phase2.volume", "set keylifekbs 512000", "set keylifekbs 5120"),
        ("phase2.replay-window", "set replay enable", "set replay disable"),
        ("selectors", '        set src-name "near"', f"        set src-addr-type subnet\n        set src-subnet {near}.0.0 255.255.255.0"),
        (
            "selectors",
            '        set dst-name "far-all"',
            f"        set dst-addr-type subnet\n        set dst-subnet {there}.4.0 255.255.255.0",
        ),
        ("selectors", '        set src-name "near"', "        set src-addr-type subnet\n        set src-subnet 10.0.0.0 255.0.0.0"),
        ("binding", 'set phase1name "site"', 'set phase1name "size"'),
        ("enabled", "        set allowaccess ping", "        set allowaccess ping\n        set status down"),
        ("enabled", "        set type tunnel", "        set type tunnel\n        set status down"),
        ("route.peer", 'set device "wan1"', 'set device "internal"'),
        (
            "route.peer",
            f"        set gateway {known['gateway']}\n",
            f"        set dst {own} 255.255.255.255\n        set gateway {known['gateway']}\n",
        ),
        ("route.far", f'    edit 3\n        set dst {peer_net} 255.255.0.0\n        set device "site"\n    next\n', ""),
        (
            "route.far",
            f'set dst {peer_net} 255.255.0.0\n        set device "site"',
            f'set dst {peer_net} 255.255.0.0\n        set device "internal"',
        ),
        ("nat-exemption", policy, f"        set nat enable\n{policy}"),
        ("rules", policy, f"{policy}        set status disable\n"),
        ("rules", 'set dstintf "vpn"\n        set action accept', 'set dstintf "vpn"\n        set action deny'),
        ("rules", 'set dstintf "vpn"', 'set dstintf "wan1"'),
    ]
    if version == 1:
        found += [
            ("ike.mode", "set mode main", "set mode aggressive"),
            ("xauth", "set xauthtype disable", "set xauthtype auto"),
        ]
    if not far:
        found.append(("initiation", "        set net-device", "        set passive-mode enable\n        set net-device"))
    return found
