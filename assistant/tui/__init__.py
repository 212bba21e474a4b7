"""The conversation in the terminal, with Textual. The only part that knows Textual; loads it when it is run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.dialogue import Session
    from assistant.tui.keeper import SessionKeeper

__all__ = ["run"]


def run(session: Session, files: Sequence[tuple[str, str]] = (), store: SessionKeeper | None = None) -> int:
    """Open the conversation and return the exit code once it is closed.

    ``files`` are (path, side) pairs that are read first, the side being ``local`` or ``remote``.
    ``store`` is told after every move.
    """
    from assistant.tui.app import MmwaitApp  # noqa: PLC0415 - Textual is loaded only when a screen is wanted

    app = MmwaitApp(session, files, store)
    app.run()
    return app.return_code or 0
