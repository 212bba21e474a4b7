"""Log exports (CSV, JSON) to the log lines that they hold, with the line of the export that each comes from.

The field that holds the log is not known by its name: every field is offered, and the caller reads
each to see which one is log text.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from assistant.reading.moments import moment, printed, written
from assistant.reading.order import NEWEST_FIRST, newest_first

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 40
_FIELDS = 12
"""Fields of a row that are tried as the one that holds the log: the longest ones."""
_DEEP = 8
_LONG = 12
"""Characters that a log message has on average at least."""
_AGREE = 0.8
"""Share of the rows that must be of one width, or of the objects that must hold a field."""
_ENOUGH = 2


class Row(Struct, frozen=True):
    """One record of an export: the line it begins on and its fields, by name or by column number from 1."""

    number: int
    fields: dict[str, str]


class Table(Struct, frozen=True):
    """An export: its form (``CSV`` or ``JSON``), its rows, and what their numbers count (``line`` or ``object``).

    ``sure``: it is an export beyond doubt; lines that only happen to hold as many commas each are not.
    """

    form: str
    rows: tuple[Row, ...]
    counts: str = "line"
    sure: bool = True

    def columns(self) -> list[str]:
        """The fields that may hold the log, the longest first."""
        sizes: Counter[str] = Counter()
        held: Counter[str] = Counter()
        for row in self.rows[:_SAMPLE]:
            for name, value in row.fields.items():
                sizes[name] += len(value)
                held[name] += bool(value.strip())
        return [name for name, size in sizes.most_common(_FIELDS) if held[name] and size / held[name] >= _LONG]


class Taken(Struct, frozen=True):
    """The log text of an export, the number of the row that each of its lines comes from, and what was done."""

    text: str
    numbers: tuple[int, ...]
    notes: tuple[str, ...]


def table_of(text: str) -> Table | None:
    """The export that the text is, or ``None`` where it is none. Never raises: what is broken is no export."""
    head = text[:64].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        return _json(text)
    return _csv(text)


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
        for part, line in enumerate(message.splitlines() or [""]):
            lead = f"{written(time)} " if stamped and not part and time is not None and line.strip() and not printed(line) else ""
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
    sample = [row.fields for row in table.rows[:_SAMPLE]]
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


def _csv(text: str) -> Table | None:
    """Rows of one width by one of the usual delimiters."""
    first = [line for line in text[:60_000].splitlines()[: _SAMPLE * 2] if line.strip()]
    for delimiter in DELIMITERS:
        if len(first) < _ENOUGH or sum(delimiter in line for line in first[:10]) < min(len(first), 10) // 2 + 1:
            continue
        rows = _rows(text, delimiter)
        if rows is None:
            continue
        widths = Counter(len(cells) for _, cells in rows[:200])
        width, share = widths.most_common(1)[0] if widths else (0, 0)
        if width < _ENOUGH or len(rows) < _ENOUGH or share < len(rows[:200]) * _AGREE:
            continue
        names = _header(rows[0][1], width)
        headed = bool(names)
        kept = rows[1:] if headed else rows
        names = names or [str(number) for number in range(1, width + 1)]
        quoted = sum(line.lstrip().startswith('"') or f'{delimiter}"' in line for line in first) >= len(first) * _AGREE
        return Table("CSV", tuple(Row(number, _cells(cells, names)) for number, cells in kept), sure=headed or quoted)
    return None


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]] | None:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, skipinitialspace=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        return None
    return rows


def _cells(cells: list[str], names: Sequence[str]) -> dict[str, str]:
    """The row by column; one of another width keeps its text whole, so that nothing is lost."""
    if len(cells) != len(names):
        return {"": ", ".join(cells)}
    return dict(zip(names, cells, strict=True))


def _header(cells: list[str], width: int) -> list[str]:
    """The names of the columns, or nothing where the first row is a record like the others."""
    names = [cell.strip() for cell in cells]
    plain = all(name and len(name) <= 40 and not name[0].isdigit() and moment(name) is None for name in names)  # noqa: PLR2004
    words = plain and all(name.replace("_", "").replace(".", "").replace("@", "").replace(" ", "").replace("-", "").isalnum() for name in names)
    return names if words and len(names) == width and len(set(names)) == width else []


def _json(text: str) -> Table | None:
    objects = list(_objects(text))
    records = _records(objects)
    if not records:
        return None
    flat = [_flat(record) for record in records]
    numbers = _places(text, flat)
    if len(flat) > 1 and len(set(numbers)) == 1:
        return Table("JSON", tuple(Row(number, fields) for number, fields in enumerate(flat, start=1)), "object")
    return Table("JSON", tuple(Row(number, fields) for number, fields in zip(numbers, flat, strict=True)))


def _objects(text: str) -> Iterator[Any]:
    """The JSON values that follow each other in the text; nothing at all if something else stands between them."""
    decoder = json.JSONDecoder()
    place, values = len(text) - len(text.lstrip("\ufeff \t\r\n")), []
    while place < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        values.append(value)
        rest = text[place : place + 4096]
        while rest and not rest.strip(" \t\r\n,"):
            place += len(rest)
            rest = text[place : place + 4096]
        place += len(rest) - len(rest.lstrip(" \t\r\n,"))
    yield from values


def _records(values: list[Any]) -> list[dict[str, Any]]:
    """The objects that are the rows: those given, or the longest list of objects inside a single one."""
    if len(values) == 1 and isinstance(values[0], dict):
        inner = max(_lists(values[0], 0), key=len, default=[])
        return inner or [values[0]]
    flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return flat if flat and all(isinstance(item, dict) for item in flat) else []


def _lists(value: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    if depth > _DEEP:
        return
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _lists(item, depth + 1)


def _flat(record: dict[str, Any], lead: str = "", depth: int = 0) -> dict[str, str]:
    """Every value as text under its dotted name. Bytes, as journald writes what is no text, are read as UTF-8."""
    found: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < _DEEP:
            found.update(_flat(value, f"{lead}{name}.", depth + 1))
        elif isinstance(value, str):
            found[lead + name] = value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found[lead + name] = str(value)
        elif isinstance(value, list) and value and all(isinstance(item, int) and 0 <= item < 256 for item in value):  # noqa: PLR2004
            found[lead + name] = bytes(value).decode("utf-8", "replace")
        elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            found[lead + name] = "\n".join(value)
    return found


def _places(text: str, rows: Sequence[dict[str, str]]) -> list[int]:
    """The line on which each record's longest value stands, found in order; a record not found stands with the one before."""
    numbers: list[int] = []
    place, line = 0, 1
    for fields in rows:
        longest = max(fields.values(), key=len, default="")
        for ascii_only in (False, True):
            needle = json.dumps(longest[:60], ensure_ascii=ascii_only)[1:-1]
            found = text.find(needle, place) if needle else -1
            if found >= 0:
                line += text.count("\n", place, found)
                place = found
                break
        numbers.append(line)
        place += 1 if place < len(text) and text[place] != "\n" else 0
    return numbers
