"""What the writers of the far end's configuration have in common: what is not shown stands as ``<...>``."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.errors import InputError
from assistant.model.settings import ANY, NONE, Selector, Setting, Suite, TunnelSettings

KEY = "<the key, agreed on by another way>"


def said(setting: Setting | None, unknown: str) -> str:
    """The value, or what is not shown in angle brackets."""
    return setting.value if setting is not None and setting.value not in {NONE, ANY} else f"<{unknown}>"


def known(name: str, words: dict[str, str], platform: str) -> str:
    """The platform's word for an algorithm.

    Raises:
        InputError: it has none.
    """
    if name not in words:
        raise InputError(f"{platform} has no word for {name} that is known here; agree on another algorithm")
    return words[name]


def version_of(tunnel: TunnelSettings) -> str:
    """The newest version that this end allows."""
    words = tunnel.version.value.split() if tunnel.version else []
    return "ikev2" if "ikev2" in words or not words else "ikev1"


def for_version(tunnel: TunnelSettings) -> Sequence[Suite]:
    """The phase 1 proposals of the version that the mirror uses."""
    suites = tunnel.phase1 or ()
    kind = "prf" if version_of(tunnel) == "ikev2" else "authentication"
    return [suite for suite in suites if kind in suite.algorithms] or suites


def selectors(tunnel: TunnelSettings) -> Sequence[Selector]:
    """The pairs of networks, any to any for a route-based tunnel."""
    if tunnel.selectors:
        return tunnel.selectors
    return [Selector(ANY, ANY)] if tunnel.route_based else [Selector("<this end's networks>", "<the far end's networks>")]
