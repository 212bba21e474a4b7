"""Transcripts in the user's data folder: every conversation kept as it goes, resumable after a crash.

A transcript is one JSON object a line: a head, then a move a line. A line is appended and flushed
before the reply is shown, so a crash loses at most the move in hand. An undo is a line as well.
What is stored was redacted before it became a move.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from assistant.dialogue.moves import Move
from assistant.errors import StoreError

SCHEMA = "mmwait.transcript/1"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,80}\Z")


class Head(Struct, frozen=True):
    """The first line of a transcript."""

    schema: str
    id: str
    started: str
    version: str


class Kept(Struct, frozen=True):
    """A stored transcript at a glance. ``title`` is the first thing that was pasted or said."""

    id: str
    started: str
    moves: int
    title: str
    path: Path


def folder() -> Path:
    """Where transcripts are kept: ``MMWAIT_DATA`` or the user's data folder."""
    named = os.environ.get("MMWAIT_DATA")
    if named:
        return Path(named) / "sessions"
    from platformdirs import user_data_path  # noqa: PLC0415 - 15 ms that only kept sessions need

    return user_data_path("mmwait", appauthor=False) / "sessions"


class Keeper:
    """Keeps one conversation on disk as it goes."""

    def __init__(self, head: Head, where: Path, saved: tuple[Move, ...] = ()) -> None:
        self._head, self._path = head, where / f"{head.id}.jsonl"
        self._saved: list[Move] = list(saved)

    @property
    def id(self) -> str:
        """The transcript's name, as ``mmwait sessions`` lists it."""
        return self._head.id

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def save(self, moves: tuple[Move, ...]) -> None:
        """Append what is new since the last call; moves that are gone are marked as undone.

        Raises:
            StoreError: the file cannot be written; the conversation can go on in memory.
        """
        common = 0
        while common < min(len(moves), len(self._saved)) and moves[common] == self._saved[common]:
            common += 1
        lines = [b'{"type":"undo"}'] * (len(self._saved) - common) + [msgspec.json.encode(move) for move in moves[common:]]
        if not lines:
            return
        try:
            new = not self._path.exists()
            if new:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                lines.insert(0, msgspec.json.encode(self._head))
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "ab") as out:
                out.write(b"\n".join(lines) + b"\n")
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise StoreError(f"the conversation cannot be saved in {self._path.parent} ({error.strerror}); it goes on in memory") from error
        self._saved = list(moves)


def read(path: Path) -> tuple[Head, tuple[Move, ...]]:
    """A transcript's head and the moves that stand.

    A last line that a crash cut off is left out.

    Raises:
        StoreError: it is not a transcript.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        head = msgspec.json.decode(lines[0], type=Head)
    except msgspec.DecodeError as error:
        raise StoreError(f"{path}: this is not a transcript of mmwait") from error
    if head.schema != SCHEMA:
        raise StoreError(f"{path}: a transcript of another form ({head.schema}); this version reads {SCHEMA}")
    moves: list[Move] = []
    rows = [line for line in lines[1:] if line.strip()]
    for number, line in enumerate(rows, start=2):
        try:
            raw: Any = msgspec.json.decode(line)
            if isinstance(raw, dict) and raw.get("type") == "undo":
                if moves:
                    moves.pop()
                continue
            moves.append(msgspec.convert(raw, Move))
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            if number == len(rows) + 1:
                break  # the line a crash cut off
            raise StoreError(f"{path}:{number}: a line of the transcript is damaged ({error})") from error
    return head, tuple(moves)


def find(name: str, where: Path | None = None) -> Path:
    """The file of a transcript by its name, or by the beginning of it if that is unique.

    Raises:
        StoreError: none or several are called so.
    """
    if not _NAME.match(name):
        raise StoreError(f"{name!r} is no name of a session; `mmwait sessions` lists them")
    place = where or folder()
    hits = sorted(path for path in place.glob("*.jsonl") if path.stem == name) or sorted(
        path for path in place.glob("*.jsonl") if path.stem.startswith(name)
    )
    if not hits:
        raise StoreError(f"there is no session {name!r}; `mmwait sessions` lists them")
    if len(hits) > 1:
        raise StoreError(f"{name!r} fits {len(hits)} sessions; write more of the name")
    return hits[0]


def listed(where: Path | None = None) -> list[Kept]:
    """All transcripts, the latest first. Files that are no transcripts are passed over."""
    place = where or folder()
    result = []
    for path in sorted(place.glob("*.jsonl"), reverse=True) if place.is_dir() else []:
        try:
            head, moves = read(path)
        except StoreError:
            continue
        result.append(Kept(head.id, head.started, len(moves), _title(moves), path))
    return result


def _title(moves: tuple[Move, ...]) -> str:
    for move in moves:
        text = getattr(move, "text", "")
        for line in text.splitlines():
            if line.strip():
                return line.strip()[:80]
    return "(empty)"
