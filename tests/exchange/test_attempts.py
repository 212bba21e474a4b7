"""What a line means after another, whose fault an attempt that is tried again has, and which tunnel a line belongs to."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session

START = '"net" #1: initiating IKEv1 Main Mode connection\n"net" #1: sent Main Mode request\n'
NOTIFY = '"net" #1: ignoring informational payload {}, msgid=00000000, length=12\n'
QUICK = '"net" #1: IKE SA established {auth=PRESHARED_KEY cipher=AES_CBC_256 integ=HMAC_SHA1 group=MODP2048}\n"net" #2: sent Quick Mode request\n'
REFUSED = (
    "packet from 203.0.113.2:500: initial Main Mode message received but no connection has been authorized with authby=PSK and xauth=no\n"
)
UNREACHABLE = '"net" #1: ERROR: asynchronous network error report on e0 (203.0.113.2:500), complainant 203.0.113.1: No route to host [errno 113, origin ICMP type 3 code 1 (not authenticated)]\n'
TIMEOUT = '"net" #1: STATE_MAIN_I1: 60 second timeout exceeded after 7 retransmits.  No response (or no acceptable response) to our first IKEv1 message\n'
UP = '"net" #4: IPsec SA established tunnel mode {ESP=>0xc6ea3f3b <0xed4533ee xfrm=AES_CBC_256-HMAC_SHA1_96 DPD=passive}\n'


def again(text: str) -> str:
    return text.replace("#1", "#3").replace("#2", "#4")


def known(session: Session, text: str) -> dict[str, bool]:
    session.paste(text)
    return {item.finding: item.value for item in session.diagnosis.observations}


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (START + NOTIFY.format("NO_PROPOSAL_CHOSEN"), "proposal-refused-by-peer"),
        (START + QUICK + NOTIFY.format("NO_PROPOSAL_CHOSEN"), "phase2-refused-by-peer"),
        (START + '"net" #1: sent Main Mode I3\n' + NOTIFY.format("INVALID_ID_INFORMATION"), "identity-rejected-by-peer"),
        (START + QUICK + NOTIFY.format("INVALID_ID_INFORMATION"), "proxy-networks-refused"),
        ('"net": added IKEv2 connection\n' + REFUSED, "peer-offers-other-version"),
    ],
)
def test_a_line_is_judged_by_the_one_before_it(session: Session, text: str, finding: str) -> None:
    assert known(session, text).get(finding) is True


def test_what_connections_do_not_agree_in_is_not_known(session: Session) -> None:
    found = known(session, '"net": added IKEv2 connection\n"old": added IKEv1 connection\n' + REFUSED)
    assert "peer-offers-other-version" not in found
    assert found["no-connection-fits"]


def test_a_retry_keeps_what_the_attempt_before_it_showed(session: Session) -> None:
    found = known(session, START + UNREACHABLE + TIMEOUT + again(START))
    assert found["route-to-peer-missing"]
    assert found["attempt-timed-out"]


def test_an_attempt_that_gets_further_stands_alone(session: Session) -> None:
    found = known(session, START + UNREACHABLE + TIMEOUT + again(START + '"net" #1: sent Main Mode I2\n'))
    assert "route-to-peer-missing" not in found


def test_a_repetition_that_was_overcome_is_no_trouble(session: Session) -> None:
    resent = '"net" #1: STATE_MAIN_I1: retransmission; will wait 0.5 seconds for response\n'
    assert not known(session, START + resent + QUICK + UP).get("our-message-repeated")
    assert session.diagnosis.verdict == "healthy"


def test_connections_without_an_address_are_tunnels_of_their_own(session: Session) -> None:
    session.paste(START + again(START).replace("net", "other") + UP.replace("net", "other"))
    assert session.diagnosis.tunnel is not None
    assert {session.diagnosis.tunnel.peer, *(tunnel.peer for tunnel in session.diagnosis.others)} == {"net", "other"}
