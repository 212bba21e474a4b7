"""What the terminal wants of whoever keeps conversations."""

from __future__ import annotations

from typing import Protocol

from assistant.dialogue import Session


class SessionKeeper(Protocol):
    """Keeps a conversation as it goes."""

    def save(self, session: Session) -> None:
        """Keep what is new in the session; called after every move, from a worker thread.

        Raises:
            StoreError: it cannot be kept; the conversation goes on in memory.
        """
