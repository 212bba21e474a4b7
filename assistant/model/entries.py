"""The entries of ``knowledge/`` as typed values.

Field by field this is the format that ``knowledge/README.md`` explains to authors.
Unknown keys are refused when the YAML is read.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Status = Literal["experimental", "stable", "retired"]
Basis = Literal["documented", "measured", "judged"]
Strength = Literal["always", "usually", "often", "sometimes", "rarely", "never"]
Frequency = Literal["common", "uncommon", "rare", "very-rare"]
Family = Literal["none", "path", "nat", "listener", "policy", "key", "identity", "certificate", "map", "session", "compatibility", "phase2"]
CauseSide = Literal["local", "remote", "between", "either", "initiator", "responder"]
Place = Literal["local", "remote", "between"]
Role = Literal["initiator", "responder"]
Phase = Literal["1", "2", "1-2", "-"]
Stage = Literal["none", "mm2", "mm3", "mm4", "mm5", "mm6", "am2", "am3", "xauth", "init", "auth", "p1", "qm", "child", "up", "down"]
CostClass = Literal["told", "show", "debug", "far-admin", "isp", "change-window"]
Asked = Literal["local", "remote", "isp"]
Barrier = Literal["far-end", "provider", "debug", "change-window"]
Impact = Literal["read-only", "debug-load", "drops-this-tunnel", "drops-all-tunnels", "config-change"]
InputKind = Literal["syslog", "debug", "show", "config", "pcap", "unknown"]
EventKind = Literal[
    "start",
    "acquire",
    "message",
    "notify",
    "policy",
    "vendor",
    "nat",
    "key",
    "identity",
    "map",
    "state",
    "fsm",
    "complete",
    "delete",
    "keepalive",
    "limit",
    "error",
    "noise",
    "counter",
    "detail",
]
Capability = Literal["messages", "errors", "sa-list", "ipsec-sa", "config"]
Condition = Literal[
    "no-messages", "no-errors", "no-sa-list", "no-ipsec-sa", "no-config", "severity-capped", "no-times", "begins-late", "one-end"
]


class Source(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that is cited. ``type`` tells its standing."""

    id: str
    type: Literal["standard", "vendor", "practitioner", "lab", "case"]
    title: str
    url: str = ""
    note: str = ""


class Citation(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one source says on one point, where, and what to beware of."""

    source: str
    says: str
    at: str = ""
    caveat: str = ""


class Finding(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing that is true, false or unknown of a tunnel.

    ``background`` is how often it is seen when no cause that speaks of it is there.
    ``place`` is the end that the finding points at, as seen from the end whose text is read.
    ``absence`` names the kind of record that would have shown it: seen there and not found
    means "no". ``includes`` are weaker findings that this one already says.
    ``ends`` says that, when true, the tunnel is not working. ``passing`` says that a phase 2 which completes
    later in the same attempt overcomes it. ``implied_by_stage`` says that where the
    negotiation stands tells it already, so that it counts only where that is not known.
    ``works`` says that, when true, something of the tunnel was seen to work: without any such finding
    nobody is told that the tunnel works. ``bars`` says what cannot be had when it is true: questions that need it are not asked.
    """

    id: str
    title: str
    says: str
    background: Strength
    status: Status = "stable"
    place: Place | None = None
    absence: Capability | None = None
    absence_given: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    computed: bool = False
    ends: bool = False
    passing: bool = False
    implied_by_stage: bool = False
    works: bool = False
    bars: Barrier | None = None
    citations: tuple[Citation, ...] = ()


class Shows(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How often a cause shows a finding; only where ``role`` fits when it is given."""

    finding: str
    how: Strength
    basis: Basis
    role: Role | None = None
    cite: str = ""
    note: str = ""


class TellApart(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a cause is told from a neighbour, in words and by a finding."""

    neighbour: str
    by: str
    finding: str = ""


class Looks(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What each role sees of a cause, in words."""

    initiator: str
    responder: str


class Stalls(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the negotiation stops, by the role of the end whose text is read."""

    initiator: dict[Stage, Strength]
    responder: dict[Stage, Strength]


class Cause(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A root cause that explains findings."""

    id: str
    status: Status
    family: Family
    side: CauseSide
    phase: Phase
    title: str
    meaning: str
    prior: Frequency
    looks: Looks
    stalls: Stalls
    shows: tuple[Shows, ...]
    citations: tuple[Citation, ...]
    group: str = ""
    advice: str = ""
    tell_apart: tuple[TellApart, ...] = ()
    replaced_by: str = ""


class Group(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Causes that look alike from one end, with the sentence that holds for all of them."""

    id: str
    title: str
    says: str


class AlikePair(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Two causes that nothing obtainable parts for a role, and why."""

    causes: tuple[str, str]
    role: Role
    reason: str


class Expectation(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Rank and bounds that a cause must meet; never exact numbers."""

    within_top: int = 0
    at_least: float = 0.0
    below: float = 1.0
    above: tuple[str, ...] = ()


class CauseCase(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One test of a cause: findings and stage given, or a text pasted."""

    name: str
    expect: Expectation
    role: Role | None = None
    stage: Stage | None = None
    given: dict[str, bool] = {}
    paste: str = ""


class CauseTest(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The tests beside a cause: at least one that leads to it, one that does not."""

    entry: str
    cases: tuple[CauseCase, ...]


class Answer(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One answer to a question and what it says of the findings."""

    value: str
    label: str
    sets: dict[str, bool]
    words: tuple[str, ...] = ()


class Applies(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When a question makes sense. Empty means always."""

    roles: tuple[Role, ...] = ()
    stages: tuple[Stage, ...] = ()
    unless: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


class Question(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How to learn findings: wording, who can answer, cost, and the intent whose output answers it."""

    id: str
    text: str
    why: str
    asks: Asked
    cost: CostClass
    answers: tuple[Answer, ...]
    intent: str = ""
    no_intent_because: str = ""
    when: Applies = Applies()
    status: Status = "stable"
    citations: tuple[Citation, ...] = ()


class Phrase(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Words a user may say, and what they mean. Each item of ``any`` is words that must all appear, in order.

    ``{address}`` and ``{vendor}`` stand for any of them; ``takes`` names the fact that each becomes.
    ``language`` is the file's, set as it is read.
    """

    any: tuple[str, ...]
    sets: dict[str, bool] = {}
    denied: dict[str, bool] = {}
    stage: Stage | None = None
    role: Role | None = None
    takes: dict[Literal["address", "vendor"], Literal["local", "peer", "platform", "peer_platform"]] = {}
    language: str = ""


class Wording(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a language says things, whatever they are about: the words that phrases are compared by."""

    language: str
    same: dict[str, tuple[str, ...]]
    fill: tuple[str, ...]
    endings: dict[str, str]
    negations: tuple[str, ...]
    breaks: tuple[str, ...]
    supposes: tuple[str, ...]
    asks: tuple[str, ...]
    aside: tuple[str, ...]
    topics: tuple[str, ...]
    plain: tuple[str, ...]
    shows: tuple[str, ...]
    named: tuple[str, ...]
    times: tuple[str, ...]
    brands: tuple[str, ...]
    links: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


class Command(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One command line with placeholders. ``since`` and ``until`` bound the versions (inclusive, as 8.4)."""

    run: str
    impact: Impact
    since: str = ""
    until: str = ""
    expect: str = ""
    bad: str = ""
    note: str = ""


class Intent(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one wants a device to do or show, with this platform's commands for it."""

    intent: str
    title: str
    commands: tuple[Command, ...]
    stop: tuple[Command, ...] = ()
    status: Status = "stable"
    citations: tuple[Citation, ...] = ()


class FixStep(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One step: what to do, the exact lines, what it disturbs, how to take it back.

    ``place`` is where in a console or web interface it is done: page > tab > field.
    """

    text: str
    impact: Impact
    undo: str
    commands: tuple[Command, ...] = ()
    undo_commands: tuple[Command, ...] = ()
    place: str = ""


class Verify(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An intent to run after the fix, with what must be seen and what else may be."""

    intent: str
    expect: str
    otherwise: str = ""


class Fix(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The repair of one cause on one platform."""

    cause: str
    title: str
    steps: tuple[FixStep, ...]
    verify: tuple[Verify, ...]
    message: str
    status: Status = "stable"
    when: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


class NotApplicable(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A cause that cannot be on the device of this platform, and why. It may still be at the far end, on another platform."""

    cause: str
    reason: str


class Assertion(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A finding that a match speaks for, when its fields meet ``when``."""

    finding: str
    value: bool = True
    when: dict[str, str] = {}


class Sample(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A text that must match, with fields that it must yield. ``origin`` names the source or says 'written for the test'.

    ``after`` are lines that stand before it, for what a signature makes of lines remembered.
    """

    text: str
    origin: str
    fields: dict[str, str] = {}
    asserts: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Miss(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A near miss: looks alike and must not match."""

    text: str
    origin: str


class Signature(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How one kind of line (or a record of several lines) is recognised and what it means.

    A line signature has ``pattern``; a record has ``record`` patterns, one a line, that together
    make one event. ``gate`` is a literal looked for before the pattern is tried. ``pairs`` takes
    fields from a row of ``key=value`` pairs in whatever order they stand: field name to key.
    ``remember`` keeps fields for the conditions (``when``) of later lines: new name to the field that holds the value.
    """

    id: str
    kind: tuple[InputKind, ...]
    event: EventKind
    means: str
    status: Status = "stable"
    ids: tuple[str, ...] = ()
    gate: str = ""
    pattern: str = ""
    record: tuple[str, ...] = ()
    pairs: dict[str, str] = {}
    fields: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    asserts: tuple[Assertion, ...] = ()
    remember: dict[str, str] = {}
    notable: bool = False
    samples: tuple[Sample, ...] = ()
    misses: tuple[Miss, ...] = ()
    citations: tuple[Citation, ...] = ()


class Example(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The texts that a signature must read and those that it must not, for telling what an unread line is like."""

    samples: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


class Limit(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a text cannot show, where ``when`` holds of it: a kind of record that it lacks, or how it was taken.

    ``says`` goes on after "This input cannot show". ``unless`` are conditions under which it is not said.
    """

    id: str
    when: Condition
    says: str
    kinds: tuple[InputKind, ...] = ()
    unless: tuple[Condition, ...] = ()


class MessageId(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A syslog message id: its general meaning, for lines that no signature reads closely."""

    id: str
    phase: str
    means: str
    noise: bool = False


class StateWord(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A platform's own word for where a negotiation stands; ``ike`` where only one version prints it."""

    word: str
    mode: Literal["main", "aggressive", "quick", "any"]
    roles: tuple[Role, ...]
    stage: Stage
    last_sent: str
    awaits: str
    means: str
    stall: str
    shown_by: tuple[str, ...] = ()
    rekey: bool = False
    ike: Literal["", "ikev1", "ikev2"] = ""
    status: Status = "stable"
    citations: tuple[Citation, ...] = ()


class StateField(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A column beside the state word (Type, Role, Rekey ...) and what its values mean."""

    name: str
    values: dict[str, str]
    citations: tuple[Citation, ...] = ()


class Message(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One message of an exchange, as the protocol text has it."""

    name: str
    number: int
    sender: Role
    payloads: tuple[str, ...]
    encrypted: bool
    carries: str
    needs: str
    stall_sender: str
    stall_receiver: str
    stage_sender: Stage
    optional: tuple[str, ...] = ()
    note: str = ""


class Exchange(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One protocol exchange, message by message."""

    id: str
    title: str
    ike: Literal["ikev1", "ikev2"]
    phase: Phase
    messages: tuple[Message, ...]
    citations: tuple[Citation, ...]
    disputes: tuple[Citation, ...] = ()
    settled: str = ""


class NotifyType(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A notify message type with its number and what it tells."""

    number: int
    name: str
    ike: Literal["ikev1", "ikev2", "both"]
    means: str
    citations: tuple[Citation, ...] = ()


class Failing(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a difference shows with one IKE version: the message that fails and the stages in which the ends then stand."""

    at: str
    says: str
    initiator: Stage
    responder: Stage | None = None


class FailingCase(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A case in which a difference shows otherwise than usually.

    ``responder`` is the platform that answers, ``sends`` the value of the end that starts, ``has`` that of the one that
    answers (``some``: any but ``none``); what is left out may be anything. ``comes_up``: the difference is taken as it is.
    """

    ike: Literal["ikev1", "ikev2"]
    responder: str = ""
    sends: str = ""
    has: str = ""
    comes_up: bool = False
    failing: Failing | None = None


class ParameterEntry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A parameter that both ends configure, and what a difference of the two does.

    ``stops``: ``always``, ``ikev1`` (with IKEv2 it does not keep the tunnel down) or ``never``. ``finding`` is what the
    difference speaks for, ``far_finding`` the same where only the far end lacks it; ``own`` that each end has to have it by itself (the value ``none`` fails, not a difference). ``harmless`` says why it may differ where it does not stop, ``cannot`` how to compare what is masked.
    Of ``cases`` the first that fits counts instead of ``ikev1`` and ``ikev2``.
    """

    id: str
    title: str
    phase: Literal[1, 2]
    stops: Literal["always", "ikev1", "never"]
    finding: str = ""
    absent: str = ""
    far_absent: str = ""
    ikev1: Failing | None = None
    ikev2: Failing | None = None
    cases: tuple[FailingCase, ...] = ()
    harmless: str = ""
    cannot: str = ""
    citations: tuple[Citation, ...] = ()


class ArchiveForm(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a platform's lines are found in a syslog archive.

    ``marks`` are literals, ``then`` the pattern that follows every one of them in a line that speaks of IKE or
    IPsec. ``peers`` are patterns whose group ``peer`` is the far end, tried in order; a platform without them
    has its lines read to learn whose they are.
    """

    marks: tuple[str, ...]
    then: str = ""
    peers: tuple[str, ...] = ()


class VendorId(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A vendor ID payload (RFC 2408 section 3.16; RFC 7296 section 3.12) and what it tells of the one who sends it.

    ``hex`` is its value, mostly the MD5 digest of ``text``; with ``prefix`` further bytes follow. ``names`` are
    what decoders print for it. ``platform`` is given only where nothing else sends it; ``supports`` where it
    tells what the peer can do, not what it is.
    """

    id: str
    means: str
    text: str = ""
    hex: str = ""
    prefix: bool = False
    names: tuple[str, ...] = ()
    vendor: str = ""
    platform: str = ""
    supports: str = ""
    status: Status = "stable"
    citations: tuple[Citation, ...] = ()


class Platform(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a device runs.

    ``gates`` are literals of which a text of this platform holds at least one; without them every text
    is tried. ``wrapping`` are patterns for what stands before the message in a log line (daemon name,
    thread, connection): the first that is found is taken off, its groups become fields. ``nicknames``
    are what people call it. ``archive`` tells how its lines are found in a syslog archive.
    """

    id: str
    title: str
    nicknames: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    wrapping: tuple[str, ...] = ()
    archive: ArchiveForm | None = None
    versions: str = ""
    citations: tuple[Citation, ...] = ()
