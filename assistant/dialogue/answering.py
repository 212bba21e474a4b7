"""A typed sentence as the answer to the open question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model.entries import Answer, Question

_WORD = re.compile(r"[a-z0-9_]+(?:'[a-z]+)?")
_GAP = 3
_BRIEF = 6
"""Words up to which a sentence is taken as a bare answer."""
_SHORT = 3
"""An answer of fewer words counts only in a brief sentence."""


def words_of(text: str) -> list[str]:
    """Lower-case words; hyphens part words, so that tunnel-group and tunnel group are the same."""
    return _WORD.findall(text.lower().replace("\u2019", "'").replace("-", " "))


def find(wanted: Sequence[str], have: Sequence[str], gap: int = _GAP) -> tuple[int, int] | None:
    """Where the words stand in order with at most ``gap`` others between neighbours: (first, past last)."""
    if not wanted:
        return None
    for start, word in enumerate(have):
        if word != wanted[0]:
            continue
        at = start
        for following in wanted[1:]:
            window = have[at + 1 : at + 2 + gap]
            if following not in window:
                break
            at = at + 1 + window.index(following)
        else:
            return start, at + 1
    return None


def as_answer(text: str, question: Question) -> Answer | None:
    """The answer of the open question that the sentence gives, or ``None`` if it is not clear which."""
    have = words_of(text)
    if not have:
        return None
    for answer in question.answers:
        if text.strip().lower() in {answer.value.lower(), answer.label.lower()}:
            return answer
    hits: list[tuple[int, Answer]] = []
    for answer in question.answers:
        options = [words_of(option) for option in answer.words]
        lengths = [len(option) for option in options if (len(option) >= _SHORT or len(have) <= _BRIEF) and find(option, have)]
        if lengths:
            hits.append((max(lengths), answer))
    hits.sort(key=lambda item: -item[0])
    if hits and (len(hits) == 1 or hits[0][0] > hits[1][0]):
        return hits[0][1]
    if hits:
        return None
    best: list[tuple[float, Answer]] = []
    for answer in question.answers:
        label = set(words_of(answer.label))
        shared = len(label & set(have)) / max(len(label), 1)
        best.append((shared, answer))
    best.sort(key=lambda item: -item[0])
    clear = best[0][0] >= 0.75 and (len(best) == 1 or best[0][0] - best[1][0] >= 0.2)  # noqa: PLR2004 - most of the label's words, and clearly more than of any other
    return best[0][1] if clear else None
