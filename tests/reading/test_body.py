"""A log line out of its wrapping."""

from __future__ import annotations

import pytest

from assistant.reading.body import unwrap

TEXT = "PHASE 1 COMPLETED"
HEADERS = [
    "%ASA-5-713119: ",
    "Jun 10 2010 17:36:05: %ASA-5-713119: ",
    "<165>Jun 10 2010 17:36:05 fw1 : %ASA-5-713119: ",
    "Jun 10 17:36:05 192.0.2.250 Jun 10 2010 17:36:05: %ASA-5-713119: ",
    "Jun 10 17:36:05 relay fw1 %ASA-5-713119: ",
    "<165>1 2010-06-10T17:36:05.003Z fw1 - - - - %ASA-5-713119: ",
    "2010-06-10T17:36:05+00:00 fw1 : %ASA-vpn-5-713119: ",
    "Jun 10 2010 17:36:05: %FTD-5-713119: ",
    "Jun 10 2010 17:36:05: %PIX-5-713119: ",
    "> Jun 10 2010 17:36:05: %ASA-5-713119: ",
    "   Jun 10 2010 17:36:05: %ASA-5-713119: ",
]


@pytest.mark.parametrize("header", HEADERS)
def test_any_syslog_header_or_none(header: str) -> None:
    """The header says when and which message; the body is the same under all of them."""
    body = unwrap(f"{header}Group = 203.0.113.5, IP = 203.0.113.5, {TEXT}")

    assert (body.text, body.id, body.severity, body.peer, body.group) == (TEXT, "713119", 5, "203.0.113.5", "203.0.113.5")


@pytest.mark.parametrize("header", [head for head in HEADERS if "17:36:05" in head])
def test_the_device_own_time_is_taken(header: str) -> None:
    """Of two stamps the device's own, which stands last, counts."""
    time = unwrap(f"{header}IP = 203.0.113.5, {TEXT}").time

    assert time is not None
    assert int(time) % 86400 == 17 * 3600 + 36 * 60 + 5


@pytest.mark.parametrize(
    "line",
    [
        "[IKEv1]: Group = 203.0.113.5, IP = 203.0.113.5, PHASE 1 COMPLETED",
        "Nov 08 07:10:05 [IKEv1]Group = 203.0.113.5, IP = 203.0.113.5, PHASE 1 COMPLETED",
        "[IKEv1 DEBUG]: Group = 203.0.113.5, IP = 203.0.113.5, PHASE 1 COMPLETED",
        "[IKEv1, DEBUG]: Group = 203.0.113.5, IP = 203.0.113.5, PHASE 1 COMPLETED",
        "Group = 203.0.113.5, IP = 203.0.113.5, PHASE 1 COMPLETED",
        "Group = 203.0.113.5, Username = 203.0.113.5, IP = 203.0.113.5, PHASE 1 COMPLETED",
    ],
)
def test_debug_lines_with_and_without_tag(line: str) -> None:
    """Debug output carries no id; tag and prefix come off alike."""
    assert (unwrap(line).text, unwrap(line).peer) == (TEXT, "203.0.113.5")


def test_a_day_that_does_not_exist_is_no_time() -> None:
    """A garbled stamp costs the time, not the line."""
    body = unwrap("Feb 31 2010 17:36:05: %ASA-5-713119: IP = 203.0.113.5, PHASE 1 COMPLETED")

    assert (body.time, body.text) == (None, TEXT)
