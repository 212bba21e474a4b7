"""Source translation of a Cisco ASA in the order in which it is tried, as the crypto access list sees the traffic.

From 8.3 on: manual rules (section 1), those of network objects (section 2: static before dynamic, fewer addresses first), manual ones
after them (section 3); before: exemption by access list, static, by access list, by network. Source: Cisco ASA Series Firewall CLI
Configuration Guide, "NAT Rule Order"; 8.2 "Order of NAT Commands Used to Match Real Addresses".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.configs.cisco.asa.parts import Asa
from assistant.configs.networks import all_parsed, parsed
from assistant.configs.tree import Statement
from assistant.configs.values import is_address, network
from assistant.model.flows import Translation
from assistant.model.observed import Evidence
from assistant.model.settings import ANY

_NEW = re.compile(r"^nat \((?P<inside>[^,()\s]+),(?P<outside>[^,()\s]+)\) (?P<rest>\S.*)$")
_OLD = re.compile(r"^(?P<kind>nat|global|static) \((?P<inside>[^,()\s]+)(?:,(?P<outside>[^,()\s]+))?\) (?P<rest>\S.*)$")
_OTHERWISE = frozenset(
    {"destination", "service", "interface", "pat-pool", "inactive", "dns", "no-proxy-arp", "route-lookup", "unidirectional", "description"}
)


class Unknown(Exception):  # noqa: N818 - not a fault: an object of a rule is not shown
    """A rule names something that the paste does not show: what is translated cannot be told."""


def translations(box: Asa) -> tuple[Translation, ...] | None:
    """Every rule in the order of evaluation; ``None`` where none is shown, or one cannot be resolved."""
    if not box.nat and not box.object_nat:
        return None
    try:
        manual = [(statement, found) for statement in box.nat if (found := _NEW.match(statement.text)) and _is_manual(found["rest"])]
        after = [(statement, found) for statement, found in manual if "after-auto" in found["rest"].split()]
        before = [item for item in manual if item not in after]
        out = [rule for statement, found in before for rule in _manual(box, statement, found)]
        out += _automatic(box)
        out += _old(box)
        out += [rule for statement, found in after for rule in _manual(box, statement, found)]
    except (Unknown, IndexError, ValueError):  # a rule that is cut in the middle lacks a word
        return None
    return tuple(out)


def _is_manual(rest: str) -> bool:
    return "source" in rest.split()[:4]


def _side(name: str) -> str:
    return "" if name == ANY else name


def _nets(box: Asa, name: str) -> tuple[str, ...]:
    if name == ANY:
        return (ANY,)
    if is_address(name) or "/" in name:
        return (network(name),)
    found = box.networks.of(name)
    if not found or not all_parsed(found):
        raise Unknown(name)
    return tuple(found)


def _manual(box: Asa, statement: Statement, found: re.Match[str]) -> Iterator[Translation]:
    """One rule ``source static|dynamic REAL MAPPED [destination static MAPPED REAL]``."""
    words = found["rest"].split()
    if "inactive" in words:
        return
    at = words.index("source")
    kind, real, *more = words[at + 1 :]
    if "service" in more and kind == "dynamic":
        return  # a translation of one service only
    mapped = more[0] if more and more[0] not in _OTHERWISE - {"interface"} else ""
    destinations: tuple[str, ...] = (ANY,)
    if "destination" in more:
        there = more.index("destination")
        destinations = _nets(box, more[there + 3] if len(more) > there + 3 and more[there + 3] not in _OTHERWISE else more[there + 2])
    inside, outside = _side(found["inside"]), _side(found["outside"])
    sources = _nets(box, real)
    where = statement.where
    same = kind == "static" and mapped != "interface" and (mapped == real or _nets(box, mapped) == sources)
    if "service" in more:
        return
    if not same and mapped and mapped != "interface" and "pat-pool" not in more:
        # The crypto access list of a tunnel for translated traffic has the translated addresses: they are meant as they are
        yield Translation(where, True, _nets(box, mapped), destinations, inside, outside)
    yield Translation(where, same, sources, destinations, inside, outside)


def _automatic(box: Asa) -> list[Translation]:
    found: list[tuple[tuple[int, int, str], Translation]] = []
    for name, statement in box.object_nat:
        rule = _NEW.match(statement.text)
        if rule is None:
            continue
        kind, *rest = rule["rest"].split()
        if "service" in rest:
            continue
        sources = _nets(box, name)
        same = kind == "static" and bool(rest) and (rest[0] == name or (is_address(rest[0]) and (network(rest[0]),) == sources))
        same = same or (kind == "static" and bool(rest) and box.networks.of(rest[0]) == list(sources))
        size = sum(net.num_addresses for source in sources if (net := parsed(source)) is not None)
        found.append(
            (
                (int(kind != "static"), size, name),
                Translation(statement.where, same, sources, (ANY,), _side(rule["inside"]), _side(rule["outside"])),
            )
        )
    return [rule for _, rule in sorted(found, key=lambda item: item[0])]


def _old(box: Asa) -> list[Translation]:
    """Rules of 8.2 and before: what is exempt, ``static``, ``nat`` with an access list, ``nat`` by network."""
    rules = [(statement.where, found) for statement in box.nat if not _is_new(statement) and (found := _OLD.match(statement.text))]
    pools: dict[str, list[str]] = {}
    for _, found in rules:
        if found["kind"] == "global":
            pools.setdefault(found["rest"].split()[0], []).append(found["inside"])
    exempt: list[Translation] = []
    static: list[Translation] = []
    listed: list[Translation] = []
    plain: list[Translation] = []
    for where, found in rules:
        words = found["rest"].split()
        if found["kind"] == "static":
            static += _static(box, where, found, words)
        elif found["kind"] == "nat" and len(words) > 1:
            keeps = words[0] == "0"
            outside = [""] if keeps else pools.get(words[0], [])
            if words[1] == "access-list":
                pairs = _pairs(box, words[2])
                into = exempt if keeps else listed
                into += [Translation(where, keeps, source, target, found["inside"], out) for out in outside for source, target in pairs]
            else:
                source = (_zero(words[1], words[2] if len(words) > 2 else ""),)  # noqa: PLR2004 - the mask
                plain += [Translation(where, keeps, source, (ANY,), found["inside"], out) for out in outside]
    plain.sort(key=lambda rule: -_length(rule.sources[0]))
    return [*exempt, *static, *listed, *plain]


def _is_new(statement: Statement) -> bool:
    return _NEW.match(statement.text) is not None and statement.text.startswith("nat ")


def _static(box: Asa, where: Evidence, found: re.Match[str], words: Sequence[str]) -> list[Translation]:
    if words[0] in {"tcp", "udp"} or len(words) < 2:  # noqa: PLR2004 - both addresses; of one port it is no translation of the tunnel's
        return []
    inside, outside = found["inside"], found["outside"] or ""
    if words[1] == "access-list":
        return [Translation(where, False, source, target, inside, outside) for source, target in _pairs(box, words[2])]
    mask = words[words.index("netmask") + 1] if "netmask" in words[:-1] else "255.255.255.255"
    real = network(box.networks.address(words[1]), mask)
    mapped = network(box.networks.address(words[0]), mask)
    rule = Translation(where, real == mapped, (real,), (ANY,), inside, outside)
    return [rule] if real == mapped else [Translation(where, True, (mapped,), (ANY,), inside, outside), rule]


def _pairs(box: Asa, name: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    rules = box.networks.rules(name)
    if rules is None or any(
        not rule.sources or not rule.destinations or not all_parsed((*rule.sources, *rule.destinations)) for rule in rules
    ):
        raise Unknown(name)
    return [(rule.sources, rule.destinations) for rule in rules if rule.allows]


def _zero(address: str, mask: str) -> str:
    return ANY if address in {"0", "0.0.0.0"} else network(address, mask)  # noqa: S104 - the network of all


def _length(text: str) -> int:
    net = parsed(text)
    return net.prefixlen if net is not None else -1
