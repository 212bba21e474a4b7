"""The tables of a FortiOS configuration that concern a tunnel, and what the names of firewall addresses and groups stand for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from assistant.configs.fortinet.statements import Block, Option
from assistant.configs.values import is_address, network
from assistant.model.observed import Evidence
from assistant.model.settings import ANY, Setting

_DEEPEST = 10
_MOST = 400
"""Networks that the groups of one name may stand for; groups of groups can name each other over and over."""
_PHASE1_SIGNS = {"remote-gw", "psksecret", "peertype", "ike-version", "nattraversal", "authmethod", "dpd", "localid", "keylife", "local-gw"}
_PHASE2_SIGNS = {"phase1name", "src-subnet", "dst-subnet", "src-name", "dst-name", "keylifeseconds", "pfs"}
_LISTS = {
    "firewall policy": "policies",
    "firewall central-snat-map": "central",
    "router static": "routes",
    "system zone": "zones",
    "members": "members",
}
_SPEAKERS = {
    "router bgp": {"neighbor", "neighbor-group", "neighbor-range"},
    "router ospf": {"network", "ospf-interface"},
    "router rip": {"network"},
    "router isis": {"isis-interface"},
}
"""Tables within a routing protocol's settings that stay empty where it is not used."""


class Fortigate(Struct):
    """The entries that concern IPsec and the way of its traffic, by table; those of one virtual domain."""

    phase1: list[Block] = field(default_factory=list)
    phase2: list[Block] = field(default_factory=list)
    interfaces: dict[str, Block] = field(default_factory=dict)
    addresses: dict[str, Block] = field(default_factory=dict)
    groups: dict[str, Block] = field(default_factory=dict)
    peers: dict[str, Block] = field(default_factory=dict)
    policies: list[Block] = field(default_factory=list)
    central: list[Block] = field(default_factory=list)
    routes: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    members: list[Block] = field(default_factory=list)
    dynamic: bool = False
    complete: bool = False
    hostname: str = ""
    read: int = 0

    @property
    def last(self) -> int:
        """The last line of a table that a whole configuration has after the tunnels."""
        return max((block.where.line for block in (*self.policies, *self.routes)), default=0)


def take(box: Fortigate, block: Block) -> None:
    """Put an entry into its table; one whose head is cut off by what it sets."""
    path, bare = block.path, not block.path
    if path.startswith("vpn ipsec phase1") or (bare and block.options.keys() & _PHASE1_SIGNS and "phase1name" not in block.options):
        box.phase1.append(block)
    elif path.startswith("vpn ipsec phase2") or (bare and block.options.keys() & _PHASE2_SIGNS):
        box.phase2.append(block)
    elif path == "system interface" or (bare and "vdom" in block.options and "ip" in block.options):
        box.interfaces[block.name] = block
        box.dynamic |= word(block, "mode") in {"dhcp", "pppoe"}  # the default route comes with the address
    elif path == "firewall address" or (bare and "subnet" in block.options):
        box.addresses[block.name] = block
    elif path == "firewall addrgrp" or (bare and "member" in block.options):
        box.groups[block.name] = block
    elif path == "user peer":
        box.peers[block.name] = block
    elif path in _LISTS and (path != "members" or block.outer in {"system sdwan", "system virtual-wan-link"}):
        getattr(box, _LISTS[path]).append(block)
    elif path in _SPEAKERS.get(block.outer, ()) or path == "router policy":
        box.dynamic = True
    elif path == "system global":
        box.hostname = word(block, "hostname") or box.hostname
        return
    else:
        return
    box.read += 1 + len(block.options)


def word(block: Block, option: str) -> str:
    """The first word of an option; empty where it is not set."""
    found = block.options.get(option)
    return found.words[0] if found and found.words else ""


def line(block: Block, *options: str) -> Evidence:
    """The line of the first of the options that is set, else the entry's own."""
    return next((block.options[option].where for option in options if option in block.options), block.where)


def address(option: Option | None) -> Setting | None:
    """The address of an interface or a peer; ``None`` where it has none."""
    if option is None or not option.words or not is_address(option.words[0].split("/")[0]):
        return None
    found = option.words[0].split("/")[0]
    return Setting(found, option.where) if found != "0.0.0.0" else None  # noqa: S104 - an interface without an address


def side(box: Fortigate, two: Block, which: str) -> list[str] | None:
    """One side of a phase 2 (``src`` or ``dst``): a subnet, an address, a range, or what an object's name stands for."""
    kind = word(two, f"{which}-addr-type")
    name, subnet, start = (two.options.get(f"{which}-{part}") for part in ("name", "subnet", "start-ip"))
    if name is not None and kind in {"name", ""}:
        return named(box, name.words)
    if start is not None and start.words and kind in {"ip", "range"}:
        end = two.options.get(f"{which}-end-ip")
        return [network(start.words[0])] if kind == "ip" or end is None else [f"{start.words[0]}-{' '.join(end.words[:1])}"]
    if subnet is not None and subnet.words:
        return [network(*subnet.words[:2])]
    return [ANY] if two.whole and kind in {"", "subnet"} else None


def named(box: Fortigate, names: Sequence[str], depth: int = 0) -> list[str] | None:
    """The networks of objects and groups; ``None`` where the paste does not show one of them."""
    out: list[str] = []
    for name in names:
        if name in box.groups and depth < _DEEPEST:
            member = box.groups[name].options.get("member")
            inner = named(box, member.words, depth + 1) if member else None
        else:
            inner = _object(box.addresses.get(name), name)
        if inner is None or len(out) > _MOST:
            return None
        out += inner
    return out


def _object(block: Block | None, name: str) -> list[str] | None:
    if block is None:
        return [ANY] if name == "all" else None
    subnet, start, end = (block.options.get(part) for part in ("subnet", "start-ip", "end-ip"))
    if subnet is not None and subnet.words:
        return [network(*subnet.words[:2])]
    if start is not None and end is not None and start.words and end.words:
        return [f"{start.words[0]}-{end.words[0]}"]
    return None
