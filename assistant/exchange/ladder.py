"""One negotiation as a ladder: which message left, came, was resent, after which gap, and where it stops."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from assistant.exchange.labels import Named, name_by_word, name_message, name_printed, sender_is_initiator
from assistant.model.entries import Role, Stage, StateWord
from assistant.model.observed import Event, Evidence, Negotiation, Standing, Step

SILENCE = 4.0
"""Seconds without a step after which a silence is worth a remark; ASA resends after 8 s."""


class Rung(Struct):
    """A message with its name, before the role is certain."""

    event: Event
    named: Named
    direction: str
    number: int = 0


def build(peer: str, events: Sequence[Event], states: Sequence[StateWord]) -> Negotiation:
    """Lay the events of one attempt out as messages and say where it stands."""
    rungs = _rungs(events)
    _name_resent(rungs)
    rungs = _once(rungs)
    role = _role(events, rungs)
    for rung in rungs:
        rung.number = rung.named.number(by_initiator=sender_is_initiator(rung.direction, role))
    steps = _steps(events, rungs)
    standing = _standing(events, rungs, role, states)
    return Negotiation(peer, tuple(events), tuple(steps), standing)


def _rungs(events: Sequence[Event]) -> list[Rung]:
    """The messages; where a later line says what a message was (field ``was``), it takes that name."""
    rungs: list[Rung] = []
    for event in events:
        if event.kind == "message" and event.fields.get("direction") in {"sent", "received", "resent"}:
            rungs.append(Rung(event, _named(event), event.fields["direction"]))
        elif "was" in event.fields:
            side = {"sent": {"sent", "resent"}, "received": {"received"}}.get(event.fields.get("of", ""))
            rung = next((rung for rung in reversed(rungs) if side is None or rung.direction in side), None)
            was = event.fields["was"]
            if rung is not None:
                unnamed = rung.named.exchange == "other" or was == "informational"
                by_word = name_by_word(was, event.fields.get("payloads", "")) if unnamed else None
                rung.named = name_printed(was) or by_word or rung.named
    return rungs


_SAME_PACKET = 1.0
"""Seconds within which the line that announces a repeat and the line of the packet itself stand."""


def _once(rungs: Sequence[Rung]) -> list[Rung]:
    """Without the packet line that follows a line saying that the packet goes out again: both are one message."""
    kept: list[Rung] = []
    for rung in rungs:
        before = kept[-1] if kept else None
        if before is not None and before.direction == "resent" and rung.direction == "sent" and _together(before.event, rung.event):
            if before.named.exchange == "other":
                before.named = rung.named
            if before.named == rung.named:
                continue
        kept.append(rung)
    return kept


def _together(one: Event, other: Event) -> bool:
    return one.time is None or other.time is None or abs(other.time - one.time) <= _SAME_PACKET


def _named(event: Event) -> Named:
    """A message by what the log calls it, or by its payloads where it says nothing."""
    fields = event.fields
    payloads = fields.get("payloads", "")
    printed_ = name_printed(fields.get("message", ""))
    by_word = name_by_word(fields["exchange"], payloads) if "exchange" in fields else None
    return printed_ or by_word or name_message(payloads, fields.get("msgid", "0"))


def _name_resent(rungs: Sequence[Rung]) -> None:
    """A line that only says that something was sent again means what this end sent last."""
    last: Rung | None = None
    for rung in rungs:
        if rung.direction == "resent" and rung.named.exchange == "other" and last is not None:
            rung.named = last.named
        elif rung.direction == "sent":
            last = rung


def _role(events: Sequence[Event], rungs: Sequence[Rung]) -> Role | None:
    """This end's role: printed, or shown by who sent the first SA or the first of a pair."""
    for event in events:
        word = event.fields.get("role", "").lower()
        if word in {"initiator", "responder"}:
            return "initiator" if word == "initiator" else "responder"
    for rung in rungs:
        if rung.named.pair == (0, 0) or rung.named.exchange not in _LAST or rung.direction == "resent":
            continue
        if rung.named.pair[0] == rung.named.pair[1]:
            odd = rung.named.pair[0] % 2 == 1
            return "initiator" if odd == (rung.direction == "sent") else "responder"
        partner = [
            other
            for other in rungs
            if other.named == rung.named and other is not rung and (other.direction == "received") != (rung.direction == "received")
        ]
        if rung.named.pair == (1, 2) or partner:
            return "initiator" if rung.direction == "sent" else "responder"
        return None
    return None


def label(rung: Rung) -> str:
    """The rung's name as people say it."""
    exchange, number = rung.named.exchange, rung.number
    if exchange in {"INIT", "AUTH", "CHILD"}:
        kind = {1: " request", 2: " response"}.get(number, "")
        return {"INIT": "IKE_SA_INIT", "AUTH": "IKE_AUTH", "CHILD": "CREATE_CHILD_SA"}[exchange] + kind
    if exchange in {"MM", "AM", "QM"}:
        return f"{exchange}{number}" if number else f"{exchange}{rung.named.pair[0]}/{rung.named.pair[1]}"
    return {"informational": "INFO", "transaction": "TRANS", "fragment": "FRAG"}.get(exchange, "?")


def _steps(events: Sequence[Event], rungs: Sequence[Rung]) -> list[Step]:
    by_event = {id(rung.event): rung for rung in rungs}
    steps: list[Step] = []
    last: float | None = None
    for event in events:
        rung = by_event.get(id(event))
        if rung is None and not event.notable:
            continue
        gap = event.time - last if event.time is not None and last is not None else None
        if event.time is not None and rung is not None:
            last = event.time
        if rung is not None:
            direction = rung.direction
            steps.append(
                Step(
                    label(rung),
                    "sent" if direction == "sent" else "resent" if direction == "resent" else "received",
                    event.input,
                    event.line,
                    event.text,
                    event.time,
                    gap,
                    event.fields.get("payloads", ""),
                    rung.named.encrypted,
                )
            )
        else:
            steps.append(Step(event.means, "note", event.input, event.line, event.text, event.time, gap))
    return steps


def _evidence(event: Event) -> Evidence:
    return Evidence(event.input, event.line, event.text)


def _standing(events: Sequence[Event], rungs: Sequence[Rung], role: Role | None, states: Sequence[StateWord]) -> Standing:
    standing = _from_messages(rungs, role)
    said = next((event.fields["ike"] for event in reversed(events) if event.fields.get("ike") in _VERSIONS), "")
    if said and not any(rung.named.exchange in _LAST for rung in rungs):
        standing = structs.replace(standing, ike=_VERSIONS[said])
    standing = _from_fsm(events, standing, states)
    standing = _from_milestones(events, standing)
    if standing.stage and not standing.state and _waits_or_stands(standing):
        standing = structs.replace(standing, state=word_for(standing, states))
    return structs.replace(standing, stalled=standing.stalled or _stuck(events, rungs))


def _waits_or_stands(standing: Standing) -> bool:
    """Whether a state word can be inferred: of an IKEv2 exchange that was broken off nobody knows in which state it was."""
    under_way = standing.ike == "ikev2" and standing.stage in {"init", "auth"}
    return not under_way or (bool(standing.awaited) and "owed" not in standing.awaited)


_VERSIONS = {"1": "ikev1", "2": "ikev2"}
"""What a field ``ike`` says: the version that a line speaks of. The messages themselves say it better."""
_WAITS: dict[tuple[str, int], Stage] = {
    ("MM", 2): "mm2",
    ("MM", 3): "mm3",
    ("MM", 4): "mm4",
    ("MM", 5): "mm5",
    ("MM", 6): "mm6",
    ("AM", 2): "am2",
    ("AM", 3): "am3",
    ("INIT", 2): "init",
    ("AUTH", 1): "auth",
    ("AUTH", 2): "auth",
    ("CHILD", 2): "child",
}
_LAST = {"MM": 6, "AM": 3, "QM": 3, "INIT": 2, "AUTH": 2, "CHILD": 2}
_V2 = frozenset({"INIT", "AUTH", "CHILD"})
_RANK = {"MM": 0, "AM": 0, "INIT": 0, "AUTH": 1, "QM": 1, "CHILD": 2}


def _from_messages(rungs: Sequence[Rung], role: Role | None) -> Standing:
    own = [rung for rung in rungs if rung.direction in {"sent", "resent"} and rung.named.exchange in _LAST]
    theirs = [rung for rung in rungs if rung.direction == "received" and rung.named.exchange in _LAST]
    transaction = next((rung for rung in reversed(rungs) if rung.named.exchange == "transaction"), None)
    last = max((rung for rung in (*own, *theirs) if rung.number), key=_progress, default=None)
    standing = Standing(
        role=role,
        mode={"MM": "main", "AM": "aggressive", "QM": "quick"}.get(last.named.exchange, "") if last else ("main" if rungs else ""),
        last_sent=label(own[-1]) if own else "",
        last_received=label(theirs[-1]) if theirs else "",
        evidence=tuple(_evidence(rung.event) for rung in ([last] if last else [])),
    )
    if last is None or role is None:
        return standing
    exchange, number = last.named.exchange, last.number
    if exchange in _V2:
        return _from_v2(standing, last, exchange, number)
    if exchange == "QM":
        return structs.replace(standing, stage="qm", phase=2, awaited=f"QM{number + 1}" if number < _LAST["QM"] else "")
    if number == _LAST[exchange]:
        stage: Stage = "xauth" if transaction else "p1"
        return structs.replace(standing, stage=stage, phase=1)
    awaited = number + 1 if last.direction in {"sent", "resent"} else 0
    if awaited and (exchange, awaited) in _WAITS:
        return structs.replace(standing, stage=_WAITS[exchange, awaited], phase=1, awaited=f"{exchange}{awaited}")
    return structs.replace(standing, phase=1, awaited=f"{exchange}{number + 1} (owed by this end)")


def _from_v2(standing: Standing, last: Rung, exchange: str, number: int) -> Standing:
    """Where an IKEv2 negotiation stands: every exchange is a request and its response (RFC 7296, section 1.2)."""
    ours = last.direction in {"sent", "resent"}
    standing = structs.replace(standing, ike="ikev2", mode="", phase=2 if exchange == "CHILD" else 1)
    if exchange == "INIT" and number == _ANSWER:
        awaited = "IKE_AUTH request" if ours else "IKE_AUTH request (owed by this end)"
        return structs.replace(standing, stage="auth", awaited=awaited)
    if number == _ANSWER:
        return structs.replace(standing, stage="up" if exchange == "CHILD" else "p1")
    waits = _WAITS[exchange, 2]
    name = label(Rung(last.event, Named(exchange, (_ANSWER, _ANSWER)), "received", _ANSWER))
    return structs.replace(standing, stage=waits, awaited=name if ours else f"{name} (owed by this end)")


_ANSWER = 2


def _progress(rung: Rung) -> tuple[int, int, int]:
    return (_RANK[rung.named.exchange], rung.number, rung.event.line)


def _from_fsm(events: Sequence[Event], standing: Standing, states: Sequence[StateWord]) -> Standing:
    """The state machine's own history, where the log prints it, says most exactly where it stood.

    A change of state as it happens (field ``left``, the state before) is no failure, and messages tell phase 1 better.
    """
    for event in reversed(events):
        word = event.fields.get("state", "").strip()
        if event.kind != "fsm" or not word:
            continue
        known = find_word(word, standing.role, states)
        if known is not None and event.fields.get("trace") == "live":
            return _traced(event, known, standing)
        if known is None or known.stage == "p1":
            continue
        live = "left" in event.fields
        if live and standing.stage is not None and not (known.mode == "quick" and standing.stage == "p1"):
            return standing
        role = standing.role or (known.roles[0] if len(known.roles) == 1 else None)
        return structs.replace(
            standing,
            stage=known.stage,
            state=word,
            role=role,
            phase=2 if known.mode == "quick" else 1,
            mode=known.mode if known.mode != "any" else standing.mode,
            awaited=(live and standing.awaited) or _awaited(known) or standing.awaited,
            last_sent=standing.last_sent or _sent(known),
            stalled=standing.stalled if live else True,
            evidence=(_evidence(event),),
        )
    return standing


def _traced(event: Event, known: StateWord, standing: Standing) -> Standing:
    """A live trace names every state that is passed through, so only the last one counts and none means that it is stuck."""
    if known.stage == "p1" and standing.stage not in {None, "init", "auth"}:
        return standing
    role = standing.role or (known.roles[0] if len(known.roles) == 1 else None)
    awaited = standing.awaited if known.stage == standing.stage else ""
    return structs.replace(
        standing,
        stage=known.stage,
        state=known.word,
        role=role,
        phase=1,
        ike="ikev2",
        mode="",
        awaited=awaited,
        evidence=(_evidence(event),),
    )


def _from_milestones(events: Sequence[Event], standing: Standing) -> Standing:
    """Completed phases and endings outrank what the messages alone show."""
    for event in events:
        if event.asserts.get("phase2-complete"):
            standing = structs.replace(standing, stage="up", phase=2, awaited="", state="", evidence=(_evidence(event),))
        elif event.asserts.get("phase1-complete") and standing.stage not in {"qm", "child", "up", "xauth"}:
            standing = structs.replace(standing, stage="p1", phase=1, awaited="", state="", evidence=(_evidence(event),))
        elif event.kind == "delete" and standing.stage == "up" and event.fields.get("reason"):
            standing = structs.replace(standing, stage="down", evidence=(_evidence(event),))
        elif standing.stage == "auth" and any(event.asserts.get(name) for name in _REFUSALS) and not _authenticating(standing):
            standing = structs.replace(standing, stage="init", awaited="", evidence=(_evidence(event),))
        elif standing.ike == "ikev2" and standing.stage == "p1" and any(event.asserts.get(name) for name in _AUTH_REFUSED):
            standing = structs.replace(standing, stage="auth", awaited="", evidence=(_evidence(event),))
        elif any(event.asserts.get(name) for name in _PHASE2_TROUBLE) and standing.stage != "up":
            second: Stage = "child" if standing.ike == "ikev2" else "qm"
            awaited = standing.awaited if second == "qm" or standing.stage == "child" else ""
            standing = structs.replace(standing, stage=second, phase=2, awaited=awaited, evidence=(_evidence(event),))
        elif _says_failed(event, standing) and standing.stage not in {"qm", "child", "up", "down"}:
            standing = _failed(event, standing)
        elif _ended(event, standing.stage):
            standing = structs.replace(standing, stage="down", phase=2, evidence=(_evidence(event),))
    return standing


def _says_failed(event: Event, standing: Standing) -> Stage | None:
    """The IKEv2 exchange that a line reports as failed: by name, or by a refused proposal of phase 1."""
    if standing.ike == "ikev2" and any(event.asserts.get(name) for name in _REFUSALS):
        return "init"
    word = event.fields.get("failed", "")
    if word == "negotiation":  # which exchange is not said; an answered IKE_AUTH then was a refusal
        return "auth" if standing.stage == "p1" else standing.stage
    return _FAILED.get(word)


def _failed(event: Event, standing: Standing) -> Standing:
    """Where an IKEv2 exchange is reported as failed, it ended there whatever was answered in it."""
    stage = _says_failed(event, standing)
    if stage == standing.stage:
        return structs.replace(standing, stalled=True)
    return structs.replace(standing, stage=stage, phase=1, ike="ikev2", awaited="", state="", stalled=True, evidence=(_evidence(event),))


def _ended(event: Event, stage: Stage | None) -> bool:
    """Whether what stood is over by this line: it says so, or repetitions on a standing tunnel ran out."""
    if event.asserts.get("attempt-timed-out") and stage == "up":
        return True
    return stage in {None, "up", "p1"} and any(event.asserts.get(name) for name in _ENDINGS)


_AUTH_REFUSED = (
    "peer-reports-auth-failure",
    "authentication-failed",
    "hash-wrong",
    "identity-rejected-here",
    "identity-rejected-by-peer",
    "certificate-problem-logged",
)
"""An IKE_AUTH exchange that is over may have ended in one of these (RFC 7296, section 2.21.2)."""
_PHASE2_TROUBLE = ("qm-failed", "map-policy-not-found", "proxy-networks-refused", "phase2-proposal-refused-here", "phase2-refused-by-peer")
_REFUSALS = ("proposal-refused-here", "proposal-refused-by-peer")
_FAILED: dict[str, Stage] = {"init": "init", "auth": "auth"}
"""What a field ``failed`` says: the IKEv2 exchange that the line reports as failed (``negotiation``: one of them)."""
_ENDINGS = ("keepalive-lost", "ended-idle", "ended-by-admin", "ended-by-peer")


def _authenticating(standing: Standing) -> bool:
    """Whether an IKE_AUTH message was seen; without one the answer to IKE_SA_INIT may have been a refusal."""
    return any("IKE_AUTH" in name for name in (standing.last_sent, standing.last_received))


def _stuck(events: Sequence[Event], rungs: Sequence[Rung]) -> bool:
    return any(rung.direction == "resent" for rung in rungs) or any(event.asserts.get("attempt-timed-out") for event in events)


def find_word(word: str, role: Role | None, states: Sequence[StateWord]) -> StateWord | None:
    """The platform's entry for a state word, preferring the one of this role."""
    wanted = word.strip().upper()
    hits = [state for state in states if state.word.upper() == wanted]
    for state in hits:
        if role in state.roles:
            return state
    return hits[0] if hits else None


def word_for(standing: Standing, states: Sequence[StateWord]) -> str:
    """The platform's word for a stage that was worked out from the exchange; phase 2 has none of its own."""
    wanted = "p1" if standing.stage in {"qm", "child", "up"} else standing.stage
    if standing.ike == "ikev2":
        states = [state for state in states if any("ikev2" in place for place in state.shown_by)] or states
    for state in states:
        if standing.mode in {"main", "aggressive"} and state.mode not in {standing.mode, "any"}:
            continue
        if state.ike not in {"", standing.ike} or (standing.ike == "ikev2" and state.mode != "any"):
            continue
        if state.stage == wanted and state.shown_by and not state.rekey and (standing.role is None or standing.role in state.roles):
            return state.word
    return ""


def _awaited(state: StateWord) -> str:
    return f"{'AM' if state.mode == 'aggressive' else 'MM'}{state.stage[-1]}" if state.stage[:2] in {"mm", "am"} else ""


def _sent(state: StateWord) -> str:
    return f"{'AM' if state.mode == 'aggressive' else 'MM'}{int(state.stage[-1]) - 1}" if state.stage[:2] in {"mm", "am"} else ""


def printed(event: Event, states: Sequence[StateWord], before: Standing) -> Standing | None:
    """The standing that a line of show output prints, or ``None`` if its word is not known."""
    word = event.fields.get("state", "").strip()
    named = event.fields.get("role", "").lower()
    role: Role | None = "initiator" if named.startswith("init") else "responder" if named.startswith("resp") else before.role
    known = find_word(word, role, states)
    if known is None:
        return structs.replace(before, state=word, state_printed=True, role=role) if word else None
    if role is None and len(known.roles) == 1:
        role = known.roles[0]
    further = before.stage if known.stage == "p1" and before.stage in {"qm", "up", "down", "xauth"} else known.stage
    waiting = known.stage not in {"p1", "up", "down"}
    return structs.replace(
        before,
        stage=further,
        state=word,
        state_printed=True,
        role=role,
        phase=2 if known.mode == "quick" and known.stage != "p1" else 1,
        mode=before.mode or (known.mode if known.mode in {"main", "aggressive"} else ""),
        ike=known.ike or before.ike,
        awaited=_awaited(known) if waiting else "",
        last_sent=before.last_sent or _sent(known),
        stalled=before.stalled or waiting,
        evidence=(_evidence(event), *before.evidence[:1]),
    )
