"""What goes wrong is one line on the screen, and the conversation goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.dialogue import Session
from assistant.errors import StoreError
from assistant.tui.widgets.ladder import LadderView

if TYPE_CHECKING:
    from tests.tui.conftest import Driver, Play


class Full:
    """A keeper on a full disk."""

    def save(self, session: Session) -> None:
        """Fail."""
        raise StoreError(f"no room for {len(session.moves)} moves")


class Counting:
    """A keeper that counts."""

    def __init__(self) -> None:
        self.moves: list[int] = []

    def save(self, session: Session) -> None:
        """Note how many moves there are."""
        self.moves.append(len(session.moves))


def test_a_keeper_is_told_after_every_move(play: Play, seed: str) -> None:
    keeper = Counting()

    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        await driver.press("0")
        await driver.press("u")
        assert keeper.moves == [1, 2, 1]

    play(script, store=keeper)


def test_what_cannot_be_saved_is_said_and_the_conversation_goes_on(play: Play, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        assert driver.notice == "not saved: no room for 1 moves; going on in memory"
        assert "MM_WAIT_MSG4" in driver.top

    play(script, store=Full())


def test_an_error_inside_a_move_is_noted_without_what_was_pasted(
    play: Play, session: Session, seed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("hunter2")

    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        with monkeypatch.context() as patched:
            patched.setattr(session, "answer", broken)
            await driver.press("1")
        assert "an error inside mmwait (RuntimeError" in driver.notice
        log = (tmp_path / "data" / "errors.log").read_text(encoding="utf-8")
        assert "test_trouble.py" in log
        assert "hunter2" not in log

        await driver.press("1")
        assert len(session.moves) == 2

    play(script)


def test_a_move_that_cannot_be_thought_through_is_taken_back(
    play: Play, session: Session, seed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        say = session.say

        def half(text: str) -> None:
            say(text)
            broken()

        with monkeypatch.context() as patched:
            patched.setattr(session, "tell", lambda text, **_: half(text))
            await driver.say("something")
        assert "ZeroDivisionError" in driver.notice
        assert len(session.moves) == 1

    play(script)


def test_a_fault_in_drawing_one_part_leaves_the_rest(play: Play, seed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("x")

    async def script(driver: Driver) -> None:
        monkeypatch.setattr(LadderView, "draw", broken)
        await driver.paste(seed)
        await driver.press("l")
        assert any("an error inside mmwait (KeyError" in row for row in driver.screen)
        assert "MM_WAIT_MSG4" in driver.top

    play(script)
