"""The composition root: opens the knowledge and wires what a session thinks with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from assistant.dialogue import Mind, Session
from assistant.errors import InputError
from assistant.exchange import annotate
from assistant.kb import Knowledge, open_knowledge
from assistant.reading import Reader
from assistant.reading.clean import MAX_BYTES, decode
from assistant.reading.reader import vendor_of
from assistant.reasoning import Network

__all__ = ["annotated", "knowledge", "mind_of", "new_session", "read_file"]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The shipped knowledge with the user's overlay, opened once a process."""
    return open_knowledge()


def mind_of(known: Knowledge) -> Mind:
    """Wire a mind from the knowledge."""
    vendors = [
        vendor_of(home.platform, home.signatures.values(), home.messages, home.states, known.untrusted)
        for name, home in known.platforms.items()
        if home.signatures
    ]
    return Mind(
        reader=Reader(vendors),
        network=Network(known.working(), known.findings),
        causes=known.causes,
        groups=known.groups,
        findings=known.findings,
        questions={name: item for name, item in known.questions.items() if item.status != "retired"},
        phrases=known.phrases,
        states={name: tuple(home.states) for name, home in known.platforms.items()},
        intents={name: home.intents for name, home in known.platforms.items() if home.intents},
        fixes={name: tuple(home.fixes) for name, home in known.platforms.items()},
        names={
            word.lower(): name for name, home in known.platforms.items() if home.signatures for word in (name, *home.platform.nicknames)
        },
    )


@lru_cache(maxsize=1)
def mind() -> Mind:
    """The mind over the shipped knowledge, wired once a process."""
    return mind_of(knowledge())


def new_session() -> Session:
    """An empty conversation."""
    return Session(mind())


def read_file(path: str, stdin: bytes | None = None) -> tuple[str, list[str]]:
    """Text of a file (``-`` is standard input, whose bytes are handed in) and notes on how it was read.

    Raises:
        InputError: it is missing, a folder, unreadable, too large, or no text.
    """
    if path == "-":
        return decode(stdin or b"", "standard input")
    file = Path(path)
    try:
        if file.is_dir():
            raise InputError(f"{path}: this is a folder; name a file in it")
        if file.is_file() and file.stat().st_size > MAX_BYTES:
            raise InputError(
                f"{path}: larger than {MAX_BYTES // 1_000_000} MB; cut out the hours around the failure, e.g. with grep on the peer's address"
            )
        data = file.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file; check the name, or paste the text and use - for standard input") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read ({reason})") from error
    return decode(_unpacked(data, path), path)


def _unpacked(data: bytes, path: str) -> bytes:
    """The content of a compressed log (.gz, .xz, .bz2); anything else unchanged. A bomb ends at the size limit."""
    if not path.lower().endswith((".gz", ".xz", ".bz2")) or data[:2] not in {b"\x1f\x8b", b"\xfd7", b"BZ"}:
        return data
    import bz2  # noqa: PLC0415 - only where a compressed file is read
    import gzip  # noqa: PLC0415
    import io  # noqa: PLC0415
    import lzma  # noqa: PLC0415

    module = {b"\x1f\x8b": gzip, b"\xfd7": lzma, b"BZ": bz2}[data[:2]]
    try:
        with module.open(io.BytesIO(data), "rb") as packed:
            return bytes(packed.read(MAX_BYTES + 1))
    except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
        raise InputError(f"{path}: cannot be unpacked ({error}); unpack it by hand and name the plain file") from error


def annotated(session: Session) -> list[list[str]]:
    """Every input of the session written back with comment lines at its turning points."""
    diagnosis = session.diagnosis
    tunnels = [*([diagnosis.tunnel] if diagnosis.tunnel else []), *diagnosis.others]
    return [annotate(item, index, tunnels, mind().findings) for index, item in enumerate(diagnosis.inputs)]
