"""The known word that a slip of the pen or of the keyboard was meant for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SHORTEST = 5
"""Letters from which on a word may hold a slip; shorter words are too often other words."""
TWO_SLIPS = 9
"""Letters from which on it may hold two."""
LONGEST = 24
"""Letters beyond which a word is no word that is known."""


class Spelling:
    """The words that are known, found by what is left when a letter or two is taken out.

    A look-up costs as much as the word is long (times itself, for two slips), however many words are known.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(words)
        self._left: dict[str, set[str]] = {}
        for word in self._known:
            if SHORTEST <= len(word) <= LONGEST:
                for form in _without(word):
                    self._left.setdefault(form, set()).add(word)

    @property
    def words(self) -> frozenset[str]:
        """Every known word."""
        return self._known

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def meant(self, word: str) -> str:
        """The one known word within the slips that its length allows; ``""`` where there is none or several are as near."""
        if not SHORTEST <= len(word) <= LONGEST:
            return ""
        near = {known for form in _without(word) for known in self._left.get(form, ())}
        allowed = 2 if len(word) >= TWO_SLIPS else 1
        ranked = sorted((slips(word, known), known) for known in near if known[0] == word[0] and abs(len(known) - len(word)) <= allowed)
        ranked = [item for item in ranked if item[0] <= allowed]
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return ""
        return ranked[0][1]


def _without(word: str) -> Iterator[str]:
    """The word itself and with one letter taken out; long words with two."""
    yield word
    for at in range(len(word)):
        shorter = word[:at] + word[at + 1 :]
        yield shorter
        if len(word) >= TWO_SLIPS:
            for second in range(at, len(shorter)):
                yield shorter[:second] + shorter[second + 1 :]


def slips(one: str, other: str) -> int:
    """How many letters were left out, added, mistaken or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        now = [i]
        for j, wanted in enumerate(other, start=1):
            best = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, before[j - 2] + 1)
            now.append(best)
        before, row = row, now
    return row[-1]
