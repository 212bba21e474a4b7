"""The verdict word, what each word means, and the sentence over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from assistant.model.diagnosis import VerdictWord
from assistant.model.entries import Cause, Group
from assistant.model.observed import Standing
from assistant.reasoning.ask import Scored
from assistant.reasoning.belief import Belief
from assistant.reasoning.network import HEALTHY, UNKNOWN

FOUND = 0.90
LIKELY = 0.60
GROUP_LIKELY = 0.75
HEALTHY_AT = 0.35
HALF_HEALTHY_AT = 0.60
"""The same where a log goes no further than phase 1: it may break off before the fault. A list of SAs shows what stands."""


DEFINITIONS: Final[dict[VerdictWord, str]] = {
    "found": "One cause has 90 % or more of the probability. Its repair is given; no question is asked.",
    "likely": (
        "One cause has 60 % or more, or causes of one group that look alike from here have 75 % or more together. "
        "The repair of the one cause is given, and the question that would make it certain."
    ),
    "open": (
        "No cause is likely yet, and a question that somebody on this end can answer still saves more time than it costs. "
        "The best question is asked."
    ),
    "cannot-tell": (
        "No cause is likely, and nothing that somebody on this end can answer is worth asking; or nothing was recognised at all. "
        "The one output of the far end or the provider that would decide is named, as a message ready to send."
    ),
    "healthy": (
        "The tunnel works as far as the texts show: that is the likeliest of all, nothing known speaks of a failure, and something "
        "of the tunnel was seen to work or nothing of it to stand still."
    ),
}
"""What the verdicts mean. Where the cause is not found and no question saves what it costs, the case is summed up to be handed over."""


class Judgement(Struct, frozen=True):
    """A verdict with its headline, and what would decide where this end cannot tell."""

    verdict: VerdictWord
    headline: str
    group: str = ""
    decides: str = ""


def judge(
    belief: Belief,
    causes: Mapping[str, Cause],
    groups: Mapping[str, Group],
    standing: Standing,
    questions: Sequence[Scored],
    could: Sequence[Scored] | None = None,
    *,
    understood: bool,
    broken: bool,
    plain: Belief | None = None,
) -> Judgement:
    """Judge a belief as it is said.

    ``questions`` are those that can be asked, ``could`` those that would decide if everybody could be asked. ``broken``: a
    finding is known that says the tunnel does not work.

    ``plain`` is the belief before it was sharpened: a tunnel is called working by that alone.
    """
    if not understood:
        return Judgement("cannot-tell", "Nothing in this text was recognised as IKE or IPsec, so nothing can be said of the tunnel.")
    ranked = [(name, value) for name, value in belief.ranked() if name != UNKNOWN]
    name, value = next(item for item in (plain or belief).ranked() if item[0] != UNKNOWN)
    enough = HALF_HEALTHY_AT if standing.stage == "p1" and not standing.state_printed else HEALTHY_AT
    if name == HEALTHY and value >= enough and not broken and standing.stage in {None, "p1", "up", "down"}:
        return Judgement("healthy", _healthy(standing))
    faults = [(other, chance) for other, chance in ranked if other != HEALTHY]
    name, value = faults[0]
    cause = causes[name]
    if value >= FOUND:
        return Judgement("found", cause.title + ".")
    group, together = _group(faults, causes)
    deciding = questions if could is None else could
    best = next((item for item in deciding if item.net > 0), deciding[0] if deciding else None)
    decides = best.question.text if best is not None else ""
    if value >= LIKELY:
        return Judgement("likely", f"Most likely: {lowered(cause.title)}.", decides=decides)
    if together >= GROUP_LIKELY and group in groups:
        return Judgement("likely", groups[group].title + ".", group=group, decides=decides)
    local = [item for item in questions if item.net > 0 and item.question.asks == "local"]
    where = _where(standing)
    if local:
        return Judgement("open", f"{where}Several causes fit; the question below tells most of them apart.", decides=decides)
    return Judgement("cannot-tell", f"{where}It cannot be told from this end alone which of several causes it is.", decides=decides)


def _group(faults: Sequence[tuple[str, float]], causes: Mapping[str, Cause]) -> tuple[str, float]:
    sums: dict[str, float] = {}
    for name, value in faults:
        group = causes[name].group
        if group:
            sums[group] = sums.get(group, 0.0) + value
    best = max(sums.items(), key=lambda item: item[1], default=("", 0.0))
    return best[0], min(best[1], 1.0)


def _healthy(standing: Standing) -> str:
    if standing.stage == "down":
        return "The tunnel was up and was taken down on purpose; nothing in what was read speaks of a fault."
    if standing.stage == "up":
        return "The tunnel is up and nothing in what was read speaks of a fault."
    return "Phase 1 is up and nothing in what was read speaks of a fault; whether phase 2 carries traffic was not shown."


def _where(standing: Standing) -> str:
    if standing.state:
        return f"It stands at {standing.state}. "
    return ""


def lowered(title: str) -> str:
    """A title as it stands within a sentence; what begins with an abbreviation (UDP, IKE) stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
