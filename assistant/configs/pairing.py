"""Which tunnel of one device's configuration is which of the other's."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.configs.selectors import mirrored
from assistant.configs.swan.conn import turned
from assistant.model.settings import ANY, DeviceSettings, TunnelSettings

MOST = 20_000
"""Pairs of tunnels that are all scored; of more only those that share something."""


def pair(local: DeviceSettings, remote: DeviceSettings, peer: str = "") -> tuple[TunnelSettings, TunnelSettings] | None:
    """The two descriptions of one tunnel: by each other's addresses, else by networks, key or identity, else by being the only ones.

    A conn section of an ipsec.conf does not say which of left and right is this end: it is taken as it fits.
    ``peer`` narrows this end's tunnels to those with that peer. ``None`` where nothing can be laid against each other.
    """
    ours = [tunnel for tunnel in local.tunnels if not peer or any(item.value == peer for item in tunnel.peers)]
    theirs = remote.tunnels
    best: tuple[int, TunnelSettings, TunnelSettings] | None = None
    likely = _Likely(local, remote) if len(ours) * len(theirs) > MOST else None
    for mine in ours:
        for yours in theirs if likely is None else likely.of(mine):
            for here, there in ((mine, yours), (mine, turned(yours)), (turned(mine), yours)):
                if here is None or there is None:
                    continue
                score = _score(here, there, local, remote)
                if best is None or score > best[0]:
                    best = score, here, there
    if best is None:
        return None
    if best[0] == 0 and (len(ours) > 1 or len(theirs) > 1):
        return None
    return best[1], best[2]


class _Likely:
    """The tunnels of the far end that share anything with one of this end, found by it: of thousands not every pair can be scored."""

    def __init__(self, local: DeviceSettings, remote: DeviceSettings) -> None:
        self._own = {setting.value for setting in local.addresses.values()}
        self._tunnels = remote.tunnels
        self._found: dict[tuple[str, str], list[int]] = {}
        for number, tunnel in enumerate(remote.tunnels):
            for mark in self._marks(tunnel, turned_round=True):
                self._found.setdefault(mark, []).append(number)

    def of(self, mine: TunnelSettings) -> list[TunnelSettings]:
        """Those that may be the other end of a tunnel."""
        own = self._own | ({mine.local_address.value} if mine.local_address else set())
        marks = [*self._marks(mine), *(("peer", address) for address in own)]
        numbers = {number for mark in marks for number in self._found.get(mark, ())}
        return [self._tunnels[number] for number in sorted(numbers)]

    @staticmethod
    def _marks(tunnel: TunnelSettings, *, turned_round: bool = False) -> Iterator[tuple[str, str]]:
        for selector in tunnel.selectors or ():
            ends = (selector.remote, selector.local) if turned_round else (selector.local, selector.remote)
            yield "networks", " ".join(ends)
        if tunnel.key is not None and tunnel.key.value.startswith("<"):
            yield "key", tunnel.key.value
        if turned_round:
            yield from (("peer", peer.value) for peer in tunnel.peers)
            yield from (("address", item.value) for item in (tunnel.local_address,) if item is not None)
        else:
            yield from (("address", peer.value) for peer in tunnel.peers)


def _score(mine: TunnelSettings, yours: TunnelSettings, local: DeviceSettings, remote: DeviceSettings) -> int:
    score = -12 if mine.loose or yours.loose else 0  # what nothing uses is compared only where nothing else fits
    for here, there, device in ((mine, yours, remote), (yours, mine, local)):
        own = {there.local_address.value} if there.local_address else set()
        own |= {setting.value for setting in device.addresses.values()}
        if any(peer.value in own for peer in here.peers):
            score += 8
        elif any(peer.value == ANY for peer in here.peers):
            score += 1
    if mine.selectors and yours.selectors:
        pairs = {(item.local, item.remote) for item in map(mirrored, yours.selectors)}
        if pairs & {(item.local, item.remote) for item in mine.selectors}:
            score += 4
    if mine.key and yours.key and mine.key.value == yours.key.value and mine.key.value.startswith("<"):
        score += 2
    if mine.identity_remote and yours.identity_local and mine.identity_remote.value == yours.identity_local.value:
        score += 2
    return score
