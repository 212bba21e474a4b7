"""What a FortiGate does to traffic besides IPsec: static routes, firewall policies, source translation, zones.

Source: FortiOS Administration Guide, "Policies" (first match, the end denies), "Static routing" (the lowest distance is used) and
"Central SNAT". A table of one entry may be what ``show … <entry>`` printed: what is not in it may still be configured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from assistant.configs.fortinet.statements import Block
from assistant.configs.fortinet.tables import Fortigate, address, line, named, word
from assistant.configs.lookup import ordered
from assistant.configs.networks import parsed
from assistant.configs.values import network
from assistant.model.flows import FlowRule, Flows, Route, Translation
from assistant.model.settings import ANY

DISTANCE = 10
"""The distance of a static route that sets none."""
SD_WAN = "SD-WAN"


def flows(box: Fortigate) -> Flows:
    """All that the paste shows of one virtual domain."""
    out = Flows(zones=_zones(box), networks=_networks(box), dynamic=box.dynamic)
    if box.routes:
        whole = _whole(box, box.routes)
        routes = ordered(_routes(box))
        out.dynamic |= not (whole and box.complete)
        if not whole:  # what is not shown may be a longer route than any that is, or of a lower distance
            tunnels = {one.name for one in box.phase1}
            routes = [route for route in routes if route.interface in tunnels]
        out.routes = tuple(routes) or None
    if box.policies:
        known = {*box.interfaces, *out.zones.values(), *(name for one in box.phase1 for name in (one.name, word(one, "interface")))}
        rules = [rule for block in box.policies for rule in _rules(box, block)]
        if not box.complete:  # an interface that is not shown may be a zone with the tunnel in it
            rules = [rule if rule.outside in {"", *known} else structs.replace(rule, outside="", allows=False, part=True) for rule in rules]
        if not _whole(box, box.policies):
            rules.append(FlowRule(box.policies[-1].where, allows=False, part=True))
        out.rules = tuple(rules)
        out.translations = _translations(box, out.zones)
    return out


def _whole(box: Fortigate, table: Sequence[Block]) -> bool:
    return all(block.ended for block in table) and (box.complete or len(table) > 1)


def _off(block: Block) -> bool:
    return word(block, "status") == "disable"


def _zones(box: Fortigate) -> dict[str, str]:
    found = {name: zone.name for zone in box.zones if "interface" in zone.options for name in zone.options["interface"].words}
    found.update({word(member, "interface"): word(member, "zone") or "virtual-wan-link" for member in box.members})
    return found


def _networks(box: Fortigate) -> dict[str, str]:
    return {
        name: network(*block.options["ip"].words[:2])
        for name, block in box.interfaces.items()
        if address(block.options.get("ip")) is not None and word(block, "status") != "down"
    }


def _routes(box: Fortigate) -> Iterator[tuple[int, Route]]:
    """Every static route with its distance."""
    for block in box.routes:
        if _off(block) or not block.closed:
            continue
        dst, name = block.options.get("dst"), block.options.get("dstaddr")
        targets = [network(*dst.words[:2])] if dst and dst.words else named(box, name.words) if name else [ANY]
        distance = word(block, "distance")
        shared = any(word(block, option) not in {"", "disable"} for option in ("sdwan", "sdwan-zone", "virtual-wan-link"))
        for target in targets or ():
            yield (
                int(distance) if distance.isdecimal() and len(distance) <= len("255") else DISTANCE,
                Route(
                    target,
                    line(block, "dst", "dstaddr", "device"),
                    SD_WAN if shared else word(block, "gateway"),
                    "" if shared else word(block, "device"),
                    word(block, "blackhole") == "enable",
                ),
            )


def _sides(box: Fortigate, block: Block, *options: str) -> list[tuple[str, ...]] | None:
    """The networks of the options; ``None`` where one of them cannot be told."""
    out = []
    for option in options:
        found = block.options.get(option)
        nets = named(box, found.words) if found and word(block, f"{option}-negate") != "enable" else None
        if nets is None or any(parsed(net) is None for net in nets):
            return None
        out.append(tuple(nets))
    return out


def _ways(block: Block, option: str) -> tuple[str, ...]:
    found = block.options.get(option)
    return tuple("" if name == ANY else name for name in found.words) if found else ()


def _rules(box: Fortigate, block: Block) -> Iterator[FlowRule]:
    """One rule for each way out of a policy. One whose networks cannot be told may hold for a part of any traffic."""
    if _off(block) or "dstintf" not in block.options:
        return
    inside = _ways(block, "srcintf")
    sides = _sides(box, block, "srcaddr", "dstaddr")
    allows = word(block, "action") in {"accept", "ipsec"}
    service = block.options.get("service")
    part = service is None or "ALL" not in service.words or word(block, "schedule") not in {"", "always"}
    part = part or any(option in block.options for option in ("groups", "users", "fsso-groups", "internet-service"))
    for outside in _ways(block, "dstintf"):
        names = inside[0] if len(inside) == 1 else ""
        if sides is None or not block.closed:
            yield FlowRule(block.where, allows=False, inside=names, outside=outside, part=True)
        else:
            yield FlowRule(block.where, allows, sides[0], sides[1], names, outside, part)


def _translations(box: Fortigate, zones: dict[str, str]) -> tuple[Translation, ...] | None:
    """Rules of source translation; ``None`` where one that may catch a tunnel's traffic cannot be told (a pool, an unknown name)."""
    tunnels = {one.name for one in box.phase1}
    met = {"", *tunnels, *(zones[name] for name in tunnels if name in zones)}
    found: list[Translation] = []
    for block in box.central or box.policies:
        central = block.path == "firewall central-snat-map"
        if _off(block) or not block.closed or (not central and word(block, "action") not in {"accept", "ipsec"}):
            continue
        sides = _sides(box, block, *(("orig-addr", "dst-addr") if central else ("srcaddr", "dstaddr")))
        exempt = word(block, "nat") == "disable" if central else word(block, "nat") != "enable"
        pool = not exempt and (word(block, "ippool") == "enable" or "nat-ippool" in block.options)
        for outside in _ways(block, "dstintf"):
            if sides is not None and not pool:
                found.append(Translation(line(block, "nat"), exempt, sides[0], sides[1], outside=outside))
            elif outside in met and not exempt:
                return None
    return tuple(found)
