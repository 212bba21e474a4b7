"""The outer syntax of FortiOS configurations: ``config``, ``edit``, ``set``, ``next`` and ``end`` to a list of tables' entries.

A paste may begin or end within an entry: what is set there is kept, and the entry says whether its end was seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from assistant.configs.tree import DEEPEST, place
from assistant.model.observed import Evidence, Line

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"?|([^\s"]+)')
_QUOTED_LINES = 400
"""Lines that one quoted value may run over (certificates, messages); a quote that stays open longer was none."""


class Option(Struct, frozen=True):
    """One ``set`` line: its values without their quotes, and its place."""

    words: tuple[str, ...]
    where: Evidence


class Block(Struct):
    """One entry of a table. ``path`` is the table (``vpn ipsec phase1-interface``), empty where the paste does not show it.

    ``outer`` is the table around it (``router bgp`` of its ``neighbor``), ``vdom`` the virtual domain. ``ended`` says that the table's end was seen.
    """

    path: str
    name: str
    where: Evidence
    options: dict[str, Option] = field(default_factory=dict)
    begun: bool = True
    closed: bool = False
    outer: str = ""
    vdom: str = ""
    ended: bool = False

    @property
    def whole(self) -> bool:
        """Whether the paste shows the entry from its head to its end: only then is a default known."""
        return self.begun and self.closed


class _Frame(Struct):
    path: str
    outer: str = ""
    vdom: str = ""
    block: Block | None = None
    blocks: list[Block] = field(default_factory=list)

    def entry(self, name: str, where: Evidence, *, begun: bool = True) -> Block:
        self.block = Block(self.path, name, where, begun=begun, outer=self.outer, vdom=self.vdom)
        self.blocks.append(self.block)
        return self.block

    def inner(self, path: str) -> _Frame:
        vdom = self.block.name if self.path == "vdom" and self.block is not None else self.vdom
        return _Frame(path, self.path, vdom)


def blocks(lines: Sequence[Line], index: int) -> list[Block]:
    """Every entry with a ``set`` line, in the order of the text."""
    found: list[Block] = []
    stack = [_Frame("")]
    quoted_until = -1
    for number, line in enumerate(lines):
        if number <= quoted_until:
            continue
        words = [match[1] if match[1] is not None else match[2] for match in _WORD.finditer(line.text)]
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "set" and _open(line.text):
            quoted_until = _closing(lines, number)
        where = place(index, line)
        frame = stack[-1]
        match words:
            case ["config", *path] if path:
                if len(stack) < DEEPEST:
                    stack.append(frame.inner(" ".join(path)))
            case ["edit", name, *_]:
                found.append(frame.entry(name, where))
            case ["set", option, *values]:
                if frame.block is None:
                    # within a table there are settings without an entry (`config system global`); outside, the head is missing
                    found.append(frame.entry("", where, begun=bool(frame.path)))
                if frame.block is not None:
                    frame.block.options[option] = Option(tuple(values), where)
            case ["next"] | ["end"]:
                if frame.block is not None:
                    frame.block.closed = True
                    frame.block = None
                if words == ["end"] and len(stack) > 1:
                    for block in stack.pop().blocks:
                        block.ended = True
            case _:
                pass
    return [block for block in found if block.options]


def _open(text: str) -> bool:
    return (text.count('"') - text.count('\\"')) % 2 == 1


def _closing(lines: Sequence[Line], start: int) -> int:
    """The line in which a value that was opened in ``start`` is closed; ``start`` itself where it is not."""
    for number in range(start + 1, min(len(lines), start + _QUOTED_LINES)):
        if _open(lines[number].text):
            return number
    return start
