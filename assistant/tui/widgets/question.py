"""The question: why it is asked, who can answer it, what it costs, its answers and the command that answers it."""

from __future__ import annotations

from textual.content import Content

from assistant.reports.words import ASKED, COSTS
from assistant.tui.copying import question_key
from assistant.tui.lines import clickable, command_rows, rows
from assistant.tui.state import Shown
from assistant.tui.widgets.drawn import Drawn


class QuestionCard(Drawn):
    """The open question. Answers are given by number key or by click."""

    def draw(self, shown: Shown, width: int) -> list[Content]:
        """Question, reason, answers, commands; nothing where none is open."""
        asked = shown.diagnosis.question
        if asked is None:
            return []
        lines = rows(f"QUESTION: {asked.text}", width, "bold", "  ")
        out = [lines[0].stylize("$accent", 0, 9), *lines[1:]]
        out += rows(f"Why: {asked.why} {ASKED.get(asked.asks, asked.asks)} ({COSTS.get(asked.cost, asked.cost)}).", width, "", "  ")
        for number, choice in enumerate(asked.answers, start=1):
            would = f" - {choice.would}" if choice.would else ""
            lines = rows(f"  {number}  {choice.label}{would}", width, "", "     ")
            out += clickable([lines[0].stylize("bold $accent", 2, 3), *lines[1:]], f"app.answer({number})")
        last = Content("  0  Don't know    s  Skip").stylize("bold $accent", 2, 3).stylize("bold $accent", 19, 20)
        out += clickable([last], "app.answer(0)")
        if asked.commands:
            where = "from the far end" if asked.asks == "remote" else "from here"
            out += rows(f"Or paste the output of this {where} (c copies):", width, "", "  ")
        for place, command in enumerate(asked.commands):
            key = question_key(place)
            self.mark(key, len(out))
            out += command_rows(command.run, command.where, width, marked=shown.marked == key)
            if shown.roomy:
                out += rows(f"      expect: {command.expect}", width, "dim", "        ") if command.expect else []
                out += rows(f"      trouble: {command.bad}", width, "dim", "        ") if command.bad else []
        return out
