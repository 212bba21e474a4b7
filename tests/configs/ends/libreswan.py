"""libreswan, by ipsec.conf and ipsec.secrets, as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names
from tests.configs.ends.daemons import proposal, shared

TAKES_ANY_IDENTITY = False

_FORM = """config setup
    uniqueids=yes
    ikev1-policy=accept

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
    dpddelay=30
    dpdtimeout=120
    fragmentation=yes
    replay-window=64
    compress=no
    ipsec-max-bytes=524288000
    {particular}
    auto={auto}

{own} {peer} : PSK "{key}"
"""


_PARTICULAR = {1: "nat-ikev1-method=both", 2: "esn=no\n    encapsulation=auto"}


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    return _FORM.format(
        **names(version, far=far),
        ike=proposal(version),
        word="no" if version == 1 else "insist",
        particular=_PARTICULAR[version],
        auto="add" if far else "start",
    )


_OF_IKEV1: list[Change] = [
    ("enabled", "ikev1-policy=accept", "ikev1-policy=drop"),
    ("nat-traversal", "nat-ikev1-method=both", "nat-ikev1-method=none"),
    ("xauth", "    pfs=yes", "    pfs=yes\n    leftxauthserver=yes"),
]
_OF_IKEV2: list[Change] = [
    ("nat-traversal", "encapsulation=auto", "encapsulation=no"),
    ("phase2.esn", "esn=no", "esn=yes"),
]


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    known = names(version, far=far)
    own, peer = known["own"], known["peer"]
    sent, expected = identities(far=far)
    esp = "phase2alg=aes256-sha1;modp2048"
    auto = "add" if far else "start"
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
        ("phase2.volume", "ipsec-max-bytes=524288000", "ipsec-max-bytes=1048576"),
        ("phase2.replay-window", "replay-window=64", "replay-window=128"),
        ("phase2.compression", "compress=no", "compress=yes"),
        ("phase2.protocol", "    pfs=yes", "    phase2=ah\n    pfs=yes"),
        ("dpd", "dpddelay=30", "dpddelay=0"),
        ("fragmentation", "fragmentation=yes", "fragmentation=no"),
        ("key", f"{own} {peer} : PSK", "198.51.100.9 198.51.100.8 : PSK"),
        ("binding", f"auto={auto}", "auto=ignore"),
        *([] if far else [("initiation", "auto=start", "auto=add")]),
        *(_OF_IKEV1 if version == 1 else _OF_IKEV2),
    ]
