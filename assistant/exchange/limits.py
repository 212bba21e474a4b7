"""What a text could never show: by the kinds of record in it, and by how it was taken.

Absence is evidence only where the text would have shown the thing. A log whose lines are all of a
low severity number says nothing of messages that are logged at a higher one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.model.entries import Capability, Condition, Limit
from assistant.model.observed import Event, Input, Tunnel
from assistant.reading.words import MESSAGE_ID

DEBUGGING = 7
"""Severity at which an ASA logs single IKE messages; lines without a severity are a debug's."""
FIRST = frozenset({"MM1", "AM1", "IKE_SA_INIT request"})
"""Messages that begin an exchange and carry the proposals."""
_LOGGED = frozenset({"syslog", "debug"})
_HEADER = 240
_LACKS: dict[Capability, Condition] = {
    "messages": "no-messages",
    "errors": "no-errors",
    "sa-list": "no-sa-list",
    "ipsec-sa": "no-ipsec-sa",
    "config": "no-config",
}
_QUIET = frozenset({"state", "counter", "detail", "noise"})


def severity(text: str) -> int | None:
    """The severity number of a syslog line (0 to 7), or ``None`` where it prints none."""
    found = MESSAGE_ID.search(text, 0, _HEADER)
    return int(found["severity"]) if found else None


def shows_messages(events: Iterable[Event]) -> bool:
    """Whether the texts hold single IKE messages at the level at which all of them are logged.

    A message that is known from a line of a lower severity number does not say that others would be shown.
    """
    levels = (severity(event.text) for event in events if event.kind == "message")
    return any(level is None or level >= DEBUGGING for level in levels)


def ceiling(item: Input) -> int | None:
    """The highest severity number of all the lines of a syslog, IKE or not; ``None`` where no line has one."""
    levels = [level for line in item.lines if (level := severity(line.text)) is not None]
    return max(levels, default=None)


def conditions_of(item: Input, number: int, tunnel: Tunnel | None, *, both_ends: bool) -> frozenset[Condition]:
    """What holds of an input that is number ``number`` of its session. ``both_ends``: the other end's text was given as well."""
    events = [event for event in item.events if event.signature != "config"]
    has: dict[Capability, bool] = {
        "messages": shows_messages(events),
        "errors": any(event.kind not in _QUIET and event.kind != "message" for event in events),
        "sa-list": any(event.kind == "state" for event in events),
        "ipsec-sa": any(event.kind == "counter" for event in events),
        "config": item.kind == "config" or any(event.signature == "config" for event in item.events),
    }
    found = {condition for capability, condition in _LACKS.items() if not has[capability]}
    if item.kind in _LOGGED:
        top = ceiling(item)
        if top is not None and top < DEBUGGING:
            found.add("severity-capped")
        if events and all(event.time is None for event in events):
            found.add("no-times")
        steps = [step for one in (tunnel.negotiations if tunnel else ()) for step in one.steps if step.input == number]
        if any(step.direction != "note" for step in steps) and not any(step.label in FIRST for step in steps):
            found.add("begins-late")
    if not both_ends:
        found.add("one-end")
    return frozenset(found)


def cannot_show(item: Input, conditions: frozenset[Condition], limits: Sequence[Limit]) -> tuple[str, ...]:
    """In words what the input cannot show, the most telling first; nothing of a text that was not understood."""
    if not item.understood:
        return ()
    return tuple(
        limit.says
        for limit in limits
        if limit.when in conditions and (not limit.kinds or item.kind in limit.kinds) and not conditions.intersection(limit.unless)
    )
