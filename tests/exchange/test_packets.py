"""IKEv2 packets that a device prints in parts, twice, or again."""

from __future__ import annotations

import pytest

from assistant.dialogue import Mind, Session
from assistant.model.observed import Tunnel
from assistant.reports import contract

NONE = "0" * 16
OURS, THEIRS = "1A2B3C4D5E6F7081", "8192A3B4C5D6E7F8"


def proto(way: str, exchange: str, kind: str, *, mid: int = 1, ispi: str = OURS, rspi: str = THEIRS) -> str:
    """A packet as the protocol debug prints it: in three lines."""
    ends = (
        "Sending Packet [To 203.0.113.5:500/From 198.51.100.1:500/VRF i0:f0]"
        if way == "sent"
        else "Received Packet [From 203.0.113.5:500/To 198.51.100.1:500/VRF i0:f0]"
    )
    spis = f"(12): Initiator SPI : {ispi} - Responder SPI : {rspi} Message id: {mid}"
    return f"IKEv2-PROTO-2: (12): {ends}\n{spis}\n(12): IKEv2 {exchange} Exchange {kind}\n"


def plat(way: str, exchange: str, *, mid: int = 1, ispi: str = OURS, rspi: str = THEIRS) -> str:
    """The same packet as the platform debug prints it."""
    line = "SENT PKT [{}] [198.51.100.1]:500->[203.0.113.5]:500" if way == "sent" else "RECV PKT [{}] [203.0.113.5]:500->[198.51.100.1]:500"
    return f"IKEv2-PLAT-3: {line.format(exchange)} InitSPI=0x{ispi.lower()} RespSPI=0x{rspi.lower()} MID={mid:08d}\n"


REQUEST = proto("sent", "IKE_SA_INIT", "REQUEST", mid=0, rspi=NONE)
ANSWER = proto("received", "IKE_SA_INIT", "RESPONSE", mid=0)
AUTH = proto("sent", "IKE_AUTH", "REQUEST")
ASKED = proto("received", "IKE_SA_INIT", "REQUEST", mid=0, rspi=NONE)
ANSWERED = proto("sent", "IKE_SA_INIT", "RESPONSE", mid=0)


def tunnel(mind: Mind, text: str) -> Tunnel:
    """The one tunnel that the text speaks of."""
    session = Session(mind)
    session.paste(text)
    assert session.diagnosis.tunnel is not None
    return session.diagnosis.tunnel


def steps(mind: Mind, text: str) -> list[tuple[str, str]]:
    """The rungs of the last attempt, without remarks."""
    last = tunnel(mind, text).negotiations[-1]
    return [(step.direction, step.label) for step in last.steps if step.direction != "note"]


def told(mind: Mind, text: str) -> set[str]:
    """The findings that are true."""
    session = Session(mind)
    session.paste(text)
    return {item.finding for item in session.diagnosis.observations if item.value}


def test_the_parts_are_one_packet(shipped: Mind) -> None:
    """Direction, SPIs and exchange stand in lines of their own."""
    assert steps(shipped, REQUEST + ANSWER + AUTH) == [
        ("sent", "IKE_SA_INIT request"),
        ("received", "IKE_SA_INIT response"),
        ("sent", "IKE_AUTH request"),
    ]


def test_two_debugs_of_one_packet_are_one_packet(shipped: Mind) -> None:
    """The platform prints what was sent after the protocol, and what was received before it."""
    both = REQUEST + plat("sent", "IKE_SA_INIT", mid=0, rspi=NONE) + plat("received", "IKE_SA_INIT", mid=0) + ANSWER

    assert steps(shipped, both) == [("sent", "IKE_SA_INIT request"), ("received", "IKE_SA_INIT response")]


@pytest.mark.parametrize(
    "again",
    [
        "IKEv2-PROTO-2: (12): Retransmitting packet\n" + REQUEST,
        REQUEST,
        "IKEv2-PROTO-2: (12): Retransmitting packet\n" + REQUEST + plat("sent", "IKE_SA_INIT", mid=0, rspi=NONE),
    ],
)
def test_a_packet_sent_again_is_a_repeat(shipped: Mind, again: str) -> None:
    """With or without the line that says so."""
    assert steps(shipped, REQUEST + again) == [("sent", "IKE_SA_INIT request"), ("resent", "IKE_SA_INIT request")]
    assert "our-message-repeated" in told(shipped, REQUEST + again)


def test_an_answered_request_is_no_repeat(shipped: Mind) -> None:
    """A peer that wants another group gets the first request once more, rightly."""
    assert "our-message-repeated" not in told(shipped, REQUEST + ANSWER + REQUEST)


def test_the_peer_that_asks_again_did_not_get_our_answer(shipped: Mind) -> None:
    """The same initiator's SPI in a second first request."""
    assert "peer-repeats-message" in told(shipped, ASKED + ANSWERED + ASKED + ANSWERED)
    cookie = "%ASA-5-750004: Local: 198.51.100.1:500 Remote: 203.0.113.5:500 Username: Unknown Sending COOKIE challenge to throttle possible DoS\n"
    assert "peer-repeats-message" not in told(shipped, ASKED + cookie + ASKED + ANSWERED)


def test_another_spi_is_another_attempt(shipped: Mind) -> None:
    """Only the last attempt counts."""
    other = proto("received", "IKE_SA_INIT", "REQUEST", mid=0, ispi="C0FFEE0000000001", rspi=NONE)

    assert steps(shipped, ASKED + ANSWERED + other) == [("received", "IKE_SA_INIT request")]


@pytest.mark.parametrize(
    ("before", "finding"),
    [
        (ASKED, "proposal-refused-here"),
        (ASKED + ANSWERED + proto("received", "IKE_AUTH", "REQUEST"), "qm-failed"),
        ("", "a-proposal-refused-here"),
    ],
)
def test_the_exchange_tells_which_proposal_was_refused(shipped: Mind, before: str, finding: str) -> None:
    """The line is the same for the IKE proposal and for that of the IPsec SA; alone it says neither."""
    found = told(shipped, before + "IKEv2-PROTO-1: (12): Failed to find a matching policy\n")

    assert finding in found
    assert found.isdisjoint({"proposal-refused-here", "qm-failed"} - {finding})


@pytest.mark.parametrize(
    ("states", "stage", "word"),
    [
        (["I_BLD_INIT", "I_WAIT_INIT"], "init", "I_WAIT_INIT"),
        (["I_WAIT_INIT", "I_WAIT_AUTH"], "auth", "I_WAIT_AUTH"),
        (["AUTH_DONE", "READY"], "p1", "READY"),
    ],
)
def test_the_last_state_of_a_live_trace_counts(shipped: Mind, states: list[str], stage: str, word: str) -> None:
    """Passing through a state is not being stuck there."""
    lines = [
        f"IKEv2-PROTO-5: (12): SM Trace-> SA: I_SPI={OURS} R_SPI={NONE} (I) MsgID = 00000000 CurState: {state} Event: EV_NO_EVENT\n"
        for state in states
    ]
    standing = tunnel(shipped, "".join(lines)).standing

    assert (standing.stage, standing.state, standing.role, standing.ike, standing.stalled) == (stage, word, "initiator", "ikev2", False)


def test_an_answered_request_that_was_dropped_is_not_healthy(shipped: Mind) -> None:
    """An IKE_AUTH response may be a refusal."""
    text = (
        plat("received", "IKE_SA_INIT", mid=0, rspi=NONE)
        + plat("sent", "IKE_SA_INIT", mid=0)
        + plat("received", "IKE_AUTH")
        + plat("sent", "IKE_AUTH")
    )
    text += "IKEv2-PLAT-5: Negotiating SA request deleted\n"
    session = Session(shipped)
    session.paste(text)

    assert contract(session.diagnosis)["verdict"] != "healthy"
    assert tunnel(shipped, text).standing.stage == "auth"
