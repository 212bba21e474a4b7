"""AWS Site-to-Site VPN: ``aws ec2 describe-vpn-connections``, the tunnel options of each tunnel.

An option that is left at its default is not printed. Defaults: AWS Site-to-Site VPN User Guide, "Tunnel options for your
Site-to-Site VPN connection".
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs.clouds.aws import ACCEPTED, DEFAULT, PLATFORM
from assistant.configs.clouds.json_lines import Value, values
from assistant.configs.flat import named
from assistant.configs.suites import PRF_OF_INTEGRITY
from assistant.configs.values import network, secret
from assistant.model.observed import Evidence, Line, TransformKind
from assistant.model.settings import ANY, DeviceSettings, Selector, Setting, Suite, TunnelSettings

_KINDS: dict[str, TransformKind] = {"EncryptionAlgorithms": "encryption", "IntegrityAlgorithms": "integrity", "DHGroupNumbers": "group"}
_STARTS = {"add": "responder", "start": "both"}


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """AWS's end of each tunnel of each connection."""
    found: dict[tuple[str | int, ...], list[Value]] = {}
    shared: dict[tuple[str | int, ...], dict[str, Value]] = {}
    count = 0
    for value in values(lines, index):
        count += 1
        if "TunnelOptions" in value.path[:-1]:
            at = value.path.index("TunnelOptions") + 2
            found.setdefault(value.path[:at], []).append(value)
        else:
            shared.setdefault(value.path[:-1], {})[str(value.path[-1])] = value
    tunnels = [_tunnel(path[-1], options, shared.get(path[:-2], {})) for path, options in found.items()]
    return DeviceSettings(platform=PLATFORM, tunnels=tunnels, read=count)


def _tunnel(number: str | int, options: list[Value], shared: dict[str, Value]) -> TunnelSettings:
    have: dict[str, list[Value]] = {}
    for value in options:
        name = next((str(part) for part in value.path[value.path.index("TunnelOptions") + 2 :] if isinstance(part, str)), "")
        if value.value != "[]":
            have.setdefault(name, []).append(value)
    tunnel = TunnelSettings(name=f"tunnel {int(number) + 1}" if isinstance(number, int) else "", platform=PLATFORM, where=options[0].where)
    tunnel.route_based = True
    tunnel.local_address = _one(have, "OutsideIpAddress")
    if tunnel.local_address is not None:
        tunnel.identity_local = Setting(tunnel.local_address.value, tunnel.local_address.where, DEFAULT)
    tunnel.tunnel_interface = _one(have, "TunnelInsideCidr")
    key = have.get("PreSharedKey")
    if key:
        tunnel.key = secret(key[0].value, key[0].where)
        tunnel.authentication = Setting("pre-shared key", key[0].where)
    versions = have.get("IkeVersions") or have.get("IKEVersions")
    words = [item.value.lower() for item in versions or ()]
    tunnel.version = Setting(" ".join(words), versions[0].where) if versions else Setting("ikev1 ikev2", default=DEFAULT)
    tunnel.phase1_lifetime = _one(have, "Phase1LifetimeSeconds") or Setting("28800", default=DEFAULT)
    tunnel.phase2_lifetime = _one(have, "Phase2LifetimeSeconds") or Setting("3600", default=DEFAULT)
    tunnel.replay_window = _one(have, "ReplayWindowSize") or Setting("1024", default=DEFAULT)
    tunnel.dpd = _one(have, "DPDTimeoutSeconds") or Setting("30", default=DEFAULT)
    tunnel.encapsulation = Setting("tunnel", default=DEFAULT)
    tunnel.protocol = Setting("esp", default=DEFAULT)
    starts = _one(have, "StartupAction")
    tunnel.initiation = Setting(_STARTS.get(starts.value, "both"), starts.where) if starts else Setting("responder", default=DEFAULT)
    _proposals(tunnel, have, options[0].where)
    local, remote = shared.get("RemoteIpv4NetworkCidr"), shared.get("LocalIpv4NetworkCidr")
    if local is not None and remote is not None and ANY not in {network(local.value), network(remote.value)}:
        tunnel.selectors = (Selector(network(local.value), network(remote.value), local.where),)
    return tunnel


def _one(have: dict[str, list[Value]], name: str) -> Setting | None:
    found = have.get(name)
    return Setting(found[0].value, found[0].where) if found else None


def _proposals(tunnel: TunnelSettings, have: dict[str, list[Value]], where: Evidence) -> None:
    first, second = _suite(have, 1, where), _suite(have, 2, where)
    versions = tunnel.version.value.split() if tunnel.version else []
    suites = []
    if "ikev1" in versions:
        suites.append(Suite({**first.algorithms, "authentication": ("pre-shared key",)}, where, "", first.default, first.lines))
    if "ikev2" in versions:
        lines = {**first.lines, **({"prf": first.lines["integrity"]} if "integrity" in first.lines else {})}
        kinds = ", ".join(filter(None, (first.default.removeprefix(f"{DEFAULT} for "), "prf")))
        default = f"{PRF_OF_INTEGRITY}, {DEFAULT} for {kinds}"
        suites.append(Suite({**first.algorithms, "prf": first.algorithms["integrity"]}, where, "", default, lines))
    tunnel.phase1 = tuple(suites) or None
    groups = second.algorithms["group"]
    tunnel.pfs = Setting(" or ".join(groups), second.lines.get("group"), "" if "group" in second.lines else DEFAULT)
    esp = {kind: second.algorithms[kind] for kind in ("encryption", "integrity")}
    tunnel.phase2 = (Suite(esp, where, "", second.default, second.lines),)


def _suite(have: dict[str, list[Value]], phase: int, where: Evidence) -> Suite:
    algorithms: dict[str, tuple[str, ...]] = {}
    lines: dict[str, Evidence] = {}
    left = []
    for name, kind in _KINDS.items():
        stated = have.get(f"Phase{phase}{name}")
        if stated:
            algorithms[kind] = named(kind, [item.value for item in stated])
            lines[kind] = stated[0].where
        else:
            algorithms[kind] = ACCEPTED[phase][kind]
            left.append(kind)
    return Suite(algorithms, where, "", f"{DEFAULT} for {', '.join(left)}" if left else "", lines)
