"""Configurations of Palo Alto firewalls in ``set`` form, with or without the prefix of a Panorama template.

Defaults: PAN-OS Web Interface Help, "IKE Crypto Profiles", "IPSec Crypto Profiles" (lifetimes) and "IKE Gateways" (identification).
What the gateway offers without a named version or profile depends on the release: it is left open.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field, structs

from assistant.configs.flat import all_or_none, concealed, items, suite, words
from assistant.configs.values import is_address, network, secret
from assistant.model.observed import Evidence, Line, TransformKind
from assistant.model.settings import ANY, NONE, DeviceSettings, Selector, Setting, Suite, TunnelSettings

PLATFORM = "paloalto"
DEFAULT = "PAN-OS default"
_PROFILE: dict[str, TransformKind] = {"encryption": "encryption", "hash": "integrity", "authentication": "integrity", "dh-group": "group"}
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}
_VERSIONS = {"ikev1": "ikev1", "ikev2": "ikev2", "ikev2-preferred": "ikev2 ikev1"}


class Item(Struct):
    """One profile, gateway or tunnel: its statements by their path of words."""

    name: str
    where: Evidence
    have: dict[str, Setting] = field(default_factory=dict)
    proxies: dict[str, dict[str, Setting]] = field(default_factory=dict)
    last: int = 0


class Pan(Struct):
    """All statements about IPsec, by what they configure."""

    ike: dict[str, Item] = field(default_factory=dict)
    ipsec: dict[str, Item] = field(default_factory=dict)
    gateways: dict[str, Item] = field(default_factory=dict)
    tunnels: dict[str, Item] = field(default_factory=dict)
    addresses: dict[str, list[Setting]] = field(default_factory=dict)
    hostname: str = ""
    last: int = 0
    read: int = 0
    unread: list[Evidence] = field(default_factory=list)


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every IPsec tunnel; gateways that no tunnel shown uses stand as tunnels of their own."""
    box = Pan()
    for line in lines:
        said = words(line.text)
        if not said:
            continue
        box.last = line.number
        if "set" in said[:2] and len(said) > 3:  # noqa: PLR2004 - no statement of ours is shorter
            _take(box, said[said.index("set") + 1 :], concealed(index, line))
    return DeviceSettings(
        platform=PLATFORM,
        hostname=box.hostname,
        tunnels=_tunnels(box),
        addresses={name: all_[0] for name, all_ in box.addresses.items()},
        read=box.read,
        unread=box.unread,
    )


def _take(box: Pan, said: Sequence[str], where: Evidence) -> None:
    """One statement, without what stands before ``network``: template, device, virtual system."""
    if "hostname" in said and said[-2] == "hostname":
        box.hostname = said[-1]
    if "network" not in said:
        return
    box.read += 1
    match list(said[said.index("network") + 1 :]):
        case ["ike", "crypto-profiles", "ike-crypto-profiles", name, *rest]:
            _profile(box.ike.setdefault(name, Item(name, where)), rest, where)
        case ["ike", "crypto-profiles", "ipsec-crypto-profiles", name, *rest]:
            _profile(box.ipsec.setdefault(name, Item(name, where)), rest, where)
        case ["ike", "gateway", name, *rest]:
            _gateway(box.gateways.setdefault(name, Item(name, where)), rest, where)
        case ["tunnel", "ipsec", name, *rest]:
            item = box.tunnels.setdefault(name, Item(name, where))
            item.last = where.line
            _tunnel(item, rest, where)
        case ["interface", *rest] if "ip" in rest[1:-1]:
            at = rest.index("ip", 1)
            name = next(
                (word for word in reversed(rest[:at]) if any(letter.isdigit() for letter in word) and word != "layer3"), rest[at - 1]
            )
            address = rest[at + 1].split("/")[0]
            if is_address(address):
                box.addresses.setdefault(name, []).append(Setting(address, where))
        case ["ike" | "tunnel", *_]:
            box.read -= 1
            box.unread.append(where)
        case _:
            box.read -= 1


def _profile(item: Item, rest: Sequence[str], where: Evidence) -> None:
    """``dh-group [ group14 ]``, ``esp encryption [ … ]``, ``lifetime hours 8``; several in one line as they come."""
    left = list(rest)
    while left:
        if left[0] in {"esp", "ah"}:
            item.have["protocol"] = Setting(left[0], where)
            left = left[1:]
        elif left[0] in {"lifetime", "lifesize"} and len(left) > 2:  # noqa: PLR2004 - unit and number
            if left[0] == "lifetime" and left[1] in _SECONDS and left[2].isdigit():
                item.have["lifetime"] = Setting(str(int(left[2]) * _SECONDS[left[1]]), where)
            left = left[3:]
        elif len(left) > 1:
            size = left.index("]") + 1 if left[1] == "[" and "]" in left else len(left) if left[1] == "[" else 2
            before = item.have.get(left[0])
            values = " ".join(items(left[1:size]))
            item.have[left[0]] = Setting(f"{before.value} {values}" if before else values, before.where if before else where)
            left = left[size:]
        else:
            return


def _gateway(item: Item, rest: Sequence[str], where: Evidence) -> None:
    match list(rest):
        case ["authentication", "pre-shared-key", *value]:
            given = [word for word in value if word != "key"]
            if given:
                item.have["key"] = secret(given[0], where, encrypted=given[0].startswith("-AQ=="))
        case ["authentication", "certificate", *_]:
            item.have["certificate"] = Setting("certificate", where)
        case ["protocol", "version", word, *_]:
            item.have["version"] = Setting(word, where)
        case ["protocol", ("ikev1" | "ikev2") as version, *pairs]:
            for key, word in pairwise(pairs):
                if key in {"ike-crypto-profile", "exchange-mode"}:
                    item.have[f"{version} {key}"] = Setting(word, where)
            if pairs[:2] == ["dpd", "enable"] and len(pairs) > 2:  # noqa: PLR2004
                item.have[f"{version} dpd"] = Setting("on" if pairs[2] == "yes" else NONE, where)
        case ["protocol-common", ("nat-traversal" | "fragmentation") as key, "enable", word, *_]:
            item.have[key] = Setting("on" if word == "yes" else "off", where)
        case [("local-address" | "peer-address" | "local-id" | "peer-id") as key, *pairs]:
            for name, word in zip(pairs[::2], pairs[1::2], strict=False):
                item.have[f"{key} {name}"] = Setting(word, where)
            if pairs[:1] == ["dynamic"]:
                item.have["peer-address dynamic"] = Setting(ANY, where)
        case ["disabled", word]:
            item.have["disabled"] = Setting(word, where)
        case _:
            pass


def _tunnel(item: Item, rest: Sequence[str], where: Evidence) -> None:
    match list(rest):
        case ["auto-key", "ike-gateway", name, *_]:
            item.have["ike-gateway"] = item.have.get("ike-gateway") or Setting(name, where)
        case ["auto-key", "ipsec-crypto-profile", name, *_]:
            item.have["ipsec-crypto-profile"] = Setting(name, where)
        case ["auto-key", ("proxy-id" | "proxy-id-v6"), name, *pairs]:
            have = item.proxies.setdefault(name, {})
            for key, value in zip(pairs[::2], pairs[1::2], strict=False):
                have[key] = Setting(value, where)
        case [("tunnel-interface" | "disabled" | "ipsec-mode") as key, word, *_]:
            item.have[key] = Setting(word, where)
        case _:
            pass


def _tunnels(box: Pan) -> list[TunnelSettings]:
    found: list[TunnelSettings] = []
    used: set[str] = set()
    for item in box.tunnels.values():
        named = item.have.get("ike-gateway")
        if named is not None:
            used.add(named.value)
        if _off(item):
            continue
        tunnel = TunnelSettings(name=item.name, platform=PLATFORM, where=item.where, route_based=True)
        if named is not None and named.value in box.gateways:
            _of_gateway(box, tunnel, box.gateways[named.value])
        mode = item.have.get("ipsec-mode")
        tunnel.encapsulation = mode or Setting("tunnel", default=DEFAULT)
        profile = item.have.get("ipsec-crypto-profile")
        if profile is not None and profile.value in box.ipsec:
            _phase2(tunnel, [box.ipsec[profile.value]])
        tunnel.selectors = _selectors(box, item)
        found.append(tunnel)
    for name, item in box.gateways.items():
        if name not in used and not _off(item):
            tunnel = TunnelSettings(name=name, platform=PLATFORM, where=item.where, route_based=True)
            _of_gateway(box, tunnel, item)
            found.append(tunnel)
    if not found and not box.tunnels and not box.gateways and (box.ike or box.ipsec):
        first = next(iter([*box.ike.values(), *box.ipsec.values()]))
        tunnel = TunnelSettings(name="", platform=PLATFORM, where=first.where, route_based=True)
        _phase1(tunnel, list(box.ike.values()))
        _phase2(tunnel, list(box.ipsec.values()))
        found.append(tunnel)
    return found


def _off(item: Item) -> bool:
    return "disabled" in item.have and item.have["disabled"].value == "yes"


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
    if len(names) > 1 and tunnel.phase1 is not None:
        newer = named.get("ikev2")
        tunnel.phase1 = tuple(
            structs.replace(item, algorithms={**item.algorithms, "prf": item.algorithms["integrity"]})
            if item.name == newer and "integrity" in item.algorithms
            else structs.replace(item, algorithms={**item.algorithms, "authentication": ()})
            for item in tunnel.phase1
        )


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


def _esp(item: Item) -> Suite | None:
    have = {key: value for key, value in item.have.items() if key != "dh-group"}
    if "protocol" in have and have["protocol"].value == "ah" and "authentication" in have:
        found = suite(item.name, {**have, "encryption": Setting("null")}, _PROFILE, item.where)
        return Suite({"ah": found.algorithms["integrity"]}, item.where, item.name) if found and "integrity" in found.algorithms else None
    return suite(item.name, have, _PROFILE, item.where)


def _selectors(box: Pan, item: Item) -> tuple[Selector, ...] | None:
    """The proxy IDs; none at all only where more of the configuration follows, so that the paste cannot end before them."""
    if not item.proxies:
        ended = item.last == box.last and "tunnel-interface" not in item.have and "ipsec-crypto-profile" not in item.have
        return None if ended or "ike-gateway" not in item.have else ()
    found = []
    for have in item.proxies.values():
        where = next((setting.where for setting in have.values()), item.where)
        protocol = have["protocol"].value if "protocol" in have else "any"
        local, remote = (network(have[key].value) if key in have else ANY for key in ("local", "remote"))
        found.append(Selector(local, remote, where, "" if protocol == "any" else protocol))
    return tuple(found)
