"""Routes, rules and translations found by what they hold for, so that a device with thousands of tunnels is gone through once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct, field

from assistant.configs.networks import Net, parsed
from assistant.model.flows import FlowRule, Flows, Route, Translation
from assistant.model.settings import ANY

T = TypeVar("T")
_Key = tuple[int, int, int]


class Prefixes(Struct, Generic[T]):
    """What belongs to networks, found by the longest one that covers a target."""

    held: dict[_Key, list[T]] = field(default_factory=dict)
    lengths: set[tuple[int, int]] = field(default_factory=set)

    def add(self, network: str, item: T) -> None:
        """Add what belongs to a network in CIDR form or ``any``; what is no network is left out."""
        found = parsed(network)
        for version in () if found is None else (4, 6) if network == ANY else (found.version,):
            length = found.prefixlen if found is not None else 0
            self.lengths.add((version, length))
            self.held.setdefault((version, length, _head(found, length)), []).append(item)

    def longest(self, target: str) -> tuple[int, list[T]]:
        """The length of the longest network that covers the target, with all that belongs to it; -1 for none."""
        found = parsed(target)
        if found is not None:
            for length in range(found.prefixlen, -1, -1):
                if (found.version, length) in self.lengths:
                    items = self.held.get((found.version, length, _head(found, length)))
                    if items:
                        return length, items
        return -1, []


def _head(net: Net | None, length: int) -> int:
    return int(net.network_address) >> (net.max_prefixlen - length) if net is not None and length else 0


class Index(Struct):
    """One device's flows, each list by what leads into it."""

    flows: Flows
    routes: Prefixes[Route] = field(default_factory=Prefixes)
    connected: Prefixes[str] = field(default_factory=Prefixes)
    led: dict[str, Route] = field(default_factory=dict)
    rules: dict[str, list[tuple[int, FlowRule]]] = field(default_factory=dict)
    translations: dict[str, list[tuple[int, Translation]]] = field(default_factory=dict)


def indexed(flows: Flows) -> Index:
    """The flows of a device, ready to be asked."""
    out = Index(flows)
    for route in flows.routes or ():
        out.routes.add(route.network, route)
        if not route.drops:
            out.led.setdefault(route.interface, route)
    for name, net in flows.networks.items():
        out.connected.add(net, name)
    for number, rule in enumerate(flows.rules or ()):
        out.rules.setdefault(rule.outside, []).append((number, rule))
    for number, translation in enumerate(flows.translations or ()):
        out.translations.setdefault(translation.outside, []).append((number, translation))
    return out


def ordered(routes: Iterable[tuple[int, Route]]) -> list[Route]:
    """Routes with their distances in the order in which they are taken; one that stands behind a null route of a lower distance never is."""
    out: list[Route] = []
    dropped: dict[str, int] = {}
    for distance, route in sorted(routes, key=lambda item: item[0]):
        if dropped.get(route.network, distance) < distance:
            continue
        if route.drops:
            dropped.setdefault(route.network, distance)
        out.append(route)
    return out


def leading(table: dict[str, list[tuple[int, T]]], names: Iterable[str]) -> Sequence[T]:
    """What leads to one of the names, in the order in which the device goes through it."""
    found = [item for name in names for item in table.get(name, ())]
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]
