"""What the configuration words of strongSwan and of libreswan and Openswan mean, wherever they stand.

Sources: the manual pages swanctl.conf(5) and ipsec.conf(5) of strongSwan 5.9, ipsec.conf(5) of libreswan 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.configs.networks import parsed
from assistant.configs.suites import PRF_OF_INTEGRITY
from assistant.configs.tree import Statement
from assistant.configs.values import network, seconds
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, NONE, Selector, Setting, Suite
from assistant.reading.algorithms import transforms_in

YES = frozenset({"yes", "1", "true", "enabled", "on"})
NO = frozenset({"no", "0", "false", "disabled", "off", "never"})
_AUTH = {
    "psk": "pre-shared key",
    "psksecret": "pre-shared key",
    "secret": "pre-shared key",
    "xauthpsk": "pre-shared key",
    "pubkey": "RSA signature",
    "rsasig": "RSA signature",
    "rsa": "RSA signature",
    "xauthrsasig": "RSA signature",
    "ecdsa": "ECDSA signature",
}
_ANYONE = frozenset({"%any", "%any4", "%any6", "%opportunistic", "%group", "0.0.0.0/0", "::/0", "0.0.0.0", "::"})  # noqa: S104 - nothing is bound to it
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_VOLUME = re.compile(r"^([0-9]{1,20})\s*([kmg]?)i?b?$", re.IGNORECASE)
KILOBYTE = 1024
_MARK = re.compile(r"\s#.*$")


def pairs(statements: Iterable[Statement], *, comments: bool = False) -> dict[str, Setting]:
    """``key = value`` statements; with ``comments`` what follows a ``#`` after the value is left out. The last one of a key counts."""
    found: dict[str, Setting] = {}
    for child in statements:
        name, sign, value = child.text.partition("=")
        if sign and not child.children:
            text = _MARK.sub("", value) if comments else value
            found[name.strip()] = Setting(text.strip().strip('"'), child.where)
    return found


def auth(word: str) -> str:
    """An authentication method by its usual name."""
    return _AUTH.get(re.split(r"[-:,|\s]", word.strip().lower(), maxsplit=1)[0], word)


def anyone(word: str) -> str:
    """A peer or identity, ``any`` for a wildcard."""
    return ANY if word.strip().lower() in _ANYONE else word.strip()


def yes(setting: Setting | None, default: str, *, other: str = "off") -> Setting:
    """``on`` or ``off`` of a switch; without a line it is ``other``, by the default that is named."""
    if setting is None:
        return Setting(other, default=default)
    return Setting("off" if setting.value.lower() in NO else "on", setting.where)


def duration(setting: Setting | None) -> Setting | None:
    """A duration in seconds; ``None`` for one of zero or that is none."""
    value = seconds(setting.value) if setting is not None else None
    return Setting(value, setting.where) if setting is not None and value and value != "0" else None


def probes(setting: Setting | None, default: str) -> Setting:
    """The interval of dead peer detection in seconds, ``none`` for one of zero."""
    if setting is None:
        return Setting(NONE, default=default)
    return duration(setting) or Setting(NONE, setting.where)


def volume(setting: Setting | None, default: str) -> Setting | None:
    """A limit in bytes as kilobytes (of 1024), ``none`` where there is no limit."""
    if setting is None:
        return Setting(NONE, default=default)
    found = _VOLUME.match(setting.value.strip())
    if found is None:
        return None
    size = int(found[1]) * _UNITS[found[2].lower()]
    return Setting(str(size // KILOBYTE) if size else NONE, setting.where)


def suites(text: str, where: Evidence, *, phase: int) -> tuple[Suite, ...] | None:
    """Every proposal of a keyword list; ``None`` for ``default``.

    It is read by its algorithms, whatever marks join them (``aes256-sha1-modp2048``, ``aes256-sha1;modp2048``, ``aes_gcm256``).
    """
    found = []
    for part in re.split(r"[,\s]+", text.strip().strip('"').rstrip("!")):
        algorithms: dict[str, list[str]] = {}
        for item in transforms_in(re.sub(r"[;+]", "-", part)):
            if item.kind in {"encryption", "integrity", "prf", "group"} and item.name not in algorithms.setdefault(item.kind, []):
                algorithms[item.kind].append(item.name)
        if not algorithms:
            continue
        taken = phase == 1 and "prf" not in algorithms and "integrity" in algorithms
        if taken:
            algorithms["prf"] = list(algorithms["integrity"])  # without one of its own the PRF is that of the hash (swanctl.conf(5))
        default = f"{PRF_OF_INTEGRITY} for prf" if taken else ""
        found.append(Suite({kind: tuple(names) for kind, names in algorithms.items()}, where, part, default))
    return tuple(found) or None


def defaulted(text: str) -> bool:
    """Whether a proposal list also holds the daemon's own default proposal, which is not written out."""
    return "default" in re.split(r"[,\s]+", text.strip().strip('"').lower())


def sequence_numbers(text: str, where: Evidence, default: str) -> Setting:
    """The words ``esn`` and ``noesn`` of phase 2 proposals; without either there are none."""
    words = set(re.split(r"[-,\s]+", text.lower().strip('"! ')))
    kinds = [name for word, name in (("esn", "on"), ("noesn", "off")) if word in words]
    return Setting(" ".join(kinds), where) if kinds else Setting("off", default=default)


def groups(proposals: Iterable[Suite] | None, where: Evidence | None) -> Setting | None:
    """The groups of the phase 2 proposals are PFS."""
    if proposals is None:
        return None
    names = dict.fromkeys(name for suite in proposals for name in suite.algorithms.get("group", (NONE,)))
    return Setting(" or ".join(names), where)


def selector(word: str, own: Setting | None) -> tuple[str, str]:
    """A traffic selector as its network and its protocol; ``dynamic``, the default, is the end's own address."""
    bare, _, rest = word.strip().partition("[")
    protocol = rest.rstrip("]").split("/")[0].strip()
    if bare in {"dynamic", ""}:
        return (network(own.value) if own and own.value != ANY and parsed(own.value) else "dynamic"), protocol
    return network(bare), protocol


def selectors(
    ours: Iterable[str], theirs: Iterable[str], own: Setting | None, peer: Setting | None, where: Evidence | None
) -> tuple[Selector, ...]:
    """Each local network with each remote one."""
    left = [selector(word, own) for word in ours]
    right = [selector(word, peer) for word in theirs]
    return tuple(Selector(one, other, where, here or there) for one, here in left for other, there in right)


def interface(have: Mapping[str, Setting]) -> Setting | None:
    """The tunnel interface that an interface id or a mark ties the SAs to."""
    for name, kind in (("if_id_in", "if_id"), ("if_id_out", "if_id"), ("mark_in", "mark"), ("mark_out", "mark"), ("mark", "mark")):
        setting = have.get(name)
        if setting is not None and setting.value not in {"0", "%unique", "%unique-dir"}:
            return Setting(f"{kind} {setting.value}", setting.where)
    return None
