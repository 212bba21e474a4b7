"""Logs exported as CSV or JSON are read like the log, with the lines of the export; what is broken is read as text."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from assistant.dialogue import Mind, Session
from assistant.engine import annotated
from assistant.model.observed import Input
from assistant.reading import exports
from assistant.reading.moments import moment
from tests.conftest import DATA
from tests.mixtures import HERE, THERE, charon_refuses

LINES = charon_refuses("gw", HERE, THERE).splitlines()
BARE = [line.split("charon: ", 1)[1] for line in LINES]
ISO = [f"2026-11-23T20:00:0{number}.000Z" for number in range(len(BARE))]
PAIRS = list(zip(ISO, BARE, strict=True))


def as_csv(rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    """Rows as a program exports them."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def hits(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows as a log search engine answers."""
    return {"took": 3, "hits": {"total": len(rows), "hits": [{"_id": "x" * 40, "_source": row} for row in rows]}}


EXPORTS = {
    "CSV with a header": as_csv([["Date", "Host", "Message"], *([time, "gw", line] for time, line in PAIRS)]),
    "CSV without one, quoted": as_csv([[time, "gw", line] for time, line in PAIRS], quoting=csv.QUOTE_ALL),
    "semicolons, date and time apart": as_csv(
        [["day", "clock", "what"], *([time[:10], time[11:19], line] for time, line in PAIRS)], delimiter=";"
    ),
    "tabs": as_csv([["n", "time", "raw"], *([str(n), time, line] for n, (time, line) in enumerate(PAIRS))], delimiter="\t"),
    "American times": as_csv([["Time", "Event"], *([f"11/23/2026 8:00:0{n} PM", line] for n, line in enumerate(BARE))]),
    "a list": json.dumps([{"@timestamp": time, "message": line} for time, line in PAIRS], indent=1),
    "a list on one line": json.dumps([{"@timestamp": time, "message": line} for time, line in PAIRS]),
    "an object a line": "\n".join(json.dumps({"@timestamp": time, "event": {"original": line}}) for time, line in PAIRS),
    "a search engine's answer": json.dumps(hits([{"@timestamp": time, "message": line} for time, line in PAIRS]), indent=2),
    "journald": "\n".join(
        json.dumps({"__CURSOR": "s=" + "0a" * 60, "__REALTIME_TIMESTAMP": str(1795464000000000 + n * 1000000), "MESSAGE": line})
        for n, line in enumerate(BARE)
    ),
    "journald, bytes": "\n".join(
        json.dumps({"__REALTIME_TIMESTAMP": str(1795464000000000 + n * 1000000), "MESSAGE": list(line.encode())})
        for n, line in enumerate(BARE)
    ),
    "a cloud's log": json.dumps([{"insertId": "q" * 30, "timestamp": time, "textPayload": line} for time, line in PAIRS], indent=2),
    "a collector's": "\n".join(json.dumps({"result": {"_time": time, "_raw": line}}) for time, line in PAIRS),
}


def read(mind: Mind, paste: str) -> Input:
    """The text as one input."""
    return mind.reader.read(paste, name="x", side="local", index=0)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_read_as_its_log(name: str, shipped: Mind) -> None:
    """The same events in the same order, with the times of the export, and a note of what was read."""
    plain, item = read(shipped, "\n".join(LINES)), read(shipped, EXPORTS[name])

    assert (item.platform, item.recognised, item.unread) == (plain.platform, plain.recognised, ())
    assert [event.signature for event in item.events] == [event.signature for event in plain.events]
    assert [event.time for event in item.events] == pytest.approx([1795464000.0 + n for n in range(len(BARE))])
    assert "export" in item.notes[0]


@pytest.mark.parametrize("name", EXPORTS)
def test_evidence_names_the_row(name: str, shipped: Mind) -> None:
    """The line of the export that the user sees holds what is quoted; a list on one line counts its objects."""
    session = Session(shipped)
    session.paste(EXPORTS[name])
    where = next(where for item in session.diagnosis.observations if item.finding == "proposal-refused-here" for where in item.evidence)

    assert "no proposal found" in where.text
    if name == "a list on one line":
        assert where.line == len(BARE)
    elif name != "journald, bytes":
        assert "no proposal found" in EXPORTS[name].splitlines()[where.line - 1]


def test_the_field_is_named(shipped: Mind) -> None:
    """One note says what was read."""
    assert read(shipped, EXPORTS["CSV with a header"]).notes == ("read as a CSV export, column 'Message'",)
    assert read(shipped, EXPORTS["a collector's"]).notes == ("read as a JSON export, field 'result._raw'",)


def test_a_field_of_several_lines(shipped: Mind) -> None:
    """Line breaks inside a quoted field; each of its lines stands on the row's line."""
    paste = as_csv([["time", "text"], [ISO[0], "\n".join(BARE[:2])], [ISO[2], "\n".join(BARE[2:])]], quoting=csv.QUOTE_ALL)
    item = read(shipped, paste)

    assert item.recognised == len(BARE)
    assert item.numbers == (2, 2, 4, 4)


def test_a_log_taken_out_of_an_export_is_annotated_once(shipped: Mind) -> None:
    """A remark stands before the first line of its row, not before each."""
    item = read(shipped, as_csv([["time", "text"], [ISO[0], "\n".join(BARE)]], quoting=csv.QUOTE_ALL))
    session = Session(shipped)
    session.paste(as_csv([["time", "text"], [ISO[0], "\n".join(BARE)]], quoting=csv.QUOTE_ALL))
    rows = annotated(session)[0]

    assert [row for row in rows if not row.startswith("!")] == [line.text for line in item.lines]
    assert len(item.lines) == len(BARE)
    remarks = [row for row in rows if row.startswith("!")]
    assert remarks
    assert len(remarks) == len(set(remarks))


def test_newest_first_is_turned_round(shipped: Mind) -> None:
    """Events come in the order of time, lines stay those of the export, and a note says so."""
    paste = as_csv([["time", "text"], *([time, line] for time, line in reversed(PAIRS))])
    item = read(shipped, paste)

    assert [event.time for event in item.events] == pytest.approx([1795464000.0 + n for n in range(len(BARE))])
    assert item.numbers == (5, 4, 3, 2)
    assert "newest first" in item.notes[1]


def test_a_message_with_its_own_time_keeps_it(shipped: Mind) -> None:
    """The collector's time does not stand before a line that prints one."""
    item = read(shipped, as_csv([["time", "raw"], *(["2001-01-01T00:00:00Z", line] for line in LINES)]))

    assert [line.text for line in item.lines] == LINES


def test_a_plain_log_with_commas_is_no_export(shipped: Mind) -> None:
    """An ASA's log holds as many commas a line for long stretches."""
    item = read(shipped, (DATA / "mm_wait_msg4-asa.log").read_text())

    assert item.numbers == ()
    assert item.notes == ()


BROKEN = {
    "an object cut off": EXPORTS["a list"][:-60],
    "JSON that never ends": "[" * 100_000,
    "braces": '{"a":' * 20_000,
    "a quote that never ends": 'time,text\n"' + "\n".join(BARE),
    "a huge number": "[" + "9" * 10_000 + "]",
    "a huge field": 'a,b\n1,"' + "x" * 200_000,
    "null": "null",
    "a list of numbers": "[1, 2, 3]",
    "an empty object": "{}",
    "a lone comma": ",\n,\n,\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_read_as_text(name: str, shipped: Mind) -> None:
    """Never an exception, and every line is read or counted as not read."""
    item = read(shipped, BROKEN[name])

    assert item.recognised + len(item.unread) >= sum(1 for line in item.lines if line.text.strip())


def test_a_record_cut_off_costs_only_itself(shipped: Mind) -> None:
    """The records before it are read; what is left of it is counted."""
    rows = EXPORTS["an object a line"].splitlines()
    item = read(shipped, "-- Logs begin --\n" + "\n".join(rows) + "\n" + rows[-1][:60])

    assert item.recognised == len(BARE)
    assert len(item.unread) == 2


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1795464000", 1795464000.0),
        ("1795464000000", 1795464000.0),
        ("1795464000000000", 1795464000.0),
        ("1795464000.5", 1795464000.5),
        ("2026-11-23T20:00:00.000Z", 1795464000.0),
        ("Nov 23, 2026 @ 20:00:00.000", 1795464000.0),
        ("11/23/2026 8:00:00 PM", 1795464000.0),
        ("23/11/2026 20:00:00", 1795464000.0),
        ("2026/11/23 20:00:00", 1795464000.0),
        ("date=2026-11-23 time=20:00:00 devname=x", 1795464000.0),
        ("12345", None),
        ("203.0.113.5", None),
        ("99/99/2026 20:00:00", None),
    ],
)
def test_times(written: str, seconds: float | None) -> None:
    """The forms that exports and devices print."""
    assert moment(written, alone=True) == seconds


def test_no_export_in_prose() -> None:
    """Commas in sentences make no table."""
    assert exports.table_of("Hello, the tunnel is down.\nIt worked, until Friday, I think.\nThanks\n") is None
