"""Keeps tunnels and negotiations apart, and puts together what is observed of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.exchange import facts, far_end, ladder, observe, packets, pairing, proposals, state_words
from assistant.exchange.configuration import Configured
from assistant.model.entries import Finding, StateWord
from assistant.model.observed import Event, Evidence, Input, Negotiation, Side, Standing, Tunnel


def tunnels_of(
    inputs: Sequence[Input],
    states: Mapping[str, Sequence[StateWord]],
    findings: Mapping[str, Finding],
    devices: Mapping[Side, Configured] | None = None,
) -> list[Tunnel]:
    """Every tunnel that the inputs speak of, the most troubled one first.

    ``states`` are the state words by platform, ``devices`` the configurations by side. Inputs of the far side are read from its point of
    view; what they show is turned round where a finding has a counterpart.
    """
    tunnels: list[Tunnel] = []
    for side in ("local", "remote"):
        of_side = [item for item in inputs if item.side == side]
        if of_side:
            tunnels.extend(_of_side(of_side, side, states, findings, (devices or {}).get(side, Configured())))
    local = [tunnel for tunnel in tunnels if tunnel.side == "local"]
    remote = [tunnel for tunnel in tunnels if tunnel.side == "remote"]
    pairs = [(tunnel, pairing.partner(tunnel, remote, len(local))) for tunnel in local]
    merged = (
        [proposals.across(far_end.with_far_end(tunnel, far, inputs, findings), far, findings) for tunnel, far in pairs] if local else remote
    )
    return sorted(merged, key=lambda tunnel: -tunnel.trouble)


def _of_side(
    inputs: Sequence[Input],
    side: Side,
    states: Mapping[str, Sequence[StateWord]],
    findings: Mapping[str, Finding],
    device: Configured,
) -> list[Tunnel]:
    inputs = _with_ends(inputs, device)
    groups = _by_peer(inputs, device)
    platforms = dict.fromkeys(item.platform for item in sorted(inputs, key=lambda item: -item.recognised))
    words = [word for name in platforms for word in states.get(name, ())]
    listed = proposals.listed_policies(event for item in inputs for event in item.events)
    tunnels = []
    for peer, events in groups.items():
        said = proposals.said_in(events, [*listed, *device.proposals(peer)])
        tunnel = _tunnel(peer, side, events, words, device, findings)
        known = {**tunnel.facts, **facts.derived(tunnel.observations, said.proposals, events)}
        tunnels.append(structs.replace(tunnel, facts=known, proposals=said.proposals, differences=said.differences))
    active = [tunnel for tunnel in tunnels if tunnel.standing.stage in {"p1", "up"} and not tunnel.trouble]
    return [observe.with_neighbours(tunnel, [other for other in active if other is not tunnel], findings) for tunnel in tunnels]


def _by_peer(inputs: Sequence[Input], device: Configured) -> dict[str, list[Event]]:
    """Events by peer; an event that names none goes with its neighbours in the same text."""
    groups: dict[str, list[Event]] = {}
    orphans: list[Event] = []
    by_serial = {(event.input, event.fields["serial"]): event.peer for item in inputs for event in item.events if _has_serial(event)}
    for item in inputs:
        named = [event.peer for event in item.events if event.peer and event.signature != "config"]
        current = named[0] if named else ""
        connections = _connections(item.events)
        for event in item.events:
            if event.signature == "config":
                continue
            serial = by_serial.get((event.input, event.fields.get("serial", "")), "")
            current = event.peer or serial or connections.get(event.fields.get("connection", ""), "") or current
            if current:
                groups.setdefault(device.resolve(current), []).append(event)
            else:
                orphans.append(event)
    if not groups and device.any:
        return {peer: list(orphans) for peer in device.peers_in_question()}
    if orphans:
        target = next(iter(groups)) if len(groups) == 1 else ""
        groups.setdefault(target, [])
        groups[target] = sorted([*groups[target], *orphans], key=lambda event: (event.input, event.line))
    return groups


def _connections(events: Sequence[Event]) -> dict[str, str]:
    """The peer of every connection that a log names; its own name where no line of it tells an address."""
    peers: dict[str, str] = {}
    for event in events:
        name = event.fields.get("connection", "")
        if name and peers.get(name, name) == name:
            peers[name] = event.peer or name
    return {} if list(peers) == list(peers.values()) and len(peers) == 1 else peers


_ENDS = ("initiator_address", "responder_address")


def _with_ends(inputs: Sequence[Input], device: Configured) -> Sequence[Input]:
    """Give rows that name initiator and responder, but not which of them this end is, their peer and role.

    Ours is an address that other lines call local, or the one that all rows have in common.
    """
    rows = [event for item in inputs for event in item.events if _two_ended(event)]
    if not rows:
        return inputs
    events = [event for item in inputs for event in item.events if event.signature != "config"]
    theirs = {event.peer for event in events if event.peer}
    ours = {event.fields["local"] for event in events if "local" in event.fields} | device.own_addresses()
    pairs = {frozenset(event.fields[name] for name in _ENDS) for event in rows}
    shared = frozenset.intersection(*pairs)
    if len(pairs) > 1 and len(shared) == 1:
        ours |= shared - theirs
    return [structs.replace(item, events=tuple(_of_end(event, ours, theirs) for event in item.events)) for item in inputs]


def _two_ended(event: Event) -> bool:
    return not event.peer and all(name in event.fields for name in _ENDS)


def _of_end(event: Event, ours: set[str], theirs: set[str]) -> Event:
    if not _two_ended(event):
        return event
    initiator, responder = (event.fields[name] for name in _ENDS)
    if (initiator in ours) != (responder in ours):
        begun = initiator in ours
    elif (initiator in theirs) != (responder in theirs):
        begun = responder in theirs
    else:
        return event
    local, peer = (initiator, responder) if begun else (responder, initiator)
    role = "initiator" if begun else "responder"
    return structs.replace(event, peer=peer, fields={**event.fields, "peer": peer, "local": local, "role": role})


def _has_serial(event: Event) -> bool:
    """Whether the line tells both the peer and the number that the device gave its SA."""
    return bool(event.peer and event.fields.get("serial"))


def _tunnel(
    peer: str, side: Side, events: Sequence[Event], words: Sequence[StateWord], device: Configured, findings: Mapping[str, Finding]
) -> Tunnel:
    shown = [event for event in events if event.kind in {"state", "counter"}]
    logged = list(packets.placed(packets.whole([event for event in events if event.kind not in {"state", "counter"}])))
    events = sorted([*logged, *shown], key=lambda event: (event.input, event.line))
    negotiations = [ladder.build(peer, part, words) for part in _attempts(logged)]
    if len(negotiations) > 1 and _only_begun(negotiations[-1]) and _failed(negotiations[-2], findings):
        negotiations.pop()  # the text ends with a new attempt of which nothing can be said yet
    if not negotiations:
        negotiations = [Negotiation(peer, (), (), Standing())]
    negotiations[-1] = _with_printed(negotiations[-1], shown, words)
    known = facts.collect(peer, events, negotiations[-1].events, device)
    observations, capabilities = observe.observe(negotiations, events, device, peer, findings)
    trouble = observe.trouble(negotiations[-1].standing, observations, findings)
    return Tunnel(peer, side, tuple(negotiations), observations, known, capabilities, trouble, ids=pairing.ids_of(events))


def _with_printed(negotiation: Negotiation, shown: Sequence[Event], words: Sequence[StateWord]) -> Negotiation:
    standing = negotiation.standing
    for event in shown:
        if event.kind == "state":
            standing = state_words.printed(event, words, standing) or standing
        elif event.kind == "counter" and standing.stage in {None, "p1", "qm"} and _carries(event):
            standing = structs.replace(
                standing, stage="up", phase=2, evidence=(*standing.evidence, Evidence(event.input, event.line, event.text))
            )
    return structs.replace(negotiation, standing=standing)


def _carries(event: Event) -> bool:
    """Whether a counter block is of a living IPsec SA; some platforms list their configured entries without one as well."""
    if event.asserts.get("no-ipsec-sa"):
        return False
    proven = event.asserts.get("phase2-complete") or event.asserts.get("no-packets-either-way")
    return bool(proven) or any(name in event.fields for name in ("spi", "bytes_tx"))


def _only_begun(negotiation: Negotiation) -> bool:
    """Whether an attempt shows no more than that its first message left."""
    return (
        all(step.direction in {"sent", "note"} for step in negotiation.steps)
        and not negotiation.standing.stalled
        and not any(value for event in negotiation.events for value in event.asserts.values())
    )


def _failed(negotiation: Negotiation, findings: Mapping[str, Finding]) -> bool:
    """Whether an attempt shows that it did not succeed."""
    said = {name for event in negotiation.events for name, value in event.asserts.items() if value}
    return negotiation.standing.stalled or any(name in findings and findings[name].ends for name in said)


def _attempts(events: Sequence[Event]) -> list[list[Event]]:
    """Cut a peer's log events where a new phase 1 begins."""
    parts: list[list[Event]] = []
    current: list[Event] = []
    for event in events:
        if (
            current
            and (_begins(event) or _opens(event, current))
            and any(item.kind in {"message", "delete", "complete"} for item in current)
        ):
            parts.append(current)
            current = []
        current.append(event)
    if current:
        parts.append(current)
    return parts


def _begins(event: Event) -> bool:
    if event.kind == "message":
        return event.fields.get("begins") == "phase1"

        return bool(event.fields.get("begins"))
    return event.kind == "start" and event.fields.get("phase", "1") == "1" and "rekey" not in event.text.lower()


def _opens(event: Event, current: Sequence[Event]) -> bool:
    """Whether an IKE_SA_INIT request carries an initiator's SPI that the attempt has not seen."""
    spi = packets.opening(event)
    return bool(spi) and spi not in {packets.opening(item) for item in current}
