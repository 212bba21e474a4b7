"""Nobody is told that the tunnel works where nothing was seen to work."""

from __future__ import annotations

import pytest

from assistant.dialogue import Mind, Session
from assistant.model.observed import Observation, Reliability
from assistant.reasoning import infer
from assistant.reasoning.belief import case_of
from assistant.reasoning.verdict import lowered

SENT = "Nov 20 10:00:00 fw %ASA-7-713236: IP = 203.0.113.7, IKE_DECODE SENDING Message (msgid=0) with payloads : HDR + SA (1) + NONE (0) total length : 108"
CAME = "Nov 20 10:00:00 fw %ASA-7-713236: IP = 203.0.113.7, IKE_DECODE RECEIVED Message (msgid=0) with payloads : HDR + SA (1) + NONE (0) total length : 108"


@pytest.mark.parametrize("text", [f"{SENT}\n{CAME}", SENT, CAME])
def test_a_log_that_breaks_off_does_not_lead_to_a_working_tunnel(session: Session, text: str) -> None:
    """An exchange under way, nothing refused and nothing complete: open, and "it works" far from the head."""
    diagnosis = session.paste(text).diagnosis
    ranked = [item.id for item in diagnosis.suspects if item.id != "unknown"]

    assert diagnosis.verdict != "healthy"
    assert "healthy" not in ranked[:3]


@pytest.mark.parametrize("stage", [None, "none", "mm2", "mm3", "mm4", "mm5", "mm6", "am2", "init", "auth", "qm", "child"])
@pytest.mark.parametrize("role", [None, "initiator", "responder"])
def test_without_anything_at_work_healthy_never_leads(shipped: Mind, stage: str | None, role: str | None) -> None:
    """Whatever the stage, stuck or passing through."""
    for stalled in (True, False):
        belief = infer(shipped.network, case_of(shipped.network, (), stage, role, stalled=stalled))  # type: ignore[arg-type]
        assert next(name for name, _ in belief.ranked() if name != "unknown") != "healthy"


@pytest.mark.parametrize(("source", "works"), [("device", True), ("said", True), ("loose", False)])
def test_a_loose_reading_does_not_show_that_it_works(shipped: Mind, source: Reliability, works: bool) -> None:
    """What the device printed or a person saw does."""
    case = case_of(shipped.network, [Observation("phase1-complete", True, source)], "p1", "initiator")

    assert case.works is works


def test_a_title_within_a_sentence_keeps_its_abbreviations() -> None:
    assert lowered("A firewall between the peers") == "a firewall between the peers"
    assert lowered("UDP 500 is filtered") == "UDP 500 is filtered"
    assert lowered("The peer does not answer") == "the peer does not answer"


def test_phase_1_alone_is_not_called_a_working_tunnel(session: Session) -> None:
    """A log or a word that goes no further may break off before the fault."""
    session.say("phase 1 is up, MM_ACTIVE")
    assert session.diagnosis.verdict != "healthy"
    assert session.diagnosis.question is not None
