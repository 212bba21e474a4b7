"""Configurations of strongSwan (swanctl.conf, ipsec.conf with ipsec.secrets) and of libreswan and Openswan (ipsec.conf).

Defaults: the daemons' own manual pages swanctl.conf(5) and ipsec.conf(5). A proposal keyword list is read by its algorithms,
whatever marks join them (``aes256-sha1-modp2048``, ``aes256-sha1;modp2048``, ``aes_gcm256``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.configs.suites import PRF_OF_INTEGRITY
from assistant.configs.tree import Statement, braced, indented
from assistant.configs.values import network, seconds, secret
from assistant.model.observed import Evidence, Line
from assistant.model.settings import ANY, NONE, DeviceSettings, Selector, Setting, Suite, TunnelSettings
from assistant.reading.algorithms import transforms_in

SWANCTL = "swanctl.conf's default"
IPSEC_CONF = "ipsec.conf's default"
_AUTH = {
    "psk": "pre-shared key",
    "secret": "pre-shared key",
    "pubkey": "RSA signature",
    "rsasig": "RSA signature",
    "rsa": "RSA signature",
    "ecdsa": "ECDSA signature",
}
_SECRET = re.compile(r"^(?P<who>.*?)\s*:\s*PSK\s+(?P<key>\S.*)$")


def suites(text: str, where: Evidence, *, phase: int) -> tuple[Suite, ...] | None:
    """Every proposal of a keyword list; ``None`` for ``default``."""
    found = []
    for part in re.split(r"[,\s]+", text.strip().strip('"').rstrip("!")):
        algorithms: dict[str, list[str]] = {}
        for item in transforms_in(re.sub(r"[;+]", "-", part)):
            kind = "group" if item.kind == "group" else item.kind
            if kind in {"encryption", "integrity", "prf", "group"} and item.name not in algorithms.setdefault(kind, []):
                algorithms[kind].append(item.name)
        if not algorithms:
            continue
        taken = phase == 1 and "prf" not in algorithms and "integrity" in algorithms
        if taken:
            algorithms["prf"] = list(algorithms["integrity"])  # without one of its own the PRF is that of the hash (swanctl.conf(5))
        default = f"{PRF_OF_INTEGRITY} for prf" if taken else ""
        found.append(Suite({kind: tuple(names) for kind, names in algorithms.items()}, where, part, default))
    return tuple(found) or None


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """A swanctl.conf by its braces, any other text as an ipsec.conf."""
    braces = any(re.match(r"^\s*(?:connections|secrets)\s*\{", line.text) for line in lines)
    return read_swanctl(lines, index) if braces else read_ipsec_conf(lines, index)


# swanctl.conf


def read_swanctl(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every connection of a swanctl.conf; one tunnel a child."""
    top = braced(lines, index, semicolons=False)
    device = DeviceSettings(platform="strongswan")
    secrets = [item for statement in top if statement.text == "secrets" for item in statement.children]
    for statement in top:
        if statement.text == "connections":
            for connection in statement.children:
                device.tunnels += _connection(connection, secrets)
    if sum(line.text.count("{") - line.text.count("}") for line in lines) > 0:
        for tunnel in device.tunnels:  # the text is cut off: the secret may have stood further on
            tunnel.key = None if tunnel.key is not None and tunnel.key.value == NONE else tunnel.key
    device.read = sum(1 + sum(1 for _ in statement.all()) for statement in top if statement.text in {"connections", "secrets"})
    return device


def _pairs(statement: Statement) -> dict[str, Setting]:
    """``key = value`` lines of a section."""
    found: dict[str, Setting] = {}
    for child in statement.children:
        name, sign, value = child.text.partition("=")
        if sign:
            found[name.strip()] = Setting(value.strip().strip('"'), child.where)
    return found


def _connection(statement: Statement, secrets: Sequence[Statement]) -> list[TunnelSettings]:
    have = _pairs(statement)
    sections = {
        child.text.split("-")[0].rstrip("0123456789 "): child
        for child in reversed(statement.children)
        if child.children or child.text in {"local", "remote"}
    }
    local = _pairs(sections["local"]) if "local" in sections else {}
    remote = _pairs(sections["remote"]) if "remote" in sections else {}
    base = TunnelSettings(name=statement.text, platform="strongswan", where=statement.where)
    word = have["version"].value if "version" in have else "0"
    versions = {"1": "ikev1", "2": "ikev2"}.get(word, "ikev2 ikev1")
    base.version = Setting(versions, have["version"].where) if "version" in have else Setting(versions, default=SWANCTL)
    if "ikev1" in versions:
        aggressive = have.get("aggressive")
        base.mode = Setting(
            "aggressive" if aggressive and aggressive.value in {"yes", "1", "true"} else "main",
            aggressive.where if aggressive else None,
            "" if aggressive else SWANCTL,
        )
    base.local_address = _address(have.get("local_addrs"))
    peers = have.get("remote_addrs")
    if peers is not None:
        words = [word.strip() for word in peers.value.split(",") if word.strip()]
        base.peer, *rest = [Setting(ANY if word in {"%any", "0.0.0.0/0", "::/0"} else word, peers.where) for word in words] or [
            Setting(ANY, peers.where)
        ]
        base.more_peers = tuple(rest)
    else:
        base.peer = Setting(ANY, default=SWANCTL)
    if "proposals" in have and have["proposals"].where:
        base.phase1 = suites(have["proposals"].value, have["proposals"].where, phase=1)
    base.phase1_lifetime = _duration(have.get("reauth_time") or have.get("rekey_time")) or Setting("14400", default=SWANCTL)
    method = local.get("auth")
    base.authentication = Setting(_auth(method.value), method.where) if method else Setting("RSA signature", default=SWANCTL)
    base.identity_local = local.get("id") or (base.local_address if method and method.value == "psk" else None)
    expected = remote.get("id")
    base.identity_remote = (
        Setting(ANY if expected.value == "%any" else expected.value, expected.where) if expected else Setting(ANY, default=SWANCTL)
    )
    base.key = _key(base, secrets)
    base.nat_traversal = Setting("on", default=SWANCTL)
    base.dpd = have.get("dpd_delay") or Setting(NONE, default=SWANCTL)
    base.fragmentation = have.get("fragmentation") or Setting("yes", default=SWANCTL)
    children = sections["children"].children if "children" in sections else []
    return [_child(structs.replace(base), child) for child in children] or [base]


def _child(tunnel: TunnelSettings, statement: Statement) -> TunnelSettings:
    have = _pairs(statement)
    tunnel.name = f"{tunnel.name}/{statement.text}"
    esp = have.get("esp_proposals")
    ah = have.get("ah_proposals")
    chosen = esp or ah
    tunnel.protocol = Setting("ah" if ah and not esp else "esp", chosen.where if chosen else None, "" if chosen else SWANCTL)
    if chosen is not None and chosen.where is not None:
        tunnel.phase2 = suites(chosen.value, chosen.where, phase=2)
        tunnel.pfs = _pfs(tunnel.phase2, chosen.where)
    mode = have.get("mode")
    tunnel.encapsulation = Setting(mode.value, mode.where) if mode else Setting("tunnel", default=SWANCTL)
    tunnel.phase2_lifetime = _duration(have.get("life_time") or have.get("rekey_time")) or Setting("3600", default=SWANCTL)
    tunnel.selectors = _selectors(have.get("local_ts"), have.get("remote_ts"), tunnel)
    return tunnel


def _pfs(proposals: Sequence[Suite] | None, where: Evidence) -> Setting | None:
    """The groups of the ESP proposals are PFS."""
    if proposals is None:
        return None
    names = dict.fromkeys(name for suite in proposals for name in suite.algorithms.get("group", (NONE,)))
    return Setting(" or ".join(names), where)


def _selectors(local: Setting | None, remote: Setting | None, tunnel: TunnelSettings) -> tuple[Selector, ...]:
    """Traffic selectors; ``dynamic``, the default, is the end's own address."""
    ours = local.value.split(",") if local else ["dynamic"]
    theirs = remote.value.split(",") if remote else ["dynamic"]
    where = (local or remote or Setting("", tunnel.where)).where
    return tuple(Selector(_ts(one, tunnel.local_address), _ts(other, tunnel.peer), where) for one in ours for other in theirs)


def _ts(word: str, own: Setting | None) -> str:
    bare = word.strip().split("[")[0]
    if bare in {"dynamic", ""}:
        return network(own.value) if own and own.value != ANY else "dynamic"
    return network(bare)


def _address(setting: Setting | None) -> Setting | None:
    if setting is None or setting.value in {"%any", ""}:
        return None
    return Setting(setting.value.split(",")[0].strip(), setting.where)


def _duration(setting: Setting | None) -> Setting | None:
    if setting is None:
        return None
    value = seconds(setting.value)
    return Setting(value, setting.where) if value and value != "0" else None


def _auth(word: str) -> str:
    return _AUTH.get(word.split("-", maxsplit=1)[0].lower(), word)


def _key(tunnel: TunnelSettings, secrets: Sequence[Statement]) -> Setting | None:
    """The secret that fits the identities; one that names none is for all (swanctl.conf(5), secrets.ike)."""
    if not secrets:
        return None
    wanted = {item.value.lower() for item in (tunnel.identity_local, tunnel.identity_remote, tunnel.local_address, *tunnel.peers) if item}
    best: tuple[int, Setting] | None = None
    for statement in secrets:
        if not statement.text.startswith("ike"):
            continue
        have = _pairs(statement)
        if "secret" not in have or have["secret"].where is None:
            continue
        names = {value.value.lower() for name, value in have.items() if name.startswith("id")}
        score = len(names & wanted) if names else 0
        if names and not score:
            continue
        if best is None or score > best[0]:
            best = score, secret(have["secret"].value, have["secret"].where)
    return best[1] if best else Setting(NONE, secrets[0].where)


# ipsec.conf


def read_ipsec_conf(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every conn section of an ipsec.conf (strongSwan's or libreswan's), with the keys of an ipsec.secrets pasted with it."""
    top = indented(lines, index, comments="#")
    device = DeviceSettings(platform="libreswan" if _is_libreswan(lines) else "strongswan")
    keys = [(found["who"].split(), secret(found["key"], statement.where)) for statement in top if (found := _SECRET.match(statement.text))]
    conns: dict[str, tuple[Statement, dict[str, Setting]]] = {}
    for statement in top:
        words = statement.words
        if words[0] == "conn" and len(words) > 1:
            conns[words[1]] = statement, _pairs(statement)
            device.read += 1 + len(statement.children)
    defaults = conns.pop("%default", (None, {}))[1]
    for name, (statement, have) in conns.items():
        merged = {**defaults, **_also(have, conns), **have}
        if any(key in merged for key in ("right", "left", "rightsubnet", "ike", "esp", "phase2alg", "authby")):
            device.tunnels.append(_conn(name, statement, merged, keys, device.platform))
    return device


_LIBRESWAN = re.compile(
    r"^\s*(?:authby ?= ?(?:secret|rsasig)|ikev2 ?=|phase2alg ?=|phase2 ?=|nat-ikev1|virtual[-_]private|protostack|salifetime|leftnexthop|pfs ?=|uniqueids ?=|ikev1-policy)"
)
_STRONGSWAN = re.compile(
    r"^\s*(?:keyexchange ?=|charondebug|leftauth ?=|rightauth ?=|closeaction|leftfirewall|rightsourceip|dpdaction ?= ?(?:none|trap))"
)


def _is_libreswan(lines: Sequence[Line]) -> bool:
    marks = [1 if _LIBRESWAN.match(line.text) else -1 if _STRONGSWAN.match(line.text) else 0 for line in lines]
    return sum(marks) > 0


def _also(have: Mapping[str, Setting], conns: Mapping[str, tuple[Statement, dict[str, Setting]]]) -> dict[str, Setting]:
    other = have.get("also")
    return conns[other.value][1] if other and other.value in conns else {}


def _conn(
    name: str, statement: Statement, have: Mapping[str, Setting], keys: Sequence[tuple[list[str], Setting]], platform: str
) -> TunnelSettings:
    tunnel = TunnelSettings(name=name, platform=platform, where=statement.where)
    libreswan = platform == "libreswan"
    tunnel.version = _conn_version(have, libreswan=libreswan)
    if "ikev1" in tunnel.version.value:
        aggressive = have.get("aggressive") or have.get("aggrmode")
        yes = aggressive is not None and aggressive.value.lower() in {"yes", "true", "1"}
        tunnel.mode = Setting("aggressive" if yes else "main", aggressive.where if aggressive else None, "" if aggressive else IPSEC_CONF)
    tunnel.local_address = _end(have.get("left"))
    right = have.get("right")
    if right is not None:
        tunnel.peer = Setting(ANY, right.where) if right.value in {"%any", "%any6", "%opportunistic", "%group"} else right
    for word in ("ike", "phase1"):
        if word in have and have[word].where is not None:
            tunnel.phase1 = suites(have[word].value, have[word].where or statement.where, phase=1)
    tunnel.phase1_lifetime = _duration(have.get("ikelifetime")) or Setting("28800" if libreswan else "10800", default=IPSEC_CONF)
    tunnel.authentication = _conn_auth(have)
    own, far = have.get("leftid"), have.get("rightid")
    psk = tunnel.authentication.value == "pre-shared key"
    tunnel.identity_local = own or (tunnel.local_address if psk else None)
    tunnel.identity_remote = (
        Setting(ANY, far.where) if far and far.value in {"%any", "%fromcert"} else far or (tunnel.peer if psk else None)
    )
    if keys:
        wanted = {item.value for item in (tunnel.identity_local, tunnel.identity_remote, tunnel.local_address, tunnel.peer) if item}
        fitting = [(len(set(who) & wanted), key) for who, key in keys if not who or set(who) & wanted or "%any" in who]
        tunnel.key = max(fitting, key=lambda pair: pair[0])[1] if fitting else Setting(NONE, statement.where)
    tunnel.nat_traversal = Setting("on", default=IPSEC_CONF)
    tunnel.dpd = have.get("dpddelay") or Setting(NONE, default=IPSEC_CONF)
    tunnel.fragmentation = have.get("fragmentation") or Setting("yes", default=IPSEC_CONF)
    _conn_phase2(tunnel, have, libreswan=libreswan)
    return tunnel


def _end(setting: Setting | None) -> Setting | None:
    return None if setting is None or setting.value.startswith("%") else setting


def _conn_version(have: Mapping[str, Setting], *, libreswan: bool) -> Setting:
    word = have.get("ikev2") or have.get("keyexchange")
    if word is None:
        return Setting("ikev2" if libreswan else "ikev2 ikev1", default=IPSEC_CONF)
    value = {
        "no": "ikev1",
        "never": "ikev1",
        "ikev1": "ikev1",
        "yes": "ikev2",
        "insist": "ikev2",
        "ikev2": "ikev2",
        "permit": "ikev2 ikev1",
        "propose": "ikev2 ikev1",
    }
    return Setting(value.get(word.value.lower(), "ikev2 ikev1"), word.where)


def _conn_auth(have: Mapping[str, Setting]) -> Setting:
    word = have.get("authby") or have.get("leftauth")
    if word is None:
        return Setting("RSA signature", default=IPSEC_CONF)
    return Setting(_auth(word.value.split("|")[0].split(",")[0]), word.where)


def _conn_phase2(tunnel: TunnelSettings, have: Mapping[str, Setting], *, libreswan: bool) -> None:
    word = have.get("esp") or have.get("phase2alg") or have.get("ah")
    kind = have.get("phase2")
    ah = "ah" in have or (kind is not None and kind.value == "ah")
    tunnel.protocol = Setting("ah" if ah else "esp", word.where if word else None, "" if word else IPSEC_CONF)
    if word is not None and word.where is not None:
        tunnel.phase2 = suites(word.value, word.where, phase=2)
    pfs = have.get("pfs")
    groups = dict.fromkeys(name for suite in tunnel.phase2 or () for name in suite.algorithms.get("group", ()))
    if pfs is not None and pfs.value.lower() in {"no", "never"}:
        tunnel.pfs = Setting(NONE, pfs.where)
    elif groups:
        tunnel.pfs = Setting(" or ".join(groups), word.where if word else None)
    elif libreswan:
        own = dict.fromkeys(name for suite in tunnel.phase1 or () for name in suite.algorithms.get("group", ()))
        tunnel.pfs = (
            Setting(" or ".join(own), pfs.where if pfs else None, "" if pfs else f"{IPSEC_CONF}: PFS with the group of phase 1")
            if own
            else None
        )
    elif tunnel.phase2 is not None:
        tunnel.pfs = Setting(NONE, word.where if word else None)
    type_ = have.get("type")
    tunnel.encapsulation = Setting(type_.value, type_.where) if type_ else Setting("tunnel", default=IPSEC_CONF)
    life = have.get("salifetime") or have.get("lifetime") or have.get("keylife")
    tunnel.phase2_lifetime = _duration(life) or Setting("28800" if libreswan else "3600", default=IPSEC_CONF)
    ours = have.get("leftsubnets") or have.get("leftsubnet")
    theirs = have.get("rightsubnets") or have.get("rightsubnet")
    where = (ours or theirs or Setting("", tunnel.where)).where
    left = _nets(ours, tunnel.local_address)
    right = _nets(theirs, tunnel.peer)
    tunnel.selectors = tuple(Selector(one, other, where) for one in left for other in right)


def _nets(setting: Setting | None, own: Setting | None) -> list[str]:
    """Networks of one end; without a subnet the end protects itself."""
    if setting is None:
        return [network(own.value)] if own and own.value not in {ANY, "%any"} else ["dynamic"]
    words = re.split(r"[,\s]+", setting.value.strip("{} "))
    return [network(word.strip()) for word in words if word.strip()]
