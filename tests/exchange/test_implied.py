"""Messages that a log shows to have passed without printing them."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session

PRE = 'Nov 23 18:53:48.{:06}: "lab" #{}: {}\n'


def pluto(*lines: str) -> str:
    """Lines of pluto's own log file, a millisecond apart; a line that begins with a number and a bar is of that state."""
    out = []
    for index, line in enumerate(lines):
        number, _, said = line.rpartition("|")
        out.append(PRE.format(index * 1000, number or "1", said))
    return "".join(out)


def steps(session: Session, text: str) -> list[tuple[str, str, bool]]:
    """Label, direction and whether implied, of the last attempt's messages."""
    session.paste(text)
    assert session.diagnosis.tunnel is not None
    last = session.diagnosis.tunnel.negotiations[-1]
    return [(step.label, step.direction, step.implied) for step in last.steps if step.direction != "note"]


INITIATOR = ("initiating IKEv1 Main Mode connection", "sent Main Mode request", "sent Main Mode I2", "sent Main Mode I3")
RESPONDER = ("responding to Main Mode", "sent Main Mode R1", "sent Main Mode R2")


def test_a_sent_message_implies_the_one_it_answers(session: Session) -> None:
    """RFC 2409, section 5: message 3 is made when message 2 came."""
    assert steps(session, pluto(*INITIATOR)) == [
        ("MM1", "sent", False),
        ("MM2", "received", True),
        ("MM3", "sent", False),
        ("MM4", "received", True),
        ("MM5", "sent", False),
    ]


def test_a_line_about_its_content_shows_that_a_message_came(session: Session) -> None:
    """Message 5 came and is rubbish after decryption: it is not missing, it was not accepted."""
    unreadable = "10969-byte length of ISAKMP Identification Payload is larger than can fit"

    assert steps(session, pluto(*RESPONDER, unreadable))[-2:] == [("MM4", "sent", False), ("MM5", "received", True)]


def test_a_completed_phase_implies_its_last_message(session: Session) -> None:
    """RFC 2409, section 5.5: the IPsec SA of the responder stands when message 3 of quick mode came."""
    quick = (
        "IKE SA established {auth=PRESHARED_KEY cipher=AES_CBC_256 integ=HMAC_SHA1 group=MODP2048}",
        "2|responding to Quick Mode proposal {msgid:2426b87c}",
        "2|sent Quick Mode reply, inbound IPsec SA installed, expecting confirmation tunnel mode {ESP=>0xed4533ee <0xc6ea3f3b xfrm=AES_CBC_256-HMAC_SHA1_96 DPD=passive}",
        "2|IPsec SA established tunnel mode {ESP=>0xed4533ee <0xc6ea3f3b xfrm=AES_CBC_256-HMAC_SHA1_96 DPD=passive}",
    )

    assert steps(session, pluto(*RESPONDER, *quick))[-5:] == [
        ("MM5", "received", True),
        ("MM6", "sent", True),
        ("QM1", "received", True),
        ("QM2", "sent", False),
        ("QM3", "received", True),
    ]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("initial Main Mode message received but no connection has been authorized with authby=PSK and xauth=no", "MM1"),
        ("initial Aggressive Mode message from 203.0.113.2:500 but no (wildcard) connection has been configured with authby PSK", "AM1"),
        (
            "ISAKMP_v2_IKE_SA_INIT message received on 203.0.113.130:500 but no suitable connection found with IKEv2 policy",
            "IKE_SA_INIT request",
        ),
    ],
)
def test_a_first_message_that_is_not_answered_came_all_the_same(session: Session, line: str, label: str) -> None:
    text = f"Nov 23 18:53:48.100000: packet from 203.0.113.2:500: {line}\n"

    assert steps(session, text) == [(label, "received", True)]


def test_a_repeat_that_is_told_in_words_is_a_message(session: Session) -> None:
    """Both ends' ladders need it: our second sending did arrive."""
    repeat = "retransmitting in response to duplicate packet; already STATE_MAIN_R1"

    assert steps(session, pluto(*RESPONDER[:2], repeat))[-2:] == [("MM1", "received", True), ("MM2", "resent", False)]


def test_a_message_that_could_not_be_named_may_be_the_one(session: Session) -> None:
    """What came before message 3 is printed, only without a name: nothing is added to it."""
    line = "%ASA-7-713236: IP = 203.0.113.5, IKE_DECODE {} Message (msgid=0) with payloads : HDR + {} + NONE (0) total length : 148\n"
    text = "".join(
        line.format(way, load) for way, load in [("SENDING", "SA (1)"), ("RECEIVED", "UNKNOWN (77)"), ("SENDING", "KE (4) + NONCE (10)")]
    )

    assert not any(implied for _, _, implied in steps(session, text))
