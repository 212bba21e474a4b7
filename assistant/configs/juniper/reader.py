"""Configurations of Juniper SRX: IKE and IPsec proposals, policies, gateways and VPNs, route-based and policy-based.

Defaults: Junos OS configuration statements "lifetime-seconds", "version (Security IKE Gateway)", "mode (Security IKE Policy)",
"local-identity", "remote-identity", "establish-tunnels" and "anti-replay-window-size".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.configs.juniper.crypto import DEFAULT, ike_policy, ipsec_policy, phase1, phase2
from assistant.configs.juniper.paths import paths
from assistant.configs.juniper.policies import unit
from assistant.configs.juniper.statements import Item, Srx, take
from assistant.configs.values import is_address, network
from assistant.model.observed import Line
from assistant.model.settings import ANY, NONE, DeviceSettings, Remark, Selector, Setting, TunnelSettings

PLATFORM = "juniper-srx"


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every VPN of the configuration; gateways that no VPN shown uses stand as tunnels of their own."""
    box = Srx()
    found, cut, braces = paths(lines, index)
    last: Item | None = None
    for path in found:
        last = take(box, path) or last
    if cut and last is not None:
        last.cut = True
    if braces and not cut:
        box.device.last = ()
    box.whole = not cut and box.device.groups is None
    return DeviceSettings(
        platform=PLATFORM,
        version=box.version,
        hostname=box.hostname,
        tunnels=_tunnels(box),
        addresses={name: all_[0] for name, all_ in box.device.addresses.items()},
        flows=box.device.flows(cut=cut),
        read=box.read,
        unread=box.unread,
    )


def _tunnels(box: Srx) -> list[TunnelSettings]:
    gateways = box.of("ike", "gateway")
    found = []
    used = set()
    for vpn in box.of("ipsec", "vpn").values():
        tunnel = TunnelSettings(name=vpn.name, platform=PLATFORM, where=vpn.where)
        named = vpn.have.get("gateway")
        if named is not None:
            used.add(named.value)
            if named.value in gateways:
                _gateway(box, tunnel, gateways[named.value])
        policy = box.of("ipsec", "policy").get(vpn.have["ipsec-policy"].value) if "ipsec-policy" in vpn.have else None
        if policy is not None:
            ipsec_policy(box, tunnel, policy)
        _selectors(box, tunnel, vpn, gateways.get(named.value) if named else None)
        tunnel.encapsulation = Setting("tunnel", default="SRX knows no other mode")
        _of_vpn(box, tunnel, vpn)
        found.append(tunnel)
    for name, gateway in gateways.items():
        if name not in used:
            tunnel = TunnelSettings(name=name, platform=PLATFORM, where=gateway.where)
            _gateway(box, tunnel, gateway)
            found.append(tunnel)
    return found or _without_gateway(box)


def _of_vpn(box: Srx, tunnel: TunnelSettings, vpn: Item) -> None:
    """What stands in the VPN itself, and what its device has to have in order."""
    have = vpn.have
    starts = have.get("establish-tunnels")
    if starts is not None:
        tunnel.initiation = Setting("responder" if starts.value.startswith("responder-only") else "both", starts.where)
    elif tunnel.peer is not None and tunnel.peer.value == ANY:
        tunnel.initiation = Setting("responder", tunnel.peer.where)
    elif not vpn.cut:
        tunnel.initiation = Setting("both", default=DEFAULT)
    if "no-anti-replay" in have:
        tunnel.replay_window = Setting("0", have["no-anti-replay"].where)
    elif "anti-replay-window-size" in have or not vpn.cut:
        tunnel.replay_window = have.get("anti-replay-window-size") or Setting("64", default=DEFAULT)
    box.device.own(tunnel, have.get("bind-interface"), vpn.name, whole=box.whole and not vpn.cut)
    unbound = tunnel.binding is not None and tunnel.binding.value == NONE and "bind-interface" not in have
    tunnel.route_based = tunnel.route_based or unbound
    if box.device.groups is not None:
        text = "Configuration groups are applied; what they add is not followed, so that nothing is taken as missing."
        tunnel.remarks = [Remark(text, (box.device.groups,), stops=False)]


def _without_gateway(box: Srx) -> list[TunnelSettings]:
    """A paste of proposals and policies alone is one tunnel of which no more is known."""
    pasted = [
        item
        for kind in (("ike", "policy"), ("ipsec", "policy"), ("ike", "proposal"), ("ipsec", "proposal"))
        for item in box.of(*kind).values()
    ]
    if not pasted:
        return []
    tunnel = TunnelSettings(name="", platform=PLATFORM, where=pasted[0].where)
    ike, ipsec = list(box.of("ike", "policy").values()), list(box.of("ipsec", "policy").values())
    if len(ike) == 1:
        ike_policy(box, tunnel, ike[0])
    elif not ike and box.of("ike", "proposal"):
        phase1(tunnel, list(box.of("ike", "proposal").values()))
    if len(ipsec) == 1:
        ipsec_policy(box, tunnel, ipsec[0])
    elif not ipsec and box.of("ipsec", "proposal"):
        phase2(tunnel, list(box.of("ipsec", "proposal").values()))
    return [tunnel]


def _gateway(box: Srx, tunnel: TunnelSettings, gateway: Item) -> None:
    have = gateway.have
    if "address" in have:
        peers = [Setting(word, have["address"].where) for word in have["address"].value.split()]
        tunnel.peer, tunnel.more_peers = (peers[0], tuple(peers[1:])) if peers else (None, ())
    elif "dynamic" in have:
        tunnel.peer = Setting(ANY, have["dynamic"].where)
    _own_address(box, tunnel, have)
    versions = {"v1-only": "ikev1", "v2-only": "ikev2"}
    if "version" in have:
        tunnel.version = Setting(versions.get(have["version"].value, have["version"].value), have["version"].where)
    elif "external-interface" in have and not gateway.cut:
        tunnel.version = Setting("ikev1", default=DEFAULT)
    policy = box.of("ike", "policy").get(have["ike-policy"].value) if "ike-policy" in have else None
    if policy is not None:
        ike_policy(box, tunnel, policy)
    psk = tunnel.authentication is None or tunnel.authentication.value == "pre-shared key"
    own, far = _identity(have.get("local-identity")), _identity(have.get("remote-identity"))
    if "local-identity" not in have and psk and tunnel.local_address and not gateway.cut:
        own = Setting(tunnel.local_address.value, tunnel.local_address.where, DEFAULT)
    if "remote-identity" not in have and "dynamic" in have:
        far = _identity(have["dynamic"])
    if (
        far is None
        and "remote-identity" not in have
        and psk
        and tunnel.peer
        and tunnel.peer.value != ANY
        and not tunnel.more_peers
        and not gateway.cut
    ):
        far = Setting(tunnel.peer.value, tunnel.peer.where, f"{DEFAULT}: the peer's address")
    if "general-ikeid" in have:
        far = Setting(ANY, have["general-ikeid"].where)
    tunnel.identity_local, tunnel.identity_remote = own, far
    login = have.get("xauth") or have.get("aaa")
    if login is not None or not gateway.cut:
        tunnel.xauth = Setting("on", login.where) if login else Setting("off", default=DEFAULT)
    off = have.get("no-nat-traversal")
    if off is not None or not gateway.cut:
        tunnel.nat_traversal = Setting("off", off.where) if off else Setting("on", default=DEFAULT)
    if "dead-peer-detection" in have or not gateway.cut:
        tunnel.dpd = have.get("dead-peer-detection") or Setting(NONE, default=DEFAULT)
    pieces = have.get("fragmentation")
    tunnel.fragmentation = Setting("off" if pieces.value == "disable" else "on", pieces.where) if pieces else None


def _own_address(box: Srx, tunnel: TunnelSettings, have: Mapping[str, Setting]) -> None:
    """The address of the external interface; of several only a stated one is sure."""
    outside = have.get("external-interface")
    if outside is not None:
        name = unit(outside.value)
        if "external-interface" in box.device.last[-2:] and box.device.units and name not in box.device.units:
            return  # the last word of the text may be half of one
        tunnel.interface = Setting(name, outside.where)
        shown = box.device.addresses.get(name, [])
        tunnel.local_address = shown[0] if len(shown) == 1 else None
    tunnel.local_address = have.get("local-address") or tunnel.local_address


def _identity(setting: Setting | None) -> Setting | None:
    """``inet ADDRESS``, ``hostname NAME``, ``user-at-hostname NAME`` without the word of its type."""
    if setting is None:
        return None
    words = setting.value.split()
    if words and words[0] in {"inet", "inet6", "hostname", "user-at-hostname", "key-id"} and len(words) > 1:
        return Setting(words[1], setting.where)
    return None


def _selectors(box: Srx, tunnel: TunnelSettings, vpn: Item, gateway: Item | None) -> None:
    """Traffic selectors, else the proxy identity, else any to any where a tunnel interface is bound, else the security policies."""
    bound = vpn.have.get("bind-interface")
    tunnel.route_based = bound is not None
    pairs: dict[str, dict[str, Setting]] = {}
    for path in vpn.more:
        words = path.words
        for key, value in zip(words[2::2], words[3::2], strict=False):
            pairs.setdefault(words[1], {})[key] = Setting(value, path.where)
    if pairs:
        whole = [pair for pair in pairs.values() if {"local-ip", "remote-ip"} <= pair.keys()]
        tunnel.selectors = (
            tuple(Selector(network(pair["local-ip"].value), network(pair["remote-ip"].value), pair["local-ip"].where) for pair in whole)
            if len(whole) == len(pairs)
            else None
        )
    elif {"proxy local", "proxy remote"} <= vpn.have.keys():
        local, remote = vpn.have["proxy local"], vpn.have["proxy remote"]
        service = vpn.have.get("proxy service")
        protocol = service.value if service and service.value not in {"any", "junos-ip-in-ip"} else ""
        tunnel.selectors = (Selector(network(local.value), network(remote.value), local.where, protocol),)
    elif bound is not None:
        tunnel.selectors = None if vpn.cut or any(key.startswith("proxy ") for key in vpn.have) else ()
    elif gateway is not None and tunnel.interface is not None:
        tunnel.selectors = box.device.policies.selectors(vpn.name, tunnel.interface.value)
    if tunnel.local_address is not None and not is_address(tunnel.local_address.value):
        tunnel.local_address = None
