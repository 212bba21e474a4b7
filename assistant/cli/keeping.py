"""Gives a face a keeper: the conversation is kept on disk as it goes, and a full disk is said once."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from assistant import __version__
from assistant.dialogue import Session
from assistant.engine import site_mind
from assistant.errors import StoreError
from assistant.learned import record
from assistant.store import SCHEMA, Head, Keeper, find, folder, read


def new_keeper() -> Keeper:
    """A keeper for a new conversation, named by the time it started."""
    now = datetime.now(UTC)
    name = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    return Keeper(Head(SCHEMA, name, now.isoformat(timespec="seconds"), __version__), folder())


def resume(name: str) -> tuple[Session, Keeper]:
    """A kept conversation as a session, and the keeper that goes on with it."""
    path = find(name)
    head, moves = read(path)
    return Session(site_mind(), moves), Keeper(head, path.parent, moves)


class QuietKeeper:
    """Keeps a conversation; says once if that fails, and lets it go on in memory."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self._failed = False
        self._resolved: str | None = None
        self._unlearned = False

    def save(self, session: Session) -> None:
        """Keep what is new, and learn from a cause that was confirmed.

        Raises:
            StoreError: the first time that one of them cannot be written; later failures are silent.
        """
        if self._failed:
            return
        try:
            self.keeper.save(session.moves)
        except StoreError:
            self._failed = True
            raise
        self._learn(session.diagnosis.resolved)

    def _learn(self, resolved: str) -> None:
        """Note the confirmed cause for this site, or take it back where it was undone."""
        if self._unlearned or resolved == self._resolved:
            return
        try:
            record(self.keeper.id, resolved)
        except StoreError:
            self._unlearned = True
            if resolved or self._resolved:
                raise
        self._resolved = resolved
