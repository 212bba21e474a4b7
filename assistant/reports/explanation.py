"""An explanation as text, Markdown and plain values: the sum of evidence with its lines, what is open, what would change it."""

from __future__ import annotations

from typing import Any

from assistant.model.diagnosis import AskedQuestion, Diagnosis
from assistant.model.explained import Account, Explanation, Piece, Turn
from assistant.reports.contract import evidence_values
from assistant.reports.layout import clip, wrap
from assistant.reports.words import ASKED, COSTS, percent, place

SCHEMA = "mmwait.explanation/1"
_SAID = "The probability that is said is this sharpened by a constant that cases with known causes gave."
_INDENT = " " * 10


def explanation(found: Explanation, diagnosis: Diagnosis, width: int = 80) -> list[str]:
    """The explanation wrapped to ``width`` columns; every piece of evidence with its lines."""
    out = wrap(f"{'WHY' if found.leads else 'WHY NOT'} {found.title} [{found.cause}], {percent(found.probability)}", width)
    out += ["", *wrap(_against(found), width)]
    for piece in found.versus.pieces:
        out += wrap(f"{_signed(piece.decibans):>8}  {_titled(piece)}", width, _INDENT)
        for where in piece.evidence[:2]:
            head = f"{_INDENT}{place(where, diagnosis)}: "
            out.append(head + clip(where.text, max(width - len(head), 20)))
    out += [f"{_signed(found.versus.total):>8}  in all, each of the two taken as the only cause"]
    out += ["", *wrap(f"Against everything else together: {_overall(found.overall)}. {_SAID}", width)]
    out += ["", "STILL UNKNOWN (worth in dB if it is so / if it is not)"]
    for item in found.unknown:
        out += wrap(f"{_signed(item.yes):>8} /{_signed(item.no):>6}  {item.title}{_how(item.question)}", width, " " * 18)
    if not found.unknown:
        out += wrap("  Nothing that is open would tell the two apart.", width)
    out += ["", "WHAT WOULD CHANGE THIS"]
    for turn in found.turns:
        out += wrap(f"  {_turn(turn, found)}", width, "    ")
    if not found.turns:
        out += wrap(f"  {_no_turn(found)}", width, "    ")
    return out


def explanation_markdown(found: Explanation, diagnosis: Diagnosis) -> list[str]:
    """The explanation as a section of a Markdown report; quoted lines cannot break out of their marks."""
    from assistant.reports.markdown import plain, quoted  # noqa: PLC0415 - markdown asks for this section itself

    out = [f"## {'Why' if found.leads else 'Why not'} {plain(found.title)}, {percent(found.probability)}", "", plain(_against(found)), ""]
    out += ["| dB | evidence | lines |", "|---:|---|---|"]
    for piece in found.versus.pieces:
        lines = "<br>".join(f"{place(where, diagnosis)}: {quoted(where.text).replace('|', '/')}" for where in piece.evidence[:2])
        out.append(f"| {_signed(piece.decibans)} | {plain(_titled(piece))} | {lines} |")
    out += [f"| {_signed(found.versus.total)} | in all, each of the two taken as the only cause | |", ""]
    out += [f"Against everything else together: {_overall(found.overall)}.", "", "### Still unknown", ""]
    out += [f"- {_signed(item.yes)} / {_signed(item.no)} dB: {plain(item.title + _how(item.question))}" for item in found.unknown]
    out += [] if found.unknown else ["Nothing that is open would tell the two apart."]
    out += ["", "### What would change this", ""]
    out += [f"- {plain(_turn(turn, found))}" for turn in found.turns] or [plain(_no_turn(found))]
    return out


def explanation_values(found: Explanation, diagnosis: Diagnosis) -> dict[str, Any]:
    """The explanation as plain values (schema ``mmwait.explanation/1``); weights are not rounded, so that they add up."""
    return {
        "schema": SCHEMA,
        "cause": found.cause,
        "title": found.title,
        "probability": round(found.probability, 4),
        "leads": found.leads,
        "versus": _account(found.versus, diagnosis),
        "overall": _account(found.overall, diagnosis),
        "unknown": [
            {"finding": item.finding, "title": item.title, "yes": item.yes, "no": item.no, "question": _asked(item.question)}
            for item in found.unknown
        ],
        "turns": [
            {
                "question": _asked(item.question),
                "value": item.value,
                "label": item.label,
                "chance": round(item.chance, 4),
                "leader": item.leader,
                "probability": round(item.probability, 4),
                "own": round(item.own, 4),
            }
            for item in found.turns
        ],
    }


def _account(account: Account, diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "against": account.against or None,
        "pieces": [
            {
                "id": piece.what,
                "value": "yes" if piece.value else "no",
                "title": piece.title,
                "decibans": piece.decibans,
                "evidence": [evidence_values(where, diagnosis.inputs) for where in piece.evidence],
            }
            for piece in account.pieces
        ],
        "remainder": account.remainder,
        "total": account.total,
    }


def _asked(question: AskedQuestion | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "id": question.id,
        "text": question.text,
        "asks": question.asks,
        "cost": question.cost,
        "commands": [command.run for command in question.commands],
    }


def _against(found: Explanation) -> str:
    rival = f"{found.versus.against_title} [{found.versus.against}]"
    return (
        f"Weighed against {'the next' if found.leads else 'what leads'}: {rival}. Decibans: +10 is ten times the odds for it, -10 a tenth."
    )


def _signed(decibans: float) -> str:
    """One decimal with its sign; what rounds to nothing has no minus."""
    return f"{round(decibans, 1) + 0.0:+.1f}"


def _titled(piece: Piece) -> str:
    return piece.title if piece.value else f"not so: {piece.title[0].lower() + piece.title[1:]}"


def _overall(account: Account) -> str:
    prior = next((piece.decibans for piece in account.pieces if piece.what == "prior"), 0.0)
    rest = account.total - prior - account.remainder
    return f"prior {_signed(prior)} dB, what was read {_signed(rest)} dB, what this excludes only together {_signed(account.remainder)} dB, in all {_signed(account.total)} dB"


def _how(question: AskedQuestion | None) -> str:
    """Which command or person tells it."""
    if question is None:
        return " (only a line in a text would show it)"
    run = f": {question.commands[0].run}" if question.commands else ""
    return f" ({ASKED[question.asks]}, {COSTS[question.cost]}{run})"


def _turn(turn: Turn, found: Explanation) -> str:
    what = (
        f"{turn.leader_title} [{turn.leader}] would lead with {percent(turn.probability)}"
        if found.leads
        else f"it would stand at {percent(turn.own)}, above what leads now"
    )
    return f"{turn.question.text} - if {turn.label!r} ({percent(turn.chance)} likely): {what}{_how(turn.question)}"


def _no_turn(found: Explanation) -> str:
    return "No single answer would put another cause first." if found.leads else "No single answer would put it above what leads now."


__all__ = ["explanation", "explanation_markdown", "explanation_values"]
