"""The causes that a comparison of two configurations speaks for, by the same reasoning as everything else."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs import compare, pair, settings_of
from assistant.dialogue.mind import Mind
from assistant.model.diagnosis import Suspect
from assistant.model.observed import Evidence, Input, Observation
from assistant.model.settings import Comparison, DeviceSettings, Parameter
from assistant.reasoning import infer
from assistant.reasoning.belief import case_of
from assistant.reasoning.network import UNKNOWN

LONGEST = 20_000
"""Lines of an input that is looked through for a configuration within a session."""


def observations_of(found: Comparison) -> tuple[Observation, ...]:
    """What the first difference that stops the tunnel and the remarks assert, each with its lines.

    What IKE meets after it does not matter before it is mended, and often follows from it: another method has another identity.
    """
    said: dict[str, Observation] = {}
    first = found.first_stop
    if first is not None and first.finding:
        said[first.finding] = Observation(first.finding, True, "config", _lines(first))
    for index, remarks in enumerate((found.local_remarks, found.remote_remarks)):
        for remark in remarks:
            if remark.finding and index == 0:
                said.setdefault(remark.finding, Observation(remark.finding, True, "config", remark.where))
    return tuple(said.values())


def of_session(mind: Mind, inputs: Sequence[Input], peer: str) -> Comparison | None:
    """The two ends' configurations among the inputs compared; ``None`` unless each end pasted one that holds a tunnel of both.

    ``peer`` is that of the tunnel in focus, where it is known. A session takes the secrets out of all its inputs by one
    rule, so that equal keys stay equal.
    """
    if not mind.parameters or len({item.side for item in inputs}) < 2:  # noqa: PLR2004 - both ends
        return None
    devices: dict[str, DeviceSettings] = {}
    for index, item in enumerate(inputs):
        if item.side not in devices and not item.numbers and len(item.lines) <= LONGEST:
            device = settings_of(item.lines, index)
            if device is not None and device.tunnels:
                devices[item.side] = device
    if len(devices) < 2:  # noqa: PLR2004
        return None
    named = {setting.value for tunnel in devices["local"].tunnels for setting in tunnel.peers}
    found = pair(devices["local"], devices["remote"], peer if peer in named else "")
    return compare(*found, mind.parameters) if found else None


def with_comparison(observations: Sequence[Observation], found: Comparison | None) -> list[Observation]:
    """The observations with the first difference that stops the tunnel; what the texts themselves say of it stands before."""
    first = found.first_stop if found is not None else None
    if first is None or not first.finding or any(item.finding == first.finding for item in observations):
        return list(observations)
    return [*observations, Observation(first.finding, True, "config", _lines(first))]


def _lines(item: Parameter) -> tuple[Evidence, ...]:
    return tuple(Evidence(side.input, side.line, side.text) for side in (item.local, item.remote) if side.line)


def suspects_of(mind: Mind, found: Comparison) -> tuple[Suspect, ...]:
    """The causes, most probable first."""
    observations = observations_of(found)
    belief = infer(mind.network, case_of(mind.network, observations, None, None, stalled=False))
    result = []
    for name, probability in belief.ranked():
        cause = mind.causes.get(name)
        title = cause.title if cause else "Something that is not in this knowledge"
        result.append(Suspect(name, cause.family if cause else "none", title, "either", round(probability, 4)))
        if name == UNKNOWN and len(result) > 12:  # noqa: PLR2004 - as many as a diagnosis lists
            break
    return tuple(result[:12])
