"""What a signature's samples look like word by word, and an index from words to them.

A sample has words that every such line holds and places that a line fills with its own values. The
index finds, for a line that nothing read, the samples that share its rarer words, without trying all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from assistant.model.entries import Example, Signature
from assistant.model.observed import Body
from assistant.reading.words import NEUTRAL, Speller, Token, tokens


class Template(Struct, frozen=True):
    """One sample: its text as far as the pattern reads it, the words that stay, and which of its parts are values.

    ``open`` are the stretches that a line fills. ``begins`` and ``ends`` say that nothing stood
    before or followed it in the sample. ``whole`` says that the pattern reads the line as it is, not a log line's body.
    """

    signature: Signature
    text: str
    words: tuple[Token, ...]
    open: tuple[tuple[int, int], ...]
    begins: bool
    ends: bool
    whole: bool
    misses: tuple[tuple[str, ...], ...]

    @property
    def content(self) -> list[str]:
        """Its words without the neutral ones."""
        return [token.word for token in self.words if token.word not in NEUTRAL]


_FEWEST = 2
_VALUE = 0.5
"""Weight of a word that samples only have where a line puts its own values."""


class Near(Struct, frozen=True):
    """A template like a line, and how like it is: 1 for the same words."""

    template: Template
    likeness: float


def templates_of(
    signatures: Iterable[Signature], examples: Mapping[str, Example], unwrap: Callable[[str], Body], found: Callable[[Signature, str], Any]
) -> list[Template]:
    """The templates of all signatures that read single lines. ``found`` is a signature's match in a text."""
    made: list[Template] = []
    for signature in signatures:
        example = examples.get(signature.id)
        if signature.record or example is None or signature.status == "retired":
            continue
        whole = "show" in signature.kind or "config" in signature.kind
        misses = tuple(words_of(text if whole else unwrap(text).text) for text in example.misses)
        seen: set[tuple[str, ...]] = set()
        for sample in example.samples:
            text = sample if whole else unwrap(sample).text
            match = found(signature, text)
            if match is None:
                continue
            template = _template(signature, match, misses, whole=whole)
            key = tuple(token.word for token in template.words)
            if key not in seen and template.content:
                seen.add(key)
                made.append(template)
    return made


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, lower case, in order, without its values."""
    return tuple(token.word for token in tokens(text) if token.kind != "value")


def _template(signature: Signature, match: Any, misses: tuple[tuple[str, ...], ...], *, whole: bool) -> Template:
    text = match.group(0)
    base = match.start()
    spans = [match.span(name) for name in match.re.groupindex if match.span(name)[0] >= 0]
    taken = [(start - base, end - base) for start, end in spans if end > start]
    listed = tokens(text)
    inside = [token for token in listed if any(start <= token.start and token.end <= end for start, end in taken)]
    free = taken + [(token.start, token.end) for token in listed if not token.is_word and token not in inside]
    words = tuple(token for token in listed if token.is_word and token not in inside)
    begins = not match.string[: match.start()].strip()
    ends = not match.string[match.end() :].strip(" .!")
    return Template(signature, text, words, tuple(sorted(free)), begins, ends, whole, misses)


class Index:
    """Templates by their words; rare words weigh more."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self.templates = templates
        self._by_word: dict[str, list[int]] = {}
        spoken: dict[str, None] = {}
        for number, template in enumerate(templates):
            for word in set(template.content):
                self._by_word.setdefault(word, []).append(number)
            spoken.update(dict.fromkeys(template.text[token.start : token.end] for token in tokens(template.text) if token.is_word))
        self._rarity = {word: math.log(1 + len(templates) / len(places)) for word, places in self._by_word.items()}
        self._weights = [sum(self._rarity[word] for word in set(template.content)) for template in templates]
        self._sizes = [len(set(template.content)) for template in templates]
        self._unknown = math.log(1 + len(templates)) / 2
        self.speller = Speller(spoken)

    def of_id(self, message_id: str) -> list[Template]:
        """The templates of a syslog message id."""
        return [template for template in self.templates if message_id in template.signature.ids]

    def near(self, listed: Sequence[Token], most: int) -> list[Near]:
        """The templates most like a line of these tokens, best first.

        Likeness is the share of the weight of the words that both have in that of the words that either has;
        words that a template has open places for count half.
        """
        words = {self.speller.meant(token.word) for token in listed if token.is_word} - NEUTRAL
        shared: dict[int, float] = {}
        common: dict[int, int] = {}
        for word in words:
            rarity = self._rarity.get(word, 0.0)
            for number in self._by_word.get(word, ()):
                shared[number] = shared.get(number, 0.0) + rarity
                common[number] = common.get(number, 0) + 1
        if not shared:
            return []
        own = sum(self._rarity.get(word, _VALUE if word in self.speller.known else self._unknown) for word in words)
        rated = []
        for number, weight in shared.items():
            if common[number] < min(_FEWEST, self._sizes[number]):
                continue  # one word in common is chance
            extra = own - weight
            template = self.templates[number]
            rated.append((weight / (self._weights[number] + (extra / 4 if template.open else extra / 2)), -number))
        best = sorted(rated, reverse=True)[:most] if len(rated) <= most else _top(rated, most)
        return [Near(self.templates[-number], likeness) for likeness, number in best]


def _top(rated: list[tuple[float, int]], most: int) -> list[tuple[float, int]]:
    import heapq  # noqa: PLC0415 - only where lines were left unread

    return heapq.nlargest(most, rated)
