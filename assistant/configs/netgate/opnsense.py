"""OPNsense's ``<Swanctl>`` (from 23.1 on): rows that its templates write into a swanctl.conf, read as that.

Connections, the two ends, children and keys are tables that name each other by ``uuid``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.configs.netgate.configxml import Element
from assistant.configs.swan import swanctl
from assistant.configs.tree import Statement
from assistant.model.observed import Evidence
from assistant.model.settings import NONE, Remark, Setting, TunnelSettings

TAGS = ("Connection", "local", "remote", "child", "preSharedKey")
DEFAULT = "swanctl.conf's default"
_FLAGS = {"aggressive", "mobike", "encap", "sha256_96", "send_certreq"}
_OFF = {"0", ""}


def tunnels(top: Element) -> list[TunnelSettings]:
    """One tunnel a child of every connection."""
    rows = {tag: [item for item in top.within(tag) if item.children] for tag in TAGS}
    # no keys among the rows: that part of the file may not have been pasted
    around = swanctl.Around([_secret(item) for item in rows["preSharedKey"]], whole=False, default=DEFAULT)
    found: list[TunnelSettings] = []
    for row in rows["Connection"]:
        mine = {tag: _of(rows[tag], row) for tag in ("local", "remote", "child")}
        made = swanctl.tunnels_of(_connection(row, mine), around)
        for tunnel in made:
            _switched(tunnel, row, mine["child"])
        found += made
    return found


def _of(rows: Sequence[Element], connection: Element) -> list[Element]:
    """The rows of a connection; of one whose ``uuid`` was cut off every row."""
    uuid = connection.attributes.get("uuid", "")
    return [row for row in rows if not uuid or not row.said("connection") or row.said("connection") == uuid]


def _pairs(element: Element, leave: Iterable[str] = ()) -> list[Statement]:
    """Every column that is filled, as ``key = value``."""
    found = []
    for child in element.children:
        if child.text and not child.children and child.name not in leave:
            value = ("no" if child.text in _OFF else "yes") if child.name in _FLAGS else child.text
            found.append(Statement(f"{child.name} = {value}", child.where))
    return found


def _shown(element: Element) -> bool:
    return element.said("enabled") != "0"


def _connection(row: Element, mine: dict[str, list[Element]]) -> Statement:
    children = [
        Statement(item.said("description") or "child", item.where, _pairs(item, ("enabled", "description"))) for item in mine["child"]
    ]
    parts = [*_pairs(row, ("enabled", "description"))]
    for side in ("local", "remote"):
        parts += [
            Statement(side, item.where, _pairs(item, ("enabled", "description", "connection"))) for item in mine[side] if _shown(item)
        ]
    if children:
        parts.append(Statement("children", mine["child"][0].where, children))
    return Statement(row.said("description") or "connection", row.where, parts)


def _secret(row: Element) -> Statement:
    """A row of pre-shared keys as a section of ``secrets``."""
    names = {"ident": "id-1", "remote_ident": "id-2", "Key": "secret"}
    return Statement(
        "ike",
        row.where,
        [Statement(f"{names[item.name]} = {item.text}", item.where) for item in row.children if item.name in names and item.text],
    )


def _switched(tunnel: TunnelSettings, row: Element, children: Sequence[Element]) -> None:
    """Rows that are disabled are not written into the configuration."""
    tunnel.binding = Setting("loaded", row.where)
    name = tunnel.name.partition("/")[2]
    child = next((item for item in children if (item.said("description") or "child") == name), None)
    for item in (row, child):
        flag = item.get("enabled") if item is not None else None
        if flag is not None and flag.text == "0":
            tunnel.binding = Setting(NONE, flag.where)
            tunnel.remarks = [*tunnel.remarks, _disabled(tunnel, flag.where)]


def _disabled(tunnel: TunnelSettings, where: Evidence) -> Remark:
    return Remark(f"{tunnel.name} is disabled.", (where,), "no-map-on-interface")
