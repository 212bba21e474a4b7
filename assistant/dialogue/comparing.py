"""The causes that a comparison of two configurations speaks for, by the same reasoning as everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from assistant.advice import side_of
from assistant.dialogue.mind import Mind
from assistant.exchange.configuration import Configured
from assistant.exchange.state_words import word_for
from assistant.model.diagnosis import Suspect
from assistant.model.entries import Finding, Role, Stage, StateWord
from assistant.model.observed import Evidence, Observation, Side, Standing
from assistant.model.settings import Comparison, Parameter, TunnelSettings
from assistant.reasoning import infer
from assistant.reasoning.belief import case_of
from assistant.reasoning.calibration import said

MOST = 12
"""Causes that are listed, as many as a diagnosis lists."""


def observations_of(found: Comparison) -> tuple[Observation, ...]:
    """What the first difference that stops the tunnel, the equal parameters and the remarks assert, each with its lines.

    What IKE meets after the first difference does not matter before it is mended, and often follows from it: another
    method has another identity.
    """
    said: dict[str, Observation] = {}
    first = found.first_stop
    if first is not None and first.finding:
        said[first.finding] = _observed(first)
    for far, remarks in ((False, found.local_remarks), (True, found.remote_remarks)):
        for remark in remarks:
            if remark.finding and remark.stops and (not far or first is None):
                said.setdefault(remark.finding, Observation(remark.finding, True, "config", remark.where, far=far))
    for item in _equal(found):
        said.setdefault(item.finding, item)
    return tuple(said.values())


def _equal(found: Comparison) -> Iterator[Observation]:
    """What is not so, because both ends show the same: only where every parameter that would speak for it was compared.

    Of proposals in which anything differs nothing is excluded: the findings of their parts speak for one cause.
    """
    by_finding: dict[str, list[Parameter]] = {}
    failing = {item.name.partition(".")[0] for item in found.parameters if item.stops}
    for item in found.parameters:
        if item.about and item.name.partition(".")[0] not in failing:
            by_finding.setdefault(item.about, []).append(item)
    for finding, items in by_finding.items():
        if all(item.verdict == "equal" for item in items):
            lines = tuple(where for item in items for where in _lines(item))
            yield Observation(finding, False, "compared", lines[:6])


def _observed(item: Parameter) -> Observation:
    return Observation(item.finding, True, "compared", _lines(item), far=item.whose == "remote")


def of_session(mind: Mind, devices: Mapping[Side, Configured], peer: str) -> Comparison | None:
    """The two ends' configurations compared; ``None`` unless each end pasted one that holds a tunnel of both.

    ``peer`` is that of the tunnel in focus, where it is known. A session takes the secrets out of all its inputs by one
    rule, so that equal keys stay equal.
    """
    local, remote = (devices[side].device if side in devices else None for side in ("local", "remote"))
    if not mind.parameters or local is None or remote is None:
        return None
    from assistant.configs.compare import compare  # noqa: PLC0415 - only where two are compared
    from assistant.configs.pairing import pair  # noqa: PLC0415

    named = {setting.value for tunnel in local.tunnels for setting in tunnel.peers}
    found = pair(local, remote, peer if peer in named else "")
    return placed(mind, compare(*found, mind.parameters)) if found else None


def placed(mind: Mind, found: Comparison) -> Comparison:
    """The comparison with each stopping difference said in the state words of the two ends' platforms."""
    return structs.replace(found, parameters=tuple(_placed(mind, found, item) for item in found.parameters))


def _placed(mind: Mind, found: Comparison, item: Parameter) -> Parameter:
    if item.initiator is None:
        return item
    words = []
    for tunnel in (found.local, found.remote):
        states = mind.states.get(tunnel.platform, ())
        shown = [_word(item.initiator, "initiator", tunnel, found, states), _word(item.responder, "responder", tunnel, found, states)]
        told = [f"{word} as {role}" for word, role in zip(shown, ("initiator", "responder"), strict=True) if word]
        words.append(", ".join(told))
    return structs.replace(item, here=words[0], there=words[1])


def _word(stage: Stage | None, role: Role, tunnel: TunnelSettings, found: Comparison, states: Sequence[StateWord]) -> str:
    if stage is None or stage == "none":
        return ""
    from assistant.configs.rules.values import common_version  # noqa: PLC0415

    ike = common_version(found.local, found.remote) or "ikev1"
    mode = tunnel.mode.value if tunnel.mode is not None else "main"
    return word_for(Standing(stage=stage, role=role, ike=ike, mode=mode if ike == "ikev1" else ""), states)


def with_comparison(observations: Sequence[Observation], found: Comparison | None, findings: Mapping[str, Finding]) -> list[Observation]:
    """The observations with what the comparison asserts; what a device's own output says of the same stands before it.

    What one configuration alone seemed to prove and the comparison excludes is dropped: an entry is right only if its
    address is the other end's.
    """
    if found is None:
        return list(observations)
    added = observations_of(found)
    told = {item.finding for item in added if item.value}
    against = {name for item in told if item in findings for name in findings[item].excludes}
    against |= {name for name, finding in findings.items() if not told.isdisjoint(finding.excludes)}
    kept = {item.finding: item for item in observations if item.reliability not in {"config", "compared"} or item.finding not in against}
    for item in added:
        known = kept.get(item.finding)
        if known is None or (item.value and known.reliability == "config" and not known.value):
            kept[item.finding] = item
    return list(kept.values())


def _lines(item: Parameter) -> tuple[Evidence, ...]:
    return tuple(Evidence(side.input, side.line, side.text) for side in (item.local, item.remote) if side.line)


def suspects_of(mind: Mind, found: Comparison) -> tuple[Suspect, ...]:
    """The causes, most probable first, each with the end it lies at where the configurations tell."""
    observations = observations_of(found)
    belief = said(mind.network, infer(mind.network, case_of(mind.network, observations, None, None, stalled=False)))
    result = []
    for name, probability in belief.ranked()[:MOST]:
        cause = mind.causes.get(name)
        if cause is None:
            result.append(Suspect(name, "none", "Something that is not in this knowledge", "either", round(probability, 4)))
            continue
        side = side_of(cause, None, observations, mind.findings)
        result.append(Suspect(name, cause.family, cause.title, side, round(probability, 4)))
    return tuple(result)
