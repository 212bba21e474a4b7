"""What a tunnel of Cisco IOS needs of its own device: the map on an interface, ISAKMP running, a login asked for, its certificates.

Defaults: Cisco IOS Security Command Reference, "crypto isakmp enable" (on), "crypto isakmp fragmentation" and "crypto ikev2
fragmentation" (off), "crypto ipsec security-association replay" (64 packets); extended authentication only with
"crypto map client authentication list".
"""

from __future__ import annotations

from assistant.configs.cisco import certificates
from assistant.configs.cisco.ios.parts import Entry, Ios
from assistant.model.settings import NONE, Setting, TunnelSettings

DEFAULT = "IOS's default"


def binding(box: Ios, entry: Entry, map_: str) -> Setting | None:
    """The interface that has the crypto map, ``none`` with the line that shows that none has it.

    Only a whole configuration, or one with another map on an interface, shows the lack.
    """
    bound = box.bound.get(map_)
    if bound:
        return bound[0]
    if not box.interfaces or box.last <= max(interface.where.line for interface in box.interfaces.values()):
        return None  # the interface may follow
    other = next((interfaces[0] for interfaces in box.bound.values() if interfaces), None)
    if other is not None:
        return Setting(NONE, other.where)
    addressed = [interface.where.line for interface in box.interfaces.values() if interface.network]
    return Setting(NONE, entry.where) if box.hostname and box.version and addressed and entry.where.line < addressed[0] else None


def own_settings(box: Ios, entry: Entry, tunnel: TunnelSettings) -> None:
    """Everything of the tunnel that is this device's own matter."""
    version = tunnel.version.value if tunnel.version else ""
    if version == "ikev1":
        tunnel.enabled = box.enabled or Setting("on", default=DEFAULT)
        tunnel.fragmentation = box.fragmentation.get("isakmp") or Setting("off", default=DEFAULT)
        tunnel.xauth = _login(box, entry, tunnel)
    elif version == "ikev2":
        tunnel.fragmentation = box.fragmentation.get("ikev2") or Setting("off", default=DEFAULT)
    if entry.sets and entry.whole:
        tunnel.replay_window = entry.replay or box.replay or Setting("64", default=DEFAULT)
    names = [suite.name for suite in tunnel.phase2 or ()]
    if names:
        extended = [box.extended[name] for name in names if name in box.extended]
        tunnel.esn = extended[0] if extended else Setting("off", default=DEFAULT)
        compressed = [box.compressed[name] for name in names if name in box.compressed]
        tunnel.compression = compressed[0] if compressed else Setting("off", default=DEFAULT)
    _certificates(box, entry, tunnel)


def _login(box: Ios, entry: Entry, tunnel: TunnelSettings) -> Setting:
    """Whether a login is asked for after phase 1: by the map or the profile, unless the key says ``no-xauth``."""
    profile = box.profiles.get(entry.isakmp_profile)
    asked = (profile.login if profile else None) or box.logins.get(entry.of_map)
    if asked is None:
        return Setting("off", default=DEFAULT)
    ring = box.ring("default")
    key = ring.best(tunnel.peers) if ring else None
    return Setting("off", key.where) if key is not None and key.no_xauth else asked


def _certificates(box: Ios, entry: Entry, tunnel: TunnelSettings) -> None:
    """The certificate of an end that signs."""
    methods = {tunnel.authentication.value} if tunnel.authentication else set()
    methods |= {name for suite in tunnel.phase1 or () for name in suite.algorithms.get("authentication", ())} if not methods else set()
    if not methods or any("signature" not in name for name in methods):
        return
    profile = box.ikev2_profiles.get(entry.ikev2_profile.value) if entry.ikev2_profile else box.profiles.get(entry.isakmp_profile)
    points = profile.trustpoints if profile else []
    if not points and len(box.trustpoints) == 1:
        points = [Setting(name, where) for name, where in box.trustpoints.items()]
    if points:
        tunnel.certificate = certificates.own(points[0], box.trustpoints, box.chains, box.last)
    tunnel.trust = certificates.authority(box.chains)
