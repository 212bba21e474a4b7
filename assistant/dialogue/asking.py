"""A question in the user's own names, with the commands whose output answers it."""

from __future__ import annotations

from assistant.advice import Values, commands_for, fill
from assistant.dialogue.mind import Mind
from assistant.model.diagnosis import AskedQuestion, Choice
from assistant.model.entries import Question
from assistant.model.observed import Tunnel


def worded(mind: Mind, question: Question, tunnel: Tunnel | None, platform: str, saving: float = 0.0) -> AskedQuestion:
    """The question as it is shown; ``saving`` is the minutes that asking is expected to save."""
    facts = tunnel.facts if tunnel else {}
    intent = mind.intents.get(platform, {}).get(question.intent)
    commands = commands_for(intent.commands, Values(facts, far=question.asks == "remote", missing=[])) if intent else ()
    choices = tuple(Choice(answer.value, answer.label) for answer in question.answers)
    text = fill(question.text, Values(facts, missing=[]))
    return AskedQuestion(question.id, text, question.why, question.asks, question.cost, choices, commands, round(saving, 1))
