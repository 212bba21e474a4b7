"""The far end's texts from this end: findings turned round, messages seen or missing there."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.exchange import both_ends, observe, pairing
from assistant.model.entries import Finding
from assistant.model.observed import Evidence, Input, Negotiation, Observation, Standing, Step, Tunnel

_MIRROR = {
    "no-entry-here-for-peer": "far-entry-missing",
    "no-key-here-for-peer": "far-key-missing",
    "entry-here-under-other-address": "far-entry-other-address",
    "entry-here-right": "far-entry-right",
    "policy-missing-here": "far-policy-missing",
    "ike-disabled-here": "ike-disabled-far",
    "ike-enabled-here": "ike-enabled-far",
    "proposal-refused-here": "proposal-refused-by-peer",
    "proposal-refused-by-peer": "proposal-refused-here",
    "identity-rejected-here": "identity-rejected-by-peer",
    "identity-rejected-by-peer": "identity-rejected-here",
    "phase2-proposal-refused-here": "phase2-refused-by-peer",
    "phase2-refused-by-peer": "phase2-proposal-refused-here",
    "nat-found-here": "nat-found-at-peer",
    "nat-found-at-peer": "nat-found-here",
    "encaps-no-decaps": "decaps-no-encaps",
    "decaps-no-encaps": "encaps-no-decaps",
}
"""What a finding of the far end's text is called from this end."""
_NOT_TURNED = frozenset(
    {
        "our-message-repeated",
        "peer-repeats-message",
        "our-answer-lost",
        "nothing-more-arrived",
        "peer-answered-something",
        "other-tunnels-up",
        "other-tunnels-down",
        "second-acquire-while-waiting",
        "sa-list-empty",
        "map-bound",
    }
)
"""Findings that speak of the viewer itself and have no counterpart."""
_OUT = frozenset({"sent", "resent"})
_IN = frozenset({"received"})


def with_far_end(tunnel: Tunnel, far: Tunnel | None, inputs: Sequence[Input], findings: Mapping[str, Finding]) -> Tunnel:
    """Add what the far end's texts show, turned round to this end's point of view."""
    if far is None:
        return tunnel
    beside = _beside(tunnel, far, inputs)
    last = tunnel.negotiations[-1]
    steps = both_ends.laid(last, beside, findings) if beside is not None else last.steps
    known = {item.finding: item for item in tunnel.observations}
    for item in far.observations:
        name = _MIRROR.get(item.finding, item.finding)
        if name in _NOT_TURNED or name not in findings or not (item.value or item.evidence):
            continue
        if name not in known or (item.value and not known[name].value and not known[name].evidence):
            known[name] = structs.replace(item, finding=name)
    for item in (*_at_the_far_end(tunnel, far, steps, beside), *_translated(tunnel, far)):
        if item.finding in findings:
            known.setdefault(item.finding, item)
    arrived = next((item for item in far.observations if item.finding == "peer-answered-something" and item.value), None)
    if arrived is not None and "peer-sees-our-packets" in findings:
        known.setdefault("peer-sees-our-packets", structs.replace(arrived, finding="peer-sees-our-packets"))
    lost = _lost(last, far, steps)
    if lost is not None and "lost-on-the-way" in findings:
        known["lost-on-the-way"] = lost
    observations = tuple(known.values())
    standing = tunnel.standing if tunnel.standing.stage else _turned(far.standing)
    negotiations = (*tunnel.negotiations[:-1], structs.replace(last, standing=standing, steps=steps))
    facts = dict(tunnel.facts)
    if "local" not in facts and "peer" in far.facts and far.peer != tunnel.peer:
        facts["local"] = structs.replace(far.facts["peer"], name="local")
    return structs.replace(
        tunnel,
        observations=observations,
        negotiations=negotiations,
        facts=facts,
        trouble=observe.trouble(standing, observations, findings),
        capabilities=tuple(dict.fromkeys((*tunnel.capabilities, *far.capabilities))),
        clocks=beside.clocks if beside is not None else None,
    )


def _beside(tunnel: Tunnel, far: Tunnel, inputs: Sequence[Input]) -> both_ends.Far | None:
    """The far end's text of our last attempt, if it prints messages and holds this attempt."""
    if not _shows_messages(far):
        return None
    same = pairing.same_attempts(tunnel, far)
    last = tunnel.negotiations[-1]
    attempt = next((theirs for mine, theirs in same.pairs if mine is last), None)
    if attempt is None:
        return None
    texts, ours = _texts(far, inputs), _texts(tunnel, inputs)
    return both_ends.Far(
        attempt,
        same.clocks,
        _span(texts),
        _span(ours),
        goes_on=_goes_on(texts, attempt.steps),
        ours_goes_on=_goes_on(ours, last.steps),
    )


def _shows_messages(far: Tunnel) -> bool:
    return any(step.direction != "note" for attempt in far.negotiations for step in attempt.steps)


def _texts(tunnel: Tunnel, inputs: Sequence[Input]) -> list[Input]:
    """The texts, or parts of a text, of the tunnel's side that hold its events."""
    chosen = {event.input for negotiation in tunnel.negotiations for event in negotiation.events}
    return [item for item in inputs if item.side == tunnel.side and any(event.input in chosen for event in item.events[:1])]


def _span(texts: Sequence[Input]) -> both_ends.Span:
    """First and last time of the texts."""
    spans = [spans for item in texts if (spans := item.spans) is not None]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


def _goes_on(texts: Sequence[Input], steps: Sequence[Step]) -> bool:
    """Whether the texts hold a line after the attempt's last message, so that they were not cut off there."""
    last = max(((step.input, step.line) for step in steps if step.direction != "note"), default=None)
    return last is not None and any((event.input, event.line) > last for item in texts for event in item.events)


def _translated(tunnel: Tunnel, far: Tunnel) -> list[Observation]:
    """NAT between ends that a shared cookie or SPI shows to be of one negotiation: either sees the other under another address."""
    if not tunnel.ids & far.ids:
        return []
    found: list[Observation] = []
    for name, own, seen in (("nat-found-here", tunnel.facts.get("local"), far), ("nat-found-at-peer", far.facts.get("local"), tunnel)):
        if own is not None and _address(own.value) and _address(seen.peer) and own.value != seen.peer:
            where = (own.evidence, *([seen.facts["peer"].evidence] if "peer" in seen.facts else []))
            found.append(Observation(name, True, "device", tuple(item for item in where if item.input >= 0)))
    return found


def _address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _labels(tunnel: Tunnel, directions: frozenset[str]) -> dict[str, Step]:
    """The last step of each message that went these ways."""
    return {step.label: step for step in tunnel.negotiations[-1].steps if step.direction in directions}


def _at_the_far_end(tunnel: Tunnel, far: Tunnel, steps: Sequence[Step], beside: both_ends.Far | None) -> list[Observation]:
    """Whether our last message arrived there, and whether what we await was sent there."""
    if not _shows_messages(far):
        return []
    standing = tunnel.standing
    found: list[Observation] = []
    attempt = beside.attempt if beside is not None else far.negotiations[-1]
    left = {step.label: step for step in attempt.steps if step.direction in _OUT}
    ours = [step for step in steps if step.label == standing.last_sent and step.direction in _OUT]
    if ours:
        seen = next((step.far for step in ours if step.there == "seen"), None)
        if seen is not None or any(step.there == "missing" for step in ours):
            found.append(Observation("peer-sees-our-packets", seen is not None, "device", (seen,) if seen else ()))
    elif standing.last_sent:
        step = _labels(far, _IN).get(standing.last_sent)
        found.append(Observation("peer-sees-our-packets", step is not None, "device", _where(step)))
    if standing.awaited and "owed" not in standing.awaited:
        answer = left.get(standing.awaited)
        # Its absence says something only where that text would still hold it: it goes on, or our message never got there.
        if answer is not None or not ours or any(step.there == "missing" for step in ours) or (beside is not None and beside.goes_on):
            found.append(Observation("peer-sends-answers", answer is not None, "device", _where(answer)))
    return found


def _where(step: Step | None) -> tuple[Evidence, ...]:
    return (Evidence(step.input, step.line, step.text),) if step else ()


def _lost(ours: Negotiation, far: Tunnel, steps: Sequence[Step]) -> Observation | None:
    """A message that one end's log shows as sent and the other's as never come, where this end waits."""
    awaited, theirs = ours.standing.awaited, far.negotiations[-1]
    if not ours.standing.stalled or not awaited or not any(step.direction == "received" for step in theirs.steps):
        return None
    answer = next((step for step in theirs.steps if step.direction == "sent" and step.label == awaited), None)
    dropped = next((step for step in steps if step.there == "lost" and step.label == awaited), None)
    if dropped is not None:
        return Observation("lost-on-the-way", True, "device", _where(dropped))
    silence = next((item for item in far.observations if item.finding == "nothing-more-arrived" and item.value), None)
    if answer is not None and not any(step.direction == "received" and step.label == awaited for step in ours.steps):
        return Observation("lost-on-the-way", True, "device", (Evidence(answer.input, answer.line, answer.text),))
    return structs.replace(silence, finding="lost-on-the-way") if silence is not None else None


def _turned(far: Standing) -> Standing:
    """The far end's standing as this end must see it: the other role, waiting for what it owes."""
    swap = {"mm3": "mm2", "mm5": "mm4", "mm2": "none", "mm4": "mm3", "mm6": "mm5", "am3": "am2"}
    stage = swap.get(far.stage or "", far.stage or "")
    role = {"initiator": "responder", "responder": "initiator"}.get(far.role or "")
    return structs.replace(far, stage=stage or None, role=role or None, state="", state_printed=False)
