"""``--since``: from which moment on a log is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from assistant.errors import UsageError
from assistant.reading.body import lacks_year, stamp, with_year, year_of
from assistant.reading.clean import BREAK

_AGO = re.compile(r"([0-9]{1,6})\s*(s|m|min|h|d|w)", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}[0-9]{1,2}(?: [0-9]{4})?")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")


class Since(Struct, frozen=True):
    """A moment by the log's own clock: ``moment`` in seconds, or ``back`` seconds before the log's end, or a clock time of its last day.

    ``clock`` is seconds after midnight.
    """

    said: str
    moment: float | None = None
    back: float | None = None
    clock: float | None = None

    @property
    def needs_end(self) -> bool:
        """Whether it can be told only from the log's last line."""
        return self.moment is None

    def at(self, end: float | None) -> float | None:
        """The moment in seconds, given the log's last time; ``None`` where that is not known."""
        if self.moment is not None:
            return self.moment
        if end is None:
            return None
        if self.back is not None:
            return end - self.back
        last = datetime.fromtimestamp(end, UTC)
        midnight = last.replace(hour=0, minute=0, second=0, microsecond=0)
        begun = midnight + timedelta(seconds=self.clock or 0)
        return (begun if begun <= last else begun - timedelta(days=1)).timestamp()


def parse_since(text: str) -> Since:
    """Read ``6h``, ``45m``, ``02:10``, ``2026-11-23``, ``2026-11-23 02:10`` or ``Nov 23 02:10:00``.

    Raises:
        UsageError: it is none of these.
    """
    said = " ".join(text.split())
    ago = _AGO.fullmatch(said)
    if ago:
        return Since(said, back=int(ago[1]) * _SECONDS[ago[2].lower()])
    clock = _CLOCK.fullmatch(said)
    if clock and int(clock[1]) < 24 and int(clock[2]) < 60:  # noqa: PLR2004 - hours and minutes
        return Since(said, clock=int(clock[1]) * 3_600 + int(clock[2]) * 60 + int(clock[3] or 0))
    day = _DAY.match(said)
    rest = said[day.end() :].lstrip("T, ") if day else ""
    if day and not rest:
        rest = "00:00:00"
    if day and _TIME.fullmatch(rest):
        rest += ":00"
    moment = stamp(f"{day[0]} {rest}") if day else None
    if moment is None:
        raise UsageError(f"--since {text!r} is no time; write 6h, 45m, 02:10, 2026-11-23 02:10 or Nov 23 02:10")
    return Since(said, moment=moment)


def reaches(time: float, since: float) -> bool:
    """Whether a line's time is not before the moment; a stamp or a moment without a year is compared without."""
    if lacks_year(time):
        time = with_year(time, year_of(since))
    elif lacks_year(since):
        since = with_year(since, year_of(time))
    return time >= since


HEAD = 120
"""Characters in which a line's time stands."""


def without_earlier(text: str, since: Since) -> tuple[str, list[str]]:
    """The text with the lines before the moment emptied, so that the others keep their numbers, and a note on it.

    A line without a time belongs to the one before it.
    """
    rows = BREAK.split(text)
    times = [stamp(row[:HEAD]) for row in rows]
    end = next((time for time in reversed(times) if time is not None), None)
    moment = since.at(end)
    if moment is None:
        return text, [f"--since {since.said} was not used: the lines bear no time"]
    keeping, left = True, 0
    for number, time in enumerate(times):
        if time is not None:
            keeping = reaches(time, moment)
        if not keeping:
            left += bool(rows[number].strip())
            rows[number] = ""
    return "\n".join(rows), [f"{left} line{'s' if left != 1 else ''} before {since.said} left out (--since)"]
