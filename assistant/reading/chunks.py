"""Cuts a paste into the texts that it holds, and tells which device and which end each is from.

A cut is made where the text itself shows one: a prompt of another host, a heading, a sentence, another
host in the syslog headers, lines that only another platform writes. What cannot be told apart stays together.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from assistant.model.entries import InputKind
from assistant.model.observed import Event, Line, Side
from assistant.reading import marks

_RUN = 3
"""Lines in a row that only one platform reads before a cut is made for them."""


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
    """What one platform's signatures read in a text: kinds and events by line.

    ``telling`` are the lines read by something else than what statements of every configuration look like.
    """

    platform: str
    kinds: Mapping[int, InputKind]
    read: frozenset[int]
    events: Sequence[Event]
    telling: frozenset[int] = frozenset()


def reading_of(platform: str, kinds: Mapping[int, InputKind], read: Iterable[int], events: Sequence[Event]) -> Reading:
    """A reading with what tells its platform from others."""
    held = frozenset(read)
    return Reading(platform, kinds, held, events, frozenset(number for number in held if kinds.get(number, "config") != "config"))


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
            for (start, end), (_, host) in zip(itertools.pairwise(starts), runs, strict=True)
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
        for piece in _by_platform(part, best.read, rivals) if rivals else [part]:
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
        for start, end in itertools.pairwise(edges)
    ]
