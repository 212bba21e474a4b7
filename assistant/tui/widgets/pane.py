"""A part of the screen that scrolls."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Region

from assistant.tui.widgets.drawn import Drawn


class Pane(VerticalScroll, can_focus=False):
    """Scrolls what does not fit. Keys go through the app, so that it never takes the focus from the input.

    It can be told to begin at one of its widgets; it then holds to that while texts are wrapped anew
    and the screen changes its size, until it is scrolled.
    """

    DEFAULT_CSS = "Pane { scrollbar-gutter: stable; }"

    def on_mount(self) -> None:
        """Hear of every new layout."""
        self._first: Drawn | None = None
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self._hold())

    def move(self, key: str) -> None:
        """Scroll by one of the keys up, down, pageup, pagedown, home, end."""
        self.let_go()
        moves = {
            "up": self.scroll_up,
            "down": self.scroll_down,
            "pageup": self.scroll_page_up,
            "pagedown": self.scroll_page_down,
            "home": self.scroll_home,
            "end": self.scroll_end,
        }
        moves[key](animate=False)

    def reveal(self, widget: Drawn, row: int) -> None:
        """Bring a row of one of its widgets into sight."""
        self.let_go()
        self.scroll_to_region(Region(0, widget.virtual_region.y + row, 1, 1), animate=False, force=True)

    def begin_at(self, widget: Drawn) -> None:
        """Put a widget at the top, or as high as the text under it lets it, and hold it there."""
        self._first = widget
        self._hold()

    def let_go(self) -> None:
        """Hold nothing any more: the user scrolls."""
        self._first = None

    def _hold(self) -> None:
        if self._first is None or not self.region:
            return
        y = min(self._first.virtual_region.y, self.max_scroll_y)
        if self.scroll_y != y:
            self.scroll_to(y=y, animate=False, force=True)

    def on_mouse_scroll_down(self) -> None:
        """The user scrolls by wheel."""
        self.let_go()

    def on_mouse_scroll_up(self) -> None:
        """The user scrolls by wheel."""
        self.let_go()

    def on_scroll_to(self) -> None:
        """The user drags the bar."""
        self.let_go()
