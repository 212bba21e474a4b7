"""What is wrong within one FortiGate's configuration, beyond what its routes, rules and translations do to any tunnel."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.configs.fortinet.tables import Fortigate
from assistant.model.settings import NONE, DeviceSettings, Remark, TunnelSettings


def remarked(box: Fortigate, device: DeviceSettings) -> None:
    """Add to each tunnel of a virtual domain what is to be said of it."""
    inside = {name for policy in box.policies if "srcintf" in policy.options for name in policy.options["srcintf"].words}
    zones = device.flows.zones if device.flows is not None else {}
    for tunnel in device.tunnels:
        tunnel.remarks = [*tunnel.remarks, *_of(box, tunnel), *_back(tunnel, inside, zones)]


def _of(box: Fortigate, tunnel: TunnelSettings) -> Iterator[Remark]:
    where = (tunnel.where,) if tunnel.where else ()
    if tunnel.loose and all(block.ended for block in (*box.phase1, *box.phase2)) and box.complete:
        yield Remark(f"The phase 2 names the phase 1 {tunnel.name}, which is not defined.", where, "map-entry-incomplete")
    if tunnel.binding is not None and tunnel.binding.value == NONE:
        lacking = "no phase 2" if tunnel.route_based else "no policy with the action ipsec"
        yield Remark(f"The phase 1 {tunnel.name} has {lacking}: it is not used.", where, "map-entry-incomplete")
    told = (
        (tunnel.enabled, "The interface of the tunnel is switched off.", "ike-disabled-here"),
        (tunnel.certificate, f"The phase 1 {tunnel.name} signs and names no certificate of its own.", "certificate-absent-logged"),
        (tunnel.trust, "The peer that the phase 1 expects is not defined.", "certificate-issuer-unknown"),
    )
    for setting, text, finding in told:
        if setting is not None and setting.value == NONE:
            yield Remark(text, (setting.where,) if setting.where else where, finding)


def _back(tunnel: TunnelSettings, inside: set[str], zones: dict[str, str]) -> Iterator[Remark]:
    """A policy to the tunnel and none from it is right where only this end opens connections."""
    if tunnel.rules is None or tunnel.rules.value == NONE or not tunnel.route_based or tunnel.tunnel_interface is None:
        return
    name = tunnel.tunnel_interface.value
    if not inside & {"any", name, zones.get(name, name)}:
        text = "No policy takes traffic from the tunnel: what the far end sends is dropped, unless it answers."
        yield Remark(text, (tunnel.rules.where,) if tunnel.rules.where else (), "acl-drops-flow", stops=False)
