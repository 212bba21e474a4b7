"""Times of all the forms that logs, consoles and exports print, without time zone: the device's own clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from assistant.reading.body import stamp

_AHEAD = 80
"""Characters in which a line's time stands."""
_PAIRS = re.compile(r"\bdate=\"?([0-9]{4}-[0-9]{2}-[0-9]{2})\"?[ ,;]{1,3}time=\"?([0-9]{2}:[0-9]{2}:[0-9]{2})")
_SLASHED = re.compile(
    r"(?<![0-9/])(?P<a>[0-9]{1,4})[/.](?P<b>[0-9]{1,2})[/.](?P<c>[0-9]{2,4}),? {1,2}(?P<clock>[0-9]{1,2}:[0-9]{2}:[0-9]{2})(?P<part>\.[0-9]{1,6})?(?: ?(?P<half>[AaPp])[Mm]\b)?"
)
_SEARCHED = re.compile(r"^([A-Z][a-z]{2} {1,2}[0-9]{1,2}, [0-9]{4}) @ ([0-9:.]{8,15})$")
_EPOCH = re.compile(r"^[0-9]{10}(?:[0-9]{3}|[0-9]{6}|[0-9]{9})?(?:\.[0-9]{1,9})?$")
_TEN = 10
_YEAR = 31
_NOON = 12


def moment(text: str, *, alone: bool = False) -> float | None:
    """Seconds since the epoch of the time that stands at the front of a line, or ``None``.

    ``alone``: the text is a field of its own, so that a bare number of seconds, milli-, micro- or nanoseconds counts as well.
    """
    text = text[:_AHEAD].strip()
    if not any(char.isdigit() for char in text[:_AHEAD]):
        return None
    if alone:
        if _EPOCH.match(text):
            whole, _, rest = text.partition(".")
            return int(whole) / 10.0 ** (len(whole) - _TEN) + (float(f"0.{rest}") if rest and len(whole) == _TEN else 0.0)
        searched = _SEARCHED.match(text)
        if searched:
            text = f"{searched[1].replace(',', '')} {searched[2]}"
    pair = _PAIRS.search(text)
    if pair:
        return stamp(f"{pair[1]} {pair[2]}")
    return stamp(text) if (found := _slashed(text)) is None else found


def _slashed(text: str) -> float | None:
    """Year, month and day in any order; where it is not clear, the day stands first, before AM or PM the month does."""
    found = _SLASHED.search(text)
    if found is None:
        return None
    a, b, c = (int(found[name]) for name in "abc")
    if a > _YEAR:
        year, month, day = a, b, c
    elif (found["half"] and a <= _NOON) or b > _NOON:
        month, day, year = a, b, c
    else:
        day, month, year = a, b, c
    year += 2000 if year < 100 else 0  # noqa: PLR2004 - two digits
    hours, minutes, seconds = (int(part) for part in found["clock"].split(":"))
    if found["half"]:
        hours = hours % _NOON + (_NOON if found["half"] in "Pp" else 0)
    try:
        whole = datetime(year, month, day, hours, minutes, seconds, tzinfo=UTC).timestamp()
    except ValueError:
        return None
    return whole + float(f"0{found['part']}" if found["part"] else 0)


def printed(text: str) -> bool:
    """Whether a log line itself prints a time."""
    return moment(text) is not None


def written(time: float) -> str:
    """A time as the reader of log lines takes it."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
