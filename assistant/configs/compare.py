"""Two ends' settings of one tunnel, parameter by parameter, in the order in which IKE meets them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import structs

from assistant.configs import selectors, suites
from assistant.model.entries import ParameterEntry
from assistant.model.settings import ANY, MASKED, NONE, Comparison, Parameter, Selector, Setting, Side, Suite, TunnelSettings, Verdict

_PHASE1 = ("encryption", "integrity", "prf", "group", "authentication")
_PHASE2 = ("encryption", "integrity", "ah")


def compare(local: TunnelSettings, remote: TunnelSettings, entries: Mapping[str, ParameterEntry]) -> Comparison:
    """Every parameter that either end shows. ``entries`` says what a difference of each does."""
    ike = _common_version(local, remote)
    found: list[Parameter] = []
    ends = (local.where.input if local.where else 0, remote.where.input if remote.where else 1)
    for name, entry in entries.items():
        rule = _RULES.get(name)
        if rule is None:
            continue
        verdict, ours, theirs, says = rule(local, remote)
        if ours.value is None and theirs.value is None:
            continue
        found.append(
            _parameter(entry, verdict, ours, theirs, says, ike, may=name == "peer.address" and not _wrong_peers(local, remote), ends=ends)
        )
    return Comparison(local, remote, tuple(found), tuple(local.remarks), tuple(remote.remarks))


_Ruled = tuple[Verdict, Side, Side, str]


def _parameter(
    entry: ParameterEntry, verdict: Verdict, ours: Side, theirs: Side, says: str, ike: str, *, may: bool, ends: tuple[int, int]
) -> Parameter:
    finding = entry.finding
    if entry.id == "key" and NONE in {ours.value, theirs.value}:
        finding = "no-key-here-for-peer" if ours.value == NONE else "far-key-missing"
    differs = verdict == "differs"
    stops = differs and not may and (entry.stops == "always" or (entry.stops == "ikev1" and ike != "ikev2"))
    failing = entry.ikev2 if ike == "ikev2" and entry.ikev2 else entry.ikev1
    parts = [says]
    if stops and failing is not None:
        parts.append(f"{failing.says}")
    elif verdict in {"differs", "one-sided"} and entry.harmless and not may:
        parts.append(entry.harmless)
    elif verdict == "cannot-check" and entry.cannot and MASKED in {ours.value, theirs.value}:
        parts.append(entry.cannot)
    if stops and entry.id == "peer.address" and entry.harmless:
        parts.append(entry.harmless)
    ours, theirs = structs.replace(ours, input=ends[0]), structs.replace(theirs, input=ends[1])
    return Parameter(
        entry.id, entry.phase, verdict, ours, theirs, stops, " ".join(part for part in parts if part), finding if stops else ""
    )


def side(setting: Setting | None, value: str | None = None) -> Side:
    """A setting as one end's value of a parameter."""
    if setting is None:
        return Side(value)
    return Side(
        setting.value if value is None else value,
        setting.where.line if setting.where else 0,
        setting.where.text if setting.where else "",
        setting.default,
    )


def _common_version(local: TunnelSettings, remote: TunnelSettings) -> str:
    """The IKE version that both can speak, the newer one first; what either shows where they have none in common."""
    ours = local.version.value.split() if local.version else []
    theirs = remote.version.value.split() if remote.version else []
    both = [word for word in ours if word in theirs] or ours or theirs
    return "ikev2" if "ikev2" in both else "ikev1" if "ikev1" in both else ""


def _peer(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    wrong, behind = _wrong_peers(local, remote), _behind(local, remote)
    seen = any(_looked_for(here, there) is not None for here, there in ((local, remote), (remote, local)))
    verdict: Verdict = "differs" if wrong or behind else "equal" if seen else "cannot-check"
    text = " ".join([*wrong, *behind])
    return verdict, side(local.peer), side(remote.peer), text[:1].upper() + text[1:]


def _looked_for(here: TunnelSettings, there: TunnelSettings) -> bool | None:
    """Whether an end looks for the address that the other has; ``None`` where one of the two is not shown."""
    own = there.local_address
    if here.peer is None or own is None or own.value in {ANY, NONE}:
        return None
    return any(_same_end(peer.value, own.value) for peer in here.peers)


def _wrong_peers(local: TunnelSettings, remote: TunnelSettings) -> list[str]:
    """The ends that look for an address which is not the other's."""
    return [
        f"{who} looks for {here.peer.value}, the address of {whose} is {there.local_address.value}."
        for here, there, who, whose in ((local, remote, "this end", "the far end"), (remote, local, "the far end", "this end"))
        if _looked_for(here, there) is False and not _translated(here, there) and here.peer and there.local_address
    ]


def _behind(local: TunnelSettings, remote: TunnelSettings) -> list[str]:
    """The ends that look for another address than the other's and expect that one as its identity: right behind a NAT, a slip elsewhere."""
    return [
        f"{who} looks for {here.peer.value} and expects the identity {there.local_address.value}, the address of {whose}: "
        f"that is right only if a NAT translates it to {here.peer.value}, and stops the tunnel otherwise."
        for here, there, who, whose in ((local, remote, "this end", "the far end"), (remote, local, "the far end", "this end"))
        if _looked_for(here, there) is False and _translated(here, there) and here.peer and there.local_address
    ]


def _translated(here: TunnelSettings, there: TunnelSettings) -> bool:
    """Whether an end names the other under one address and expects another, its own, as its identity: the mark of a NAT that is known of."""
    expected, own = here.identity_remote, there.local_address
    return expected is not None and own is not None and here.peer is not None and expected.value == own.value != here.peer.value


def _same_end(peer: str, address: str) -> bool:
    return peer == ANY or peer.lower() == address.lower()


def _version(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    return _sets(local.version, remote.version)


def _sets(ours: Setting | None, theirs: Setting | None) -> _Ruled:
    """Lists of words that must have one in common."""
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    return "equal" if set(ours.value.split()) & set(theirs.value.split()) else "differs", side(ours), side(theirs), ""


def _mode(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    if _common_version(local, remote) == "ikev2":
        return "cannot-check", Side(), Side(), ""
    return _same(local.mode, remote.mode)


def _same(ours: Setting | None, theirs: Setting | None) -> _Ruled:
    """Values that must be equal."""
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    return "equal" if ours.value == theirs.value else "differs", side(ours), side(theirs), ""


def _soft(ours: Setting | None, theirs: Setting | None) -> _Ruled:
    """Values that may differ; a default against a written value is one-sided."""
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    if ours.value == theirs.value:
        return "equal", side(ours), side(theirs), ""
    return "one-sided" if bool(ours.default) != bool(theirs.default) else "differs", side(ours), side(theirs), ""


def _of_suites(ours: Sequence[Suite] | None, theirs: Sequence[Suite] | None, kind: str, kinds: Sequence[str]) -> _Ruled:
    """One kind of algorithm in the nearest pair of proposals."""
    if not ours or not theirs:
        return "cannot-check", _values(ours, kind), _values(theirs, kind), ""
    mine, yours, differing = suites.nearest(ours, theirs, kinds)
    left, right = _value(mine, kind), _value(yours, kind)
    if left.value is None and right.value is None:
        return "cannot-check", left, right, ""
    if kind in differing:
        return (
            "differs",
            Side(left.value or NONE, left.line, left.text, left.default),
            Side(right.value or NONE, right.line, right.text, right.default),
            "",
        )
    return "cannot-check" if left.value is None or right.value is None else "equal", left, right, ""


def _value(suite: Suite, kind: str) -> Side:
    names = suite.algorithms.get(kind, ())
    where = suite.lines.get(kind, suite.where)
    default = suite.default if suite.default.rpartition(" for ")[2].find(kind) >= 0 else ""
    return Side(" or ".join(names) or None, where.line if where else 0, where.text if where else "", default)


def _values(all_: Sequence[Suite] | None, kind: str) -> Side:
    found = dict.fromkeys(name for suite in all_ or () for name in suite.algorithms.get(kind, ()))
    return Side(" or ".join(found) or None, *((all_[0].where.line, all_[0].where.text) if all_ and all_[0].where else (0, "")))


def _phase1(kind: str) -> Callable[[TunnelSettings, TunnelSettings], _Ruled]:
    def rule(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
        kinds = [item for item in _PHASE1 if item != "prf" or _common_version(local, remote) == "ikev2"]
        if kind not in kinds:
            return "cannot-check", Side(), Side(), ""
        compared = [item for item in kinds if item != "authentication"]
        ours, theirs = _fitting(local, remote), _fitting(remote, local)
        verdict, left, right, says = _of_suites(ours, theirs, kind, compared)
        if kind == "prf" and verdict == "differs" and ours and theirs and _follows(*suites.nearest(ours, theirs, compared)):
            return "cannot-check", left, right, "It is taken from the integrity algorithm, and is the same when that is."
        return verdict, left, right, says

    return rule


def _follows(ours: Suite, theirs: Suite, differing: Sequence[str]) -> bool:
    """Whether the PRFs differ only because the integrity algorithm does that one of them is taken from."""
    if "integrity" not in differing:
        return False
    return any(
        suites.PRF_OF_INTEGRITY in one.default and suites.common(other.algorithms.get("integrity", ()), other.algorithms.get("prf", ()))
        for one, other in ((ours, theirs), (theirs, ours))
    )


def _fitting(own: TunnelSettings, other: TunnelSettings) -> tuple[Suite, ...] | None:
    """The proposals for the version that both speak, where the suites tell their version by what they hold."""
    if own.phase1 is None:
        return None
    if _common_version(own, other) == "ikev1" and own.version and " " in own.version.value:
        return tuple(suite for suite in own.phase1 if "prf" not in suite.algorithms) or own.phase1
    if _common_version(own, other) == "ikev2" and own.version and " " in own.version.value:
        return tuple(suite for suite in own.phase1 if "authentication" not in suite.algorithms) or own.phase1
    return own.phase1


def _authentication(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    return _same(_method(local), _method(remote))


def _method(own: TunnelSettings) -> Setting | None:
    """How the end authenticates: by what belongs to the tunnel, by the IKE policies where nothing does."""
    if own.authentication is not None:
        return own.authentication
    found = [(suite.algorithms["authentication"][0], suite) for suite in own.phase1 or () if suite.algorithms.get("authentication")]
    names = {name for name, _ in found}
    return Setting(found[0][0], found[0][1].where, found[0][1].default) if len(names) == 1 else None


def _key(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    ours, theirs = local.key, remote.key
    if not _uses_key(local) and not _uses_key(remote):
        return "cannot-check", Side(), Side(), ""
    if ours is None or theirs is None:
        return "cannot-check", _shown(ours), _shown(theirs), ""
    if _authentication(local, remote)[0] == "differs":
        return "cannot-check", _shown(ours), _shown(theirs), "The ends authenticate in different ways; the key matters once both use one."
    if MASKED in {ours.value, theirs.value} and NONE not in {ours.value, theirs.value}:
        return "cannot-check", _shown(ours), _shown(theirs), ""
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


def _identity_local(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    return _identity(local, remote)


def _identity_remote(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    verdict, theirs, ours, says = _identity(remote, local)
    return verdict, ours, theirs, says


def _identity(sender: TunnelSettings, other: TunnelSettings) -> _Ruled:
    sent, expected = sender.identity_local, other.identity_remote
    if sent is None or expected is None:
        return "cannot-check", side(sent), side(expected), ""
    if expected.value == ANY or _plain(sent.value) == _plain(expected.value):
        return "equal", side(sent), side(expected), ""
    own = sender.local_address
    if own is not None and sent.value == own.value and _looked_for(other, sender) is False and _is_peer(other, expected.value):
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


def _nat_t(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    return _soft(local.nat_traversal, remote.nat_traversal)


def _pfs(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    ours, theirs = local.pfs, remote.pfs
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    mine, yours = ours.value.split(" or "), theirs.value.split(" or ")
    if set(mine) & set(yours):
        return "equal", side(ours), side(theirs), ""
    return "differs", side(ours), side(theirs), ""


def _selectors(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
    ours, theirs = local.selectors, remote.selectors
    left, right = _pairs(local), _pairs(remote)
    if ours is None or theirs is None:
        return "cannot-check", left, right, ""
    mine = ours or (Selector(ANY, ANY),) if local.route_based else ours
    yours = theirs or (Selector(ANY, ANY),) if remote.route_based else theirs
    if not mine or not yours:
        return "one-sided" if mine or yours else "cannot-check", left, right, "One end protects no network."
    lacking = selectors.missing(mine[: selectors.MOST], yours)
    unasked = selectors.missing(yours[: selectors.MOST], mine)
    if not lacking and not unasked:
        return "equal", left, right, ""
    says = [f"{selectors.words(item)}: {selectors.relation(item, yours)}." for item in lacking[:3]]
    if not lacking:
        says = [f"The far end has more pairs than this end, first {selectors.words(unasked[0])} (seen from there)."]
    return "differs", left, right, " ".join(says)


def _pairs(own: TunnelSettings) -> Side:
    if own.selectors is None:
        return Side()
    if not own.selectors:
        return Side(
            "any to any (by routes)" if own.route_based else NONE, own.where.line if own.where else 0, own.where.text if own.where else ""
        )
    first = own.selectors[0].where
    more = f" and {len(own.selectors) - 3} more" if len(own.selectors) > 3 else ""  # noqa: PLR2004 - enough to see
    shown = ", ".join(selectors.words(item) for item in own.selectors[:3]) + more
    return Side(shown, first.line if first else 0, first.text if first else "")


def _phase2(kind: str) -> Callable[[TunnelSettings, TunnelSettings], _Ruled]:
    def rule(local: TunnelSettings, remote: TunnelSettings) -> _Ruled:
        if local.protocol and remote.protocol and local.protocol.value != remote.protocol.value:
            return "cannot-check", _values(local.phase2, kind), _values(remote.phase2, kind), "ESP and AH have other algorithms."
        return _of_suites(local.phase2, remote.phase2, kind, _PHASE2)

    return rule


_RULES: dict[str, Callable[[TunnelSettings, TunnelSettings], _Ruled]] = {
    "peer.address": _peer,
    "ike.version": _version,
    "ike.mode": _mode,
    "phase1.encryption": _phase1("encryption"),
    "phase1.integrity": _phase1("integrity"),
    "phase1.prf": _phase1("prf"),
    "phase1.group": _phase1("group"),
    "phase1.authentication": _authentication,
    "phase1.lifetime": lambda local, remote: _soft(local.phase1_lifetime, remote.phase1_lifetime),
    "key": _key,
    "identity.local": _identity_local,
    "identity.remote": _identity_remote,
    "nat-traversal": _nat_t,
    "phase2.protocol": lambda local, remote: _same(local.protocol, remote.protocol),
    "phase2.encryption": _phase2("encryption"),
    "phase2.integrity": _phase2("integrity"),
    "phase2.mode": lambda local, remote: _same(local.encapsulation, remote.encapsulation),
    "phase2.pfs": _pfs,
    "phase2.lifetime": lambda local, remote: _soft(local.phase2_lifetime, remote.phase2_lifetime),
    "selectors": _selectors,
}
