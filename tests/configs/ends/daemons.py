"""What strongSwan and libreswan have in common as ends of the tunnel: changes that are written alike."""

from __future__ import annotations

from tests.configs.ends.common import Change, nets


def proposal(version: int) -> str:
    """The phase 1 proposal."""
    return "aes256-sha1-modp2048" if version == 1 else "aes256-sha256-modp2048"


def shared(ike: str, version: int, *, far: bool) -> list[Change]:
    """Single changes; ``ike`` is the line of the phase 1 proposal."""
    hash_ = "sha1" if version == 1 else "sha256"
    own_net, peer_net = nets(far=far)
    return [
        ("phase1.encryption", ike, ike.replace("aes256", "aes128")),
        ("phase1.encryption", ike, ike.replace("aes256", "3des")),
        ("phase1.integrity", ike, ike.replace(hash_, "sha512")),
        *([("phase1.prf", ike, ike.replace("modp2048", "prfsha384-modp2048"))] if version == 2 else []),
        ("phase1.group", ike, ike.replace("modp2048", "modp1024")),
        ("phase1.group", ike, ike.replace("modp2048", "ecp256")),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("selectors", f"{own_net}.0.0/16", f"{own_net}.0.0/24"),
        ("selectors", f"{own_net}.0.0/16", f"{own_net.replace('10.', '172.')}.0.0/16"),
        ("selectors", f"{peer_net}.0.0/16", "10.0.0.0/8"),
    ]
