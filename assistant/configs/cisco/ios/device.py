"""What of a Cisco IOS configuration is not IPsec but meets its traffic: interfaces, routes, translation, route maps; and certificates."""

from __future__ import annotations

from assistant.configs.cisco.certificates import Chain
from assistant.configs.cisco.ios.parts import Entry, Interface, Ios, RouteMapPart
from assistant.configs.tree import Statement
from assistant.configs.values import is_address, network
from assistant.model.settings import ANY, Setting


def of_device(box: Ios, statement: Statement) -> bool:
    """Take a statement in; whether it is one of these."""
    where = statement.where
    match statement.words:
        case ["interface", *name] if name:
            _interface(box, "".join(name), statement)
        case ["ip", "route", *_]:
            box.routes.append(statement)
        case ["ip", "nat", "inside", "source", *_]:
            box.nat.append(statement)
        case ["route-map", name, "permit" | "deny" as word, *_]:
            box.route_maps.setdefault(name, []).append(_route_map(statement, allows=word == "permit"))
        case ["crypto", "pki" | "ca", *_] if statement.words[2:3] not in (["trustpoint"], ["certificate"]):
            pass
        case ["router", *_]:
            box.routing = True
        case ["crypto", "pki" | "ca", "trustpoint", name, *_]:
            box.trustpoints.setdefault(name, where)
        case ["crypto", "pki" | "ca", "certificate", "chain", name, *_]:
            box.chains.setdefault(name, Chain(where)).take(statement)
        case _:
            return False
    return True


def _route_map(statement: Statement, *, allows: bool) -> RouteMapPart:
    lists: list[str] = []
    interface, other = "", False
    for child in statement.children:
        match child.words:
            case ["match", "ip", "address", *names] if names[:1] != ["prefix-list"]:
                lists += names
            case ["match", "interface", name, *_]:
                interface = name
            case ["match", *_]:
                other = True
            case _:
                pass
    return RouteMapPart(statement.where, allows, tuple(lists), interface, other)


def _interface(box: Ios, name: str, statement: Statement) -> None:
    entry = Entry(name, statement.where)
    interface = box.interfaces.setdefault(name, Interface(statement.where))
    for child in statement.children:
        match child.words:
            case ["ip", "address", address, *rest] if is_address(address) and "secondary" not in rest:
                box.addresses[name] = Setting(address, child.where)
                interface.network = network(address, rest[0]) if rest and is_address(rest[0]) else ""
            case ["ip", "nat", "inside" | "outside" as side]:
                interface.nat = side
            case ["ip", "access-group", acl, "in" | "out" as way]:
                interface.access[way] = Setting(acl, child.where)
            case ["vrf", "forwarding", vrf, *_] | ["ip", "vrf", "forwarding", vrf, *_]:
                interface.vrf = vrf
            case ["shutdown"]:
                interface.down = True
            case ["crypto", "map", map_, *_]:
                box.bound.setdefault(map_, []).append(Setting(name, child.where))
            case ["tunnel", "source", *source] if source:
                entry.source = Setting("".join(source), child.where)
            case ["tunnel", "destination", address, *_]:
                entry.peers.append(Setting(ANY if address == "dynamic" else address, child.where))
            case ["tunnel", "mode", *mode]:
                entry.mode = " ".join(mode)
            case ["tunnel", "protection", "ipsec", "profile", profile, *_]:
                entry.protection = profile
            case _:
                pass
    if entry.protection:
        box.tunnels.append(entry)
