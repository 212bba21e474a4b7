"""RouterOS policies: which traffic a tunnel protects, how, and by which proposal."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from assistant.configs.flat import named
from assistant.configs.mikrotik.export import Entry, Export
from assistant.configs.mikrotik.values import DEFAULT, OPEN, PHASE2, duration, entry_named, suite_of
from assistant.configs.values import is_address, network
from assistant.model.settings import NONE, Selector, Setting, TunnelSettings


def with_policies(box: Export, tunnel: TunnelSettings, policies: Sequence[Entry]) -> list[TunnelSettings]:
    """The tunnel once for each proposal, protocol and mode that its policies name."""
    if not policies:
        return [tunnel]
    found: dict[tuple[str, str, str], TunnelSettings] = {}
    for policy in [entry for entry in policies if not entry.off] or policies:
        key = (policy.value("proposal") or "default", policy.value("ipsec-protocols") or "esp", policy.value("tunnel") or "no")
        if key not in found:
            found[key] = structs.replace(tunnel, selectors=())
            _phase2(box, found[key], policy, key)
            _in_use(found[key], policy)
        one = found[key]
        protocol = policy.value("protocol")
        sides = [network(policy.value(name) or "0.0.0.0/0") for name in ("src-address", "dst-address")]
        chosen = Selector(sides[0], sides[1], policy.where, "" if protocol in {"", "all", "255"} else protocol)
        one.selectors = (*(one.selectors or ()), chosen)
    if box.end is not None and "tunnel" not in box.end.have:  # cut before its last words
        for one in found.values():
            if one.selectors and any(item.where == box.end.where for item in one.selectors):
                one.selectors = None
    return list(found.values())


def _phase2(box: Export, tunnel: TunnelSettings, policy: Entry, key: tuple[str, str, str]) -> None:
    tunnel.where = tunnel.where or policy.where
    source = policy.have.get("sa-src-address")
    if tunnel.local_address is None and source is not None and is_address(source.value) and source.value not in OPEN:
        tunnel.local_address = source
        if tunnel.identity_local is None and tunnel.authentication is not None and "pre-shared" in tunnel.authentication.value:
            tunnel.identity_local = Setting(source.value, source.where, DEFAULT)
    stated = policy.have.get("tunnel")
    tunnel.encapsulation = Setting(
        "tunnel" if key[2] == "yes" else "transport", stated.where if stated else None, "" if stated else DEFAULT
    )
    protocol = policy.have.get("ipsec-protocols")
    tunnel.protocol = Setting(key[1], protocol.where if protocol else None, "" if protocol else DEFAULT)
    proposal = entry_named(box, "/ip ipsec proposal", key[0])
    if proposal is None:
        return
    found = suite_of(proposal, PHASE2)
    if key[1] == "ah":
        found = structs.replace(found, algorithms={"ah": found.algorithms["integrity"]} if "integrity" in found.algorithms else {})
    tunnel.phase2 = (found,)
    group = proposal.have.get("pfs-group")
    if group is None:
        tunnel.pfs = Setting("group 2", default=DEFAULT)
    else:
        tunnel.pfs = Setting(NONE if group.value == "none" else " or ".join(named("group", [group.value])), group.where)
    tunnel.phase2_lifetime = duration(proposal.have.get("lifetime"), "1800")


def _in_use(tunnel: TunnelSettings, policy: Entry) -> None:
    """A peer is in use by its policies; one whose policies are all disabled is not."""
    if tunnel.binding is None or tunnel.binding.value != NONE:
        tunnel.binding = Setting(NONE, policy.have["disabled"].where) if policy.off else Setting("policy", policy.where)
