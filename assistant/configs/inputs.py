"""The configuration among the texts of one end: which of their lines are one, and what they say together.

A paste of parts (``show run crypto map``, then ``show run tunnel-group``) counts as one configuration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct, structs

from assistant.model.observed import Event, Evidence, Input, Line
from assistant.model.settings import DeviceSettings

LONGEST = 60_000
"""Lines of an end's texts that are looked through for a configuration within a session."""
_SIGNS = re.compile(
    r"^ {0,8}(?:crypto (?:map|isakmp|ikev1|ikev2|ipsec|keyring)\b|isakmp (?:policy|enable|key)\b|tunnel-group \S|config vpn ipsec"
    r"|set (?:\S+ ){0,6}(?:security (?:ike|ipsec)|network (?:ike|tunnel))\b|security \{|(?:ike|ipsec) \{|/ip ipsec|connections ?\{|conn \S"
    r"|<(?:ipsec|phase1|phase2|Swanctl)\b|(?:esp_proposals|remote_ts|keyexchange|leftsubnet|ikev2|authby) ?=|set (?:remote-gw|psksecret|phase1name) )"
    r"|IPSec Tunnel #1|\"ipsecPolicies\"|\"TunnelOptions\"|<vpn_connection",
    re.MULTILINE | re.IGNORECASE,
)
"""Cheap signs of a configuration; without one no line is read as such."""
_STRIDE = 10_000_000
"""Lines of several texts are numbered apart while they are read as one; no text has as many."""


def configured(inputs: Sequence[Input], indexes: Sequence[int]) -> DeviceSettings | None:
    """What the texts of one end say of its tunnels; ``None`` where there is no configuration among them.

    ``indexes`` are the numbers of the inputs in their session. Lines that were read as a log's or a list's are not taken.
    """
    held = [(index, _candidates(item)) for index, item in zip(indexes, inputs, strict=True)]
    held = [(index, lines) for index, lines in held if lines]
    told = max(inputs, key=lambda item: item.recognised).platform if inputs else ""
    if sum(len(lines) for _, lines in held) > LONGEST:
        return None
    if len(held) == 1:
        return _read(held[0][1], held[0][0], told)
    if not held:
        return None
    joined = [Line(at * _STRIDE + line.number, line.text) for at, (_, lines) in enumerate(held) for line in lines]
    device = _read(joined, 0, told)
    owners = [index for index, _ in held]

    def back(where: Evidence) -> Evidence:
        return structs.replace(where, input=owners[where.line // _STRIDE], line=where.line % _STRIDE)

    return moved(device, back) if device is not None else None


def _read(lines: Sequence[Line], index: int, told: str) -> DeviceSettings | None:
    """By the configuration's own signs; where they are too few, as what the rest of the text is of."""
    from assistant.configs.read import settings_of  # noqa: PLC0415 - the readers of all platforms, only where one is needed

    return settings_of(lines, index) or settings_of(lines, index, told)


def _candidates(item: Input) -> list[Line]:
    """The lines that may be a configuration's; none where nothing looks like one, or the text was read in another order."""
    if item.numbers:
        return []
    taken = {event.line for event in item.events if _tells(event)}
    lines = [line for line in item.lines if line.number not in taken]
    return lines if _SIGNS.search("\n".join(line.text for line in lines)) else []


def _tells(event: Event) -> bool:
    """Whether the line is one of a log or a list. A bare detail may as well be a statement that looks like one."""
    if event.signature == "config" or (event.time is None and _SIGNS.match(event.text)):
        return False
    return event.kind != "detail" or event.time is not None or bool(event.asserts)


def accounted(item: Input, index: int, device: DeviceSettings) -> Input:
    """The input with the lines counted as recognised that the configuration was read from.

    Where it holds nothing but a configuration, the lines that are left are of other matters; those about IPsec that were
    not understood stay unread.
    """
    used = {line for line in _lines_of(device, index) if line > 0}
    if not used:
        return item
    events = {event.line for event in item.events}
    about = {where.line for where in device.unread if where.input == index}
    logged = any(_tells(event) for event in item.events)
    unread = tuple(line for line in item.unread if line.line not in used and (logged or line.line in about))
    loosely = tuple(line for line in item.loosely if line.line not in used)
    known = len(used - events - {line.line for line in loosely})
    whole = {} if logged else {"platform": device.platform, "kind": "config"}
    recognised = item.recognised + known
    return structs.replace(item, unread=unread, loosely=loosely, recognised=recognised, ike=max(item.ike, recognised + len(about)), **whole)


def _lines_of(value: Any, index: int) -> Iterator[int]:
    if isinstance(value, Evidence):
        if value.input == index:
            yield value.line
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _lines_of(item, index)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _lines_of(item, index)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if name != "unread":
                yield from _lines_of(getattr(value, name), index)


def moved(value: Any, back: Callable[[Evidence], Evidence]) -> Any:
    """The value with every place in it changed."""
    if isinstance(value, Evidence):
        return back(value) if value.line > 0 else value
    if isinstance(value, tuple | list):
        return type(value)(moved(item, back) for item in value)
    if isinstance(value, dict):
        return {name: moved(item, back) for name, item in value.items()}
    if isinstance(value, Struct):
        return structs.replace(value, **{name: moved(getattr(value, name), back) for name in value.__struct_fields__})
    return value
