"""libreswan, by ipsec.conf and ipsec.secrets, as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names
from tests.configs.ends.daemons import proposal, shared

TAKES_ANY_IDENTITY = False

_FORM = """config setup
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

{own} {peer} : PSK "{key}"
"""


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    return _FORM.format(**names(version, far=far), ike=proposal(version), word="no" if version == 1 else "insist")


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    known = names(version, far=far)
    own, peer = known["own"], known["peer"]
    sent, expected = identities(far=far)
    esp = "phase2alg=aes256-sha1;modp2048"
    word, other = ("no", "insist") if version == 1 else ("insist", "no")
    return [
        *shared(f"    ike={proposal(version)}", version, far=far),
        ("peer.address", f"    right={peer}", "    right=198.51.100.9"),
        ("ike.version", f"ikev2={word}", f"ikev2={other}"),
        *([("ike.mode", "    pfs=yes", "    pfs=yes\n    aggressive=yes")] if version == 1 else []),
        ("phase1.lifetime", "ikelifetime=28800s", "ikelifetime=1h"),
        ("phase1.authentication", "authby=secret", "authby=rsasig"),
        (sent, f"leftid={own}", "leftid=@gate.example.org"),
        (expected, f"rightid={peer}", "rightid=@gate.example.org"),
        ("phase2.encryption", esp, esp.replace("aes256", "aes128")),
        ("phase2.integrity", esp, esp.replace("sha1", "sha2_256")),
        ("phase2.pfs", esp, esp.replace("modp2048", "modp1536")),
        ("phase2.pfs", "pfs=yes", "pfs=no"),
        ("phase2.mode", "    pfs=yes", "    pfs=yes\n    type=transport"),
        ("phase2.lifetime", "salifetime=3600s", "salifetime=8h"),
    ]
