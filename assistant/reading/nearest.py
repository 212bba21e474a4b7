"""For lines that no signature read: the nearest known signature, and the loose reading where one almost fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import structs

from assistant.model.entries import Example, MessageId, Signature
from assistant.model.observed import Body, Event, Input, Unread
from assistant.reading import body as bodies
from assistant.reading.matcher import Matcher, event_of
from assistant.reading.words import MESSAGE_ID, looks_like_ike, tokens

if TYPE_CHECKING:  # a text that is read to its last line needs neither
    from assistant.reading.loose import Loose
    from assistant.reading.templates import Index, Near

SHOWN_FROM = 0.6
"""Likeness from which a signature is named as the nearest; below it the likeness is chance."""
MOST_COMPARED = 5_000
"""Unread lines, different in more than their values, that are compared with what is known; a log of other things has no end of them."""
_TRIED = 6
_HEADER = 160
_HEADS = tuple(
    (re.compile(rf"(?i){shape}"), printed)
    for shape, printed in (
        (r"%(asa|pix|ftd|fwsm)-", ""),
        (r"\[ikev1", "[IKEv1"),
        (r"\bgroup =", "Group ="),
        (r"\busername =", "Username ="),
        (r"\bip =", "IP ="),
    )
)
"""What stands before an ASA's messages, for lines that were typed off in another case."""


def examples_of(signatures: Iterable[Signature]) -> dict[str, Example]:
    """The samples and near misses that signatures carry where they come straight from YAML."""
    return {item.id: Example(tuple(one.text for one in item.samples), tuple(one.text for one in item.misses)) for item in signatures}


class Likeness:
    """Compares lines with the samples of one platform's signatures. Made when the first line asks for it."""

    def __init__(
        self,
        signatures: Iterable[Signature],
        examples: Callable[[], Mapping[str, Example]],
        matcher: Matcher,
        wrapping: Sequence[Any],
        messages: Mapping[str, MessageId],
        ike_ids: tuple[str, ...],
    ) -> None:
        self._signatures, self._examples, self._matcher, self._wrapping = tuple(signatures), examples, matcher, wrapping
        self._anycase: tuple[Any, ...] | None = None
        self._messages, self._ike_ids = messages, ike_ids
        self._made: Index | None = None
        self._nearest: dict[tuple[str, ...], Near | None] = {}

    @property
    def _index(self) -> Index:
        from assistant.reading.templates import Index, templates_of  # noqa: PLC0415

        if self._made is None:
            self._made = Index(templates_of(self._signatures, self._examples(), self._unwrap, self._matcher.found))
        return self._made

    def _unwrap(self, text: str) -> Body:
        body = bodies.unwrap(text, self._wrapping)
        if body.tagged or body.peer or body.group:
            return body
        if self._anycase is None:
            self._anycase = tuple(re.compile(pattern.pattern, re.IGNORECASE) for pattern in self._wrapping)
        return bodies.unwrap(_headed(text), self._anycase)

    def _foreign(self, text: str) -> bool:
        """Whether the line carries a message id of another matter."""
        found = MESSAGE_ID.search(text, 0, 200)
        return (
            found is not None
            and not found["id"].startswith(self._ike_ids)
            and found["id"] not in self._messages
            and not self._matcher.has_id(found["id"])
        )

    def mended(self, item: Input, index: int, *, alone: bool = False) -> Input:
        """The input with its unread lines read loosely where that can be done.

        ``index`` is the input's number. ``alone``: no line was read closely, so that only lines count which say all that a signature's lines say.
        """
        loosely: list[Unread] = list(item.loosely)
        unread: list[Unread] = []
        events: dict[int, Event] = {}
        seen: set[tuple[str, ...]] = set()
        turned: set[int] = set()
        for line in item.unread:
            done = self._read(line, seen) if not self._foreign(line.text) else None
            if line.loosely and done is None and self._turned(line.text):
                turned.add(line.line)
                unread.append(structs.replace(line, loosely=""))
                continue
            if done is None or (alone and done[0].match is None and not line.loosely):
                (loosely if line.loosely else unread).append(line)
                continue
            reading, body = done
            if reading.match is not None or not line.loosely:
                events[line.line] = _event(index, line, reading, body)
            loosely.append(structs.replace(line, loosely=line.loosely or reading.means, nearest=reading.template.signature.id))
        kept = [event for event in item.events if event.line not in events and event.line not in turned]
        notes = item.notes
        if len(seen) >= MOST_COMPARED:
            notes = (*notes, f"only the first {MOST_COMPARED} different lines of those not recognised were compared with what is known")
        return structs.replace(
            item,
            events=tuple(sorted((*kept, *events.values()), key=lambda event: event.line)),
            unread=tuple(unread),
            loosely=tuple(sorted(loosely, key=lambda line: line.line)),
            notes=notes,
        )

    def _read(self, line: Unread, seen: set[tuple[str, ...]]) -> tuple[Loose, Body] | None:
        from assistant.reading.loose import read_loosely  # noqa: PLC0415

        body = self._unwrap(line.text)
        listed = tokens(body.text)
        key = tuple(token.word for token in listed if token.is_word)
        if key not in seen:
            if len(seen) >= MOST_COMPARED:
                return None
            seen.add(key)
        near = self._index.near(listed, _TRIED)
        if not near:
            return None
        reading = read_loosely(line.text, body, near, self._index.speller, self._matcher.found)
        return (reading, body) if reading is not None else None

    def _turned(self, text: str) -> bool:
        """Whether a line denies what lines of its message id say, so that even the id's general meaning may not hold."""
        from assistant.reading.loose import TURNS  # noqa: PLC0415
        from assistant.reading.templates import words_of  # noqa: PLC0415

        body = self._unwrap(text)
        printed = [set(words_of(item.text)) for item in self._index.of_id(body.id)]
        return bool(printed) and any(word in TURNS and not any(word in words for words in printed) for word in words_of(body.text))

    def named(self, item: Input) -> Input:
        """The input with the nearest known signature of every line that was not read; nothing where none is like it."""
        return structs.replace(
            item, unread=tuple(self._named(line) for line in item.unread), loosely=tuple(self._named(line) for line in item.loosely)
        )

    def _named(self, line: Unread) -> Unread:
        if self._foreign(line.text):
            return line
        listed = tokens(self._unwrap(line.text).text)
        key = tuple(token.word for token in listed if token.is_word)
        if key not in self._nearest:
            near = self._index.near(listed, 1)
            self._nearest[key] = near[0] if near and near[0].likeness >= SHOWN_FROM else None
        found = self._nearest[key]
        if found is None:
            return line
        signature = found.template.signature
        return structs.replace(line, nearest=signature.id, nearest_means=signature.means, likeness=round(min(found.likeness, 0.99), 2))


def _headed(text: str) -> str:
    """The line with what stands before an ASA's message in the case in which the device prints it."""
    head, rest = text[:_HEADER], text[_HEADER:]
    for pattern, printed in _HEADS:
        found = pattern.search(head)
        if found:
            head = head[: found.start()] + (printed or found[0].upper()) + head[found.end() :]
    return head.replace("[IKEv1 debug]", "[IKEv1 DEBUG]") + rest


def _event(index: int, line: Unread, reading: Loose, body: Body) -> Event:
    """The event of a loose reading: the signature's own where the line says all of it, else a detail with the general meaning."""
    signature = reading.template.signature
    match = reading.match
    if match is None:
        return Event("detail", index, line.line, line.text, signature.id, body.time, body.peer, {}, {}, reading.means, loose=True)
    return event_of(match, body, index, line.line, line.text, loose=True)


def ike_lines(item: Input, aside: Callable[[str], Any]) -> int:
    """How many lines are IKE or IPsec text: those that were read, statements of a configuration aside, and those that look like it.

    ``aside`` tells the lines that say nothing (prompts, comments).
    """
    other = {line.line for line in item.unread} | {event.line for event in item.events if event.signature == "config"}
    return sum(
        1 for line in item.lines if line.text.strip() and (looks_like_ike(line.text) if line.number in other else not aside(line.text))
    )
