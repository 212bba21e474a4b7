"""Writes the syslog archive that the benchmark reads: ASA lines in Cisco's documented formats, a share of them IKE.

Every peer fails or works in one of a few known ways, so that the verdicts can be checked and not only timed.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

PEERS = 200
IKE_SHARE = 0.02
BLOCK = 5_000
"""Lines written at once."""

_OTHER = (
    "%ASA-6-302013: Built {way} TCP connection {n} for outside:{far}/{port} ({far}/{port}) to inside:{near}/{high} ({near}/{high})",
    "%ASA-6-302014: Teardown TCP connection {n} for outside:{far}/{port} to inside:{near}/{high} duration 0:00:{s:02d} bytes {b} TCP FINs from inside",
    "%ASA-6-302015: Built {way} UDP connection {n} for outside:{far}/53 ({far}/53) to inside:{near}/{high} ({near}/{high})",
    "%ASA-6-302016: Teardown UDP connection {n} for outside:{far}/53 to inside:{near}/{high} duration 0:00:00 bytes {b}",
    '%ASA-4-106023: Deny tcp src outside:{far}/{high} dst inside:{near}/{port} by access-group "outside_access_in" [0x0, 0x0]',
    "%ASA-6-305011: Built dynamic TCP translation from inside:{near}/{high} to outside:{far}/{high}",
    "%ASA-6-106100: access-list outside_access_in permitted tcp outside/{far}({high}) -> inside/{near}({port}) hit-cnt 1 first hit [0x{n:08x}, 0x00000000]",
)
_BEGIN = (
    "%ASA-5-713041: IP = {peer}, IKE Initiator: New Phase 1, Intf inside, IKE Peer {peer}  local Proxy Address 10.1.0.0, remote Proxy Address 10.2.{p}.0,  Crypto map (outside_map)",
    "%ASA-7-713236: IP = {peer}, IKE_DECODE SENDING Message (msgid=0) with payloads : HDR + SA (1) + VENDOR (13) + NONE (0) total length : 168",
)
_SILENT = (
    *_BEGIN,
    "%ASA-7-713236: IP = {peer}, IKE_DECODE RESENDING Message (msgid=0) with payloads : HDR + SA (1) + VENDOR (13) + NONE (0) total length : 168",
    "%ASA-7-715065: IP = {peer}, IKE MM Initiator FSM error history (struct &0xd8b41420)  <state>, <event>:  MM_DONE, EV_ERROR-->MM_WAIT_MSG2, EV_RETRY-->MM_WAIT_MSG2, EV_TIMEOUT-->MM_WAIT_MSG2, NullEvent",
    "%ASA-7-713906: IP = {peer}, IKE SA MM:{n:08x} terminating:  flags 0x01000022, refcnt 0, tuncnt 0",
)
_REFUSED = (
    *_BEGIN,
    "%ASA-7-713236: IP = {peer}, IKE_DECODE RECEIVED Message (msgid=0) with payloads : HDR + NOTIFY (11) + NONE (0) total length : 96",
    "%ASA-5-713904: IP = {peer}, Received an un-encrypted NO_PROPOSAL_CHOSEN notify message, dropping",
)
_UP = (
    "%ASA-5-713119: Group = {peer}, IP = {peer}, PHASE 1 COMPLETED",
    "%ASA-5-713049: Group = {peer}, IP = {peer}, Security negotiation complete for LAN-to-LAN Group ({peer})  Initiator, Inbound SPI = 0x{n:08x}, Outbound SPI = 0x{b:08x}",
    "%ASA-5-713120: Group = {peer}, IP = {peer}, PHASE 2 COMPLETED (msgid={n:08x})",
)
WAYS = {"healthy": _UP, "silent": _SILENT, "refused": _REFUSED}
"""What becomes of a peer, and the lines of one attempt."""


def way_of(number: int) -> str:
    """How the peer of this number fares: 3 in 20 fail, half of them without any answer."""
    return {0: "silent", 7: "refused", 14: "silent"}.get(number % 20, "healthy")


def address(number: int) -> str:
    """The peer's address, of the ranges kept for documentation and benchmarks (RFC 2544)."""
    return f"198.18.{number // 250}.{number % 250 + 1}"


def write(path: Path, size: int, *, peers: int = PEERS, share: float = IKE_SHARE, seed: int = 7) -> int:
    """Write at least ``size`` bytes; returns the number of IKE lines."""
    chance = random.Random(seed)  # noqa: S311 - a made-up log, no secret
    others = [_other(chance) for _ in range(4_000)]
    places = [0] * peers
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    written = ike = 0
    with path.open("w", encoding="ascii", newline="\n") as out:
        while written < size:
            lines = []
            for number in range(BLOCK):
                if number % 12 == 0:
                    moment += timedelta(seconds=1)
                    head = f"{moment:%b %d %Y %H:%M:%S} fw1 : "
                if chance.random() < share:
                    peer = chance.randrange(peers)
                    script = WAYS[way_of(peer)]
                    body = script[places[peer] % len(script)].format(
                        peer=address(peer), p=peer % 250, n=chance.getrandbits(32), b=chance.getrandbits(32)
                    )
                    places[peer] += 1
                    ike += 1
                else:
                    body = others[chance.randrange(4_000)]
                lines.append(head + body)
            block = "\n".join(lines) + "\n"
            written += out.write(block)
    return ike


def _other(chance: random.Random) -> str:
    def place() -> str:
        return ".".join(str(chance.randrange(1, 255)) for _ in range(4))

    return chance.choice(_OTHER).format(
        way=chance.choice(("inbound", "outbound")),
        n=chance.getrandbits(32),
        far=place(),
        near=place(),
        port=chance.choice((80, 443, 22, 25)),
        high=chance.randrange(1024, 65_535),
        s=chance.randrange(60),
        b=chance.randrange(10_000_000),
    )
