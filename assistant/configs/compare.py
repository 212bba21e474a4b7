"""Two ends' settings of one tunnel, parameter by parameter, in the order in which IKE meets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import structs

from assistant.configs.failing import failing
from assistant.configs.rules import RULES
from assistant.configs.rules.peers import wrong_peers
from assistant.configs.rules.values import Ruled, common_version
from assistant.model.entries import Failing, ParameterEntry
from assistant.model.settings import BY_HAND, MASKED, NONE, Comparison, Parameter, TunnelSettings


def compare(local: TunnelSettings, remote: TunnelSettings, entries: Mapping[str, ParameterEntry]) -> Comparison:
    """Every parameter that either end shows. ``entries`` says what a difference of each does."""
    ike = common_version(local, remote)
    found: list[Parameter] = []
    ends = (local.where.input if local.where else 0, remote.where.input if remote.where else 1)
    for name, entry in entries.items():
        rule = RULES.get(name)
        if rule is None:
            continue
        ruled = rule(local, remote)
        if ruled[1].value is None and ruled[2].value is None:
            continue
        shown, comes_up = failing(entry, ike, (local, ruled[1]), (remote, ruled[2]))
        found.append(_parameter(entry, ruled, ike, shown, may=comes_up or _may(name, ruled, local, remote), ends=ends))
    return Comparison(local, remote, tuple(found), tuple(local.remarks), tuple(remote.remarks))


def _may(name: str, ruled: Ruled, local: TunnelSettings, remote: TunnelSettings) -> bool:
    """Whether a difference may be right as it is: a peer behind a NAT, an end that a person starts."""
    if name == "initiation":
        return BY_HAND in {ruled[1].value, ruled[2].value}
    return name == "peer.address" and not wrong_peers(local, remote)


def _parameter(entry: ParameterEntry, ruled: Ruled, ike: str, failing: Failing | None, *, may: bool, ends: tuple[int, int]) -> Parameter:
    verdict, ours, theirs, says = ruled
    differs = verdict == "differs"
    stops = differs and not may and (entry.stops == "always" or (entry.stops == "ikev1" and ike != "ikev2"))
    parts = [says]
    if failing is not None and (stops or (differs and may and failing.says and not says)):
        parts.append(failing.says)
    elif verdict in {"differs", "one-sided"} and entry.harmless and not may:
        parts.append(entry.harmless)
    elif verdict == "cannot-check" and entry.cannot and MASKED in {ours.value, theirs.value}:
        parts.append(entry.cannot)
    if stops and entry.id == "peer.address" and entry.harmless:
        parts.append(entry.harmless)
    whose: Literal["either", "local", "remote"]
    finding, whose = _speaks_for(entry, ours.value, theirs.value) if stops else ("", "either")
    shown = failing if stops else None
    return Parameter(
        entry.id,
        entry.phase,
        verdict,
        structs.replace(ours, input=ends[0]),
        structs.replace(theirs, input=ends[1]),
        stops,
        " ".join(part for part in parts if part),
        finding,
        whose,
        shown.at if shown else "",
        shown.initiator if shown else None,
        shown.responder if shown else None,
        entry.title,
        entry.finding or entry.absent,
    )


def _speaks_for(entry: ParameterEntry, ours: str | None, theirs: str | None) -> tuple[str, Literal["either", "local", "remote"]]:
    """What the difference speaks for; what a device lacks by itself speaks from that device's view."""
    if not entry.absent or NONE not in {ours, theirs}:
        return entry.finding, "either"
    if ours == NONE:
        return entry.absent, "local"
    return (entry.far_absent, "local") if entry.far_absent else (entry.absent, "remote")
