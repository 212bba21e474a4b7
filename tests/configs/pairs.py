"""Two ends' texts read, paired and compared."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.configs.compare import compare
from assistant.configs.pairing import pair
from assistant.configs.read import settings_of
from assistant.model.entries import ParameterEntry
from assistant.model.settings import Comparison, DeviceSettings
from assistant.reading.clean import split
from assistant.reading.redact import Redactor
from tests.configs.ends import ENDS


def written(platform: str, version: int, *, far: bool = False) -> str:
    """The configuration of one end, working."""
    return ENDS[platform].written(version, far=far)


def devices(local: str, remote: str) -> tuple[DeviceSettings | None, DeviceSettings | None]:
    """Both texts read, with one redactor, so that equal keys have equal tokens."""
    redactor = Redactor()
    here, there = (split(redactor(text))[0] for text in (local, remote))
    return settings_of(here, 0), settings_of(there, 1)


def laid(local: str, remote: str, entries: Mapping[str, ParameterEntry]) -> Comparison:
    """Both texts read, paired and compared."""
    one, other = devices(local, remote)
    assert one is not None
    assert other is not None
    found = pair(one, other)
    assert found is not None
    return compare(*found, entries)
