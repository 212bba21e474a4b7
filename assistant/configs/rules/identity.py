"""How the ends prove who they are: the method, the key, the identities."""

from __future__ import annotations

from assistant.configs.rules.peers import looks_for
from assistant.configs.rules.values import Ruled, same, side
from assistant.model.settings import ANY, MASKED, NONE, Setting, Side, TunnelSettings


def authentication(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """The method by which both prove who they are."""
    return same(_method(local), _method(remote))


def _method(own: TunnelSettings) -> Setting | None:
    """How the end authenticates: by what belongs to the tunnel, by the IKE policies where nothing does."""
    if own.authentication is not None:
        return own.authentication
    found = [(suite.algorithms["authentication"][0], suite) for suite in own.phase1 or () if suite.algorithms.get("authentication")]
    names = {name for name, _ in found}
    return Setting(found[0][0], found[0][1].where, found[0][1].default) if len(names) == 1 else None


def key(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """The pre-shared keys, by the tokens that stand for them."""
    ours, theirs = local.key, remote.key
    if not _uses_key(local) and not _uses_key(remote):
        return "cannot-check", Side(), Side(), ""
    if ours is None or theirs is None:
        return "cannot-check", _shown(ours), _shown(theirs), ""
    if authentication(local, remote)[0] == "differs":
        return "cannot-check", _shown(ours), _shown(theirs), "The ends authenticate in different ways; the key matters once both use one."
    if MASKED in {ours.value, theirs.value} and NONE not in {ours.value, theirs.value}:
        return "cannot-check", _shown(ours), _shown(theirs), ""
    for lacking, other, setting in ((local, remote, ours), (remote, local, theirs)):
        if setting.value == NONE and looks_for(lacking, other) is False:
            return "cannot-check", _shown(ours), _shown(theirs), "It is looked for under the wrong address of the peer."
    same = ours.value == theirs.value and ours.value != NONE
    says = "" if same else "One end has no key for this peer." if NONE in {ours.value, theirs.value} else "The keys are not the same."
    return "equal" if same else "differs", _shown(ours), _shown(theirs), says


def _uses_key(own: TunnelSettings) -> bool:
    method = _method(own)
    return (method is not None and "pre-shared" in method.value) or (own.key is not None and own.key.value != NONE)


def _shown(key: Setting | None) -> Side:
    """A key without its token and without its line's text."""
    if key is None:
        return Side()
    value = key.value if key.value in {MASKED, NONE} else "present"
    return Side(value, key.where.line if key.where else 0)


def identity_local(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """What this end sends as its identity and what the far end expects."""
    return _identity(local, remote)


def identity_remote(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """What the far end sends as its identity and what this end expects."""
    verdict, theirs, ours, says = _identity(remote, local)
    return verdict, ours, theirs, says


def _identity(sender: TunnelSettings, other: TunnelSettings) -> Ruled:
    sent, expected = sender.identity_local, other.identity_remote
    if sent is None or expected is None:
        return "cannot-check", side(sent), side(expected), ""
    if expected.value == ANY or _plain(sent.value) == _plain(expected.value):
        return "equal", side(sent), side(expected), ""
    own = sender.local_address
    if own is not None and sent.value == own.value and looks_for(other, sender) is False and _is_peer(other, expected.value):
        return "cannot-check", side(sent), side(expected), "The wrong address of the peer is also the identity that is expected of it."
    return "differs", side(sent), side(expected), f"{sent.value} is sent, {expected.value} is expected."


def _is_peer(own: TunnelSettings, word: str) -> bool:
    return any(peer.value == word for peer in own.peers)


def _plain(identity: str) -> str:
    """An identity without the marks of its type."""
    word = identity.strip().strip('"').lower()
    for prefix in ("fqdn:", "keyid:", "userfqdn:", "email:", "ipv4:", "address:", "@#", "@"):
        word = word.removeprefix(prefix)
    return ",".join(part.strip() for part in word.split(","))
