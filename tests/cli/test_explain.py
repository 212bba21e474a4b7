"""``mmwait explain`` as a user and as a program call it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main

SEED = Path(__file__).resolve().parent.parent / "data" / "mm_wait_msg4-asa.log"


def explained(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    """The JSON object of one call, which must end with 0."""
    assert main(["explain", "--json", *args]) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def test_the_seed_log_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The contract on the log that the project grew out of."""
    said = explained(capsys, str(SEED))

    assert said["schema"] == "mmwait.diagnosis/1"
    assert set(said) >= {"schema", "inputs", "tunnel", "stage", "findings", "causes", "verdict", "conflicts", "question", "fix"}
    assert said["stage"] == {
        "state": "MM_WAIT_MSG4",
        "phase": 1,
        "last_sent": "MM3",
        "last_received": "MM2",
        "awaited": "MM4",
        "stalled": True,
    }
    assert said["tunnel"]["role"] == "initiator"
    assert said["tunnel"]["peer"] == "233.22.22.233"
    assert {item["id"] for item in said["causes"][:3]} == {"wrong-peer-ip", "missing-tunnel-group", "missing-psk"}
    assert [item["probability"] for item in said["causes"]] == sorted((item["probability"] for item in said["causes"]), reverse=True)
    assert "unknown" in {item["id"] for item in said["causes"]}
    assert all(item["probability"] < 1 for item in said["causes"])
    assert said["question"]["id"] == "far-tunnel-group"


def test_every_claim_shows_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The quoted text is the line of that number."""
    said = explained(capsys, str(SEED))
    lines = SEED.read_text(encoding="utf-8").splitlines()

    quoted = [where for item in said["findings"] for where in item["evidence"]]
    assert quoted
    for where in quoted:
        assert lines[where["line"] - 1] == where["text"]


def test_the_seed_log_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """What a person reads: the state, the ladder, the resend with its gap, the quoted lines, the question."""
    assert main(["explain", str(SEED)]) == 0
    text = capsys.readouterr().out

    for words in (
        "MM_WAIT_MSG4",
        "initiator",
        "+8s",
        "RESENT MM3",
        "MM4 awaited, never came",
        "line 25",
        "line 28",
        "QUESTION",
        "show running-config tunnel-group",
    ):
        assert words in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_every_fact_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    """``--facts`` lists them with their lines; without it a line in the head names the most useful ones."""
    assert main(["explain", "--facts", str(SEED)]) == 0
    shown = capsys.readouterr().out
    assert "\nFACTS\n" in shown
    assert "crypto map: MAP-VPN [line " in shown

    assert main(["explain", str(SEED)]) == 0
    shown = capsys.readouterr().out
    assert "FACTS" not in shown
    assert "Facts: crypto map MAP-VPN" in shown


def test_standard_input_and_what_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A text from a pipe and a sentence beside it."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SEED.read_bytes())))
    said = explained(capsys, "-", "--say", "the far end has the tunnel group under another address")

    assert said["causes"][0]["id"] == "wrong-peer-ip"
    assert said["inputs"][0]["name"] == "stdin"


def test_an_answer_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A ticket can hold the answer already."""
    said = explained(capsys, str(SEED), "--answer", "far-tunnel-group=other-address")

    assert said["verdict"] == "found"
    assert said["fix"]["cause"] == "wrong-peer-ip"


def test_the_far_ends_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The other end's own log says why it went silent."""
    far = tmp_path / "far.log"
    far.write_text("[IKEv1]: Group = 192.0.2.9, IP = 192.0.2.9, Can't find a valid tunnel group, aborting...!\n")
    said = explained(capsys, str(SEED), "--remote", str(far))

    assert {item["side"] for item in said["inputs"]} == {"local", "remote"}
    assert {item["id"]: item["value"] for item in said["findings"]}["far-entry-missing"] == "yes"
    assert said["causes"][0]["id"] in {"missing-tunnel-group", "wrong-peer-ip"}


def test_both_ends_logs_show_where_a_message_is_lost(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Sent here and never seen there: the path. Seen there and answered: the way back."""
    line = "Mar 03 2024 09:14:{second:02}: %ASA-7-713236: IP = {peer}, IKE_DECODE {way} Message (msgid=0) with payloads : HDR + {load} + NONE (0) total length : 148\n"
    sa, ke = "SA (1) + VENDOR (13)", "KE (4) + NONCE (10)"
    here, there = tmp_path / "here.log", tmp_path / "there.log"
    here.write_text(
        "".join(
            line.format(second=second, peer="203.0.113.5", way=way, load=load)
            for second, way, load in [(0, "SENDING", sa), (0, "RECEIVED", sa), (0, "SENDING", ke), (8, "RESENDING", ke)]
        )
    )
    there.write_text(
        "".join(
            line.format(second=second, peer="198.51.100.1", way=way, load=load)
            for second, way, load in [(0, "RECEIVED", sa), (0, "SENDING", sa), (8, "RESENDING", sa)]
        )
    )
    said = explained(capsys, str(here), "--remote", str(there))
    main(["explain", str(here), "--remote", str(there)])
    text = capsys.readouterr().out

    assert {item["id"]: item["value"] for item in said["findings"]}["peer-sees-our-packets"] == "no"
    assert [line.rsplit(">", 1)[-1] for line in text.splitlines() if " there line" in line or " seen there" in line] == [
        " line 1, there line 1",
        " line 3, NOT seen there",
        " line 4, NOT seen there",
    ]
    assert max(len(line) for line in text.splitlines() if not line.startswith("    ")) <= 80  # commands are not wrapped


def test_the_troubled_tunnel_comes_first_and_another_can_be_picked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Two peers in one output: the object is the troubled one's; --peer turns to the other."""
    shown = tmp_path / "sa.txt"
    shown.write_text(
        "1   IKE Peer: 203.0.113.1\n    Type    : L2L             Role    : initiator\n    Rekey   : no              State   : MM_ACTIVE\n"
        "2   IKE Peer: 203.0.113.2\n    Type    : user            Role    : initiator\n    Rekey   : no              State   : MM_WAIT_MSG2\n"
    )
    said = explained(capsys, str(shown))
    other = explained(capsys, str(shown), "--peer", "203.0.113.1")

    assert (said["tunnel"]["peer"], said["others"][0]["peer"]) == ("203.0.113.2", "203.0.113.1")
    assert (other["tunnel"]["peer"], other["verdict"]) == ("203.0.113.1", "healthy")


def test_lines_not_recognised_are_counted_and_listed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What was not read is said, and can be seen."""
    mixed = tmp_path / "mixed.log"
    mixed.write_text(SEED.read_text() + "%ASA-6-302013: Built outbound TCP connection 1\nwholly unknown\n")
    before = explained(capsys, str(SEED))["inputs"][0]["unrecognised"]
    said = explained(capsys, str(mixed))
    main(["explain", "--unread", str(mixed)])

    assert said["inputs"][0]["unrecognised"] == before + 2
    assert "wholly unknown" in capsys.readouterr().out


def test_markdown_cannot_be_broken_out_of(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A fence or a link in a pasted line stays text."""
    nasty = tmp_path / "nasty.log"
    nasty.write_text("[IKEv1]: Group = `x`, IP = 203.0.113.9, All SA proposals found unacceptable ```[a](http://b)\n")
    assert main(["explain", "--markdown", str(nasty)]) == 0
    text = capsys.readouterr().out

    assert text.startswith("# ")
    assert "\n```[a]" not in text


def test_annotate_keeps_every_line_and_marks_the_turning_points(capsys: pytest.CaptureFixture[str]) -> None:
    """At least what the article's author found by hand, before the lines it explains."""
    assert main(["annotate", str(SEED)]) == 0
    out = capsys.readouterr().out.splitlines()
    where = [index for index, line in enumerate(out) if not line.startswith("! --- ")]
    own = [out[index] for index in where]
    source = SEED.read_text(encoding="utf-8").splitlines()

    assert own == source
    for number, words in (
        (1, "attempt starts"),
        (10, "proposal is accepted"),
        (23, "seconds of silence"),
        (23, "key-acquire"),
        (25, "sent again 8 s"),
        (26, "notify in the clear"),
        (28, "INVALID_COOKIE"),
    ):
        before: list[str] = []
        index = where[number - 1] - 1
        while out[index].startswith("! --- "):
            before.append(out[index])
            index -= 1
        assert any(words in line for line in before), (number, words, before)


def test_what_was_understood_of_a_sentence_is_said_beside_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """The user sees what counts and what does not; the verdict itself stays clean."""
    main(["explain", "--say", "stuck at msg4, the flux capacitor hums"])
    shown = capsys.readouterr()

    assert shown.err.splitlines() == ["Understood: stuck at msg4.", "Not understood, so it does not count: flux capacitor hums."]
    assert "Understood" not in shown.out


def test_what_cannot_be_had_is_not_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """``--no-access`` holds from the first question on; a word that is none is refused with those that are."""
    said = ["explain", "--say", "stuck at msg4", "--json"]
    main(said)
    assert json.loads(capsys.readouterr().out)["question"]["asks"] == "remote"
    main([*said, "--no-access", "far-end"])
    assert json.loads(capsys.readouterr().out)["question"]["asks"] == "local"
    assert main([*said, "--no-access", "moon"]) == 2
    assert "far-end, provider, debug, change-window" in capsys.readouterr().err
