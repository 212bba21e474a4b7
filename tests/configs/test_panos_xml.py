"""PAN-OS configurations in XML, made from those in set form: read alike, with their lines, cut, hostile, without a key."""

from __future__ import annotations

import time
from collections.abc import Iterator
from html import escape
from typing import Any

import pytest

from assistant.configs.flat import words
from assistant.configs.read import settings_of
from assistant.engine import knowledge
from assistant.reading.clean import split
from tests.configs.pairs import laid, written
from tests.configs.reading_settings import device, plain, tunnel

NAMED = {
    "gateway",
    "ike-crypto-profiles",
    "ipsec-crypto-profiles",
    "ipsec",
    "static-route",
    "zone",
    "rules",
    "address",
    "proxy-id",
    "units",
}
NAMED |= {"virtual-router", "devices", "vsys", "ike-gateway", "ip"}
"""Under these the next word is the name of an entry."""
LISTS = {
    "dh-group",
    "encryption",
    "hash",
    "authentication",
    "layer3",
    "interface",
    "from",
    "to",
    "source",
    "destination",
    "application",
    "service",
}
"""The values of these are members."""


def xml(text: str) -> str:
    """A configuration in set form as PAN-OS writes it in XML; written for the test."""
    tree: dict[str, Any] = {}
    for line in text.splitlines():
        said = [word for word in words(line)[1:] if word not in {"[", "]"}]
        for path in _paths(["config", "devices", "localhost.localdomain", *said]):
            at = tree
            for word in path:
                at = at.setdefault(word, {})
    return "\n".join(_written(tree, "", 0)) + "\n"


def _paths(said: list[str]) -> Iterator[list[str]]:
    if "rulebase" in said and said.count("action") and said.index("action") > said.index("rules") + 2:
        head, rest = said[: said.index("rules") + 2], said[said.index("rules") + 2 :]
        yield from ([*head, key, value] for key, value in zip(rest[::2], rest[1::2], strict=True))
    elif "interface" in said[-4:-1] and "virtual-router" in said and "static-route" not in said:
        yield from ([*said[: said.index("interface") + 1], value] for value in said[said.index("interface") + 1 :])
    else:
        yield said


def _written(tree: dict[str, Any], parent: str, depth: int) -> Iterator[str]:
    pad = "  " * depth
    for word, inner in tree.items():
        entry = parent in NAMED and not (parent == "ip" and not word[0].isdigit())
        if not inner and not entry:
            yield f"{pad}<member>{escape(word)}</member>" if parent in LISTS else f"{pad}{escape(word)}"
            continue
        head = f'entry name="{escape(word)}"' if entry else word
        if not inner:
            yield f"{pad}<{head}/>"
        elif len(inner) == 1 and not next(iter(inner.values())) and word not in LISTS | NAMED:
            yield f"{pad}<{head}>{escape(next(iter(inner)))}</{head.split()[0]}>"
        else:
            yield f"{pad}<{head}>"
            yield from _written(inner, word, depth + 1)
            yield f"{pad}</{head.split()[0]}>"


@pytest.mark.parametrize("version", [1, 2])
def test_it_is_read_like_the_set_form(version: int) -> None:
    text = xml(written("paloalto", version))
    found = device(text)
    assert (found.platform, found.hostname, len(found.tunnels)) == ("paloalto", "edge", 1)
    assert [item.text for item in found.tunnels[0].remarks] == []
    assert found.tunnels[0].peer is not None
    assert found.tunnels[0].peer.where is not None
    assert "203.0.113.5" in text.splitlines()[found.tunnels[0].peer.where.line - 1]
    compared = laid(text, written("fortigate", version, far=True), knowledge().parameters)
    assert [item.name for item in compared.parameters if item.verdict == "differs"] == []
    equal = {item.name for item in compared.parameters if item.verdict == "equal"}
    assert equal >= {"phase1.encryption", "phase1.group", "phase2.integrity", "phase2.pfs", "selectors", "rules", "route.far", "binding"}


def test_no_key_is_in_what_is_read() -> None:
    raw = settings_of(split(xml(written("paloalto", 2)))[0], 0)
    assert raw is not None
    for found in (raw, device(xml(written("paloalto", 2)))):
        assert "Winter-Garden" not in plain(found)
    assert raw.tunnels[0].key is not None
    assert raw.tunnels[0].key.value == "masked"


def test_cut_anywhere_it_has_no_fault_of_its_own() -> None:
    text = xml(written("paloalto", 2))
    for end in range(0, len(text), 5):
        found = settings_of(split(text[:end])[0], 0, "paloalto")
        assert [(end, item.text) for one in (found.tunnels if found else []) for item in one.remarks if item.stops] == []


@pytest.mark.parametrize(
    "text",
    [
        "<config>" * 9_000,
        '<!DOCTYPE x [<!ENTITY a "b">]>\n<config>\n<entry name="&a;"/>\n',
        "<config>\n</a></b></c></d>\n<network><ike><gateway><entry/></gateway>\n",
        "<config>\n" + "<" * 90_000 + "\n" + "<a " * 30_000 + ">\n",
        '<config>\n<network><ike><gateway><entry name="' + "G" * 90_000 + "\n",
    ],
    ids=range(5),
)
def test_hostile_text_neither_raises_nor_takes_long(text: str) -> None:
    begin = time.monotonic()
    settings_of(split(text)[0], 0, "paloalto")
    assert time.monotonic() - begin < 5


def test_a_change_is_seen() -> None:
    text = xml(written("paloalto", 2).replace("rules out action allow", "rules out action deny"))
    assert [item.finding for item in tunnel(text).remarks] == ["acl-drops-flow"]
