"""What people paste of routers and daemons: every line is read, the stage and the leading cause come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.dialogue import Session

PASTES = Path(__file__).parent.parent / "data" / "pastes"
"""Written for the tests in the forms that vendors, sources and recorded output document."""

CASES: list[tuple[str, str, str | None, list[str]]] = [
    ("router-session-and-list", "cisco-ios", "mm2", ["udp500-blocked", "peer-unreachable"]),
    ("router-ikev2-in-negotiation", "cisco-ios", "init", ["policy-mismatch", "udp500-blocked", "peer-unreachable", "ike-version-mismatch"]),
    ("router-no-answer", "cisco-ios", "mm2", ["peer-unreachable"]),
    ("router-networks-refused", "cisco-ios", "qm", ["p2-proxy-id-mismatch"]),
    ("router-message-unreadable", "cisco-ios", None, ["psk-mismatch"]),
    ("charon-status-unanswered", "strongswan", "mm2", ["udp500-blocked", "peer-unreachable"]),
    ("charon-status-auth", "strongswan", "auth", ["psk-mismatch"]),
    ("charon-list-unanswered", "strongswan", "init", ["policy-mismatch", "udp500-blocked", "peer-unreachable"]),
    ("charon-console-refused", "strongswan", "mm2", ["policy-mismatch"]),
    ("charon-dead-peer", "strongswan", "down", ["dpd-timeout"]),
    ("openswan-no-answer", "libreswan", "mm2", ["peer-unreachable"]),
    ("openswan-status", "libreswan", "mm2", ["udp500-blocked", "peer-unreachable"]),
    ("libreswan-status-one-way", "libreswan", "up", ["p2-routing"]),
    ("libreswan-auth-refused", "libreswan", "auth", ["psk-mismatch"]),
    ("libreswan-status-ikev2", "libreswan", "init", ["policy-mismatch", "udp500-blocked", "peer-unreachable"]),
    ("racoon-no-answer", "racoon", "mm2", ["peer-unreachable"]),
    ("racoon-proposal-refused", "racoon", None, ["policy-mismatch"]),
    ("racoon-list", "racoon", "mm2", ["udp500-blocked", "peer-unreachable"]),
    ("racoon-of-macos", "racoon", "qm", ["p2-transform-mismatch", "p2-proxy-id-mismatch"]),
    ("racoon-networks-refused", "racoon", "qm", ["p2-proxy-id-mismatch"]),
]


@pytest.mark.parametrize(("name", "platform", "stage", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_a_paste_is_read_whole(session: Session, name: str, platform: str, stage: str | None, wanted: list[str]) -> None:
    """Platform, stage and the leading cause; nothing is left unread."""
    session.paste((PASTES / f"{name}.txt").read_text())
    diagnosis = session.diagnosis

    assert diagnosis.inputs[0].platform == platform
    assert [line.text for line in diagnosis.inputs[0].unread] == []
    assert diagnosis.suspects[0].id in wanted
    assert diagnosis.tunnel is None or diagnosis.tunnel.standing.stage == stage
