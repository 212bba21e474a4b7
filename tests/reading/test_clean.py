"""Pasted text is hostile until proven otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.reading.clean import MAX_LINE, clean_line, decode, split


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]52;c;ZXZpbA==\x1b\\text", "text"),
        ("a\x00b\x07c", "abc"),
        ("\u202eevil\u202c", "evil"),
        ("\ufeffstart", "start"),
        ("a\tb", "a    b"),
        ("[bold red]x[/]", "[bold red]x[/]"),
        ("\x9b2Jx", "x"),
    ],
)
def test_control_sequences_go_and_text_stays(raw: str, clean: str) -> None:
    """Escape and control characters never reach a screen; markup is text and stays."""
    assert clean_line(raw) == clean


@given(st.text())
def test_nothing_that_a_terminal_obeys_survives(text: str) -> None:
    """Whatever comes in, no control character comes out."""
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in clean_line(text))


def test_line_ends_of_every_system_make_the_same_lines() -> None:
    """CRLF, CR and LF count lines alike."""
    assert [[line.text for line in split(text)[0]] for text in ("a\r\nb\r\n", "a\rb\r", "a\nb")] == [["a", "b"]] * 3


def test_an_overlong_line_is_cut_and_said() -> None:
    """Five megabytes in one line neither hang nor vanish silently."""
    lines, notes = split("x" * 5_000_000)

    assert len(lines[0].text) == MAX_LINE
    assert "cut" in notes[0]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_form_is_read(codec: str) -> None:
    """A log saved by a Windows terminal is UTF-16."""
    text = "IKE Peer: 192.0.2.1\n" * 20

    assert decode(text.encode(codec), "x")[0].lstrip("\ufeff") == text


def test_broken_bytes_are_shown_as_such() -> None:
    """A stray Latin-1 byte costs one character and a note."""
    text, notes = decode(b"peer \xe9 down, all other text is plain ASCII\n", "x")

    assert "\ufffd" in text
    assert "1 bytes" in notes[0]


@pytest.mark.parametrize(
    "data",
    [b"\x7fELF\x02\x01", b"\x89PNG\r\n", b"PK\x03\x04zip", bytes(range(256)) * 50, b"\x00" * 4000],
    ids=["elf", "png", "zip", "every byte", "nuls"],
)
def test_a_binary_file_is_refused_in_one_line(data: bytes) -> None:
    """The message says what to do instead."""
    with pytest.raises(InputError, match="binary file, not text; paste") as caught:
        decode(data, "thing.bin")

    assert "\n" not in str(caught.value)
