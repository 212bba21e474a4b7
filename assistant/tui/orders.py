"""What is typed: a sentence, or an order that begins with a slash."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.reading.clean import clean_line

FILE, FAR, HELP, QUIT = "/file", "/far", "/help", "/quit"
_KINDS: dict[str, Literal["file", "far", "help", "quit"]] = {
    FILE: "file",
    FAR: "far",
    HELP: "help",
    "/?": "help",
    QUIT: "quit",
    "/q": "quit",
}
_PATHS = 2


@dataclass(frozen=True)
class Typed:
    """An order and its rest; for a sentence the rest is all of it."""

    kind: Literal["say", "file", "far", "help", "quit", "unknown"]
    rest: str


def typed(text: str) -> Typed:
    """What was typed, made harmless."""
    text = clean_line(text).strip()
    if not text.startswith("/"):
        return Typed("say", text)
    word, _, rest = text.partition(" ")
    kind = _KINDS.get(word.lower())
    if kind is not None:
        return Typed(kind, _path(rest) if kind in {"file", "far"} else rest)
    return Typed("file", text) if word.count("/") >= _PATHS else Typed("unknown", word)


def _path(text: str) -> str:
    """A path as people type or drop it: quoted, or from their home."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if not text.startswith("~"):
        return text
    try:
        return str(Path(text).expanduser())
    except RuntimeError:
        return text
