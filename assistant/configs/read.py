"""A text to a device's settings, by the reader of the platform that wrote it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.configs import asa, fortigate, ios, swan
from assistant.configs.detect import platform_of
from assistant.model.observed import Line
from assistant.model.settings import DeviceSettings

READERS: dict[str, Callable[[Sequence[Line], int], DeviceSettings]] = {
    "cisco-asa": lambda lines, index: asa.read(lines, index)[0],
    "cisco-ios": ios.read,
    "fortigate": fortigate.read,
    "strongswan": swan.read,
    "libreswan": swan.read,
}


def settings_of(lines: Sequence[Line], index: int, platform: str = "") -> DeviceSettings | None:
    """What the configuration says of its tunnels; ``None`` where the text is none that can be read.

    ``platform`` is what the user says it is of; without it the text's own signs decide.
    """
    name = platform if platform in READERS else platform_of(lines)
    reader = READERS.get(name)
    if reader is None:
        return None
    found = reader(lines, index)
    return found if found.tunnels or found.read else None
