"""Where the question is not all: what its answers would change, a repair to try, a request to send, a case to hand over."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.dialogue import Session
from assistant.errors import SessionError
from assistant.reports import contract, text
from assistant.reports.markdown import markdown

NO_DISPATCH = "%ASA-3-752006: Tunnel Manager failed to dispatch a KEY_ACQUIRE message.  Probable mis-configuration of the crypto map or tunnel-group.  Map Tag = outside_map.  Map Sequence Number = 1."
"""Written for the test, in the form of the syslog guide."""
AT_MSG4 = "stuck at msg4, our address is 198.51.100.7, peer address is 203.0.113.9"


def until(session: Session, field: str) -> Any:
    """What the diagnosis holds there, after as many "don't know" as it takes."""
    for _ in range(40):
        held = getattr(session.diagnosis, field)
        if held:
            return held
        assert session.diagnosis.question is not None, f"no {field} and nothing more to ask"
        session.answer(session.diagnosis.question.id, "unknown")
    raise AssertionError(f"no {field} after 40 questions")


def test_each_answer_says_what_it_would_change(session: Session) -> None:
    """In words, in the report and in the contract; where it settles the cause, the cause is named."""
    session.say(AT_MSG4)
    asked = session.diagnosis.question

    assert asked is not None
    assert all(choice.would for choice in asked.answers)
    would = {choice.value: choice.would for choice in asked.answers}
    assert "no tunnel group" in would["none"]
    assert would["none"] in " ".join(text(session.diagnosis).split())
    assert contract(session.diagnosis)["question"]["answers"][0]["would"]


@pytest.mark.parametrize("how", ["said", "set"])
def test_the_far_end_is_not_asked_where_it_cannot_be(session: Session, how: str) -> None:
    """Whether said in a sentence or set for the session; undone, it is asked again."""
    session.say(AT_MSG4)
    before = session.diagnosis
    assert before.question is not None
    assert before.question.asks == "remote"
    if how == "said":
        session.say("we have no access to the far end")
    else:
        session.access("far-end")
    after = session.diagnosis

    assert after.question is not None
    assert after.question.asks == "local"
    assert {item.id: item.probability for item in after.suspects} == {item.id: item.probability for item in before.suspects}
    session.undo()
    assert session.diagnosis.question == before.question


def test_a_setting_counts_over_what_was_said(session: Session) -> None:
    """The far end was out of reach and now is on the phone."""
    session.say(AT_MSG4 + ", no access to the far end")
    session.access("far-end", had=True)

    assert session.diagnosis.question is not None
    assert session.diagnosis.question.asks == "remote"


def test_an_unknown_setting_is_refused(session: Session) -> None:
    """The line says which there are, and nothing is lost."""
    session.say(AT_MSG4)
    before = session.diagnosis

    with pytest.raises(SessionError, match="there are far-end, provider, debug, change-window"):
        session.access("moon")
    assert session.diagnosis == before


def test_a_far_end_on_the_line_is_cheaper_to_ask(session: Session) -> None:
    """After its first answer the next question to it is expected to cost less, so that it saves as much and more in the end."""
    from assistant.dialogue.circumstances import circumstances
    from assistant.engine import mind

    session.say(AT_MSG4)
    session.answer("far-tunnel-group", "right")
    now = circumstances(mind(), session.moves, (), (), "cisco-asa")

    assert now.on_call == {"remote"}
    assert ("remote", "show-all-entries") in now.outputs
    session.undo()
    session.answer("far-tunnel-group", "unknown")
    assert circumstances(mind(), session.moves, (), (), "cisco-asa").on_call == frozenset()


def test_one_output_is_asked_of_a_far_end_that_alone_can_tell(session: Session) -> None:
    """The message names the command in the far end's view and the causes it parts, and holds no key."""
    session.say(AT_MSG4 + ", no access to the far end")
    request = until(session, "request")

    assert session.diagnosis.verdict in {"likely", "cannot-tell"}
    assert "show running-config tunnel-group" in request
    assert "198.51.100.7" in request
    assert "203.0.113.9" in request
    assert "blanked out" in request
    assert "wrong address" in request
    assert "TO SEND" in text(session.diagnosis)
    assert contract(session.diagnosis)["request"] == request


def test_a_case_is_handed_over_with_what_was_excluded_and_how(session: Session) -> None:
    """Where nothing is worth asking any more: what is left, what is out and why, what nobody could say, what was barred."""
    session.say(AT_MSG4 + ", no access to the far end")
    session.say("other tunnels are up, the same vendor on both ends, no nat in between")
    case = until(session, "handover")

    assert case.to == "remote"
    assert case.barred == ("far-end",)
    assert "missing-tunnel-group" in {item.id for item in case.left}
    excluded = {item.cause: item.by for item in case.excluded}
    assert excluded
    assert all(weight.decibans < 0 for by in excluded.values() for weight in by)
    assert excluded.keys().isdisjoint(item.id for item in case.left)
    assert case.unanswered
    assert not any("{" in item for item in case.unanswered)
    shown = text(session.diagnosis)
    assert "HAND OVER (to the far end's admin)" in shown
    assert "Excluded:" in shown
    assert "## Hand over" in markdown(session.diagnosis)
    assert contract(session.diagnosis)["handover"]["barred"] == ["far-end"]


def test_nothing_is_handed_over_while_a_question_is_worth_asking(session: Session) -> None:
    """Neither at the outset nor where the cause is found."""
    session.say(AT_MSG4)
    assert session.diagnosis.handover is None
    session.answer("far-tunnel-group", "none")
    assert session.diagnosis.verdict == "found"
    assert session.diagnosis.handover is None
    assert session.diagnosis.attempt is None


def test_an_easy_repair_is_tried_before_it_is_certain(session: Session) -> None:
    """On this end, undone step by step, dropping no other tunnel; said as not certain; the question stays."""
    session.paste(NO_DISPATCH)
    assert session.diagnosis.attempt is None
    attempt = until(session, "attempt")

    assert attempt.cause in {"crypto-map-incomplete", "crypto-map-wrong-peer"}
    assert attempt.probability < 0.6
    assert "not certain (" in attempt.says
    assert attempt.advice.side == "local"
    assert all(step.undo for step in attempt.advice.steps)
    assert not any(command.impact == "drops-all-tunnels" for step in attempt.advice.steps for command in step.commands)
    assert session.diagnosis.question is not None
    assert "TRY FIRST" in text(session.diagnosis)
    assert contract(session.diagnosis)["attempt"]["fix"]["steps"]


def test_the_same_output_answers_further_questions(session: Session) -> None:
    """They are named beside the command, so that one paste serves them all."""
    session.paste("203.0.113.50 MM_WAIT_MSG5", name="typed")
    session.say("MM_WAIT_MSG5")
    asked = until_asked_with_more(session)

    assert asked.commands
    assert "It answers as well: " in text(session.diagnosis)
    assert contract(session.diagnosis)["question"]["beside"] == list(asked.beside)


def until_asked_with_more(session: Session) -> Any:
    """The first question whose output answers further ones."""
    for _ in range(40):
        asked = session.diagnosis.question
        assert asked is not None, "no question whose output answers more than one"
        if asked.beside:
            return asked
        session.answer(asked.id, "unknown")
    raise AssertionError("not within 40 questions")
