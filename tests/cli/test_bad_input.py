"""Bad input gets one clear line that says the mend; never a traceback, a hang, or a lost session."""

from __future__ import annotations

import importlib
import io
import json
import sys
import textwrap
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.dialogue import Session

SEED = Path(__file__).resolve().parent.parent / "data" / "mm_wait_msg4-asa.log"
NOTHING = {
    "empty": b"",
    "blank lines": b"\n\n  \n",
    "prose": b"The quarterly report is due on Friday. Please send me the figures.\n",
    "markup": b"[bold red]hello[/bold red] [@click=app.quit]x[/]\n",
    "yaml tags": b"!!python/object/apply:os.system ['true']\n",
    "one line of 5 MB": b"x" * 5_000_000,
    "ansi": b"\x1b[2J\x1b]0;owned\x07\x1b[31mred\n",
}


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_recognised_is_said_in_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 3, one line on standard error, nothing on standard output."""
    file = tmp_path / "input.txt"
    file.write_bytes(NOTHING[name])

    assert main(["explain", str(file)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("mmwait: ")
    assert "paste" in err
    assert "\x1b" not in err


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_recognised_is_no_clean_bill(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The machine is told the same: exit 3 and a verdict that is not healthy."""
    file = tmp_path / "input.txt"
    file.write_bytes(NOTHING[name])

    assert main(["explain", "--json", str(file)]) == 3
    said = json.loads(capsys.readouterr().out)
    assert (said["verdict"], said["causes"], said["fix"]) == ("cannot-tell", [], None)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["explain", "no-such-file.log"], "there is no such file"),
        (["explain", "."], "is a folder"),
        (["explain", "--answer", "far-tunnel-group", str(SEED)], "QUESTION=VALUE"),
        (["explain", "--answer", "no-such=1", str(SEED)], "there is no question"),
        (["explain", "--answer", "far-tunnel-group=purple", str(SEED)], "has no answer"),
        (["explain", "--peer", "192.0.2.99", str(SEED)], "no tunnel with the peer"),
        (["sessions", "show"], "wants the session's name"),
        (["sessions", "show", "../../etc"], "no name of a session"),
        (["kb", "show", "no-such-cause"], "there is no entry"),
        (["explain", "a\0b"], "cannot be read"),
    ],
)
def test_a_wrong_call_is_one_line(args: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 and the mend."""
    assert main(args) == 2
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1


def test_a_binary_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2: it was not read at all."""
    file = tmp_path / "image.bin"
    file.write_bytes(b"\x7fELF" + bytes(range(256)) * 20)

    assert main(["explain", str(file)]) == 2
    assert "binary file" in capsys.readouterr().err


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_a_log_in_another_encoding_is_read(codec: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A terminal program's saved log is often UTF-16."""
    file = tmp_path / "log.txt"
    file.write_bytes(SEED.read_text(encoding="utf-8").encode(codec))

    assert main(["explain", "--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["stage"]["state"] == "MM_WAIT_MSG4"


@pytest.mark.parametrize("kind", ["gz", "xz", "bz2"])
def test_a_compressed_log_is_read_and_a_cut_one_is_said(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Archived logs are compressed; a broken archive is one line."""
    opener = importlib.import_module({"gz": "gzip", "xz": "lzma", "bz2": "bz2"}[kind])
    packed = opener.compress(SEED.read_bytes())
    file = tmp_path / f"old.log.{kind}"
    file.write_bytes(packed)
    assert main(["explain", "--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["stage"]["state"] == "MM_WAIT_MSG4"

    file.write_bytes(packed[: len(packed) // 2])
    assert main(["explain", str(file)]) == 2
    assert "cannot be unpacked" in capsys.readouterr().err


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "".join(line[start : start + 80] + "\n" for line in text.splitlines() for start in range(0, len(line), 80)),
        lambda text: "\n".join(textwrap.fill(line, 78, break_long_words=False, break_on_hyphens=False) for line in text.splitlines()),
        lambda text: "".join(f"> {line}\n" for line in text.splitlines()),
        lambda text: "".join(f"    {line}   \n" for line in text.splitlines()),
        lambda text: "".join(f"\x1b[32m{line}\x1b[0m\n" for line in text.splitlines()),
        lambda text: "".join(f"Jun 11 08:00:00 relay {line}\n" for line in text.splitlines()),
        lambda text: text.replace(" ", "\0 ", 3),
        lambda text: "Hello, can you help me with this?\n\n" + text + "\nThanks!\n",
    ],
    ids=["crlf", "wrapped hard at 80", "wrapped at blanks", "quoted", "indented", "coloured", "relayed", "nuls", "with a greeting"],
)
def test_the_seed_in_other_clothes(change: object, session: Session, seed: str) -> None:
    """What a mail, a chat or a relay does to a log does not change what it says."""
    assert callable(change)
    session.paste(change(seed))

    assert session.diagnosis.tunnel is not None
    assert session.diagnosis.tunnel.standing.state == "MM_WAIT_MSG4"
    assert session.diagnosis.tunnel.peer == "233.22.22.233"


def test_fifty_megabytes_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A long log costs time, not the session; the failure at its end is found."""
    noise = "Jun 10 2010 17:36:05: %ASA-6-302013: Built outbound TCP connection 17 for outside:198.51.100.7/443 (198.51.100.7/443) to inside:10.0.0.1/50000\n"
    file = tmp_path / "long.log"
    file.write_text(noise * 350_000 + SEED.read_text(encoding="utf-8"))

    assert file.stat().st_size > 50_000_000
    assert main(["explain", "--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["stage"]["state"] == "MM_WAIT_MSG4"


def test_a_value_that_is_no_address_enters_no_command(session: Session) -> None:
    """A peer that reads like a shell line stays out of every command."""
    session.paste("[IKEv1]: IP = 1.2.3.4;reload, All SA proposals found unacceptable\n")
    diagnosis = session.diagnosis

    shown = [command.run for step in (diagnosis.fix.steps if diagnosis.fix else ()) for command in step.commands]
    shown += [check.command for check in (diagnosis.fix.verify if diagnosis.fix else ())]
    shown += [command.run for command in (diagnosis.question.commands if diagnosis.question else ())]
    assert shown
    assert not any("reload" in line or ";" in line for line in shown)


def test_chat_survives_bad_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
    """A line that is no JSON, or asks for nothing known, is answered with an error and changes nothing."""
    orders = [
        "no json",
        "[1]",
        '{"dance": true}',
        '{"undo": true}',
        json.dumps({"paste": seed}),
        '{"answer": {"question": "far-tunnel-group", "value": "purple"}}',
        '{"say": "[bold]x"}',
        '{"quit": true}',
    ]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(orders).encode())))

    assert main(["chat", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["schema"] for row in rows] == ["mmwait.error/1"] * 4 + ["mmwait.diagnosis/1", "mmwait.error/1", "mmwait.diagnosis/1"]
    assert rows[-1]["stage"]["state"] == "MM_WAIT_MSG4"
    assert rows[-1]["turn"] == 2


def test_chat_and_explain_agree(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
    """One conversation, two faces, one outcome."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((json.dumps({"paste": seed}) + "\n").encode())))
    main(["chat", "--json"])
    chat = json.loads(capsys.readouterr().out)
    main(["explain", "--json", str(SEED)])
    once = json.loads(capsys.readouterr().out)

    assert [(item["id"], item["probability"]) for item in chat["causes"]] == [(item["id"], item["probability"]) for item in once["causes"]]


def test_the_plain_chat(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
    """Paste, dot, answer by number: the fix is printed."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(seed + ".\n1\nu\nxyzzy\nq\n"))

    assert main(["chat"]) == 0
    out = capsys.readouterr().out
    assert "MM_WAIT_MSG4" in out
    assert "FIX" in out
    assert "did not understand" in out
