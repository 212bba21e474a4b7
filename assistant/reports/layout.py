"""Paragraphs and quoted lines within a width."""

from __future__ import annotations

import textwrap


def wrap(line: str, width: int, indent: str = "") -> list[str]:
    """A paragraph wrapped, further lines indented by ``indent``; long words are not broken."""
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def clip(line: str, width: int) -> str:
    """A quoted line cut to the width."""
    line = line.strip()
    return line if len(line) <= width else line[: max(width - 3, 8)] + "..."
