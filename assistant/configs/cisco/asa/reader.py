"""Configurations of Cisco ASA, PIX 7 and later, and FTD: crypto maps, tunnel interfaces, tunnel groups, IKE policies.

Defaults: Cisco ASA Series VPN CLI Configuration Guide, "Configure IKE and Load Balancing", tables of IKEv1 and IKEv2 policy keywords;
command reference, "crypto map set security-association lifetime", "crypto map set connection-type", "crypto ipsec security-association
replay", "crypto ikev2 fragmentation". From 9.13(1) on the default group is 14 (release notes of 9.13(1)); 9.15(1) no longer has 3DES
(release notes of 9.15(1)), so that what it takes instead is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.configs.cisco.asa.flows import flows, passes
from assistant.configs.cisco.asa.groups import allowed, asks_for_login
from assistant.configs.cisco.asa.own import binding, certificate, listening, trust
from assistant.configs.cisco.asa.parts import DEFAULT, Asa, Entry, Group
from assistant.configs.cisco.asa.statements import collect
from assistant.configs.cisco.hosts import two_devices
from assistant.configs.lookup import Lookup
from assistant.configs.values import first, is_address, release
from assistant.model.observed import Evidence, Line
from assistant.model.settings import ANY, NONE, DeviceSettings, Setting, Suite, TunnelSettings

PLATFORM = "cisco-asa"
LIFETIME = "86400"
PHASE2_LIFETIME = "28800"
PHASE2_VOLUME = "4608000"
WINDOW = "64"
_POLICY = {"encryption": ("3DES",), "integrity": ("SHA1",)}
_GROUP_14 = (9, 13)
_WITHOUT_3DES = (9, 15)


def read(lines: Sequence[Line], index: int) -> tuple[DeviceSettings, Asa]:
    """Every tunnel of the configuration, and the statements behind them for a look at this end alone."""
    box = collect(lines, index)
    device = DeviceSettings(
        platform=PLATFORM,
        version=box.version,
        version_where=box.version_where,
        aliases=dict(box.networks.names),
        hostname=box.hostname,
        addresses=box.addresses,
        flows=flows(box),
        remarks=two_devices(box.hostnames),
        read=box.read,
        unread=box.unread,
    )
    named = _named(box)
    device.tunnels = _tunnels(box, named)
    lookup = Lookup(device.flows) if device.flows else None
    for tunnel in device.tunnels:
        if lookup is not None and not tunnel.loose:
            tunnel.rules = passes(box, tunnel, _group_of(named, tunnel.peers), lookup)
    return device, box


def _named(box: Asa) -> dict[str, Group]:
    """The tunnel groups by the address that they are named by, or their name."""
    found: dict[str, Group] = {}
    for name, group in box.groups.items():
        found.setdefault(box.networks.address(name), group)
    return found


def _group_of(named: dict[str, Group], peers: Iterable[Setting]) -> Group | None:
    return next((named[peer.value] for peer in peers if peer.value in named), None)


def _tunnels(box: Asa, groups: dict[str, Group]) -> list[TunnelSettings]:
    inner: dict[str, list[Entry]] = {}
    for (name, _), entry in sorted(box.dynamic.items()):
        inner.setdefault(name, []).append(entry)
    found: list[TunnelSettings] = []
    for _, entry in sorted(box.entries.items()):
        if entry.dynamic:
            found += [_of_dynamic(box, entry, part, groups) for part in inner.get(entry.dynamic, ())]
        else:
            found.append(_of_map(box, entry, groups))
    found += [_of_profile(box, entry, groups) for entry in box.tunnels]
    named = {peer.value for tunnel in found for peer in tunnel.peers}
    for name, group in box.groups.items():
        address = box.networks.address(name)
        if group.type in {"", "ipsec-l2l"} and is_address(address) and address not in named:
            tunnel = _assembled(box, Entry(name, group.where, peers=[Setting(address, group.where)]), groups)
            tunnel.loose = bool(box.entries or box.tunnels)
            found.append(tunnel)
    if not found and (box.policies or box.sets or box.proposals):
        found.append(
            _assembled(
                box,
                Entry("", next(iter([*box.policies.values(), *box.sets.values(), *box.proposals.values()])).where or Evidence(-1, 0, "")),
                groups,
            )
        )
    return found


def _of_map(box: Asa, entry: Entry, groups: dict[str, Group]) -> TunnelSettings:
    entry.interface = next((nameif for nameif, bound in box.bound.items() if bound.value == entry.map), "")
    tunnel = _assembled(box, entry, groups)
    tunnel.binding = binding(box, entry)
    tunnel.initiation = entry.connection or Setting("both", default=DEFAULT)
    tunnel.names |= {"map": Setting(entry.map, entry.where), "seq": Setting(str(entry.number), entry.where)}
    if entry.acl is not None:
        tunnel.names["acl"] = Setting(entry.acl.value, entry.where)
        tunnel.selectors = box.networks.selectors(entry.acl.value)
    if (sets := entry.sets or entry.proposals) is not None and " " not in sets.value:
        tunnel.names["transform_set"] = sets
    return tunnel


def _of_dynamic(box: Asa, entry: Entry, part: Entry, groups: dict[str, Group]) -> TunnelSettings:
    """An entry of a dynamic map, as the map that names it holds it: any peer may come, and this end never starts."""
    part.map, part.number = entry.map, entry.number
    part.peers = part.peers or [Setting(ANY, part.where)]
    tunnel = _of_map(box, part, groups)
    tunnel.name = f"{entry.name} {part.name}"
    tunnel.initiation = Setting("responder", part.where)
    return tunnel


def _of_profile(box: Asa, entry: Entry, groups: dict[str, Group]) -> TunnelSettings:
    profile = box.profiles.get(entry.profile)
    if profile is not None:
        entry.sets, entry.proposals = profile.sets, profile.proposals
        entry.pfs, entry.lifetime, entry.volume = profile.pfs, profile.lifetime, profile.volume
        entry.trustpoint = profile.trustpoint
    tunnel = _assembled(box, entry, groups)
    tunnel.route_based, tunnel.selectors = True, ()
    tunnel.tunnel_interface = Setting(entry.nameif, entry.where)
    tunnel.binding = Setting(entry.nameif, entry.where) if entry.profile in box.profiles or not box.profiles else Setting(NONE, entry.where)
    tunnel.initiation = Setting("both", default=DEFAULT)
    return tunnel


def _assembled(box: Asa, entry: Entry, groups: dict[str, Group]) -> TunnelSettings:
    peers = [Setting(box.networks.address(peer.value), peer.where) for peer in entry.peers]
    group = _group_of(groups, peers)
    tunnel = TunnelSettings(name=entry.name, platform=PLATFORM, where=entry.where)
    tunnel.peer, tunnel.more_peers = (peers[0], tuple(peers[1:])) if peers else (None, ())
    if entry.interface:
        tunnel.interface = Setting(entry.interface, entry.where)
        tunnel.local_address = box.addresses.get(entry.interface)
    versions = _versions(box, entry, group)
    tunnel.version = versions
    kinds = versions.value.split() if versions else ["ikev1", "ikev2"]
    policies = [(key, suite) for key, suite in sorted(box.policies.items()) if key[0] in kinds]
    if policies and not box.cut_policy:
        tunnel.phase1 = tuple(_with_defaults(suite, key[0], box.version) for key, suite in policies)
        number = policies[0][0]
        tunnel.phase1_lifetime = box.lifetimes.get(number, Setting(LIFETIME, default=DEFAULT))
    if "ikev1" in kinds and kinds != ["ikev2"]:
        tunnel.mode = entry.aggressive or Setting("main", default=DEFAULT)
    if group is not None:
        tunnel.names["group"] = Setting(group.name, group.where)
        tunnel.names |= {"group_policy": group.policy} if group.policy is not None else {}
        _of_group(tunnel, group, kinds)
    tunnel.identity_local = _identity(box, tunnel)
    if tunnel.authentication is not None and tunnel.authentication.value == "pre-shared key":
        tunnel.identity_remote = Setting(ANY, default="an ASA finds the tunnel group by the peer's address")
    tunnel.certificate, tunnel.trust = certificate(box, entry, group, tunnel), trust(box, tunnel)
    tunnel.enabled, tunnel.allowed = listening(box, entry, kinds if versions else []), allowed(box, group)
    if "ikev2" in kinds and versions:
        tunnel.esn = Setting("off", default="an ASA offers none")
    tunnel.fragmentation = (box.fragmentation if kinds == ["ikev2"] else None) or Setting("on", default=DEFAULT)
    tunnel.nat_traversal = entry.nat_t_off or box.nat_t or Setting("on", default=DEFAULT)
    _phase2(box, entry, tunnel, kinds)
    return tunnel


def _phase2(box: Asa, entry: Entry, tunnel: TunnelSettings, kinds: list[str]) -> None:
    wanted = [(box.sets, name) for name in (entry.sets.value.split() if entry.sets and "ikev1" in kinds else [])]
    wanted += [(box.proposals, name) for name in (entry.proposals.value.split() if entry.proposals and "ikev2" in kinds else [])]
    if not wanted and not box.entries and not box.tunnels:  # a paste without a map: its only set is the tunnel's
        wanted = [(table, name) for table in (box.sets, box.proposals) for name in table]
        wanted = wanted if len(wanted) == 1 else []
    suites = [table[name] for table, name in wanted if name in table]
    if suites:
        tunnel.phase2 = tuple(suites)
        tunnel.protocol = Setting("ah" if all("ah" in suite.algorithms for suite in suites) else "esp", suites[0].where)
        names = entry.sets.value.split() if entry.sets else []
        tunnel.encapsulation = first(box.modes.get(name) for name in names) or Setting("tunnel", default=DEFAULT)
    if entry.sets or entry.proposals or entry.pfs:
        tunnel.pfs = _pfs(box, entry)
        tunnel.phase2_lifetime = entry.lifetime or box.lifetime or Setting(PHASE2_LIFETIME, default=DEFAULT)
        tunnel.phase2_volume = entry.volume or box.volume or Setting(PHASE2_VOLUME, default=DEFAULT)
        tunnel.replay_window = entry.replay or box.replay or Setting(WINDOW, default=DEFAULT)


def _pfs(box: Asa, entry: Entry) -> Setting | None:
    """``set pfs`` without a group means the release's default group."""
    if entry.pfs is None or entry.pfs.value:
        return entry.pfs or Setting(NONE, default=DEFAULT)
    found = _default_group(box.version)
    return Setting(found, entry.pfs.where, DEFAULT) if found else None


def _default_group(version: str) -> str:
    return "group 14" if release(version) >= _GROUP_14 else "group 2"


def _of_group(tunnel: TunnelSettings, group: Group, kinds: list[str]) -> None:
    if group.keys:
        key = group.keys.get("ikev1") if "ikev1" in kinds else None
        key = key or group.keys.get("local") or group.keys.get("remote") or next(iter(group.keys.values()))
        tunnel.key = key
        tunnel.authentication = Setting("pre-shared key", key.where)
    elif group.trustpoint is not None:
        tunnel.authentication = Setting("RSA signature", group.trustpoint.where)
        tunnel.key = Setting(NONE, group.trustpoint.where)
    elif group.section:
        tunnel.key = Setting(NONE, group.where)
    tunnel.dpd = group.keepalive or Setting("on", default=DEFAULT)
    if "ikev1" in kinds:
        tunnel.xauth = asks_for_login(group)


def _identity(box: Asa, tunnel: TunnelSettings) -> Setting | None:
    """What this end sends as its identity: by default its address with a key, its certificate's name otherwise."""
    word = box.identity.value if box.identity else "auto"
    if word == "hostname":
        return Setting(box.hostname, box.identity.where) if box.hostname and box.identity else None
    if word in {"auto", "address"}:
        if tunnel.authentication is not None and tunnel.authentication.value != "pre-shared key" and word == "auto":
            return None
        return Setting(tunnel.local_address.value, tunnel.local_address.where, DEFAULT) if tunnel.local_address else None
    return box.identity


def _versions(box: Asa, entry: Entry, group: Group | None) -> Setting | None:
    """The IKE versions that the map or profile can use; by the key of the group where the paste shows no more."""
    if entry.sets or entry.proposals:
        words = [*(["ikev1"] if entry.sets else []), *(["ikev2"] if entry.proposals else [])]
        where = (entry.sets or entry.proposals or Setting("")).where
        if group is not None and len(words) > 1 and group.keys:
            keyed = [*(["ikev1"] if "ikev1" in group.keys else []), *(["ikev2"] if {"local", "remote"} & group.keys.keys() else [])]
            words = [word for word in words if word in keyed] or words
        return Setting(" ".join(words), where)
    if group is not None and group.keys:
        words = [*(["ikev1"] if "ikev1" in group.keys else []), *(["ikev2"] if {"local", "remote"} & group.keys.keys() else [])]
        return Setting(" ".join(words), group.where)
    kinds = {kind for kind, _ in box.policies}
    return Setting(next(iter(kinds)), next(iter(box.policies.values())).where) if len(kinds) == 1 else None


def _with_defaults(suite: Suite, kind: str, version: str) -> Suite:
    """A policy with ASA's defaults for what it does not say; a cipher that brings its own integrity needs none."""
    algorithms = dict(suite.algorithms)
    written = set(algorithms)
    for name, value in {**_POLICY, "group": (_default_group(version),)}.items():
        if name != "encryption" or release(version) < _WITHOUT_3DES:
            algorithms.setdefault(name, value)
    if kind == "ikev1":
        algorithms.setdefault("authentication", ("pre-shared key",))
        algorithms.pop("prf", None)
    else:
        algorithms.setdefault("prf", ("SHA1",))
        if "integrity" not in written and algorithms.get("encryption", ("",))[0].startswith("AES-GCM"):
            del algorithms["integrity"]
    missing = sorted(set(algorithms) - written)
    return Suite(algorithms, suite.where, suite.name, f"{DEFAULT} for {', '.join(missing)}" if missing else "", suite.lines)
