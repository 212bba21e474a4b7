"""What the pasted parts of a configuration say together: crypto maps, peer entries, IKE, names.

A part that was not pasted is unknown, not absent, unless what was pasted would have held it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from msgspec import Struct, field

from assistant.model.observed import Event, Evidence, Input, Observation

_END = r"(?:host \S+|any4?|[0-9.]+ [0-9.]+)"
_PERMIT = re.compile(rf"permit ip (?P<source>{_END}) (?P<destination>{_END})")


def _network(text: str) -> str:
    """One end of an access list's line as address/mask."""
    words = text.split()
    if words[0] == "host":
        return f"{words[1]}/255.255.255.255"
    return "0.0.0.0/0.0.0.0" if words[0].startswith("any") else "/".join(words)


class MapEntry(Struct):
    """One sequence of a crypto map."""

    map: str
    seq: int
    where: Evidence
    peers: list[str] = field(default_factory=list)
    acl: str = ""
    transform: str = ""
    dynamic: str = ""
    ikev2: bool = False

    def lacks(self) -> list[str]:
        """The parts a static entry needs and does not have."""
        if self.dynamic:
            return []
        parts = (("peer", self.peers), ("access list", self.acl), ("transform set", self.transform))
        return [name for name, value in parts if not value]


class PeerEntry(Struct):
    """One tunnel group. ``key`` is present, masked, trustpoint, absent (its section shows none) or unknown."""

    name: str
    where: Evidence
    type: str = ""
    key: str = "unknown"


class Device(Struct):
    """The statements of one end's configuration that were pasted."""

    entries: dict[tuple[str, int], MapEntry] = field(default_factory=dict)
    bound: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    groups: dict[str, PeerEntry] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    acls: dict[str, list[tuple[str, Evidence]]] = field(default_factory=dict)
    enabled: list[tuple[str, str, Evidence]] = field(default_factory=list)
    disabled: list[tuple[str, str, Evidence]] = field(default_factory=list)
    policies: list[Evidence] = field(default_factory=list)
    addresses: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    nat_t_off: list[Evidence] = field(default_factory=list)
    protocols: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    version: tuple[str, Evidence] | None = None
    any: bool = False
    after_maps: bool = False

    def resolve(self, name: str) -> str:
        """A name of the ``name`` command as its address; anything else unchanged."""
        return self.aliases.get(name, name)

    def peers(self) -> list[str]:
        """Every peer that a map entry or a tunnel group names, without repetition."""
        named = [self.resolve(peer) for entry in self.entries.values() for peer in entry.peers]
        named += [
            self.resolve(group.name)
            for group in self.groups.values()
            if group.type in {"", "ipsec-l2l"} and _is_address(self.resolve(group.name))
        ]
        return list(dict.fromkeys(named))

    def entry_for(self, peer: str) -> MapEntry | None:
        """The map entry that names the peer; one of a bound map before one that nobody uses."""
        bound = {name for name, _ in self.bound.values()}
        hits = [entry for entry in self.entries.values() if peer in {self.resolve(name) for name in entry.peers}]
        return next((entry for entry in hits if entry.map in bound), hits[0] if hits else None)

    def _networks(self, acl: str) -> dict[str, tuple[str, Evidence]]:
        """The protected networks, where the access list has just one line that permits two of them."""
        permits = [(_PERMIT.search(rule), where) for rule, where in self.acls.get(acl, [])]
        found = [(match, where) for match, where in permits if match]
        if len(found) != 1:
            return {}
        match, where = found[0]
        ends = {"local_net": _network(match["source"]), "remote_net": _network(match["destination"])}
        return {name: (value, where) for name, value in ends.items() if value}

    def facts(self, peer: str) -> dict[str, tuple[str, Evidence]]:
        """Names and addresses of this tunnel that the configuration gives."""
        result: dict[str, tuple[str, Evidence]] = {}
        entry = self.entry_for(peer) or (next(iter(self.entries.values())) if len(self.entries) == 1 else None)
        if entry:
            result["map"], result["seq"] = (entry.map, entry.where), (str(entry.seq), entry.where)
            if entry.acl:
                result["acl"] = (entry.acl, entry.where)
                result.update(self._networks(entry.acl))
            for nameif, (name, where) in self.bound.items():
                if name == entry.map:
                    result["interface"] = (nameif, where)
        if "interface" not in result and len(self.bound) == 1:
            nameif, (_, where) = next(iter(self.bound.items()))
            result["interface"] = (nameif, where)
        if "interface" in result and result["interface"][0] in self.addresses:
            result["local"] = self.addresses[result["interface"][0]]
        inside = [name for name in self.addresses if name.lower() == "inside"]
        if inside:
            result["inside"] = (inside[0], self.addresses[inside[0]][1])
        if self.version:
            result["version"] = self.version
        elif self.enabled or self.policies:
            kinds = {kind for kind, _, _ in self.enabled}
            if "ikev1" in kinds or "ikev2" in kinds:
                result["version"] = ("8.4", self.enabled[0][2])
        return result


def read(inputs: Sequence[Input]) -> Device:
    """Put the configuration statements of one side's inputs together."""
    device = Device()
    for item in inputs:
        reader = _Statements(device)
        for event in item.events:
            if event.signature == "config":
                device.any = True
                reader.take(event)
    return device


class _Statements:
    """Takes statements in order, so that sub-mode lines find their block."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._group: PeerEntry | None = None
        self._current = ""

    def take(self, event: Event) -> None:
        fields = event.fields
        verb = fields["verb"]
        where = Evidence(event.input, event.line, event.text)
        if self._device.entries and not verb.startswith(("map-", "acl", "dynamic-map")):
            self._device.after_maps = True
        handler = getattr(self, "_" + verb.replace("-", "_"), None)
        if handler is not None:
            handler(fields, where)

    def _version(self, fields: dict[str, str], where: Evidence) -> None:
        self._device.version = (fields["version"], where)

    def _alias(self, fields: dict[str, str], _: Evidence) -> None:
        self._device.aliases[fields["alias"]] = fields["address"]

    def _interface(self, _: dict[str, str], __: Evidence) -> None:
        self._current, self._group = "", None

    def _nameif(self, fields: dict[str, str], _: Evidence) -> None:
        self._current = fields["nameif"]

    def _address(self, fields: dict[str, str], where: Evidence) -> None:
        if self._current:
            self._device.addresses[self._current] = (fields["address"], where)

    def _entry(self, fields: dict[str, str], where: Evidence) -> MapEntry:
        key = (fields["map"], int(fields["seq"]))
        return self._device.entries.setdefault(key, MapEntry(key[0], key[1], where))

    def _map_acl(self, fields: dict[str, str], where: Evidence) -> None:
        self._entry(fields, where).acl = fields["acl"]

    def _map_peer(self, fields: dict[str, str], where: Evidence) -> None:
        self._entry(fields, where).peers = fields["peers"].split()

    def _map_transform(self, fields: dict[str, str], where: Evidence) -> None:
        self._entry(fields, where).transform = fields["transform"]

    def _map_dynamic(self, fields: dict[str, str], where: Evidence) -> None:
        self._entry(fields, where).dynamic = fields["dynamic"]

    def _map_interface(self, fields: dict[str, str], where: Evidence) -> None:
        self._device.bound[fields["nameif"]] = (fields["map"], where)

    def _ike_enable(self, fields: dict[str, str], where: Evidence) -> None:
        self._device.enabled.append((fields["kind"], fields["nameif"], where))

    def _ike_disable(self, fields: dict[str, str], where: Evidence) -> None:
        self._device.disabled.append((fields["kind"], fields["nameif"], where))

    def _ike_policy(self, _: dict[str, str], where: Evidence) -> None:
        self._device.policies.append(where)

    def _nat_t(self, fields: dict[str, str], where: Evidence) -> None:
        if fields.get("off"):
            self._device.nat_t_off.append(where)

    def _group_type(self, fields: dict[str, str], where: Evidence) -> None:
        self._peer_entry(fields["group"], where).type = fields["type"]

    def _group_section(self, fields: dict[str, str], where: Evidence) -> None:
        self._group = self._peer_entry(fields["group"], where)
        if fields["section"] == "ipsec-attributes" and self._group.key == "unknown":
            self._group.key = "absent"

    def _peer_entry(self, name: str, where: Evidence) -> PeerEntry:
        return self._device.groups.setdefault(name, PeerEntry(name, where))

    def _key(self, fields: dict[str, str], _: Evidence) -> None:
        if self._group is not None:
            self._group.key = fields["key"]

    def _trustpoint(self, _: dict[str, str], __: Evidence) -> None:
        if self._group is not None and self._group.key in {"absent", "unknown"}:
            self._group.key = "trustpoint"

    def _acl(self, fields: dict[str, str], where: Evidence) -> None:
        self._device.acls.setdefault(fields["acl"], []).append((fields["rule"], where))


def findings(device: Device, peer: str) -> list[Observation]:
    """What the configuration of this end proves about the tunnel with the peer."""
    if not device.any:
        return []
    found: list[Observation] = []
    _map_findings(device, peer, found)
    _entry_findings(device, peer, found)
    _ike_findings(device, found)
    return found


def _say(found: list[Observation], finding: str, value: bool, *where: Evidence) -> None:
    found.append(Observation(finding, value, "config", tuple(where)))


def _map_findings(device: Device, peer: str, found: list[Observation]) -> None:
    bound = dict(device.bound.values())
    if device.entries and not bound and device.after_maps:
        _say(found, "no-map-on-interface", True, next(iter(device.entries.values())).where)
        return
    entry = device.entry_for(peer)
    used = [item for item in device.entries.values() if item.map in bound]
    loose = [item for item in device.entries.values() if bound and item.map not in bound]
    if entry is not None and entry.map in bound:
        _say(found, "map-bound", True, bound[entry.map], entry.where)
        _say(found, "map-lacks-peer", False, entry.where)
        earlier = [item for item in used if item.dynamic and item.seq < entry.seq and item.map == entry.map]
        if earlier:
            _say(found, "dynamic-entry-first", True, earlier[0].where, entry.where)
    if loose and (entry is None or entry.map not in bound or entry.lacks()):
        _say(found, "bound-map-is-another", True, loose[0].where, *bound.values())
    for item in used:
        if item.lacks() and (entry is None or item is entry):
            _say(found, "map-entry-incomplete", True, item.where)
            break
    if used and not loose and entry is None and _is_address(peer) and device.peers():
        _say(found, "map-lacks-peer", True, *(item.where for item in used[:3]))
    if not _is_address(peer):
        dynamic = [item for item in used if item.dynamic]
        static = [item for item in used if not item.dynamic]
        if dynamic and static and min(item.seq for item in dynamic) < min(item.seq for item in static):
            _say(found, "dynamic-entry-first", True, dynamic[0].where, static[0].where)


def _entry_findings(device: Device, peer: str, found: list[Observation]) -> None:
    if not _is_address(peer):
        return
    own = device.groups.get(peer)
    if own is not None:
        if own.key == "absent":
            _say(found, "no-key-here-for-peer", True, own.where)
        elif own.key in {"present", "masked", "trustpoint"}:
            _say(found, "entry-here-right", True, own.where)
        return
    by_name = [group for group in device.groups.values() if device.resolve(group.name) == peer]
    if by_name:
        _say(found, "entry-here-named-by-alias", True, by_name[0].where)
        return
    site = [group for group in device.groups.values() if group.type == "ipsec-l2l" and group.name != "DefaultL2LGroup"]
    if site and device.entry_for(peer) is not None:
        mapped = {device.resolve(name) for entry in device.entries.values() for name in entry.peers}
        stray = [group for group in site if _is_address(group.name) and group.name not in mapped]
        _say(found, "no-entry-here-for-peer", True, *(group.where for group in site[:3]))
        if stray:
            _say(found, "entry-here-under-other-address", True, stray[0].where)


def _ike_findings(device: Device, found: list[Observation]) -> None:
    enabled = {nameif: where for _, nameif, where in device.enabled}
    for nameif, (_, where) in device.bound.items():
        if nameif in enabled:
            _say(found, "ike-enabled-here", True, enabled[nameif])
            _say(found, "ike-disabled-here", False, enabled[nameif])
        elif enabled:
            _say(found, "ike-disabled-here", True, where, *enabled.values())
    if device.nat_t_off:
        _say(found, "nat-t-off", True, device.nat_t_off[0])


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
