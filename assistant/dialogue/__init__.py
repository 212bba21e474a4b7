"""The conversation: moves in, a diagnosis out. Pure: no screen, no clock, no disk of its own."""

from assistant.dialogue.mind import Mind
from assistant.dialogue.moves import AnswerMove, CorrectMove, FocusMove, Move, PasteMove, SayMove, SkipMove
from assistant.dialogue.session import Reply, Session

__all__ = ["AnswerMove", "CorrectMove", "FocusMove", "Mind", "Move", "PasteMove", "Reply", "SayMove", "Session", "SkipMove"]
