"""What of a text is said, and what is only asked, supposed, intended or a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from assistant.dialogue.words import BREAK, Word, plain_words
from assistant.model.entries import Wording

_SENTENCE = re.compile(r"(?<=[.;!?])(?=\s)|\n")
_QUOTED = re.compile(
    r"\"[^\"\n]{1,200}\"|\u201c[^\u201d\n]{1,200}\u201d|\u00ab[^\u00bb\n]{1,200}\u00bb|`[^`\n]{1,200}`|(?<!\w)'[^'\n]{1,200}'(?!\w)"
)
_FILE = re.compile(
    r"(?i)[^\s\x00]{1,100}\.(?:txt|log|cfg|conf|pcapng|pcap|docx|doc|xlsx|pdf|png|jpg|csv|yaml|yml|json|msg|eml|zip|gz)(?!\w)"
    r"|\b(?:https?|ftp)://[^\s\x00]{1,200}|[\w.+\-]{1,64}@[\w.\-]{1,64}"
)
_COMPOUND = re.compile(r"[A-Za-z0-9]{1,30}(?:[-_][A-Za-z0-9]{1,30}){2,12}")


class Clauses:
    """The words of a language by which clauses are told apart."""

    def __init__(self, wording: Wording, known: Iterable[str]) -> None:
        self._wording = wording
        self._known = known

    @cached_property
    def _compounds(self) -> str:
        """Every known run of words, so that ``no-proposal-chosen`` is told from somebody's ``vpn-no-nat``."""
        return "\n".join(f"-{_joined(text)}-" for text in self._known)

    @cached_property
    def _named(self) -> re.Pattern[str]:
        words = "|".join(re.escape(item).replace(r"\ ", r"\s") for item in self._wording.named)
        return re.compile(rf"(?i)(?<!\w)(?:{words})[ :=]{{1,3}}(?P<name>[^\s\x00,;]{{1,80}})")

    @cached_property
    def _shows(self) -> re.Pattern[str]:
        return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, self._wording.shows))})(?!\w)")

    @cached_property
    def _supposes(self) -> list[tuple[str, ...]]:
        return _sequences(self._wording.supposes)

    @cached_property
    def _asks(self) -> list[tuple[str, ...]]:
        return _sequences(self._wording.asks)

    @cached_property
    def _aside(self) -> list[tuple[str, ...]]:
        return _sequences(self._wording.aside)

    @cached_property
    def _breaks(self) -> frozenset[str]:
        return frozenset(self._wording.breaks)

    def without_names(self, text: str) -> str:
        """The text with names, files and quotations blanked, each place kept. What a device is quoted with stays."""
        text = text.replace("\x00", " ").replace("{", " ").replace("}", " ").replace("#", " ").replace("\u2019", "'")
        for quoted in _QUOTED.finditer(text):
            before = text[max(0, quoted.start() - 80) : quoted.start()]
            if not self._shows.search(before):
                text = _blank(text, quoted.start(), quoted.end())
        for found in _FILE.finditer(text):
            text = _blank(text, found.start(), found.end())
        for found in self._named.finditer(text):
            text = _blank(text, found.start("name"), found.end("name"))
        for found in _COMPOUND.finditer(text):
            if f"-{_joined(found[0])}-" not in self._compounds:
                text = _blank(text, found.start(), found.end())
        return text

    def sentences(self, text: str) -> Iterator[tuple[int, str]]:
        """Every sentence with its place in the text."""
        start = 0
        for found in _SENTENCE.finditer(text):
            yield start, text[start : found.start()]
            start = found.end()
        yield start, text[start:]

    def breaks(self, words: Iterable[Word]) -> None:
        """Mark in place the words that end a clause."""
        for word in words:
            if word.plain in self._breaks:
                word.text = BREAK

    def marked(self, words: Sequence[Word], *, question: bool) -> None:
        """Mark in place what is only supposed; ``question`` where the sentence ends with its mark."""
        self.breaks(words)
        starts = [0, *(at + 1 for at, word in enumerate(words) if word.text == BREAK)]
        whole = _at(words, 0, self._asks) or (question and len(starts) == 1)
        for start, end in zip(starts, [*starts[1:], len(words) + 1], strict=True):
            clause = words[start : end - 1] if end <= len(words) else words[start:]
            last = end > len(words)
            if whole or _at(clause, 0, self._asks) or (question and last) or any(_at(clause, at, self._aside) for at in range(len(clause))):
                _suppose(clause, 0, len(words) + 1)
                continue
            doubt = next((at for at in range(len(clause)) if _at(clause, at, self._supposes)), None)
            if doubt is not None:
                _suppose(clause, doubt, clause[doubt].first)


def _suppose(clause: Sequence[Word], start: int, because: int) -> None:
    for word in clause[start:]:
        word.supposed = because


def _at(words: Sequence[Word], at: int, wanted: Iterable[tuple[str, ...]]) -> bool:
    return any(all(at + n < len(words) and words[at + n].plain == word for n, word in enumerate(item)) for item in wanted)


def _sequences(texts: Iterable[str]) -> list[tuple[str, ...]]:
    return [tuple(word.plain for word in plain_words(text)) for text in texts]


def _joined(text: str) -> str:
    return "-".join(word.plain for word in plain_words(text.lower().replace("_", "-")))


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "\x00" * (end - start) + text[end:]
