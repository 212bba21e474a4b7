"""What is wrong within one Palo Alto configuration, beyond what its routes, rules and translations do to any tunnel."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.configs.paloalto.statements import Item, Pan
from assistant.model.settings import ANY, NONE, DeviceSettings, Remark, Setting, TunnelSettings

BUILT_IN = {"default", "Suite-B-GCM-128", "Suite-B-GCM-256"}
"""Crypto profiles that are there without a statement."""


def remarked(box: Pan, device: DeviceSettings) -> None:
    """Add to each tunnel what is to be said of it, and what its interface lacks: a zone, a virtual router."""
    for tunnel in device.tunnels:
        _placed(box, tunnel)
        item = box.tunnels.get(tunnel.name)
        tunnel.remarks = [*tunnel.remarks, *_of(tunnel), *(_names(box, item) if item is not None else ()), *_notes(tunnel, item)]


def _placed(box: Pan, tunnel: TunnelSettings) -> None:
    """An interface in no zone lets nothing pass, one in no virtual router is never routed to. One place shown alone may be a part."""
    own = tunnel.tunnel_interface
    if own is None or tunnel.loose:
        return
    for places, field, lack in ((box.traffic.zones, "rules", "no zone"), (box.traffic.routers, "route_far", "no virtual router")):
        lines = [where for _, where in places.values()]
        if lines and own.value not in places and (box.hostname or len(places) > 1) and lines[-1].line < box.last:
            setattr(tunnel, field, Setting(NONE, lines[-1]))
            finding = "acl-drops-flow" if field == "rules" else "tunnel-route-not-set"
            tunnel.remarks.append(Remark(f"The interface {own.value} is in {lack}.", (own.where,) if own.where else (), finding))


def _of(tunnel: TunnelSettings) -> Iterator[Remark]:
    told = (
        (tunnel.enabled, "The tunnel, its gateway or its interface is switched off.", "ike-disabled-here"),
        (tunnel.certificate, "The gateway signs and names no certificate of its own.", "certificate-absent-logged"),
        (tunnel.trust, "The certificate profile of the gateway is not defined.", "certificate-issuer-unknown"),
        (tunnel.binding, "The entry is not complete: no tunnel with an interface and a gateway uses it.", "map-entry-incomplete"),
    )
    for setting, text, finding in told:
        if setting is not None and setting.value == NONE:
            yield Remark(text, (setting.where,) if setting.where else (), finding)


def _names(box: Pan, item: Item) -> Iterator[Remark]:
    """Profiles that are named and not defined, where others of their kind are."""
    gateway = box.gateways.get(item.have["ike-gateway"].value) if "ike-gateway" in item.have else None
    named = [(item.have.get("ipsec-crypto-profile"), box.ipsec, "IPsec crypto profile")]
    if gateway is not None:
        named += [(gateway.have.get(f"{version} ike-crypto-profile"), box.ike, "IKE crypto profile") for version in ("ikev1", "ikev2")]
    for setting, table, kind in named:
        if (
            setting is not None
            and table
            and setting.value not in table
            and setting.value not in BUILT_IN
            and box.hostname
            and _shown(setting, box)
        ):
            where = (setting.where,) if setting.where else ()
            yield Remark(f"The {kind} {setting.value} is named and not defined.", where, "map-entry-incomplete")


def _shown(setting: Setting, box: Pan) -> bool:
    return setting.where is not None and setting.where.line < box.end


def _notes(tunnel: TunnelSettings, item: Item | None) -> Iterator[Remark]:
    if item is not None and tunnel.selectors == () and tunnel.where is not None:
        text = f"The tunnel {tunnel.name} has no proxy ID: it asks for {ANY} to {ANY}, which a peer with networks of its own (a crypto map) refuses."
        yield Remark(text, (tunnel.where,), "acl-networks-differ", stops=False)
