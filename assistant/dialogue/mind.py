"""What a session thinks with: the knowledge, its network, and a reader. Wired once by the engine, shared by sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from assistant.dialogue.understand import Ear
from assistant.model.entries import Cause, Finding, Fix, Group, Intent, Limit, ParameterEntry, Question, StateWord, VendorId
from assistant.reading import Reader
from assistant.reasoning import Network


class Mind(Struct):
    """Everything that does not change during a conversation."""

    reader: Reader
    network: Network
    causes: Mapping[str, Cause]
    groups: Mapping[str, Group]
    findings: Mapping[str, Finding]
    questions: Mapping[str, Question]
    ear: Ear
    """What a sentence is understood with."""
    states: Mapping[str, Sequence[StateWord]]
    intents: Mapping[str, Mapping[str, Intent]]
    fixes: Mapping[str, Sequence[Fix]]
    limits: Sequence[Limit] = ()
    vendor_ids: Sequence[VendorId] = ()
    excluded: Mapping[str, Mapping[str, str]] = {}
    """Causes that cannot be on a platform's device, each with the reason."""
    parameters: Mapping[str, ParameterEntry] = {}
    """What a difference of two configurations does; empty where none are compared."""
    names: Mapping[str, str] = {}
    """What people call the platforms, with their ids."""
    priors: str = ""
    """Said of the network's priors where they are not the shipped ones."""
    fallback_platform: str = "cisco-asa"

    def platform(self, name: str) -> str:
        """The platform whose commands are shown: the text's own, or the fall-back where none was recognised."""
        return name if name and name != "unknown" else self.fallback_platform
