"""What a device's routes, translations and rules do to a tunnel: worked out for each tunnel from ``DeviceSettings.flows``.

Only what the paste shows counts: without routes in it nothing is said of routing, and with a routing protocol a missing
route may have been learnt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from assistant.configs.lookup import Lookup
from assistant.configs.networks import covers, overlaps, parsed
from assistant.configs.values import is_address
from assistant.model.flows import FlowRule, Flows, Route
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, NONE, DeviceSettings, Remark, Selector, Setting, TunnelSettings

MOST = 60
"""Pairs of networks of a tunnel that are laid against routes, translations and rules."""


def applied(device: DeviceSettings) -> DeviceSettings:
    """The device with what its flows do to each tunnel, where its reader has not said it already."""
    if device.flows is None:
        return device
    lookup = Lookup(device.flows)
    for tunnel in device.tunnels:
        if not tunnel.loose:
            _routes(tunnel, lookup)
            if tunnel.exemption is None:
                tunnel.exemption = exemption(tunnel, lookup)
            if tunnel.rules is None:
                tunnel.rules = _rules(tunnel, lookup)
    return device


def remarks(tunnel: TunnelSettings) -> Iterator[Remark]:
    """What of it keeps the tunnel from working, with the line that does."""
    told = (
        (tunnel.route_peer, "There is no route to the peer by the interface of the tunnel.", "route-to-peer-missing"),
        (tunnel.exemption, "The tunnel's traffic is translated by this rule before it meets the tunnel.", "nat-translates-flow"),
        (tunnel.rules, "No rule lets the tunnel's traffic pass.", "acl-drops-flow"),
        (tunnel.route_far, "The far networks are not routed to the tunnel.", "tunnel-route-not-set"),
    )
    for setting, text, finding in told:
        if setting is not None and setting.value == NONE:
            where = setting.where or tunnel.where
            yield Remark(text, (where,) if where else (), finding)


def _routes(tunnel: TunnelSettings, lookup: Lookup) -> None:
    flows = lookup.flows
    if not flows.routes:
        return
    own = tunnel.interface.value if tunnel.interface else ""
    peer = next((item.value for item in tunnel.peers if is_address(item.value)), "")
    if peer and tunnel.route_peer is None:
        tunnel.route_peer = _way(peer, own, lookup)
    if tunnel.route_far is not None:
        return
    way = tunnel.tunnel_interface.value if tunnel.tunnel_interface else "" if tunnel.route_based else own
    far = [
        item.remote
        for item in (tunnel.selectors or ())[:MOST]
        if item.remote != ANY and item.protocol != "gre" and parsed(item.remote) is not None
    ]
    if far and way:
        # a far network that is this end's own is a fault of the networks, not of the routes
        found = [_way(network, way, lookup) for network in far if not any(name != way for name, _ in lookup.connected(network))] or [None]
        tunnel.route_far = next((item for item in found if item is None or item.value == NONE), found[0])
    elif way and tunnel.route_based:
        net = flows.networks.get(way, "")
        led = lookup.led.get(way) or next(
            (route for route in flows.routes if net and not (route.drops or route.interface) and covers(net, route.gateway)), None
        )
        if led is not None:
            tunnel.route_far = Setting(way, led.where)
        elif not flows.dynamic:
            tunnel.route_far = Setting(NONE, flows.routes[0].where)


def reached(target: str, lookup: Lookup) -> Setting | None:
    """By which interface or gateway a network or an address is reached; ``none`` without a route, ``None`` where it cannot be told."""
    return _way(target, "", lookup)


def _way(target: str, wanted: str, lookup: Lookup) -> Setting | None:
    """By which interface the target is reached, ``none`` where that is not the wanted one; ``None`` where it cannot be told."""
    flows = lookup.flows
    best: Route | None = None
    for route in lookup.routes(target):
        longer = best is None or _length(route.network) > _length(best.network)
        # of several routes to one network the wanted one may be in use: they share the traffic, or stand in for each other
        if longer or (best is not None and _length(route.network) == _length(best.network) and wanted and route.interface == wanted):
            best = route
    connected = lookup.connected(target)
    if connected and (best is None or max(_length(net) for _, net in connected) >= _length(best.network)):
        name = max(connected, key=lambda item: _length(item[1]))[0]
        return Setting(name, default="connected") if not wanted or name == wanted else Setting(NONE, best.where if best else None)
    if best is None:
        return None if flows.dynamic or not flows.routes else Setting(NONE, flows.routes[0].where)
    narrower = flows.dynamic and parsed(best.network) != parsed(target)  # one may have been learnt
    if best.drops:
        return None if narrower else Setting(NONE, best.where)
    out = _leaves(best, lookup)
    if not out or not wanted:
        return Setting(out or best.gateway, best.where)
    if out != wanted and narrower:
        return None
    return Setting(out if out == wanted else NONE, best.where)


def _leaves(route: Route, lookup: Lookup) -> str:
    """The interface by which a route leaves, empty where it is not shown."""
    return route.interface or next((name for name, _ in (lookup.connected(route.gateway) if route.gateway else ())), "")


def _length(network: str) -> int:
    found = parsed(network)
    return found.prefixlen if found is not None else -1


def _pairs(tunnel: TunnelSettings) -> Sequence[Selector]:
    return (tunnel.selectors or ())[:MOST]


def _out(tunnel: TunnelSettings, flows: Flows) -> set[str]:
    """The names by which a rule can mean the way out: the interface of the tunnel and its zone."""
    name = tunnel.tunnel_interface or (None if tunnel.route_based else tunnel.interface)
    return {"", ANY} | ({name.value, flows.zones.get(name.value, name.value)} if name else set())


def _inside(pair: Selector, lookup: Lookup) -> set[str]:
    """The interfaces, and their zones, by which a pair's own network is reached; empty where that is not shown."""
    if pair.local == ANY:
        return set()
    found = {name for name, _ in lookup.connected(pair.local, within=False)}
    if not found:
        routes = [route for route in lookup.routes(pair.local) if _length(route.network) > 0 and not route.drops]
        best = max(routes, key=lambda route: _length(route.network), default=None)
        found = {_leaves(best, lookup)} - {""} if best is not None else set()
    return found | {lookup.flows.zones[name] for name in found if name in lookup.flows.zones}


def entrances(tunnel: TunnelSettings, lookup: Lookup) -> set[str]:
    """The interfaces by which the tunnel's own networks are reached; empty where one of them is not shown."""
    found = [_inside(pair, lookup) for pair in _pairs(tunnel)]
    return set().union(*found) if found and all(found) else set()


def through(tunnel: TunnelSettings, layers: Sequence[tuple[Evidence, str, Sequence[FlowRule]]], lookup: Lookup) -> Setting | None:
    """Several filters one after the other, each with an implicit refusal at its end, which all must let the traffic pass.

    A layer is its line, the interface at which it takes what comes in (empty for what passes in any case), and its rules.
    """
    passed: Setting | None = None
    unsure = False
    for pair in _pairs(tunnel):
        if parsed(pair.local) is None or parsed(pair.remote) is None:
            unsure = True  # a range, a wildcard, a name
            continue
        for where, inside, rules in layers:
            entrance = _inside(pair, lookup) if inside else {inside}
            if entrance and inside not in entrance:
                continue
            decided = _decided(pair, rules, open_end=False) if entrance else None
            if decided is None:
                unsure = True
            elif decided.value == NONE:
                return Setting(NONE, decided.where or where)
            else:
                passed = passed or decided
    return None if unsure else passed


def exemption(tunnel: TunnelSettings, lookup: Lookup) -> Setting | None:
    """``on`` where the tunnel's traffic keeps its addresses; ``none`` with the line that translates it."""
    flows = lookup.flows
    pairs = _pairs(tunnel)
    if flows.translations is None or not pairs or (tunnel.route_based and tunnel.tunnel_interface is None):
        return None
    names = _out(tunnel, flows)
    kept: Setting = Setting("on", default="no rule shown translates it")
    for pair in pairs:
        if pair.local == ANY:
            continue  # a tunnel for any source takes the translated one as well
        if parsed(pair.local) is None or parsed(pair.remote) is None:
            return None
        inside = _inside(pair, lookup)
        for rule in lookup.translations(pair.remote, names):
            if inside and rule.inside not in inside | {"", ANY}:
                continue
            both = [(rule.sources, pair.local), (rule.destinations, pair.remote)]
            if rule.exempt and all(any(covers(net, side) for net in nets) for nets, side in both):
                kept = Setting("on", rule.where)
                break
            if not rule.exempt and all(any(overlaps(net, side) for net in nets) for nets, side in both):
                return Setting(NONE, rule.where)
    return kept


def _rules(tunnel: TunnelSettings, lookup: Lookup) -> Setting | None:
    """``on`` where the firewall lets the tunnel's traffic go out; ``none`` where a rule, or the want of one, stops it."""
    flows = lookup.flows
    if flows.rules is None or (tunnel.route_based and tunnel.tunnel_interface is None):
        return None
    names = _out(tunnel, flows)
    pairs = _pairs(tunnel) or ((Selector(ANY, ANY),) if tunnel.route_based else ())
    passed: Setting | None = None
    for pair in pairs:
        inside = _inside(pair, lookup)
        rules = [kept for rule in lookup.rules(pair.remote, names) if (kept := _of_way_in(rule, inside, flows)) is not None]
        decided = _decided(pair, rules, open_end=flows.open_end)
        if decided is not None and decided.value == NONE and decided.where is None and flows.rules:
            return Setting(NONE, flows.rules[-1].where)  # the end of the rules is what shows the lack
        if decided is None or decided.value == NONE:
            return decided
        passed = passed or decided
    return passed


def _of_way_in(rule: FlowRule, inside: set[str], flows: Flows) -> FlowRule | None:
    """A rule as it holds for what comes in by one of the names; ``None`` where it is for another way in.

    Where the paste does not show by which way the traffic comes, or in which zone that is, a rule for one may not be meant.
    """
    if rule.inside in {"", ANY} | inside:
        return rule
    ways = inside & flows.networks.keys()
    if ways and (not flows.zones or rule.inside in flows.networks or ways <= flows.zones.keys()):
        return None
    return structs.replace(rule, part=True)


def _decided(pair: Selector, rules: Sequence[FlowRule], *, open_end: bool) -> Setting | None:
    """What the first rule that decides about a pair of networks says; ``None`` where rules for a part of it leave it open."""
    part = False
    for rule in rules:
        both = [(rule.sources, pair.local), (rule.destinations, pair.remote)]
        if not all(any(overlaps(net, side) for net in nets) for nets, side in both):
            continue
        whole = all(any(covers(net, side) for net in nets) for nets, side in both) and not rule.part
        if rule.allows:
            return Setting("on", rule.where)
        if whole:
            return None if part else Setting(NONE, rule.where)
        part = True
    if part:
        return None
    return Setting("on", default="nothing shown stops it") if open_end else Setting(NONE)
