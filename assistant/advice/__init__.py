"""Cause and facts to the fix, its commands in the user's own names, and the message to the other side."""

from assistant.advice.commands import Values, commands_for, fill
from assistant.advice.fixes import advise, in_words, side_of

__all__ = ["Values", "advise", "commands_for", "fill", "in_words", "side_of"]
