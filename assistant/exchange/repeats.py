"""What a message of the peer that came again tells of our answer to it."""

from __future__ import annotations

from assistant.model.observed import Evidence, Negotiation, Observation

_ANSWERS = {"MM1": "MM2", "MM3": "MM4", "MM5": "MM6", "AM1": "AM2"}
_UNREADABLE = ("decrypt-failed", "hash-wrong")


def answers_lost(negotiation: Negotiation) -> list[Observation]:
    """A message of the peer that came again after it had been answered."""
    came: set[str] = set()
    sent: set[str] = set()
    for step in negotiation.steps:
        if step.implied:
            continue  # what a line implies was not printed and repeats nothing
        if step.direction == "received":
            if step.label in came and _ANSWERS.get(step.label) in sent:
                return [Observation("our-answer-lost", True, "device", (Evidence(step.input, step.line, step.text),))]
            came.add(step.label)
        elif step.direction == "sent":
            sent.add(step.label)
    return _first_message_again(negotiation)


def _first_message_again(negotiation: Negotiation) -> list[Observation]:
    """A repetition that the device reports in words while message 1 is all that came.

    It can only be message 1, which was answered; unless a later message came that could not be read.
    """
    printed = [step for step in negotiation.steps if not step.implied]
    came = {step.label for step in printed if step.direction == "received"}
    sent = [step for step in printed if step.direction == "sent"]
    if came not in ({"MM1"}, {"AM1"}) or not sent or sent[-1].label not in {_ANSWERS[label] for label in came}:
        return []
    if any(event.asserts.get(name) for event in negotiation.events for name in _UNREADABLE):
        return []
    answered = (sent[-1].input, sent[-1].line)
    for event in negotiation.events:
        if event.asserts.get("peer-repeats-message") and (event.input, event.line) > answered:
            return [Observation("our-answer-lost", True, "device", (Evidence(event.input, event.line, event.text),))]
    return []
