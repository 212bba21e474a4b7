"""Texts to settings and to comparisons, as ``mmwait compare`` makes them."""

from __future__ import annotations

import re

import msgspec

from assistant.configs.compare import compare
from assistant.configs.pairing import pair
from assistant.configs.read import settings_of
from assistant.engine import knowledge
from assistant.model.settings import Comparison, DeviceSettings, TunnelSettings
from assistant.reading.clean import split
from assistant.reading.redact import Redactor


def device(text: str, platform: str = "", redactor: Redactor | None = None, index: int = 0) -> DeviceSettings:
    """The settings of a text; fails where it is not read at all."""
    found = settings_of(split((redactor or Redactor())(text))[0], index, platform)
    assert found is not None
    return found


def tunnel(text: str, platform: str = "") -> TunnelSettings:
    """The only tunnel of a text."""
    found = device(text, platform).tunnels
    assert len(found) == 1, [item.name for item in found]
    return found[0]


def compared(local: str, remote: str) -> Comparison:
    """Both texts' tunnels compared."""
    redactor = Redactor()
    ends = pair(device(local, redactor=redactor), device(remote, redactor=redactor, index=1))
    assert ends is not None
    return compare(*ends, knowledge().parameters)


def differing(comparison: Comparison) -> set[str]:
    """The parameters that differ."""
    return {item.name for item in comparison.parameters if item.verdict == "differs"}


def plain(found: DeviceSettings) -> str:
    """Everything that was read, as one text."""
    return msgspec.json.encode(found).decode()


def without(text: str, *patterns: str) -> str:
    """The text without the lines that match."""
    return "\n".join(line for line in text.split("\n") if not any(re.search(pattern, line) for pattern in patterns))
