"""A diagnosis as plain text for a terminal or a ticket; no colour, understandable without it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model.diagnosis import Advice, AskedQuestion, Check, Conflict, Diagnosis, SetAside, ShownCommand, Suspect
from assistant.model.observed import Step, Tunnel, Unread
from assistant.reports import endings, knowns
from assistant.reports.comparison import configurations
from assistant.reports.layout import clip, wrap
from assistant.reports.tunnels import attempts, table
from assistant.reports.words import (
    ASKED,
    COSTS,
    MESSAGES,
    SIDES,
    UNPROVEN,
    VERDICTS,
    cannot_show,
    clock,
    clocks_line,
    counts,
    nearest,
    percent,
    place,
    shown_chunks,
    standing_line,
)

_SHOWN = 5
_TUNNELS = 8
_WORTH = 0.02
MAX_RUNGS = 24
_PARTS = 12


def text(diagnosis: Diagnosis, *, width: int = 80, unread: bool = False, facts: bool = False) -> str:
    """The whole diagnosis, wrapped to ``width`` columns. ``facts`` lists every fact with its line at the end."""
    out: list[str] = []
    out += wrap(f"{VERDICTS[diagnosis.verdict]}: {diagnosis.headline}", width)
    tunnel = diagnosis.tunnel
    if tunnel is not None:
        peer = f" with {tunnel.peer}" if tunnel.peer else ""
        out += wrap(f"Tunnel{peer}: {standing_line(tunnel.standing)}.", width)
        known = knowns.head(tunnel)
        out += wrap(f"Facts: {known}.", width, "  ") if known and not facts else []
    out += _inputs(diagnosis, width, unread=unread)
    if diagnosis.others:
        out += [
            "",
            f"TUNNELS ({len(diagnosis.others) + 1} seen, the troubled ones first; --peer turns to one)",
            *table(diagnosis, width, _TUNNELS),
        ]
    if tunnel is not None and any(step.direction != "note" for step in tunnel.negotiations[-1].steps):
        out += ["", "EXCHANGE", *ladder(tunnel, width=width)]
    if tunnel is not None and tunnel.differences:
        out += ["", "DIFFERS", *differs(tunnel, diagnosis, width)]
    if said := configurations(diagnosis, width):
        out += ["", "CONFIGURATIONS", *said]
    number = 0
    for conflict in diagnosis.conflicts:
        out += ["", *wrap("CONFLICT: " + conflict.text, width)]
        out += [f"  {place(where, diagnosis)}: {clip(where.text, width - 20)}" for where in conflict.evidence]
        if conflict.choices:
            number += 1
            out += [row for line in trusted(conflict, number) for row in wrap(f"  {line}", width, "    ")]
    out += since_fix(diagnosis, width)
    if diagnosis.suspects and diagnosis.verdict != "healthy":
        out += ["", "CAUSES", *_causes(diagnosis, width)]
    if diagnosis.attempt is not None:
        out += ["", *endings.attempt(diagnosis.attempt, width), *fix(diagnosis.attempt.advice, width)]
    if diagnosis.question is not None:
        out += ["", *question(diagnosis.question, width)]
    if diagnosis.request:
        out += ["", *endings.request(diagnosis.request, width)]
    if diagnosis.handover is not None:
        out += ["", *endings.handover(diagnosis.handover, diagnosis, width)]
    if diagnosis.fix is not None:
        out += ["", *fix(diagnosis.fix, width)]
    if facts and tunnel is not None and tunnel.facts:
        out += ["", "FACTS"]
        for line, fact in knowns.fact_lines(tunnel):
            out += wrap(f"  {line} [{knowns.where(fact, diagnosis) or 'worked out'}]", width, "    ")
    return "\n".join(out) + "\n"


def trusted(conflict: Conflict, number: int) -> list[str]:
    """What may be trusted of two that cannot be true together, with the words that say so; the other is set aside."""
    return [f"trust {number} {at}: {choice.label}" for at, choice in enumerate(conflict.choices, start=1)]


def since_fix(diagnosis: Diagnosis, width: int) -> list[str]:
    """What came of a fix, what was set aside and why, what the user confirmed, and whose priors are in use."""
    out: list[str] = []
    if diagnosis.progress is not None:
        out += ["", *wrap(f"AFTER THE FIX: {diagnosis.progress.text}", width)]
        out += [f"  {place(where, diagnosis)}: {clip(where.text, width - 20)}" for where in diagnosis.progress.evidence]
    if diagnosis.aside:
        out += ["", "SET ASIDE"]
        for why in dict.fromkeys(item.why for item in diagnosis.aside):
            parts = [_aside(item, diagnosis) for item in diagnosis.aside if item.why == why]
            out += wrap(f"  {why[:1].upper()}{why[1:]}: {'; '.join(parts)}.", width, "    ")
    out += ["", *wrap(f"CONFIRMED: the cause was {diagnosis.resolved}.", width)] if diagnosis.resolved else []
    out += ["", *wrap(diagnosis.priors, width)] if diagnosis.priors else []
    return out


def _aside(item: SetAside, diagnosis: Diagnosis) -> str:
    lines = ", ".join(dict.fromkeys(place(where, diagnosis) for where in item.evidence[:2]))
    return f"{item.what}{' (' + lines + ')' if lines else ''}"


def differs(tunnel: Tunnel, diagnosis: Diagnosis, width: int) -> list[str]:
    """Each transform that keeps the ends apart, with both values and their lines quoted."""
    out: list[str] = []
    for line, item in knowns.differs(tunnel):
        out += wrap(f"  {line}", width, "    ")
        for evidence in item.evidence[:2]:
            head = f"      {place(evidence, diagnosis)}: "
            out.append(head + clip(evidence.text, max(width - len(head), 20)))
    return out


def _inputs(diagnosis: Diagnosis, width: int, *, unread: bool) -> list[str]:
    out: list[str] = []
    for item in diagnosis.inputs:
        side = " from the far end" if item.side == "remote" else ""
        what = f"{item.platform} {item.kind}" if item.platform != "unknown" else "nothing known"
        hint = " (--unread lists them)" if (item.unread or item.loosely) and not unread else ""
        out += wrap(f"Read {item.name}{side} as {what}: {counts(item)}{hint}.", width)
        out += [f"  note: {note}" for note in item.notes]
        shown = shown_chunks(item.chunks)
        out += [row for line in shown[:_PARTS] for row in wrap(f"  {line}", width, "    ")]
        out += [f"  and {len(shown) - _PARTS} more parts"] if len(shown) > _PARTS else []
        if item.cannot_show:
            out += wrap(f"  {cannot_show(item)}", width, "  ")
        if unread:
            out += _left("Read loosely", item.loosely, width) + _left("Not recognised", item.unread, width)
    return out


def _left(title: str, lines: Sequence[Unread], width: int) -> list[str]:
    """Lines that were not read closely, each with what it is like."""
    out = [f"  {title}:"] if lines else []
    for line in lines:
        out.append(f"  {line.line:>5}: {clip(line.text, width - 9)}")
        if like := nearest(line):
            out += wrap(f"         {like}", width, " " * 11)
    return out


def ladder(tunnel: Tunnel, *, width: int = 80) -> list[str]:
    """The exchange drawn as a ladder: this end on the left, the peer on the right.

    With the far end's text beside, each message says where it stands there, or that it was never seen there; what
    the far end sent in vain and its reason for a refusal have rows of their own, with the lines of its text.
    """
    steps = [step for step in tunnel.negotiations[-1].steps if step.direction != "note"]
    room = min(max(width - (50 if any(step.there for step in steps) else 31), 30), 52)
    out = [f"{'':10}{'this end':<{room - 2}}{tunnel.peer or 'peer':>12}"]
    repeated = attempts(tunnel)
    if repeated:
        out += wrap(f"{'':10}({repeated})", width, " " * 11)
    said = clocks_line(tunnel.clocks)
    if said:
        out += wrap(f"{'':10}({said})", width, " " * 11)
    if len(steps) > MAX_RUNGS:
        out.append(f"{'':10}({len(steps) - MAX_RUNGS} earlier steps not drawn)")
        steps = steps[-MAX_RUNGS:]
    for step in steps:
        out += _rung(step, room, width)
    standing = tunnel.standing
    if standing.awaited and "owed" not in standing.awaited:
        came = any(step.label == standing.awaited and step.direction == "received" and step.there != "lost" for step in steps)
        end = "came and was not accepted" if came else "awaited, never came" if standing.stalled else "awaited"
        wait = f"...{standing.awaited} {end}"
        out.append(f"{'':15}<{wait:.>{room}}")
    elif standing.awaited:
        out.append(f"{'':15}{standing.awaited}")
    return out


def _rung(step: Step, room: int, width: int) -> list[str]:
    """One message: time, gap, arrow, its line here and what the far end's text shows of it."""
    gap = f"+{step.gap:.0f}s" if step.gap is not None and step.gap >= 1 else ""
    name = f"{step.label} {MESSAGES.get(step.label, '')}".strip()
    if step.label == "INFO" and step.encrypted is False:
        name = "INFO notify, NOT encrypted"
    head = f"{clock(step.time)} {gap:>5} "
    if step.there == "lost":
        return [f"{head}{'x- - ' + clip(name, room - 10) + ' - -':<{room + 1}} sent there, line {step.line}, never came"]
    body = clip(f"{'RESENT ' if step.direction == 'resent' else ''}{name}", room - 3)
    arrow = f"{'--' + body + ' ':-<{room}}>" if step.direction != "received" else f"<{' ' + body + '--':->{room}}"
    there = f", there line {step.far.line}" if step.far is not None else ", NOT seen there" if step.there == "missing" else ""
    out = [f"{head}{arrow} line {step.line}{' (implied)' if step.implied else there}"]
    if step.refused is not None:
        lead = f"{'':15}there, line {step.refused.line}: "
        out.append(lead + clip(step.refused.text, max(width - len(lead), 20)))
    return out


def _causes(diagnosis: Diagnosis, width: int) -> list[str]:
    out: list[str] = []
    shown = [item for item in diagnosis.suspects if item.id == "unknown" or item.probability >= _WORTH]
    top = [item for item in shown if item.id != "unknown"][:_SHOWN]
    for number, item in enumerate(top):
        where = SIDES.get(item.side, item.side)
        out += wrap(f"{percent(item.probability):>5}  {item.title} [{item.id}; {where}]", width, " " * 7)
        if number < 3:  # noqa: PLR2004 - the first three with their proof
            out += reasons(item, diagnosis, width)
    out += [f"{percent(item.probability):>5}  {item.title}" for item in shown if item.id == "unknown"]
    return out


def reasons(item: Suspect, diagnosis: Diagnosis, width: int, most: int = 4) -> list[str]:
    """What speaks for and against a cause, each with its lines."""
    out: list[str] = []
    for weight in [entry for entry in item.weights if abs(entry.decibans) >= 0.5][:most]:  # noqa: PLR2004 - less is noise
        sign = "for" if weight.decibans > 0 else "against"
        title = weight.title if weight.value else f"not so: {weight.title[0].lower() + weight.title[1:]}"
        out += wrap(f"{'':7}{sign:<8}{title} ({weight.decibans:+.0f} dB)", width, " " * 15)
        for where in weight.evidence[:2]:
            head = f"{'':15}{place(where, diagnosis)}: "
            out.append(head + clip(where.text, max(width - len(head), 20)))
    return out


def question(asked: AskedQuestion, width: int = 80) -> list[str]:
    """The question, why it is asked, its answers, and the command whose output answers it."""
    out = ["QUESTION", *wrap(asked.text, width)]
    out += wrap(f"Why: {asked.why}", width)
    out += wrap(f"{ASKED[asked.asks]} ({COSTS[asked.cost]}).", width)
    for number, choice in enumerate(asked.answers, start=1):
        out += wrap(f"  {number}  {choice.label}", width, "     ")
        out += wrap(f"       -> {choice.would}", width, "          ") if choice.would else []
    out.append("  0  Don't know")
    if asked.commands:
        where = "on the far end, if it runs the same software" if asked.asks == "remote" else "here"
        out.append(f"Or paste the output of ({where}):")
        out += commands(asked.commands)
        for other in asked.beside:
            out += wrap(f"  It answers as well: {other}", width, "    ")
    if asked.follows:
        out += wrap(f"This alone changes little; with it the next question does: {asked.follows}", width)
    return out


def commands(shown: tuple[ShownCommand, ...], indent: str = "    ") -> list[str]:
    """Commands a line each; what version a variant is for stands beside it."""
    return [f"{indent}{command.run}" + (f"    ! {command.where}" if command.where else "") for command in shown]


def fix(advice: Advice, width: int = 80) -> list[str]:
    """The fix card: steps with commands, impact and undo; verification; the message to the other side."""
    there = (
        "the far end; "
        + (
            f"its platform is not known, the commands are those of {advice.platform}"
            if advice.assumed
            else "the commands are for that device, whose peer is this end"
        )
        if advice.side == "remote"
        else SIDES.get(advice.side, advice.side)
    )
    out = wrap(f"FIX ({there}): {advice.title}", width)
    out += wrap(UNPROVEN, width) if advice.unproven else []
    for number, step in enumerate(advice.steps, start=1):
        out += wrap(f"{number}. {step.text}", width, "   ")
        out += wrap(f"   Where: {step.place}", width, "     ") if step.place else []
        out += commands(step.commands)
        out += wrap(f"   Impact: {step.impact}. Undo: {step.undo}", width, "   ")
        out += commands(step.undo_commands, "      ")
    if advice.verify:
        out += ["VERIFY (this end)", *verification(advice.verify, width)]
    if advice.message:
        out += ["MESSAGE TO THE FAR END'S ADMIN"]
        for paragraph in advice.message.split("\n"):
            out += [f"  | {line}" for line in (wrap(paragraph, width - 4) if not paragraph.startswith("  ") else [paragraph])]
    return out


def verification(checks: tuple[Check, ...], width: int) -> list[str]:
    """Commands that verify, with what to expect and what else they may show; variants of one check stand together."""
    out: list[str] = []
    for number, check in enumerate(checks):
        out.append(f"    {check.command}" + (f"    ! {check.where}" if check.where else ""))
        following = checks[number + 1] if number + 1 < len(checks) else None
        if following is not None and following.where and following.expect == check.expect and following.otherwise == check.otherwise:
            continue
        out += wrap(f"      expect: {check.expect}", width, "        ")
        if check.otherwise:
            out += wrap(f"      if instead: {check.otherwise}", width, "        ")
    return out
