"""Opens a log as a stream of bytes: plain, compressed (.gz, .bz2, .xz, .zst) or standard input."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Protocol

from msgspec import Struct

from assistant.errors import InputError


class Bytes(Protocol):
    """What can be read block by block into memory that is used again."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill the buffer; the number of bytes read, 0 at the end."""

    def close(self) -> None:
        """Give the file back."""


class Source(Struct):
    """A stream with its name. ``again`` opens it anew where that is possible; ``plain`` is the file whose end can be looked at."""

    name: str
    stream: Bytes
    again: Callable[[], Source] | None = None
    plain: Path | None = None


_MAGIC: tuple[tuple[bytes, str], ...] = ((b"\x1f\x8b", "gz"), (b"\xfd7zXZ\x00", "xz"), (b"BZh", "bz2"), (b"\x28\xb5\x2f\xfd", "zst"))
"""First bytes of each form: RFC 1952, the .xz format, bzip2, RFC 8878."""


def opened(path: str, standard_input: IO[bytes] | None = None) -> Source:
    """The bytes of a file (``-``: of standard input, which is handed in), unpacked as they are read.

    What a file is packed with is seen from its first bytes, not from its name.

    Raises:
        InputError: it is missing, a folder, or unreadable.
    """
    if path == "-":
        raw = standard_input or io.BytesIO()
        return Source("standard input", _unpacking(_Rewound(raw), "standard input"))
    try:
        if Path(path).is_dir():
            raise InputError(f"{path}: this is a folder; name a file in it")
        file = Path(path).open("rb", buffering=0)  # noqa: SIM115 - closed with the source
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file; check the name, or paste the text and use - for standard input") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    rewound = _Rewound(file)
    packed = rewound.form() is not None
    return Source(path, _unpacking(rewound, path), lambda: opened(path), None if packed or not file.seekable() else Path(path))


class _Rewound(io.RawIOBase):
    """A stream whose first bytes were looked at and are read once more."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._head = raw.read(6) or b""

    def form(self) -> str | None:
        """What it is packed with, or ``None``."""
        return next((form for magic, form in _MAGIC if self._head.startswith(magic)), None)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        if self._head:
            count = min(len(buffer), len(self._head))
            buffer[:count] = self._head[:count]
            self._head = self._head[count:]
            return count
        reader = getattr(self._raw, "readinto", None)
        if reader is not None:
            return int(reader(buffer) or 0)
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Guarded:
    """A stream whose faults are told in one line."""

    def __init__(self, inner: Bytes, raw: _Rewound, name: str) -> None:
        self._inner, self._raw, self._name = inner, raw, name

    def readinto(self, buffer: memoryview, /) -> int:
        try:
            return self._inner.readinto(buffer) or 0
        except InputError:
            raise
        except Exception as error:
            raise InputError(f"{self._name}: cannot be unpacked or read on ({error}); unpack it by hand and name the plain file") from error

    def close(self) -> None:
        self._inner.close()
        self._raw.close()  # what unpacks does not close what it was handed


def _unpacking(raw: _Rewound, name: str) -> Bytes:
    form = raw.form()
    inner: Bytes
    if form is None:
        inner = raw
    elif form == "gz":
        import gzip  # noqa: PLC0415 - only where such a file is read

        inner = gzip.GzipFile(fileobj=io.BufferedReader(raw, 1 << 18))
    elif form == "xz":
        import lzma  # noqa: PLC0415

        inner = lzma.LZMAFile(io.BufferedReader(raw, 1 << 18))  # noqa: SIM115 - closed with the source
    elif form == "bz2":
        import bz2  # noqa: PLC0415

        inner = bz2.BZ2File(io.BufferedReader(raw, 1 << 18))
    else:
        inner = _zstd(raw, name)
    return _Guarded(inner, raw, name)


def _zstd(raw: _Rewound, name: str) -> Bytes:
    """Python reads .zst itself from 3.14 on; before that the package zstandard does."""
    try:
        import zstandard  # noqa: PLC0415
    except ImportError:
        try:
            from compression import zstd  # type: ignore[import-not-found, unused-ignore] # noqa: PLC0415
        except ImportError:
            raise InputError(f"{name}: reading .zst needs the package zstandard; or: zstd -dc {name} | mmwait explain -") from None
        opened_: Bytes = zstd.ZstdFile(io.BufferedReader(raw, 1 << 18))
        return opened_
    return _Frames(raw, lambda: zstandard.ZstdDecompressor().decompressobj())


FED = 2_048
"""Bytes handed to the decompressor at once: a block of four may stand for 128 KiB (RFC 8878, section 3.1.1.2)."""


class _Frames(io.RawIOBase):
    """A stream of Zstandard frames; one that is cut off is a fault, not an end."""

    def __init__(self, raw: _Rewound, begin: Callable[[], Any]) -> None:
        self._raw = io.BufferedReader(raw, 1 << 18)
        self._begin = begin
        self._frame: Any = None
        self._out = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        while not self._out:
            fed = self._raw.read(FED)
            if not fed:
                if self._frame is not None:
                    raise EOFError("the compressed data ends in the middle")
                return 0
            self._out = memoryview(self._unpacked(fed))
        count = min(len(buffer), len(self._out))
        buffer[:count] = self._out[:count]
        self._out = self._out[count:]
        return count

    def _unpacked(self, fed: bytes) -> bytes:
        parts: list[bytes] = []
        while fed:
            if self._frame is None:
                self._frame = self._begin()
            parts.append(self._frame.decompress(fed))
            fed = b""
            if self._frame.eof:
                fed, self._frame = self._frame.unused_data, None
        return b"".join(parts)

    def close(self) -> None:
        self._raw.close()
        super().close()
