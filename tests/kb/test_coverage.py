"""``mmwait kb coverage`` counts what is there."""

from __future__ import annotations

import json

import pytest

from assistant.cli import main
from assistant.engine import knowledge
from assistant.kb import root
from assistant.kb.coverage import coverage
from assistant.kb.load import load


def test_the_counts_are_those_of_the_entries() -> None:
    """From the YAML and from the compiled form alike, where samples are packed away."""
    loaded = load(root.shipped()).knowledge
    rows = {row.platform: row for row in coverage(loaded)}
    asa, home = rows["cisco-asa"], loaded.platforms["cisco-asa"]

    assert asa.samples == sum(len(item.samples) for item in home.signatures.values() if item.status != "retired") > asa.signatures
    assert asa.near_misses >= asa.signatures
    assert asa.show_outputs == sum(1 for item in home.signatures.values() if "show" in item.kind and item.status != "retired") > 0
    assert 0 < asa.intents_with_commands <= asa.intents
    assert 0 < asa.causes_fixed <= asa.causes
    assert coverage(knowledge()) == list(rows.values())


def test_a_table_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Every platform has a row, every column a head; the JSON holds the same numbers."""
    assert main(["kb", "coverage"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert main(["kb", "coverage", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)

    assert [row.split()[0] for row in rows] == [item["platform"] for item in said]
    assert len({len(line) for line in (head, *rows)}) == 1
    assert rows[0].split()[1:4] == [str(said[0][name]) for name in ("states", "signatures", "samples")]
