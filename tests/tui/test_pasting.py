"""Texts come in whole, from any place, by any terminal, and never stop the typing."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key, Paste

from assistant.dialogue import PasteMove, Reply, SayMove, Session
from assistant.tui.widgets.topline import TopLine

if TYPE_CHECKING:
    from tests.tui.conftest import Driver, Play


def test_a_paste_into_the_input_is_taken_whole(play: Play, session: Session, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.press("h", "i")
        await driver.paste(seed)

        assert [type(move) for move in session.moves] == [PasteMove]
        assert len(session.diagnosis.inputs[0].lines) == len(seed.splitlines())
        assert driver.prompt.value == "hi", "what was being typed is still there"

    play(script)


def test_one_line_goes_into_the_input_and_can_be_completed(play: Play, session: Session) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste("MM_WAIT_MSG2")
        assert driver.prompt.value == "MM_WAIT_MSG2"
        assert not session.moves

        await driver.press("space", "o", "k", "enter")
        assert list(session.moves) == [SayMove("MM_WAIT_MSG2 ok")]

    play(script)


@pytest.mark.parametrize("typing", [True, False])
def test_a_paste_that_a_terminal_sends_as_keys_is_one_block(play: Play, session: Session, seed: str, *, typing: bool) -> None:
    async def script(driver: Driver) -> None:
        if not typing:
            await driver.press("escape")
        lines = seed.splitlines()[:6]
        for line in lines:
            for char in line:
                driver.app.post_message(Key(char, char))
            driver.app.post_message(Key("enter", "\r"))
        await driver.settle()

        assert len(session.moves) == 1
        assert len(session.diagnosis.inputs[0].lines) == len(lines)

    play(script)


def test_a_paste_over_the_help_is_taken(play: Play, session: Session, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.press("escape", "question_mark")
        await driver.paste(seed)
        assert len(session.moves) == 1

        await driver.press("escape")
        assert "MM_WAIT_MSG4" in driver.top

    play(script)


def test_an_empty_paste_says_so(play: Play, session: Session) -> None:
    async def script(driver: Driver) -> None:
        await driver.press("escape")
        await driver.paste("\n\n")
        assert "no text" in driver.notice
        assert session.moves == ()

    play(script)


def test_far_marks_the_next_text_only(play: Play, session: Session, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.say("/far")
        assert "far end" in driver.top
        await driver.paste(seed)
        await driver.paste(seed)

        assert [item.side for item in session.diagnosis.inputs] == ["remote", "local"]

    play(script)


def test_a_file_is_read_by_its_path(play: Play, session: Session, seed: str, tmp_path: Path) -> None:
    path = tmp_path / "a log.txt"
    path.write_text(seed, encoding="utf-8")

    async def script(driver: Driver) -> None:
        await driver.say(f'/file "{path}"')
        assert session.diagnosis.inputs[0].name == "a log.txt"

        await driver.say("/file /does/not/exist.log")
        assert "there is no such file" in driver.notice
        await driver.press("escape", "ctrl+o")
        assert driver.prompt.value == "/file "

    play(script)


def test_an_unknown_order_names_those_there_are(play: Play, session: Session) -> None:
    async def script(driver: Driver) -> None:
        await driver.say("/fiel x")
        assert "/file PATH" in driver.notice
        assert session.moves == ()

    play(script)


def test_files_named_at_the_start_are_read(play: Play, session: Session, seed: str, tmp_path: Path) -> None:
    (tmp_path / "here.log").write_text(seed, encoding="utf-8")
    (tmp_path / "there.log").write_text(seed, encoding="utf-8")

    async def script(driver: Driver) -> None:
        await driver.settle()
        assert [(item.name, item.side) for item in session.diagnosis.inputs] == [("here.log", "local"), ("there.log", "remote")]

    play(script, files=((str(tmp_path / "here.log"), "local"), (str(tmp_path / "there.log"), "remote")))


def test_typing_goes_on_while_a_text_is_read(play: Play, session: Session, seed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    tell = session.tell

    def slow(text: str, **kind: Any) -> Reply:
        gate.wait(10)
        return tell(text, **kind)

    monkeypatch.setattr(session, "tell", slow)

    async def script(driver: Driver) -> None:
        driver.app.screen.set_focus(None)
        driver.app.on_paste(Paste(seed))
        await driver.pilot.pause()
        top = driver.app.screen.query_one(TopLine).text
        await driver.pilot.press("i", "a", "b", "escape", "1")
        value, news = driver.prompt.value, driver.notice
        gate.set()
        await driver.settle()

        assert "reading..." in top
        assert value == "ab"
        assert "One moment" in news or "no open question" in news
        assert len(session.moves) == 1
        assert "reading" not in driver.top

    play(script)
