"""One pane at a time or all at once, at any size and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.tui.keys import KEYS
from assistant.tui.widgets.helpscreen import HelpText

if TYPE_CHECKING:
    from assistant.dialogue import Session
    from tests.tui.conftest import Driver, Play


def test_one_pane_at_a_time_with_one_key_each(play: Play, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        for key, sign in (
            ("l", "line 7"),
            ("w", " %  "),
            ("x", "FIX (" if driver.app.shown.diagnosis.fix else "No fix yet"),
            ("h", "QUESTION"),
            ("f3", "line 7"),
            ("f2", "QUESTION"),
        ):
            await driver.press(key)
            assert any(sign in row for row in driver.screen), key
            assert "MM_WAIT_MSG4" in driver.screen[0]

    play(script)


def test_all_at_once_where_there_is_room(play: Play, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        screen = "\n".join(driver.screen)
        for sign in ("line 7", " %  ", "QUESTION", "  1  "):
            assert sign in screen

    play(script, size=(140, 45))


def test_down_to_twenty_by_five_and_back(play: Play, seed: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        before = driver.screen
        for size in ((140, 45), (20, 5), (3, 2), (200, 6), (141, 24), (80, 24)):
            await driver.resize(*size)
            if size == (20, 5):
                assert "MM_WAIT_MSG4" in driver.screen[0]
                assert driver.screen[-1].startswith(" >")
                for key in ("l", "w", "x", "question_mark", "escape", "h", "down", "pagedown", "n", "c"):
                    await driver.press(key)
        await driver.press("h")

        # The news line that copying leaves takes a row, which the thumb of the scroll bar in the last columns shows.
        assert [row[:78].rstrip() for row in driver.screen[:18]] == [row[:78].rstrip() for row in before[:18]]

    play(script)


@pytest.mark.parametrize("size", [(20, 5), (80, 24), (140, 45)])
def test_every_pane_can_be_scrolled_to_its_end(play: Play, seed: str, size: tuple[int, int]) -> None:
    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        for key in "hlwx":
            await driver.press(key, "end")
            pane = driver.app.pane()
            assert pane.scroll_y == pane.max_scroll_y

    play(script, size=size)


def test_the_help_is_made_of_the_keys(play: Play) -> None:
    async def script(driver: Driver) -> None:
        await driver.press("f1")
        shown = " ".join(driver.app.screen.query_one(HelpText).text.split())
        for key in KEYS:
            assert " ".join(key.help.split()) in shown
        await driver.press("q")
        assert len(driver.app.screen_stack) == 1

    play(script)


def test_every_key_is_bound_once() -> None:
    keys = [key for item in KEYS for key in item.keys.split(",")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
def test_quitting(play: Play, key: str) -> None:
    async def script(driver: Driver) -> None:
        await driver.press("escape", key)
        assert driver.app._exit

    play(script)


def test_without_colour_the_verdict_and_the_mark_are_words_and_signs(play: Play, canned: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(driver: Driver) -> None:
        await driver.press("escape")
        await driver.paste("any")
        screen = "\n".join(driver.screen)
        assert "LIKELY" in screen
        assert "> show running-config tunnel-group" in screen

    play(script, own=canned)
