"""What an SRX does besides IPsec, from its statements: interfaces, routes, zones; and what of it each VPN needs on its own device.

Nothing is said of a part at whose last statement the text ends: it may have been cut there.
"""

from __future__ import annotations

from msgspec import Struct, field, structs

from assistant.configs.flat import items
from assistant.configs.juniper.nat import Nat
from assistant.configs.juniper.paths import Path
from assistant.configs.juniper.policies import Policies, unit
from assistant.configs.values import is_address, network
from assistant.model.flows import Flows, Route
from assistant.model.observed import Evidence
from assistant.model.settings import NONE, Setting, TunnelSettings

_PROTOCOLS = frozenset({"bgp", "ospf", "ospf3", "rip", "ripng", "isis"})
_POLICIES, _ZONES = ("security", "policies"), ("security", "zones")
_TELLING = 3
"""Words of a statement that show where the text has got to, even if its last one is cut."""
_ALL = ("all", "any-service")


class Device(Struct):
    """Interfaces, routes, zones, policies and NAT of a configuration. ``units`` are the interfaces that have a unit, ``off`` those that are disabled.

    ``last`` is the statement after which the text may have been cut; empty where its braces show that it was not.
    """

    policies: Policies = field(default_factory=Policies)
    nat: Nat = field(default_factory=Nat)
    addresses: dict[str, list[Setting]] = field(default_factory=dict)
    networks: dict[str, str] = field(default_factory=dict)
    units: dict[str, Evidence] = field(default_factory=dict)
    off: dict[str, Evidence] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    dynamic: bool = False
    groups: Evidence | None = None
    last: tuple[str, ...] = ()

    def take(self, path: Path) -> bool:
        """Take one statement in; whether it is one of these."""
        if len(path.words) >= _TELLING:
            self.last = path.words
        if "apply-groups" in path.words[:-1]:
            self.groups = self.groups or path.where
        match list(path.words):
            case ["interfaces", name, "disable"]:
                self.off[name] = path.where
            case ["interfaces", name, "unit", number, *rest]:
                self._unit(f"{name}.{number}", rest, path.where)
            case ["routing-options", "static", "route", target, *rest]:
                self._route(target, rest, path.where)
            case ["protocols", name, *_] if name in _PROTOCOLS:
                self.dynamic = True
            case ["routing-instances", *_]:
                self.dynamic = True
            case ["security", ("zones" | "policies" | "address-book"), *_]:
                self.policies.take(path)
            case _:
                return self.nat.take(path)
        return True

    def _unit(self, name: str, rest: list[str], where: Evidence) -> None:
        self.units.setdefault(name, where)
        match rest:
            case ["family", ("inet" | "inet6"), "address", address, *_]:
                bare = address.split("/", maxsplit=1)[0]
                if is_address(bare):
                    self.addresses.setdefault(name, []).append(Setting(bare, where))
                    self.networks.setdefault(name, network(address))
            case ["family", "inet", ("dhcp" | "dhcp-client" | "negotiate-address"), *_]:
                self.dynamic = True
            case ["disable"]:
                self.off[name] = where
            case _:
                pass

    def _route(self, target: str, rest: list[str], where: Evidence) -> None:
        to = network(target)
        match rest:
            case [("next-hop" | "qualified-next-hop"), *words]:
                for hop in items(words)[: 1 if rest[0][0] == "q" else None]:
                    self.routes.append(Route(to, where, gateway=hop) if is_address(hop) else Route(to, where, interface=unit(hop)))
            case ["discard" | "reject", *_]:
                self.routes.append(Route(to, where, drops=True))
            case ["next-table", *_]:
                self.dynamic = True
            case _:
                pass

    def flows(self, *, cut: bool) -> Flows:
        """All of it as the model has it. ``cut``: the text ends within a brace."""
        whole = not cut and self.groups is None
        partly = all(
            route.interface.startswith("st0.") for route in self.routes
        )  # those of the VPN alone: the way to the peer is not shown
        rules = self.policies.flow_rules()
        unsure = self.last[:2] == _POLICIES or (
            self.last[:2] == _ZONES and any(name.startswith("st0.") and name not in self.policies.zones for name in self.units)
        )
        return Flows(
            routes=tuple(self.routes) or None,
            dynamic=self.dynamic or partly or not whole or self.last[:1] in {("routing-options",), ("protocols",)},
            translations=self.nat.translations(self.policies.book) if self.nat.sets and whole else None,
            rules=rules if rules and whole and not unsure else None,
            open_end=self.policies.permits,
            zones={name: zone.value for name, zone in self.policies.zones.items()},
            networks=dict(self.networks),
        )

    def own(self, tunnel: TunnelSettings, bound: Setting | None, vpn: str, *, whole: bool) -> None:
        """What the device itself has to have in order for a VPN. ``whole`` is false where the text may have been cut, or groups hold more."""
        outside = tunnel.interface
        shown = outside is not None and unit(outside.value) in self.units
        if bound is not None:
            name = unit(bound.value)
            tunnel.tunnel_interface = structs.replace(bound, value=name)
            tunnel.binding = tunnel.tunnel_interface
            if shown and whole and len(self.units) > 1 and name not in self.units and self.last[:1] != ("interfaces",):
                tunnel.binding = Setting(NONE, bound.where)
        else:
            tunnel.binding = self._by_policy(tunnel, vpn, whole=whole)
        for name in (outside.value if outside else "", bound.value if bound else ""):
            off = self.off.get(name.split(".", maxsplit=1)[0]) or (self.off.get(unit(name)) if name else None)
            if off is not None:
                tunnel.binding = Setting(NONE, off)
        if outside is not None and whole:
            tunnel.enabled = self._listens(unit(outside.value))
        zones = self.policies.zones
        told = whole and self.last[:2] != _ZONES and outside is not None and unit(outside.value) in zones
        if told and bound is not None and unit(bound.value) not in zones:
            tunnel.rules = Setting(NONE, bound.where)

    def _by_policy(self, tunnel: TunnelSettings, vpn: str, *, whole: bool) -> Setting | None:
        """The security policy that sends traffic into a VPN without a tunnel interface."""
        rule = next((rule for rule in self.policies.rules.values() if rule.vpn == vpn), None)
        if rule is not None:
            return Setting("security policy", rule.where)
        if not whole or not self.policies.rules or self.last[:2] == _POLICIES:
            return None
        return Setting(NONE, tunnel.where)

    def _listens(self, name: str) -> Setting | None:
        """Whether the zone of an interface, or the interface in it, lets IKE come in to the device itself."""
        zone = self.policies.zones.get(name)
        if zone is None:
            return None
        found = self.policies.inbound.get((zone.value, name)) or self.policies.inbound.get((zone.value, "")) or {}
        ike = found.get("ike")
        if ike is not None:
            return Setting("on" if ike.value == "on" else NONE, ike.where)
        every = next((found[word] for word in _ALL if word in found), None)
        if every is not None:
            return Setting("on", every.where)
        return None if self.last[:4] == (*_ZONES, "security-zone", zone.value) else Setting(NONE, zone.where)
