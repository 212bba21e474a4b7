"""Configurations of FortiGate: IPsec phase 1 and phase 2 entries, interfaces, firewall addresses and address groups.

Defaults: FortiOS CLI Reference, "config vpn ipsec phase1-interface" and "config vpn ipsec phase2-interface". They are taken only for
an entry that is shown whole, from ``edit`` to ``next``: FortiOS prints no line for a value that is its default.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field, structs

from assistant.configs.fortios import Block, Option, blocks
from assistant.configs.swan import suites
from assistant.configs.values import is_address, network, secret
from assistant.model.observed import Evidence, Line
from assistant.model.settings import ANY, MASKED, NONE, DeviceSettings, Selector, Setting, Suite, TunnelSettings

PLATFORM = "fortigate"
DEFAULT = "FortiOS's default"
GROUPS = ("14", "5")
"""Diffie-Hellman groups of both phases where none is set (FortiOS 5.4 and later)."""
_DEEPEST = 10
_PHASE1_SIGNS = {"remote-gw", "psksecret", "peertype", "ike-version", "nattraversal", "authmethod", "dpd", "localid", "keylife", "local-gw"}
_PHASE2_SIGNS = {"phase1name", "src-subnet", "dst-subnet", "src-name", "dst-name", "keylifeseconds", "pfs"}
_HEADER = re.compile(r"^#config-version=[A-Z0-9]+-([0-9]+\.[0-9]+(?:\.[0-9]+)?)")


class Fortigate(Struct):
    """The entries that concern IPsec, by table."""

    phase1: list[Block] = field(default_factory=list)
    phase2: list[Block] = field(default_factory=list)
    interfaces: dict[str, Block] = field(default_factory=dict)
    addresses: dict[str, Block] = field(default_factory=dict)
    groups: dict[str, Block] = field(default_factory=dict)
    hostname: str = ""
    read: int = 0


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every phase 1 with its phase 2 entries. Those with the same settings are one tunnel with several pairs of networks."""
    box = _collect(blocks(lines, index))
    version = next((found[1] for line in lines[:5] if (found := _HEADER.match(line.text))), "")
    device = DeviceSettings(platform=PLATFORM, version=version, hostname=box.hostname, read=box.read)
    device.addresses = {name: own for name, block in box.interfaces.items() if (own := _ip(block.options.get("ip")))}
    for one in box.phase1:
        device.tunnels += _merged([_phase2(box, _phase1(box, one), two) for two in _of(box, one)] or [_phase1(box, one)])
    shown = {one.name for one in box.phase1}
    loose = [two for two in box.phase2 if _word(two, "phase1name") not in shown and not (len(box.phase1) == 1 and not box.phase1[0].name)]
    for two in loose:
        name = _word(two, "phase1name") or two.name
        device.tunnels += _merged([_phase2(box, TunnelSettings(name=name, platform=PLATFORM, where=two.where), two)])
    return device


def _collect(found: Sequence[Block]) -> Fortigate:
    box = Fortigate()
    for block in found:
        path = block.path
        if path.startswith("vpn ipsec phase1") or (not path and block.options.keys() & _PHASE1_SIGNS and "phase1name" not in block.options):
            box.phase1.append(block)
        elif path.startswith("vpn ipsec phase2") or (not path and block.options.keys() & _PHASE2_SIGNS):
            box.phase2.append(block)
        elif path == "system interface" or (not path and "vdom" in block.options and "ip" in block.options):
            box.interfaces[block.name] = block
        elif path == "firewall address" or (not path and "subnet" in block.options):
            box.addresses[block.name] = block
        elif path == "firewall addrgrp" or (not path and "member" in block.options):
            box.groups[block.name] = block
        elif path == "system global":
            box.hostname = _word(block, "hostname") or box.hostname
            continue
        else:
            continue
        box.read += 1 + len(block.options)
    return box


def _word(block: Block, option: str) -> str:
    found = block.options.get(option)
    return found.words[0] if found and found.words else ""


def _set(block: Block, option: str, default: str = "") -> Setting | None:
    """A value with its line; the default where the whole entry is shown and has no such line."""
    found = block.options.get(option)
    if found is not None and found.words:
        return Setting(" ".join(found.words), found.where)
    return Setting(default, default=DEFAULT) if default and block.whole else None


def _ip(option: Option | None) -> Setting | None:
    if option is None or not option.words or not is_address(option.words[0].split("/")[0]):
        return None
    address = option.words[0].split("/")[0]
    return Setting(address, option.where) if address != "0.0.0.0" else None  # noqa: S104 - an interface without an address


def _of(box: Fortigate, one: Block) -> list[Block]:
    if not one.name and len(box.phase1) == 1:
        return box.phase2  # a paste that begins within its only phase 1
    return [two for two in box.phase2 if _word(two, "phase1name") == one.name]


def _phase1(box: Fortigate, one: Block) -> TunnelSettings:
    tunnel = TunnelSettings(name=one.name, platform=PLATFORM, where=one.where)
    version = _set(one, "ike-version", "1")
    tunnel.version = Setting(f"ikev{version.value}", version.where, version.default) if version else None
    ikev2 = version is not None and version.value == "2"
    tunnel.mode = None if ikev2 else _set(one, "mode", "main")
    tunnel.peer = _peer(one)
    interface = _set(one, "interface")
    tunnel.interface = interface
    own = box.interfaces.get(interface.value) if interface else None
    tunnel.local_address = _ip(one.options.get("local-gw")) or (_ip(own.options.get("ip")) if own else None)
    method = _set(one, "authmethod", "psk")
    tunnel.authentication = _method(method)
    tunnel.phase1 = _suites(one, phase=1, method="" if ikev2 or tunnel.authentication is None else tunnel.authentication.value)
    tunnel.phase1_lifetime = _set(one, "keylife", "86400")
    tunnel.key = _key(one)
    if method is not None and method.value != "psk":
        tunnel.key = Setting(NONE, method.where)
    tunnel.identity_local = _identity(one, tunnel)
    tunnel.identity_remote = _expected(one)
    tunnel.nat_traversal = _switch(_set(one, "nattraversal", "enable"))
    tunnel.dpd = _set(one, "dpd", "on-demand")
    tunnel.fragmentation = _set(one, "fragmentation", "enable")
    return tunnel


def _switch(setting: Setting | None) -> Setting | None:
    return Setting("off" if setting.value == "disable" else "on", setting.where, setting.default) if setting else None


def _peer(one: Block) -> Setting | None:
    kind = one.options.get("type")
    if kind is not None and kind.words[:1] == ("dynamic",):
        return Setting(ANY, kind.where)
    return _ip(one.options.get("remote-gw")) or _set(one, "remotegw-ddns")


def _method(setting: Setting | None) -> Setting | None:
    if setting is None:
        return None
    names = {"psk": "pre-shared key", "signature": "RSA signature", "rsa-signature": "RSA signature"}
    return Setting(names.get(setting.value, setting.value), setting.where, setting.default)


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
    kind = _word(one, "localid-type")
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
        out.append(Suite(algorithms, suite.where, suite.name, f"{DEFAULT} for group" if groups and groups.default else "", lines))
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
    unit = _word(two, "keylife-type")
    if unit in {"", "seconds", "both"}:
        tunnel.phase2_lifetime = _set(two, "keylifeseconds", "43200")
    if unit in {"kbs", "both"}:
        tunnel.phase2_volume = _set(two, "keylifekbs", "5120")
    ours, theirs = _networks(box, two, "src"), _networks(box, two, "dst")
    if ours is None or theirs is None:
        tunnel.selectors = None
    else:
        where = next(
            (two.options[name].where for name in ("src-subnet", "src-name", "dst-subnet", "dst-name") if name in two.options), two.where
        )
        number = _word(two, "protocol")
        protocol = {"": "", "0": "", "1": "icmp", "6": "tcp", "17": "udp", "47": "gre"}.get(number, number)
        tunnel.selectors = tuple(Selector(one, other, where, protocol) for one in ours for other in theirs)
    return tunnel


def _networks(box: Fortigate, two: Block, side: str) -> list[str] | None:
    """One side's networks: a subnet, an address, a range, or what an object's name stands for."""
    kind = _word(two, f"{side}-addr-type")
    name, subnet, start = (two.options.get(f"{side}-{word}") for word in ("name", "subnet", "start-ip"))
    if name is not None and kind in {"name", ""}:
        return _named(box, name.words)
    if start is not None and start.words and kind in {"ip", "range"}:
        end = two.options.get(f"{side}-end-ip")
        return [network(start.words[0])] if kind == "ip" or end is None else [f"{start.words[0]}-{end.words[0]}"]
    if subnet is not None and subnet.words:
        return [network(*subnet.words[:2])]
    return [ANY] if two.whole and kind in {"", "subnet"} else None


def _named(box: Fortigate, names: Sequence[str], depth: int = 0) -> list[str] | None:
    """The networks of objects and groups; ``None`` where the paste does not show one of them."""
    out: list[str] = []
    for name in names:
        if name in box.groups and depth < _DEEPEST:
            member = box.groups[name].options.get("member")
            inner = _named(box, member.words, depth + 1) if member else None
        else:
            inner = _object(box.addresses.get(name), name)
        if inner is None:
            return None
        out += inner
    return out


def _object(block: Block | None, name: str) -> list[str] | None:
    if block is None:
        return [ANY] if name == "all" else None
    subnet, start, end = (block.options.get(word) for word in ("subnet", "start-ip", "end-ip"))
    if subnet is not None and subnet.words:
        return [network(*subnet.words[:2])]
    if start is not None and end is not None and start.words and end.words:
        return [f"{start.words[0]}-{end.words[0]}"]
    return None


def _merged(found: Sequence[TunnelSettings]) -> list[TunnelSettings]:
    """Phase 2 entries that differ in nothing but their networks are one tunnel."""
    out: list[TunnelSettings] = []
    for tunnel in found:
        same = next((item for item in out if item.selectors is not None and tunnel.selectors is not None and _alike(item, tunnel)), None)
        if same is None:
            out.append(structs.replace(tunnel))
        else:
            same.selectors = (*(same.selectors or ()), *(tunnel.selectors or ()))
    return out


def _alike(one: TunnelSettings, other: TunnelSettings) -> bool:
    def shape(tunnel: TunnelSettings) -> tuple[object, ...]:
        settings = (tunnel.encapsulation, tunnel.pfs, tunnel.phase2_lifetime, tunnel.phase2_volume)
        return (
            *(item.value if item else None for item in settings),
            tuple(str(sorted(suite.algorithms.items())) for suite in tunnel.phase2 or ()),
        )

    return shape(one) == shape(other)
