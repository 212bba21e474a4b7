"""The input line. A paste is taken whole."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from assistant.tui.messages import Pasted, Told


class Prompt(Input):
    """One line to type in; more than one line at once is a text to read."""

    def __init__(self) -> None:
        super().__init__(placeholder="i: type here   or paste anywhere", compact=True, select_on_focus=False)

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

    async def action_submit(self) -> None:
        """Send the line and empty it."""
        if self.value.strip():
            self.post_message(Told(self.value))
        self.value = ""
