"""Working configurations of one tunnel, an end a platform, and the single changes that break or alter them."""

from __future__ import annotations

from typing import Protocol

from tests.configs.ends import asa, aws, fortigate, ios, ipsecconf, libreswan, mikrotik, paloalto, pfsense, srx, swanctl
from tests.configs.ends.common import Change


class End(Protocol):
    """A platform as an end of the tunnel."""

    TAKES_ANY_IDENTITY: bool

    def written(self, version: int, *, far: bool = False) -> str:
        """The working configuration for an IKE version, at A or, with ``far``, at B."""

    def changes(self, version: int, *, far: bool) -> list[Change]:
        """Single changes to it."""


ENDS: dict[str, End] = {
    "asa": asa,
    "aws": aws,
    "fortigate": fortigate,
    "ios": ios,
    "ipsecconf": ipsecconf,
    "libreswan": libreswan,
    "mikrotik": mikrotik,
    "paloalto": paloalto,
    "pfsense": pfsense,
    "srx": srx,
    "swanctl": swanctl,
}
