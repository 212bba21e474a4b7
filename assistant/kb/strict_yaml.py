"""YAML as data only: no tags, no duplicate keys, no aliases, and the line of every value.

PyYAML alone keeps the last of two equal keys silently and resolves ``yes`` and ``on`` to
booleans; a knowledge file must mean what it says.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+\Z")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp"))

Path = tuple[str | int, ...]
Lines = dict[Path, int]


class YamlFault(Exception):  # noqa: N818 - carried as data, shown as a line
    """One fault with its line (counted from 1)."""

    def __init__(self, line: int, text: str) -> None:
        self.line, self.text = line, text
        super().__init__(f"{line}: {text}")


def parse(text: str) -> tuple[Any, Lines, list[YamlFault]]:
    """The data, the line of every path in it, and all faults that do not stop the reading.

    Raises:
        YamlFault: the text is not YAML at all.
    """
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlFault(mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise YamlFault(1, f"not YAML: {error}".splitlines()[0]) from error
    lines: Lines = {}
    faults: list[YamlFault] = []
    seen: set[int] = set()

    def build(node: Any, path: Path) -> Any:
        line = node.start_mark.line + 1
        lines[path] = line
        if id(node) in seen:
            faults.append(YamlFault(line, "anchors and aliases are not allowed here"))
            return None
        seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            faults.append(YamlFault(line, f"the tag {node.tag!r} is not allowed; write plain values"))
            return None
        if isinstance(node, yaml.MappingNode):
            return _mapping(node, path, build, faults)
        if isinstance(node, yaml.SequenceNode):
            return [build(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    return (build(root, ()) if root is not None else None), lines, faults


def _mapping(node: Any, path: Path, build: Any, faults: list[YamlFault]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in result:
            faults.append(YamlFault(key_node.start_mark.line + 1, f"the key {key!r} stands twice"))
            continue
        result[key] = build(value_node, (*path, key))
    return result


def _scalar(node: Any) -> Any:
    text: str = node.value
    if node.style not in (None, ""):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text


def line_of(lines: Lines, path: Path) -> int:
    """The line of the path, or of the closest part of it that has one."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
