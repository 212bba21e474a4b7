"""The base of everything that draws text from what is shown."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from assistant.tui.state import Shown
from assistant.tui.trouble import record

_ANY_WIDTH = 76


class Drawn(Widget):
    """Text drawn anew whenever what is shown or the width changes. Every item of ``draw`` is one row.

    It is drawn when the layout asks for its height, at the width that the layout has settled on.
    """

    DEFAULT_CSS = """
    Drawn { height: auto; width: 1fr; link-style: none; link-background: transparent; link-style-hover: bold; }
    Drawn.empty { display: none; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._shown: Shown | None = None
        self._width = _ANY_WIDTH
        self._content = Content()
        self._marks: dict[str, int] = {}

    def draw(self, shown: Shown, width: int) -> list[Content]:
        """The rows at this width; none hides the widget."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """What it says, as plain text."""
        return self._content.plain

    def show(self, shown: Shown) -> None:
        """Draw this from now on."""
        self._shown = shown
        self._draw_at(self._width)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """The number of rows at this width."""
        self._fit(width)
        return self._content.get_height({}, width) if width else 0

    def render(self) -> Content:
        """The rows."""
        self._fit(self.content_size.width)
        return self._content

    def mark(self, key: str, at: int) -> None:
        """Remember the row at which something that can be copied stands."""
        self._marks[key] = at

    def row_of(self, key: str) -> int | None:
        """The row at which it was drawn."""
        return self._marks.get(key)

    def _fit(self, width: int) -> None:
        if width and width != self._width:
            self._draw_at(width)

    def _draw_at(self, width: int) -> None:
        if self._shown is None:
            return
        self._width = width
        self._marks = {}
        try:
            lines = self.draw(self._shown, width)
        except Exception as error:  # noqa: BLE001 - a fault in drawing one part must not end the conversation
            lines = [Content(record(error))]
        self.set_class(not lines, "empty")
        self._content = Content("\n").join(lines)
