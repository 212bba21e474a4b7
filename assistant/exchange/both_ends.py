"""One ladder from two logs: what was sent here and seen there, what was lost on the way, and why the far end refused.

A message counts as missing only where the far end's text would show it: it prints messages, and its time span (turned to
this end's clock) holds the moment. Where it does not, nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from assistant.exchange.clocks import in_year_of
from assistant.exchange.rungs import counted
from assistant.model.entries import Finding
from assistant.model.observed import Clocks, Event, Evidence, Negotiation, Step

_OUT = frozenset({"sent", "resent"})
_NEAR = 2.0
"""Seconds, beside what the clocks' pairs differ, within which a sending and an arrival are taken for one packet."""
_MOST = 100
"""Sendings of one message that are looked at one by one; nobody reads further and a text may hold any number."""
Span = tuple[float, float] | None


class Far(Struct, frozen=True):
    """The far end's text of the same attempt.

    ``span`` is the first and last time of its text, ``our_span`` that of ours, each by its own clock and ``None``
    without times; ``goes_on`` says whether the far end's text holds anything after this attempt's last message.
    """

    attempt: Negotiation
    clocks: Clocks | None
    span: Span
    our_span: Span
    goes_on: bool
    ours_goes_on: bool

    def here(self, time: float | None) -> float | None:
        """A time of the far end's text by this end's clock; ``None`` where the clocks cannot be compared."""
        if time is None or self.clocks is None or self.clocks.offset is None:
            return None
        if self.our_span is not None:
            time = in_year_of(time, self.our_span[0] - self.clocks.offset)
        return time + self.clocks.offset

    @property
    def near(self) -> float:
        """Seconds within which a sending and an arrival may be one packet; less than half of what parts two sendings."""
        return min(_NEAR, self.clocks.limit / 2) if self.clocks is not None else _NEAR

    def tells_of_one_more(self, came: int) -> bool:
        """Whether the absence of one more message says something, where so many of its name came.

        Of one that came once nobody knows whether that log tells of repeats; by rough clocks no repeat is told from another.
        """
        return not came or (came > 1 and not (self.clocks is not None and self.clocks.rough))

    @property
    def timeless(self) -> bool:
        """Whether one of the texts has no times, so that only the order of lines is left."""
        return self.span is None or self.our_span is None

    def covers(self, time: float | None) -> bool:
        """Whether the far end's text would hold a message of this moment, given by this end's clock."""
        if self.timeless:
            return self.goes_on
        start, end = (self.here(edge) for edge in self.span or ())
        return time is not None and start is not None and end is not None and start - _rounding(self) <= time <= end + _rounding(self)

    def covered_here(self, time: float | None) -> bool:
        """Whether our own text would hold a message that arrived at this moment, given by this end's clock."""
        if self.timeless or self.our_span is None:
            return self.ours_goes_on
        return time is not None and self.our_span[0] <= time <= self.our_span[1] + _rounding(self)


def _rounding(far: Far) -> float:
    return far.clocks.spread if far.clocks is not None else 0.0


def laid(ours: Negotiation, far: Far, findings: Mapping[str, Finding]) -> tuple[Step, ...]:
    """Our steps with what the far end's text shows of them, and its own that never came here."""
    out = list(ours.steps)
    matched = _matched(ours.steps, far.attempt.steps, far, ours_sent=True)
    events = _Events(far.attempt, findings)
    arrived = Counter(step.label for step in far.attempt.steps if step.direction == "received")
    for index, step in enumerate(ours.steps):
        if step.direction not in _OUT or not counted(step.label):
            continue
        if index in matched:
            there = far.attempt.steps[matched[index]]
            out[index] = structs.replace(step, there="seen", far=_place(there), refused=events.refusal(there))
        elif far.covers(step.time) and arrived and far.tells_of_one_more(arrived[step.label]):
            out[index] = structs.replace(step, there="missing")
    out = _refused_once(out)
    return tuple(_with_lost(out, ours, far, matched))


def _refused_once(steps: Sequence[Step]) -> list[Step]:
    """The reason only at the first of equal refusals: a repeated message is refused with the same words."""
    seen: set[str] = set()
    out = []
    for step in steps:
        if step.refused is not None and step.label in seen:
            out.append(structs.replace(step, refused=None))
            continue
        if step.refused is not None:
            seen.add(step.label)
        out.append(step)
    return out


def _matched(ours: Sequence[Step], theirs: Sequence[Step], far: Far, *, ours_sent: bool) -> dict[int, int]:
    """Index of each message of ours to that of the same packet there; equal numbers in order, others by the aligned time."""
    mine, other = (_OUT, frozenset({"received"})) if ours_sent else (frozenset({"received"}), _OUT)
    pairs: dict[int, int] = {}
    for name in dict.fromkeys(step.label for step in ours if counted(step.label)):
        here = [index for index, step in enumerate(ours) if step.label == name and step.direction in mine]
        there = [index for index, step in enumerate(theirs) if step.label == name and step.direction in other]
        if len(here) == len(there):
            pairs.update(zip(here, there, strict=True))
            continue
        close = sorted(
            (abs(one - back_at), index, back)
            for index in here[:_MOST]
            for back in there[:_MOST]
            if (one := ours[index].time) is not None and (back_at := far.here(theirs[back].time)) is not None
        )
        taken: set[int] = set()
        for apart, index, back in close:
            if apart <= far.near and index not in pairs and back not in taken:
                pairs[index] = back
                taken.add(back)
        if here and there and not any(index in pairs for index in here):
            pairs.update(zip(here, there, strict=False))
    return pairs


def _place(step: Step) -> Evidence:
    return Evidence(step.input, step.line, step.text)


class _Events:
    """The far end's events by place, so that what follows a message is found at once."""

    def __init__(self, attempt: Negotiation, findings: Mapping[str, Finding]) -> None:
        self._events = attempt.events
        self._findings = findings
        self._index = {(event.input, event.line): index for index, event in reversed(list(enumerate(attempt.events)))}
        self._places = {(step.input, step.line) for step in attempt.steps if counted(step.label)}

    def refusal(self, step: Step) -> Evidence | None:
        """The line that says why it went no further after this message; ``None`` if it did, or does not say."""
        start = self._index.get((step.input, step.line))
        if start is None:
            return None
        for index in range(start if step.implied else start + 1, len(self._events)):
            event = self._events[index]
            here = (event.input, event.line)
            if here in self._places and here != (step.input, step.line):
                return None
            if _refuses(event, self._findings):
                return Evidence(event.input, event.line, event.text)
        return None


_WAITING = frozenset({"our-message-repeated", "our-answer-lost", "peer-repeats-message", "attempt-timed-out", "keepalive-lost"})
"""Findings that tell of waiting and repeating; why it is so is not in their lines."""


def _refuses(event: Event, findings: Mapping[str, Finding]) -> bool:
    said = {name for name, value in event.asserts.items() if value and name in findings and findings[name].ends}
    return bool(said - _WAITING) and not said & _WAITING and event.fields.get("direction") != "resent"


def _with_lost(steps: Sequence[Step], ours: Negotiation, far: Far, matched: Mapping[int, int]) -> list[Step]:
    """The ladder with the messages that the far end sent and that never came here, in their place."""
    theirs = far.attempt.steps
    came = {there: index for index, there in _matched(ours.steps, theirs, far, ours_sent=False).items()}
    after = {there: index for index, there in matched.items()} | came
    known = Counter(step.label for step in ours.steps if step.direction == "received")
    rows: dict[int, list[Step]] = {}
    place = 0
    for index, step in enumerate(theirs):
        place = max(place, after[index] + 1) if index in after else place
        if step.direction not in _OUT or step.implied or not counted(step.label) or index in came:
            continue
        time = far.here(step.time)
        if far.covered_here(time) and far.tells_of_one_more(known[step.label]):
            row = structs.replace(step, direction="received", time=time, gap=None, there="lost")
            rows.setdefault(_place_of(row, ours.steps, place), []).append(row)
    out: list[Step] = []
    for index in range(len(steps) + 1):
        out += rows.get(index, [])
        out += steps[index : index + 1]
    return out


def _place_of(row: Step, steps: Sequence[Step], least: int) -> int:
    """Before the first of our steps that is later; where no times are known, after the last step that both texts show."""
    if row.time is None:
        return least
    return next(
        (index for index, step in enumerate(steps) if index >= least and step.time is not None and step.time > row.time), len(steps)
    )
