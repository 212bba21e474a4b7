"""Reads lines with one platform's signatures: events, kinds, and what was not read, line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct, structs

from assistant.model.entries import Example, InputKind, MessageId, Platform, Signature, StateWord
from assistant.model.observed import Body, Event, Input, Line, Unread
from assistant.reading import body as bodies
from assistant.reading import marks
from assistant.reading.chunks import Reading, reading_of
from assistant.reading.clean import unquoted
from assistant.reading.config import addresses_in, is_statement
from assistant.reading.matcher import Block, Match, Matcher, event_of, finish
from assistant.reading.nearest import Likeness, examples_of
from assistant.reading.sloppy import StateWords

_PROMPT = re.compile(
    r"^\s*[\w.\-/]{1,64}(?:\([\w\-]{1,40}\))?[#>]\s{0,2}(?P<command>(?:sh|debug|ping|packet|more|clear|no |undebug|capture|term|conf|exit|end)\b.*|)$"
)
_COMMENT = re.compile(r"^\s*(?:!(?!!)|#\s(?!sh)|```)")
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
    names: tuple[str, ...] = ()

    def tries(self, text: str) -> bool:
        """Whether the text, or the shapes of its lines, may be of this platform."""
        return not self.gates or any(gate in text for gate in self.gates)

    def tries_shapes(self, shapes: str) -> bool:
        """Whether a text of these line shapes (see ``shapes_of``) may be of this platform."""
        return not self.gates or any(_DIGITS.sub("0", gate) in shapes for gate in self.gates)

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
    words = StateWords(state.word for state in states)
    return Vendor(platform.id, matcher, messages, states, platform.gates, wrapping, likeness, words, platform.nicknames)


_DIGITS = re.compile(r"[0-9]+")


def shapes_of(lines: Iterable[Line]) -> str:
    """The different lines of a text with every number as 0: a log of many lines has few shapes, and gates are looked for in these."""
    return "\n".join({_DIGITS.sub("0", line.text) for line in lines})


class Passed(Struct):
    """What one reading of a text found: the input so far, and what was read on which line."""

    input: Input
    reading: Reading


def read_as(
    vendor: Vendor, lines: Sequence[Line], index: int, forced: Mapping[int, InputKind] | None = None, *, whole: bool = False
) -> Passed:
    """Read lines with one platform's signatures. ``forced`` says of what kind a line is where the user said so.

    ``whole``: no line goes on in the next one, as in the rows of an export.
    """
    return _Pass(vendor, index, forced or {}, whole=whole).run(lines)


def aside(text: str) -> bool:
    """Whether a line says nothing of itself: a prompt or a comment."""
    return bool(_PROMPT.match(text) or _COMMENT.match(text))


class _Pass:
    """One reading of one text with one platform's signatures."""

    def __init__(self, vendor: Vendor, index: int, forced: Mapping[int, InputKind], *, whole: bool) -> None:
        self._vendor, self._index, self._forced, self._whole = vendor, index, forced, whole
        self._lines: dict[int, InputKind] = {}
        self._done: set[int] = set()
        self._events: list[Event] = []
        self._unread: list[Unread] = []
        self._blocks: dict[str, Block] = {}
        self._kinds: Counter[InputKind] = Counter()
        self._retyped: list[Unread] = []
        self._recognised = 0
        self._open: Line | None = None
        self._pieces: list[int] = []
        self._tail = ""
        self._long: Line | None = None
        self._emitted: dict[str, str] = {}
        self._memory: dict[str, dict[str, str]] = {}

    def run(self, lines: Sequence[Line]) -> Passed:
        for line in lines:
            text = unquoted(line.text.replace("\xa0", " ")).rstrip()  # no-break blanks come with text copied from web pages
            if not text.strip():
                continue
            if _COMMENT.match(text):
                continue
            line_text, text = text, self._vendor.words.mended(text)
            if self._line(line, text):
                self._done.add(line.number)
                self._open = None
                if text != line_text:
                    self._retyped.append(Unread(line.number, line.text, RETYPED_STATE))
                else:
                    self._recognised += 1
        for name in list(self._blocks):
            self._close(name)
        self._events.sort(key=lambda event: event.line)
        retyped = {item.line for item in self._retyped}
        events = with_years([structs.replace(event, loose=True) if event.line in retyped else event for event in self._events])
        kind: InputKind = self._kinds.most_common(1)[0][0] if self._kinds else "unknown"
        found = Input(
            "", "local", self._vendor.platform, kind, (), tuple(events), tuple(self._unread), self._recognised, loosely=tuple(self._retyped)
        )
        return Passed(found, reading_of(self._vendor.platform, self._lines, self._done, events))

    def _is(self, kind: InputKind, line: Line) -> None:
        """Note of what kind a line is."""
        self._kinds[kind] += 1
        self._lines[line.number] = kind

    def _line(self, line: Line, text: str) -> bool:
        prompt = _PROMPT.match(text)
        other = None if prompt else marks.prompt(text)
        if prompt or other:
            for name in list(self._blocks):
                self._close(name)
        if prompt:
            return bool(prompt["command"])
        before = len(self._unread)
        if self._output(line, text):
            return True
        if other:
            del self._unread[before:]
        return bool(other and other.command)

    def _output(self, line: Line, text: str) -> bool:
        """A line that a device wrote."""
        body = bodies.unwrap(text, self._vendor.wrapping)
        kind = self._forced.get(line.number)
        if kind is not None:
            return self._told(line, text, body, kind)
        if body.tagged or body.peer or body.group:
            return self._log_line(line, body)
        return self._record_line(line, text) or self._plain_line(line, text, body)

    def _told(self, line: Line, text: str, body: Body, kind: InputKind) -> bool:
        """A line of which the user said what it is: it is read as that and as nothing else."""
        if kind == "show":
            done = self._record_line(line, text) or self._shown(line, text, body)
        elif kind == "config":
            done = self._shown(line, text, body) or self._statement(line, text)
        else:
            done = self._log_line(line, body)
        if not done and kind in {"show", "config"}:
            self._unread.append(Unread(line.number, text))
        self._lines[line.number] = kind
        return done

    def _log_line(self, line: Line, body: Body) -> bool:
        self._is("syslog" if body.id else "debug", line)
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
        statement = is_statement(text)
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
            self._is("show", line)
        return taken

    def _plain_line(self, line: Line, text: str, body: Body) -> bool:
        """A line with no tag and no prefix: show output, a configuration statement, or a bare log text."""
        if self._shown(line, text, body) or self._statement(line, text):
            return True
        match = self._vendor.matcher.log_line(body, self._given(body))
        if match is not None:
            self._is("debug", line)
            self._emit(line, match, body)
            self._long, self._tail = line, line.text
            return True
        if self._continues(line, text):
            return True
        self._unread.append(Unread(line.number, text))
        if len(text) >= NARROWEST and self._open is None:
            self._open, self._pieces, self._tail = line, [line.number], line.text
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
            if match is not None and (match.signature.id, match.fields) != (self._events[-1].signature, self._emitted):
                shown = self._events.pop().text
                self._emit(Line(start.number, shown), match, body)
                self._long, self._tail = Line(start.number, whole), line.text
                return True
        return False

    def _shown(self, line: Line, text: str, body: Body) -> bool:
        """A single line of show output, or a statement that the platform's signatures read."""
        match = self._vendor.matcher.show_line(text)
        if match is None:
            return False
        self._is("show", line)
        self._emit(line, match, body)
        return True

    def _statement(self, line: Line, text: str) -> bool:
        """A configuration statement of the form that ASA, PIX and IOS write."""
        if not is_statement(text):
            return False
        self._is("config", line)
        self._events.append(Event("detail", self._index, line.number, text, "config", None, "", addresses_in(text), {}, ""))
        return True

    def _continues(self, line: Line, text: str) -> bool:
        """Whether the line is the rest of a log line that a terminal or a mail wrapped: joined, they are read."""
        if self._whole:
            return False
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
                self._done.update(pieces)
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
        event = event_of(match, body, self._index, line.number, line.text)
        self._emitted = match.fields
        for name, source in match.signature.remember.items():
            self._memory.setdefault(_connection(body), {})[name] = event.fields.get(source, "")
        self._events.append(event)


def _wrapped(before: str, text: str) -> bool:
    """Whether the first word of a line would not have fitted on the line before it."""
    return len(before.rstrip()) + 1 + len(text.split(maxsplit=1)[0]) > NARROWEST


def _connection(body: Body) -> str:
    """What tells one connection's lines from another's."""
    return body.fields.get("connection", "") or body.peer


def with_years(events: list[Event]) -> list[Event]:
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
