"""A driver that plays a user at the keyboard, and diagnoses that do not change with the knowledge."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from textual import events
from textual.pilot import Pilot

from assistant.dialogue import Mind, Reply, Session
from assistant.model.diagnosis import Diagnosis
from assistant.tui.app import MmwaitApp
from assistant.tui.keeper import SessionKeeper
from assistant.tui.widgets.drawn import Drawn
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.topline import TopLine

DATA = Path(__file__).parent / "data"
Script = Callable[["Driver"], Awaitable[None]]


class Driver:
    """Someone at the keyboard, who waits until what they did has been done."""

    def __init__(self, app: MmwaitApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Wait for moves under way, and for the screen."""
        await self.pilot.pause()
        for _ in range(1_000):
            if not self.app.busy and not self.app.holding:
                break
            await asyncio.sleep(0.01)
            await self.pilot.pause()
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste as a terminal does it, with carriage returns for line ends."""
        self.app.post_message(events.Paste(text.replace("\n", "\r")))
        await self.settle()

    async def press(self, *keys: str) -> None:
        """Press keys, slowly enough to be a person."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def say(self, text: str) -> None:
        """Type a sentence and send it."""
        if not self.prompt.has_focus:
            await self.press("i")
        self.prompt.insert_text_at_cursor(text)
        await self.press("enter")

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    @property
    def prompt(self) -> Prompt:
        """The input line."""
        return self.app.screen_stack[0].query_one(Prompt)

    @property
    def notice(self) -> str:
        """The line of news; empty where none is shown."""
        return self.app.screen_stack[0].query_one(Notice).text

    @property
    def top(self) -> str:
        """The top line."""
        return self.app.screen_stack[0].query_one(TopLine).text

    def text(self, kind: type[Drawn], within: str = "Screen") -> str:
        """What a widget says, whether it is on the screen or not."""
        return self.app.screen.query_one(f"{within} {kind.__name__}", kind).text

    @property
    def screen(self) -> list[str]:
        """The rows of the screen as a user sees them."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


Play = Callable[..., None]


@pytest.fixture
def play(session: Session) -> Play:
    """Runs a script over the app and an empty session, at 80 by 24 unless another size is named."""

    def run(
        script: Script,
        size: tuple[int, int] = (80, 24),
        store: SessionKeeper | None = None,
        files: tuple[tuple[str, str], ...] = (),
        own: Session | None = None,
    ) -> None:
        async def go() -> None:
            app = MmwaitApp(own or session, files, store)
            async with app.run_test(size=size) as pilot:
                driver = Driver(app, pilot)
                await driver.settle()
                await script(driver)

        asyncio.run(go())

    return run


class CannedSession(Session):
    """A session whose diagnoses were recorded: the first paste leads to ``open``, the first answer to ``found``."""

    def __init__(self, mind: Mind, **recorded: Diagnosis) -> None:
        super().__init__(mind)
        self._recorded = recorded

    def tell(self, text: str, *, side: object = "local") -> Reply:  # noqa: ARG002 - whatever is told
        """The recorded diagnosis of a paste."""
        super().say("recorded")
        self._diagnosis = self._recorded["open"]
        return Reply(self._diagnosis, ("Read 30 lines as cisco-asa syslog: 30 recognised.",))

    def answer(self, question: str, value: str) -> Reply:  # noqa: ARG002 - whatever is answered
        """The recorded diagnosis after an answer."""
        super().say("answered")
        self._diagnosis = self._recorded["found"]
        return Reply(self._diagnosis)


@pytest.fixture
def canned(shipped: Mind) -> CannedSession:
    """A session that says the same with any knowledge, for pictures."""
    return CannedSession(
        shipped, **{name: msgspec.json.decode((DATA / f"{name}.json").read_bytes(), type=Diagnosis) for name in ("open", "found")}
    )
