"""What a text could never show is said, and its absence there is no evidence."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session

FULL = [  # written for the test in the documented formats
    "Nov 20 10:00:00 fw %ASA-7-713236: IP = 203.0.113.7, IKE_DECODE SENDING Message (msgid=0) with payloads : HDR + SA (1) + NONE (0) total length : 108",
    "Nov 20 10:00:08 fw %ASA-7-713236: IP = 203.0.113.7, IKE_DECODE RESENDING Message (msgid=0) with payloads : HDR + SA (1) + NONE (0) total length : 108",
]
LATE = "Nov 20 10:00:09 fw %ASA-7-713236: IP = 203.0.113.7, IKE_DECODE RECEIVED Message (msgid=0) with payloads : HDR + KE (4) + NONCE (10) + NONE (0) total length : 256"
CAPPED = "Nov 20 10:00:00 fw %ASA-5-713041: IP = 203.0.113.7, IKE Initiator: New Phase 1, Intf inside, IKE Peer 203.0.113.7  local Proxy Address 192.0.2.0, remote Proxy Address 198.51.100.0,  Crypto map (outside_map)"
SHOW = (
    "1   IKE Peer: 203.0.113.7\n    Type    : user            Role    : initiator\n    Rekey   : no              State   : MM_WAIT_MSG2\n"
)


def said(session: Session, text: str) -> str:
    """What the input cannot show, in one string."""
    return "; ".join(session.paste(text).diagnosis.inputs[-1].cannot_show)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        (SHOW, ["messages sent", "reasons", "far end"], ["severity", "time stamps"]),
        ("\n".join(FULL), ["arrived at the far end", "traffic"], ["severity", "middle", "time stamps"]),
        (LATE, ["proposed"], ["severity"]),
        (CAPPED, ["severity 7"], ["time stamps"]),
        ("\n".join(line.partition("fw ")[2] for line in FULL), ["time stamps"], ["severity"]),
        ("crypto map outside_map 10 set peer 203.0.113.7\n", ["is tried", "stands now"], ["traffic"]),
    ],
)
def test_what_it_cannot_show_is_said(session: Session, text: str, wanted: list[str], unwanted: list[str]) -> None:
    """By its kind, its severities, its times and where it begins."""
    words = said(session, text)

    assert all(word in words for word in wanted), words
    assert not any(word in words for word in unwanted), words


def test_a_higher_severity_of_another_matter_shows_the_logging_level(session: Session) -> None:
    """A debugging line of any id says that messages of severity 7 are logged here."""
    assert "severity 7" not in said(session, CAPPED + "\nNov 20 10:00:01 fw %ASA-7-609001: Built local-host inside:192.0.2.9")


def test_nothing_recognised_has_no_limits(session: Session) -> None:
    """Of prose nothing is said."""
    assert said(session, "The tunnel is down again, please help.") == ""


def value(session: Session, finding: str) -> bool | None:
    return next((item.value for item in session.diagnosis.observations if item.finding == finding), None)


def test_absence_counts_only_at_the_level_at_which_messages_are_logged(session: Session) -> None:
    """A debug without an answer says that none came; a syslog of severity 5 says nothing of it."""
    session.paste("\n".join(FULL))
    assert value(session, "peer-answered-something") is False
    session.undo()

    capped = [line.replace("%ASA-7-", "%ASA-5-") for line in FULL]  # an ASA can be told to log one message at another level
    session.paste("\n".join(capped))
    assert value(session, "peer-answered-something") is None
    assert value(session, "our-message-repeated") is True


def test_both_ends_lift_the_limit(session: Session) -> None:
    """With the far end's text given, it is not said that arrival there cannot be shown."""
    session.paste("\n".join(FULL))
    diagnosis = session.paste(LATE.replace("203.0.113.7", "192.0.2.1"), side="remote").diagnosis

    assert not any("arrived at the far end" in words for item in diagnosis.inputs for words in item.cannot_show)
