"""An archive from bytes to verdicts: the troubled tunnel first, its own line numbers, counts of all its lines."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from assistant import engine
from assistant.archive import ledger
from assistant.cli import main
from tests.benchmarks import archive_log

PEERS = 40


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive of the benchmark's making."""
    path = tmp_path_factory.mktemp("archive") / "fw.log"
    archive_log.write(path, 3_000_000, peers=PEERS)
    return path


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "ARCHIVE_FROM", 100_000)


def explained(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    assert main(["explain", "--json", *args]) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def test_the_troubled_tunnel_stands_first_and_every_peer_has_a_verdict(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was made to fail is found failing, what was made to work is found healthy."""
    said = explained(capsys, str(archive))

    verdicts = {item["peer"]: item["verdict"] for item in said["others"]}
    verdicts[said["tunnel"]["peer"]] = said["verdict"]
    failing = {archive_log.address(number) for number in range(PEERS) if archive_log.way_of(number) != "healthy"}
    healthy = {archive_log.address(number) for number in range(PEERS)} - failing
    assert said["tunnel"]["peer"] in failing
    assert {peer for peer, verdict in verdicts.items() if verdict == "healthy"} == healthy
    assert set(verdicts) == failing | healthy


def test_claims_show_the_archive_s_own_lines(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The number and the text fit the file, not the excerpt."""
    said = explained(capsys, str(archive))
    lines = archive.read_text(encoding="ascii").splitlines()

    quoted = [where for item in said["findings"] for where in item["evidence"]]
    assert quoted
    for where in quoted:
        assert lines[where["line"] - 1] == where["text"]


def test_peer_turns_to_one(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The one that was refused is called refused."""
    said = explained(capsys, str(archive), "--peer", archive_log.address(7))

    assert said["tunnel"]["peer"] == archive_log.address(7)
    assert said["causes"][0]["id"] == "policy-mismatch"


def test_the_report_counts_the_whole_archive(archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts whose lines were not kept are counted all the same."""
    monkeypatch.setattr(ledger, "KEPT", 200)
    monkeypatch.setattr(ledger, "MOST", 10)
    monkeypatch.setattr(ledger, "LEAST", 5)
    begun = sum(
        1 for line in archive.read_text(encoding="ascii").splitlines() if "713041" in line and f"IP = {archive_log.address(0)}," in line
    )

    assert main(["explain", str(archive), "--peer", archive_log.address(0)]) == 0

    out = " ".join(capsys.readouterr().out.split())
    assert f"TUNNELS ({PEERS} seen" in out
    assert f"({begun} times between" in out
    assert "never completed in this log" in out


def test_tunnels_lists_all_and_nothing_else(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line a tunnel."""
    assert main(["explain", "--tunnels", str(archive)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == PEERS
    assert "healthy" in lines[-1]
    assert "healthy" not in lines[0]


def test_since_leaves_the_first_day_out(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By moment, and counted back from the end, in a plain file and in a packed one."""
    lines = archive.read_text(encoding="ascii").splitlines()
    middle = lines[len(lines) // 2][:20]
    packed = tmp_path / "fw.log.gz"
    packed.write_bytes(gzip.compress(archive.read_bytes()))

    for path, since in ((archive, middle), (packed, middle), (archive, "1m"), (packed, "1m")):
        said = explained(capsys, str(path), "--since", since)
        earliest = min(where["line"] for item in said["findings"] for where in item["evidence"])
        assert earliest > len(lines) // 2 - 20


def test_a_stream_cannot_be_counted_back_from_its_end(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what to give instead."""
    with archive.open("rb") as stream:
        monkeypatch.setattr("sys.stdin", type("In", (), {"buffer": stream})())
        assert main(["explain", "-", "--since", "6h"]) == 2
    assert "name the file" in capsys.readouterr().err


def test_other_platforms_are_read_to_learn_whose_lines_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Charon names its connection, not the peer, in most lines."""
    path = tmp_path / "gw.log"
    head = "Nov 23 18:53:{s:02d} gw charon: 07"
    attempt = (
        f"{head}[IKE] <lab|1> initiating Main Mode IKE_SA lab[1] to 203.0.113.130\n"
        f"{head}[ENC] <lab|1> generating ID_PROT request 0 [ SA V V V V ]\n"
        f"{head}[NET] <lab|1> sending packet: from 203.0.113.2[500] to 203.0.113.130[500] (212 bytes)\n"
        f"{head}[IKE] <lab|1> sending retransmit 1 of request message ID 0, seq 1\n"
        f"{head}[IKE] <lab|1> giving up after 5 retransmits\n"
    )
    noise = "Nov 23 18:53:00 gw kernel: something else entirely\n" * 40
    path.write_text("".join(noise + attempt.format(s=number % 60) for number in range(90)), encoding="ascii")

    said = explained(capsys, str(path))

    assert said["inputs"][0]["platform"] == "strongswan"
    assert said["tunnel"]["peer"] == "203.0.113.130"
    assert said["stage"]["last_sent"] == "MM1"


def test_an_archive_of_nothing_known_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 3, and how many lines there were."""
    path = tmp_path / "web.log"
    path.write_text("GET /index.html 200\n" * 20_000, encoding="ascii")

    assert main(["explain", str(path)]) == 3
    assert "20000 lines" in capsys.readouterr().err


def test_a_binary_archive_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a small one is."""
    path = tmp_path / "disk.img"
    path.write_bytes(os.urandom(200_000))

    assert main(["explain", str(path)]) == 2
    assert "binary" in capsys.readouterr().err
