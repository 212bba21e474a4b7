"""Values of configurations in one spelling: networks, durations, algorithms."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

from assistant.model.observed import Evidence
from assistant.model.settings import ANY, MASKED, NONE, Setting

_TOKEN = re.compile(r"<secret-\d+>")
_MASK = re.compile(r"^\*+$|^<removed>$|^\(?hidden\)?$", re.IGNORECASE)
_RELEASE = re.compile(r"^([0-9]{1,3})\.([0-9]{1,3})")
_DURATION = re.compile(r"^([0-9]{1,12})\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)?$", re.IGNORECASE)
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def network(address: str, mask: str = "") -> str:
    """An address with its mask, prefix length or wildcard mask in CIDR form; ``any`` for all; the text itself where it is none."""
    word = address.strip().strip('"').lower()
    if word in {"any", "any4", "any6", "all", "0.0.0.0/0", "::/0", "0/0"}:
        return ANY
    try:
        if mask:
            return _cidr(ipaddress.ip_network(f"{word}/{mask.strip()}", strict=False))
        return _cidr(ipaddress.ip_network(word, strict=False))
    except ValueError:
        return f"{address} {mask}".strip()


def _cidr(found: ipaddress.IPv4Network | ipaddress.IPv6Network) -> str:
    return ANY if found.prefixlen == 0 else str(found)


def is_address(text: str) -> bool:
    """Whether the text is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def seconds(text: str) -> str | None:
    """A duration in seconds, as text; ``None`` where it is none."""
    found = _DURATION.match(text.strip())
    return str(int(found[1]) * _UNITS[(found[2] or "s")[0].lower()]) if found else None


def secret(text: str, where: Evidence, *, encrypted: bool = False) -> Setting:
    """A key as the token that stands for it. One that the device printed encrypted or masked cannot be compared."""
    token = _TOKEN.search(text)
    if encrypted or token is None or _MASK.match(text.strip().strip('"')):
        return Setting(MASKED if text.strip() else NONE, where)
    return Setting(token[0], where)


def release(version: str) -> tuple[int, int]:
    """The first two numbers of a version; zeros where there are none, which is before every release."""
    found = _RELEASE.match(version)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def first(settings: Iterable[Setting | None]) -> Setting | None:
    """The first that is there."""
    return next((item for item in settings if item is not None), None)
