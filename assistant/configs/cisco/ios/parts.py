"""The parts of a Cisco IOS or IOS-XE configuration that concern IPsec, before names are resolved."""

from __future__ import annotations

from msgspec import Struct, field

from assistant.configs.cisco import shared as cisco
from assistant.configs.cisco.certificates import Chain
from assistant.configs.cisco.ios.keyring import Key, Keys
from assistant.configs.tree import Statement
from assistant.model.observed import Evidence
from assistant.model.settings import Setting, Suite


class Entry(Struct):
    """One sequence of a crypto map, one IPsec profile, or one tunnel interface."""

    name: str
    where: Evidence
    map: str = ""
    peers: list[Setting] = field(default_factory=list)
    sets: Setting | None = None
    pfs: Setting | None = None
    lifetime: Setting | None = None
    volume: Setting | None = None
    acl: Setting | None = None
    number: int = 0
    of_map: str = ""
    replay: Setting | None = None
    responder: Setting | None = None
    isakmp_profile: str = ""
    ikev2_profile: Setting | None = None
    dynamic: str = ""
    source: Setting | None = None
    mode: str = "gre ip"
    protection: str = ""
    whole: bool = True


class Profile(Struct):
    """One ISAKMP or IKEv2 profile."""

    where: Evidence
    matches: list[Setting] = field(default_factory=list)
    certificate: bool = False
    keyring: str = ""
    identity: Setting | None = None
    local_auth: Setting | None = None
    remote_auth: Setting | None = None
    inline: dict[str, Setting] = field(default_factory=dict)
    lifetime: Setting | None = None
    dpd: Setting | None = None
    aggressive: Setting | None = None
    login: Setting | None = None
    trustpoints: list[Setting] = field(default_factory=list)
    whole: bool = True


class RouteMapPart(Struct, frozen=True):
    """One sequence of a route map: the access lists and the outgoing interface that it matches; ``other`` for a match that is not read."""

    where: Evidence
    allows: bool
    lists: tuple[str, ...] = ()
    interface: str = ""
    other: bool = False


class Interface(Struct):
    """What an interface does to traffic besides IPsec."""

    where: Evidence
    network: str = ""
    vrf: str = ""
    nat: str = ""
    access: dict[str, Setting] = field(default_factory=dict)
    down: bool = False


class Policy(Struct):
    """One ISAKMP policy: what its lines say, and the kinds of which it is certain that no line stands."""

    suite: Suite
    lifetime: Setting | None = None
    silent: tuple[str, ...] = ()


class Ios(Struct):
    """All statements about IPsec, collected by what they configure."""

    policies: dict[int, Policy] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    keyrings: dict[str, list[Key]] = field(default_factory=dict)
    rings: dict[str, Keys] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    ikev2_proposals: dict[str, Suite] = field(default_factory=dict)
    ikev2_policies: dict[str, tuple[list[str], list[str], Evidence]] = field(default_factory=dict)
    ikev2_keyrings: dict[str, list[Key]] = field(default_factory=dict)
    ikev2_profiles: dict[str, Profile] = field(default_factory=dict)
    sets: dict[str, Suite] = field(default_factory=dict)
    modes: dict[str, Setting] = field(default_factory=dict)
    entries: dict[tuple[str, int], Entry] = field(default_factory=dict)
    dynamic: dict[tuple[str, int], Entry] = field(default_factory=dict)
    ipsec_profiles: dict[str, Entry] = field(default_factory=dict)
    tunnels: list[Entry] = field(default_factory=list)
    bound: dict[str, list[Setting]] = field(default_factory=dict)
    interfaces: dict[str, Interface] = field(default_factory=dict)
    logins: dict[str, Setting] = field(default_factory=dict)
    extended: dict[str, Setting] = field(default_factory=dict)
    compressed: dict[str, Setting] = field(default_factory=dict)
    trustpoints: dict[str, Evidence] = field(default_factory=dict)
    chains: dict[str, Chain] = field(default_factory=dict)
    enabled: Setting | None = None
    fragmentation: dict[str, Setting] = field(default_factory=dict)
    replay: Setting | None = None
    routes: list[Statement] = field(default_factory=list)
    nat: list[Statement] = field(default_factory=list)
    route_maps: dict[str, list[RouteMapPart]] = field(default_factory=dict)
    routing: bool = False
    hostnames: list[Setting] = field(default_factory=list)
    last: int = 0
    end: int = 0
    open_list: str = ""
    lists_end: bool = True
    local_address: dict[str, Setting] = field(default_factory=dict)
    addresses: dict[str, Setting] = field(default_factory=dict)
    aggressive: dict[str, Setting] = field(default_factory=dict)
    identity: Setting | None = None
    keepalive: Setting | None = None
    ikev2_dpd: Setting | None = None
    nat_t: Setting | None = None
    lifetime: Setting | None = None
    volume: Setting | None = None
    networks: cisco.Networks = field(default_factory=lambda: cisco.Networks(wildcard=True))
    version: str = ""
    hostname: str = ""
    read: int = 0
    unread: list[Evidence] = field(default_factory=list)

    def rules(self, name: str) -> list[cisco.AclRule] | None:
        """The lines of an access list; ``None`` where it is not shown, or the text ends within it."""
        return None if name == self.open_list else self.networks.rules(name)

    def ring(self, name: str) -> Keys | None:
        """The keys of a keyring, of the global one (``default``), or of all of IKEv1 (empty); ``None`` where it is not shown."""
        if name not in self.rings:
            every = [*self.keys, *(key for ring in self.keyrings.values() for key in ring)]
            found = self.keyrings.get(name, self.keys if name == "default" else []) if name else every
            self.rings[name] = Keys(found)
        return self.rings[name] if self.rings[name].keys else None

    def ikev2_ring(self, name: str) -> Keys | None:
        """The keys of an IKEv2 keyring; ``None`` where it is not shown."""
        mark = f"ikev2 {name}"
        if mark not in self.rings:
            self.rings[mark] = Keys(self.ikev2_keyrings.get(name, []))
        return self.rings[mark] if self.rings[mark].keys else None
