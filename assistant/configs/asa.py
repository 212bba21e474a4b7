"""Configurations of Cisco ASA, PIX 7 and later, and FTD: crypto maps, tunnel interfaces, tunnel groups, IKE policies.

Defaults: Cisco ASA Series VPN CLI Configuration Guide, "Configure IKE and Load Balancing", tables of IKEv1 and IKEv2 policy keywords,
and "crypto map set security-association lifetime" in the command reference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from assistant.configs import cisco
from assistant.configs.tree import Statement, indented
from assistant.configs.values import first, is_address, secret
from assistant.model.observed import Evidence, Line
from assistant.model.settings import ANY, NONE, DeviceSettings, Setting, Suite, TunnelSettings

PLATFORM = "cisco-asa"
DEFAULT = "ASA's default"
_POLICY = {"encryption": ("3DES",), "integrity": ("SHA1",), "group": ("group 2",)}
LIFETIME = "86400"
PHASE2_LIFETIME = "28800"
PHASE2_VOLUME = "4608000"
_FLAT_POLICY = re.compile(r"^(?:crypto )?isakmp policy (?P<number>\d+) (?P<rest>\S.*)$")
_POLICY_HEAD = re.compile(r"^crypto (?P<kind>isakmp|ikev1|ikev2) policy (?P<number>\d+)$")
_SET = re.compile(r"^crypto ipsec (?:ikev1 )?transform-set (?P<name>\S+) (?P<rest>\S.*)$")
_MAP = re.compile(r"^crypto map (?P<map>\S+) (?P<seq>\d+) (?P<rest>\S.*)$")
_BOUND = re.compile(r"^crypto map (?P<map>\S+) interface (?P<nameif>\S+)$")
_ENABLE = re.compile(r"^(?:crypto )?(?P<kind>isakmp|ikev1|ikev2) enable (?P<nameif>\S+)")
_IDENTITY = re.compile(r"^(?:crypto )?isakmp identity (?P<what>\S+)(?: (?P<value>\S+))?$")
_NAT_T = re.compile(r"^(?P<off>no )?(?:crypto )?(?:isakmp|ikev1) nat-traversal")
_GROUP = re.compile(r"^tunnel-group (?P<name>\S+) (?P<rest>\S.*)$")


class Entry(Struct):
    """One sequence of a crypto map, or a tunnel interface, before names are resolved."""

    name: str
    where: Evidence
    map: str = ""
    number: int = 0
    peers: list[Setting] = field(default_factory=list)
    acl: Setting | None = None
    sets: Setting | None = None
    proposals: Setting | None = None
    pfs: Setting | None = None
    lifetime: Setting | None = None
    volume: Setting | None = None
    aggressive: Setting | None = None
    dynamic: str = ""
    interface: str = ""
    nat_t_off: Setting | None = None
    profile: str = ""


class Group(Struct):
    """One tunnel group."""

    where: Evidence
    type: str = ""
    keys: dict[str, Setting] = field(default_factory=dict)
    trustpoint: Setting | None = None
    keepalive: Setting | None = None
    policy: Setting | None = None
    section: bool = False


class Asa(Struct):
    """All statements about IPsec, collected by what they configure."""

    entries: dict[tuple[str, int], Entry] = field(default_factory=dict)
    tunnels: list[Entry] = field(default_factory=list)
    bound: dict[str, Setting] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    policies: dict[tuple[str, int], Suite] = field(default_factory=dict)
    lifetimes: dict[tuple[str, int], Setting] = field(default_factory=dict)
    sets: dict[str, Suite] = field(default_factory=dict)
    modes: dict[str, Setting] = field(default_factory=dict)
    proposals: dict[str, Suite] = field(default_factory=dict)
    profiles: dict[str, Entry] = field(default_factory=dict)
    enabled: dict[tuple[str, str], Setting] = field(default_factory=dict)
    identity: Setting | None = None
    nat_t: Setting | None = None
    addresses: dict[str, Setting] = field(default_factory=dict)
    nameifs: dict[str, str] = field(default_factory=dict)
    networks: cisco.Networks = field(default_factory=cisco.Networks)
    group_policies: dict[str, Setting] = field(default_factory=dict)
    nat: list[Statement] = field(default_factory=list)
    routes: list[Statement] = field(default_factory=list)
    version: str = ""
    version_where: Evidence | None = None
    hostname: str = ""
    cut_policy: bool = False
    read: int = 0
    unread: list[Evidence] = field(default_factory=list)


def read(lines: Sequence[Line], index: int) -> tuple[DeviceSettings, Asa]:
    """Every tunnel of the configuration, and the statements behind them for a look at this end alone."""
    box = Asa()
    top = indented(_regrouped(lines), index)
    for statement in top:
        try:
            _statement(box, statement)
        except IndexError:  # a statement that is cut in the middle lacks a word
            box.unread.append(statement.where)
    if top:
        _cut(box, top[-1])
    return DeviceSettings(
        platform=PLATFORM,
        version=box.version,
        version_where=box.version_where,
        aliases=dict(box.networks.names),
        hostname=box.hostname,
        tunnels=_tunnels(box),
        addresses=box.addresses,
        read=box.read,
        unread=box.unread,
    ), box


def _cut(box: Asa, last: Statement) -> None:
    """What the text's last block does not say may have been cut off: it is unknown, neither default nor absent."""
    if found := _POLICY_HEAD.match(last.text):
        key = ("ikev2" if found["kind"] == "ikev2" else "ikev1", int(found["number"]))
        wanted = {"encryption", "group"} | ({"integrity", "authentication"} if key[0] == "ikev1" else set())
        box.cut_policy = not wanted <= set(box.policies[key].algorithms)
    elif (found := _GROUP.match(last.text)) and found["name"] in box.groups and not box.groups[found["name"]].keys:
        box.groups[found["name"]].section = False


_SUB = re.compile(
    r"^(?:(?:ikev[12] )?(?:local-authentication |remote-authentication )?pre-shared-key|(?:ikev1 )?trust-point|(?:isakmp|ikev1|ikev2) keepalive|default-group-policy|"
    r"authentication (?:pre-share|rsa-sig|crack)|encryption|hash|group [0-9]|lifetime|integrity|prf|protocol esp|vpn-tunnel-protocol|nameif|security-level|ip address|"
    r"set (?:ikev[12] |pfs|security-association|trustpoint)|tunnel (?:source|destination|mode|protection)|network-object|group-object|subnet|host [0-9])\b"
)


def _regrouped(lines: Sequence[Line]) -> list[Line]:
    """Statements of a block that lost their indentation in copying stand under their head again."""
    if any(line.text[:1] == " " and line.text.strip() for line in lines):
        return list(lines)
    return [Line(line.number, " " + line.text) if _SUB.match(line.text) else line for line in lines]


def _statement(box: Asa, statement: Statement) -> None:
    text = statement.text
    words = statement.words
    before = box.read
    box.read += 1 + len(statement.children)
    if box.networks.take(statement):
        return
    if found := re.match(r"^(?:: )?(?:ASA|PIX|NGFW|FTD) Version (\S+)", text):
        box.version, box.version_where = found[1], statement.where
    elif words[0] == "hostname" and len(words) > 1:
        box.hostname = words[1]
    elif words[0] == "interface" and len(words) > 1:
        _interface(box, statement)
    elif words[0] in {"nat", "static", "global"}:
        box.nat.append(statement)
    elif words[0] == "route":
        box.routes.append(statement)
    elif words[0] == "group-policy":
        _group_policy(box, statement)
    elif found := _GROUP.match(text):
        _group(box, found["name"], found["rest"], statement)
    elif words[0] in {"crypto", "isakmp", "no"}:
        if not _crypto(box, statement):
            box.read = before
            if words[0] != "no":
                box.unread.append(statement.where)
    else:
        box.read = before


def _crypto(box: Asa, statement: Statement) -> bool:  # noqa: C901, PLR0912 - one branch a statement reads best
    text, where = statement.text, statement.where
    if found := _BOUND.match(text):
        box.bound[found["nameif"]] = Setting(found["map"], where)
    elif found := _MAP.match(text):
        entry = box.entries.setdefault(
            (found["map"], int(found["seq"])), Entry(f"{found['map']} {found['seq']}", where, found["map"], int(found["seq"]))
        )
        return _map(entry, found["rest"].split(), where)
    elif found := _POLICY_HEAD.match(text):
        kind = "ikev2" if found["kind"] == "ikev2" else "ikev1"
        for child in statement.children:
            _policy(box, kind, int(found["number"]), child.words, child.where)
        box.policies.setdefault((kind, int(found["number"])), Suite({}, where, found["number"]))
    elif found := _FLAT_POLICY.match(text):
        _policy(box, "ikev1", int(found["number"]), found["rest"].split(), where)
    elif found := _SET.match(text):
        if found["rest"].startswith("mode "):
            box.modes[found["name"]] = Setting(found["rest"].split()[1], where)
        else:
            box.sets[found["name"]] = cisco.transform_set(found["rest"].split(), where, found["name"])
            for child in statement.children:
                if child.words[:1] == ["mode"] and len(child.words) > 1:
                    box.modes[found["name"]] = Setting(child.words[1], child.where)
    elif text.startswith("crypto ipsec ikev2 ipsec-proposal ") and len(statement.words) > 4:  # noqa: PLR2004 - the name
        name = statement.words[4]
        algorithms: dict[str, tuple[str, ...]] = {}
        for child in statement.children:
            match child.words:
                case ["protocol", "esp", "encryption", *rest]:
                    algorithms["encryption"] = cisco.encryption(rest)
                case ["protocol", "esp", "integrity", *rest]:
                    algorithms["integrity"] = cisco.hashes(rest)
                case _:
                    pass
        box.proposals[name] = Suite(_without_null(algorithms), where, name)
    elif text.startswith("crypto ipsec profile ") and len(statement.words) > 3:  # noqa: PLR2004
        entry = Entry(statement.words[3], where)
        for child in statement.children:
            _map(entry, child.words, child.where)
        box.profiles[statement.words[3]] = entry
    elif found := _ENABLE.match(text):
        box.enabled["ikev2" if found["kind"] == "ikev2" else "ikev1", found["nameif"]] = Setting("on", where)
    elif found := _IDENTITY.match(text):
        box.identity = Setting(found["value"] or found["what"], where)
    elif found := _NAT_T.match(text):
        box.nat_t = Setting("off" if found["off"] else "on", where)
    elif re.match(r"^crypto ipsec security-association lifetime seconds (\d+)", text):
        pass  # a default of the device that few change; a map's own stands before it
    else:
        return text.startswith(("crypto ca", "crypto key", "crypto dynamic-map", "no crypto"))
    return True


def _without_null(algorithms: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Integrity ``null`` goes with a cipher that brings its own."""
    return {kind: value for kind, value in algorithms.items() if value and value != ("none",)}


def _map(entry: Entry, words: list[str], where: Evidence) -> bool:
    def value(texts: list[str]) -> Setting:
        return Setting(" ".join(texts), where)

    match words:
        case ["match", "address", name, *_]:
            entry.acl = Setting(name, where)
        case ["set", "peer", *peers]:
            entry.peers += [Setting(peer, where) for peer in peers if peer != "default"]
        case ["set", "ikev2", "ipsec-proposal", *names]:
            entry.proposals = value(names)
        case ["set", "ikev1", "transform-set", *names] | ["set", "transform-set", *names]:
            entry.sets = value(names)
        case ["set", "pfs", group]:
            entry.pfs = Setting(f"group {group.removeprefix('group')}", where)
        case ["set", "pfs"]:
            entry.pfs = Setting("group 2", where, DEFAULT)
        case ["set", "security-association", "lifetime", *rest]:
            for name, number in zip(rest[::2], rest[1::2], strict=False):
                if name == "seconds":
                    entry.lifetime = Setting(number, where)
                elif name == "kilobytes":
                    entry.volume = Setting(number, where)
        case ["set", "ikev1", "phase1-mode", mode, *_] | ["set", "phase1-mode", mode, *_]:
            entry.aggressive = Setting(mode, where)
        case ["set", "nat-t-disable"]:
            entry.nat_t_off = Setting("off", where)
        case ["ipsec-isakmp", "dynamic", name]:
            entry.dynamic = name
        case ["set", *_] | ["ipsec-isakmp"]:
            pass
        case _:
            return False
    return True


def _policy(box: Asa, kind: str, number: int, words: list[str], where: Evidence) -> None:
    suite = box.policies.setdefault((kind, number), Suite({}, where, str(number)))
    got = dict(suite.algorithms)
    before = set(got)
    match words:
        case ["authentication", word]:
            got["authentication"] = (cisco.AUTHENTICATION.get(word, word),)
        case ["encryption", *rest]:
            got["encryption"] = cisco.encryption(rest)
        case ["hash", *rest] | ["integrity", *rest]:
            got["integrity"] = cisco.hashes(rest)
        case ["prf", *rest]:
            got["prf"] = cisco.hashes(rest)
        case ["group", *rest]:
            got["group"] = cisco.groups(rest)
        case ["lifetime", *rest]:
            box.lifetimes[kind, number] = Setting(rest[-1] if rest[-1] != "none" else NONE, where)
        case _:
            return
    lines = {**suite.lines, **dict.fromkeys(set(got) - before, where)}
    box.policies[kind, number] = Suite(_without_null(got), suite.where, suite.name, lines=lines)


def _interface(box: Asa, statement: Statement) -> None:
    name = statement.words[1]
    entry = Entry(name, statement.where)
    tunnel = name.lower().startswith("tunnel")
    nameif = name
    for child in statement.children:
        match child.words:
            case ["nameif", word]:
                nameif = word
                box.nameifs[name] = word
            case ["ip", "address", address, *_] if is_address(address):
                box.addresses[nameif] = Setting(address, child.where)
            case ["tunnel", "source", "interface", source]:
                entry.interface = source
            case ["tunnel", "destination", address]:
                entry.peers.append(Setting(address, child.where))
            case ["tunnel", "protection", "ipsec", "profile", profile, *_]:
                entry.profile = profile
            case _:
                pass
    if tunnel and entry.peers:
        box.tunnels.append(entry)


def _group(box: Asa, name: str, rest: str, statement: Statement) -> None:
    group = box.groups.setdefault(name, Group(statement.where))
    words = rest.split()
    if words[0] == "type":
        group.type = {"ipsec-l2l": "ipsec-l2l"}.get(words[-1], words[-1])
    elif words[0] in {"ipsec-attributes", "general-attributes"}:
        group.section = group.section or words[0] == "ipsec-attributes"
        for child in statement.children:
            match child.words:
                case [*head, "pre-shared-key", key]:
                    side = "remote" if "remote-authentication" in head else "local" if "local-authentication" in head else "ikev1"
                    group.keys[side] = secret(key, child.where)
                case [*_, "trust-point", point] | [*_, "certificate", point]:
                    group.trustpoint = Setting(point, child.where)
                case [("isakmp" | "ikev1" | "ikev2"), "keepalive", *what]:
                    group.keepalive = Setting(NONE if "disable" in what else " ".join(what), child.where)
                case ["default-group-policy", policy]:
                    group.policy = Setting(policy, child.where)
                case _:
                    pass


def _group_policy(box: Asa, statement: Statement) -> None:
    name = statement.words[1] if len(statement.words) > 1 else ""
    for child in statement.children:
        if child.words[0] == "vpn-tunnel-protocol":
            box.group_policies[name] = Setting(" ".join(child.words[1:]), child.where)


def _tunnels(box: Asa) -> list[TunnelSettings]:
    found = [_of_map(box, entry) for _, entry in sorted(box.entries.items()) if not entry.dynamic]
    found += [_of_profile(box, entry) for entry in box.tunnels]
    named = {peer.value for tunnel in found for peer in tunnel.peers}
    for name, group in box.groups.items():
        address = box.networks.address(name)
        if group.type in {"", "ipsec-l2l"} and is_address(address) and address not in named:
            tunnel = _assembled(box, Entry(name, group.where, peers=[Setting(address, group.where)]))
            tunnel.loose = bool(box.entries or box.tunnels)
            found.append(tunnel)
    if not found and (box.policies or box.sets or box.proposals):
        found.append(
            _assembled(
                box,
                Entry("", next(iter([*box.policies.values(), *box.sets.values(), *box.proposals.values()])).where or Evidence(-1, 0, "")),
            )
        )
    return found


def _of_map(box: Asa, entry: Entry) -> TunnelSettings:
    entry.interface = next((nameif for nameif, bound in box.bound.items() if bound.value == entry.map), "")
    tunnel = _assembled(box, entry)
    tunnel.names = {"map": Setting(entry.map, entry.where), "seq": Setting(str(entry.number), entry.where)}
    if entry.acl is not None:
        tunnel.names["acl"] = Setting(entry.acl.value, entry.where)
        tunnel.selectors = box.networks.selectors(entry.acl.value)
    return tunnel


def _of_profile(box: Asa, entry: Entry) -> TunnelSettings:
    profile = box.profiles.get(entry.profile)
    if profile is not None:
        entry.sets, entry.proposals = profile.sets, profile.proposals
        entry.pfs, entry.lifetime, entry.volume = profile.pfs, profile.lifetime, profile.volume
    tunnel = _assembled(box, entry)
    tunnel.route_based, tunnel.selectors = True, ()
    return tunnel


def _assembled(box: Asa, entry: Entry) -> TunnelSettings:
    peers = [Setting(box.networks.address(peer.value), peer.where) for peer in entry.peers]
    group = next((box.groups[name] for peer in peers for name in box.groups if box.networks.address(name) == peer.value), None)
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
        tunnel.phase1 = tuple(_with_defaults(suite, key[0]) for key, suite in policies)
        number = policies[0][0]
        tunnel.phase1_lifetime = box.lifetimes.get(number, Setting(LIFETIME, default=DEFAULT))
    if "ikev1" in kinds and kinds != ["ikev2"]:
        tunnel.mode = entry.aggressive or Setting("main", default=DEFAULT)
    if group is not None:
        _of_group(tunnel, group, kinds)
    tunnel.identity_local = _identity(box, tunnel)
    if tunnel.authentication is not None and tunnel.authentication.value == "pre-shared key":
        tunnel.identity_remote = Setting(ANY, default="an ASA finds the tunnel group by the peer's address")
    tunnel.nat_traversal = entry.nat_t_off or box.nat_t or Setting("on", default=DEFAULT)
    _phase2(box, entry, tunnel, kinds)
    return tunnel


def _phase2(box: Asa, entry: Entry, tunnel: TunnelSettings, kinds: list[str]) -> None:
    wanted = [(box.sets, name) for name in (entry.sets.value.split() if entry.sets and "ikev1" in kinds else [])]
    wanted += [(box.proposals, name) for name in (entry.proposals.value.split() if entry.proposals and "ikev2" in kinds else [])]
    suites = [table[name] for table, name in wanted if name in table]
    if suites:
        tunnel.phase2 = tuple(suites)
        tunnel.protocol = Setting("ah" if all("ah" in suite.algorithms for suite in suites) else "esp", suites[0].where)
        names = entry.sets.value.split() if entry.sets else []
        tunnel.encapsulation = first(box.modes.get(name) for name in names) or Setting("tunnel", default=DEFAULT)
    if entry.sets or entry.proposals or entry.pfs:
        tunnel.pfs = entry.pfs or Setting(NONE, default=DEFAULT)
        tunnel.phase2_lifetime = entry.lifetime or Setting(PHASE2_LIFETIME, default=DEFAULT)
        tunnel.phase2_volume = entry.volume or Setting(PHASE2_VOLUME, default=DEFAULT)


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


def _with_defaults(suite: Suite, kind: str) -> Suite:
    """A policy with ASA's defaults for what it does not say; a cipher that brings its own integrity needs none."""
    algorithms = dict(suite.algorithms)
    written = set(algorithms)
    for name, value in _POLICY.items():
        algorithms.setdefault(name, value)
    if kind == "ikev1":
        algorithms.setdefault("authentication", ("pre-shared key",))
        algorithms.pop("prf", None)
    else:
        algorithms.setdefault("prf", ("SHA1",))
        if "integrity" not in written and algorithms["encryption"][0].startswith("AES-GCM"):
            del algorithms["integrity"]
    missing = sorted(set(algorithms) - written)
    return Suite(algorithms, suite.where, suite.name, f"{DEFAULT} for {', '.join(missing)}" if missing else "", suite.lines)
