"""The messages of one attempt by name and number, and this end's role in it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from assistant.exchange.labels import Named, name_by_word, name_message, name_printed, sender_is_initiator
from assistant.model.entries import Role
from assistant.model.observed import Event

LAST = {"MM": 6, "AM": 3, "QM": 3, "INIT": 2, "AUTH": 2, "CHILD": 2}
"""How many messages each exchange has."""


class Rung(Struct):
    """A message with its name; ``number`` is known when the role is.

    ``implied`` marks one that the log does not print but the line of ``event`` shows to have passed.
    """

    event: Event
    named: Named
    direction: str
    number: int = 0
    implied: bool = False


def rungs_of(events: Sequence[Event]) -> tuple[list[Rung], Role | None]:
    """The messages of an attempt in order, each once, and this end's role."""
    rungs = _rungs(events)
    _name_resent(rungs)
    rungs = _once(rungs)
    role = _role(events, rungs)
    for rung in rungs:
        rung.number = rung.named.number(by_initiator=sender_is_initiator(rung.direction, role))
    return rungs, role


def _rungs(events: Sequence[Event]) -> list[Rung]:
    """The messages; where a later line says what a message was (field ``was``), it takes that name."""
    rungs: list[Rung] = []
    for event in events:
        if event.kind == "message" and event.fields.get("direction") in {"sent", "received", "resent"}:
            rungs.append(Rung(event, _named(event), event.fields["direction"]))
        elif "was" in event.fields:
            side = {"sent": {"sent", "resent"}, "received": {"received"}}.get(event.fields.get("of", ""))
            rung = next((rung for rung in reversed(rungs) if side is None or rung.direction in side), None)
            was = event.fields["was"]
            if rung is not None:
                unnamed = rung.named.exchange == "other" or was == "informational"
                by_word = name_by_word(was, event.fields.get("payloads", "")) if unnamed else None
                rung.named = name_printed(was) or by_word or rung.named
    return rungs


_SAME_PACKET = 1.0
"""Seconds within which the line that announces a repeat and the line of the packet itself stand."""


def _once(rungs: Sequence[Rung]) -> list[Rung]:
    """Without the packet line that follows a line saying that the packet goes out again: both are one message."""
    kept: list[Rung] = []
    for rung in rungs:
        before = kept[-1] if kept else None
        if before is not None and before.direction == "resent" and rung.direction == "sent" and _together(before.event, rung.event):
            if before.named.exchange == "other":
                before.named = rung.named
            if before.named == rung.named:
                continue
        kept.append(rung)
    return kept


def _together(one: Event, other: Event) -> bool:
    return one.time is None or other.time is None or abs(other.time - one.time) <= _SAME_PACKET


def _named(event: Event) -> Named:
    """A message by what the log calls it, or by its payloads where it says nothing."""
    fields = event.fields
    payloads = fields.get("payloads", "")
    printed_ = name_printed(fields.get("message", ""))
    by_word = name_by_word(fields["exchange"], payloads) if "exchange" in fields else None
    return printed_ or by_word or name_message(payloads, fields.get("msgid", "0"))


def _name_resent(rungs: Sequence[Rung]) -> None:
    """A line that only says that something was sent again means what this end sent last."""
    last: Rung | None = None
    for rung in rungs:
        if rung.direction == "resent" and rung.named.exchange == "other" and last is not None:
            rung.named = last.named
        elif rung.direction == "sent":
            last = rung


def _role(events: Sequence[Event], rungs: Sequence[Rung]) -> Role | None:
    """This end's role: printed, or shown by who sent the first SA or the first of a pair."""
    for event in events:
        word = event.fields.get("role", "").lower()
        if word in {"initiator", "responder"}:
            return "initiator" if word == "initiator" else "responder"
    for rung in rungs:
        if rung.named.pair == (0, 0) or rung.named.exchange not in LAST or rung.direction == "resent":
            continue
        if rung.named.pair[0] == rung.named.pair[1]:
            odd = rung.named.pair[0] % 2 == 1
            return "initiator" if odd == (rung.direction == "sent") else "responder"
        partner = [
            other
            for other in rungs
            if other.named == rung.named and other is not rung and (other.direction == "received") != (rung.direction == "received")
        ]
        if rung.named.pair == (1, 2) or partner:
            return "initiator" if rung.direction == "sent" else "responder"
        return None
    return None


def label(rung: Rung) -> str:
    """The rung's name as people say it."""
    exchange, number = rung.named.exchange, rung.number
    if exchange in {"INIT", "AUTH", "CHILD"}:
        kind = {1: " request", 2: " response"}.get(number, "")
        return {"INIT": "IKE_SA_INIT", "AUTH": "IKE_AUTH", "CHILD": "CREATE_CHILD_SA"}[exchange] + kind
    if exchange in {"MM", "AM", "QM"}:
        return f"{exchange}{number}" if number else f"{exchange}{rung.named.pair[0]}/{rung.named.pair[1]}"
    return {"informational": "INFO", "transaction": "TRANS", "fragment": "FRAG"}.get(exchange, "?")


def counted(name: str) -> bool:
    """Whether a label is of a message with a place in its exchange; a notify, a fragment or one of unknown number is not."""
    return name.startswith(("IKE_SA_INIT r", "IKE_AUTH r", "CREATE_CHILD_SA r")) or (name[:2] in {"MM", "AM", "QM"} and len(name) == 3)  # noqa: PLR2004 - MM3
