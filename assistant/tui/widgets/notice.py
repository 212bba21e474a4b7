"""One line of news above the input: what was copied, what went wrong."""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from assistant.reading.clean import clean_line

_SECONDS = 12.0


class Notice(Static):
    """Shown until the next one, the next move, or for a while."""

    DEFAULT_CSS = "Notice { height: auto; max-height: 3; width: 1fr; display: none; text-style: bold; background: $boost; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._timer: Timer | None = None
        self.text = ""

    def say(self, text: str) -> None:
        """Show one line."""
        self.text = clean_line(" ".join(text.split()))
        self.update(Content(self.text))
        self.display = bool(self.text)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_SECONDS, self.clear_text) if self.text else None

    def clear_text(self) -> None:
        """Take it away."""
        self.say("")
