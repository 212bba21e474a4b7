"""AWS Site-to-Site VPN: the generic customer gateway configuration that AWS offers for download, read as the end that AWS has.

The file says what the customer's device is to be given; AWS's own end is its mirror image. What it lists is a sample of the
least that AWS takes: where a value is that least one, AWS takes its documented defaults as well, and both IKE versions.
Where it is another, the tunnel options were changed and only what is listed is known. Defaults: AWS Site-to-Site VPN User
Guide, "Tunnel options for your Site-to-Site VPN connection".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from assistant.configs.flat import named
from assistant.configs.suites import PRF_OF_INTEGRITY
from assistant.configs.values import is_address, secret
from assistant.model.observed import Evidence, Line, TransformKind
from assistant.model.settings import DeviceSettings, Setting, Suite, TunnelSettings

PLATFORM = "aws-vpn"
DEFAULT = "AWS default"
_TUNNEL = re.compile(r"^\s*IPSec Tunnel #(?P<number>[0-9]{1,2})\s*$", re.IGNORECASE)
_PART = re.compile(r"^\s*#(?P<number>[1-4]): ")
_PAIR = re.compile(r"^\s*- (?P<key>[A-Za-z][A-Za-z0-9 '()-]{1,40}?)\s*:\s*(?P<value>\S.*)$")
_ENDS = re.compile(r"^\s*(?P<which>Outside|Inside) IP Addresses")
_NUMBER = re.compile(r"[0-9]{1,9}")
_CIPHERS = ("AES-CBC-128", "AES-CBC-256", "AES-GCM-128", "AES-GCM-256")
_HASHES = ("SHA1", "SHA2-256", "SHA2-384", "SHA2-512")
_GROUPS = ("group 2", *(f"group {number}" for number in range(14, 25)))
ACCEPTED: dict[int, dict[TransformKind, tuple[str, ...]]] = {
    1: {"encryption": _CIPHERS, "integrity": _HASHES, "group": _GROUPS},
    2: {"encryption": _CIPHERS, "integrity": _HASHES, "group": ("group 2", "group 5", *_GROUPS[1:])},
}
"""What a tunnel with default options takes in each phase, the least first."""
_KINDS: dict[str, TransformKind] = {
    "encryption algorithm": "encryption",
    "authentication algorithm": "integrity",
    "diffie-hellman": "group",
    "perfect forward secrecy": "group",
}


class Tunnel(Struct):
    """The pairs of one tunnel: by the number of their part and their key."""

    name: str
    where: Evidence
    have: dict[tuple[str, str], Setting] = field(default_factory=dict)


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """AWS's end of each tunnel."""
    tunnels: list[Tunnel] = []
    part = ends = ""
    read_ = 0
    for line in lines:
        if found := _TUNNEL.match(line.text):
            tunnels.append(Tunnel(f"IPSec Tunnel #{found['number']}", Evidence(index, line.number, line.text.strip())))
            part = ends = ""
        elif found := _PART.match(line.text):
            part, ends = found["number"], ""
        elif found := _ENDS.match(line.text):
            ends = f"{found['which'].lower()} "
        elif tunnels and (found := _PAIR.match(line.text)):
            read_ += 1
            key = " ".join(found["key"].lower().split())
            tunnels[-1].have.setdefault((part, f"{ends}{key}"), _setting(key, found["value"].strip(), index, line))
    return DeviceSettings(platform=PLATFORM, tunnels=[settings(one) for one in tunnels], read=read_)


def _setting(key: str, value: str, index: int, line: Line) -> Setting:
    if key == "pre-shared key":
        return secret(value, Evidence(index, line.number, "- Pre-Shared Key : <key>"))
    return Setting(value, Evidence(index, line.number, line.text.strip()))


def settings(one: Tunnel) -> TunnelSettings:
    """The pairs of a tunnel as the end that AWS has."""
    have = one.have
    tunnel = TunnelSettings(name=one.name, platform=PLATFORM, where=one.where, route_based=True)
    tunnel.local_address = _address(have.get(("3", "outside virtual private gateway")))
    tunnel.peer = _address(have.get(("3", "outside customer gateway")))
    inside = have.get(("3", "inside virtual private gateway"))
    if inside is not None:
        tunnel.tunnel_interface = Setting(inside.value, inside.where)
    if tunnel.local_address is not None:
        tunnel.identity_local = Setting(tunnel.local_address.value, tunnel.local_address.where, DEFAULT)
    version = have.get(("1", "ike version"))
    if version is not None:
        tunnel.version = Setting("ikev1 ikev2", version.where, f"{DEFAULT}; the file is for {version.value}")
    else:
        tunnel.version = Setting("ikev1 ikev2", default=DEFAULT)
    method = have.get(("1", "authentication method"))
    if method is not None:
        tunnel.authentication = Setting("pre-shared key" if "pre-shared" in method.value.lower() else method.value, method.where)
    tunnel.key = have.get(("1", "pre-shared key"))
    mode = have.get(("1", "phase 1 negotiation mode"))
    tunnel.mode = Setting(mode.value.lower(), mode.where) if mode else None
    tunnel.phase1_lifetime = _number(have.get(("1", "lifetime")))
    tunnel.phase1 = _suites(one)
    protocol = have.get(("2", "protocol"))
    tunnel.protocol = Setting(protocol.value.lower(), protocol.where) if protocol else None
    tunnel.encapsulation = have.get(("2", "mode"))
    tunnel.phase2_lifetime = _number(have.get(("2", "lifetime")))
    esp = _algorithms(one, "2")
    if {"encryption", "integrity"} <= esp.algorithms.keys():
        tunnel.phase2 = (
            Suite({kind: esp.algorithms[kind] for kind in ("encryption", "integrity")}, one.where, "", esp.default, esp.lines),
        )
    group = esp.algorithms.get("group")
    if group is not None:
        tunnel.pfs = Setting(" or ".join(group), esp.lines["group"], DEFAULT if len(group) > 1 else "")
    tunnel.dpd = have.get(("2", "dpd interval"))
    return tunnel


def _algorithms(one: Tunnel, part: str) -> Suite:
    """The algorithms of a phase, with all that AWS takes where the least of them is listed."""
    algorithms: dict[str, tuple[str, ...]] = {}
    lines: dict[str, Evidence] = {}
    widened: list[str] = []
    for key, kind in _KINDS.items():
        setting = one.have.get((part, key))
        found = named(kind, [setting.value]) if setting is not None else ()
        if setting is None or not found:
            continue
        every = ACCEPTED[int(part)][kind]
        algorithms[kind] = every if found[0] == every[0] else found
        if len(algorithms[kind]) > 1:
            widened.append(kind)
        if setting.where is not None:
            lines[kind] = setting.where
    return Suite(algorithms, one.where, one.name, f"{DEFAULT} for {', '.join(widened)}" if widened else "", lines)


def _suites(one: Tunnel) -> tuple[Suite, ...] | None:
    """Phase 1 once as each version has it: IKEv2 has a PRF, which AWS takes from the integrity algorithm."""
    found = _algorithms(one, "1")
    have = found.algorithms
    if not {"encryption", "integrity", "group"} <= have.keys():
        return None
    lines = {**found.lines, "prf": found.lines["integrity"]} if "integrity" in found.lines else found.lines
    first = Suite({**have, "authentication": ("pre-shared key",)}, found.where, found.name, found.default, found.lines)
    default = f"{PRF_OF_INTEGRITY}, {found.default or f'{DEFAULT} for'}{', ' if found.default else ' '}prf"
    return first, Suite({**have, "prf": have["integrity"]}, found.where, found.name, default, lines)


def _address(setting: Setting | None) -> Setting | None:
    return setting if setting is not None and is_address(setting.value) else None


def _number(setting: Setting | None) -> Setting | None:
    found = _NUMBER.search(setting.value) if setting is not None else None
    return Setting(str(int(found[0])), setting.where) if found and setting is not None else None
