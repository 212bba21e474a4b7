"""The ``crypto`` and ``isakmp`` statements of a Cisco ASA: maps, policies, transform sets, what listens, certificates."""

from __future__ import annotations

import re

from assistant.configs.cisco import shared as cisco
from assistant.configs.cisco.asa.parts import DEFAULT, Asa, Entry
from assistant.configs.cisco.certificates import Chain
from assistant.configs.tree import Statement
from assistant.model.observed import Evidence
from assistant.model.settings import NONE, Setting, Suite

_FLAT_POLICY = re.compile(r"^(?:crypto )?isakmp policy (?P<number>\d+) (?P<rest>\S.*)$")
POLICY_HEAD = re.compile(r"^crypto (?P<kind>isakmp|ikev1|ikev2) policy (?P<number>\d+)$")
_SET = re.compile(r"^crypto ipsec (?:ikev1 )?transform-set (?P<name>\S+) (?P<rest>\S.*)$")
_MAP = re.compile(r"^crypto map (?P<map>\S+) (?P<seq>\d+) (?P<rest>\S.*)$")
_BOUND = re.compile(r"^crypto map (?P<map>\S+) interface (?P<nameif>\S+)$")
_ENABLE = re.compile(r"^(?:crypto )?(?P<kind>isakmp|ikev1|ikev2) enable (?P<nameif>\S+)")
_IDENTITY = re.compile(r"^(?:crypto )?isakmp identity (?P<what>\S+)(?: (?P<value>\S+))?$")
_NAT_T = re.compile(r"^(?P<off>no )?(?:crypto )?(?:isakmp|ikev1) nat-traversal")
_DYNAMIC = re.compile(r"^crypto dynamic-map (?P<map>\S+) (?P<seq>\d+) (?P<rest>\S.*)$")
_CONNECTION = {"answer-only": "responder", "originate-only": "initiator", "bidirectional": "both"}


def crypto(box: Asa, statement: Statement) -> bool:  # noqa: C901, PLR0912 - one branch a statement reads best
    """Take a statement in; whether it was understood."""
    text, where = statement.text, statement.where
    if found := _BOUND.match(text):
        box.bound[found["nameif"]] = Setting(found["map"], where)
    elif found := _MAP.match(text):
        entry = box.entries.setdefault(
            (found["map"], int(found["seq"])), Entry(f"{found['map']} {found['seq']}", where, found["map"], int(found["seq"]))
        )
        entry.until = box.mapped = where.line
        return _map(entry, found["rest"].split(), where)
    elif found := _DYNAMIC.match(text):
        key = (found["map"], int(found["seq"]))
        return _map(box.dynamic.setdefault(key, Entry(f"{key[0]} {key[1]}", where, *key)), found["rest"].split(), where)
    elif found := POLICY_HEAD.match(text):
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
    elif text.startswith(("crypto ikev2 fragmentation", "no crypto ikev2 fragmentation")):
        box.fragmentation = Setting("off" if text.startswith("no") else "on", where)
    else:
        return _of_device(box, statement) or text.startswith(("crypto ca", "crypto key", "no crypto"))
    return True


def _of_device(box: Asa, statement: Statement) -> bool:
    """What holds for every tunnel of the device, and its certificates."""
    where = statement.where
    match statement.words:
        case ["crypto", "ipsec", "security-association", "lifetime", *rest]:
            seconds, volume = _lifetimes(rest, where)
            box.lifetime, box.volume = seconds or box.lifetime, volume or box.volume
        case ["crypto", "ipsec", "security-association", "replay", *rest]:
            box.replay = _window(rest, where)
        case ["crypto", "ipsec", "security-association" | "df-bit" | "fragmentation" | "inner-routing-lookup", *_]:
            pass
        case ["crypto", "ca", "trustpoint", name, *_]:
            box.trustpoints.setdefault(name, where)
        case ["crypto", "ca", "certificate", "chain", name, *_]:
            box.chains.setdefault(name, Chain(where)).take(statement)
        case _:
            return False
    return True


def _lifetimes(words: list[str], where: Evidence) -> tuple[Setting | None, Setting | None]:
    """``seconds N kilobytes N`` in either order, with ``unlimited`` for none."""
    found: dict[str, Setting] = {}
    for name, number in zip(words[::2], words[1::2], strict=False):
        found[name] = Setting(NONE if number == "unlimited" else number, where)
    return found.get("seconds"), found.get("kilobytes")


def _window(words: list[str], where: Evidence) -> Setting:
    """``window-size N`` or ``disable``."""
    return Setting(NONE if words[0] == "disable" else words[1], where)


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
            entry.pfs = Setting("", where, DEFAULT)  # the group is the release's
        case ["set", "security-association", "lifetime", *rest]:
            seconds, volume = _lifetimes(rest, where)
            entry.lifetime, entry.volume = seconds or entry.lifetime, volume or entry.volume
        case ["set", "security-association", "replay", *rest]:
            entry.replay = _window(rest, where)
        case ["set", "connection-type", word, *_] if word in _CONNECTION:
            entry.connection = Setting(_CONNECTION[word], where)
        case ["set", "trustpoint", point, *_]:
            entry.trustpoint = Setting(point, where)
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
