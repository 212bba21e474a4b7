"""From a tunnel's events to the proposals they print and the differences they tell, in the order in which they come.

Fields of events that are read here (see knowledge/README.md): ``offered``, ``configured``, ``selected`` and ``offer`` with
``whose`` hold whole proposals; ``listed``, ``proposal_id`` and ``listed_value`` a list in lines; ``transform`` with
``priority`` begins a transform whose attributes follow; ``attribute`` (or ``class``) with both values names a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct, field, structs

from assistant.exchange.proposals.compare import differences_of, names
from assistant.exchange.proposals.forms import proposals_in
from assistant.exchange.proposals.listed import line_of_list, phase_of_line
from assistant.exchange.proposals.refusals import Refusal, nearest
from assistant.model.observed import Difference, Event, Evidence, Proposal, TransformKind
from assistant.reading.algorithms import kind_of, value_of

Whose = Literal["theirs", "ours", "chosen"]
PhaseNumber = Literal[1, 2]
MOST = 500
"""Proposals and refusals of one phase that are kept; a log repeats them with every attempt."""

_WHOLE: tuple[tuple[str, Whose], ...] = (("offered", "theirs"), ("configured", "ours"), ("selected", "chosen"))
_PHASE_2 = ("phase2-", "pfs-", "qm-")
_PHASE_1 = ("phase1-attribute-differs", "phase1-group-differs", "phase1-auth-method-differs", "proposal-refused-here")
_BY_FINDING: tuple[tuple[str, TransformKind], ...] = (
    ("phase2-mode-differs", "mode"),
    ("phase2-lifetime-differs", "lifetime"),
    ("lifetimes-adjusted", "lifetime"),
)
_ATTRIBUTES: tuple[tuple[str, TransformKind], ...] = (
    ("encryption", "encryption"),
    ("esp_transform", "encryption"),
    ("hash", "integrity"),
    ("authenticator", "integrity"),
    ("dh_group", "group"),
    ("pfs_group", "group"),
    ("auth", "authentication"),
    ("encaps_mode", "mode"),
)
_CLOSING = frozenset({"acquire", "notify", "error", "message"})
_READ = frozenset(
    {"offered", "configured", "selected", "offer", "whose", "listed", "listed_value", "proposal_id", "proposal", "key_engine", "transform"}
    | {"attribute", "class", "keylength", "esp_keylength", "theirs", "ours", "own", "peers", "accepted"}
    | {name for name, _ in _ATTRIBUTES}
)
"""Fields that are read here."""
_BOTH = re.compile(r"Rcv'd: +(?P<theirs>.+?) +Cfg'd: +(?P<ours>.+)")
_DEPTH = {"encryption": 0, "key": 1, "integrity": 1}
"""How far a device had got that compares a transform attribute by attribute and stops at the first that differs."""


class Said(Struct, frozen=True):
    """What a text prints of proposals, and the differences that it tells by itself."""

    proposals: tuple[Proposal, ...] = ()
    differences: tuple[Difference, ...] = ()


class _Phase(Struct):
    """What is known of one phase up to here. ``open`` is the side whose list the last line belonged to."""

    theirs: list[Proposal] = field(default_factory=list)
    ours: list[Proposal] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    result: tuple[Difference, ...] = ()
    open: str = ""

    def add(self, proposal: Proposal) -> None:
        """Take a proposal of either end; the first of a new list ends the list before it."""
        listed = self.theirs if proposal.whose == "theirs" else self.ours
        if self.open != proposal.whose:
            self.settle()
            listed.clear()
            self.open = proposal.whose
        if len(listed) < MOST:
            listed.append(proposal)

    def settle(self) -> None:
        """Compare the two lists, once each end has one; the configured list stays, the offer is done with."""
        if self.theirs and self.ours:
            self.result = differences_of(self.theirs, self.ours)
            self.theirs = []

    def accepted(self) -> None:
        """A proposal was chosen: what differed before it does not matter."""
        self.theirs, self.refusals, self.result, self.open = [], [], (), ""

    def differences(self) -> tuple[Difference, ...]:
        """What stands at the end."""
        self.settle()
        return nearest(self.refusals) or self.result


class _Check(Struct):
    """One transform of the peer that is being held against one policy here, attribute by attribute."""

    transform: str
    priority: str
    where: Evidence
    values: dict[str, tuple[str, Evidence]] = field(default_factory=dict)


def said_in(events: Iterable[Event], own: Sequence[Proposal] = ()) -> Said:
    """Proposals and differences of one tunnel. ``own`` are those of this end's configuration, as far as it was pasted."""
    walk = _Walk(own)
    for event in events:
        walk.take(event)
    return walk.end()


class _Walk:
    def __init__(self, own: Sequence[Proposal]) -> None:
        self._own = own
        self._phases: dict[PhaseNumber, _Phase] = {1: _Phase(), 2: _Phase()}
        for item in own:
            self._phases[item.phase].ours.append(item)
        self._kept: dict[Proposal, None] = {}
        self._done = False
        self._whose: Whose = "theirs"
        self._listed: Proposal | None = None
        self._check: _Check | None = None
        self._request = False

    def take(self, event: Event) -> None:
        """Read one event; most say nothing of proposals and are passed over."""
        if _READ.isdisjoint(event.fields) and not event.asserts and event.kind not in _CLOSING:
            return
        phase = self._phase(event)
        where = Evidence(event.input, event.line, event.text)
        if event.kind == "acquire":
            self._request = True
        if event.kind not in {"policy", "detail", "acquire"}:
            self._request = False
        self._list(event, where, phase)
        self._wholes(event, where, phase)
        self._attributes(event, where)
        self._difference(event, where, phase)
        self._accepted(event, phase)

    def end(self) -> Said:
        """What all events together say."""
        self._flush()
        found = (*self._phases[1].differences(), *self._phases[2].differences())
        return Said((*self._own, *self._kept), found)

    def _phase(self, event: Event) -> PhaseNumber:
        if event.fields.get("phase") == "1":
            return 1
        if event.fields.get("phase") == "2" or any(name.startswith(_PHASE_2) for name in event.asserts):
            return 2
        if any(name in event.asserts for name in _PHASE_1):
            return 1
        return 2 if self._done else 1

    def _accepted(self, event: Event, phase: PhaseNumber) -> None:
        if event.asserts.get("proposal-accepted") or event.asserts.get("phase1-complete"):
            self._phases[1].accepted()
        if event.asserts.get("phase2-complete") or (event.fields.get("accepted") and phase == 2):  # noqa: PLR2004
            self._phases[2].accepted()
        self._done = self._done or bool(event.asserts.get("phase1-complete"))

    def _keep(self, proposals: Iterable[Proposal]) -> None:
        for item in proposals:
            if len(self._kept) < MOST:
                self._kept[item] = None
            if item.whose == "chosen":
                self._phases[item.phase].accepted()
            else:
                self._phases[item.phase].add(item)

    def _wholes(self, event: Event, where: Evidence, phase: PhaseNumber) -> None:
        fields = event.fields
        if "class" not in fields:
            for name, whose in _WHOLE:
                if name in fields:
                    text = f"{fields['protocol']}:{fields[name]}" if name == "selected" and "protocol" in fields else fields[name]
                    self._keep(proposals_in(text, whose, where, phase=phase))
        if "whose" in fields:
            self._whose = "theirs" if fields["whose"] == "Received" else "ours"
        if "offer" in fields:
            if "number" not in fields and "whose" not in fields and phase == 2:  # noqa: PLR2004
                self._whose = "ours"  # an ASA numbers the proposals that it expects for the IPsec SA with 0
            self._keep(proposals_in(fields["offer"], self._whose, where, phase=phase, number=fields.get("number", "")))
        if "key_engine" in fields:
            self._keep(proposals_in(fields["key_engine"], "ours" if self._request else "theirs", where, phase=2))
        if not fields.get("proposal", "0").isdigit() and "pfs" in fields:
            group = "" if fields["pfs"] == "no-pfs" else fields["pfs"]
            self._keep(structs.replace(item, whole=True) for item in proposals_in(f"{fields['proposal']} {group}", "ours", where, phase=2))

    def _list(self, event: Event, where: Evidence, phase: PhaseNumber) -> None:
        fields = event.fields
        if "listed" in fields or "proposal_id" in fields or (self._listed and event.kind in {"notify", "error", "message"}):
            self._flush()
        if fields.get("listed") in {"theirs", "ours", "chosen"}:
            self._whose = fields["listed"]  # type: ignore[assignment]
        value = fields.get("listed_value", "")
        if "listed" in fields or "proposal_id" in fields or (value and self._listed is not None):
            if value.startswith("trans_id"):
                self._next_transform()
            known = self._listed or Proposal(phase, self._whose, (), (), fields.get("proposal_id", ""))
            found = line_of_list(value)
            if found:
                known = structs.replace(known, transforms=(*known.transforms, *found), evidence=(*known.evidence, where)[:1])
            self._listed = structs.replace(known, phase=phase_of_line(value) or known.phase)

    def _next_transform(self) -> None:
        """An IKEv1 proposal lists its transforms one after another; a PFS group stands above them, for all."""
        before = self._listed
        if before is None or not any(item.kind == "encryption" for item in before.transforms):
            return
        self._flush()
        group = tuple(item for item in before.transforms if item.kind == "group") if before.phase == 2 else ()  # noqa: PLR2004
        self._listed = structs.replace(before, transforms=group)

    def _flush(self) -> None:
        listed, self._listed = self._listed, None
        if listed is not None and listed.transforms:
            self._keep([listed])

    def _attributes(self, event: Event, where: Evidence) -> None:
        """A transform whose attributes come line by line (Cisco IOS)."""
        fields = event.fields
        if "transform" in fields and "priority" in fields:
            self._check = _Check(fields["transform"], fields["priority"], where)
        if self._check is None or event.kind in {"state", "counter"}:
            return
        for name, kind in _ATTRIBUTES:
            if name in fields:
                self._check.values[kind] = (value_of(kind, fields[name]), where)
        key = fields.get("keylength") or fields.get("esp_keylength")
        cipher = self._check.values.get("encryption")
        if key and cipher and cipher[0].startswith("AES-") and cipher[0].count("-") == 1:
            self._check.values["encryption"] = (f"{cipher[0]}-{key}", cipher[1])

    def _difference(self, event: Event, where: Evidence, phase: PhaseNumber) -> None:
        """A line that names the attribute that differs, with both values or while a transform is checked."""
        fields = event.fields
        attribute = fields.get("attribute") or fields.get("class") or ""
        kind = kind_of(attribute) if attribute else next((kind for name, kind in _BY_FINDING if name in event.asserts), None)
        if kind is None or event.kind not in {"policy", "detail", "error"}:
            return
        both = _BOTH.search(fields.get("values", ""))
        theirs = both["theirs"] if both else fields.get("theirs") or fields.get("peers") or fields.get("received") or ""
        ours = (
            both["ours"] if both else fields.get("ours") or fields.get("own") or (fields.get("configured", "") if "class" in fields else "")
        )
        refusals = self._phases[phase].refusals
        if len(refusals) >= MOST or (theirs and theirs == ours):
            return
        if theirs and ours:
            pair = (fields["own_number"], fields["peer_number"]) if "own_number" in fields and "peer_number" in fields else None
            refusals.append(Refusal(phase, kind, _value(kind, theirs), _value(kind, ours), (where,), pair))
        elif self._check is not None and phase == 1:
            refusals.append(self._refused(kind, attribute, where))
        elif "value" in fields and attribute:
            refusals.append(Refusal(phase, kind, _value(kind, fields["value"]), "", (where,)))
        elif "offered" in fields and attribute:
            offered = proposals_in(fields["offered"], "theirs", where, phase=phase)
            values = names(offered[0], kind) if offered else ()
            refusals.append(Refusal(phase, kind, " or ".join(values), "", (where,)))

    def _refused(self, kind: TransformKind, attribute: str, where: Evidence) -> Refusal:
        check = self._check
        assert check is not None  # noqa: S101 - asked for by the caller
        theirs, line = check.values.get(kind, ("", where))
        policy = next((item for item in self._own if item.phase == 1 and item.number == check.priority), None)
        ours = " or ".join(names(policy, kind)) if policy else ""
        lines = (line, where, *(policy.evidence if policy and ours else ()))
        depth = _DEPTH.get("key" if "key" in attribute.lower() else kind, 2)
        return Refusal(1, kind, theirs, ours, lines, (check.priority, check.transform), depth, f"policy {check.priority}")


def _value(kind: TransformKind, text: str) -> str:
    if kind == "lifetime" and text.isdigit():
        return f"{text} s"
    return value_of(kind, text)
