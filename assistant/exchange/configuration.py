"""What the configuration of one end says of a tunnel: names and addresses, proposals, and what it proves.

A part that was not pasted is unknown, not absent, unless what was pasted would have held it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from assistant.configs.values import is_address
from assistant.model.observed import Evidence, Observation, Proposal, Transform, TransformKind
from assistant.model.settings import NONE, DeviceSettings, Remark, Setting, Suite, TunnelSettings

MOST = 50
"""Tunnels with a fault that are told apart; of more only these."""
_NOWHERE = Evidence(-1, 0, "")


class Configured(Struct, frozen=True):
    """The settings of one end's device, asked by the peer; empty where no configuration was pasted."""

    device: DeviceSettings | None = None

    @property
    def any(self) -> bool:
        """Whether anything of a configuration was pasted."""
        return self.device is not None

    @property
    def tunnels(self) -> list[TunnelSettings]:
        """The device's tunnels."""
        return self.device.tunnels if self.device is not None else []

    def resolve(self, name: str) -> str:
        """A name that the configuration gives an address as that address; anything else unchanged."""
        return self.device.aliases.get(name, name) if self.device is not None else name

    def own_addresses(self) -> set[str]:
        """The addresses of the device's interfaces."""
        return {setting.value for setting in self.device.addresses.values()} if self.device is not None else set()

    def likely_peer(self) -> str:
        """The only peer that the tunnels in use name; without them the only one of the entries that nothing uses."""
        for loose in (False, True):
            named = dict.fromkeys(item.value for tunnel in self.tunnels if tunnel.loose is loose for item in tunnel.peers)
            if named:
                peers = [peer for peer in named if is_address(peer)]
                return peers[0] if len(peers) == 1 else ""
        return ""

    def peers_in_question(self) -> list[str]:
        """The peers of the tunnels that something keeps from working; the likely one where nothing does."""
        wrong = dict.fromkeys(
            tunnel.peer.value
            for tunnel in self.tunnels
            if tunnel.peer is not None and not tunnel.loose and any(remark.stops and remark.finding for remark in tunnel.remarks)
        )
        return list(wrong)[:MOST] or [self.likely_peer()]

    def tunnel_of(self, peer: str) -> TunnelSettings | None:
        """The tunnel with the peer: one that is in use before one that is not; without a peer's address the only one there is."""
        hits = [tunnel for tunnel in self.tunnels if any(item.value == peer for item in tunnel.peers)]
        if not hits and not is_address(peer):
            used = [tunnel for tunnel in self.tunnels if not tunnel.loose]
            hits = [tunnel for tunnel in used if peer and peer in {tunnel.name, *(item.value for item in tunnel.names.values())}]
            named = [tunnel for tunnel in used if any(is_address(item.value) for item in tunnel.peers)]
            alone = len({item.value for tunnel in named for item in tunnel.peers}) == 1
            hits = hits or (named if alone else used if len(used) == 1 else [])
        return min(hits, key=lambda tunnel: (tunnel.loose, _is_none(tunnel.binding)), default=None)

    def facts(self, peer: str) -> dict[str, tuple[str, Evidence]]:
        """Names and addresses of this tunnel that the configuration gives."""
        result: dict[str, tuple[str, Evidence]] = {}
        tunnel = self.tunnel_of(peer) or (self.tunnels[0] if len(self.tunnels) == 1 else None)
        if tunnel is not None:
            given = {
                "peer": tunnel.peer,
                "interface": tunnel.interface,
                "local": tunnel.local_address,
                **self._lent(tunnel),
                **tunnel.names,
            }
            if not tunnel.names and tunnel.name:
                given["connection"] = Setting(tunnel.name, tunnel.where)
            result = {name: (item.value, item.where or _NOWHERE) for name, item in given.items() if item is not None}
            result = {name: item for name, item in result.items() if name not in {"local", "peer"} or is_address(item[0])}
            pairs = tunnel.selectors or next((other.selectors for other in self._others(tunnel) if other.selectors), None)
            if pairs is not None and len(pairs) == 1:
                pair = pairs[0]
                result |= {"local_net": (pair.local, pair.where or _NOWHERE), "remote_net": (pair.remote, pair.where or _NOWHERE)}
        if self.device is not None:
            inside = next((name for name in self.device.addresses if name.lower() == "inside"), "")
            if inside:
                result["inside"] = (inside, self.device.addresses[inside].where or _NOWHERE)
            if self.device.version:
                result["version"] = (self.device.version, self.device.version_where or _NOWHERE)
            elif tunnel is not None and (least := _least_version(tunnel)) is not None:
                result["version"] = least
        return result

    def _others(self, tunnel: TunnelSettings) -> list[TunnelSettings]:
        """Further entries for the same peer: one of them may hold what the entry in use lacks."""
        peers = {item.value for item in tunnel.peers if is_address(item.value)}
        return [item for item in self.tunnels if item is not tunnel and not peers.isdisjoint(other.value for other in item.peers)]

    def _lent(self, tunnel: TunnelSettings) -> dict[str, Setting]:
        """Names of parts that only a further entry for the same peer has; its own place in a map is not lent."""
        return {name: item for other in self._others(tunnel) for name, item in other.names.items() if name in {"acl", "transform_set"}}

    def proposals(self, peer: str) -> tuple[Proposal, ...]:
        """What this end proposes to the peer, phase 1 first. ``whole`` proposals have every kind written or by default."""
        tunnel = self.tunnel_of(peer)
        chosen = [tunnel] if tunnel is not None else [item for item in self.tunnels if not item.loose] or self.tunnels
        found = dict.fromkeys(item for settings in chosen for item in _proposals(settings))
        return tuple(found)

    def findings(self, peer: str) -> list[Observation]:
        """What the configuration of this end proves about the tunnel with the peer."""
        if self.device is None:
            return []
        found: dict[str, Observation] = {}
        tunnel = self.tunnel_of(peer)
        said = _of_tunnel(tunnel) if tunnel is not None else self._without(peer)
        for item in (*said, *_remarked(tunnel.remarks if tunnel is not None else self.device.remarks)):
            if item.finding not in found or (item.value and not found[item.finding].value):
                found[item.finding] = item
        return list(found.values())

    def _without(self, peer: str) -> Iterator[Observation]:
        """A peer of which the configuration says nothing, where it says something of others."""
        used = [tunnel for tunnel in self.tunnels if not tunnel.loose and not _is_none(tunnel.binding) and tunnel.peers]
        mapped = [tunnel for tunnel in used if "map" in tunnel.names and tunnel.where is not None]
        if is_address(peer) and mapped and all(is_address(item.value) for tunnel in mapped for item in tunnel.peers):
            yield Observation("map-lacks-peer", True, "config", tuple(tunnel.where for tunnel in mapped[:3] if tunnel.where))
        for tunnel in self.tunnels:
            if not is_address(peer):
                yield from _remarked(tunnel.remarks)


def _is_none(setting: Setting | None) -> bool:
    return setting is not None and setting.value == NONE


def _remarked(remarks: Iterable[Remark]) -> Iterator[Observation]:
    for remark in remarks:
        for finding in (remark.finding, _ALSO.get(remark.finding, "")):
            if finding:
                yield Observation(finding, True, "config", remark.where)


def _of_tunnel(tunnel: TunnelSettings) -> Iterator[Observation]:
    """What is in order for the tunnel, and what its values prove by themselves."""
    entry = (tunnel.where,) if tunnel.where is not None else ()
    if tunnel.binding is not None and not _is_none(tunnel.binding) and "map" in tunnel.names:
        yield Observation("map-bound", True, "config", (*_at(tunnel.binding), *entry))
        yield Observation("map-lacks-peer", False, "config", entry)
    if tunnel.enabled is not None and not _is_none(tunnel.enabled):
        yield Observation("ike-enabled-here", True, "config", _at(tunnel.enabled))
        yield Observation("ike-disabled-here", False, "config", _at(tunnel.enabled))
    elif _is_none(tunnel.enabled):
        yield Observation("ike-disabled-here", True, "config", _at(tunnel.enabled))
    group = tunnel.names.get("group")
    if tunnel.peer is None or not is_address(tunnel.peer.value):
        pass
    elif tunnel.platform == "cisco-asa" and group is not None and not is_address(group.value):
        yield Observation("entry-here-named-by-alias", True, "config", _at(group))
    elif tunnel.key is not None and tunnel.key.value != NONE:
        yield Observation("entry-here-right", True, "config", _at(tunnel.key))
    elif tunnel.key is not None and (tunnel.authentication is None or "pre-shared" in tunnel.authentication.value):
        yield Observation("no-key-here-for-peer", True, "config", _at(tunnel.key))
    elif tunnel.key is not None:
        yield Observation("entry-here-right", True, "config", _at(tunnel.authentication))
    if tunnel.nat_traversal is not None and tunnel.nat_traversal.value == "off" and tunnel.nat_traversal.where is not None:
        yield Observation("nat-t-off", True, "config", _at(tunnel.nat_traversal))


_ALSO = {"entry-here-under-other-address": "no-entry-here-for-peer"}
"""What a remark's finding asserts besides itself."""


def _least_version(tunnel: TunnelSettings) -> tuple[str, Evidence] | None:
    """ASA 8.4 renamed ``crypto isakmp`` to ``crypto ikev1``: a device that has the new word is of that version or later."""
    where = tunnel.enabled.where if tunnel.enabled is not None else None
    newer = tunnel.platform == "cisco-asa" and where is not None and where.text.lstrip().startswith("crypto ikev")
    return ("8.4", where) if newer and where is not None else None


def _at(setting: Setting | None) -> tuple[Evidence, ...]:
    return (setting.where,) if setting is not None and setting.where is not None else ()


_KINDS: tuple[TransformKind, ...] = ("encryption", "integrity", "prf", "group", "authentication", "ah")


def _proposals(tunnel: TunnelSettings) -> Iterator[Proposal]:
    for suite in tunnel.phase1 or ():
        ike = "2" if "prf" in suite.algorithms else "1" if "authentication" in suite.algorithms else ""
        yield from _proposal(1, suite, ike, tunnel.phase1_lifetime)
    for suite in tunnel.phase2 or ():
        pfs = tunnel.pfs  # a default group changed with the software: it is not taken for a proposal
        more = [Transform("group", pfs.value)] if pfs is not None and not pfs.default and pfs.value.startswith("group ") else []
        yield from _proposal(2, suite, "", None, more)


def _proposal(phase: int, suite: Suite, ike: str, lifetime: Setting | None, more: list[Transform] | None = None) -> Iterator[Proposal]:
    parts = [Transform(kind, name) for kind in _KINDS for name in suite.algorithms.get(kind, ())] + (more or [])
    if lifetime is not None and lifetime.value.isdigit() and lifetime.where is not None:
        parts.append(Transform("lifetime", f"{lifetime.value} s"))
    where = tuple(dict.fromkeys(item for item in (suite.where, *suite.lines.values()) if item is not None))
    if parts:
        yield Proposal(1 if phase == 1 else 2, "ours", tuple(dict.fromkeys(parts)), where[:6], suite.name, ike=ike)
