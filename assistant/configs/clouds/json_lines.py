"""JSON as command lines print it, one value a line: every value with its path and its line, as far as the text goes.

A parser of whole documents would give no lines and nothing of a text that is cut. What stands all on one line is taken
apart first; its values then all have that line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from assistant.model.observed import Evidence, Line

_OPENS = re.compile(r'^\s*(?:"(?P<key>[^"\\]{1,80})"\s*:\s*)?[\[{]\s*$')
_CLOSES = re.compile(r"^\s*[\]}]\s*,?\s*$")
_VALUE = re.compile(
    r'^\s*(?:"(?P<key>[^"\\]{1,80})"\s*:\s*)?(?P<value>"(?:[^"\\]|\\.)*"|[-0-9.eE+]+|true|false|null|\[\s*\]|\{\s*\})\s*,?\s*$'
)
_SECRET = re.compile(r"(?i)key$|secret|password")
DEEPEST = 40
LONGEST = 2_000_000
"""Characters of one line that are taken apart."""


class Value(Struct, frozen=True):
    """One value; the numbers in its path count the entries of lists. Empty lists and objects are ``[]``."""

    path: tuple[str | int, ...]
    value: str
    where: Evidence


def values(lines: Sequence[Line], index: int) -> Iterator[Value]:
    """Every value of the text; keys and secrets are left out of the text of their lines."""
    stack: list[tuple[str | int, int]] = []
    top = 0
    for line in lines:
        text = line.text
        if found := _OPENS.match(text):
            name: str | int = found["key"] or _next(stack)
            top += not stack
            stack.append((name, 0))
            del stack[DEEPEST:]
        elif _CLOSES.match(text):
            if stack:
                stack.pop()
        elif found := _VALUE.match(text):
            name = found["key"] or _next(stack)
            if line is lines[-1] and found["value"][:1] in "-0123456789":
                return  # the end of the number may be cut off
            path = (top, *(item for item, _ in stack), name)
            yield Value(path, _plain(found["value"]), _shown(index, line, str(name)))
        elif text.lstrip()[:1] in {"{", "["} and len(text) <= LONGEST:
            yield from _whole(index, line)


def _next(stack: list[tuple[str | int, int]]) -> int:
    """The number of the next entry of the list that is open."""
    if not stack:
        return 0
    name, count = stack[-1]
    stack[-1] = (name, count + 1)
    return count


def _plain(text: str) -> str:
    if text[:1] in "[{":
        return "[]"
    return text[1:-1] if text[:1] == '"' else text


def _shown(index: int, line: Line, key: str) -> Evidence:
    text = f'"{key}": "<key>"' if _SECRET.search(key) else line.text.strip()
    return Evidence(index, line.number, text[:200])


def _whole(index: int, line: Line) -> Iterator[Value]:
    try:
        found = json.loads(line.text)
    except (ValueError, RecursionError):
        return
    yield from _below(found, (0,), index, line.number)


def _below(node: Any, path: tuple[str | int, ...], index: int, number: int) -> Iterator[Value]:
    if len(path) > DEEPEST:
        return
    if isinstance(node, (dict, list)) and node:
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _below(inner, (*path, key), index, number)
        return
    text = "[]" if isinstance(node, (dict, list)) else str(node).lower() if isinstance(node, bool) or node is None else str(node)
    key = str(path[-1])
    yield Value(path, text, Evidence(index, number, f'"{key}": "<key>"' if _SECRET.search(key) else f'"{key}": {text[:100]}'))
