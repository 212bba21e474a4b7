"""What to do where the question is not all: a repair to try first, one output to ask the far end for, a case to hand over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.advice import Values, advise, commands_for, fill, side_of
from assistant.dialogue.mind import Mind
from assistant.dialogue.moves import DONT_KNOW, AnswerMove, Move, SkipMove
from assistant.model.diagnosis import Attempt, Excluded, HandOver, ShownCommand, Suspect, VerdictWord
from assistant.model.entries import Barrier, Question
from assistant.model.observed import Observation, Standing, Tunnel
from assistant.reasoning import Belief, infer
from assistant.reasoning.ask import Scored
from assistant.reasoning.belief import Case, weights_for
from assistant.reasoning.cost import REPAIR
from assistant.reasoning.network import HEALTHY, UNKNOWN

_SAFE = frozenset({"read-only", "config-change", "drops-this-tunnel"})
"""Impacts of a repair that may be tried without being sure: a tunnel that is down loses nothing by being dropped."""
_HAD = 0.04
"""Probability by where it stands alone from which a cause counts as one that had to be excluded."""
_OUT = 0.01
_LEFT = 0.03
_AGAINST = -2.0
_SHOWN = 8
_BY = 3


def attempt_of(
    mind: Mind,
    cause: str,
    belief: Belief,
    observations: Sequence[Observation],
    standing: Standing,
    tunnel: Tunnel | None,
    platform: str,
) -> Attempt | None:
    """The repair of ``cause`` as one to try, where it is made on this end, drops no other tunnel, and each step has its undo."""
    entry = mind.causes.get(cause)
    if entry is None or cause in {HEALTHY, UNKNOWN} or side_of(entry, standing.role, observations, mind.findings) != "local":
        return None
    known = {item.finding: item.value for item in observations}
    advice = advise(entry, "local", mind.fixes.get(platform, ()), mind.intents.get(platform, {}), tunnel, known, platform=platform)
    if advice is None or advice.unproven:
        return None
    commands = [command for step in advice.steps for command in step.commands]
    if not any(command.impact != "read-only" for command in commands) or not {command.impact for command in commands} <= _SAFE:
        return None
    if not all(step.undo for step in advice.steps):
        return None
    share = belief.marginal[cause]
    says = (
        f"This is not certain ({share * 100:.0f} %). Trying it takes less time (some {REPAIR['local']:.0f} minutes) than being sure of it "
        "first would; it is done on this end, drops no other tunnel and can be undone. If it changes nothing, undo it and go on below."
    )
    return Attempt(cause, round(share, 4), says, advice)


def request_of(mind: Mind, decides: Question | None, suspects: Sequence[Suspect], tunnel: Tunnel | None, platform: str, far: str) -> str:
    """A message to the far end's admin that asks for the one output that decides; empty where the far end is not the one to ask.

    ``far`` is the far end's platform, where it is known; ``platform`` this end's, whose command is named as an example else.
    """
    if decides is None or decides.asks != "remote":
        return ""
    facts = tunnel.facts if tunnel is not None else {}
    here = Values(facts, missing=[])
    peer = here.get("peer")
    standing = tunnel.standing if tunnel is not None else Standing()
    state = f" It stands at {standing.state} here." if standing.state else ""
    lines = [f"Our tunnel with you{' (' + peer + ')' if peer else ''} does not come up.{state} From our end these look alike:"]
    lines += [f"  - {item.title}" for item in suspects if item.id not in {UNKNOWN, HEALTHY} and item.probability >= _LEFT][:5]
    intent = mind.intents.get(far or platform, {}).get(decides.intent)
    shown = commands_for(intent.commands, Values(facts, far=True, missing=[])) if intent is not None else ()
    command = _first_read(shown)
    lines.append("")
    lines.append(f"What decides it: {fill(decides.text, here)}")
    if command is not None:
        lines.append("Please send us the output of this one command, with keys and passwords blanked out:")
        lines.append(f"  {command.run}{'' if far else f'    ({platform}; on another device, what shows the same)'}")
    else:
        lines.append("Please tell us which of these it is:")
        lines += [f"  - {answer.label}" for answer in decides.answers]
    return "\n".join(lines)


def _first_read(shown: Sequence[ShownCommand]) -> ShownCommand | None:
    return next((command for command in shown if command.impact == "read-only"), None)


def handover_of(
    mind: Mind,
    verdict: VerdictWord,
    scored: Sequence[Scored],
    belief: Belief,
    case: Case,
    suspects: Sequence[Suspect],
    moves: Sequence[Move],
    barred: frozenset[Barrier],
    tunnel: Tunnel | None,
) -> HandOver | None:
    """The summary for somebody else, where no question is worth its cost any more and the cause is not found."""
    if verdict not in {"open", "likely", "cannot-tell"} or any(item.net > 0 for item in scored) or not (case.observations or case.stage):
        return None
    left = tuple(item for item in suspects if item.id == UNKNOWN or item.probability >= _LEFT)
    values = Values(tunnel.facts if tunnel is not None else {}, missing=[])
    unanswered = [
        fill(mind.questions[move.question].text, values)
        for move in moves
        if isinstance(move, SkipMove) or (isinstance(move, AnswerMove) and move.value == DONT_KNOW)
    ]
    return HandOver(_receiver(left), left, _excluded(mind, belief, case), tuple(dict.fromkeys(unanswered)), tuple(sorted(barred)))


def _receiver(left: Sequence[Suspect]) -> str:
    """Who can go on: the end or the provider where most of what remains lies, else this end's vendor."""
    sums: dict[str, float] = {}
    for item in left:
        whose = "isp" if item.side == "between" and item.family == "path" else item.side
        sums[whose] = sums.get(whose, 0.0) + item.probability
    best = max(sums, key=lambda name: sums[name], default="")
    return best if best in {"remote", "isp"} else "tac"


def _excluded(mind: Mind, belief: Belief, case: Case) -> tuple[Excluded, ...]:
    """The causes that where it stands would have left, and what spoke against each."""
    bare = infer(mind.network, Case((), case.stage, case.role, case.stalled, case.works)).marginal
    titles = {name: finding.title for name, finding in mind.findings.items()}
    found: list[Excluded] = []
    for name, before in sorted(bare.items(), key=lambda item: (-item[1], item[0])):
        if name in {UNKNOWN, HEALTHY} or before < _HAD or belief.marginal[name] >= _OUT or len(found) >= _SHOWN:
            continue
        against = [item for item in weights_for(mind.network, case, name, titles) if item.decibans <= _AGAINST]
        if against:
            found.append(Excluded(name, mind.causes[name].title, tuple(against[:_BY])))
    return tuple(found)


def decider(questions: Mapping[str, Question], scored: Sequence[Scored]) -> Question | None:
    """The question that decides: the best that is worth its cost, else the best."""
    useful = [item for item in scored if item.net > 0] or list(scored)
    return questions[useful[0].question.id] if useful else None


__all__ = ["attempt_of", "decider", "handover_of", "request_of"]
