"""What is wrong within an ASA's configuration of a tunnel, whatever the far end has."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from assistant.configs.cisco.asa.parts import Asa, Entry
from assistant.configs.cisco.order import Order
from assistant.configs.values import is_address
from assistant.model.settings import NONE, Remark, TunnelSettings

_STRAYS = 200
"""Tunnel groups without an entry that are looked through for the name that is meant."""


class AsaAlone:
    """The statements of an ASA, put so that each tunnel is looked at once."""

    def __init__(self, box: Asa, tunnels: Sequence[TunnelSettings]) -> None:
        self._box = box
        self._entries = {entry.name: entry for entry in box.entries.values() if not entry.dynamic}
        address = box.networks.address
        self._site = {address(name): group for name, group in box.groups.items() if group.type == "ipsec-l2l" and name != "DefaultL2LGroup"}
        self._mapped = {address(peer.value) for item in (*box.entries.values(), *box.tunnels) for peer in item.peers}
        self._aliases = {address(name): name for name in box.groups if name in box.networks.names}
        self._stray = [name for name in self._site if name not in self._mapped]
        self._by_name = any(not is_address(name) for name in self._site)
        self._order = Order(list(box.entries.values()), tunnels)

    def remarks(self, tunnel: TunnelSettings) -> Iterator[Remark]:
        """Everything that is wrong with the tunnel, the gravest first."""
        entry = self._entries.get(tunnel.name)
        if entry is not None:
            yield from _binding(self._box, entry, tunnel)
            yield from _parts(self._box, entry, tunnel)
            yield from self._groups(entry, tunnel)
            yield from _versions(self._box, entry, tunnel)
            yield from self._order.remarks(entry, tunnel)
        yield from _own(tunnel)

    def _groups(self, entry: Entry, tunnel: TunnelSettings) -> Iterator[Remark]:
        """A peer without its tunnel group, where groups for sites are shown; a group by name may be chosen by certificate or identity."""
        site = self._site
        peers = [peer for peer in tunnel.peers if is_address(peer.value)]
        alias = next((self._aliases[peer.value] for peer in peers if peer.value in self._aliases), "")
        if alias and peers[0].value not in self._box.groups:
            text = f"The tunnel-group of {peers[0].value} has the name {alias}: it is looked for by the digits of the address."
            yield Remark(text, (site[peers[0].value].where,) if peers[0].value in site else (entry.where,), "entry-here-named-by-alias")
            return
        if not site or not peers or self._by_name or any(peer.value in site for peer in peers):
            return
        # the name that is most like the address: a slip changes little of it
        near = difflib.get_close_matches(peers[0].value, self._stray[:_STRAYS], n=1, cutoff=0.0)
        stray = near[0] if near else ""
        places = (peers[0].where, site[stray].where if stray else None)
        where = tuple(item for item in places if item is not None) or (entry.where,)
        if stray:
            text = f"No tunnel-group has the name of the peer {peers[0].value}; {stray} has one, and no entry names it."
            yield Remark(text, where, "entry-here-under-other-address")
        else:
            yield Remark(f"No tunnel-group has the name of the peer {peers[0].value}.", where, "no-entry-here-for-peer")


def _binding(box: Asa, entry: Entry, tunnel: TunnelSettings) -> Iterator[Remark]:
    if tunnel.binding is None or tunnel.binding.value != NONE:
        return
    if box.bound and tunnel.binding.where is not None:
        name = next(iter(box.bound.values())).value
        text = f"The crypto map {entry.map} is bound to no interface; the bound one is {name}."
        yield Remark(text, (entry.where, tunnel.binding.where), "bound-map-is-another")
    else:
        yield Remark(f"The crypto map {entry.map} is bound to no interface.", (entry.where,), "no-map-on-interface")


def _parts(box: Asa, entry: Entry, tunnel: TunnelSettings) -> Iterator[Remark]:
    # who pastes a part leaves out lines: what is named nowhere is not missed where nothing of its kind is shown
    parts = (
        ("a peer", entry.peers, True),
        ("an access list", entry.acl, box.networks.lists),
        ("a transform set or proposal", entry.sets or entry.proposals, box.sets or box.proposals),
    )
    lacking = [name for name, value, shown in parts if not value and shown]
    if lacking and entry.until < box.last:  # what ends the text may go on
        yield Remark(f"The entry {entry.name} lacks {' and '.join(lacking)}: it is not used.", (entry.where,), "map-entry-incomplete")
    named = (
        ("access list", entry.acl, box.networks.lists),
        ("transform set", entry.sets, box.sets),
        ("IPsec proposal", entry.proposals, box.proposals),
    )
    for kind, setting, table in named:
        if setting is None or setting.where is None or not table or setting.where.line >= box.last:
            continue
        names = setting.value.split()
        unknown = [name for name in names if name not in table]
        if len(unknown) == len(names):
            text = f"The entry {entry.name} names the {kind} {' and '.join(unknown)}, which is not defined."
            yield Remark(text, (setting.where,), "map-entry-incomplete")
    if entry.acl is not None and entry.acl.where is not None and tunnel.selectors == ():
        yield Remark(
            f"The access list {entry.acl.value} of the entry {entry.name} permits nothing.", (entry.acl.where,), "map-entry-incomplete"
        )


def _versions(box: Asa, entry: Entry, tunnel: TunnelSettings) -> Iterator[Remark]:
    kinds = tunnel.version.value.split() if tunnel.version else []
    if not kinds:
        return
    named = " and ".join(kind.replace("ike", "IKE") for kind in kinds)
    if tunnel.enabled is not None and tunnel.enabled.value == NONE:
        shown = tuple(item.where for item in box.enabled.values() if item.where is not None)
        text = f"{named} of the entry {entry.name} is not enabled on the interface {entry.interface}."
        yield Remark(text, (entry.where, *shown), "ike-disabled-here")
    if box.policies and not any(kind in kinds for kind, _ in box.policies):
        yield Remark(f"There is no {named} policy for the entry {entry.name}; those shown are of the other version.", (entry.where,))


def _own(tunnel: TunnelSettings) -> Iterator[Remark]:
    """What the group policy does not let in, a key or a certificate that is not there."""
    kinds = tunnel.version.value.split() if tunnel.version else []
    allowed, key, own = tunnel.allowed, tunnel.key, tunnel.certificate
    if allowed is not None and allowed.where is not None and kinds and not set(kinds) & set(allowed.value.split()):
        named = " and ".join(kind.replace("ike", "IKE") for kind in kinds)
        yield Remark(f"The group policy does not let in {named} (vpn-tunnel-protocol).", (allowed.where,), "protocol-not-allowed")
    if key is not None and key.value == NONE and key.where is not None and tunnel.authentication is None:
        yield Remark("The tunnel group of the peer has no pre-shared key.", (key.where,), "no-key-here-for-peer")
    if own is not None and own.value == NONE and own.where is not None:
        yield Remark("The certificate that this end is to send is not there.", (own.where,), "certificate-absent-logged")
