"""The policies that a list of a Cisco device prints (``show crypto isakmp policy``): a heading, then an attribute a line."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from assistant.model.observed import Event, Evidence, Proposal, Transform
from assistant.reading.algorithms import kind_of, transforms_in, value_of


class _Block(Struct):
    """One policy that is being read."""

    number: str
    where: list[Evidence]
    transforms: list[Transform] = field(default_factory=list)


def listed_policies(events: Iterable[Event]) -> tuple[Proposal, ...]:
    """Every policy that the lists among the events print."""
    reader = _Reader()
    for event in events:
        reader.take(event)
    return tuple(
        Proposal(1, "ours", tuple(dict.fromkeys(block.transforms)), tuple(block.where[:6]), block.number, ike="1")
        for block in reader.blocks
        if block.transforms
    )


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self._open: _Block | None = None

    def take(self, event: Event) -> None:
        fields = event.fields
        where = Evidence(event.input, event.line, event.text)
        if "policy_attribute" in fields:
            self._attribute(fields["policy_attribute"], fields.get("policy_value", ""), where)
        elif event.signature != "config" and "priority" in fields and "transform" not in fields:
            self._open = _Block(fields["priority"], [where])
            self.blocks.append(self._open)

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
