"""The screen: its widgets, its two layouts, and drawing what is shown."""

from __future__ import annotations

from dataclasses import replace

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from assistant.dialogue import Session
from assistant.model.diagnosis import AskedQuestion
from assistant.tui.copying import stops
from assistant.tui.keeper import SessionKeeper
from assistant.tui.moving import MovingApp
from assistant.tui.state import Entry, Shown, describe
from assistant.tui.widgets.causes import CausesView
from assistant.tui.widgets.drawn import Drawn
from assistant.tui.widgets.fixcard import FixCard
from assistant.tui.widgets.keyline import KeyLine
from assistant.tui.widgets.ladder import LadderView
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.pane import Pane
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.question import QuestionCard
from assistant.tui.widgets.summary import Summary
from assistant.tui.widgets.talk import Talk
from assistant.tui.widgets.topline import TopLine

WIDE, HIGH, TINY = 140, 24, 9
_SIDES = {"home": "left", "fix": "left", "ladder": "right", "why": "right"}


class ShowingApp(MovingApp):
    """From 140 columns everything is seen at once, below that one pane at a time."""

    def __init__(self, session: Session, store: SessionKeeper | None) -> None:
        super().__init__(session, store)
        self.asked: dict[str, tuple[str, dict[str, str]]] = {}
        self.remember(session.diagnosis.question)
        self.shown = Shown(session.diagnosis, tuple(Entry(describe(move, self.asked)) for move in session.moves))

    def remember(self, asked: AskedQuestion | None) -> None:
        """Keep the wording of a question, to tell later what was answered."""
        if asked is not None:
            self.asked[asked.id] = (asked.text, {choice.value: choice.label for choice in asked.answers})

    def compose(self) -> ComposeResult:
        """Top line, panes, notice, input, keys."""
        yield TopLine()
        with Horizontal(id="body"):
            with Vertical(id="left"):
                with Pane(id="home"):
                    yield Talk()
                    yield Summary()
                    yield FixCard(alone=False)
                    yield QuestionCard()
                with Pane(id="fix"):
                    yield FixCard(alone=True)
                with Pane(id="docked"):
                    yield QuestionCard()
            with Vertical(id="right"):
                with Pane(id="ladder"):
                    yield LadderView()
                with Pane(id="why"):
                    yield CausesView()
        yield Notice()
        with Horizontal(id="prompt-row"):
            yield Static(" >", id="prompt-mark", markup=False)
            yield Prompt()
        yield KeyLine()

    def on_mount(self) -> None:
        """Name the panes and show what there is."""
        for name, title in (
            ("home", "Conversation (h)"),
            ("fix", "Fix (x)"),
            ("docked", "Question"),
            ("ladder", "Exchange (l)"),
            ("why", "Causes (w)"),
        ):
            self.query_one(f"#{name}").border_title = title
        self._lay_out(self.size.width, self.size.height)
        self.show(first_stop=True)
        if self.shown.diagnosis.question is None:
            self.query_one(Prompt).focus()

    def show(self, *, first_stop: bool = False, **changes: object) -> None:
        """Change what is shown, and draw it."""
        self.shown = replace(self.shown, **changes)  # type: ignore[arg-type]
        keys = [stop.key for stop in stops(self.shown)]
        if first_stop or self.shown.marked not in keys:
            self.shown = replace(self.shown, marked=keys[0] if keys else "")
        base = self.screen_stack[0]
        for widget in base.query(Drawn):
            widget.show(self.shown)
        base.query_one("#docked").display = self.shown.roomy and self.shown.diagnosis.question is not None
        base.query_one("#prompt-mark", Static).update(" far>" if self.shown.far else " >")

    def _lay_out(self, width: int, height: int) -> None:
        base = self.screen_stack[0]
        wide = width >= WIDE and height >= HIGH
        base.set_class(wide, "wide")
        base.set_class(not wide, "narrow")
        base.set_class(height < TINY, "tiny")
        self.shown = replace(self.shown, roomy=wide)
        self.look()

    def look(self) -> None:
        """Put the pane that is looked at on the screen; mark it where all are."""
        base = self.screen_stack[0]
        for name, side in _SIDES.items():
            here = name == self.shown.view or (self.shown.roomy and {name, self.shown.view} == {"home", "fix"} and name == "home")
            base.query_one(f"#{name}").set_class(here, "current").set_class(not here, "away")
            base.query_one(f"#{side}").set_class(side != _SIDES[self.shown.view], "away")

    def pane(self) -> Pane:
        """The pane that keys scroll."""
        name = "home" if self.shown.roomy and self.shown.view == "fix" else self.shown.view
        return self.screen_stack[0].query_one(f"#{name}", Pane)

    def on_resize(self, event: events.Resize) -> None:
        """Change between one pane and all of them."""
        if not self.screen_stack[0].query(TopLine):
            return
        self._lay_out(event.size.width, event.size.height)
        self.show()
        self.begin()

    def begin(self) -> None:
        """Scroll the conversation to its last turn."""
        base = self.screen_stack[0]
        first: Drawn = base.query_one(Summary)
        if self.shown.roomy and self.shown.view == "fix":
            first = base.query_one("#home FixCard", FixCard)
        base.query_one("#home", Pane).begin_at(first)

    def working(self, word: str) -> None:
        """Say in the top line what is under way."""
        self.show(working=word)

    def notice(self, text: str) -> None:
        """One line of news."""
        self.screen_stack[0].query_one(Notice).say(text)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _typing(self) -> None:
        self.show(typing=self.screen_stack[0].query_one(Prompt).has_focus)
