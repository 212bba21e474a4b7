"""The parts of a Cisco ASA configuration that concern IPsec, before names are resolved."""

from __future__ import annotations

from msgspec import Struct, field

from assistant.configs.cisco import shared as cisco
from assistant.configs.cisco.certificates import Chain
from assistant.configs.tree import Statement
from assistant.model.observed import Evidence
from assistant.model.settings import Setting, Suite

DEFAULT = "ASA's default"


class Entry(Struct):
    """One sequence of a crypto map, or a tunnel interface, before names are resolved."""

    name: str
    where: Evidence
    map: str = ""
    number: int = 0
    peers: list[Setting] = field(default_factory=list)
    acl: Setting | None = None
    sets: Setting | None = None
    proposals: Setting | None = None
    pfs: Setting | None = None
    lifetime: Setting | None = None
    volume: Setting | None = None
    aggressive: Setting | None = None
    dynamic: str = ""
    interface: str = ""
    nat_t_off: Setting | None = None
    profile: str = ""
    nameif: str = ""
    until: int = 0
    connection: Setting | None = None
    trustpoint: Setting | None = None
    replay: Setting | None = None


class Group(Struct):
    """One tunnel group."""

    where: Evidence
    name: str = ""
    type: str = ""
    keys: dict[str, Setting] = field(default_factory=dict)
    trustpoint: Setting | None = None
    keepalive: Setting | None = None
    policy: Setting | None = None
    xauth: Setting | None = None
    typed: Evidence | None = None
    section: bool = False


class Asa(Struct):
    """All statements about IPsec, collected by what they configure."""

    entries: dict[tuple[str, int], Entry] = field(default_factory=dict)
    tunnels: list[Entry] = field(default_factory=list)
    bound: dict[str, Setting] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    policies: dict[tuple[str, int], Suite] = field(default_factory=dict)
    lifetimes: dict[tuple[str, int], Setting] = field(default_factory=dict)
    sets: dict[str, Suite] = field(default_factory=dict)
    modes: dict[str, Setting] = field(default_factory=dict)
    proposals: dict[str, Suite] = field(default_factory=dict)
    profiles: dict[str, Entry] = field(default_factory=dict)
    enabled: dict[tuple[str, str], Setting] = field(default_factory=dict)
    identity: Setting | None = None
    nat_t: Setting | None = None
    addresses: dict[str, Setting] = field(default_factory=dict)
    nameifs: dict[str, str] = field(default_factory=dict)
    networks: cisco.Networks = field(default_factory=cisco.Networks)
    group_policies: dict[str, Setting] = field(default_factory=dict)
    filters: dict[str, Setting] = field(default_factory=dict)
    dynamic: dict[tuple[str, int], Entry] = field(default_factory=dict)
    trustpoints: dict[str, Evidence] = field(default_factory=dict)
    chains: dict[str, Chain] = field(default_factory=dict)
    lifetime: Setting | None = None
    volume: Setting | None = None
    replay: Setting | None = None
    fragmentation: Setting | None = None
    inspected: Setting | None = None
    nat: list[Statement] = field(default_factory=list)
    object_nat: list[tuple[str, Statement]] = field(default_factory=list)
    routes: list[Statement] = field(default_factory=list)
    routing: bool = False
    access_groups: list[Statement] = field(default_factory=list)
    subnets: dict[str, str] = field(default_factory=dict)
    hostnames: list[Setting] = field(default_factory=list)
    last: int = 0
    mapped: int = 0
    version: str = ""
    version_where: Evidence | None = None
    hostname: str = ""
    cut_policy: bool = False
    read: int = 0
    unread: list[Evidence] = field(default_factory=list)
