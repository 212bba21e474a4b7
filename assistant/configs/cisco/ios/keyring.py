"""Pre-shared keys of Cisco IOS, and which of them is for a peer."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from assistant.configs.lookup import NetIndex
from assistant.configs.networks import parsed
from assistant.configs.values import is_address
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, MASKED, NONE, Setting


class Key(Struct):
    """One pre-shared key: whom it is for (networks or names), and its token by direction (``both``, ``local``, ``remote``)."""

    where: Evidence
    peers: list[str] = field(default_factory=list)
    tokens: dict[str, Setting] = field(default_factory=dict)
    no_xauth: bool = False


class Keys:
    """The keys of a keyring, found by the peer without going through all of them."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.keys = keys
        self._named: dict[str, int] = {}
        self._by_name = False
        self._everybody: int | None = None
        self._held: list[tuple[int, int]] = []
        nets: list[tuple[str, int]] = []
        for number, key in enumerate(keys):
            for name in key.peers:
                if name == ANY:
                    self._everybody = number if self._everybody is None else self._everybody
                elif (net := parsed(name)) is None:
                    self._by_name = True
                    self._named.setdefault(name.lower(), number)
                else:
                    nets.append((name, len(self._held)))
                    self._held.append((net.prefixlen, number))
        self._nets = NetIndex(nets)

    def best(self, wanted: Sequence[Setting]) -> Key | None:
        """The key that IOS takes for the peer: by its name, else that of the narrowest network."""
        named = next((self._named[item.value.lower()] for item in wanted if item.value.lower() in self._named), None)
        if named is not None:
            return self.keys[named]
        fitting = [self._held[at] for item in wanted if item.value != ANY for at in self._nets.covering(item.value)]
        best = max(fitting, key=lambda item: item[0], default=None)
        chosen = best[1] if best is not None else self._everybody
        return self.keys[chosen] if chosen is not None else None

    def token(self, wanted: Sequence[Setting], where: Evidence) -> Setting | None:
        """The token of the peer's key; ``none`` where keys are shown and none is for it."""
        if not wanted:
            return None
        best = self.best(wanted)
        if best is not None:
            return one_token(best.tokens)
        # A key by name may be for any address, and an address behind a name is not known here: only addresses are shown to be without one
        return Setting(NONE, where) if not self._by_name and any(is_address(setting.value) for setting in wanted) else None


def one_token(tokens: dict[str, Setting]) -> Setting | None:
    """One key for both directions. Two that differ cannot be laid against one: they count as not readable."""
    found = list(tokens.values())
    if not found:
        return None
    if len({item.value for item in found}) > 1 or (len(found) == 1 and "both" not in tokens and "local" not in tokens):
        return Setting(MASKED, found[0].where)
    return found[0]
