"""From events to three-valued findings: what the lines assert, what the exchange shows, what its absence means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from msgspec import structs

from assistant.exchange import limits, packets, proposals, repeats
from assistant.exchange.configuration import Configured
from assistant.model.entries import Capability, Finding, Stage
from assistant.model.observed import Event, Evidence, Negotiation, Observation, Reliability, Standing, Step, Tunnel

_DEFAULT_GROUPS = frozenset({"DefaultL2LGroup", "DefaultRAGroup"})


def observe(
    negotiations: Sequence[Negotiation], events: Sequence[Event], device: Configured, peer: str, findings: Mapping[str, Finding]
) -> tuple[tuple[Observation, ...], tuple[Capability, ...]]:
    """All findings of one tunnel from this end's texts, and the kinds of record they rest on."""
    capabilities = _capabilities(events, device)
    found: dict[str, Observation] = {}
    last = negotiations[-1]
    done = _completed(last.events)
    asserted = (
        list(events) if len(negotiations) == 1 else [*last.events, *(event for event in events if event.kind in {"state", "counter"})]
    )
    for event in [*_same_fault(negotiations, findings), *asserted]:
        for name, value in event.asserts.items():
            if (event.input, event.line) < done and name in findings and findings[name].passing:
                continue
            source: Reliability = "loose" if event.loose else "device"
            _note(found, Observation(name, value, source, (Evidence(event.input, *event.places.get(name, (event.line, event.text))),)))
        if event.fields.get("group", "") in _DEFAULT_GROUPS and "default-group-used" in findings:
            _note(found, Observation("default-group-used", True, "device", (Evidence(event.input, event.line, event.text),)))
    for item in _from_exchange(last, heard="messages" in capabilities):
        _note(found, item)
    for item in (*_childless(events), *_unheard(found, events)):
        _note(found, item)
    for item in device.findings(peer):
        _note(found, item)
    _overcome(found, events)
    _chosen(found, last.steps)
    _join(found)
    _settle(found, last.standing)
    _outcome(found, last)
    _loosened(found, events)
    _absent(found, last, capabilities, findings)
    return tuple(found.values()), capabilities


def _loosened(found: dict[str, Observation], events: Sequence[Event]) -> None:
    """What follows from lines alone that were only read loosely is no more reliable than they are."""
    loose = {(event.input, event.line) for event in events if event.loose}
    for name, item in found.items() if loose else ():
        if item.reliability == "device" and item.evidence and all((where.input, where.line) in loose for where in item.evidence):
            found[name] = structs.replace(item, reliability="loose")


def _overcome(found: dict[str, Observation], events: Sequence[Event]) -> None:
    """Drop what another line of the same text shows to hold for a part only."""
    if any(event.kind == "state" and event.fields.get("state") for event in events):
        found.pop("sa-list-empty", None)  # the list of one IKE version is empty, that of the other is not
    if any(event.kind == "counter" and event.asserts.get("phase2-complete") for event in events):
        found.pop("no-ipsec-sa", None)  # entries without an SA stand beside others that have one


def _outcome(found: dict[str, Observation], last: Negotiation) -> None:
    """What the end of the attempt makes of what came before it."""
    stage = last.standing.stage
    if stage in _PAST_MM4 and any("peer_port" in event.fields for event in last.events):
        found.setdefault("moved-to-4500", Observation("moved-to-4500", False, "device"))  # the text shows ports, and this one not
    if stage == "up":
        for name in _ANSWERED & found.keys():
            del found[name]
    timed_out = found.get("attempt-timed-out")
    if stage == "down" and timed_out is not None and timed_out.value:
        _note(found, structs.replace(timed_out, finding="keepalive-lost"))  # what stood got no answer any more


def _absent(found: dict[str, Observation], last: Negotiation, capabilities: Sequence[Capability], findings: Mapping[str, Finding]) -> None:
    """What would have been seen in records of this kind and was not. A partial configuration proves no absence here."""
    for name, finding in findings.items():
        if name in found or finding.absence in {None, "config"} or finding.absence not in capabilities:
            continue
        if name in _NEEDS_BEGINNING and not any(step.label in limits.FIRST for step in last.steps):
            continue
        if all(given in found and found[given].value for given in finding.absence_given):
            found[name] = Observation(name, False, "device")


_STAGES: tuple[Stage, ...] = get_args(Stage)


def _same_fault(negotiations: Sequence[Negotiation], findings: Mapping[str, Finding]) -> list[Event]:
    """What earlier attempts showed while the last one got no further than they did: it is the same fault tried again."""
    last = negotiations[-1].standing
    taken: list[Event] = []
    if last.stage in {"p1", "up"}:
        return taken
    for earlier in reversed(negotiations[:-1]):
        before = earlier.standing
        if (before.role and last.role and before.role != last.role) or _reach(before) < _reach(last):
            break
        for event in earlier.events:
            kept = {name: value for name, value in event.asserts.items() if name not in findings or not findings[name].implied_by_stage}
            if kept:
                taken.append(structs.replace(event, asserts=kept))
    return taken


def _reach(standing: Standing) -> int:
    return _STAGES.index(standing.stage) if standing.stage is not None else -1


def _completed(events: Sequence[Event]) -> tuple[int, int]:
    """Where phase 2 was last completed."""
    return max(((event.input, event.line) for event in events if event.asserts.get("phase2-complete")), default=(-1, -1))


_NEEDS_BEGINNING = frozenset({"proposal-accepted"})
"""Findings whose absence says something only where the text holds the first message."""


def _note(found: dict[str, Observation], item: Observation) -> None:
    """Equal claims gather their lines; a "yes" from the device stands against a "no" from the same text.

    What was read closely stands above what was read loosely, whichever says yes.
    """
    known = found.get(item.finding)
    if known is not None and (known.reliability == "loose") != (item.reliability == "loose"):
        if known.reliability == "loose":
            found[item.finding] = item
    elif known is None or (item.value and not known.value):
        found[item.finding] = item
    elif known.value == item.value and item.evidence and item.evidence[0] not in known.evidence:
        lines = dict.fromkeys((*known.evidence, *item.evidence))
        found[item.finding] = structs.replace(known, evidence=tuple(sorted(lines, key=lambda where: (where.input, where.line)))[:6])


def _capabilities(events: Sequence[Event], device: Configured) -> tuple[Capability, ...]:
    caps: list[Capability] = []
    if limits.shows_messages(events):
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


def _from_exchange(negotiation: Negotiation, *, heard: bool) -> list[Observation]:
    """What the exchange shows. ``heard``: the texts would show a message, so that its absence says that there was none."""
    events = negotiation.events
    done = _completed(events)
    steps = [step for step in negotiation.steps if not step.implied]  # what a line implies, its signature asserts itself
    found: list[Observation] = []
    resent = tuple(
        Evidence(step.input, step.line, step.text) for step in steps if step.direction == "resent" and (step.input, step.line) > done
    )
    if resent:
        found.append(Observation("our-message-repeated", True, "device", resent[:4]))
    elif heard and _waited(negotiation) >= PATIENCE:
        found.append(Observation("our-message-repeated", False, "device"))
    received = [step for step in steps if step.direction == "received"]
    if received:
        found.append(
            Observation(
                "peer-answered-something", True, "device", tuple(Evidence(step.input, step.line, step.text) for step in received[:2])
            )
        )
    seen: set[str] = set()
    again: list[Step] = []
    for step in received:
        if step.label[:2] in {"MM", "AM"}:
            if step.label in seen and (step.input, step.line) > done:
                again.append(step)
            seen.add(step.label)
    if again:
        found.append(
            Observation("peer-repeats-message", True, "device", tuple(Evidence(step.input, step.line, step.text) for step in again[:4]))
        )
    asked = _asked_again(events)
    if asked:
        found.append(Observation("peer-repeats-message", True, "device", tuple(_place(event) for event in asked[:4])))
    found.extend(repeats.answers_lost(negotiation))
    found.extend(_silence(negotiation) if heard else ())
    found.extend(_by_place(events))
    found.extend(_left(negotiation))
    found.extend(proposals.observed(proposals.said_in(events).differences))
    if negotiation.standing.mode == "aggressive":
        found.append(Observation("mode-is-aggressive", True, "device", negotiation.standing.evidence[:1]))
    found.extend(_acquires(events))
    return found


PATIENCE = 16.0
"""Seconds after which a device would have sent an unanswered message again (an ASA does after 8)."""


def _waited(negotiation: Negotiation) -> float:
    """Seconds that the log goes on after this end's last message while an answer is awaited."""
    times = [step.time for step in negotiation.steps if step.direction == "sent" and step.time is not None and not step.implied]
    ends = [event.time for event in negotiation.events if event.time is not None]
    return max(ends) - max(times) if times and ends and negotiation.standing.awaited else 0.0


def _place(event: Event) -> Evidence:
    return Evidence(event.input, event.line, event.text)


_ANOTHER_TRY = frozenset({"COOKIE", "INVALID_KE_PAYLOAD"})
"""Notifies after which the initiator rightly sends its first IKEv2 request once more (RFC 7296, sections 1.2 and 2.6)."""


def _asked_again(events: Sequence[Event]) -> list[Event]:
    """IKE_SA_INIT requests of the peer with an initiator's SPI that it used before."""
    seen: set[str] = set()
    again: list[Event] = []
    for event in events:
        if event.fields.get("notify") in _ANOTHER_TRY:
            seen.clear()
        spi = packets.opening(event) if event.fields.get("direction") == "received" else ""
        if spi in seen:
            again.append(event)
        elif spi:
            seen.add(spi)
    return again


_ANSWERED = frozenset({"our-message-repeated", "peer-repeats-message", "our-answer-lost"})
"""What was repeated on the way to a tunnel that came up was answered in the end."""

_REFUSALS = {
    "NO_PROPOSAL_CHOSEN": ("proposal-refused-by-peer", "phase2-refused-by-peer"),
    "INVALID_ID_INFORMATION": ("identity-rejected-by-peer", "proxy-networks-refused"),
}
"""Notifies whose meaning depends on the phase in which they come."""


def _childless(events: Sequence[Event]) -> list[Observation]:
    """A list that would show IPsec SAs below their IKE SA and shows none."""
    listed = [event for event in events if event.kind == "state" and event.fields.get("lists_children")]
    if not listed or any(event.kind == "counter" for event in events) or not any(event.asserts.get("phase1-complete") for event in listed):
        return []
    return [Observation("no-ipsec-sa", True, "device", tuple(Evidence(event.input, event.line, event.text) for event in listed[:2]))]


_QUIET = frozenset({"detail", "noise", "vendor"})
"""Kinds of lines that are written without a packet."""


def _unheard(found: Mapping[str, Observation], events: Sequence[Event]) -> list[Observation]:
    """A log that begins with the daemon's start and goes on without a single packet, sent or received."""
    started = found.get("daemon-started")
    if (
        started is None
        or not started.value
        or any(event.kind not in _QUIET or "direction" in event.fields or event.peer for event in events)
    ):
        return []
    return [Observation("nothing-arrives-here", True, "device", started.evidence[:1])]


_RESPONDER_WAITS = frozenset({"mm3", "mm5", "am3"})
_TELLING = frozenset({"error", "notify", "delete", "limit"})


def _silence(negotiation: Negotiation) -> list[Observation]:
    """Whether the responder, having answered, saw anything more."""
    standing = negotiation.standing
    if standing.role != "responder" or standing.stage not in _RESPONDER_WAITS:
        return []
    sent = [step for step in negotiation.steps if step.direction == "sent" and not step.implied]
    if not sent:
        return []
    last = sent[-1]
    more = any(
        (event.input, event.line) > (last.input, last.line)
        and (event.kind in _TELLING or (event.kind == "message" and event.fields.get("direction") == "received"))
        for event in negotiation.events
    )
    return [Observation("nothing-more-arrived", not more, "device", (Evidence(last.input, last.line, last.text),))]


def _by_place(events: Sequence[Event]) -> list[Observation]:
    """Refusals that the peer names without saying of which phase, by where they come."""
    found: list[Observation] = []
    started = done = False
    for event in events:
        started = started or event.kind in {"start", "message"}
        done = done or bool(event.asserts.get("phase1-complete")) or event.fields.get("message", "")[:2] in {"QM", "CH"}
        if event.kind == "notify" and event.fields.get("direction") == "received" and (started or done):
            names = _REFUSALS.get(event.fields.get("notify", ""))
            if names:
                found.append(Observation(names[done], True, "device", (Evidence(event.input, event.line, event.text),)))
    return found


def _left(negotiation: Negotiation) -> list[Observation]:
    """A delete of the peer: at once after phase 1, or later."""
    done = tried = False
    for event in negotiation.events:
        done = done or bool(event.asserts.get("phase1-complete"))
        tried = tried or event.fields.get("message", "")[:2] in {"QM", "CH"} or bool(event.asserts.get("phase2-complete"))
        if event.kind == "delete" and event.fields.get("direction") == "received" and done:
            name = "ended-by-peer" if tried else "left-after-phase1"
            return [Observation(name, True, "device", (Evidence(event.input, event.line, event.text),))]
    return []


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
_PAST_MM4 = frozenset({"mm6", *_DONE_1})
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


def _join(found: dict[str, Observation]) -> None:
    """An entry that was found and gives nothing to prove oneself with has no key (or certificate)."""
    unproved, entry = found.get("own-auth-method-missing"), found.get("no-entry-here-for-peer")
    if unproved and unproved.value and entry and not entry.value:
        found.setdefault("no-key-here-for-peer", structs.replace(unproved, finding="no-key-here-for-peer"))


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
