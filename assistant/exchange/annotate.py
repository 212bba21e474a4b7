"""The log written back with comment lines at its turning points, as an expert would by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.model.entries import Finding
from assistant.model.observed import Event, Input, Negotiation, Step, Tunnel

MARK = "! --- "

SILENCE = 4.0
"""Seconds without a step after which a silence is worth a remark; ASA resends after 8 s."""

_MESSAGES = {
    ("MM1", "sent"): "This end opens main mode: message 1 offers its phase 1 policies.",
    ("MM1", "received"): "The peer opens main mode: message 1 with its phase 1 policies arrives here.",
    ("MM2", "received"): "Message 2 is back: the peer chose a policy, so UDP 500 passes both ways.",
    ("MM2", "sent"): "Message 2 leaves: this end chose a policy.",
    (
        "MM3",
        "sent",
    ): "Message 3 leaves with our key exchange value and nonce. Now the peer must find a pre-shared key for our address to go on.",
    (
        "MM3",
        "received",
    ): "Message 3 arrives with the peer's key exchange value and nonce. Now this end looks for the key of the peer's address.",
    ("MM4", "received"): "Message 4 is back: the peer has an entry and a key for us. Whether the keys are equal shows in messages 5 and 6.",
    ("MM4", "sent"): "Message 4 leaves: this end has a key for the peer. Encryption starts with message 5.",
    ("MM5", "sent"): "Message 5 leaves, the first encrypted one: our identity and the hash that proves the key.",
    ("MM5", "received"): "Message 5 arrives, the first encrypted one. It can be read only if both keys are equal.",
    ("MM6", "received"): "Message 6 is back: the peer proved its key too.",
    ("MM6", "sent"): "Message 6 leaves: this end accepted the peer's proof.",
    ("AM1", "sent"): "This end opens aggressive mode: policy, key exchange and identity in one message.",
    ("AM1", "received"): "The peer opens aggressive mode.",
    ("AM2", "received"): "Aggressive mode message 2 is back.",
    ("AM2", "sent"): "Aggressive mode message 2 leaves.",
    ("QM1", "sent"): "Quick mode starts: phase 2 is proposed.",
    ("QM1", "received"): "The peer starts quick mode: its networks and transform sets arrive.",
    ("QM2", "received"): "The peer agrees to phase 2.",
}


def annotate(item: Input, index: int, tunnels: Sequence[Tunnel], findings: Mapping[str, Finding]) -> list[str]:
    """The input's lines with comment lines before the lines they explain; a closing remark per stalled tunnel at the end.

    ``index`` is the input's number in the session; ``findings`` word what a line proves. The original lines are unchanged.
    """
    remarks: dict[int, list[str]] = {}
    closing: list[str] = []
    several = len(tunnels) > 1
    for tunnel in tunnels:
        for number, negotiation in enumerate(tunnel.negotiations):
            name = f"[{tunnel.peer}] " if several and tunnel.peer else ""
            for line, text in _remarks(negotiation, index, findings, first=number == 0):
                remarks.setdefault(line, []).append(name + text)
        end = _closing(tunnel)
        if end and any(event.input == index for negotiation in tunnel.negotiations for event in negotiation.events):
            closing.append((f"[{tunnel.peer}] " if several and tunnel.peer else "") + end)
    result: list[str] = []
    for own in item.lines:
        result.extend(MARK + text for text in dict.fromkeys(remarks.pop(own.number, ())))
        result.append(own.text)
    result.extend(MARK + text for text in closing)
    return result


def _remarks(negotiation: Negotiation, index: int, findings: Mapping[str, Finding], *, first: bool) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    opened = False
    steps = {(step.input, step.line): step for step in negotiation.steps if not step.implied}
    waiting: Step | None = None
    accepted = False
    notified: set[str] = set()
    previous: Event | None = None
    for event in negotiation.events:
        step = steps.get((event.input, event.line))
        if event.input != index:
            previous = event
            continue
        if not opened and event.kind in {"start", "acquire"}:
            opened = True
            found.append(
                (
                    event.line,
                    "Interesting traffic asks for the tunnel; a new attempt starts here." if first else "A new attempt starts here.",
                )
            )
        elif previous is not None and event.time is not None and previous.time is not None and event.time - previous.time >= SILENCE:
            owed = f" Still no answer to {_long(waiting.label)}." if waiting is not None and waiting.direction != "received" else ""
            found.append(
                (
                    event.line,
                    f"{event.time - previous.time:.0f} seconds of silence before this line; everything before came without a pause.{owed}",
                )
            )
        if event.kind == "acquire" and waiting is not None and opened and found[-1][0] == event.line and "starts here" not in found[-1][1]:
            found.append(
                (
                    event.line,
                    "A new key-acquire: more traffic wants the tunnel while phase 1 is still unfinished. That is a symptom, not a cause.",
                )
            )
        if event.asserts.get("proposal-accepted") and not accepted:
            accepted = True
            found.append(
                (event.line, "The phase 1 proposal is accepted: encryption, hash, group and authentication method are not the trouble.")
            )
        elif step is not None and step.direction == "resent":
            after = (
                f" {step.time - waiting.time:.0f} s after it was sent"
                if waiting and step.time is not None and waiting.time is not None
                else ""
            )
            found.append(
                (event.line, f"{_long(step.label)} is sent again{after}: nothing usable came back. This is where the tunnel hangs.")
            )
        elif step is not None and (step.label, step.direction) in _MESSAGES:
            found.append((event.line, _MESSAGES[step.label, step.direction]))
        elif event.kind == "message" and step is not None and step.label == "INFO" and not step.encrypted and step.direction == "received":
            if "info" not in notified:
                notified.add("info")
                found.append(
                    (
                        event.line,
                        "A notify in the clear comes instead of the awaited message: the peer has no keys for this negotiation, or none any more.",
                    )
                )
        elif event.notable and event.means and event.means not in notified:
            notified.add(event.means)
            found.append((event.line, _meaning(event, findings)))
        if step is not None and step.direction in {"sent", "resent"}:
            waiting = step if step.direction == "sent" or waiting is None else waiting
        elif step is not None and step.direction == "received" and step.label[:2] in {"MM", "AM", "QM"}:
            waiting = None
        previous = event
    return found


def _meaning(event: Event, findings: Mapping[str, Finding]) -> str:
    """What the line proves, where it proves something; what kind of line it is otherwise."""
    proved = [findings[name] for name, value in event.asserts.items() if value and name in findings]
    return " ".join(f"{finding.title}: {finding.says}" for finding in proved) or event.means


def _long(label: str) -> str:
    names = {"MM": "Message", "AM": "Aggressive mode message", "QM": "Quick mode message"}
    return f"{names[label[:2]]} {label[2:]}" if label[:2] in names else label


def _closing(tunnel: Tunnel) -> str:
    standing = tunnel.standing
    if not standing.stalled or not standing.awaited:
        return ""
    state = f" The device's word for this is {standing.state}." if standing.state else ""
    return f"Here it stands: {_long(standing.last_sent).lower()} was this end's last word, {_long(standing.awaited).lower()} never came.{state}"
