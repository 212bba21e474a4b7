"""strongSwan, by ipsec.conf and ipsec.secrets, as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names
from tests.configs.ends.daemons import proposal, shared

TAKES_ANY_IDENTITY = False

_FORM = """config setup
    charondebug="ike 1"

conn %default
    keyexchange=ikev{version}
    ikelifetime=28800s
    dpdaction=restart
    dpddelay=30s

conn site
    leftauth=psk
    rightauth=psk
    left={own}
    leftid={own}
    leftsubnet={own_cidr}
    right={peer}
    rightid={peer}
    rightsubnet={peer_cidr}
    ike={ike}!
    esp=aes256-sha1-modp2048!
    lifetime=3600s
    lifebytes=524288000
    replay_window=64
    fragmentation=yes
    compress=no
    type=tunnel
    auto={auto}

{own} {peer} : PSK "{key}"
"""


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    return _FORM.format(**names(version, far=far), ike=proposal(version), auto="add" if far else "route")


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    known = names(version, far=far)
    own, peer = known["own"], known["peer"]
    sent, expected = identities(far=far)
    esp = "esp=aes256-sha1-modp2048!"
    auto = "add" if far else "route"
    both = "leftauth=psk\n    rightauth=psk"
    return [
        *shared(f"    ike={proposal(version)}!", version, far=far),
        ("peer.address", f"    right={peer}", "    right=198.51.100.9"),
        ("ike.version", f"keyexchange=ikev{version}", f"keyexchange=ikev{3 - version}"),
        *([("ike.mode", "    type=tunnel", "    type=tunnel\n    aggressive=yes")] if version == 1 else []),
        ("phase1.lifetime", "ikelifetime=28800s", "ikelifetime=1h"),
        ("phase1.authentication", both, "leftauth=pubkey\n    rightauth=pubkey"),
        (sent, f"leftid={own}", "leftid=@gate.example.org"),
        (expected, f"rightid={peer}", "rightid=@gate.example.org"),
        ("phase2.encryption", esp, esp.replace("aes256", "aes128")),
        ("phase2.integrity", esp, esp.replace("sha1", "sha256")),
        ("phase2.pfs", esp, esp.replace("modp2048", "modp1536")),
        ("phase2.pfs", esp, esp.replace("-modp2048", "")),
        ("phase2.protocol", esp, "ah=sha1-modp2048!"),
        ("phase2.mode", "type=tunnel", "type=transport"),
        ("phase2.lifetime", "    lifetime=3600s", "    lifetime=8h"),
        ("phase2.volume", "lifebytes=524288000", "lifebytes=1048576"),
        ("phase2.replay-window", "replay_window=64", "replay_window=128"),
        ("phase2.compression", "compress=no", "compress=yes"),
        ("dpd", "dpdaction=restart", "dpdaction=none"),
        ("fragmentation", "fragmentation=yes", "fragmentation=no"),
        ("binding", f"auto={auto}", "auto=ignore"),
        ("key", f"{own} {peer} : PSK", "198.51.100.9 198.51.100.8 : PSK"),
        *([("phase2.esn", esp, esp.replace("!", "-esn!"))] if version == 2 else [("xauth", both, f"{both}\n    rightauth2=xauth")]),
        *([] if far else [("initiation", "auto=route", "auto=add")]),
    ]
