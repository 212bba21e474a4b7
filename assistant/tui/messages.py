"""What workers and widgets tell the app. Workers only post; the app's handlers own the state."""

from __future__ import annotations

from textual.message import Message

from assistant.dialogue import Move, Reply


class Told(Message):
    """A sentence was typed and sent."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()


class Pasted(Message):
    """A block of text was pasted, whole."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()


class Moved(Message):
    """A move was made in a worker: the reply, the moves that stand now, and what could not be saved."""

    def __init__(self, order: str, reply: Reply, moves: tuple[Move, ...], unsaved: str = "") -> None:
        self.order = order
        self.reply = reply
        self.moves = moves
        self.unsaved = unsaved
        super().__init__()


class Refused(Message):
    """A move could not be made; the conversation stands as it was."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__()
