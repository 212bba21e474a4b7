"""From events to three-valued findings: what the lines assert, what the exchange shows, what its absence means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.exchange import configured
from assistant.model.entries import Capability, Finding
from assistant.model.observed import Event, Evidence, Negotiation, Observation, Standing, Step, Tunnel

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
        "peer-answered-something",
        "other-tunnels-up",
        "other-tunnels-down",
        "second-acquire-while-waiting",
        "sa-list-empty",
        "map-bound",
    }
)
"""Findings that speak of the viewer itself and have no counterpart."""


_DEFAULT_GROUPS = frozenset({"DefaultL2LGroup", "DefaultRAGroup"})


def observe(
    negotiations: Sequence[Negotiation], events: Sequence[Event], device: configured.Device, peer: str, findings: Mapping[str, Finding]
) -> tuple[tuple[Observation, ...], tuple[Capability, ...]]:
    """All findings of one tunnel from this end's texts, and the kinds of record they rest on."""
    capabilities = _capabilities(events, device)
    found: dict[str, Observation] = {}
    last = negotiations[-1]
    asserted = (
        list(events) if len(negotiations) == 1 else [*last.events, *(event for event in events if event.kind in {"state", "counter"})]
    )
    for event in asserted:
        for name, value in event.asserts.items():
            _note(found, Observation(name, value, "device", (Evidence(event.input, *event.places.get(name, (event.line, event.text))),)))
        if event.fields.get("group", "") in _DEFAULT_GROUPS and "default-group-used" in findings:
            _note(found, Observation("default-group-used", True, "device", (Evidence(event.input, event.line, event.text),)))
    for item in _from_exchange(last):
        _note(found, item)
    for item in configured.findings(device, peer):
        _note(found, item)
    _chosen(found, last.steps)
    _settle(found, last.standing)
    for name, finding in findings.items():
        if name in found or finding.absence is None or finding.absence not in capabilities:
            continue
        if all(given in found and found[given].value for given in finding.absence_given) and (
            finding.absence != "config" or not finding.absence_given
        ):
            if finding.absence == "config":
                continue  # a partial configuration proves an absence only where `configured` says so
            found[name] = Observation(name, False, "device")
    return tuple(found.values()), capabilities


def _note(found: dict[str, Observation], item: Observation) -> None:
    """Equal claims gather their lines; a "yes" from the device stands against a "no" from the same text."""
    known = found.get(item.finding)
    if known is None or (item.value and not known.value):
        found[item.finding] = item
    elif known.value == item.value and item.evidence and item.evidence[0] not in known.evidence:
        lines = dict.fromkeys((*known.evidence, *item.evidence))
        found[item.finding] = structs.replace(known, evidence=tuple(sorted(lines, key=lambda where: (where.input, where.line)))[:6])


def _capabilities(events: Sequence[Event], device: configured.Device) -> tuple[Capability, ...]:
    caps: list[Capability] = []
    if any(event.kind == "message" for event in events):
        caps.append("messages")
    if any(event.kind not in {"state", "counter", "detail"} for event in events):
        caps.append("errors")
    if any(event.kind == "state" for event in events):
        caps.append("sa-list")
    if any(event.kind == "counter" for event in events):
        caps.append("ipsec-sa")
    if device.any:
        caps.append("config")
    return tuple(caps)


def _from_exchange(negotiation: Negotiation) -> list[Observation]:
    steps, events = negotiation.steps, negotiation.events
    found: list[Observation] = []
    resent = tuple(Evidence(step.input, step.line, step.text) for step in steps if step.direction == "resent")
    if resent:
        found.append(Observation("our-message-repeated", True, "device", resent[:4]))
    received = [step for step in steps if step.direction == "received"]
    if received:
        found.append(
            Observation(
                "peer-answered-something", True, "device", tuple(Evidence(step.input, step.line, step.text) for step in received[:2])
            )
        )
    labels = [step.label for step in received if step.label[:2] in {"MM", "AM", "QM"}]
    again = [
        step
        for index, step in enumerate(received)
        if step.label in labels and step.label in [other.label for other in received[:index]] and step.label[:2] in {"MM", "AM"}
    ]
    if again:
        found.append(
            Observation("peer-repeats-message", True, "device", tuple(Evidence(step.input, step.line, step.text) for step in again[:4]))
        )
    if negotiation.standing.mode == "aggressive":
        found.append(Observation("mode-is-aggressive", True, "device", negotiation.standing.evidence[:1]))
    found.extend(_acquires(events))
    return found


def _acquires(events: Sequence[Event]) -> list[Observation]:
    """A second request for the tunnel after our message left and before phase 1 was done."""
    waiting = False
    for event in events:
        if event.kind == "message" and event.fields.get("direction") in {"sent", "resent"}:
            waiting = True
        elif event.asserts.get("phase1-complete"):
            waiting = False
        elif event.kind == "acquire" and waiting:
            return [Observation("second-acquire-while-waiting", True, "device", (Evidence(event.input, event.line, event.text),))]
    return []


_DONE_1 = frozenset({"p1", "qm", "child", "up"})
_BEFORE_1 = frozenset({"none", "mm2", "mm3", "mm4", "mm5", "mm6", "am2", "am3", "init", "auth"})


_AFTER_CHOICE = frozenset({"MM2", "MM3", "MM4", "MM5", "MM6", "AM2", "AM3", "IKE_AUTH request", "IKE_AUTH response"})
"""Messages that are only made when a phase 1 proposal was chosen (RFC 2409, section 5; RFC 7296, section 1.2)."""


def _chosen(found: dict[str, Observation], steps: Sequence[Step]) -> None:
    """A later message says that a proposal was chosen, also where the negotiation's stage is not known."""
    step = next((step for step in steps if step.label in _AFTER_CHOICE), None)
    if step is not None:
        found.setdefault(
            "proposal-accepted", Observation("proposal-accepted", True, "device", (Evidence(step.input, step.line, step.text),))
        )


def _settle(found: dict[str, Observation], standing: Standing) -> None:
    """What follows from where the negotiation stands."""
    if standing.stage is None:
        return
    follows: dict[str, bool] = {}
    if standing.stage in _DONE_1:
        follows["phase1-complete"] = True
    if standing.stage in _BEFORE_1:
        follows["phase1-complete"] = follows["phase2-complete"] = False
    if standing.stage in {"mm3", "mm4", "mm5", "mm6", "am3", "auth", *_DONE_1}:
        follows["proposal-accepted"] = True
    if standing.stage in {"up", "qm"}:
        follows["phase2-complete"] = standing.stage == "up"
    for name, value in follows.items():
        found.setdefault(name, Observation(name, value, "device", standing.evidence[:1]))


def trouble(standing: Standing, observations: Sequence[Observation], findings: Mapping[str, Finding]) -> int:
    """How troubled a tunnel is; 0 is none. Used to put the one that needs help first."""
    score = 0
    if standing.stage not in {None, "p1", "up"}:
        score += 4
    if standing.stalled:
        score += 3
    score += sum(2 for item in observations if item.value and item.finding in findings and findings[item.finding].ends)
    return score


def with_neighbours(tunnel: Tunnel, active: Sequence[Tunnel], findings: Mapping[str, Finding]) -> Tunnel:
    """Note that other tunnels of the same device are up."""
    if not active or "other-tunnels-up" not in findings or any(item.finding == "other-tunnels-up" for item in tunnel.observations):
        return tunnel
    where = tuple(place for other in active[:3] for place in other.standing.evidence[:1])
    return structs.replace(tunnel, observations=(*tunnel.observations, Observation("other-tunnels-up", True, "device", where)))


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
    far_received = any(step.direction == "received" for step in far.negotiations[-1].steps)
    if far_received and "peer-sees-our-packets" in findings:
        step = next(step for step in far.negotiations[-1].steps if step.direction == "received")
        known.setdefault(
            "peer-sees-our-packets", Observation("peer-sees-our-packets", True, "device", (Evidence(step.input, step.line, step.text),))
        )
    observations = tuple(known.values())
    standing = tunnel.standing if tunnel.standing.stage else _turned(far.standing)
    negotiations = (*tunnel.negotiations[:-1], structs.replace(tunnel.negotiations[-1], standing=standing))
    facts = dict(tunnel.facts)
    if "local" not in facts and "peer" in far.facts:
        facts["local"] = structs.replace(far.facts["peer"], name="local")
    return structs.replace(
        tunnel,
        observations=observations,
        negotiations=negotiations,
        facts=facts,
        trouble=trouble(standing, observations, findings),
        capabilities=tuple(dict.fromkeys((*tunnel.capabilities, *far.capabilities))),
    )


def _turned(far: Standing) -> Standing:
    """The far end's standing as this end must see it: the other role, waiting for what it owes."""
    swap = {"mm3": "mm2", "mm5": "mm4", "mm2": "none", "mm4": "mm3", "mm6": "mm5", "am3": "am2"}
    stage = swap.get(far.stage or "", far.stage or "")
    role = {"initiator": "responder", "responder": "initiator"}.get(far.role or "")
    return structs.replace(far, stage=stage or None, role=role or None, state="", state_printed=False)
