"""Plain and packed logs as streams."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from pathlib import Path

import pytest
import zstandard

from assistant.archive.opening import opened
from assistant.engine import read_file
from assistant.errors import InputError

TEXT = b"Nov 20 10:00:00 fw1 %ASA-5-713119: Group = 192.0.2.1, IP = 192.0.2.1, PHASE 1 COMPLETED\n" * 50
PACKED = {
    "log": TEXT,
    "log.gz": gzip.compress(TEXT),
    "log.xz": lzma.compress(TEXT),
    "log.bz2": bz2.compress(TEXT),
    "log.zst": zstandard.compress(TEXT),
}


@pytest.mark.parametrize("name", sorted(PACKED))
def test_every_form_is_read(tmp_path: Path, name: str) -> None:
    """The same text comes of each, under a name that says nothing as well."""
    for file in (tmp_path / name, tmp_path / "renamed"):
        file.write_bytes(PACKED[name])
        assert read_file(str(file)).text == TEXT.decode()


@pytest.mark.parametrize("name", sorted(PACKED))
def test_standard_input_is_read(name: str) -> None:
    """Packed or not, from a stream that cannot be read twice."""
    assert read_file("-", io.BytesIO(PACKED[name])).text == TEXT.decode()


@pytest.mark.parametrize("name", ["log.gz", "log.xz", "log.bz2", "log.zst"])
def test_a_damaged_file_says_so_in_one_line(tmp_path: Path, name: str) -> None:
    """Neither a traceback nor half a text as if it were whole."""
    file = tmp_path / name
    file.write_bytes(PACKED[name][:12] + b"\x00\xff" * 30)

    with pytest.raises(InputError, match="cannot be unpacked") as caught:
        read_file(str(file))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("path", "words"), [("missing.log", "no such file"), (".", "a folder")])
def test_what_is_no_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, words: str) -> None:
    """With the mend."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError, match=words):
        opened(path)


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    """No first bytes to look at is no fault."""
    file = tmp_path / "empty"
    file.write_bytes(b"")

    assert read_file(str(file)).text == ""
