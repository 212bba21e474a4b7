"""The statements of a Palo Alto configuration: what is about IPsec, by profile, gateway and tunnel; what is about traffic goes to its own module.

Before a statement may stand where it applies: a Panorama template or device group, a device, a virtual system, ``shared``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from assistant.configs.flat import items
from assistant.configs.paloalto.traffic import Traffic, routed, traffic
from assistant.configs.values import is_address, network, secret
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, NONE, Setting

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}
_DIGITS = 12
_PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "47": "gre"}
_KILOBYTES = {"kb": 1, "mb": 1_024, "gb": 1_024**2, "tb": 1_024**3}
_PREFIXES = {"template": 2, "template-stack": 2, "config": 1, "devices": 2, "vsys": 2, "device-group": 2, "shared": 1}
"""Words that say where a statement applies, with how many words each takes."""


class Item(Struct):
    """One profile, gateway or tunnel: its statements by their path of words."""

    name: str
    where: Evidence
    have: dict[str, Setting] = field(default_factory=dict)
    proxies: dict[str, dict[str, Setting]] = field(default_factory=dict)
    last: int = 0


class Pan(Struct):
    """All statements about IPsec and the way of its traffic, by what they configure.

    ``end`` is the last line, which may be cut off; ``last`` the one before: what reaches to it may go on.
    """

    ike: dict[str, Item] = field(default_factory=dict)
    ipsec: dict[str, Item] = field(default_factory=dict)
    gateways: dict[str, Item] = field(default_factory=dict)
    tunnels: dict[str, Item] = field(default_factory=dict)
    addresses: dict[str, list[Setting]] = field(default_factory=dict)
    traffic: Traffic = field(default_factory=Traffic)
    profiles: set[str] = field(default_factory=set)
    down: dict[str, Setting] = field(default_factory=dict)
    hostname: str = ""
    last: int = 0
    end: int = 0
    read: int = 0
    unread: list[Evidence] = field(default_factory=list)


def take(box: Pan, said: Sequence[str], where: Evidence) -> None:
    """Take one statement in; ``said`` are its words after ``set``."""
    at, scope = 0, ""
    while at < len(said) and said[at] in _PREFIXES:
        scope = " ".join(said[at : at + 2]) if said[at] in {"vsys", "device-group"} else scope
        at += _PREFIXES[said[at]]
    rest = list(said[at:])
    box.read += 1
    match rest:
        case ["deviceconfig", "system", "hostname", name]:
            box.hostname = name
            box.read -= 1
        case ["network", *inner]:
            _network(box, inner, where)
        case ["certificate-profile", name, *_]:
            box.profiles.add(name)
        case _:
            box.read -= not traffic(box.traffic, rest, scope, where)


def _network(box: Pan, rest: Sequence[str], where: Evidence) -> None:
    match list(rest):
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
        case ["interface", *rest]:
            _interface(box, rest, where)
        case ["ike" | "tunnel", *_]:
            box.read -= 1
            box.unread.append(where)
        case _:
            box.read -= not routed(box.traffic, rest, where)


def _interface(box: Pan, rest: Sequence[str], where: Evidence) -> None:
    name = next((word for word in reversed(rest[:4]) if any(letter.isdigit() for letter in word) and word != "layer3" and "." in word), "")
    name = name or next((word for word in rest[:3] if any(letter.isdigit() for letter in word)), "")
    if "ip" in rest[1:-1]:
        at = rest.index("ip", 1)
        name = next((word for word in reversed(rest[:at]) if any(letter.isdigit() for letter in word) and word != "layer3"), rest[at - 1])
        address = rest[at + 1].split("/")[0]
        if is_address(address):
            box.addresses.setdefault(name, []).append(Setting(address, where))
            box.traffic.networks.setdefault(name, network(rest[at + 1]))
            return
    elif "link-state" in rest[1:-1] and name:
        if rest[rest.index("link-state") + 1] == "down":
            box.down[name] = Setting(NONE, where)
        return
    elif "dhcp-client" in rest or "pppoe" in rest:
        box.traffic.dynamic = True  # the default route comes with the address
        return
    box.read -= 1


def _profile(item: Item, rest: Sequence[str], where: Evidence) -> None:
    """``dh-group [ group14 ]``, ``esp encryption [ … ]``, ``lifetime hours 8``; several in one line as they come."""
    left = list(rest)
    while left:
        if left[0] in {"esp", "ah"}:
            item.have["protocol"] = Setting(left[0], where)
            left = left[1:]
        elif left[0] in {"lifetime", "lifesize"} and len(left) > 2:  # noqa: PLR2004 - unit and number
            units = _SECONDS if left[0] == "lifetime" else _KILOBYTES
            if left[1] in units and left[2].isdecimal() and len(left[2]) < _DIGITS:
                item.have[left[0]] = Setting(str(int(left[2]) * units[left[1]]), where)
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
        case ["authentication", "certificate", *pairs]:
            item.have.setdefault("certificate", Setting("certificate", where))
            for key, word in pairwise(pairs):
                if key in {"name", "certificate-profile"}:
                    item.have[key] = Setting(word, where)
        case [("protocol" | "protocol-common") as key, *inner]:
            _protocol(item, key, inner, where)
        case [("local-address" | "peer-address" | "local-id" | "peer-id") as key, *pairs]:
            for name, word in zip(pairs[::2], pairs[1::2], strict=False):
                item.have[f"{key} {name}"] = Setting(word, where)
            if pairs[:1] == ["dynamic"]:
                item.have["peer-address dynamic"] = Setting(ANY, where)
        case ["disabled", word, *_]:
            item.have["disabled"] = Setting(word, where)
        case _:
            pass


def _protocol(item: Item, key: str, rest: Sequence[str], where: Evidence) -> None:
    match [key, *rest]:
        case ["protocol", "version", word, *_]:
            item.have["version"] = Setting(word, where)
        case ["protocol", ("ikev1" | "ikev2") as version, *pairs]:
            for name, word in pairwise(pairs):
                if name in {"ike-crypto-profile", "exchange-mode"}:
                    item.have[f"{version} {name}"] = Setting(word, where)
            if pairs[:2] == ["dpd", "enable"] and len(pairs) > 2:  # noqa: PLR2004
                item.have[f"{version} dpd"] = Setting("on" if pairs[2] == "yes" else NONE, where)
        case ["protocol-common", ("nat-traversal" | "fragmentation") as name, "enable", word, *_]:
            item.have[name] = Setting("on" if word == "yes" else "off", where)
        case ["protocol-common", "passive-mode", word, *_]:
            item.have["passive-mode"] = Setting("responder" if word == "yes" else "both", where)
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
            given = [word for word in pairs if word != "number"]
            for key, value in zip(given[::2], given[1::2], strict=False):
                have[key] = Setting(_PROTOCOLS.get(value, value) if key == "protocol" else value, where)
        case [("tunnel-interface" | "disabled" | "ipsec-mode" | "anti-replay" | "anti-replay-window") as key, word, *_]:
            item.have[key] = Setting(word, where)
        case _:
            pass
