"""The statements about IPsec of a Cisco IOS or IOS-XE configuration, collected by what they configure; names are not yet resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from assistant.configs import cisco
from assistant.configs.tree import Statement, indented
from assistant.configs.values import is_address, network, secret
from assistant.model.observed import Evidence, Line
from assistant.model.settings import ANY, NONE, Setting, Suite


class Entry(Struct):
    """One sequence of a crypto map, one IPsec profile, or one tunnel interface."""

    name: str
    where: Evidence
    map: str = ""
    peers: list[Setting] = field(default_factory=list)
    sets: Setting | None = None
    pfs: Setting | None = None
    lifetime: Setting | None = None
    volume: Setting | None = None
    acl: Setting | None = None
    isakmp_profile: str = ""
    ikev2_profile: Setting | None = None
    dynamic: str = ""
    source: Setting | None = None
    mode: str = "gre ip"
    protection: str = ""
    whole: bool = True


class Key(Struct):
    """One pre-shared key: whom it is for (networks or names), and its token by direction (``both``, ``local``, ``remote``)."""

    where: Evidence
    peers: list[str] = field(default_factory=list)
    tokens: dict[str, Setting] = field(default_factory=dict)


class Profile(Struct):
    """One ISAKMP or IKEv2 profile."""

    where: Evidence
    matches: list[Setting] = field(default_factory=list)
    certificate: bool = False
    keyring: str = ""
    identity: Setting | None = None
    local_auth: Setting | None = None
    remote_auth: Setting | None = None
    inline: dict[str, Setting] = field(default_factory=dict)
    lifetime: Setting | None = None
    dpd: Setting | None = None
    aggressive: Setting | None = None
    whole: bool = True


class Policy(Struct):
    """One ISAKMP policy: what its lines say, and the kinds of which it is certain that no line stands."""

    suite: Suite
    lifetime: Setting | None = None
    silent: tuple[str, ...] = ()


class Ios(Struct):
    """All statements about IPsec, collected by what they configure."""

    policies: dict[int, Policy] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    keyrings: dict[str, list[Key]] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    ikev2_proposals: dict[str, Suite] = field(default_factory=dict)
    ikev2_policies: dict[str, tuple[list[str], list[str], Evidence]] = field(default_factory=dict)
    ikev2_keyrings: dict[str, list[Key]] = field(default_factory=dict)
    ikev2_profiles: dict[str, Profile] = field(default_factory=dict)
    sets: dict[str, Suite] = field(default_factory=dict)
    modes: dict[str, Setting] = field(default_factory=dict)
    entries: dict[tuple[str, int], Entry] = field(default_factory=dict)
    dynamic: dict[tuple[str, int], Entry] = field(default_factory=dict)
    ipsec_profiles: dict[str, Entry] = field(default_factory=dict)
    tunnels: list[Entry] = field(default_factory=list)
    bound: dict[str, list[str]] = field(default_factory=dict)
    local_address: dict[str, Setting] = field(default_factory=dict)
    addresses: dict[str, Setting] = field(default_factory=dict)
    aggressive: dict[str, Setting] = field(default_factory=dict)
    identity: Setting | None = None
    keepalive: Setting | None = None
    ikev2_dpd: Setting | None = None
    nat_t: Setting | None = None
    lifetime: Setting | None = None
    volume: Setting | None = None
    networks: cisco.Networks = field(default_factory=lambda: cisco.Networks(wildcard=True))
    version: str = ""
    hostname: str = ""
    read: int = 0
    unread: list[Evidence] = field(default_factory=list)


_ORDER = ("encryption", "integrity", "authentication", "group", "lifetime")
"""The order in which IOS prints the lines of an ISAKMP policy: in a policy that is cut off, what stands later is not known."""
_MASK_AT = 2
_SUB = re.compile(
    r"^(?:encr(?:yption)? |hash |integrity |prf |group [0-9]|lifetime |authentication (?:pre-share|rsa-|ecdsa|local|remote)|proposal |"
    r"pre-shared-key |match (?:identity|address|fvrf|certificate)|keyring |self-identity|identity (?:local|address|fqdn|email|key-id)|initiate mode|"
    r"set (?:peer|transform-set|pfs|security-association|isakmp-profile|ikev2-profile|aggressive-mode)|mode (?:tunnel|transport)|"
    r"tunnel (?:source|destination|mode|protection|vrf)|ip address |crypto map \S+$|permit |deny |[0-9]+ (?:permit|deny) |remark |description |peer \S+$|address [0-9]|dpd )"
)


def collect(lines: Sequence[Line], index: int) -> Ios:
    """Every statement about IPsec of the text. Nothing raises: what is not understood is counted."""
    box = Ios()
    top = indented(_regrouped(lines), index)
    last = next((line.text.strip() for line in reversed(lines) if line.text.strip()), "")
    for number, statement in enumerate(top):
        at_end = number == len(top) - 1 and last not in {"!", "end"}
        before = box.read
        box.read += 1 + len(statement.children)
        if not box.networks.take(statement) and not _statement(box, statement, cut=at_end):
            box.read = before
            if statement.words[0] == "crypto":
                box.unread.append(statement.where)
    return box


def _regrouped(lines: Sequence[Line]) -> list[Line]:
    """Statements of a block that lost their indentation in copying stand under their head again."""
    if any(line.text[:1] == " " and line.text.strip() for line in lines):
        return list(lines)
    out: list[Line] = []
    peer = False
    for line in lines:
        if not _SUB.match(line.text):
            peer = False
            out.append(line)
            continue
        inner = peer and line.text.startswith(("address ", "identity ", "pre-shared-key "))
        peer = peer or line.text.startswith("peer ")
        out.append(Line(line.number, ("  " if inner else " ") + line.text))
    return out


def _statement(box: Ios, statement: Statement, *, cut: bool) -> bool:
    where = statement.where
    match statement.words:
        case ["version", number, *_]:
            box.version = number
        case ["hostname", name, *_]:
            box.hostname = name
        case ["interface", *name] if name:
            _interface(box, "".join(name), statement)
        case ["no", "crypto", "ipsec", "nat-transparency", "udp-encapsulation" | "udp-encaps", *_]:
            box.nat_t = Setting("off", where)
        case ["crypto", "isakmp", *rest]:
            return _isakmp(box, rest, statement, cut=cut)
        case ["crypto", "keyring", name, *_]:
            box.keyrings[name] = [key for child in statement.children if (key := _keyring_line(child))]
        case ["crypto", "ikev2", *rest]:
            return _ikev2(box, rest, statement, cut=cut)
        case ["crypto", "ipsec", *rest]:
            return _ipsec(box, rest, statement, cut=cut)
        case ["crypto", "map", name, "local-address", interface, *_]:
            box.local_address[name] = Setting(interface, where)
        case ["crypto", "map" | "dynamic-map" as kind, name, number, *rest] if number.isdigit():
            entry = Entry(f"{name} {number}", where, name)
            for words in ([rest] if rest else []), *[[child.words] for child in statement.children]:
                for line in words:
                    _entry(entry, line, where if line is rest else _place(statement, line))
            entry.whole = not cut or entry.acl is not None
            (box.dynamic if kind == "dynamic-map" else box.entries)[name, int(number)] = entry
        case ["crypto", "pki" | "ca" | "key" | "engine" | "call" | "logging" | "map", *_]:
            pass
        case _:
            return False
    return True


def _place(statement: Statement, words: Sequence[str]) -> Evidence:
    return next((child.where for child in statement.children if child.words == list(words)), statement.where)


def _isakmp(box: Ios, rest: Sequence[str], statement: Statement, *, cut: bool) -> bool:
    where = statement.where
    match rest:
        case ["policy", number, *_] if number.isdigit():
            box.policies[int(number)] = _policy(statement, number, cut=cut)
        case ["key", *words]:
            key = _key(words, where)
            if key is None:
                return False
            box.keys.append(key)
        case ["identity", what, *_]:
            box.identity = Setting(what, where)
        case ["keepalive", *words]:
            box.keepalive = Setting(" ".join(words), where)
        case ["profile", name, *_]:
            box.profiles[name] = _profile(statement, cut=cut)
        case ["peer", _, address, *_]:
            if any(child.words[:2] == ["set", "aggressive-mode"] for child in statement.children):
                box.aggressive[address] = Setting("aggressive", where)
        case ["invalid-spi-recovery" | "aggressive-mode" | "client" | "fragmentation" | "nat" | "enable" | "xauth", *_]:
            pass
        case _:
            return False
    return True


def _policy(statement: Statement, number: str, *, cut: bool) -> Policy:
    got: dict[str, tuple[str, ...]] = {}
    lines: dict[str, Evidence] = {}
    lifetime: Setting | None = None
    seen: list[str] = []
    for child in statement.children:
        match child.words:
            case ["encr" | "encryption", *words] if words:
                got["encryption"], kind = cisco.encryption(words), "encryption"
            case ["hash", word, *_]:
                got["integrity"], kind = cisco.hashes([word]), "integrity"
            case ["authentication", word, *_]:
                got["authentication"], kind = (cisco.AUTHENTICATION.get(word, word),), "authentication"
            case ["group", *words] if words:
                got["group"], kind = cisco.groups(words), "group"
            case ["lifetime", *words] if words:
                lifetime, kind = Setting(words[-1], child.where), "lifetime"
            case _:
                continue
        lines[kind] = child.where
        seen.append(kind)
    known = len(_ORDER) if not cut else max((_ORDER.index(kind) for kind in seen), default=0)
    silent = tuple(kind for kind in _ORDER[:known] if kind not in seen)
    return Policy(Suite(got, statement.where, number, lines=lines), lifetime, silent)


def _token(words: Sequence[str], where: Evidence) -> Setting | None:
    """A key as it is written: its type first (6 and 7 are encrypted), then the key."""
    match list(words):
        case ["6" | "7", key, *_]:
            return secret(key, where, encrypted=True)
        case ["0" | "hex", key, *_] | [key, *_]:
            return secret(key, where)
        case _:
            return None


def _peer(words: Sequence[str]) -> str:
    """Whom a key or a profile is for: a network by its mask, ``any``, or a name."""
    if not words:
        return ANY
    if is_address(words[0]):
        mask = words[1] if len(words) >= _MASK_AT and is_address(words[1]) else ""
        if words[0] in {"0.0.0.0", "::"}:  # noqa: S104 - Cisco's way to write any peer
            return ANY
        return network(words[0], mask)
    return network(words[0]) if "/" in words[0] else words[0]


def _key(words: Sequence[str], where: Evidence) -> Key | None:
    """``[6] KEY address A [MASK]`` and ``[6] KEY hostname NAME``."""
    at = next((number for number, word in enumerate(words) if word in {"address", "hostname"} and number), 0)
    token = _token(words[:at], where)
    if not at or token is None:
        return None
    rest = [word for word in words[at + 1 :] if word not in {"ipv6", "no-xauth"}]
    return Key(where, [_peer(rest)], {"both": token})


def _keyring_line(statement: Statement) -> Key | None:
    """``pre-shared-key address A [MASK] key [6] KEY``."""
    words = statement.words
    if len(words) < 4 or words[0] != "pre-shared-key" or "key" not in words[2:]:  # noqa: PLR2004 - kind, peer, key
        return None
    at = words.index("key", 2)
    token = _token(words[at + 1 :], statement.where)
    return Key(statement.where, [_peer([word for word in words[2:at] if word != "ipv6"])], {"both": token}) if token else None


def _profile(statement: Statement, *, cut: bool) -> Profile:
    """An ISAKMP or IKEv2 profile; their lines have different words."""
    profile = Profile(statement.where, whole=not cut)
    for child in statement.children:
        where = child.where
        match [word for word in child.words if word != "vrf"]:
            case ["match", "identity", "remote", "any", *_]:
                profile.matches.append(Setting(ANY, where))
            case ["match", "identity", "remote", *what] | ["match", "identity", *what]:
                profile.matches.append(_match(what, where))
            case ["match", "certificate", *_]:
                profile.certificate = True
            case ["keyring", "local" | "aaa", name, *_] | ["keyring", name, *_]:
                profile.keyring = name
            case ["identity", "local", *what] | ["self-identity", *what] if what:
                profile.identity = Setting(what[-1], where) if what[0] != "dn" else Setting("dn", where)
            case ["authentication", "local" | "remote" as side, method, *rest]:
                found = Setting(cisco.AUTHENTICATION.get(method, method), where)
                if side == "local":
                    profile.local_auth = found
                else:
                    profile.remote_auth = found
                if rest[:1] == ["key"] and (token := _token(rest[1:], where)):
                    profile.inline[side] = token
            case ["lifetime", number, *_]:
                profile.lifetime = Setting(number, where)
            case ["dpd" | "keepalive", *what]:
                profile.dpd = Setting(" ".join(what), where)
            case ["initiate", "mode", "aggressive"]:
                profile.aggressive = Setting("aggressive", where)
            case _:
                pass
    return profile


def _match(what: Sequence[str], where: Evidence) -> Setting:
    match list(what):
        case ["address", *words]:
            return Setting(_peer([word for word in words if word != "ipv6"]), where)
        case [_, "domain", name, *_]:
            return Setting(f"*.{name}", where)
        case [_, name, *_]:
            return Setting(name, where)
        case _:
            return Setting(" ".join(what), where)


def _ikev2(box: Ios, rest: Sequence[str], statement: Statement, *, cut: bool) -> bool:
    where = statement.where
    match rest:
        case ["proposal", name, *_]:
            box.ikev2_proposals[name] = _proposal(statement, name)
        case ["policy", name, *_]:
            proposals = [word for child in statement.children if child.words[0] == "proposal" for word in child.words[1:]]
            local = [child.words[-1] for child in statement.children if child.words[:3] == ["match", "address", "local"]]
            box.ikev2_policies[name] = proposals, local, where
        case ["keyring", name, *_]:
            box.ikev2_keyrings[name] = [_ikev2_peer(child) for child in statement.children if child.words[0] == "peer"]
        case ["profile", name, *_]:
            box.ikev2_profiles[name] = _profile(statement, cut=cut)
        case ["dpd", *words]:
            box.ikev2_dpd = Setting(" ".join(words), where)
        case _:
            return bool(rest) and rest[0] in {
                "authorization",
                "client",
                "cookie-challenge",
                "fragmentation",
                "limit",
                "nat",
                "name-mangler",
                "redirect",
            }
    return True


def _proposal(statement: Statement, name: str) -> Suite:
    got: dict[str, tuple[str, ...]] = {}
    lines: dict[str, Evidence] = {}
    readers = {"encryption": cisco.encryption, "integrity": cisco.hashes, "prf": cisco.hashes, "group": cisco.groups}
    for child in statement.children:
        kind, *words = child.words
        if kind in readers and words:
            got[kind] = readers[kind](words)
            lines[kind] = child.where
    default = ""
    if "prf" not in got and "integrity" in got:
        got["prf"] = got["integrity"]
        default = "IOS's default (the PRF is that of the integrity algorithm) for prf"
        lines["prf"] = lines["integrity"]
    return Suite(got, statement.where, name, default, lines)


def _ikev2_peer(statement: Statement) -> Key:
    key = Key(statement.where)
    for child in statement.children:
        match child.words:
            case ["address", *words]:
                key.peers.append(_peer(words))
            case ["identity", "address", *words]:
                key.peers.append(_peer(words))
            case ["identity" | "hostname", *words] if words:
                key.peers.append(words[-1])
            case ["pre-shared-key", "local" | "remote" as side, *words]:
                if token := _token(words, child.where):
                    key.tokens[side] = token
            case ["pre-shared-key", *words]:
                if token := _token(words, child.where):
                    key.tokens["both"] = token
            case _:
                pass
    return key


def _ipsec(box: Ios, rest: Sequence[str], statement: Statement, *, cut: bool) -> bool:
    where = statement.where
    match rest:
        case ["transform-set", name, *words]:
            box.sets[name] = cisco.transform_set([word for word in words if not word.startswith("comp-")], where, name)
            for child in statement.children:
                if child.words[0] == "mode" and len(child.words) > 1:
                    box.modes[name] = Setting(child.words[1], child.where)
            if name not in box.modes and not cut:
                box.modes[name] = Setting("tunnel", default="IOS's default")
        case ["profile", name, *_]:
            entry = Entry(name, where, whole=not cut)
            for child in statement.children:
                _entry(entry, child.words, child.where)
            box.ipsec_profiles[name] = entry
        case ["security-association", "lifetime", "seconds", number, *_]:
            box.lifetime = Setting(number, where)
        case ["security-association", "lifetime", "kilobytes", number, *_]:
            box.volume = Setting(number, where)
        case ["security-association" | "fragmentation" | "df-bit" | "nat-transparency" | "optional" | "client", *_]:
            pass
        case _:
            return False
    return True


def _entry(entry: Entry, words: Sequence[str], where: Evidence) -> None:
    match list(words):
        case ["ipsec-isakmp", "dynamic", name, *_]:
            entry.dynamic = name
        case ["match", "address", name, *_]:
            entry.acl = Setting(name, where)
        case ["set", "peer", peer, *_]:
            entry.peers.append(Setting(peer, where))
        case ["set", "transform-set", *names] if names:
            entry.sets = Setting(" ".join(names), where)
        case ["set", "pfs", group, *_]:
            entry.pfs = Setting(f"group {group.removeprefix('group')}", where)
        case ["set", "pfs"]:
            entry.pfs = Setting("", where)
        case ["set", "security-association", "lifetime", "seconds", number, *_]:
            entry.lifetime = Setting(number, where)
        case ["set", "security-association", "lifetime", "kilobytes", number, *_]:
            entry.volume = Setting(number if number != "disable" else NONE, where)
        case ["set", "isakmp-profile", name, *_]:
            entry.isakmp_profile = name
        case ["set", "ikev2-profile", name, *_]:
            entry.ikev2_profile = Setting(name, where)
        case _:
            pass


def _interface(box: Ios, name: str, statement: Statement) -> None:
    entry = Entry(name, statement.where)
    for child in statement.children:
        match child.words:
            case ["ip", "address", address, *rest] if is_address(address) and "secondary" not in rest:
                box.addresses[name] = Setting(address, child.where)
            case ["crypto", "map", map_, *_]:
                box.bound.setdefault(map_, []).append(name)
            case ["tunnel", "source", *source] if source:
                entry.source = Setting("".join(source), child.where)
            case ["tunnel", "destination", address, *_]:
                entry.peers.append(Setting(ANY if address == "dynamic" else address, child.where))
            case ["tunnel", "mode", *mode]:
                entry.mode = " ".join(mode)
            case ["tunnel", "protection", "ipsec", "profile", profile, *_]:
                entry.protection = profile
            case _:
                pass
    if entry.protection:
        box.tunnels.append(entry)
