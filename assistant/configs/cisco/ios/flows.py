"""What a Cisco IOS router does to traffic besides IPsec: its routes, its interfaces' networks, translation, access groups.

Source translation comes before the crypto map is looked up ("NAT Order of Operation", Cisco document 6209). Traffic of a tunnel meets
the access list of the interface by which it comes in; that of the outside interface does not see it any more since 12.3(8)T
("Crypto Access Check on Clear-Text Packets").
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.configs import flow
from assistant.configs.cisco.ios.parts import Ios
from assistant.configs.cisco.shared import AclRule
from assistant.configs.lookup import Lookup
from assistant.configs.networks import all_parsed
from assistant.configs.tree import Statement
from assistant.configs.values import is_address, network
from assistant.model.flows import FlowRule, Flows, Route, Translation
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, NONE, Setting, TunnelSettings


def flows(box: Ios) -> Flows | None:
    """Routes and networks; ``None`` where routing is parted into VRFs, whose tables are not read."""
    if any(interface.vrf for interface in box.interfaces.values()) or any(item.words[2:3] == ["vrf"] for item in box.routes):
        return None
    routes = [route for statement in box.routes if (route := _route(statement)) and not _cut(box, route)]
    return Flows(
        routes=tuple(routes) if routes else None,
        dynamic=box.routing or any(route.where.line >= box.last for route in routes[-1:]),  # the next route may follow
        open_end=True,
        networks={
            name: interface.network
            for name, interface in box.interfaces.items()
            if interface.network and not interface.down and interface.network != ANY
        },
    )


def _cut(box: Ios, route: Route) -> bool:
    """Whether the text ends within the interface's name."""
    return route.where.line >= box.end and bool(route.interface) and route.interface not in box.interfaces


def _route(statement: Statement) -> Route | None:
    """``ip route NETWORK MASK [INTERFACE] [GATEWAY] ...``."""
    match statement.words:
        case ["ip", "route", address, mask, name, *rest] if is_address(address) and is_address(mask):
            target = network(address, mask)
            if name.lower() == "null0":
                return Route(target, statement.where, drops=True)
            if is_address(name):
                return Route(target, statement.where, name)
            if not name[0].isalpha():
                return None
            return Route(target, statement.where, rest[0] if rest and is_address(rest[0]) else "", name)
        case _:
            return None


class Nat:
    """The statements of source translation, each with what it does to traffic for each pair of interfaces."""

    def __init__(self, box: Ios, shared: Flows | None) -> None:
        self._lookups: list[Lookup] | None = None
        outside = [name for name, interface in box.interfaces.items() if interface.nat == "outside"]
        inside = [name for name, interface in box.interfaces.items() if interface.nat == "inside"]
        if not box.nat or shared is None or not outside:
            return
        found = [_statement(box, statement) for statement in sorted(box.nat, key=lambda item: item.words[4:5] != ["static"])]
        if any(item is None for item in found):
            return
        self._lookups = []
        for rules in found:
            spread = [
                Translation(rule.where, rule.exempt, rule.sources, rule.destinations, near, far)
                for rule in rules or ()
                for near in inside or [""]
                for far in outside
                if rule.outside in {"", far}
            ]
            if spread:
                self._lookups.append(Lookup(Flows(routes=shared.routes, translations=tuple(spread), networks=shared.networks)))

    def exemption(self, tunnel: TunnelSettings) -> Setting | None:
        """``none`` where one of the statements translates the tunnel's traffic; ``None`` where that cannot be told."""
        if self._lookups is None or not tunnel.selectors:
            return None
        if not self._lookups:
            return Setting("on", default="no rule shown is for its interfaces")
        kept: Setting | None = None
        for lookup in self._lookups:
            found = flow.exemption(tunnel, lookup)
            if found is None or found.value == NONE:
                return found
            kept = kept if kept is not None and kept.where is not None else found
        return kept


def _statement(box: Ios, statement: Statement) -> list[Translation] | None:
    """What one ``ip nat inside source`` does; ``None`` where an access list or a route map of it is not shown or not read."""
    where = statement.where
    match statement.words[4:]:
        case ["static", "tcp" | "udp", *_]:
            return []
        case ["static", "network", local, _, mask, *rest] if is_address(local):
            length = mask.removeprefix("/")
            return _static(box, where, network(local, length), rest)
        case ["static", local, _, *rest] if is_address(local):
            return _static(box, where, network(local), rest)
        case ["list", name, *_]:
            rules = box.rules(name)
            return None if rules is None or not _plain(rules) else list(_of_list(rules, where))
        case ["route-map", name, *_]:
            return _of_route_map(box, name, where)
        case _:
            return None


def _static(box: Ios, where: Evidence, local: str, rest: list[str]) -> list[Translation] | None:
    if "route-map" not in rest[:-1]:
        return [Translation(where, False, (local,))]
    found = _of_route_map(box, rest[rest.index("route-map") + 1], where)
    return (
        None
        if found is None
        else [Translation(rule.where, rule.exempt, (local,), rule.destinations, outside=rule.outside) for rule in found]
    )


def _plain(rules: list[AclRule]) -> bool:
    """Whether every network of the list is shown, and is one."""
    return all(rule.sources and rule.destinations and all_parsed((*rule.sources, *rule.destinations)) for rule in rules)


def _of_list(rules: list[AclRule], where: Evidence, interface: str = "", *, turned: bool = False) -> Iterator[Translation]:
    """Lines for some services only are passed over: they decide about a part of the traffic."""
    for rule in rules:
        if not rule.part:
            line = rule.where if not rule.allows else where
            yield Translation(line, rule.allows is turned, rule.sources, rule.destinations, outside=interface)


def _of_route_map(box: Ios, name: str, where: Evidence) -> list[Translation] | None:
    parts = box.route_maps.get(name)
    if not parts or any(part.other for part in parts):
        return None
    found: list[Translation] = []
    for number, part in enumerate(parts):
        lists = [box.rules(acl) for acl in part.lists]
        shown = [rules for rules in lists if rules is not None and _plain(rules)]
        if len(shown) < len(lists):
            return None
        if not shown:
            found.append(Translation(part.where, not part.allows, outside=part.interface))
        for rules in shown:
            leaves = not all(rule.allows for rule in rules)
            if leaves and (number < len(parts) - 1 or len(shown) > 1):
                return None  # what the list denies goes on to what follows
            if part.allows or not leaves:
                found += _of_list(rules, where, part.interface, turned=not part.allows)
    return found


def passes(box: Ios, tunnel: TunnelSettings, lookup: Lookup) -> Setting | None:
    """Whether the access lists of the interfaces by which the tunnel's traffic comes in let it pass."""
    layers: list[tuple[Evidence, str, list[FlowRule]]] = []
    entrances = flow.entrances(tunnel, lookup)
    outside = tunnel.interface.value if tunnel.interface else ""
    for name, interface in box.interfaces.items():
        chosen = interface.access.get("in")
        if chosen is None or chosen.where is None or name == outside:
            continue
        rules = box.rules(chosen.value)
        if rules is None:
            if not entrances or name in entrances:
                return None  # what it stops is not shown
            continue
        layers.append((chosen.where, name, [_rule(rule) for rule in rules]))
    return flow.through(tunnel, layers, lookup)


def _rule(rule: AclRule) -> FlowRule:
    known = bool(rule.sources) and bool(rule.destinations) and all_parsed((*rule.sources, *rule.destinations))
    return FlowRule(
        rule.where, rule.allows, rule.sources if known else (ANY,), rule.destinations if known else (ANY,), part=rule.part or not known
    )
