"""Exports of MikroTik RouterOS 6 and 7: ``/ip ipsec`` profiles, peers, proposals, identities and policies.

Before 6.43 a peer holds its proposal, before 6.44 its key as well. Defaults: RouterOS documentation, "IPsec", tables of properties;
an export leaves out what is at its default. The entries named ``default`` are there always, but a paste that does not show
their section does not show what they hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.configs.lookup import Lookup
from assistant.configs.mikrotik import flows as routeros_flows
from assistant.configs.mikrotik.export import Entry, Export, export
from assistant.configs.mikrotik.policies import with_policies
from assistant.configs.mikrotik.values import DEFAULT, OPEN, PHASE1, PHASE2, duration, entry_named, suite_of, with_prf
from assistant.configs.values import is_address, secret
from assistant.model.observed import Evidence, Line
from assistant.model.settings import ANY, NONE, DeviceSettings, Setting, TunnelSettings

PLATFORM = "mikrotik"
PLACED = 300
"""Tunnels that are laid against addresses, routes and rules."""
_METHODS = {
    "pre-shared-key": "pre-shared key",
    "pre-shared-key-xauth": "pre-shared key",
    "digital-signature": "RSA signature",
    "rsa-signature": "RSA signature",
    "rsa-key": "RSA signature",
    "eap": "EAP",
}
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
        if entry.value("template") != "yes" and entry.value("action") not in {"none", "discard"} and any(_end(entry)):
            policies.setdefault(_end(entry), []).append(entry)
    identities: dict[str, Entry] = {}
    for entry in sorted(box.of("/ip ipsec identity"), key=lambda item: item.off):
        identities.setdefault(entry.value("peer"), entry)
    left = set(policies)
    busy = {peer.value("address") for peer in box.of("/ip ipsec peer") if not peer.off}
    for peer in box.of("/ip ipsec peer"):
        ends = [(peer.value("name"), ""), ("", peer.value("address").split("/")[0])]
        left -= set(ends)
        if not peer.off or peer.value("address") not in busy:
            own = [entry for end in ends if any(end) for entry in policies.get(end, ())]
            device.tunnels += with_policies(box, _peer(box, peer, identities), own)
    for end in (end for end in policies if end in left):
        tunnel = TunnelSettings(name=end[0] or end[1], platform=PLATFORM)
        if is_address(end[1]):
            tunnel.peer = Setting(end[1], policies[end][0].where)
        device.tunnels += with_policies(box, tunnel, policies[end])
    if not device.tunnels and (box.of("/ip ipsec profile") or box.of("/ip ipsec proposal")):
        tunnel = TunnelSettings(name="", platform=PLATFORM)
        tunnel.phase1 = tuple(suite_of(entry, PHASE1) for entry in box.of("/ip ipsec profile")) or None
        proposals = box.of("/ip ipsec proposal")
        tunnel.phase2 = tuple(suite_of(entry, PHASE2) for entry in proposals) or None
        device.tunnels.append(tunnel)
    device.flows = routeros_flows.flows(box)
    lookup = Lookup(device.flows)
    for tunnel in device.tunnels[:PLACED]:
        routeros_flows.placed(box, tunnel, lookup)
    return device


def _end(policy: Entry) -> tuple[str, str]:
    """The peer that a policy belongs to: its name, or, in old releases, its address."""
    return (policy.value("peer"), "") if policy.value("peer") else ("", policy.value("sa-dst-address"))


def _peer(box: Export, peer: Entry, identities: Mapping[str, Entry]) -> TunnelSettings:
    address = peer.have.get("address")
    bare = address.value.removesuffix("/32").removesuffix("/128") if address else ""
    tunnel = TunnelSettings(name=peer.value("name") or bare, platform=PLATFORM, where=peer.where)
    tunnel.peer = Setting(ANY, peer.where) if bare in {"", *OPEN} else Setting(bare, peer.where)
    own = peer.have.get("local-address")
    tunnel.local_address = own if own and own.value not in OPEN else None
    mode = peer.have.get("exchange-mode")
    word = mode.value if mode else "main"
    where, default = (mode.where, "") if mode else (None, DEFAULT)
    tunnel.version = Setting("ikev2" if word == "ike2" else "ikev1", where, default)
    if word != "ike2":
        tunnel.mode = Setting("aggressive" if word == "aggressive" else "main" if word.startswith("main") else word, where, default)
    keyed = bool(_PEERS_OWN & peer.have.keys())
    old = "profile" not in peer.have and (
        bool(PHASE1.keys() & peer.have.keys()) or (keyed and box.whole and "/ip ipsec profile" not in box.sections)
    )
    profile = peer if old else entry_named(box, "/ip ipsec profile", peer.value("profile") or "default")
    if profile is not None:
        suite = suite_of(profile, PHASE1)
        tunnel.phase1 = (with_prf(suite) if word == "ike2" else suite,)
        tunnel.phase1_lifetime = duration(profile.have.get("lifetime"), "86400")
        nat = profile.have.get("nat-traversal")
        if nat is not None or not old:  # the old peers' default changed between releases
            tunnel.nat_traversal = Setting(
                "on" if nat is None or nat.value == "yes" else "off", nat.where if nat else None, "" if nat else DEFAULT
            )
        dpd = profile.have.get("dpd-interval")
        if dpd is not None:
            tunnel.dpd = Setting(NONE if dpd.value == "disable-dpd" else dpd.value, dpd.where)
        elif not old:  # how often depends on the release
            tunnel.dpd = Setting("on", default=DEFAULT)
    if peer.off:
        tunnel.binding = Setting(NONE, peer.have["disabled"].where)
    passive = peer.have.get("passive")
    if passive is not None and passive.value == "yes":
        tunnel.initiation = Setting("responder", passive.where)
    elif tunnel.peer.value == ANY:
        tunnel.initiation = Setting("responder", peer.where)
    else:
        tunnel.initiation = Setting("both", passive.where) if passive else Setting("both", default=DEFAULT)
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
    if identity.off and identity.section == "/ip ipsec identity":
        tunnel.key = Setting(NONE, identity.have["disabled"].where)
    tunnel.xauth = Setting("on", method.where) if method and word.endswith("-xauth") else Setting("off", default=DEFAULT)
    if word == "digital-signature":
        tunnel.certificate = identity.have.get("certificate") or tunnel.certificate
    tunnel.trust = identity.have.get("remote-certificate")
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
