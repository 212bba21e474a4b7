"""Proposals that a log prints side by side are compared by what they are for."""

from __future__ import annotations

import pytest

from assistant.exchange.offers import compared, differing
from assistant.model.observed import Event


@pytest.mark.parametrize(
    ("offered", "configured", "apart"),
    [
        ("IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048", "IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024", {"group"}),
        ("IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048", "IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048", {"encryption"}),
        ("ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ", "ESP:AES_CBC_256/HMAC_SHA1_96/MODP_2048/NO_EXT_SEQ", {"group"}),
        (
            "ESP:AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ, ESP:AES_GCM_16_128/NO_EXT_SEQ",
            "ESP:AES_GCM_16_128/MODP_2048/NO_EXT_SEQ",
            {"group"},
        ),
        ("ESP:AES_CBC_256/AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ", "ESP:AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ", set()),
        ("ESP:3DES_CBC/HMAC_MD5_96/NO_EXT_SEQ", "ESP:AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ", {"encryption", "integrity"}),
        ("IKE:AES_CBC_256/HMAC_SHA1_96", "ESP:AES_CBC_256/HMAC_SHA1_96", set()),
        ("", "", set()),
    ],
)
def test_the_nearest_pair_counts(offered: str, configured: str, apart: set[str]) -> None:
    """What keeps the nearest two proposals of one protocol apart."""
    assert differing(offered, configured)[1] == apart


def _line(number: int, **fields: str) -> Event:
    return Event("policy", 0, number, "", "x", fields=fields)


def test_the_lines_may_come_in_either_order_and_a_selection_settles_them() -> None:
    """A pasted log may stand newest first; a pair that was followed by a choice was no fault."""
    offer, own = _line(1, offered="ESP:AES_CBC_256/NO_EXT_SEQ"), _line(2, configured="ESP:AES_CBC_256/MODP_2048/NO_EXT_SEQ")
    assert [(item.finding, item.value) for item in compared([offer, own])] == [("pfs-group-differs", True)]
    assert [(item.finding, item.value) for item in compared([own, offer])] == [("pfs-group-differs", True)]
    assert compared([offer, own, _line(3, selected="AES_CBC_256/NO_EXT_SEQ")]) == []
