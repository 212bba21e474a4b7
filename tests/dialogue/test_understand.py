"""Sentences as findings: phrases, gaps, negation, conditions, answers."""

from __future__ import annotations

import pytest

from assistant.dialogue import Mind, Session
from assistant.dialogue.answering import find, words_of
from assistant.errors import SessionError


def said(shipped: Mind, text: str) -> dict[str, bool]:
    return shipped.ear.hear(text).sets


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("other tunnels are up", "other-tunnels-up", True),
        ("we can ping the peer", "peer-pings", True),
        ("there is a firewall in between", "firewall-between", True),
        ("udp 4500 is blocked", "port-4500-open", False),
        ("it has never worked", "never-worked", True),
        ("it worked until yesterday", "worked-before", True),
        ("the keys do not match", "keys-found-different", True),
    ],
)
def test_a_sentence_is_a_finding(shipped: Mind, text: str, finding: str, *, value: bool) -> None:
    """What an engineer says on the telephone."""
    assert said(shipped, text).get(finding) is value


@pytest.mark.parametrize(
    "text",
    [
        "I like trains",
        "could you tell me if the keys match?",
        "what if udp 4500 is blocked",
        "the weather is fine and the garden is green",
        "please send the invoice to our address",
        "",
        "???",
        "[bold red]hello[/]",
    ],
)
def test_a_sentence_about_something_else_is_none(shipped: Mind, text: str) -> None:
    """A question, a supposition or another matter sets nothing."""
    assert said(shipped, text) == {}


def test_a_state_word_in_a_sentence(session: Session) -> None:
    """The state and with it the role are taken from the words."""
    session.say("we are stuck at mm_wait_msg4 since this morning")
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert (tunnel.standing.state, tunnel.standing.role, tunnel.standing.awaited) == ("MM_WAIT_MSG4", "initiator", "MM4")


def test_addresses_in_a_sentence_fill_the_commands(session: Session, seed: str) -> None:
    """What the log does not show, the user can tell."""
    session.paste(seed)
    session.say("our address is 198.51.100.9")
    session.answer("far-tunnel-group", "other-address")
    fix = session.diagnosis.fix
    assert fix is not None

    assert "tunnel-group 198.51.100.9 type ipsec-l2l" in [command.run for step in fix.steps for command in step.commands]
    assert "198.51.100.9" in fix.message


def test_words_in_order_with_small_gaps() -> None:
    """Other words may stand between, a few."""
    have = words_of("the far-end really has the tunnel-group under another address")

    assert find(["far", "end", "has"], have) == (1, 5)
    assert find(["has", "far"], have) is None
    assert find(["far", "address"], have) is None


@pytest.mark.parametrize(
    "text",
    [
        "the far end has the tunnel-group under another address",
        "other-address",
        "It's under another address",
        "wrong peer address over there",
    ],
)
def test_a_sentence_answers_the_open_question(session: Session, seed: str, text: str) -> None:
    """Typed in their own words, the answer counts like the key."""
    session.paste(seed)
    session.say(text)

    assert session.diagnosis.suspects[0].id == "wrong-peer-ip"


def test_a_sentence_that_says_something_else_is_a_fact(session: Session, seed: str) -> None:
    """A fact beside the question does not count as its answer."""
    session.paste(seed)
    reply = session.say("other tunnels are up")

    assert reply.diagnosis.question is not None
    assert reply.diagnosis.question.id == "far-tunnel-group"
    assert {item.finding for item in reply.diagnosis.observations} >= {"other-tunnels-up"}


def test_a_contradiction_is_said(session: Session) -> None:
    """What was pasted stands against what was said; both are shown."""
    session.paste(
        "[IKEv1]: IP = 203.0.113.5, Oakley proposal is acceptable\n[IKEv1]: IP = 203.0.113.5, All SA proposals found unacceptable\n"
    )

    assert session.diagnosis.conflicts
    assert len(session.diagnosis.conflicts[0].evidence) >= 2


def test_undo_and_redo_reach_the_beginning(session: Session, seed: str) -> None:
    """Nothing is final."""
    empty = session.diagnosis.suspects
    session.paste(seed)
    first = session.diagnosis.suspects
    session.answer("far-tunnel-group", "none")
    second = session.diagnosis.suspects
    session.undo()
    assert session.diagnosis.suspects == first
    session.undo()
    assert session.diagnosis.suspects == empty
    with pytest.raises(SessionError, match="nothing to undo"):
        session.undo()
    session.redo()
    assert session.redo().diagnosis.suspects == second
    with pytest.raises(SessionError, match="nothing to redo"):
        session.redo()
