"""A repair to try first, a message that asks for the one output that decides, and a case handed over, as text."""

from __future__ import annotations

from assistant.model.diagnosis import Attempt, Diagnosis, HandOver
from assistant.reports.layout import clip, wrap
from assistant.reports.words import BARRED, RECEIVERS, percent, place, standing_line

_BY = 2


def request(message: str, width: int) -> list[str]:
    """The message to the far end's admin, ready to send."""
    out = ["TO SEND (the far end's admin; the one output that decides)"]
    for line in message.split("\n"):
        out += [f"  | {row}" for row in (wrap(line, width - 4) if not line.startswith("  ") else [line])]
    return out


def attempt(tried: Attempt, width: int) -> list[str]:
    """What is said over the steps of a repair that is tried before it is certain."""
    return ["TRY FIRST", *wrap(tried.says, width)]


def handover(case: HandOver, diagnosis: Diagnosis, width: int) -> list[str]:
    """What is known, what is left, what was excluded and by what, what nobody could say: for whoever takes the case."""
    out = [f"HAND OVER ({RECEIVERS[case.to]})", *wrap("Asking more is not worth its time here. What to pass on:", width)]
    tunnel = diagnosis.tunnel
    if tunnel is not None:
        peer = f" with {tunnel.peer}" if tunnel.peer else ""
        out += wrap(f"- Tunnel{peer}: {standing_line(tunnel.standing)}.", width, "  ")
    for item in diagnosis.observations:
        if item.value and item.evidence and item.finding in _telling(diagnosis):
            where = item.evidence[0]
            head = f"- {place(where, diagnosis)}: "
            out.append(head + clip(where.text, max(width - len(head), 20)))
    out += ["Left:"]
    for suspect in case.left:
        out += wrap(f"- {percent(suspect.probability).strip()} {suspect.title}", width, "  ")
    if case.excluded:
        out += ["Excluded:"]
    for gone in case.excluded:
        by = "; ".join(_reason(weight.title, value=weight.value) for weight in gone.by[:_BY])
        out += wrap(f"- {gone.title}: {by}", width, "  ")
    for what in case.unanswered:
        out += wrap(f"- Nobody could say: {what}", width, "  ")
    for barrier in case.barred:
        out += wrap(f"- Not to be had: {BARRED[barrier]}", width, "  ")
    return out


def _telling(diagnosis: Diagnosis) -> set[str]:
    """The findings that weigh for one of the first causes."""
    return {weight.finding for item in diagnosis.suspects[:3] for weight in item.weights if weight.decibans > 1}


def _reason(title: str, *, value: bool) -> str:
    text = title[0].lower() + title[1:] if title[:2] and not title[:2].isupper() else title
    return text if value else f"not so: {text}"
