"""The question: why it is asked, who can answer it, what it costs, its answers and the command that answers it."""

from __future__ import annotations

from textual.content import Content

from assistant.reports import endings
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
            return _ending(shown, width)
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
        for other in asked.beside if asked.commands else ():
            out += rows(f"  It answers as well: {other}", width, "dim", "    ")
        if asked.follows:
            out += rows(f"This alone changes little; with it the next question does: {asked.follows}", width, "dim", "  ")
        return out + _ending(shown, width)


def _ending(shown: Shown, width: int) -> list[Content]:
    """What there is beside the question: a repair to try first, a message to send, a case to hand over."""
    diagnosis = shown.diagnosis
    out: list[Content] = []
    if diagnosis.attempt is not None:
        out += rows(f"TRY FIRST: {diagnosis.attempt.advice.title}. {diagnosis.attempt.says}", width, "", "  ")
        for step in diagnosis.attempt.advice.steps:
            out += rows(f"  {step.text}", width, "", "    ")
            for command in step.commands:
                out += command_rows(command.run, command.where, width, marked=False)
            for command in step.undo_commands:
                out += rows(f"    undo: {command.run}", width, "dim", "      ")
    if diagnosis.request:
        out += [line for text in endings.request(diagnosis.request, width) for line in rows(text, width)]
    if diagnosis.handover is not None:
        out += [line for text in endings.handover(diagnosis.handover, diagnosis, width) for line in rows(text, width)]
    return out
