"""The parts of the comparison: trees of statements, networks against networks, proposals against proposals, pairing."""

from __future__ import annotations

import pytest

from assistant.configs import selectors, suites
from assistant.configs.cisco.shared import Networks, encryption, transform_set
from assistant.configs.pairing import MOST, pair
from assistant.configs.tree import braced, indented
from assistant.model.observed import Evidence, Line
from assistant.model.settings import Selector, Suite
from assistant.reading.algorithms import meet
from tests.benchmarks.configs import hub
from tests.configs.pairs import devices, written


def lines(text: str) -> list[Line]:
    """Numbered lines."""
    return [Line(number, line) for number, line in enumerate(text.splitlines(), 1)]


def test_indentation_makes_blocks() -> None:
    top = indented(lines("a\n b\n  c\n! remark\n d\ne\n"), 0)
    assert [item.text for item in top] == ["a", "e"]
    assert [item.text for item in top[0].all()] == ["b", "c", "d"]
    assert top[0].children[1].where.line == 5


@pytest.mark.parametrize("text", ["a {\n b = 1 # why\n c {\n d = 2\n", "a { \n b = 1\n c {\n d = 2\n }\n}\n}\n}\n"])
def test_braces_that_do_not_close_or_close_too_often_lose_nothing(text: str) -> None:
    top = braced(lines(text), 0, semicolons=False)
    assert [item.text for item in top[0].all()] == ["b = 1", "c", "d = 2"]


def test_a_block_deeper_than_any_is_no_fault() -> None:
    assert braced(lines("a {\n" * 500), 0, semicolons=False)
    assert indented(lines("\n".join(" " * depth + "a" for depth in range(500))), 0)


@pytest.mark.parametrize(
    ("ours", "theirs", "says"),
    [
        (
            ("10.1.0.0/16", "10.2.0.0/16"),
            ("10.2.0.0/16", "10.1.0.0/24"),
            "this end's side: the mask differs, /16 here and /24 there (wider here)",
        ),
        (
            ("10.1.0.0/24", "10.2.0.0/16"),
            ("10.2.0.0/16", "10.1.0.0/16"),
            "this end's side: the mask differs, /24 here and /16 there (narrower here)",
        ),
        (
            ("10.1.0.0/16", "10.2.0.0/16"),
            ("10.2.0.0/16", "10.0.0.0/8"),
            "this end's side: 10.1.0.0/16 here is narrower than 10.0.0.0/8 there",
        ),
        (
            ("10.1.0.0/16", "10.0.0.0/8"),
            ("10.2.0.0/16", "10.1.0.0/16"),
            "the far end's side: 10.0.0.0/8 here is wider than 10.2.0.0/16 there",
        ),
        (("10.1.0.0/16", "10.2.0.0/16"), ("10.1.0.0/16", "10.2.0.0/16"), "the far end has the same pair, not its mirror image"),
        (("10.1.0.0/16", "10.2.0.0/16"), ("10.2.0.0/16", "172.16.0.0/16"), "this end's side: 10.1.0.0/16 here, 172.16.0.0/16 there"),
        (("any", "10.2.0.0/16"), ("10.2.0.0/16", "10.1.0.0/16"), "this end's side: any here is wider than 10.1.0.0/16 there"),
    ],
)
def test_networks_that_are_no_mirror_images(ours: tuple[str, str], theirs: tuple[str, str], says: str) -> None:
    mine, yours = Selector(*ours), Selector(*theirs)
    assert selectors.missing([mine], [yours]) == [mine]
    assert selectors.relation(mine, [yours]).startswith(says)
    assert selectors.missing([mine], [selectors.mirrored(mine)]) == []


def test_protocols_and_no_pair_at_all() -> None:
    mine = Selector("10.1.0.0/16", "10.2.0.0/16", protocol="tcp")
    assert "all protocols" in selectors.relation(mine, [Selector("10.2.0.0/16", "10.1.0.0/16")])
    assert selectors.relation(mine, []) == "the far end has no pair at all"


def suite(**kinds: str) -> Suite:
    """A proposal of one algorithm a kind."""
    return Suite({kind: (name,) for kind, name in kinds.items()})


def test_proposals_apart() -> None:
    """A sealed cipher needs no integrity; a cipher without a length fits every length of it."""
    kinds = ("encryption", "integrity")
    assert suites.apart(suite(encryption="AES-GCM-256"), suite(encryption="AES-GCM-256", integrity="SHA1"), kinds) == []
    assert suites.apart(suite(encryption="AES-CBC-256"), suite(encryption="AES-CBC-256", integrity="SHA1"), kinds) == ["integrity"]
    assert meet(["AES-CBC"], ["AES-CBC-256"])
    assert not meet(["AES-CBC-128"], ["AES-CBC-256"])


def test_the_nearest_proposals_are_laid_side_by_side() -> None:
    ours = [suite(encryption="3DES", integrity="MD5"), suite(encryption="AES-CBC-256", integrity="SHA1")]
    theirs = [suite(encryption="AES-CBC-256", integrity="SHA2-256")]
    assert suites.nearest(ours, theirs, ("encryption", "integrity")) == (ours[1], theirs[0], ["integrity"])
    with pytest.raises(ValueError, match="no proposals"):
        suites.nearest([], theirs, ("encryption",))


def test_ciscos_algorithms() -> None:
    assert encryption(["aes", "256"]) == ("AES-CBC-256",)
    found = transform_set(["esp-aes", "192", "esp-sha256-hmac"], Evidence(0, 1, ""), "TS")
    assert found.algorithms == {"encryption": ("AES-CBC-192",), "integrity": ("SHA2-256",)}


def test_object_groups_that_name_each_other_end() -> None:
    networks = Networks()
    for statement in indented(lines("object-group network A\n group-object B\nobject-group network B\n group-object A\n"), 0):
        assert networks.take(statement)
    assert networks.of("A") is None
    assert networks.of("unknown") is None


def test_groups_of_groups_and_their_pairs_have_a_bound() -> None:
    """Ten levels of ten groups that all name the next level's, and two groups of a thousand networks."""
    text = "".join(
        f"object-group network G{level}x{number}\n" + "".join(f" group-object G{level + 1}x{part}\n" for part in range(10))
        for level in range(10)
        for number in range(10)
    )
    text += "".join(f"object-group network G10x{number}\n network-object host 10.0.0.{number}\n" for number in range(10))
    for name in "AB":
        text += f"object-group network {name}\n" + "".join(
            f" network-object host 10.{number // 250}.{number % 250}.1\n" for number in range(1000)
        )
    text += "access-list V extended permit ip object-group A object-group B\n"
    networks = Networks()
    for statement in indented(lines(text), 0):
        assert networks.take(statement)
    assert networks.of("G0x0") == [f"10.0.0.{number}/32" for number in range(10)]
    assert len(networks.selectors("V") or ()) == 20_000


def test_tunnels_that_have_nothing_to_do_with_each_other_are_not_paired() -> None:
    two = written("swanctl", 2) + written("swanctl", 2).replace("203.0.113.5", "203.0.113.6").replace("10.", "172.16.")
    far = written("libreswan", 2, far=True)
    one, other = devices(two, far)
    assert one is not None
    assert other is not None
    assert pair(one, other) is not None
    assert pair(one, other, "198.51.100.1") is None


def test_the_shared_tunnel_of_two_large_devices_is_found() -> None:
    """Of so many that not every pair is scored; by the addresses they look for, else by the networks."""
    for peer in ("192.0.2.1", "198.51.100.9"):
        here, there = devices(hub(150), hub(150, own="203.0.0.6", shared=(9, peer)))
        assert here is not None
        assert there is not None
        assert len(here.tunnels) * len(there.tunnels) > MOST
        found = pair(here, there)
        assert found is not None
        assert found[0].name == "M 6"
