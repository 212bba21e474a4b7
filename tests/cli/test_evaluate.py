"""``mmwait kb evaluate`` over cases that anybody may write."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.cli import main

CASE = """id: {name}
vendor: cisco-asa
source: {{title: the log that the project grew out of}}
inputs:
  - kind: debug
    side: local
    text: |
{text}
truth: {{cause: {cause}}}
"""


@pytest.fixture
def case(tmp_path: Path, seed: str) -> Path:
    """A folder with one case: the seed's log, and a far end that has no entry."""
    folder = tmp_path / "cases"
    folder.mkdir()
    text = "\n".join("      " + line for line in seed.splitlines())
    file = folder / "one.yaml"
    file.write_text(CASE.format(name="one", text=text, cause="missing-tunnel-group"), encoding="utf-8")
    return file


def figures(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["kb", "evaluate", *words, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_answers_are_asked_for_and_cost(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the answer at hand the true cause comes first; the question counts with its minutes."""
    without = figures(capsys, str(case))["figures"]
    case.write_text(case.read_text(encoding="utf-8") + "answers: {far-tunnel-group: none}\n", encoding="utf-8")
    answered = figures(capsys, str(case.parent))["figures"]

    assert isinstance(without, dict)
    assert isinstance(answered, dict)
    assert without["three"] == 1.0
    assert without["questions"] is None
    assert answered["first"] == 1.0
    assert answered["questions"] >= 1
    assert answered["minutes"] >= 12


def test_what_changed_is_told_for_better_and_worse(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Against an earlier output."""
    earlier = tmp_path / "earlier.json"
    assert main(["kb", "evaluate", str(case), "--json"]) == 0
    was = json.loads(capsys.readouterr().out)
    was["results"][0].update(first=True, three=True, said="missing-tunnel-group")
    now_first = figures(capsys, str(case))["figures"]
    assert isinstance(now_first, dict)
    if now_first["first"]:
        was["results"][0].update(first=False, said="psk-mismatch")
    earlier.write_text(json.dumps(was), encoding="utf-8")

    assert main(["kb", "evaluate", str(case), "--against", str(earlier)]) == 0
    told = capsys.readouterr().out
    assert ("1 better" if now_first["first"] else "1 worse") in told
    assert "the truth is missing-tunnel-group" in told


def test_against_a_revision_of_the_knowledge(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The knowledge as it was committed is run over the same cases."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    from assistant.kb import root

    folder = tmp_path / "repo" / "knowledge"
    shutil.copytree(root.shipped(), folder)
    git = ["git", "-C", str(folder.parent), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    cause = folder / "causes" / "wrong-peer-ip.yaml"
    cause.write_text(cause.read_text(encoding="utf-8").replace("prior: common", "prior: very-rare"), encoding="utf-8")
    group = folder / "causes" / "missing-psk.yaml"
    group.write_text(group.read_text(encoding="utf-8").replace("prior: uncommon", "prior: very-rare"), encoding="utf-8")
    monkeypatch.setattr(root, "shipped", lambda: folder)

    assert main(["kb", "evaluate", str(case), "--against", "HEAD"]) == 0
    assert "of 1 cases in both" in capsys.readouterr().out
    assert main(["kb", "evaluate", str(case), "--against", "no-such-revision"]) == 2
    assert "neither a file nor a revision" in capsys.readouterr().err


def test_without_cases_the_tests_beside_the_causes_are_run(capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped figures: nothing is sure and wrong, the true cause is always among the first three."""
    shipped = figures(capsys)["figures"]

    assert isinstance(shipped, dict)
    assert shipped["cases"] >= 100
    assert shipped["wrong_sure"] == 0
    assert shipped["first"] >= 0.9
    assert shipped["three"] >= 0.98


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("id: x\ntruth: {cause: y}\n", "holds no case", id="no texts"),
        pytest.param("id: x\ninputs: [{text: t}]\n", "holds no case", id="no truth"),
        pytest.param("id: x\ninputs: [{text: t}]\ntruth: {}\n", "missing required field `cause`", id="no cause"),
        pytest.param("id: x\ninputs: [{text: t, side: left}]\ntruth: {cause: y}\n", "Invalid enum value 'left'", id="no such side"),
        pytest.param("id: x\ninputs: [\n", "bad.yaml:", id="no YAML"),
        pytest.param("id: x\nid: y\ntruth: {cause: y}\n", "stands twice", id="a key twice"),
    ],
)
def test_a_bad_case_gets_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str) -> None:
    """File and fault, nothing else."""
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")

    assert main(["kb", "evaluate", str(file)]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "bad.yaml" in told
    assert told.count("\n") == 1


def test_a_missing_folder_and_a_case_twice(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line each."""
    assert main(["kb", "evaluate", "no-such-folder"]) == 2
    assert "no such file or folder" in capsys.readouterr().err
    assert main(["kb", "evaluate", str(case), str(case.parent)]) == 2
    assert "'one' is there twice" in capsys.readouterr().err


def test_against_what_is_no_output(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of another kind is refused."""
    assert main(["kb", "evaluate", str(case), "--against", str(case)]) == 2
    assert "is not what `mmwait kb evaluate --json` writes" in capsys.readouterr().err
