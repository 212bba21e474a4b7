"""Two texts of one tunnel: which attempts are one, how the clocks stand, what was lost and what was refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.dialogue import Mind, Session
from assistant.model.observed import Clocks, Tunnel
from assistant.reports import contract, ladder
from assistant.reports.words import clocks_line

OURS, THEIRS = "198.51.100.1", "203.0.113.5"
SA, KE = "SA (1) + VENDOR (13)", "KE (4) + NONCE (10)"
START = datetime(2024, 3, 3, 9, 14, 0, tzinfo=UTC)
Row = tuple[float, str, str]


def log(peer: str, rows: list[Row], *, ahead: float = 0.0, stamp: str = "%b %d %Y %H:%M:%S") -> str:
    """Main mode messages as an ASA logs them, by a clock that is some seconds ahead of the true time."""
    lines = []
    for second, way, load in rows:
        head = (START + timedelta(seconds=second + ahead)).strftime(stamp)
        if load.startswith("("):
            lines.append(f"{head}: %ASA-7-713906: IP = {peer}, {load[1:-1]}\n")
            continue
        body = f"IKE_DECODE {way} Message (msgid=0) with payloads : HDR + {load} + NONE (0) total length : 148"
        lines.append(f"{head}: %ASA-7-713236: IP = {peer}, {body}\n")
    return "".join(lines)


HERE: list[Row] = [(0, "SENDING", SA), (0, "RECEIVED", SA), (1, "SENDING", KE), (9, "RESENDING", KE), (17, "RESENDING", KE)]
SILENT: list[Row] = [(0, "RECEIVED", SA), (0, "SENDING", SA), (8, "RESENDING", SA)]
ANSWERING: list[Row] = [(0, "RECEIVED", SA), (0, "SENDING", SA), (1, "RECEIVED", KE), (1, "SENDING", KE), (9, "RECEIVED", KE)]


def both(mind: Mind, here: str, there: str) -> tuple[Session, Tunnel]:
    """The tunnel of our text with the far end's laid beside."""
    session = Session(mind)
    session.paste(here)
    session.paste(there, side="remote")
    assert session.diagnosis.tunnel is not None
    return session, session.diagnosis.tunnel


def marks(tunnel: Tunnel) -> list[tuple[str, str, str]]:
    """Label, direction and mark of every step."""
    return [(step.label, step.direction, step.there) for step in tunnel.negotiations[-1].steps if step.direction != "note"]


@pytest.mark.parametrize("ahead", [0, -192, 192, 7200, -40 * 86400])
def test_the_clocks_are_aligned_by_the_messages_that_both_show(shipped: Mind, ahead: float) -> None:
    """Whatever the far end's clock shows, the offset brings its times to ours and the marks are the same."""
    _, tunnel = both(shipped, log(THEIRS, HERE), log(OURS, ANSWERING, ahead=ahead))

    assert tunnel.clocks is not None
    assert tunnel.clocks.offset == pytest.approx(-ahead, abs=1)
    assert ("MM3", "sent", "seen") in marks(tunnel)
    lost = next(step for step in tunnel.negotiations[-1].steps if step.there == "lost")
    assert lost.label == "MM4"
    assert lost.time == pytest.approx(START.timestamp() + 1, abs=1)


def test_a_stamp_without_year_is_taken_in_the_years_of_the_other(shipped: Mind) -> None:
    """One device logs no year: that is no clock that is wrong by decades."""
    _, tunnel = both(shipped, log(THEIRS, HERE), log(OURS, ANSWERING, ahead=-192, stamp="%b %d %H:%M:%S"))

    assert clocks_line(tunnel.clocks) == "the far end's clock is 3 min 12 s behind"
    assert ("MM4", "received", "lost") in marks(tunnel)


def test_messages_that_disagree_give_no_offset(shipped: Mind) -> None:
    """Message 2 says that the clocks agree and message 3 that they are minutes apart: nothing is claimed."""
    far: list[Row] = [(0, "RECEIVED", SA), (0, "SENDING", SA), (300, "RECEIVED", KE), (600, "RECEIVED", KE), (900, "RECEIVED", KE)]
    _, tunnel = both(shipped, log(THEIRS, HERE), log(OURS, far))

    assert tunnel.clocks is not None
    assert tunnel.clocks.offset is None
    assert "cannot be compared" in clocks_line(tunnel.clocks)
    assert any("cannot be compared" in line for line in ladder(tunnel, width=200))


def test_repeats_that_fit_in_more_than_one_way_are_called_rough(shipped: Mind) -> None:
    """Three sendings, two arrivals, equal gaps: which belong together is a guess, and no repeat is called missing."""
    here: list[Row] = [(0, "SENDING", SA), (8, "RESENDING", SA), (16, "RESENDING", SA), (30, "", "(a line that says nothing)")]
    there: list[Row] = [(8, "RECEIVED", SA), (16, "RECEIVED", SA), (30, "", "(a line that says nothing)")]
    _, tunnel = both(shipped, log(THEIRS, here), log(OURS, there))

    assert tunnel.clocks is not None
    assert (tunnel.clocks.rough, tunnel.clocks.offset) == (True, 0.0)
    assert "missing" not in {mark for _, _, mark in marks(tunnel)}


@pytest.mark.parametrize(
    ("clocks", "words"),
    [
        (None, ""),
        (Clocks(0.4, 3), "the clocks of both ends agree"),
        (Clocks(192.0, 3), "the far end's clock is 3 min 12 s behind"),
        (Clocks(-59.7, 1, rough=True), "the far end's clock is about 1 min ahead"),
        (Clocks(7199.0, 2), "the far end's clock is 1 h 59 min behind, as in another time zone"),
        (Clocks(-3456000.0, 2), "the far end's clock is 40 d ahead, so its date is wrong or not printed whole"),
    ],
)
def test_the_offset_is_said_in_one_line(clocks: Clocks | None, words: str) -> None:
    assert clocks_line(clocks) == words


def test_a_message_is_missing_only_where_the_far_text_covers_its_time(shipped: Mind) -> None:
    """The far end's text ends after 8 s: of what was sent later it cannot tell."""
    _, tunnel = both(shipped, log(THEIRS, HERE), log(OURS, SILENT, ahead=3600))

    assert marks(tunnel) == [
        ("MM1", "sent", "seen"),
        ("MM2", "received", ""),
        ("MM3", "sent", "missing"),
        ("MM3", "resent", ""),
        ("MM3", "resent", ""),
    ]


def test_a_far_text_that_ends_at_once_proves_nothing(shipped: Mind) -> None:
    """Cut off before our message could have come, it says neither that it came nor that it did not."""
    session, tunnel = both(shipped, log(THEIRS, HERE), log(OURS, SILENT[:2]))

    assert "missing" not in {mark for _, _, mark in marks(tunnel)}
    assert "peer-sees-our-packets" not in {item.finding for item in session.diagnosis.observations if not item.value}


def test_what_never_came_has_a_row_with_the_far_ends_line(shipped: Mind) -> None:
    """The far end answered message 3; here nothing arrived: the way back, with the line of its log."""
    session, tunnel = both(shipped, log(THEIRS, HERE), log(OURS, ANSWERING, ahead=-192))
    drawn = ladder(tunnel)

    assert ("MM4", "received", "lost") in marks(tunnel)
    assert any("MM4" in line and "sent there, line 4, never came" in line for line in drawn)
    assert any("MM3" in line and "there line 3" in line for line in drawn)
    assert "lost-on-the-way" in {item.finding for item in session.diagnosis.observations if item.value}
    assert max(map(len, drawn)) <= 80
    exchange = contract(session.diagnosis)["exchange"]
    assert exchange["clocks"]["offset"] == pytest.approx(192, abs=1)
    assert [step["there"] for step in exchange["steps"] if step["label"] == "MM4"] == ["lost"]


PLUTO = (
    'Nov 23 18:53:{0}.100000: "lab": added IKEv1 connection\n'
    'Nov 23 18:53:{0}.200000: "lab" #1: responding to Main Mode\n'
    'Nov 23 18:53:{0}.210000: "lab" #1: Oakley Transform [AES_CBC (256), HMAC_SHA1, MODP2048] refused\n'
    'Nov 23 18:53:{0}.220000: "lab" #1: no acceptable Oakley Transform\n'
)
ASKING = (
    'Nov 23 18:53:48.190000: "lab" #1: initiating IKEv1 Main Mode connection\n'
    'Nov 23 18:53:48.195000: "lab" #1: sent Main Mode request\n'
    'Nov 23 18:53:48.600000: "lab" #1: STATE_MAIN_I1: retransmission; will wait 0.4 seconds for response\n'
)


def test_a_refusal_stands_below_the_message_it_answers(shipped: Mind) -> None:
    """The far end got message 1 and said in its log why it went no further."""
    _, tunnel = both(shipped, ASKING, PLUTO.format(48))
    step = next(step for step in tunnel.negotiations[-1].steps if step.direction == "sent")
    drawn = ladder(tunnel)

    assert step.there == "seen"
    assert step.refused is not None
    assert (step.refused.input, step.refused.line) == (1, 4)
    assert any(line.strip().startswith("there, line 4:") for line in drawn)
    assert max(map(len, drawn)) <= 80


SPI, OTHER, ANSWER = "1a2b3c4d5e6f7081", "2a2b3c4d5e6f7082", "8192a3b4c5d6e7f8"


def packet(way: str, local: str, peer: str, *, spi: str = SPI, rspi: str = "0" * 16) -> str:
    """An IKE_SA_INIT packet as the platform debug of an ASA prints it."""
    ends = f"[{local}]:500->[{peer}]:500" if way == "SENT" else f"[{peer}]:500->[{local}]:500"
    return f"IKEv2-PLAT-3: {way} PKT [IKE_SA_INIT] {ends} InitSPI=0x{spi} RespSPI=0x{rspi} MID=00000000\n"


def test_a_shared_spi_makes_one_tunnel_whatever_nat_does(shipped: Mind) -> None:
    """The far end sees us under a translated address and has another tunnel beside; the SPI tells which is ours."""
    here = packet("SENT", OURS, THEIRS)
    there = packet("RECV", THEIRS, "192.0.2.77", spi=OTHER) + packet("RECV", THEIRS, "192.0.2.9")
    session, tunnel = both(shipped, here, there)

    assert [step.far.line for step in tunnel.negotiations[-1].steps if step.far is not None] == [2]
    assert {item.finding for item in session.diagnosis.observations if item.value} >= {"nat-found-here", "peer-sees-our-packets"}


def test_our_last_attempt_may_be_the_far_ends_last_but_one(shipped: Mind) -> None:
    """Our text ends earlier: the ladder is laid beside the attempt with our SPI and not beside the newest."""
    here = packet("SENT", OURS, THEIRS)
    there = (
        packet("RECV", THEIRS, OURS)
        + packet("SENT", THEIRS, OURS, rspi=ANSWER)
        + packet("RECV", THEIRS, OURS, spi=OTHER)
        + packet("SENT", THEIRS, OURS, spi=OTHER, rspi="9192a3b4c5d6e7f9")
    )
    _, tunnel = both(shipped, here, there)

    assert [(step.label, step.far.line) for step in tunnel.negotiations[-1].steps if step.far is not None] == [("IKE_SA_INIT request", 1)]


def test_attempts_that_share_no_number_are_not_laid_beside(shipped: Mind) -> None:
    """The far end's text holds an earlier attempt of ours only: of the last one it says nothing."""
    here = packet("SENT", OURS, THEIRS, spi=OTHER) + packet("RECV", OURS, THEIRS, spi=OTHER, rspi=ANSWER) + packet("SENT", OURS, THEIRS)
    there = packet("RECV", THEIRS, OURS, spi=OTHER) + packet("SENT", THEIRS, OURS, spi=OTHER, rspi=ANSWER)
    _, tunnel = both(shipped, here, there)

    assert {step.there for step in tunnel.negotiations[-1].steps} == {""}


def test_without_the_far_ends_text_nothing_is_said_of_it(shipped: Mind) -> None:
    session = Session(shipped)
    session.paste(log(THEIRS, HERE))
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert tunnel.clocks is None
    assert {step.there for step in tunnel.negotiations[-1].steps} == {""}
    assert "exchange" not in contract(session.diagnosis)
