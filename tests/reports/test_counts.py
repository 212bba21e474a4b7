"""Every face says per input how many lines there are, how many of IKE, read, read loosely and not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.dialogue import Session
from assistant.reports import contract, markdown, text

TEXT = """Nov 20 10:00:00 fw %ASA-7-713236: IP = 203.0.113.7, IKE_DECODE SENDING Message (msgid=0) with payloads : HDR + SA (1) + NONE (0) total length : 108

Nov 20 10:00:02 fw %ASA-5-713119: Group = 203.0.113.7, IP = 203.0.113.7, Phase 1 is completed
Nov 20 10:00:03 fw [IKEv1]: IP = 203.0.113.7, Removing peer from the peer table failed, no entry there
Nov 20 10:00:04 fw %ASA-6-302013: Built outbound TCP connection 12 for outside:192.0.2.9/443
"""  # written for the test in the documented formats
COUNTS = "4 lines, 3 of IKE: 1 recognised, 1 read loosely, 2 not recognised"


def test_text_and_markdown_say_the_counts(session: Session) -> None:
    """The same sentence, and what the input cannot show."""
    diagnosis = session.paste(TEXT).diagnosis

    for report in (text(diagnosis, width=200), markdown(diagnosis)):
        assert COUNTS in report
        assert "This input cannot show: " in report


def test_the_contract_has_the_counts_and_lists_lines_on_demand(session: Session) -> None:
    """Additive keys; what is listed adds up."""
    diagnosis = session.paste(TEXT).diagnosis
    (item,) = contract(diagnosis)["inputs"]

    assert {name: item[name] for name in ("lines", "ike_lines", "recognised", "read_loosely", "unrecognised")} == {
        "lines": 4,
        "ike_lines": 3,
        "recognised": 1,
        "read_loosely": 1,
        "unrecognised": 2,
    }
    assert item["cannot_show"]
    assert "unread" not in item
    (listed,) = contract(diagnosis, unread=True)["inputs"]
    assert [line["line"] for line in listed["unread"]] == [4, 5]
    assert [line["line"] for line in listed["loosely"]] == [3]


def test_a_finding_read_loosely_says_so(session: Session) -> None:
    """In the contract, and beside the line that is quoted for it."""
    diagnosis = session.paste(TEXT).diagnosis
    found = {item["id"]: item for item in contract(diagnosis)["findings"]}

    assert found["phase1-complete"]["loosely"] is True
    assert "loosely" not in found.get("peer-answered-something", {})


def test_unread_lists_the_nearest_signature(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As text and as JSON: its id, its meaning and how near."""
    file = tmp_path / "a.log"
    file.write_text(TEXT, encoding="utf-8")

    assert main(["explain", str(file), "--unread"]) == 0
    out = capsys.readouterr().out
    assert "nearest: asa-" in out
    assert "% alike)" in out
    assert main(["explain", str(file), "--unread", "--json"]) == 0
    near = json.loads(capsys.readouterr().out)["inputs"][0]["unread"][0]["nearest"]
    assert near["id"].startswith("asa-")
    assert near["means"]
    assert 0.6 <= near["likeness"] < 1
