"""The user says what a text really is: by a call, a sentence, the command line or JSON; kept, undone and replayed like any move."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.dialogue import CorrectMove, Mind, Session
from assistant.errors import SessionError
from assistant.model.observed import Correction
from assistant.reports import text
from assistant.store import SCHEMA, Head, Keeper, read
from assistant.tui.state import describe
from tests.mixtures import HERE, THERE, charon_refuses, charon_starts, fortigate_debug, ios_lists

LOCAL, FAR = charon_starts("gw", HERE, THERE), charon_refuses("gw", THERE, HERE)


def sides(session: Session) -> list[str]:
    """The side of every input."""
    return [item.side for item in session.diagnosis.inputs]


@pytest.fixture
def two(shipped: Mind) -> Session:
    """Both ends' logs, both taken for this end's."""
    session = Session(shipped)
    session.paste(LOCAL)
    session.paste(FAR)
    return session


def test_a_side_is_corrected_undone_and_made_again(two: Session, shipped: Mind) -> None:
    """As if it had been pasted so; undo and redo go through it."""
    wanted = Session(shipped)
    wanted.paste(LOCAL)
    wanted.paste(FAR, side="remote")
    before = two.diagnosis

    reply = two.correct(2, side="remote")
    assert sides(two) == ["local", "remote"]
    assert "Input 2" in reply.notes[0]
    assert [(item.id, item.probability) for item in two.diagnosis.suspects] == [
        (item.id, item.probability) for item in wanted.diagnosis.suspects
    ]
    two.undo()
    assert two.diagnosis == before
    two.redo()
    assert sides(two) == ["local", "remote"]
    assert Session(shipped, two.moves).diagnosis == two.diagnosis


@pytest.mark.parametrize(
    ("sentence", "correction", "number"),
    [
        ("input 2 is from the far end", Correction(side="remote"), 2),
        ("the second paste is the other side's log", Correction(side="remote"), 2),
        ("that's theirs", Correction(side="remote"), 2),
        ("No, this is the far end's.", Correction(side="remote"), 2),
        ("This is the other side\u2019s", Correction(side="remote"), 2),
        ("input 1 is our side", Correction(side="local"), 1),
        ("that is a FortiGate", Correction(platform="fortigate"), 2),
        ("the first input is from a Palo Alto", Correction(platform="paloalto"), 1),
        ("lines 2-3 are the far end's", Correction(2, 3, side="remote"), 2),
        ("lines 1 to 2 of input 1 are a strongSwan debug", Correction(1, 2, platform="strongswan", kind="debug"), 1),
        ("line 4 is from the remote peer", Correction(4, 4, side="remote"), 2),
        ("part 1 of input 1 is the far end's", Correction(1, 4, side="remote"), 1),
        ("read input 2 as a configuration", Correction(kind="config"), 2),
        ("this is the far end's configuration", Correction(kind="config", side="remote"), 2),
    ],
)
def test_sentences_that_correct(sentence: str, correction: Correction, number: int, two: Session) -> None:
    """Said in words, the move is the same."""
    two.say(sentence)

    assert two.moves[-1] == CorrectMove(number, correction)


@pytest.mark.parametrize(
    "sentence",
    [
        "the peer is a FortiGate",
        "this is the responder",
        "that is the problem",
        "it is not the far end",
        "the far end is down",
        "this is a policy mismatch",
        "the other side has no tunnel group for us",
        "is that a FortiGate?",
        "it was working until the remote side changed something",
        "stuck at MM_WAIT_MSG4",
    ],
)
def test_sentences_that_do_not(sentence: str, two: Session) -> None:
    """What is said of the tunnel is no correction."""
    two.say(sentence)

    assert not isinstance(two.moves[-1], CorrectMove)


def test_nothing_to_correct_is_a_sentence_like_others(session: Session) -> None:
    """Before anything is pasted there is nothing that "that" could mean."""
    session.say("that is a FortiGate")

    assert not isinstance(session.moves[-1], CorrectMove)
    with pytest.raises(SessionError, match="nothing was read yet"):
        session.correct(side="remote")


def test_lines_of_one_input_go_to_the_far_end(session: Session) -> None:
    """Two logs of the same host name that nothing in the text tells apart."""
    session.paste(LOCAL + FAR)
    assert len(session.diagnosis.inputs[0].chunks) == 1

    session.say("lines 5-8 are the far end's")
    chunks = session.diagnosis.inputs[0].chunks
    assert [(chunk.side, chunk.first, chunk.last, chunk.corrected) for chunk in chunks] == [
        ("local", 1, 4, False),
        ("remote", 5, 8, True),
    ]
    assert "the far end, 20:00:00 to 20:00:03 (as you said)" in " ".join(text(session.diagnosis).split())


def test_a_chunk_goes_back(session: Session) -> None:
    """What was taken for the far end's by its addresses is ours if the user says so."""
    session.paste(ios_lists("R1", HERE, THERE) + ios_lists("R2", THERE, HERE))
    assert [chunk.side for chunk in session.diagnosis.inputs[0].chunks] == ["local", "remote"]

    session.correct(1, chunk=2, side="local")
    assert [chunk.side for chunk in session.diagnosis.inputs[0].chunks] == ["local", "local"]


def test_what_was_taken_for_the_far_ends_can_be_taken_back(session: Session) -> None:
    """The reply to the paste says which lines and what to say; saying it works."""
    reply = session.paste(ios_lists("R1", HERE, THERE) + ios_lists("R2", THERE, HERE))
    note = next(line for line in reply.notes if "far end's" in line)

    session.say(note.rsplit("say: ", 1)[1])
    assert {chunk.side for chunk in session.diagnosis.inputs[0].chunks} == {"local"}


def test_a_platform_is_read_as_told_even_if_nothing_is_read(session: Session) -> None:
    """The user's word is taken; that nothing is recognised so is shown."""
    session.paste(fortigate_debug(HERE, THERE))
    session.correct(1, platform="checkpoint")
    assert session.diagnosis.inputs[0].recognised < 4

    session.correct(1, platform="fgt")
    assert (session.diagnosis.inputs[0].platform, session.diagnosis.inputs[0].recognised) == ("fortigate", 4)


def test_a_kind_is_read_as_told(session: Session) -> None:
    """A log taken for a configuration holds no statement of one."""
    session.paste(LOCAL)
    session.correct(1, kind="config")
    assert session.diagnosis.inputs[0].recognised == 0
    assert len(session.diagnosis.inputs[0].unread) == 4

    session.correct(1, kind="debug")
    assert session.diagnosis.inputs[0].recognised == 4


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"input": 9, "side": "remote"}, "there are 2"),
        ({"input": -1, "side": "remote"}, "no input -1"),
        ({"input": 1, "platform": "toaster"}, "there are .*cisco-asa.*zyxel"),
        ({"input": 1, "kind": "poem"}, "syslog, debug, show and config"),
        ({"input": 1, "side": "left"}, "local .* remote"),
        ({"input": 1}, "say what it is"),
        ({"input": 1, "side": "remote", "lines": (9, 2)}, "no range"),
        ({"input": 1, "side": "remote", "lines": (90, 95)}, "no line 90"),
        ({"input": 1, "side": "remote", "chunk": 7}, "no part 7"),
    ],
)
def test_a_wrong_correction_is_one_line_and_changes_nothing(told: dict[str, object], words: str, two: Session) -> None:
    """It says what there is instead."""
    before = two.moves
    with pytest.raises(SessionError, match=words) as caught:
        two.correct(**told)  # type: ignore[arg-type]

    assert "\n" not in str(caught.value)
    assert two.moves == before


def test_a_wrong_name_in_a_sentence_lists_the_platforms(two: Session) -> None:
    """Where the sentence is plainly a correction."""
    with pytest.raises(SessionError, match="cisco-asa"):
        two.say("input 1 is a toaster")


def test_a_correction_is_kept(two: Session, tmp_path: Path) -> None:
    """Written to disk and read back, the moves are the same."""
    two.say("lines 2-3 of input 2 are the far end's")
    keeper = Keeper(Head(SCHEMA, "x", "2026-11-23", "0"), tmp_path)
    keeper.save(two.moves)

    assert read(keeper.path)[1] == two.moves
    assert describe(two.moves[-1], {}) == "Corrected: input 2 lines 2-3 is the far end's"


def test_the_command_line_corrects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--as`` for one text or some lines, ``--platform`` for all."""
    file = tmp_path / "both.log"
    file.write_text(LOCAL + FAR)

    assert main(["explain", "--json", str(file), "--as", "1:5-8=remote,debug"]) == 0
    chunks = json.loads(capsys.readouterr().out)["inputs"][0]["chunks"]
    assert [(item["side"], item["first"], item["last"]) for item in chunks] == [("local", 1, 4), ("remote", 5, 8)]
    main(["explain", "--json", str(file), "--platform", "PAN-OS"])
    assert json.loads(capsys.readouterr().out)["inputs"][0]["platform"] in {"paloalto", "unknown"}
    for wrong in (["--as", "remote"], ["--as", "1=local,remote"], ["--as", "1=toaster"], ["--platform", "toaster"], ["--as", "0=remote"]):
        assert main(["explain", str(file), *wrong]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_json_lines_correct(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One object a line; a wrong one is answered with an error and changes nothing."""
    orders: list[object] = [
        {"paste": LOCAL + FAR},
        {"correct": {"input": 1, "side": "remote", "lines": [5, 8]}},
        {"correct": {"input": 1, "lines": "all"}},
        {"correct": {"platform": 7}},
        {"undo": True},
    ]
    raw = "\n".join(json.dumps(order) for order in orders).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))

    assert main(["chat", "--json"]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(said[1]["inputs"][0]["chunks"]) == 2
    assert [item["schema"] for item in said[2:4]] == ["mmwait.error/1"] * 2
    assert len(said[4]["inputs"][0]["chunks"]) == 1
