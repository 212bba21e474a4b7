"""Compares the proposals that a peer offered with those configured here, where the log prints both.

A proposal is written as ``IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048``, several of them with commas between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model.observed import Event, Evidence, Observation

_KINDS = (
    ("group", re.compile(r"(?:KE[0-9]_)?(?:MODP|ECP|CURVE|X25519|X448|NTRU|NEWHOPE|ML_KEM)_?")),
    ("prf", re.compile(r"PRF_")),
    ("integrity", re.compile(r"HMAC_|AES_XCBC|AES_CMAC|AES_[0-9]+_GMAC|SHA|MD5")),
    ("sequence", re.compile(r"(?:NO_)?EXT_SEQ")),
)


def kinds(proposal: str) -> tuple[str, dict[str, frozenset[str]]]:
    """The protocol of one proposal, and its algorithms by what they are for."""
    protocol, _, rest = proposal.strip().partition(":")
    found: dict[str, set[str]] = {}
    for word in rest.split("/"):
        name = next((kind for kind, pattern in _KINDS if pattern.match(word)), "encryption")
        if word and word not in {"NONE", "MODP_NONE"}:
            found.setdefault(name, set()).add(word)
    return protocol, {name: frozenset(words) for name, words in found.items()}


def differing(offered: str, configured: str) -> tuple[str, frozenset[str]]:
    """The protocol, and what keeps the nearest pair of proposals apart; nothing where a pair fits."""
    best: frozenset[str] | None = None
    protocol = ""
    for ours in configured.split(","):
        for theirs in offered.split(","):
            own, mine = kinds(ours)
            other, yours = kinds(theirs)
            if own != other:
                continue
            protocol = own
            apart = frozenset(
                name for name in {*mine, *yours} if not mine.get(name, frozenset()) & yours.get(name, frozenset()) and name != "sequence"
            )
            if best is None or len(apart) < len(best):
                best = apart
    return protocol, best or frozenset()


_PAIR = ("offered", "configured")
"""Fields of the two lines that belong together, in either order."""


def compared(events: Sequence[Event]) -> list[Observation]:
    """What the pairs of lines say in which an offer stands beside the configuration."""
    found: list[Observation] = []
    waiting: dict[str, Event] = {}
    latest: list[Observation] = []
    for event in events:
        if "selected" in event.fields and latest:
            found = found[: -len(latest)]  # another pair of the same lines fitted after all
            latest = []
        name = next((field for field in _PAIR if field in event.fields), "")
        if not name:
            continue
        waiting[name] = event
        if len(waiting) == len(_PAIR):
            latest = _judged(waiting["offered"], waiting["configured"])
            found.extend(latest)
            waiting.clear()
    return found


def _judged(offer: Event, own: Event) -> list[Observation]:
    protocol, apart = differing(offer.fields["offered"], own.fields["configured"])
    if not apart:
        return []
    where = tuple(Evidence(item.input, item.line, item.text) for item in (offer, own))
    if protocol == "IKE":
        return [
            Observation("phase1-attribute-differs", True, "device", where),
            Observation("phase1-group-differs", apart == {"group"}, "device", where),
        ]
    return [Observation("pfs-group-differs", apart == {"group"}, "device", where)]
