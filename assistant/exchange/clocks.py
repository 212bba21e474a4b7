"""How the clocks of two devices stand to each other, from the messages that both logs show.

A message leaves one end and arrives at the other at nearly the same moment, so each pair of lines gives the difference
of the clocks; the median over all pairs is taken, since half of them are late one way and half the other. Drift is left out:
a negotiation takes seconds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from assistant.exchange.rungs import counted
from assistant.model.observed import Clocks, Negotiation, Step
from assistant.reading.body import lacks_year, with_year, year_of

RESEND = 8.0
"""Seconds after which a device sends again if the text does not show it (ASA: 8 s)."""
_MOST = 100
"""Repeats of one message that are compared where the numbers differ."""
_GAP = 0.3
"""Seconds that two gaps may differ and count as equal."""
_GRAIN = 1.5
"""Seconds that two stamps without fractions may differ although the clocks agree."""


def compare(attempts: Sequence[tuple[Negotiation, Negotiation]]) -> Clocks | None:
    """The difference of the two clocks from attempts that are the same at both ends; ``None`` without a message in both.

    Messages that were sent as often as they came are paired in order. Only where there is none, repeated ones are laid
    against each other as their gaps fit; the result is then called rough.
    """
    sure: list[float] = []
    rough: list[float] = []
    for ours, theirs in attempts:
        for out, back in ((ours, theirs), (theirs, ours)):
            for sent, came in _same(out.steps, back.steps):
                sign = 1 if out is ours else -1
                differences = [sign * item for item in _fitting(sent, came)]
                if len(sent) == len(came):
                    sure += differences
                else:
                    rough += differences
    pairs = sure or rough
    if not pairs:
        return None
    offset = _median(pairs)
    spread = max(abs(pair - offset) for pair in pairs)
    limit = max(_GRAIN, min(_gaps(attempts), default=RESEND))
    return Clocks(offset if spread <= limit else None, len(pairs), spread, limit, rough=not sure)


def _same(out: Sequence[Step], back: Sequence[Step]) -> Iterable[tuple[list[float], list[float]]]:
    """For every message the times at which one end sent it and the other got it, where both have some."""
    for name in dict.fromkeys(step.label for step in out if counted(step.label)):
        sent = [step.time for step in out if step.label == name and step.direction in {"sent", "resent"} and step.time is not None]
        came = [step.time for step in back if step.label == name and step.direction == "received" and step.time is not None]
        if sent and came:
            yield sent, came


def _fitting(sent: Sequence[float], came: Sequence[float]) -> list[float]:
    """The differences of the pairs in order; of unequal numbers where the gaps fit best, and among equals the least difference.

    Clocks that are set by the network agree, so of two ways to see it that one is likelier.
    """
    if len(sent) != len(came):
        sent, came = sent[:_MOST], came[:_MOST]
    short = min(len(sent), len(came))
    ways = [
        [_difference(*pair) for pair in zip(sent[first:], came[second:], strict=False)]
        for first in range(len(sent) - short + 1)
        for second in range(len(came) - short + 1)
    ]
    return min(ways, key=lambda way: (round((max(way) - min(way)) / _GAP), abs(_median(way))))


def _median(values: Sequence[float]) -> float:
    """The middle value; the standard library's own costs a tenth of the whole start."""
    ranked = sorted(values)
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2


def _difference(one: float, other: float) -> float:
    return one - in_year_of(other, one)


def in_year_of(time: float, other: float) -> float:
    """The time as it would be in the other's year, where one of the two stamps has no year; across New Year the nearer."""
    if lacks_year(time) == lacks_year(other):
        return time
    year = year_of(other)
    return min((with_year(time, near) for near in (year - 1, year, year + 1)), key=lambda moment: abs(moment - other))


def _gaps(attempts: Sequence[tuple[Negotiation, Negotiation]]) -> list[float]:
    """The seconds after which either end sent a message again."""
    found: list[float] = []
    for negotiation in itertools.chain.from_iterable(attempts):
        last: dict[str, float] = {}
        for step in negotiation.steps:
            if step.direction in {"sent", "resent"} and step.time is not None:
                if step.direction == "resent" and step.label in last and step.time > last[step.label]:
                    found.append(step.time - last[step.label])
                last[step.label] = step.time
    return found
