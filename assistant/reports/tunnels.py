"""Many tunnels of one text as a table, the troubled ones first, and many attempts of one tunnel in a line."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from assistant.model.diagnosis import Brief, Diagnosis
from assistant.model.observed import Tally, Tunnel
from assistant.reports.words import VERDICTS, clock, percent

DAY = 86_400
_VERDICT = {"cannot-tell": "cannot tell", "nothing": "not known"}


def table(diagnosis: Diagnosis, width: int = 80, most: int | None = None) -> list[str]:
    """A line a tunnel: peer, state, verdict, leading cause. ``most`` lines at most, where it is given."""
    tunnels = [*([diagnosis.tunnel] if diagnosis.tunnel else []), *diagnosis.others]
    briefs = [*([_own(diagnosis)] if diagnosis.tunnel else []), *diagnosis.others_briefs]
    pairs = list(zip(tunnels, briefs, strict=True))
    shown = pairs[:most]
    peers = max([len(tunnel.peer or "(no peer named)") for tunnel, _ in shown] + [4])
    states = max([len(tunnel.standing.state) for tunnel, _ in shown] + [5])
    out = []
    for tunnel, brief in shown:
        word = _VERDICT.get(brief.verdict, VERDICTS.get(brief.verdict, brief.verdict).lower())
        cause = "" if brief.verdict == "healthy" or not brief.title else f"{percent(brief.probability)} {brief.title}"
        row = f"  {tunnel.peer or '(no peer named)':<{peers}}  {tunnel.standing.state or '-':<{states}}  {word:<11}  {cause}"
        out.append(row.rstrip() if len(row) <= width else row[: width - 3].rstrip() + "...")
    left = pairs[len(shown) :]
    if left:
        well = sum(1 for _, brief in left if brief.verdict == "healthy")
        healthy = f", {'all' if well == len(left) else well} healthy" if well else ""
        out.append(f"  and {len(left)} more{healthy} (--tunnels lists all)")
    return out


def _own(diagnosis: Diagnosis) -> Brief:
    head = next((item for item in diagnosis.suspects if item.id != "unknown"), None)
    return Brief(diagnosis.verdict, head.id if head else "", head.title if head else "", head.probability if head else 0.0)


def attempts(tunnel: Tunnel) -> str:
    """All attempts in one line: how many, from when to when, how far apart; empty where there is but one.

    Of an archive the counts of all its lines stand here, not only of those that were kept.
    """
    tally = tunnel.tally
    if tally is not None and tally.starts_since > len(tunnel.negotiations):
        return _counted(tally)
    starts = [min(times) for item in tunnel.negotiations if (times := [event.time for event in item.events if event.time is not None])]
    count = len(tunnel.negotiations)
    if count == 1:
        return ""
    if len(starts) <= 1:
        return f"the last of {count} attempts; {count - 1} earlier one{'s' if count > 2 else ''} not drawn"  # noqa: PLR2004
    gaps = sorted(later - first for first, later in itertools.pairwise(starts))
    return f"{len(starts)} times {span(starts[0], starts[-1])}, every {every(gaps[len(gaps) // 2])}; the last is drawn"


def _counted(tally: Tally) -> str:
    words = f"{tally.starts_since} times"
    if tally.first_start is not None and tally.last_start is not None:
        words += f" {span(tally.first_start, tally.last_start)}"
        if tally.starts_since > 1 and tally.last_start > tally.first_start:
            words += f", every {every((tally.last_start - tally.first_start) / (tally.starts_since - 1))} on average"
    up = (
        f"; last completed {moment(tally.last_completion)}"
        if tally.last_completion is not None
        else "; never completed in this log"
        if not tally.completions
        else ""
    )
    return f"{words}{up}; the last is drawn"


def span(first: float, last: float) -> str:
    """``between 02:10:00 and 06:55:12``; with the days where it is more than one."""
    if abs(last - first) < DAY and datetime.fromtimestamp(first, UTC).date() == datetime.fromtimestamp(last, UTC).date():
        return f"between {clock(first)} and {clock(last)}"
    return f"between {moment(first)} and {moment(last)}"


def moment(time: float) -> str:
    """Day and time as the log has them."""
    return f"{datetime.fromtimestamp(time, UTC):%b %d %H:%M:%S}"


def every(seconds: float) -> str:
    """A duration in the unit that is read most easily."""
    if seconds < 180:  # noqa: PLR2004 - three minutes
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 2 * 3_600 else f"{seconds / 3_600:.0f} h"
