"""Commands and messages go to the clipboard, the whole into a file that was not there before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.dialogue import Session
    from tests.tui.conftest import Driver, Play


def test_c_copies_the_marked_command(play: Play, canned: Session) -> None:
    async def script(driver: Driver) -> None:
        await driver.press("escape", "c")
        assert "no command" in driver.notice

        await driver.paste("any")
        await driver.press("c")
        assert driver.app.clipboard == "show running-config tunnel-group"
        assert driver.notice == "Copied: show running-config tunnel-group"

    play(script, own=canned)


def test_the_mark_goes_through_the_fix_and_stays_in_sight(play: Play, canned: Session) -> None:
    async def script(driver: Driver) -> None:
        await driver.press("escape")
        await driver.paste("any")
        await driver.press("x")
        advice = driver.app.shown.diagnosis.fix
        assert advice is not None
        copied = []
        for _ in range(9):
            await driver.press("c")
            copied.append(driver.app.clipboard)
            assert any(f"> {driver.app.clipboard.strip()[:40]}" in " ".join(row.split()) for row in driver.screen)
            await driver.press("n")
        wanted = [item.run for step in advice.steps for item in (*step.commands, *step.undo_commands)]
        assert copied == wanted[:9]

        await driver.press("p", "p")
        await driver.press("c")
        assert driver.app.clipboard == wanted[7]

    play(script, own=canned)


def test_a_step_and_the_message_are_copied_whole(play: Play, canned: Session) -> None:
    async def script(driver: Driver) -> None:
        await driver.press("escape", "m")
        assert "no message" in driver.notice
        await driver.paste("any")
        advice = driver.app.shown.diagnosis.fix
        assert advice is not None

        await driver.press("m")
        assert driver.app.clipboard == advice.message
        await driver.press("x", "C")
        assert driver.app.clipboard == "\n".join(item.run for item in advice.steps[0].commands)

    play(script, own=canned)


def written(folder: Path) -> list[str]:
    """The names of the exports in a folder."""
    return sorted(path.name for path in folder.glob("*.md"))


def test_an_export_never_overwrites(play: Play, seed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def script(driver: Driver) -> None:
        await driver.press("escape", "e")
        assert "nothing to export" in driver.notice

        await driver.paste(seed)
        await driver.press("e", "e")
        names = written(tmp_path)
        assert names == ["mmwait-233.22.22.233-1.md", "mmwait-233.22.22.233-2.md"]
        assert str(tmp_path / names[1]) in driver.notice
        assert "MM_WAIT_MSG4" in (tmp_path / names[0]).read_text(encoding="utf-8").replace("\\_", "_")

    play(script)


def test_a_folder_that_cannot_be_written_in_is_one_line(play: Play, seed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    async def script(driver: Driver) -> None:
        await driver.paste(seed)
        with monkeypatch.context() as patched:
            patched.setattr(Path, "open", refuse)
            await driver.press("e")
        assert "cannot be written" in driver.notice

    play(script)
