"""CSV and JSON exports as rows of named fields, with the line that each row stands on."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from assistant.reading.moments import moment

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 40
_FIELDS = 12
"""Fields of a row that are tried as the one that holds the log: the longest ones."""
_DEEP = 8
_FRONT = 6
"""Lines at the front of a text of which one begins an object, if it is JSON."""
_LONG = 12
"""Characters that a log message has on average at least."""
_AGREE = 0.8
"""Share of the rows that must be of one width, or of the objects that must hold a field."""
_ENOUGH = 2


class Row(Struct, frozen=True):
    """One record of an export: its line and its fields, by name or by column number from 1.

    ``begin`` is the place in the text where a JSON record begins.
    """

    number: int
    fields: dict[str, str]
    begin: int = 0


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
                if name:
                    sizes[name] += len(value)
                    held[name] += bool(value.strip())
        return [name for name, size in sizes.most_common(_FIELDS) if held[name] and size / held[name] >= _LONG]


def table_of(text: str) -> Table | None:
    """The export that the text is, or ``None`` where it is none. Never raises: what is broken is no export."""
    fronts = [line.lstrip("\ufeff \t")[:1] for line in text[:4_000].splitlines()[:_FRONT] if line.strip()]
    if not fronts:
        return None
    if "{" in fronts or fronts[0] == "[":
        found = _json(text)
        if found is not None or fronts[0] == "{":
            return found
    return _csv(text)


def _csv(text: str) -> Table | None:
    """Rows of one width by one of the usual delimiters: the one that gives a header, else quoted fields, else the most alike rows."""
    first = [line for line in text[:60_000].splitlines()[: _SAMPLE * 2] if line.strip()]
    best: tuple[tuple[bool, bool, float], list[tuple[int, list[str]]], list[str]] | None = None
    if len(first) < _ENOUGH:
        return None
    for delimiter in DELIMITERS:
        holding = sum(delimiter in line for line in first[:10])
        if holding < _ENOUGH or (f'{delimiter}"' not in first[1] and holding < min(len(first), 10) // 2 + 1):
            continue  # a quoted field may hold lines of its own, in which no delimiter stands
        rows = _rows(text, delimiter)
        if not rows or len(rows) < _ENOUGH:
            continue
        width, share = Counter(len(cells) for _, cells in rows[:200]).most_common(1)[0]
        if width < _ENOUGH or share < len(rows[:200]) * _AGREE:
            continue
        names = _header(rows[0][1], width)
        quoted = sum(line.lstrip().startswith('"') or f'{delimiter}"' in line for line in first) >= len(first) * _AGREE
        rank = (bool(names), quoted, share / len(rows[:200]))
        if best is None or rank > best[0]:
            best = (rank, rows[1:] if names else rows, names or [str(number) for number in range(1, width + 1)])
    if best is None:
        return None
    (headed, quoted, _), rows, names = best
    return Table("CSV", tuple(Row(number, _cells(cells, names)) for number, cells in rows), sure=headed or quoted)


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
    words = plain and all(
        name.replace("_", "").replace(".", "").replace("@", "").replace(" ", "").replace("-", "").isalnum() for name in names
    )
    return names if words and len(names) == width and len(set(names)) == width else []


def _json(text: str) -> Table | None:
    records = _records(_values(text))
    if sum("" not in fields for _, fields in records) < 1:
        return None
    table = located(Table("JSON", tuple(Row(0, fields, begin) for begin, fields in records)), "", text)
    if len(records) > 1 and len({row.number for row in table.rows}) == 1:
        return Table("JSON", tuple(Row(number, fields) for number, (_, fields) in enumerate(records, start=1)), "object")
    return table


_BETWEEN = re.compile(r"[ \t\r\n,\]]*")


def _values(text: str) -> list[tuple[int, Any]]:
    """The JSON values that follow each other in the text, with where each begins; a line that is none as text.

    Empty where much of the text is no JSON. A list is taken value by value where it does not end.
    """
    decoder = json.JSONDecoder()
    values: list[tuple[int, Any]] = []
    strange = 0
    place = _skip(text, 1 if text.startswith("\ufeff") else 0)
    while place < len(text):
        try:
            value, end = decoder.raw_decode(text, place)
            if not isinstance(value, dict | list):
                raise TypeError  # noqa: TRY301 - a bare word or number is no record
        except (ValueError, TypeError, RecursionError):
            if not values and text[place] == "[":
                values, place = [(place, [])], _skip(text, place + 1)
                continue
            strange += 1
            if strange > _STRANGE:
                return []
            end = text.find("\n", place) % (len(text) + 1)
            value = text[place:end]
        values.append((place, value))
        place = _skip(text, end)
    return values if any(isinstance(value, dict | list) and value for _, value in values) else []


_STRANGE = 12
"""Lines that are no JSON and yet do not make an export something else: what a shell printed, a record cut off."""


def _skip(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


def _records(values: Sequence[tuple[int, Any]]) -> list[tuple[int, dict[str, str]]]:
    """The rows with where they begin: the objects given, or the longest list of objects inside a single one."""
    if len(values) == 1 and isinstance(values[0][1], dict):
        place, value = values[0]
        return [(place, _flat(item)) for item in max(_lists(value, 0), key=len, default=[value])]
    found: list[tuple[int, dict[str, str]]] = []
    for place, value in values:
        if isinstance(value, dict):
            found.append((place, _flat(value)))
        elif isinstance(value, list):
            found += [(place, _flat(item)) for item in value if isinstance(item, dict)]
        else:
            found.append((place, {"": value}))
    return found


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


def located(table: Table, column: str, text: str) -> Table:
    """A JSON export whose rows stand on the line of this field, or of their longest one; other exports as they are."""
    if table.form != "JSON" or table.counts != "line":
        return table
    rows: list[Row] = []
    place, line = 0, 1
    for row in table.rows:
        start = found = max(place, row.begin)
        value = row.fields.get(column) or max(row.fields.values(), key=len, default="")
        for ascii_only in (False, True):
            needle = value[:60] if "" in row.fields else json.dumps(value[:60], ensure_ascii=ascii_only)[1:-1]
            at = text.find(needle, start, start + _NEAR) if needle else -1
            if at >= 0:
                found = at
                break
        line += text.count("\n", place, found)
        place = found
        rows.append(Row(line, row.fields, row.begin))
    return Table(table.form, tuple(rows))


_NEAR = 200_000
"""Characters after the record before in which a record's text is looked for."""
