"""A MikroTik, by a RouterOS 7 export, as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names, nets

TAKES_ANY_IDENTITY = False

_FORM = """# 2026-02-03 08:00:00 by RouterOS 7.12
/interface list
add name=WAN
/ip ipsec profile
add dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm={hash} lifetime=8h \\
    name=site
/ip ipsec peer
add address={peer}/32 {exchange}local-address={own} name=far \\
    profile=site
/ip ipsec proposal
add auth-algorithms=sha1 enc-algorithms=aes-256-cbc lifetime=1h name=esp \\
    pfs-group=modp2048
/interface list member
add interface=ether1 list=WAN
/ip address
add address={own}/24 interface=ether1 network={own}
add address={own_lan}/16 interface=ether2 network={own_net}
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=accept chain=input dst-port=500,4500 in-interface-list=WAN \\
    protocol=udp
add action=accept chain=input in-interface-list=WAN protocol=ipsec-esp
add action=drop chain=input in-interface-list=WAN
add action=accept chain=forward connection-state=established,related
add action=accept chain=forward dst-address={peer_cidr} src-address={own_cidr}
add action=accept chain=forward ipsec-policy=in,ipsec
add action=drop chain=forward
/ip firewall nat
add action=accept chain=srcnat dst-address={peer_cidr} src-address={own_cidr}
add action=masquerade chain=srcnat out-interface-list=WAN
/ip ipsec identity
add my-id=address:{own} peer=far remote-id=address:{peer} \\
    secret={key}
/ip ipsec policy
set 0 disabled=yes
add dst-address={peer_cidr} peer=far proposal=esp src-address={own_cidr} \\
    tunnel=yes
/ip route
add dst-address=192.0.0.0/2 gateway={gateway}
add dst-address={peer_cidr} gateway={gateway}
/system identity
set name=router
"""


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    hash_, exchange = ("sha1", "exchange-mode=main ") if version == 1 else ("sha256", "exchange-mode=ike2 ")
    return _FORM.format(**names(version, far=far), hash=hash_, exchange=exchange)


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    known = names(version, far=far)
    own, peer, own_cidr, peer_cidr = (known[name] for name in ("own", "peer", "own_cidr", "peer_cidr"))
    own_net, peer_net = nets(far=far)
    sent, expected = identities(far=far)
    hash_ = "sha1" if version == 1 else "sha256"
    mode, other = ("main", "ike2") if version == 1 else ("ike2", "main")
    kept = f"add action=accept chain=srcnat dst-address={peer_cidr} src-address={own_cidr}\n"
    policy = f"peer=far proposal=esp src-address={own_cidr}"
    found: list[Change] = [
        ("route.peer", f"add dst-address=192.0.0.0/2 gateway={known['gateway']}\n", ""),
        ("route.peer", "add dst-address=192.0.0.0/2", "add disabled=yes dst-address=192.0.0.0/2"),
        ("route.peer", f"192.0.0.0/2 gateway={known['gateway']}", "192.0.0.0/2 gateway=ether2"),
        ("binding", f"add address={peer}/32", f"add address={peer}/32 disabled=yes"),
        ("binding", f"add dst-address={peer_cidr} peer=far", f"add disabled=yes dst-address={peer_cidr} peer=far"),
        ("enabled", "add action=accept chain=input dst-port", "add action=drop chain=input dst-port"),
        ("enabled", "dst-port=500,4500", "dst-port=4500"),
        ("enabled", "add action=accept chain=input dst-port", "add action=accept chain=input disabled=yes dst-port"),
        ("peer.address", f"address={peer}/32 exchange", "address=198.51.100.9/32 exchange"),
        ("ike.version", f"exchange-mode={mode}", f"exchange-mode={other}"),
        ("phase1.encryption", "enc-algorithm=aes-256 ", "enc-algorithm=aes-128 "),
        ("phase1.encryption", "enc-algorithm=aes-256 ", "enc-algorithm=3des "),
        ("phase1.integrity", f"hash-algorithm={hash_}", "hash-algorithm=sha512"),
        ("phase1.group", "add dh-group=modp2048", "add dh-group=ecp384"),
        ("phase1.group", "add dh-group=modp2048", "add dh-group=modp1024"),
        ("phase1.lifetime", "lifetime=8h", "lifetime=1d"),
        ("phase1.authentication", "add my-id", "add auth-method=digital-signature my-id"),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("key", "add my-id", "add disabled=yes my-id"),
        (sent, f"my-id=address:{own}", "my-id=fqdn:router.example.net"),
        (expected, f"remote-id=address:{peer}", "remote-id=fqdn:far.example.net"),
        ("phase2.protocol", f"{policy}", f"ipsec-protocols=ah {policy}"),
        ("phase2.encryption", "enc-algorithms=aes-256-cbc", "enc-algorithms=aes-128-cbc"),
        ("phase2.integrity", "auth-algorithms=sha1", "auth-algorithms=sha512"),
        ("phase2.mode", " \\\n    tunnel=yes", ""),
        ("phase2.pfs", "pfs-group=modp2048", "pfs-group=modp1536"),
        ("phase2.pfs", "pfs-group=modp2048", "pfs-group=none"),
        ("phase2.lifetime", "lifetime=1h", "lifetime=30m"),
        ("selectors", own_cidr, f"{own_net}.0.0/24"),
        ("selectors", own_cidr, own_cidr.replace("10.", "172.", 1)),
        ("selectors", peer_cidr, f"{peer_net}.4.0/24"),
        ("nat-exemption", kept, ""),
        ("nat-exemption", kept, kept.replace("action=accept", "action=accept disabled=yes")),
        ("nat-exemption", kept, f"add action=masquerade chain=srcnat\n{kept}"),
        ("rules", "add action=accept chain=forward dst-address", "add action=drop chain=forward dst-address"),
        ("rules", f"add action=accept chain=forward dst-address={peer_cidr} src-address={own_cidr}\n", ""),
        ("route.far", f"add dst-address={peer_cidr} gateway={known['gateway']}\n", ""),
        ("route.far", f"add dst-address={peer_cidr} gateway", f"add blackhole dst-address={peer_cidr} gateway"),
    ]
    if version == 1:
        found.append(("ike.mode", "exchange-mode=main", "exchange-mode=aggressive"))
    else:
        found.append(("phase1.prf", "name=site\n", "name=site prf-algorithm=sha512\n"))
    return found
