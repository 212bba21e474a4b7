"""The conversation by keyboard: paste, answer, say, skip, undo, turn to another tunnel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from assistant.dialogue import AnswerMove, CorrectMove, SayMove, Session, SkipMove
from assistant.dialogue.moves import AccessMove
from assistant.model.observed import Correction
from assistant.tui.state import describe
from assistant.tui.widgets.causes import CausesView
from assistant.tui.widgets.ladder import LadderView
from assistant.tui.widgets.question import QuestionCard
from assistant.tui.widgets.summary import BEGIN, Summary
from assistant.tui.widgets.talk import Talk
from tests.configs.ends import ENDS

if TYPE_CHECKING:
    from tests.tui.conftest import Driver, Play


def last(session: Session) -> Any:
    """The last move."""
    return session.moves[-1]


def test_the_first_screen_says_what_to_do(play: Play) -> None:
    async def script(driver: Driver) -> None:
        assert BEGIN in " ".join(driver.text(Summary).split())
        assert driver.prompt.has_focus

    play(script)


def test_a_pasted_log_leads_to_the_state_and_a_question(play: Play, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)

        assert "MM_WAIT_MSG4" in driver.top
        assert "233.22.22.233" in driver.top
        assert "QUESTION: " in driver.text(QuestionCard, "#home")
        assert any(row.startswith("   1  ") for row in driver.screen), "the answers are in sight at 80 by 24"
        assert "line 28" in driver.text(CausesView)

    play(script)


def test_the_differing_transform_stands_under_the_ladder(play: Play) -> None:
    """Both values by name, with their lines."""
    log = (
        "Nov 23 20:00:00 gw charon: 06[NET] received packet: from 198.51.100.1[500] to 203.0.113.9[500] (180 bytes)\n"
        "Nov 23 20:00:00 gw charon: 06[ENC] parsed ID_PROT request 0 [ SA V V V V ]\n"
        "Nov 23 20:00:00 gw charon: 06[CFG] received proposals: IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024\n"
        "Nov 23 20:00:00 gw charon: 06[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048\n"
        "Nov 23 20:00:00 gw charon: 06[IKE] no proposal found\n"
    )

    async def script(driver: Driver) -> None:
        await driver.paste(log)

        shown = " ".join(driver.text(LadderView).split())
        assert "DIFFERS" in shown
        assert "they offer group 2, here is group 14" in shown
        assert "line 4" in shown

    play(script)


def test_an_answer_by_key_is_taken_for_the_open_question(play: Play, session: Session, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        asked = session.diagnosis.question
        assert asked is not None

        await driver.press("1")

        assert session.moves[-1] == AnswerMove(asked.id, asked.answers[0].value)

    play(script)


def test_zero_is_dont_know_and_s_skips(play: Play, session: Session, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        await driver.press("0")
        assert isinstance(last(session), AnswerMove)
        assert last(session).value == "unknown"

        asked = session.diagnosis.question
        assert asked is not None
        await driver.press("s")
        assert last(session) == SkipMove(asked.id)
        assert session.diagnosis.question is None or session.diagnosis.question.id != asked.id

    play(script)


def test_a_number_without_an_answer_says_which_there_are(play: Play, session: Session, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.press("escape", "5")
        assert "no open question" in driver.notice

        await driver.paste(seed)
        await driver.press("9")
        assert "The answers are 1 to" in driver.notice
        assert len(session.moves) == 1

    play(script)


def test_a_typed_sentence_is_said(play: Play, session: Session) -> None:
    async def script(driver: Driver) -> None:
        await driver.say("it is stuck at MM_WAIT_MSG2")

        assert session.moves == (SayMove("it is stuck at MM_WAIT_MSG2"),)
        assert "MM_WAIT_MSG2" in driver.top

    play(script)


def test_a_sentence_corrects_how_a_text_was_taken(play: Play, session: Session, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        await driver.say("that was from the far end")

        assert last(session) == CorrectMove(1, Correction(side="remote"))
        assert "the far end's" in driver.notice or "the far end's" in driver.text(Talk)
        assert "the far end" in driver.text(LadderView)
        await driver.press("escape")
        await driver.press("u")
        assert session.diagnosis.inputs[0].side == "local"

    play(script)


def test_digits_and_letters_typed_into_the_input_stay_there(play: Play, session: Session, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        await driver.press("i", "1", "q", "u")

        assert driver.prompt.value == "1qu"
        assert len(session.moves) == 1

    play(script)


def test_a_letter_without_a_key_begins_a_sentence(play: Play, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        await driver.press("J", "u", "n")

        assert driver.prompt.value == "Jun"

    play(script)


def test_undo_and_redo(play: Play, session: Session, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        asked = driver.text(QuestionCard, "#home")
        await driver.press("1")
        await driver.press("u")
        assert driver.text(QuestionCard, "#home") == asked
        assert driver.notice == "Taken back."

        await driver.press("ctrl+y")
        assert len(session.moves) == 2

        await driver.press("ctrl+z", "u", "u")
        assert not session.moves
        assert driver.notice == "there is nothing to undo"
        assert driver.text(Talk) == ""

    play(script)


def test_t_goes_round_all_tunnels(play: Play, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed + seed.replace("233.22.22.233", "198.51.100.7"))
        first = driver.top
        assert "of 2" in first

        await driver.press("t")
        second = driver.top
        await driver.press("t")

        assert ("198.51.100.7" in first, "198.51.100.7" in second) in {(True, False), (False, True)}
        assert driver.top == first

    play(script)


def test_t_turns_to_the_next_troubled_tunnel(play: Play, seed: str) -> None:
    """Of many tunnels those that work come last, whatever their addresses."""
    works = "".join(
        f"Jun 10 2010 17:36:0{number}: %ASA-5-713120: Group = 10.0.0.{number}, IP = 10.0.0.{number}, PHASE 2 COMPLETED (msgid=0000000{number})\n"
        for number in range(1, 6)
    )

    async def script(driver: Driver) -> None:
        await driver.paste(works + seed + seed.replace("233.22.22.233", "250.0.0.7"))
        assert "tunnel 1 of 7" in driver.top

        await driver.press("t")

        assert "tunnel 2 of 7" in driver.top
        assert "MM_WAIT_MSG4" in driver.top

    play(script)


def test_markup_and_escape_sequences_are_shown_as_they_stand_or_not_at_all(play: Play, session: Session) -> None:
    async def script(driver: Driver) -> None:
        await driver.say("[bold red]it is stuck[/] at MM_WAIT_MSG2 [")
        await driver.press("escape")
        await driver.paste("\x1b[31m[@click=app.quit]the peer[/]\x1b]0;title\x07 \u202edoes not answer")

        assert "[bold red]it is stuck[/] at MM_WAIT_MSG2 [" in driver.text(Talk)
        assert "[@click=app.quit]the peer[/] does not answer" in driver.text(Talk)
        assert "\x1b" not in repr(session.moves)
        await driver.press("home")
        assert any("[bold red]it is stuck[/]" in row for row in driver.screen)

    play(script)


def test_a_session_that_goes_on_shows_what_was_done(play: Play, session: Session, seed: str) -> None:
    session.tell(seed)
    asked = session.diagnosis.question
    assert asked is not None
    session.skip(asked.id)

    async def script(driver: Driver) -> None:
        assert "Pasted 30 lines" in driver.text(Talk)
        assert "MM_WAIT_MSG4" in driver.top

    play(script)


@pytest.mark.parametrize(
    ("value", "said"), [("no", "Nothing (to: Does it?)"), ("unknown", "Don't know (to: Does it?)"), ("new", "New (to: Does it?)")]
)
def test_an_answer_is_told_in_its_own_words(value: str, said: str) -> None:
    assert describe(AnswerMove("q", value), {"q": ("Does it?", {"no": "Nothing"})}) == said


def test_two_pasted_configurations_are_laid_beside_each_other(play: Play) -> None:
    """What differs is on the screen, with both values; once the second is said to be the far end's."""

    async def script(driver: Driver) -> None:
        await driver.paste(ENDS["asa"].written(1))
        await driver.paste(ENDS["swanctl"].written(1, far=True).replace("Winter-Garden", "Summer-Garden"))
        await driver.say("the second paste is from the far end")
        shown = " ".join(driver.text(LadderView).split())
        assert "CONFIGURATIONS" in shown
        assert "Pre-shared key DIFFERS" in shown
        assert "Garden" not in shown

    play(script)


def test_a_reason_is_told_in_a_line_and_is_no_turn(play: Play, seed: str) -> None:
    """A fix that was applied and a confirmed cause are turns, in words."""

    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        talk = driver.text(Talk)
        await driver.say("why not missing tunnel group")
        assert "dB against" in driver.notice
        assert driver.text(Talk) == talk
        await driver.say("I fixed missing tunnel group")
        assert "Applied the fix for missing-tunnel-group" in driver.text(Talk)
        await driver.say("that was it")
        assert "Confirmed: it was missing-tunnel-group" in driver.text(Talk)

    play(script)


@pytest.mark.parametrize(("had", "said"), [(False, "cannot be had"), (True, "can be had")])
def test_what_can_be_had_is_told_in_words(had: bool, said: str) -> None:
    """A setting of the session stands in the talk like any other move."""
    assert describe(AccessMove("far-end", had), {}).endswith(said)
