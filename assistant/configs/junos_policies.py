"""Junos security policies that send traffic into a policy-based VPN: the protected networks by zones and address books."""

from __future__ import annotations

from msgspec import Struct, field

from assistant.configs.flat import items
from assistant.configs.junos_paths import Path
from assistant.configs.values import network
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, Selector


class Rule(Struct):
    """One security policy between two zones."""

    from_zone: str
    to_zone: str
    where: Evidence
    sources: list[str] = field(default_factory=list)
    destinations: list[str] = field(default_factory=list)
    applications: list[str] = field(default_factory=list)
    vpn: str = ""


class Policies(Struct):
    """Zones, address books and policies of a configuration."""

    rules: dict[tuple[str, str, str], Rule] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def take(self, path: Path) -> None:
        """Take one statement in."""
        match list(path.words[1:]):
            case ["policies", "from-zone", source, "to-zone", target, "policy", name, *rest]:
                rule = self.rules.setdefault((source, target, name), Rule(source, target, path.where))
                _statement(rule, rest)
            case ["zones", "security-zone", zone, "interfaces", interface, *_]:
                self.zones[interface] = zone
            case ["zones", "security-zone", _, "address-book", "address", name, prefix] | ["address-book", _, "address", name, prefix]:
                self.addresses[name] = network(prefix)
            case _:
                pass

    def selectors(self, vpn: str, interface: str) -> tuple[Selector, ...] | None:
        """The pairs that leave by the zone of the external interface; ``None`` where the paste does not show them without doubt.

        A policy of several addresses or of certain applications is not one pair of networks: it is left open.
        """
        zone = self.zones.get(interface)
        rules = [rule for rule in self.rules.values() if rule.vpn == vpn and rule.to_zone == zone and rule.from_zone != zone]
        if zone is None or not rules:
            return None
        found = []
        for rule in rules:
            local, remote = self._one(rule.sources), self._one(rule.destinations)
            if local is None or remote is None or rule.applications != ["any"]:
                return None
            found.append(Selector(local, remote, rule.where))
        return tuple(found)

    def _one(self, names: list[str]) -> str | None:
        if len(names) != 1:
            return None
        return ANY if names[0] in {"any", "any-ipv4"} else self.addresses.get(names[0])


def _statement(rule: Rule, rest: list[str]) -> None:
    match rest:
        case ["match", "source-address", *names]:
            rule.sources += items(names)
        case ["match", "destination-address", *names]:
            rule.destinations += items(names)
        case ["match", "application", *names]:
            rule.applications += items(names)
        case ["then", "permit", "tunnel", "ipsec-vpn", name, *_]:
            rule.vpn = name
        case _:
            pass
