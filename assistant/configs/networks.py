"""Networks laid against each other: which overlap, which hold the other."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

from assistant.model.settings import ANY

Net = ipaddress.IPv4Network | ipaddress.IPv6Network
_ALL = ipaddress.ip_network("0.0.0.0/0")


@lru_cache(maxsize=65_536)
def parsed(text: str) -> Net | None:
    """A network in CIDR form, an address or ``any``; ``None`` for what is none (a name, a range)."""
    try:
        return _ALL if text == ANY else ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def all_parsed(texts: Iterable[str]) -> bool:
    """Whether every one of them is a network, not a range or a name."""
    return all(parsed(text) is not None for text in texts)


def overlaps(one: str, other: str) -> bool:
    """Whether the two have an address in common; what is no network has none."""
    a, b = parsed(one), parsed(other)
    return a is not None and b is not None and (ANY in {one, other} or (a.version == b.version and a.overlaps(b)))


def covers(outer: str, inner: str) -> bool:
    """Whether every address of ``inner`` lies in ``outer``."""
    a, b = parsed(outer), parsed(inner)
    return a is not None and b is not None and (outer == ANY or (a.version == b.version and a.prefixlen <= b.prefixlen and a.overlaps(b)))
