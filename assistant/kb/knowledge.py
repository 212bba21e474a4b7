"""The whole knowledge as one value."""

from __future__ import annotations

from msgspec import Struct, field

from assistant.model.entries import (
    Cause,
    CauseTest,
    Exchange,
    Finding,
    Fix,
    Group,
    Intent,
    MessageId,
    NotifyType,
    ParameterEntry,
    Phrase,
    Platform,
    Question,
    Signature,
    Source,
    StateField,
    StateWord,
)


class PlatformKnowledge(Struct):
    """What is known of one platform."""

    platform: Platform
    states: list[StateWord] = field(default_factory=list)
    state_fields: list[StateField] = field(default_factory=list)
    messages: dict[str, MessageId] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    fixes: list[Fix] = field(default_factory=list)


class Knowledge(Struct):
    """All entries by id. ``untrusted`` names the signatures that came from an overlay: their patterns run under RE2 only."""

    sources: dict[str, Source] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    tests: dict[str, CauseTest] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    notifies: list[NotifyType] = field(default_factory=list)
    parameters: dict[str, ParameterEntry] = field(default_factory=dict)
    platforms: dict[str, PlatformKnowledge] = field(default_factory=dict)
    untrusted: list[str] = field(default_factory=list)

    def working(self) -> list[Cause]:
        """The causes that are offered: everything but the retired ones."""
        return [cause for cause in self.causes.values() if cause.status != "retired"]
