"""Where phrases stand in a sentence, and which of them count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from assistant.dialogue.words import BREAK, Word
from assistant.model.entries import Phrase, StateWord

FAR, NEAR = "far", "near"
"""The words that a language makes of everything that means the one end or the other."""
_GAP = 3
SHORT = 3
"""Items of fewer words must stand together: two words with others between are rarely one thing."""


class Option(Struct, frozen=True):
    """One way of saying a phrase, or a state word as it is spelled."""

    words: tuple[str, ...]
    phrase: Phrase
    order: int
    state: StateWord | None = None
    spelled: str = ""


class Hit(Struct):
    """A phrase found in a sentence."""

    option: Option
    at: tuple[int, ...]
    """Which words of the sentence it stands on."""


def shown_parts(spans: Iterable[tuple[int, int, bool]], words: Sequence[Word], text: str) -> list[str]:
    """The parts of the sentence that were understood, in its order; none that another holds."""
    kept: list[tuple[int, int, bool]] = []
    for first, last, denied in sorted(set(spans), key=lambda span: (span[0] - span[1], span)):
        if not any(other[0] <= first and last <= other[1] for other in kept):
            kept.append((first, last, denied))
    return [
        ("not: " if denied else "") + " ".join(text[words[first].start : words[last].end].split()) for first, last, denied in sorted(kept)
    ]


def stands(wanted: Sequence[str], words: Sequence[Word], start: int, negations: set[str], passed: set[str]) -> tuple[int, ...]:
    """Where the wanted words stand in order, the first at ``start``; empty where they do not.

    No clause's end is passed over, and what a phrase itself denies must follow its "not" at once.
    """
    at = [start]
    for before, following in pairwise(wanted):
        gap = 0 if len(wanted) < SHORT or before in negations else _GAP
        between = 0
        place = at[-1] + 1
        while place < len(words) and words[place].text != following:
            between += words[place].text not in passed and words[place].text not in negations
            if between > gap or words[place].text == BREAK:
                return ()
            place += 1
        if place >= len(words):
            return ()
        at.append(place)
    return tuple(at)


def covered(hit: Hit, words: Sequence[Word]) -> set[int]:
    """The numbers of the plain words that a hit stands on."""
    return {number for at in hit.at for number in range(words[at].first, words[at].last + 1)}


def spelled(hit: Hit, plain: Sequence[Word], words: Sequence[Word]) -> str:
    """The plain words from a hit's first to its last, as a state word is compared."""
    return "-".join(word.plain for word in plain[words[hit.at[0]].first : words[hit.at[-1]].last + 1])


def is_said(hit: Hit, words: Sequence[Word]) -> bool:
    """Whether none of its words is only supposed, but for a word such as ``if`` that is the phrase's own."""
    own = covered(hit, words)
    return all(words[at].supposed < 0 or words[at].supposed in own for at in hit.at)


def is_theirs(hit: Hit, words: Sequence[Word]) -> bool:
    """Whether a state is what the far end shows, not this one: "they see MM_WAIT_MSG3"."""
    for at in range(hit.at[0] - 1, -1, -1):
        word = words[at]
        if word.text in {BREAK, NEAR}:
            return False
        if word.text == FAR:
            return word.value != "peer"
    return False


def longest(hits: list[Hit]) -> list[Hit]:
    """The hits without those that stand within a longer one; of one phrase the longest. Facts are taken from all."""
    hits.sort(key=lambda hit: (-len(hit.option.words), hit.at[0], hit.option.order))
    kept: list[Hit] = []
    for hit in hits:
        within = any(
            other.at[0] <= hit.at[0] and hit.at[-1] <= other.at[-1] and other.at != hit.at
            for other in kept
            if not other.option.phrase.takes
        )
        if (within and not hit.option.phrase.takes) or any(
            other.option.order == hit.option.order and other.option.state is None for other in kept
        ):
            continue
        kept.append(hit)
    return kept
