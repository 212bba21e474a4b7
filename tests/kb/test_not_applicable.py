"""What does not apply to a platform stands there with its reason, and coverage by cause tells it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.engine import knowledge
from assistant.kb import root
from assistant.kb.check import check
from assistant.kb.coverage import causes_covered
from assistant.kb.load import load

FILE = "platforms/fortigate/not-applicable.yaml"


def faults_with(tmp_path: Path, text: str) -> list[str]:
    """The faults of the shipped knowledge after this text was put in the place of FortiGate's file."""
    copy = tmp_path / "knowledge"
    shutil.copytree(root.shipped(), copy)
    (copy / FILE).write_text(text, encoding="utf-8")
    loaded = load(copy)
    check(loaded, with_tests=False)
    return loaded.faults


def test_faults_are_named_with_file_and_line(tmp_path: Path) -> None:
    """An unknown cause, one that has a fix, and one without a reason."""
    text = '- {cause: crypto-map-ordre, reason: "x"}\n- {cause: psk-mismatch, reason: "x"}\n- {cause: crypto-map-order, reason: " "}\n'
    faults = faults_with(tmp_path, text)

    assert any(f"{FILE}:1: " in fault and "unknown cause" in fault and "crypto-map-order" in fault for fault in faults)
    assert any(f"{FILE}:2: " in fault and "there is a fix for it" in fault for fault in faults)
    assert any(f"{FILE}:3: " in fault and "gives no reason" in fault for fault in faults)


def test_a_cause_without_any_fix_is_a_fault(tmp_path: Path) -> None:
    """One platform with a fix is enough; none is not."""
    copy = tmp_path / "knowledge"
    shutil.copytree(root.shipped(), copy)
    for file in copy.glob("platforms/*/fixes/psk-mismatch.yaml"):
        file.unlink()
    (copy / "platforms/fortigate/fixes/clock-skew.yaml").unlink()
    loaded = load(copy)
    check(loaded, with_tests=False)

    assert [fault for fault in loaded.faults if "has no fix" in fault] == [
        fault for fault in loaded.faults if "psk-mismatch: has no fix on any platform" in fault
    ]
    assert any("psk-mismatch: has no fix on any platform" in fault for fault in loaded.faults)


@pytest.mark.parametrize("platform", ["fortigate", "paloalto", "juniper-srx", "mikrotik"])
def test_every_cause_on_a_firewall_has_a_fix_or_a_reason(platform: str) -> None:
    """Of what a reason excludes, nothing has a fix; the ASA has crypto maps, so nothing of it is excluded."""
    rows = causes_covered(knowledge())
    there = {row.cause: row for row in rows if row.platform == platform}

    assert {row.has for row in there.values()} == {"fix", "not-applicable"}
    assert there["crypto-map-order"].reason
    assert there["psk-mismatch"].has == "fix"
    assert {row.has for row in rows if row.platform == "cisco-asa"} == {"fix"}
    assert len(rows) == len({(row.cause, row.platform) for row in rows})


def test_the_table_and_the_json_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """One line a cause, one column a platform; reasons below."""
    assert main(["kb", "coverage", "--causes"]) == 0
    table, below = capsys.readouterr().out.split("\n\n")
    assert main(["kb", "coverage", "--causes", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    head, *lines = table.splitlines()

    assert head.split()[1:] == sorted({item["platform"] for item in said})
    assert [line.split()[0] for line in lines] == list(dict.fromkeys(item["cause"] for item in said))
    line = next(line for line in lines if line.startswith("crypto-map-order "))
    assert line.split()[1 + head.split()[1:].index("fortigate")] == "n/a"
    assert "n/a crypto-map-order (" in below
