"""Shared fixtures. No test opens a socket, and none touches the user's own folders."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from assistant.dialogue import Mind, Session
from assistant.engine import mind

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conversations and caches go into the test's own folder; no overlay of the machine is read."""
    monkeypatch.setenv("MMWAIT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("MMWAIT_KNOWLEDGE", raising=False)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is offline; a connection would be a defect."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def shipped() -> Mind:
    """The mind over the shipped knowledge."""
    return mind()


@pytest.fixture
def session(shipped: Mind) -> Session:
    """An empty conversation."""
    return Session(shipped)


@pytest.fixture(scope="session")
def seed() -> str:
    """The log that the project grew out of."""
    return (DATA / "mm_wait_msg4-asa.log").read_text(encoding="utf-8")
