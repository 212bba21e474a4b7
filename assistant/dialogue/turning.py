"""Sentences that are neither facts nor answers: the fix was applied, one of two is to be trusted, that was it."""

from __future__ import annotations

import re

_FIXED = re.compile(
    r"(?i)^\W*(?:ok(?:ay)?,? |yes,? )?(?:(?:i|we)(?: have|'ve)? (?:just |now )?(?:did|done|applied|made|entered|fixed|implemented) "
    r"(?:that|this|it|the fix|the change|the changes|your fix)|(?:the )?(?:fix|change)(?: is| was| has been)? (?:applied|done|in|made)"
    r"|applied (?:it|that|the fix|the change)|fixed|fix applied)(?P<last> before (?:the last|this|that|the) (?:paste|text|log|output))?\W*$"
)
_MENDED = re.compile(
    r"(?i)^\W*(?:(?:i|we)(?: have|'ve)? (?:just |now )?)?(?:fixed|mended|corrected|applied the fix for) (?P<what>.{2,120})$"
)
_RESOLVED = re.compile(
    r"(?i)^\W*(?:yes,? |thanks,? |great,? )?(?:(?:it )?works(?: now)?,? (?:and )?)?"
    r"(?:that|this|it) (?:was (?:it|the cause|the problem)|(?:has )?(?:fixed|solved|did) it|was (?P<what>.{2,120}))(?: thanks| thank you)?\W*$"
)
_TRUST = re.compile(
    r"(?i)^\W*(?:please )?(?:i )?(?:trust|believe|go by) (?:(?P<number>[0-9]{1,2}) (?P<choice>[0-9]{1,2})|(?:the |my |what )?(?P<word>[\w ]{2,60}?))\W*$"
)
_WORDS = {
    "log": "log",
    "logs": "log",
    "debug": "log",
    "config": "config",
    "configuration": "config",
    "running config": "config",
    "i said": "said",
    "word": "said",
    "answer": "said",
    "was pasted": "pasted",
    "paste": "pasted",
    "output": "pasted",
    "device": "pasted",
    "text": "pasted",
}


def says_fixed(text: str) -> bool | None:
    """Whether a sentence says that the fix was applied: ``True`` where it says before the last text; ``None`` where it does not."""
    found = _FIXED.match(text.replace("\u2019", "'"))
    return None if found is None else found["last"] is not None


def says_mended(text: str) -> str | None:
    """What a sentence says was mended ("I fixed the key mismatch"); ``None`` where it says no such thing."""
    found = _MENDED.match(text.replace("\u2019", "'"))
    return None if found is None else found["what"]


def says_resolved(text: str) -> str | None:
    """What a sentence confirms as the cause: its words, empty for "that was it"; ``None`` where it confirms nothing."""
    found = _RESOLVED.match(text.replace("\u2019", "'"))
    return None if found is None else found["what"] or ""


def says_trust(text: str) -> tuple[str, str] | None:
    """The conflict and the choice that a sentence trusts; the conflict is empty where only a word was said."""
    found = _TRUST.match(text)
    if found is None:
        return None
    if found["number"]:
        return found["number"], found["choice"]
    word = _WORDS.get(found["word"].lower().strip())
    return ("", word) if word else None
