"""The facts of one tunnel: addresses, names, identities, networks, SPIs, counters, versions, each with its line.

Of several values the one of the last negotiation counts; the others are kept beside it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.configs.values import is_address
from assistant.exchange.configuration import Configured
from assistant.model.observed import Event, Evidence, Fact, Observation, Proposal
from assistant.reading.algorithms import transforms_in

_NAMES: dict[str, tuple[str, ...]] = {
    "local": ("local",),
    "local_port": ("local_port",),
    "peer_port": ("peer_port",),
    "connection": ("connection",),
    "gateway": ("gateway",),
    "group": ("group",),
    "map": ("map",),
    "seq": ("seq",),
    "acl": ("acl",),
    "interface": ("interface",),
    "inside": ("inside",),
    "local_id": ("local_id", "own_id"),
    "peer_id": ("peer_id",),
    "local_net": ("local_net",),
    "remote_net": ("remote_net",),
    "icookie": ("icookie", "ispi"),
    "rcookie": ("rcookie", "rspi"),
    "spi": ("spi",),
    "spi_in": ("spi_in",),
    "spi_out": ("spi_out",),
    "encaps": ("encaps",),
    "decaps": ("decaps",),
    "send_errors": ("send_errors",),
    "recv_errors": ("recv_errors",),
    "bytes_in": ("bytes_in", "bytes_rx", "bytes_received"),
    "bytes_out": ("bytes_out", "bytes_tx", "bytes_sent"),
    "lifetime": ("lifetime",),
    "auth": ("auth",),
    "version": ("version", "software"),
}
"""Facts by name, with the fields of events that give them."""
_FIELDS = {field: name for name, fields in _NAMES.items() for field in fields}
_LATEST = frozenset({"local_port", "peer_port", "icookie", "rcookie", "spi", "spi_in", "spi_out", "lifetime"})
_COUNTERS = frozenset({"encaps", "decaps", "send_errors", "recv_errors", "bytes_in", "bytes_out"})
"""Facts of which the last value counts, not the first: they change as the negotiation goes on."""
_SOFTWARE = re.compile(r"[vVrR]?[0-9]{1,4}\.[0-9]")
_ZERO = re.compile(r"(?:0x)?0{1,64}\Z")
_OTHERS = 5
_NAT = (
    ("nat-found-here", "this end is behind NAT"),
    ("nat-found-at-peer", "the peer is behind NAT"),
    ("no-nat-found", "none found"),
)


def collect(peer: str, events: Sequence[Event], last: Iterable[Event], device: Configured) -> dict[str, Fact]:
    """Every fact that the events and the configuration give. ``last`` are the events of the negotiation that counts."""
    facts: dict[str, Fact] = {}
    if peer:
        first = next((event for event in events if event.peer), None)
        facts["peer"] = Fact("peer", peer, _place(first) if first else Evidence(-1, 0, ""))
    counting = {(event.input, event.line) for event in last}
    values = _values(events)
    facts.update({name: _fact(name, values[name], counting) for name in _NAMES if name in values})
    for side in ("local", "peer"):
        typed = _identity_type(side, facts, events)
        if typed:
            facts[typed.name] = typed
    given = device.facts(peer)
    if "peer" in given and "peer" in facts and not is_address(facts["peer"].value):
        del facts["peer"]  # a log with its addresses masked, beside a configuration that has them
    for name, (value, where) in given.items():
        facts.setdefault(name, Fact(name, value, where))
    return facts


def _place(event: Event) -> Evidence:
    return Evidence(event.input, event.line, event.text)


def _values(events: Sequence[Event]) -> dict[str, list[tuple[str, Event]]]:
    """Every value of every fact, in the order of the text."""
    found: dict[str, list[tuple[str, Event]]] = {}
    for event in events:
        for field, printed in event.fields.items():
            name = _FIELDS.get(field)
            value = _usable(name, printed) if name else ""
            if name and value:
                found.setdefault(name, []).append((value, event))
    return found


def _usable(name: str, value: str) -> str:
    if name == "version":
        return value if _SOFTWARE.match(value) else ""  # not the version of IKE
    if name in {"rcookie", "icookie", "spi", "spi_in", "spi_out"} and _ZERO.match(value):
        return ""
    return value


def _fact(name: str, values: Sequence[tuple[str, Event]], counting: set[tuple[int, int]]) -> Fact:
    current = [item for item in values if (item[1].input, item[1].line) in counting or item[1].kind in {"state", "counter"}] or values
    value, event = current[-1] if name in _LATEST or name in _COUNTERS else current[0]
    others = {other.lower(): other for other, _ in values if other.lower() != value.lower()} if name not in _COUNTERS else {}
    return Fact(name, value, _place(event), tuple(others.values())[:_OTHERS])


def _identity_type(side: str, facts: Mapping[str, Fact], events: Sequence[Event]) -> Fact | None:
    """The type of an identity: as printed on its line, else by its form (RFC 2407 section 4.6.2.1, RFC 7296 section 3.5)."""
    known = facts.get(f"{side}_id")
    if known is None:
        return None
    for event in events:
        if event.fields.get("id_type") and known.value in (event.fields.get(f"{side}_id"), event.fields.get("own_id")):
            return Fact(f"{side}_id_type", event.fields["id_type"], _place(event))
    return Fact(f"{side}_id_type", f"{_form(known.value)} by its form", known.evidence)


def _form(value: str) -> str:
    try:
        return f"IPv{ipaddress.ip_address(value).version} address"
    except ValueError:
        pass
    if "=" in value:
        return "distinguished name"
    return "user at domain" if "@" in value[1:] else "domain name"


def derived(observations: Iterable[Observation], proposals: Sequence[Proposal], events: Iterable[Event]) -> dict[str, Fact]:
    """What findings and proposals add: the result of NAT detection, and what was chosen for each phase."""
    seen = {item.finding: item for item in observations if item.value}
    told = [(words, seen[name].evidence) for name, words in _NAT if name in seen]
    found: dict[str, Fact] = {}
    if told:
        lines = [where for _, evidence in told for where in evidence]
        found["nat"] = Fact("nat", ", ".join(words for words, _ in told), lines[0] if lines else Evidence(-1, 0, ""))
    for event in events:
        if event.kind in {"state", "detail"} and "encryption" in event.fields and ("dh_group" in event.fields or event.kind == "state"):
            words = _chosen(event.fields)
            if words:
                found["phase1_chosen"] = Fact("phase1_chosen", words, _place(event))
    for item in proposals:
        if item.whose == "chosen":
            name = f"phase{item.phase}_chosen"
            found[name] = Fact(
                name, ", ".join(dict.fromkeys(part.name for part in item.transforms if part.kind != "esn")), item.evidence[0]
            )
    return found


def _chosen(fields: Mapping[str, str]) -> str:
    key = fields.get("keysize", "")
    cipher = f"{fields['encryption']}-{key}" if key else fields["encryption"]
    parts = [item.name for word in (cipher, fields.get("hash", "")) for item in transforms_in(word)]
    group = fields.get("dh_group", "")
    return ", ".join([*parts, *([f"group {group}"] if group.isdigit() else [])])
