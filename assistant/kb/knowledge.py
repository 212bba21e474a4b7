"""The whole knowledge as one value."""

from __future__ import annotations

import msgspec
from msgspec import Struct, field

from assistant.model.entries import (
    AlikePair,
    Cause,
    CauseTest,
    Example,
    Exchange,
    Finding,
    Fix,
    Group,
    Intent,
    Limit,
    MessageId,
    NotApplicable,
    NotifyType,
    ParameterEntry,
    Phrase,
    Platform,
    Question,
    Signature,
    Source,
    StateField,
    StateWord,
    VendorId,
    Wording,
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
    not_applicable: dict[str, NotApplicable] = field(default_factory=dict)


class Knowledge(Struct):
    """All entries by id. ``untrusted`` names the signatures that came from an overlay: their patterns run under RE2 only.

    ``packed`` holds the texts of samples and near misses in the compiled form, where signatures carry none;
    they are unpacked only when a line was left unread.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    tests: dict[str, CauseTest] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)
    wordings: dict[str, Wording] = field(default_factory=dict)
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    notifies: list[NotifyType] = field(default_factory=list)
    vendor_ids: dict[str, VendorId] = field(default_factory=dict)
    parameters: dict[str, ParameterEntry] = field(default_factory=dict)
    platforms: dict[str, PlatformKnowledge] = field(default_factory=dict)
    untrusted: list[str] = field(default_factory=list)
    alike: list[AlikePair] = field(default_factory=list)
    limits: dict[str, Limit] = field(default_factory=dict)
    packed: bytes = b""

    def pack_examples(self) -> None:
        """Put the texts of samples and near misses aside, so that signatures need not carry them."""
        texts = {
            name: Example(tuple(one.text for one in item.samples), tuple(one.text for one in item.misses))
            for home in self.platforms.values()
            for name, item in home.signatures.items()
        }
        self.packed = msgspec.msgpack.encode(texts)

    def examples(self) -> dict[str, Example]:
        """The texts that were put aside, by signature; empty where none were."""
        return msgspec.msgpack.decode(self.packed, type=dict[str, Example]) if self.packed else {}

    def working(self) -> list[Cause]:
        """The causes that are offered: everything but the retired ones."""
        return [cause for cause in self.causes.values() if cause.status != "retired"]
