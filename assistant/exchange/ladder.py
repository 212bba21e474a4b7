"""One negotiation as a ladder: which message left, came, was resent, after which gap, and where it stops."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from assistant.exchange.implied import with_implied
from assistant.exchange.rungs import LAST, Rung, label, rungs_of
from assistant.exchange.standing import standing_of
from assistant.model.entries import StateWord
from assistant.model.observed import Direction, Event, Negotiation, Step


def build(peer: str, events: Sequence[Event], states: Sequence[StateWord]) -> Negotiation:
    """Lay the events of one attempt out as messages and say where it stands."""
    rungs, role = rungs_of(events)
    standing = standing_of(events, rungs, role, states)
    shown = with_implied(events, rungs, role)
    standing = structs.replace(
        standing,
        last_sent=_last(shown, sent=True) or standing.last_sent,
        last_received=_last(shown, sent=False) or standing.last_received,
    )
    return Negotiation(peer, tuple(events), tuple(_steps(events, shown)), standing)


def _last(rungs: Sequence[Rung], *, sent: bool) -> str:
    """The last message that went this way; notifies and the like do not count."""
    ways = {"sent", "resent"} if sent else {"received"}
    return next((label(rung) for rung in reversed(rungs) if rung.direction in ways and rung.named.exchange in LAST), "")


def _steps(events: Sequence[Event], rungs: Sequence[Rung]) -> list[Step]:
    by_event: dict[int, list[Rung]] = {}
    for rung in rungs:
        by_event.setdefault(id(rung.event), []).append(rung)
    steps: list[Step] = []
    last: float | None = None
    for event in events:
        here = by_event.get(id(event), [])
        gap = event.time - last if event.time is not None and last is not None else None
        if event.time is not None and here:
            last = event.time
        for rung in here:
            way: Direction = "sent" if rung.direction == "sent" else "resent" if rung.direction == "resent" else "received"
            payloads = "" if rung.implied else event.fields.get("payloads", "")
            place = (event.input, event.line, event.text, event.time)
            steps.append(Step(label(rung), way, *place, gap, payloads, rung.named.encrypted, implied=rung.implied))
            gap = 0.0 if gap is not None else None
        if event.notable and all(rung.implied for rung in here):
            steps.append(Step(event.means, "note", event.input, event.line, event.text, event.time, gap))
    return steps
