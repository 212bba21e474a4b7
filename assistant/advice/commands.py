"""Commands by intent, for the software in use, with the user's own addresses and names filled in."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping

from msgspec import Struct

from assistant.advice.values import safe, version_of
from assistant.model.diagnosis import ShownCommand
from assistant.model.entries import Command
from assistant.model.observed import Fact

_SHOWN = {
    "peer": "<peer address>",
    "local": "<this end's address>",
    "interface": "<outside interface>",
    "inside": "<inside interface>",
    "map": "<crypto map>",
    "seq": "<sequence number>",
    "acl": "<crypto access list>",
    "group": "<tunnel group>",
    "local_net": "<local network> <mask>",
    "remote_net": "<remote network> <mask>",
    "local_wild": "<local network> <wildcard mask>",
    "remote_wild": "<remote network> <wildcard mask>",
    "src": "<inside host>",
    "dst": "<host behind the peer>",
    "transform_set": "<transform set>",
    "group_policy": "<group policy>",
    "connection": "<connection>",
    "gateway": "<name of the IKE gateway>",
    "vpn": "<name of the VPN tunnel>",
    "local_prefix": "<local network/length>",
    "remote_prefix": "<remote network/length>",
}
_FAR = {
    "peer": "<our address>",
    "local": "<the far end's own address>",
    "local_net": "<the far end's network> <mask>",
    "remote_net": "<our network> <mask>",
    "local_wild": "<the far end's network> <wildcard mask>",
    "remote_wild": "<our network> <wildcard mask>",
    "local_prefix": "<the far end's network/length>",
    "remote_prefix": "<our network/length>",
}
"""The words where the commands are for the far end, whose peer is this end."""
_SWAPPED = {
    "peer": "local",
    "local": "peer",
    "local_net": "remote_net",
    "remote_net": "local_net",
    "local_wild": "remote_wild",
    "remote_wild": "local_wild",
    "local_prefix": "remote_prefix",
    "remote_prefix": "local_prefix",
}
_TWO_SIDED = frozenset(_SWAPPED)
_SAME_FACT = {"local_wild": "local_net", "remote_wild": "remote_net", "local_prefix": "local_net", "remote_prefix": "remote_net"}
"""Placeholders that write the fact of another one in another form."""
_NAMED_AS_GROUP = frozenset({"connection", "vpn"})
"""A daemon that has connections names its peer entry by them; a firewall that has gateways and VPNs apart gives the VPN's name as group."""


class Values(Struct):
    """The facts as command values, from one end's point of view. ``missing`` gathers what could not be filled."""

    facts: Mapping[str, Fact]
    far: bool = False
    missing: list[str] = []

    def get(self, name: str) -> str | None:
        """The safe value of a placeholder, or ``None``; the far end's own names are not known here."""
        source = _SWAPPED.get(name, name) if self.far else name
        if self.far and name not in _TWO_SIDED:
            return None
        fact = self.facts.get(_SAME_FACT.get(source, source))
        if fact is None and name in _NAMED_AS_GROUP:
            fact = self.facts.get("group")
        return safe(name, fact.value) if fact else None

    @property
    def version(self) -> tuple[int, int] | None:
        """Software version of the device the commands are for, if known."""
        fact = self.facts.get("version")
        return version_of(fact.value) if fact and not self.far else None


def fill(text: str, values: Values) -> str:
    """The text with its placeholders filled; an unknown one is shown in angle brackets so that nobody runs it by mistake."""
    result: list[str] = []
    for literal, name, _, _ in string.Formatter().parse(text):
        result.append(literal)
        if name is None:
            continue
        value = values.get(name)
        if value is None:
            if name not in values.missing:
                values.missing.append(name)
            value = _FAR.get(name, _SHOWN.get(name, f"<{name}>")) if values.far else _SHOWN.get(name, f"<{name}>")
        result.append(value)
    return "".join(result)


def suits(command: Command, version: tuple[int, int] | None) -> bool:
    """Whether the command exists in this version; with no version known, every variant does."""
    if version is None:
        return True
    since, until = version_of(command.since), version_of(command.until)
    return (since is None or version >= since) and (until is None or version <= until)


def commands_for(commands: Iterable[Command], values: Values) -> tuple[ShownCommand, ...]:
    """The commands for the version in use, filled. Where the version is not known each variant says what it is for."""
    return tuple(
        ShownCommand(
            fill(command.run, values),
            command.impact,
            _where(command) if values.version is None else "",
            fill(command.expect, values) if command.expect else "",
            fill(command.bad, values) if command.bad else "",
            command.note,
        )
        for command in commands
        if suits(command, values.version)
    )


def _where(command: Command) -> str:
    if command.since and command.since == command.until:
        return f"{command.since} only"
    if command.since and command.until:
        return f"{command.since} to {command.until}"
    if command.since:
        return f"{command.since} and later"
    return f"up to {command.until}" if command.until else ""
