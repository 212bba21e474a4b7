"""A repetition that a device reports in words, with nothing to say which message came again."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session

# written for the test, in the form of SonicOS
GOT = "RECEIVED<<< ISAKMP OAK {} (InitCookie 0x0a1b2c3d4e5f6071, MsgID: 0x0) ({}) 203.0.113.9, 500 198.51.100.1, 500\n"
SENT = "SENDING>>>> ISAKMP OAK {} (InitCookie 0x0a1b2c3d4e5f6071, MsgID: 0x0) ({}) 198.51.100.1, 500 203.0.113.9, 500\n"
AGAIN = "Received packet retransmission. Drop duplicate packet 203.0.113.9, 500 198.51.100.1, 500\n"
AGGRESSIVE = GOT.format("AG", "SA, KE, NON, ID, VID") + SENT.format("AG", "SA, KE, NON, ID, VID, HASH")
MAIN = GOT.format("MM", "SA, VID") + SENT.format("MM", "SA, VID")
KEYS = GOT.format("MM", "KE, NON") + SENT.format("MM", "KE, NON")


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (AGGRESSIVE + AGAIN, True),
        (MAIN + AGAIN, True),
        (MAIN + KEYS + AGAIN, False),
        (AGAIN + MAIN, False),
        (GOT.format("MM", "SA, VID") + AGAIN, False),
        (AGAIN, False),
    ],
    ids=["aggressive", "main", "message 5 may have come unread", "before the answer", "not answered", "alone"],
)
def test_only_message_1_can_have_come_again(session: Session, text: str, lost: bool) -> None:
    """Where message 1 is all that came and it was answered, the answer was lost."""
    session.paste(text)

    assert any(item.finding == "our-answer-lost" and item.value for item in session.diagnosis.observations) is lost


def test_a_lost_answer_in_aggressive_mode_is_no_wrong_key(session: Session) -> None:
    """With other keys the initiator has message 2 and does not ask for it again."""
    session.paste(AGGRESSIVE + AGAIN)
    ranked = [item.id for item in session.diagnosis.suspects]

    assert ranked.index("udp500-blocked") < ranked.index("psk-mismatch")
