"""Messages that a log does not print but shows to have passed.

Some daemons log what they send and seldom what comes. In both IKE versions a message is only sent when the one before it
came, and a phase is only complete when its last message passed (RFC 2409, section 5; RFC 7296, section 1.2). A line may
also speak of a message that arrived (field ``arrived``: ``first``, ``awaited``, ``repeated`` for the one received last, or the
message's name as ``INIT2``).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from assistant.exchange.labels import Named, name_printed
from assistant.exchange.rungs import LAST, Rung
from assistant.model.entries import Role
from assistant.model.observed import Event

_FIRST = {"main": "MM1", "aggressive": "AM1", "2": "INIT1"}
"""The first message of a negotiation by the field ``mode`` or ``ike``."""
_NEXT = {("INIT", 2): ("AUTH", 1)}
_BEFORE = {("AUTH", 1): ("INIT", 2)}
_PHASE1 = frozenset({"MM", "AM", "AUTH"})
_PHASE2 = frozenset({"QM", "CHILD"})
_REACH = 2
"""Messages before the end of an exchange from where on its completion shows those left: with more missing the text is too partial."""


class _Seen(Struct):
    """What passed so far: the labels that came since this end last sent, and the last message of each exchange."""

    came: set[tuple[str, int]]
    unnamed: bool = False
    last: Rung | None = None
    last_sent: Rung | None = None
    last_received: Rung | None = None


def with_implied(events: Sequence[Event], rungs: Sequence[Rung], role: Role | None) -> list[Rung]:
    """The messages of an attempt with those that its lines only imply, in order; without a known role just the messages."""
    if role is None:
        return list(rungs)
    by_event = {id(rung.event): rung for rung in rungs}
    seen = _Seen(set())
    out: list[Rung] = []
    for event in events:
        rung = by_event.get(id(event))
        if rung is None:
            added = _arrived(event, seen) or _completed(event, seen, role)
        else:
            added = [*_arrived(event, seen), *_before(rung, seen), rung]
        for item in added:
            _count(item, seen)
        out += added
    return out


def _count(rung: Rung, seen: _Seen) -> None:
    numbered = rung.named.exchange in LAST and rung.number > 0
    if rung.direction == "received":
        if numbered:
            seen.last_received = rung
            seen.came.add((rung.named.exchange, rung.number))
        seen.unnamed = seen.unnamed or rung.named.exchange in {"other", "fragment"} or (rung.named.exchange in LAST and not numbered)
    elif rung.direction == "sent" and numbered:
        seen.came, seen.unnamed, seen.last_sent = set(), False, rung
    if numbered:
        seen.last = rung


def _made(event: Event, message: tuple[str, int], direction: str) -> Rung:
    exchange, number = message
    return Rung(event, Named(exchange, (number, number)), direction, number, implied=True)


def _before(rung: Rung, seen: _Seen) -> list[Rung]:
    """The message that a sent one answers, where the log does not print it."""
    message = (rung.named.exchange, rung.number)
    before = _BEFORE.get(message) or ((message[0], message[1] - 1) if message[1] > 1 else None)
    if rung.direction != "sent" or message[0] not in LAST or before is None or before in seen.came or seen.unnamed:
        return []
    return [_made(rung.event, before, "received")]


def _arrived(event: Event, seen: _Seen) -> list[Rung]:
    """The message whose arrival the line itself speaks of."""
    word = event.fields.get("arrived", "")
    message: tuple[str, int] | None = None
    if word == "awaited" and seen.last_sent is not None:
        own = (seen.last_sent.named.exchange, seen.last_sent.number)
        message = _NEXT.get(own) or ((own[0], own[1] + 1) if own[1] < LAST[own[0]] else None)
    elif word == "repeated":
        message = (seen.last_received.named.exchange, seen.last_received.number) if seen.last_received is not None else None
    elif word:
        named = name_printed(
            _FIRST.get(event.fields.get("mode", ""), _FIRST.get(event.fields.get("ike", ""), "")) if word == "first" else word
        )
        message = (named.exchange, named.pair[0]) if named else None
    if message is None or (word == "awaited" and message in seen.came and _just_printed(event, message, seen)):
        return []
    return [_made(event, message, "received")]


_SAME = 0.3
"""Seconds within which two lines speak of one packet: less than any implementation waits before it sends again."""
_LINES = 8
"""Lines within which they do where no times are printed."""


def _just_printed(event: Event, message: tuple[str, int], seen: _Seen) -> bool:
    """Whether the line speaks of the packet that was counted just before."""
    last = seen.last
    if last is None or (last.named.exchange, last.number) != message:
        return False
    if event.time is None or last.event.time is None:
        return event.input == last.event.input and event.line - last.event.line <= _LINES
    return abs(event.time - last.event.time) < _SAME


def _completed(event: Event, seen: _Seen, role: Role) -> list[Rung]:
    """What is left of an exchange that the line says is complete."""
    wanted = _PHASE2 if event.asserts.get("phase2-complete") else _PHASE1 if event.asserts.get("phase1-complete") else frozenset()
    last = seen.last
    if last is None or last.named.exchange not in wanted or seen.unnamed:
        return []
    exchange, ends = last.named.exchange, LAST[last.named.exchange]
    if ends - last.number > _REACH:
        return []
    ours_odd = role == "initiator" if exchange not in _PHASE2 else (last.direction != "received") == (last.number % 2 == 1)
    return [
        _made(event, (exchange, number), "sent" if (number % 2 == 1) == ours_odd else "received")
        for number in range(last.number + 1, ends + 1)
    ]
