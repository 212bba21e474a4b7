"""Every error this package raises on purpose, under one root.

::

    MmwaitError                 one plain line that says the mend
    +-- UsageError              the call's words are off (exit 2)
    +-- InputError              a text or file cannot be read (exit 2)
    +-- KnowledgeError          the knowledge folder is faulty; carries every fault found
    +-- SessionError            a move that the conversation cannot take (unknown question, nothing to undo)
    +-- StoreError              a transcript cannot be written or read
"""

from __future__ import annotations

from typing import ClassVar


class MmwaitError(Exception):
    """Root of all errors raised on purpose. ``str()`` is one line fit for a user."""

    exit_code: ClassVar[int] = 2


class UsageError(MmwaitError):
    """The command line asks for something that does not exist."""


class InputError(MmwaitError):
    """A file or text cannot be read."""


class KnowledgeError(MmwaitError):
    """The knowledge does not hold together.

    ``faults`` are lines of the form ``FILE:LINE: ENTRY: what is wrong``.
    """

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        first = faults[0] if faults else "no fault named"
        more = f" (and {len(faults) - 1} more; see `mmwait kb check`)" if len(faults) > 1 else ""
        super().__init__(f"the knowledge has a fault: {first}{more}")


class SessionError(MmwaitError):
    """A move that this conversation cannot take now."""


class StoreError(MmwaitError):
    """A transcript cannot be written, read or found."""
