"""How much is known of each platform, in counts."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from assistant.kb.knowledge import Knowledge


class Coverage(Struct, frozen=True):
    """What is known of one platform. ``show_outputs`` are signatures that read show output; ``causes`` all causes there are."""

    platform: str
    states: int
    signatures: int
    samples: int
    near_misses: int
    show_outputs: int
    message_ids: int
    intents: int
    intents_with_commands: int
    fixes: int
    causes_fixed: int
    causes: int


def coverage(knowledge: Knowledge) -> list[Coverage]:
    """A row for every platform, in the order of their names. Retired entries are not counted."""
    packed = knowledge.examples()
    faults = {cause.id for cause in knowledge.working() if cause.family != "none"}
    rows = []
    for name, home in sorted(knowledge.platforms.items()):
        signatures = [item for item in home.signatures.values() if item.status != "retired"]
        fixes = [fix for fix in home.fixes if fix.status != "retired"]
        intents = [item for item in home.intents.values() if item.status != "retired"]
        rows.append(
            Coverage(
                platform=name,
                states=sum(1 for state in home.states if state.status != "retired"),
                signatures=len(signatures),
                samples=sum(len(packed[item.id].samples if item.id in packed else item.samples) for item in signatures),
                near_misses=sum(len(packed[item.id].misses if item.id in packed else item.misses) for item in signatures),
                show_outputs=sum(1 for item in signatures if "show" in item.kind),
                message_ids=len(home.messages),
                intents=len(intents),
                intents_with_commands=sum(1 for item in intents if item.commands),
                fixes=len(fixes),
                causes_fixed=len(faults & {fix.cause for fix in fixes}),
                causes=len(faults),
            )
        )
    return rows


class CauseCoverage(Struct, frozen=True):
    """What is told about one cause on one platform: a fix with commands, words only, or why it does not apply there."""

    cause: str
    platform: str
    has: Literal["fix", "words", "none", "not-applicable"]
    reason: str = ""


def causes_covered(knowledge: Knowledge) -> list[CauseCoverage]:
    """A row for every fault and platform, by cause and then platform. Retired entries are not counted."""
    rows = []
    for cause in sorted(knowledge.working(), key=lambda item: item.id):
        if cause.family == "none":
            continue
        for name, home in sorted(knowledge.platforms.items()):
            excluded = home.not_applicable.get(cause.id)
            if any(fix.cause == cause.id and fix.status != "retired" for fix in home.fixes):
                rows.append(CauseCoverage(cause.id, name, "fix"))
            elif excluded is not None:
                rows.append(CauseCoverage(cause.id, name, "not-applicable", excluded.reason))
            else:
                rows.append(CauseCoverage(cause.id, name, "words" if cause.advice else "none"))
    return rows
