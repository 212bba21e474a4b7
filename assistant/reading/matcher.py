"""Finds the signature of a line, and puts the lines of a block of show output together.

A signature's gate is a literal that is looked for before its pattern is compiled or run, and a
line's syslog id picks its own signatures first, so a line costs a few comparisons, not hundreds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from assistant.model.entries import Signature
from assistant.model.observed import Body, Event
from assistant.reading.pairs import pairs_in
from assistant.reading.when import holds

Compile = Callable[[str], Any]


class Match(Struct, frozen=True):
    """A signature that read a line, with its fields made uniform and the findings it speaks for.

    ``because`` names, for a finding that depends on fields, the one that comes first in its condition.
    """

    signature: Signature
    fields: dict[str, str]
    asserts: dict[str, bool]
    because: dict[str, str] = {}


def finish(signature: Signature, captured: dict[str, str], given: Mapping[str, str] | None = None) -> Match:
    """Constants added, values made uniform, conditional findings decided.

    ``given`` is what the wrapping and earlier lines say: conditions may use it, fields do not take it over.
    """
    fields = {**signature.fields, **captured}
    for name, words in signature.values.items():
        if name in fields:
            fields[name] = words.get(fields[name], fields[name])
    known = {**given, **fields} if given else fields
    held = [item for item in signature.asserts if holds(item.when, known)]
    return Match(
        signature, fields, {item.finding: item.value for item in held}, {item.finding: next(iter(item.when)) for item in held if item.when}
    )


def event_of(match: Match, body: Body, index: int, number: int, text: str, *, loose: bool = False) -> Event:
    """The event of a line that a signature read: its fields with those of the wrapping, the peer that either names.

    ``index`` is the input's number, ``number`` the line's; ``loose``: the line only almost fits.
    """
    fields = {**body.fields, **match.fields}
    for name, value in (("group", body.group), ("user", body.user)):
        if value:
            fields.setdefault(name, value)
    signature = match.signature
    return Event(
        signature.event,
        index,
        number,
        text,
        signature.id,
        body.time,
        body.peer or fields.get("peer", ""),
        fields,
        match.asserts,
        signature.means,
        signature.notable,
        loose=loose,
    )


class Matcher:
    """All signatures of one platform, ready to be tried.

    Patterns of ``untrusted`` signatures (a user's overlay) are run by RE2, which no text can slow down.
    """

    def __init__(self, signatures: Iterable[Signature], untrusted: Iterable[str] = ()) -> None:
        self._untrusted = frozenset(untrusted)
        self._compiled: dict[str, Any] = {}
        self._by_id: dict[str, list[Signature]] = {}
        self._free: list[Signature] = []
        self._whole: list[Signature] = []
        self.records: list[Signature] = []
        for signature in signatures:
            if signature.status == "retired":
                continue
            if signature.record:
                self.records.append(signature)
            elif "show" in signature.kind or "config" in signature.kind:
                self._whole.append(signature)
            else:
                for name in signature.ids:
                    self._by_id.setdefault(name, []).append(signature)
                self._free.append(signature)

    def has_id(self, message_id: str) -> bool:
        """Whether a signature is for this syslog id."""
        return message_id in self._by_id

    def log_line(self, body: Body, given: Mapping[str, str] | None = None) -> Match | None:
        """The signature of a log line's body. ``given``: what is known beside the line itself."""
        own = self._by_id.get(body.id, ()) if body.id else ()
        return self._first(own, body.text, given) or self._first(self._free, body.text, given)

    def show_line(self, text: str) -> Match | None:
        """The signature of a single line of show output."""
        return self._first(self._whole, text)

    def record_fields(self, signature: Signature, text: str) -> dict[str, str]:
        """The fields that a line adds to a block of this signature; empty if it is none of its lines."""
        got: dict[str, str] = {}
        for index, pattern in enumerate(signature.record):
            found = self._pattern(f"{signature.id}#{index}", pattern, signature.id).search(text)
            if found:
                got.update({name: value.strip() for name, value in found.groupdict().items() if value is not None})
                got.setdefault("", "")
        return got

    def matches(self, signature: Signature, text: str) -> bool:
        """Whether this one signature reads the text; for checks, not for reading."""
        if signature.gate and signature.gate not in text:
            return False
        return self._pattern(signature.id, signature.pattern, signature.id).search(text) is not None

    def found(self, signature: Signature, text: str) -> Any:
        """This signature's match in a text, its gate aside; ``None`` where it has none."""
        return self._pattern(signature.id, signature.pattern, signature.id).search(text)

    def _first(self, signatures: Iterable[Signature], text: str, given: Mapping[str, str] | None = None) -> Match | None:
        for signature in signatures:
            if signature.gate and signature.gate not in text:
                continue
            found = self._pattern(signature.id, signature.pattern, signature.id).search(text)
            if found:
                captured = {name: value.strip() for name, value in found.groupdict().items() if value is not None}
                if signature.pairs:
                    captured = {**pairs_in(text, signature.pairs), **captured}
                return finish(signature, captured, given)
        return None

    def _pattern(self, key: str, pattern: str, owner: str) -> Any:
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = self._compile(pattern, owner)
        return compiled

    def _compile(self, pattern: str, owner: str) -> Any:
        if owner in self._untrusted:
            import re2  # noqa: PLC0415 - only where somebody brought patterns of their own

            return re2.compile(pattern)
        return re.compile(pattern)


class Block:
    """A record that is being put together."""

    def __init__(self, signature: Signature, line: int, text: str) -> None:
        self.signature, self.line, self.text = signature, line, text
        self.fields: dict[str, str] = {}
        self.places: dict[str, tuple[int, str]] = {}
        self.last = line

    def takes(self, fields: dict[str, str]) -> bool:
        """Whether the fields are new to the block; a field that comes again begins the next one."""
        return not any(name in self.fields for name in fields if name)

    def add(self, line: int, text: str, fields: dict[str, str]) -> None:
        """Take a line's fields in, with the line that each came from."""
        for name, value in fields.items():
            if name:
                self.fields[name] = value
                self.places[name] = (line, text)
        self.last = line
