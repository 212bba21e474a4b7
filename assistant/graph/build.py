"""Entries to a directed multigraph: states, causes, findings, questions, fixes and intents, joined by what the entries say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx

from assistant.model.entries import Cause, Finding, Fix, Intent, Question, Signature, StateWord

Graph = nx.MultiDiGraph  # nodes are "kind/id"; every node has kind and title, every edge a relation


def build(
    causes: Iterable[Cause],
    findings: Mapping[str, Finding],
    questions: Iterable[Question],
    fixes: Iterable[Fix],
    intents: Iterable[Intent],
    states: Sequence[StateWord],
    signatures: Iterable[Signature],
) -> Any:
    """The graph. Edges: state -stalls-by-> cause -shows-> finding <-settles- question -runs-> intent; fix -repairs-> cause; signature -asserts-> finding."""
    graph: Any = Graph()
    for name, finding in findings.items():
        graph.add_node(f"finding/{name}", kind="finding", title=finding.title)
    for state in states:
        graph.add_node(f"state/{state.word}", kind="state", title=state.means)
    for intent in intents:
        graph.add_node(f"intent/{intent.intent}", kind="intent", title=intent.title)
    for cause in causes:
        _cause(graph, cause, states)
    for question in questions:
        graph.add_node(f"question/{question.id}", kind="question", title=question.text)
        for answer in question.answers:
            for name in answer.sets:
                graph.add_edge(
                    f"question/{question.id}", f"finding/{name}", key=f"{answer.value}:{name}", relation="settles", how=answer.value
                )
        if question.intent:
            graph.add_edge(f"question/{question.id}", f"intent/{question.intent}", relation="runs", how="")
    for number, fix in enumerate(fixes):
        node = f"fix/{fix.cause}-{number}"
        graph.add_node(node, kind="fix", title=fix.title)
        graph.add_edge(node, f"cause/{fix.cause}", relation="repairs", how="")
        for verify in fix.verify:
            graph.add_edge(node, f"intent/{verify.intent}", relation="verified-by", how="")
    for signature in signatures:
        if not signature.asserts:
            continue
        graph.add_node(f"signature/{signature.id}", kind="signature", title=signature.means)
        for item in signature.asserts:
            graph.add_edge(f"signature/{signature.id}", f"finding/{item.finding}", relation="asserts", how="" if item.value else "not")
    return graph


def _cause(graph: Any, cause: Cause, states: Sequence[StateWord]) -> None:
    node = f"cause/{cause.id}"
    graph.add_node(node, kind="cause", title=cause.title, family=cause.family)
    for item in cause.shows:
        graph.add_edge(node, f"finding/{item.finding}", relation="shows", how=item.how, role=item.role or "")
    for near in cause.tell_apart:
        graph.add_edge(node, f"cause/{near.neighbour}", relation="told-apart-from", how=near.by)
    for role, words in (("initiator", cause.stalls.initiator), ("responder", cause.stalls.responder)):
        for state in states:
            if state.stage in words and role in state.roles and not state.rekey and state.shown_by:
                graph.add_edge(f"state/{state.word}", node, relation="stalls-by", how=words[state.stage], role=role)
