"""A platform's words for where a negotiation stands: found, inferred, and as show output prints them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from assistant.model.entries import Role, StateWord
from assistant.model.observed import Event, Evidence, Standing


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


def awaited_of(state: StateWord) -> str:
    """The numbered message that an end in this state waits for, or an empty text."""
    return f"{'AM' if state.mode == 'aggressive' else 'MM'}{state.stage[-1]}" if state.stage[:2] in {"mm", "am"} else ""


def sent_before(state: StateWord) -> str:
    """The message that an end in this state sent last; empty where the state is no wait for a numbered message."""
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
        awaited=awaited_of(known) if waiting else "",
        last_sent=before.last_sent or sent_before(known),
        stalled=before.stalled or waiting,
        evidence=(Evidence(event.input, event.line, event.text), *before.evidence[:1]),
    )
