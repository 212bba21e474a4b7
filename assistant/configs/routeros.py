"""Exports of MikroTik RouterOS 6 and 7: ``/ip ipsec`` profiles, peers, proposals, identities and policies.

Before 6.43 a peer holds its proposal, before 6.44 its key as well. Defaults: RouterOS documentation, "IPsec", tables of properties;
an export leaves out what is at its default. The entries named ``default`` are there always, but a paste that does not show
their section does not show what they hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.configs.flat import named
from assistant.configs.routeros_export import Entry, Export, export
from assistant.configs.values import is_address, network, secret
from assistant.model.observed import Evidence, Line, TransformKind
from assistant.model.settings import ANY, NONE, DeviceSettings, Selector, Setting, Suite, TunnelSettings

PLATFORM = "mikrotik"
DEFAULT = "RouterOS default"
_PHASE1: dict[str, tuple[TransformKind, str]] = {
    "enc-algorithm": ("encryption", "aes-128,3des"),
    "hash-algorithm": ("integrity", "sha1"),
    "dh-group": ("group", "modp2048,modp1024"),
}
_PHASE2: dict[str, tuple[TransformKind, str]] = {
    "enc-algorithms": ("encryption", "aes-256-cbc,aes-192-cbc,aes-128-cbc"),
    "auth-algorithms": ("integrity", "sha1"),
}
_METHODS = {
    "pre-shared-key": "pre-shared key",
    "pre-shared-key-xauth": "pre-shared key with XAUTH",
    "digital-signature": "RSA signature",
    "rsa-signature": "RSA signature",
    "rsa-key": "RSA signature",
    "eap": "EAP",
}
_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_OPEN = frozenset({"0.0.0.0/0", "::/0", "0.0.0.0", "::"})  # noqa: S104 - as RouterOS writes "any"
_PEERS_OWN = frozenset(
    {"enc-algorithm", "hash-algorithm", "dh-group", "secret", "auth-method", "nat-traversal", "generate-policy", "my-id"}
)


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """One tunnel for each peer and each manner in which its policies protect; a peer without any policy shown is one too."""
    box = export(lines, index)
    device = DeviceSettings(platform=PLATFORM, version=box.version, read=box.read, unread=box.unread)
    for entry in box.of("/ip address"):
        address = entry.value("address").split("/")[0]
        if is_address(address) and not entry.off:
            device.addresses.setdefault(entry.value("interface") or address, Setting(address, entry.where))
    for entry in box.of("/system identity"):
        device.hostname = entry.value("name")
    policies: dict[tuple[str, str], list[Entry]] = {}
    for entry in box.of("/ip ipsec policy"):
        if not entry.off and entry.value("template") != "yes" and any(_end(entry)):
            policies.setdefault(_end(entry), []).append(entry)
    identities: dict[str, Entry] = {}
    for entry in box.of("/ip ipsec identity"):
        if not entry.off:
            identities.setdefault(entry.value("peer"), entry)
    left = set(policies)
    for peer in box.of("/ip ipsec peer"):
        ends = [(peer.value("name"), ""), ("", peer.value("address").split("/")[0])]
        left -= set(ends)
        if not peer.off:
            own = [entry for end in ends if any(end) for entry in policies.get(end, ())]
            device.tunnels += _with_policies(box, _peer(box, peer, identities), own)
    for end in (end for end in policies if end in left):
        tunnel = TunnelSettings(name=end[0] or end[1], platform=PLATFORM)
        if is_address(end[1]):
            tunnel.peer = Setting(end[1], policies[end][0].where)
        device.tunnels += _with_policies(box, tunnel, policies[end])
    if not device.tunnels and (box.of("/ip ipsec profile") or box.of("/ip ipsec proposal")):
        tunnel = TunnelSettings(name="", platform=PLATFORM)
        tunnel.phase1 = tuple(_suite(entry, _PHASE1) for entry in box.of("/ip ipsec profile")) or None
        proposals = box.of("/ip ipsec proposal")
        tunnel.phase2 = tuple(_suite(entry, _PHASE2) for entry in proposals) or None
        device.tunnels.append(tunnel)
    return device


def _end(policy: Entry) -> tuple[str, str]:
    """The peer that a policy belongs to: its name, or, in old releases, its address."""
    return (policy.value("peer"), "") if policy.value("peer") else ("", policy.value("sa-dst-address"))


def _peer(box: Export, peer: Entry, identities: Mapping[str, Entry]) -> TunnelSettings:
    address = peer.have.get("address")
    bare = address.value.removesuffix("/32").removesuffix("/128") if address else ""
    tunnel = TunnelSettings(name=peer.value("name") or bare, platform=PLATFORM, where=peer.where)
    tunnel.peer = Setting(ANY, peer.where) if bare in {"", *_OPEN} else Setting(bare, peer.where)
    own = peer.have.get("local-address")
    tunnel.local_address = own if own and own.value not in _OPEN else None
    mode = peer.have.get("exchange-mode")
    word = mode.value if mode else "main"
    where, default = (mode.where, "") if mode else (None, DEFAULT)
    tunnel.version = Setting("ikev2" if word == "ike2" else "ikev1", where, default)
    if word != "ike2":
        tunnel.mode = Setting("aggressive" if word == "aggressive" else "main" if word.startswith("main") else word, where, default)
    keyed = bool(_PEERS_OWN & peer.have.keys())
    old = "profile" not in peer.have and (
        bool(_PHASE1.keys() & peer.have.keys()) or (keyed and box.whole and "/ip ipsec profile" not in box.sections)
    )
    profile = peer if old else _named(box, "/ip ipsec profile", peer.value("profile") or "default")
    if profile is not None:
        tunnel.phase1 = (_suite(profile, _PHASE1),)
        tunnel.phase1_lifetime = _duration(profile.have.get("lifetime"), "86400")
        nat = profile.have.get("nat-traversal")
        if nat is not None or not old:  # the old peers' default changed between releases
            tunnel.nat_traversal = Setting(
                "on" if nat is None or nat.value == "yes" else "off", nat.where if nat else None, "" if nat else DEFAULT
            )
        dpd = profile.have.get("dpd-interval")
        if dpd is not None:
            tunnel.dpd = Setting(NONE if dpd.value == "disable-dpd" else dpd.value, dpd.where)
    identity = peer if keyed else identities.get(peer.value("name"))
    if identity is not None:
        _identity(tunnel, identity)
    return tunnel


def _identity(tunnel: TunnelSettings, identity: Entry) -> None:
    method = identity.have.get("auth-method")
    word = method.value if method else "pre-shared-key"
    tunnel.authentication = Setting(_METHODS.get(word, word), method.where if method else None, "" if method else DEFAULT)
    psk = word.startswith("pre-shared-key")
    key = identity.have.get("secret")
    if key is not None:
        tunnel.key = secret(key.value, key.where or Evidence(-1, 0, ""))
    elif not psk:
        tunnel.key = Setting(NONE, identity.where)
    own, far = identity.have.get("my-id"), identity.have.get("remote-id")
    if own is not None and own.value != "auto":
        tunnel.identity_local = Setting(_bare(own.value), own.where)
    elif psk and tunnel.local_address is not None:
        tunnel.identity_local = Setting(tunnel.local_address.value, tunnel.local_address.where, DEFAULT)
    if far is None or far.value in {"auto", "ignore"}:
        tunnel.identity_remote = Setting(ANY, far.where if far else None, "" if far else DEFAULT)
    else:
        tunnel.identity_remote = Setting(_bare(far.value), far.where)


def _bare(identity: str) -> str:
    """An identity without RouterOS's word for its type."""
    kind, colon, value = identity.partition(":")
    return value if colon and kind in {"address", "fqdn", "user-fqdn", "key-id", "dn"} else identity


def _named(box: Export, section: str, name: str) -> Entry | None:
    """The entry of that name. ``default`` is there unwritten where the paste shows its section, or is a whole export."""
    found = box.names.get((section, name))
    if found is not None and found.off:
        return None
    if found is None and name == "default" and (box.whole or section in box.sections):
        return Entry(section, None, name=name)
    return found


def _suite(entry: Entry, kinds: Mapping[str, tuple[TransformKind, str]]) -> Suite:
    algorithms: dict[str, tuple[str, ...]] = {}
    missing = []
    lines: dict[str, Evidence] = {}
    for key, (kind, default) in kinds.items():
        setting = entry.have.get(key)
        values = named(kind, (setting.value if setting else default).split(","))
        if setting is None:
            missing.append(kind)
        elif setting.where is not None:
            lines[kind] = setting.where
        if values:
            algorithms[kind] = values
    prf = entry.have.get("prf-algorithm")
    if prf is not None and prf.value != "auto":
        algorithms["prf"] = named("integrity", [prf.value])
    return Suite(algorithms, entry.where, entry.name, f"{DEFAULT} for {', '.join(missing)}" if missing else "", lines)


def _duration(setting: Setting | None, default: str) -> Setting | None:
    """``1d``, ``8h30m``, ``00:30:00`` or ``1d00:00:00`` in seconds; ``None`` where it is no duration."""
    if setting is None:
        return Setting(default, default=DEFAULT)
    total, number = 0, ""
    text = setting.value
    if ":" in text:
        days, _, clock = text.rpartition("d")
        parts = clock.split(":")
        if len(parts) != 3 or not all(part.isdecimal() and len(part) < 10 for part in parts) or (days and not days.isdecimal()):  # noqa: PLR2004
            return None
        total = (int(days[:9]) if days else 0) * 86_400 + int(parts[0]) * 3_600 + int(parts[1]) * 60 + int(parts[2])
        return Setting(str(total), setting.where)
    for letter in text:
        if letter.isdecimal() and len(number) < 10:  # noqa: PLR2004 - no duration has more figures
            number += letter
        elif letter in _UNITS and number:
            total += int(number) * _UNITS[letter]
            number = ""
        else:
            return None
    return Setting(str(total + int(number or "0")), setting.where)


def _with_policies(box: Export, tunnel: TunnelSettings, policies: Sequence[Entry]) -> list[TunnelSettings]:
    """The tunnel once for each proposal, protocol and mode that its policies name."""
    if not policies:
        return [tunnel]
    found: dict[tuple[str, str, str], TunnelSettings] = {}
    for policy in policies:
        key = (policy.value("proposal") or "default", policy.value("ipsec-protocols") or "esp", policy.value("tunnel") or "no")
        if key not in found:
            found[key] = structs.replace(tunnel, selectors=())
            _phase2(box, found[key], policy, key)
        one = found[key]
        protocol = policy.value("protocol")
        sides = [network(policy.value(name) or "0.0.0.0/0") for name in ("src-address", "dst-address")]
        chosen = Selector(sides[0], sides[1], policy.where, "" if protocol in {"", "all", "255"} else protocol)
        one.selectors = (*(one.selectors or ()), chosen)
    return list(found.values())


def _phase2(box: Export, tunnel: TunnelSettings, policy: Entry, key: tuple[str, str, str]) -> None:
    tunnel.where = tunnel.where or policy.where
    source = policy.have.get("sa-src-address")
    if tunnel.local_address is None and source is not None and is_address(source.value) and source.value not in _OPEN:
        tunnel.local_address = source
        if tunnel.identity_local is None and tunnel.authentication is not None and "pre-shared" in tunnel.authentication.value:
            tunnel.identity_local = Setting(source.value, source.where, DEFAULT)
    stated = policy.have.get("tunnel")
    tunnel.encapsulation = Setting(
        "tunnel" if key[2] == "yes" else "transport", stated.where if stated else None, "" if stated else DEFAULT
    )
    protocol = policy.have.get("ipsec-protocols")
    tunnel.protocol = Setting(key[1], protocol.where if protocol else None, "" if protocol else DEFAULT)
    proposal = _named(box, "/ip ipsec proposal", key[0])
    if proposal is None:
        return
    found = _suite(proposal, _PHASE2)
    if key[1] == "ah":
        found = structs.replace(found, algorithms={"ah": found.algorithms["integrity"]} if "integrity" in found.algorithms else {})
    tunnel.phase2 = (found,)
    group = proposal.have.get("pfs-group")
    if group is None:
        tunnel.pfs = Setting("group 2", default=DEFAULT)
    else:
        tunnel.pfs = Setting(NONE if group.value == "none" else " or ".join(named("group", [group.value])), group.where)
    tunnel.phase2_lifetime = _duration(proposal.have.get("lifetime"), "1800")
