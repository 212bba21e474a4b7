"""The JSON contract ``mmwait.diagnosis/1``: stable keys that other programs rely on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.exchange.proposals.words import sentence
from assistant.model.diagnosis import Advice, AskedQuestion, Diagnosis, HandOver, Progress, ShownCommand
from assistant.model.observed import Chunk, Difference, Evidence, Input, Proposal, Tunnel, Unread
from assistant.reports.comparison import comparison_values
from assistant.reports.words import clocks_line, iso

SCHEMA = "mmwait.diagnosis/1"


def contract(diagnosis: Diagnosis, *, turn: bool = False, unread: bool = False) -> dict[str, Any]:
    """The diagnosis as plain values, in the contract's form. ``unread`` lists the lines that were not read, or only loosely."""
    tunnel = diagnosis.tunnel
    standing = tunnel.standing if tunnel else None
    facts = tunnel.facts if tunnel else {}
    known = {item.finding for item in diagnosis.observations}
    inputs = diagnosis.inputs
    own = [item for item in inputs if item.side == "local"]
    result: dict[str, Any] = {
        "schema": SCHEMA,
        "inputs": [
            {
                "name": item.name,
                "side": item.side,
                "platform": item.platform,
                "kind": item.kind,
                "lines": item.filled,
                "ike_lines": item.ike,
                "recognised": item.recognised,
                "read_loosely": len(item.loosely),
                "unrecognised": len(item.unread),
                "cannot_show": list(item.cannot_show),
                **({"loosely": [_left(line) for line in item.loosely], "unread": [_left(line) for line in item.unread]} if unread else {}),
                "chunks": [_chunk(chunk) for chunk in item.chunks],
            }
            for item in inputs
        ],
        "tunnel": {
            "local": facts["local"].value if "local" in facts else None,
            "peer": (tunnel.peer or None) if tunnel else None,
            "ike": standing.ike if standing else None,
            "mode": (standing.mode or None) if standing else None,
            "role": standing.role if standing else None,
            "platform": (own or inputs)[-1].platform if inputs else None,
            "peer_platform": facts["peer_platform"].value if "peer_platform" in facts else None,
        },
        "stage": {
            "state": (standing.state or None) if standing else None,
            "phase": standing.phase if standing else None,
            "last_sent": (standing.last_sent or None) if standing else None,
            "last_received": (standing.last_received or None) if standing else None,
            "awaited": (standing.awaited or None) if standing else None,
            "stalled": standing.stalled if standing else False,
        },
        "findings": [
            {
                "id": item.finding,
                "value": "yes" if item.value else "no",
                "evidence": [evidence_values(where, inputs) for where in item.evidence],
                **({"loosely": True} if item.reliability == "loose" else {}),
            }
            for item in diagnosis.observations
        ],
        "differences": [_difference(item, tunnel.standing.ike, inputs) for item in tunnel.differences] if tunnel else [],
        "proposals": [_proposal(item, inputs) for item in tunnel.proposals] if tunnel else [],
        "facts": [
            {"name": item.name, "value": item.value, "others": list(item.others), "evidence": evidence_values(item.evidence, inputs)}
            for item in facts.values()
        ],
        "causes": [
            {
                "id": item.id,
                "family": item.family,
                "title": item.title,
                "side": item.side,
                "probability": item.probability,
                "findings": [weight.finding for weight in item.weights if weight.decibans > 0 and weight.finding in known],
            }
            for item in diagnosis.suspects
        ],
        "verdict": diagnosis.verdict,
        "headline": diagnosis.headline,
        "conflicts": [
            {
                "text": item.text,
                "evidence": [evidence_values(where, inputs) for where in item.evidence],
                **({"id": item.id, "choices": [{"value": one.value, "label": one.label} for one in item.choices]} if item.choices else {}),
            }
            for item in diagnosis.conflicts
        ],
        "question": _question(diagnosis.question),
        "fix": _fix(diagnosis.fix),
    }
    if tunnel is not None and (tunnel.clocks is not None or any(step.there for step in tunnel.negotiations[-1].steps)):
        result["exchange"] = _exchange(tunnel, inputs)
    if diagnosis.compared is not None:
        result["comparison"] = comparison_values(diagnosis.compared)
    if diagnosis.decides:
        result["decides"] = diagnosis.decides
    if diagnosis.attempt is not None:
        tried = diagnosis.attempt
        result["attempt"] = {"cause": tried.cause, "probability": tried.probability, "says": tried.says, "fix": _fix(tried.advice)}
    if diagnosis.request:
        result["request"] = diagnosis.request
    if diagnosis.handover is not None:
        result["handover"] = _handover(diagnosis.handover)
    if diagnosis.others:
        result["others"] = [
            {
                "peer": other.peer or None,
                "state": other.standing.state or None,
                "verdict": brief.verdict,
                "cause": brief.cause or None,
                "probability": brief.probability,
            }
            for other, brief in zip(diagnosis.others, diagnosis.others_briefs, strict=True)
        ]
    if diagnosis.progress is not None:
        result["progress"] = _progress(diagnosis.progress, inputs)
    if diagnosis.aside:
        result["set_aside"] = [
            {"what": item.what, "why": item.why, "evidence": [evidence_values(where, inputs) for where in item.evidence]}
            for item in diagnosis.aside
        ]
    if diagnosis.resolved:
        result["resolved"] = diagnosis.resolved
    if diagnosis.priors:
        result["priors"] = diagnosis.priors
    if turn:
        result["turn"] = diagnosis.turn
    return result


def _left(line: Unread) -> dict[str, Any]:
    """A line that was not read closely, with what it is taken for and what it is like."""
    near = {"id": line.nearest, "means": line.nearest_means, "likeness": line.likeness} if line.nearest_means else None
    return {"line": line.line, "text": line.text, "means": line.loosely or None, "nearest": near}


def _exchange(tunnel: Tunnel, inputs: Sequence[Input]) -> dict[str, Any]:
    """The ladder of both ends; ``offset`` is the seconds to add to the far end's times. Only where its text was laid beside."""
    clocks = tunnel.clocks
    return {
        "clocks": {"offset": clocks.offset, "pairs": clocks.pairs, "text": clocks_line(clocks)} if clocks is not None else None,
        "steps": [
            {
                "label": step.label,
                "direction": step.direction,
                "there": step.there,
                "implied": step.implied,
                "evidence": evidence_values(Evidence(step.input, step.line, step.text), inputs),
                "far": evidence_values(step.far, inputs) if step.far is not None else None,
                "refused": evidence_values(step.refused, inputs) if step.refused is not None else None,
            }
            for step in tunnel.negotiations[-1].steps
            if step.direction != "note"
        ],
    }


def _chunk(chunk: Chunk) -> dict[str, Any]:
    return {
        "platform": chunk.platform,
        "kind": chunk.kind,
        "side": chunk.side,
        "first": chunk.first,
        "last": chunk.last,
        "from": iso(chunk.since),
        "to": iso(chunk.until),
    }


def evidence_values(where: Evidence, inputs: Sequence[Input]) -> dict[str, Any]:
    """A line as plain values; ``said`` stands for the user's own words."""
    name = inputs[where.input].name if 0 <= where.input < len(inputs) else "said"
    return {"input": name, "line": where.line, "text": where.text}


def _difference(item: Difference, ike: str, inputs: Sequence[Input]) -> dict[str, Any]:
    return {
        "phase": item.phase,
        "kind": item.kind,
        "theirs": item.theirs or None,
        "ours": item.ours or None,
        "text": sentence(item, ike),
        "weak": item.weak or None,
        "stops": item.stops,
        "evidence": [evidence_values(where, inputs) for where in item.evidence],
    }


def _proposal(item: Proposal, inputs: Sequence[Input]) -> dict[str, Any]:
    return {
        "phase": item.phase,
        "whose": item.whose,
        "number": item.number or None,
        "transforms": [{"kind": part.kind, "name": part.name} for part in item.transforms],
        "evidence": [evidence_values(where, inputs) for where in item.evidence],
    }


def _progress(progress: Progress, inputs: Sequence[Input]) -> dict[str, Any]:
    return {
        "word": progress.word,
        "cause": progress.cause or None,
        "text": progress.text,
        "before": progress.before or None,
        "after": progress.after or None,
        "evidence": [evidence_values(where, inputs) for where in progress.evidence],
        "verify": [{"command": check.command, "expect": check.expect, "otherwise": check.otherwise} for check in progress.verify],
    }


def _question(question: AskedQuestion | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "id": question.id,
        "text": question.text,
        "why": question.why,
        "answers": [
            {"value": choice.value, "label": choice.label, **({"would": choice.would} if choice.would else {})}
            for choice in question.answers
        ],
        "asks": question.asks,
        "cost": question.cost,
        "commands": [_line(command) for command in question.commands],
        **({"beside": list(question.beside)} if question.beside else {}),
        **({"follows": question.follows} if question.follows else {}),
    }


def _handover(case: HandOver) -> dict[str, Any]:
    return {
        "to": case.to,
        "left": [{"id": item.id, "probability": item.probability} for item in case.left],
        "excluded": [
            {"id": item.cause, "by": [{"finding": weight.finding, "value": "yes" if weight.value else "no"} for weight in item.by]}
            for item in case.excluded
        ],
        "unanswered": list(case.unanswered),
        "barred": list(case.barred),
    }


def _line(command: ShownCommand) -> str:
    return command.run


def _fix(fix: Advice | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "cause": fix.cause,
        "title": fix.title,
        **({"unproven": True} if fix.unproven else {}),
        "side": fix.side,
        **({"platform": fix.platform} if fix.platform and not fix.assumed else {}),
        "steps": [
            {
                "text": step.text,
                **({"place": step.place} if step.place else {}),
                "commands": [_line(command) for command in step.commands],
                "impact": step.impact,
                "undo": step.undo,
                "undo_commands": [_line(command) for command in step.undo_commands],
            }
            for step in fix.steps
        ],
        "verify": [{"command": check.command, "expect": check.expect, "otherwise": check.otherwise} for check in fix.verify],
        "message": fix.message or None,
    }
