"""The graph as DOT or Mermaid text, whole or around one node."""

from __future__ import annotations

from typing import Any

_SHAPES = {
    "cause": "box",
    "finding": "ellipse",
    "question": "diamond",
    "state": "hexagon",
    "fix": "component",
    "intent": "note",
    "signature": "plaintext",
}


def _around(graph: Any, node: str | None) -> Any:
    if node is None:
        return graph.subgraph(
            [name for name, data in graph.nodes(data=True) if data.get("kind") in {"state", "cause", "finding", "question"}]
        )
    near = {node, *graph.successors(node), *graph.predecessors(node)}
    return graph.subgraph(near)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', "'")


def dot(graph: Any, node: str | None = None) -> str:
    """DOT text of the graph (states, causes, findings, questions), or of everything around one node."""
    part = _around(graph, node)
    out = ["digraph mmwait {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    out += [
        f'  "{name}" [shape={_SHAPES.get(data.get("kind", ""), "box")}, tooltip="{_quoted(data.get("title", ""))}"];'
        for name, data in sorted(part.nodes(data=True))
    ]
    edges = sorted(
        {
            (one, two, data["relation"], data.get("how", "") if data["relation"] in {"shows", "stalls-by"} else "")
            for one, two, data in part.edges(data=True)
        }
    )
    out += [f'  "{one}" -> "{two}" [label="{_quoted((relation + " " + how).strip())}"];' for one, two, relation, how in edges]
    return "\n".join([*out, "}"]) + "\n"


def mermaid(graph: Any, node: str | None = None) -> str:
    """The same as a Mermaid flowchart."""
    part = _around(graph, node)
    names = {name: f"n{number}" for number, name in enumerate(sorted(part.nodes))}
    out = ["flowchart LR"]
    out += [f'  {short}["{_quoted(name)}"]' for name, short in names.items()]
    edges = sorted(
        {
            (one, two, data["relation"], data.get("how", "") if data["relation"] in {"shows", "stalls-by"} else "")
            for one, two, data in part.edges(data=True)
        }
    )
    out += [f"  {names[one]} -->|{_quoted((relation + ' ' + how).strip())}| {names[two]}" for one, two, relation, how in edges]
    return "\n".join(out) + "\n"
