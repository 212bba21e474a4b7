"""Words that every report shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.model.diagnosis import Diagnosis
from assistant.model.observed import Chunk, Clocks, Evidence, Input, Standing, Unread

SIDES = {"local": "this end", "remote": "the far end", "between": "between the ends", "either": "either end"}
ASKED = {"local": "You can answer this here", "remote": "Ask the far end's admin", "isp": "Ask the provider"}
UNPROVEN = "Not proven on a device: compare each command with your release's own reference before you enter it."
COSTS = {
    "told": "no command needed",
    "show": "one show command",
    "debug": "a debug or capture",
    "far-admin": "a call to the far end",
    "isp": "a call to the provider",
    "change-window": "a change window",
}
RECEIVERS = {"remote": "to the far end's admin", "isp": "to the provider", "tac": "to this device's vendor or the next level of support"}
BARRED = {
    "far-end": "anybody at the far end to ask",
    "provider": "an answer of the provider",
    "debug": "a debug or capture",
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
FACTS = {
    "local": "this end",
    "local_port": "port of this end",
    "peer": "peer",
    "peer_port": "port of the peer",
    "peer_platform": "platform of the peer",
    "peer_software": "software of the peer (probably)",
    "peer_supports": "the peer supports",
    "connection": "connection",
    "gateway": "gateway",
    "group": "tunnel group or connection",
    "map": "crypto map",
    "seq": "sequence",
    "acl": "crypto access list",
    "interface": "interface",
    "inside": "inside interface",
    "local_id": "our identity",
    "local_id_type": "type of our identity",
    "peer_id": "peer's identity",
    "peer_id_type": "type of the peer's identity",
    "local_net": "local network",
    "remote_net": "remote network",
    "nat": "NAT",
    "phase1_chosen": "phase 1 chosen",
    "phase2_chosen": "phase 2 chosen",
    "auth": "authentication",
    "lifetime": "lifetime",
    "icookie": "initiator's cookie or SPI",
    "rcookie": "responder's cookie or SPI",
    "spi": "SPI",
    "spi_in": "SPI inbound",
    "spi_out": "SPI outbound",
    "encaps": "packets encapsulated",
    "decaps": "packets decapsulated",
    "send_errors": "send errors",
    "recv_errors": "receive errors",
    "bytes_in": "bytes received",
    "bytes_out": "bytes sent",
    "version": "software version",
}
"""Facts by name, in the order in which they are shown, with what people call them."""
HEAD_FACTS = ("map", "group", "gateway", "connection", "peer_software", "nat", "peer_id", "phase1_chosen", "version")


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
    return f"{name}line {where.line}{' (read loosely)' if _loosely(where, diagnosis) else ''}"


def _loosely(where: Evidence, diagnosis: Diagnosis) -> bool:
    return where.input < len(diagnosis.inputs) and any(line.line == where.line for line in diagnosis.inputs[where.input].loosely)


def counts(item: Input) -> str:
    """How many lines an input has, how many of them are of IKE, and how far they were read."""
    parts = [f"{item.recognised} recognised"]
    if item.loosely:
        parts.append(f"{len(item.loosely)} read loosely")
    if item.unread:
        parts.append(f"{len(item.unread)} not recognised")
    return f"{item.filled} line{'' if item.filled == 1 else 's'}, {item.ike} of IKE: {', '.join(parts)}"


def cannot_show(item: Input) -> str:
    """What the input could never show, as a sentence; empty where nothing is to be said."""
    return f"This input cannot show: {'; '.join(item.cannot_show)}." if item.cannot_show else ""


def nearest(line: Unread) -> str:
    """What a line that was not read closely is like; empty where it is like nothing known."""
    if line.loosely:
        return f"loosely: {line.loosely}"
    if not line.nearest_means:
        return ""
    return f"nearest: {line.nearest} ({line.likeness:.0%} alike): {line.nearest_means}"


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
    return ", ".join(parts) if parts else "where it stands is not shown"


_ZONE, _DAY = 900.0, 86400.0


def clocks_line(clocks: Clocks | None) -> str:
    """How the far end's clock stands to this end's, in one line; empty where nothing can be said."""
    if clocks is None:
        return ""
    if clocks.offset is None:
        return (
            f"the clocks of the two ends cannot be compared: the {clocks.pairs} messages that both texts show differ by up to "
            f"{clocks.spread:.0f} s from each other"
        )
    away = abs(clocks.offset)
    if away < 1:
        return "the clocks of both ends agree"
    sort = ""
    if away < _DAY and away >= _ZONE and min(away % _ZONE, _ZONE - away % _ZONE) <= _SKEW:
        sort = ", as in another time zone"
    elif away >= 2 * _DAY:
        sort = ", so its date is wrong or not printed whole"
    return f"the far end's clock is {'about ' if clocks.rough else ''}{_span(away)} {'behind' if clocks.offset > 0 else 'ahead'}{sort}"


_SKEW = 5.0


def _span(seconds: float) -> str:
    """A length of time in its two largest units, as ``3 min 12 s``."""
    left, parts = round(seconds), []
    for name, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2])


def long_name(label: str) -> str:
    """``MM3`` as ``message 3``."""
    kinds = {"MM": "message", "AM": "aggressive mode message", "QM": "quick mode message"}
    return f"{kinds[label[:2]]} {label[2:]}" if label[:2] in kinds else label
