"""Log exports (CSV, JSON) to the log lines that they hold, with the row of the export that each comes from.

The field that holds the log is not known by its name: every field is offered, and the caller reads
each to see which one is log text.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from assistant.reading.moments import moment, printed, written
from assistant.reading.order import NEWEST_FIRST, newest_first
from assistant.reading.tables import Table, located, table_of

__all__ = ["Table", "Taken", "located", "table_of", "take"]
_SAMPLE = 40
_AGREE = 0.8
"""Share of the rows that must print a time in the field that is taken for the time."""


class Taken(Struct, frozen=True):
    """The log text of an export, the number of the row that each of its lines comes from, and what was done."""

    text: str
    numbers: tuple[int, ...]
    notes: tuple[str, ...]


def take(table: Table, column: str, *, stamped: bool) -> Taken:
    """The log in one column, oldest first; ``stamped``: the row's time stands before messages that print none."""
    clocks = _clocks(table, column)
    rows = list(table.rows)
    times = [clocks(row.fields) if clocks else None for row in rows]
    own = [moment(row.fields.get(column, "")) for row in rows]
    falling = newest_first([time if time is not None else other for time, other in zip(own, times, strict=True)])
    order = range(len(rows) - 1, -1, -1) if falling else range(len(rows))
    lines: list[str] = []
    numbers: list[int] = []
    for place in order:
        row, time = rows[place], times[place]
        message = row.fields.get(column)
        if message is None:
            message = ", ".join(value for value in row.fields.values() if value)
        for line in message.splitlines() or [""]:
            lead = f"{written(time)} " if stamped and time is not None and line.strip() and not printed(line) else ""
            lines.append(lead + line)
            numbers.append(row.number)
    named = f"column {column}" if column.isdigit() else f"{'column' if table.form == 'CSV' else 'field'} '{column[:60]}'"
    notes = [f"read as a {table.form} export, {named}" + ("" if table.counts == "line" else "; line numbers count its objects")]
    if falling:
        notes.append(NEWEST_FIRST)
    return Taken("\n".join(lines), tuple(numbers), tuple(notes))


_CLOCK_NAMES = (
    "@timestamp",
    "__realtime_timestamp",
    "_source_realtime_timestamp",
    "event_timestamp",
    "timestamp",
    "_time",
    "time",
    "datetime",
    "date",
)


def _clocks(table: Table, column: str) -> Callable[[dict[str, str]], float | None] | None:
    """What tells a row's time: the field that holds one, or a field with the date and one with the time of day."""
    sample = [row.fields for row in table.rows[:_SAMPLE] if column in row.fields]
    names = [name for name in dict.fromkeys(name for row in sample for name in row) if name != column]
    names.sort(key=_by_name)

    def share(read: Callable[[dict[str, str]], float | None]) -> float:
        return sum(read(row) is not None for row in sample) / max(len(sample), 1)

    for name in names:
        read = _one(name)
        if share(read) >= _AGREE:
            return read
    for day in names:
        if not any("-" in row.get(day, "") or "/" in row.get(day, "") for row in sample):
            continue
        for clock in names:
            if clock != day and any(":" in row.get(clock, "") for row in sample):
                both = _two(day, clock)
                if share(both) >= _AGREE:
                    return both
    return None


def _by_name(name: str) -> int:
    last = name.lower()
    last = last if last in _CLOCK_NAMES else last.rsplit(".", 1)[-1]
    return _CLOCK_NAMES.index(last) if last in _CLOCK_NAMES else len(_CLOCK_NAMES)


def _one(name: str) -> Callable[[dict[str, str]], float | None]:
    return lambda row: moment(row.get(name, ""), alone=True)


def _two(day: str, clock: str) -> Callable[[dict[str, str]], float | None]:
    return lambda row: moment(f"{row.get(day, '')} {row.get(clock, '')}", alone=True)
