"""What two peers exchanged, from a capture of either interface: the IKE messages with their place in the exchange.

A small reader of classic pcap files with IPv4 and UDP, enough for the laboratory's captures: IP fragments are put
together, the non-ESP marker of port 4500 is taken off, and the ISAKMP header (RFC 2408, section 3.1; RFC 7296,
section 3.1) gives exchange, flags, message ID and first payload. ICMP errors that quote a message are none.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

_LINKS = {1: 14, 113: 16, 276: 20, 101: 0, 228: 0}
"""Bytes before the IP header, by link type: Ethernet, Linux cooked capture 1 and 2, raw IP."""
_UDP, _IKE, _NAT_T, _HEADER = 17, 500, 4500, 28
_MAIN, _AGGRESSIVE, _QUICK, _INIT, _AUTH, _CHILD = 2, 4, 32, 34, 35, 36
_SA, _KE, _FRAGMENT = 1, 4, 132
_ENCRYPTED, _INITIATOR, _RESPONSE = 1, 8, 32


class Datagram(Struct, frozen=True):
    """One UDP datagram of IKE. ``time`` is seconds since the epoch; the marker of port 4500 is off."""

    time: float
    source: str
    target: str
    data: bytes


class Message(Struct, frozen=True):
    """One IKE message: its label as ``MM3`` or ``IKE_AUTH request`` (empty for another exchange), and who sent it."""

    time: float
    source: str
    label: str
    cookie: str


def datagrams(path: Path) -> Iterator[Datagram]:
    """Every whole IKE datagram of a classic pcap file.

    Raises:
        ValueError: it is no classic pcap file, or its link type is not known.
    """
    data = path.read_bytes()
    if not data:
        return
    order = {b"\xd4\xc3\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">"}.get(data[:4])
    if order is None:
        raise ValueError(f"{path}: no classic pcap file")
    link = struct.unpack(order + "I", data[20:24])[0]
    if link not in _LINKS:
        raise ValueError(f"{path}: link type {link} is not known")
    parts: dict[tuple[bytes, bytes, int], dict[int, bytes]] = {}
    ends: dict[tuple[bytes, bytes, int], int] = {}
    place = 24
    while place + 16 <= len(data):
        seconds, micro, caught, _ = struct.unpack(order + "IIII", data[place : place + 16])
        packet = data[place + 16 + _LINKS[link] : place + 16 + caught]
        place += 16 + caught
        if len(packet) < 20 or packet[0] >> 4 != 4 or packet[9] != _UDP:
            continue
        length, number, cut = struct.unpack("!HHH", packet[2:8])
        body = packet[(packet[0] & 15) * 4 : length]
        source, target = packet[12:16], packet[16:20]
        key = (source, target, number)
        if cut & 0x3FFF:
            held = parts.setdefault(key, {})
            held[(cut & 0x1FFF) * 8] = body
            if not cut & 0x2000:
                ends[key] = (cut & 0x1FFF) * 8 + len(body)
            whole = b"".join(held[at] for at in sorted(held))
            if key not in ends or len(whole) != ends[key]:
                continue
            body = whole
            del parts[key], ends[key]
        ports = set(struct.unpack("!HH", body[:4]))
        inner = body[8:]
        if _NAT_T in ports:
            if inner[:4] != b"\0\0\0\0":
                continue  # ESP in UDP, or a keepalive
            inner = inner[4:]
        elif _IKE not in ports:
            continue
        if len(inner) >= _HEADER:
            yield Datagram(seconds + micro / 1e6, _dotted(source), _dotted(target), inner)


def _dotted(address: bytes) -> str:
    return ".".join(str(byte) for byte in address)


def messages(path: Path) -> list[Message]:
    """The IKE messages of a capture in order, each with its label."""
    owners: dict[str, str] = {}
    quick: dict[tuple[str, int], list[bytes]] = {}
    out: list[Message] = []
    for item in datagrams(path):
        cookie = item.data[:8].hex()
        owner = owners.setdefault(cookie, item.source)
        out.append(Message(item.time, item.source, _label(item, cookie, quick, by_owner=item.source == owner), cookie))
    return out


def _label(item: Datagram, cookie: str, quick: dict[tuple[str, int], list[bytes]], *, by_owner: bool) -> str:
    payload, exchange, flags = item.data[16], item.data[18], item.data[19]
    number = struct.unpack("!I", item.data[20:24])[0]
    encrypted = bool(flags & _ENCRYPTED) or payload == _FRAGMENT
    if exchange == _MAIN:
        pair = 5 if encrypted else {_SA: 1, _KE: 3}.get(payload, 0)
        return f"MM{pair + (not by_owner)}" if pair else ""
    if exchange == _AGGRESSIVE:
        return ("AM1" if payload == _SA else "AM3") if by_owner else "AM2"
    if exchange == _QUICK:
        # The order of the different datagrams of one message ID is the order of the messages; a repeat is equal byte by byte.
        seen = quick.setdefault((cookie, number), [])
        if item.data not in seen:
            seen.append(item.data)
        return f"QM{min(seen.index(item.data) + 1, 3)}"
    name = {_INIT: "IKE_SA_INIT", _AUTH: "IKE_AUTH", _CHILD: "CREATE_CHILD_SA"}.get(exchange)
    if name is None:
        return ""
    return f"{name} {'response' if flags & _RESPONSE else 'request'}"
