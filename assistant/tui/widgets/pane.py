"""A part of the screen that scrolls."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Region

from assistant.tui.widgets.drawn import Drawn


class Pane(VerticalScroll, can_focus=False):
    """Scrolls what does not fit. Keys go through the app, so that it never takes the focus from the input."""

    DEFAULT_CSS = "Pane { scrollbar-gutter: stable; }"

    def move(self, key: str) -> None:
        """Scroll by one of the keys up, down, pageup, pagedown."""
        moves = {"up": self.scroll_up, "down": self.scroll_down, "pageup": self.scroll_page_up, "pagedown": self.scroll_page_down}
        moves[key](animate=False)

    def reveal(self, widget: Drawn, row: int) -> None:
        """Bring a row of one of its widgets into sight."""
        y = widget.virtual_region.y - self.gutter.top + row
        self.scroll_to_region(Region(0, y, 1, 1), animate=False, force=True)

    def begin_at(self, widget: Drawn) -> None:
        """Put a widget at the top, or as high as the text under it lets it."""
        self.scroll_to(y=widget.virtual_region.y - self.gutter.top, animate=False, force=True)
