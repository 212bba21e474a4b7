"""Interfaces and firewall rules of a config.xml, as far as they decide about a tunnel's traffic.

pf looks at a packet where it comes in. What leaves through a tunnel met the rules of the inside interface; what comes out of one
meets those of ``enc0``. Outbound translation of the WAN does not touch what IPsec has taken before, so that nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.configs.netgate.configxml import Element
from assistant.configs.networks import overlaps
from assistant.configs.values import is_address, network
from assistant.model.flows import FlowRule, Flows
from assistant.model.settings import ANY, DeviceSettings, Remark, Setting, TunnelSettings

IPSEC = frozenset({"enc0", "ipsec"})
"""How the files call the side of the tunnels."""


def interfaces(top: Element, device: DeviceSettings) -> None:
    """The addresses and networks of the interfaces, by the names that the rest of the file uses (``wan``, ``lan``, ``opt1``)."""
    networks: dict[str, str] = {}
    for holder in top.within("interfaces"):
        for item in holder.children:
            address, bits = item.get("ipaddr"), item.said("subnet")
            if address is None or not is_address(address.text):
                continue
            device.addresses[item.name] = Setting(address.text, address.where)
            if bits.isdigit():
                networks[item.name] = network(f"{address.text}/{bits}")
    device.flows = Flows(networks=networks) if networks else None


def rules(top: Element, device: DeviceSettings) -> None:
    """The rules of the inside interfaces into the device's flows, and a remark on tunnels that no rule of ``enc0`` lets in."""
    shown = [rule for holder in top.within("filter") for rule in holder.all("rule")]
    if not shown or device.flows is None:
        return
    known = device.flows.networks
    floating = any(rule.get("floating") is not None for rule in shown)
    inside = [rule for rule in shown if _inside(rule, known)]
    made = [found for rule in inside if (found := _rule(rule, known)) is not None]
    # floating rules go before those of the interfaces, and an alias stands for networks that are not shown
    if made and len(made) == len(inside) and not floating:
        device.flows.rules = tuple(made)
    entering = [rule for rule in shown if _active(rule) and rule.said("interface").lower() in IPSEC and rule.said("type") in {"pass", ""}]
    if not floating:
        for tunnel in device.tunnels:
            tunnel.remarks = [*tunnel.remarks, *_closed(tunnel, entering, known, shown[0])]


def _active(rule: Element) -> bool:
    flag = rule.get("disabled")
    return flag is None or flag.text in {"0", "no"}


def _inside(rule: Element, known: dict[str, str]) -> bool:
    """Whether a rule is one of an inside interface whose network is known."""
    name = rule.said("interface")
    return _active(rule) and name in known and name != "wan" and rule.said("ipprotocol") != "inet6"


def _rule(rule: Element, known: dict[str, str]) -> FlowRule | None:
    """A rule of an inside interface. One for every source is for the network of that interface."""
    name = rule.said("interface")
    own = known[name]
    source, target = (_ends(rule.get(part), known) for part in ("source", "destination"))
    if source is None or target is None:
        return None
    part = bool(rule.said("protocol")) and rule.said("protocol") != "any"
    sources = (own,) if source == (ANY,) else source
    return FlowRule(rule.where, rule.said("type") in {"pass", ""}, sources, target, name, "", part)


def _ends(part: Element | None, known: dict[str, str]) -> tuple[str, ...] | None:
    """The networks of a rule's side; ``None`` where an alias or what is left out stands there."""
    if part is None or part.get("not") is not None:
        return None
    if part.get("any") is not None:
        return (ANY,)
    word = part.said("network") or part.said("address")
    found = known.get(word) or network(word)
    return (found,) if found and (found == ANY or "/" in found) else None


def _closed(tunnel: TunnelSettings, entering: list[Element], known: dict[str, str], first: Element) -> Iterator[Remark]:
    """A tunnel whose far networks no rule of the tunnels' side lets in: what the far end starts is dropped."""
    for pair in tunnel.selectors or ():
        for rule in entering:
            source, target = (_ends(rule.get(part), known) for part in ("source", "destination"))
            if source is None or target is None:
                return
            if any(overlaps(net, pair.remote) for net in source) and any(overlaps(net, pair.local) for net in target):
                return
    if tunnel.selectors:
        yield Remark(
            "No rule on the IPsec interface lets the tunnel's traffic in: what the far end starts is dropped.", (first.where,), stops=False
        )
