"""Says what each part of a paste was taken for: platform, kind, side, lines and times."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.model.entries import InputKind
from assistant.model.observed import Chunk, Line, Side
from assistant.reading.body import lacks_year, with_year, year_of
from assistant.reading.chunks import Reading, Section
from assistant.reading.moments import moment

_RUN = 3
"""Lines in a row of one kind that do not yet make a chunk of their own."""
_SCAN = 3_000
"""Lines looked at for the first and the last time of a chunk."""


def described(parts: Sequence[Section], readings: Mapping[tuple[Side, str], Reading]) -> tuple[Chunk, ...]:
    """The chunks to show: sections of one device, side, platform and kind that follow each other are one."""
    found: list[Chunk] = []
    for section in parts:
        reading = readings[section.side, section.platform]
        for lines, kind in _by_kind(section, reading.kinds):
            since, until = _times(lines)
            read = sum(line.number in reading.read for line in lines)
            first, last = lines[0].number, lines[-1].number
            chunk = Chunk(section.platform, kind, section.side, first, last, read, since, until, section.device, section.corrected)
            before = found[-1] if found else None
            if before is not None and _belongs(before, chunk):
                found[-1] = _joined(before, chunk)
            else:
                found.append(chunk)
    return tuple(found)


_LOGS = frozenset({"syslog", "debug"})


def _belongs(before: Chunk, chunk: Chunk) -> bool:
    """Whether a chunk goes on with the one before it. One of which nothing is read belongs to its neighbour."""
    if before.side != chunk.side or before.corrected != chunk.corrected:
        return False
    if chunk.corrected:
        return (before.platform, before.kind) == (chunk.platform, chunk.kind)
    if not before.recognised or not chunk.recognised:
        return True
    alike = before.kind == chunk.kind or {before.kind, chunk.kind} <= _LOGS
    named = before.device == chunk.device or not before.device or not chunk.device
    return alike and named and before.platform == chunk.platform


def _joined(before: Chunk, chunk: Chunk) -> Chunk:
    telling = before if before.recognised or before.corrected else chunk
    return structs.replace(
        telling,
        first=before.first,
        last=chunk.last,
        recognised=before.recognised + chunk.recognised,
        since=before.since if before.since is not None else chunk.since,
        until=chunk.until if chunk.until is not None else before.until,
        device=telling.device or chunk.device,
    )


def _by_kind(section: Section, kinds: Mapping[int, InputKind]) -> list[tuple[Sequence[Line], InputKind]]:
    """A section cut where the kind changes for good; output that stands under a prompt or a heading is one."""
    if section.kind is not None:
        return [(section.lines, section.kind)]
    if section.cut:
        return [(section.lines, _most(section.lines, kinds))]
    starts = [0]
    now = coming = ""
    steady = run = begun = 0
    for place, line in enumerate(section.lines):
        kind = kinds.get(line.number)
        if kind is None:
            continue
        group = "log" if kind in _LOGS else kind
        if group == now:
            steady, run, coming = steady + 1, 0, ""
            continue
        if group != coming:
            coming, run, begun = group, 0, place
        run += 1
        if run > _RUN or not now:
            if now and steady >= _RUN:
                starts.append(begun)
            now, steady, run, coming = group, run, 0, ""
    edges = [*starts, len(section.lines)]
    return [(part, _most(part, kinds)) for start, end in itertools.pairwise(edges) if (part := section.lines[start:end])]


def _most(lines: Sequence[Line], kinds: Mapping[int, InputKind]) -> InputKind:
    counted = Counter(kinds[line.number] for line in lines if line.number in kinds)
    return counted.most_common(1)[0][0] if counted else "unknown"


def _times(lines: Sequence[Line]) -> tuple[float | None, float | None]:
    since = next((time for line in lines[:_SCAN] if (time := moment(line.text)) is not None), None)
    if since is None:
        return None, None
    until = next((time for line in reversed(lines[-_SCAN:]) if (time := moment(line.text)) is not None), since)
    if lacks_year(since) and not lacks_year(until):
        since = with_year(since, year_of(until))
    elif lacks_year(until) and not lacks_year(since):
        until = with_year(until, year_of(since))
    return since, until
