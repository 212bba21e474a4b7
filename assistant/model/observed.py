"""What a text shows: inputs, lines, events, and the facts taken from them."""

from __future__ import annotations

import bisect
from typing import Literal

from msgspec import Struct

from assistant.model.entries import Capability, EventKind, InputKind, Role, Stage

Side = Literal["local", "remote"]
Direction = Literal["sent", "received", "resent"]
Reliability = Literal["device", "compared", "config", "loose", "said", "hearsay"]


class Line(Struct, frozen=True):
    """One line of an input, cleaned of control characters. ``number`` counts from 1 as the user sees it."""

    number: int
    text: str


class Body(Struct, frozen=True):
    """A line with its wrapping taken off.

    ``time`` is seconds since the epoch as the device's own clock printed it, without time zone;
    ``None`` where the line has no time. ``ids`` holds the syslog message id without its severity.
    """

    text: str
    time: float | None = None
    id: str = ""
    severity: int | None = None
    peer: str = ""
    group: str = ""
    user: str = ""
    tagged: bool = False
    fields: dict[str, str] = {}


class Event(Struct, frozen=True):
    """One thing that the text says happened, with the line that says it.

    ``places`` names the line of a finding where an event of several lines has one of its own.
    ``loose`` says that the line is only almost what the signature reads.
    """

    kind: EventKind
    input: int
    line: int
    text: str
    signature: str
    time: float | None = None
    peer: str = ""
    fields: dict[str, str] = {}
    asserts: dict[str, bool] = {}
    means: str = ""
    notable: bool = False
    places: dict[str, tuple[int, str]] = {}
    loose: bool = False


class Unread(Struct, frozen=True):
    """A line that no signature read.

    ``loosely`` is its general meaning where that is known: by its message id, or because a signature almost
    fits. ``nearest``, ``nearest_means`` and ``likeness`` (0 to 1) name the known signature that it is most like;
    they are only worked out for a list of such lines, and empty where nothing is like it.
    """

    line: int
    text: str
    loosely: str = ""
    nearest: str = ""
    nearest_means: str = ""
    likeness: float = 0.0


class Tally(Struct, frozen=True):
    """What a whole archive says of one peer, beyond the lines that were kept.

    ``starts`` are beginnings of phase 1, ``completions`` phases reported as complete; ``starts_since``, ``first_start`` and
    ``last_start`` count from the last completion on. Times are seconds by the device's clock.
    """

    lines: int
    starts: int = 0
    completions: int = 0
    starts_since: int = 0
    first: float | None = None
    last: float | None = None
    first_start: float | None = None
    last_start: float | None = None
    last_completion: float | None = None


class Excerpt(Struct, frozen=True):
    """Where a text was taken from, if it is what was kept of a larger one.

    ``numbers`` are the lines' numbers there; ``lines`` and ``found`` count its lines and those that speak of IKE;
    ``platforms`` are those whose lines were found.
    """

    lines: int
    found: int
    numbers: tuple[int, ...]
    tallies: dict[str, Tally]
    platforms: tuple[str, ...] = ()


class Correction(Struct, frozen=True):
    """What the user says that a text is, or its lines ``first`` to ``last`` as they were pasted (both 0: all of it).

    What is empty stays as it was taken.
    """

    first: int = 0
    last: int = 0
    platform: str = ""
    kind: InputKind | None = None
    side: Side | None = None

    @property
    def words(self) -> list[str]:
        """What was said, for people."""
        ends = {"local": "this end's", "remote": "the far end's"}
        return [word for word in (self.platform, self.kind or "", ends.get(self.side or "", "")) if word]


class Chunk(Struct, frozen=True):
    """A run of lines of an input that come from one device and are of one kind.

    ``first`` and ``last`` are line numbers. ``since`` and ``until`` are the first and the last time printed
    (seconds as in ``Body.time``), ``None`` where no line prints one. ``device`` is the name that the text gives
    the device (a prompt's host, a heading), empty where it gives none. ``corrected``: the user said what it is.
    """

    platform: str
    kind: InputKind
    side: Side
    first: int
    last: int
    recognised: int
    since: float | None = None
    until: float | None = None
    device: str = ""
    corrected: bool = False


class Input(Struct, frozen=True):
    """One pasted or loaded text, after reading.

    ``recognised`` counts the lines that a signature read; ``loosely`` are those read by their general meaning,
    ``unread`` those not read at all. ``ike`` counts the lines that are, or look like, IKE or IPsec text.
    ``cannot_show`` says in words what a text of this kind could never show.
    ``platform``, ``kind`` and ``side`` are those of most of it; ``chunks`` says what each run of lines is.
    ``numbers`` is empty, or holds for every line that was read the number of the pasted line that it comes
    from, where the two differ (an export, a text read in another order); lines and events then count what was read.
    """

    name: str
    side: Side
    platform: str
    kind: InputKind
    lines: tuple[Line, ...]
    events: tuple[Event, ...]
    unread: tuple[Unread, ...]
    recognised: int
    notes: tuple[str, ...] = ()
    excerpt: Excerpt | None = None
    loosely: tuple[Unread, ...] = ()
    ike: int = 0
    cannot_show: tuple[str, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def filled(self) -> int:
        """How many lines are not blank."""
        return sum(1 for line in self.lines if line.text.strip())

    @property
    def understood(self) -> int:
        """How many lines were read, closely or loosely."""
        return self.recognised + len(self.loosely)

    @property
    def parts(self) -> tuple[Input, ...]:
        """The input itself; or, where its chunks are of several sides or platforms, an input for each of these.

        The parts share the input's name and numbering, so that every event still names the pasted line.
        """
        owners = dict.fromkeys((chunk.side, chunk.platform) for chunk in self.chunks)
        if len(owners) < 2:  # noqa: PLR2004 - one is the input itself
            return (self,)
        return tuple(self._part(side, platform) for side, platform in owners)

    def of_side(self, side: Side) -> Input | None:
        """What of the input is of one end, in the order of its lines; ``None`` where nothing is."""
        own = [part for part in self.parts if part.side == side]
        if len(own) == len(self.parts):
            return self
        if not own:
            return None
        lines = sorted((line for part in own for line in part.lines), key=lambda line: line.number)
        events = sorted((event for part in own for event in part.events), key=lambda event: event.line)
        return Input(self.name, side, own[0].platform, own[0].kind, tuple(lines), tuple(events), (), sum(part.recognised for part in own))

    def _part(self, side: Side, platform: str) -> Input:
        own = [chunk for chunk in self.chunks if (chunk.side, chunk.platform) == (side, platform)]
        starts = [chunk.first for chunk in own]

        def held(number: int) -> bool:
            at = bisect.bisect_right(starts, number) - 1
            return at >= 0 and number <= own[at].last

        return Input(
            self.name,
            side,
            platform,
            max(own, key=lambda chunk: chunk.recognised).kind,
            tuple(line for line in self.lines if held(line.number)),
            tuple(event for event in self.events if held(event.line)),
            tuple(line for line in self.unread if held(line.line)),
            sum(chunk.recognised for chunk in own),
            self.notes,
            excerpt=self.excerpt,
            loosely=tuple(line for line in self.loosely if held(line.line)),
            chunks=tuple(own),
        )

    @property
    def spans(self) -> tuple[float, float] | None:
        """First and last time printed, or ``None``."""
        times = [event.time for event in self.events if event.time is not None]
        return (min(times), max(times)) if times else None


class Evidence(Struct, frozen=True):
    """Where a claim comes from: a line of an input (both counted from 0 and 1), or the user's own word (input -1)."""

    input: int
    line: int
    text: str


class Observation(Struct, frozen=True):
    """A finding known to be true or false, how reliable the source is, and its lines.

    ``far``: it is true of the far end's device by itself, as its own configuration shows (a finding's words and place are
    this end's otherwise).
    """

    finding: str
    value: bool
    reliability: Reliability
    evidence: tuple[Evidence, ...] = ()
    far: bool = False


class Fact(Struct, frozen=True):
    """A value taken from a text (an address, a name), with its line.

    ``others`` are the values that other lines give for the same; the value itself is that of the last negotiation.
    """

    name: str
    value: str
    evidence: Evidence
    others: tuple[str, ...] = ()


TransformKind = Literal["encryption", "integrity", "prf", "group", "authentication", "lifetime", "volume", "mode", "ah", "esn"]
"""What a transform is for. ``integrity`` is also the hash of IKEv1; ``group`` in phase 2 is PFS; ``ah`` is AH's own integrity."""


class Transform(Struct, frozen=True):
    """One algorithm or value of a proposal, under its usual name (``AES-CBC-256``, ``SHA1``, ``group 14``, ``28800 s``)."""

    kind: TransformKind
    name: str


class Proposal(Struct, frozen=True):
    """A set of transforms that one end offers, has configured, or that was chosen (RFC 2409 section 5, RFC 7296 section 3.3).

    Several transforms of one kind are alternatives. ``whole`` says that the text prints every kind, so that
    one that is not there is not used. ``number`` is the place the text gives it in its list. ``ike`` is the
    version it is for (``1``, ``2``), where the text says so.
    """

    phase: Literal[1, 2]
    whose: Literal["theirs", "ours", "chosen"]
    transforms: tuple[Transform, ...]
    evidence: tuple[Evidence, ...]
    number: str = ""
    whole: bool = False
    ike: str = ""


class Difference(Struct, frozen=True):
    """A transform in which the nearest proposals of the two ends differ; an empty value is one that the text does not show.

    ``weak`` names what of it is deprecated (RFC 8247, RFC 8221). ``stops`` is false where the ends agree on the smaller value.
    """

    phase: Literal[1, 2]
    kind: TransformKind
    theirs: str
    ours: str
    evidence: tuple[Evidence, ...]
    weak: str = ""
    stops: bool = True


class Step(Struct, frozen=True):
    """One rung of the ladder: a protocol message that was sent, received or resent, or something said beside them.

    ``there`` says what the far end's own text shows of a message sent here: ``seen`` or ``missing``, and ``lost``
    marks a row of the far end's: a message sent there that never came here (its input, line and text are the far end's,
    its time is turned to this end's clock). Empty where the far end's text cannot tell. ``far`` is the far end's line of
    the same message, ``refused`` its line that says why it went no further. ``implied`` marks a message that the log
    does not print: the line shows that it passed.
    """

    label: str
    direction: Direction | Literal["note"]
    input: int
    line: int
    text: str
    time: float | None = None
    gap: float | None = None
    payloads: str = ""
    encrypted: bool | None = None
    there: Literal["", "seen", "missing", "lost"] = ""
    implied: bool = False
    far: Evidence | None = None
    refused: Evidence | None = None


class Standing(Struct, frozen=True):
    """Where one negotiation stands.

    ``stage`` is the vendor-free word, ``state`` the platform's own (printed, or inferred from the
    exchange where it is not). ``stalled`` is true only if something shows that it is stuck, not just under way.
    """

    stage: Stage | None = None
    state: str = ""
    state_printed: bool = False
    phase: int | None = None
    role: Role | None = None
    mode: str = ""
    ike: str = "ikev1"
    last_sent: str = ""
    last_received: str = ""
    awaited: str = ""
    stalled: bool = False
    evidence: tuple[Evidence, ...] = ()


class Negotiation(Struct, frozen=True):
    """One attempt with one peer: its events laid out as the protocol's messages."""

    peer: str
    events: tuple[Event, ...]
    steps: tuple[Step, ...]
    standing: Standing


class Clocks(Struct, frozen=True):
    """How the far end's clock stands to this end's, worked out from messages that both texts show.

    ``offset`` is the seconds to add to a time of the far end's text; ``None`` where the pairs of messages disagree by
    more than ``limit`` seconds. ``spread`` is the most that a pair differs from the offset. ``rough`` is set where
    only messages sent several times were there to compare, so that one may stand against another's repeat.
    """

    offset: float | None
    pairs: int
    spread: float = 0.0
    limit: float = 0.0
    rough: bool = False


class Tunnel(Struct, frozen=True):
    """All that the inputs say about one peer. ``negotiations`` are in time order; the last one counts.

    ``tally`` counts over a whole archive, where this is an excerpt of one. ``ids`` are the numbers that both ends of a
    negotiation know: cookies, SPIs, random message ids. ``clocks`` is set where the far end's text was laid beside.
    ``proposals`` are those that the texts print, ``differences`` what keeps those of the two ends apart.
    """

    peer: str
    side: Side
    negotiations: tuple[Negotiation, ...]
    observations: tuple[Observation, ...]
    facts: dict[str, Fact]
    capabilities: tuple[Capability, ...]
    trouble: int
    tally: Tally | None = None
    ids: frozenset[str] = frozenset()
    clocks: Clocks | None = None
    proposals: tuple[Proposal, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def standing(self) -> Standing:
        """The standing of the negotiation that counts."""
        return self.negotiations[-1].standing if self.negotiations else Standing()
