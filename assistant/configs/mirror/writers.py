"""The configuration that the far end must have to fit this one: a proposal to send over, with no key in it.

What this end's configuration does not show stands as ``<...>`` in the text: it has to be agreed on, not guessed.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.configs.mirror import asa, fortigate, ios, junos, libreswan, paloalto, routeros, swanctl
from assistant.errors import InputError
from assistant.model.settings import TunnelSettings


def mirrored(tunnel: TunnelSettings, platform: str) -> list[str]:
    """The lines of the far end's configuration for a platform.

    Raises:
        InputError: for this platform no text is written, or the tunnel uses an algorithm that it does not have.
    """
    writer = WRITERS.get(platform)
    if writer is None:
        raise InputError(f"no configuration is written for {platform!r}; for these one is: {', '.join(sorted(WRITERS))}")
    return writer(tunnel)


WRITERS: dict[str, Callable[[TunnelSettings], list[str]]] = {
    "cisco-asa": asa.written,
    "cisco-ios": ios.written,
    "fortigate": fortigate.written,
    "juniper-srx": junos.written,
    "libreswan": libreswan.written,
    "mikrotik": routeros.written,
    "paloalto": paloalto.written,
    "strongswan": swanctl.written,
}
