"""Cuts a paste into the texts that it holds, and tells which device and which end each is from.

A cut is made where the text itself shows one: a prompt of another host, a heading, a sentence, another
host in the syslog headers, lines that only another platform writes. What cannot be told apart stays together.
"""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from assistant.model.entries import InputKind
from assistant.model.observed import Chunk, Event, Line, Side
from assistant.reading import marks
from assistant.reading.moments import moment

_RUN = 3
"""Lines in a row that only one platform reads, or that are of one kind, before a cut is made for them."""
_SCAN = 3_000
"""Lines looked at for the first and the last time of a chunk."""


class Section(Struct):
    """Lines in a row between two marks. ``told``: what the last heading said of the side; ``named``: of the platform."""

    lines: Sequence[Line]
    device: str = ""
    told: Side | None = None
    named: str = ""
    cut: bool = False
    platform: str = "unknown"
    side: Side = "local"
    kind: InputKind | None = None
    corrected: bool = False


class Reading(Struct):
    """What one platform's signatures read in the whole text: kinds and events by line."""

    platform: str
    kinds: Mapping[int, InputKind]
    read: frozenset[int]
    events: Sequence[Event]

    @property
    def telling(self) -> frozenset[int]:
        """Lines read by something else than what statements of every configuration look like."""
        return frozenset(number for number in self.read if self.kinds.get(number, "config") != "config")


def sections(lines: Sequence[Line], names: Mapping[str, str], read: frozenset[int]) -> list[Section]:
    """The text cut at its marks. A line in ``read`` is output, so it is no heading."""
    found: list[Section] = []
    cuts: list[tuple[int, marks.Mark]] = []
    for place, line in enumerate(lines):
        text = line.text
        if not text.strip():
            continue
        seen = marks.prompt(text) if line.number in read else marks.mark(text, names)
        if seen is not None:
            cuts.append((place, seen))
    starts = [0, *(place for place, _ in cuts)]
    host = site = named = ""
    told: Side | None = None
    fresh = False  # a heading was read that no prompt has followed yet
    by_host: dict[str, tuple[Side | None, str, str]] = {}
    for number, start in enumerate(starts):
        seen = cuts[number - 1][1] if number else None
        if seen is not None and seen.sort == "prompt":
            host = seen.host
            if fresh:
                by_host[host] = (told, named, site)
            told, named, site = by_host.setdefault(host, (told, named, ""))
            fresh = False
        elif seen is not None and (seen.side is not None or seen.site or seen.platform):
            told, site, named, host, fresh = seen.side, seen.site, seen.platform, "", True
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        if end > start:
            found.append(Section(lines[start:end], site or host, told, named, cut=seen is not None and (seen.sort != "fence")))
    return [part for section in found for part in _by_host(section)]


def _by_host(section: Section) -> list[Section]:
    """A section cut where another host begins in its syslog headers; a configuration's own host name names it."""
    runs = marks.loggers(section.lines) if len(section.lines) > _RUN else []
    if len(runs) > 1:
        starts = [0, *(place for place, _ in runs[1:]), len(section.lines)]
        return [
            Section(section.lines[start:end], host, section.told, section.named, section.cut)
            for start, end, (_, host) in zip(starts, starts[1:], runs, strict=False)
        ]
    if not section.device:
        section.device = runs[0][1] if runs else next((name for line in section.lines if (name := marks.hostname(line.text))), "")
    return [section]


def with_platforms(parts: Sequence[Section], readings: Sequence[Reading], best: Reading) -> list[Section]:
    """Every section with the platform that reads it: the one that reads most of the whole, unless another clearly does here."""
    own = best.telling
    rivals = [item for item in readings if item is not best and len(item.telling - best.read) >= _RUN - 1]
    result: list[Section] = []
    for part in parts:
        for piece in _by_platform(part, own, rivals) if rivals else [part]:
            held = {line.number for line in piece.lines}
            here = len(held & own)
            piece.platform = best.platform
            for rival in sorted(rivals, key=lambda item: -len(held & item.telling)):
                there = len(held & rival.telling)
                if there >= _RUN - 1 and (there >= 3 * here or (rival.platform == piece.named and there >= here)):
                    piece.platform = rival.platform
                    break
            result.append(piece)
    return result


def _by_platform(part: Section, own: frozenset[int], rivals: Sequence[Reading]) -> list[Section]:
    """A section cut where lines begin that another platform alone reads."""
    labels: list[tuple[int, str]] = []
    for place, line in enumerate(part.lines):
        able = [rival.platform for rival in rivals if line.number in rival.telling]
        if line.number in own and not able:
            labels.append((place, ""))
        elif len(able) == 1 and line.number not in own:
            labels.append((place, able[0]))
    runs: list[list[tuple[int, str]]] = []
    for label in labels:
        if runs and runs[-1][-1][1] == label[1]:
            runs[-1].append(label)
        else:
            runs.append([label])
    starts: list[int] = []
    last: str | None = None
    for run in runs:
        if len(run) < _RUN or run[0][1] == last:
            continue
        if last is not None:
            starts.append(run[0][0])
        last = run[0][1]
    if not starts:
        return [part]
    edges = [0, *starts, len(part.lines)]
    return [
        Section(part.lines[start:end], part.device, part.told, part.named, cut=part.cut or start > 0)
        for start, end in zip(edges, edges[1:], strict=False)
    ]


class _Ends(Struct):
    """The addresses of one device's sections."""

    local: set[str]
    peer: set[str]

    def mirrors(self, other: _Ends) -> bool:
        """Whether one calls local what the other calls its peer, and they do not share a peer."""
        return bool(self.local & other.peer or self.peer & other.local) and not self.shares(other)

    def shares(self, other: _Ends) -> bool:
        """Whether both have the same peer, as two members of a cluster do, or the same address of their own."""
        return bool(self.peer & other.peer or self.local & other.local)


def with_sides(parts: Sequence[Section], readings: Sequence[Reading], side: Side) -> None:
    """Set every section's side. A text that was given as the far end's is the far end's as a whole.

    The far end's is a device that a heading calls so, or one of another name (or platform) whose addresses
    mirror those of the first device. Everything else stays on this end.
    """
    for part in parts:
        part.side = side
    if side == "remote":
        return
    by_name = {item.platform: item for item in readings}
    devices: dict[_Device, list[Section]] = {}
    for part in parts:
        devices.setdefault(_device(part), []).append(part)
    shown = {key: _ends(own, by_name) for key, own in devices.items()}
    full = {key for key, own in devices.items() if _reads(own, by_name)}
    near = [key for key in devices if key in full and not key[2]]
    first = near[0] if near else None
    for key, own in devices.items():
        far = key[2]
        if first is None:
            for part in own:
                part.side = "remote" if far else side
            continue
        if key == first or key not in full:
            continue
        alike = shown[key].shares(shown[first])
        mirrors = shown[key].mirrors(shown[first])
        apart = _sites(key[0], first[0]) and not alike
        if (far and not alike) or mirrors or apart:
            for part in own:
                part.side = "local" if part.told == "local" and not mirrors else "remote"
    _follow(parts, full)


_Device = tuple[str, str, bool]


def _device(part: Section) -> _Device:
    """What tells one device's sections from another's: name, platform, and whether a heading calls it the far end's."""
    return part.device, part.platform, part.told == "remote"


_SITE_WORDS = frozenset({"site", "side", "end", "hq", "hub", "spoke", "branch", "initiator", "responder", "office"})


def _sites(one: str, other: str) -> bool:
    """Whether two headings name two ends: site A and site B, hub and spoke."""
    return one != other and all(name.replace("-", " ").split(" ")[0] in _SITE_WORDS for name in (one, other))


def _follow(parts: Sequence[Section], full: set[_Device]) -> None:
    """Sections of which nothing is read go with the one before them, so that no chunk is made for them."""
    before: Section | None = None
    for part in parts:
        if _device(part) not in full and before is not None and not part.told:
            part.side = before.side
        before = part


def _reads(own: Sequence[Section], readings: Mapping[str, Reading]) -> bool:
    return any(line.number in readings[part.platform].read for part in own if part.platform in readings for line in part.lines)


def _ends(own: Sequence[Section], readings: Mapping[str, Reading]) -> _Ends:
    ends = _Ends(set(), set())
    for part in own:
        reading = readings.get(part.platform)
        if reading is None or not part.lines:
            continue
        first, last = part.lines[0].number, part.lines[-1].number
        for event in reading.events:
            if first <= event.line <= last:
                ends.peer.update(_addresses(event.peer, event.fields.get("peer", ""), event.fields.get("peers", "")))
                ends.local.update(_addresses(event.fields.get("local", "")))
                if event.fields.get("verb") == "address":
                    ends.local.update(_addresses(event.fields.get("address", "")))
    if own:
        ends.local.update(_addresses(own[0].device))
    ends.peer -= ends.local
    return ends


def _addresses(*values: str) -> list[str]:
    found: list[str] = []
    for value in values:
        for word in value.replace(",", " ").split():
            try:
                found.append(str(ipaddress.ip_address(word.strip("[]").split("/")[0])))
            except ValueError:
                continue
    return found


def described(parts: Sequence[Section], readings: Mapping[tuple[Side, str], Reading]) -> tuple[Chunk, ...]:
    """The chunks to show: sections of one device, side, platform and kind that follow each other are one."""
    chunks: list[tuple[Chunk, str]] = []
    for section in parts:
        reading = readings[section.side, section.platform]
        for lines, kind in _by_kind(section, reading.kinds):
            read = sum(line.number in reading.read for line in lines)
            if chunks and not section.corrected and (not read or _same(chunks[-1][0], section, kind)) and _side_by_side(chunks[-1][0], section):
                last = chunks[-1][0]
                known: InputKind = last.kind if last.recognised else kind
                chunks[-1] = (_joined(last, lines, read, known, section.device), section.device)
                continue
            since, until = _times(lines)
            chunks.append(
                (
                    Chunk(
                        section.platform,
                        kind,
                        section.side,
                        lines[0].number,
                        lines[-1].number,
                        read,
                        since,
                        until,
                        section.device,
                        section.corrected,
                    ),
                    section.device,
                )
            )
    return _without_fronts([chunk for chunk, _ in chunks])


def _same(chunk: Chunk, section: Section, kind: InputKind) -> bool:
    logs = {"syslog", "debug"}
    alike = chunk.kind == kind or {chunk.kind, kind} <= logs
    named = chunk.device == section.device or not chunk.device or not section.device
    return not chunk.recognised or (alike and named and chunk.platform == section.platform)


def _side_by_side(chunk: Chunk, section: Section) -> bool:
    return chunk.side == section.side and not chunk.corrected


def _joined(chunk: Chunk, lines: Sequence[Line], read: int, kind: InputKind, device: str) -> Chunk:
    since, until = _times(lines)
    return Chunk(
        chunk.platform,
        kind,
        chunk.side,
        chunk.first,
        lines[-1].number,
        chunk.recognised + read,
        chunk.since if chunk.since is not None else since,
        until if until is not None else chunk.until,
        chunk.device or device,
        chunk.corrected,
    )


def _without_fronts(chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """A chunk of which nothing was read (a greeting, a blank front) goes to the one after it on the same side."""
    kept: list[Chunk] = []
    for chunk in chunks:
        before = kept[-1] if kept else None
        if before is not None and not before.recognised and not before.corrected and before.side == chunk.side and not chunk.corrected:
            kept.pop()
            chunk = Chunk(  # noqa: PLW2901 - the chunk with the lines before it
                chunk.platform, chunk.kind, chunk.side, before.first, chunk.last, chunk.recognised, chunk.since, chunk.until, chunk.device
            )
        kept.append(chunk)
    return tuple(kept)


def _by_kind(section: Section, kinds: Mapping[int, InputKind]) -> list[tuple[Sequence[Line], InputKind]]:
    """A section cut where the kind changes for good; output that stands under a prompt or a heading is one."""
    if section.kind is not None:
        return [(section.lines, section.kind)]
    if section.cut:
        return [(section.lines, _most(section.lines, kinds))]
    starts = [0]
    now, next_, run, begun = "", "", 0, 0
    for place, line in enumerate(section.lines):
        kind = kinds.get(line.number)
        if kind is None:
            continue
        group = "log" if kind in {"syslog", "debug"} else kind
        if group == now:
            run, next_ = 0, ""
            continue
        if group != next_:
            next_, run, begun = group, 0, place
        run += 1
        if run > _RUN or not now:
            if now:
                starts.append(begun)
            now, next_, run = group, "", 0
    edges = [*starts, len(section.lines)]
    return [(part, _most(part, kinds)) for start, end in zip(edges, edges[1:], strict=False) if (part := section.lines[start:end])]


def _most(lines: Sequence[Line], kinds: Mapping[int, InputKind]) -> InputKind:
    counted = Counter(kinds[line.number] for line in lines if line.number in kinds)
    return counted.most_common(1)[0][0] if counted else "unknown"


def _times(lines: Sequence[Line]) -> tuple[float | None, float | None]:
    since = next((time for line in lines[:_SCAN] if (time := moment(line.text)) is not None), None)
    until = next((time for line in reversed(lines[-_SCAN:]) if (time := moment(line.text)) is not None), None) if since is not None else None
    return since, until
