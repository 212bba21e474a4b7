"""The composition root: opens the knowledge and wires what a session thinks with."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import IO, TYPE_CHECKING

from msgspec import Struct, structs

from assistant import learned
from assistant.archive.opening import Source, opened
from assistant.archive.since import Since, without_earlier
from assistant.dialogue import Mind, Session
from assistant.dialogue.understand import Ear
from assistant.errors import InputError, StoreError
from assistant.exchange import annotate
from assistant.kb import Knowledge, open_knowledge
from assistant.model.diagnosis import Diagnosis, Suspect
from assistant.model.entries import ArchiveForm
from assistant.model.observed import Excerpt
from assistant.reading import Reader
from assistant.reading.clean import MAX_BYTES, decode, split
from assistant.reading.reader import vendor_of
from assistant.reading.redact import Redactor
from assistant.reasoning import Network
from assistant.reasoning.site import site_factors

if TYPE_CHECKING:  # neither is needed for a text of usual size
    from assistant.archive.attribution import Attribution
    from assistant.model.settings import Comparison, DeviceSettings

__all__ = ["Taken", "annotated", "knowledge", "mind_of", "new_session", "read_file", "with_nearest"]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The shipped knowledge with the user's overlay, opened once a process."""
    return open_knowledge()


def mind_of(known: Knowledge) -> Mind:
    """Wire a mind from the knowledge."""
    examples = lru_cache(maxsize=1)(known.examples) if known.packed else None
    vendors = [
        vendor_of(home.platform, home.signatures.values(), home.messages, home.states, known.untrusted, examples)
        for name, home in known.platforms.items()
        if home.signatures
    ]
    names = {word.lower(): name for name, home in known.platforms.items() if home.signatures for word in (name, *home.platform.nicknames)}
    return Mind(
        reader=Reader(vendors),
        network=Network(known.working(), known.findings),
        causes=known.causes,
        groups=known.groups,
        findings=known.findings,
        questions={name: item for name, item in known.questions.items() if item.status != "retired"},
        ear=Ear(known.phrases, known.wordings.values(), [state for home in known.platforms.values() for state in home.states], names),
        states={name: tuple(home.states) for name, home in known.platforms.items()},
        intents={name: home.intents for name, home in known.platforms.items() if home.intents},
        vendor_ids=tuple(known.vendor_ids.values()),
        excluded={name: {cause: item.reason for cause, item in home.not_applicable.items()} for name, home in known.platforms.items()},
        fixes={name: tuple(home.fixes) for name, home in known.platforms.items()},
        limits=tuple(known.limits.values()),
        parameters=known.parameters,
        names=names,
    )


@lru_cache(maxsize=1)
def mind() -> Mind:
    """The mind over the shipped knowledge, wired once a process."""
    return mind_of(knowledge())


def site_mind() -> Mind:
    """The mind with what this site's resolved sessions taught; where that cannot be read, the shipped one that says so."""
    if not learned.path().exists():
        return mind()
    try:
        found = learned.load()
    except StoreError as error:
        return structs.replace(mind(), priors=f"Note: {error}.")
    counts = {name: number for name, number in found.counts().items() if name in mind().causes} if found.on else {}
    factors = site_factors(mind().network, counts)
    if not factors:
        return mind()
    most = ", ".join(f"{name} {number}" for name, number in list(counts.items())[:3])
    said = f"Priors of this site are in use: {sum(counts.values())} resolved sessions ({most}). `mmwait learn off` switches them off."
    return structs.replace(mind(), network=mind().network.leaning(factors), priors=said)


def new_session() -> Session:
    """An empty conversation, with the priors of this site where there are any."""
    return Session(site_mind())


class Taken(Struct, frozen=True):
    """A text that was read from a file, ready to be pasted."""

    text: str
    notes: tuple[str, ...]
    excerpt: Excerpt | None = None


def read_file(path: str, stdin: IO[bytes] | None = None, *, peer: str = "", since: Since | None = None) -> Taken:
    """The text of a file (``-`` is standard input, which is handed in), packed or plain; of an archive what is kept of it.

    Of an archive most is kept of ``peer``, if one is named; lines before ``since`` are left out.

    Raises:
        InputError: it is missing, a folder, unreadable or no text.
        UsageError: ``since`` cannot be told for a stream.
    """
    source = opened(path, stdin)
    try:
        data = _first_part(source, ARCHIVE_FROM)
        if len(data) <= ARCHIVE_FROM or data.startswith(UTF_16):
            data += _first_part(source, MAX_BYTES) if len(data) > ARCHIVE_FROM else b""
            text, notes = decode(data, source.name)
            if since is not None:
                text, more = without_earlier(text, since)
                notes = [*notes, *more]
            return Taken(text, tuple(notes))
        decode(data[:SAMPLE], source.name)  # refuses what is no text
        from assistant.archive.excerpt import excerpt_of  # noqa: PLC0415 - only where an archive is read

        done = excerpt_of(source, _forms(), _attribution(), peer=peer, since=since, begun=data)
        return Taken(done.text, done.notes, done.origin)
    finally:
        source.stream.close()


ARCHIVE_FROM = 8_000_000
"""Bytes from which on a text is an archive and only an excerpt of it is held."""
SAMPLE = 65_536
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def _first_part(source: Source, size: int) -> bytes:
    """Up to ``size`` bytes of the stream, and the block that goes beyond them."""
    parts: list[bytes] = []
    held = 0
    buffer = bytearray(1 << 18)
    while held <= size and (got := source.stream.readinto(memoryview(buffer))):
        parts.append(bytes(buffer[:got]))
        held += got
    return b"".join(parts)


@lru_cache(maxsize=1)
def _forms() -> dict[str, ArchiveForm]:
    """How each platform's lines are found in an archive."""
    return {name: home.platform.archive for name, home in knowledge().platforms.items() if home.platform.archive is not None}


def _attribution() -> Attribution:
    from assistant.archive.attribution import Attribution  # noqa: PLC0415

    known = knowledge()
    forms = _forms()
    signatures = {name: tuple(known.platforms[name].signatures.values()) for name in forms}
    readers = {
        name: Reader(
            [
                vendor_of(
                    structs.replace(known.platforms[name].platform, gates=()),
                    signatures[name],
                    known.platforms[name].messages,
                    known.platforms[name].states,
                    known.untrusted,
                )
            ]
        )
        for name, form in forms.items()
        if not form.peers
    }
    return Attribution(forms, signatures, readers)


def with_nearest(diagnosis: Diagnosis) -> Diagnosis:
    """The diagnosis with the nearest known signature named for every line that was not read."""
    return structs.replace(diagnosis, inputs=tuple(mind().reader.with_nearest(item) for item in diagnosis.inputs))


def compared(local: str, remote: str, peer: str = "") -> tuple[Comparison, tuple[Suspect, ...]]:
    """Two configuration files compared, and the causes that the differences speak for.

    Raises:
        InputError: one of them is no configuration that can be read, or no tunnel of one is one of the other.
    """
    from assistant.configs.compare import compare  # noqa: PLC0415 - only here
    from assistant.configs.pairing import pair as pair_of  # noqa: PLC0415
    from assistant.dialogue.comparing import placed, suspects_of  # noqa: PLC0415

    redact = Redactor()
    devices = [_configured(path, index, redact) for index, path in enumerate((local, remote))]
    pair = pair_of(devices[0], devices[1], peer)
    if pair is None:
        raise InputError(
            f"no tunnel of {local} could be matched with one of {remote}; name its peer with --peer (there are: {_peers(devices[0])})"
        )
    found = placed(mind(), compare(*pair, mind().parameters))
    return found, suspects_of(mind(), found)


def mirror(path: str, platform: str, peer: str = "") -> list[str]:
    """The lines of the configuration that the far end of a tunnel must have on a platform.

    Raises:
        InputError: it is no configuration, has no or several such tunnels, or nothing is written for the platform.
    """
    from assistant.configs.mirror.writers import mirrored  # noqa: PLC0415 - only here

    device = _configured(path, 0, Redactor())
    tunnels = [item for item in device.tunnels if not peer or any(setting.value == peer for setting in item.peers)]
    tunnels = [item for item in tunnels if not item.loose] or tunnels
    if len(tunnels) != 1:
        what = "several tunnels" if tunnels else "no tunnel with this peer"
        raise InputError(f"{path}: {what}; name one with --peer (there are: {_peers(device)})")
    return mirrored(tunnels[0], mind().names.get(platform.lower(), platform))


def _configured(path: str, index: int, redact: Redactor) -> DeviceSettings:
    """A configuration file's settings, without its secrets."""
    from assistant.configs.read import settings_of  # noqa: PLC0415 - only where configurations are compared

    source = opened(path, sys.stdin.buffer if path == "-" else None)
    try:
        text, _ = decode(_first_part(source, MAX_BYTES), source.name)  # a configuration is read whole, however long
    finally:
        source.stream.close()
    device = settings_of(split(redact(text))[0], index)
    if device is None:
        raise InputError(f"{path}: no configuration of a platform whose configurations are read; the README lists them")
    if not device.tunnels and device.remarks:
        raise InputError(f"{path}: {device.remarks[0].text}")
    if not device.tunnels:
        raise InputError(f"{path}: a {device.platform} configuration without any IPsec tunnel; add the crypto or VPN part")
    return device


def _peers(device: DeviceSettings) -> str:
    return ", ".join(sorted({item.value for tunnel in device.tunnels for item in tunnel.peers})[:6]) or "none"


def annotated(session: Session) -> list[list[str]]:
    """Every input of the session written back with comment lines at its turning points."""
    diagnosis = session.diagnosis
    tunnels = [*([diagnosis.tunnel] if diagnosis.tunnel else []), *diagnosis.others]
    return [annotate(item, index, tunnels, mind().findings) for index, item in enumerate(diagnosis.inputs)]
