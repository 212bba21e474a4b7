"""Which texts of two ends speak of one tunnel, and which attempts are one negotiation.

Both ends know the cookies or SPIs of a negotiation, the random message ids of quick mode and the SPIs of the IPsec SAs;
a shared one is sure. Addresses come second, since NAT may change them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from assistant.exchange import clocks
from assistant.model.observed import Clocks, Event, Negotiation, Tunnel

_COOKIE = re.compile(r"[0-9a-f]{16}")
_IKE_FIELDS = ("ispi", "rspi", "icookie", "rcookie", "cookies")
_ESP_FIELDS = ("spi", "spi_in", "spi_out")
_ESP = re.compile(r"(?:0x)?([0-9a-f]{8})\b")
_RANDOM = 1 << 20
"""Message ids below are counted up (IKEv2) or rare enough as random numbers to be left out."""
CLOSE = 0.3
"""Seconds that an aligned time may be off beside the spread: less than any implementation waits before it sends again."""


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


class Same(Struct, frozen=True):
    """Attempts that are one negotiation at both ends, our last one last if it is among them, and how the clocks stand."""

    pairs: tuple[tuple[Negotiation, Negotiation], ...]
    clocks: Clocks | None


def same_attempts(ours: Tunnel, theirs: Tunnel) -> Same:
    """Put the attempts of two texts together by the numbers that both hold, else by the time of their messages.

    Where nothing tells, our last attempt goes with the far end's last.
    """
    owners = {number: one for one in theirs.negotiations for number in ids_of(one.events)}
    shared: list[tuple[Negotiation, Negotiation]] = []
    for mine in ours.negotiations:
        there = [owners[number] for number in sorted(ids_of(mine.events)) if number in owners]
        if there:
            shared.append((mine, max(there, key=lambda one: sum(one is other for other in there))))
    if shared:
        return Same(tuple(shared), clocks.compare(shared))
    last = ours.negotiations[-1]
    pooled = clocks.compare([(_pooled(ours.negotiations), _pooled(theirs.negotiations))])
    other = (
        _since(last, theirs.negotiations, pooled.offset, pooled.spread + CLOSE)
        if pooled is not None and pooled.offset is not None
        else None
    )
    pair = (last, other or theirs.negotiations[-1])
    found = clocks.compare([pair])
    if found is not None and other is not None and pooled is not None:
        found = structs.replace(found, rough=found.rough or pooled.rough)
    return Same((pair,), found)


def _pooled(attempts: Sequence[Negotiation]) -> Negotiation:
    """All attempts as one: ends may cut the same messages into attempts in different places."""
    if len(attempts) == 1:
        return attempts[0]
    events = tuple(event for one in attempts for event in one.events)
    return structs.replace(attempts[-1], events=events, steps=tuple(step for one in attempts for step in one.steps))


def _since(ours: Negotiation, theirs: Sequence[Negotiation], offset: float, slack: float) -> Negotiation | None:
    """What the far end's text holds from the beginning of our attempt on; ``slack`` is the seconds that an aligned time may be off."""
    begun = next((step.time for step in ours.steps if step.time is not None and step.direction != "note"), None)
    if begun is None:
        return None
    kept = []
    for one in theirs:
        steps = tuple(step for step in one.steps if step.time is not None and clocks.in_year_of(step.time, begun) + offset >= begun - slack)
        if any(step.direction != "note" for step in steps):
            kept.append(structs.replace(one, steps=steps))
    return _pooled(kept) if kept else None
