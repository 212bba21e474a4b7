"""The causes that a comparison of two configurations speaks for, by the same reasoning as everything else."""

from __future__ import annotations

from assistant.dialogue.mind import Mind
from assistant.model.diagnosis import Suspect
from assistant.model.observed import Evidence, Observation
from assistant.model.settings import Comparison, Parameter
from assistant.reasoning import infer
from assistant.reasoning.belief import case_of
from assistant.reasoning.network import UNKNOWN


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


def _lines(item: Parameter) -> tuple[Evidence, ...]:
    return tuple(Evidence(index, side.line, side.text) for index, side in enumerate((item.local, item.remote)) if side.line)


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
