"""Configurations of one statement a line: words, quoted values, lists in brackets, algorithms by name, keys out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.configs.suites import sealed
from assistant.model.observed import Evidence, Line, TransformKind
from assistant.model.settings import Setting, Suite
from assistant.reading.algorithms import value_of

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]]|[^\s\[\]"]+')
_KEY = re.compile(
    r'(?P<head>\b(?:pre-shared-key(?:[ \t]+(?:ascii-text|hexadecimal|key|local|remote))?|secret|password|passphrase|ppp-secret)(?:[ \t]+|[ \t]*=[ \t]*))(?P<key>"(?:[^"\\]|\\.)*"?|[^\s;]+)'
)


def words(text: str) -> list[str]:
    """The words of a statement; a quoted value is one word without its quotes, brackets are words of their own."""
    return [word.strip('"') if word[0] == '"' else word for word in _WORD.findall(text)]


def items(rest: Iterable[str]) -> list[str]:
    """A value or a list of values in brackets as a list."""
    return [word for word in rest if word not in {"[", "]"}]


def concealed(index: int, line: Line) -> Evidence:
    """A line as evidence, with any key in it left out."""
    return Evidence(index, line.number, _KEY.sub(lambda found: f"{found['head']}<key>", line.text.strip()))


def named(kind: TransformKind, names: Iterable[str]) -> tuple[str, ...]:
    """Algorithms of one kind by their usual names, without ``none`` and ``null``; each one once."""
    wanted = (name for name in names if name.lower() not in {"none", "non-auth", ""} and not (kind == "integrity" and name == "null"))
    return tuple(dict.fromkeys(value_of(kind, name) for name in wanted))


def suite(name: str, have: Mapping[str, Setting], kinds: Mapping[str, TransformKind], where: Evidence | None) -> Suite | None:
    """A proposal from its statements. ``kinds`` says which statement gives which kind of algorithm; values are separated by spaces or commas.

    ``None`` where the paste does not show it whole: without a cipher, or without integrity for a cipher that has none of its own.
    """
    algorithms: dict[str, tuple[str, ...]] = {}
    lines: dict[str, Evidence] = {}
    for key, kind in kinds.items():
        if key not in have:
            continue
        values = named(kind, re.split(r"[,\s]+", have[key].value))
        if values:
            algorithms[kind] = values
            place = have[key].where
            if place is not None:
                lines[kind] = place
    found = Suite(algorithms, where, name, lines=lines)
    return found if whole(found, have, kinds) else None


def whole(found: Suite, have: Mapping[str, Setting], kinds: Mapping[str, TransformKind]) -> bool:
    """Whether the statements that a proposal must have are there; what is cut off is unknown, not absent."""
    if "encryption" not in found.algorithms:
        return False
    said = any(kinds[key] == "integrity" for key in have if key in kinds)
    return said or sealed(found) or "integrity" in found.algorithms


def all_or_none(found: Sequence[Suite | None]) -> tuple[Suite, ...] | None:
    """Proposals where each one is known; ``None`` where one of them is not: it might be the one that fits."""
    known = tuple(item for item in found if item is not None)
    return known if known and len(known) == len(found) else None
