"""What is wrong, or weak, within one end's configuration, whatever the other end has.

What a paste does not show is not missing: a name counts as undefined only where others of its kind are shown, a tunnel
group or an enabled version as absent only where some are.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.configs import flow
from assistant.configs.asa import Asa, Entry
from assistant.configs.networks import covers, overlaps
from assistant.configs.selectors import words
from assistant.configs.values import is_address
from assistant.model.settings import NONE, DeviceSettings, Remark, Selector, Setting, TunnelSettings

WEAK = frozenset({"DES", "3DES", "MD5", "group 1", "group 2", "group 5", "group 22"})
"""Must not or should not be used any more (RFC 8247, sections 2.1 to 2.4)."""
MOST = 60
"""Pairs of networks of an entry that are laid against those of others."""


def remarked(device: DeviceSettings, box: Asa | None = None) -> DeviceSettings:
    """The device with what is to be said of each tunnel alone. ``box`` are the statements of an ASA."""
    flow.applied(device)
    tunnels = {tunnel.name: tunnel for tunnel in device.tunnels}
    for tunnel in device.tunnels:
        entry = None
        if box is not None:
            entry = next((item for item in box.entries.values() if item.name == tunnel.name and not item.dynamic), None)
        found = list(_of_entry(box, entry, tunnel, tunnels)) if box is not None and entry is not None else []
        found += tunnel.remarks
        told = {remark.finding for remark in found}
        found += [remark for remark in (*_own(tunnel), *flow.remarks(tunnel)) if remark.finding not in told]
        tunnel.remarks = [*found, *_weak(tunnel)]
    return device


_OWN = (
    ("binding", "It is not in use: no interface carries it, or it is switched off.", "no-map-on-interface"),
    ("enabled", "The device does not let IKE in on the interface of the tunnel.", "ike-disabled-here"),
    ("certificate", "It authenticates by a certificate and names none of its own.", "certificate-absent-logged"),
    ("trust", "The authority that it trusts is not defined.", "certificate-issuer-unknown"),
)


def _own(tunnel: TunnelSettings) -> Iterator[Remark]:
    """What the device itself has to have in order for the tunnel, and lacks."""
    for name, text, finding in _OWN:
        setting: Setting | None = getattr(tunnel, name)
        if setting is not None and setting.value == NONE:
            where = setting.where or tunnel.where
            yield Remark(text, (where,) if where else (), finding)


def _weak(tunnel: TunnelSettings) -> Iterator[Remark]:
    """One note for each outdated algorithm that is offered."""
    told: set[str] = set()
    for phase, suites in ((1, tunnel.phase1), (2, tunnel.phase2)):
        for suite in suites or ():
            for kind, names in suite.algorithms.items():
                for name in names:
                    where = suite.lines.get(kind, suite.where)
                    if name in WEAK and f"{phase} {name}" not in told and where is not None:
                        told.add(f"{phase} {name}")
                        yield Remark(f"{name} in phase {phase} is outdated (RFC 8247).", (where,), stops=False)


def _of_entry(box: Asa, entry: Entry, tunnel: TunnelSettings, tunnels: dict[str, TunnelSettings]) -> Iterator[Remark]:
    yield from _binding(box, entry)
    yield from _parts(box, entry)
    yield from _groups(box, entry, tunnel)
    yield from _versions(box, entry, tunnel)
    yield from _order(box, entry, tunnel, tunnels)


def _binding(box: Asa, entry: Entry) -> Iterator[Remark]:
    bound = {item.value: item.where for item in box.bound.values() if item.where is not None}
    if entry.map in bound:
        return
    if bound:
        name, where = next(iter(bound.items()))
        text = f"The crypto map {entry.map} is bound to no interface; the bound one is {name}."
        yield Remark(text, (entry.where, where), "bound-map-is-another")
        return
    # the configuration lists bindings after the entries, and IKE after them: a text that ends earlier may have been cut
    places = [group.where for group in box.groups.values()]
    places += [suite.where for suite in box.policies.values() if suite.where is not None]
    places += [setting.where for setting in box.enabled.values() if setting.where is not None]
    if any(where.line > item.where.line for where in places for item in box.entries.values()):
        yield Remark(f"The crypto map {entry.map} is bound to no interface.", (entry.where,), "no-map-on-interface")


def _parts(box: Asa, entry: Entry) -> Iterator[Remark]:
    parts = (("a peer", entry.peers), ("an access list", entry.acl), ("a transform set or proposal", entry.sets or entry.proposals))
    lacking = [name for name, value in parts if not value]
    if lacking:
        yield Remark(f"The entry {entry.name} lacks {' and '.join(lacking)}: it is not used.", (entry.where,), "map-entry-incomplete")
    named = (
        ("access list", entry.acl, box.networks.lists),
        ("transform set", entry.sets, box.sets),
        ("IPsec proposal", entry.proposals, box.proposals),
    )
    for kind, setting, table in named:
        if setting is None or not table:
            continue
        names = setting.value.split()
        unknown = [name for name in names if name not in table]
        if len(unknown) == len(names):
            where = (setting.where,) if setting.where else ()
            text = f"The entry {entry.name} names the {kind} {' and '.join(unknown)}, which is not defined."
            yield Remark(text, where, "map-entry-incomplete")


def _groups(box: Asa, entry: Entry, tunnel: TunnelSettings) -> Iterator[Remark]:
    """A peer without its tunnel group, where groups for sites are shown."""
    site = {
        box.networks.address(name): group for name, group in box.groups.items() if group.type == "ipsec-l2l" and name != "DefaultL2LGroup"
    }
    peers = [peer for peer in tunnel.peers if is_address(peer.value)]
    if not site or not peers or any(peer.value in site for peer in peers):
        return
    if any(not is_address(name) for name in site):
        return  # a group by name may be chosen by certificate or identity
    mapped = {box.networks.address(peer.value) for item in box.entries.values() for peer in item.peers}
    mapped |= {box.networks.address(peer.value) for item in box.tunnels for peer in item.peers}
    stray = [name for name in site if name not in mapped]
    where = tuple(item for item in (peers[0].where, *(site[name].where for name in stray[:1])) if item is not None)
    if stray:
        text = f"No tunnel-group has the name of the peer {peers[0].value}; {stray[0]} has one, and no entry names it."
        yield Remark(text, where, "entry-here-under-other-address")
    else:
        yield Remark(f"No tunnel-group has the name of the peer {peers[0].value}.", where or (entry.where,), "no-entry-here-for-peer")


def _versions(box: Asa, entry: Entry, tunnel: TunnelSettings) -> Iterator[Remark]:
    kinds = tunnel.version.value.split() if tunnel.version else []
    if not kinds:
        return
    named = " and ".join(kind.replace("ike", "IKE") for kind in kinds)
    if entry.interface and box.enabled and not any((kind, entry.interface) in box.enabled for kind in kinds):
        shown = tuple(item.where for item in box.enabled.values() if item.where is not None)
        text = f"{named} of the entry {entry.name} is not enabled on the interface {entry.interface}."
        yield Remark(text, (entry.where, *shown), "ike-disabled-here")
    if box.policies and not any(kind in kinds for kind, _ in box.policies):
        yield Remark(f"There is no {named} policy for the entry {entry.name}; those shown are of the other version.", (entry.where,))


def _order(box: Asa, entry: Entry, tunnel: TunnelSettings, tunnels: dict[str, TunnelSettings]) -> Iterator[Remark]:
    """Entries of the same map that stand before this one and catch its peer or its traffic."""
    earlier = [item for item in box.entries.values() if item.map == entry.map and item.number < entry.number]
    dynamic = [item for item in earlier if item.dynamic]
    if dynamic:
        text = f"The dynamic entry {dynamic[0].name} stands before {entry.name} and may catch its peer with other settings."
        yield Remark(text, (dynamic[0].where, entry.where), "dynamic-entry-first", stops=False)
    for item in sorted(earlier, key=lambda other: other.number):
        other = tunnels.get(item.name)
        if other is None or item.dynamic or not {peer.value for peer in other.peers}.isdisjoint(peer.value for peer in tunnel.peers):
            continue
        hit = _overlap(other.selectors or (), tunnel.selectors or ())
        if hit is not None:
            first, second = hit
            where = tuple(place for place in (first.where, second.where) if place is not None)
            text = f"{words(first)} of the earlier entry {item.name} covers traffic of {entry.name} ({words(second)}): the first entry that fits decides."
            yield Remark(text, where or (entry.where,), "earlier-entry-overlaps", stops=_within(second, first))
            return


def _overlap(first: tuple[Selector, ...], second: tuple[Selector, ...]) -> tuple[Selector, Selector] | None:
    for one in first[:MOST]:
        for other in second[:MOST]:
            if overlaps(one.local, other.local) and overlaps(one.remote, other.remote) and one.protocol in {"", other.protocol}:
                return one, other
    return None


def _within(inner: Selector, outer: Selector) -> bool:
    """Whether a pair lies wholly in another."""
    return covers(outer.local, inner.local) and covers(outer.remote, inner.remote)
