"""Which texts of two ends speak of one tunnel, and which attempts are one negotiation.

Both ends know the cookies or SPIs of a negotiation, the random message ids of quick mode and the SPIs of the IPsec SAs;
a shared one is sure. Addresses come second, since NAT may change them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.exchange import clocks
from assistant.model.observed import Event, Negotiation, Tunnel

_COOKIE = re.compile(r"[0-9a-f]{16}")
_IKE_FIELDS = ("ispi", "rspi", "icookie", "rcookie", "cookies")
_ESP_FIELDS = ("spi", "spi_in", "spi_out")
_ESP = re.compile(r"(?:0x)?([0-9a-f]{8})\b")
_RANDOM = 1 << 20
"""Message ids below are counted up (IKEv2) or rare enough as random numbers to be left out."""
SAME_CLOCK = 2.0
"""Seconds up to which two clocks count as one when an attempt is looked for by its time."""


def ids_of(events: Iterable[Event]) -> frozenset[str]:
    """The numbers of these events that the far end's text of the same negotiation holds as well."""
    found: set[str] = set()
    for event in events:
        for name in _IKE_FIELDS:
            text = event.fields.get(name, "").lower()
            if name in {"ispi", "rspi"}:
                text = text.strip().removeprefix("0x").zfill(16)
            found |= {f"ike:{number}" for number in _COOKIE.findall(text) if number.strip("0")}
        for name in _ESP_FIELDS:
            found |= {f"esp:{number}" for number in _ESP.findall(event.fields.get(name, "").lower()) if number.strip("0")}
        found |= {f"msgid:{number}" for number in _numbers(event.fields.get("msgid", ""))}
    return frozenset(found)


def _numbers(text: str) -> set[int]:
    """A message id as 32 bits: devices print it in decimal, with a sign, or in hexadecimal without saying which."""
    text = text.strip().lower()
    found: set[int] = set()
    for base in (10, 16):
        try:
            number = int(text, base) & 0xFFFFFFFF
        except ValueError:
            continue
        if number >= _RANDOM:
            found.add(number)
    return found


def partner(tunnel: Tunnel, remote: Sequence[Tunnel], locals_: int) -> Tunnel | None:
    """The far end's view of this tunnel: by shared numbers, by the addresses, or because there is only one on each side."""
    best = max(remote, key=lambda other: len(tunnel.ids & other.ids), default=None)
    if best is not None and tunnel.ids & best.ids:
        return best
    own = tunnel.facts["local"].value if "local" in tunnel.facts else ""
    for other in remote:
        theirs = other.facts["local"].value if "local" in other.facts else ""
        if (own and other.peer == own) or (theirs and theirs == tunnel.peer):
            return other
    return remote[0] if len(remote) == 1 and locals_ == 1 else None


def same_attempts(ours: Tunnel, theirs: Tunnel) -> list[tuple[Negotiation, Negotiation]]:
    """The attempts that are one negotiation at both ends; our last one stands last if it is among them.

    Without shared numbers our last attempt goes with the one of the same moment where both clocks agree, else with the last.
    """
    known = [(one, ids_of(one.events)) for one in theirs.negotiations]
    shared = [
        (mine, max(known, key=lambda item: len(item[1] & numbers))[0])
        for mine in ours.negotiations
        if any((numbers := ids_of(mine.events)) & other for _, other in known)
    ]
    if shared:
        return shared
    last = ours.negotiations[-1]
    at_once = [
        (abs(found.offset), index, one)
        for index, one in enumerate(theirs.negotiations)
        if (found := clocks.compare([(last, one)])) is not None and found.offset is not None and abs(found.offset) <= SAME_CLOCK
    ]
    return [(last, min(at_once)[2] if at_once else theirs.negotiations[-1])]
