"""Finds the lines of an archive that speak of IKE, at the speed of one pattern over large blocks.

The pattern is made of the forms that the platforms' knowledge names and that samples of the archive
hold: one form that begins with a literal runs at the speed of a plain search, several of them under RE2.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from msgspec import Struct, field

from assistant.archive.opening import Bytes
from assistant.model.entries import ArchiveForm

BLOCK = 1 << 20
"""Bytes read at once."""
NEWLINE = 10
LOOKED_AT = 1 << 18
"""Bytes of such a block that are searched for the platforms' marks."""
LOOK_AGAIN = 16
"""Blocks after which it is looked again which platforms write into the archive."""
UNMARKED = 16_000
"""Lines kept of an archive in which no platform is found."""
MAX_HIT = 2_000
"""Bytes of a line that are kept."""


class Hit(Struct, frozen=True):
    """A line that speaks of IKE: its number in the archive, its bytes, and the platform whose form it has."""

    number: int
    line: bytes
    platform: str


class Counts(Struct):
    """What went through the sieve so far."""

    lines: int = 0
    size: int = 0
    found: int = 0
    platforms: list[str] = field(default_factory=list)


class Sieve:
    """One reading of one stream. ``counts`` grows as the hits are taken."""

    def __init__(self, forms: Mapping[str, ArchiveForm], skip: Callable[[bytes], bool] | None = None) -> None:
        """``skip`` tells, from a block's last whole line, whether the whole block is too early to matter."""
        self._forms = forms
        self._skip = skip
        self._marks: dict[str, tuple[bytes, ...]] = {}
        self._pattern: Any = None
        self._unmarked: deque[tuple[int, bytes]] = deque(maxlen=UNMARKED)
        self.counts = Counts()

    @property
    def unmarked(self) -> list[tuple[int, bytes]]:
        """The last lines with their numbers, where no platform's form was found at all."""
        return [] if self._marks else list(self._unmarked)

    def hits(self, stream: Bytes) -> Iterator[Hit]:
        """Every line that speaks of IKE, in order; the rest is counted."""
        buffer = bytearray(BLOCK)
        view = memoryview(buffer)
        kept = number = 0
        while True:
            got = stream.readinto(view[kept:])
            filled = kept + (got or 0)
            if not filled:
                return
            end = (buffer.rfind(b"\n", 0, filled) + 1 or (filled if filled == BLOCK else 0)) if got else filled
            if end:
                if number % LOOK_AGAIN == 0 or not self._marks:
                    self._look(buffer, min(end, LOOKED_AT))
                number += 1
                yield from self._block(buffer, end)
            kept = filled - end
            buffer[:kept] = buffer[end:filled]
            if not got:
                return

    def _block(self, buffer: bytearray, end: int) -> Iterator[Hit]:
        counts = self.counts
        counts.size += end
        first = counts.lines
        breaks = np.flatnonzero(np.frombuffer(buffer, dtype=np.uint8, count=end) == NEWLINE)
        counts.lines += len(breaks) + (buffer[end - 1] != NEWLINE)  # a last line may have no end
        if self._pattern is None:
            lines = enumerate(bytes(buffer[:end]).split(b"\n"), start=first + 1)
            self._unmarked.extend((number, line[:MAX_HIT].rstrip(b"\r")) for number, line in lines if number <= counts.lines)
            return
        if self._skip is not None and self._skip(_last_line(buffer, end)):
            return
        searched = bytes(buffer[:end]) if self._copies else buffer
        found = [(match.start(), match.group()) for match in self._pattern.finditer(searched, 0, end)]
        if not found:
            return
        before = -1
        for at, (_, word) in zip(np.searchsorted(breaks, [start for start, _ in found]).tolist(), found, strict=True):
            if at == before:
                continue  # a second form in the same line
            before = at
            begin = int(breaks[at - 1]) + 1 if at else 0
            stop = int(breaks[at]) if at < len(breaks) else end
            counts.found += 1
            line = bytes(buffer[begin : min(stop, begin + MAX_HIT)])
            yield Hit(first + at + 1, line.rstrip(b"\r"), self._platform(word))

    @property
    def _copies(self) -> bool:
        return not isinstance(self._pattern, re.Pattern)

    def _platform(self, word: bytes) -> str:
        if len(self._marks) == 1:
            return self.counts.platforms[0]
        return next((name for name, marks in self._marks.items() if word.startswith(marks)), self.counts.platforms[0])

    def _look(self, buffer: bytearray, end: int) -> None:
        """Take up the forms that this block holds and that were not looked for before."""
        fresh = False
        for name, form in self._forms.items():
            known = self._marks.get(name, ())
            seen = tuple(mark.encode() for mark in form.marks if mark.encode() not in known and buffer.find(mark.encode(), 0, end) >= 0)
            if seen:
                self._marks[name] = (*known, *seen)
                fresh = True
        if fresh:
            self.counts.platforms = list(self._marks)
            self._pattern = _compiled(
                [re.escape(mark) + self._forms[name].then.encode() for name, marks in self._marks.items() for mark in marks]
            )


def _compiled(forms: list[bytes]) -> Any:
    """One pattern for all forms; ``re`` is faster for one that begins with a literal, RE2 for several."""
    if len(forms) == 1:
        return re.compile(forms[0])
    import re2  # noqa: PLC0415 - only where several forms are mixed

    return re2.compile(b"|".join(b"(?:" + form + b")" for form in forms))


def _last_line(buffer: bytearray, end: int) -> bytes:
    return bytes(buffer[buffer.rfind(b"\n", 0, end - 1) + 1 : end])
