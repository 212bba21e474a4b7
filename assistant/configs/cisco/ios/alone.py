"""What is wrong within a Cisco IOS configuration of a tunnel, whatever the far end has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.configs.cisco.ios.parts import Entry, Ios
from assistant.configs.cisco.order import Order
from assistant.configs.cisco.shared import AclRule
from assistant.configs.networks import overlaps
from assistant.configs.values import is_address
from assistant.model.settings import NONE, Remark, TunnelSettings

_IKE = frozenset({"", "udp", "17"})


def unused(box: Ios) -> list[Remark]:
    """A proposal that no policy names is not offered."""
    if not box.ikev2_policies:
        return []
    used = {name for names, _, _ in box.ikev2_policies.values() for name in names}
    return [
        Remark(f"The IKEv2 proposal {name} is in no IKEv2 policy: IOS does not offer it.", (suite.where,), stops=False)
        for name, suite in box.ikev2_proposals.items()
        if name not in used and suite.where is not None
    ]


class IosAlone:
    """The statements of a router, put so that each tunnel is looked at once."""

    def __init__(self, box: Ios, tunnels: Sequence[TunnelSettings]) -> None:
        self._box = box
        self._entries = {entry.name: entry for entry in box.entries.values() if not entry.dynamic}
        self._interfaces = {entry.name: entry for entry in box.tunnels}
        self._order = Order(list(box.entries.values()), tunnels)

    def remarks(self, tunnel: TunnelSettings) -> Iterator[Remark]:
        """Everything that is wrong with the tunnel, the gravest first."""
        entry = self._entries.get(tunnel.name)
        if entry is not None:
            yield from _binding(self._box, entry, tunnel)
            yield from _parts(self._box, entry, tunnel)
            yield from self._order.remarks(entry, tunnel)
        elif tunnel.name in self._interfaces:
            yield from _protection(self._interfaces[tunnel.name], tunnel)
        yield from _own(self._box, entry or self._interfaces.get(tunnel.name), tunnel)
        yield from _shut_out(self._box, tunnel)


def _binding(box: Ios, entry: Entry, tunnel: TunnelSettings) -> Iterator[Remark]:
    if tunnel.binding is None or tunnel.binding.value != NONE:
        return
    other = next((name for name in box.bound), "")
    if other and tunnel.binding.where is not None:
        text = f"The crypto map {entry.map} is on no interface; the one that is on an interface is {other}."
        yield Remark(text, (entry.where, tunnel.binding.where), "bound-map-is-another")
    else:
        yield Remark(f"The crypto map {entry.map} is on no interface.", (entry.where,), "no-map-on-interface")


def _protection(entry: Entry, tunnel: TunnelSettings) -> Iterator[Remark]:
    if tunnel.binding is not None and tunnel.binding.value == NONE:
        text = f"{entry.name} is protected with the IPsec profile {entry.protection}, which is not defined."
        yield Remark(text, (entry.where,), "map-entry-incomplete")


def _parts(box: Ios, entry: Entry, tunnel: TunnelSettings) -> Iterator[Remark]:
    parts = (("a peer", entry.peers, True), ("an access list", entry.acl, box.networks.lists), ("a transform set", entry.sets, box.sets))
    lacking = [name for name, value, shown in parts if not value and shown]
    if lacking and entry.whole:
        yield Remark(f"The entry {entry.name} lacks {' and '.join(lacking)}: it is not used.", (entry.where,), "map-entry-incomplete")
    named = (
        ("access list", entry.acl, box.networks.lists.keys() if box.lists_end else set()),
        ("transform set", entry.sets, box.sets.keys()),
        ("IKEv2 profile", entry.ikev2_profile, box.ikev2_profiles.keys()),
    )
    for kind, setting, table in named:
        names = setting.value.split() if setting is not None else []
        cut = setting is not None and setting.where is not None and setting.where.line >= box.end
        if setting is not None and setting.where is not None and not cut and table and names and not set(names) & table:
            text = f"The entry {entry.name} names the {kind} {' and '.join(names)}, which is not defined."
            yield Remark(text, (setting.where,), "map-entry-incomplete")
    if entry.acl is not None and entry.acl.where is not None and tunnel.selectors == () and entry.acl.value != box.open_list:
        yield Remark(
            f"The access list {entry.acl.value} of the entry {entry.name} permits nothing.", (entry.acl.where,), "map-entry-incomplete"
        )


def _own(box: Ios, entry: Entry | None, tunnel: TunnelSettings) -> Iterator[Remark]:
    """A key or a certificate that is not there, a policy of the other version only, ISAKMP switched off."""
    enabled, key, own = tunnel.enabled, tunnel.key, tunnel.certificate
    if enabled is not None and enabled.value == NONE and enabled.where is not None:
        yield Remark("ISAKMP is switched off on this router.", (enabled.where,), "ike-disabled-here")
    methods = {name for suite in tunnel.phase1 or () for name in suite.algorithms.get("authentication", ())}
    if key is not None and key.value == NONE and key.where is not None and (not methods or "pre-shared key" in methods):
        peer = tunnel.peer.value if tunnel.peer else "the peer"
        yield Remark(f"No key is configured for {peer}.", (key.where,), "no-key-here-for-peer")
    if own is not None and own.value == NONE and own.where is not None:
        yield Remark("The certificate that this end is to send is not there.", (own.where,), "certificate-absent-logged")
    profile = box.ikev2_profiles.get(entry.ikev2_profile.value) if entry is not None and entry.ikev2_profile is not None else None
    if profile is not None and profile.keyring and box.ikev2_keyrings and profile.keyring not in box.ikev2_keyrings:
        text = f"The IKEv2 profile names the keyring {profile.keyring}, which is not defined."
        yield Remark(text, (profile.where,), "no-key-here-for-peer")


def _shut_out(box: Ios, tunnel: TunnelSettings) -> Iterator[Remark]:
    """An access list on the outside interface with no line that lets the peer's IKE in."""
    interface = box.interfaces.get(tunnel.interface.value) if tunnel.interface else None
    chosen = interface.access.get("in") if interface else None
    rules = box.rules(chosen.value) if chosen else None
    peers = [peer.value for peer in tunnel.peers if is_address(peer.value)]
    own = tunnel.local_address
    if chosen is None or chosen.where is None or rules is None or not peers or own is None:
        return
    if not any(_lets_in(rule, peer, own.value) for rule in rules for peer in peers):
        text = f"The access list {chosen.value} of {tunnel.interface.value if tunnel.interface else 'the interface'} lets in no IKE from {peers[0]}."
        yield Remark(text, (chosen.where,))


def _lets_in(rule: AclRule, peer: str, own: str) -> bool:
    """Whether a line may let UDP from the peer in; one with objects that are not shown, or of a group of services, may."""
    if not rule.allows:
        return False
    sides = ((rule.sources, peer), (rule.destinations, own))
    fits = all(not nets or any(overlaps(net, address) for net in nets) for nets, address in sides)
    return fits and (rule.protocol in _IKE or rule.protocol.startswith("object"))
