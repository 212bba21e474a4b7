"""Whether the ends look for each other, speak one version and one mode."""

from __future__ import annotations

import ipaddress

from assistant.configs.networks import covers, parsed
from assistant.configs.rules.values import Ruled, common_version, same, sets, side
from assistant.configs.values import is_address
from assistant.model.settings import ANY, NONE, Side, TunnelSettings, Verdict


def peer(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """Each end must look for the address that the other has."""
    wrong, behind = wrong_peers(local, remote), _behind(local, remote)
    seen = any(looks_for(here, there) is not None for here, there in ((local, remote), (remote, local)))
    verdict: Verdict = "differs" if wrong or behind else "equal" if seen else "cannot-check"
    text = " ".join([*wrong, *behind])
    return verdict, side(local.peer), side(remote.peer), text[:1].upper() + text[1:]


def looks_for(here: TunnelSettings, there: TunnelSettings) -> bool | None:
    """Whether an end looks for the address that the other has; ``None`` where one of the two is not shown."""
    own = there.local_address
    if here.peer is None or own is None or own.value in {ANY, NONE}:
        return None
    fits = [_same_end(peer.value, own.value) for peer in here.peers]
    return True if True in fits else None if None in fits else False


def wrong_peers(local: TunnelSettings, remote: TunnelSettings) -> list[str]:
    """The ends that look for an address which is not the other's."""
    return [
        f"{who} looks for {here.peer.value}, the address of {whose} is {there.local_address.value}."
        for here, there, who, whose in ((local, remote, "this end", "the far end"), (remote, local, "the far end", "this end"))
        if looks_for(here, there) is False and not _translated(here, there) and here.peer and there.local_address
    ]


def _behind(local: TunnelSettings, remote: TunnelSettings) -> list[str]:
    """The ends that look for another address than the other's and expect that one as its identity: right behind a NAT, a slip elsewhere."""
    return [
        f"{who} looks for {here.peer.value} and expects the identity {there.local_address.value}, the address of {whose}: "
        f"that is right only if a NAT translates it to {here.peer.value}, and stops the tunnel otherwise."
        for here, there, who, whose in ((local, remote, "this end", "the far end"), (remote, local, "the far end", "this end"))
        if looks_for(here, there) is False and _translated(here, there) and here.peer and there.local_address
    ]


def _translated(here: TunnelSettings, there: TunnelSettings) -> bool:
    """Whether an end names the other under one address and expects another, its own, as its identity: the mark of a NAT that is known of."""
    expected, own = here.identity_remote, there.local_address
    return expected is not None and own is not None and here.peer is not None and expected.value == own.value != here.peer.value


def _same_end(peer: str, address: str) -> bool | None:
    """Whether a peer, which may be a network or a range of addresses, is that address; ``None`` where a name hides one of them."""
    if peer == ANY or peer.lower() == address.lower():
        return True
    first, dash, last = peer.partition("-")
    if dash and is_address(first) and is_address(last) and is_address(address):
        low, own, high = (ipaddress.ip_address(word) for word in (first, address, last))
        return low.version == own.version == high.version and int(low) <= int(own) <= int(high)
    if parsed(peer) is None or not is_address(address):
        return None
    return covers(peer, address)


def version(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """The IKE versions must have one in common."""
    return sets(local.version, remote.version)


def mode(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """Main or aggressive mode, which IKEv1 does not negotiate."""
    if common_version(local, remote) == "ikev2":
        return "cannot-check", Side(), Side(), ""
    return same(local.mode, remote.mode)
