"""Moves to a diagnosis: the one place where reading, exchange, reasoning and advice come together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.advice import Values, fill
from assistant.configs.inputs import accounted
from assistant.dialogue.after_fix import (
    Mark,
    against_now,
    factors,
    kept,
    last_mark,
    of_now,
    progress,
    shown_since,
    waiting,
    with_old_facts,
    without_mended,
)
from assistant.dialogue.comparing import of_session, with_comparison
from assistant.dialogue.concluding import Ground, concluded
from assistant.dialogue.mind import Mind
from assistant.dialogue.moves import DONT_KNOW, AnswerMove, CorrectMove, FocusMove, Move, PasteMove, ResolvedMove, SayMove
from assistant.dialogue.numbering import as_pasted
from assistant.dialogue.own_words import settled
from assistant.dialogue.readings import Readings
from assistant.dialogue.stale import contradictions, other_words
from assistant.dialogue.trusting import Trust, answered, texts_aside, trust_of, without_excluded, without_logs
from assistant.dialogue.understand import Understood
from assistant.exchange import limits, tunnels_of
from assistant.exchange.configuration import Configured
from assistant.exchange.state_words import word_for
from assistant.exchange.vendors import with_vendor
from assistant.model.diagnosis import Brief, Diagnosis, SetAside
from assistant.model.entries import Finding
from assistant.model.observed import Correction, Evidence, Fact, Input, Observation, Reliability, Side, Standing, Tunnel
from assistant.model.settings import Remark
from assistant.reasoning import conflicts_of, infer, judge
from assistant.reasoning.belief import case_of
from assistant.reasoning.calibration import said as told
from assistant.reasoning.network import UNKNOWN, Network
from assistant.reasoning.verdict import FOUND, Judgement

_RANK = {"device": 4, "compared": 3, "config": 3, "loose": 2, "said": 1, "hearsay": 0}
_SAID = -1


def diagnose(mind: Mind, moves: Sequence[Move], readings: Readings) -> Diagnosis:
    """Everything that follows from the moves so far."""
    return as_pasted(_diagnosed(mind, moves, readings))


def _diagnosed(mind: Mind, moves: Sequence[Move], readings: Readings) -> Diagnosis:
    """The diagnosis with lines numbered in the order in which they were read."""
    mark = last_mark(moves)
    before = _diagnosed(mind, moves[: mark.at], readings) if mark is not None else None
    resolved = next((move.cause for move in reversed(moves) if isinstance(move, ResolvedMove)), "")
    if mark is not None and before is not None and not shown_since(moves, mark, _told(mind, moves)):
        told = waiting(before, mark, _title(mind, mark))
        return structs.replace(before, turn=len(moves), progress=told, resolved=resolved, question=None)
    trust = trust_of(moves)
    network = network_of(mind, moves)
    inputs = _inputs(moves, readings)
    since = mark.inputs if mark is not None else 0
    devices = readings.devices(inputs, since)
    if trust.no_configuration:
        devices["local"] = Configured()
    parts = without_logs((part for item in inputs[since:] for part in item.parts), inputs, trust)
    tunnels = _with_tallies(tunnels_of(parts, mind.states, mind.findings, devices), inputs)
    inputs = _accounted(inputs, devices)
    tunnel, others = _focus(tunnels, moves, before.tunnel if before is not None else None)
    tunnel = with_vendor(tunnel, mind.vendor_ids)
    here = [item for item in inputs if item.side == "local"] or inputs
    heard = _said(mind, moves, mind.platform(here[-1].platform if here else ""))
    said = [item for item in heard if mark is None or item[0] > mark.at]
    claims = [item for item in _claims(mind, moves, heard) if mark is None or item.evidence[0].line > mark.at]
    own = settled(claims, trust, mind.findings)
    observations, overruled, aside = _together(tunnel, own.claims, trust, mind.findings)
    aside += [*own.aside, *texts_aside(inputs, trust)]
    compared = of_session(mind, devices, tunnel.peer if tunnel is not None else "")
    observations = with_comparison(observations, compared, mind.findings)
    observations, excluded = without_excluded(observations, trust, mind.findings)
    aside += excluded
    old = kept(before, mark, mind.causes, mind.findings) if mark is not None and before is not None else None
    if mark is not None and old is not None:
        observations = without_mended(observations, old, mark)
        aside = [*old.aside, *aside]
    standing = _standing(mind, tunnel, said, trusted=trust.stage_said)
    if tunnel is not None and standing is not tunnel.standing:
        tunnel = structs.replace(
            tunnel, negotiations=(*tunnel.negotiations[:-1], structs.replace(tunnel.negotiations[-1], standing=standing))
        )
    shown = tunnel
    tunnel = _with_said_facts(tunnel or _spoken_tunnel(standing), said)
    if before is not None:
        tunnel = with_old_facts(tunnel, before.tunnel)
    ground = Ground(
        moves, inputs, parts, observations, standing, tunnel, compared, mark.at if mark is not None else 0, _fact(heard, "platform")
    )
    made = concluded(mind, network, ground)
    both_ends = len({part.side for item in inputs for part in item.parts}) > 1
    return Diagnosis(
        turn=len(moves),
        inputs=tuple(_with_limits(mind, item, number, tunnel, both_ends=both_ends) for number, item in enumerate(inputs)),
        tunnel=tunnel,
        others=tuple(others),
        others_briefs=tuple(_brief(mind, other) for other in others),
        observations=tuple(observations),
        suspects=made.suspects,
        verdict=made.judgement.verdict,
        headline=made.judgement.headline,
        conflicts=answered(
            (
                *conflicts_of(observations, overruled, mind.findings),
                *against_now(contradictions(tunnel, devices.get("local", Configured())), mark),
                *other_words(shown, said),
                *own.conflicts,
            ),
            trust,
        ),
        question=made.question,
        fix=made.fix,
        decides=_decides(made.judgement, tunnel),
        compared=compared,
        remarks=of_now(_remarks(devices, tunnel), old, mark) if mark and old else _remarks(devices, tunnel),
        aside=tuple(aside),
        progress=progress(before, mark, standing, made.judgement.verdict, _title(mind, mark)) if mark and before else None,
        resolved=resolved,
        priors=mind.priors,
        standing=standing,
        attempt=made.attempt,
        request=made.request,
        handover=made.handover,
    )


def network_of(mind: Mind, moves: Sequence[Move]) -> Network:
    """The network as it stands after the fixes that were applied."""
    return mind.network.leaning(factors(last_mark(moves)))


def _title(mind: Mind, mark: Mark) -> str:
    return mind.causes[mark.cause].title if mark.cause in mind.causes else ""


def _inputs(moves: Sequence[Move], readings: Readings) -> list[Input]:
    """The pasted texts, each read as what the user said that it is."""
    inputs: list[Input] = []
    for move in moves:
        if isinstance(move, PasteMove):
            inputs.append(readings.read(move, len(inputs), _corrections(moves, len(inputs))))
    return inputs


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


def _focus(tunnels: Sequence[Tunnel], moves: Sequence[Move], before: Tunnel | None) -> tuple[Tunnel | None, list[Tunnel]]:
    """The tunnel that the user turned to, or the one that was looked at before a fix, or the most troubled."""
    wanted = next((move.peer for move in reversed(moves) if isinstance(move, FocusMove)), before.peer if before is not None else None)
    chosen = next((tunnel for tunnel in tunnels if tunnel.peer == wanted), None) if wanted is not None else None
    chosen = chosen or (tunnels[0] if tunnels else None)
    return chosen, [tunnel for tunnel in tunnels if tunnel is not chosen]


def _said(mind: Mind, moves: Sequence[Move], own: str) -> list[tuple[int, str, Understood]]:
    return [(number, move.text, mind.ear.hear(move.text, own)) for number, move in enumerate(moves, start=1) if isinstance(move, SayMove)]


def _told(mind: Mind, moves: Sequence[Move]) -> list[int]:
    """The turns in which something was said that was understood."""
    return [number for number, _, understood in _said(mind, moves, "") if understood.anything]


def _fact(said: Sequence[tuple[int, str, Understood]], name: str) -> str:
    """What the user told last of a fact."""
    return next((understood.facts[name] for _, _, understood in reversed(said) if name in understood.facts), "")


def _claims(mind: Mind, moves: Sequence[Move], said: Sequence[tuple[int, str, Understood]]) -> list[Observation]:
    """What the user said and answered, latest last."""
    claims: list[Observation] = []
    for number, text, understood in said:
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
    return sorted(claims, key=lambda item: item.evidence[0].line)


def _together(
    tunnel: Tunnel | None, claims: Sequence[Observation], trust: Trust, findings: Mapping[str, Finding]
) -> tuple[list[Observation], list[Observation], list[SetAside]]:
    """What counts, the claims that lost against a more reliable one, and what is set aside as the user trusts the other."""
    known = {item.finding: item for item in tunnel.observations} if tunnel is not None else {}
    overruled: list[Observation] = []
    aside: list[SetAside] = []
    for claim in claims:
        before = known.get(claim.finding)
        if before is not None and before.evidence and _RANK[before.reliability] > _RANK[claim.reliability]:
            if before.value == claim.value:
                continue
            title = findings[claim.finding].title if claim.finding in findings else claim.finding
            if claim.finding in trust.pasted:
                aside.append(SetAside(f"What you said of: {title}", "you trust what was pasted", claim.evidence))
                continue
            if claim.finding not in trust.said:
                overruled.append(claim)
                continue
            aside.append(SetAside(f"What was pasted of: {title}", "you trust what you said", before.evidence))
        known[claim.finding] = claim
    return list(known.values()), overruled, aside


def _standing(mind: Mind, tunnel: Tunnel | None, said: Sequence[tuple[int, str, Understood]], *, trusted: bool = False) -> Standing:
    """Where it stands by the texts; by the user's word where the texts say nothing, or where that is ``trusted``."""
    standing = tunnel.standing if tunnel is not None else Standing()
    if standing.stage is not None and not (trusted and any(item.stage for _, _, item in said)):
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


def _brief(mind: Mind, tunnel: Tunnel) -> Brief:
    """The verdict on a tunnel that is not in focus, by the same rules without asking anything."""
    standing = tunnel.standing
    case = case_of(mind.network, tunnel.observations, standing.stage, standing.role, stalled=standing.stalled)
    plain = infer(mind.network, case)
    belief = told(mind.network, plain)
    broken = any(item.value and mind.findings[item.finding].ends for item in tunnel.observations if item.finding in mind.findings)
    understood = standing.stage is not None or bool(tunnel.observations)
    verdict = judge(belief, mind.causes, mind.groups, standing, (), understood=understood, broken=broken, plain=plain).verdict
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
