"""The certificates of a trustpoint as Cisco's configurations list them, and what of them a tunnel lacks."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from assistant.configs.tree import Statement
from assistant.model.observed import Evidence
from assistant.model.settings import NONE, Setting


class Chain(Struct):
    """The certificates of a trustpoint: the device's own, and its authority's."""

    where: Evidence
    own: Evidence | None = None
    authority: Evidence | None = None

    def take(self, statement: Statement) -> None:
        """The block ``certificate chain``: each certificate with its serial number, ``ca`` before that of an authority's."""
        for child in statement.children:
            match child.words:
                case ["certificate", "ca", _, *_]:
                    self.authority = child.where
                case ["certificate", _, *_]:
                    self.own = child.where
                case _:
                    pass


def own(point: Setting, points: Mapping[str, Evidence], chains: Mapping[str, Chain], last: int) -> Setting:
    """The trustpoint, ``none`` where it is not defined or has no certificate of the device. ``last`` is the text's last statement's line."""
    chain = chains.get(point.value)
    if chain is not None and chain.own is None and chain.authority is not None and last > chain.authority.line:
        return Setting(NONE, chain.where)
    if (points and point.value not in points) or (chains and chain is None):
        return Setting(NONE, point.where)
    return Setting(point.value, (chain.own if chain else None) or point.where)


def authority(chains: Mapping[str, Chain]) -> Setting | None:
    """A trustpoint that has its authority's certificate, ``none`` where chains are shown and none has it."""
    found = next((Setting(name, chain.authority) for name, chain in chains.items() if chain.authority is not None), None)
    lacking = next((chain for chain in chains.values() if chain.own is not None), None)
    return found or (Setting(NONE, lacking.where) if lacking else None)
