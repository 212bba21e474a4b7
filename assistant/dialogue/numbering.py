"""Line numbers as the user sees them, where a text was read in another order or taken out of an export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, structs

from assistant.model.diagnosis import Diagnosis
from assistant.model.observed import Chunk, Event, Evidence, Input, Line, Step


def as_pasted(diagnosis: Diagnosis) -> Diagnosis:
    """The diagnosis with every line of every claim numbered as in the pasted text.

    While a text is read and thought through its lines count in the order of time; nothing but the numbers changes here.
    """
    numbers = {index: item.numbers for index, item in enumerate(diagnosis.inputs) if item.numbers}
    if not numbers:
        return diagnosis
    inputs = tuple(_input(item, index, numbers) for index, item in enumerate(diagnosis.inputs))
    changed: Diagnosis = _walk(structs.replace(diagnosis, inputs=()), numbers)
    return structs.replace(changed, inputs=inputs)


def _input(item: Input, index: int, numbers: Mapping[int, tuple[int, ...]]) -> Input:
    own = numbers.get(index)
    if own is None:
        return item
    rows = [Line(own[line.number - 1], line.text) for line in item.lines]
    unread = [structs.replace(line, line=own[line.line - 1]) for line in item.unread]
    loosely = [structs.replace(line, line=own[line.line - 1]) for line in item.loosely]
    return structs.replace(
        item,
        lines=tuple(sorted(rows, key=lambda line: line.number)),
        events=tuple(_walk(event, numbers) for event in item.events),
        unread=tuple(sorted(unread, key=lambda line: line.line)),
        loosely=tuple(sorted(loosely, key=lambda line: line.line)),
        chunks=tuple(_chunk(chunk, own) for chunk in item.chunks),
        numbers=(),
    )


def _chunk(chunk: Chunk, own: tuple[int, ...]) -> Chunk:
    held = own[chunk.first - 1 : chunk.last]
    return structs.replace(chunk, first=min(held), last=max(held))


def _walk(value: Any, numbers: Mapping[int, tuple[int, ...]]) -> Any:
    if isinstance(value, Evidence | Step | Event) and value.input in numbers:
        own = numbers[value.input]
        value = structs.replace(value, line=own[value.line - 1])
        if isinstance(value, Event) and value.places:
            value = structs.replace(value, places={name: (own[line - 1], text) for name, (line, text) in value.places.items()})
    if isinstance(value, tuple):
        return tuple(_walk(item, numbers) for item in value)
    if isinstance(value, dict):
        return {name: _walk(item, numbers) for name, item in value.items()}
    if isinstance(value, Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        changed = {name: _walk(item, numbers) for name, item in fields.items() if isinstance(item, tuple | dict | Struct)}
        return structs.replace(value, **{name: item for name, item in changed.items() if item is not fields[name]})
    return value
