"""Configurations of Palo Alto firewalls in ``set`` form, with or without the prefix of a Panorama template or a virtual system, and in XML.

Defaults: PAN-OS Web Interface Help, "IKE Crypto Profiles", "IPSec Crypto Profiles" (lifetimes) and "IKE Gateways" (identification).
What the gateway offers without a named version or profile depends on the release: it is left open.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from assistant.configs.flat import all_or_none, concealed, suite, words
from assistant.configs.paloalto import alone as panos_alone
from assistant.configs.paloalto.statements import Item, Pan, take
from assistant.configs.paloalto.traffic import flows
from assistant.configs.paloalto.xml import closed, is_xml, statements
from assistant.configs.suites import PRF_OF_INTEGRITY
from assistant.configs.values import is_address, network
from assistant.model.observed import Line, TransformKind
from assistant.model.settings import ANY, NONE, DeviceSettings, Selector, Setting, Suite, TunnelSettings

PLATFORM = "paloalto"
DEFAULT = "PAN-OS default"
_PROFILE: dict[str, TransformKind] = {"encryption": "encryption", "hash": "integrity", "authentication": "integrity", "dh-group": "group"}
_VERSIONS = {"ikev1": "ikev1", "ikev2": "ikev2", "ikev2-preferred": "ikev2 ikev1"}


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every IPsec tunnel; gateways that no tunnel shown uses stand as tunnels of their own."""
    box = Pan()
    xml = is_xml(lines)
    for line in lines:
        said = words(line.text) if not xml else [line.text.strip()]
        if not any(said):
            continue
        box.last, box.end = box.end, line.number
        if not xml and "set" in said[:2] and len(said) > 3:  # noqa: PLR2004 - no statement of ours is shorter
            take(box, said[said.index("set") + 1 :], concealed(index, line))
    for said, where in statements(lines, index) if xml else ():
        take(box, said, where)
    if xml and not closed(lines):
        box.last = 0  # an entry of many lines may go on, whatever stands after its values
    device = DeviceSettings(
        platform=PLATFORM,
        hostname=box.hostname,
        tunnels=_tunnels(box),
        addresses={name: all_[0] for name, all_ in box.addresses.items()},
        flows=flows(box.traffic, last=box.last, complete=bool(box.hostname)),
        read=box.read,
        unread=box.unread,
    )
    panos_alone.remarked(box, device)
    return device


def _tunnels(box: Pan) -> list[TunnelSettings]:
    found: list[TunnelSettings] = []
    used: set[str] = set()
    for item in box.tunnels.values():
        named = item.have.get("ike-gateway")
        gateway = box.gateways.get(named.value) if named is not None else None
        if named is not None:
            used.add(named.value)
        tunnel = TunnelSettings(name=item.name, platform=PLATFORM, where=item.where, route_based=True)
        if gateway is not None:
            _of_gateway(box, tunnel, gateway)
        _of_tunnel(box, tunnel, item, gateway)
        found.append(tunnel)
    for name, item in box.gateways.items():
        if name not in used:
            tunnel = TunnelSettings(name=name, platform=PLATFORM, where=item.where, route_based=True)
            _of_gateway(box, tunnel, item)
            tunnel.enabled = _enabled(box, tunnel, item)
            if box.tunnels and box.hostname and max(entry.last for entry in box.tunnels.values()) < box.last:
                tunnel.loose, tunnel.binding = True, Setting(NONE, item.where)
            found.append(tunnel)
    if not found and not box.tunnels and not box.gateways and (box.ike or box.ipsec):
        first = next(iter([*box.ike.values(), *box.ipsec.values()]))
        tunnel = TunnelSettings(name="", platform=PLATFORM, where=first.where, route_based=True)
        _phase1(tunnel, list(box.ike.values()))
        _phase2(tunnel, list(box.ipsec.values()))
        found.append(tunnel)
    return found


def _of_tunnel(box: Pan, tunnel: TunnelSettings, item: Item, gateway: Item | None) -> None:
    have = item.have
    tunnel.encapsulation = have.get("ipsec-mode") or Setting("tunnel", default=DEFAULT)
    profile = have.get("ipsec-crypto-profile")
    if profile is not None and profile.value in box.ipsec:
        _phase2(tunnel, [box.ipsec[profile.value]])
    tunnel.selectors = _selectors(box, item)
    tunnel.tunnel_interface = have.get("tunnel-interface")
    replay, window = have.get("anti-replay"), have.get("anti-replay-window")
    if replay is not None and replay.value == "no":
        tunnel.replay_window = Setting("0", replay.where)
    else:
        tunnel.replay_window = window or (Setting("on", replay.where) if replay else None)
    tunnel.enabled = _enabled(box, tunnel, item, *([gateway] if gateway else []))
    tunnel.loose = tunnel.enabled is not None and tunnel.enabled.value == NONE and len(box.tunnels) > 1
    if tunnel.tunnel_interface is not None and gateway is not None:
        tunnel.binding = tunnel.tunnel_interface
    elif item.last < box.last and box.hostname and ("ike-gateway" in have or "ipsec-crypto-profile" in have):
        lacking = have.get("ike-gateway") if tunnel.tunnel_interface is not None and box.gateways else None
        if lacking is not None or tunnel.tunnel_interface is None:
            tunnel.binding = Setting(NONE, (lacking or Setting("", item.where)).where)


def _enabled(box: Pan, tunnel: TunnelSettings, *entries: Item) -> Setting | None:
    """``none`` where the tunnel, its gateway or the interface of IKE is switched off."""
    for entry in entries:
        if "disabled" in entry.have and entry.have["disabled"].value == "yes":
            return Setting(NONE, entry.have["disabled"].where)
    own = tunnel.interface
    if own is not None and own.value in box.down:
        return box.down[own.value]
    said = next((entry.have["disabled"] for entry in entries if "disabled" in entry.have), None)
    return Setting("on", said.where) if said is not None else None


def _of_gateway(box: Pan, tunnel: TunnelSettings, item: Item) -> None:
    have = item.have
    peer = have.get("peer-address ip") or have.get("peer-address fqdn")
    tunnel.peer = peer or have.get("peer-address dynamic")
    tunnel.interface = have.get("local-address interface")
    own = have.get("local-address ip") or have.get("local-address floating-ip")
    shown = box.addresses.get(tunnel.interface.value, []) if tunnel.interface else []
    if own is not None and is_address(own.value.split("/")[0]):
        tunnel.local_address = Setting(own.value.split("/")[0], own.where)
    elif own is None and len(shown) == 1:
        tunnel.local_address = shown[0]
    if "version" in have:
        word = have["version"]
        tunnel.version = Setting(_VERSIONS.get(word.value, word.value), word.where)
    versions = tunnel.version.value.split() if tunnel.version else ["ikev2", "ikev1"]
    mode = have.get("ikev1 exchange-mode")
    if mode is not None and mode.value in {"main", "aggressive"} and "ikev1" in versions:
        tunnel.mode = mode  # "auto" takes either
    _profiles(box, tunnel, have, versions)
    if "key" in have:
        tunnel.key = have["key"]
        tunnel.authentication = Setting("pre-shared key", have["key"].where)
    elif "certificate" in have:
        tunnel.key = Setting(NONE, have["certificate"].where)
        tunnel.authentication = Setting("RSA signature", have["certificate"].where)
    psk = "certificate" not in have
    tunnel.identity_local, tunnel.identity_remote = have.get("local-id id"), have.get("peer-id id")
    if not any(key.startswith("local-id ") for key in have) and psk and tunnel.local_address:
        tunnel.identity_local = Setting(tunnel.local_address.value, tunnel.local_address.where, f"{DEFAULT}: the local address")
    if not any(key.startswith("peer-id ") for key in have) and psk and peer is not None and is_address(peer.value):
        tunnel.identity_remote = Setting(peer.value, peer.where, f"{DEFAULT}: the peer's address")
    if "certificate" in have:
        tunnel.certificate = have.get("name")
        profile = have.get("certificate-profile")
        undefined = profile is not None and box.profiles and profile.value not in box.profiles and box.hostname
        tunnel.trust = Setting(NONE, profile.where) if profile is not None and undefined else profile
    if versions == ["ikev1"]:
        tunnel.xauth = Setting("off", default="an IKE gateway asks for no login")
    tunnel.initiation = have.get("passive-mode")
    tunnel.nat_traversal = have.get("nat-traversal")
    tunnel.fragmentation = have.get("fragmentation")
    tunnel.dpd = next((have[f"{version} dpd"] for version in versions if f"{version} dpd" in have), None)


def _profiles(box: Pan, tunnel: TunnelSettings, have: dict[str, Setting], versions: Sequence[str]) -> None:
    """The IKE crypto profiles of the versions in use. Where both have one of their own, the suites tell by the PRF that is IKEv2's."""
    named = {version: have[f"{version} ike-crypto-profile"].value for version in versions if f"{version} ike-crypto-profile" in have}
    if tunnel.version is None and len(set(named.values())) > 1:
        return
    names = list(dict.fromkeys(named.values()))
    if not names or any(name not in box.ike for name in names):
        return
    _phase1(tunnel, [box.ike[name] for name in names])
    if versions == ["ikev2"]:
        tunnel.phase1 = tuple(_with_prf(item) for item in tunnel.phase1 or ()) or None
    if len(names) > 1 and tunnel.phase1 is not None:
        newer = named.get("ikev2")
        tunnel.phase1 = tuple(
            _with_prf(item)
            if item.name == newer and "integrity" in item.algorithms
            else structs.replace(item, algorithms={**item.algorithms, "authentication": ()})
            for item in tunnel.phase1
        )


def _with_prf(item: Suite) -> Suite:
    """An IKEv2 proposal with its PRF, which PAN-OS takes from the hash."""
    if "integrity" not in item.algorithms:
        return item
    lines = {**item.lines, "prf": item.lines["integrity"]} if "integrity" in item.lines else item.lines
    algorithms = {**item.algorithms, "prf": item.algorithms["integrity"]}
    return structs.replace(item, algorithms=algorithms, lines=lines, default=f"{PRF_OF_INTEGRITY} for prf")


def _phase1(tunnel: TunnelSettings, profiles: Sequence[Item]) -> None:
    tunnel.phase1 = all_or_none([suite(item.name, item.have, _PROFILE, item.where) for item in profiles])
    if profiles:
        tunnel.phase1_lifetime = profiles[0].have.get("lifetime") or Setting("28800", default=DEFAULT)


def _phase2(tunnel: TunnelSettings, profiles: Sequence[Item]) -> None:
    if not profiles:
        return
    have = profiles[0].have
    tunnel.protocol = have.get("protocol")
    tunnel.phase2 = all_or_none([_esp(item) for item in profiles])
    groups = have.get("dh-group")
    if groups is not None:
        words_ = [NONE if word == "no-pfs" else f"group {word.removeprefix('group')}" for word in groups.value.split()]
        tunnel.pfs = Setting(" or ".join(words_), groups.where)
    tunnel.phase2_lifetime = have.get("lifetime") or Setting("3600", default=DEFAULT)
    tunnel.phase2_volume = have.get("lifesize")


def _esp(item: Item) -> Suite | None:
    have = {key: value for key, value in item.have.items() if key != "dh-group"}
    if "protocol" in have and have["protocol"].value == "ah" and "authentication" in have:
        found = suite(item.name, {**have, "encryption": Setting("null")}, _PROFILE, item.where)
        return Suite({"ah": found.algorithms["integrity"]}, item.where, item.name) if found and "integrity" in found.algorithms else None
    return suite(item.name, have, _PROFILE, item.where)


def _selectors(box: Pan, item: Item) -> tuple[Selector, ...] | None:
    """The proxy IDs; none at all only where more of the configuration follows, so that the paste cannot end before them."""
    if not item.proxies:
        ended = item.last >= box.last and "tunnel-interface" not in item.have and "ipsec-crypto-profile" not in item.have
        return None if ended or "ike-gateway" not in item.have else ()
    found = []
    for have in item.proxies.values():
        where = next((setting.where for setting in have.values()), item.where)
        protocol = have["protocol"].value if "protocol" in have else "any"
        local, remote = (network(have[key].value) if key in have else ANY for key in ("local", "remote"))
        found.append(Selector(local, remote, where, "" if protocol == "any" else protocol))
    return tuple(found)
