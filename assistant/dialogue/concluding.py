"""What follows from what is known of a tunnel: the causes, the verdict, what to ask, to try, to send or to hand over, and the fix."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from assistant.advice import advise, in_words, side_of
from assistant.dialogue.asking import worded
from assistant.dialogue.circumstances import circumstances
from assistant.dialogue.ending import attempt_of, decider, handover_of, request_of
from assistant.dialogue.mind import Mind
from assistant.dialogue.moves import DONT_KNOW, AnswerMove, Move, SkipMove
from assistant.dialogue.prospects import with_prospects
from assistant.model.diagnosis import Advice, AskedQuestion, Attempt, HandOver, Suspect, Weight
from assistant.model.observed import Input, Observation, Standing, Tunnel
from assistant.model.settings import Comparison
from assistant.reasoning import Belief, infer, judge, survey
from assistant.reasoning.ask import Scored, Survey
from assistant.reasoning.belief import STAGE_WEIGHT, Case, case_of, weights_for
from assistant.reasoning.calibration import said
from assistant.reasoning.network import HEALTHY, UNKNOWN, Network
from assistant.reasoning.verdict import Judgement

_EXPLAINED = 6
SHOWN_CAUSES = 12


class Ground(Struct, frozen=True):
    """What is known: the moves, the texts and their parts of each end, what was observed, where the tunnel stands.

    ``since`` is the number of moves before the state that is looked at (0, or that of the last fix); ``platform`` is what the
    user called this end's.
    """

    moves: Sequence[Move]
    inputs: Sequence[Input]
    parts: Sequence[Input]
    observations: Sequence[Observation]
    standing: Standing
    tunnel: Tunnel | None
    compared: Comparison | None
    since: int = 0
    platform: str = ""


class Concluded(Struct, frozen=True):
    """What follows. ``suspects`` are empty where nothing was understood."""

    judgement: Judgement
    suspects: tuple[Suspect, ...]
    question: AskedQuestion | None
    fix: Advice | None
    attempt: Attempt | None
    request: str
    handover: HandOver | None


def concluded(mind: Mind, network: Network, ground: Ground) -> Concluded:
    """Think about one tunnel. ``network`` is the mind's, as it leans after fixes."""
    moves, inputs, parts, observations = ground.moves, ground.inputs, ground.parts, ground.observations
    standing, tunnel, compared = ground.standing, ground.tunnel, ground.compared
    understood = bool(observations) or standing.stage is not None or any(item.understood for item in inputs)
    case = case_of(network, observations, standing.stage, standing.role, stalled=standing.stalled)
    belief = infer(network, case)
    told = said(network, belief)
    known = {item.finding: item.value for item in observations}
    passed = _passed(moves, ground.since)
    broken = any(item.value and mind.findings[item.finding].ends for item in observations if item.finding in mind.findings)
    here = [item for item in inputs if item.side == "local"] or inputs
    platform = mind.platform((here[-1].platform if here else "") or ground.platform)
    now = circumstances(mind, moves, inputs, observations, platform)
    questions, printed = mind.questions.values(), frozenset(mind.intents.get(platform, ()))
    seen = survey(network, belief, case, questions, known, passed, broken=broken, now=now, shown=printed) if understood else Survey()
    scored = seen.questions
    open_to_all = structs.replace(now, barred=frozenset())
    could = scored
    if now.barred and understood:
        could = survey(network, belief, case, questions, known, passed, broken=broken, now=open_to_all).questions
    judgement = judge(told, mind.causes, mind.groups, standing, scored, could, understood=understood, broken=broken, plain=belief)
    suspects = _suspects(mind, network, told, case, observations, standing)
    asked = _asked(
        mind, scored, judgement, tunnel, platform, shows_little=not (known.get("counters-both-rise") or known.get("traffic-works"))
    )
    far = _far_platform(mind, tunnel, parts, compared)
    fix = _fix(mind, judgement, suspects, tunnel, (platform, far), known)
    unsettled = understood and fix is None and judgement.verdict in {"open", "likely", "cannot-tell"}
    return Concluded(
        judgement,
        suspects if understood else (),
        with_prospects(mind, network, asked, scored[0], belief, case, known, tunnel) if asked is not None else None,
        fix,
        attempt_of(mind, seen.attempt, belief, observations, standing, tunnel, platform) if unsettled and seen.attempt else None,
        request_of(mind, decider(mind.questions, could), suspects, tunnel, platform, far)
        if unsettled and (judgement.verdict == "cannot-tell" or judgement.group)
        else "",
        handover_of(mind, judgement.verdict, scored, belief, case, suspects, moves, now.barred, tunnel) if unsettled else None,
    )


def _passed(moves: Sequence[Move], since: int) -> list[str]:
    """Questions not to ask again: skipped, not known, or answered for the state that is looked at."""
    return [
        move.question
        for number, move in enumerate(moves)
        if isinstance(move, SkipMove) or (isinstance(move, AnswerMove) and (number >= since or move.value == DONT_KNOW))
    ]


def _suspects(
    mind: Mind, network: Network, belief: Belief, case: Case, observations: Sequence[Observation], standing: Standing
) -> tuple[Suspect, ...]:
    titles = {name: finding.title for name, finding in mind.findings.items()}
    where = Weight(STAGE_WEIGHT, True, stands(standing), 0.0, standing.evidence[:2])
    result: list[Suspect] = []
    for rank, (name, probability) in enumerate(belief.ranked()):
        if name == UNKNOWN:
            result.append(Suspect(UNKNOWN, "none", "Something that is not in this knowledge", "either", round(probability, 4)))
            continue
        if rank >= SHOWN_CAUSES:
            continue
        cause = mind.causes[name]
        weights = weights_for(network, case, name, titles, where) if rank < _EXPLAINED and name != HEALTHY else ()
        look = "" if standing.role is None else cause.looks.initiator if standing.role == "initiator" else cause.looks.responder
        result.append(
            Suspect(
                name,
                cause.family,
                cause.title,
                side_of(cause, standing.role, observations, mind.findings),
                round(probability, 4),
                weights,
                look,
            )
        )
    return tuple(result)


_STANDS = {
    "none": "Nothing is being tried",
    "p1": "Phase 1 is up",
    "qm": "Phase 2 does not complete",
    "up": "Phase 2 is up",
    "down": "The tunnel was up and ended",
    "xauth": "A login or mode config is awaited",
}


def stands(standing: Standing) -> str:
    """Where it stands, as a reason."""
    if standing.stage in _STANDS:
        return _STANDS[standing.stage]
    word = f" ({standing.state})" if standing.state else ""
    return f"It stops while this end awaits {standing.awaited or standing.stage}{word}"


def _asked(
    mind: Mind, scored: Sequence[Scored], judgement: Judgement, tunnel: Tunnel | None, platform: str, *, shows_little: bool
) -> AskedQuestion | None:
    """The question to ask now; none where the cause is found, or the tunnel is seen to work."""
    if judgement.verdict == "found" or (judgement.verdict == "healthy" and not shows_little) or not scored:
        return None
    return worded(mind, scored[0].question, tunnel, platform, scored[0].saving)


def _fix(
    mind: Mind, judgement: Judgement, suspects: Sequence[Suspect], tunnel: Tunnel | None, platforms: tuple[str, str], known: dict[str, bool]
) -> Advice | None:
    """The fix in the words of the device that has to change: this end's, or the far end's platform where that is known."""
    if judgement.verdict not in {"found", "likely"} or judgement.group:
        return None
    head = next((item for item in suspects if item.id not in {UNKNOWN, HEALTHY}), None)
    if head is None:
        return None
    cause = mind.causes[head.id]
    here, far = platforms
    platform = far if head.side == "remote" and far else here
    fixes, intents = mind.fixes.get(platform, ()), mind.intents.get(here, {})
    found = advise(cause, head.side, fixes, intents, tunnel, known, platform=platform, assumed=head.side == "remote" and not far)
    return found or in_words(cause, head.side, platform, mind.excluded.get(platform, {}).get(cause.id, ""))


def _far_platform(mind: Mind, tunnel: Tunnel | None, parts: Sequence[Input], compared: Comparison | None) -> str:
    """The far end's platform: as its own text shows, else as its vendor IDs tell."""
    pasted = next((part.platform for part in parts if part.side == "remote" and part.platform in mind.fixes), "")
    told = tunnel.facts.get("peer_platform") if tunnel is not None else None
    return (compared.remote.platform if compared is not None else "") or pasted or (mind.platform(told.value) if told is not None else "")
