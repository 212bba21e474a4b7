"""What a tunnel of a Cisco ASA needs of its own device: the map bound to an interface, IKE listening there, its certificates.

The running configuration lists crypto maps, then their binding, trustpoints, IKE, and tunnel groups last: what stands before something
that is shown, and is not shown itself, is absent.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs.cisco import certificates
from assistant.configs.cisco.asa.parts import Asa, Entry, Group
from assistant.model.observed import Evidence
from assistant.model.settings import NONE, Setting, TunnelSettings


def binding(box: Asa, entry: Entry) -> Setting | None:
    """The interface to which the entry's map is bound, ``none`` with the line that shows that it is not."""
    if entry.interface:
        return Setting(entry.interface, box.bound[entry.interface].where)
    if box.bound and box.last > box.mapped:
        return Setting(NONE, next(iter(box.bound.values())).where)
    places: list[Evidence | None] = [group.where for group in box.groups.values()]
    places += [suite.where for suite in box.policies.values()]
    places += [setting.where for setting in box.enabled.values()]
    # a text that ends with the entries may have been cut there
    return Setting(NONE, entry.where) if any(where is not None and where.line > box.mapped for where in places) else None


def listening(box: Asa, entry: Entry, kinds: Sequence[str]) -> Setting | None:
    """Where IKE of one of the versions listens: on the entry's interface, else ``none``."""
    if not kinds or not entry.interface:
        return None
    found = next((box.enabled[kind, entry.interface] for kind in kinds if (kind, entry.interface) in box.enabled), None)
    if found is not None:
        return Setting(entry.interface, found.where)
    policies = [suite.where for (kind, _), suite in box.policies.items() if kind in kinds and suite.where is not None]
    others = [setting.where for (kind, _), setting in box.enabled.items() if policies or kind in kinds]
    last = others[-1] if others else None
    if last is not None and last.line < box.last:  # else the next line may enable it
        return Setting(NONE, others[0])
    whole = box.version and not box.enabled and policies and any(group.where.line > policies[-1].line for group in box.groups.values())
    return Setting(NONE, policies[-1]) if whole else None


def certificate(box: Asa, entry: Entry, group: Group | None, tunnel: TunnelSettings) -> Setting | None:
    """The trustpoint whose certificate this end sends, ``none`` where the paste shows that it has none."""
    if tunnel.authentication is None or tunnel.authentication.value == "pre-shared key":
        return None
    point = entry.trustpoint or (group.trustpoint if group else None)
    if point is None:
        return None
    return certificates.own(point, box.trustpoints, box.chains, box.last)


def trust(box: Asa, tunnel: TunnelSettings) -> Setting | None:
    """Whether an authority's certificate is there at all; ``none`` where chains are shown without one."""
    signs = tunnel.authentication is not None and tunnel.authentication.value != "pre-shared key"
    return certificates.authority(box.chains) if signs else None
