"""One event a packet, where a device prints a packet in several lines or in two forms.

IKEv2 debugs name the direction in one line, the SPIs in the next and the exchange in a third, and a second
debug prints the same packet once more. Main mode messages have no initiator SPI field and are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from assistant.model.observed import Event

NEAR = 8
"""Lines within which the parts of one packet's head lie."""
_NAMING = ("message", "exchange", "payloads")


def whole(events: Sequence[Event]) -> list[Event]:
    """Put the parts of each packet together, drop its second print, and call a repeat a repeat."""
    done: list[Event] = []
    forms: list[str] = []
    last = -1
    for event in events:
        if event.kind != "message":
            done.append(event)
            if event.kind == "start":
                last = -1  # a new attempt begins: no packet of the one before goes on in it
            continue
        before = done[last] if last >= 0 else None
        if before is not None and (_part_of(before, event) or (event.signature not in forms and _again(before, event))):
            done[last] = _joined(before, event)
            forms.append(event.signature)
            continue
        last, forms = len(done), [event.signature]
        done.append(event)
    return list(_resent(done))


_REFUSED = {
    ("here", 1): "proposal-refused-here",
    ("peer", 1): "proposal-refused-by-peer",
    ("here", 2): "qm-failed",
    ("peer", 2): "phase2-refused-by-peer",
}
"""What a refused IKEv2 proposal is called, by who refuses and by the phase it was for."""
_PHASE = {"INIT": 1, "AUTH": 2, "CHIL": 2}


def placed(events: Iterable[Event]) -> Iterable[Event]:
    """A line that says "no proposal chosen" (field ``refused``) does not say of which phase; the exchange before it does."""
    phase = 0
    for event in events:
        name = _REFUSED.get((event.fields.get("refused", ""), phase))
        if event.kind == "message" and "direction" in event.fields:
            word = event.fields.get("message", "") or event.fields.get("exchange", "")
            phase = _PHASE.get(word[:4].upper(), phase)
        elif event.asserts.get("phase1-complete"):
            phase = 2
        yield structs.replace(event, asserts={name: True, **event.asserts}) if name else event


def opening(event: Event) -> str:
    """The initiator's SPI of an IKE_SA_INIT request; empty for any other event."""
    fields = event.fields
    request = fields.get("message") == "INIT1" or (fields.get("exchange") == "init" and not _plain(fields.get("rspi", "-")))
    return _plain(fields.get("ispi", "")) if event.kind == "message" and request else ""


def _part_of(before: Event, event: Event) -> bool:
    """A line with no direction of its own goes on with the packet begun just before."""
    return "direction" not in event.fields and "direction" in before.fields and _near(before, event)


def _again(before: Event, event: Event) -> bool:
    """The same packet in another form: by SPI and message id, or right after a line that lacks them.

    What is sent is announced and then sent, so a bare line after a sent packet is the next one.
    """
    first, second = before.fields.get("direction", ""), event.fields.get("direction", "")
    if not first or (first == "received") != (second == "received"):
        return False
    if _key(before) and _key(event):
        return _key(before) == _key(event)
    if first == "resent" and not _named(before):
        return second == "sent" and _near(before, event)
    return first == "received" and "ispi" in before.fields and _near(before, event) and before.peer == event.peer and not _named(event)


def _near(before: Event, event: Event) -> bool:
    return before.input == event.input and event.line - before.line <= NEAR


def _named(event: Event) -> bool:
    return any(name in event.fields for name in _NAMING)


def _joined(before: Event, event: Event) -> Event:
    return structs.replace(
        before,
        peer=before.peer or event.peer,
        fields={**event.fields, **before.fields},
        asserts={**event.asserts, **before.asserts},
        time=before.time if before.time is not None else event.time,
    )


def _resent(events: Iterable[Event]) -> Iterable[Event]:
    """A request or response sent twice with nothing received between is a retransmission (RFC 7296, section 2.1)."""
    before: Event | None = None
    for event in events:
        if event.kind == "message" and "direction" in event.fields:
            if before is not None and event.fields["direction"] == "sent" and _key(event) and _same(before, event):
                event = structs.replace(event, fields={**event.fields, "direction": "resent"})  # noqa: PLW2901
            before = event
        yield event


def _same(before: Event, event: Event) -> bool:
    """Requests and responses of both ends count their ids apart; only of a named exchange it is sure that it is the same."""
    names = [(item.fields.get("message", ""), item.fields.get("exchange", "")) for item in (before, event)]
    return _key(before) == _key(event) and names[0] == names[1] and names[0] not in {("", ""), ("", "informational")}


def _key(event: Event) -> tuple[str, str, bool] | None:
    """Initiator's SPI and message id, and whether it goes out; ``None`` where the SPI is not printed."""
    spi = _plain(event.fields.get("ispi", ""))
    if not spi or "msgid" not in event.fields:
        return None
    return spi, _plain(event.fields["msgid"]), event.fields.get("direction") != "received"


def _plain(number: str) -> str:
    """A hexadecimal number without prefix and leading zeros; all zeros give an empty text."""
    return number.strip().lower().removeprefix("0x").lstrip("0")
