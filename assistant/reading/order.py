"""Texts that stand newest line first, as the log pages of firewalls show and copy them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from assistant.model.observed import Line
from assistant.reading.moments import moment

NEWEST_FIRST = "newest first in the text, so it was read in the order of time; line numbers are those of the text"
_FALLS = 3
"""Steps back in time that a text makes at least to count as newest first."""
_MOST = 0.6
"""Share of the records that must print a time."""


def newest_first(times: Sequence[float | None]) -> bool:
    """Whether the times fall from record to record, never rise, and are there for most records."""
    known = [time for time in times if time is not None]
    if len(known) <= _FALLS or len(known) < len(times) * _MOST:
        return False
    steps = [after - before for before, after in itertools.pairwise(known)]
    return sum(step < 0 for step in steps) >= _FALLS and not any(step > 0 for step in steps)


def oldest_first(lines: Sequence[Line]) -> list[Line] | None:
    """The lines of a text that stands newest first in the order of time; ``None`` where it does not stand so.

    A line without a time stays behind the line with one before it; what stands before the first of these stays in front.
    """
    records: list[list[Line]] = []
    front: list[Line] = []
    times: list[float | None] = []
    for line in lines:
        time = moment(line.text)
        if time is not None:
            if times and times[-1] is not None and time > times[-1]:
                return None  # nearly every text ends here at its first second
            records.append([line])
            times.append(time)
        elif records:
            records[-1].append(line)
        else:
            front.append(line)
    if sum(bool(line.text.strip()) for line in lines) * _MOST > len(records) or not newest_first(times):
        return None
    return [*front, *(line for record in reversed(records) for line in record)]
