"""Case files: texts of one tunnel with the cause that is known to be behind it. The format stands in ``knowledge/README.md``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from assistant.errors import InputError
from assistant.kb.strict_yaml import YamlFault, parse

MAX_FILE = 16_000_000


class CaseInput(Struct, frozen=True):
    """One text, and which end it is of."""

    text: str
    kind: str = "text"
    side: Literal["local", "remote"] = "local"


class Truth(Struct, frozen=True):
    """What was behind it: ``also`` was there too, ``accept`` cannot be told from it by these texts."""

    cause: str
    also: tuple[str, ...] | None = ()
    accept: tuple[str, ...] | None = ()

    @property
    def right(self) -> frozenset[str]:
        """All causes that are right to name."""
        return frozenset(name.removeprefix("new:") for name in (self.cause, *(self.also or ()), *(self.accept or ())))


class CaseFile(Struct, frozen=True):
    """One case. ``answers`` are what the person could have answered, by question; without any, no questions are asked."""

    id: str
    truth: Truth
    inputs: tuple[CaseInput, ...] | None = ()
    vendor: str | None = "unknown"
    answers: dict[str, str] = {}


def read_cases(places: Sequence[str]) -> list[CaseFile]:
    """All cases of the files and folders, in the order of their names. Files without ``truth`` or texts are no cases and are left out.

    Raises:
        InputError: a place is missing, holds no case, or a file is not in the format; one line that names file and line.
    """
    found: list[CaseFile] = []
    for name in places:
        place = Path(name)
        if not place.exists():
            raise InputError(f"{name}: there is no such file or folder")
        cases = [case for path in ([place] if place.is_file() else sorted(place.rglob("*.yaml"))) if (case := _case(path)) is not None]
        if not cases:
            raise InputError(f"{name}: holds no case (a .yaml file with id, inputs and truth; see knowledge/README.md)")
        found += cases
    twice = sorted({case.id for case in found if sum(other.id == case.id for other in found) > 1})
    if twice:
        raise InputError(f"the case {twice[0]!r} is there twice; every case wants an id of its own")
    return found


def _case(path: Path) -> CaseFile | None:
    try:
        if path.stat().st_size > MAX_FILE:
            raise InputError(f"{path}: is larger than {MAX_FILE} bytes; cut it down to the lines of one tunnel")
        data, _, faults = parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except YamlFault as fault:
        raise InputError(f"{path}:{fault.line}: {fault.text}") from None
    if faults:
        raise InputError(f"{path}:{faults[0].line}: {faults[0].text}")
    if not isinstance(data, dict) or "truth" not in data:
        return None
    try:
        case = msgspec.convert(data, CaseFile)
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: is not in the format of a case: {error}") from None
    return case if case.inputs else None
