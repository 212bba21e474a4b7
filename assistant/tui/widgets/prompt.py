"""The input line. A paste is taken whole, and so is one that a terminal types key by key."""

from __future__ import annotations

from time import monotonic

from textual import events
from textual.timer import Timer
from textual.widgets import Input

from assistant.tui.messages import Pasted, Told

_QUIET = 0.06


class Prompt(Input):
    """One line to type in.

    Terminals without bracketed paste send a paste as keys, a line at a time. Lines that follow each
    other faster than anyone types are therefore held and sent as one block.
    """

    def __init__(self) -> None:
        super().__init__(placeholder="i: type here   or paste anywhere", compact=True, select_on_focus=False)
        self._held: list[str] = []
        self._timer: Timer | None = None
        self._last_key = 0.0

    @property
    def waiting(self) -> bool:
        """Whether lines are held that were not sent yet."""
        return bool(self._held)

    def _on_paste(self, event: events.Paste) -> None:
        """Take the whole block; a single line goes into the line, where it can be completed."""
        event.stop()
        event.prevent_default()
        self.take(event.text)

    def action_paste(self) -> None:
        """Paste the app's own clipboard, whole as well."""
        self.take(self.app.clipboard)

    def take(self, text: str) -> None:
        """Put one line into the input; send more than one at once."""
        if "\n" in text.strip(" ") or "\r" in text.strip(" "):
            self.post_message(Pasted(text))
        else:
            self.replace(text, *sorted((self.selection.start, self.selection.end)))

    def on_key(self) -> None:
        """Note the time; Textual goes on with the key itself."""
        self._last_key = monotonic()

    async def action_submit(self) -> None:
        """Hold the line for an instant: more may be on its way."""
        self._last_key = monotonic()
        self._held.append(self.value)
        self.value = ""
        if self._timer is None:
            self._timer = self.set_timer(_QUIET, self._flush)

    def _flush(self) -> None:
        self._timer = None
        if monotonic() - self._last_key < _QUIET:
            self._timer = self.set_timer(_QUIET, self._flush)
            return
        lines, self._held = self._held, []
        if len(lines) > 1:
            lines.append(self.value)
            self.value = ""
            self.post_message(Pasted("\n".join(lines)))
        elif lines[0].strip():
            self.post_message(Told(lines[0]))
