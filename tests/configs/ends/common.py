"""The one tunnel that every working configuration here describes, from either end. Written for the test.

The ends are A, 192.0.2.1 before 10.1.0.0/16, and B, 203.0.113.5 before 10.2.0.0/16; the next routers have .254. Phase 1:
AES-256, SHA-1 (IKEv2: SHA-256), group 14, 28800 s, a key. Phase 2: ESP, AES-256, SHA-1, PFS group 14, 3600 s.
"""

from __future__ import annotations

A, B = "192.0.2.1", "203.0.113.5"
NETS = {A: ("10.1.0.0", "10.1.0.0/16"), B: ("10.2.0.0", "10.2.0.0/16")}
KEY = "Winter-Garden"

Change = tuple[str, str, str]
"""The parameter that differs afterwards, what stands in the text, what is put in its place."""


def names(version: int, *, far: bool) -> dict[str, str]:
    """What a text's placeholders stand for, at the one end or at the other."""
    own, peer = (B, A) if far else (A, B)
    return {
        "own": own,
        "peer": peer,
        "gateway": own.rpartition(".")[0] + ".254",
        "own_net": NETS[own][0],
        "peer_net": NETS[peer][0],
        "own_lan": NETS[own][0].replace(".0.0", ".0.1"),
        "own_cidr": NETS[own][1],
        "peer_cidr": NETS[peer][1],
        "version": str(version),
        "key": KEY,
    }


def identities(*, far: bool) -> tuple[str, str]:
    """The parameters, seen from the local end, of what this end sends and what it expects."""
    return ("identity.remote", "identity.local") if far else ("identity.local", "identity.remote")


def nets(*, far: bool) -> tuple[str, str]:
    """The first two bytes of the own and the other network."""
    return ("10.2", "10.1") if far else ("10.1", "10.2")
