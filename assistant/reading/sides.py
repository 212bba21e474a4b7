"""Tells which sections of a paste are the far end's: by its headings, or by addresses that mirror each other."""

from __future__ import annotations

import ipaddress
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from assistant.model.observed import Event, Side
from assistant.reading.chunks import Reading, Section

_MANY = 40
"""Devices in one paste from which on it is no tunnel's two ends."""


class _Ends(Struct):
    """The addresses of one device's sections."""

    local: set[str]
    peer: set[str]

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self.local or self.peer)

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
    if len(devices) > _MANY or (len(devices) == 1 and not next(iter(devices))[2]):
        return
    shown = {key: _ends(own, by_name) for key, own in devices.items()}
    full = {key for key, own in devices.items() if _reads(own, by_name)}
    near = [key for key in devices if key in full and not key[2]]
    first = next((key for key in near if shown[key].any), near[0] if near else None)
    ours = shown[first] if first is not None else _Ends(set(), set())
    for key, own in devices.items():
        far = key[2]
        if first is None:
            for part in own:
                part.side = "remote" if far else side
            continue
        if key == first or key not in full:
            continue
        alike = shown[key].shares(ours)
        other = not key[0] or key[0] != first[0]  # one device is not its own far end, whatever platform reads it
        mirrors = other and shown[key].mirrors(ours)
        apart = _sites(key[0], first[0]) and not alike
        if (far and not alike) or mirrors or apart:
            for part in own:
                part.side = "local" if part.told == "local" and not mirrors else "remote"
        else:
            ours = _Ends(ours.local | shown[key].local, ours.peer | shown[key].peer)
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
    """Sections of which nothing is read make no chunk: a heading goes with what it announces, the rest with what stands before it."""
    after: Section | None = None
    for part in reversed(parts):
        if _device(part) not in full and part.told and after is not None and after.told == part.told:
            part.side, part.platform = after.side, after.platform
        after = part
    before: Section | None = None
    for part in parts:
        if _device(part) not in full and before is not None and part.told in {None, before.told}:
            part.side, part.platform = before.side, before.platform
        before = part


def _reads(own: Sequence[Section], readings: Mapping[str, Reading]) -> bool:
    return any(line.number in readings[part.platform].read for part in own if part.platform in readings for line in part.lines)


def _ends(own: Sequence[Section], readings: Mapping[str, Reading]) -> _Ends:
    ends = _Ends(set(), set())
    for part in own:
        reading = readings.get(part.platform)
        if reading is None or not part.lines:
            continue
        begin = bisect_left(reading.events, part.lines[0].number, key=_line)
        end = bisect_right(reading.events, part.lines[-1].number, key=_line)
        for event in reading.events[begin:end]:
            for value in (event.peer, event.fields.get("peer", ""), event.fields.get("peers", "")):
                ends.peer.update(_addresses(value))
            ends.local.update(_addresses(event.fields.get("local", "")))
    if own:
        ends.local.update(_addresses(own[0].device))
    ends.peer -= ends.local
    return ends


def _line(event: Event) -> int:
    return event.line


@lru_cache(maxsize=4096)
def _addresses(text: str) -> tuple[str, ...]:
    """The addresses among the words of a field."""
    found: list[str] = []
    for word in text.replace(",", " ").split()[:_MANY]:
        try:
            found.append(str(ipaddress.ip_address(word.strip("[]").split("/")[0])))
        except ValueError:
            continue
    return tuple(found)
