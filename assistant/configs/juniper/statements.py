"""Statements of a Junos configuration, collected by what they configure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from assistant.configs.juniper.flows import Device
from assistant.configs.juniper.paths import Path, values
from assistant.configs.values import secret
from assistant.model.observed import Evidence
from assistant.model.settings import Setting


class Item(Struct):
    """One proposal, policy, gateway or VPN: its statements by their first words; those that may repeat in ``more``."""

    name: str
    where: Evidence
    have: dict[str, Setting] = field(default_factory=dict)
    more: list[Path] = field(default_factory=list)
    cut: bool = False


class Srx(Struct):
    """All statements about IPsec, by what they configure: ``ike proposal`` and so on. ``whole``: neither cut nor held in groups."""

    items: dict[tuple[str, str], dict[str, Item]] = field(default_factory=dict)
    device: Device = field(default_factory=Device)
    authorities: dict[str, Evidence] = field(default_factory=dict)
    whole: bool = True
    hostname: str = ""
    version: str = ""
    read: int = 0
    unread: list[Evidence] = field(default_factory=list)

    def of(self, area: str, kind: str) -> dict[str, Item]:
        """The items of one kind by name."""
        return self.items.get((area, kind), {})


def take(box: Srx, path: Path) -> Item | None:
    """Take one statement in; the item that it belongs to."""
    box.read += 1
    if box.device.take(path):
        return None
    match path.words:
        case ["security", ("ike" | "ipsec") as area, ("proposal" | "policy" | "gateway" | "vpn") as kind, name, *rest]:
            item = box.items.setdefault((area, kind), {}).setdefault(name, Item(name, path.where))
            _statement(item, rest, path)
            return item
        case ["security", "pki", "ca-profile", name, *_]:
            box.authorities.setdefault(name, path.where)
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
        case ["ike", ("no-anti-replay" | "anti-replay-window-size") as key, *value]:
            item.have[key] = Setting(values(value) or "on", path.where)
        case ["ike", "proxy-identity", key, value, *_]:
            item.have[f"proxy {key}"] = Setting(value, path.where)
        case ["certificate", ("local-certificate" | "trusted-ca") as key, *value]:
            item.have[key] = Setting(values(value).removeprefix("ca-profile "), path.where)
            item.have.setdefault("certificate", Setting("on", path.where))
        case ["traffic-selector", *_]:
            item.more.append(Path(tuple(rest), path.where))
        case ["pre-shared-key", *value]:
            item.have["key"] = secret(value[-1] if value else "", path.where, encrypted=bool(value) and value[-1].startswith("$9$"))
        case [("proposals" | "address") as key, *value]:
            before = item.have.get(key)
            item.have[key] = Setting(f"{before.value} {values(value)}" if before else values(value), before.where if before else path.where)
        case [("local-identity" | "remote-identity" | "dynamic" | "perfect-forward-secrecy") as key, *value]:
            item.have[key] = Setting(values(value), path.where)
        case [("fragmentation" | "aaa" | "xauth") as key, *value]:
            item.have[key] = Setting(values(value) or "on", path.where)
        case ["dead-peer-detection", *value]:
            item.have["dead-peer-detection"] = Setting(values(value) or "on", path.where)
        case [key, *value]:
            item.have[key] = Setting(values(value) or "on", path.where)
