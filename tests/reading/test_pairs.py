"""Rows of pairs: taken by their keys, whatever the order, the quoting and what stands beside."""

from __future__ import annotations

import time

import pytest

from assistant.dialogue import Session
from assistant.reading.pairs import pairs_in

WANTED = {"peer": "remip|rem_ip", "reason": "reason", "group": "vpntunnel"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('remip=203.0.113.9 vpntunnel="to HQ" reason="no match"', {"peer": "203.0.113.9", "group": "to HQ", "reason": "no match"}),
        ('reason="no match",vpntunnel="branch",rem_ip="203.0.113.9"', {"peer": "203.0.113.9", "group": "branch", "reason": "no match"}),
        ('[remip:"203.0.113.9"; reason::"no match: a=b"; ]', {"peer": "203.0.113.9", "reason": "no match: a=b"}),
        ('remip=203.0.113.9 remip=198.51.100.1 reason="" vpntunnel="N/A"', {"peer": "203.0.113.9"}),
        ("xremip=203.0.113.9 remip = 203.0.113.9", {}),
        ('reason="never closed', {"reason": "never closed"}),
        ("", {}),
    ],
    ids=["quoted", "commas", "colons", "first-and-empty", "other-keys", "unclosed", "nothing"],
)
def test_values_by_key(text: str, values: dict[str, str]) -> None:
    """The first value of each key; empty ones and "N/A" are none."""
    assert pairs_in(text, WANTED) == values


@pytest.mark.parametrize("text", ["a=" * 4_000, 'a="' * 2_600, "a" * 8_000, "=:" * 4_000], ids=["bare", "quotes", "word", "signs"])
def test_hostile_rows_take_no_time(text: str) -> None:
    """As long as a line may be, and read at once."""
    began = time.perf_counter()
    pairs_in(text, WANTED)

    assert time.perf_counter() - began < 1.0


def test_a_failure_in_a_log_is_no_statement(session: Session) -> None:
    """Where "encryption aes" begins a statement of a configuration, "encryption failure" does not."""
    session.paste("encryption failure: Unknown SPI: 0x0a1b2c3d for IPsec packet.\n")
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert {item.finding: item.value for item in tunnel.observations}["peer-unknown-spi"] is True
