"""Whether the pasted configuration is the one that the log was written under: where the two contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.exchange.configuration import Configured
from assistant.exchange.proposals import differences_of
from assistant.model.diagnosis import Conflict
from assistant.model.observed import Difference, Evidence, Proposal, Tunnel

_KINDS = {
    "encryption": "the encryption",
    "integrity": "the hash",
    "prf": "the PRF",
    "group": "the Diffie-Hellman group",
    "authentication": "the authentication method",
    "ah": "AH",
}
_ASK = "Is this the running configuration, and was it at the time of the log?"
_IKE = {"ikev1": "IKEv1", "ikev2": "IKEv2"}


def contradictions(tunnel: Tunnel | None, own: Configured) -> tuple[Conflict, ...]:
    """What this end's log shows it to use and its configuration does not have, with the lines of both.

    A log that was written under another configuration than the pasted one shows here; it is said, and neither is dropped.
    """
    if tunnel is None or not own.any:
        return ()
    return (*_of_version(tunnel, own), *_of_proposals(tunnel, own))


def _of_version(tunnel: Tunnel, own: Configured) -> Iterator[Conflict]:
    settings, standing = own.tunnel_of(tunnel.peer), tunnel.standing
    version = settings.version if settings is not None else None
    if version is None or version.where is None or not standing.evidence or standing.stage is None:
        return
    lines = [item for item in standing.evidence if item.input >= 0 and item != version.where]
    if lines and standing.ike not in version.value.split():
        named = " and ".join(_IKE.get(word, word) for word in version.value.split())
        text = f"The log shows {_IKE.get(standing.ike, standing.ike)}, this configuration has {named} for the peer. {_ASK}"
        yield Conflict(text, (lines[0], version.where))


def _of_proposals(tunnel: Tunnel, own: Configured) -> Iterator[Conflict]:
    configured = own.proposals(tunnel.peer)
    written = {where for item in configured for where in item.evidence}
    for phase in (1, 2):
        mine = [item for item in configured if item.phase == phase]
        logged = [
            item
            for item in tunnel.proposals
            if item.phase == phase and item.whose in {"ours", "chosen"} and item.evidence and not written & set(item.evidence)
        ]
        for item in logged[-1:]:
            yield from _told(item, _apart(item, mine))


def _apart(logged: Proposal, mine: Sequence[Proposal]) -> list[Difference]:
    return [item for item in differences_of([logged], mine) if item.stops and item.theirs and item.ours and item.kind in _KINDS]


def _told(logged: Proposal, apart: Sequence[Difference]) -> Iterator[Conflict]:
    if not apart:
        return
    verb = "to be chosen" if logged.whose == "chosen" else "to be offered by this end"
    parts = [f"{_KINDS[item.kind]} {item.theirs} {verb}, this configuration has {item.ours}" for item in apart[:3]]
    lines = dict.fromkeys((logged.evidence[0], *(where for item in apart for where in item.evidence if where not in logged.evidence)))
    yield Conflict(f"The log shows {'; '.join(parts)}. {_ASK}", _first(tuple(lines)))


def _first(lines: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return lines[:4]
