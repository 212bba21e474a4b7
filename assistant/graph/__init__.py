"""The knowledge as one networkx graph with typed walks; the only part that imports networkx."""

from assistant.graph.build import build
from assistant.graph.draw import dot, mermaid
from assistant.graph.walk import Neighbour, search, show

__all__ = ["Neighbour", "build", "dot", "mermaid", "search", "show"]
