"""A difference as a sentence, from this end's point of view or as it is told to the far end's admin."""

from __future__ import annotations

from assistant.model.observed import Difference

_LABELS = {
    "encryption": "encryption",
    "integrity": "integrity",
    "prf": "PRF",
    "group": "Diffie-Hellman group",
    "authentication": "authentication method",
    "lifetime": "lifetime",
    "volume": "volume lifetime",
    "mode": "encapsulation mode",
    "ah": "AH integrity",
    "esn": "extended sequence numbers",
}


def label(item: Difference, ike: str = "") -> str:
    """The transform's name as engineers say it: the integrity of IKEv1 is its hash, the group of phase 2 its PFS group."""
    if item.kind == "integrity" and item.phase == 1 and ike != "ikev2":
        return "hash"
    if item.kind == "group" and item.phase == 2:  # noqa: PLR2004 - phase 2
        return "PFS group"
    return _LABELS[item.kind]


def sentence(item: Difference, ike: str = "", *, told: bool = False) -> str:
    """``Phase 1 hash: they offer SHA1, here is MD5.`` With ``told`` for the far end: ``you offer SHA1, we have MD5``."""
    they, here = ("you offer", "we have") if told else ("they offer", "here is")
    head = f"Phase {item.phase} {label(item, ike)}"
    if item.theirs and item.ours:
        body = f"{they} {item.theirs}, {here} {item.ours}"
    elif item.theirs:
        body = f"{they} {item.theirs}, {'which we do not take' if told else 'which is refused here; the value here is not shown'}"
    elif item.ours:
        body = f"{'we have' if told else 'here is'} {item.ours}; {'your' if told else 'their'} value is not shown"
    else:
        body = "it differs; neither value is shown"
    agreed = "" if item.stops else " (most devices take the smaller)"
    weak = f" ({item.weak}: newer software may have removed it)" if item.weak and not told else ""
    return f"{head}: {body}{agreed}{weak}."
