"""Configurations of Juniper SRX: IKE and IPsec proposals, policies, gateways and VPNs, route-based and policy-based.

Defaults and proposal sets: Junos OS configuration statements "lifetime-seconds", "version (Security IKE Gateway)", "mode (Security IKE
Policy)", "local-identity", "remote-identity", "proposal-set (Security IKE)" and "proposal-set (Security IPsec)".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from assistant.configs.flat import all_or_none, suite
from assistant.configs.junos_paths import Path, paths, values
from assistant.configs.junos_policies import Policies
from assistant.configs.values import is_address, network, secret
from assistant.model.observed import Evidence, Line, TransformKind
from assistant.model.settings import ANY, NONE, DeviceSettings, Selector, Setting, Suite, TunnelSettings

PLATFORM = "juniper-srx"
DEFAULT = "Junos default"
_IKE: dict[str, TransformKind] = {"encryption-algorithm": "encryption", "authentication-algorithm": "integrity", "dh-group": "group"}
_ESP: dict[str, TransformKind] = {"encryption-algorithm": "encryption", "authentication-algorithm": "integrity"}
_METHODS = {
    "pre-shared-keys": "pre-shared key",
    "rsa-signatures": "RSA signature",
    "ecdsa-signatures-256": "ECDSA signature",
    "ecdsa-signatures-384": "ECDSA signature",
    "ecdsa-signatures-521": "ECDSA signature",
    "dsa-signatures": "DSA signature",
}
IKE_SETS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "basic": (("DES", "SHA1", "group 1"), ("DES", "MD5", "group 1")),
    "compatible": (("3DES", "SHA1", "group 2"), ("3DES", "MD5", "group 2"), ("DES", "SHA1", "group 2"), ("DES", "MD5", "group 2")),
    "standard": (("3DES", "SHA1", "group 2"), ("AES-CBC-128", "SHA1", "group 2")),
    "suiteb-gcm-128": (("AES-CBC-128", "SHA2-256", "group 19"),),
    "suiteb-gcm-256": (("AES-CBC-256", "SHA2-384", "group 20"),),
}
IPSEC_SETS: dict[str, tuple[tuple[str, str], ...]] = {
    "basic": (("DES", "SHA1"), ("DES", "MD5")),
    "compatible": (("3DES", "SHA1"), ("3DES", "MD5"), ("DES", "SHA1"), ("DES", "MD5")),
    "standard": (("3DES", "SHA1"), ("AES-CBC-128", "SHA1")),
    "suiteb-gcm-128": (("AES-GCM-128", ""),),
    "suiteb-gcm-256": (("AES-GCM-256", ""),),
}
_WITHOUT_PFS = frozenset({"basic", "compatible"})


class Item(Struct):
    """One proposal, policy, gateway or VPN: its statements by their first words; those that may repeat in ``more``."""

    name: str
    where: Evidence
    have: dict[str, Setting] = field(default_factory=dict)
    more: list[Path] = field(default_factory=list)
    cut: bool = False


class Srx(Struct):
    """All statements about IPsec, by what they configure: ``ike proposal`` and so on."""

    items: dict[tuple[str, str], dict[str, Item]] = field(default_factory=dict)
    addresses: dict[str, list[Setting]] = field(default_factory=dict)
    policies: Policies = field(default_factory=Policies)
    hostname: str = ""
    version: str = ""
    read: int = 0
    unread: list[Evidence] = field(default_factory=list)

    def of(self, area: str, kind: str) -> dict[str, Item]:
        """The items of one kind by name."""
        return self.items.get((area, kind), {})


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every VPN of the configuration; gateways that no VPN shown uses stand as tunnels of their own."""
    box = Srx()
    found, cut = paths(lines, index)
    last: Item | None = None
    for path in found:
        last = _take(box, path) or last
    if cut and last is not None:
        last.cut = True
    return DeviceSettings(
        platform=PLATFORM,
        version=box.version,
        hostname=box.hostname,
        tunnels=_tunnels(box),
        addresses={name: all_[0] for name, all_ in box.addresses.items()},
        read=box.read,
        unread=box.unread,
    )


def _take(box: Srx, path: Path) -> Item | None:
    box.read += 1
    match path.words:
        case ["security", ("ike" | "ipsec") as area, ("proposal" | "policy" | "gateway" | "vpn") as kind, name, *rest]:
            item = box.items.setdefault((area, kind), {}).setdefault(name, Item(name, path.where))
            _statement(item, rest, path)
            return item
        case ["interfaces", name, "unit", unit, "family", ("inet" | "inet6"), "address", address, *_]:
            box.addresses.setdefault(f"{name}.{unit}", []).append(Setting(address.split("/")[0], path.where))
        case ["security", ("zones" | "policies" | "address-book"), *_]:
            box.policies.take(path)
        case ["system", "host-name", name]:
            box.hostname = name
        case ["version", version]:
            box.version = version
        case ["security", ("ike" | "ipsec"), *_]:
            box.read -= 1
            box.unread.append(path.where)
        case _:
            box.read -= 1
    return None


def _statement(item: Item, rest: Sequence[str], path: Path) -> None:
    if not rest:
        return
    match list(rest):
        case ["ike", ("gateway" | "ipsec-policy") as key, *value]:
            item.have[key] = Setting(values(value), path.where)
        case ["ike", "proxy-identity", key, value, *_]:
            item.have[f"proxy {key}"] = Setting(value, path.where)
        case ["traffic-selector", *_]:
            item.more.append(Path(tuple(rest), path.where))
        case ["pre-shared-key", *value]:
            item.have["key"] = secret(value[-1] if value else "", path.where, encrypted=bool(value) and value[-1].startswith("$9$"))
        case [("proposals" | "address") as key, *value]:
            before = item.have.get(key)
            item.have[key] = Setting(f"{before.value} {values(value)}" if before else values(value), before.where if before else path.where)
        case [("local-identity" | "remote-identity" | "dynamic" | "perfect-forward-secrecy") as key, *value]:
            item.have[key] = Setting(values(value), path.where)
        case ["dead-peer-detection", *value]:
            item.have["dead-peer-detection"] = Setting(values(value) or "on", path.where)
        case [key, *value]:
            item.have[key] = Setting(values(value) or "on", path.where)


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
            _ipsec_policy(box, tunnel, policy)
        _selectors(box, tunnel, vpn, gateways.get(named.value) if named else None)
        tunnel.encapsulation = Setting("tunnel", default="SRX knows no other mode")
        found.append(tunnel)
    for name, gateway in gateways.items():
        if name not in used:
            tunnel = TunnelSettings(name=name, platform=PLATFORM, where=gateway.where)
            _gateway(box, tunnel, gateway)
            found.append(tunnel)
    return found or _without_gateway(box)


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
        _ike_policy(box, tunnel, ike[0])
    elif not ike and box.of("ike", "proposal"):
        _phase1(tunnel, list(box.of("ike", "proposal").values()))
    if len(ipsec) == 1:
        _ipsec_policy(box, tunnel, ipsec[0])
    elif not ipsec and box.of("ipsec", "proposal"):
        _phase2(tunnel, list(box.of("ipsec", "proposal").values()))
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
        _ike_policy(box, tunnel, policy)
    psk = tunnel.authentication is None or tunnel.authentication.value == "pre-shared key"
    own, far = _identity(have.get("local-identity")), _identity(have.get("remote-identity"))
    if own is None and psk and tunnel.local_address and not gateway.cut:
        own = Setting(tunnel.local_address.value, tunnel.local_address.where, DEFAULT)
    if far is None and "dynamic" in have:
        far = _identity(have["dynamic"])
    if far is None and psk and tunnel.peer and tunnel.peer.value != ANY and not tunnel.more_peers and not gateway.cut:
        far = Setting(tunnel.peer.value, tunnel.peer.where, f"{DEFAULT}: the peer's address")
    tunnel.identity_local, tunnel.identity_remote = own, far
    off = have.get("no-nat-traversal")
    if off is not None or not gateway.cut:
        tunnel.nat_traversal = Setting("off", off.where) if off else Setting("on", default=DEFAULT)
    if "dead-peer-detection" in have or not gateway.cut:
        tunnel.dpd = have.get("dead-peer-detection") or Setting(NONE, default=DEFAULT)
    tunnel.fragmentation = have.get("fragmentation")


def _own_address(box: Srx, tunnel: TunnelSettings, have: Mapping[str, Setting]) -> None:
    """The address of the external interface; of several only a stated one is sure."""
    outside = have.get("external-interface")
    if outside is not None:
        name = outside.value if "." in outside.value else f"{outside.value}.0"
        tunnel.interface = Setting(name, outside.where)
        shown = box.addresses.get(name, [])
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


def _ike_policy(box: Srx, tunnel: TunnelSettings, policy: Item) -> None:
    have = policy.have
    if tunnel.version is None or "ikev1" in tunnel.version.value:
        complete = not policy.cut and ({"proposals", "proposal-set"} & have.keys())
        tunnel.mode = have.get("mode") or (Setting("main", default=DEFAULT) if complete else None)
    if "key" in have:
        tunnel.key = have["key"]
        tunnel.authentication = Setting("pre-shared key", have["key"].where)
    elif "certificate" in have:
        tunnel.key = Setting(NONE, have["certificate"].where)
    if "proposal-set" in have:
        word = have["proposal-set"]
        if word.value in IKE_SETS:
            tunnel.phase1 = tuple(
                Suite({"encryption": (cipher,), "integrity": (hash_,), "group": (group,)}, word.where, word.value)
                for cipher, hash_, group in IKE_SETS[word.value]
            )
            method = "ECDSA signature" if word.value.startswith("suiteb") else "pre-shared key"
            tunnel.authentication = tunnel.authentication or Setting(method, word.where, f"by the proposal set {word.value}")
            tunnel.phase1_lifetime = Setting("28800", default=DEFAULT)
    elif "proposals" in have:
        names = have["proposals"].value.split()
        _phase1(tunnel, [box.of("ike", "proposal").get(name) for name in names])


def _phase1(tunnel: TunnelSettings, proposals: Sequence[Item | None]) -> None:
    tunnel.phase1 = all_or_none([suite(item.name, item.have, _IKE, item.where) if item else None for item in proposals])
    known = [item for item in proposals if item is not None]
    if not known:
        return
    lifetime = known[0].have.get("lifetime-seconds")
    tunnel.phase1_lifetime = lifetime or (None if known[0].cut else Setting("28800", default=DEFAULT))
    methods = {
        item.have["authentication-method"].value: item.have["authentication-method"]
        for item in known
        if "authentication-method" in item.have
    }
    if len(methods) == 1:
        word, setting = next(iter(methods.items()))
        tunnel.authentication = Setting(_METHODS.get(word, word), setting.where)


def _ipsec_policy(box: Srx, tunnel: TunnelSettings, policy: Item) -> None:
    have = policy.have
    pfs = have.get("perfect-forward-secrecy")
    if "proposal-set" in have:
        word = have["proposal-set"]
        if word.value in IPSEC_SETS:
            tunnel.phase2 = tuple(
                Suite({"encryption": (cipher,), **({"integrity": (hash_,)} if hash_ else {})}, word.where, word.value)
                for cipher, hash_ in IPSEC_SETS[word.value]
            )
            tunnel.protocol = Setting("esp", word.where)
            tunnel.phase2_lifetime = Setting("3600", default=DEFAULT)
        if pfs is None and word.value in _WITHOUT_PFS:
            tunnel.pfs = Setting(NONE, word.where, f"by the proposal set {word.value}")
    elif "proposals" in have:
        names = have["proposals"].value.split()
        _phase2(tunnel, [box.of("ipsec", "proposal").get(name) for name in names])
        if pfs is None and not policy.cut:
            tunnel.pfs = Setting(NONE, default=DEFAULT)
    if pfs is not None:
        tunnel.pfs = Setting(f"group {pfs.value.split()[-1].removeprefix('group')}", pfs.where) if pfs.value.startswith("keys ") else None


def _phase2(tunnel: TunnelSettings, proposals: Sequence[Item | None]) -> None:
    tunnel.phase2 = all_or_none([_of_proposal(item) if item else None for item in proposals])
    known = [item for item in proposals if item is not None]
    protocols = {item.have["protocol"].value: item.have["protocol"] for item in known if "protocol" in item.have}
    if len(protocols) == 1:
        tunnel.protocol = next(iter(protocols.values()))
    if known:
        lifetime = known[0].have.get("lifetime-seconds")
        tunnel.phase2_lifetime = lifetime or (None if known[0].cut else Setting("3600", default=DEFAULT))
        tunnel.phase2_volume = known[0].have.get("lifetime-kilobytes")


def _of_proposal(item: Item) -> Suite | None:
    if "protocol" in item.have and item.have["protocol"].value == "ah" and "authentication-algorithm" in item.have:
        found = suite(item.name, {**item.have, "encryption-algorithm": Setting("null")}, _ESP, item.where)
        return Suite({"ah": found.algorithms["integrity"]}, item.where, item.name) if found and "integrity" in found.algorithms else None
    return suite(item.name, item.have, _ESP, item.where)


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
        tunnel.selectors = box.policies.selectors(vpn.name, tunnel.interface.value)
    if tunnel.local_address is not None and not is_address(tunnel.local_address.value):
        tunnel.local_address = None
