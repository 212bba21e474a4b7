"""The causes with their probability as bar and number, and what speaks for and against each."""

from __future__ import annotations

from textual.content import Content

from assistant.reports.layout import clip
from assistant.reports.text import reasons
from assistant.reports.words import SIDES, percent
from assistant.tui.lines import bar, row, rows
from assistant.tui.state import Shown
from assistant.tui.widgets.drawn import Drawn

_MOST_REASONS = 8
_LEAST = 0.005
_PROVEN = 0.02
_UNWRAPPED = 10_000
_INDENT = "   "


def _reason(text: str, width: int) -> list[Content]:
    """A reason at word breaks; a quoted line in two rows at most, since its end says more than its time stamp."""
    quoted = text.startswith(" " * 15)
    text = text.strip()
    if not quoted:
        return rows(f"{_INDENT}{text}", width, "", _INDENT + " " * 8)
    lead = _INDENT + " " * 8
    return rows(lead + clip(text, 2 * max(width - len(lead), 12)), width, "dim", lead)


class CausesView(Drawn):
    """Every cause that is not ruled out; what is not in the knowledge is one of them."""

    def draw(self, shown: Shown, width: int) -> list[Content]:
        """The causes, most probable first."""
        diagnosis = shown.diagnosis
        if not diagnosis.suspects:
            return rows("No causes yet: paste a log, an output or a configuration first.", width)
        out: list[Content] = []
        lead = 18
        small = 0
        for item in diagnosis.suspects:
            if item.probability < _LEAST and item.id != "unknown":
                small += 1
                continue
            where = f" ({SIDES.get(item.side, item.side)})" if item.id != "unknown" else ""
            lines = rows(f"{bar(item.probability)} {percent(item.probability):>5}  {item.title}{where}", width, "bold", " " * lead)
            out += lines
            out += rows(f"{_INDENT}look    {item.look}", width, "", _INDENT + " " * 8) if item.look and item.probability >= _PROVEN else []
            if item.probability >= _PROVEN:
                out += [line for text in reasons(item, diagnosis, _UNWRAPPED, _MOST_REASONS) for line in _reason(text, width)]
        if small:
            out += [row(""), *rows(f"{small} more below 0.5 %, as good as ruled out by what is known.", width, "dim")]
        return [
            *out,
            row(""),
            *rows("dB: how strongly a line speaks; +10 dB makes the odds ten times better, -10 dB ten times worse.", width, "dim"),
        ]
