"""Both ends' configurations in one session: the first difference that stops the tunnel counts, with its lines."""

from __future__ import annotations

from assistant.dialogue import Mind, Session
from assistant.reports.contract import contract
from assistant.reports.markdown import markdown
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
    shown = " ".join(text(session.diagnosis).split())
    assert "Phase 2 encryption DIFFERS: AES-CBC-256 (line" in shown
    assert "Then this end shows" in shown


def test_different_keys_are_told_and_not_shown(shipped: Mind) -> None:
    session = pasted(shipped, HERE, THERE.replace("Winter", "Summer"))
    assert any(item.finding == "keys-found-different" and item.value for item in session.diagnosis.observations)
    assert "Garden" not in text(session.diagnosis)


def test_equal_ends_add_nothing(shipped: Mind) -> None:
    session = pasted(shipped, HERE, THERE)
    assert session.diagnosis.compared is not None
    assert session.diagnosis.compared.first_stop is None
    assert "Of what both ends show nothing differs that stops the tunnel." in " ".join(text(session.diagnosis).split())


def test_the_comparison_is_in_the_contract(shipped: Mind) -> None:
    """With the values, the lines, the message that fails and the state on each end; no key and no token of one."""
    found = contract(pasted(shipped, HERE, THERE.replace("Winter", "Summer")).diagnosis)["comparison"]
    key = next(item for item in found["parameters"] if item["name"] == "key")
    assert (key["verdict"], key["stops"], key["at"]) == ("differs", True, "MM5")
    assert key["states"]["local"].startswith("MM_WAIT_MSG6 as initiator")
    assert "<secret" not in repr(found)


def test_what_only_the_far_end_lacks_is_said_of_the_far_end(shipped: Mind) -> None:
    """A fault of the far device by itself lies there, whatever the words of the finding."""
    there = written("asa", 1, far=True).replace("crypto ikev1 enable outside\n", "crypto ikev1 enable inside\n")
    session = pasted(shipped, HERE, there)
    head = session.diagnosis.suspects[0]
    assert (head.id, head.side) == ("ike-not-enabled", "remote")


def test_two_pastes_of_parts_are_one_configuration(shipped: Mind) -> None:
    """The tunnel group pasted after the crypto map belongs to it; its line is named by the right paste."""
    head, tail = HERE.split("tunnel-group", 1)
    session = Session(shipped)
    session.paste(head)
    session.paste("tunnel-group" + tail)
    session.paste(THERE, side="remote")
    found = session.diagnosis.compared
    assert found is not None
    key = next(item for item in found.parameters if item.name == "key")
    assert key.verdict == "equal"
    assert found.local.key is not None
    assert found.local.key.where is not None
    assert found.local.key.where.input == 1
    assert session.diagnosis.inputs[1].name == "paste 2"


def test_markdown_has_the_difference_too(shipped: Mind) -> None:
    shown = markdown(pasted(shipped, HERE, THERE.replace("Winter", "Summer")).diagnosis)
    assert "## Configurations" in shown
    assert "Pre-shared key DIFFERS" in shown
    assert "Garden" not in shown
