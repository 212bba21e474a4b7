"""What the moves of a conversation make cheaper to ask, or impossible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.dialogue.mind import Mind
from assistant.dialogue.moves import DONT_KNOW, AccessMove, AnswerMove, Move
from assistant.model.entries import Asked, Barrier, Finding, Intent
from assistant.model.observed import Input, Observation
from assistant.reasoning.cost import Circumstances

_SHOWS_CONFIGURATION = ("show running-config", "show configuration", "show full-configuration", "show config")
_LOG, _DEBUG = "show-log", "debug-phase1"


def circumstances(
    mind: Mind, moves: Sequence[Move], inputs: Sequence[Input], observations: Sequence[Observation], platform: str
) -> Circumstances:
    """What is at hand, who is on the line, whose output is on the screen, what cannot be had, which repairs need a window.

    Whoever answered the last answered question but one's own end is taken to be on the line still.
    """
    outputs = _pasted(inputs, mind.intents.get(platform, {}))
    callers: set[Asked] = set()
    for move in moves:
        if isinstance(move, AnswerMove) and move.value != DONT_KNOW:
            question = mind.questions[move.question]
            if question.intent:
                outputs.add((question.asks, question.intent))
            if question.asks != "local":
                callers.add(question.asks)
    return Circumstances(
        at_hand=any(item.side == "local" and item.understood for item in inputs),
        on_call=frozenset(callers),
        outputs=frozenset(outputs),
        barred=barred(moves, observations, mind.findings),
        windows=_windows(mind, platform),
    )


def barred(moves: Sequence[Move], observations: Sequence[Observation], findings: Mapping[str, Finding]) -> frozenset[Barrier]:
    """What the user said or set that cannot be had; a setting counts over what was said."""
    had: dict[Barrier, bool] = {}
    for item in observations:
        finding = findings.get(item.finding)
        if finding is not None and finding.bars is not None:
            had[finding.bars] = not item.value
    had.update({move.what: move.had for move in moves if isinstance(move, AccessMove)})
    return frozenset(what for what, value in had.items() if not value)


def _pasted(inputs: Sequence[Input], intents: Mapping[str, Intent]) -> set[tuple[Asked, str]]:
    """The intents whose output was pasted: a log, a debug, a configuration with all that is a part of it."""
    outputs: set[tuple[Asked, str]] = set()
    for item in inputs:
        if not item.understood:
            continue
        asked: Asked = "local" if item.side == "local" else "remote"
        if item.kind == "syslog":
            outputs.add((asked, _LOG))
        elif item.kind == "debug":
            outputs.add((asked, _DEBUG))
        elif item.kind == "config":
            parts = [
                name for name, intent in intents.items() if all(command.run.startswith(_SHOWS_CONFIGURATION) for command in intent.commands)
            ]
            outputs.update((asked, name) for name in parts)
    return outputs


def _windows(mind: Mind, platform: str) -> frozenset[str]:
    """Causes whose repair on this platform drops other tunnels."""
    return frozenset(fix.cause for fix in mind.fixes.get(platform, ()) if any(step.impact == "drops-all-tunnels" for step in fix.steps))
