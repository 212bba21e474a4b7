"""The fix: steps with commands, impact and undo, then the verification and the message to the far end."""

from __future__ import annotations

from textual.content import Content

from assistant.model.diagnosis import Advice
from assistant.reports.words import SIDES, UNPROVEN
from assistant.tui.copying import MESSAGE, check_key, step_key
from assistant.tui.lines import broken, command_rows, heading, row, rows
from assistant.tui.state import Shown
from assistant.tui.widgets.drawn import Drawn


class FixCard(Drawn):
    """The fix card. ``alone`` is the one with a pane of its own: it says so where there is no fix yet."""

    def __init__(self, *, alone: bool, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._alone = alone

    def draw(self, shown: Shown, width: int) -> list[Content]:
        """The whole card."""
        advice = shown.diagnosis.fix
        if not self._alone and not shown.roomy and shown.diagnosis.question is not None:
            return []
        if advice is None:
            return rows("No fix yet: the cause is not narrowed down far enough. h goes back to the question.", width) if self._alone else []
        out = [] if self._alone else [row("")]
        out += heading(f"FIX ({SIDES.get(advice.side, advice.side)}): {advice.title}", width)
        out += rows(UNPROVEN, width, "italic") if advice.unproven else []
        self._steps(out, advice, shown, width)
        self._checks(out, advice, shown, width)
        if advice.message:
            self.mark(MESSAGE, len(out))
            out += rows(
                f"{'> ' if shown.marked == MESSAGE else ''}MESSAGE TO THE FAR END'S ADMIN (m copies it)",
                width,
                "bold reverse" if shown.marked == MESSAGE else "bold",
            )
            for paragraph in advice.message.split("\n"):
                lines = broken(paragraph, width - 4, "", "  ") if paragraph.startswith("  ") else rows(paragraph, width - 4)
                out += [Content.assemble("  | ", line) for line in lines]
        return out

    def _steps(self, out: list[Content], advice: Advice, shown: Shown, width: int) -> None:
        for place, step in enumerate(advice.steps):
            out += rows(f"{place + 1}. {step.text}", width, "", "   ")
            out += rows(f"   Where: {step.place}", width, "bold", "     ") if step.place else []
            for number, command in enumerate(step.commands):
                key = step_key(place, number)
                self.mark(key, len(out))
                out += command_rows(command.run, command.where, width, marked=shown.marked == key)
            out += rows(f"   Impact: {step.impact}. Undo: {step.undo}", width, "", "   ")
            for number, command in enumerate(step.undo_commands):
                key = step_key(place, number, undo=True)
                self.mark(key, len(out))
                out += command_rows(command.run, command.where, width, marked=shown.marked == key, indent=4)

    def _checks(self, out: list[Content], advice: Advice, shown: Shown, width: int) -> None:
        if advice.verify:
            out += heading("VERIFY (this end)", width)
        for number, item in enumerate(advice.verify):
            key = check_key(number)
            self.mark(key, len(out))
            out += command_rows(item.command, item.where, width, marked=shown.marked == key)
            following = advice.verify[number + 1] if number + 1 < len(advice.verify) else None
            if following is not None and (following.expect, following.otherwise) == (item.expect, item.otherwise):
                continue  # the same command for another version: what to expect stands once, under the last
            out += rows(f"      expect: {item.expect}", width, "", "        ")
            out += rows(f"      if instead: {item.otherwise}", width, "", "        ") if item.otherwise else []
