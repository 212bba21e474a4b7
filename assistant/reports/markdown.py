"""A diagnosis as Markdown for a ticket or a hand-over."""

from __future__ import annotations

from assistant.model.diagnosis import Diagnosis
from assistant.reports import endings, knowns
from assistant.reports.text import fix, ladder, question
from assistant.reports.words import SIDES, VERDICTS, cannot_show, counts, percent, place, standing_line


def markdown(diagnosis: Diagnosis) -> str:
    """The diagnosis with headings and fenced blocks; quoted lines cannot break out of their block."""
    out = [f"# {VERDICTS[diagnosis.verdict].capitalize()}: {_plain(diagnosis.headline)}", ""]
    tunnel = diagnosis.tunnel
    if tunnel is not None:
        out += [f"Tunnel with {_plain(tunnel.peer) or 'an unnamed peer'}: {_plain(standing_line(tunnel.standing))}.", ""]
    for item in diagnosis.inputs:
        out.append(f"- {_plain(item.name)}: {item.platform} {item.kind}, {counts(item)}")
        if item.cannot_show:
            out.append(f"  - {_plain(cannot_show(item))}")
    if tunnel is not None and any(step.direction != "note" for step in tunnel.negotiations[-1].steps):
        out += ["", "## Exchange", "", *_fence(ladder(tunnel))]
    if tunnel is not None and tunnel.differences:
        out += ["", "## Differs", ""]
        out += [f"- {_plain(line)} ({_plain(knowns.where(item, diagnosis))})" for line, item in knowns.differs(tunnel)]
    if diagnosis.suspects:
        out += ["", "## Causes", "", "| probability | cause | where |", "|---|---|---|"]
        out += [
            f"| {percent(item.probability)} | {_plain(item.title)} (`{item.id}`) | {SIDES.get(item.side, item.side)} |"
            for item in diagnosis.suspects[:6]
        ]
    head = diagnosis.suspects[0] if diagnosis.suspects else None
    if head is not None and head.weights:
        out += ["", f"## Why {_plain(head.title)}", ""]
        for weight in head.weights[:6]:
            out.append(
                f"- {'for' if weight.decibans > 0 else 'against'} ({weight.decibans:+.0f} dB): {'' if weight.value else 'not so: '}{_plain(weight.title)}"
            )
            out += [f"  - {place(where, diagnosis)}: `{where.text.strip().replace('`', chr(39))[:200]}`" for where in weight.evidence[:2]]
    for conflict in diagnosis.conflicts:
        out += ["", f"**Conflict:** {_plain(conflict.text)}"]
    if diagnosis.attempt is not None:
        out += ["", "## Try first", "", *_fence([diagnosis.attempt.says, *fix(diagnosis.attempt.advice)])]
    if diagnosis.question is not None:
        out += ["", "## Next question", "", *_fence(question(diagnosis.question)[1:])]
    if diagnosis.request:
        out += ["", "## To send to the far end", "", *_fence(diagnosis.request.split("\n"))]
    if diagnosis.handover is not None:
        out += ["", "## Hand over", "", *_fence(endings.handover(diagnosis.handover, diagnosis, 100))]
    if diagnosis.fix is not None:
        out += ["", "## Fix", "", *_fence(fix(diagnosis.fix))]
    if tunnel is not None and tunnel.facts:
        out += ["", "## Facts", ""]
        out += [f"- {_plain(line)} ({_plain(knowns.where(fact, diagnosis)) or 'worked out'})" for line, fact in knowns.fact_lines(tunnel)]
    return "\n".join(out) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown takes as text."""
    for char in "\\`*_[]<>|#":
        text = text.replace(char, "\\" + char)
    return text


def _fence(lines: list[str]) -> list[str]:
    longest = max((len(line) - len(line.lstrip("`")) for line in lines), default=0)
    marks = "`" * max(3, longest + 1)
    return [f"{marks}text", *lines, marks]
