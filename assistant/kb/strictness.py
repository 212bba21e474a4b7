"""Every fault of one entry at once: unknown and missing keys by name, then the first value of a wrong kind."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from assistant.kb.strict_yaml import Path

T = TypeVar("T", bound=msgspec.Struct)
_AT = re.compile(r" - at `(?P<path>[^`]*)`")
_PART = re.compile(r"\.(?P<key>[A-Za-z0-9_-]+)|\[(?P<index>\d+)\]")


def convert(data: Any, kind: type[T]) -> tuple[T | None, list[tuple[Path, str]]]:
    """The typed entry, or ``None`` and what is wrong with it, as (path inside the entry, text)."""
    faults = list(_keys(data, _info(kind), ()))
    if faults:
        return None, faults
    try:
        return msgspec.convert(data, kind), []
    except msgspec.ValidationError as error:
        text = str(error)
        found = _AT.search(text)
        return None, [(_path(found["path"]) if found else (), _AT.sub("", text))]


@lru_cache(maxsize=64)
def _info(kind: type[Any]) -> Any:
    return inspect.type_info(kind)


def _keys(data: Any, info: Any, path: Path) -> Any:
    if isinstance(info, inspect.UnionType):
        for option in info.types:
            if isinstance(option, inspect.StructType) and isinstance(data, dict):
                yield from _keys(data, option, path)
        return
    if isinstance(info, inspect.StructType):
        if not isinstance(data, dict):
            yield path, f"a mapping is wanted here, not {type(data).__name__}"
            return
        known = {item.encode_name: item for item in info.fields}
        for key in data:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1)
                yield (*path, key), f"unknown key {key!r}" + (f"; did you mean {near[0]!r}?" if near else "")
        for name, item in known.items():
            if item.required and name not in data:
                yield path, f"the key {name!r} is missing"
            elif name in data:
                yield from _keys(data[name], item.type, (*path, name))
    elif isinstance(info, inspect.VarTupleType | inspect.ListType) and isinstance(data, list):
        for index, value in enumerate(data):
            yield from _keys(value, info.item_type, (*path, index))


def _path(text: str) -> Path:
    return tuple(int(part["index"]) if part["index"] else part["key"] for part in _PART.finditer(text))
