"""Moves are made in a worker thread, one after the other; the worker only posts what came of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work

from assistant.dialogue import Reply, Session
from assistant.errors import MmwaitError, StoreError
from assistant.tui.gating import GatedApp
from assistant.tui.messages import Moved, Refused
from assistant.tui.trouble import record

if TYPE_CHECKING:
    from assistant.tui.keeper import SessionKeeper


@dataclass(frozen=True)
class Order:
    """A move to make. ``word`` names it while it is under way; ``kind`` tells an undo from the rest."""

    word: str
    make: Callable[[Session], Reply]
    kind: str = "move"


class MovingApp(GatedApp):
    """Owns the session: nothing else touches it, and never two threads at once."""

    def __init__(self, session: Session, store: SessionKeeper | None) -> None:
        super().__init__()
        self._session = session
        self._store = store
        self._orders: deque[Order] = deque()
        self._under_way: Order | None = None

    @property
    def busy(self) -> bool:
        """Whether a move is being made or waits to be made."""
        return self._under_way is not None or bool(self._orders)

    def order(self, order: Order) -> None:
        """Make a move as soon as those before it are made."""
        self._orders.append(order)
        if self._under_way is None:
            self.next_order()

    def next_order(self) -> None:
        """Start the next move; the handlers of ``Moved`` and ``Refused`` call this."""
        self._under_way = self._orders.popleft() if self._orders else None
        if self._under_way is not None:
            self._make(self._under_way)
        self.working(self._under_way.word if self._under_way else "")

    def working(self, word: str) -> None:
        """Say what is under way; nothing if the word is empty."""
        raise NotImplementedError

    @work(thread=True, exclusive=True, group="moves", exit_on_error=False)
    def _make(self, order: Order) -> None:
        before = len(self._session.moves)
        try:
            reply = order.make(self._session)
        except MmwaitError as error:
            self.post_message(Refused(str(error)))
            return
        except Exception as error:  # noqa: BLE001 - an error inside one move must not end the conversation
            if len(self._session.moves) > before:
                with suppress(Exception):  # a move that cannot be thought through must not stand in the way of the next
                    self._session.undo()
            self.post_message(Refused(record(error)))
            return
        self.post_message(Moved(order.kind, reply, self._session.moves, self._keep()))

    def _keep(self) -> str:
        if self._store is None:
            return ""
        try:
            self._store.save(self._session)
        except StoreError as error:
            return f"not saved: {error}; going on in memory"
        except Exception as error:  # noqa: BLE001 - keeping is a convenience, the conversation is not
            return f"not saved: {record(error)}"
        return ""
