"""Junos source NAT: the rule sets as translations, in the order in which the device looks at them.

A rule set towards an interface goes before one towards a zone; within a set the first rule that matches decides (Junos OS,
"Source NAT").
"""

from __future__ import annotations

from msgspec import Struct, field

from assistant.configs.flat import items
from assistant.configs.juniper.paths import Path
from assistant.configs.juniper.policies import GLOBAL, Book
from assistant.configs.values import network
from assistant.model.flows import Translation
from assistant.model.observed import Evidence


class Rule(Struct):
    """One rule: ``action`` is ``off``, ``interface`` or ``pool``."""

    where: Evidence
    sources: list[str] = field(default_factory=list)
    destinations: list[str] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    part: bool = False
    action: str = ""


class RuleSet(Struct):
    """One rule set with the ways in and out that it is for."""

    inside: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    by_interface: bool = False
    rules: dict[str, Rule] = field(default_factory=dict)


class Nat(Struct):
    """The rule sets of source NAT by name; ``shown`` once there is one."""

    sets: dict[str, RuleSet] = field(default_factory=dict)

    def take(self, path: Path) -> bool:
        """Take one statement in; whether it is one of a rule set."""
        match list(path.words):
            case ["security", "nat", "source", "rule-set", name, *rest]:
                _statement(self.sets.setdefault(name, RuleSet()), rest, path.where)
                return True
            case _:
                return False

    def translations(self, book: Book) -> tuple[Translation, ...] | None:
        """All of them; ``None`` where none is shown, or one of them is for what the paste does not tell."""
        found: list[Translation] = []
        for one in sorted(self.sets.values(), key=lambda item: not item.by_interface):
            for rule in one.rules.values():
                sources = _networks(book, rule, "source", rule.sources)
                destinations = _networks(book, rule, "destination", rule.destinations)
                if sources is None or destinations is None or rule.part or not rule.action:
                    return None
                found += [
                    Translation(rule.where, rule.action == "off", sources, destinations, inside, outside)
                    for inside in one.inside or [""]
                    for outside in one.outside or [""]
                ]
        return tuple(found) if self.sets else None


def _networks(book: Book, rule: Rule, side: str, plain: list[str]) -> tuple[str, ...] | None:
    named = [name for which, name in rule.names if which == side]
    shown = book.networks(named, GLOBAL) if named else ()
    return None if shown is None else (*(network(item) for item in plain), *shown) or ("any",)


def _statement(one: RuleSet, rest: list[str], where: Evidence) -> None:
    match rest:
        case [("from" | "to") as way, ("zone" | "interface" | "routing-instance") as kind, *names]:
            one.by_interface = one.by_interface or (way == "to" and kind == "interface")
            (one.inside if way == "from" else one.outside).extend(items(names))
        case ["rule", name, *words]:
            rule = one.rules.setdefault(name, Rule(where))
            match words:
                case ["match", ("source-address" | "destination-address") as key, *values]:
                    (rule.sources if key.startswith("source") else rule.destinations).extend(items(values))
                case ["match", ("source-address-name" | "destination-address-name") as key, *values]:
                    rule.names += [(key.split("-", 1)[0], value) for value in items(values)]
                case ["match", *_]:
                    rule.part = True
                case ["then", "source-nat", ("off" | "interface" | "pool") as action, *_]:
                    rule.action = action
                case _:
                    pass
        case _:
            pass
