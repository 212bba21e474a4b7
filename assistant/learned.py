"""What was learned from resolved sessions of this site: one small file beside the conversations.

It holds, by the session's name, the cause that a person confirmed, and what was merged from other sites as counts. No
address, name or line of a log is ever in it. It is written whole to a file beside it and moved into place, so that a
crash leaves the old or the new one. A damaged file is never written over.
"""

from __future__ import annotations

import os
import re
import secrets
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from assistant.errors import StoreError
from assistant.store import folder

SCHEMA = "mmwait.learned/1"
EXPORT = "mmwait.learned-export/1"
MOST = 1_000_000
"""Sessions of one cause that an export may claim; more is a slip."""
LARGEST = 10_000_000
"""Bytes of a file that is still read."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")


class Learned(Struct, omit_defaults=False):
    """The outcomes by session, and counts by the site that they were merged from. ``on``: whether they are used."""

    schema: str = SCHEMA
    site: str = ""
    on: bool = True
    own: dict[str, str] = {}
    merged: dict[str, dict[str, int]] = {}

    def counts(self) -> dict[str, int]:
        """Resolved sessions by cause, the most frequent first."""
        total = Counter(self.own.values())
        for counts in self.merged.values():
            total.update(counts)
        return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))


class Export(Struct, forbid_unknown_fields=True):
    """What is given to another site: how many sessions were resolved with each cause, and a random name of the site."""

    schema: str
    site: str
    counts: dict[str, int]


def path() -> Path:
    """The file."""
    return folder().parent / "learned.json"


def load() -> Learned:
    """What was learned; nothing where there is no file.

    Raises:
        StoreError: the file is damaged, of another form, or cannot be read; it is left as it is.
    """
    file = path()
    mend = "it is left as it is and the shipped priors are used; mend it, or `mmwait learn forget` sets it aside"
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return Learned()
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror}); the shipped priors are used") from error
    try:
        found = msgspec.json.decode(data, type=Learned)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{file}: damaged ({_line(error)}); {mend}") from error
    if found.schema != SCHEMA:
        raise StoreError(f"{file}: of another form ({found.schema[:40]!r}); {mend}")
    if not all(_sound(counts) for counts in found.merged.values()) or not all(map(_ID.match, found.own.values())):
        raise StoreError(f"{file}: damaged (a count or a cause that cannot be); {mend}")
    return found


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:100]


def _sound(counts: dict[str, int]) -> bool:
    return all(_ID.match(name) is not None and 0 < number <= MOST for name, number in counts.items())


def save(learned: Learned) -> None:
    """Write it whole, or leave the old one.

    Raises:
        StoreError: it cannot be written.
    """
    file = path()
    learned.site = learned.site or secrets.token_hex(8)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(msgspec.json.format(msgspec.json.encode(learned), indent=1) + b"\n")
                out.flush()
                os.fsync(out.fileno())
            draft.replace(file)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(f"what was learned cannot be saved in {file.parent} ({error.strerror})") from error


def record(session: str, cause: str) -> bool:
    """Note the confirmed cause of a session; an empty one takes it back. False where learning is switched off.

    Raises:
        StoreError: what was learned so far is damaged, or cannot be written.
    """
    learned = load()
    if learned.own.get(session, "") == cause:
        return learned.on
    if not cause:
        learned.own.pop(session, None)
    elif learned.on:
        learned.own[session] = cause
    else:
        return False
    save(learned)
    return learned.on


def switch(*, on: bool) -> None:
    """Use what was learned and go on learning, or neither.

    Raises:
        StoreError: what was learned so far is damaged, or cannot be written.
    """
    learned = load()
    learned.on = on
    save(learned)


def export() -> Export:
    """This site's own outcomes as counts; what was merged from others is theirs to give.

    Raises:
        StoreError: what was learned is damaged.
    """
    learned = load()
    if not learned.site:
        save(learned)
    return Export(EXPORT, learned.site, dict(sorted(Counter(learned.own.values()).items())))


def merge(file: Path) -> tuple[Export, bool]:
    """Take another site's export in; says whether an earlier one of the same site was replaced.

    Raises:
        StoreError: it is no export, has impossible counts, or is this site's own; or this site's file is damaged.
    """
    try:
        with file.open("rb") as stream:
            found = msgspec.json.decode(stream.read(LARGEST), type=Export)
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror})") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{file}: this is not an export of `mmwait learn export` ({_line(error)})") from error
    if found.schema != EXPORT or not _ID.match(found.site) or not _sound(found.counts):
        raise StoreError(f"{file}: not an export that this version reads, or its counts cannot be; nothing was merged")
    learned = load()
    if found.site == learned.site:
        raise StoreError(f"{file}: this is this site's own export; nothing was merged")
    replaced = found.site in learned.merged
    learned.merged[found.site] = found.counts
    save(learned)
    return found, replaced


def forget(name: str = "") -> str:
    """Forget a session's outcome, a cause's, or what was merged from a site; without a name everything. Says what was done.

    A damaged file is set aside under another name, not deleted.

    Raises:
        StoreError: nothing is known of that name, or it cannot be done.
    """
    file = path()
    if not name:
        try:
            load()
        except StoreError:
            aside = file.with_name(f"{file.name}.damaged-{secrets.token_hex(4)}")
            _do(lambda: file.replace(aside))
            return f"the damaged file was set aside as {aside}"
        _do(lambda: file.unlink(missing_ok=True))
        return "everything that was learned is forgotten"
    learned = load()
    gone = [session for session, cause in learned.own.items() if name in {session, cause}]
    if not gone and name not in learned.merged:
        raise StoreError(f"nothing was learned of {name[:80]!r}; `mmwait learn list` lists what was")
    for session in gone:
        del learned.own[session]
    learned.merged.pop(name, None)
    save(learned)
    return f"forgotten: {name}"


def _do(act: Callable[[], object]) -> None:
    try:
        act()
    except OSError as error:
        raise StoreError(f"{path()}: cannot be removed ({error.strerror})") from error
