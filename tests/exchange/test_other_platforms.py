"""Where a negotiation stands, read from logs that name their messages themselves."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session

INIT = (
    "ike 0:branch:12: sent IKE msg (SA_INIT): 198.51.100.1:500->203.0.113.9:500, len=520, id=0a1b2c3d4e5f6071/0000000000000000\n"
    "ike 0: comes 203.0.113.9:500->198.51.100.1:500,ifindex=5....\n"
    "ike 0: IKEv2 exchange=SA_INIT_RESPONSE id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8 len=36\n"
)
REFUSED = "ike 0:branch:12: received SA_INIT error notify response, abort\n"
AUTH = (
    "ike 0:branch:12: sent IKE msg (AUTH): 198.51.100.1:500->203.0.113.9:500, len=240, id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:00000001\n"
    "ike 0: IKEv2 exchange=AUTH_RESPONSE id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:00000001 len=80\n"
)
NOT_TAKEN = "ike 0:branch:12: processing notify type AUTHENTICATION_FAILED\n"
MAIN = "".join(f"ike 0:branch:12: responder: main mode get {nth} message...\n" for nth in ("1st", "2nd", "3rd"))


@pytest.mark.parametrize(
    ("text", "stage", "accepted"),
    [
        (INIT, "auth", True),
        (INIT + REFUSED, "init", False),
        (INIT + AUTH, "p1", True),
        (INIT + AUTH + NOT_TAKEN, "auth", True),
        (MAIN, None, True),
    ],
    ids=["answered", "refused", "authenticated", "not-authenticated", "main-mode"],
)
def test_an_answer_that_refuses_completes_nothing(session: Session, text: str, stage: str | None, accepted: bool) -> None:
    """RFC 7296, section 2.21: an error notify may stand in the answer's place."""
    session.paste(text)
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert tunnel.standing.stage == stage
    assert {item.finding: item.value for item in tunnel.observations}["proposal-accepted"] is accepted


def test_a_cookie_of_zeros_says_that_nothing_came_back(session: Session) -> None:
    """RFC 2408, section 3.1: the responder's half is zero until it has answered."""
    session.paste(
        "racoon: INFO: initiate new phase 1 negotiation: 198.51.100.1[500]<=>203.0.113.9[500]\n"
        "racoon: INFO: begin Identity Protection mode.\n"
        "racoon: ERROR: phase1 negotiation failed due to time up. 0a1b2c3d4e5f6071:0000000000000000\n"
    )
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert (tunnel.peer, tunnel.standing.role, tunnel.standing.stage) == ("203.0.113.9", "initiator", "mm2")
