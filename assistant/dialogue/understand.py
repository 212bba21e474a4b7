"""A user's sentence as findings: phrases in order, with small gaps, and negation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from assistant.model.entries import Answer, Phrase, Question, Role, Stage, StateWord

_WORD = re.compile(r"[a-z0-9_]+(?:'[a-z]+)?")
_CLAUSE = re.compile(r"[.;!\n]|(?<=\?)|,\s|\b(?:but|however|though|although)\b")
_NEGATIONS = frozenset(
    {
        "no",
        "not",
        "never",
        "none",
        "without",
        "cannot",
        "nothing",
        "isn't",
        "wasn't",
        "aren't",
        "doesn't",
        "didn't",
        "don't",
        "can't",
        "won't",
        "hasn't",
        "haven't",
        "neither",
        "nor",
        "isnt",
        "doesnt",
        "didnt",
        "dont",
        "cant",
        "wasnt",
        "nobody",
    }
)
_CONDITIONS = frozenset({"if", "whether", "unless", "should", "would", "maybe", "perhaps", "idea", "wonder", "suppose"})
_GAP = 3
_REACH = 4
_BRIEF = 6
"""Words up to which a sentence is taken as a bare answer."""
_SHORT = 3
"""Items of fewer words must stand together: two words with others between are rarely one thing."""
MAX_SAID = 4_000


class Understood(Struct):
    """What a sentence was taken to say. ``words`` are the parts that were understood."""

    sets: dict[str, bool]
    words: list[str]
    stage: Stage | None = None
    role: Role | None = None
    state: str = ""
    facts: dict[str, str] = {}

    @property
    def anything(self) -> bool:
        """Whether anything was understood."""
        return bool(self.sets or self.stage or self.role or self.state or self.facts)


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


def understand(text: str, phrases: Iterable[Phrase], states: Iterable[StateWord]) -> Understood:
    """Everything the phrases find in the sentence. Longer phrases win over shorter ones that they contain."""
    result = Understood({}, [], facts={})
    _addresses(text[:MAX_SAID], result)
    for clause in _CLAUSE.split(text[:MAX_SAID]):
        have = words_of(clause or "")
        if have and not (clause or "").rstrip().endswith("?"):
            _clause(_unconditional(have), phrases, result)
    _state_word(text[:MAX_SAID], states, result)
    return result


_ADDRESS = r"(?P<address>[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})"
_OWNERS = (
    (
        "local",
        re.compile(
            rf"(?i)\b(?:our|my|local|this end'?s?|this side'?s?)(?: own)?(?: (?:outside|public|peer|external|wan))?(?: (?:ip|address|ip address|end|side))+(?: is| has)?(?: the address)?[ :=]+{_ADDRESS}"
        ),
    ),
    (
        "peer",
        re.compile(
            rf"(?i)\b(?:peer|remote|their|far end'?s?|far side'?s?|other end'?s?|other side'?s?)(?: (?:outside|public|peer|external|wan))?(?: (?:ip|address|ip address|end|side|gateway))*(?: is| has)?(?: the address)?[ :=]+{_ADDRESS}"
        ),
    ),
)


def _addresses(text: str, result: Understood) -> None:
    """Whose address is which, where a sentence says so."""
    for name, pattern in _OWNERS:
        found = pattern.search(text)
        if found:
            result.facts[name] = found["address"]
            result.words.append(f"{'our' if name == 'local' else 'the peer' + chr(39) + 's'} address {found['address']}")


def _unconditional(have: list[str]) -> list[str]:
    """The words before a condition or a doubt: what is only supposed is not said."""
    for index, word in enumerate(have):
        if word in _CONDITIONS:
            return have[:index]
    return have


def _clause(have: Sequence[str], phrases: Iterable[Phrase], result: Understood) -> None:
    hits: list[tuple[int, int, int, Phrase]] = []
    for phrase in phrases:
        best: tuple[int, int, int] | None = None
        for option in phrase.any:
            wanted = words_of(option)
            found = find(wanted, have, 0 if len(wanted) < _SHORT else _GAP)
            if found and (best is None or len(wanted) > best[2]):
                best = (found[0], found[1], len(wanted))
        if best is not None:
            hits.append((*best, phrase))
    hits.sort(key=lambda item: (-item[2], item[0]))
    taken: list[range] = []
    for start, end, _, phrase in hits:
        span = range(start, end)
        if any(start >= other.start and end <= other.stop for other in taken):
            continue
        taken.append(span)
        own = {word for option in phrase.any for word in words_of(option)}
        negated = any(word in _NEGATIONS and word not in own for word in have[max(0, start - _REACH) : end])
        sets = phrase.denied if negated else phrase.sets
        if negated and not phrase.denied:
            continue
        for name, value in sets.items():
            result.sets.setdefault(name, value)
        if not negated:
            result.stage = result.stage or phrase.stage
            result.role = result.role or phrase.role
        result.words.append(("not: " if negated else "") + " ".join(have[start:end]))


def _state_word(text: str, states: Iterable[StateWord], result: Understood) -> None:
    upper = text.upper()
    for state in states:
        if "_" in state.word and re.search(rf"(?<![A-Z0-9_]){re.escape(state.word.upper())}(?![A-Z0-9_])", upper):
            result.state = state.word
            result.stage = state.stage
            result.role = state.roles[0] if len(state.roles) == 1 else result.role
            result.words.append(state.word)
            return


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
