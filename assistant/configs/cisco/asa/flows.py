"""What a Cisco ASA does to traffic besides IPsec: its routes, its interfaces' networks, its access groups and VPN filters.

Decrypted traffic does not meet the access list of the interface unless ``no sysopt connection permit-vpn`` is set; a VPN filter is
written with the far networks as source and holds for both directions (Cisco ASA Series VPN CLI Configuration Guide).
"""

from __future__ import annotations

from assistant.configs import flow
from assistant.configs.cisco.asa.groups import filter_of
from assistant.configs.cisco.asa.nat import translations
from assistant.configs.cisco.asa.parts import Asa, Group
from assistant.configs.cisco.shared import AclRule
from assistant.configs.lookup import Lookup
from assistant.configs.networks import all_parsed
from assistant.configs.values import is_address, network
from assistant.model.flows import FlowRule, Flows, Route
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, Setting, TunnelSettings

LEAST = 4
"""Words of a route: the interface, the network, its mask."""


def flows(box: Asa) -> Flows:
    """All but the rules, which are laid on each tunnel by ``passes``."""
    routes = [
        found for statement in box.routes if "tunneled" not in statement.words and (found := _route(box, statement.words, statement.where))
    ]
    return Flows(
        routes=tuple(routes) if routes else None,
        translations=translations(box),
        dynamic=box.routing or any(route.where.line >= box.last for route in routes[-1:]),  # the next route may follow
        networks={name: net for name, net in box.subnets.items() if net != ANY},
        open_end=True,
    )


def _route(box: Asa, words: list[str], where: Evidence) -> Route | None:
    if len(words) < LEAST:
        return None
    _, name, address, mask, *rest = words
    everything = {address, mask} <= {"0", "0.0.0.0"}  # noqa: S104 - the default route
    target = ANY if everything else network(box.networks.address(address), mask)
    if name.lower() == "null0":
        return Route(target, where, drops=True)
    return Route(target, where, rest[0] if rest and is_address(rest[0]) else "", name)


def passes(box: Asa, tunnel: TunnelSettings, group: Group | None, lookup: Lookup) -> Setting | None:
    """Whether the filters that the tunnel's traffic meets let it pass: ``none`` with the line that does not, ``None`` where nothing is shown."""
    layers: list[tuple[Evidence, str, list[FlowRule]]] = []
    entrances = flow.entrances(tunnel, lookup)
    for statement in box.access_groups:
        match statement.words:
            case ["access-group", name, "in" | "out" as way, "interface", nameif, *rest] if "control-plane" not in rest:
                pass
            case _:
                continue
        rules = box.networks.rules(name)
        outside = tunnel.interface is not None and nameif == tunnel.interface.value
        if rules is None:
            if way == "in" and not outside and (not entrances or nameif in entrances):
                return None  # what it stops is not shown
            continue
        if way == "in" and not outside:
            layers.append((statement.where, nameif, _rules(rules)))
        elif outside and (way == "out" or box.inspected is not None):
            layers.append((statement.where, "", _rules(rules, turned=way == "in")))
    chosen = filter_of(box, group)
    filtered = box.networks.rules(chosen.value) if chosen else None
    if chosen is not None and chosen.where is not None and filtered is not None:
        layers.append((chosen.where, "", _rules(filtered, turned=True)))
    return flow.through(tunnel, layers, lookup)


def _rules(rules: list[AclRule], *, turned: bool = False) -> list[FlowRule]:
    """An access list as rules seen from this end. What names an object that is not shown may be anything, and in part."""
    out = []
    for rule in rules:
        sources, destinations = (rule.destinations, rule.sources) if turned else (rule.sources, rule.destinations)
        known = bool(sources) and bool(destinations) and all_parsed((*sources, *destinations))
        out.append(
            FlowRule(rule.where, rule.allows, sources if known else (ANY,), destinations if known else (ANY,), part=rule.part or not known)
        )
    return out
