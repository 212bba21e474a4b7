"""What a RouterOS device does besides IPsec: addresses, routes, source NAT, the forward and the input chain of its firewall.

Source NAT comes before the IPsec policies are looked at; what no rule of the filter matches passes; a rule without an
action accepts (RouterOS documentation, "Packet Flow in RouterOS", "Filter", "NAT"). A rule with conditions that are not
followed here decides nothing for sure. The last line of a text may have been cut and is not taken as a rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from assistant.configs import flow
from assistant.configs.lookup import Lookup
from assistant.configs.mikrotik.export import Entry, Export
from assistant.configs.networks import covers, parsed
from assistant.configs.values import is_address, network
from assistant.model.flows import FlowRule, Flows, Route, Translation
from assistant.model.settings import ANY, NONE, Setting, TunnelSettings

_DYNAMIC = ("/routing bgp connection", "/routing bgp peer", "/routing ospf instance", "/routing ospf area", "/ip dhcp-client")
_FOLLOWED = frozenset(
    {"action", "chain", "comment", "disabled", "log", "log-prefix", "to-addresses", "to-ports", "ipsec-policy", "connection-state"}
    | {"src-address", "dst-address", "src-address-list", "dst-address-list"}
    | {"in-interface", "out-interface", "in-interface-list", "out-interface-list"}
)
_TRANSLATES = frozenset({"src-nat", "masquerade", "netmap", "same"})
_STOPS = frozenset({"drop", "reject", "tarpit"})
_ELSEWHERE = frozenset({"jump", "return"})
_IKE = "500"


def flows(box: Export) -> Flows:
    """All of it as the model has it."""
    addresses = [entry for entry in box.of("/ip address") if not entry.off and "/" in entry.value("address")]
    return Flows(
        routes=tuple(_routes(box)) or None,
        dynamic=box.last == "/ip route" or any(not entry.off for name in _DYNAMIC for entry in box.of(name)),
        translations=_translations(box),
        rules=_rules(box),
        open_end=True,
        networks={entry.value("interface"): network(entry.value("address")) for entry in addresses if entry.value("interface")},
    )


def placed(box: Export, tunnel: TunnelSettings, lookup: Lookup) -> None:
    """The interface of a tunnel's own address, the way to its far networks, and whether the input chain lets IKE in.

    A policy is bound to no interface: any route to the far networks will do.
    """
    own = tunnel.local_address.value if tunnel.local_address else ""
    for entry in box.of("/ip address"):
        if own and not entry.off and entry.value("address").split("/", maxsplit=1)[0] == own and entry.value("interface"):
            tunnel.interface = Setting(entry.value("interface"), entry.where)
    far = [item.remote for item in (tunnel.selectors or ())[: flow.MOST] if item.remote != ANY and parsed(item.remote) is not None]
    found = [flow.reached(item, lookup) for item in far] if lookup.flows.routes else []
    tunnel.route_far = next((item for item in found if item is None or item.value == NONE), found[0] if found else None)
    tunnel.enabled = _listens(box, tunnel)


def _routes(box: Export) -> Iterator[Route]:
    for entry in box.of("/ip route"):
        if entry.off or entry.where is None:
            continue
        to = network(entry.value("dst-address") or "0.0.0.0/0")
        gateway = entry.value("gateway").split("%", maxsplit=1)[0]
        drops = "blackhole" in entry.have or entry.value("type") in {"blackhole", "unreachable", "prohibit"}
        if drops:
            yield Route(to, entry.where, drops=True)
        for hop in gateway.split(","):
            if hop and not drops:
                yield Route(to, entry.where, gateway=hop) if is_address(hop) else Route(to, entry.where, interface=hop)


def _chain(box: Export, section: str, chain: str) -> list[Entry] | None:
    """The rules of a chain; ``None`` where none is shown or one of them leads elsewhere."""
    rules = [entry for entry in box.of(section) if not entry.off and entry.value("chain") == chain and entry.where is not None]
    rules = [entry for entry in rules if entry is not box.end]
    return None if not rules or any(entry.value("action") in _ELSEWHERE for entry in rules) else rules


def _interfaces(box: Export, entry: Entry, way: str) -> list[str] | None:
    """The interfaces by which a rule's packets come (``in``) or go (``out``), one empty name for all; ``None`` where it is not shown."""
    name, group = entry.value(f"{way}-interface"), entry.value(f"{way}-interface-list")
    if group and group not in {"all", "dynamic"}:
        bare = group.removeprefix("!")
        members = [item.value("interface") for item in box.of("/interface list member") if item.value("list") == bare and not item.off]
        if not members:
            return None
        known = {item.value("interface") for item in box.of("/ip address")}
        return sorted(known - set(members)) if group.startswith("!") else members
    if name.startswith("!"):
        return sorted({item.value("interface") for item in box.of("/ip address")} - {name[1:]})
    return [name]


def _nets(box: Export, entry: Entry, side: str) -> tuple[str, ...] | None:
    """The networks of a rule's side; ``None`` where they are a range, the opposite of what is named, or a list that is not shown."""
    plain, group = entry.value(f"{side}-address"), entry.value(f"{side}-address-list")
    if group:
        members = tuple(
            network(item.value("address"))
            for item in box.of("/ip firewall address-list")
            if item.value("list") == group and not item.off and item is not box.end
        )
        return members if members and not plain and all(parsed(item) is not None for item in members) else None
    found = network(plain or "0.0.0.0/0")
    return (found,) if parsed(found) is not None else None


def _translations(box: Export) -> tuple[Translation, ...] | None:
    found: list[Translation] = []
    rules = _chain(box, "/ip firewall nat", "srcnat")
    for entry in rules or ():
        action, policy = entry.value("action") or "accept", entry.value("ipsec-policy")
        if action not in _TRANSLATES | {"accept"} or policy.startswith("out,none"):
            continue  # what IPsec protects is not meant
        kept = _kept(entry) if action in _TRANSLATES else None
        outside, sources, destinations = _interfaces(box, entry, "out"), _nets(box, entry, "src"), _nets(box, entry, "dst")
        if kept is not None:
            sources, destinations = ("any",), ("any",)
            found += [structs.replace(kept, outside=name) for name in outside or ()]
        if outside is None or sources is None or destinations is None:
            return None
        if not entry.have.keys() <= _FOLLOWED or entry.where is None:
            continue  # for a part of the traffic only
        found += [Translation(entry.where, action == "accept", sources, destinations, outside=name) for name in outside]
    return tuple(found) if rules is not None else None


def _kept(entry: Entry) -> Translation | None:
    """What a rule for everything but one network leaves as it is: ``dst-address=!10.2.0.0/16``."""
    for side, other in (("src", "dst"), ("dst", "src")):
        word = entry.value(f"{side}-address")
        net = network(word[1:])
        if word.startswith("!") and parsed(net) is not None and not entry.value(f"{other}-address") and entry.where is not None:
            return Translation(entry.where, True, *(((net,), ("any",)) if side == "src" else (("any",), (net,))))
    return None


def _rules(box: Export) -> tuple[FlowRule, ...] | None:
    rules = _chain(box, "/ip firewall filter", "forward")
    if rules is None:
        return None
    found: list[FlowRule] = []
    for entry in rules:
        action, policy, states = entry.value("action") or "accept", entry.value("ipsec-policy"), entry.value("connection-state")
        if action not in _STOPS | {"accept"} or (states and "new" not in states.split(",")):
            continue  # what begins a connection is in no other state
        if policy.startswith("in,") or policy == "out,none" or entry.where is None:
            continue
        nets = _nets(box, entry, "src"), _nets(box, entry, "dst")
        ways = _interfaces(box, entry, "in"), _interfaces(box, entry, "out")
        part = None in nets or None in ways or not entry.have.keys() <= _FOLLOWED
        allows = action == "accept" and (None not in nets and None not in ways)
        found += [
            FlowRule(entry.where, allows, nets[0] or ("any",), nets[1] or ("any",), inside, outside, part)
            for inside in ways[0] or [""]
            for outside in ways[1] or [""]
        ]
    return tuple(found)


def _listens(box: Export, tunnel: TunnelSettings) -> Setting | None:
    """What the input chain does with a first IKE message of the peer; ``None`` where the paste does not tell."""
    rules = _chain(box, "/ip firewall filter", "input")
    peer = tunnel.peer.value if tunnel.peer else ""
    if rules is None or tunnel.interface is None or not (is_address(peer) or peer == ANY):
        return None
    for entry in rules:
        action, states = entry.value("action") or "accept", entry.value("connection-state")
        if action not in _STOPS | {"accept"} or (states and "new" not in states.split(",")) or entry.value("ipsec-policy"):
            continue
        ways, nets = _interfaces(box, entry, "in"), _nets(box, entry, "src")
        if ways is None or nets is None or not entry.have.keys() <= _FOLLOWED | {"protocol", "dst-port", "port"}:
            return None
        if tunnel.interface.value not in ways and "" not in ways:
            continue
        if not any(covers(net, peer) for net in nets) or not _of_ike(entry):
            continue
        return Setting("on" if action == "accept" else NONE, entry.where)
    return Setting("on", default="nothing shown stops it")


def _of_ike(entry: Entry) -> bool:
    """Whether a rule's protocol and ports take in UDP 500."""
    if entry.value("protocol") not in {"", "udp", "17"}:
        return False
    for ports in (entry.value("dst-port"), entry.value("port")):
        if ports and not any(_within(item) for item in ports.split(",")):
            return False
    return True


def _within(ports: str) -> bool:
    low, _, high = ports.partition("-")
    numbers = [item for item in (low, high or low) if item.isdecimal() and len(item) < 6]  # noqa: PLR2004 - a port has no more figures
    return len(numbers) == 2 and int(numbers[0]) <= int(_IKE) <= int(numbers[1])  # noqa: PLR2004
