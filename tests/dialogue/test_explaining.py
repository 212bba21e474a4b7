"""Why, why not, and what would change it: sums that add up, lines that are there, answers that do what is said of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli import main
from assistant.dialogue import Mind, Session
from assistant.engine import mind
from assistant.errors import SessionError
from assistant.model.diagnosis import Weight
from assistant.model.observed import Observation
from assistant.reasoning import infer
from assistant.reasoning.account import Words, overall, row_of, versus
from assistant.reasoning.belief import case_of
from assistant.reasoning.network import STAGES
from assistant.reasoning.strength import RELIABILITY

SEED = Path(__file__).resolve().parent.parent / "data" / "mm_wait_msg4-asa.log"
WORDS = Words({}, Weight("stage", True, "where it stands", 0.0))
causes = st.sampled_from([item.id for item in mind().network.causes] + ["healthy", "unknown"])
evidence = st.lists(
    st.tuples(st.sampled_from(sorted(mind().findings)), st.booleans(), st.sampled_from(sorted(RELIABILITY))),
    max_size=5,
    unique_by=lambda item: item[0],
)


@settings(max_examples=25, deadline=None)
@given(evidence, st.sampled_from([None, *STAGES]), st.sampled_from([None, "initiator", "responder"]), causes, causes)
def test_prior_stage_and_findings_make_the_odds_of_two_causes(
    items: list[tuple[str, bool, object]], stage: object, role: object, cause: str, rival: str
) -> None:
    """The pieces add up to the posterior odds of the two one-cause hypotheses; the prior's piece is that of the priors."""
    network = mind().network
    case = case_of(network, [Observation(name, value, how) for name, value, how in items], stage, role)  # type: ignore[arg-type]
    account = versus(network, case, cause, rival, "", WORDS)

    posterior = infer(network, case).posterior
    one, other = row_of(network, cause), row_of(network, rival)
    expected = 10 * (np.log10(posterior[one]) - np.log10(posterior[other]))
    assert sum(piece.decibans for piece in account.pieces) == pytest.approx(expected, abs=1e-6)
    assert account.total == pytest.approx(expected, abs=1e-6)
    assert account.pieces[0].what == "prior"
    assert account.pieces[0].decibans == pytest.approx(10 * (network.log_prior[one] - network.log_prior[other]) / np.log(10), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(evidence, st.sampled_from([None, *STAGES]), causes.filter(lambda item: item not in {"healthy", "unknown"}))
def test_against_all_others_what_is_left_is_named(items: list[tuple[str, bool, object]], stage: object, cause: str) -> None:
    """Pieces and remainder make the odds of the probability that is shown."""
    network = mind().network
    case = case_of(network, [Observation(name, value, how) for name, value, how in items], stage, None)  # type: ignore[arg-type]
    belief = infer(network, case)
    account = overall(network, case, belief, cause, WORDS)

    chance = belief.marginal[cause]
    assert sum(piece.decibans for piece in account.pieces) + account.remainder == pytest.approx(
        10 * np.log10(chance / (1 - chance)), abs=1e-6
    )


def test_why_not_weighs_against_the_leader_and_shows_lines(session: Session, seed: str) -> None:
    """Every finding of the explanation has its line of the text; asking is no move."""
    session.paste(seed)
    leader = session.diagnosis.suspects[0].id
    reply = session.say("why not missing tunnel group?")

    assert reply.explanation is not None
    assert reply.explanation.cause == "missing-tunnel-group"
    assert reply.explanation.versus.against == leader
    lines = seed.splitlines()
    read = [piece for piece in reply.explanation.versus.pieces if piece.what not in {"prior", "shown"}]
    assert read
    assert all(where.text in lines[where.line - 1] for piece in read for where in piece.evidence)
    assert len(session.moves) == 1


def test_an_answer_that_is_said_to_turn_it_does(session: Session, seed: str) -> None:
    """Each listed answer, given, puts first what the list says, with the probability that it says."""
    session.paste(seed)
    reply = session.say("what would change your mind?")
    assert reply.explanation is not None
    assert reply.explanation.leads
    assert reply.explanation.turns
    for turn in reply.explanation.turns:
        after = session.answer(turn.question.id, turn.value).diagnosis
        assert after.suspects[0].id == turn.leader
        assert after.suspects[0].probability == pytest.approx(turn.probability, abs=1e-3)
        session.undo()


def test_an_answer_that_would_raise_a_cause_does(session: Session, seed: str) -> None:
    """For a cause that does not lead, each listed answer puts it above the one that leads now."""
    session.paste(seed)
    leader = session.diagnosis.suspects[0].id
    reply = session.why("missing-tunnel-group")
    assert reply.explanation is not None
    assert reply.explanation.turns
    for turn in reply.explanation.turns:
        after = {item.id: item.probability for item in session.answer(turn.question.id, turn.value).diagnosis.suspects}
        assert after["missing-tunnel-group"] == pytest.approx(turn.own, abs=1e-3)
        assert after["missing-tunnel-group"] > after[leader]
        session.undo()


def test_an_open_finding_is_worth_what_is_said(shipped: Mind, session: Session, seed: str) -> None:
    """Answering the question moves the odds of the two by the figure that was shown, where the answer sets only this."""
    session.paste(seed)
    found = session.why("missing-tunnel-group").explanation
    assert found is not None
    tried = 0
    for item in found.unknown:
        for answer in shipped.questions[item.question.id].answers if item.question else ():
            if set(answer.sets) == {item.finding} and item.question is not None:
                session.answer(item.question.id, answer.value)
                after = session.why("missing-tunnel-group").explanation
                assert after is not None
                if after.versus.against == found.versus.against:
                    tried += 1
                    worth = item.yes if answer.sets[item.finding] else item.no
                    assert after.versus.total - found.versus.total == pytest.approx(worth, abs=1e-6)
                session.undo()
    assert tried


def test_every_cause_can_be_explained(shipped: Mind, session: Session, seed: str) -> None:
    """No id of the network fails, nor ``healthy`` and ``unknown``."""
    session.paste(seed)
    for name in [*(item.id for item in shipped.network.causes[::9]), "healthy", "unknown"]:
        found = session.why(name).explanation
        assert found is not None
        assert found.cause == name


@pytest.mark.parametrize("said", ["why not the flux capacitor?", "why isn't it gremlins"])
def test_a_cause_that_is_not_known_is_one_clear_line(said: str, session: Session, seed: str) -> None:
    """It names the mend, and the conversation stays as it was."""
    session.paste(seed)
    with pytest.raises(SessionError, match="there is no cause") as caught:
        session.say(said)
    assert "\n" not in str(caught.value)
    assert len(session.moves) == 1


def test_a_plain_why_that_asks_something_else_is_a_sentence(session: Session, seed: str) -> None:
    """The word alone does not make a sentence ask for a cause."""
    session.paste(seed)
    assert session.say("why is this so hard, nothing was changed").explanation is None


def test_nothing_known_cannot_be_explained(session: Session) -> None:
    """It says what to do first."""
    with pytest.raises(SessionError, match="paste a log"):
        session.why("missing-psk")


def test_the_command_line_explains(capsys: pytest.CaptureFixture[str]) -> None:
    """Text, Markdown and JSON; a wrong name ends with 2 and one line."""
    assert main(["explain", str(SEED), "--why", "missing-tunnel-group"]) == 0
    text = capsys.readouterr().out
    assert "STILL UNKNOWN" in text
    assert "line 25:" in text

    assert main(["explain", str(SEED), "--markdown", "--why", "missing-tunnel-group"]) == 0
    assert "### What would change this" in capsys.readouterr().out

    assert main(["explain", str(SEED), "--json", "--why", "missing-tunnel-group"]) == 0
    versus = json.loads(capsys.readouterr().out)["explanation"]["versus"]
    assert sum(piece["decibans"] for piece in versus["pieces"]) == pytest.approx(versus["total"], abs=1e-6)

    assert main(["explain", str(SEED), "--why", "gremlins"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
