"""The far end's texts from this end: findings turned round, messages seen or missing there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.exchange import observe
from assistant.model.entries import Finding
from assistant.model.observed import Evidence, Negotiation, Observation, Standing, Step, Tunnel

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


def with_far_end(tunnel: Tunnel, far: Tunnel | None, findings: Mapping[str, Finding]) -> Tunnel:
    """Add what the far end's texts show, turned round to this end's point of view."""
    if far is None:
        return tunnel
    known = {item.finding: item for item in tunnel.observations}
    for item in far.observations:
        name = _MIRROR.get(item.finding, item.finding)
        if name in _NOT_TURNED or name not in findings or not (item.value or item.evidence):
            continue
        if name not in known or (item.value and not known[name].value and not known[name].evidence):
            known[name] = structs.replace(item, finding=name)
    for item in _at_the_far_end(tunnel, far):
        if item.finding in findings:
            known.setdefault(item.finding, item)
    arrived = next((item for item in far.observations if item.finding == "peer-answered-something" and item.value), None)
    if arrived is not None and "peer-sees-our-packets" in findings:
        known.setdefault("peer-sees-our-packets", structs.replace(arrived, finding="peer-sees-our-packets"))
    lost = _lost(tunnel.negotiations[-1], far)
    if lost is not None and "lost-on-the-way" in findings:
        known["lost-on-the-way"] = lost
    observations = tuple(known.values())
    standing = tunnel.standing if tunnel.standing.stage else _turned(far.standing)
    last = tunnel.negotiations[-1]
    negotiations = (*tunnel.negotiations[:-1], structs.replace(last, standing=standing, steps=_marked(last.steps, far)))
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
    )


def _labels(tunnel: Tunnel, directions: frozenset[str]) -> dict[str, Step]:
    """The last step of each message that went these ways."""
    return {step.label: step for step in tunnel.negotiations[-1].steps if step.direction in directions}


def _at_the_far_end(tunnel: Tunnel, far: Tunnel) -> list[Observation]:
    """Whether our last message arrived there, and whether what we await was sent there."""
    if "messages" not in far.capabilities:
        return []
    standing = tunnel.standing
    found: list[Observation] = []
    arrived = _labels(far, _IN)
    left = _labels(far, _OUT)
    if standing.last_sent:
        step = arrived.get(standing.last_sent)
        where = (Evidence(step.input, step.line, step.text),) if step else ()
        found.append(Observation("peer-sees-our-packets", step is not None, "device", where))
    if standing.awaited and "owed" not in standing.awaited:
        step = left.get(standing.awaited)
        where = (Evidence(step.input, step.line, step.text),) if step else ()
        found.append(Observation("peer-sends-answers", step is not None, "device", where))
    return found


def _marked(steps: Sequence[Step], far: Tunnel) -> tuple[Step, ...]:
    """Our messages with what the far end's text shows of them."""
    if "messages" not in far.capabilities:
        return tuple(steps)
    arrived = _labels(far, _IN)
    return tuple(
        structs.replace(step, there="seen" if step.label in arrived else "missing")
        if step.direction in _OUT and step.label[-1:].isdigit()
        else step
        for step in steps
    )


def _lost(ours: Negotiation, far: Tunnel) -> Observation | None:
    """A message that one end's log shows as sent and the other's as never come, where this end waits."""
    awaited, theirs = ours.standing.awaited, far.negotiations[-1]
    if not ours.standing.stalled or not awaited or not any(step.direction == "received" for step in theirs.steps):
        return None
    answer = next((step for step in theirs.steps if step.direction == "sent" and step.label == awaited), None)
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
