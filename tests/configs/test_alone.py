"""What one end's configuration says against itself, and what a part of one does not say."""

from __future__ import annotations

import pytest

from assistant.configs.read import settings_of
from assistant.model.settings import Remark
from assistant.reading.clean import split
from assistant.reading.redact import redact
from tests.configs.ends.common import B
from tests.configs.pairs import written

WHOLE = written("asa", 1)


def said(text: str) -> list[Remark]:
    """Every remark on a configuration."""
    device = settings_of(split(redact(text))[0], 0)
    assert device is not None
    return [remark for tunnel in device.tunnels for remark in tunnel.remarks]


SECOND = "access-list TWO extended permit ip 10.1.0.0 255.255.0.0 10.2.{net}.0 255.255.255.0\ncrypto map MAP {seq} match address TWO\ncrypto map MAP {seq} set peer 198.51.100.7\ncrypto map MAP {seq} set ikev1 transform-set TS\ntunnel-group 198.51.100.7 type ipsec-l2l\n"


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("crypto map MAP interface outside", "crypto map MAPS interface outside", "bound-map-is-another"),
        ("crypto map MAP interface outside\n", "", "no-map-on-interface"),
        (f"crypto map MAP 10 set peer {B}\n", "", "map-entry-incomplete"),
        ("crypto map MAP 10 match address VPN\n", "", "map-entry-incomplete"),
        ("crypto map MAP 10 set ikev1 transform-set TS\n", "", "map-entry-incomplete"),
        ("set ikev1 transform-set TS", "set ikev1 transform-set ST", "map-entry-incomplete"),
        ("match address VPN", "match address VPM", "map-entry-incomplete"),
        (f"set peer {B}", "set peer 203.0.113.55", "entry-here-under-other-address"),
        ("crypto ikev1 enable outside", "crypto ikev2 enable outside", "ike-disabled-here"),
        ("crypto map MAP interface", "crypto map MAP 5 ipsec-isakmp dynamic DYN\ncrypto map MAP interface", "dynamic-entry-first"),
    ],
)
def test_a_slip_is_named_with_its_line(before: str, after: str, finding: str) -> None:
    assert before in WHOLE
    found = said(WHOLE.replace(before, after))
    assert [remark.finding for remark in found] == [finding]
    assert all(remark.where and remark.where[0].line > 0 for remark in found)


def test_an_earlier_entry_that_covers_the_traffic() -> None:
    """The wider earlier entry stops the later one; the wider later one is in nobody's way, but overlaps."""
    assert [(item.finding, item.stops) for item in said(WHOLE + SECOND.format(net=4, seq=20))] == [("earlier-entry-overlaps", True)]
    assert [(item.finding, item.stops) for item in said(WHOLE + SECOND.format(net=4, seq=5))] == [("earlier-entry-overlaps", False)]


def test_only_policies_of_the_other_version() -> None:
    found = said(
        WHOLE.replace("crypto ikev1 policy 10\n authentication pre-share\n", "crypto ikev2 policy 10\n").replace(
            " hash sha", " integrity sha256"
        )
    )
    assert [remark.text for remark in found if remark.stops] == [
        "There is no IKEv1 policy for the entry MAP 10; those shown are of the other version."
    ]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("platform", ["asa", "ios", "swanctl", "libreswan"])
def test_a_right_configuration_has_no_remark(platform: str, version: int) -> None:
    assert said(written(platform, version)) == []


@pytest.mark.parametrize("start", ["crypto map", "tunnel-group", "crypto ikev1", "access-list"])
def test_what_a_part_does_not_show_is_not_missing(start: str) -> None:
    """Only the crypto maps, only the groups, only IKE, or all but one of them."""
    kept, block = [], False
    for line in WHOLE.splitlines():
        block = line.startswith(start) or (block and line.startswith(" "))
        if block:
            kept.append(line)
    device = settings_of(split(redact("\n".join(kept)))[0], 0)
    assert device is None or [remark for tunnel in device.tunnels for remark in tunnel.remarks] == []
    if start != "crypto map":
        rest = "\n".join(line for line in WHOLE.splitlines() if line not in kept)
        assert [remark for remark in said(rest) if remark.stops] == []


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [("group 14", "group 2", "group 2"), ("hash sha", "hash md5", "MD5"), ("aes-256\n hash", "3des\n hash", "3DES")],
)
def test_outdated_algorithms_are_notes(before: str, after: str, name: str) -> None:
    found = said(WHOLE.replace(" " + before, " " + after))
    assert [(remark.text, remark.stops) for remark in found] == [(f"{name} in phase 1 is outdated (RFC 8247).", False)]


def test_of_several_groups_that_nothing_uses_the_one_most_like_the_peer_is_named() -> None:
    text = written("asa", 1).replace(f"tunnel-group {B}", "tunnel-group 203.0.113.50")
    other = "tunnel-group 198.51.100.77 type ipsec-l2l\ntunnel-group 198.51.100.77 ipsec-attributes\n ikev1 pre-shared-key Xy12345\n"
    where = text.index("tunnel-group")
    device = settings_of(split(text[:where] + other + text[where:])[0], 0)
    assert device is not None
    (remark,) = [item for item in device.tunnels[0].remarks if item.finding == "entry-here-under-other-address"]
    assert "203.0.113.50 has one" in remark.text
