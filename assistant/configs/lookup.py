"""Routes, translations and rules of a device found by network: the few that concern one, without going through all of them for every tunnel."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from assistant.configs.networks import parsed
from assistant.model.flows import FlowRule, Flows, Route, Translation
from assistant.model.settings import ANY


class NetIndex:
    """Numbered networks. What is no network (a name, a range) is never found."""

    def __init__(self, items: Iterable[tuple[str, int]]) -> None:
        self._whole: list[int] = []
        self._held: dict[tuple[int, int, int], list[int]] = {}
        self._lengths: set[tuple[int, int]] = set()
        self._all: list[int] = []
        starts: list[tuple[int, int, int]] = []
        for text, number in items:
            self._all.append(number)
            net = parsed(text)
            if text == ANY:
                self._whole.append(number)
            elif net is not None:
                start = int(net.network_address)
                self._held.setdefault((net.version, net.prefixlen, start), []).append(number)
                self._lengths.add((net.version, net.prefixlen))
                starts.append((net.version, start, number))
        starts.sort()
        self._starts = starts

    def covering(self, text: str) -> list[int]:
        """The numbers of those that hold the network wholly, in ascending order."""
        net = parsed(text)
        found = set(self._whole)
        if net is not None and text != ANY:
            start = int(net.network_address)
            for version, length in self._lengths:
                if version == net.version and length <= net.prefixlen:
                    shift = net.max_prefixlen - length
                    found.update(self._held.get((version, length, start >> shift << shift), ()))
        return sorted(found)

    def overlapping(self, text: str) -> list[int]:
        """The numbers of those that have an address in common with the network, in ascending order."""
        net = parsed(text)
        if text == ANY:
            return sorted(set(self._all))
        found = set(self.covering(text))
        if net is not None:
            first = bisect_left(self._starts, (net.version, int(net.network_address), -1))
            last = bisect_right(self._starts, (net.version, int(net.broadcast_address), 1 << 62))
            found.update(number for _, _, number in self._starts[first:last])
        return sorted(found)


class Lookup:
    """A device's flows with an index each."""

    def __init__(self, flows: Flows) -> None:
        self.flows = flows
        self._routes = NetIndex((route.network, number) for number, route in enumerate(flows.routes or ()))
        self._names = list(flows.networks)
        self._connected = NetIndex((flows.networks[name], number) for number, name in enumerate(self._names))
        self._translations = _Leading(flows.translations or ())
        self._rules = _Leading(flows.rules or ())
        self.led: dict[str, Route] = {}
        for route in flows.routes or ():
            if not route.drops:
                self.led.setdefault(route.interface, route)

    def routes(self, target: str) -> list[Route]:
        """The routes that hold a network, in their order."""
        return [(self.flows.routes or ())[number] for number in self._routes.covering(target)]

    def connected(self, target: str, *, within: bool = True) -> list[tuple[str, str]]:
        """The interfaces in whose network the target lies, or, if not ``within``, which have an address in common with it."""
        found = self._connected.covering(target) if within else self._connected.overlapping(target)
        return [(self._names[number], self.flows.networks[self._names[number]]) for number in found]

    def translations(self, target: str, outside: AbstractSet[str]) -> list[Translation]:
        """The translations of traffic to a network that leaves by one of the names, in their order."""
        held = self.flows.translations or ()
        return [held[number] for number in self._translations.found(target, outside)]

    def rules(self, target: str, outside: AbstractSet[str]) -> list[FlowRule]:
        """The rules for traffic to a network that leaves by one of the names, in their order."""
        held = self.flows.rules or ()
        return [held[number] for number in self._rules.found(target, outside)]


class _Leading:
    """Rules found by where they lead, and by destination where many lead to one place."""

    _FEW = 40

    def __init__(self, items: Sequence[Translation | FlowRule]) -> None:
        self._nets = NetIndex((net, number) for number, item in enumerate(items) for net in item.destinations)
        self._out = [item.outside for item in items]
        self._by_name: dict[str, list[int]] = {}
        for number, name in enumerate(self._out):
            self._by_name.setdefault(name, []).append(number)

    def found(self, target: str, outside: AbstractSet[str]) -> list[int]:
        """The numbers of those that lead to one of the names; where they are many only those to the network."""
        named = [self._by_name[name] for name in outside if name in self._by_name]
        if sum(map(len, named)) <= self._FEW:
            return sorted(number for numbers in named for number in numbers)
        return [number for number in self._nets.overlapping(target) if self._out[number] in outside]


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
