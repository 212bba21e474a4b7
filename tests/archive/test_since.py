"""--since: the moment, and the lines before it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.archive.since import parse_since, without_earlier
from assistant.errors import UsageError

LOG = """\
Nov 22 2026 23:50:00 fw1 : %ASA-5-713041: IP = 192.0.2.1, first
  a line without a time belongs to the one before
Nov 23 2026 02:10:00 fw1 : %ASA-5-713041: IP = 192.0.2.1, second
  and this to the second
Nov 23 2026 06:55:00 fw1 : %ASA-5-713041: IP = 192.0.2.1, third"""


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2026-11-23", {3, 4, 5}),
        ("2026-11-23 06:00", {5}),
        ("2026-11-22T23:50:00", {1, 2, 3, 4, 5}),
        ("Nov 23 02:10", {3, 4, 5}),
        ("Nov 23 2026 02:10:01", {5}),
        ("5h", {3, 4, 5}),
        ("30m", {5}),
        ("1 d", {1, 2, 3, 4, 5}),
        ("03:00", {5}),
        ("23:00", {1, 2, 3, 4, 5}),
    ],
)
def test_lines_before_are_left_out_and_numbers_stay(said: str, kept: set[int]) -> None:
    """A clock time is the last such moment before the log ends; a duration counts back from its end."""
    text, notes = without_earlier(LOG, parse_since(said))

    assert {number for number, line in enumerate(text.split("\n"), start=1) if line} == kept
    assert "--since" in notes[0]


@pytest.mark.parametrize("said", ["", "yesterday", "25:00", "12:61", "2026-13-45", "Nov 31", "6 fortnights", "-3h"])
def test_what_is_no_time_is_told(said: str) -> None:
    """In one line with forms that work."""
    with pytest.raises(UsageError, match="02:10"):
        parse_since(said)


def test_a_log_without_times_is_read_whole() -> None:
    """It is said that the wish could not be met."""
    text, notes = without_earlier("one\ntwo", parse_since("6h"))

    assert text == "one\ntwo"
    assert "no time" in notes[0]


def test_a_stamp_without_year_takes_that_of_the_wish() -> None:
    """Syslog of the old form has none."""
    text, _ = without_earlier("Nov 22 10:00:00 a\nNov 23 10:00:00 b", parse_since("2026-11-23 00:00"))

    assert text.split("\n") == ["", "Nov 23 10:00:00 b"]


def test_a_clock_time_after_the_end_is_of_the_day_before() -> None:
    """02:10 in a log that ends at 01:00 was yesterday."""
    end = datetime(2026, 11, 23, 1, 0, tzinfo=UTC).timestamp()

    assert parse_since("02:10").at(end) == datetime(2026, 11, 22, 2, 10, tzinfo=UTC).timestamp()
