"""What Cisco's configurations have in common: algorithms, transform sets, access lists, objects."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct, field

from assistant.configs.tree import Statement
from assistant.configs.values import is_address, network
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, Selector, Suite

_ENCRYPTION = {
    "des": "DES",
    "3des": "3DES",
    "aes": "AES-CBC-128",
    "aes-128": "AES-CBC-128",
    "aes-192": "AES-CBC-192",
    "aes-256": "AES-CBC-256",
    "aes-gcm": "AES-GCM-128",
    "aes-gcm-128": "AES-GCM-128",
    "aes-gcm-192": "AES-GCM-192",
    "aes-gcm-256": "AES-GCM-256",
    "aes-cbc-128": "AES-CBC-128",
    "aes-cbc-192": "AES-CBC-192",
    "aes-cbc-256": "AES-CBC-256",
    "null": "NULL",
}
_HASH = {
    "md5": "MD5",
    "md5-96": "MD5",
    "sha": "SHA1",
    "sha-1": "SHA1",
    "sha1": "SHA1",
    "sha-256": "SHA2-256",
    "sha256": "SHA2-256",
    "sha-384": "SHA2-384",
    "sha384": "SHA2-384",
    "sha-512": "SHA2-512",
    "sha512": "SHA2-512",
    "null": "none",
}
AUTHENTICATION = {
    "pre-share": "pre-shared key",
    "rsa-sig": "RSA signature",
    "rsa-encr": "RSA encryption",
    "ecdsa-sig": "ECDSA signature",
    "crack": "CRACK",
}


def encryption(words: Sequence[str]) -> tuple[str, ...]:
    """Ciphers of a policy line. IOS writes the key's length as a word of its own (``aes 256``)."""
    found: list[str] = []
    for word in words:
        if word in {"128", "192", "256"} and found and found[-1].startswith("AES-"):
            found[-1] = found[-1].rsplit("-", 1)[0] + f"-{word}"
        else:
            found.append(_ENCRYPTION.get(word, word))
    return tuple(found)


def hashes(words: Iterable[str]) -> tuple[str, ...]:
    """Hashes of a policy line by their usual names."""
    return tuple(_HASH.get(word, word) for word in words)


def groups(words: Iterable[str]) -> tuple[str, ...]:
    """Diffie-Hellman groups of a policy line."""
    return tuple(f"group {word.removeprefix('group')}" for word in words)


def transform_set(words: Sequence[str], where: Evidence, name: str) -> Suite:
    """``esp-aes 256 esp-sha-hmac`` as a proposal."""
    algorithms: dict[str, tuple[str, ...]] = {}
    ciphers: list[str] = []
    for word in words:
        if word in {"128", "192", "256"}:
            ciphers.append(word)
            continue
        bare = word.removeprefix("esp-").removeprefix("ah-").removesuffix("-hmac").removesuffix("-cbc")
        if bare in _HASH and word.endswith("-hmac"):
            algorithms["ah" if word.startswith("ah-") else "integrity"] = (_HASH[bare],)
        elif word == "esp-none":
            algorithms.setdefault("integrity", ())
        else:
            ciphers.append({"gcm": "aes-gcm", "gmac": "aes-gmac"}.get(bare, bare))
    if ciphers:
        algorithms["encryption"] = encryption(ciphers)
    return Suite({kind: value for kind, value in algorithms.items() if value}, where, name)


def wildcard_network(address: str, wildcard: str) -> str:
    """An address with IOS's wildcard mask in CIDR form; where the mask is none of a network, both as they are written.

    A wildcard of all zeros is one host, the opposite of what the same digits say as a netmask.
    """
    try:
        bits = int(ipaddress.IPv4Address(wildcard))
        if bits & (bits + 1):
            return f"{address} wildcard {wildcard}"
        return network(f"{address}/{32 - bits.bit_length()}")
    except ValueError:
        return f"{address} wildcard {wildcard}"


MOST = 20_000
"""Pairs of networks of an access list that are read; groups of groups can hold more than any memory."""


class AclRule(Struct, frozen=True):
    """One line of an access list. Networks are empty where an object in it is not shown; ``part`` says that it is for some of the traffic."""

    where: Evidence
    allows: bool
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    protocol: str = ""
    part: bool = False


class Networks(Struct):
    """Objects, object groups and access lists of a configuration. ``wildcard`` says that access lists have wildcard masks (IOS)."""

    objects: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    group_parts: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, list[Statement]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    wildcard: bool = False
    standard: set[str] = field(default_factory=set)
    _resolved: dict[str, list[str] | None] = field(default_factory=dict)
    _cache: dict[str, tuple[int, list[AclRule]]] = field(default_factory=dict)

    def take(self, statement: Statement) -> bool:
        """Take an object, a group, a name or an access list in; whether it was one."""
        words = statement.words
        if self._resolved and words[0] in {"object", "object-group"}:
            self._resolved.clear()
        if words[:2] == ["object", "network"] and len(words) > 2:  # noqa: PLR2004 - the name
            nets = [net for child in statement.children for net in self._object(child.words)]
            if nets or words[2] not in self.objects:  # an ASA lists objects a second time, with their translation
                self.objects[words[2]] = nets
        elif words[:2] == ["object-group", "network"] and len(words) > 2:  # noqa: PLR2004
            self._group(words[2], statement.children)
        elif words[0] == "name" and len(words) > 2:  # noqa: PLR2004
            self.names[words[2]] = words[1]
        elif words[0] == "access-list" and len(words) > 2:  # noqa: PLR2004
            self.lists.setdefault(words[1], []).append(Statement(" ".join(words[2:]), statement.where))
        elif words[:2] == ["ip", "access-list"] and len(words) > 3:  # noqa: PLR2004
            self.lists.setdefault(words[3], []).extend(statement.children)
            if words[2] == "standard":
                self.standard.add(words[3])
        else:
            return False
        return True

    def address(self, word: str) -> str:
        """A name of the ``name`` command as its address."""
        return self.names.get(word, word)

    def _object(self, words: Sequence[str]) -> list[str]:
        match list(words):
            case ["subnet", address, mask]:
                return [network(self.address(address), mask)]
            case ["subnet", prefix]:
                return [network(prefix)]
            case ["host", address]:
                return [network(self.address(address))]
            case ["range", low, high]:
                return [f"{low}-{high}"]
            case _:
                return []

    def _group(self, name: str, children: Iterable[Statement]) -> None:
        nets = self.groups.setdefault(name, [])
        for child in children:
            match child.words:
                case ["network-object", "host", address]:
                    nets.append(network(self.address(address)))
                case ["network-object", "object", other]:
                    self.group_parts.setdefault(name, []).append(other)
                case ["group-object", other]:
                    self.group_parts.setdefault(name, []).append(other)
                case ["network-object", address, mask]:
                    nets.append(network(self.address(address), mask))
                case ["network-object", prefix]:
                    nets.append(network(prefix))
                case ["host", address]:  # IOS writes the members without a keyword of their own
                    nets.append(network(address))
                case [address, mask] if is_address(address) and is_address(mask):
                    nets.append(network(address, mask))
                case ["range", low, high]:
                    nets.append(f"{low}-{high}")
                case _:
                    pass

    def of(self, name: str) -> list[str] | None:
        """The networks of an object or a group; ``None`` where the configuration does not show it, or groups name each other in a ring."""
        if name in self.objects:
            return self.objects[name]
        if name not in self.groups:
            return None
        if name not in self._resolved:
            self._resolved[name] = None  # what comes back to it is a ring
            self._resolved[name] = self._members(name)
        return self._resolved[name]

    def _members(self, name: str) -> list[str] | None:
        nets = dict.fromkeys(self.groups[name])
        for part in dict.fromkeys(self.group_parts.get(name, ())):
            inner = self.of(part)
            if inner is None:
                return None
            nets.update(dict.fromkeys(inner))
        return list(nets)

    def selectors(self, name: str) -> tuple[Selector, ...] | None:
        """The permitted pairs of networks of an access list; ``None`` where it, or an object in it, is not shown."""
        found: list[Selector] = []
        for rule in self.rules(name) or ():
            if not rule.allows:
                continue
            if not rule.sources or not rule.destinations:
                return None
            pairs = (Selector(local, remote, rule.where, rule.protocol) for local in rule.sources for remote in rule.destinations)
            found.extend(islice(pairs, MOST - len(found)))
        return tuple(found) if name in self.lists else None

    def rules(self, name: str) -> list[AclRule] | None:
        """The lines of an access list in their order; ``None`` where it is not shown."""
        if name not in self.lists:
            return None
        found = self._cache.get(name)
        if found is None or len(self.lists[name]) != found[0]:
            plain = name in self.standard or (self.wildcard and name.isdigit() and (len(name) < 3 or "1300" <= name <= "1999"))  # noqa: PLR2004
            made = [rule for statement in self.lists[name] if (rule := self._rule(statement, plain=plain)) is not None]
            found = self._cache[name] = len(self.lists[name]), made
        return found[1]

    def _rule(self, statement: Statement, *, plain: bool) -> AclRule | None:
        words = statement.words
        if words[0] == "line":
            words = words[2:]
        if words and words[0].isdigit():
            words = words[1:]
        if words and words[0] in {"extended", "standard"}:
            plain, words = plain or words[0] == "standard", words[1:]
        if not words or words[0] not in {"permit", "deny"} or "inactive" in words:
            return None
        allows, rest = words[0] == "permit", words[1:]
        if plain:
            ends = list(self._ends(rest)) or [[network(rest[0])] if rest else None]
            return AclRule(statement.where, allows, tuple(ends[0] or ()), (ANY,))
        protocol, skip = rest[0] if rest else "", 1
        if protocol in {"object", "object-group"}:
            protocol, skip = " ".join(rest[:2]), 2
        ends = list(self._ends(rest[skip:]))
        source, destination = (ends[0], ends[1]) if len(ends) > 1 and skip == 1 else (None, None)
        protocol = "" if protocol in {"ip", "ipv4"} else protocol
        part = bool(protocol) or not {"eq", "gt", "lt", "neq", "range", "established", "time-range"}.isdisjoint(rest)
        return AclRule(statement.where, allows, tuple(source or ()), tuple(destination or ()), protocol, part)

    def _ends(self, words: Sequence[str]) -> Iterator[list[str] | None]:
        rest = list(words)
        while rest:
            match rest:
                case [("any" | "any4" | "any6"), *_]:
                    yield [ANY]
                    rest = rest[1:]
                case ["host", address, *_]:
                    yield [network(self.address(address))]
                    rest = rest[2:]
                case [("object" | "object-group"), name, *_]:
                    yield self.of(name)
                    rest = rest[2:]
                case [("eq" | "gt" | "lt" | "neq"), _, *_]:
                    rest = rest[2:]
                case ["range", _, _, *_]:
                    rest = rest[3:]
                case [address, mask, *_] if mask[:1].isdigit() and "." in mask:
                    yield [(wildcard_network if self.wildcard else network)(self.address(address), mask)]
                    rest = rest[2:]
                case [prefix, *_] if "/" in prefix:
                    yield [network(prefix)]
                    rest = rest[1:]
                case _:
                    return
