"""Bytes or pasted text to harmless lines.

Pasted text is hostile until proven otherwise: escape sequences, control and bidirectional
characters go, very long lines are cut, and what was done is said.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.errors import InputError
from assistant.model.observed import Line

MAX_LINE = 8_000
MAX_LINES = 400_000
MAX_BYTES = 64_000_000

_ANSI = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])|\x9b[0-?]*[ -/]*[@-~]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
BREAK = re.compile(r"\r\n|\n|\r")
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_MAGIC = (
    b"\x7fELF",
    b"\x89PNG",
    b"PK\x03\x04",
    b"%PDF",
    b"\x1f\x8b",
    b"\xd4\xc3\xb2\xa1",
    b"\xa1\xb2\xc3\xd4",
    b"\x0a\x0d\x0d\x0a",
    b"GIF8",
    b"\xff\xd8\xff",
)


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """Text of a file's bytes and notes on what was done to get it.

    Raises:
        InputError: the bytes are no text, or more than can be held at once.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{name}: larger than {MAX_BYTES // 1_000_000} MB; cut out the hours around the failure, e.g. with grep on the peer's address"
        )
    if data.startswith(_MAGIC):
        raise InputError(f"{name}: this is a binary file, not text; paste the log or the output as text")
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.decode(codec, errors="replace"), []
    sample = data[:4_000]
    nuls = sample.count(0)
    if sample and nuls > len(sample) // 4:
        even, odd = (half.count(0) / max(len(half), 1) for half in (sample[0::2], sample[1::2]))
        if max(even, odd) > 0.8 and min(even, odd) < 0.2:  # noqa: PLR2004 - Latin letters leave one byte of two empty
            return data.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace"), ["read as UTF-16"]
        raise InputError(f"{name}: this is a binary file, not text; paste the log or the output as text")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        bad = text.count("\ufffd")
        if bad > len(text) // 5:
            raise InputError(f"{name}: this is a binary file, not text; paste the log or the output as text") from None
        return text, [f"{bad} bytes were not UTF-8 and are shown as \ufffd"]


def clean_line(text: str) -> str:
    """One line without escape sequences and control characters; tabs become blanks."""
    if text.isascii() and text.isprintable():
        return text
    text = _ANSI.sub("", text)
    return _CONTROL.sub("", text).replace("\t", "    ")


_QUOTED = re.compile(r"\A {0,3}>(?: ?>){0,9} ?")


def unquoted(text: str) -> str:
    """A line without the marks of a mail or forum that quotes it (``> ``)."""
    return _QUOTED.sub("", text, count=1) if ">" in text[:4] else text


def split(text: str) -> tuple[tuple[Line, ...], list[str]]:
    """The numbered lines of a text, made harmless, and notes on what was cut."""
    notes: list[str] = []
    raw = BREAK.split(text)
    if raw and raw[-1] == "":
        raw.pop()
    if len(raw) > MAX_LINES:
        notes.append(f"only the last {MAX_LINES} of {len(raw)} lines were read")
    first = max(0, len(raw) - MAX_LINES)
    cut = 0
    lines: list[Line] = []
    for number, item in enumerate(raw[first:], start=first + 1):
        if len(item) > MAX_LINE:
            cut += 1
            item = item[:MAX_LINE]  # noqa: PLW2901 - the rest of an over-long line is not read
        lines.append(Line(number, clean_line(item)))
    if cut:
        notes.append(
            f"{cut} line{'s were' if cut > 1 else ' was'} longer than {MAX_LINE} characters and {'were' if cut > 1 else 'was'} cut"
        )
    return tuple(lines), notes


def looks_like_prose(text: str) -> bool:
    """Whether the text is letters in sentences rather than device output; only used to word a refusal."""
    letters = sum(1 for char in text[:2_000] if unicodedata.category(char).startswith("L"))
    return letters > len(text[:2_000]) * 0.6
