"""Reads loosely: a line that no signature fits, but that is one of a signature's lines with a slip, another case or an odd word.

The line's words are laid beside those of the sample that it is most like. Where only neutral words, case,
punctuation and slips of the typist part them, the line is put into the sample's words, its own values
kept, and the signature must read that: then it says what the signature says. Where other words differ that
tell neither outcome, end nor direction, only the general meaning is taken. Everything else stays unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, product
from typing import Any

from msgspec import Struct

from assistant.model.observed import Body
from assistant.reading.matcher import Match, finish
from assistant.reading.templates import Near, Template, words_of
from assistant.reading.words import NEUTRAL, Speller, Token, harmless, telling, tokens

ENOUGH = 3
"""Words, neutral ones aside, that a sample must have so that a line is taken for it by words alone."""
ENOUGH_TAGGED = 2
ENOUGH_WITH_ID = 1
FLOOR = 0.6
"""Likeness below which no sample is laid beside a line."""
_CLOSE = 0.75
_ODD_WORDS = 2
_EDGE = " \t,;:=\"'()[]<>"


class Loose(Struct, frozen=True):
    """A loose reading. ``match`` is set where the line says all that the signature's lines say; else only ``means`` holds."""

    template: Template
    likeness: float
    match: Match | None = None

    @property
    def means(self) -> str:
        """The general meaning."""
        return self.template.signature.means


class Aligned(Struct, frozen=True):
    """A line's tokens beside a template's words: ``pairs`` are places in both; what is left over differs."""

    pairs: tuple[tuple[int, int], ...]
    missing: tuple[str, ...]
    extra: tuple[Token, ...]


def read_loosely(text: str, body: Body, near: Sequence[Near], speller: Speller, find: Any) -> Loose | None:
    """What a line says that no signature read; ``None`` where that cannot be told.

    ``near`` are the templates most like it, best first. ``find`` is a signature's match in a text.
    """
    general: Loose | None = None
    told: dict[str, Loose] = {}
    for item in near:
        template = item.template
        line = text if template.whole else body.text
        if item.likeness < FLOOR or (template.whole and body.tagged):
            continue
        by_id = bool(body.id) and body.id in template.signature.ids
        if template.signature.ids and body.id and not by_id:
            continue  # another message id is another message
        if len(set(template.content)) < (ENOUGH_WITH_ID if by_id else ENOUGH_TAGGED if body.tagged else ENOUGH):
            continue
        listed = tokens(line)
        if _denials(token.word for token in listed) != _denials(words_of(template.text)):
            continue
        aligned = align(template, listed, speller)
        if _is_near_miss(template, listed, aligned, speller):
            continue
        if all(word in NEUTRAL for word in aligned.missing) and all(harmless(token) for token in aligned.extra):
            match = _repaired(template, line, listed, aligned, body.fields, find)
            if match is None and (mended := speller.corrected(line, listed)) != line:
                match = _repaired(template, mended, tokens(mended), aligned, body.fields, find)
            if match is not None:
                told.setdefault(template.signature.id, Loose(template, item.likeness, match))
        elif general is None and item.likeness >= _CLOSE and _same_in_general(aligned):
            general = Loose(template, item.likeness)
    meanings = {tuple(sorted(item.match.asserts.items())) for item in told.values() if item.match}
    if told and len(meanings) == 1:
        return next(iter(told.values()))
    return None if told else general


def align(template: Template, listed: Sequence[Token], speller: Speller) -> Aligned:
    """Lay a line beside a template: its fixed words in order; a slip counts as the word that was meant.

    Tokens where the template has a value are not extra, nor what stands around it where its sample had something there as well.
    """
    fixed = [token.word for token in template.words]
    words = [speller.meant(token.word) if token.is_word else f"#{token.word}" for token in listed]
    blocks = SequenceMatcher(None, fixed, words, autojunk=False).get_matching_blocks()
    pairs = tuple((block.a + step, block.b + step) for block in blocks for step in range(block.size))
    paired = {first for first, _ in pairs}
    missing = tuple(word for place, word in enumerate(fixed) if place not in paired)
    extra: list[Token] = []
    for (first, left), (second, right) in pairwise(pairs):
        if right - left > 1 and not _opens(template, template.words[first].end, template.words[second].start):
            extra.extend(listed[left + 1 : right])
    if pairs:
        opened = _opens(template, 0, template.words[pairs[0][0]].start)
        if template.begins and not opened:
            extra.extend(listed[: pairs[0][1]])
        elif pairs[0][0] > 0:
            extra.extend(listed[max(pairs[0][1] - pairs[0][0], 0) : pairs[0][1]])
        if pairs[-1][0] < len(fixed) - 1 and not _opens(template, template.words[pairs[-1][0]].end, len(template.text)):
            extra.extend(listed[pairs[-1][1] + 1 : pairs[-1][1] + len(fixed) - pairs[-1][0]])
        elif template.ends and not _opens(template, template.words[pairs[-1][0]].end, len(template.text)):
            extra.extend(listed[pairs[-1][1] + 1 :])
    return Aligned(pairs, missing, tuple(extra))


TURNS = frozenset({"no", "not", "never", "without", "cannot", "unable"})
"""Words that turn a sentence round wherever they stand; a line must have as many of them as the sample."""


def _denials(words: Iterable[str]) -> int:
    return sum(1 for word in words if word in TURNS)


def _opens(template: Template, start: int, end: int) -> bool:
    """Whether the template has a place for values between two places of its text."""
    return any(left < end and start < right for left, right in template.open)


def _same_in_general(aligned: Aligned) -> bool:
    """Whether only few words differ and none that tells what became of something, where or which way."""
    odd = [word for word in aligned.missing if word not in NEUTRAL]
    added = [token.word for token in aligned.extra if not harmless(token)]
    return max(len(odd), len(added)) <= _ODD_WORDS and not any(telling(word) or word.isdigit() for word in (*odd, *added))


def _is_near_miss(template: Template, listed: Sequence[Token], aligned: Aligned, speller: Speller) -> bool:
    """Whether the line is as like a text that the signature must not read as it is like the sample."""
    words = [speller.meant(token.word) if token.is_word else token.word for token in listed if token.kind != "value"]
    apart = sum(1 for word in aligned.missing if word not in NEUTRAL) + sum(1 for token in aligned.extra if not harmless(token))
    return any(_apart(words, miss) <= apart for miss in template.misses if miss)


def _apart(words: Sequence[str], other: Sequence[str]) -> int:
    """Words that one has and the other has not, neutral ones aside."""
    return len((set(words) ^ set(other)) - NEUTRAL)


def _repaired(
    template: Template, line: str, listed: Sequence[Token], aligned: Aligned, given: Mapping[str, str], find: Any
) -> Match | None:
    """The signature's match in the line put into the sample's words, with the line's own values."""
    if not aligned.pairs:
        return None
    for bare, rest in product((False, True), (True, False)):
        text = _filled(template, line, listed, aligned, bare=bare, rest=rest)
        found = find(template.signature, text)
        if found:
            captured = {name: value.strip() for name, value in found.groupdict().items() if value is not None}
            if _of_the_line(captured.values(), listed) and (_same_case(template, line, listed, aligned) or not _conditional(template)):
                return finish(template.signature, captured, given)
    return None


def _of_the_line(values: Iterable[str], listed: Sequence[Token]) -> bool:
    """Whether every value is made of what the line holds, none of it of what the sample held."""
    held = {token.word for token in listed}
    return all(token.word in held for value in values for token in tokens(value))


def _conditional(template: Template) -> bool:
    """Whether what the signature says hangs on its values; those of a line in another case cannot be trusted."""
    return any(item.when for item in template.signature.asserts)


def _same_case(template: Template, line: str, listed: Sequence[Token], aligned: Aligned) -> bool:
    """Whether the common words are written in the same case."""
    apart = 0
    for first, second in aligned.pairs:
        fixed, token = template.words[first], listed[second]
        ours, theirs = line[token.start : token.end], template.text[fixed.start : fixed.end]
        apart += ours != theirs and ours.lower() == theirs.lower()
    return apart == 0


def _filled(template: Template, line: str, listed: Sequence[Token], aligned: Aligned, *, bare: bool, rest: bool) -> str:
    """The template's text with its open places filled from the line.

    ``bare`` leaves neutral words out of what is filled in; ``rest`` fills a last open place with all that follows.
    """
    beside = dict(aligned.pairs)
    cuts: list[tuple[int, int, int | None, int | None]] = []  # a stretch of the template, and the tokens of the line around it
    before_end, before_token = 0, None
    for place, token in enumerate(template.words):
        if place in beside:
            cuts.append((before_end, token.start, before_token, beside[place]))
            before_end, before_token = token.end, beside[place]
    cuts.append((before_end, len(template.text), before_token, None))
    out: list[str] = []
    for (start, end, left, right), following in zip(cuts, [*cuts[1:], None], strict=True):
        out.append(_stretch(template, start, end, _between(line, listed, left, right, template, start, end, bare=bare, rest=rest)))
        if following is not None:
            out.append(template.text[end : following[0]])
    return "".join(out)


def _between(
    line: str,
    listed: Sequence[Token],
    left: int | None,
    right: int | None,
    template: Template,
    start: int,
    end: int,
    *,
    bare: bool,
    rest: bool,
) -> str:
    """What the line holds between two of its tokens, without the joints around it."""
    first = listed[left].end if left is not None else 0
    last = listed[right].start if right is not None else len(line)
    text = line[first:last]
    if bare:
        inner = [
            token
            for token in listed
            if first <= token.start
            and token.end <= last
            and token.word in NEUTRAL
            and line[token.start - 1 : token.end + 1].split() == [line[token.start : token.end]]
        ]
        for token in reversed(inner):
            text = (text[: token.start - first].rstrip() + " " + text[token.end - first :].lstrip()).strip(" ")
    if left is None and right is not None:
        text = " ".join(text.split()[-max(len(template.text[start:end].split()), 1) :])
    elif right is None and not rest:
        text = " ".join(text.split()[: max(len(template.text[start:end].split()), 1)])
    return text.strip(_EDGE)


def _stretch(template: Template, start: int, end: int, content: str) -> str:
    """A stretch of the template with its open part replaced by the content; unchanged where it has none."""
    spans = [(max(left, start), min(right, end)) for left, right in template.open if left < end and start < right]
    if not spans:
        return template.text[start:end]
    head, tail = template.text[start : spans[0][0]], template.text[max(right for _, right in spans) : end]
    return head + content.removeprefix(head.strip()).removesuffix(tail.strip()).strip() + tail
