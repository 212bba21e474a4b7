"""Configurations of FortiGate: IPsec phase 1 and phase 2 entries, with the interfaces, policies and routes that they need.

Defaults: FortiOS CLI Reference, "config vpn ipsec phase1-interface" and "config vpn ipsec phase2-interface". They are taken only for
an entry that is shown whole, from ``edit`` to ``next``: FortiOS prints no line for a value that is its default. Every virtual
domain is read by itself; where several have tunnels, its name stands before the tunnel's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from assistant.configs import flow
from assistant.configs.fortinet import alone as fortios_alone
from assistant.configs.fortinet.flows import flows
from assistant.configs.fortinet.state import DEFAULT, binding, enabled, initiation
from assistant.configs.fortinet.statements import Block, blocks
from assistant.configs.fortinet.tables import Fortigate, address, line, side, take, word
from assistant.configs.suites import PRF_OF_INTEGRITY
from assistant.configs.swan.reader import suites
from assistant.configs.values import secret
from assistant.model.observed import Evidence, Line
from assistant.model.settings import ANY, MASKED, NONE, DeviceSettings, Selector, Setting, Suite, TunnelSettings

PLATFORM = "fortigate"
GROUPS = ("14", "5")
"""Diffie-Hellman groups of both phases where none is set (FortiOS 5.4 and later)."""
_HEADER = re.compile(r"^#config-version=[A-Z0-9]+-([0-9]+\.[0-9]+(?:\.[0-9]+)?)")
_METHODS = {"psk": "pre-shared key", "signature": "RSA signature", "rsa-signature": "RSA signature"}


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every phase 1 with its phase 2 entries. Those with the same settings are one tunnel with several pairs of networks."""
    version = next((found[1] for line_ in lines[:5] if (found := _HEADER.match(line_.text))), "")
    device = DeviceSettings(platform=PLATFORM, version=version)
    boxes: dict[str, Fortigate] = {}
    common = Fortigate()
    for block in blocks(lines, index):
        # interfaces stand outside the virtual domains; each names its own
        shared = not block.vdom or block.path in {"system interface", "system global"}
        take(common if shared else boxes.setdefault(block.vdom, Fortigate()), block)
    device.hostname, device.read = common.hostname, common.read
    device.addresses = {name: own for name, block in common.interfaces.items() if (own := address(block.options.get("ip")))}
    parts = {"": common, **boxes}
    several = sum(bool(box.phase1) for box in parts.values()) > 1
    for name, box in parts.items():
        box.complete = bool(version)
        if name:
            box.interfaces = {key: block for key, block in common.interfaces.items() if word(block, "vdom") in {"", name}}
            box.dynamic |= common.dynamic
            device.read += box.read
        part = DeviceSettings(platform=PLATFORM, tunnels=_tunnels(box), flows=flows(box))
        flow.applied(part)
        fortios_alone.remarked(box, part)
        for tunnel in part.tunnels:
            tunnel.name = f"{name}/{tunnel.name}" if several and name else tunnel.name
        device.tunnels += part.tunnels
        device.flows = device.flows or (part.flows if box.phase1 and not several else None)
    return device


def _tunnels(box: Fortigate) -> list[TunnelSettings]:
    entries: dict[str, list[Block]] = {}
    for two in box.phase2:
        entries.setdefault(word(two, "phase1name"), []).append(two)
    if len(box.phase1) == 1 and not box.phase1[0].name:
        entries = {"": box.phase2}  # a paste that begins within its only phase 1
    out: list[TunnelSettings] = []
    for one in box.phase1:
        tunnel = _phase1(box, one)
        phase2 = entries.get(one.name, [])
        tunnel.binding = binding(box, one, phase2)
        out += _merged([_phase2(box, structs.replace(tunnel), two) for two in phase2] or [tunnel])
    shown = {one.name for one in box.phase1}
    for name, loose in entries.items():
        if name not in shown:
            for two in loose:
                tunnel = TunnelSettings(name=name or two.name, platform=PLATFORM, where=two.where, loose=bool(box.phase1))
                out += _merged([_phase2(box, tunnel, two)])
    return out


def _set(block: Block, option: str, default: str = "") -> Setting | None:
    """A value with its line; the default where the whole entry is shown and has no such line."""
    found = block.options.get(option)
    if found is not None and found.words:
        return Setting(" ".join(found.words), found.where)
    return Setting(default, default=DEFAULT) if default and block.whole else None


def _phase1(box: Fortigate, one: Block) -> TunnelSettings:
    tunnel = TunnelSettings(name=one.name, platform=PLATFORM, where=one.where, route_based=one.path != "vpn ipsec phase1")
    if tunnel.route_based and one.name:
        tunnel.tunnel_interface = Setting(one.name, one.where)
    version = _set(one, "ike-version", "1")
    tunnel.version = Setting(f"ikev{version.value}", version.where, version.default) if version else None
    ikev2 = version is not None and version.value == "2"
    tunnel.mode = None if ikev2 else _set(one, "mode", "main")
    tunnel.peer = _peer(one)
    interface = _set(one, "interface")
    tunnel.interface = interface
    own = box.interfaces.get(interface.value) if interface else None
    tunnel.local_address = address(one.options.get("local-gw")) or (address(own.options.get("ip")) if own else None)
    method = _set(one, "authmethod", "psk")
    tunnel.authentication = Setting(_METHODS.get(method.value, method.value), method.where, method.default) if method else None
    tunnel.phase1 = _suites(one, phase=1, method="" if ikev2 or tunnel.authentication is None else tunnel.authentication.value)
    tunnel.phase1_lifetime = _set(one, "keylife", "86400")
    tunnel.key = _key(one)
    if method is not None and method.value != "psk":
        tunnel.key = Setting(NONE, method.where)
        _certificates(box, one, tunnel)
    tunnel.identity_local = _identity(one, tunnel)
    tunnel.identity_remote = _expected(one)
    tunnel.nat_traversal = _switch(_set(one, "nattraversal", "enable"))
    dpd = _set(one, "dpd", "on-demand")
    tunnel.dpd = Setting(NONE, dpd.where) if dpd and dpd.value == "disable" else dpd
    tunnel.fragmentation = _switch(_set(one, "fragmentation", "enable"))
    tunnel.xauth = None if ikev2 else _switch(_set(one, "xauthtype", "disable"))
    tunnel.initiation = initiation(one)
    tunnel.enabled = enabled(own, box.interfaces.get(one.name))
    return tunnel


def _switch(setting: Setting | None) -> Setting | None:
    return Setting("off" if setting.value == "disable" else "on", setting.where, setting.default) if setting else None


def _peer(one: Block) -> Setting | None:
    if word(one, "type") == "dynamic":
        return Setting(ANY, line(one, "type"))
    return address(one.options.get("remote-gw")) or _set(one, "remotegw-ddns")


def _certificates(box: Fortigate, one: Block, tunnel: TunnelSettings) -> None:
    """Its own certificate, and the authority that ``config user peer`` names for the peer."""
    tunnel.certificate = _set(one, "certificate") or (Setting(NONE, line(one, "authmethod")) if one.whole else None)
    named, kind = _set(one, "peer"), word(one, "peertype")
    if kind == "peer" and named is not None:
        user = box.peers.get(named.value)
        authority = _set(user, "ca") if user is not None else None
        if authority is not None:
            tunnel.trust = authority
        elif user is None and box.peers and all(block.ended for block in box.peers.values()) and (box.complete or len(box.peers) > 1):
            tunnel.trust = Setting(NONE, named.where)


def _key(one: Block) -> Setting | None:
    """The key; FortiOS prints it encrypted (``ENC``), so that it can hardly ever be compared."""
    option = one.options.get("psksecret")
    if option is None or not option.words:
        return None
    if option.words[0] == "ENC":
        return Setting(MASKED, option.where)
    return secret(option.words[0], option.where)


def _identity(one: Block, tunnel: TunnelSettings) -> Setting | None:
    """What this end sends: ``localid``, else its address with a key."""
    own = _set(one, "localid")
    if own is not None:
        return own
    kind = word(one, "localid-type")
    signed = tunnel.authentication is None or tunnel.authentication.value != "pre-shared key"
    if not one.whole or signed or kind not in {"", "auto", "address"} or tunnel.local_address is None:
        return None
    return Setting(tunnel.local_address.value, tunnel.local_address.where, DEFAULT)


def _expected(one: Block) -> Setting | None:
    """The identity that the peer must have: any, or the one that ``peerid`` names. Peers by certificate or group are more than one value says."""
    kind = _set(one, "peertype", ANY)
    if kind is None:
        return None
    if kind.value == "any":
        return Setting(ANY, kind.where, kind.default)
    return _set(one, "peerid") if kind.value == "one" else None


def _groups(block: Block) -> Setting | None:
    """Diffie-Hellman groups, as the names that comparing knows."""
    found = _set(block, "dhgrp", " ".join(GROUPS))
    if found is None:
        return None
    return Setting(" or ".join(f"group {word}" for word in found.value.split()), found.where, found.default)


def _suites(block: Block, *, phase: int, method: str = "") -> tuple[Suite, ...] | None:
    """``set proposal aes256-sha256 3des-sha1`` with the groups of ``set dhgrp``; each word is one proposal."""
    option = block.options.get("proposal")
    if option is None:
        return None
    groups = _groups(block) if phase == 1 else None
    out: list[Suite] = []
    for suite in suites(" ".join(option.words), option.where, phase=phase) or ():
        algorithms = dict(suite.algorithms)
        lines: dict[str, Evidence] = {}
        if groups is not None:
            algorithms["group"] = tuple(groups.value.split(" or "))
            if groups.where is not None:
                lines["group"] = groups.where
        if method:
            algorithms["authentication"] = (method,)
        taken = {"group": DEFAULT} if groups and groups.default else {}
        taken |= {"prf": PRF_OF_INTEGRITY} if suite.default else {}
        default = f"{', '.join(taken.values())} for {', '.join(taken)}" if taken else ""
        out.append(Suite(algorithms, suite.where, suite.name, default, lines))
    return tuple(out) or None


def _phase2(box: Fortigate, tunnel: TunnelSettings, two: Block) -> TunnelSettings:
    tunnel.phase2 = _suites(two, phase=2)
    tunnel.protocol = Setting("esp", two.where)
    mode = _set(two, "encapsulation", "tunnel-mode")
    tunnel.encapsulation = Setting(mode.value.removesuffix("-mode"), mode.where, mode.default) if mode else None
    pfs = _set(two, "pfs", "enable")
    if pfs is not None and pfs.value == "disable":
        tunnel.pfs = Setting(NONE, pfs.where)
    elif pfs is not None or "dhgrp" in two.options:
        tunnel.pfs = _groups(two)
    unit = word(two, "keylife-type")
    if unit in {"", "seconds", "both"}:
        tunnel.phase2_lifetime = _set(two, "keylifeseconds", "43200")
    if unit in {"kbs", "both"}:
        tunnel.phase2_volume = _set(two, "keylifekbs", "5120")
    replay = _switch(_set(two, "replay", "enable"))
    tunnel.replay_window = Setting("0", replay.where) if replay and replay.value == "off" else replay
    if word(two, "auto-negotiate") == "enable" and tunnel.initiation is not None and tunnel.initiation.where is None:
        tunnel.initiation = Setting("both", line(two, "auto-negotiate"))
    tunnel.selectors = _selectors(box, two)
    return tunnel


def _selectors(box: Fortigate, two: Block) -> tuple[Selector, ...] | None:
    ours, theirs = side(box, two, "src"), side(box, two, "dst")
    if ours is None or theirs is None:
        return None
    if ours == theirs == [ANY] and two.path == "vpn ipsec phase2":
        return None  # without interface mode the networks are those of the policy
    where = line(two, "src-subnet", "src-name", "dst-subnet", "dst-name")
    number = word(two, "protocol")
    protocol = {"": "", "0": "", "1": "icmp", "6": "tcp", "17": "udp", "47": "gre"}.get(number, number)
    return tuple(Selector(one, other, where, protocol) for one in ours for other in theirs)


def _merged(found: Sequence[TunnelSettings]) -> list[TunnelSettings]:
    """Phase 2 entries that differ in nothing but their networks are one tunnel."""
    out: list[TunnelSettings] = []
    alike: dict[tuple[object, ...], list[Selector]] = {}
    for tunnel in found:
        if tunnel.selectors is None:
            out.append(tunnel)
            continue
        shape = _shape(tunnel)
        if shape not in alike:
            alike[shape] = []
            out.append(tunnel)
        alike[shape] += tunnel.selectors
    for tunnel in out:
        if tunnel.selectors is not None:
            tunnel.selectors = tuple(alike[_shape(tunnel)])
    return out


def _shape(tunnel: TunnelSettings) -> tuple[object, ...]:
    settings = (tunnel.encapsulation, tunnel.pfs, tunnel.phase2_lifetime, tunnel.phase2_volume, tunnel.replay_window)
    return (
        *(item.value if item else None for item in settings),
        tuple(str(sorted(suite.algorithms.items())) for suite in tunnel.phase2 or ()),
    )
