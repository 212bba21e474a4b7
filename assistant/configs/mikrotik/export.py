"""The outer form of a RouterOS export: sections, ``add`` and ``set`` with their ``key=value`` words, lines that go on with a backslash."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from assistant.configs.flat import concealed
from assistant.model.observed import Evidence, Line
from assistant.model.settings import Setting

_PAIR = re.compile(r'(?P<key>[a-z][a-z0-9.-]{0,60})=(?P<value>"(?:[^"\\]|\\.)*"?|[^\s"\]]*)')
_WHICH = re.compile(r'\[ ?find(?P<by>(?: [a-z-]{1,40}=(?:"[^"]*"|[^\s"\]]*)){0,6}) ?\]')
_HEADER = re.compile(r"^#.{0,60} by RouterOS (?P<version>[0-9][0-9a-z.]{0,20})")
_ACTION = re.compile(r"(?:^|\s)(?P<action>add|set)(?=\s)")
_PROMPT = re.compile(r"^\[[^\]\s]{1,80}\] ?>? ?")
SECTIONS = (
    "/ip ipsec profile",
    "/ip ipsec peer",
    "/ip ipsec proposal",
    "/ip ipsec identity",
    "/ip ipsec policy",
    "/ip address",
    "/ip route",
    "/ip firewall nat",
    "/ip firewall filter",
    "/ip firewall address-list",
    "/ip dhcp-client",
    "/interface list member",
    "/routing bgp connection",
    "/routing bgp peer",
    "/routing ospf instance",
    "/routing ospf area",
    "/system identity",
)
_BLACKHOLE = re.compile(r"(?:^|\s)blackhole(?:\s|$)")
_GOES_ON = 60
"""Lines that one statement may run over."""


class Entry(Struct):
    """One entry of a section with its values; ``where`` is ``None`` for an entry that is there by default."""

    section: str
    where: Evidence | None
    name: str = ""
    have: dict[str, Setting] = field(default_factory=dict)

    def value(self, key: str) -> str:
        """The value of a key; empty where it is not written."""
        return self.have[key].value if key in self.have else ""

    @property
    def off(self) -> bool:
        """Whether the entry is disabled."""
        return self.value("disabled") == "yes"


class Export(Struct):
    """The entries of the sections that matter. ``whole`` says that the text bears the header of a full export.

    ``last`` is the section and ``end`` the entry with which the text ends.
    """

    table: dict[str, list[Entry]] = field(default_factory=dict)
    names: dict[tuple[str, str], Entry] = field(default_factory=dict)
    sections: set[str] = field(default_factory=set)
    version: str = ""
    whole: bool = False
    last: str = ""
    end: Entry | None = None
    read: int = 0
    unread: list[Evidence] = field(default_factory=list)

    def of(self, section: str) -> list[Entry]:
        """The entries of a section in their order."""
        return self.table.get(section, [])


def export(lines: Sequence[Line], index: int) -> Export:
    """Every entry; a ``set`` changes the entry that it finds by name, or the default one."""
    box = Export()
    section = ""
    for text, parts in _statements(lines):
        bare = _PROMPT.sub("", text.strip())
        if found := _HEADER.match(bare):
            box.version, box.whole = found["version"], True
            continue
        if bare.startswith("/"):
            head = _ACTION.split(bare, maxsplit=1)[0].strip()
            section = " ".join(head.replace("/", " ").split())
            section = f"/{section}".removesuffix(" print").removesuffix(" export")
            if section in SECTIONS:
                box.sections.add(section)
        if bare:
            box.last, box.end = section, None
        action = _ACTION.search(bare)
        if action is None or bare.startswith("#"):
            continue
        if section in SECTIONS:
            box.read += 1
            _entry(box, section, action["action"], bare[action.end() :], parts, index)
        elif section.startswith("/ip ipsec"):
            box.unread.append(concealed(index, parts[0]))
    return box


def _statements(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Statements with the lines that they stand in; a backslash at the end joins the next line, whose indentation is not part of it."""
    parts: list[Line] = []
    text = ""
    for line in lines:
        bare = line.text.rstrip()
        text += bare.lstrip() if parts else bare
        parts.append(line)
        if bare.endswith("\\") and len(parts) < _GOES_ON:
            text = text[:-1]
            continue
        yield text, parts
        parts, text = [], ""
    if parts:
        yield text, parts


def _entry(box: Export, section: str, action: str, rest: str, parts: Sequence[Line], index: int) -> None:
    where = concealed(index, parts[0])
    chosen = _WHICH.search(rest)
    target: Entry | None = None
    if action == "set":
        by = {found["key"]: found["value"].strip('"') for found in _PAIR.finditer(chosen["by"])} if chosen else {}
        name = by.get("name") or ("default" if "default" in by or rest.split(maxsplit=1)[:1] in (["0"], ["default"]) else "")
        if section == "/system identity":
            name = ""
        elif not name:
            box.unread.append(where)
            return
        target = box.names.get((section, name))
        if target is None:
            target = Entry(section, where, name)
            box.table.setdefault(section, []).append(target)
    else:
        target = Entry(section, where)
        box.table.setdefault(section, []).append(target)
    body = rest[: chosen.start()] + rest[chosen.end() :] if chosen else rest
    for found in _PAIR.finditer(body):
        value = found["value"].strip('"').replace("\\", "")
        target.have[found["key"]] = Setting(value, _place(found["key"], parts, index))
    if section == "/ip route" and _BLACKHOLE.search(body):
        target.have["blackhole"] = Setting("yes", where)
    box.end = target
    target.name = target.value("name") or target.name
    box.names.setdefault((section, target.name), target)


def _place(key: str, parts: Sequence[Line], index: int) -> Evidence:
    """The line of a statement in which a key stands; a key broken over two lines counts for the first of all."""
    line = next((part for part in parts if re.search(rf"(?:^|\s){re.escape(key)}=", part.text)), parts[0])
    return concealed(index, line)
