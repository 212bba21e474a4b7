"""Junos zones, address books and security policies: what they let pass, and the protected networks of a policy-based VPN.

A policy whose addresses the paste does not show leaves open what it decides. Order: the policies of two zones, then the
global ones, then the default policy (Junos OS, "Security Policies Overview").
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from assistant.configs.flat import items
from assistant.configs.juniper.paths import Path
from assistant.configs.values import network
from assistant.model.flows import FlowRule
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, Selector, Setting

GLOBAL = "global"
_ANY = {"any", "any-ipv4"}
_MOST = 500
"""Addresses that the sets of one policy may hold."""


class Rule(Struct):
    """One security policy between two zones; of a global one the zones are empty, or those that it matches."""

    from_zone: str
    to_zone: str
    where: Evidence
    sources: list[str] = field(default_factory=list)
    destinations: list[str] = field(default_factory=list)
    applications: list[str] = field(default_factory=list)
    vpn: str = ""
    then: str = ""
    narrowed: bool = False


class Book(Struct):
    """Addresses and address sets by the book, or the zone, that holds them. A set's members are names."""

    addresses: dict[tuple[str, str], str] = field(default_factory=dict)
    sets: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    attached: dict[str, str] = field(default_factory=dict)

    def networks(self, names: Sequence[str], zone: str) -> tuple[str, ...] | None:
        """The networks that names mean in a zone; ``None`` where one of them is not shown, or they are too many."""
        books = [zone, self.attached.get(zone, ""), GLOBAL]
        found: dict[str, None] = {}
        left, seen = list(names), set(names)
        while left:
            name = left.pop(0)
            plain = ANY if name in _ANY else next((self.addresses[book, name] for book in books if (book, name) in self.addresses), None)
            members = next((self.sets[book, name] for book in books if (book, name) in self.sets), None)
            if plain is not None:
                found[plain] = None
            elif members and len(seen) + len(members) <= _MOST:
                left += [item for item in dict.fromkeys(members) if item not in seen]
                seen.update(members)
            else:
                return None
        return tuple(found) or None


class Policies(Struct):
    """Zones, address books and policies of a configuration. ``inbound`` are the services of a zone, or of an interface in it."""

    rules: dict[tuple[str, str, str], Rule] = field(default_factory=dict)
    zones: dict[str, Setting] = field(default_factory=dict)
    inbound: dict[tuple[str, str], dict[str, Setting]] = field(default_factory=dict)
    book: Book = field(default_factory=Book)
    permits: bool = False

    def take(self, path: Path) -> None:
        """Take one statement in."""
        match list(path.words[1:]):
            case ["policies", "from-zone", source, "to-zone", target, "policy", name, *rest]:
                rule = self.rules.setdefault((source, target, name), Rule(source, target, path.where))
                _statement(rule, rest)
            case ["policies", "global", "policy", name, *rest]:
                _statement(self.rules.setdefault(("", "", name), Rule("", "", path.where)), rest)
            case ["policies", "default-policy", word, *_]:
                self.permits = word == "permit-all"
            case ["zones", "security-zone", zone, "address-book", *rest]:
                self._address(zone, rest)
            case ["address-book", name, "attach", "zone", zone, *_]:
                self.book.attached[zone] = name
            case ["address-book", name, *rest]:
                self._address(name, rest)
            case ["zones", "security-zone", zone, "interfaces", name, *rest]:
                self.zones.setdefault(unit(name), Setting(zone, path.where))
                self._service(zone, unit(name), rest, path.where)
            case ["zones", "security-zone", zone, *rest]:
                self._service(zone, "", rest, path.where)
            case _:
                pass

    def _address(self, book: str, rest: list[str]) -> None:
        match rest:
            case ["address", name, prefix] if prefix[:1].isdigit() or ":" in prefix:
                self.book.addresses[book, name] = network(prefix)
            case ["address-set", name, ("address" | "address-set"), member]:
                self.book.sets.setdefault((book, name), []).append(member)
            case _:
                pass

    def _service(self, zone: str, name: str, rest: list[str], where: Evidence) -> None:
        match rest:
            case ["host-inbound-traffic", "system-services", *words]:
                table = self.inbound.setdefault((zone, name), {})
                refused = "except" in words
                for service in items(word for word in words if word != "except"):
                    table[service] = Setting("except" if refused else "on", where)
            case _:
                pass

    def selectors(self, vpn: str, interface: str) -> tuple[Selector, ...] | None:
        """The pairs that leave by the zone of the external interface; ``None`` where the paste does not show them without doubt.

        A policy of several addresses or of certain applications is not one pair of networks: it is left open.
        """
        zone = self.zones.get(interface)
        if zone is None:
            return None
        rules = [rule for rule in self.rules.values() if rule.vpn == vpn and rule.to_zone == zone.value and rule.from_zone != zone.value]
        found = []
        for rule in rules:
            local, remote = self._one(rule.sources, rule.from_zone), self._one(rule.destinations, rule.to_zone)
            if local is None or remote is None or rule.applications != ["any"]:
                return None
            found.append(Selector(local, remote, rule.where))
        return tuple(found) or None

    def _one(self, names: list[str], zone: str) -> str | None:
        found = self.book.networks(names, zone) if len(names) == 1 else None
        return found[0] if found is not None and len(found) == 1 else None

    def flow_rules(self) -> tuple[FlowRule, ...]:
        """The policies in the order in which they are looked at."""
        own = [rule for rule in self.rules.values() if rule.from_zone or rule.to_zone]
        return tuple(self._flow(rule) for rule in [*own, *(rule for rule in self.rules.values() if not (rule.from_zone or rule.to_zone))])

    def _flow(self, rule: Rule) -> FlowRule:
        sources, destinations = self.book.networks(rule.sources, rule.from_zone), self.book.networks(rule.destinations, rule.to_zone)
        if sources is None or destinations is None or rule.narrowed or not rule.then:
            return FlowRule(rule.where, allows=False, inside=rule.from_zone, outside=rule.to_zone, part=True)
        part = rule.applications != ["any"]
        return FlowRule(rule.where, rule.then == "permit", sources, destinations, rule.from_zone, rule.to_zone, part)


def unit(name: str) -> str:
    """An interface with its unit, which is 0 where none is named."""
    return name if "." in name else f"{name}.0"


def _statement(rule: Rule, rest: list[str]) -> None:
    match rest:
        case ["match", "source-address", *names]:
            rule.sources += items(names)
        case ["match", "destination-address", *names]:
            rule.destinations += items(names)
        case ["match", "application", *names]:
            rule.applications += items(names)
        case ["match", ("from-zone" | "to-zone"), "any"] | ["match", ("dynamic-application" | "url-category"), ("any" | "none")]:
            pass
        case ["match", *_] | ["scheduler-name", *_]:
            rule.narrowed = True
        case ["then", "permit", "tunnel", "ipsec-vpn", name, *_]:
            rule.vpn, rule.then = name, "permit"
        case ["then", ("permit" | "deny" | "reject") as word, *_]:
            rule.then = word
        case _:
            pass
