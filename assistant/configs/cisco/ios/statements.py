"""The statements about IPsec of a Cisco IOS or IOS-XE configuration, collected by what they configure; names are not yet resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.configs.cisco import shared as cisco
from assistant.configs.cisco.ios.device import of_device
from assistant.configs.cisco.ios.keys import ikev2_peer, ikev2_proposal, isakmp_policy, key_line, keyring_line, profile
from assistant.configs.cisco.ios.parts import Entry, Ios
from assistant.configs.tree import Statement, indented
from assistant.model.observed import Evidence, Line
from assistant.model.settings import NONE, Setting

_NUMBER = re.compile(r"^[0-9]{1,9}$")
_SUB = re.compile(
    r"^(?:encr(?:yption)? |hash |integrity |prf |group [0-9]|lifetime |authentication (?:pre-share|rsa-|ecdsa|local|remote)|proposal |"
    r"pre-shared-key |match (?:identity|address|fvrf|certificate|ip|interface)|keyring |self-identity|identity (?:local|address|fqdn|email|key-id)|initiate mode|"
    r"set (?:peer|transform-set|pfs|security-association|isakmp-profile|ikev2-profile|aggressive-mode)|mode (?:tunnel|transport)|"
    r"tunnel (?:source|destination|mode|protection|vrf)|ip (?:address|access-group) |ip nat (?:inside|outside)$|(?:ip )?vrf forwarding |crypto map \S+$|permit |deny |[0-9]+ (?:permit|deny) |remark |description |peer \S+$|address [0-9]|dpd )"
)


def collect(lines: Sequence[Line], index: int) -> Ios:
    """Every statement about IPsec of the text. Nothing raises: what is not understood is counted."""
    box = Ios()
    top = indented(_regrouped(lines), index)
    if top:
        box.last, box.end = top[-2:][0].where.line, next((line.number for line in reversed(lines) if line.text.strip()), 0)
    last = next((line.text.strip() for line in reversed(lines) if line.text.strip()), "")
    box.lists_end = last in {"!", "end"} or not any("access-list" in statement.words[:2] for statement in top[-2:])
    if top and last not in {"!", "end"} and "access-list" in top[-1].words[:2]:
        box.open_list = top[-1].words[-1] if top[-1].words[0] == "ip" else "".join(top[-1].words[1:2])
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
            box.hostname = box.hostname or name
            box.hostnames.append(Setting(name, where))
        case ["no", "crypto", "ipsec", "nat-transparency", "udp-encapsulation" | "udp-encaps", *_]:
            box.nat_t = Setting("off", where)
        case ["crypto", "isakmp", *rest]:
            return _isakmp(box, rest, statement, cut=cut)
        case ["crypto", "keyring", name, *_]:
            box.keyrings[name] = [key for child in statement.children if (key := keyring_line(child))]
        case ["crypto", "ikev2", *rest]:
            return _ikev2(box, rest, statement, cut=cut)
        case ["crypto", "ipsec", *rest]:
            return _ipsec(box, rest, statement, cut=cut)
        case ["no", "crypto", "isakmp", "keepalive", *_]:
            box.keepalive = Setting(NONE, where)
        case ["no", "crypto", "isakmp", "enable", *_]:
            box.enabled = Setting(NONE, where)
        case ["no", "crypto", "ikev2" | "isakmp" as kind, "fragmentation", *_]:
            box.fragmentation[kind] = Setting("off", where)
        case ["crypto", "map", name, "client", "authentication", "list", _, *_]:
            box.logins[name] = Setting("on", where)
        case ["crypto", "map", name, "local-address", interface, *_]:
            box.local_address[name] = Setting(interface, where)
        case ["crypto", "map" | "dynamic-map" as kind, name, number, *rest] if _NUMBER.match(number):
            table = box.dynamic if kind == "dynamic-map" else box.entries
            entry = table.setdefault((name, int(number)), Entry(f"{name} {number}", where, name, number=int(number)))
            _entry(entry, rest, where)
            for child in statement.children:
                _entry(entry, child.words, child.where)
            entry.whole = not cut or entry.acl is not None
        case ["crypto", "key" | "engine" | "call" | "logging" | "map", *_]:
            pass
        case _:
            return of_device(box, statement)
    return True


def _isakmp(box: Ios, rest: Sequence[str], statement: Statement, *, cut: bool) -> bool:
    where = statement.where
    match rest:
        case ["policy", number, *_] if _NUMBER.match(number):
            box.policies[int(number)] = isakmp_policy(statement, number, cut=cut)
        case ["key", *words]:
            key = key_line(words, where)
            if key is None:
                return False
            box.keys.append(key)
        case ["identity", what, *_]:
            box.identity = Setting(what, where)
        case ["keepalive", *words]:
            box.keepalive = Setting(" ".join(words), where)
        case ["profile", name, *_]:
            box.profiles[name] = profile(statement, cut=cut)
        case ["peer", _, address, *_]:
            if any(child.words[:2] == ["set", "aggressive-mode"] for child in statement.children):
                box.aggressive[address] = Setting("aggressive", where)
        case ["enable", *_]:
            box.enabled = Setting("on", where)
        case ["fragmentation", *_]:
            box.fragmentation["isakmp"] = Setting("on", where)
        case ["invalid-spi-recovery" | "aggressive-mode" | "client" | "nat" | "xauth", *_]:
            pass
        case _:
            return False
    return True


def _ikev2(box: Ios, rest: Sequence[str], statement: Statement, *, cut: bool) -> bool:
    where = statement.where
    match rest:
        case ["proposal", name, *_]:
            box.ikev2_proposals[name] = ikev2_proposal(statement, name)
        case ["policy", name, *_]:
            proposals = [word for child in statement.children if child.words[0] == "proposal" for word in child.words[1:]]
            local = [child.words[-1] for child in statement.children if child.words[:3] == ["match", "address", "local"]]
            box.ikev2_policies[name] = proposals, local, where
        case ["keyring", name, *_]:
            box.ikev2_keyrings[name] = [ikev2_peer(child) for child in statement.children if child.words[0] == "peer"]
        case ["profile", name, *_]:
            box.ikev2_profiles[name] = profile(statement, cut=cut)
        case ["dpd", *words]:
            box.ikev2_dpd = Setting(" ".join(words), where)
        case ["fragmentation", *_]:
            box.fragmentation["ikev2"] = Setting("on", where)
        case _:
            return bool(rest) and rest[0] in {
                "authorization",
                "client",
                "cookie-challenge",
                "limit",
                "nat",
                "name-mangler",
                "redirect",
            }
    return True


def _ipsec(box: Ios, rest: Sequence[str], statement: Statement, *, cut: bool) -> bool:
    where = statement.where
    match rest:
        case ["transform-set", name, *words]:
            box.sets[name] = cisco.transform_set([word for word in words if not word.startswith("comp-") and word != "esn"], where, name)
            if "esn" in words:
                box.extended[name] = Setting("on", where)
            if any(word.startswith("comp-") for word in words):
                box.compressed[name] = Setting("on", where)
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
        case ["security-association", "replay", *words] if words:
            box.replay = _window(words, where)
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
            if peer not in {item.value for item in entry.peers}:
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
        case ["set", "security-association", "replay", *what] if what:
            entry.replay = _window(what, where)
        case ["responder-only"]:
            entry.responder = Setting("responder", where)
        case ["set", "isakmp-profile", name, *_]:
            entry.isakmp_profile = name
        case ["set", "ikev2-profile", name, *_]:
            entry.ikev2_profile = Setting(name, where)
        case _:
            pass


def _window(words: Sequence[str], where: Evidence) -> Setting:
    """``window-size N`` or ``disable``."""
    return Setting(words[-1] if words[-1].isdigit() else NONE, where)
