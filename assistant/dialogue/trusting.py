"""Which of two pieces of evidence that cannot be true together the user trusts, and what is set aside by that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from assistant.dialogue.moves import Move, TrustMove
from assistant.errors import SessionError
from assistant.model.diagnosis import Conflict, Diagnosis, SetAside
from assistant.model.entries import Finding
from assistant.model.observed import Input, Observation
from assistant.reasoning.conflicts import CONFIG, LOG, PASTED, SAID, SAID_STAGE, STALE
from assistant.reasoning.verdict import lowered


class Trust(Struct, frozen=True):
    """What the user trusts, by conflict; the latest word on each counts."""

    by_conflict: Mapping[str, TrustMove] = {}

    def keeps(self, conflict: str, choice: str) -> bool:
        """Whether the choice was made in this conflict."""
        return conflict in self.by_conflict and self.by_conflict[conflict].keep == choice

    @property
    def said(self) -> frozenset[str]:
        """Findings in which the user's word is trusted over what was pasted."""
        return frozenset(name[len(SAID) :] for name, move in self.by_conflict.items() if name.startswith(SAID) and move.keep == "said")

    @property
    def pasted(self) -> frozenset[str]:
        """Findings in which what was pasted is trusted over the user's word."""
        return frozenset(name[len(SAID) :] for name, move in self.by_conflict.items() if name.startswith(SAID) and move.keep == PASTED)

    @property
    def stage_said(self) -> bool:
        """Whether the user's word on where it stands is trusted over the texts."""
        return self.keeps(SAID_STAGE, "said")

    @property
    def no_configuration(self) -> bool:
        """Whether this end's configuration is not the one of the log."""
        return any(name.startswith(STALE) and move.keep == LOG for name, move in self.by_conflict.items())

    @property
    def no_logs(self) -> frozenset[int]:
        """Texts whose log is not of this configuration, counted from 0."""
        held = [move.inputs for name, move in self.by_conflict.items() if name.startswith(STALE) and move.keep == CONFIG]
        return frozenset(number for inputs in held for number in inputs)


def trust_of(moves: Sequence[Move]) -> Trust:
    """What the moves say of whom to trust."""
    return Trust({move.conflict: move for move in moves if isinstance(move, TrustMove)})


def chosen(diagnosis: Diagnosis, conflict: str, keep: str) -> TrustMove:
    """The move that trusts ``keep`` in a conflict; each by its id or by its number from 1. Without a conflict the first that has it.

    Raises:
        SessionError: there is no such conflict or choice; says which there are.
    """
    able = [item for item in diagnosis.conflicts if item.choices]
    if not able:
        raise SessionError("there is no conflict now in which one could be trusted")
    named = conflict or next((item.id for item in able if keep in {choice.value for choice in item.choices}), able[0].id)
    at = _picked([item.id for item in able], named)
    found = able[at] if at is not None else None
    if found is None:
        raise SessionError(f"there is no conflict {conflict[:60]!r}; there are {', '.join(item.id for item in able)}, or 1 to {len(able)}")
    place = _picked([item.value for item in found.choices], keep)
    if place is None:
        values = ", ".join(item.value for item in found.choices)
        raise SessionError(f"in {found.id} there is no {keep[:60]!r} to trust; there are {values}, or 1 to {len(found.choices)}")
    choice = found.choices[place]
    texts = tuple(sorted({where.input for where in found.evidence[:1] if where.input >= 0}))
    return TrustMove(found.id, choice.value, texts if found.id.startswith(STALE) and choice.value == CONFIG else ())


def _picked(names: Sequence[str], wanted: str) -> int | None:
    """The place of what was named, by its name or its number."""
    if wanted in names:
        return names.index(wanted)
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 0  # noqa: PLR2004 - no list is as long
    return number - 1 if 0 < number <= len(names) else None


def without_logs(parts: Iterable[Input], texts: Sequence[Input], trust: Trust) -> list[Input]:
    """The parts of the texts without the log lines of those that are not trusted; what they hold of a configuration stays."""
    gone = {texts[number].name for number in trust.no_logs if number < len(texts)}
    return [
        structs.replace(part, events=tuple(event for event in part.events if event.signature == "config")) if part.name in gone else part
        for part in parts
    ]


def texts_aside(texts: Sequence[Input], trust: Trust) -> list[SetAside]:
    """What is said of texts that do not count by the user's choice."""
    found = [
        SetAside(f"The log in {texts[number].name}", "you trust the configuration")
        for number in sorted(trust.no_logs)
        if number < len(texts)
    ]
    if trust.no_configuration:
        found.append(SetAside("This end's configuration", "you trust the log"))
    return found


def without_excluded(
    observations: Sequence[Observation], trust: Trust, findings: Mapping[str, Finding]
) -> tuple[list[Observation], list[SetAside]]:
    """The findings less those that are excluded by one that the user trusts."""
    known = {item.finding: item for item in observations}
    aside: list[SetAside] = []
    for name, move in trust.by_conflict.items():
        pair = name.split("|")
        if len(pair) != 2 or move.keep not in pair or move.keep not in known:  # noqa: PLR2004 - a pair of findings
            continue
        other = pair[1 - pair.index(move.keep)]
        gone = known.pop(other, None)
        if gone is not None and other in findings:
            aside.append(SetAside(findings[other].title, f"you trust: {lowered(findings[move.keep].title)}", gone.evidence))
    return list(known.values()), aside


def answered(conflicts: Iterable[Conflict], trust: Trust) -> tuple[Conflict, ...]:
    """The conflicts that the user was not asked about yet."""
    return tuple(item for item in conflicts if item.id not in trust.by_conflict)
