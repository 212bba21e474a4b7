"""Whether the pasted configuration is the one that the log was written under: where the two contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.dialogue.understand import Understood
from assistant.exchange.configuration import Configured
from assistant.exchange.proposals import differences_of
from assistant.model.diagnosis import Choice, Conflict
from assistant.model.observed import Difference, Evidence, Proposal, Tunnel
from assistant.reasoning.conflicts import CONFIG, LOG, PASTED, SAID_STAGE, STALE

_KINDS = {
    "encryption": "the encryption",
    "integrity": "the hash",
    "prf": "the PRF",
    "group": "the Diffie-Hellman group",
    "authentication": "the authentication method",
    "ah": "AH",
}
_ASK = "Is this the running configuration, and was it at the time of the log?"
_CHOICES = (Choice(LOG, "The log: this configuration is of another time"), Choice(CONFIG, "The configuration: the log is of another time"))
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
        yield Conflict(text, (lines[0], version.where), STALE + "version", _CHOICES)


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
            yield from _told(item, _apart(item, mine), phase)


def _apart(logged: Proposal, mine: Sequence[Proposal]) -> list[Difference]:
    return [item for item in differences_of([logged], mine) if item.stops and item.theirs and item.ours and item.kind in _KINDS]


def _told(logged: Proposal, apart: Sequence[Difference], phase: int) -> Iterator[Conflict]:
    if not apart:
        return
    verb = "to be chosen" if logged.whose == "chosen" else "to be offered by this end"
    parts = [f"{_KINDS[item.kind]} {item.theirs} {verb}, this configuration has {item.ours}" for item in apart[:3]]
    lines = dict.fromkeys((logged.evidence[0], *(where for item in apart for where in item.evidence if where not in logged.evidence)))
    yield Conflict(f"The log shows {'; '.join(parts)}. {_ASK}", _first(tuple(lines)), f"{STALE}phase{phase}", _CHOICES)


def _first(lines: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return lines[:4]


def other_words(tunnel: Tunnel | None, said: Sequence[tuple[int, str, Understood]]) -> Iterator[Conflict]:
    """Where the user's word on the state or the peer is not what the texts show."""
    if tunnel is None:
        return
    standing = tunnel.standing
    told = next(((number, text, item) for number, text, item in reversed(said) if item.stage), None)
    if told is not None and standing.stage not in {None, told[2].stage} and standing.evidence:
        number, text, item = told
        shown = standing.state or standing.awaited or standing.stage
        words = f"You said that it stands at {item.state or item.stage}; what was pasted shows {shown}, which is taken for now. Was it pasted at another moment, or is it another tunnel's?"
        choices = (Choice("said", f"What I said: {item.state or item.stage}"), Choice(PASTED, f"What was pasted: {shown}"))
        yield Conflict(words, (Evidence(-1, number, text[:200]), standing.evidence[0]), SAID_STAGE, choices)
    named = next(((number, text, item.facts["peer"]) for number, text, item in reversed(said) if "peer" in item.facts), None)
    known = tunnel.facts.get("peer")
    if named is not None and known is not None and named[2] not in {known.value, tunnel.peer, *known.others}:
        number, text, peer = named
        words = f"You named {peer} as the peer; these lines are of a tunnel with {tunnel.peer or known.value}. Are they another tunnel's? If so, paste those of {peer}."
        yield Conflict(words, (Evidence(-1, number, text[:200]), known.evidence))
