"""Conversations on disk: kept as they go, whole after a crash, without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.dialogue import Mind, Session
from assistant.errors import StoreError
from assistant.store import SCHEMA, Head, Keeper, find, listed, read

HEAD = Head(SCHEMA, "20260101-000000-abcd", "2026-01-01T00:00:00+00:00", "0")


def test_what_was_kept_comes_back(tmp_path: Path, session: Session, shipped: Mind, seed: str) -> None:
    """Moves, undo included, lead to the same diagnosis after a restart."""
    keeper = Keeper(HEAD, tmp_path)
    session.paste(seed)
    keeper.save(session.moves)
    session.answer("far-tunnel-group", "none")
    keeper.save(session.moves)
    session.undo()
    keeper.save(session.moves)
    session.answer("far-tunnel-group", "other-address")
    keeper.save(session.moves)

    _, moves = read(keeper.path)

    assert moves == session.moves
    assert Session(shipped, moves).diagnosis.suspects == session.diagnosis.suspects


def test_a_crash_loses_at_most_the_line_in_hand(tmp_path: Path, session: Session, seed: str) -> None:
    """A file cut anywhere in its last line is still read."""
    keeper = Keeper(HEAD, tmp_path)
    session.paste(seed)
    session.say("other tunnels are up")
    keeper.save(session.moves)
    whole = keeper.path.read_bytes()
    start = whole.rstrip(b"\n").rfind(b"\n") + 1
    for cut in range(start + 1, len(whole) - 1):
        keeper.path.write_bytes(whole[:cut])

        assert len(read(keeper.path)[1]) == 1


def test_no_secret_reaches_the_disk(tmp_path: Path, session: Session) -> None:
    """A pasted key is gone before anything is written."""
    keeper = Keeper(HEAD, tmp_path)
    session.paste("tunnel-group 203.0.113.5 ipsec-attributes\n pre-shared-key Hunter2Hunter2\n")
    session.say("the pre-shared-key is pre-shared-key Hunter2Hunter2")
    keeper.save(session.moves)

    assert b"Hunter2" not in keeper.path.read_bytes()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, session: Session, seed: str) -> None:
    """The conversation goes on; the message says where and why."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    session.paste(seed)

    with pytest.raises(StoreError, match="it goes on in memory"):
        Keeper(HEAD, blocked).save(session.moves)


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "x" * 200])
def test_a_name_is_never_a_path(name: str, tmp_path: Path) -> None:
    """A session's name cannot lead out of the folder."""
    with pytest.raises(StoreError, match="no name of a session"):
        find(name, tmp_path)


def test_files_that_are_no_transcripts_are_passed_over(tmp_path: Path) -> None:
    """Somebody's note among the transcripts does no harm."""
    (tmp_path / "note.jsonl").write_text("hello\n")

    assert listed(tmp_path) == []
