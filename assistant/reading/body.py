"""Takes a log line out of its wrapping: quoting, syslog header of any form, tag, and the Group/Username/IP prefix.

Forms: RFC 3164 and RFC 5424 headers, ASA ``logging timestamp``, a relay's header before the
device's own, ``debug crypto isakmp|ikev1`` lines, and lines with no header at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from assistant.model.observed import Body

_QUOTE = re.compile(r"^(?:\s*>\s?)+")
_ID = re.compile(r"%(?:ASA|PIX|FTD|FWSM)-(?:[A-Za-z_]+-)?(?P<severity>[0-7])-(?P<id>[0-9]{6})\s?:?\s*")
_TAG = re.compile(r"\[IKEv1(?:[ ,:]{1,2}(?:DEBUG|DECODE))?\]\s?:?\s*")
_PREFIX = re.compile(
    r"(?:Group\s?=\s?(?P<group>[^,]{0,128}),\s*)?(?:Username\s?=\s?(?P<user>[^,]{0,128}),\s*)?(?:IP\s?=\s?(?P<peer>[^,]{0,128}),\s*)?"
)
_STAMP = re.compile(
    r"(?P<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s{1,2}(?P<day>[0-9]{1,2})(?:\s(?P<year>[0-9]{4}))?,?\s(?P<clock>[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)(?:\s(?P<late>(?:19|20)[0-9]{2}))?"
    r"|(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<isoclock>[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?)"
)
_MONTHS = {
    name: number
    for number, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], start=1)
}
_NO_YEAR = 1904  # a leap year, so that 29 February exists; spans within one log stay right


def unwrap(text: str, wrapping: Sequence[Any] = ()) -> Body:
    """The body of one log line with what its wrapping said.

    ``wrapping`` are a platform's compiled patterns for what stands before its messages; the first that
    is found near the start is taken off, and its groups become fields.
    """
    for pattern in wrapping:
        found = pattern.search(text[:_WRAPPED])
        if found:
            fields = {name: value.strip() for name, value in found.groupdict().items() if value}
            return Body(
                text[found.end() :].strip(),
                stamp(text[: max(found.start(), _STAMPED)]),
                peer=fields.pop("peer", ""),
                group=fields.pop("group", ""),
                tagged=True,
                fields=fields,
            )
    return _unwrap(text)


_WRAPPED = 240
"""Characters in which the wrapping of a line lies."""
_STAMPED = 40


def _unwrap(text: str) -> Body:
    """The form that ASA, PIX and FTD write."""
    text = _QUOTE.sub("", text) if ">" in text[:8] else text
    found = _ID.search(text)
    tagged = False
    time: float | None = None
    message_id, severity = "", None
    if found:
        time = stamp(text[: found.start()])
        message_id, severity = found["id"], int(found["severity"])
        text = text[found.end() :]
    tag = _TAG.search(text[:160])
    if tag:
        tagged = True
        if time is None:
            time = stamp(text[: tag.start()])
        text = text[tag.end() :]
    elif not found:
        stamped = _STAMP.match(text[:40].lstrip())
        if stamped:
            time = stamp(text)
    text = text.strip()
    prefix = _PREFIX.match(text)
    group = user = peer = ""
    if prefix and prefix.end():
        group, user, peer = ((prefix[name] or "").strip() for name in ("group", "user", "peer"))
        text = text[prefix.end() :].strip()
    return Body(text, time, message_id, severity, peer, group, user, tagged or bool(found))


def stamp(text: str) -> float | None:
    """Seconds since the epoch of the last time stamp in a header; the device's own stands after a relay's."""
    last = None
    for last in _STAMP.finditer(text):  # noqa: B007 - the last one counts
        pass
    if last is None:
        return None
    if last["iso"]:
        year, month, day = (int(part) for part in last["iso"].split("-"))
        clock = last["isoclock"].replace(",", ".")
    else:
        year, month, day = int(last["year"] or last["late"] or _NO_YEAR), _MONTHS[last["mon"]], int(last["day"])
        clock = last["clock"]
    hours, minutes, seconds = clock.split(":")
    try:
        moment = datetime(year, month, day, int(hours), int(minutes), 0, tzinfo=UTC)
    except ValueError:
        return None
    return moment.timestamp() + float(seconds)


def lacks_year(time: float) -> bool:
    """Whether the time came from a stamp without year."""
    return datetime.fromtimestamp(time, UTC).year == _NO_YEAR


def with_year(time: float, year: int) -> float:
    """The same moment in the given year."""
    moment = datetime.fromtimestamp(time, UTC)
    try:
        return moment.replace(year=year).timestamp()
    except ValueError:  # 29 February in a year without one
        return moment.replace(year=year, day=28).timestamp()


def year_of(time: float) -> int:
    """The year of a time."""
    return datetime.fromtimestamp(time, UTC).year
