"""What a text shows: inputs, lines, events, and the facts taken from them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from assistant.model.entries import Capability, EventKind, InputKind, Role, Stage

Side = Literal["local", "remote"]
Direction = Literal["sent", "received", "resent"]
Reliability = Literal["device", "config", "said", "hearsay"]


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


class Unread(Struct, frozen=True):
    """A line that no signature read. ``loosely`` is the general meaning of its message id, if that is known."""

    line: int
    text: str
    loosely: str = ""


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
    chunks: tuple[Chunk, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def parts(self) -> tuple[Input, ...]:
        """The input itself; or, where its chunks are of several sides or platforms, an input for each of these.

        The parts share the input's name and numbering, so that every event still names the pasted line.
        """
        owners = dict.fromkeys((chunk.side, chunk.platform) for chunk in self.chunks)
        if len(owners) < 2:  # noqa: PLR2004 - one is the input itself
            return (self,)
        return tuple(self._part(side, platform) for side, platform in owners)

    def _part(self, side: Side, platform: str) -> Input:
        own = [chunk for chunk in self.chunks if (chunk.side, chunk.platform) == (side, platform)]
        held = {number for chunk in own for number in range(chunk.first, chunk.last + 1)}
        return Input(
            self.name,
            side,
            platform,
            max(own, key=lambda chunk: chunk.recognised).kind,
            tuple(line for line in self.lines if line.number in held),
            tuple(event for event in self.events if event.line in held),
            tuple(line for line in self.unread if line.line in held),
            sum(chunk.recognised for chunk in own),
            self.notes,
            tuple(own),
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
    """A finding known to be true or false, how reliable the source is, and its lines."""

    finding: str
    value: bool
    reliability: Reliability
    evidence: tuple[Evidence, ...] = ()


class Fact(Struct, frozen=True):
    """A value taken from a text (an address, a name), with its line."""

    name: str
    value: str
    evidence: Evidence


class Step(Struct, frozen=True):
    """One rung of the ladder: a protocol message that was sent, received or resent, or something said beside them.

    ``there`` says what the far end's own text shows of a message sent here: ``seen`` or ``missing``;
    empty where the far end's text cannot tell.
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
    there: str = ""


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


class Tunnel(Struct, frozen=True):
    """All that the inputs say about one peer. ``negotiations`` are in time order; the last one counts."""

    peer: str
    side: Side
    negotiations: tuple[Negotiation, ...]
    observations: tuple[Observation, ...]
    facts: dict[str, Fact]
    capabilities: tuple[Capability, ...]
    trouble: int

    @property
    def standing(self) -> Standing:
        """The standing of the negotiation that counts."""
        return self.negotiations[-1].standing if self.negotiations else Standing()
