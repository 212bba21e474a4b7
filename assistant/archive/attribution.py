"""Whose lines they are: the peer of every line that the sieve found, and whether it begins or completes something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from assistant.archive.sieve import Hit
from assistant.model.entries import ArchiveForm, Signature
from assistant.model.observed import Event
from assistant.reading import Reader

BATCH = 2_000
"""Lines of a platform that are read at once where reading is needed to learn whose they are."""
_ID = re.compile(rb"-([0-9]{6}):")
_COMPLETE = ("phase1-complete", "phase2-complete")


class Entry(Struct, frozen=True):
    """A line with the peer that it is of; the peer is empty where the line names none."""

    peer: str
    hit: Hit
    starts: bool
    completes: bool


class ByPattern:
    """Platforms whose lines name the peer themselves, and whose syslog ids tell what begins and what is complete."""

    def __init__(self, form: ArchiveForm, signatures: Iterable[Signature]) -> None:
        self._peers = [re.compile(pattern.encode()) for pattern in form.peers]
        self._starts: set[bytes] = set()
        self._completes: set[bytes] = set()
        for signature in signatures:
            said = {item.finding for item in signature.asserts if item.value and not item.when}
            for number in signature.ids:
                if signature.event == "start" and signature.fields.get("phase", "1") == "1":
                    self._starts.add(number.encode())
                if said.intersection(_COMPLETE):
                    self._completes.add(number.encode())

    def entry(self, hit: Hit) -> Entry:
        """The line's peer by the first pattern that finds one."""
        peer = ""
        for pattern in self._peers:
            found = pattern.search(hit.line)
            if found:
                peer = found["peer"].decode("ascii", "replace")
                break
        number = _ID.search(hit.line, 0, 200)
        word = number[1] if number else b""
        return Entry(peer, hit, word in self._starts, word in self._completes)


class ByReading:
    """Platforms whose lines name a connection, or only follow one another: a batch of them is read as any text."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._waiting: list[Hit] = []
        self._peers: dict[str, str] = {}

    def take(self, hit: Hit) -> list[Entry]:
        """Take a line in; entries come out when a batch is full."""
        self._waiting.append(hit)
        return self.rest() if len(self._waiting) >= BATCH else []

    def rest(self) -> list[Entry]:
        """The entries of what waits. Lines that nobody can read are in none."""
        hits, self._waiting = self._waiting, []
        if not hits:
            return []
        text = "\n".join(hit.line.decode("utf-8", "replace") for hit in hits)
        events = self._reader.read(text, name="", side="local", index=0).events
        for event in events:
            name = event.fields.get("connection", "")
            if name and event.peer:
                self._peers[name] = event.peer
        return list(self._entries(hits, events))

    def _entries(self, hits: list[Hit], events: Iterable[Event]) -> Iterator[Entry]:
        last = ""
        for event in events:
            name = event.fields.get("connection", "")
            last = event.peer or self._peers.get(name, name) or last
            starts = (event.kind == "start" and event.fields.get("phase", "1") == "1") or event.fields.get("begins") == "phase1"
            completes = any(event.asserts.get(finding) for finding in _COMPLETE)
            yield Entry(last, hits[event.line - 1], starts, completes)


class Attribution:
    """All platforms' ways together."""

    def __init__(
        self, forms: Mapping[str, ArchiveForm], signatures: Mapping[str, Iterable[Signature]], readers: Mapping[str, Reader]
    ) -> None:
        self._patterns = {name: ByPattern(form, signatures[name]) for name, form in forms.items() if form.peers}
        self._readings = {name: ByReading(readers[name]) for name, form in forms.items() if not form.peers}

    def entries(self, hits: Iterable[Hit]) -> Iterator[Entry]:
        """Every hit with its peer. Those of one platform keep their order, those of several may come a batch late."""
        patterns, readings = self._patterns, self._readings
        for hit in hits:
            pattern = patterns.get(hit.platform)
            if pattern is not None:
                yield pattern.entry(hit)
            else:
                yield from readings[hit.platform].take(hit)
        for reading in readings.values():
            yield from reading.rest()
