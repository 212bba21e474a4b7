"""Pictures of the screens that matter. Only where they can be right: they show one version of Textual."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.pilot import Pilot

from assistant.dialogue import Session
from assistant.tui.app import MmwaitApp
from assistant.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

pytest.importorskip("pytest_textual_snapshot")
pytestmark = pytest.mark.skipif(version("textual") != "8.2.8", reason="the pictures were taken with Textual 8.2.8")

NARROW, WIDE = (80, 24), (140, 45)


@pytest.fixture(autouse=True)
def _in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures are in colour, whatever the terminal of the tests."""
    monkeypatch.delenv("NO_COLOR", raising=False)


def after(app: MmwaitApp, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Paste, press the keys and wait until the screen stands still."""

    async def script(pilot: Pilot[None]) -> None:
        app.query_one(Prompt).cursor_blink = False
        if keys:
            app.query_one(Prompt).blur()
            app.on_paste(events.Paste("any"))
        for key in keys[1:]:
            await app.workers.wait_for_complete()
            await pilot.pause(0.1)
            await pilot.press(key)
        await app.workers.wait_for_complete()
        await pilot.pause(0.1)

    return script


def test_the_first_screen(snap_compare: Any, session: Session) -> None:
    app = MmwaitApp(session)
    assert snap_compare(app, terminal_size=NARROW, run_before=after(app))


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x45"])
def test_the_question(snap_compare: Any, canned: Session, size: tuple[int, int]) -> None:
    app = MmwaitApp(canned)
    assert snap_compare(app, terminal_size=size, run_before=after(app, "paste"))


def test_the_fix(snap_compare: Any, canned: Session) -> None:
    app = MmwaitApp(canned)
    assert snap_compare(app, terminal_size=WIDE, run_before=after(app, "paste", "2"))


def test_the_ladder(snap_compare: Any, canned: Session) -> None:
    app = MmwaitApp(canned)
    assert snap_compare(app, terminal_size=NARROW, run_before=after(app, "paste", "l"))
