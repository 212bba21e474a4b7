"""Errors that nobody foresaw go into a file; the conversation goes on."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from assistant.store import folder


def record(error: BaseException) -> str:
    """Note an error in the log file and give one line for the user.

    Only the type and the places in the code are kept: a message could quote a pasted secret.
    """
    kind = type(error).__name__
    try:
        path: Path = folder().parent / "errors.log"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        stack = "".join(
            f"  {frame.filename}:{frame.lineno} in {frame.name}\n" for frame in traceback.extract_tb(error.__traceback__, limit=-40)
        )
        with path.open("a", encoding="utf-8") as out:
            out.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {kind}\n{stack}\n")
    except OSError:
        return f"an error inside mmwait ({kind}); the conversation is kept"
    return f"an error inside mmwait ({kind}, noted in {path}); the conversation is kept"
