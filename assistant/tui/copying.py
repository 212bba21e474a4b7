"""What can be copied from the screen: every command shown, and the message to the far end."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.tui.state import Shown

MESSAGE = "message"


@dataclass(frozen=True)
class Stop:
    """Something to copy. ``key`` says where it stands, ``block`` is all that belongs together with it."""

    key: str
    text: str
    block: str


def question_key(number: int) -> str:
    """The key of a question's command."""
    return f"question:{number}"


def step_key(step: int, number: int, *, undo: bool = False) -> str:
    """The key of a fix step's command."""
    return f"{'undo' if undo else 'step'}:{step}:{number}"


def check_key(number: int) -> str:
    """The key of a verifying command."""
    return f"check:{number}"


def stops(shown: Shown) -> list[Stop]:
    """All that can be copied, in reading order of the pane that is looked at."""
    question, fix = _question(shown), _fix(shown)
    if shown.view == "fix":
        return [*fix, *(question if shown.roomy else [])]
    if shown.roomy or not question:
        return [*question, *fix]
    return question


def _question(shown: Shown) -> list[Stop]:
    asked = shown.diagnosis.question
    return [Stop(question_key(number), item.run, item.run) for number, item in enumerate(asked.commands)] if asked else []


def _fix(shown: Shown) -> list[Stop]:
    advice = shown.diagnosis.fix
    if advice is None:
        return []
    out: list[Stop] = []
    for place, step in enumerate(advice.steps):
        for undo, commands in ((False, step.commands), (True, step.undo_commands)):
            block = "\n".join(item.run for item in commands)
            out += [Stop(step_key(place, number, undo=undo), item.run, block) for number, item in enumerate(commands)]
    out += [Stop(check_key(number), item.command, item.command) for number, item in enumerate(advice.verify)]
    if advice.message:
        out.append(Stop(MESSAGE, advice.message, advice.message))
    return out
