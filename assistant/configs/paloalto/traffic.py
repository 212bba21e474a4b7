"""What a Palo Alto firewall does to traffic besides IPsec: routes, zones, address objects, security and NAT rules.

Source: PAN-OS Administrator's Guide, "Security policy" (first match; between zones the end denies, within one it allows), "NAT policy"
and "Static routes". With several virtual routers, or rules of several virtual systems, it is not said which meet a tunnel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from assistant.configs.flat import items
from assistant.configs.lookup import ordered
from assistant.configs.networks import parsed
from assistant.configs.values import network
from assistant.model.flows import FlowRule, Flows, Route, Translation
from assistant.model.observed import Evidence
from assistant.model.settings import ANY

METRIC = "10"
"""The metric of a static route that sets none."""
_DEEPEST = 10
_MOST = 400
_NEEDED = ("from", "to", "source", "destination")
_PLAIN = {"application": {"any"}, "service": {"any", "application-default"}, "source-user": {"any"}, "category": {"any"}}
"""What a rule must say to hold for every service."""


class Entry(Struct):
    """One route or rule: its values by their word, each with its line; ``cut`` where a list has no end."""

    where: Evidence
    scope: str = ""
    have: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, Evidence] = field(default_factory=dict)
    cut: bool = False
    last: int = 0

    def take(self, key: str, values: Sequence[str], where: Evidence) -> None:
        """Add values to a word's list."""
        self.cut |= values[:1] == ["["] and "]" not in values
        self.have.setdefault(key, []).extend(items(values))
        self.lines.setdefault(key, where)

    def word(self, key: str, default: str = "") -> str:
        """The first value of a word."""
        return next(iter(self.have.get(key, ())), default)


class Traffic(Struct):
    """The statements, by what they configure; ``zones`` and ``routers`` are those of interfaces, with their lines."""

    routes: dict[tuple[str, str], Entry] = field(default_factory=dict)
    zones: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    routers: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    networks: dict[str, str] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    security: dict[tuple[int, str, str], Entry] = field(default_factory=dict)
    nat: dict[tuple[int, str, str], Entry] = field(default_factory=dict)
    dynamic: bool = False


_BASES = {"pre-rulebase": 0, "rulebase": 1, "post-rulebase": 2}


def traffic(box: Traffic, said: Sequence[str], scope: str, where: Evidence) -> bool:
    """Take a statement of a virtual system or device group in; whether it was one of these."""
    match list(said):
        case ["zone", zone, "network", "layer3", *names]:
            for name in items(names):
                box.zones[name] = zone, where
        case ["address", name, "ip-netmask", value, *_] if parsed(network(value)) is not None:
            box.objects[name] = network(value)
        case ["address-group", name, "static", *names]:
            box.groups.setdefault(name, []).extend(items(names))
        case [("pre-rulebase" | "rulebase" | "post-rulebase") as base, ("security" | "nat") as kind, "rules", name, *rest]:
            table = box.security if kind == "security" else box.nat
            _statement(table.setdefault((_BASES[base], scope, name), Entry(where, scope)), rest, where)
        case _:
            return False
    return True


def routed(box: Traffic, said: Sequence[str], where: Evidence) -> bool:
    """Take a statement of a virtual or logical router in; whether it was one."""
    match list(said):
        case ["logical-router", router, "vrf", _, *rest] | ["virtual-router", router, *rest]:
            pass
        case _:
            return False
    match rest:
        case ["interface", *names]:
            for name in items(names):
                box.routers[name] = router, where
        case ["routing-table", "ip", "static-route", name, *inner]:
            _statement(box.routes.setdefault((router, name), Entry(where)), inner, where)
        case ["protocol", ("bgp" | "ospf" | "ospfv3" | "rip"), "enable", "yes", *_] | ["bgp" | "ospf" | "rip", "enable", "yes", *_]:
            box.dynamic = True
        case _:
            return False
    return True


def _statement(entry: Entry, rest: Sequence[str], where: Evidence) -> None:
    """``from trust to vpn source [ a b ] …``: one line may hold several words with their values."""
    left, at = list(rest), 0
    entry.last = where.line
    while at + 1 < len(left):
        key = left[at]
        if key in {"source-translation", "destination-translation", "nexthop", "path-monitor", "bfd", "profile-setting", "option"}:
            entry.take(key, left[at + 1 :], where)
            return
        end = at + 2
        if left[at + 1] == "[":
            end = next((place for place in range(at + 1, len(left)) if left[place] == "]"), len(left)) + 1
        entry.take(key, left[at + 1 : end], where)
        at = end


def flows(box: Traffic, *, last: int, complete: bool) -> Flows:
    """All that the paste shows. What reaches to ``last`` may go on. ``complete``: it is more than a part."""
    out = Flows(dynamic=box.dynamic, networks=box.networks, zones={name: zone for name, (zone, _) in box.zones.items()})
    routers = {router for router, _ in box.routes}
    if len(routers) == 1:
        whole = _whole(list(box.routes.values()), last, complete=complete)
        routes = ordered(_routes(box, last))
        out.dynamic |= not (whole and complete)
        if not whole:  # what is not shown may be a longer route than any that is, or of a lower metric
            routes = [route for route in routes if route.interface.startswith("tunnel")]
        out.routes = tuple(routes) or None
    scopes = {entry.scope for entry in (*box.security.values(), *box.nat.values())}
    if len(scopes) == 1:
        if box.security:
            out.rules = tuple(_rules(box, last, complete=complete))
        if box.nat:
            out.translations = _translations(box)
    return out


def _whole(table: Sequence[Entry], last: int, *, complete: bool) -> bool:
    return (complete or len(table) > 1) and all(entry.last < last and not entry.cut for entry in table)


def _routes(box: Traffic, last: int) -> Iterator[tuple[int, Route]]:
    """Every static route with its metric, but for one of which a word may be cut off."""
    for entry in box.routes.values():
        if "destination" not in entry.have or entry.last > last:
            continue
        hop = entry.have.get("nexthop", [])
        metric = entry.word("metric", METRIC)
        yield (
            int(metric) if metric.isdecimal() and len(metric) <= len("65535") else int(METRIC),
            Route(
                network(entry.word("destination")),
                entry.lines["destination"],
                hop[1] if hop[:1] == ["ip-address"] and len(hop) > 1 else " ".join(hop),
                entry.word("interface"),
                hop[:1] == ["discard"],
            ),
        )


def _nets(box: Traffic, names: Sequence[str], depth: int = 0) -> list[str] | None:
    """The networks of addresses, objects and groups; ``None`` where one cannot be told."""
    out: list[str] = []
    for name in names:
        if name in box.groups:
            inner = _nets(box, box.groups[name], depth + 1) if depth < _DEEPEST else None
        elif name in box.objects:
            inner = [box.objects[name]]
        else:
            plain = network(name)
            inner = [plain] if parsed(plain) is not None else None
        if inner is None or len(out) > _MOST:
            return None
        out += inner
    return out


def _sides(box: Traffic, entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    if entry.cut or any(key not in entry.have for key in _NEEDED):
        return None
    if "yes" in {entry.word("negate-source"), entry.word("negate-destination")}:
        return None
    sources, destinations = _nets(box, entry.have["source"]), _nets(box, entry.have["destination"])
    return (tuple(sources), tuple(destinations)) if sources is not None and destinations is not None else None


def _ways(entry: Entry, key: str) -> list[str]:
    return ["" if name == ANY else name for name in entry.have.get(key, [""])]


def _ordered(table: dict[tuple[int, str, str], Entry]) -> list[Entry]:
    return [entry for _, entry in sorted(table.items(), key=lambda item: item[0][0]) if entry.word("disabled") != "yes"]


def _rules(box: Traffic, last: int, *, complete: bool) -> Iterator[FlowRule]:
    """One rule for each zone that a rule leads to. One whose networks cannot be told may hold for a part of any traffic."""
    for entry in _ordered(box.security):
        sides = _sides(box, entry)
        part = any(not set(entry.have.get(key, ())) <= plain for key, plain in _PLAIN.items())
        inside = _ways(entry, "from")
        name = inside[0] if len(inside) == 1 else ""
        for outside in _ways(entry, "to"):
            if sides is None or "action" not in entry.have:
                yield FlowRule(entry.where, allows=False, inside=name, outside=outside, part=True)
            else:
                yield FlowRule(entry.where, entry.word("action") == "allow", sides[0], sides[1], name, outside, part)
    first = next(iter(box.security.values())).where
    if not _whole(list(box.security.values()), last, complete=complete):
        yield FlowRule(first, allows=False, part=True)
    # traffic within a zone passes without a rule: where a tunnel shares its zone with a network, that may be its traffic
    shared = {zone: where for name, (zone, where) in box.zones.items() if not name.startswith("tunnel")}
    for zone, where in shared.items():
        yield FlowRule(where, allows=False, outside=zone, part=True)


def _translations(box: Traffic) -> tuple[Translation, ...] | None:
    """Rules of source translation; ``None`` where one that may catch a tunnel's traffic cannot be told (a pool, an unknown name)."""
    tunnels = {zone for name, (zone, _) in box.zones.items() if name.startswith("tunnel")}
    found: list[Translation] = []
    for entry in _ordered(box.nat):
        sides = _sides(box, entry)
        change = entry.have.get("source-translation")
        exempt = change is None
        pool = change is not None and "interface-address" not in change
        for outside in _ways(entry, "to"):
            if sides is not None and not pool:
                found.append(Translation(entry.lines.get("source-translation", entry.where), exempt, sides[0], sides[1], outside=outside))
            elif not exempt and (outside in {"", *tunnels} or not box.zones):
                return None
    return tuple(found)
