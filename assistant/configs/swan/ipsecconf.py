"""ipsec.conf with ipsec.secrets, as strongSwan and as libreswan and Openswan read it: the sections and what they inherit.

Sources: ipsec.conf(5) and ipsec.secrets(5) of strongSwan 5.9 and of libreswan 4. ``left`` is taken for this end unless the text
shows that ``right`` is (``right=%defaultroute``); a pair of ends that fits only the other way round is turned in pairing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from assistant.configs.swan import words
from assistant.configs.swan.conn import Around, tunnel_of
from assistant.configs.swan.swanctl import included
from assistant.configs.tree import Statement, indented
from assistant.configs.values import secret
from assistant.model.observed import Line
from assistant.model.settings import DeviceSettings, Remark, Setting

DEEPEST = 12
"""Sections that are followed from one ``also=`` to the next."""
_SECRET = re.compile(r":\s{0,20}PSK\s{1,20}(?P<key>\S.*)$")
_LIBRESWAN = re.compile(
    r"^\s*(?:ikev2 ?=|phase2alg ?=|phase2 ?=|nat-ikev1|virtual[-_]private|protostack|salifetime|leftnexthop|pfs ?=|ikev1-policy|authby ?= ?secret|authby ?= ?rsasig|uniqueids ?=|ipsec-interface|encapsulation ?=|leftrsasigkey)"
)
_STRONGSWAN = re.compile(
    r"^\s*(?:keyexchange ?=|charondebug|leftauth ?=|rightauth ?=|closeaction|leftfirewall|rightsourceip|dpdaction ?= ?(?:none|trap)|(?:ike|esp) ?= ?\S+!|lifebytes|replay_window|reauth ?=)"
)
_HEADS = {"conn", "config", "ca", "include", "version"}
_LIBRESWAN_ONLY = frozenset(
    [
        "phase2alg",
        "ikev2",
        "salifetime",
        "ike_frag",
        "nat-ikev1-method",
        "encapsulation",
        "protostack",
        "virtual-private",
        "ipsec-interface",
    ]
)
_STRONGSWAN_ONLY = frozenset(
    ["closeaction", "leftfirewall", "rightfirewall", "lefthostaccess", "charondebug", "reauth", "rekeyfuzz", "lifebytes", "replay_window"]
)


class Section(Struct):
    """One ``conn``: its own keys, and the sections that it takes others from."""

    statement: Statement
    have: dict[str, Setting]
    also: list[Setting] = field(default_factory=list)


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every conn section that can be a tunnel, with the keys of an ipsec.secrets pasted with it."""
    top = _sections(indented(lines, index, comments="#"))
    device = DeviceSettings(platform="libreswan" if is_libreswan(lines) else "strongswan")
    found = [(match, statement) for statement in top if (match := _SECRET.search(statement.text))]
    keys = [(statement.text[: match.start()].split(), secret(match["key"], statement.where)) for match, statement in found]
    setup = words.pairs((child for item in top if item.words[:2] == ["config", "setup"] for child in item.children), comments=True)
    includes = [statement for statement in top if statement.words[:1] == ["include"]]
    conns = _conns(top)
    device.read = sum(1 + len(item.statement.children) for item in conns.values())
    defaults = conns.pop("%default", None)
    drawn = {setting.value for item in conns.values() for setting in item.also}
    for name, item in conns.items():
        unknown: list[Setting] = []
        merged = {**(defaults.have if defaults else {}), **_merged(item, conns, unknown)}
        if name in drawn and _template(item):
            continue
        if not any(key in merged for key in ("right", "left", "rightsubnet", "ike", "esp", "phase2alg", "authby")):
            continue
        around = Around(setup, keys, libreswan=device.platform == "libreswan", whole=not includes and not unknown)
        tunnel = tunnel_of(name, item.statement, merged, around)
        tunnel.remarks += [*map(included, includes), *_unknown(unknown), *_foreign(item.statement, libreswan=around.libreswan)]
        device.tunnels.append(tunnel)
    return device


def is_libreswan(lines: Sequence[Line]) -> bool:
    """Whether the words are libreswan's (or Openswan's) rather than strongSwan's."""
    return sum(1 if _LIBRESWAN.match(line.text) else -1 if _STRONGSWAN.match(line.text) else 0 for line in lines) > 0


def _sections(top: Sequence[Statement]) -> list[Statement]:
    """The sections with their keys, also where a paste has lost the indentation."""
    found: list[Statement] = []
    for statement in top:
        opened = found[-1] if found and found[-1].words[0] in {"conn", "config", "ca"} else None
        bare = statement.words[0] not in _HEADS and "=" in statement.text and not _SECRET.search(statement.text)
        if opened is not None and bare:
            opened.children += [Statement(statement.text, statement.where), *statement.children]
        else:
            found.append(statement)
    return found


def _conns(top: Sequence[Statement]) -> dict[str, Section]:
    conns: dict[str, Section] = {}
    for statement in top:
        if statement.words[0] != "conn" or len(statement.words) < 2:  # noqa: PLR2004 - the word and the name
            continue
        children = [each for child in statement.children for each in (child, *child.all())]
        flat = [Statement(child.text, child.where) for child in children]
        also = [pair["also"] for child in flat if "also" in (pair := words.pairs([child], comments=True))]
        have = words.pairs(flat, comments=True)
        have.pop("also", None)
        conns[statement.words[1]] = Section(Statement(statement.text, statement.where, flat), have, also)
    return conns


def _merged(item: Section, conns: Mapping[str, Section], unknown: list[Setting], depth: int = 0) -> dict[str, Setting]:
    """A section's keys; its own ones count before those that it takes from others."""
    merged: dict[str, Setting] = {}
    for setting in item.also:
        other = conns.get(setting.value)
        if other is None:
            unknown.append(setting)
        elif depth < DEEPEST and other is not item:
            taken = _merged(other, conns, unknown, depth + 1)
            taken.pop("auto", None)  # a template's own `auto` says nothing of what is made from it
            merged = {**taken, **merged}
    return {**merged, **item.have}


def _template(item: Section) -> bool:
    auto = item.have.get("auto")
    return auto is None or auto.value == "ignore"


def _unknown(settings: Sequence[Setting]) -> Iterator[Remark]:
    for setting in settings:
        where = (setting.where,) if setting.where else ()
        yield Remark(
            f"The section {setting.value} that also= names is not in this text: its settings are unknown here.", where, stops=False
        )


def _foreign(statement: Statement, *, libreswan: bool) -> Iterator[Remark]:
    """Words that only the other daemon has."""
    theirs, daemon, other = (_STRONGSWAN_ONLY, "libreswan", "strongSwan") if libreswan else (_LIBRESWAN_ONLY, "strongSwan", "libreswan")
    for child in statement.children:
        name = child.text.partition("=")[0].strip()
        if name in theirs:
            yield Remark(
                f"{name} is a word of {other}: {daemon} does not know it, and what it says has no effect.", (child.where,), stops=False
            )
