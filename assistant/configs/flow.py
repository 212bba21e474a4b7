"""What a device's routes, translations and rules do to a tunnel: worked out for each tunnel from ``DeviceSettings.flows``.

Only what the paste shows counts: without routes in it nothing is said of routing, and with a routing protocol a missing
route may have been learnt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.configs.flow_index import Index, indexed, leading
from assistant.configs.networks import covers, overlaps, parsed
from assistant.configs.values import is_address
from assistant.model.flows import FlowRule, Flows
from assistant.model.settings import ANY, NONE, DeviceSettings, Remark, Selector, Setting, TunnelSettings

MOST = 60
"""Pairs of networks of a tunnel that are laid against routes, translations and rules."""


def applied(device: DeviceSettings) -> DeviceSettings:
    """The device with what its flows do to each tunnel, where its reader has not said it already."""
    if device.flows is None:
        return device
    index = indexed(device.flows)
    for tunnel in device.tunnels:
        if not tunnel.loose:
            _routes(tunnel, index)
            if tunnel.exemption is None:
                tunnel.exemption = _exemption(tunnel, index)
            if tunnel.rules is None:
                tunnel.rules = _rules(tunnel, index)
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


def _routes(tunnel: TunnelSettings, index: Index) -> None:
    routes = index.flows.routes
    if not routes:
        return
    own = tunnel.interface.value if tunnel.interface else ""
    peer = next((item.value for item in tunnel.peers if is_address(item.value)), "")
    if peer and tunnel.route_peer is None:
        tunnel.route_peer = _way(peer, own, index)
    if tunnel.route_far is not None:
        return
    way = tunnel.tunnel_interface.value if tunnel.tunnel_interface else "" if tunnel.route_based else own
    far = [item.remote for item in (tunnel.selectors or ())[:MOST] if item.remote != ANY and parsed(item.remote) is not None]
    if far and way:
        found = [_way(network, way, index) for network in far]
        tunnel.route_far = next((item for item in found if item is None or item.value == NONE), found[0])
    elif way and tunnel.route_based:
        if way in index.led:
            tunnel.route_far = Setting(way, index.led[way].where)
        elif not index.flows.dynamic:
            tunnel.route_far = Setting(NONE, routes[0].where)


def _way(target: str, wanted: str, index: Index) -> Setting | None:
    """By which interface the target is reached, ``none`` where that is not the wanted one; ``None`` where it cannot be told."""
    routed, routes = index.routes.longest(target)
    # of several routes to one network the wanted one may be in use: they share the traffic, or stand in for each other
    best = next((route for route in routes if wanted and route.interface == wanted and not route.drops), next(iter(routes), None))
    linked, names = index.connected.longest(target)
    if names and linked >= routed:
        name = wanted if wanted in names else names[0]
        return Setting(name, default="connected") if not wanted or name == wanted else Setting(NONE, best.where if best else None)
    if best is None:
        return None if index.flows.dynamic or not index.flows.routes else Setting(NONE, index.flows.routes[0].where)
    if best.drops:
        return Setting(NONE, best.where)
    out = best.interface or next(iter(index.connected.longest(best.gateway)[1]), "")
    if not out or not wanted:
        return Setting(out or best.gateway, best.where)
    return Setting(out if out == wanted else NONE, best.where)


def _pairs(tunnel: TunnelSettings) -> Sequence[Selector]:
    return (tunnel.selectors or ())[:MOST]


def _out(tunnel: TunnelSettings, flows: Flows) -> set[str]:
    """The names by which a rule can mean the way out: the interface of the tunnel and its zone."""
    name = tunnel.tunnel_interface or (None if tunnel.route_based else tunnel.interface)
    return {"", ANY} | ({name.value, flows.zones.get(name.value, name.value)} if name else set())


def _exemption(tunnel: TunnelSettings, index: Index) -> Setting | None:
    """``on`` where the tunnel's traffic keeps its addresses; ``none`` with the line that translates it."""
    pairs = _pairs(tunnel)
    if index.flows.translations is None or not pairs:
        return None
    translations = leading(index.translations, _out(tunnel, index.flows))
    kept: Setting = Setting("on", default="no rule shown translates it")
    for pair in pairs:
        if pair.local == ANY:
            continue  # a tunnel for any source takes the translated one as well
        for rule in translations:
            both = [(rule.sources, pair.local), (rule.destinations, pair.remote)]
            if rule.exempt and all(any(covers(net, side) for net in nets) for nets, side in both):
                kept = Setting("on", rule.where)
                break
            if not rule.exempt and all(any(overlaps(net, side) for net in nets) for nets, side in both):
                return Setting(NONE, rule.where)
    return kept


def _rules(tunnel: TunnelSettings, index: Index) -> Setting | None:
    """``on`` where the firewall lets the tunnel's traffic go out; ``none`` where a rule, or the want of one, stops it."""
    flows = index.flows
    if flows.rules is None or (tunnel.route_based and tunnel.tunnel_interface is None):
        return None
    rules = leading(index.rules, _out(tunnel, flows))
    pairs = _pairs(tunnel) or ((Selector(ANY, ANY),) if tunnel.route_based else ())
    passed: Setting | None = None
    for pair in pairs:
        decided = _decided(pair, rules, open_end=flows.open_end)
        if decided is not None and decided.value == NONE and decided.where is None and flows.rules:
            return Setting(NONE, flows.rules[-1].where)  # the end of the rules is what shows the lack
        if decided is None or decided.value == NONE:
            return decided
        passed = passed or decided
    return passed


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
