"""Typed answers from the graph; nobody outside this package sees networkx."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Neighbour(Struct, frozen=True):
    """One edge of a node. ``outward`` tells its direction."""

    relation: str
    node: str
    title: str
    how: str = ""
    role: str = ""
    outward: bool = True


def show(graph: Any, node: str) -> tuple[str, list[Neighbour]] | None:
    """A node's title and all its edges, or ``None`` if there is no such node (``kind/`` may be left out if the rest is unique)."""
    if node not in graph:
        hits = [name for name in graph if name.partition("/")[2] == node]
        if len(hits) != 1:
            return None
        node = hits[0]
    found = [_edge(graph, other, data, outward=True) for _, other, data in graph.out_edges(node, data=True)]
    found += [_edge(graph, other, data, outward=False) for other, _, data in graph.in_edges(node, data=True)]
    return graph.nodes[node].get("title", ""), sorted(found, key=lambda item: (item.relation, item.node, item.how))


def _edge(graph: Any, other: str, data: dict[str, str], *, outward: bool) -> Neighbour:
    return Neighbour(data["relation"], other, graph.nodes[other].get("title", ""), data.get("how", ""), data.get("role", ""), outward)


def search(graph: Any, words: str) -> list[tuple[str, str]]:
    """Nodes whose id or title holds all the words, ignoring case: (node, title)."""
    wanted = words.lower().split()
    hits = [(name, data.get("title", "")) for name, data in graph.nodes(data=True)]
    return sorted((name, title) for name, title in hits if all(word in f"{name} {title}".lower() for word in wanted))
