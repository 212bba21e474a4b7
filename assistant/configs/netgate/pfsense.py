"""config.xml of pfSense and of OPNsense: the ``<phase1>`` and ``<phase2>`` elements of ``<ipsec>``, and OPNsense's ``<Swanctl>``.

Both run strongSwan with a configuration made from these. Sources: the fields of the pages "IPsec Tunnels" of the pfSense
documentation (2.4 to 2.7) and of OPNsense's (legacy tunnels; "Connections" from 23.1 on). What the pages preset is written
into the file, so that hardly anything is a default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.configs.netgate import flows as pfsense_flows
from assistant.configs.netgate import opnsense
from assistant.configs.netgate.configxml import DECLARED, Element, elements
from assistant.configs.netgate.crypto import phase1_suites, phase2_suites
from assistant.configs.swan.words import anyone
from assistant.configs.values import network, seconds, secret
from assistant.model.observed import Line
from assistant.model.settings import ANY, BY_HAND, NONE, DeviceSettings, Remark, Selector, Setting, TunnelSettings

DEFAULT = "the preset of the firewall"
_SIGN = re.compile(
    r"<(?:phase1|phase2|ipsec|pfsense|opnsense|Swanctl|preSharedKey|esp_proposals|remote_addrs|ikeid|iketype|encryption-algorithm(?:-option)?)\b[^>]{0,80}>"
)
SAMPLED = 60_000
MOST = 2_000
"""Tunnels that are read; more than a firewall carries."""
_AUTH = (("xauth_psk", "pre-shared key"), ("pre_shared_key", "pre-shared key"), ("psk", "pre-shared key"))
_CERTIFICATES = ("cert", "rsasig", "rsa", "xauth_rsa", "hybrid")
_STARTS = {"none": BY_HAND, "add": BY_HAND, "start": "both", "trap": "both", "route": "both"}
_TYPES = {"peeraddress": "", "myaddress": "", "any": ANY}


def is_xml(lines: Sequence[Line]) -> bool:
    """Whether the text is of a config.xml."""
    return any(_SIGN.search(line.text) for line in lines[:SAMPLED])


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every tunnel of a config.xml, or of the part of one that was pasted; one tunnel a phase 2."""
    device = DeviceSettings(platform="strongswan")
    declared = next((line for line in lines if DECLARED.search(line.text)), None)
    if declared is not None:
        device.read = 1
        text = f"line {declared.number} declares a DOCTYPE or an ENTITY, which no firewall writes; take that line out"
        device.remarks.append(Remark(text))
        return device
    top = elements(lines, index)
    pfsense_flows.interfaces(top, device)
    phase2 = list(top.within("phase2"))[:MOST]
    singles = list(top.within("phase1")) or _headless(top)
    for one in singles:
        if len(device.tunnels) > MOST:
            break
        device.tunnels += _tunnels(one, [item for item in phase2 if _belongs(item, one, alone=len(singles) == 1)], device)
    if not singles:
        device.tunnels += [
            _phase2(TunnelSettings(name=_name(item), platform="strongswan", where=item.where), item, device) for item in phase2
        ]
    _switched(top, device)
    device.tunnels += opnsense.tunnels(top)
    device.hostname = next((item.said("hostname") for item in top.within("system") if item.said("hostname")), "")
    device.read = sum(1 + len(item.children) for item in (*singles, *phase2)) + sum(1 for tag in opnsense.TAGS for _ in top.within(tag))
    pfsense_flows.rules(top, device)
    return device


def _headless(top: Element) -> list[Element]:
    """A phase 1 whose beginning was not pasted: its fields stand outside any element."""
    fields = [item for item in top.children if item.name not in {"phase2", "mobilekey"}]
    known = next((item for item in fields if item.name in {"remote-gateway", "iketype", "authentication_method"}), None)
    return [Element("phase1", known.where, children=fields)] if known is not None else []


def _switched(top: Element, device: DeviceSettings) -> None:
    """Whether IPsec as a whole is on, where the file says so (older pfSense and OPNsense's legacy tunnels)."""
    switch = next((item.get("enable") for item in top.within("ipsec") if item.get("enable") is not None), None)
    if switch is None:
        return
    off = switch.text in {"0", "no", "false"}
    for tunnel in device.tunnels:
        tunnel.enabled = Setting(NONE if off else "on", switch.where)
        if off:
            tunnel.remarks = [*tunnel.remarks, Remark("IPsec is switched off.", (switch.where,), "ike-disabled-here")]


def _belongs(two: Element, one: Element, *, alone: bool) -> bool:
    """Whether a phase 2 is one of this phase 1; where only one is pasted and either lacks its number, it is."""
    mine, its = one.said("ikeid"), two.said("ikeid")
    return mine == its if mine and its else alone


def _name(element: Element) -> str:
    return element.said("descr") or f"con{element.said('ikeid') or ''}"


def setting(element: Element, name: str) -> Setting | None:
    """A child's text with its line; ``None`` where it is missing or empty."""
    child = element.get(name)
    return Setting(child.text, child.where) if child is not None and child.text else None


def _tunnels(one: Element, twos: Sequence[Element], device: DeviceSettings) -> list[TunnelSettings]:
    tunnels = [_phase2(_phase1(one, device), two, device) for two in twos] or [_phase1(one, device)]
    taken: set[str] = set()
    for number, (tunnel, two) in enumerate(zip(tunnels, twos, strict=False), start=1):
        wanted = f"{_name(one)}/{two.said('descr') or number}" if len(twos) > 1 else _name(one)
        tunnel.name = f"{wanted} {number}" if wanted in taken else wanted
        taken.add(wanted)
    return tunnels


def _phase1(one: Element, device: DeviceSettings) -> TunnelSettings:
    tunnel = TunnelSettings(name=_name(one), platform="strongswan", where=one.where)
    kind = setting(one, "iketype")
    if kind is not None:
        tunnel.version = Setting({"auto": "ikev2 ikev1"}.get(kind.value, kind.value), kind.where)
    elif one.said("mode"):
        tunnel.version = Setting("ikev1", default=DEFAULT)  # files of before IKEv2 have no iketype
    tunnel.mode = setting(one, "mode") if tunnel.version is not None and "ikev1" in tunnel.version.value else None
    tunnel.interface = setting(one, "interface")
    tunnel.local_address = device.addresses.get(tunnel.interface.value) if tunnel.interface else None
    gateway = setting(one, "remote-gateway")
    tunnel.peer = Setting(anyone(gateway.value), gateway.where) if gateway else None
    tunnel.phase1 = phase1_suites(one)
    tunnel.phase1_lifetime = _time(one, "lifetime")
    _who(tunnel, one)
    nat = setting(one, "nat_traversal")
    tunnel.nat_traversal = Setting("off" if nat.value in {"off", "disable"} else "on", nat.where) if nat else None
    tunnel.dpd = _dpd(one)
    tunnel.fragmentation = Setting("on", default=DEFAULT)
    disabled = _disabled(one)
    tunnel.binding = Setting(NONE, disabled.where) if disabled is not None else Setting("loaded", one.where)
    _starts(tunnel, one)
    tunnel.remarks = list(_alone(tunnel, disabled, "phase 1"))
    return tunnel


def _disabled(element: Element) -> Element | None:
    """The flag that switches an entry off: its presence is enough, whatever it holds but 0."""
    child = element.get("disabled")
    return child if child is not None and child.text not in {"0", "no", "false"} else None


def _who(tunnel: TunnelSettings, one: Element) -> None:
    method = setting(one, "authentication_method")
    psk = None
    if method is not None:
        name = next((name for start, name in _AUTH if method.value.startswith(start)), "")
        psk = bool(name)
        tunnel.authentication = Setting(name or ("RSA signature" if method.value.startswith(_CERTIFICATES) else method.value), method.where)
        xauth = method.value.startswith(("xauth", "hybrid"))
        tunnel.xauth = Setting("on" if xauth else "off", method.where)
    key = one.get("pre-shared-key")
    if key is not None and key.text:
        tunnel.key = secret(key.text, key.where)
    elif key is not None and psk:
        tunnel.key = Setting(NONE, key.where)
    tunnel.identity_local = _identity(one, "myid", tunnel.local_address)
    tunnel.identity_remote = _identity(one, "peerid", tunnel.peer)
    if psk is False:
        tunnel.certificate = _reference(one, "certref")
        tunnel.trust = _reference(one, "caref")


def _reference(one: Element, name: str) -> Setting | None:
    """A certificate by its number in the file; ``none`` where the element is there and empty."""
    child = one.get(name)
    return Setting(child.text or NONE, child.where) if child is not None else None


def _identity(one: Element, name: str, address: Setting | None) -> Setting | None:
    """An identity by its type; the address of the end for the types that mean it."""
    kind, data = setting(one, f"{name}_type"), setting(one, f"{name}_data")
    if kind is None:
        return None
    if kind.value == "any":
        return Setting(ANY, kind.where)
    if kind.value in _TYPES:
        return Setting(address.value, kind.where) if address is not None and address.value != ANY else None
    return data


def _time(element: Element, name: str) -> Setting | None:
    found = setting(element, name)
    value = seconds(found.value) if found is not None else None
    return Setting(value, found.where) if found is not None and value and value != "0" else None


def _dpd(one: Element) -> Setting | None:
    switch, delay = setting(one, "dpd_enable"), setting(one, "dpd_delay")
    if switch is not None and switch.value in {"0", "off", "no"}:
        return Setting(NONE, switch.where)
    if delay is not None:
        return delay if delay.value != "0" else Setting(NONE, delay.where)
    empty = one.get("dpd_delay")
    return Setting(NONE, empty.where) if empty is not None else None


def _starts(tunnel: TunnelSettings, one: Element) -> None:
    only = one.get("responderonly")
    start = setting(one, "startaction") or setting(one, "auto")
    if only is not None and only.text not in {"0", "no", "false"}:
        tunnel.initiation = Setting("responder", only.where)
    elif start is not None and start.value in _STARTS:
        tunnel.initiation = Setting(_STARTS[start.value], start.where)


def _phase2(tunnel: TunnelSettings, two: Element, device: DeviceSettings) -> TunnelSettings:
    protocol = setting(two, "protocol")
    tunnel.protocol = protocol
    tunnel.phase2 = phase2_suites(two, ah=protocol is not None and protocol.value == "ah")
    pfs = setting(two, "pfsgroup")
    if pfs is not None:
        tunnel.pfs = Setting(f"group {pfs.value}" if pfs.value.isdigit() and pfs.value != "0" else NONE, pfs.where)
    tunnel.phase2_lifetime = _time(two, "lifetime")
    mode = setting(two, "mode")
    if mode is not None:
        tunnel.encapsulation = Setting("transport" if mode.value == "transport" else "tunnel", mode.where)
        tunnel.route_based = mode.value in {"vti", "route-based"}
    if tunnel.route_based:
        tunnel.selectors = ()
    else:
        ours, theirs = _network(two.get("localid"), device), _network(two.get("remoteid"), device)
        seen = _network(two.get("natlocalid"), device) or ours  # translated before the tunnel: the far end sees these
        where = next((item.where for item in (two.get("localid"), two.get("remoteid")) if item is not None), two.where)
        if not seen and not theirs and tunnel.encapsulation is not None and tunnel.encapsulation.value == "transport":
            seen, theirs = (network(item.value) if item else "" for item in (tunnel.local_address, tunnel.peer))
        tunnel.selectors = (Selector(seen, theirs, where),) if seen and theirs else None
    disabled = _disabled(two)
    if disabled is not None and (tunnel.binding is None or tunnel.binding.value != NONE):
        tunnel.binding = Setting(NONE, disabled.where)
        tunnel.remarks = [*tunnel.remarks, *_alone(tunnel, disabled, "phase 2")]
    return tunnel


def _network(part: Element | None, device: DeviceSettings) -> str:
    """The networks of one side: written out, or the name of an interface, whose network the file may show."""
    if part is None:
        return ""
    kind, address = part.said("type"), part.said("address")
    if kind in {"network", "address"} and address:
        return network(f"{address}/{part.said('netbits')}" if kind == "network" and part.said("netbits") else address)
    if kind in {"any", "none"}:
        return ANY if kind == "any" else ""
    return device.flows.networks.get(kind, "") if device.flows is not None else ""


def _alone(tunnel: TunnelSettings, disabled: Element | None, which: str) -> Iterator[Remark]:
    if disabled is not None:
        yield Remark(f"{which.capitalize()} of {tunnel.name} is disabled.", (disabled.where,), "no-map-on-interface")
    if which == "phase 2":
        return
    if tunnel.key is not None and tunnel.key.value == NONE and tunnel.key.where is not None:
        yield Remark(f"{tunnel.name} has no pre-shared key.", (tunnel.key.where,), "no-key-here-for-peer")
    if tunnel.certificate is not None and tunnel.certificate.value == NONE and tunnel.certificate.where is not None:
        yield Remark(f"{tunnel.name} has no certificate of its own.", (tunnel.certificate.where,), "certificate-absent-logged")
    if tunnel.trust is not None and tunnel.trust.value == NONE and tunnel.trust.where is not None:
        yield Remark(f"{tunnel.name} trusts no authority for the peer.", (tunnel.trust.where,), "certificate-issuer-unknown")
