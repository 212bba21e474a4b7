"""After a fix: what of the old state still counts, how far it got since, and what is to be shown next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from assistant.dialogue.moves import DONT_KNOW, AnswerMove, FixedMove, Move, PasteMove
from assistant.model.diagnosis import Conflict, Diagnosis, Progress, SetAside, VerdictWord
from assistant.model.entries import Cause, Finding
from assistant.model.observed import Evidence, Observation, Standing, Tunnel
from assistant.model.settings import Remark
from assistant.reasoning.network import ORDER
from assistant.reasoning.strength import BACKGROUND, STRENGTH, UNMENDED

_SPEAKS = 1.5
"""A finding speaks for a cause that makes it this many times as likely as its background."""
_OWN_WORDS = frozenset({"said", "hearsay"})
_WRITTEN = frozenset({"config", "compared"})


class Mark(Struct, frozen=True):
    """Where the state after the last fix begins: the number of moves and of texts before it, and the causes fixed so far."""

    at: int
    inputs: int
    cause: str
    mended: tuple[str, ...]


def last_mark(moves: Sequence[Move]) -> Mark | None:
    """The last fix that was applied, if any."""
    marks = [(number, move) for number, move in enumerate(moves) if isinstance(move, FixedMove)]
    if not marks:
        return None
    at, move = marks[-1]
    if move.before_last:
        at = next((number for number in range(at - 1, -1, -1) if isinstance(moves[number], PasteMove)), at)
    texts = sum(1 for item in moves[:at] if isinstance(item, PasteMove))
    return Mark(at, texts, move.cause, tuple(dict.fromkeys(item.cause for _, item in marks)))


def shown_since(moves: Sequence[Move], mark: Mark, told: Iterable[int]) -> bool:
    """Whether anything of the new state was pasted, answered, or said so that it was understood (``told``: in which turns)."""
    pasted = any(isinstance(move, PasteMove) or (isinstance(move, AnswerMove) and move.value != DONT_KNOW) for move in moves[mark.at :])
    return pasted or any(turn > mark.at for turn in told)


def factors(mark: Mark | None) -> dict[str, float]:
    """What applied fixes do to the odds of their causes."""
    return dict.fromkeys(filter(None, mark.mended), UNMENDED) if mark is not None else {}


class Kept(Struct):
    """What of the old state still counts, and what does not."""

    observations: list[Observation]
    aside: list[SetAside]


def kept(before: Diagnosis, mark: Mark, causes: Mapping[str, Cause], findings: Mapping[str, Finding]) -> Kept:
    """Sort what was known before the fix.

    The exchange and the counters were of the old state. What the user told and what is configured stays, unless it is
    what the fix mends, or says how the tunnel was then.
    """
    result = Kept([], [])
    fixed = [causes[name] for name in mark.mended if name in causes]
    known = [item for item in before.observations if item.finding in findings]
    mended = [item for item in known if any(_speaks(item, findings[item.finding], cause) for cause in fixed)]
    # One answer describes one setup: where the fix changes a part of what it told, the rest is of the old setup too.
    told = {item.evidence for item in mended if item.reliability in _OWN_WORDS and item.evidence}
    for item in known:
        entry = findings[item.finding]
        title = entry.title if item.value else f"not so: {entry.title[0].lower() + entry.title[1:]}"
        if item in mended or item.evidence in told:
            result.aside.append(SetAside(title, "the fix mends it", item.evidence))
        elif item.reliability in _WRITTEN or (item.reliability in _OWN_WORDS and not (item.value and _of_then(entry))):
            result.observations.append(item)
        else:
            result.aside.append(SetAside(title, "it shows the state before the fix", item.evidence))
    return result


def _speaks(item: Observation, entry: Finding, cause: Cause) -> bool:
    """Whether the cause makes what was observed likelier than it is without."""
    background = BACKGROUND[entry.background]
    shown = max((STRENGTH[show.how] for show in cause.shows if show.finding == item.finding), default=background)
    return shown > _SPEAKS * background if item.value else (1 - shown) * _SPEAKS < 1 - background and shown < background


def _of_then(entry: Finding) -> bool:
    """Whether the finding says how an exchange went or how the tunnel was, rather than how things are set up."""
    return entry.ends or entry.works or entry.passing or entry.implied_by_stage or entry.absence is not None


def without_mended(observations: Iterable[Observation], old: Kept, mark: Mark) -> list[Observation]:
    """What the new texts show, less what only an old configuration says and the fix mends; what stays of the old is added."""
    gone = {(where.input, where.line) for item in old.aside for where in item.evidence}
    found = {
        item.finding: item
        for item in observations
        if not (item.evidence and all(_old(where, mark) and (where.input, where.line) in gone for where in item.evidence))
    }
    for item in old.observations:
        found.setdefault(item.finding, item)
    return list(found.values())


def of_now(remarks: Iterable[Remark], old: Kept, mark: Mark) -> tuple[Remark, ...]:
    """What is wrong within the configuration, less what an old one shows and the fix mends."""
    gone = {(where.input, where.line) for item in old.aside for where in item.evidence}
    return tuple(item for item in remarks if not any(_old(where, mark) and (where.input, where.line) in gone for where in item.where))


def against_now(conflicts: Iterable[Conflict], mark: Mark | None) -> list[Conflict]:
    """The contradictions less those with a text of before the fix: that it is not the state of now is known."""
    return [item for item in conflicts if mark is None or not any(_old(where, mark) for where in item.evidence)]


def _old(where: Evidence, mark: Mark) -> bool:
    return 0 <= where.input < mark.inputs


def with_old_facts(tunnel: Tunnel | None, before: Tunnel | None) -> Tunnel | None:
    """Addresses and names do not change by a fix; what the new texts do not show is taken from the old."""
    if before is None or tunnel is None or (tunnel.peer and before.peer and tunnel.peer != before.peer):
        return tunnel
    return structs.replace(tunnel, facts={**before.facts, **tunnel.facts}, peer=tunnel.peer or before.peer)


def waiting(before: Diagnosis, mark: Mark, title: str) -> Progress:
    """What to say while nothing of the new state was shown. ``title`` is the cause's, empty where it was not named."""
    verify = before.fix.verify if before.fix is not None and before.fix.cause == mark.cause else ()
    run = f" Paste the output of {verify[0].command!r}, or a new log." if verify else " Paste a new log or output."
    text = f"{_applied(title)} What was shown before it will not count against the new state.{run}"
    return Progress("waiting", mark.cause, text, place_of(before.standing), verify=verify)


def progress(before: Diagnosis, mark: Mark, standing: Standing, verdict: VerdictWord, title: str) -> Progress:
    """How far it got since the fix."""
    old, new = place_of(before.standing), place_of(standing)
    verify = before.fix.verify if before.fix is not None and before.fix.cause == mark.cause else ()
    lines = standing.evidence[:2]
    if standing.stage is None:
        text = f"{_applied(title)} What was shown since does not tell where the negotiation stands; paste a new log or the state."
        return Progress("unshown", mark.cause, text, old, verify=verify)
    if verdict == "healthy" and standing.stage == "up":
        since = f" Before the fix it stood at: {old}." if old else ""
        return Progress("resolved", mark.cause, f"{_applied(title)} It works as far as was shown: {new}.{since}", old, new, lines)
    step = ORDER[standing.stage] - ORDER[before.standing.stage] if before.standing.stage is not None else 0
    if step > 0:
        text = f"Progress since the fix: it stood at {old}, now at {new}."
        text += (
            " What stopped it before does not any more; what is still wrong comes later."
            if standing.stage != "p1"
            else " Phase 2 is what is left to see."
        )
        return Progress("further", mark.cause, text, old, new, lines, verify)
    if step < 0:
        text = f"It stops earlier than before the fix: it stood at {old}, now at {new}. Compare what was changed with the fix; its undo is on the card."
        return Progress("back", mark.cause, text, old, new, lines, verify)
    text = f"{_applied(title)} No progress since: it still stands at {new}. Either it was not this, or the change is not in effect, or another fault stops it at the same place."
    return Progress("same", mark.cause, text, old, new, lines, verify)


def _applied(title: str) -> str:
    return f"The fix for this was applied: {title}." if title else "A change was made."


_NAMED = {
    "p1": "phase 1 up",
    "qm": "phase 2",
    "child": "phase 2",
    "up": "phase 2 up",
    "down": "ended after it was up",
    "none": "nothing tried",
}


def place_of(standing: Standing) -> str:
    """Where it stands, by the state word or the stage."""
    stage = standing.stage or ""
    named = _NAMED.get(stage, "")
    return f"{named} ({standing.state})" if named and standing.state else standing.state or named or stage
