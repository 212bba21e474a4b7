"""What people say, as data: every sentence of sentences/*.yaml with what it says and what it does not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.dialogue import Mind, Session
from assistant.dialogue.understand import MAX_SAID, Understood, in_words

HERE = Path(__file__).parent / "sentences"
FOLLOWS: dict[str, dict[str, bool]] = yaml.safe_load((HERE / "follows.yaml").read_text(encoding="utf-8"))
SENTENCES: list[dict[str, Any]] = [
    sentence
    for path in sorted(HERE.glob("*.yaml"))
    if path.stem != "follows"
    for sentence in yaml.safe_load(path.read_text(encoding="utf-8"))
]
ELSEWHERE = [item["say"] for item in SENTENCES if len(item) == 1]

Claims = set[tuple[str, str]]


def claims(sets: dict[str, bool], stage: str | None, role: str | None, facts: dict[str, str]) -> Claims:
    """Everything said as one set, so that it can be counted."""
    told = {*((name, str(value)) for name, value in sets.items()), *((name, str(value).lower()) for name, value in facts.items())}
    return told | ({("stage", stage)} if stage else set()) | ({("role", role)} if role else set())


def following(sets: dict[str, bool]) -> Claims:
    """What follows from a statement; neither a miss nor an error."""
    return {(name, str(told)) for said, value in sets.items() for name, told in FOLLOWS.get(said if value else f"not {said}", {}).items()}


def scored(shipped: Mind) -> Iterator[tuple[str, Claims, Claims, Claims]]:
    """Every sentence: what was rightly understood, what wrongly, what was missed."""
    for item in SENTENCES:
        heard = shipped.ear.hear(item["say"])
        sets = item.get("sets", {})
        wanted = claims(sets, item.get("stage"), item.get("role"), item.get("facts", {}))
        got = claims(heard.sets, heard.stage, heard.role, heard.facts)
        role = {("role", heard.role or "")} if "role" not in item else set()
        yield item["say"], wanted & got, got - wanted - following(sets) - role, wanted - got


def test_there_are_enough_sentences(shipped: Mind) -> None:
    """More than three hundred, more than sixty of them about something else; every finding and stage they name exists."""
    assert len(SENTENCES) >= 390
    assert len({item["say"] for item in SENTENCES}) == len(SENTENCES)
    assert len(ELSEWHERE) >= 65
    assert {name for item in SENTENCES for name in item.get("sets", {})} <= set(shipped.findings)
    assert {name.removeprefix("not ") for name in FOLLOWS} | {name for group in FOLLOWS.values() for name in group} <= set(shipped.findings)


def test_precision_and_recall(shipped: Mind) -> None:
    """What is understood is what was said, and most of what was said is understood."""
    right = wrong = missed = 0
    for sentence, good, bad, lost in scored(shipped):
        right, wrong, missed = right + len(good), wrong + len(bad), missed + len(lost)
        if bad or lost:
            print(f"{sentence!r}: wrong {sorted(bad)}, missed {sorted(lost)}")
    print(f"precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f} over {len(SENTENCES)} sentences")

    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.85


@pytest.mark.parametrize("sentence", ELSEWHERE)
def test_a_sentence_about_something_else_yields_none(shipped: Mind, sentence: str) -> None:
    """Questions, suppositions, plans, names and other matters say nothing of the tunnel."""
    heard = shipped.ear.hear(sentence)

    assert not heard.anything, heard.words


@pytest.mark.parametrize(
    "piece",
    [
        "far ",
        "no ",
        "not far see ",
        "they they we we ",
        "a-",
        "a_b-",
        "'",
        '"',
        "x",
        "1.",
        "1:2:",
        "ab:",
        "if ",
        ", ",
        "called ",
        "\x00",
        "{vendor}",
        "preshred keyy ",
    ],
)
def test_time_grows_with_the_length_of_the_text_alone(shipped: Mind, piece: str) -> None:
    """Hostile input of the greatest length is heard at once, and more is cut."""
    shipped.ear.hear("ready")
    text = piece * (MAX_SAID * 20 // len(piece))
    start = time.perf_counter()
    shipped.ear.hear(text)

    assert time.perf_counter() - start < 2.0


def test_placeholders_of_the_phrases_are_not_words_of_a_user(shipped: Mind) -> None:
    """Nobody names a vendor or an address by writing the placeholder."""
    assert not shipped.ear.hear("the other side is a {vendor}, our {address}").anything


def test_what_was_understood_and_what_not_is_said(session: Session) -> None:
    """The user sees what counts, what does not, and can say it otherwise."""
    reply = session.say("no nat in between, the flux capacitor hums, maybe the key is wrong")

    assert reply.notes == (
        "Understood: no nat in between.",
        "Not understood, so it does not count: flux capacitor hums.",
        "Taken as a question or as only supposed: maybe the key is wrong.",
    )


def test_the_last_word_counts(session: Session) -> None:
    """A statement is put right by saying the opposite."""
    session.say("the peer is behind nat")
    session.say("sorry, the peer is not behind nat")
    told = {item.finding: item.value for item in session.diagnosis.observations}

    assert told["nat-found-at-peer"] is False


def test_the_platforms_that_are_told_are_compared(shipped: Mind) -> None:
    """Another vendor than one's own: by what is said of both ends, else by what was pasted."""
    assert shipped.ear.hear("other side is a FortiGate").sets["different-vendors"] is True
    assert shipped.ear.hear("other side is a FortiGate", own="fortigate").sets["same-vendor"] is True
    assert shipped.ear.hear("our fortigate to their Palo").facts == {"platform": "fortigate", "peer_platform": "paloalto"}
    assert shipped.ear.hear("both ends are fortigates").sets["same-vendor"] is True


def test_a_told_platform_shows_its_own_commands(session: Session) -> None:
    """With nothing pasted, the user's word says whose commands are shown."""
    session.say("we have a fortigate")
    session.say("stuck at msg4, no tunnel is up")
    question = session.diagnosis.question
    assert question is not None

    assert not any(command.run.startswith("show crypto") for command in question.commands)


def test_a_slip_is_mended_only_where_one_word_is_near() -> None:
    """Short words and words as near to two others stay as they are."""
    from assistant.dialogue.spelling import Spelling, slips

    spelling = Spelling(["upgrade", "proposal", "checkpoint", "drops", "drips"])

    assert spelling.meant("upgarde") == "upgrade"
    assert spelling.meant("propsal") == "proposal"
    assert spelling.meant("chekpiont") == "checkpoint"
    assert spelling.meant("drups") == ""
    assert spelling.meant("natt") == ""
    assert slips("abcd", "acbd") == 1
    assert slips("", "abc") == 3


def test_an_ear_without_a_language_hears_nothing() -> None:
    """An overlay may hold no wording; that is no error."""
    from assistant.dialogue.understand import Ear

    assert Ear((), (), (), {}).hear("no nat") == Understood()
    assert in_words(Understood(words=["no nat"], facts={"since": "today"})) == ("Understood: no nat; since today.",)


def test_no_phrase_shrinks_to_one_everyday_word(shipped: Mind) -> None:
    """What is left of a phrase without its fill words must not be heard in any other sentence."""
    for text in (
        "this one",
        "just",
        "the internet",
        "we changed",
        "it was stable",
        "not there",
        "all of them",
        "their address",
        "no change",
    ):
        assert not shipped.ear.hear(text).sets, text


def test_a_language_is_a_pair_of_files(tmp_path: Path) -> None:
    """Another language is understood once its two files are there; a phrase without a wording is a fault."""
    from assistant.dialogue.understand import Ear
    from assistant.kb.load import load

    (tmp_path / "phrases").mkdir()
    (tmp_path / "wording").mkdir()
    (tmp_path / "phrases" / "de.yaml").write_text(
        '- {any: ["gegenstelle hinter nat"], sets: {nat-found-at-peer: true}, denied: {nat-found-at-peer: false}}\n', encoding="utf-8"
    )
    (tmp_path / "wording" / "de.yaml").write_text(
        "language: de\nsame: {far: [gegenstelle, partner], near: [wir], nicht: [kein]}\nfill: [ist, die]\nendings: {n: ''}\n"
        "negations: [nicht]\nbreaks: [aber]\nsupposes: [ob, vielleicht]\nasks: [warum]\naside: [morgen]\ntopics: [nat]\nplain: []\n"
        "shows: [log]\nnamed: [namens]\ntimes: [gestern]\nbrands: [lancom]\n",
        encoding="utf-8",
    )
    known = load(tmp_path).knowledge
    ear = Ear(known.phrases, known.wordings.values(), (), {})

    assert ear.hear("Die Gegenstelle ist hinter NAT").sets == {"nat-found-at-peer": True}
    assert ear.hear("der Partner ist nicht hinter NAT").sets == {"nat-found-at-peer": False}
    assert not ear.hear("vielleicht ist die Gegenstelle hinter NAT").anything
    assert not ear.hear("ist die Gegenstelle hinter NAT?").anything
