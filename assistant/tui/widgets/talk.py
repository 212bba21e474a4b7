"""The conversation so far; the last turn's answer stands in the summary under it."""

from __future__ import annotations

from textual.content import Content

from assistant.reports.layout import clip
from assistant.tui.lines import row, rows
from assistant.tui.state import Shown
from assistant.tui.widgets.drawn import Drawn

_SHOWN = 60


class Talk(Drawn):
    """One turn after the other: what the user did, and what came of it."""

    def draw(self, shown: Shown, width: int) -> list[Content]:
        """The last turns, oldest first."""
        out: list[Content] = []
        entries = shown.entries[-_SHOWN:]
        if len(shown.entries) > _SHOWN:
            out.append(row(f"({len(shown.entries) - _SHOWN} earlier turns not shown)", "dim"))
        for number, entry in enumerate(entries, start=1):
            out.append(row(clip(f"You: {entry.did}", width), "bold"))
            if number == len(entries):
                break
            for note in (*entry.notes, entry.verdict):
                out += rows(f"  {note}", width, "dim", "    ") if note else []
        return out
