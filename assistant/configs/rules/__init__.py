"""One rule for each parameter of a tunnel: how the two ends' values are laid against each other.

The order is that of ``knowledge/parameters.yaml``; what a difference does stands there too.
"""

from __future__ import annotations

from assistant.configs.rules import identity, peers
from assistant.configs.rules.algorithms import pfs, phase1, phase2
from assistant.configs.rules.networks import protected
from assistant.configs.rules.own import allowed, certificates, initiation, own, probes, replay, sequence_numbers, xauth
from assistant.configs.rules.values import Rule, same, soft

RULES: dict[str, Rule] = {
    "route.peer": own("route_peer"),
    "binding": own("binding"),
    "enabled": own("enabled"),
    "initiation": initiation,
    "peer.address": peers.peer,
    "ike.version": peers.version,
    "protocols-allowed": allowed,
    "ike.mode": peers.mode,
    "phase1.encryption": phase1("encryption"),
    "phase1.integrity": phase1("integrity"),
    "phase1.prf": phase1("prf"),
    "phase1.group": phase1("group"),
    "phase1.authentication": identity.authentication,
    "phase1.lifetime": lambda local, remote: soft(local.phase1_lifetime, remote.phase1_lifetime),
    "nat-traversal": lambda local, remote: soft(local.nat_traversal, remote.nat_traversal),
    "fragmentation": lambda local, remote: soft(local.fragmentation, remote.fragmentation),
    "certificate": certificates("certificate"),
    "trust": certificates("trust"),
    "key": identity.key,
    "identity.local": identity.identity_local,
    "identity.remote": identity.identity_remote,
    "dpd": probes,
    "xauth": xauth,
    "phase2.protocol": lambda local, remote: same(local.protocol, remote.protocol),
    "phase2.encryption": phase2("encryption"),
    "phase2.integrity": phase2("integrity"),
    "phase2.mode": lambda local, remote: same(local.encapsulation, remote.encapsulation),
    "phase2.pfs": pfs,
    "phase2.esn": sequence_numbers,
    "phase2.compression": lambda local, remote: soft(local.compression, remote.compression),
    "phase2.lifetime": lambda local, remote: soft(local.phase2_lifetime, remote.phase2_lifetime),
    "phase2.volume": lambda local, remote: soft(local.phase2_volume, remote.phase2_volume),
    "phase2.replay-window": replay,
    "selectors": protected,
    "nat-exemption": own("exemption"),
    "rules": own("rules"),
    "route.far": own("route_far"),
}
