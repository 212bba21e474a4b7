"""Sequences of one crypto map that stand in each other's way, on an ASA and on IOS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.configs.lookup import NetIndex
from assistant.configs.networks import covers, overlaps
from assistant.configs.selectors import words
from assistant.model.observed import Evidence
from assistant.model.settings import Remark, Selector, TunnelSettings

MOST = 60
"""Pairs of networks of an entry that are laid against those of others."""


class Sequenced(Protocol):
    """One sequence of a crypto map; ``dynamic`` is the dynamic map that it names."""

    name: str
    map: str
    number: int
    where: Evidence
    dynamic: str


class Order:
    """All sequences, so that each is laid only against those whose networks it shares."""

    def __init__(self, entries: Sequence[Sequenced], tunnels: Sequence[TunnelSettings]) -> None:
        self._tunnels = {tunnel.name: tunnel for tunnel in tunnels}
        self._dynamic: dict[str, Sequenced] = {}
        self._static: dict[str, list[Sequenced]] = {}
        for entry in sorted(entries, key=lambda item: (item.map, item.number)):
            if entry.dynamic:
                self._dynamic.setdefault(entry.map, entry)
            else:
                self._static.setdefault(entry.map, []).append(entry)
        self._remote = {name: NetIndex(self._numbered(held)) for name, held in self._static.items()}

    def _numbered(self, entries: Sequence[Sequenced]) -> Iterator[tuple[str, int]]:
        for number, entry in enumerate(entries):
            tunnel = self._tunnels.get(entry.name)
            for selector in (tunnel.selectors or ())[:MOST] if tunnel else ():
                yield selector.remote, number

    def remarks(self, entry: Sequenced, tunnel: TunnelSettings) -> Iterator[Remark]:
        """Entries of the same map that stand before this one and catch its peer or its traffic."""
        dynamic = self._dynamic.get(entry.map)
        if dynamic is not None and dynamic.number < entry.number:
            text = f"The dynamic entry {dynamic.name} stands before {entry.name} and may catch its peer with other settings."
            yield Remark(text, (dynamic.where, entry.where), "dynamic-entry-first", stops=False)
        entries, index = self._static[entry.map], self._remote[entry.map]
        near = {number for selector in (tunnel.selectors or ())[:MOST] for number in index.overlapping(selector.remote)}
        for item in (entries[number] for number in sorted(near)):
            other = self._tunnels.get(item.name)
            if item.number >= entry.number:
                return
            if other is None or not {peer.value for peer in other.peers}.isdisjoint(peer.value for peer in tunnel.peers):
                continue
            hit = _overlap(other.selectors or (), tunnel.selectors or ())
            if hit is not None:
                first, second = hit
                where = tuple(place for place in (first.where, second.where) if place is not None)
                text = f"{words(first)} of the earlier entry {item.name} covers traffic of {entry.name} ({words(second)}): the first entry that fits decides."
                yield Remark(text, where or (entry.where,), "earlier-entry-overlaps", stops=_within(second, first))
                return


def _overlap(first: tuple[Selector, ...], second: tuple[Selector, ...]) -> tuple[Selector, Selector] | None:
    for one in first[:MOST]:
        for other in second[:MOST]:
            if overlaps(one.local, other.local) and overlaps(one.remote, other.remote) and one.protocol in {"", other.protocol}:
                return one, other
    return None


def _within(inner: Selector, outer: Selector) -> bool:
    """Whether a pair lies wholly in another."""
    return covers(outer.local, inner.local) and covers(outer.remote, inner.remote)
