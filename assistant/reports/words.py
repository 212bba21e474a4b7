"""Words that every report shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.model.diagnosis import Diagnosis
from assistant.model.observed import Chunk, Evidence, Standing

SIDES = {"local": "this end", "remote": "the far end", "between": "between the ends", "either": "either end"}
ASKED = {"local": "You can answer this here", "remote": "Ask the far end's admin", "isp": "Ask the provider"}
COSTS = {
    "told": "no command needed",
    "show": "one show command",
    "debug": "a debug or capture",
    "far-admin": "a call to the far end",
    "isp": "a call to the provider",
    "change-window": "a change window",
}
VERDICTS = {
    "found": "FOUND",
    "likely": "LIKELY",
    "open": "OPEN",
    "healthy": "HEALTHY",
    "cannot-tell": "CANNOT TELL FROM THIS END",
}
MESSAGES = {
    "MM1": "SA: policies offered",
    "MM2": "SA: policy chosen",
    "MM3": "key exchange + nonce",
    "MM4": "key exchange + nonce",
    "MM5": "identity + hash (encrypted)",
    "MM6": "identity + hash (encrypted)",
    "AM1": "SA, key exchange, identity",
    "AM2": "SA, key exchange, identity, hash",
    "AM3": "hash",
    "QM1": "phase 2 proposal, networks",
    "QM2": "phase 2 answer",
    "QM3": "phase 2 confirmed",
    "INFO": "informational (notify or delete)",
    "TRANS": "login or mode config",
    "FRAG": "IKE fragment",
}


def clock(time: float | None) -> str:
    """Time of day, or blanks of the same width."""
    return f"{datetime.fromtimestamp(time, UTC):%H:%M:%S}" if time is not None else " " * 8


_NO_YEAR = 1904
"""The year that a time without one carries."""


def iso(time: float | None) -> str | None:
    """A time as ISO 8601 without zone; without the year, as ``--MM-DDTHH:MM:SS``, where the text prints none."""
    if time is None:
        return None
    moment = datetime.fromtimestamp(time, UTC).replace(tzinfo=None)
    text = moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
    return f"--{text[5:]}" if moment.year == _NO_YEAR else text


def chunk_line(chunk: Chunk, number: int) -> str:
    """What a part of a text was taken for, in one line."""
    what = f"{chunk.platform} {chunk.kind}" if chunk.platform != "unknown" else "nothing known"
    device = f" of {chunk.device}" if chunk.device else ""
    times = ""
    if chunk.since is not None:
        first, last = clock(chunk.since), clock(chunk.until)
        times = f", {first}" + (f" to {last}" if last != first else "")
    told = " (as you said)" if chunk.corrected else ""
    where = f"line {chunk.first}" if chunk.first == chunk.last else f"lines {chunk.first}-{chunk.last}"
    return f"part {number}, {where}: {what}{device}, {SIDES[chunk.side]}{times}{told}"


def shown_chunks(chunks: Sequence[Chunk]) -> list[str]:
    """A line a part, where there is more than one or something was corrected."""
    if len(chunks) < 2 and not any(chunk.corrected for chunk in chunks):  # noqa: PLR2004 - one part is the text
        return []
    return [chunk_line(chunk, number) for number, chunk in enumerate(chunks, start=1)]


def percent(probability: float) -> str:
    """A probability for people: never 0 %, never 100 %."""
    return "<1 %" if probability < 0.01 else f"{min(round(probability * 100), 99)} %"  # noqa: PLR2004 - one per cent


def place(where: Evidence, diagnosis: Diagnosis) -> str:
    """``line 27``, with the input's name where there are several."""
    if where.input < 0:
        return f"you, turn {where.line}" if where.line else "you"
    name = f"{diagnosis.inputs[where.input].name} " if len(diagnosis.inputs) > 1 and where.input < len(diagnosis.inputs) else ""
    return f"{name}line {where.line}"


def standing_line(standing: Standing) -> str:
    """Where it stands in one sentence."""
    parts = []
    if standing.state:
        parts.append(standing.state + ("" if standing.state_printed else " (from the exchange)"))
    if standing.role:
        parts.append(f"this end is the {standing.role}")
    if standing.last_sent:
        parts.append(f"{long_name(standing.last_sent)} sent")
    if standing.awaited and "owed" not in standing.awaited:
        parts.append(f"{long_name(standing.awaited)} awaited")
    if standing.stage == "p1":
        parts.append("phase 1 is up")
    elif standing.stage == "up":
        parts.append("phase 2 is up")
    elif standing.stage == "qm":
        parts.append("phase 2 does not complete")
    elif standing.stage == "down":
        parts.append("the tunnel was up and ended")
    elif standing.stage == "none":
        parts.append("nothing is being tried")
    return ", ".join(parts) if parts else "not shown"


def long_name(label: str) -> str:
    """``MM3`` as ``message 3``."""
    kinds = {"MM": "message", "AM": "aggressive mode message", "QM": "quick mode message"}
    return f"{kinds[label[:2]]} {label[2:]}" if label[:2] in kinds else label
