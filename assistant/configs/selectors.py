"""Protected networks of two ends laid against each other: mirror images, or wider, narrower, swapped, with a wrong mask."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs.networks import Net, parsed
from assistant.model.settings import Selector

MOST = 400
"""Pairs of one end that are compared; of more it is said that not all were."""


def mirrored(selector: Selector) -> Selector:
    """The pair as the other end must have it."""
    return Selector(selector.remote, selector.local, selector.where, selector.protocol)


def missing(ours: Sequence[Selector], theirs: Sequence[Selector]) -> list[Selector]:
    """Our pairs that the other end does not have as mirror images."""
    others = {_key(mirrored(item)) for item in theirs}
    return [item for item in ours if _key(item) not in others]


def _key(item: Selector) -> tuple[str, str, str]:
    return item.local, item.remote, item.protocol


def words(selector: Selector) -> str:
    """``10.1.0.0/16 to 10.2.0.0/16``."""
    protocol = f" ({selector.protocol} only)" if selector.protocol else ""
    return f"{selector.local} to {selector.remote}{protocol}"


def relation(ours: Selector, theirs: Sequence[Selector]) -> str:
    """How a pair of ours that has no mirror image stands to the nearest pair of the other end, in words."""
    if not theirs:
        return "the far end has no pair at all"
    if any(item.local == ours.local and item.remote == ours.remote for item in theirs):
        return "the far end has the same pair, not its mirror image: source and destination are swapped there"
    best = min((mirrored(item) for item in theirs), key=lambda item: _distance(ours, item))
    parts = [
        text for text in (_part("this end's side", ours.local, best.local), _part("the far end's side", ours.remote, best.remote)) if text
    ]
    if not parts and ours.protocol != best.protocol:
        return f"the far end has it for {best.protocol or 'all protocols'}, this end for {ours.protocol or 'all protocols'}"
    return "; ".join(parts)


def _distance(one: Selector, other: Selector) -> int:
    return sum(_apart(a, b) for a, b in ((one.local, other.local), (one.remote, other.remote)))


def _apart(one: str, other: str) -> int:
    if one == other:
        return 0
    a, b = parsed(one), parsed(other)
    if a is None or b is None or a.version != b.version:
        return 3
    if a.overlaps(b):
        return 1
    return 2 if a.prefixlen == b.prefixlen and a.supernet(min(8, a.prefixlen)).overlaps(b) else 3


def _part(whose: str, ours: str, theirs: str) -> str:
    if ours == theirs:
        return ""
    a, b = parsed(ours), parsed(theirs)
    if a is None or b is None or a.version != b.version:
        return f"{whose}: {ours} here, {theirs} there"
    if a.network_address == b.network_address and not _any(a) and not _any(b):
        return f"{whose}: the mask differs, /{a.prefixlen} here and /{b.prefixlen} there ({'wider' if a.prefixlen < b.prefixlen else 'narrower'} here)"
    if a.overlaps(b):
        return f"{whose}: {ours} here is {'wider' if a.prefixlen < b.prefixlen else 'narrower'} than {theirs} there"
    return f"{whose}: {ours} here, {theirs} there"


def _any(net: Net) -> bool:
    return net.prefixlen == 0
