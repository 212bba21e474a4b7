"""What each end's own device has to have in order, and what an end is allowed to do, whatever the other has configured."""

from __future__ import annotations

from assistant.configs.rules.identity import authentication
from assistant.configs.rules.values import Rule, Ruled, common_version, sets, side, soft
from assistant.model.settings import BY_HAND, NONE, Setting, Side, TunnelSettings


def own(name: str) -> Rule:
    """A field whose value ``none`` keeps the tunnel from working, whichever end has it."""

    def rule(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
        ours, theirs = _of(local, name), _of(remote, name)
        lacking = [who for who, setting in (("this end", ours), ("the far end", theirs)) if setting is not None and setting.value == NONE]
        if lacking:
            text = " and ".join(lacking)
            return "differs", side(ours), side(theirs), f"It is {text} that lacks it."
        return "equal" if ours is not None and theirs is not None else "cannot-check", side(ours), side(theirs), ""

    return rule


def certificates(name: str) -> Rule:
    """The same for what only certificates need; it matters once both ends authenticate in one way."""
    plain = own(name)

    def rule(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
        ruled = plain(local, remote)
        if ruled[0] == "differs" and authentication(local, remote)[0] == "differs":
            return "cannot-check", ruled[1], ruled[2], "The ends authenticate in different ways; certificates matter once both use them."
        return ruled

    return rule


def _of(tunnel: TunnelSettings, name: str) -> Setting | None:
    found: Setting | None = getattr(tunnel, name)
    return found


def initiation(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """One end must be able to start and the other to answer."""
    ours, theirs = local.initiation, remote.initiation
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    if ours.value == theirs.value == "responder":
        return "differs", side(ours), side(theirs), "Both ends only answer: nobody starts."
    if {ours.value, theirs.value} <= {"responder", BY_HAND}:
        says = "Neither end starts by itself: the tunnel comes up only when one is started by hand."
        return "one-sided" if ours.default or theirs.default else "differs", side(ours), side(theirs), says
    if ours.value == theirs.value == "initiator":
        return "differs", side(ours), side(theirs), "Both ends only start: nobody answers."
    return "equal", side(ours), side(theirs), ""


def allowed(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """Whether each end lets in the version that the two speak."""
    version = common_version(local, remote)
    lacking = [
        who
        for who, end in (("this end", local), ("the far end", remote))
        if end.allowed is not None and version and version not in end.allowed.value.split()
    ]
    if lacking:
        return "differs", side(local.allowed), side(remote.allowed), f"It is {' and '.join(lacking)} that does not let it in."
    both = local.allowed is not None and remote.allowed is not None
    return "equal" if both else "cannot-check", side(local.allowed), side(remote.allowed), ""


def sequence_numbers(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """Extended sequence numbers are a transform of IKEv2; IKEv1 has another attribute for them that hardly anything uses."""
    if common_version(local, remote) != "ikev2":
        return "cannot-check", Side(), Side(), ""
    return sets(local.esn, remote.esn)


def xauth(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """A login within phase 1 is asked for by one end only; IKEv2 has EAP instead."""
    if common_version(local, remote) == "ikev2":
        return "cannot-check", Side(), Side(), ""
    verdict, ours, theirs, says = soft(local.xauth, remote.xauth)
    return "differs" if verdict == "one-sided" else verdict, ours, theirs, says


def probes(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """Dead peer detection: on or off; how often each end probes is its own matter."""
    ours, theirs = local.dpd, remote.dpd
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    off = {NONE, "off", "0"}
    if (ours.value in off) == (theirs.value in off):
        return "equal", side(ours), side(theirs), ""
    return "one-sided" if ours.default or theirs.default else "differs", side(ours), side(theirs), ""


def replay(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """The anti-replay window; where only ``on`` is known of one, there is a difference only to none at all."""
    ours, theirs = local.replay_window, remote.replay_window
    values = {setting.value for setting in (ours, theirs) if setting is not None}
    if "on" in values and len(values) > 1 and "0" not in values:
        return "cannot-check", side(ours), side(theirs), ""
    return soft(ours, theirs)
