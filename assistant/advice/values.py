"""A value taken from pasted text goes into a command only if it parses as what it should be."""

from __future__ import annotations

import ipaddress
import re

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-/:]{0,63}\Z")
_NUMBER = re.compile(r"[0-9]{1,6}\Z")
_ADDRESSES = frozenset({"peer", "local", "src", "dst"})
_NETWORKS = frozenset({"local_net", "remote_net"})
_WILDCARDS = frozenset({"local_wild", "remote_wild"})
_PREFIXES = frozenset({"local_prefix", "remote_prefix"})
_NUMBERS = frozenset({"seq"})


def safe(name: str, value: str) -> str | None:
    """The value in the form a command takes, or ``None`` if it is not an address, network, number or name as ``name`` needs."""
    value = value.strip()
    if name in _ADDRESSES:
        return _address(value)
    if name in _NETWORKS:
        return _network(value)
    if name in _WILDCARDS:
        return _wildcard(value)
    if name in _PREFIXES:
        return _prefix(value)
    if name in _NUMBERS:
        return value if _NUMBER.match(value) else None
    return value if _NAME.match(value) else None


def _address(value: str) -> str | None:
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        return None


def _network(value: str) -> str | None:
    """``10.1.0.0/255.255.255.0/0/0`` or ``10.1.0.0/24`` as ``10.1.0.0 255.255.255.0``; a lone address as it is."""
    parts = value.split("/")
    try:
        if len(parts) == 1:
            return str(ipaddress.ip_address(parts[0]))
        network = ipaddress.ip_network(f"{parts[0]}/{parts[1]}", strict=False)
    except ValueError:
        return None
    if isinstance(network, ipaddress.IPv6Network):
        return str(network)
    return f"{network.network_address} {network.netmask}"


def _wildcard(value: str) -> str | None:
    """The same with the inverted mask that an access list of a router takes: ``10.1.0.0 0.0.0.255``; a lone address is a host."""
    try:
        network = ipaddress.ip_network("/".join(value.split("/")[:2]), strict=False)
    except ValueError:
        return None
    return str(network) if isinstance(network, ipaddress.IPv6Network) else f"{network.network_address} {network.hostmask}"


def _prefix(value: str) -> str | None:
    """``10.1.0.0/255.255.255.0/0/0`` or ``10.1.0.0/24`` as ``10.1.0.0/24``; a lone address as a network of one."""
    try:
        return str(ipaddress.ip_network("/".join(value.split("/")[:2]), strict=False))
    except ValueError:
        return None


def version_of(text: str) -> tuple[int, int] | None:
    """``8.0(4)`` as (8, 0); ``None`` if it is no version."""
    found = re.match(r"(\d{1,3})\.(\d{1,3})", text.strip())
    return (int(found[1]), int(found[2])) if found else None
