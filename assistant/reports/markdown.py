"""A diagnosis as Markdown for a ticket or a hand-over."""

from __future__ import annotations

from assistant.model.diagnosis import Diagnosis
from assistant.model.explained import Explanation
from assistant.reports import endings, knowns
from assistant.reports.comparison import configurations
from assistant.reports.explanation import explanation_markdown
from assistant.reports.text import fix, ladder, question
from assistant.reports.words import SIDES, VERDICTS, cannot_show, counts, percent, place, standing_line


def markdown(diagnosis: Diagnosis, explained: Explanation | None = None) -> str:
    """The diagnosis with headings and fenced blocks; quoted lines cannot break out of their block.

    ``explained`` adds a section on one cause.
    """
    out = [f"# {VERDICTS[diagnosis.verdict].capitalize()}: {plain(diagnosis.headline)}", ""]
    tunnel = diagnosis.tunnel
    if tunnel is not None:
        out += [f"Tunnel with {plain(tunnel.peer) or 'an unnamed peer'}: {plain(standing_line(tunnel.standing))}.", ""]
    for item in diagnosis.inputs:
        out.append(f"- {plain(item.name)}: {item.platform} {item.kind}, {counts(item)}")
        if item.cannot_show:
            out.append(f"  - {plain(cannot_show(item))}")
    out += _between(diagnosis)
    out += _causes(diagnosis)
    if explained is not None:
        out += ["", *explanation_markdown(explained, diagnosis)]
    for conflict in diagnosis.conflicts:
        out += ["", f"**Conflict:** {plain(conflict.text)}"]
    if diagnosis.progress is not None:
        out += ["", "## After the fix", "", plain(diagnosis.progress.text)]
        out += [f"- {place(where, diagnosis)}: {quoted(where.text)}" for where in diagnosis.progress.evidence]
    if diagnosis.aside:
        out += ["", "## Set aside", "", *(f"- {plain(item.what)} ({plain(item.why)})" for item in diagnosis.aside)]
    out += ["", f"**Confirmed:** the cause was `{diagnosis.resolved}`."] if diagnosis.resolved else []
    out += ["", plain(diagnosis.priors)] if diagnosis.priors else []
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
        out += [f"- {plain(line)} ({plain(knowns.where(fact, diagnosis)) or 'worked out'})" for line, fact in knowns.fact_lines(tunnel)]
    return "\n".join(out) + "\n"


def _between(diagnosis: Diagnosis) -> list[str]:
    """What passed between the ends, and what differs between them."""
    tunnel = diagnosis.tunnel
    out: list[str] = []
    if tunnel is not None and any(step.direction != "note" for step in tunnel.negotiations[-1].steps):
        out += ["", "## Exchange", "", *_fence(ladder(tunnel))]
    if tunnel is not None and tunnel.differences:
        out += ["", "## Differs", ""]
        out += [f"- {plain(line)} ({plain(knowns.where(item, diagnosis))})" for line, item in knowns.differs(tunnel)]
    if said := configurations(diagnosis, 100):
        out += ["", "## Configurations", "", *_fence(said)]
    return out


def _causes(diagnosis: Diagnosis) -> list[str]:
    """The causes, and why the first of them leads."""
    out: list[str] = []
    if diagnosis.suspects:
        out += ["", "## Causes", "", "| probability | cause | where |", "|---|---|---|"]
        out += [
            f"| {percent(item.probability)} | {plain(item.title)} (`{item.id}`) | {SIDES.get(item.side, item.side)} |"
            for item in diagnosis.suspects[:6]
        ]
    head = diagnosis.suspects[0] if diagnosis.suspects else None
    if head is not None and head.weights:
        out += ["", f"## Why {plain(head.title)}", ""]
        for weight in head.weights[:6]:
            out.append(
                f"- {'for' if weight.decibans > 0 else 'against'} ({weight.decibans:+.0f} dB): {'' if weight.value else 'not so: '}{plain(weight.title)}"
            )
            out += [f"  - {place(where, diagnosis)}: {quoted(where.text)}" for where in weight.evidence[:2]]
    return out


def quoted(text: str) -> str:
    """A line of a text as code that it cannot leave."""
    return f"`{text.strip().replace('`', chr(39))[:200]}`"


def plain(text: str) -> str:
    """Text that Markdown takes as text."""
    for char in "\\`*_[]<>|#":
        text = text.replace(char, "\\" + char)
    return text


def _fence(lines: list[str]) -> list[str]:
    longest = max((len(line) - len(line.lstrip("`")) for line in lines), default=0)
    marks = "`" * max(3, longest + 1)
    return [f"{marks}text", *lines, marks]
