"""The words of a line: told from its values, forgiven a slip of the typist, weighed for what they tell.

Two lists of words decide how far a line may be read that no signature fits. ``NEUTRAL`` words may come,
go or change without changing what a log line says. ``telling`` words turn its meaning round (not, failed),
name the end (initiator, sent) or the outcome (accepted): where one differs, it is another line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

_TOKEN = re.compile(
    r"(?P<value>0x[0-9a-fA-F]+|[0-9]+(?:[.:/][0-9]+)+|\b[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}|\b(?=[a-fA-F]{0,40}[0-9])[0-9a-fA-F]{6,}\b)"
    r"|(?P<number>[0-9]+)|(?P<word>[A-Za-z]+(?:'[a-z]{1,2}\b)?)"
)

_NEUTRAL = """
a an the this that these those is was are were be been has have had it its of for with in on at and as now just then here there
please currently presently already also so which using via
"""
NEUTRAL: Final = frozenset(_NEUTRAL.split())
_TELLERS = """
no not never none nothing non without cannot can't couldn't didn't doesn't isn't wasn't won't unable neither nor only except but if
unless until before after from to by against instead almost nearly partly partially half will would could should might may must maybe
initiator responder initiate respond local remote peer peer's our ours their theirs us we you your me my own far end server client
first second last next again once inbound outbound out up down off yes true false being
main aggressive quick transport tunnel one two three four i ii old new current previous other another different equal same
"""
_TELLING = frozenset(_TELLERS.split())
_STEMS = (
    "un|in(?:valid|active|complete|correct)|dis|mis|fail|err|succe|accept|reject|refus|den(?:y|ied)|allow|permit|drop|discard|ignor|match|differ|send|sen[td]|receiv|recv|re(?:sen|tr|neg)"
    "|initiat|respon|complet|finish|establish|start|begin|beg[au]n|stop|end|abort|clos|delet|remov|add|creat|expire|timeout|timed|time|lost|los[es]"
    "|found|find|miss|lack|unknown|know|valid|good|bad|wrong|correct|ok|enabl|disabl|support|encrypt|decrypt|auth|verif|wait|expect|request|answer|repl|duplicat|late|early|full|empty|reach|exceed|over|under|up|down|dead|alive"
)
_TELLS = re.compile(rf"(?:{_STEMS})")
_LOOKS = (
    "isakmp",
    "ipsec",
    "ikev1",
    "ikev2",
    "ike ",
    "ike_",
    "ike:",
    "[ike",
    "charon",
    "pluto",
    "racoon",
    "iked",
    "crypto map",
    "crypto ikev",
    "tunnel-group",
    "phase 1",
    "phase 2",
    "phase1",
    "phase2",
    "phase-1",
    "phase-2",
    "main mode",
    "quick mode",
    "aggressive mode",
    "mm_",
    "qm_",
    "am_",
    "proposal",
    "pre-shared",
    "preshared",
    "child_sa",
    "decaps",
    "encaps",
    "spi:",
    "spi 0x",
    "vendor id",
    "no_proposal",
    "nat-t",
)
MESSAGE_ID: Final = re.compile(r"%(?:ASA|PIX|FTD|FWSM)-(?:[A-Za-z_]+-)?(?P<severity>[0-7])-(?P<id>[0-9]{6})")
_IKE_IDS = ("713", "714", "715", "750", "751", "752", "402", "602")
_HEADER = 200
_SHORT = 4
"""Letters below which another letter makes another word (in, on, no, not, now)."""
LONG_NUMBER = 4


class Token(Struct, frozen=True):
    """One word (lower case), number or value of a line, with its place."""

    kind: str
    word: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word rather than a number, an address or a cookie."""
        return self.kind == "word"


def tokens(text: str) -> list[Token]:
    """The words, numbers and values of a line; what joins them (blanks, ``_``, ``-``, commas) does not count."""
    return [Token(found.lastgroup or "", found[0].lower(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def telling(word: str) -> bool:
    """Whether the word says what became of something, at which end or which way; such a word is never overlooked."""
    return word in _TELLING or _TELLS.match(word) is not None


def harmless(token: Token) -> bool:
    """Whether the token may stand in a line, or be missing from it, without changing what the line says."""
    if token.is_word:
        return token.word in NEUTRAL
    return token.kind == "value" or len(token.word) >= LONG_NUMBER


def looks_like_ike(text: str) -> bool:
    """Whether a line looks like IKE or IPsec text at all, be it read or not."""
    found = MESSAGE_ID.search(text, 0, _HEADER)
    if found:
        return found["id"].startswith(_IKE_IDS)
    low = text.lower()
    return any(word in low for word in _LOOKS)


class Speller:
    """Knows a platform's words and finds the one that a slip of the typist stands for: one letter wrong, missing, added or exchanged."""

    def __init__(self, words: Iterable[str]) -> None:
        self.known: dict[str, str] = {}
        self._near: dict[str, list[str]] = {}
        for word in words:
            self.add(word)

    def add(self, printed: str) -> None:
        """Learn a word as it is printed."""
        word = printed.lower()
        if word in self.known:
            return
        self.known[word] = printed
        if len(word) >= _SHORT:
            for shape in _shapes(word):
                self._near.setdefault(shape, []).append(word)

    def corrected(self, text: str, listed: Iterable[Token]) -> str:
        """The line with its slips mended, as those words are printed."""
        for token in reversed(list(listed)):
            if token.is_word and (meant := self.meant(token.word)) != token.word:
                text = text[: token.start] + self.known[meant] + text[token.end :]
        return text

    def meant(self, word: str) -> str:
        """The word itself where it is known, neutral or like none; else the only known word that it is a slip for."""
        if word in self.known or word in NEUTRAL or len(word) < _SHORT:
            return word
        hits = {near for shape in _shapes(word) for near in self._near.get(shape, ()) if one_slip(word, near)}
        return hits.pop() if len(hits) == 1 else word


def _shapes(word: str) -> set[str]:
    """The word, and the word less each of its letters: two words one slip apart share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def one_slip(first: str, second: str) -> bool:
    """Whether one letter was changed, added, left out, or two neighbours exchanged; a plural is no slip, nor is a prefix."""
    if abs(len(first) - len(second)) > 1 or first == second:
        return first == second
    short, long = sorted((first, second), key=len)
    place = next((index for index, letter in enumerate(short) if letter != long[index]), len(short))
    if len(short) < len(long):
        return short[place:] == long[place + 1 :]
    rest = short[place + 1 :] == long[place + 1 :]
    swapped = short[place : place + 2] == long[place : place + 2][::-1] and short[place + 2 :] == long[place + 2 :]
    return rest or swapped
