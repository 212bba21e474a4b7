"""The base of everything that draws text from what is shown."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from assistant.tui.state import Shown
from assistant.tui.trouble import record


class Drawn(Static):
    """Text drawn anew whenever what is shown or the width changes. Every item of ``draw`` is one row."""

    DEFAULT_CSS = "Drawn.empty { display: none; } Drawn { height: auto; width: 1fr; link-style: none; link-background: transparent; link-style-hover: bold; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__("", markup=False, id=id, classes=classes)
        self._shown: Shown | None = None
        self._width = 0
        self._marks: dict[str, int] = {}

    def draw(self, shown: Shown, width: int) -> list[Content]:
        """The rows at this width; none hides the widget."""
        raise NotImplementedError

    def show(self, shown: Shown) -> None:
        """Draw this from now on."""
        self._shown = shown
        self._redraw()

    def on_resize(self) -> None:
        """Wrap anew where the width has changed."""
        if self.content_size.width != self._width:
            self._redraw()

    def mark(self, key: str, at: int) -> None:
        """Remember the row at which something that can be copied stands."""
        self._marks[key] = at

    def row_of(self, key: str) -> int | None:
        """The row at which it was drawn."""
        return self._marks.get(key)

    def _redraw(self) -> None:
        if self._shown is None:
            return
        self._width = self.content_size.width
        self._marks = {}
        try:
            lines = self.draw(self._shown, self._width or 76)
        except Exception as error:  # noqa: BLE001 - a fault in drawing one part must not end the conversation
            lines = [Content(record(error))]
        self.set_class(not lines, "empty")
        self.update(Content("\n").join(lines))
