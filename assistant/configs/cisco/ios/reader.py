"""Configurations of Cisco IOS and IOS-XE: crypto maps, tunnel interfaces, ISAKMP policies and keys, IKEv2 profiles.

Defaults: Cisco IOS Security Command Reference, "crypto isakmp policy" (DES, SHA-1, group 1, RSA signatures, 86400 s), "lifetime (IKEv2 profile)"
(86400 s), "crypto ipsec security-association lifetime" (3600 s, 4608000 kB), "set pfs" (group 1). IOS-XE 17.11 and later refuse DES and
group 1 unless told otherwise: there those defaults are taken as not known.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs.cisco.hosts import two_devices
from assistant.configs.cisco.ios.flows import Nat, flows, passes
from assistant.configs.cisco.ios.keyring import one_token
from assistant.configs.cisco.ios.own import DEFAULT, binding, own_settings
from assistant.configs.cisco.ios.parts import Entry, Ios, Policy, Profile
from assistant.configs.cisco.ios.statements import collect
from assistant.configs.lookup import Lookup
from assistant.configs.values import first, is_address, network, release
from assistant.model.observed import Evidence, Line
from assistant.model.settings import ANY, NONE, DeviceSettings, Selector, Setting, Suite, TunnelSettings

PLATFORM = "cisco-ios"
_POLICY = {"encryption": "DES", "integrity": "SHA1", "group": "group 1", "authentication": "RSA signature"}
_WEAK_DEFAULTS = {"encryption", "group"}
_STRICT = (17, 11)
"""The first release of IOS-XE that refuses DES and Diffie-Hellman group 1 (release notes of 17.11.1a)."""
LIFETIME = "86400"
PHASE2_LIFETIME = "3600"
PHASE2_VOLUME = "4608000"


def read(lines: Sequence[Line], index: int) -> tuple[DeviceSettings, Ios]:
    """Every tunnel of the configuration, and the statements behind them for a look at this end alone.

    Tunnels are crypto maps by sequence and protected tunnel interfaces, else what keys and policies show.
    """
    box = collect(lines, index)
    device = DeviceSettings(
        platform=PLATFORM,
        version=box.version,
        hostname=box.hostname,
        tunnels=_tunnels(box),
        addresses=box.addresses,
        flows=flows(box),
        remarks=two_devices(box.hostnames),
        read=box.read,
        unread=box.unread,
    )
    if device.flows is not None:
        lookup, nat = Lookup(device.flows), Nat(box, device.flows)
        for tunnel in device.tunnels:
            if any(pair.protocol == "gre" for pair in tunnel.selectors or ()):
                continue  # the router's own packets: neither translated nor filtered on their way in
            tunnel.exemption, tunnel.rules = nat.exemption(tunnel), passes(box, tunnel, lookup)
    return device, box


def _tunnels(box: Ios) -> list[TunnelSettings]:
    found: list[TunnelSettings] = []
    dynamic: dict[str, list[Entry]] = {}
    for (name, _), inner in sorted(box.dynamic.items()):
        dynamic.setdefault(name, []).append(inner)
    for _, entry in sorted(box.entries.items()):
        if entry.dynamic:
            found += [_of_map(box, inner, entry.map, dynamic=True) for inner in dynamic.get(entry.dynamic, ())]
        else:
            found.append(_of_map(box, entry, entry.map))
    found += [_of_interface(box, entry) for entry in box.tunnels]
    if found:
        return found
    keys = [*box.keys, *(key for ring in box.keyrings.values() for key in ring)]
    for key in (*keys, *(key for ring in box.ikev2_keyrings.values() for key in ring)):
        peer = next((name.removesuffix("/32") for name in key.peers if is_address(name.removesuffix("/32"))), "")
        if peer and peer not in {tunnel.name for tunnel in found}:
            found.append(_assembled(box, Entry(peer, key.where, peers=[Setting(peer, key.where)])))
    wheres = [policy.suite.where for policy in box.policies.values()] + [
        suite.where for suite in (*box.ikev2_proposals.values(), *box.sets.values())
    ]
    wheres += (
        [profile.where for profile in box.ikev2_profiles.values()]
        + [entry.where for entry in box.ipsec_profiles.values()]
        + [key.where for key in keys]
    )
    if not found and wheres:
        found.append(_assembled(box, Entry("", wheres[0] or Evidence(-1, 0, ""))))
    return found


def _of_map(box: Ios, entry: Entry, map_: str, *, dynamic: bool = False) -> TunnelSettings:
    """``crypto map NAME local-address`` gives the address; packets leave by the interface that has the map all the same."""
    chosen = box.local_address.get(map_)
    bound = box.bound.get(map_, [])
    entry.source = chosen or (bound[0] if len(bound) == 1 else None)
    entry.of_map = map_
    if dynamic and not entry.peers:
        entry.peers = [Setting(ANY, entry.where)]
    tunnel = _assembled(box, entry)
    if chosen is not None:
        tunnel.interface = bound[0] if len(bound) == 1 else None
    tunnel.binding = binding(box, entry, map_)
    tunnel.names |= {"map": Setting(map_, entry.where), "seq": Setting(entry.name.rpartition(" ")[2], entry.where)}
    tunnel.initiation = Setting("responder", entry.where) if dynamic else Setting("both", default=DEFAULT)
    if entry.acl is not None:
        tunnel.names["acl"] = Setting(entry.acl.value, entry.where)
        tunnel.selectors = box.networks.selectors(entry.acl.value)
    if entry.sets is not None and " " not in entry.sets.value:
        tunnel.names["transform_set"] = entry.sets
    return tunnel


def _of_interface(box: Ios, entry: Entry) -> TunnelSettings:
    profile = box.ipsec_profiles.get(entry.protection)
    if profile is not None:
        entry.sets, entry.pfs, entry.lifetime, entry.volume = profile.sets, profile.pfs, profile.lifetime, profile.volume
        entry.isakmp_profile, entry.ikev2_profile, entry.whole = profile.isakmp_profile, profile.ikev2_profile, profile.whole
        entry.replay, entry.responder = profile.replay, profile.responder
    if not entry.peers and "multipoint" in entry.mode:
        entry.peers = [Setting(ANY, entry.where)]
    tunnel = _assembled(box, entry, shown=profile is not None)
    tunnel.route_based = True
    tunnel.interface = None  # the source is an address only: packets leave by whatever route there is
    tunnel.tunnel_interface = Setting(entry.name, entry.where)
    if profile is not None:
        called = any(peer.value == ANY for peer in tunnel.peers)
        tunnel.initiation = entry.responder or (Setting("responder", entry.where) if called else Setting("both", default=DEFAULT))
    tunnel.binding = Setting(entry.name, entry.where) if profile is not None else Setting(NONE, entry.where) if box.ipsec_profiles else None
    if entry.mode.startswith("ipsec"):
        tunnel.selectors = ()
    elif tunnel.local_address and tunnel.peer and is_address(tunnel.peer.value):
        # GRE under IPsec protects the GRE packets between the two ends, nothing else
        tunnel.selectors = (Selector(network(tunnel.local_address.value), network(tunnel.peer.value), tunnel.peer.where, "gre"),)
    return tunnel


def _assembled(box: Ios, entry: Entry, *, shown: bool = True) -> TunnelSettings:
    """``shown`` says that the map sequence or the IPsec profile of the tunnel stands in the text."""
    tunnel = TunnelSettings(name=entry.name, platform=PLATFORM, where=entry.where)
    tunnel.peer, tunnel.more_peers = (entry.peers[0], tuple(entry.peers[1:])) if entry.peers else (None, ())
    _own_address(box, entry, tunnel)
    tunnel.version = _version(box, entry, shown=shown)
    tunnel.nat_traversal = box.nat_t or Setting("on", default=DEFAULT)
    if tunnel.version is None:
        pass
    elif tunnel.version.value == "ikev2":
        _of_ikev2(box, entry, tunnel)
    else:
        _of_ikev1(box, entry, tunnel)
    _phase2(box, entry, tunnel)
    own_settings(box, entry, tunnel)
    return tunnel


def _own_address(box: Ios, entry: Entry, tunnel: TunnelSettings) -> None:
    if entry.source is None:
        return
    if is_address(entry.source.value):
        tunnel.local_address = entry.source
        return
    tunnel.interface = entry.source
    wanted = entry.source.value.lower()
    tunnel.local_address = next((address for name, address in box.addresses.items() if name.lower() == wanted), None)


def _version(box: Ios, entry: Entry, *, shown: bool) -> Setting | None:
    """IKEv2 where the map or profile names an IKEv2 profile, IKEv1 where it is shown and names none."""
    if entry.ikev2_profile is not None:
        return Setting("ikev2", entry.ikev2_profile.where)
    if (entry.sets or entry.isakmp_profile) and entry.whole and shown:
        return Setting("ikev1", entry.where, f"{DEFAULT} without an IKEv2 profile")
    old = [
        *(policy.suite.where for policy in box.policies.values()),
        *(key.where for key in box.keys),
        *(item.where for item in box.profiles.values()),
    ]
    new = [*(suite.where for suite in box.ikev2_proposals.values()), *(item.where for item in box.ikev2_profiles.values())]
    if bool(old) == bool(new):
        return None
    return Setting("ikev1" if old else "ikev2", (old or new)[0])


def _of_ikev1(box: Ios, entry: Entry, tunnel: TunnelSettings) -> None:
    if box.policies:
        ordered = [box.policies[number] for number in sorted(box.policies)]
        tunnel.phase1 = tuple(_with_defaults(policy, box.version) for policy in ordered)
        tunnel.phase1_lifetime = ordered[0].lifetime or (Setting(LIFETIME, default=DEFAULT) if "lifetime" in ordered[0].silent else None)
    profile = box.profiles.get(entry.isakmp_profile)
    aggressive = first(box.aggressive.get(peer.value) for peer in tunnel.peers) or (profile.aggressive if profile else None)
    tunnel.mode = aggressive or Setting("main", default=DEFAULT)
    if profile is not None and profile.keyring:
        ring = box.ring(profile.keyring)
        tunnel.key = ring.token(tunnel.peers, entry.where) if ring else None
    elif not entry.isakmp_profile:
        ring = box.ring("")
        tunnel.key = ring.token(tunnel.peers, entry.where) if ring else None
    methods = {name for suite in tunnel.phase1 or () for name in suite.algorithms.get("authentication", ())}
    if tunnel.key is not None and tunnel.key.value != NONE and (not methods or (len(methods) > 1 and "pre-shared key" in methods)):
        tunnel.authentication = Setting("pre-shared key", tunnel.key.where)
    own = profile.identity if profile and profile.identity else box.identity
    signed = methods and "pre-shared key" not in methods
    tunnel.identity_local = _identity(box, own, tunnel, unsure=bool(signed) or bool(entry.isakmp_profile and profile is None))
    if profile is not None:
        tunnel.identity_remote = _expected(profile)
    elif not entry.isakmp_profile:
        tunnel.identity_remote = Setting(ANY, default="without an ISAKMP profile IOS checks no identity of its own")
    keepalive = (profile.dpd if profile else None) or box.keepalive
    tunnel.dpd = keepalive or Setting(NONE, default=DEFAULT)


def _of_ikev2(box: Ios, entry: Entry, tunnel: TunnelSettings) -> None:
    name = entry.ikev2_profile.value if entry.ikev2_profile else next(iter(box.ikev2_profiles), "")
    alone = entry.ikev2_profile is not None or len(box.ikev2_profiles) == 1
    profile = box.ikev2_profiles.get(name) if alone else None
    tunnel.phase1 = _proposals(box, tunnel)
    if profile is None:
        return
    if profile.lifetime or profile.whole:
        tunnel.phase1_lifetime = profile.lifetime or Setting(LIFETIME, default=DEFAULT)
    ours, theirs = profile.local_auth, profile.remote_auth
    if ours is not None and theirs is not None and ours.value == theirs.value:
        tunnel.authentication = ours
    keyed = {item.value for item in (ours, theirs) if item} == {"pre-shared key"}
    if profile.inline:
        tunnel.key = one_token(profile.inline)
    elif profile.keyring and keyed:
        named = [setting for setting in profile.matches if setting.value != ANY]
        ring = box.ikev2_ring(profile.keyring)
        tunnel.key = ring.token([*tunnel.peers, *named], entry.where) if ring else None
    tunnel.identity_local = _identity(box, profile.identity, tunnel, unsure=not keyed or not profile.whole)
    tunnel.identity_remote = _expected(profile)
    tunnel.dpd = profile.dpd or box.ikev2_dpd or (Setting(NONE, default=DEFAULT) if profile.whole else None)


def _proposals(box: Ios, tunnel: TunnelSettings) -> tuple[Suite, ...] | None:
    """The IKEv2 proposals of the policies that hold for the end's address; those that are shown where no policy is."""
    own = tunnel.local_address.value if tunnel.local_address else ""
    policies = [names for names, local, _ in box.ikev2_policies.values() if not local or not own or own in local]
    names = [name for group in policies for name in group] if box.ikev2_policies else list(box.ikev2_proposals)
    return (
        tuple(box.ikev2_proposals[name] for name in names if name in box.ikev2_proposals and box.ikev2_proposals[name].algorithms) or None
    )


def _phase2(box: Ios, entry: Entry, tunnel: TunnelSettings) -> None:
    names = entry.sets.value.split() if entry.sets else []
    if not entry.sets and not entry.map and not entry.protection and len(box.sets) == 1:
        names = list(box.sets)  # a paste without a map: its only set is the tunnel's
    suites = [box.sets[name] for name in names if name in box.sets]
    if suites:
        tunnel.phase2 = tuple(suites)
        tunnel.protocol = Setting("ah" if all(set(suite.algorithms) == {"ah"} for suite in suites) else "esp", suites[0].where)
        tunnel.encapsulation = first(box.modes.get(name) for name in names)
    if entry.pfs is not None:
        strict = release(box.version) >= _STRICT
        tunnel.pfs = entry.pfs if entry.pfs.value else None if strict else Setting("group 1", entry.pfs.where, DEFAULT)
    elif entry.sets and entry.whole:
        tunnel.pfs = Setting(NONE, default=DEFAULT)
    if entry.lifetime or box.lifetime or (entry.sets and entry.whole):
        tunnel.phase2_lifetime = entry.lifetime or box.lifetime or Setting(PHASE2_LIFETIME, default=DEFAULT)
    if entry.volume or box.volume or (entry.sets and entry.whole):
        tunnel.phase2_volume = entry.volume or box.volume or Setting(PHASE2_VOLUME, default=DEFAULT)


def _identity(box: Ios, own: Setting | None, tunnel: TunnelSettings, *, unsure: bool) -> Setting | None:
    """What this end sends as its identity: its address where nothing says otherwise and it does not sign."""
    word = own.value if own else "address"
    if word in {"hostname", "fqdn"}:
        return Setting(box.hostname, own.where) if box.hostname and own and "." in box.hostname else None
    if word == "dn" or (own is None and unsure):
        return None
    if word in {"address", "auto"}:
        address = tunnel.local_address
        return Setting(address.value, own.where if own else address.where, "" if own else DEFAULT) if address else None
    return own


def _expected(profile: Profile) -> Setting | None:
    """The identity that the profile wants. Several, a whole network or a certificate map are more than one value can say."""
    found = {setting.value.removesuffix("/32"): setting for setting in profile.matches}
    if ANY in found:
        return found[ANY]
    if len(found) != 1 or profile.certificate or not profile.whole:
        return None
    value, setting = next(iter(found.items()))
    return None if "/" in value or value.startswith("*.") else Setting(value, setting.where)


def _with_defaults(policy: Policy, version: str) -> Suite:
    """A policy with IOS's defaults for what it does not say and would have said."""
    suite = policy.suite
    strict = release(version) >= _STRICT
    missing = [kind for kind in _POLICY if kind in policy.silent and not (strict and kind in _WEAK_DEFAULTS)]
    algorithms = {**suite.algorithms, **{kind: (_POLICY[kind],) for kind in missing}}
    return Suite(algorithms, suite.where, suite.name, f"{DEFAULT} for {', '.join(missing)}" if missing else "", suite.lines)
