"""What a session says of a text that was just taken in."""

from __future__ import annotations

from assistant.dialogue.after_fix import place_of
from assistant.model.diagnosis import Diagnosis
from assistant.model.observed import Input


def what_was_read(before: Diagnosis, after: Diagnosis) -> tuple[str, ...]:
    """One line on the text that was just taken in."""
    if len(after.inputs) <= len(before.inputs):
        return ()
    item = after.inputs[-1]
    filled = item.filled
    if not filled:
        return ("That was empty; paste a log, an output or a configuration.",)
    if not item.understood:
        return (
            f"None of the {filled} lines was recognised as IKE or IPsec; paste a debug, a syslog, `show crypto isakmp sa` or a configuration.",
            *item.notes,
        )
    loosely = f", {len(item.loosely)} read loosely" if item.loosely else ""
    left = loosely + (f", {len(item.unread)} not recognised" if item.unread else "")
    return (f"Read {filled} lines as {item.platform} {item.kind}: {item.recognised} recognised{left}.", *_other_end(item), *item.notes)


def _other_end(item: Input) -> tuple[str, ...]:
    """Which lines of a text were taken for the far end's, where others of it were not."""
    far = [f"{chunk.first}-{chunk.last}" for chunk in item.chunks if chunk.side == "remote"]
    if not far or len(far) == len(item.chunks):
        return ()
    return (f"Lines {', '.join(far)} were taken for the far end's; if they are not, say: lines {far[0]} are ours.",)


def further(before: Diagnosis, after: Diagnosis) -> tuple[str, ...]:
    """What came of a fix; or the question whether one was applied, where a new text shows another stage under a shown fix."""
    if after.progress is not None:
        return (after.progress.text,)
    old, new = before.standing, after.standing
    if before.fix is None or old.stage is None or new.stage is None or old.stage == new.stage:
        return ()
    return (
        f"This stands at {place_of(new)}, before it stood at {place_of(old)}; if the fix was applied in between, say: I applied the fix before the last paste.",
    )
