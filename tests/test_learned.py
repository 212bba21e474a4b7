"""What resolved sessions teach: counted, bounded, listed, given on without addresses, merged, switched off; never lost."""

from __future__ import annotations

import io
import json
import math
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import learned
from assistant.cli import main
from assistant.cli.keeping import QuietKeeper, new_keeper, resume
from assistant.engine import mind, new_session
from assistant.errors import StoreError
from assistant.reasoning.network import Network
from assistant.reasoning.site import LEAST_SHARE, PRIOR_WEIGHT, site_factors
from assistant.store import folder

SEED = Path(__file__).resolve().parent / "data" / "mm_wait_msg4-asa.log"
IDS = [item.id for item in mind().network.causes]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(IDS), st.integers(0, 1_000_000), max_size=6))
def test_no_cause_falls_below_its_bound(counts: dict[str, int]) -> None:
    """However many sessions, every cause keeps a quarter of its shipped share; the shares still make one."""
    network = mind().network
    factors = site_factors(network, counts)
    if not sum(counts.values()):
        assert factors == {}
        return
    assert min(factors.values()) >= LEAST_SHARE - 1e-12
    leant = network.leaning(factors)
    assert math.isclose(sum(math.exp(value) for value in leant.log_prior), 1.0, rel_tol=1e-9)


def test_counts_are_weighed_against_the_written_weight() -> None:
    """A cause's share is that of the shipped proportions and the site's sessions put together."""
    network: Network = mind().network
    name = IDS[0]
    shipped = math.exp(network.log_prior[0]) / sum(math.exp(value) for value in network.log_prior[: network.count])
    factors = site_factors(network, {name: 10})
    assert factors[name] * shipped == pytest.approx((PRIOR_WEIGHT * shipped + 10) / (PRIOR_WEIGHT + 10))
    assert factors[IDS[1]] == pytest.approx(PRIOR_WEIGHT / (PRIOR_WEIGHT + 10))


def test_what_was_confirmed_moves_the_next_session(seed: str) -> None:
    """The cause that this site has again and again stands higher, and the report says whose priors are in use."""
    before = {item.id: item.probability for item in new_session().paste(seed).diagnosis.suspects}
    for number in range(8):
        learned.record(f"session-{number}", "missing-psk")
    diagnosis = new_session().paste(seed).diagnosis
    after = {item.id: item.probability for item in diagnosis.suspects}

    assert after["missing-psk"] > before["missing-psk"]
    assert "8 resolved sessions" in diagnosis.priors


def test_saying_it_teaches_and_undo_takes_it_back(seed: str) -> None:
    """Through the keeper that every face has."""
    session, keeper = new_session(), QuietKeeper(new_keeper())
    session.paste(seed)
    session.resolve("missing-psk")
    keeper.save(session)
    assert learned.load().counts() == {"missing-psk": 1}
    session.undo()
    keeper.save(session)
    assert learned.load().counts() == {}
    session.redo()
    keeper.save(session)

    again, kept = resume(keeper.keeper.id)
    assert again.diagnosis.resolved == "missing-psk"
    again.undo()
    QuietKeeper(kept).save(again)
    assert learned.load().counts() == {}


def test_a_damaged_file_does_not_disturb_a_conversation_that_teaches_nothing(seed: str) -> None:
    """Only a confirmed cause that cannot be noted is said, and once."""
    learned.path().parent.mkdir(parents=True)
    learned.path().write_bytes(b"{")
    session, keeper = new_session(), QuietKeeper(new_keeper())
    session.paste(seed)
    keeper.save(session)

    session, keeper = new_session(), QuietKeeper(new_keeper())
    session.paste(seed)
    session.resolve("missing-psk")
    with pytest.raises(StoreError, match="damaged"):
        keeper.save(session)
    keeper.save(session)
    assert learned.path().read_bytes() == b"{"


def test_the_command_line_from_end_to_end(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A chat is resolved afterwards, listed, exported without an address, merged elsewhere, switched off, forgotten."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("other tunnels are up\n"))
    assert main(["chat", str(SEED)]) == 0
    name = next(folder().glob("*.jsonl")).stem
    capsys.readouterr()

    assert main(["sessions", "resolved", name, "missing psk"]) == 0
    assert "Noted" in capsys.readouterr().out
    assert main(["learn", "list"]) == 0
    assert "1  missing-psk  prior times" in capsys.readouterr().out

    assert main(["learn", "export"]) == 0
    exported = capsys.readouterr().out
    assert json.loads(exported)["counts"] == {"missing-psk": 1}
    assert name not in exported
    assert "233.22" not in exported

    given = tmp_path / "their.json"
    given.write_text(exported, encoding="utf-8")
    assert main(["learn", "merge", str(given)]) == 2
    assert "own export" in capsys.readouterr().err
    monkeypatch.setenv("MMWAIT_DATA", str(tmp_path / "elsewhere"))
    for _ in range(2):
        assert main(["learn", "merge", str(given)]) == 0
    assert learned.load().counts() == {"missing-psk": 1}  # merged twice, counted once

    assert main(["explain", str(SEED)]) == 0
    assert "Priors of this site are in use" in capsys.readouterr().out
    assert main(["learn", "off"]) == 0
    assert main(["explain", str(SEED)]) == 0
    assert "Priors of this site" not in capsys.readouterr().out
    assert not learned.record("a-session", "missing-psk")
    assert main(["learn", "forget"]) == 0
    assert not learned.path().exists()


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b'{"schema":"other/1"}',
        b'{"schema":"mmwait.learned/1","merged":{"a":{"missing-psk":-4}}}',
        b'{"schema":"mmwait.learned/1","own":{"a":"../../etc"}}',
        b'{"schema":"mmwait.learned/1","own":7}',
    ],
)
def test_a_damaged_file_is_one_line_and_nothing_is_lost(damage: bytes, capsys: pytest.CaptureFixture[str], seed: str) -> None:
    """The shipped priors are used and the report says so; nothing writes over the file; forgetting sets it aside."""
    learned.path().parent.mkdir(parents=True)
    learned.path().write_bytes(damage)

    diagnosis = new_session().paste(seed).diagnosis
    assert "shipped priors are used" in diagnosis.priors
    assert main(["learn", "list"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(StoreError):
        learned.record("a-session", "missing-psk")
    with pytest.raises(StoreError):
        learned.switch(on=False)
    assert learned.path().read_bytes() == damage

    assert main(["learn", "forget"]) == 0
    (aside,) = learned.path().parent.glob("learned.json.damaged-*")
    assert aside.read_bytes() == damage
    assert learned.load().counts() == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        '{"schema":"mmwait.learned-export/1","site":"abc","counts":{"missing-psk":99999999}}',
        '{"schema":"mmwait.learned-export/1","site":"abc","counts":{"missing-psk":true}}',
        '{"schema":"mmwait.learned-export/1","site":"../x","counts":{}}',
        '{"schema":"mmwait.learned-export/2","site":"abc","counts":{}}',
    ],
)
def test_what_is_no_export_is_not_merged(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, exit 2, and what was learned stays."""
    learned.record("a-session", "missing-psk")
    before = learned.path().read_bytes()
    file = tmp_path / "export.json"
    file.write_text(text, encoding="utf-8")
    assert main(["learn", "merge", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["learn", "merge", str(tmp_path / "missing.json")]) == 2
    assert learned.path().read_bytes() == before


def test_a_write_that_fails_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk at any point: the old file stands, and no draft is left beside it."""
    learned.record("a-session", "missing-psk")
    before = learned.path().read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        learned.record("b-session", "missing-psk")
    assert learned.path().read_bytes() == before
    assert [file.name for file in learned.path().parent.iterdir()] == ["learned.json"]


def test_forgetting_one(capsys: pytest.CaptureFixture[str]) -> None:
    """By session or by cause; a name of which nothing is known says so."""
    learned.record("a-session", "missing-psk")
    learned.record("b-session", "psk-mismatch")
    assert main(["learn", "forget", "a-session"]) == 0
    assert learned.load().counts() == {"psk-mismatch": 1}
    assert main(["learn", "forget", "gremlins"]) == 2
    assert "learn list" in capsys.readouterr().err
    assert main(["learn", "merge"]) == 2


def test_a_cause_that_the_knowledge_lost_has_no_effect(seed: str) -> None:
    """An id of another version is kept and does nothing."""
    learned.record("a-session", "a-cause-of-old")
    assert new_session().paste(seed).diagnosis.priors == ""
    assert learned.load().counts() == {"a-cause-of-old": 1}
