"""What the writers of the far end's configuration have in common, whatever the platform."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.errors import InputError
from assistant.model.settings import ANY, NONE, Selector, Setting, Suite, TunnelSettings

KEY = "<the key, agreed on by another way>"


def said(setting: Setting | None, unknown: str) -> str:
    """A value, or a placeholder with the words for what is not known."""
    return setting.value if setting is not None and setting.value not in {NONE, ANY} else f"<{unknown}>"


def known(name: str, words: dict[str, str], platform: str) -> str:
    """The platform's word for an algorithm.

    Raises:
        InputError: it has none that is known.
    """
    if name not in words:
        raise InputError(f"{platform} has no word for {name} that is known here; agree on another algorithm")
    return words[name]


def ike_version(tunnel: TunnelSettings) -> str:
    """The newest version that this end allows."""
    words = tunnel.version.value.split() if tunnel.version else []
    return "ikev2" if "ikev2" in words or not words else "ikev1"


def for_version(tunnel: TunnelSettings) -> Sequence[Suite]:
    """The phase 1 proposals of the version that the mirror uses."""
    suites = tunnel.phase1 or ()
    kind = "prf" if ike_version(tunnel) == "ikev2" else "authentication"
    return [suite for suite in suites if kind in suite.algorithms] or suites


def identity(setting: Setting | None, address: str) -> str:
    """An identity as it is configured; the address where any is accepted or none is shown."""
    return address if setting is None or setting.value in {ANY, NONE} else setting.value


def selectors(tunnel: TunnelSettings) -> Sequence[Selector]:
    """The pairs of networks as this end has them; placeholders where they are not shown."""
    if tunnel.selectors:
        return tunnel.selectors
    return [Selector(ANY, ANY)] if tunnel.route_based else [Selector("<this end's networks>", "<the far end's networks>")]
