"""Moves to a diagnosis: the one place where reading, exchange, reasoning and advice come together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from msgspec import structs

from assistant.advice import Values, advise, commands_for, fill, in_words, side_of
from assistant.configs.inputs import accounted, configured
from assistant.dialogue.circumstances import circumstances
from assistant.dialogue.comparing import of_session, with_comparison
from assistant.dialogue.ending import attempt_of, decider, handover_of, request_of
from assistant.dialogue.mind import Mind
from assistant.dialogue.moves import DONT_KNOW, AnswerMove, CorrectMove, FocusMove, Move, PasteMove, SayMove, SkipMove
from assistant.dialogue.numbering import as_pasted
from assistant.dialogue.prospects import with_prospects
from assistant.dialogue.stale import contradictions
from assistant.dialogue.understand import Understood, understand
from assistant.exchange import limits, tunnels_of
from assistant.exchange.configuration import Configured
from assistant.exchange.state_words import word_for
from assistant.exchange.vendors import with_vendor
from assistant.model.diagnosis import Advice, AskedQuestion, Brief, Choice, Diagnosis, Suspect, Weight
from assistant.model.observed import Correction, Evidence, Fact, Input, Observation, Reliability, Side, Standing, Tunnel
from assistant.model.settings import Comparison, Remark
from assistant.reasoning import Belief, conflicts_of, infer, judge, survey
from assistant.reasoning.ask import Scored, Survey
from assistant.reasoning.belief import STAGE_WEIGHT, Case, case_of, weights_for
from assistant.reasoning.network import HEALTHY, UNKNOWN
from assistant.reasoning.verdict import FOUND, Judgement

_RANK = {"device": 4, "compared": 3, "config": 3, "loose": 2, "said": 1, "hearsay": 0}
_EXPLAINED = 6
SHOWN_CAUSES = 12
_SAID = -1


class Readings:
    """Texts already read, so that undoing or answering does not read them again."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind
        self._devices: dict[tuple[Side, tuple[int, ...]], Configured] = {}
        self._read: dict[tuple[str, str, str, tuple[str, ...], int, tuple[Correction, ...]], Input] = {}

    def read(self, move: PasteMove, index: int, corrections: tuple[Correction, ...] = ()) -> Input:
        """The input a paste makes as number ``index`` of its session, with what the user said it is."""
        key = (move.text, move.side, move.name, move.notes, index, corrections)
        if key not in self._read:
            self._read[key] = self._mind.reader.read(
                move.text,
                name=move.name,
                side=move.side,
                index=index,
                notes=move.notes,
                excerpt=move.excerpt,
                corrections=corrections,
            )
        return self._read[key]

    def devices(self, inputs: Sequence[Input]) -> dict[Side, Configured]:
        """The configurations among the inputs, by the end they are of."""
        found: dict[Side, Configured] = {}
        for side in get_args(Side):
            held = [(index, own) for index, item in enumerate(inputs) if (own := item.of_side(side)) is not None]
            key = (side, tuple(id(inputs[index]) for index, _ in held))
            if key not in self._devices:
                self._devices[key] = Configured(configured([own for _, own in held], [index for index, _ in held]))
            found[side] = self._devices[key]
        return found


def diagnose(mind: Mind, moves: Sequence[Move], readings: Readings) -> Diagnosis:
    """Everything that follows from the moves so far."""
    inputs: list[Input] = []
    for move in moves:
        if isinstance(move, PasteMove):
            inputs.append(readings.read(move, len(inputs), _corrections(moves, len(inputs))))
    devices = readings.devices(inputs)
    parts = [part for item in inputs for part in item.parts]
    tunnels = _with_tallies(tunnels_of(parts, mind.states, mind.findings, devices), inputs)
    inputs = _accounted(inputs, devices)
    tunnel, others = _focus(tunnels, moves)
    tunnel = with_vendor(tunnel, mind.vendor_ids)
    said = _said(mind, moves)
    claims = _claims(mind, moves)
    observations, overruled = _together(tunnel, claims)
    compared = of_session(mind, devices, tunnel.peer if tunnel is not None else "")
    observations = with_comparison(observations, compared, mind.findings)
    standing = _standing(mind, tunnel, said)
    if tunnel is not None and standing is not tunnel.standing:
        tunnel = structs.replace(
            tunnel, negotiations=(*tunnel.negotiations[:-1], structs.replace(tunnel.negotiations[-1], standing=standing))
        )
    tunnel = _with_said_facts(tunnel or _spoken_tunnel(standing), said)
    understood = bool(observations) or standing.stage is not None or any(item.understood for item in inputs)
    case = case_of(mind.network, observations, standing.stage, standing.role, stalled=standing.stalled)
    belief = infer(mind.network, case)
    known = {item.finding: item.value for item in observations}
    passed = [move.question for move in moves if isinstance(move, AnswerMove | SkipMove)]
    broken = any(item.value and mind.findings[item.finding].ends for item in observations if item.finding in mind.findings)
    own = [item for item in inputs if item.side == "local"] or inputs
    platform = mind.platform(own[-1].platform if own else "")
    now = circumstances(mind, moves, inputs, observations, platform)
    questions, shown = mind.questions.values(), frozenset(mind.intents.get(platform, ()))
    seen = survey(mind.network, belief, case, questions, known, passed, broken=broken, now=now, shown=shown) if understood else Survey()
    scored = seen.questions
    open_to_all = structs.replace(now, barred=frozenset())
    could = scored
    if now.barred and understood:
        could = survey(mind.network, belief, case, questions, known, passed, broken=broken, now=open_to_all).questions
    judgement = judge(belief, mind.causes, mind.groups, standing, scored, could, understood=understood, broken=broken)
    suspects = _suspects(mind, belief, case, observations, standing)
    both_ends = len({part.side for item in inputs for part in item.parts}) > 1
    asked = _asked(
        mind, scored, judgement, tunnel, platform, shows_little=not (known.get("counters-both-rise") or known.get("traffic-works"))
    )
    far = _far_platform(mind, tunnel, parts, compared)
    fix = _fix(mind, judgement, suspects, tunnel, (platform, far), known)
    unsettled = understood and fix is None and judgement.verdict in {"open", "likely", "cannot-tell"}
    diagnosis = Diagnosis(
        turn=len(moves),
        inputs=tuple(_with_limits(mind, item, number, tunnel, both_ends=both_ends) for number, item in enumerate(inputs)),
        tunnel=tunnel,
        others=tuple(others),
        others_briefs=tuple(_brief(mind, other) for other in others),
        observations=tuple(observations),
        suspects=suspects if understood else (),
        verdict=judgement.verdict,
        headline=judgement.headline,
        conflicts=(
            *conflicts_of(observations, overruled, mind.findings),
            *contradictions(tunnel, devices.get("local", Configured())),
        ),
        question=with_prospects(mind, asked, scored[0], belief, case, known, tunnel) if asked is not None else None,
        fix=fix,
        decides=_decides(judgement, tunnel),
        compared=compared,
        remarks=_remarks(devices, tunnel),
        attempt=attempt_of(mind, seen.attempt, belief, observations, standing, tunnel, platform) if unsettled and seen.attempt else None,
        request=request_of(mind, decider(mind.questions, could), suspects, tunnel, platform, far)
        if unsettled and (judgement.verdict == "cannot-tell" or judgement.group)
        else "",
        handover=handover_of(mind, judgement.verdict, scored, belief, case, suspects, moves, now.barred, tunnel) if unsettled else None,
    )
    return as_pasted(diagnosis)


def _accounted(inputs: list[Input], devices: Mapping[Side, Configured]) -> list[Input]:
    """The inputs with the lines counted that a configuration was read from."""
    for held in devices.values():
        if held.device is not None:
            inputs = [accounted(item, index, held.device) for index, item in enumerate(inputs)]
    return inputs


def _corrections(moves: Sequence[Move], index: int) -> tuple[Correction, ...]:
    """What the user said that input ``index`` is, the latest last."""
    return tuple(move.correction for move in moves if isinstance(move, CorrectMove) and move.input == index + 1)


def _remarks(devices: Mapping[Side, Configured], tunnel: Tunnel | None) -> tuple[Remark, ...]:
    """What is wrong or weak within this end's configuration, of the tunnel in focus; of the device where it has no such tunnel."""
    own = devices.get("local", Configured())
    chosen = own.tunnel_of(tunnel.peer if tunnel is not None else "")
    if chosen is not None:
        return tuple(chosen.remarks)
    return tuple(own.device.remarks) if own.device is not None else ()


def _with_limits(mind: Mind, item: Input, number: int, tunnel: Tunnel | None, *, both_ends: bool) -> Input:
    """The input with what it could never show."""
    conditions = limits.conditions_of(item, number, tunnel, both_ends=both_ends)
    return structs.replace(item, cannot_show=limits.cannot_show(item, conditions, mind.limits))


def _decides(judgement: Judgement, tunnel: Tunnel | None) -> str:
    return fill(judgement.decides, Values(tunnel.facts if tunnel else {}, missing=[])) if judgement.decides else ""


def _focus(tunnels: Sequence[Tunnel], moves: Sequence[Move]) -> tuple[Tunnel | None, list[Tunnel]]:
    wanted = next((move.peer for move in reversed(moves) if isinstance(move, FocusMove)), None)
    chosen = next((tunnel for tunnel in tunnels if tunnel.peer == wanted), None) if wanted is not None else None
    chosen = chosen or (tunnels[0] if tunnels else None)
    return chosen, [tunnel for tunnel in tunnels if tunnel is not chosen]


def _said(mind: Mind, moves: Sequence[Move]) -> list[tuple[int, str, Understood]]:
    states = [word for words in mind.states.values() for word in words]
    return [
        (number, move.text, understand(move.text, mind.phrases, states))
        for number, move in enumerate(moves, start=1)
        if isinstance(move, SayMove)
    ]


def _claims(mind: Mind, moves: Sequence[Move]) -> list[Observation]:
    """What the user said and answered, latest last."""
    claims: list[Observation] = []
    for number, text, understood in _said(mind, moves):
        claims.extend(Observation(name, value, "said", (Evidence(_SAID, number, text[:200]),)) for name, value in understood.sets.items())
    for number, move in enumerate(moves, start=1):
        if not isinstance(move, AnswerMove) or move.value == DONT_KNOW:
            continue
        question = mind.questions[move.question]
        answer = next((item for item in question.answers if item.value == move.value), None)
        if answer is None:
            continue
        source: Reliability = "said" if question.asks == "local" else "hearsay"
        where = Evidence(_SAID, number, answer.label)
        claims.extend(Observation(name, value, source, (where,)) for name, value in answer.sets.items())
    return claims


def _together(tunnel: Tunnel | None, claims: Sequence[Observation]) -> tuple[list[Observation], list[Observation]]:
    """What counts, and the claims that lost against a more reliable one."""
    known = {item.finding: item for item in tunnel.observations} if tunnel is not None else {}
    overruled: list[Observation] = []
    for claim in claims:
        before = known.get(claim.finding)
        if before is not None and before.evidence and _RANK[before.reliability] > _RANK[claim.reliability]:
            if before.value != claim.value:
                overruled.append(claim)
            continue
        known[claim.finding] = claim
    return list(known.values()), overruled


def _standing(mind: Mind, tunnel: Tunnel | None, said: Sequence[tuple[int, str, Understood]]) -> Standing:
    """Where it stands by the texts; by the user's word where the texts say nothing."""
    standing = tunnel.standing if tunnel is not None else Standing()
    if standing.stage is not None:
        return standing
    for number, text, understood in reversed(said):
        if not understood.stage:
            continue
        stage = understood.stage
        role = standing.role or understood.role
        mode = "aggressive" if stage.startswith("am") else "main" if stage.startswith("mm") else standing.mode
        phase = 2 if stage in {"qm", "up", "down"} else 1
        awaited = f"{'AM' if mode == 'aggressive' else 'MM'}{stage[-1]}" if stage[:2] in {"mm", "am"} else ""
        spoken = structs.replace(
            standing,
            stage=stage,
            role=role,
            mode=mode,
            phase=phase,
            awaited=standing.awaited or awaited,
            stalled=stage not in {"p1", "up"},
            state=understood.state,
            evidence=(Evidence(_SAID, number, text[:200]),),
        )
        words = [word for words in mind.states.values() for word in words]
        return spoken if spoken.state else structs.replace(spoken, state=word_for(spoken, words))
    role = next((understood.role for _, _, understood in reversed(said) if understood.role), None)
    return structs.replace(standing, role=standing.role or role) if role else standing


def _spoken_tunnel(standing: Standing) -> Tunnel | None:
    """A tunnel of which nothing was pasted, only said."""
    if standing.stage is None:
        return None
    from assistant.model.observed import Negotiation  # noqa: PLC0415 - only here

    return Tunnel("", "local", (Negotiation("", (), (), standing),), (), {}, (), 0)


def _with_said_facts(tunnel: Tunnel | None, said: Sequence[tuple[int, str, Understood]]) -> Tunnel | None:
    """Addresses that the user told, where the texts do not show them."""
    if tunnel is None:
        return None
    facts = dict(tunnel.facts)
    for number, text, understood in said:
        for name, value in understood.facts.items():
            if name not in tunnel.facts:
                facts[name] = Fact(name, value, Evidence(_SAID, number, text[:200]))
    peer = tunnel.peer or (facts["peer"].value if "peer" in facts else "")
    return structs.replace(tunnel, facts=facts, peer=peer)


def _suspects(mind: Mind, belief: Belief, case: Case, observations: Sequence[Observation], standing: Standing) -> tuple[Suspect, ...]:
    titles = {name: finding.title for name, finding in mind.findings.items()}
    stands = Weight(STAGE_WEIGHT, True, _stands(standing), 0.0, standing.evidence[:2])
    result: list[Suspect] = []
    for rank, (name, probability) in enumerate(belief.ranked()):
        if name == UNKNOWN:
            result.append(Suspect(UNKNOWN, "none", "Something that is not in this knowledge", "either", round(probability, 4)))
            continue
        if rank >= SHOWN_CAUSES:
            continue
        cause = mind.causes[name]
        weights = weights_for(mind.network, case, name, titles, stands) if rank < _EXPLAINED and name != HEALTHY else ()
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


def _stands(standing: Standing) -> str:
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
    best = scored[0]
    question = best.question
    values = Values(tunnel.facts if tunnel else {}, far=question.asks == "remote", missing=[])
    here = Values(tunnel.facts if tunnel else {}, missing=[])
    intent = mind.intents.get(platform, {}).get(question.intent)
    commands = commands_for(intent.commands, values) if intent else ()
    choices = tuple(Choice(answer.value, answer.label) for answer in question.answers)
    return AskedQuestion(
        question.id, fill(question.text, here), question.why, question.asks, question.cost, choices, commands, round(best.saving, 1)
    )


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


def _brief(mind: Mind, tunnel: Tunnel) -> Brief:
    """The verdict on a tunnel that is not in focus, by the same rules without asking anything."""
    standing = tunnel.standing
    case = case_of(mind.network, tunnel.observations, standing.stage, standing.role, stalled=standing.stalled)
    belief = infer(mind.network, case)
    broken = any(item.value and mind.findings[item.finding].ends for item in tunnel.observations if item.finding in mind.findings)
    understood = standing.stage is not None or bool(tunnel.observations)
    verdict = judge(belief, mind.causes, mind.groups, standing, (), understood=understood, broken=broken).verdict
    if verdict == "cannot-tell":
        verdict = "open"  # nothing was asked about this one yet
    name, probability = next(((name, value) for name, value in belief.ranked() if name != UNKNOWN), ("", 0.0))
    return Brief(verdict, name, mind.causes[name].title if name else "", round(probability, 4)) if understood else Brief(verdict)


def _with_tallies(tunnels: Sequence[Tunnel], inputs: Sequence[Input]) -> list[Tunnel]:
    """Give the tunnels of an archive what its lines count up to."""
    tallies = {
        peer: tally for item in inputs if item.excerpt is not None and item.side == "local" for peer, tally in item.excerpt.tallies.items()
    }
    return [structs.replace(tunnel, tally=tallies[tunnel.peer]) if tunnel.peer in tallies else tunnel for tunnel in tunnels]


__all__ = ["FOUND", "Readings", "diagnose"]
