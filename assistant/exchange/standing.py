"""Where one attempt stands, from its messages, its state machine's own words and what was reported done or failed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from assistant.exchange.labels import Named
from assistant.exchange.rungs import LAST, Rung, label
from assistant.exchange.state_words import awaited_of, find_word, sent_before, word_for
from assistant.model.entries import Role, Stage, StateWord
from assistant.model.observed import Event, Evidence, Standing


def _evidence(event: Event) -> Evidence:
    return Evidence(event.input, event.line, event.text)


def standing_of(events: Sequence[Event], rungs: Sequence[Rung], role: Role | None, states: Sequence[StateWord]) -> Standing:
    """Where the attempt stands; a platform's own words, completed phases and reported failures outrank the messages."""
    standing = _from_messages(rungs, role)
    said = next((event.fields["ike"] for event in reversed(events) if event.fields.get("ike") in _VERSIONS), "")
    if said and not any(rung.named.exchange in LAST for rung in rungs):
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
_V2 = frozenset({"INIT", "AUTH", "CHILD"})
_RANK = {"MM": 0, "AM": 0, "INIT": 0, "AUTH": 1, "QM": 1, "CHILD": 2}


def _from_messages(rungs: Sequence[Rung], role: Role | None) -> Standing:
    own = [rung for rung in rungs if rung.direction in {"sent", "resent"} and rung.named.exchange in LAST]
    theirs = [rung for rung in rungs if rung.direction == "received" and rung.named.exchange in LAST]
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
        return structs.replace(standing, stage="qm", phase=2, awaited=f"QM{number + 1}" if number < LAST["QM"] else "")
    if number == LAST[exchange]:
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
            awaited=(live and standing.awaited) or awaited_of(known) or standing.awaited,
            last_sent=standing.last_sent or sent_before(known),
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
        elif standing.ike == "ikev2" and standing.stage in {"init", "p1"} and any(event.asserts.get(name) for name in _AUTH_REFUSED):
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
