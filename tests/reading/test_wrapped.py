"""Lines that a mail or a terminal wrapped are put together again."""

from __future__ import annotations

import textwrap

import pytest

from assistant.dialogue import Session
from assistant.kb import root
from assistant.kb.load import load
from assistant.reading import Reader
from assistant.reading.reader import vendor_of

LOADED = load(root.shipped())
FOUND = "%ASA-7-713236: IP = 203.0.113.7, IKE_DECODE SENDING Message (msgid=0) with payloads : HDR + SA (1) + VENDOR (13) + VENDOR (13) + VENDOR (13) + VENDOR (13) + NONE (0) total length : 208"
"""Written for the test in the documented format."""


def by_mail(text: str) -> str:
    """Wrapped between words, as a mail does."""
    return "\n".join(textwrap.wrap(text, 80, break_long_words=False, break_on_hyphens=False))


def by_terminal(text: str) -> str:
    """Cut at the edge of 80 columns."""
    return "\n".join(text[start : start + 80] for start in range(0, len(text), 80))


@pytest.mark.parametrize("wrap", [by_mail, by_terminal])
def test_a_line_of_three_pieces_is_one_line(session: Session, wrap: object) -> None:
    """All its pieces count as read, and the message is there."""
    assert callable(wrap)
    pieces = wrap(FOUND)
    assert pieces.count("\n") == 2
    diagnosis = session.paste(pieces).diagnosis

    assert (diagnosis.inputs[0].recognised, diagnosis.inputs[0].unread) == (3, ())
    assert diagnosis.tunnel is not None
    assert diagnosis.tunnel.standing.last_sent == "MM1"


def test_a_short_line_is_not_the_first_half_of_one(session: Session) -> None:
    """What would have fitted on the line before it was not wrapped away from it."""
    diagnosis = session.paste(
        "%ASA-7-713236: IP = 203.0.113.7, IKE_DECODE SENDING Message\n(msgid=0) with payloads : HDR + SA (1) + NONE (0) total length : 108"
    ).diagnosis

    assert not any(event.kind == "message" for event in diagnosis.inputs[0].events)


@pytest.mark.parametrize(("wrap", "share"), [(by_mail, 0.86), (by_terminal, 0.9)])
def test_most_wrapped_samples_are_read_as_before(wrap: object, share: float) -> None:
    """Over all single samples longer than 80 columns: the same findings of the same signature; measured: 87 and 92 %."""
    assert callable(wrap)
    tried = same = 0
    for home in LOADED.knowledge.platforms.values():
        own = vendor_of(home.platform, home.signatures.values(), home.messages, home.states)
        own.gates = ()
        reader = Reader([own])
        for signature in home.signatures.values():
            for sample in signature.samples:
                if sample.after or "\n" in sample.text or len(sample.text) <= 80:
                    continue
                whole, cut = (reader.read(text, name="x", side="local", index=0).events for text in (sample.text, wrap(sample.text)))
                tried += 1
                same += {event.signature for event in whole} == {event.signature for event in cut} and [
                    event.asserts for event in whole
                ] == [event.asserts for event in cut]
    assert same / tried >= share, f"{same} of {tried}"
