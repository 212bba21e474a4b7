"""What the writers of the far end's configuration have in common."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.errors import InputError
from assistant.model.settings import ANY, NONE, Selector, Setting, Suite, TunnelSettings

KEY = "<the key, agreed on by another way>"


def said(setting: Setting | None, unknown: str) -> str:
    """A value, or what stands for one that is not shown."""
    return setting.value if setting is not None and setting.value not in {NONE, ANY} else f"<{unknown}>"


def known(name: str, words: dict[str, str], platform: str) -> str:
    """A platform's word for an algorithm.

    Raises:
        InputError: the platform has none.
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
    """The pairs of networks of this end; what stands for them where they are not shown."""
    if tunnel.selectors:
        return tunnel.selectors
    return [Selector(ANY, ANY)] if tunnel.route_based else [Selector("<this end's networks>", "<the far end's networks>")]


def told(tunnel: TunnelSettings, expected: Setting | None, address: Setting | None) -> str:
    """An identity that has to be configured; empty where the address, which is sent and expected anyway, is meant or any will do."""
    value = identity(expected, "")
    if any(letter in '"\\;#' or not letter.isprintable() for letter in value):
        return "<identity>"  # nothing that a device would read as more than a value
    return "" if uses_key(tunnel) and address is not None and value == address.value else value


def seconds(setting: Setting | None) -> str:
    """A number as it is configured; empty where there is none."""
    return setting.value if setting is not None and setting.value.isdecimal() else ""


def prf_follows(suite: Suite, platform: str) -> None:
    """For platforms that take the PRF from the hash.

    Raises:
        InputError: the proposal has another one.
    """
    have = suite.algorithms
    if have.get("prf") and have.get("integrity") and have["prf"] != have["integrity"]:
        raise InputError(f"{platform} takes the PRF from the hash, and this end has {' or '.join(have['prf'])}; agree on one for both")


def cidr(network: str) -> str:
    """A network as most platforms write it."""
    return "0.0.0.0/0" if network == ANY else network


def uses_key(tunnel: TunnelSettings) -> bool:
    """Whether the ends authenticate by a pre-shared key, which is taken for granted where nothing is shown."""
    return tunnel.authentication is None or "pre-shared" in tunnel.authentication.value
