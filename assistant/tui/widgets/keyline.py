"""The keys worth knowing now, in one row at the bottom."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style

from assistant.tui.keys import hints
from assistant.tui.state import Shown
from assistant.tui.widgets.drawn import Drawn


class KeyLine(Drawn):
    """Hints made from the table of keys; the last ones always fit, those in the middle give way."""

    DEFAULT_CSS = "KeyLine { height: 1; width: 1fr; background: $panel; text-wrap: nowrap; }"

    def draw(self, shown: Shown, width: int) -> list[Content]:
        """One row."""
        found = hints(shown)
        while len(found) > 1 and sum(len(key) + len(word) + 3 for key, word, _ in found) > width:
            found.pop(-3 if len(found) > 3 else 0)  # noqa: PLR2004 - help and quit stay
        out: list[Content] = []
        for key, word, action in found:
            item = Content.assemble(" ", (key, "bold $accent"), f" {word} ")
            out.append(item.stylize(Style.from_meta({"@click": f"app.{action}"})) if action else item)
        return [Content("").join(out)]
