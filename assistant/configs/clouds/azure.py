"""Azure VPN gateway: a connection as ``az network vpn-connection show`` prints it, or its IPsec policies alone.

Without a policy of its own a connection of a route-based gateway takes the documented default offers, as responder more of
them than as initiator. Source: Azure VPN Gateway, "About VPN devices and IPsec/IKE parameters" and "About cryptographic
requirements". Which addresses and networks the two gateways have stands in other objects, unless it is printed along.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs.clouds.json_lines import Value, values
from assistant.configs.flat import named
from assistant.configs.values import is_address, network, secret
from assistant.model.observed import Evidence, Line, TransformKind
from assistant.model.settings import ANY, NONE, DeviceSettings, Selector, Setting, Suite, TunnelSettings

PLATFORM = "azure-vpn"
DEFAULT = "Azure default"
_CIPHERS = {"DES3": "3DES", "None": "NULL", **{f"GCMAES{bits}": f"AES-GCM-{bits}" for bits in (128, 192, 256)}}
_GROUPS = {"2048": "14", "MM": "", "ECP256": "19", "ECP384": "20"}
_MODES = {"ResponderOnly": "responder", "InitiatorOnly": "initiator", "Default": "both"}
_FIRST = (
    ("AES-CBC-256", "SHA1"),
    ("AES-CBC-256", "SHA2-256"),
    ("AES-CBC-128", "SHA1"),
    ("AES-CBC-128", "SHA2-256"),
    ("3DES", "SHA1"),
    ("3DES", "SHA2-256"),
)
_SECOND = (("AES-GCM-256", ""), *_FIRST, ("DES", "SHA1"))
_PFS = ("none", "group 1", "group 2", "group 14", "group 24")


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Azure's end of each connection."""
    found: dict[tuple[str | int, ...], list[Value]] = {}
    count = 0
    for value in values(lines, index):
        count += 1
        root = tuple(part for part in value.path[:4] if isinstance(part, int))  # an object, or an entry of a list of them
        at = next((number for number, part in enumerate(value.path) if isinstance(part, str)), len(value.path))
        found.setdefault(value.path[:at] or root, []).append(value)
    tunnels: list[TunnelSettings | None] = [*_policies_alone(found)] or [_connection(at, have) for at, have in found.items()]
    return DeviceSettings(platform=PLATFORM, tunnels=[tunnel for tunnel in tunnels if tunnel is not None], read=count)


def _policies_alone(found: dict[tuple[str | int, ...], list[Value]]) -> list[TunnelSettings]:
    """A list of IPsec policies without their connection."""
    policies = [policy for have in found.values() if (policy := {str(item.path[-1]): item for item in have}) and "ikeEncryption" in policy]
    if not policies or any("connectionProtocol" in policy or "connectionType" in policy for policy in policies):
        return []
    tunnel = TunnelSettings(name="", platform=PLATFORM, where=policies[0]["ikeEncryption"].where, route_based=True)
    _policies(tunnel, policies)
    return [tunnel]


def _connection(at: tuple[str | int, ...], have: list[Value]) -> TunnelSettings | None:
    plain = {str(item.path[-1]): item for item in have if len(item.path) == len(at) + 1}
    kind = plain.get("connectionType")
    if not ({"connectionProtocol", "connectionType", "ipsecPolicies", "usePolicyBasedTrafficSelectors"} & plain.keys()) or (
        kind is not None and kind.value.lower() not in {"ipsec", "vnet2vnet"}
    ):
        return None
    name = plain.get("name")
    tunnel = TunnelSettings(name=name.value if name else "", platform=PLATFORM, where=(name or have[0]).where, route_based=True)
    protocol = plain.get("connectionProtocol")
    if protocol is not None and protocol.value.lower() in {"ikev1", "ikev2"}:
        tunnel.version = Setting(protocol.value.lower(), protocol.where)
    mode = plain.get("connectionMode")
    if mode is not None and mode.value in _MODES:
        tunnel.initiation = Setting(_MODES[mode.value], mode.where)
    key = plain.get("sharedKey")
    if key is not None and key.value not in {"null", ""}:
        tunnel.key = secret(key.value, key.where)
    tunnel.authentication = Setting("pre-shared key", key.where) if tunnel.key and key else None
    wait = plain.get("dpdTimeoutSeconds")
    if wait is not None and wait.value.isdecimal():
        tunnel.dpd = Setting(wait.value, wait.where) if wait.value != "0" else Setting("45", default=DEFAULT)
    for item in have:
        if item.path[len(at) :][:1] == ("localNetworkGateway2",) and item.path[-1] == "gatewayIpAddress" and is_address(item.value):
            tunnel.peer = Setting(item.value, item.where)
    tunnel.encapsulation = Setting("tunnel", default=DEFAULT)
    tunnel.protocol = Setting("esp", default=DEFAULT)
    tunnel.phase1_lifetime = Setting("28800", default=DEFAULT)
    _selectors(tunnel, [item for item in have if "trafficSelectorPolicies" in item.path])
    policies: dict[str | int, dict[str, Value]] = {}
    for item in have:
        if item.path[len(at) :][:1] == ("ipsecPolicies",) and len(item.path) == len(at) + 3:
            policies.setdefault(item.path[-2], {})[str(item.path[-1])] = item
    if policies:
        _policies(tunnel, list(policies.values()))
    elif "ipsecPolicies" in plain and plain["ipsecPolicies"].value in {"[]", "null"}:
        _defaults(tunnel)
    return tunnel


def _defaults(tunnel: TunnelSettings) -> None:
    """The offers of a route-based gateway without a policy of the connection."""
    ikev2 = tunnel.version is not None and tunnel.version.value == "ikev2"
    text = f"{DEFAULT} for encryption, integrity, group, prf"
    tunnel.phase1 = tuple(
        Suite({"encryption": (cipher,), "integrity": (hash_,), "group": ("group 2",), **({"prf": (hash_,)} if ikev2 else {})}, default=text)
        for cipher, hash_ in _FIRST
    )
    tunnel.phase2 = tuple(
        Suite({"encryption": (cipher,), **({"integrity": (hash_,)} if hash_ else {})}, default=text) for cipher, hash_ in _SECOND
    )
    tunnel.pfs = Setting(" or ".join(_PFS), default=DEFAULT)
    tunnel.phase2_lifetime = Setting("27000", default=DEFAULT)
    tunnel.phase2_volume = Setting("102400000", default=DEFAULT)


def _policies(tunnel: TunnelSettings, policies: Sequence[dict[str, Value]]) -> None:
    first = [_suite(policy, "ikeEncryption", "ikeIntegrity", "dhGroup") for policy in policies]
    second = [_suite(policy, "ipsecEncryption", "ipsecIntegrity", "") for policy in policies]
    if all({"encryption", "group"} <= suite.algorithms.keys() for suite in first):
        tunnel.phase1 = tuple(first)
    if all("encryption" in suite.algorithms for suite in second):
        tunnel.phase2 = tuple(second)
    policy = policies[0]
    pfs = policy.get("pfsGroup")
    if pfs is not None:
        word = pfs.value.removeprefix("PFS")
        group = _GROUPS.get(word, word)
        if word == "MM":
            group = (first[0].algorithms.get("group") or ("",))[0].removeprefix("group ")
        tunnel.pfs = Setting(NONE if pfs.value == "None" else f"group {group}", pfs.where) if group else None
    lifetime, volume = policy.get("saLifeTimeSeconds"), policy.get("saDataSizeKilobytes")
    tunnel.phase2_lifetime = Setting(lifetime.value, lifetime.where) if lifetime else None
    tunnel.phase2_volume = Setting(volume.value, volume.where) if volume else None


def _suite(policy: dict[str, Value], cipher: str, hash_: str, group: str) -> Suite:
    algorithms: dict[str, tuple[str, ...]] = {}
    lines: dict[str, Evidence] = {}
    words: tuple[tuple[str, TransformKind], ...] = ((cipher, "encryption"), (hash_, "integrity"), (group, "group"))
    for key, kind in words:
        item = policy.get(key)
        if item is None or (kind == "integrity" and (item.value.startswith("GCM") or item.value == "None")):
            continue
        found: tuple[str, ...]
        if kind == "group":
            word = item.value.removeprefix("DHGroup")
            found = (f"group {_GROUPS.get(word, word)}",) if item.value != "None" else ()
        else:
            found = (_CIPHERS[item.value],) if item.value in _CIPHERS else named(kind, [item.value])
        if found:
            algorithms[kind] = found
            lines[kind] = item.where
    return Suite(algorithms, next(iter(lines.values()), None), "", "", lines)


def _selectors(tunnel: TunnelSettings, found: Sequence[Value]) -> None:
    """The pairs of the connection's own traffic selectors; Azure's side is called local there."""
    ranges: dict[tuple[str | int, ...], dict[str, list[Value]]] = {}
    for item in found:
        sides = [part for part in item.path if part in {"localAddressRanges", "remoteAddressRanges"}]
        if sides and item.value != "[]":
            at = item.path.index(sides[0])
            ranges.setdefault(item.path[:at], {}).setdefault(str(sides[0]), []).append(item)
    pairs = [
        Selector(network(mine.value), network(yours.value), mine.where)
        for both in ranges.values()
        for mine in both.get("localAddressRanges", ())
        for yours in both.get("remoteAddressRanges", ())
    ]
    if pairs and ANY not in {item.local for item in pairs}:
        tunnel.selectors = tuple(pairs)
        tunnel.route_based = False
