"""What an encrypted key of a firewall must not do: be compared, or stand in any output."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli import main
from tests.configs.ends import ENDS
from tests.configs.ends.common import KEY
from tests.configs.reading_settings import compared

ENCRYPTED = {"srx": "$9$Abc12defGHI.x", "paloalto": "-AQ==Q2lwaGVyVGV4dA=="}


@pytest.mark.parametrize("platform", ENCRYPTED)
def test_an_encrypted_key_is_not_compared_and_never_shown(platform: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The device prints it in its own cipher: there is nothing to lay the other end's key against."""
    local = ENDS[platform].written(1).replace(KEY, ENCRYPTED[platform])
    remote = ENDS["asa"].written(1, far=True)
    assert ENCRYPTED[platform] in local
    key = next(item for item in compared(local, remote).parameters if item.name == "key")
    assert key.verdict == "cannot-check"

    ours, theirs = tmp_path / "ours.txt", tmp_path / "theirs.txt"
    ours.write_text(local, encoding="utf-8")
    theirs.write_text(remote, encoding="utf-8")
    for more in ([], ["--json"]):
        assert main(["compare", str(ours), str(theirs), *more]) == 0
        shown = capsys.readouterr().out
        assert ENCRYPTED[platform] not in shown
        assert KEY not in shown
