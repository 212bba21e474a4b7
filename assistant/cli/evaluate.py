"""``mmwait kb evaluate``: the figures over cases, and what a change of the knowledge changed."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from assistant.cli.streams import out
from assistant.engine import mind_of
from assistant.errors import InputError, KnowledgeError, UsageError
from assistant.evaluation import Evaluation, changes, evaluate, evaluate_tests
from assistant.kb import root
from assistant.kb.cases import CaseFile, read_cases
from assistant.kb.check import check
from assistant.kb.load import load


def run(places: Sequence[str], against: str | None, *, as_json: bool) -> int:
    """Evaluate the cases of some places, or the tests beside the causes where none is named."""
    cases = read_cases(places)
    folder = root.shipped()
    earlier = _earlier(against, folder, cases) if against else None
    result = _over([folder, *([overlay] if (overlay := root.overlay()) else [])], cases)
    if as_json:
        out(msgspec.json.encode(result).decode() + "\n")
        return 0
    out("\n".join([*_table(result), *(_changed(earlier, result) if earlier is not None else [])]) + "\n")
    return 0


def _over(folders: Sequence[Path], cases: Sequence[CaseFile]) -> Evaluation:
    loaded = load(folders[0])
    for folder in folders[1:]:
        loaded = load(folder, onto=loaded)
    check(loaded, with_tests=False)
    if loaded.faults:
        raise KnowledgeError(loaded.faults)
    mind = mind_of(loaded.knowledge)
    if cases:
        return evaluate(mind, cases)
    if not loaded.knowledge.tests:
        raise UsageError("the tests beside the causes are not shipped with an installed package; name a folder with cases")
    return evaluate_tests(mind, loaded.knowledge.tests)


def _earlier(against: str, folder: Path, cases: Sequence[CaseFile]) -> Evaluation:
    """What was before: from a file that ``--json`` wrote, or by running a revision of the knowledge."""
    path = Path(against)
    if path.is_file():
        try:
            return msgspec.json.decode(path.read_bytes(), type=Evaluation)
        except (OSError, msgspec.DecodeError) as error:
            raise InputError(f"{against}: is not what `mmwait kb evaluate --json` writes ({error})") from None
    if against.startswith("-"):
        raise UsageError(f"--against wants a file or a revision, not {against!r}")
    command = ["git", "-C", str(folder.parent), "archive", "--format=tar", against, folder.name]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - git itself, on the author's own repository
    except OSError:
        raise UsageError(f"--against {against}: there is no such file, and git is not there to look for a revision") from None
    if done.returncode:
        raise UsageError(f"--against {against}: neither a file nor a revision of a repository that holds the knowledge folder")
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(place, filter="data")
        return _over([Path(place) / folder.name], cases)


def _table(result: Evaluation) -> list[str]:
    """A line a group, and one for all."""
    lines = [f"{'':20}{'cases':>7}{'first':>8}{'three':>8}{'wrong, sure':>13}"]
    groups = sorted({item.group for item in result.results})
    for name in [*groups, "all"]:
        some = [item for item in result.results if name in {item.group, "all"}]
        shares = [sum(getattr(item, what) for item in some) / len(some) for what in ("first", "three", "wrong_sure")]
        lines.append(f"{name:20}{len(some):>7}{shares[0]:>8.1%}{shares[1]:>8.1%}{shares[2]:>13.1%}")
    figures = result.figures
    lines.append(f"calibration: ece {figures.ece:.3f}, brier {figures.brier:.3f}; {figures.seconds:.1f} s in all")
    if figures.questions is None:
        lines.append("questions: no case has answers")
    else:
        lines.append(f"questions: {figures.questions:.1f} a case, {figures.minutes or 0:.0f} minutes of somebody's time")
    return lines


def _changed(before: Evaluation, after: Evaluation) -> list[str]:
    found = changes(before, after)
    shared = {item.id for item in before.results} & {item.id for item in after.results}
    counts = [f"{sum(kind == word for kind, _, _ in found)} {word}" for word in ("worse", "better", "other")]
    lines = ["", f"against the earlier run, of {len(shared)} cases in both: {', '.join(counts)}"]
    for kind, old, new in found:
        lines.append(
            f"  {kind:6} {new.id}: was {old.said} {old.probability:.2f}, is {new.said} {new.probability:.2f}; the truth is {new.truth}"
        )
    return lines
