"""Every golden conversation is replayed: what is concluded is asserted exactly, the wording is kept beside it.

A transcript is ``transcripts/<platform>/<name>.yaml``; the conversation as a person reads it is the
``.txt`` beside it, rewritten by ``python -m tests.transcripts.record`` and read in the diff.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.dialogue import Mind
from assistant.reports import contract

from .replaying import FOLDER, Turn, play, wording

FILES = sorted(FOLDER.rglob("*.yaml"))
EXPECTED = {
    "state",
    "role",
    "stalled",
    "awaited",
    "last_sent",
    "verdict",
    "first",
    "first_of",
    "at_least",
    "at_most",
    "behind",
    "asks",
    "asks_one_of",
    "finds",
    "lines",
    "fix",
    "fix_side",
    "commands",
    "verify",
    "message",
    "conflicts",
    "unrecognised",
    "others",
    "peer",
    "headline",
    "decides",
    "progress",
    "resolved",
}


def test_there_are_transcripts() -> None:
    """Ten at least, one for the seed and one for each of its causes among them."""
    assert len(FILES) >= 10


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(FOLDER).with_suffix("")) for path in FILES])
def test_the_conversation_still_ends_so(path: Path, shipped: Mind) -> None:
    """Each turn concludes what the transcript says it must."""
    for turn in play(yaml.safe_load(path.read_text(encoding="utf-8")), shipped):
        _check(turn)


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(FOLDER).with_suffix("")) for path in FILES])
def test_the_wording_is_the_one_that_was_read(path: Path, shipped: Mind) -> None:
    """The words a user sees change only on purpose. Probabilities and weights may move with the knowledge; what must hold of them stands in the transcript."""
    kept = path.with_suffix(".txt")

    now = wording(yaml.safe_load(path.read_text(encoding="utf-8")), shipped)

    assert _words(kept.read_text(encoding="utf-8")) == _words(now), "run: python -m tests.transcripts.record"


def _words(text: str) -> str:
    """The wording without the table of causes, whose numbers move with every change of the knowledge."""
    return re.sub(r"\nCAUSES\n.*?(?=\n\n|\n--- |\Z)", "\nCAUSES ...", text, flags=re.DOTALL)


def _check(turn: Turn) -> None:
    want: dict[str, Any] = turn.expect
    unknown = set(want) - EXPECTED
    assert not unknown, f"{turn.name}: expects unknown things {unknown}"
    diagnosis = turn.session.diagnosis
    said = contract(diagnosis)
    where = f"{turn.name}, turn {turn.number}"
    causes = {item["id"]: item["probability"] for item in said["causes"]}
    ranked = [item["id"] for item in said["causes"] if item["id"] != "unknown"]
    findings = {item["id"]: item for item in said["findings"]}
    for key, got in (
        ("state", said["stage"]["state"]),
        ("role", said["tunnel"]["role"]),
        ("stalled", said["stage"]["stalled"]),
        ("awaited", said["stage"]["awaited"]),
        ("last_sent", said["stage"]["last_sent"]),
        ("verdict", said["verdict"]),
        ("peer", said["tunnel"]["peer"]),
        ("others", [item["peer"] for item in said.get("others", [])]),
        ("asks", (said["question"] or {}).get("id")),
        ("fix", (said["fix"] or {}).get("cause")),
        ("fix_side", (said["fix"] or {}).get("side")),
        ("unrecognised", sum(item["unrecognised"] for item in said["inputs"])),
        ("conflicts", len(said["conflicts"])),
        ("progress", said.get("progress", {}).get("word")),
        ("resolved", said.get("resolved")),
    ):
        if key in want:
            assert got == want[key], f"{where}: {key}"
    if "first" in want:
        assert ranked[0] == want["first"], f"{where}: first cause, {causes}"
    if "first_of" in want:
        assert ranked[0] in want["first_of"], f"{where}: first cause, {causes}"
    if "asks_one_of" in want:
        assert said["question"]["id"] in want["asks_one_of"], where
    for name, bound in (want.get("at_least") or {}).items():
        assert causes.get(name, 0.0) >= bound, f"{where}: {name} has {causes.get(name)}"
    for name, bound in (want.get("at_most") or {}).items():
        assert causes.get(name, 0.0) <= bound, f"{where}: {name} has {causes.get(name)}"
    for name in want.get("behind") or []:
        assert causes.get(name, 0.0) < causes[ranked[0]], f"{where}: {name}"
    for name, value in (want.get("finds") or {}).items():
        assert findings.get(name, {}).get("value") == value, f"{where}: finding {name}, known {sorted(findings)}"
    for name, numbers in (want.get("lines") or {}).items():
        assert [item["line"] for item in findings[name]["evidence"]] == numbers, f"{where}: lines of {name}"
    commands = [line for step in (said["fix"] or {}).get("steps", []) for line in step["commands"]]
    for line in want.get("commands") or []:
        assert line in commands, f"{where}: {commands}"
    for line in want.get("verify") or []:
        assert line in [item["command"] for item in said["fix"]["verify"]], f"{where}: {said['fix']['verify']}"
    for words in want.get("message") or []:
        assert words in said["fix"]["message"], f"{where}: {said['fix']['message']}"
    if "headline" in want:
        assert want["headline"] in said["headline"], where
    if "decides" in want:
        assert bool(said.get("decides")) == want["decides"], where
