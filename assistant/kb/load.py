"""Reads a knowledge folder into typed entries and tells all faults with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from assistant.kb.knowledge import Knowledge, PlatformKnowledge
from assistant.kb.strict_yaml import Lines, YamlFault, line_of, parse
from assistant.kb.strictness import convert
from assistant.model import entries as e

MAX_FILE = 4_000_000


class Place(Struct, frozen=True):
    """Where an entry stands."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Loaded(Struct):
    """A read folder: the knowledge, where each entry stands (``kind/id``), and the faults found so far.

    ``silence`` holds the texts of ``silence/`` by file name: prose that no finding may come of, and
    healthy tunnels that must be called healthy.
    """

    knowledge: Knowledge
    places: dict[str, Place]
    faults: list[str]
    silence: dict[str, str] = {}

    def fault(self, key: str, text: str) -> None:
        """Note a fault of the entry ``kind/id`` (or of a file, where no entry is known)."""
        place = self.places.get(key)
        self.faults.append(f"{place or key}: {key.partition('/')[2]}: {text}" if place else f"{key}: {text}")


def load(folder: Path, onto: Loaded | None = None) -> Loaded:
    """Read every YAML file below the folder; with ``onto``, as an overlay over what was read before.

    Faults are collected, not raised. An overlay's entry replaces one of the same id.
    """
    loaded = onto or Loaded(Knowledge(), {}, [])
    overlaying = onto is not None
    for path in sorted(folder.rglob("*.yaml")):
        _read_file(folder, path, loaded, overlaying=overlaying)
    for path in sorted((folder / "silence").glob("*.txt")):
        loaded.silence[path.name] = path.read_text(encoding="utf-8")
    return loaded


def _read_file(folder: Path, path: Path, loaded: Loaded, *, overlaying: bool) -> None:
    name = str(Path(folder.name) / path.relative_to(folder))
    parts = path.relative_to(folder).parts
    where = _shelf(parts)
    if where is None:
        loaded.faults.append(f"{name}:1: this file is in no place that the format knows; see knowledge/README.md")
        return
    kind, many = where
    try:
        if path.stat().st_size > MAX_FILE:
            loaded.faults.append(f"{name}:1: the file is larger than {MAX_FILE} bytes; split it")
            return
        data, lines, faults = parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        loaded.faults.append(f"{name}:1: the file is not UTF-8")
        return
    except YamlFault as fault:
        loaded.faults.append(f"{name}:{fault.line}: {fault.text}")
        return
    loaded.faults.extend(f"{name}:{fault.line}: {fault.text}" for fault in faults)
    if many and not isinstance(data, list):
        loaded.faults.append(f"{name}:1: a list of entries is wanted here")
        return
    for index, item in enumerate(data if many else [data]):
        prefix: tuple[str | int, ...] = (index,) if many else ()
        entry, wrong = convert(item, kind)
        for at, text in wrong:
            label = item.get("id") or item.get("cause") or item.get("intent") or item.get("entry") if isinstance(item, dict) else None
            loaded.faults.append(f"{name}:{line_of(lines, prefix + at)}: {label or 'entry ' + str(index + 1)}: {text}")
        if entry is not None:
            _shelve(entry, parts, Place(name, _entry_line(lines, prefix)), loaded, overlaying=overlaying)


def _entry_line(lines: Lines, prefix: tuple[str | int, ...]) -> int:
    return line_of(lines, prefix)


_TOP: dict[str, type[Any]] = {"findings": e.Finding, "questions": e.Question, "phrases": e.Phrase}
_PLATFORM_FILES: dict[str, tuple[type[Any], bool]] = {
    "platform.yaml": (e.Platform, False),
    "states.yaml": (e.StateWord, True),
    "state-fields.yaml": (e.StateField, True),
    "messages.yaml": (e.MessageId, True),
    "commands.yaml": (e.Intent, True),
    "not-applicable.yaml": (e.NotApplicable, True),
}


def _shelf(parts: tuple[str, ...]) -> tuple[type[Any], bool] | None:
    """Which entries a file of this place holds, and whether it is a list."""
    found: tuple[type[Any], bool] | None = None
    if parts == ("references.yaml",):
        found = e.Source, True
    elif parts == ("alike.yaml",):
        found = e.AlikePair, True
    elif parts == ("limits.yaml",):
        found = e.Limit, True
    elif parts == ("parameters.yaml",):
        found = e.ParameterEntry, True
    elif len(parts) == 2 and parts[0] in _TOP:  # noqa: PLR2004 - folder and file
        found = _TOP[parts[0]], True
    elif len(parts) == 2 and parts[0] == "wording":  # noqa: PLR2004
        found = e.Wording, False
    elif len(parts) == 2 and parts[0] == "causes":  # noqa: PLR2004
        if parts[1] == "groups.yaml":
            found = e.Group, True
        else:
            found = (e.CauseTest, False) if parts[1].endswith(".test.yaml") else (e.Cause, False)
    elif len(parts) == 2 and parts[0] == "protocol":  # noqa: PLR2004
        listed = {"notify.yaml": e.NotifyType, "vendor-ids.yaml": e.VendorId}
        found = listed.get(parts[1], e.Exchange), True
    elif parts[0] == "platforms" and len(parts) == 3:  # noqa: PLR2004
        found = _PLATFORM_FILES.get(parts[2])
    elif parts[0] == "platforms" and len(parts) == 4:  # noqa: PLR2004
        found = {"signatures": (e.Signature, True), "fixes": (e.Fix, True)}.get(parts[2])
    return found


def _shelve(entry: Any, parts: tuple[str, ...], place: Place, loaded: Loaded, *, overlaying: bool) -> None:
    knowledge = loaded.knowledge
    shelves: dict[type[Any], tuple[str, dict[str, Any]]] = {
        e.Source: ("source", knowledge.sources),
        e.Finding: ("finding", knowledge.findings),
        e.Cause: ("cause", knowledge.causes),
        e.Group: ("group", knowledge.groups),
        e.Question: ("question", knowledge.questions),
        e.Exchange: ("exchange", knowledge.exchanges),
        e.Limit: ("limit", knowledge.limits),
        e.VendorId: ("vendor-id", knowledge.vendor_ids),
        e.ParameterEntry: ("parameter", knowledge.parameters),
    }
    if type(entry) in shelves:
        label, shelf = shelves[type(entry)]
        _put(label, entry.id, entry, shelf, place, loaded, overlaying=overlaying)
        if isinstance(entry, e.Cause) and parts[-1] != f"{entry.id}.yaml":
            loaded.faults.append(f"{place}: {entry.id}: the file must be named {entry.id}.yaml")
    elif isinstance(entry, e.CauseTest):
        _put("test", entry.entry, entry, knowledge.tests, place, loaded, overlaying=overlaying)
    elif isinstance(entry, e.Phrase):
        knowledge.phrases.append(structs.replace(entry, language=Path(parts[-1]).stem))
        loaded.places[f"phrase/{entry.any[0]}"] = place
    elif isinstance(entry, e.AlikePair):
        knowledge.alike.append(entry)
        loaded.places[f"alike/{' '.join(sorted(entry.causes))} {entry.role}"] = place
    elif isinstance(entry, e.Wording):
        _put("wording", entry.language, entry, knowledge.wordings, place, loaded, overlaying=overlaying)
        if parts[-1] != f"{entry.language}.yaml":
            loaded.faults.append(f"{place}: {entry.language}: the file must be named {entry.language}.yaml")
    elif isinstance(entry, e.NotifyType):
        knowledge.notifies.append(entry)
        loaded.places[f"notify/{entry.name}"] = place
    else:
        _shelve_platform(entry, parts[1], place, loaded, overlaying=overlaying)


def _shelve_platform(entry: Any, name: str, place: Place, loaded: Loaded, *, overlaying: bool) -> None:
    knowledge = loaded.knowledge
    home = knowledge.platforms.setdefault(name, PlatformKnowledge(e.Platform(id=name, title=name)))
    match entry:
        case e.Platform():
            home.platform = entry
            loaded.places[f"platform/{name}"] = place
        case e.StateWord():
            home.states.append(entry)
            loaded.places[f"state/{name}/{entry.word}"] = place
        case e.StateField():
            home.state_fields.append(entry)
        case e.MessageId():
            _put("message", entry.id, entry, home.messages, place, loaded, overlaying=overlaying)
        case e.Signature():
            _put("signature", entry.id, entry, home.signatures, place, loaded, overlaying=overlaying)
            if overlaying:
                knowledge.untrusted.append(entry.id)
        case e.Intent():
            _put(f"intent/{name}", entry.intent, entry, home.intents, place, loaded, overlaying=overlaying)
        case e.NotApplicable():
            _put(f"not-applicable/{name}", entry.cause, entry, home.not_applicable, place, loaded, overlaying=overlaying)
        case e.Fix():
            home.fixes.append(entry)
            loaded.places[f"fix/{name}/{entry.cause}"] = place


def _put(label: str, name: str, entry: Any, shelf: dict[str, Any], place: Place, loaded: Loaded, *, overlaying: bool) -> None:
    key = f"{label}/{name}"
    earlier = loaded.places.get(key)
    if earlier is not None and name in shelf and not overlaying:
        loaded.faults.append(f"{place}: {name}: the id is used already at {earlier}")
        return
    shelf[name] = entry
    loaded.places[key] = place
