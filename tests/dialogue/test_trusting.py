"""Evidence that cannot be true together: shown with its lines, and the user says which to trust; undo takes that back."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.dialogue import Mind, Session
from assistant.dialogue.moves import TrustMove
from assistant.dialogue.trusting import trust_of, without_excluded
from assistant.errors import SessionError
from assistant.model.diagnosis import Conflict
from assistant.model.observed import Evidence, Observation
from assistant.reasoning.conflicts import conflicts_of
from assistant.reports import contract, text
from tests.configs.ends import ENDS

SEED = Path(__file__).resolve().parent.parent / "data" / "mm_wait_msg4-asa.log"
OFFER = (
    "2024-03-01T10:00:01 gw charon: 09[IKE] initiating IKE_SA site[1] to 203.0.113.5\n"
    "2024-03-01T10:00:01 gw charon: 09[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048\n"
)  # written for the test, in the documented form of charon's lines


def only(session: Session) -> Conflict:
    (conflict,) = session.diagnosis.conflicts
    return conflict


@pytest.fixture
def stale(shipped: Mind) -> Session:
    """A configuration with another group than the log beside it offers."""
    session = Session(shipped)
    session.paste(ENDS["swanctl"].written(2).replace("sha256-modp2048", "sha256-modp1536"))
    session.paste(OFFER)
    return session


def test_trusting_the_log_sets_the_configuration_aside(stale: Session) -> None:
    """Nothing of it is a finding any more, and the report says that it was set aside."""
    conflict = only(stale)
    assert [choice.value for choice in conflict.choices] == ["log", "config"]
    before = stale.diagnosis

    after = stale.trust(conflict.id, "log").diagnosis
    assert after.conflicts == ()
    assert not any(item.reliability in {"config", "compared"} for item in after.observations)
    assert [item.why for item in after.aside] == ["you trust the log"]
    assert after.remarks == ()
    assert stale.undo().diagnosis == before


def test_trusting_the_configuration_sets_the_log_aside(stale: Session) -> None:
    """No finding rests on a line of the log; the configuration's stay."""
    after = stale.say("trust the configuration").diagnosis
    assert after.conflicts == ()
    assert all(where.input == 0 for item in after.observations for where in item.evidence)
    assert [item.why for item in after.aside] == ["you trust the configuration"]


def test_saying_one_thing_and_then_its_opposite(session: Session) -> None:
    """The later is taken for now; the one that is trusted stays, and the other counts no more."""
    session.say("it has never worked")
    session.say("it worked until yesterday")
    conflict = only(session)
    assert [where.line for where in conflict.evidence] == [1, 2]
    assert values_of(session) == {"never-worked": False, "worked-before": True}

    after = session.trust("1", "earlier").diagnosis
    assert values_of(session) == {"never-worked": True, "worked-before": False}
    assert after.conflicts == ()
    assert [item.why for item in after.aside] == ["you trust turn 1"]
    session.undo()
    assert only(session) == conflict
    session.trust(conflict.id, "later")
    assert values_of(session) == {"never-worked": False, "worked-before": True}


def test_a_sentence_after_an_answer(session: Session, seed: str) -> None:
    """What was said last counts, whether it was a sentence or an answer."""
    session.paste(seed)
    session.answer("ever-worked", "worked")
    assert session.diagnosis.conflicts == ()
    session.say("it has never worked")
    assert values_of(session)["never-worked"] is True
    assert [where.line for where in only(session).evidence] == [2, 3]


def test_own_word_stands_before_hearsay(session: Session, seed: str) -> None:
    """What the far end's admin says later does not undo what was seen here; it is asked which is right."""
    session.paste(seed)
    session.say("the peer has a dynamic address")
    assert values_of(session)["peer-uses-dynamic-address"] is True
    session.answer("peer-address-fixed", "fixed")
    assert values_of(session)["peer-uses-dynamic-address"] is True
    session.trust(only(session).id, "later")
    assert values_of(session)["peer-uses-dynamic-address"] is False


def test_two_findings_that_exclude_each_other(shipped: Mind) -> None:
    """Both were observed; each may be trusted, and the lines of both are shown."""
    said = [Observation(name, True, "said", (Evidence(-1, turn, name),)) for turn, name in enumerate(("never-worked", "worked-before"), 1)]
    (conflict,) = conflicts_of(said, [], shipped.findings)
    assert conflict.id == "never-worked|worked-before"
    assert [where.line for where in conflict.evidence] == [1, 2]
    for choice in conflict.choices:
        trust = trust_of([TrustMove(conflict.id, choice.value)])
        left, aside = without_excluded(said, trust, shipped.findings)
        assert [item.finding for item in left] == [choice.value]
        assert len(aside) == 1
        assert conflicts_of(left, [], shipped.findings) == ()


def values_of(session: Session) -> dict[str, bool]:
    return {item.finding: item.value for item in session.diagnosis.observations}


@pytest.fixture
def contradicted(session: Session, seed: str) -> Session:
    """The user's word against a line of the log."""
    session.paste(seed)
    session.say("phase 1 is up")
    return session


@pytest.mark.parametrize(("keep", "value"), [("said", True), ("pasted", False)])
def test_the_users_word_against_the_text(contradicted: Session, keep: str, value: bool) -> None:
    """Until it is answered the text counts; then what is trusted does."""
    ids = [item.id for item in contradicted.diagnosis.conflicts]
    name = next(item for item in ids if item.startswith("said:"))
    finding = name.removeprefix("said:")
    assert {item.finding: item.value for item in contradicted.diagnosis.observations}[finding] is False

    after = contradicted.trust(name, keep).diagnosis
    assert {item.finding: item.value for item in after.observations}[finding] is value
    assert name not in {item.id for item in after.conflicts}
    assert any(item.evidence for item in after.aside)


@pytest.mark.parametrize(("keep", "stage"), [("said", "mm2"), ("pasted", "mm4")])
def test_the_users_word_on_the_state_against_the_text(session: Session, seed: str, keep: str, stage: str) -> None:
    """Both with their lines; either may be trusted."""
    session.paste(seed)
    session.say("it stands at MM_WAIT_MSG2")
    conflict = only(session)
    assert [where.input for where in conflict.evidence] == [-1, 0]
    assert session.diagnosis.standing.stage == "mm4"
    assert session.trust(conflict.id, keep).diagnosis.standing.stage == stage


def test_a_peer_that_the_lines_are_not_of(session: Session, seed: str) -> None:
    """They may be another tunnel's; there is nothing to trust, only something to paste."""
    session.paste(seed)
    session.say("the peer address is 203.0.113.99")
    conflict = only(session)
    assert "paste those of 203.0.113.99" in conflict.text
    assert conflict.choices == ()
    assert len(conflict.evidence) == 2


def test_reports_say_how_to_answer(stale: Session) -> None:
    """The words to type in the text, the ids in the JSON."""
    assert "trust 1 2: The configuration" in text(stale.diagnosis)
    values = contract(stale.diagnosis)["conflicts"][0]
    assert values["id"] == "config:phase1"
    assert [item["value"] for item in values["choices"]] == ["log", "config"]


def test_bad_choices_say_which_there_are(stale: Session, session: Session) -> None:
    """No conflict, no such conflict, no such choice: one line each, and nothing changes."""
    with pytest.raises(SessionError, match="no conflict now"):
        session.trust("1", "1")
    for conflict, keep in (("2", "1"), ("gremlins", "log"), ("1", "3"), ("1", "gremlins"), ("0", "1"), ("9" * 99, "1")):
        with pytest.raises(SessionError, match="there are"):
            stale.trust(conflict, keep)
    assert len(stale.moves) == 2


def test_programs_and_serial_consoles_can_do_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON lines: fixed, trust, resolved and why; a bad one is an error object and changes nothing."""
    orders = [
        {"why": "missing-psk"},
        {"why": ""},
        {"say": "it has never worked"},
        {"say": "it worked until yesterday"},
        {"trust": {"conflict": "words:2-3", "keep": "later"}},
        {"trust": {"conflict": 1}},
        {"trust": {"conflict": "1", "keep": "1"}},
        {"fixed": "wrong-peer-ip"},
        {"resolved": "wrong-peer-ip"},
        {"fixed": "gremlins"},
    ]
    lines = "".join(json.dumps(order) + "\n" for order in orders)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    assert main(["chat", "--json", str(SEED)]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert told[0]["explanation"]["cause"] == "missing-psk"
    assert told[1]["explanation"]["leads"]
    assert told[3]["conflicts"][0]["id"] == "words:2-3"
    assert told[4]["conflicts"] == []
    assert [item["schema"] for item in (told[5], told[6], told[9])] == ["mmwait.error/1"] * 3
    assert told[7]["progress"]["word"] == "waiting"
    assert told[8]["resolved"] == "wrong-peer-ip"

    monkeypatch.setattr(sys, "stdin", io.StringIO("why not missing psk\nit has never worked\nit worked until yesterday\ntrust 1 2\n"))
    assert main(["chat", str(SEED)]) == 0
    out = capsys.readouterr().out
    assert "WHY NOT" in out
    assert "SET ASIDE" in out
