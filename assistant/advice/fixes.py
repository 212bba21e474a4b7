"""The fix for a cause on the side that must change, and what to send to the other side's admin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from assistant.advice.commands import Values, commands_for, fill
from assistant.advice.values import safe
from assistant.exchange.proposals.words import sentence
from assistant.model.diagnosis import Advice, Check, ShownCommand, ShownStep
from assistant.model.entries import Cause, Finding, Fix, Intent, Role
from assistant.model.observed import Observation, Tunnel

_STRONG = frozenset({"always", "usually", "often"})
_IMPACT = {
    "read-only": "reads only",
    "debug-load": "adds load while it runs",
    "drops-this-tunnel": "drops this tunnel, no other",
    "drops-all-tunnels": "drops ALL tunnels",
    "config-change": "changes the configuration",
}
_TIMELINE = 8
_LOOKS = 3
_TURNED = {"local": "remote", "remote": "local"}


def side_of(cause: Cause, role: Role | None, observations: Sequence[Observation], findings: Mapping[str, Finding]) -> str:
    """Where the cause lies as seen from this end: local, remote, between or either.

    A cause between the ends stays there. Otherwise what was seen decides first (a finding that the
    cause shows strongly, and that is seen for nothing else, may point at one end); then the cause's
    own side, where initiator and responder are turned into ends by this end's role.
    """
    if cause.side == "between":
        return "between"
    strong = {item.finding for item in cause.shows if item.how in _STRONG}
    for item in observations:
        finding = findings.get(item.finding)
        if item.value and item.finding in strong and finding is not None and finding.place is not None and finding.background == "never":
            return _TURNED.get(finding.place, finding.place) if item.far else finding.place
    if cause.side in {"initiator", "responder"}:
        if role is None:
            return "either"
        return "local" if cause.side == role else "remote"
    return cause.side


def advise(
    cause: Cause,
    side: str,
    fixes: Sequence[Fix],
    intents: Mapping[str, Intent],
    tunnel: Tunnel | None,
    known: Mapping[str, bool],
    *,
    platform: str = "",
    assumed: bool = False,
) -> Advice | None:
    """The fix for the cause, or ``None`` where none is known on this platform.

    ``fixes`` are of the platform that has to change, ``intents`` of this end's, where the result is verified.
    """
    options = [fix for fix in fixes if fix.cause == cause.id and fix.status != "retired"]
    fitting = [fix for fix in options if fix.when and all(known.get(name) for name in fix.when)]
    best = fitting or [item for item in options if not item.when] or options
    if not best:
        return None
    fix = best[0]
    facts = tunnel.facts if tunnel is not None else {}
    there = Values(facts, far=side == "remote", missing=[])
    here = Values(facts, missing=[])
    steps = tuple(
        ShownStep(
            fill(step.text, there) if "{" in step.text else step.text,
            commands_for(step.commands, there),
            _IMPACT[step.impact],
            fill(step.undo, there) if "{" in step.undo else step.undo,
            commands_for(step.undo_commands, there),
            fill(step.place, there),
        )
        for step in fix.steps
    )
    checks: list[Check] = []
    for verify in fix.verify:
        intent = intents.get(verify.intent)
        if intent is None:
            continue
        checks.extend(
            Check(command.run, fill(verify.expect, here), command.where, fill(verify.otherwise, here) if verify.otherwise else "")
            for command in _one_each(commands_for(intent.commands, here))
        )
    message = fill(fix.message, here) if side != "local" or cause.side in {"either", "between"} else ""
    if message:
        message = _with_times(_with_differences(message, cause, tunnel), tunnel)
        if side == "remote" and not assumed:
            message = _with_looks(message, steps, platform)
    return Advice(
        cause.id,
        fix.title,
        side,
        steps,
        tuple(checks),
        message,
        tuple(dict.fromkeys(there.missing)),
        fix.status == "experimental",
        platform,
        assumed,
    )


def in_words(cause: Cause, side: str, platform: str, reason: str = "") -> Advice | None:
    """What to do first about a cause, where no commands are known for this platform; said as such.

    ``reason`` says why the cause cannot be on this platform's device, where it cannot: then it is at the far end, if anywhere.
    """
    if not cause.advice:
        return None
    why = (
        f"On {platform} itself this cannot be: {reason}"
        if reason
        else f"The commands of {platform} for this are not in this knowledge yet."
    )
    step = ShownStep(f"{cause.advice} ({why})", (), _IMPACT["read-only"], "Nothing to undo.")
    return Advice(cause.id, cause.title, side, (step,), ())


def _with_looks(message: str, steps: Sequence[ShownStep], platform: str) -> str:
    """The message with what its reader can look at on the own device: commands that change nothing."""
    looks = dict.fromkeys(
        command.run for step in steps for command in step.commands if command.impact == "read-only" and "<" not in command.run
    )
    rows = [f"  {run}" for run in list(looks)[:_LOOKS]]
    return "\n".join([message.strip(), "", f"To look at it on your side ({platform}):", *rows]) if rows else message


def _one_each(shown: Sequence[ShownCommand]) -> list[ShownCommand]:
    """The first command for each software version; an intent's further commands are variations on it."""
    first: dict[str, ShownCommand] = {}
    for command in shown:
        first.setdefault(command.where, command)
    return list(first.values())


_OF_PROPOSALS = frozenset({"policy", "phase2"})


def _with_differences(message: str, cause: Cause, tunnel: Tunnel | None) -> str:
    """The message with the transforms that differ in the cause's phase, both values named."""
    if tunnel is None or cause.family not in _OF_PROPOSALS:
        return message
    rows = [f"  {sentence(item, tunnel.standing.ike, told=True)}" for item in tunnel.differences if str(item.phase) == cause.phase]
    return "\n".join([message.strip(), "", "What differs:", *rows]) if rows else message


def _with_times(message: str, tunnel: Tunnel | None) -> str:
    """The message with a short time line of what this end saw."""
    if tunnel is None or not tunnel.negotiations:
        return message
    rows = []
    for step in tunnel.negotiations[-1].steps:
        if step.direction == "note" or step.time is None:
            continue
        rows.append(f"  {datetime.fromtimestamp(step.time, UTC):%b %d %H:%M:%S}  {step.direction:<8}  {step.label}")
    peer = safe("peer", tunnel.peer) or ""
    head = f"What this end logged{' with ' + peer if peer else ''} (this device's clock):"
    return "\n".join([message.strip(), "", head, *rows[-_TIMELINE:]]) if rows else message.strip()
