"""``mmwait kb check`` names file and line of every fault, all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.kb import root

SHIPPED = root.shipped()
LIKE = """id: made-up-cause
status: stable
family: key
side: either
phase: "1"
title: A cause made up for the test
meaning: Made up for the test.
prior: rare
looks: {initiator: nothing, responder: nothing}
stalls:
  initiator: {mm4: always}
  responder: {mm3: always}
shows:
  - {finding: made-up-finding, how: always, basis: judged}
citations:
  - {source: rfc2409, says: nothing of the kind}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped knowledge that may be spoilt."""
    copy = tmp_path / "knowledge"
    shutil.copytree(SHIPPED, copy)
    return copy


def line_of(file: Path, words: str) -> int:
    """The number of the first line with the words."""
    return next(number for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1) if words in line)


def swap(file: Path, old: str, new: str) -> int:
    """Spoil a file once; the line where it was done."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    number = text[: text.index(old)].count("\n") + 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return number


def plant_unknown_key(folder: Path) -> tuple[str, int, str]:
    return "causes/missing-psk.yaml", swap(folder / "causes/missing-psk.yaml", "prior:", "priro:"), "did you mean 'prior'"


def plant_wrong_digest(folder: Path) -> tuple[str, int, str]:
    file = folder / "protocol/vendor-ids.yaml"
    return "protocol/vendor-ids.yaml", swap(file, 'text: "KAME/racoon"', 'text: "KAME/raccoon"'), "MD5 digest"


def plant_vendor_platform(folder: Path) -> tuple[str, int, str]:
    file = folder / "protocol/vendor-ids.yaml"
    return "protocol/vendor-ids.yaml", swap(file, "platform: racoon", "platform: raccoon"), "did you mean 'racoon'"


def plant_wrong_strength(folder: Path) -> tuple[str, int, str]:
    return "causes/psk-mismatch.yaml", swap(folder / "causes/psk-mismatch.yaml", "how: usually", "how: mostly"), "mostly"


def plant_unknown_finding(folder: Path) -> tuple[str, int, str]:
    swap(folder / "causes/udp500-blocked.yaml", "finding: our-message-repeated", "finding: our-message-repaeted")
    return "causes/udp500-blocked.yaml", 1, "did you mean 'our-message-repeated'"


def plant_duplicate_key(folder: Path) -> tuple[str, int, str]:
    file = folder / "causes/wrong-peer-ip.yaml"
    return "causes/wrong-peer-ip.yaml", swap(file, "prior: common", "prior: common\nprior: rare") + 1, "stands twice"


def plant_pairs_in_a_record(folder: Path) -> tuple[str, int, str]:
    file = folder / "platforms/paloalto/signatures/show.yaml"
    swap(file, "  event: counter\n  record:", "  event: counter\n  pairs: {peer: remip}\n  record:")
    return "platforms/paloalto/signatures/show.yaml", line_of(file, "- id: paloalto-flow"), "takes pairs from a line"


def plant_duplicate_id(folder: Path) -> tuple[str, int, str]:
    file = folder / "findings/path.yaml"
    with file.open("a", encoding="utf-8") as out:
        out.write('- {id: peer-pings, title: "Again", says: "Again.", background: rarely}\n')
    return "findings/path.yaml", len(file.read_text(encoding="utf-8").splitlines()), "used already at"


def plant_tag(folder: Path) -> tuple[str, int, str]:
    file = folder / "questions/path.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "- !!python/object/apply:os.system ['true']\n", encoding="utf-8")
    return "questions/path.yaml", len(text.splitlines()) + 1, "tag"


def plant_look_around(folder: Path) -> tuple[str, int, str]:
    file = folder / "platforms/cisco-asa/signatures/ike-messages.yaml"
    swap(file, "pattern: '", "pattern: '(?=x)")
    first = line_of(file, "- id:")
    return "platforms/cisco-asa/signatures/ike-messages.yaml", first, "RE2"


def plant_placeholder(folder: Path) -> tuple[str, int, str]:
    file = folder / "platforms/cisco-asa/commands.yaml"
    swap(file, '"show running-config tunnel-group {peer}"', '"show running-config tunnel-group {pear}"')
    return "platforms/cisco-asa/commands.yaml", line_of(file, "intent: show-peer-entry"), "did you mean 'peer'"


def plant_missing_test(folder: Path) -> tuple[str, int, str]:
    (folder / "causes/anti-replay.test.yaml").unlink()
    return "causes/anti-replay.yaml", 1, "has no test"


def plant_bad_yaml(folder: Path) -> tuple[str, int, str]:
    return (
        "findings/map.yaml",
        swap(folder / "findings/map.yaml", '- {id: map-bound, title: "', '- {id: map-bound, title: "" "'),
        "not YAML",
    )


def plant_unobtainable(folder: Path) -> tuple[str, int, str]:
    file = folder / "findings/path.yaml"
    with file.open("a", encoding="utf-8") as out:
        out.write('- {id: nobody-can-know, title: "Nobody can know", says: "Nothing.", background: rarely}\n')
    return "findings/path.yaml", len(file.read_text(encoding="utf-8").splitlines()), "by no signature, question or phrase"


def plant_stray_file(folder: Path) -> tuple[str, int, str]:
    (folder / "notes.yaml").write_text("- hello\n", encoding="utf-8")
    return "notes.yaml", 1, "in no place"


def plant_case_of_no_platform(folder: Path) -> tuple[str, int, str]:
    file = folder / "parameters.yaml"
    swap(file, "responder: strongswan, sends: main", "responder: strongsvan, sends: main")
    return "parameters.yaml", line_of(file, "- id: ike.mode"), "did you mean 'strongswan'"


def plant_alike_unknown(folder: Path) -> tuple[str, int, str]:
    file = folder / "alike.yaml"
    swap(file, "udp500-blocked]", "udp500-blokced]")
    return "alike.yaml", line_of(file, "- causes"), "did you mean 'udp500-blocked'"


PLANTS = [
    plant_alike_unknown,
    plant_case_of_no_platform,
    plant_unknown_key,
    plant_wrong_strength,
    plant_wrong_digest,
    plant_vendor_platform,
    plant_unknown_finding,
    plant_duplicate_key,
    plant_pairs_in_a_record,
    plant_duplicate_id,
    plant_tag,
    plant_look_around,
    plant_placeholder,
    plant_missing_test,
    plant_bad_yaml,
    plant_unobtainable,
    plant_stray_file,
]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__.removeprefix("plant_"))
def test_a_planted_fault_is_named_with_file_and_line(plant: object, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, and one line that begins with the file, the line and says the fault."""
    assert callable(plant)
    file, line, words = plant(folder)

    assert main(["kb", "check", "--folder", str(folder)]) == 1
    hits = [row for row in capsys.readouterr().out.splitlines() if words in row and row.startswith(f"knowledge/{file}:")]
    assert hits, words
    assert line in {0, *(int(row.split(":")[1]) for row in hits)}


def test_ten_faults_are_told_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody wants to run the check ten times."""
    planted = [plant(folder) for plant in PLANTS]

    assert main(["kb", "check", "--folder", str(folder)]) == 1
    rows = capsys.readouterr().out.splitlines()
    for file, _, words in planted:
        if words != "by no signature, question or phrase":
            assert any(words in row and file in row for row in rows), (file, words)


def test_a_sample_that_does_not_match_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Samples are run, not only read."""
    file = folder / "platforms/cisco-asa/signatures/ike-errors.yaml"
    swap(file, "pattern: 'All SA", "pattern: 'No SA") if "pattern: 'All SA" in file.read_text(encoding="utf-8") else swap(
        file, "- {text: '", "- {text: 'x"
    )

    assert main(["kb", "check", "--folder", str(folder)]) == 1
    assert "sample" in capsys.readouterr().out


def test_a_cause_that_its_test_does_not_lead_to_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The tests beside the causes are run through the reasoning."""
    for name in ("policy-mismatch", "auth-method-mismatch", "dh-group-unsupported"):
        file = folder / f"causes/{name}.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text("\n".join(line for line in text.split("\n") if "finding: proposal-refused-here" not in line), encoding="utf-8")

    assert main(["kb", "check", "--folder", str(folder)]) == 1
    assert "causes/policy-mismatch.test.yaml:1: policy-mismatch: case" in capsys.readouterr().out


def test_causes_that_nothing_parts_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pair that is alike and not listed is a fault of its cause."""
    (folder / "alike.yaml").unlink()

    assert main(["kb", "check", "--folder", str(folder)]) == 1
    told = capsys.readouterr().out
    assert told.startswith("knowledge/causes/middle-firewall.yaml:1: middle-firewall: nothing obtainable parts it from udp500-blocked")
    assert "for the responder" in told


def test_a_pair_that_is_parted_must_not_be_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reason that no longer holds is taken off."""
    swap(folder / "alike.yaml", "role: responder", "role: initiator")

    assert main(["kb", "check", "--folder", str(folder)]) == 1
    assert "is parted by a finding now; take it off the list" in capsys.readouterr().out


def test_a_newcomers_cause_needs_only_knowledge(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One cause with finding, question, fix and test: files of ``knowledge/`` alone, and the check is clean."""
    (folder / "findings/zz-newcomer.yaml").write_text(
        '- {id: made-up-finding, title: "Made up", says: "Made up.", background: never}\n', encoding="utf-8"
    )
    (folder / "causes/made-up-cause.yaml").write_text(LIKE, encoding="utf-8")
    (folder / "causes/made-up-cause.test.yaml").write_text(
        "entry: made-up-cause\ncases:\n"
        "  - {name: seen, role: initiator, stage: mm4, given: {made-up-finding: true}, expect: {within_top: 1, at_least: 0.5}}\n"
        "  - {name: not seen, role: initiator, stage: mm4, given: {made-up-finding: false}, expect: {below: 0.05}}\n",
        encoding="utf-8",
    )
    (folder / "questions/zz-newcomer.yaml").write_text(
        "- id: made-up-question\n  text: Is it made up?\n  why: It decides.\n  asks: local\n  cost: told\n  no_intent_because: only a person knows\n"
        "  answers:\n    - {value: yes-it-is, label: It is, sets: {made-up-finding: true}}\n    - {value: no-it-is-not, label: It is not, sets: {made-up-finding: false}}\n",
        encoding="utf-8",
    )
    for fixes in folder.glob("platforms/*/fixes"):
        (fixes / "made-up-cause.yaml").write_text(
            "- cause: made-up-cause\n  title: Make it real\n  steps:\n    - {text: Do it., impact: read-only, undo: Nothing to undo., commands: [{run: show version, impact: read-only}]}\n"
            "  verify:\n    - {intent: show-phase1-sa, expect: State MM_ACTIVE}\n  message: Please look at it.\n",
            encoding="utf-8",
        )

    assert main(["kb", "check", "--folder", str(folder)]) == 0, capsys.readouterr().out


def test_the_shipped_knowledge_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that is shipped passes its own checks."""
    assert main(["kb", "check"]) == 0, capsys.readouterr().out
