"""Junos configurations to paths: the brace form and the ``set`` form as one list of statements with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from assistant.configs.flat import concealed, items, words
from assistant.configs.tree import Statement, braced
from assistant.model.observed import Evidence, Line

_PROMPT = re.compile(r"^\{\w+(?::\w+)?\}|^\S+@\S+[>#%]")
_TYPED = re.compile(r"^\S+@\S+# ?(?=(?:set|deactivate) )")
_OF_IKE = frozenset({"authentication-method", "dh-group", "mode", "pre-shared-key", "certificate", "reauth-frequency"})
_OF_IPSEC = frozenset({"protocol", "perfect-forward-secrecy"})
_AREAS = frozenset({"security", "interfaces", "system", "version", "routing-options", "protocols", "groups", "apply-groups"})
_WITHIN: dict[str, tuple[str, ...]] = {
    "gateway": ("security", "ike"),
    "vpn": ("security", "ipsec"),
    "from-zone": ("security", "policies"),
    "security-zone": ("security", "zones"),
    "rule-set": ("security", "nat", "source"),
    "static": ("routing-options",),
}


class Path(Struct, frozen=True):
    """One statement with the words of every level above it."""

    words: tuple[str, ...]
    where: Evidence


def paths(lines: Sequence[Line], index: int) -> tuple[list[Path], bool, bool]:
    """Every active statement, whether the text ends within an open brace, and whether it has braces at all."""
    found: list[Path] = []
    off: list[tuple[str, ...]] = []
    blocks: list[Line] = []
    depth = 0
    for line in lines:
        bare = _TYPED.sub("", line.text.strip())
        head = bare.split(" ", 1)[0]
        if head == "set":
            found.append(Path(tuple(words(bare.rstrip(";"))[1:]), concealed(index, line)))
        elif head == "deactivate":
            off.append(_rooted(tuple(words(bare.rstrip(";"))[1:])))
        elif any(mark in bare for mark in "{};") and not _PROMPT.match(bare):
            blocks.append(line)
            outside = bare.split("#", 1)[0]
            depth = max(0, depth + outside.count("{") - outside.count("}"))
    shown = {line.number: concealed(index, line) for line in blocks}
    for statement in braced(blocks, index, semicolons=True):
        found += _walk(statement, (), shown)
    found = [Path(_rooted(path.words), path.where) for path in found if path.words]
    found = _placed(found)
    return [path for path in found if not any(path.words[: len(gone)] == gone for gone in off if gone)], depth > 0, bool(blocks)


def _walk(statement: Statement, above: tuple[str, ...], shown: dict[int, Evidence]) -> Iterator[Path]:
    own = words(statement.text)
    if own[:1] == ["inactive:"]:
        return
    if own and own[0] in {"replace:", "protect:", "active:"}:
        own = own[1:]
    path = (*above, *own)
    if not statement.children:
        yield Path(path, shown.get(statement.where.line, statement.where))
    for child in statement.children:
        yield from _walk(child, path, shown)


def _rooted(path: tuple[str, ...]) -> tuple[str, ...]:
    """A path from the top: without the logical system, with the area that a cut or relative paste leaves out."""
    if len(path) > 2 and path[0] in {"logical-systems", "tenants"}:  # noqa: PLR2004 - its name
        path = path[2:]
    if not path or path[0] in _AREAS:
        return path
    if path[0] in {"ike", "ipsec", "zones", "policies", "address-book", "nat", "pki"}:
        return ("security", *path)
    return (*_WITHIN.get(path[0], ()), *path)


def _placed(found: Sequence[Path]) -> list[Path]:
    """Proposals and policies whose area the paste does not show go where their own statements say."""
    told: dict[tuple[str, ...], set[str]] = {}
    for path in found:
        if path.words[0] in {"proposal", "policy"} and len(path.words) > 2:  # noqa: PLR2004 - its name and a statement
            told.setdefault(path.words[:2], set()).add(path.words[2])
    placed = []
    for path in found:
        have = told.get(path.words[:2])
        if have is None:
            placed.append(path)
        elif have & _OF_IKE:
            placed.append(Path(("security", "ike", *path.words), path.where))
        elif have & _OF_IPSEC:
            placed.append(Path(("security", "ipsec", *path.words), path.where))
    return placed


def values(rest: Sequence[str]) -> str:
    """The values of a statement, separated by spaces."""
    return " ".join(items(rest))
