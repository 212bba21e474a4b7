"""Every sample of every signature of every platform: still read with other line ends, never an exception however it is cut."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.kb import root
from assistant.kb.load import load
from assistant.reading import Reader
from assistant.reading.reader import vendor_of

LOADED = load(root.shipped())
PLATFORMS = sorted(LOADED.knowledge.platforms)


def reader_of(platform: str) -> tuple[Reader, list[tuple[str, str]]]:
    """A reader of this platform alone, and its samples by signature."""
    home = LOADED.knowledge.platforms[platform]
    signatures = [item for item in home.signatures.values() if item.status != "retired"]
    own = vendor_of(home.platform, signatures, home.messages, home.states)
    own.gates = ()
    samples = [(item.id, "\n".join([*sample.after, sample.text])) for item in signatures for sample in item.samples]
    return Reader([own]), samples


def read_by(reader: Reader, text: str) -> set[str]:
    """The signatures that read something in the text."""
    return {event.signature for event in reader.read(text, name="x", side="local", index=0).events}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_line_ends_and_blank_lines_change_nothing(platform: str) -> None:
    """CRLF, a blank line before and after, trailing blanks: the same signature reads it."""
    reader, samples = reader_of(platform)
    for name, text in samples:
        changed = "\r\n" + text.rstrip("\n").replace("\n", "\r\n") + "  \r\n\r\n"
        assert name in read_by(reader, changed), (name, text)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_cut_sample_is_never_an_exception(platform: str) -> None:
    """Truncated anywhere, quoted or with bytes lost: something is read or counted as not read."""
    reader, samples = reader_of(platform)
    for number, (_, text) in enumerate(samples):
        changed: list[Any] = [text[: len(text) * part // 7] for part in range(1, 7)]
        changed += ["> " + text.replace("\n", "\n> "), text[number % 5 :], text.replace(" ", "\x00 ", 2), text.swapcase()]
        for item in changed:
            reader.read(item, name="x", side="local", index=0)
