"""What is kept of each peer while an archive goes by: counts, and the last of its lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from msgspec import Struct, field

from assistant.archive.sieve import Hit
from assistant.model.observed import Tally
from assistant.reading.body import stamp

KEPT = 16_000
"""Lines kept of all peers together."""
LEAST = 20
"""Lines that every peer may keep, however many there are."""
MOST = 4_000
"""Lines of one peer that are kept at most, unless it is the one that was asked for."""
MANY = KEPT // LEAST
"""Peers of which lines are kept; of more, those that do not fail and were silent longest are dropped."""
_HEAD = 120


class Ledger(Struct):
    """The account of one peer."""

    kept: deque[Hit] = field(default_factory=deque)
    lines: int = 0
    starts: int = 0
    completions: int = 0
    starts_since: int = 0
    first: bytes = b""
    last: bytes = b""
    first_start: bytes = b""
    last_start: bytes = b""
    last_completion: bytes = b""


class Books:
    """All peers' accounts. What is kept of a peer shrinks as their number grows, so that memory does not."""

    def __init__(self, favoured: str = "") -> None:
        """Of the peer ``favoured`` as many lines are kept as of all the others together."""
        self._ledgers: dict[str, Ledger] = {}
        self._favoured = favoured
        self._all = KEPT // 2 if favoured else KEPT
        self._room = MOST
        self.dropped = 0

    def add(self, peer: str, hit: Hit, *, starts: bool, completes: bool) -> None:
        """Enter a line."""
        ledger = self._ledgers.get(peer)
        if ledger is None:
            ledger = self._ledgers[peer] = Ledger(first=hit.line[:_HEAD])
            self._make_room()
        ledger.lines += 1
        ledger.last = hit.line[:_HEAD]
        if starts:
            ledger.starts += 1
            ledger.starts_since += 1
            ledger.last_start = ledger.last
            if ledger.starts_since == 1:
                ledger.first_start = ledger.last
        if completes:
            ledger.completions += 1
            ledger.starts_since = 0
            ledger.last_completion = ledger.last
        ledger.kept.append(hit)
        if len(ledger.kept) > (self._all if peer == self._favoured else self._room):
            ledger.kept.popleft()

    def _make_room(self) -> None:
        """Give every peer its share; done when the shares have shrunk by a tenth, so that it costs little."""
        count = len(self._ledgers)
        if count > MANY:
            self._drop()
        room = max(LEAST, min(MOST, self._all // count))
        if room > self._room * 0.9:
            return
        self._room = room
        for peer, ledger in self._ledgers.items():
            while peer != self._favoured and len(ledger.kept) > room:
                ledger.kept.popleft()

    def _drop(self) -> None:
        """Forget a tenth of the peers at once: those that work before those that fail, long silent ones first."""
        names = [name for name, ledger in self._ledgers.items() if name != self._favoured and ledger.kept]
        names.sort(key=lambda name: (self._ledgers[name].starts_since > 0, self._ledgers[name].kept[-1].number))
        for name in names[: MANY // 10]:
            del self._ledgers[name]
            self.dropped += 1

    def lines(self) -> Iterator[Hit]:
        """Every kept line, in the archive's order."""
        return iter(sorted((hit for ledger in self._ledgers.values() for hit in ledger.kept), key=lambda hit: hit.number))

    def tallies(self) -> dict[str, Tally]:
        """The counts of every peer."""
        return {
            peer: Tally(
                lines=ledger.lines,
                starts=ledger.starts,
                completions=ledger.completions,
                starts_since=ledger.starts_since,
                first=_time(ledger.first),
                last=_time(ledger.last),
                first_start=_time(ledger.first_start),
                last_start=_time(ledger.last_start),
                last_completion=_time(ledger.last_completion),
            )
            for peer, ledger in self._ledgers.items()
        }


def _time(head: bytes) -> float | None:
    return stamp(head.decode("utf-8", "replace")) if head else None
