"""An archive to the text that is read of it: the last lines of every peer, with their numbers and the counts of the rest."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from assistant.archive.attribution import Attribution
from assistant.archive.ledger import Books
from assistant.archive.opening import Source
from assistant.archive.sieve import BLOCK, Sieve
from assistant.archive.since import HEAD, Since, reaches
from assistant.errors import UsageError
from assistant.model.entries import ArchiveForm
from assistant.model.observed import Excerpt
from assistant.reading.body import stamp


class Excerpted(Struct, frozen=True):
    """What was kept of an archive, as text, with where it comes from and notes on how it was read."""

    text: str
    origin: Excerpt
    notes: tuple[str, ...]


def excerpt_of(
    source: Source,
    forms: Mapping[str, ArchiveForm],
    attribution: Attribution,
    *,
    peer: str = "",
    since: Since | None = None,
    begun: bytes = b"",
) -> Excerpted:
    """Go through the archive once and keep the last lines of every peer.

    ``begun`` are bytes that were read from the stream already. Memory does not grow with the archive.

    Raises:
        UsageError: ``since`` counts from the end of a stream that cannot be read twice.
        InputError: the stream cannot be unpacked or read on.
    """
    moment = _moment(source, since)
    early = (lambda line: not _late_enough(line, moment)) if moment is not None else None
    sieve = Sieve(forms, early)
    books = Books(peer)
    stream = _Chained(begun, source)
    left = 0
    for entry in attribution.entries(sieve.hits(stream)):
        if moment is not None and not _late_enough(entry.hit.line, moment):
            left += 1
            continue
        books.add(entry.peer, entry.hit, starts=entry.starts, completes=entry.completes)
    kept = list(books.lines())
    counts = sieve.counts
    tallies = books.tallies()
    notes = [_words(counts.lines, counts.found, len(kept), sum(1 for name in tallies if name))]
    if since is not None:
        notes.append(
            f"lines before {since.said} left out (--since)"
            if moment is not None
            else f"--since {since.said} was not used: the lines bear no time"
        )
    if books.dropped:
        notes.append(f"{books.dropped} more peers, long silent or working, were only counted; --peer picks one")
    if sieve.unmarked:
        return _end_of(sieve)
    text = _text(hit.line for hit in kept)
    return Excerpted(
        text, Excerpt(counts.lines, counts.found, tuple(hit.number for hit in kept), tallies, tuple(counts.platforms)), tuple(notes)
    )


def _end_of(sieve: Sieve) -> Excerpted:
    """The last lines of a large text that bears no mark of a platform's log: show output, or a debug in a form of its own."""
    kept = sieve.unmarked
    lines = sieve.counts.lines
    note = f"a text of {lines} lines in no syslog form that is known; its last {len(kept)} lines were read"
    text = _text(line for _, line in kept)
    return Excerpted(text, Excerpt(lines, len(kept), tuple(number for number, _ in kept), {}), (note,))


def _text(lines: Iterable[bytes]) -> str:
    """Lines as one text; a carriage return within one would make it two, and every number after it wrong."""
    return "\n".join(line.decode("utf-8", "replace").replace("\r", " ") for line in lines)


def _words(lines: int, found: int, kept: int, peers: int) -> str:
    share = "all were read" if kept == found else f"the last {kept} of them, shared among the peers, were read"
    return f"an archive of {lines} lines, {found} of IKE or IPsec, {peers} peer{'s' if peers != 1 else ''}; {share}"


def _late_enough(line: bytes, moment: float) -> bool:
    """Whether the line is not before the moment; a line without a time is kept."""
    time = stamp(line[:HEAD].decode("utf-8", "replace"))
    return time is None or reaches(time, moment)


def _moment(source: Source, since: Since | None) -> float | None:
    if since is None:
        return None
    if not since.needs_end:
        return since.at(None)
    if source.plain is not None:
        return since.at(_last_time(_tail(source.plain)))
    if source.again is None:
        raise UsageError(
            f"--since {since.said} counts from the log's end, which a stream does not tell beforehand; give a date and a time, or name the file"
        )
    second = source.again()
    try:
        last = b""
        buffer = bytearray(BLOCK)
        while got := second.stream.readinto(memoryview(buffer)):
            last = (last + bytes(buffer[:got]))[-BLOCK:]
        return since.at(_last_time(last))
    finally:
        second.stream.close()


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(0, io.SEEK_END)
        file.seek(max(0, file.tell() - BLOCK))
        return file.read()


def _last_time(block: bytes) -> float | None:
    for line in reversed(block.splitlines()):
        time = stamp(line[:HEAD].decode("utf-8", "replace"))
        if time is not None:
            return time
    return None


class _Chained:
    """Bytes that were read already, then the rest of the stream."""

    def __init__(self, begun: bytes, source: Source) -> None:
        self._begun = io.BytesIO(begun)
        self._rest = source.stream

    def readinto(self, buffer: memoryview, /) -> int:
        return self._begun.readinto(buffer) or self._rest.readinto(buffer) or 0

    def close(self) -> None:
        self._rest.close()
