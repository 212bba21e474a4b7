"""A daemon's log that begins with its start and holds no packet: nobody starts, or nothing comes here."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session

CHARON = (
    "Nov 23 18:53:12.631 00[JOB] spawning 8 worker threads\n"
    "Nov 23 18:53:12.655 02[CFG] loaded IKE shared key with id 'ike-lab' for: '%any'\n"
    "Nov 23 18:53:12.656 01[CFG] added vici connection: lab\n"
)
PLUTO = (
    'Nov 23 18:53:36.843285: "lab": added IKEv1 connection\n'
    "Nov 23 18:53:36.843408: listening for IKE messages\n"
    "Nov 23 18:53:36.843507: adding UDP interface r0 203.0.113.130:500\n"
)
PACKET = "Nov 23 18:53:20.100 09[NET] received packet: from 203.0.113.2[500] to 203.0.113.130[500] (180 bytes)\n"


@pytest.mark.parametrize("log", [CHARON, PLUTO], ids=["charon", "pluto"])
def test_silence_from_the_start_on_is_told(session: Session, log: str) -> None:
    session.paste(log)
    known = {item.finding: item for item in session.diagnosis.observations}
    assert known["nothing-arrives-here"].value
    assert known["nothing-arrives-here"].evidence
    assert {"udp500-blocked", "peer-unreachable"} <= {item.id for item in session.diagnosis.suspects[:3]}


@pytest.mark.parametrize("log", [CHARON + PACKET, CHARON.split("\n", 1)[1]], ids=["a-packet", "no-start"])
def test_a_packet_or_a_log_without_its_beginning_says_no_such_thing(session: Session, log: str) -> None:
    session.paste(log)
    assert "nothing-arrives-here" not in {item.finding for item in session.diagnosis.observations}
