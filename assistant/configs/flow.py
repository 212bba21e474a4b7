"""What a device's routes, translations and rules do to a tunnel: worked out for each tunnel from ``DeviceSettings.flows``.

Only what the paste shows counts: without routes in it nothing is said of routing, and with a routing protocol a missing
route may have been learnt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from assistant.configs.networks import covers, overlaps, parsed
from assistant.configs.values import is_address
from assistant.model.flows import FlowRule, Flows, Route
from assistant.model.settings import ANY, NONE, DeviceSettings, Remark, Selector, Setting, TunnelSettings

MOST = 60
"""Pairs of networks of a tunnel that are laid against routes, translations and rules."""


def applied(device: DeviceSettings) -> DeviceSettings:
    """The device with what its flows do to each tunnel, where its reader has not said it already."""
    if device.flows is None:
        return device
    for tunnel in device.tunnels:
        if not tunnel.loose:
            _routes(tunnel, device.flows)
            if tunnel.exemption is None:
                tunnel.exemption = _exemption(tunnel, device.flows)
            if tunnel.rules is None:
                tunnel.rules = _rules(tunnel, device.flows)
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


def _routes(tunnel: TunnelSettings, flows: Flows) -> None:
    if not flows.routes:
        return
    own = tunnel.interface.value if tunnel.interface else ""
    peer = next((item.value for item in tunnel.peers if is_address(item.value)), "")
    if peer and tunnel.route_peer is None:
        tunnel.route_peer = _way(peer, own, flows)
    if tunnel.route_far is not None:
        return
    way = tunnel.tunnel_interface.value if tunnel.tunnel_interface else "" if tunnel.route_based else own
    far = [item.remote for item in (tunnel.selectors or ())[:MOST] if item.remote != ANY and parsed(item.remote) is not None]
    if far and way:
        found = [_way(network, way, flows) for network in far]
        tunnel.route_far = next((item for item in found if item is None or item.value == NONE), found[0])
    elif way and tunnel.route_based:
        net = flows.networks.get(way, "")
        led = next((route for route in flows.routes if not route.drops and (route.interface == way or covers(net, route.gateway))), None)
        if led is not None:
            tunnel.route_far = Setting(way, led.where)
        elif not flows.dynamic:
            tunnel.route_far = Setting(NONE, flows.routes[0].where)


def reached(target: str, flows: Flows) -> Setting | None:
    """By which interface or gateway a network or an address is reached; ``none`` without a route, ``None`` where it cannot be told."""
    return _way(target, "", flows)


def _way(target: str, wanted: str, flows: Flows) -> Setting | None:
    """By which interface the target is reached, ``none`` where that is not the wanted one; ``None`` where it cannot be told."""
    best: Route | None = None
    for route in flows.routes or ():
        if covers(route.network, target) and (best is None or _length(route.network) > _length(best.network)):
            best = route
    connected = [(name, net) for name, net in flows.networks.items() if covers(net, target)]
    if connected and (best is None or max(_length(net) for _, net in connected) >= _length(best.network)):
        name = max(connected, key=lambda item: _length(item[1]))[0]
        return Setting(name, default="connected") if not wanted or name == wanted else Setting(NONE, best.where if best else None)
    if best is None:
        return None if flows.dynamic or not flows.routes else Setting(NONE, flows.routes[0].where)
    narrower = flows.dynamic and parsed(best.network) != parsed(target)  # one may have been learnt
    if best.drops:
        return None if narrower else Setting(NONE, best.where)
    out = best.interface or next((name for name, net in flows.networks.items() if best.gateway and covers(net, best.gateway)), "")
    if not out or not wanted:
        return Setting(out or best.gateway, best.where)
    if out != wanted and narrower:
        return None
    return Setting(out if out == wanted else NONE, best.where)


def _length(network: str) -> int:
    found = parsed(network)
    return found.prefixlen if found is not None else -1


def _pairs(tunnel: TunnelSettings) -> Sequence[Selector]:
    return (tunnel.selectors or ())[:MOST]


def _out(tunnel: TunnelSettings, flows: Flows) -> set[str]:
    """The names by which a rule can mean the way out: the interface of the tunnel and its zone."""
    name = tunnel.tunnel_interface or (None if tunnel.route_based else tunnel.interface)
    return {"", ANY} | ({name.value, flows.zones.get(name.value, name.value)} if name else set())


def _loose(rule: FlowRule) -> FlowRule:
    """A rule for one way in, where the paste does not show by which one the traffic comes: it may not be meant."""
    return structs.replace(rule, part=True) if rule.inside not in {"", ANY} else rule


def _in(pair: Selector, flows: Flows) -> set[str]:
    """The names by which a rule can mean where the own network comes from; empty where the paste does not show it."""
    names = {name for name, net in flows.networks.items() if pair.local != ANY and overlaps(net, pair.local)}
    if not names or (flows.zones and not names <= flows.zones.keys()):
        return set()
    return names | {flows.zones[name] for name in names if name in flows.zones} | {"", ANY}


def _exemption(tunnel: TunnelSettings, flows: Flows) -> Setting | None:
    """``on`` where the tunnel's traffic keeps its addresses; ``none`` with the line that translates it."""
    pairs = _pairs(tunnel)
    if flows.translations is None or not pairs:
        return None
    names = _out(tunnel, flows)
    if tunnel.route_based and tunnel.tunnel_interface is None:
        return None
    kept: Setting = Setting("on", default="no rule shown translates it")
    for pair in pairs:
        for rule in flows.translations:
            if rule.outside not in names:
                continue
            both = [(rule.sources, pair.local), (rule.destinations, pair.remote)]
            if rule.exempt and all(any(covers(net, side) for net in nets) for nets, side in both):
                kept = Setting("on", rule.where)
                break
            if not rule.exempt and all(any(overlaps(net, side) for net in nets) for nets, side in both):
                return Setting(NONE, rule.where)
    return kept


def _rules(tunnel: TunnelSettings, flows: Flows) -> Setting | None:
    """``on`` where the firewall lets the tunnel's traffic go out; ``none`` where a rule, or the want of one, stops it."""
    if flows.rules is None or (tunnel.route_based and tunnel.tunnel_interface is None):
        return None
    names = _out(tunnel, flows)
    rules = [rule for rule in flows.rules if rule.outside in names]
    pairs = _pairs(tunnel) or ((Selector(ANY, ANY),) if tunnel.route_based else ())
    passed: Setting | None = None
    for pair in pairs:
        within = _in(pair, flows)
        own = [rule for rule in rules if rule.inside in within] if within else [_loose(rule) for rule in rules]
        decided = _decided(pair, own, open_end=flows.open_end)
        if decided is None:
            return None
        if decided.value == NONE:  # of what no rule is for, the last rule shows the lack
            return decided if decided.where else Setting(NONE, flows.rules[-1].where if flows.rules else None)
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
    return Setting("on", default="nothing shown stops it") if open_end else Setting(NONE, rules[-1].where if rules else None)
