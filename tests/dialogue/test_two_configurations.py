"""Both ends' configurations in one session: the first difference that stops the tunnel counts, with its lines."""

from __future__ import annotations

from assistant.dialogue import Mind, Session
from assistant.reports.text import text
from tests.configs.pairs import written

HERE, THERE = written("asa", 1), written("swanctl", 1, far=True)


def pasted(known: Mind, here: str, there: str) -> Session:
    """A session with both."""
    session = Session(known)
    session.paste(here)
    session.paste(there, side="remote")
    return session


def test_the_difference_is_an_observation_with_both_lines(shipped: Mind) -> None:
    there = THERE.replace("esp_proposals = aes256", "esp_proposals = aes128")
    session = pasted(shipped, HERE, there)
    found = [item for item in session.diagnosis.observations if item.finding == "phase2-transforms-differ" and item.value]
    assert len(found) == 1
    assert {where.input for where in found[0].evidence} == {0, 1}
    assert any("aes128" in where.text for where in found[0].evidence)
    assert "phase2.encryption DIFFERS: AES-CBC-256" in text(session.diagnosis)


def test_different_keys_are_told_and_not_shown(shipped: Mind) -> None:
    session = pasted(shipped, HERE, THERE.replace("Winter", "Summer"))
    assert any(item.finding == "keys-found-different" and item.value for item in session.diagnosis.observations)
    assert "Garden" not in text(session.diagnosis)


def test_equal_ends_add_nothing(shipped: Mind) -> None:
    session = pasted(shipped, HERE, THERE)
    assert session.diagnosis.compared is not None
    assert session.diagnosis.compared.first_stop is None
    assert "CONFIGURATIONS" not in text(session.diagnosis)
