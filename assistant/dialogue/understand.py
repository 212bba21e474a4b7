"""A user's sentence as findings: phrases in order, with small gaps, negation, and what is only supposed left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from assistant.dialogue.clauses import Clauses
from assistant.dialogue.hits import SHORT, Hit, Option, covered, is_said, is_theirs, longest, shown_parts, spelled, stands
from assistant.dialogue.words import ADDRESS, BRAND, BREAK, NAME, TIME, VENDOR, Word, Words, plain_words
from assistant.model.entries import Phrase, Role, Stage, StateWord, Wording

_REACH = 4
MAX_SAID = 4_000
_FACTS = {
    "local": "our address",
    "peer": "the peer's address",
    "platform": "this end is",
    "peer_platform": "the far end is",
    "since": "since",
}


class Understood(Struct):
    """What a sentence was taken to say. ``words`` are the parts that were understood, ``left`` those that were not.

    ``supposed`` are the parts that ask, suppose or intend something and therefore say nothing.
    """

    sets: dict[str, bool] = {}
    words: list[str] = []
    stage: Stage | None = None
    role: Role | None = None
    state: str = ""
    facts: dict[str, str] = {}
    left: list[str] = []
    supposed: list[str] = []

    @property
    def anything(self) -> bool:
        """Whether anything was understood."""
        return bool(self.sets or self.stage or self.role or self.state or self.facts)


def in_words(understood: Understood) -> tuple[str, ...]:
    """What was made of a sentence, for the user to see and to put right."""
    facts = [f"{_FACTS[name]} {value}" for name, value in understood.facts.items() if name in _FACTS]
    notes = ["Understood: " + "; ".join([*understood.words, *facts]) + "."]
    if understood.left:
        notes.append("Not understood, so it does not count: " + "; ".join(understood.left) + ".")
    if understood.supposed:
        notes.append("Taken as a question or as only supposed: " + "; ".join(understood.supposed) + ".")
    return tuple(notes)


class Ear:
    """What sentences are understood with: the phrases and wordings of every language, state words, names of platforms.

    Nothing is made ready before the first sentence is heard.
    """

    def __init__(
        self, phrases: Iterable[Phrase], wordings: Iterable[Wording], states: Iterable[StateWord], names: Mapping[str, str]
    ) -> None:
        self._made_of = (tuple(phrases), tuple(wordings), tuple(states), dict(names))

    @cached_property
    def _languages(self) -> list[_Language]:
        phrases, wordings, states, names = self._made_of
        return [
            _Language(wording, [item for item in phrases if item.language in {"", wording.language}], states, names) for wording in wordings
        ]

    def hear(self, text: str, own: str = "cisco-asa") -> Understood:
        """Everything that the phrases find in the text, in the language in which most is found.

        ``own`` is this end's platform, which "the other side is a FortiGate" is compared with.
        """
        heard = [language.hear(text[:MAX_SAID], own) for language in self._languages]
        return max(heard, key=lambda item: len(item.words), default=Understood())


class _Language:
    """The phrases of one language, made ready."""

    def __init__(self, wording: Wording, phrases: Sequence[Phrase], states: Sequence[StateWord], names: Mapping[str, str]) -> None:
        options = [option for phrase in phrases for option in phrase.any]
        spoken = list({state.word.upper(): state for state in states if "_" in state.word}.values())
        known = [*options, *(state.word for state in spoken), *(item for group in wording.same.values() for item in group)]
        self._words = Words(wording, names, [*options, *(state.word for state in spoken)])
        self._clauses = Clauses(wording, [*known, *wording.times, *names])
        self._negations = {word for text in wording.negations for word in self._bare(text)}
        self._links = {word for text in wording.links for word in self._bare(text)}
        self._passed = {word for text in wording.passed for word in self._bare(text)} | {ADDRESS, TIME}
        self._options: dict[str, list[Option]] = {}
        for order, phrase in enumerate(phrases):
            for option in phrase.any:
                self._add(option, phrase, order)
        for state in spoken:
            role = state.roles[0] if len(state.roles) == 1 else None
            self._add(state.word, Phrase((state.word,), stage=state.stage, role=role), len(phrases), state)
        self._topics = {word for text in wording.topics for word in self._bare(text)} | {VENDOR, ADDRESS}

    def _bare(self, text: str) -> tuple[str, ...]:
        words = plain_words(text)
        self._clauses.breaks(words)
        return tuple(word.text for word in self._words.made_one(words))

    def _add(self, text: str, phrase: Phrase, order: int, state: StateWord | None = None) -> None:
        words = self._bare(text)
        words = tuple(
            word for at, word in enumerate(words) if at in {0, len(words) - 1} or word not in self._passed or word.startswith("{")
        )
        if words:
            spelling = "-".join(word.plain for word in plain_words(text)) if state is not None else ""
            self._options.setdefault(words[0], []).append(Option(words, phrase, order, state, spelling))

    def hear(self, text: str, own: str) -> Understood:
        result = Understood()
        vendors: dict[str, str] = {}
        for start, sentence in self._clauses.sentences(self._clauses.without_names(text)):
            self._sentence(text[start : start + len(sentence)], sentence, result, vendors)
        _compare_vendors(vendors, own, result)
        return result

    def _sentence(self, text: str, sentence: str, result: Understood, vendors: dict[str, str]) -> None:
        plain = self._words.mended(plain_words(sentence))
        self._clauses.marked(plain, question=sentence.rstrip().endswith("?"))
        strange = {
            number
            for number, word in enumerate(plain)
            if not word.text and len(word.plain) >= SHORT and (word.mended or not self._words.knows(word.plain))
        }
        words = self._words.made_one(plain)
        familiar = any(word.text in self._topics for word in words)
        hits = [
            hit
            for hit in self._hits(words)
            if is_said(hit, words)
            and (familiar or not strange - covered(hit, words))
            and not (hit.option.phrase.stage and is_theirs(hit, words))
            and (hit.option.state is None or spelled(hit, plain, words) == hit.option.spelled)
        ]
        hits = longest(hits)
        on = {at for hit in hits for at in hit.at}
        understood: set[int] = set()
        shown: list[tuple[int, int, bool]] = []
        for hit in hits:
            phrase = hit.option.phrase
            negated = self._is_negated(hit, words, on)
            sets = phrase.denied if negated else phrase.sets
            if negated and not phrase.denied:
                continue
            for name, value in sets.items():
                result.sets.setdefault(name, value)
            if not negated:
                self._take(hit, words, result, vendors)
            understood.update(hit.at)
            shown.append((hit.at[0], hit.at[-1], negated and not self._inside(hit, words, on)))
        result.words.extend(shown_parts(shown, words, text))
        if understood and "since" not in result.facts:
            told = next((word for word in words if word.text == TIME and word.supposed < 0), None)
            if told is not None:
                result.facts["since"] = self._words.as_meant(plain, told)
        self._rest(text, words, understood, result)

    def _take(self, hit: Hit, words: Sequence[Word], result: Understood, vendors: dict[str, str]) -> None:
        """Stage, role, state, addresses and platforms that a phrase tells."""
        phrase, state = hit.option.phrase, hit.option.state
        result.stage = result.stage or phrase.stage
        result.role = result.role or phrase.role
        if state is not None and not result.state:
            result.state = state.word
        for what, name in phrase.takes.items():
            held = [words[at].value for at in hit.at if words[at].text == f"{{{what}}}" and words[at].value]
            for value in held[-1:] if name.startswith("peer") else held[:1]:
                if what == "vendor":
                    vendors.setdefault(name, value)
                if not value.startswith(BRAND):
                    result.facts.setdefault(name, value)

    def _hits(self, words: Sequence[Word]) -> list[Hit]:
        found: list[Hit] = []
        for start, word in enumerate(words):
            for option in self._options.get(word.text, ()):
                at = stands(option.words, words, start, self._negations, self._passed)
                if at:
                    found.append(Hit(option, at))
        return found

    def _is_negated(self, hit: Hit, words: Sequence[Word], on: set[int]) -> bool:
        """Whether a negation within the phrase or before it turns it round; one that another phrase holds does not."""
        inside = self._inside(hit, words, on)
        before = 0
        for at in range(hit.at[0] - 1, max(-1, hit.at[0] - 1 - _REACH), -1):
            if words[at].text in {BREAK, *self._links} or at in on:
                break
            if words[at].text in self._negations:
                before = 1
                break
        return (inside + before) % 2 == 1

    def _inside(self, hit: Hit, words: Sequence[Word], on: set[int]) -> int:
        """How many negations stand between its words that no phrase holds."""
        return sum(1 for at in range(hit.at[0], hit.at[-1]) if at not in on and words[at].text in self._negations)

    def _rest(self, text: str, words: Sequence[Word], understood: set[int], result: Understood) -> None:
        """Note the clauses of which nothing was understood."""
        start = 0
        for end in [*(at for at, word in enumerate(words) if word.text == BREAK), len(words)]:
            clause = [at for at in range(start, end) if words[at].text not in {TIME, NAME}]
            if len(clause) > 1 and not understood & set(clause):
                part = " ".join(text[words[clause[0]].start : words[clause[-1]].end].split())
                (result.supposed if all(words[at].supposed >= 0 for at in clause) else result.left).append(part)
            start = end + 1


def _compare_vendors(vendors: Mapping[str, str], own: str, result: Understood) -> None:
    """Whether the two ends are of one vendor, where the far end's was told."""
    far = vendors.get("peer_platform", "")
    if not far:
        return
    same = _vendor(far) == _vendor(vendors.get("platform", "") or own)
    result.sets.setdefault("same-vendor", same)
    result.sets.setdefault("different-vendors", not same)


def _vendor(platform: str) -> str:
    return platform.removeprefix(BRAND).split("-")[0].split(" ")[0]
