"""What a device does to traffic besides IPsec: routes, address translation, the rules of a firewall, whatever the platform.

Networks are in CIDR form or ``any``. An interface or a zone that is not named stands for every one.
"""

from __future__ import annotations

from msgspec import Struct

from assistant.model.observed import Evidence

_ALL = ("any",)


class Route(Struct, frozen=True):
    """One route: where packets for a network go. ``gateway`` is an address, ``interface`` the name by which the device calls it; ``drops`` for a null route."""

    network: str
    where: Evidence
    gateway: str = ""
    interface: str = ""
    drops: bool = False


class Translation(Struct, frozen=True):
    """One rule of source translation. ``exempt`` says that what it matches keeps its addresses.

    ``sources`` and ``destinations`` are networks before the translation.
    """

    where: Evidence
    exempt: bool
    sources: tuple[str, ...] = _ALL
    destinations: tuple[str, ...] = _ALL
    inside: str = ""
    outside: str = ""


class FlowRule(Struct, frozen=True):
    """One rule that lets traffic pass or stops it. ``part`` says that it holds for certain services only."""

    where: Evidence
    allows: bool
    sources: tuple[str, ...] = _ALL
    destinations: tuple[str, ...] = _ALL
    inside: str = ""
    outside: str = ""
    part: bool = False


class Flows(Struct, kw_only=True):
    """All of it, each in the order in which the device goes through it; ``None`` where the paste does not show any.

    ``dynamic`` says that a routing protocol runs, so that a route which is not shown may be there all the same. ``zones`` are the zones of interfaces, ``networks`` the connected networks of interfaces. ``open_end`` says that
    traffic which no rule matches passes (the default of a router or an ASA towards a lower security level).
    """

    routes: tuple[Route, ...] | None = None
    translations: tuple[Translation, ...] | None = None
    rules: tuple[FlowRule, ...] | None = None
    dynamic: bool = False
    open_end: bool = False
    zones: dict[str, str] = {}
    networks: dict[str, str] = {}
