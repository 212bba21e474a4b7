"""The outer syntax of an XML configuration: elements with the line that each begins in, as far as the text goes.

Expat (the parser of Python's standard library) reads it, a line at a time. A text of which only a part was pasted is none
that XML allows: what it closes without having opened it, and a line that is no XML, is passed over. Every text begins within an
element of our own, where a DOCTYPE or an entity cannot be declared, so that nothing can be expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.parsers import expat

from msgspec import Struct, field

from assistant.configs.tree import place
from assistant.model.observed import Evidence, Line

DEEPEST = 40
"""Elements within each other that are followed; no config.xml nests as deep."""
MOST_OPEN = 1_000
"""Elements without an end after which the rest is left out: such a text is no configuration."""
LONGEST = 4_000
"""Characters of an element's text that are kept; longer ones are certificates and the like."""
MOST_FAULTS = 500
"""Lines that are no XML after which the rest is left out."""
DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
"""What a firewall never writes and what attacks on XML parsers begin with."""
_TOKEN = re.compile(r"<(secret-\d+|encrypted|removed)>")
_HEAD = re.compile(r"<\?xml[^>]{0,200}\?>")
_CLOSING = re.compile(r"</([A-Za-z_][\w.-]{0,100})\s{0,10}>")


class Element(Struct):
    """One element: its name, its own text, its place, its attributes and what stands in it."""

    name: str
    where: Evidence
    text: str = ""
    attributes: dict[str, str] = {}
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]

    def get(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def said(self, name: str) -> str:
        """The text of the first child of that name; empty where it is missing."""
        child = self.get(name)
        return child.text if child is not None else ""

    def within(self, name: str) -> Iterator[Element]:
        """Every element of that name at any depth."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.within(name)


class _Reader:
    """Builds the elements. ``open`` are those that are not closed yet, our own first."""

    def __init__(self, index: int, first: Line) -> None:
        self.index = index
        self.line = first
        self.open = [Element("text", place(index, first))]
        self.muted = False
        self.parser = self._fresh()

    def _fresh(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self.muted = True
        parser.Parse("".join(f"<{element.name}>" for element in self.open), False)
        self.muted = False
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.muted:
            return
        element = Element(name, place(self.index, self.line), attributes=attributes)
        if len(self.open) < DEEPEST:
            self.open[-1].children.append(element)
        self.open.append(element)

    def _end(self, _: str) -> None:
        if len(self.open) > 1:
            self.open[-1].text = self.open[-1].text.strip()
            self.open.pop()

    def _characters(self, data: str) -> None:
        if not self.muted and len(self.open[-1].text) < LONGEST:
            self.open[-1].text += data

    def feed(self, line: Line) -> bool:
        """Take a line; false where it is no XML here."""
        self.line = line
        try:
            self.parser.Parse(_TOKEN.sub(r"&lt;\1&gt;", _HEAD.sub("", line.text)) + "\n", False)
        except expat.ExpatError:
            self._mend(line)
            return False
        return True

    def _mend(self, line: Line) -> None:
        """Close what the line closes, and begin anew within what is still open."""
        for name in _CLOSING.findall(line.text):
            depth = next((depth for depth in range(len(self.open) - 1, 0, -1) if self.open[depth].name == name), 0)
            if depth:
                del self.open[depth:]
        self.parser = self._fresh()


def elements(lines: Sequence[Line], index: int) -> Element:
    """The elements of the text within one of our own."""
    if not lines:
        return Element("text", Evidence(index, 0, ""))
    reader = _Reader(index, lines[0])
    top = reader.open[0]
    faults = 0
    for line in lines:
        faults += not reader.feed(line)
        if faults > MOST_FAULTS or len(reader.open) > MOST_OPEN:
            break
    for element in reader.open:
        element.text = element.text.strip()
    return top
