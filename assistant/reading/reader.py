"""One text to one ``Input``: platform, kind, events line by line, and what was not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from msgspec import Struct, structs

from assistant.model.entries import Example, InputKind, MessageId, Platform, Signature, StateWord
from assistant.model.observed import Body, Event, Excerpt, Input, Line, Side, Unread
from assistant.reading import body as bodies
from assistant.reading.clean import split, unquoted
from assistant.reading.config import is_config, read_config_line
from assistant.reading.matcher import Block, Match, Matcher, finish
from assistant.reading.nearest import Likeness, examples_of, ike_lines
from assistant.reading.sloppy import StateWords

_PROMPT = re.compile(
    r"^\s*[\w.\-/]{1,64}(?:\([\w\-]{1,40}\))?[#>]\s{0,2}(?P<command>(?:sh|debug|ping|packet|more|clear|no |undebug|capture|term|conf|exit|end)\b.*|)$"
)
_COMMENT = re.compile(r"^\s*(?:!(?!!)|#\s(?!sh))")
_IKE_IDS = ("713", "714", "715", "750", "751", "752")
"""Beginnings of the ids that IKE messages of an ASA carry; other ids are read only if the knowledge lists them."""
TERMINAL = 79
"""Characters from which on a line was cut by a terminal's edge rather than wrapped between words."""
NARROWEST = 71
"""Characters that a mail or a terminal puts on a line at least before it wraps it."""
BLOCK_GAP = 60
RETYPED = 60
"""Lines up to which a text that nothing reads is tried as something retyped by hand."""
RETYPED_STATE = "a state word, written otherwise than the device prints it"


class Vendor(Struct):
    """What the reader needs to know of a platform."""

    platform: str
    matcher: Matcher
    messages: Mapping[str, MessageId]
    states: tuple[StateWord, ...] = ()
    gates: tuple[str, ...] = ()
    wrapping: tuple[Any, ...] = ()
    likeness: Likeness | None = None
    words: StateWords = StateWords(())

    def tries(self, text: str) -> bool:
        """Whether the text may be of this platform."""
        return not self.gates or any(gate in text for gate in self.gates)

    def may_be(self, low: str) -> bool:
        """The same for a retyped text in lower case."""
        return not self.gates or any(gate.lower() in low for gate in self.gates)


def vendor_of(
    platform: Platform,
    signatures: Iterable[Signature],
    messages: Mapping[str, MessageId],
    states: Iterable[StateWord],
    untrusted: Iterable[str] = (),
    examples: Callable[[], Mapping[str, Example]] | None = None,
) -> Vendor:
    """A platform's entries, ready to read with. ``examples`` are what its signatures must and must not read, where they carry none."""
    signatures, states = tuple(signatures), tuple(states)
    wrapping = tuple(re.compile(pattern) for pattern in platform.wrapping)
    matcher = Matcher(signatures, untrusted)
    likeness = Likeness(signatures, examples or partial(examples_of, signatures), matcher, wrapping, messages, _IKE_IDS)
    return Vendor(platform.id, matcher, messages, states, platform.gates, wrapping, likeness, StateWords(state.word for state in states))


class Reader:
    """Reads texts with the signatures it was given. Holds no state between texts."""

    def __init__(self, vendors: list[Vendor]) -> None:
        self._vendors = vendors

    def read(self, text: str, *, name: str, side: Side, index: int, notes: tuple[str, ...] = (), excerpt: Excerpt | None = None) -> Input:
        """Read one text. Never raises on its content.

        ``index`` is the input's number in the session; events carry it so that every claim can show its line.
        The lines of an ``excerpt`` bear their numbers in what it was taken from.
        """
        lines, cuts = split(text)
        if excerpt is not None:
            lines = tuple(Line(number, line.text) for number, line in zip(excerpt.numbers, lines, strict=False))
        best: Input | None = None
        likeness: Likeness | None = None
        for vendor in self._vendors:
            if not vendor.tries(text):
                continue
            found = _Pass(vendor, index).run(lines)
            done = structs.replace(found, name=name, side=side, lines=lines, notes=(*notes, *cuts), excerpt=excerpt)
            if best is None or done.understood > best.understood:
                best, likeness = done, vendor.likeness
        if best is None or not best.understood:
            counted = tuple(Unread(line.number, line.text) for line in lines if line.text.strip())
            nothing = Input(name, side, "unknown", "unknown", lines, (), counted, 0, (*notes, *cuts), excerpt)
            best = self._retyped(nothing, text, index) or nothing
        elif likeness is not None:
            best = likeness.mended(best, index)
        best = structs.replace(best, events=tuple(_with_years(list(best.events))))
        return structs.replace(best, ike=ike_lines(best, lambda line: _PROMPT.match(line) or _COMMENT.match(line)))

    def _retyped(self, item: Input, text: str, index: int) -> Input | None:
        """The best loose reading of a short text of which no line was read as it stands."""
        if len(item.unread) > RETYPED:
            return None
        low = text.lower()
        read = [
            structs.replace(vendor.likeness.mended(item, index, alone=True), platform=vendor.platform)
            for vendor in self._vendors
            if vendor.likeness is not None and vendor.may_be(low)
        ]
        best = max(read, key=lambda done: sum(1 for event in done.events if event.loose), default=None)
        return structs.replace(best, kind="debug") if best is not None and best.events else None

    def with_nearest(self, item: Input) -> Input:
        """The input with the nearest known signature named for every line that was not read."""
        own = [vendor.likeness for vendor in self._vendors if item.platform in {vendor.platform, "unknown"} and vendor.likeness]
        found = [likeness.named(item) for likeness in own]
        if not found:
            return item
        unread = tuple(max(lines, key=lambda line: line.likeness) for lines in zip(*(one.unread for one in found), strict=True))
        return structs.replace(found[0], unread=unread)


class _Pass:
    """One reading of one text with one platform's signatures."""

    def __init__(self, vendor: Vendor, index: int) -> None:
        self._vendor, self._index = vendor, index
        self._events: list[Event] = []
        self._unread: list[Unread] = []
        self._blocks: dict[str, Block] = {}
        self._kinds: Counter[InputKind] = Counter()
        self._retyped: list[Unread] = []
        self._recognised = 0
        self._section = ""
        self._open: Line | None = None
        self._pieces: list[int] = []
        self._tail = ""
        self._long: Line | None = None
        self._read: dict[str, str] = {}
        self._memory: dict[str, dict[str, str]] = {}

    def run(self, lines: tuple[Line, ...]) -> Input:
        for line in lines:
            text = unquoted(line.text.replace("\xa0", " ")).rstrip()  # no-break blanks come with text copied from web pages
            if not text.strip():
                continue
            if _COMMENT.match(text):
                continue
            line_text, text = text, self._vendor.words.mended(text)
            if self._line(line, text):
                self._open = None
                if text != line_text:
                    self._retyped.append(Unread(line.number, line.text, RETYPED_STATE))
                else:
                    self._recognised += 1
        for name in list(self._blocks):
            self._close(name)
        self._events.sort(key=lambda event: event.line)
        retyped = {item.line for item in self._retyped}
        events = _with_years([structs.replace(event, loose=True) if event.line in retyped else event for event in self._events])
        kind: InputKind = self._kinds.most_common(1)[0][0] if self._kinds else "unknown"
        return Input(
            "", "local", self._vendor.platform, kind, (), tuple(events), tuple(self._unread), self._recognised, loosely=tuple(self._retyped)
        )

    def _line(self, line: Line, text: str) -> bool:
        prompt = _PROMPT.match(text)
        if prompt:
            self._section = prompt["command"]
            for name in list(self._blocks):
                self._close(name)
            return bool(prompt["command"])
        body = bodies.unwrap(text, self._vendor.wrapping)
        if body.tagged or body.peer or body.group:
            return self._log_line(line, body)
        return self._record_line(line, text) or self._plain_line(line, text, body)

    def _log_line(self, line: Line, body: Body) -> bool:
        self._kinds["syslog" if body.id else "debug"] += 1
        known_id = body.id in self._vendor.messages or self._vendor.matcher.has_id(body.id)
        foreign = body.id and not known_id and not body.id.startswith(_IKE_IDS)
        match = None if foreign else self._vendor.matcher.log_line(body, self._given(body))
        if match is not None:
            self._emit(line, match, body)
            self._long, self._tail = line, line.text
            return True
        known = self._vendor.messages.get(body.id)
        self._unread.append(Unread(line.number, line.text, loosely=known.means if known else ""))
        self._open, self._pieces, self._tail = line, [line.number], line.text
        if known:
            self._events.append(
                Event("detail", self._index, line.number, line.text, f"id {body.id}", body.time, body.peer, {}, {}, known.means)
            )
        return False

    def _given(self, body: Body) -> dict[str, str]:
        """What the wrapping says, and what earlier lines of the same connection left to be remembered.

        A line of no connection that is remembered knows what all connections agree in.
        """
        own = self._memory.get(_connection(body))
        if own is None:
            first, *rest = list(self._memory.values()) or [{}]
            own = {name: value for name, value in first.items() if all(other.get(name) == value for other in rest)}
        return {**own, **body.fields}

    def _record_line(self, line: Line, text: str) -> bool:
        taken = False
        statement = is_config(text)
        for signature in self._vendor.matcher.records:
            fields = self._vendor.matcher.record_fields(signature, text)
            if not fields:
                continue
            block = self._blocks.get(signature.id)
            if statement and (block is None or line.number - block.last > 2):  # noqa: PLR2004
                continue  # a statement of the configuration may stand inside a block of show output, but begins none
            if block is not None and (not block.takes(fields) or line.number - block.last > BLOCK_GAP):
                self._close(signature.id)
                block = None
            if block is None:
                block = self._blocks[signature.id] = Block(signature, line.number, text)
            block.add(line.number, line.text, fields)
            taken = True
        if taken:
            self._kinds["show"] += 1
        return taken

    def _plain_line(self, line: Line, text: str, body: Body) -> bool:
        """A line with no tag and no prefix: show output, a configuration statement, or a bare log text."""
        match = self._vendor.matcher.show_line(text)
        if match is not None:
            self._kinds["show"] += 1
            self._emit(line, match, body)
            return True
        if is_config(text):
            statement = read_config_line(text)
            if statement is not None:
                self._kinds["config"] += 1
                self._events.append(Event("detail", self._index, line.number, text, "config", None, "", statement, {}, ""))
                return True
        match = self._vendor.matcher.log_line(body, self._given(body))
        if match is not None:
            self._kinds["debug"] += 1
            self._emit(line, match, body)
            self._long, self._tail = line, line.text
            return True
        if self._continues(line, text):
            return True
        self._unread.append(Unread(line.number, text))
        return False

    def _completes(self, line: Line, text: str) -> bool:
        """Whether the line is the rest of one that was read as far as it went: joined, the two say more."""
        start, self._long = self._long, None
        if start is None or not self._events or self._events[-1].line != start.number or not _wrapped(self._tail, text):
            return False
        for joint in ("", " "):
            whole = start.text + joint + text.strip()
            body = bodies.unwrap(whole, self._vendor.wrapping)
            match = self._vendor.matcher.log_line(body, self._given(body))
            if match is not None and (match.signature.id, match.fields) != (self._events[-1].signature, self._read):
                shown = self._events.pop().text
                self._emit(Line(start.number, shown), match, body)
                self._long, self._tail = Line(start.number, whole), line.text
                return True
        return False

    def _continues(self, line: Line, text: str) -> bool:
        """Whether the line is the rest of a log line that a terminal or a mail wrapped: joined, they are read."""
        if self._completes(line, text):
            return True
        start, pieces = self._open, self._pieces
        if start is None or [item.line for item in self._unread[-len(pieces) :]] != pieces or not _wrapped(self._tail, text):
            return False
        for joint in ("", " "):
            whole = start.text + joint + text.strip()
            body = bodies.unwrap(whole, self._vendor.wrapping)
            match = self._vendor.matcher.log_line(body)
            if match is not None:
                shown = self._unread[-len(pieces)].text
                del self._unread[-len(pieces) :]
                self._events = [event for event in self._events if event.line != start.number]
                self._emit(Line(start.number, shown), match, body)
                self._recognised += len(pieces)
                self._long, self._tail = Line(start.number, whole), line.text
                return True
        hard = len(self._tail) >= TERMINAL
        self._open = Line(start.number, start.text + ("" if hard else " ") + text.strip())
        self._pieces, self._tail = [*pieces, line.number], line.text
        return False

    def _close(self, name: str) -> None:
        block = self._blocks.pop(name)
        match = finish(block.signature, block.fields)
        places = {finding: block.places[field] for finding, field in match.because.items() if field in block.places}
        number, text = block.places.get("state", (block.line, block.text))
        self._events.append(
            Event(
                match.signature.event,
                self._index,
                number,
                text,
                name,
                None,
                match.fields.get("peer", ""),
                match.fields,
                match.asserts,
                match.signature.means,
                match.signature.notable,
                places,
            )
        )

    def _emit(self, line: Line, match: Match, body: Body) -> None:
        fields = {**body.fields, **match.fields}
        self._read = match.fields
        for name, source in match.signature.remember.items():
            self._memory.setdefault(_connection(body), {})[name] = fields.get(source, "")
        for name in ("group", "user"):
            value = getattr(body, name)
            if value:
                fields.setdefault(name, value)
        peer = body.peer or fields.get("peer", "")
        signature = match.signature
        self._events.append(
            Event(
                signature.event,
                self._index,
                line.number,
                line.text,
                signature.id,
                body.time,
                peer,
                fields,
                match.asserts,
                signature.means,
                signature.notable,
            )
        )


def _wrapped(before: str, text: str) -> bool:
    """Whether the first word of a line would not have fitted on the line before it."""
    return len(before.rstrip()) + 1 + len(text.split(maxsplit=1)[0]) > NARROWEST


def _connection(body: Body) -> str:
    """What tells one connection's lines from another's."""
    return body.fields.get("connection", "") or body.peer


def _with_years(events: list[Event]) -> list[Event]:
    """Stamps without a year take the year of their dated neighbours, so that gaps come out right."""
    years = [bodies.year_of(event.time) for event in events if event.time is not None and not bodies.lacks_year(event.time)]
    if not years:
        return events
    return [
        structs.replace(event, time=bodies.with_year(event.time, years[-1]))
        if event.time is not None and bodies.lacks_year(event.time)
        else event
        for event in events
    ]
