"""Values of a RouterOS export: entries by name, proposals with their defaults, durations."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from assistant.configs.flat import named
from assistant.configs.mikrotik.export import Entry, Export
from assistant.configs.suites import PRF_OF_INTEGRITY
from assistant.model.observed import Evidence, TransformKind
from assistant.model.settings import Setting, Suite

DEFAULT = "RouterOS default"
PHASE1: dict[str, tuple[TransformKind, str]] = {
    "enc-algorithm": ("encryption", "aes-128,3des"),
    "hash-algorithm": ("integrity", "sha1"),
    "dh-group": ("group", "modp2048,modp1024"),
}
PHASE2: dict[str, tuple[TransformKind, str]] = {
    "enc-algorithms": ("encryption", "aes-256-cbc,aes-192-cbc,aes-128-cbc"),
    "auth-algorithms": ("integrity", "sha1"),
}
_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
OPEN = frozenset({"0.0.0.0/0", "::/0", "0.0.0.0", "::"})  # noqa: S104 - as RouterOS writes "any"


def entry_named(box: Export, section: str, name: str) -> Entry | None:
    """The entry of that name. ``default`` is there unwritten where the paste shows its section, or is a whole export."""
    found = box.names.get((section, name))
    if found is not None and found.off:
        return None
    if found is None and name == "default" and (box.whole or section in box.sections):
        return Entry(section, None, name=name)
    return found


def suite_of(entry: Entry, kinds: Mapping[str, tuple[TransformKind, str]]) -> Suite:
    """A proposal with the defaults of what it does not write."""
    algorithms: dict[str, tuple[str, ...]] = {}
    missing = []
    lines: dict[str, Evidence] = {}
    for key, (kind, default) in kinds.items():
        setting = entry.have.get(key)
        values = named(kind, (setting.value if setting else default).split(","))
        if setting is None:
            missing.append(kind)
        elif setting.where is not None:
            lines[kind] = setting.where
        if values:
            algorithms[kind] = values
    prf = entry.have.get("prf-algorithm")
    if prf is not None and prf.value != "auto":
        algorithms["prf"] = named("integrity", [prf.value])
    return Suite(algorithms, entry.where, entry.name, f"{DEFAULT} for {', '.join(missing)}" if missing else "", lines)


def duration(setting: Setting | None, default: str) -> Setting | None:
    """``1d``, ``8h30m``, ``00:30:00`` or ``1d00:00:00`` in seconds; ``None`` where it is no duration."""
    if setting is None:
        return Setting(default, default=DEFAULT)
    total, number = 0, ""
    text = setting.value
    if ":" in text:
        days, _, clock = text.rpartition("d")
        parts = clock.split(":")
        if len(parts) != 3 or not all(part.isdecimal() and len(part) < 10 for part in parts) or (days and not days.isdecimal()):  # noqa: PLR2004
            return None
        total = (int(days[:9]) if days else 0) * 86_400 + int(parts[0]) * 3_600 + int(parts[1]) * 60 + int(parts[2])
        return Setting(str(total), setting.where)
    for letter in text:
        if letter.isdecimal() and len(number) < 10:  # noqa: PLR2004 - no duration has more figures
            number += letter
        elif letter in _UNITS and number:
            total += int(number) * _UNITS[letter]
            number = ""
        else:
            return None
    return Setting(str(total + int(number or "0")), setting.where)


def with_prf(suite: Suite) -> Suite:
    """A proposal of IKEv2, which has a PRF of its own: that of the hash where none is written."""
    if "prf" in suite.algorithms or "integrity" not in suite.algorithms:
        return suite
    kinds = [*filter(None, suite.default.removeprefix(f"{DEFAULT} for ").split(", ")), "prf"]
    lines = {**suite.lines, **({"prf": suite.lines["integrity"]} if "integrity" in suite.lines else {})}
    default = f"{PRF_OF_INTEGRITY}, {DEFAULT} for {', '.join(kinds)}"
    return structs.replace(suite, algorithms={**suite.algorithms, "prf": suite.algorithms["integrity"]}, lines=lines, default=default)
