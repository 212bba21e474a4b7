"""One text to one ``Input``: an export opened, newest first turned round, cut into chunks, each read with its platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from assistant.model.entries import InputKind
from assistant.model.observed import Chunk, Correction, Excerpt, Input, Line, Side, Unread
from assistant.reading import chunks, exports
from assistant.reading.chunks import Reading, Section
from assistant.reading.clean import split
from assistant.reading.describing import described
from assistant.reading.nearest import ike_lines
from assistant.reading.order import NEWEST_FIRST, oldest_first
from assistant.reading.reader import RETYPED, Passed, Vendor, aside, read_as, shapes_of, with_years
from assistant.reading.sides import with_sides

LONG = 600
"""Lines from which on not every platform reads every line."""
SAMPLED, TOGETHER = 12, 25
"""Places of a long text that are read to see whose it is, and lines read together at each."""
MUCH = 5
"""Where one line of so many is left unread, the platform was not the right one, or not the only one."""
_TRIED = 400
"""Lines of a column that are read to see whether it is the one that holds the log."""


class _Source(Struct):
    """The lines to read, in the order to read them, and every reading of them that recognised something."""

    lines: Sequence[Line]
    numbers: tuple[int, ...]
    notes: tuple[str, ...]
    passes: list[Passed]
    index: int

    @property
    def best(self) -> Passed | None:
        return max(self.passes, key=lambda item: item.input.understood, default=None)

    @property
    def worth(self) -> tuple[int, int, int]:
        """Lines read, what they say of the tunnel, then how much else was got out of them."""
        best = self.best
        if best is None:
            return 0, 0, 0
        events = best.input.events
        said = sum(len(event.asserts) + (event.kind == "state") for event in events)
        return best.input.understood, said, sum(len(event.fields) + (event.time is not None) + bool(event.peer) for event in events)

    def number(self, line: int) -> int:
        """The number of the pasted line that a line read comes from."""
        return self.numbers[line - 1] if self.numbers else line


class Reader:
    """Reads texts with the signatures it was given. Holds no state between texts."""

    def __init__(self, vendors: list[Vendor]) -> None:
        self._vendors = vendors
        self._by_name = {vendor.platform: vendor for vendor in vendors}
        self._names = {name.lower(): vendor.platform for vendor in vendors for name in (vendor.platform, *vendor.names)}

    def read(
        self,
        text: str,
        *,
        name: str,
        side: Side,
        index: int,
        notes: tuple[str, ...] = (),
        excerpt: Excerpt | None = None,
        corrections: Sequence[Correction] = (),
    ) -> Input:
        """Read one text. Never raises on its content.

        ``index`` is the input's number in the session; events carry it so that every claim can show its line.
        The lines of an ``excerpt`` bear their numbers in what it was taken from. ``corrections`` are what the
        user says that the text or some of its lines are, the latest last.
        """
        source = self._taken(text, excerpt, index) if excerpt is not None else self._source(text, index)
        frame = Input(
            name, side, "unknown", "unknown", tuple(source.lines), (), (), 0, (*notes, *source.notes), excerpt, numbers=source.numbers
        )
        return self._counted(self._framed(frame, source, text, corrections))

    def _framed(self, frame: Input, source: _Source, text: str, corrections: Sequence[Correction]) -> Input:
        """All that the source's lines say, each part read with its platform."""
        side, index = frame.side, source.index
        best = source.best
        if best is None and not any(item.platform for item in corrections):
            return self._retyped(_nothing(frame, corrections), text, index)
        parts = self._cut(source, best, side)
        parts = _corrected(parts, source, corrections)
        told = any(part.corrected for part in parts)
        done = self._read(parts, source, index)
        if not told and best is not None and len(done) > 1 and sum(item.input.understood for item in done.values()) < best.input.understood:
            parts = [Section(source.lines, platform=best.input.platform, side=side)]
            done = {(side, best.input.platform): best}
        forced = any(part.kind for part in parts)
        if not any(item.input.understood for item in done.values()):
            return _nothing(frame, corrections) if told else self._retyped(_nothing(frame, corrections), text, index)
        return _whole(frame, parts, done if forced else {key: self._mended(item, index) for key, item in done.items()})

    def _mended(self, item: Passed, index: int) -> Passed:
        """A reading with its unread lines read loosely where one of its platform's signatures almost fits."""
        vendor = self._by_name.get(item.input.platform)
        if vendor is None or vendor.likeness is None:
            return item
        return structs.replace(item, input=vendor.likeness.mended(item.input, index))

    def _retyped(self, item: Input, text: str, index: int) -> Input:
        """The best loose reading of a short text of which no line was read as it stands; the input as it is where none is."""
        if len(item.unread) > RETYPED:
            return item
        low = text.lower()
        read = [
            structs.replace(vendor.likeness.mended(item, index, alone=True), platform=vendor.platform)
            for vendor in self._vendors
            if vendor.likeness is not None and vendor.may_be(low)
        ]
        best = max(read, key=lambda done: sum(1 for event in done.events if event.loose), default=None)
        return structs.replace(best, kind="debug") if best is not None and best.events else item

    def _counted(self, item: Input) -> Input:
        item = structs.replace(item, events=tuple(with_years(list(item.events))))
        return structs.replace(item, ike=ike_lines(item, aside))

    def with_nearest(self, item: Input) -> Input:
        """The input with the nearest known signature named for every line that was not read."""
        own = [vendor.likeness for vendor in self._vendors if item.platform in {vendor.platform, "unknown"} and vendor.likeness]
        found = [likeness.named(item) for likeness in own]
        if not found:
            return item
        unread = tuple(max(lines, key=lambda line: line.likeness) for lines in zip(*(one.unread for one in found), strict=True))
        return structs.replace(found[0], unread=unread)

    def _taken(self, text: str, excerpt: Excerpt, index: int) -> _Source:
        """What was kept of an archive: its lines stand in order, and it is no export."""
        split_, cuts = split(text)
        lines = [Line(number, line.text) for number, line in zip(excerpt.numbers, split_, strict=False)]
        known = [vendor for vendor in self._vendors if vendor.platform in excerpt.platforms]
        passes = [read_as(vendor, lines, index) for vendor in known] or self._passes(lines, index, text)
        return _Source(lines, (), tuple(cuts), [item for item in passes if item.input.understood], index)

    def _source(self, text: str, index: int) -> _Source:
        """The text as it stands; as an export, if more is read so; oldest line first, if it stands newest first."""
        lines, cuts = split(text)
        plain = _Source(lines, (), tuple(cuts), self._passes(lines, index, text), index)
        table = exports.table_of(text)
        told = table is not None and (table.sure or plain.worth[0] < _enough(lines))
        opened = self._opened(table, index, plain, text) if table is not None and told else None
        if table is not None and opened is not None and opened.worth >= plain.worth and (table.sure or opened.worth[0] > plain.worth[0]):
            return opened
        turned = oldest_first(lines)
        if turned is None:
            return plain
        renumbered = [Line(place, line.text) for place, line in enumerate(turned, start=1)]
        numbers = tuple(line.number for line in turned)
        return _Source(renumbered, numbers, (*cuts, NEWEST_FIRST), self._passes(renumbered, index, text), index)

    def _opened(self, table: exports.Table, index: int, plain: _Source, text: str) -> _Source | None:
        """The export by the column of which most is read; ``None`` where a sample shows that no column is read better than its lines."""
        best: tuple[tuple[int, int, int], str, bool] | None = None
        sample = exports.Table(table.form, table.rows[:_TRIED], table.counts)
        for column in table.columns():
            for stamped in (True, False):
                taken = exports.take(sample, column, stamped=stamped)
                lines, _ = split(taken.text)
                worth = _Source(lines, taken.numbers, (), self._passes(lines, index, taken.text, whole=True), index).worth
                if worth[0] and (best is None or worth > best[0]):
                    best = (worth, column, stamped)
        end = sample.rows[-1].number if table.counts == "line" and len(table.rows) > _TRIED else 0
        already = sum(number <= end for number in plain.best.reading.read) if plain.best is not None and end else 0
        if best is None or best[0][0] < already + (0 if table.sure else 1):
            return None
        taken = exports.take(exports.located(table, best[1], text), best[1], stamped=best[2])
        lines, cuts = split(taken.text)
        if len(lines) != len(taken.numbers):
            return None  # more lines than are read at once: the text as it stands is cut in the known way
        return _Source(lines, taken.numbers, (*taken.notes, *cuts), self._passes(lines, index, taken.text, whole=True), index)

    def _passes(self, lines: Sequence[Line], index: int, text: str, *, whole: bool = False) -> list[Passed]:
        if len(lines) > LONG:
            shapes = shapes_of(lines)
            tried = [vendor for vendor in self._vendors if vendor.tries_shapes(shapes)]
            return self._of_long(tried, lines, index, whole=whole) if tried else []
        tried = [vendor for vendor in self._vendors if vendor.tries(text)]
        found = (read_as(vendor, lines, index, whole=whole) for vendor in tried)
        return [item for item in found if item.input.understood]

    def _of_long(self, tried: Sequence[Vendor], lines: Sequence[Line], index: int, *, whole: bool) -> list[Passed]:
        """The readings of a long text: all of it by the platform that reads most of a sample, by the others what that one leaves.

        Where much is left, the sample did not tell and every platform reads all of it.
        """
        step = len(lines) // SAMPLED
        sample = [line for at in range(SAMPLED) for line in lines[at * step : at * step + TOGETHER]]
        first, *others = sorted(tried, key=lambda vendor: -read_as(vendor, sample, index, whole=whole).input.understood)
        found = [read_as(first, lines, index, whole=whole)]
        left = [line for line in lines if line.number not in found[0].reading.read and line.text and not line.text.isspace()]
        found += [read_as(vendor, left if len(left) * MUCH < len(lines) else lines, index, whole=whole) for vendor in others if left]
        return [item for item in found if item.input.understood]

    def _cut(self, source: _Source, best: Passed | None, side: Side) -> list[Section]:
        if best is None:
            return [Section(source.lines, side=side)]
        output = frozenset().union(best.reading.read, *(item.reading.telling for item in source.passes))
        parts = chunks.sections(source.lines, self._names, output)
        readings = [item.reading for item in source.passes]
        parts = chunks.with_platforms(parts, readings, best.reading)
        with_sides(parts, readings, side)
        return parts

    def _read(self, parts: Sequence[Section], source: _Source, index: int) -> dict[tuple[Side, str], Passed]:
        """Each side's lines of each platform read together, so that a log cut by other texts is still one log."""
        owners = dict.fromkeys((part.side, part.platform) for part in parts)
        kinds: dict[int, InputKind] = {line.number: part.kind for part in parts if part.kind for line in part.lines}
        if len(owners) == 1 and not kinds:
            known = next((item for item in source.passes if item.input.platform == parts[0].platform), None)
            if known is not None:
                return {(parts[0].side, parts[0].platform): known}
        done: dict[tuple[Side, str], Passed] = {}
        for side, platform in owners:
            lines = [line for part in parts if (part.side, part.platform) == (side, platform) for line in part.lines]
            vendor = self._by_name.get(platform)
            done[side, platform] = read_as(vendor, lines, index, kinds) if vendor is not None else _unread(lines)
        return done


def _enough(lines: Sequence[Line]) -> int:
    """Lines of which so many are read as they stand that no column of them is read better; the commas are the log's own."""
    return sum(1 for line in lines if line.text and not line.text.isspace()) * 9 // 10


def _unread(lines: Iterable[Line]) -> Passed:
    """Lines of which no platform reads any."""
    counted = tuple(Unread(line.number, line.text) for line in lines if line.text.strip())
    return Passed(Input("", "local", "unknown", "unknown", (), (), counted, 0), Reading("unknown", {}, frozenset(), ()))


def _nothing(frame: Input, corrections: Sequence[Correction]) -> Input:
    whole = [item for item in corrections if not item.first and item.side]
    return structs.replace(frame, side=whole[-1].side if whole and whole[-1].side else frame.side, unread=_unread(frame.lines).input.unread)


def _whole(frame: Input, parts: Sequence[Section], done: Mapping[tuple[Side, str], Passed]) -> Input:
    """One input of all that was read: the platform and kind are those of most of this end's lines."""
    said = list(done)
    shown: tuple[Chunk, ...] = described(parts, {key: item.reading for key, item in done.items()})
    sides = {side for side, _ in said}
    own = [key for key in said if key[0] == frame.side] or said
    head = done[max(own, key=lambda key: done[key].input.understood)].input
    events = sorted((event for item in done.values() for event in item.input.events), key=lambda event: event.line)
    unread = sorted((line for item in done.values() for line in item.input.unread), key=lambda line: line.line)
    loosely = sorted((line for item in done.values() for line in item.input.loosely), key=lambda line: line.line)
    notes = dict.fromkeys((*frame.notes, *(note for item in done.values() for note in item.input.notes)))
    return structs.replace(
        frame,
        side=frame.side if len(sides) > 1 else next(iter(sides)),
        platform=head.platform,
        kind=head.kind,
        events=tuple(events),
        unread=tuple(unread),
        loosely=tuple(loosely),
        notes=tuple(notes),
        recognised=sum(item.input.recognised for item in done.values()),
        chunks=shown,
    )


def _corrected(parts: list[Section], source: _Source, corrections: Sequence[Correction]) -> list[Section]:
    """The sections with what the user said of them; cut where only some of their lines are spoken of."""
    for item in corrections:
        result: list[Section] = []
        for part in parts:
            for lines, meant in _spoken_of(part.lines, item, source):
                piece = structs.replace(part, lines=lines)
                if meant:
                    piece = structs.replace(
                        piece,
                        platform=item.platform or piece.platform,
                        side=item.side or piece.side,
                        kind=item.kind or piece.kind,
                        corrected=True,
                    )
                result.append(piece)
        parts = result
    return parts


def _spoken_of(lines: Sequence[Line], item: Correction, source: _Source) -> list[tuple[Sequence[Line], bool]]:
    runs: list[tuple[list[Line], bool]] = []
    for line in lines:
        meant = not item.first or item.first <= source.number(line.number) <= item.last
        if runs and runs[-1][1] == meant:
            runs[-1][0].append(line)
        else:
            runs.append(([line], meant))
    return [(run, meant) for run, meant in runs]
