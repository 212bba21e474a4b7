"""What a message of the peer that came again tells of our answer to it."""

from __future__ import annotations

from assistant.model.observed import Evidence, Negotiation, Observation

_ANSWERS = {"MM1": "MM2", "MM3": "MM4", "MM5": "MM6", "AM1": "AM2"}
_UNREADABLE = ("decrypt-failed", "hash-wrong")


def answers_lost(negotiation: Negotiation) -> list[Observation]:
    """A message of the peer that came again after it had been answered."""
    for index, step in enumerate(negotiation.steps):
        before = negotiation.steps[:index]
        came = any(other.direction == "received" and other.label == step.label for other in before)
        answered = any(other.direction == "sent" and other.label == _ANSWERS.get(step.label) for other in before)
        if step.direction == "received" and came and answered:
            return [Observation("our-answer-lost", True, "device", (Evidence(step.input, step.line, step.text),))]
    return _first_message_again(negotiation)


def _first_message_again(negotiation: Negotiation) -> list[Observation]:
    """A repetition that the device reports in words while message 1 is all that came.

    It can only be message 1, which was answered; unless a later message came that could not be read.
    """
    came = {step.label for step in negotiation.steps if step.direction == "received"}
    sent = [step for step in negotiation.steps if step.direction == "sent"]
    if came not in ({"MM1"}, {"AM1"}) or not sent or sent[-1].label not in {_ANSWERS[label] for label in came}:
        return []
    if any(event.asserts.get(name) for event in negotiation.events for name in _UNREADABLE):
        return []
    answered = (sent[-1].input, sent[-1].line)
    for event in negotiation.events:
        if event.asserts.get("peer-repeats-message") and (event.input, event.line) > answered:
            return [Observation("our-answer-lost", True, "device", (Evidence(event.input, event.line, event.text),))]
    return []
