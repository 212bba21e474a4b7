"""Every key with what it does, from the table that the bindings are made of."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen

from assistant.tui.keys import KEYS
from assistant.tui.lines import heading, row, rows
from assistant.tui.state import Shown
from assistant.tui.widgets.drawn import Drawn
from assistant.tui.widgets.pane import Pane

_LEAD = 12


class HelpText(Drawn):
    """The help as text."""

    def draw(self, shown: Shown, width: int) -> list[Content]:  # noqa: ARG002 - the help is the same for every diagnosis
        """Keys by what they are for."""
        out = rows("Keys work while the input line is not in use (Esc leaves it). Esc closes this.", width)
        for group in dict.fromkeys(item.group for item in KEYS):
            out += [row(""), *heading(group.upper(), width)]
            for item in (key for key in KEYS if key.group == group):
                lines = rows(f"  {item.shown:<{_LEAD - 2}}{item.help}", width, "", " " * _LEAD)
                out += [lines[0].stylize("bold", 0, _LEAD), *lines[1:]]
        return out


class HelpScreen(ModalScreen[None]):
    """Shows the help until a key closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,question_mark,f1,q,enter,space", "dismiss", "Close"),
        *((key, f"move('{key}')", "Scroll") for key in ("up", "down", "pageup", "pagedown", "home", "end")),
    ]

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._first = shown

    def compose(self) -> ComposeResult:
        """One pane."""
        with Pane(id="help"):
            yield HelpText()

    def on_mount(self) -> None:
        """Draw it."""
        self.query_one("#help").border_title = "Help"
        self.query_one(HelpText).show(self._first)

    def action_move(self, key: str) -> None:
        """Scroll."""
        self.query_one("#help", Pane).move(key)
