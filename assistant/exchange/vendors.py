"""What the peer's vendor IDs tell of it: what it probably is, and what it can do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import structs

from assistant.model.entries import VendorId
from assistant.model.observed import Event, Evidence, Fact, Tunnel

_FIELDS = ("vendor_id", "vendor")
_HEX = re.compile(r"(?:0x)?(?P<hex>[0-9A-Fa-f]{2}(?::?[0-9A-Fa-f]{2}){7,127})(?![0-9A-Za-z])")
_SUPPORTS = {"nat-t": "NAT-T", "dpd": "DPD", "fragmentation": "IKE fragmentation", "xauth": "XAUTH", "unity": "Unity", "gss-api": "GSS-API"}
MAX_TEXT = 600
"""Characters of a vendor ID that are looked at."""
MOST = 400
"""Vendor ID lines of one tunnel that are looked up; every attempt repeats them."""


def known(text: str, ids: Sequence[VendorId]) -> VendorId | None:
    """The entry of a vendor ID that a log prints as a name or in hexadecimal; the most exact one."""
    text = text[:MAX_TEXT]
    digits = _HEX.search(text)
    if digits:
        value = digits["hex"].replace(":", "").lower()
        found = next((item for item in ids if item.hex and (value == item.hex or (item.prefix and value.startswith(item.hex)))), None)
        if found is not None:
            return found
    words = _plain(text)
    best: tuple[int, VendorId] | None = None
    for item in ids:
        for name in (*item.names, item.text):
            plain = _plain(name)
            if (
                plain
                and words.startswith(plain)
                and not words[len(plain) : len(plain) + 1].isalnum()
                and (not best or len(plain) > best[0])
            ):
                best = len(plain), item
    return best[1] if best else None


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-]{1,20}", " ", text.strip().strip("[]\"'").lower()).removesuffix(" vendor id").strip()


def facts_of(events: Iterable[Event], ids: Sequence[VendorId]) -> dict[str, Fact]:
    """``peer_software``, ``peer_supports`` and ``peer_platform``, as far as what the peer sent tells them.

    The platform is named only where all that was recognised fits one.
    """
    products: dict[str, tuple[VendorId, Evidence]] = {}
    supports: dict[str, Evidence] = {}
    looked_up: set[str] = set()
    for number, event in enumerate(_of_peer(events)):
        if number >= MOST:
            break
        text = next(event.fields[name] for name in _FIELDS if event.fields.get(name))
        if text in looked_up:
            continue
        looked_up.add(text)
        item = known(text, ids)
        where = Evidence(event.input, event.line, event.text)
        if item is not None and item.supports in _SUPPORTS:
            supports.setdefault(_SUPPORTS[item.supports], where)
        elif item is not None and item.vendor:
            products.setdefault(item.means, (item, where))
    found: dict[str, Fact] = {}
    if products:
        first, *rest = products
        found["peer_software"] = Fact("peer_software", first, products[first][1], tuple(rest))
        platforms = {item.platform for item, _ in products.values()}
        platform = next(iter(platforms))
        if len(platforms) == 1 and platform:
            found["peer_platform"] = Fact("peer_platform", platform, products[first][1])
    if supports:
        found["peer_supports"] = Fact("peer_supports", ", ".join(supports), next(iter(supports.values())))
    return found


def _of_peer(events: Iterable[Event]) -> Iterable[Event]:
    return (
        event
        for event in events
        if any(event.fields.get(name) for name in _FIELDS)
        and event.kind in {"vendor", "noise", "detail"}
        and event.fields.get("direction", "received") == "received"
    )


def with_vendor(tunnel: Tunnel | None, ids: Sequence[VendorId]) -> Tunnel | None:
    """The tunnel with what the vendor IDs of its last negotiation tell; of earlier ones where that shows none."""
    if tunnel is None or not ids:
        return tunnel
    for negotiation in reversed(tunnel.negotiations):
        found = facts_of(negotiation.events, ids)
        if found:
            return structs.replace(tunnel, facts={**tunnel.facts, **found})
    return tunnel
