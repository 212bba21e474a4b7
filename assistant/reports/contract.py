"""The JSON contract ``mmwait.diagnosis/1``: stable keys that other programs rely on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.model.diagnosis import Advice, AskedQuestion, Diagnosis, ShownCommand
from assistant.model.observed import Chunk, Evidence, Input
from assistant.reports.words import iso

SCHEMA = "mmwait.diagnosis/1"


def contract(diagnosis: Diagnosis, *, turn: bool = False) -> dict[str, Any]:
    """The diagnosis as plain values, in the contract's form."""
    tunnel = diagnosis.tunnel
    standing = tunnel.standing if tunnel else None
    facts = tunnel.facts if tunnel else {}
    known = {item.finding for item in diagnosis.observations}
    inputs = diagnosis.inputs
    result: dict[str, Any] = {
        "schema": SCHEMA,
        "inputs": [
            {
                "name": item.name,
                "side": item.side,
                "platform": item.platform,
                "kind": item.kind,
                "lines": sum(1 for line in item.lines if line.text.strip()),
                "recognised": item.recognised,
                "unrecognised": len(item.unread),
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
            "platform": inputs[-1].platform if inputs else None,
            "peer_platform": None,
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
            {"id": item.finding, "value": "yes" if item.value else "no", "evidence": [_evidence(where, inputs) for where in item.evidence]}
            for item in diagnosis.observations
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
            {"text": item.text, "evidence": [_evidence(where, inputs) for where in item.evidence]} for item in diagnosis.conflicts
        ],
        "question": _question(diagnosis.question),
        "fix": _fix(diagnosis.fix),
    }
    if diagnosis.decides:
        result["decides"] = diagnosis.decides
    if diagnosis.others:
        result["others"] = [
            {"peer": other.peer or None, "state": other.standing.state or None, "verdict": verdict}
            for other, verdict in zip(diagnosis.others, diagnosis.others_verdicts, strict=True)
        ]
    if turn:
        result["turn"] = diagnosis.turn
    return result


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


def _evidence(where: Evidence, inputs: Sequence[Input]) -> dict[str, Any]:
    name = inputs[where.input].name if 0 <= where.input < len(inputs) else "said"
    return {"input": name, "line": where.line, "text": where.text}


def _question(question: AskedQuestion | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "id": question.id,
        "text": question.text,
        "why": question.why,
        "answers": [{"value": choice.value, "label": choice.label} for choice in question.answers],
        "asks": question.asks,
        "cost": question.cost,
        "commands": [_line(command) for command in question.commands],
    }


def _line(command: ShownCommand) -> str:
    return command.run


def _fix(fix: Advice | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "cause": fix.cause,
        "title": fix.title,
        "side": fix.side,
        "steps": [
            {
                "text": step.text,
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
