"""The outer syntax of configurations: lines to a tree of statements, each with its place.

Two forms carry most platforms: blocks by indentation (Cisco, ipsec.conf) and blocks in braces (swanctl.conf, Junos).
Nothing is interpreted here, and nothing raises: a block that is cut off ends with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from assistant.model.observed import Evidence, Line

DEEPEST = 40
"""Levels of blocks that are followed; no configuration nests as deep."""


class Statement(Struct):
    """One statement with its place and the statements of its block."""

    text: str
    where: Evidence
    children: list[Statement] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The statement's words."""
        return self.text.split()

    def all(self) -> Iterator[Statement]:
        """The statements of the block and of the blocks in it."""
        for child in self.children:
            yield child
            yield from child.all()


def place(index: int, line: Line) -> Evidence:
    """A line as evidence."""
    return Evidence(index, line.number, line.text.strip())


def indented(lines: Sequence[Line], index: int, comments: str = "!") -> list[Statement]:
    """Blocks by indentation: a line that is indented deeper than the one before belongs to it."""
    top: list[Statement] = []
    open_: list[tuple[int, Statement]] = []
    for line in lines:
        text = line.text.rstrip()
        bare = text.strip()
        if not bare or bare[0] in comments:
            continue
        depth = len(text) - len(text.lstrip())
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        statement = Statement(bare, place(index, line))
        (open_[-1][1].children if open_ else top).append(statement)
        if len(open_) < DEEPEST:
            open_.append((depth, statement))
    return top


_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[{};]|#|[^\s{};#"]+|\s+')


def braced(lines: Sequence[Line], index: int, *, semicolons: bool) -> list[Statement]:
    """Blocks in braces. With ``semicolons`` a statement ends there (Junos); without, at the end of its line (swanctl.conf)."""
    top: list[Statement] = []
    stack: list[list[Statement]] = [top]
    text = ""
    where: Evidence | None = None

    def close() -> None:
        nonlocal text, where
        if text.strip() and where is not None:
            stack[-1].append(Statement(" ".join(text.split()), where))
        text, where = "", None

    for line in lines:
        if semicolons and line.text.lstrip().startswith(("##", "/*", "*")):
            continue
        for piece in _PIECE.findall(line.text):
            if piece == "#":
                break
            if piece == "{":
                opened = Statement(" ".join(text.split()), where or place(index, line))
                stack[-1].append(opened)
                stack.append(opened.children if len(stack) < DEEPEST else [])
                text, where = "", None
            elif piece == "}":
                close()
                if len(stack) > 1:
                    stack.pop()
            elif piece == ";":
                close()
            else:
                if where is None and piece.strip():
                    where = place(index, line)
                text += piece
        if not semicolons:
            close()
        else:
            text += " "
    close()
    return top
