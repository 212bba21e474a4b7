"""Opens the knowledge for use: compiled where possible, checked and compiled where not.

The compiled form is msgpack of the same typed entries, never code. It is read only from the
installed package itself or from the user's own cache, keyed by the content it was made from.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

import msgspec

from assistant import __version__
from assistant.errors import KnowledgeError
from assistant.kb import root
from assistant.kb.knowledge import Knowledge

_FORMAT = b"mmwait-knowledge/3\n"


def open_knowledge() -> Knowledge:
    """The shipped knowledge with the user's overlay, ready for use.

    Raises:
        KnowledgeError: an entry is faulty; names file and line of every fault.
    """
    overlay = root.overlay()
    built = root.compiled()
    if overlay is None and built is not None:
        return decode(built.read_bytes())
    folders = [root.shipped(), *([overlay] if overlay else [])]
    path = _cache_path(fingerprint(folders))
    if path is not None and _mine(path):
        try:
            return decode(path.read_bytes())
        except (OSError, KnowledgeError):
            pass  # a cut or older cache is made anew
    knowledge = compile_knowledge(folders)
    if path is not None:
        _store(path, encode(knowledge))
    return knowledge


def compile_knowledge(folders: list[Path]) -> Knowledge:
    """Read and check the folders (the first one is shipped, the others overlay it) and leave out what only authors need.

    Raises:
        KnowledgeError: with every fault found.
    """
    from assistant.kb.check import check  # noqa: PLC0415 - YAML and the checks only where something is compiled
    from assistant.kb.load import load  # noqa: PLC0415

    loaded = load(folders[0])
    for folder in folders[1:]:
        loaded = load(folder, onto=loaded)
    check(loaded)
    if loaded.faults:
        raise KnowledgeError(loaded.faults)
    return _lean(loaded.knowledge)


def _lean(knowledge: Knowledge) -> Knowledge:
    """Without samples and tests: they have done their work when the knowledge was checked."""
    knowledge.pack_examples()
    for home in knowledge.platforms.values():
        home.signatures = {
            name: msgspec.structs.replace(item, samples=(), misses=(), citations=()) for name, item in home.signatures.items()
        }
    knowledge.tests = {}
    return knowledge


def encode(knowledge: Knowledge) -> bytes:
    """The compiled form."""
    return _FORMAT + __version__.encode() + b"\n" + msgspec.msgpack.encode(knowledge)


def decode(data: bytes) -> Knowledge:
    """Read the compiled form.

    Raises:
        KnowledgeError: it is of another version or cut.
    """
    head = _FORMAT + __version__.encode() + b"\n"
    if not data.startswith(head):
        raise KnowledgeError(["compiled knowledge:1: made by another version of mmwait; install mmwait again"])
    try:
        return msgspec.msgpack.decode(memoryview(data)[len(head) :], type=Knowledge)
    except msgspec.DecodeError as error:
        raise KnowledgeError([f"compiled knowledge:1: cannot be read ({error}); install mmwait again"]) from error


def fingerprint(folders: list[Path]) -> str:
    """A digest over names and content of every file, and over the code that defines the entries."""
    digest = hashlib.sha256(_FORMAT + __version__.encode())
    package = Path(__file__).resolve().parent
    for path in (package.parent / "model" / "entries.py", package / "knowledge.py", package / "check.py"):
        digest.update(path.read_bytes() if path.is_file() else b"-")
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(str(path.relative_to(folder)).encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _cache_path(digest: str) -> Path | None:
    from platformdirs import user_cache_path  # noqa: PLC0415 - 15 ms, and an installed wheel does not need it

    named = os.environ.get("MMWAIT_CACHE")
    folder = Path(named) if named else user_cache_path("mmwait", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return folder / f"knowledge-{digest[:32]}.msgpack"


def _mine(path: Path) -> bool:
    """Whether the file and its folder belong to this user and nobody else can write them."""
    try:
        facts = [path.stat(), path.parent.stat()]
    except OSError:
        return False
    if sys.platform == "win32":
        return True  # the folder lies in the user's profile, which Windows guards by access lists
    return all(item.st_uid == os.getuid() and not item.st_mode & (stat.S_IWGRP | stat.S_IWOTH) for item in facts)


def _store(path: Path, data: bytes) -> None:
    """Write at once or not at all; a cache that cannot be written is no fault."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".knowledge-")
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).replace(path)
        for old in path.parent.glob("knowledge-*.msgpack"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return
