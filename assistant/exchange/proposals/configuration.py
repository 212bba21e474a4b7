"""The proposals of a pasted configuration: isakmp and IKE policies, transform sets, IPsec proposals of Cisco devices.

A statement that is left at its default does not stand in a configuration; its kind is then unknown, not absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct, field

from assistant.model.observed import Event, Evidence, Proposal, Transform
from assistant.reading.algorithms import kind_of, transforms_in, value_of


class _Block(Struct):
    """One policy or IPsec proposal that is being read."""

    phase: Literal[1, 2]
    number: str
    where: list[Evidence]
    ike: str
    transforms: list[Transform] = field(default_factory=list)


def configured_in(events: Iterable[Event]) -> tuple[Proposal, ...]:
    """Every proposal that the configuration statements and the policy lists among the events hold."""
    reader = _Reader()
    for event in events:
        reader.take(event)
    return reader.done()


class _Reader:
    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self._open: _Block | None = None
        self._pfs: dict[tuple[str, str], str] = {}
        self._sets: dict[tuple[str, str], list[str]] = {}

    def take(self, event: Event) -> None:
        fields = event.fields
        where = Evidence(event.input, event.line, event.text)
        if "policy_attribute" in fields:
            self._attribute(fields["policy_attribute"], fields.get("policy_value", ""), where)
            return
        if event.signature != "config":
            if "priority" in fields and "transform" not in fields:
                self._begin(1, fields["priority"], where, "1")
            return
        verb = fields.get("verb", "")
        if verb == "ike-policy":
            ike = "2" if fields["kind"] == "ikev2" else "1"
            if self._open is None or (self._open.phase, self._open.number, self._open.ike) != (1, fields["number"], ike):
                self._begin(1, fields["number"], where, ike)
            if "attribute" in fields:
                self._attribute(fields["attribute"], fields["value"], where)
        elif verb == "transform-set":
            self._begin(2, fields["set"], where)
            self._add(transforms_in(fields["transforms"]), where)
        elif verb == "ipsec-proposal":
            self._begin(2, fields["set"], where, "2")
        elif verb in {"map-pfs", "map-transform"}:
            entry = (fields["map"], fields["seq"])
            if verb == "map-transform":
                self._sets[entry] = fields["transform"].split()
            elif fields["pfs"]:
                self._pfs[entry] = fields["pfs"]
            self._open = None
        elif verb in {"policy-attribute", "esp-attribute"}:
            self._attribute(fields["attribute"], fields["value"], where)
        elif verb != "other":
            self._open = None

    def _begin(self, phase: Literal[1, 2], number: str, where: Evidence, ike: str = "") -> None:
        self._open = _Block(phase, number, [where], ike)
        self._blocks.append(self._open)

    def _add(self, found: Iterable[Transform], where: Evidence) -> None:
        if self._open is not None:
            self._open.transforms.extend(found)
            if where not in self._open.where:
                self._open.where.append(where)

    def _attribute(self, attribute: str, value: str, where: Evidence) -> None:
        kind = kind_of(attribute) if attribute != "authentication" else "authentication"
        if kind is None or self._open is None:
            return
        if kind == "lifetime":
            number = next((word for word in value.split() if word.isdigit()), "")
            self._add([Transform("lifetime", f"{number} s")] if number else [], where)
        elif kind == "group":
            words = value.replace(",", " ").split()
            numbers = [word.lstrip("#") for word in words if word.lstrip("#").isdigit()]
            self._add([Transform("group", f"group {number}") for number in (numbers[:1] if "#" in value else numbers)], where)
        elif kind == "authentication":
            self._add([Transform(kind, value_of(kind, value))], where)
        else:
            known = [Transform("prf", item.name) if kind == "prf" else item for item in transforms_in(_plain(value))]
            self._add(known, where)

    def done(self) -> tuple[Proposal, ...]:
        """The proposals that hold anything; those for phase 2 with the PFS group of the map entries that name them.

        ``set pfs`` without a group means another one in every software: it is not known.
        """
        for entry, group in self._pfs.items():
            for block in self._blocks:
                if block.phase == 2 and block.number in self._sets.get(entry, ()):  # noqa: PLR2004 - phase 2
                    block.transforms.extend(item for item in transforms_in(group) if item.kind == "group")
        return tuple(
            Proposal(block.phase, "ours", tuple(dict.fromkeys(block.transforms)), tuple(block.where[:6]), block.number, ike=block.ike)
            for block in self._blocks
            if block.transforms
        )


_WORDS = (
    ("Advanced Encryption Standard (", "aes-"),
    ("Secure Hash Standard 2 (", "sha2-"),
    ("Secure Hash Standard", "sha"),
    ("Message Digest 5", "md5"),
    ("Data Encryption Standard (56 bit keys)", "des"),
    ("AES - ", ""),
    ("DES - ", ""),
    (" bit keys)", ""),
    (" bit)", ""),
)


def _plain(value: str) -> str:
    """The long names of ``show crypto isakmp policy`` as the keywords of the configuration; a bare ``aes`` is AES with 128 bits."""
    for long, short in _WORDS:
        value = value.replace(long, short)
    return "aes-128" if value.strip() == "aes" else value
