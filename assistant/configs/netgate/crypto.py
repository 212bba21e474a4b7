"""The algorithms of pfSense's and OPNsense's ``<phase1>`` and ``<phase2>``, by the names that the files use."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.configs.netgate.configxml import Element
from assistant.configs.suites import PRF_OF_INTEGRITY
from assistant.model.observed import Evidence
from assistant.model.settings import Suite
from assistant.reading.algorithms import transforms_in

_LENGTHS = {"aes": ("256", "192", "128")}


def _ciphers(parts: Iterable[Element]) -> tuple[str, ...]:
    """``<name>aes</name><keylen>256</keylen>``; ``auto`` is every length."""
    found: dict[str, None] = {}
    for part in parts:
        name, length = part.said("name"), part.said("keylen")
        lengths = (length,) if length.isdigit() else _LENGTHS.get(name, ("",)) if length == "auto" else ("",)
        for bits in lengths:
            # the number after aes256gcm is that of the tag, before it that of the key
            word = f"{name}{bits}" if name in {"aes", "camellia"} else name
            found |= dict.fromkeys(item.name for item in transforms_in(word) if item.kind == "encryption")
    return tuple(found)


def _hashes(words: Iterable[str]) -> tuple[str, ...]:
    names = (
        item.name for word in words for item in transforms_in(word.replace("aesxcbc", "aes-xcbc")) if item.kind in {"integrity", "prf"}
    )
    return tuple(dict.fromkeys(names))


def _groups(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(f"group {word.strip()}" for text in words for word in text.split(",") if word.strip().isdigit() and word != "0")
    )


def _lines(**parts: Element | None) -> dict[str, Evidence]:
    """The line of each kind, that of the name within the element where it has one."""
    return {kind: (part.get("name") or part).where for kind, part in parts.items() if part is not None}


def phase1_suites(one: Element) -> tuple[Suite, ...] | None:
    """The proposals of a phase 1: one an ``<item>`` (pfSense from 2.4.5), else the one that stands in the element itself."""
    holder = one.get("encryption")
    items = holder.all("item") if holder is not None and holder.all("item") else [one]
    found = [suite for item in items if (suite := _phase1_suite(item)) is not None]
    return tuple(found) or None


def _phase1_suite(item: Element) -> Suite | None:
    cipher, hash_, group = item.get("encryption-algorithm"), item.get("hash-algorithm"), item.get("dhgroup")
    prf = item.get("prf-algorithm")
    algorithms = {
        "encryption": _ciphers([cipher] if cipher else []),
        "integrity": _hashes(hash_.text.split(",") if hash_ else []),
        "group": _groups([group.text] if group else []),
    }
    if not any(algorithms.values()):
        return None
    sealed = bool(algorithms["encryption"]) and all("GCM" in name or "CHACHA" in name for name in algorithms["encryption"])
    lines = _lines(encryption=cipher, integrity=hash_, group=group)
    default = ""
    if sealed:
        # strongSwan gets no integrity algorithm then; the hash of the page is its PRF
        algorithms["prf"], algorithms["integrity"] = _hashes([prf.text] if prf and prf.text else []) or algorithms["integrity"], ()
        lines |= _lines(prf=prf or hash_)
    elif algorithms["integrity"]:
        algorithms["prf"] = algorithms["integrity"]
        default = f"{PRF_OF_INTEGRITY} for prf"
        lines |= _lines(prf=hash_)
        if item.get("prfselect_enable") is not None and prf is not None and prf.text:
            algorithms["prf"], default = _hashes([prf.text]), ""
            lines |= _lines(prf=prf)
    return Suite({kind: names for kind, names in algorithms.items() if names}, (cipher or item).where, "", default, lines)


def phase2_suites(two: Element, *, ah: bool) -> tuple[Suite, ...] | None:
    """The proposal of a phase 2: every cipher that is ticked with every hash."""
    ciphers, hashes = two.all("encryption-algorithm-option"), two.all("hash-algorithm-option")
    algorithms = {
        "encryption": () if ah else _ciphers(ciphers),
        "integrity": _hashes(word for item in hashes for word in item.text.split(",")),
    }
    if not any(algorithms.values()):
        return None
    lines = _lines(encryption=None if ah or not ciphers else ciphers[0], integrity=hashes[0] if hashes else None)
    where = (ciphers or hashes)[0].where
    return (Suite({kind: names for kind, names in algorithms.items() if names}, where, "", "", lines),)
