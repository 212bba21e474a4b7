"""Findings to belief, to the next question, to a verdict in words."""

from assistant.reasoning.ask import best_questions, survey
from assistant.reasoning.belief import Belief, infer
from assistant.reasoning.conflicts import conflicts_of
from assistant.reasoning.network import Network
from assistant.reasoning.verdict import judge

__all__ = ["Belief", "Network", "best_questions", "conflicts_of", "infer", "judge", "survey"]
