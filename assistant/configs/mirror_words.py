"""What the writers of mirrored configurations share: words of a platform, the version, the selectors, placeholders."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.errors import InputError
from assistant.model.settings import ANY, NONE, Selector, Setting, Suite, TunnelSettings

KEY = "<the key, agreed on by another way>"


def said(setting: Setting | None, unknown: str) -> str:
    """A value, or a placeholder that says what has to stand there."""
    return setting.value if setting is not None and setting.value not in {NONE, ANY} else f"<{unknown}>"


def known(name: str, words: dict[str, str], platform: str) -> str:
    """The platform's word for an algorithm.

    Raises:
        InputError: the platform has none that is known here.
    """
    if name not in words:
        raise InputError(f"{platform} has no word for {name} that is known here; agree on another algorithm")
    return words[name]


def version(tunnel: TunnelSettings) -> str:
    """The newest version that this end allows."""
    words = tunnel.version.value.split() if tunnel.version else []
    return "ikev2" if "ikev2" in words or not words else "ikev1"


def for_version(tunnel: TunnelSettings) -> Sequence[Suite]:
    """The phase 1 proposals of the version that the mirror uses."""
    suites = tunnel.phase1 or ()
    kind = "prf" if version(tunnel) == "ikev2" else "authentication"
    return [suite for suite in suites if kind in suite.algorithms] or suites


def identity(setting: Setting | None, address: str) -> str:
    """An identity as it is configured; the address where any is accepted or none is shown."""
    return address if setting is None or setting.value in {ANY, NONE} else setting.value


def selectors(tunnel: TunnelSettings) -> Sequence[Selector]:
    """The pairs of networks, seen from this end."""
    if tunnel.selectors:
        return tunnel.selectors
    return [Selector(ANY, ANY)] if tunnel.route_based else [Selector("<this end's networks>", "<the far end's networks>")]


def cidr(network: str) -> str:
    """A network as most platforms write it."""
    return "0.0.0.0/0" if network == ANY else network


def seconds(setting: Setting | None) -> str:
    """A lifetime in seconds; empty where it is none."""
    return setting.value if setting is not None and setting.value.isdecimal() else ""


def uses_key(tunnel: TunnelSettings) -> bool:
    """Whether the ends authenticate by a pre-shared key, which is taken for granted where nothing is shown."""
    return tunnel.authentication is None or "pre-shared" in tunnel.authentication.value
