"""Policies, proposals, keys and profiles of Cisco IOS: their lines, and which key is for a peer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs.cisco import shared as cisco
from assistant.configs.cisco.ios.keyring import Key
from assistant.configs.cisco.ios.parts import Policy, Profile
from assistant.configs.tree import Statement
from assistant.configs.values import is_address, network, secret
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, Setting, Suite

_ORDER = ("encryption", "integrity", "authentication", "group", "lifetime")
"""The order in which IOS prints the lines of an ISAKMP policy: in a policy that is cut off, what stands later is not known."""
_MASK_AT = 2


def isakmp_policy(statement: Statement, number: str, *, cut: bool) -> Policy:
    """One ISAKMP policy. ``cut`` says that the text may end within it."""
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


def key_line(words: Sequence[str], where: Evidence) -> Key | None:
    """``[6] KEY address A [MASK]`` and ``[6] KEY hostname NAME``."""
    at = next((number for number, word in enumerate(words) if word in {"address", "hostname"} and number), 0)
    token = _token(words[:at], where)
    if not at or token is None:
        return None
    rest = [word for word in words[at + 1 :] if word not in {"ipv6", "no-xauth"}]
    return Key(where, [_peer(rest)], {"both": token}, "no-xauth" in words)


def keyring_line(statement: Statement) -> Key | None:
    """``pre-shared-key address A [MASK] key [6] KEY``."""
    words = statement.words
    if len(words) < 4 or words[0] != "pre-shared-key" or "key" not in words[2:]:  # noqa: PLR2004 - kind, peer, key
        return None
    at = words.index("key", 2)
    token = _token(words[at + 1 :], statement.where)
    return Key(statement.where, [_peer([word for word in words[2:at] if word != "ipv6"])], {"both": token}) if token else None


def profile(statement: Statement, *, cut: bool) -> Profile:
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
            case ["client", "authentication", "list", _, *_]:
                profile.login = Setting("on", where)
            case ["ca", "trust-point", point, *_] | ["pki", "trustpoint", point, *_]:
                profile.trustpoints.append(Setting(point, where))
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


def ikev2_proposal(statement: Statement, name: str) -> Suite:
    """One IKEv2 proposal, its PRF that of the integrity algorithm where none is written."""
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


def ikev2_peer(statement: Statement) -> Key:
    """One ``peer`` of an IKEv2 keyring."""
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
