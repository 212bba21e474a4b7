"""A sentence as words that can be compared: slips mended, endings taken off, words of one meaning made one."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct, structs

from assistant.dialogue.spelling import Spelling
from assistant.model.entries import Wording

BREAK = "|"
"""The word that stands where a clause ends; nothing is read across it."""
ADDRESS, VENDOR, TIME, NAME = "{address}", "{vendor}", "{time}", "{name}"
BRAND = "brand "
"""What stands before the name of a maker of which no platform is known."""
_KEPT = 3
"""Letters that stay when an ending is taken off."""
_TOKEN = re.compile(
    r"(?P<held>\{(?:address|vendor|time)\})"
    r"|(?P<name>\x00+)"
    r"|(?P<network>[0-9]{1,3}(?:\.[0-9]{1,3}){3}/[0-9]{1,3}|[0-9a-fA-F:]{2,39}::?/[0-9]{1,3})"
    r"|(?P<address>[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9])|(?<![0-9A-Za-z:])(?=[0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}:)[0-9a-fA-F:]{3,39}(?![0-9A-Za-z:]))"
    r"|(?P<time>(?<![0-9:])[0-2]?[0-9]:[0-5][0-9](?![0-9:]))"
    r"|(?P<word>[^\W\d_]{1,60}(?:'[^\W\d_]{1,10})?)"
    r"|(?P<number>[0-9]{1,20}|#)"
    r"|(?P<stop>[,()|]|(?<=\s)[-\u2013\u2014]+(?=\s)|->|=>)"
)


class Word(Struct):
    """One word of a sentence: its text as compared, its place in the sentence, and what it stands for.

    ``first`` and ``last`` count the sentence's plain words; ``supposed`` is the number of the plain word that makes this one a
    supposition, -1 where it is said.
    """

    text: str
    start: int
    end: int
    first: int
    last: int
    plain: str = ""
    value: str = ""
    supposed: int = -1
    mended: bool = False


class Words:
    """The words of one language, with the names of vendors."""

    def __init__(self, wording: Wording, names: Mapping[str, str], phrased: Iterable[str] = ()) -> None:
        self.wording = wording
        self._names = names
        self._phrased = phrased
        self._fill = frozenset(wording.fill)

    @cached_property
    def spelling(self) -> Spelling:
        """Every word that the language file, the phrases and the names hold."""
        held = self.wording
        texts: list[str] = [*held.same, *held.negations, *held.breaks, *held.supposes, *held.asks, *held.aside, *held.plain, *held.fill]
        texts += [*held.topics, *held.shows, *held.named, *held.times, *held.brands, *held.links, *self._names, *self._phrased]
        texts += [option for options in held.same.values() for option in options]
        return Spelling(word for text in texts for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower()))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(self._stem(word) for word in self.spelling.words)

    @cached_property
    def _one(self) -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
        """Words of one meaning by their first word: (words, the one word, what it stands for), the longest first."""
        table: dict[tuple[str, ...], tuple[str, str]] = {}
        for name in self.wording.brands:
            table[self._bare(name)] = (VENDOR, BRAND + name)
        for name, platform in self._names.items():
            table[self._bare(name)] = (VENDOR, platform)
        for one, options in self.wording.same.items():
            word, _, shade = one.partition(":")
            for option in (shade or word, *options):
                table[self._bare(option)] = (word, shade)
        for option in self.wording.times:
            table[self._bare(option)] = (TIME, "")
        found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for words, (one, value) in table.items():
            if words:
                found.setdefault(words[0], []).append((words, one, value))
        for options_ in found.values():
            options_.sort(key=lambda item: -len(item[0]))
        return found

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as the process's one mind
    def _stem(self, word: str) -> str:
        for ending in sorted(self.wording.endings, key=len, reverse=True):
            if word.endswith(ending) and len(word) - len(ending) >= _KEPT:
                word = word[: -len(ending)] + self.wording.endings[ending]
                if len(word) > _KEPT and word[-1] == word[-2]:
                    word = word[:-1]
                break
        return word[:-1] if word.endswith("e") and len(word) > _KEPT else word

    def _bare(self, text: str) -> tuple[str, ...]:
        return tuple(self._stem(word.plain) for word in plain_words(text) if word.plain not in self._fill)

    def knows(self, word: str) -> bool:
        """Whether a plain word is one of the language's file, the phrases or the names, in some form."""
        return word in self.spelling or self._stem(word) in self._stems

    def as_meant(self, plain: Sequence[Word], word: Word) -> str:
        """What a word was made of, its slips mended, with the fill word before it: "an hour ago"."""
        first = word.first - (word.first > 0 and plain[word.first - 1].plain in self._fill)
        return " ".join(item.plain for item in plain[first : word.last + 1])

    def mended(self, words: Sequence[Word]) -> list[Word]:
        """The plain words with their slips put right."""
        result: list[Word] = []
        for word in words:
            if word.text or self.knows(word.plain):
                result.append(word)
                continue
            meant = self.spelling.meant(word.plain)
            result.append(structs.replace(word, plain=meant, mended=True) if meant else word)
        return result

    def made_one(self, words: Sequence[Word]) -> list[Word]:
        """Fill words dropped, the others without endings, words of one meaning as one word."""
        bare = [
            word if word.text else structs.replace(word, text=self._stem(word.plain))
            for word in words
            if word.text or word.plain not in self._fill
        ]
        return self._joined(self._joined(bare))

    def _joined(self, bare: Sequence[Word]) -> list[Word]:
        """One pass: words of one meaning made one, a word that is said twice running taken once."""
        result: list[Word] = []
        at = 0
        while at < len(bare):
            length, one = self._longest(bare, at)
            before = result[-1] if result else None
            if before is not None and before.text == one.text and _alike(before, one):
                value = before.value if before.value and not before.value.startswith(BRAND) else one.value
                one = structs.replace(one, start=before.start, first=before.first, value=value, supposed=max(one.supposed, before.supposed))
                result.pop()
            result.append(one)
            at += length
        return result

    def _longest(self, bare: Sequence[Word], at: int) -> tuple[int, Word]:
        first = bare[at]
        keys = (first.text, "#") if first.text.isdigit() else (first.text,)
        for key in keys:
            for words, one, value in self._one.get(key, ()):
                part = bare[at : at + len(words)]
                if len(part) == len(words) and all(
                    wanted == have.text or (wanted == "#" and have.text.isdigit()) for wanted, have in zip(words, part, strict=True)
                ):
                    supposed = next((item.supposed for item in part if item.supposed >= 0), -1)
                    last = part[-1]
                    mended = any(item.mended for item in part)
                    return len(words), Word(one, first.start, last.end, first.first, last.last, one, value or first.value, supposed, mended)
        return 1, first


def plain_words(text: str) -> list[Word]:
    """The words of a text in small letters; letters and digits are parted, so that ``msg4`` is ``msg 4``."""
    found: list[Word] = []
    for number, match in enumerate(_TOKEN.finditer(text)):
        kind, word = match.lastgroup, match[0]
        place = (match.start(), match.end(), number, number)
        if kind == "held":
            found.append(Word(word, *place, plain=word))
        elif kind == "address":
            found.append(Word(ADDRESS, *place, plain=word, value=word) if _is_address(word) else Word(NAME, *place, plain=word))
        elif kind in {"name", "network"}:
            found.append(Word(NAME, *place, plain=NAME))
        elif kind == "time":
            found.append(Word(TIME, *place, plain=word))
        elif kind == "stop":
            found.append(Word(BREAK, *place, plain=BREAK))
        elif kind == "number":
            found.append(Word(word, *place, plain=word))
        else:
            found.append(Word("", *place, plain=word.lower()))
    return found


def _alike(one: Word, other: Word) -> bool:
    """Whether two words that are the same one after the other say one thing: "Cisco ASA", "their remote side"."""
    if one.text == VENDOR:
        return one.value == other.value or BRAND in one.value + other.value
    return one.text[:1] not in "{#" and not one.text.isdigit()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
