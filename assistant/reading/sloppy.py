"""State words as people retype them: ``mm-wait-msg4``, ``MM WAIT MSG 4``, ``MM_WAIT_MSG_4``.

A word of the platform that is made of several parts is known by its parts, in any case and however they
are joined. What could be two words is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PARTS = re.compile(r"[A-Za-z]+|[0-9]+")
_FEWEST = 2
_LETTERS = 6
"""Letters and digits that a word must have in all so that its parts are taken for it anywhere in a line."""
_HEADER = 120
_ANY, _TIED = r"[ _\-]{0,2}", r"[_\-]"
_SYMBOL = 2
"""Letters up to which a first part is a symbol (MM, QM) rather than a word that a sentence may hold."""


class StateWords:
    """Puts sloppily written state words into the form in which the platform prints them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._exact: dict[tuple[str, ...], str] = {}
        twice: set[tuple[str, ...]] = set()
        for word in words:
            parts = _parts(word)
            if "_" not in word or len(parts) < _FEWEST or sum(map(len, parts)) < _LETTERS:
                continue
            if self._exact.setdefault(parts, word) != word:
                twice.add(parts)
        for parts in twice:
            del self._exact[parts]
        self._firsts = tuple({parts[0] for parts in self._exact})
        self._made: re.Pattern[str] | None = None

    @property
    def _pattern(self) -> re.Pattern[str]:
        """All words in any form; made when a line may hold one."""
        if self._made is None:
            shapes = sorted(self._exact, key=lambda parts: -len("".join(parts)))
            self._made = re.compile(r"(?i)(?<![\w\-])(?:" + "|".join(_joint(parts).join(parts) for parts in shapes) + r")(?![\w\-])")
        return self._made

    def mended(self, text: str) -> str:
        """The line with its state words as the platform prints them; the same text where there is nothing to mend."""
        if not self._exact or "%" in text[:_HEADER]:
            return text  # a syslog line is the device's own, and prints its words rightly
        low = text.lower()
        if not any(first in low for first in self._firsts):
            return text
        return self._pattern.sub(self._printed, text)

    def _printed(self, found: re.Match[str]) -> str:
        word = found[0]
        exact = self._exact.get(_parts(word), word)
        return word if _printed_otherwise(word) and word.lower() == exact.lower() else exact


def _joint(parts: tuple[str, ...]) -> str:
    """What may stand between the parts: blanks only where they make no words of a sentence (``established IKE SA``, ``Quick I1 SA``)."""
    return _ANY if len(parts[0]) <= _SYMBOL else _TIED


def _printed_otherwise(word: str) -> bool:
    """Whether only the case differs and some device prints it so (``MM_Active`` in a list of ASA's sessions)."""
    return "_" in word and not word.islower() and not word.isupper() and all(part.istitle() or part.isupper() for part in word.split("_"))


def _parts(word: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in _PARTS.findall(word))
