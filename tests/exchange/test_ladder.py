"""Events to messages, and where a negotiation stands."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.dialogue import Session
from assistant.exchange.labels import name_message
from assistant.reports.tunnels import attempts

SENT, GOT = "SENDING", "RECEIVED"
SA = "HDR + SA (1) + VENDOR (13) + NONE (0)"
KE = "HDR + KE (4) + NONCE (10) + VENDOR (13) + NONE (0)"
ID = "HDR + ID (5) + HASH (8) + NONE (0)"


def log(*messages: tuple[str, str], peer: str = "203.0.113.5", msgid: str = "0") -> str:
    """A debug with these messages, in order."""
    return "".join(
        f"[IKEv1]: IP = {peer}, IKE_DECODE {way} Message (msgid={msgid}) with payloads : {payloads} total length : 100\n"
        for way, payloads in messages
    )


@pytest.mark.parametrize(
    ("payloads", "msgid", "exchange", "pair"),
    [
        (SA, "0", "MM", (1, 2)),
        (KE, "0", "MM", (3, 4)),
        (ID, "0", "MM", (5, 6)),
        ("HDR + ID (5) + CERT (6) + SIG (9) + NONE (0)", "0", "MM", (5, 6)),
        ("HDR + SA (1) + KE (4) + NONCE (10) + ID (5) + VENDOR (13) + NONE (0)", "0", "AM", (1, 2)),
        ("HDR + HASH (8) + NAT-D (20) + NONE (0)", "0", "AM", (3, 3)),
        ("HDR + NOTIFY (11) + NONE (0)", "0", "informational", (0, 0)),
        ("HDR + HASH (8) + DELETE (12) + NONE (0)", "5d1c", "informational", (0, 0)),
        ("HDR + HASH (8) + SA (1) + NONCE (10) + ID (5) + ID (5) + NONE (0)", "9c2f", "QM", (1, 2)),
        ("HDR + HASH (8) + NONE (0)", "9c2f", "QM", (3, 3)),
        ("HDR + HASH (8) + ATTR (14) + NONE (0)", "9c2f", "transaction", (0, 0)),
        ("HDR + FRAG (132)", "0", "fragment", (0, 0)),
    ],
)
def test_a_message_is_named_by_its_payloads(payloads: str, msgid: str, exchange: str, pair: tuple[int, int]) -> None:
    """RFC 2409, section 5: what each message carries."""
    named = name_message(payloads, msgid)

    assert (named.exchange, named.pair) == (exchange, pair)


@pytest.mark.parametrize(
    ("messages", "state", "role", "sent", "received", "awaited"),
    [
        ([(SENT, SA)], "MM_WAIT_MSG2", "initiator", "MM1", None, "MM2"),
        ([(SENT, SA), (GOT, SA), (SENT, KE)], "MM_WAIT_MSG4", "initiator", "MM3", "MM2", "MM4"),
        ([(SENT, SA), (GOT, SA), (SENT, KE), (GOT, KE), (SENT, ID)], "MM_WAIT_MSG6", "initiator", "MM5", "MM4", "MM6"),
        ([(GOT, SA), (SENT, SA)], "MM_WAIT_MSG3", "responder", "MM2", "MM1", "MM3"),
        ([(GOT, SA), (SENT, SA), (GOT, KE), (SENT, KE)], "MM_WAIT_MSG5", "responder", "MM4", "MM3", "MM5"),
        ([(SENT, SA), (GOT, SA), (SENT, KE), (GOT, KE), (SENT, ID), (GOT, ID)], "MM_ACTIVE", "initiator", "MM5", "MM6", None),
    ],
)
def test_where_main_mode_stands(
    session: Session, messages: list[tuple[str, str]], state: str, role: str, sent: str, received: str | None, awaited: str | None
) -> None:
    """The state word follows from who sent what last; even waits are the initiator's, odd ones the responder's."""
    session.paste(log(*messages))
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None
    standing = tunnel.standing

    assert (standing.state, standing.role) == (state, role)
    assert (standing.last_sent or None, standing.last_received or None, standing.awaited or None) == (sent, received, awaited)


def test_a_message_the_device_owes_is_not_awaited_from_the_peer(session: Session) -> None:
    """Message 3 came and nothing left: this end owes the next one."""
    session.paste(log((GOT, SA), (SENT, SA), (GOT, KE)))
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert tunnel.standing.awaited == "MM4 (owed by this end)"


def test_tunnels_in_one_paste_are_kept_apart(session: Session) -> None:
    """Interleaved lines of two peers make two ladders."""
    one = log((SENT, SA), (GOT, SA), (SENT, KE)).splitlines()
    two = log((GOT, SA), (SENT, SA), peer="198.51.100.7").splitlines()
    mixed = [line for pair in zip(one, [*two, ""], strict=True) for line in pair]
    session.paste("\n".join(mixed))
    diagnosis = session.diagnosis
    assert diagnosis.tunnel is not None
    tunnels = {tunnel.peer: tunnel.standing.state for tunnel in (diagnosis.tunnel, *diagnosis.others)}

    assert tunnels == {"203.0.113.5": "MM_WAIT_MSG4", "198.51.100.7": "MM_WAIT_MSG3"}


def test_attempts_are_kept_apart(session: Session) -> None:
    """A new phase 1 begins a new ladder; the last one counts."""
    start = "[IKEv1]: IP = 203.0.113.5, IKE Initiator: New Phase 1, Intf inside, IKE Peer 203.0.113.5  local Proxy Address 10.1.0.1, remote Proxy Address 10.2.0.1,  Crypto map (m)\n"
    session.paste(start + log((SENT, SA), (GOT, SA), (SENT, KE)) + start + log((SENT, SA)))
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert [negotiation.standing.state for negotiation in tunnel.negotiations] == ["MM_WAIT_MSG4", "MM_WAIT_MSG2"]


def test_repeated_attempts_are_told_in_one_line(session: Session, seed: str) -> None:
    """Four hundred attempts over night are one negotiation with a count."""
    night = "".join(seed.replace("17:36:", f"0{hour}:{minute:02}:") for hour in range(2, 5) for minute in range(0, 60, 2))
    session.paste(night)
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert len(tunnel.negotiations) == 90
    assert attempts(tunnel) == "90 times between 02:00:05 and 04:58:05, every 120 s; the last is drawn"
    assert tunnel.standing.state == "MM_WAIT_MSG4"


def test_gaps_and_resends_of_the_seed(session: Session, seed: str) -> None:
    """Message 3 is resent once, eight seconds after it was sent."""
    session.paste(seed)
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None
    drawn: list[Any] = [
        (step.label, step.direction, step.gap, step.line) for step in tunnel.negotiations[-1].steps if step.direction != "note"
    ]

    assert drawn == [
        ("MM1", "sent", None, 7), ("MM2", "received", 0, 8), ("MM3", "sent", 0, 22), ("MM3", "resent", 8, 25), ("INFO", "received", 0, 26), ("INFO", "received", 0, 27),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "role", "stalled"),
    [
        ("MM_WAIT_MSG2", "initiator", True), ("MM_WAIT_MSG3", "responder", True), ("MM_WAIT_MSG4", "initiator", True), ("MM_WAIT_MSG5", "responder", True),
        ("MM_WAIT_MSG6", "initiator", True), ("MM_ACTIVE", "initiator", False), ("MM_ACTIVE", "responder", False), ("AM_WAIT_MSG2", "initiator", True), ("AM_ACTIVE", "responder", False),
        ("MM_KEY_EXCH", "initiator", True), ("MM_NO_STATE", "initiator", True),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "form",
    [
        "1   IKE Peer: {p}\n    Type    : L2L             Role    : {r} \n    Rekey   : no              State   : {s} \n",
        "1 IKE Peer: {p}\nType : user Role : {r}\nRekey : no State : {s}\n",
    ],
)
def test_every_state_word_that_is_shown(session: Session, word: str, role: str, stalled: bool, form: str) -> None:
    """The device's own word is kept as it is printed."""
    session.paste(form.format(p="203.0.113.5", r=role, s=word))
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert (tunnel.standing.state, tunnel.standing.role, tunnel.standing.stalled, tunnel.peer) == (word, role, stalled, "203.0.113.5")
