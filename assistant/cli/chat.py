"""``mmwait chat``: the conversation on plain lines, for a serial console, a screen reader or a program."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import msgspec

from assistant.cli.keeping import QuietKeeper, new_keeper, resume
from assistant.cli.streams import fresh, load_into, note, out, width
from assistant.dialogue import Reply, Session
from assistant.errors import MmwaitError, SessionError, StoreError
from assistant.reports import contract, text
from assistant.reports.explanation import explanation, explanation_values

HELP = """Paste a log or an output and end it with a line that holds only a dot. Or type a sentence.
  1 2 3 ...   answer the question      0  don't know      s  skip it
  file PATH   read a file              far PATH  read a file of the far end
  that is a FortiGate; input 2 is from the far end; lines 40-80 are theirs   correct what was read
  why CAUSE, why not CAUSE, what would change your mind   take the reasons apart
  I applied the fix   then paste the new state; that was it   confirms the cause
  trust 1 2   of two that cannot both be true (conflict 1), believe the second
  u  undo     r  redo                  t PEER  turn to another tunnel
  ?  this     q  quit
"""


def chat(options: argparse.Namespace) -> int:
    """Run the conversation until the input ends."""
    if options.resume:
        session, keeper = resume(options.resume)
    else:
        session, keeper = fresh(), new_keeper()
    quiet = QuietKeeper(keeper)
    load_into(
        session, options.files, options.remote, options.say, options.peer, options.since, platform=options.platform, taken=options.taken
    )
    if options.json:
        return _machine(session, quiet)
    return _person(session, quiet)


def _keep(session: Session, keeper: QuietKeeper) -> None:
    try:
        keeper.save(session)
    except StoreError as error:
        note(f"mmwait: {error}")


def _machine(session: Session, keeper: QuietKeeper) -> int:
    """JSON lines in, diagnosis lines out. A bad line gets an error object and changes nothing."""
    for raw in sys.stdin.buffer:
        if not raw.strip():
            continue
        try:
            order = msgspec.json.decode(raw)
            if not isinstance(order, dict):
                raise SessionError("a JSON object is wanted on each line")
            if order.get("quit"):
                break
            reply = _obey(session, order)
        except msgspec.DecodeError as error:
            _say({"schema": "mmwait.error/1", "error": f"not JSON: {error}"})
            continue
        except MmwaitError as error:
            _say({"schema": "mmwait.error/1", "error": str(error)})
            continue
        _keep(session, keeper)
        values = contract(session.diagnosis, turn=True)
        if reply.explanation is not None:
            values["explanation"] = explanation_values(reply.explanation, session.diagnosis)
        _say(values)
    return 0


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def _obey(session: Session, order: dict[str, Any]) -> Reply:
    match order:
        case {"paste": str(words)}:
            reply = session.paste(words, side="remote" if order.get("side") == "remote" else "local")
        case {"say": str(words)}:
            reply = session.say(words)
        case {"answer": {"question": str(question), "value": str(value)}}:
            reply = session.answer(question, value)
        case {"skip": str(question)}:
            reply = session.skip(question)
        case {"access": {"what": str(what), "had": bool(had)}}:
            reply = session.access(what, had=had)
        case {"peer": str(peer)}:
            reply = session.focus(peer)
        case {"correct": dict(told)}:
            reply = _correct(session, told)
        case {"fixed": str(cause)}:
            reply = session.fixed(cause, before_last=order.get("before_last") is True)
        case {"trust": {"conflict": str(conflict), "keep": str(keep)}}:
            reply = session.trust(conflict, keep)
        case {"resolved": str(cause)}:
            reply = session.resolve(cause)
        case {"why": str(cause)}:
            reply = session.why(cause)
        case {"undo": True}:
            reply = session.undo()
        case {"redo": True}:
            reply = session.redo()
        case _:
            raise SessionError(
                f"none of paste, say, answer, skip, access, peer, correct, why, fixed, trust, resolved, undo, redo, quit in {sorted(order)}"
            )
    return reply


def _correct(session: Session, told: dict[str, Any]) -> Reply:
    """``{"input": 2, "side": "remote", "platform": NAME, "kind": KIND, "lines": [40, 80], "chunk": 2}``; each but one may be left out."""
    words = {name: told.get(name, "") for name in ("platform", "kind", "side")}
    numbers = {name: told.get(name, 0) for name in ("input", "chunk")}
    match told.get("lines"):
        case None:
            lines = None
        case [int(first), int(last)]:
            lines = (first, last)
        case _:
            raise SessionError('"lines" wants two numbers, as in [40, 80]')
    if not all(isinstance(word, str) for word in words.values()) or not all(isinstance(number, int) for number in numbers.values()):
        raise SessionError('"correct" wants words for platform, kind and side, and numbers for input and chunk')
    return session.correct(**words, **numbers, lines=lines)


def _person(session: Session, keeper: QuietKeeper) -> int:
    out(HELP)
    if session.diagnosis.inputs:
        out("\n" + text(session.diagnosis, width=width()))
    pasted: list[str] = []
    asking = sys.stdin.isatty()
    while True:
        if asking:
            out("> " if not pasted else "")
            sys.stdout.flush()
        raw = sys.stdin.readline()
        line = raw.rstrip("\r\n")
        if not raw or (not pasted and line.strip().lower() in {"q", "quit", "exit"}):
            if pasted:
                _show(session, session.tell("\n".join(pasted)), keeper)
            return 0
        try:
            if pasted or _device(session, line):
                if line.strip() == ".":
                    _show(session, session.tell("\n".join(pasted)), keeper)
                    pasted = []
                else:
                    pasted.append(line)
                continue
            reply = _order(session, line.strip())
        except MmwaitError as error:
            pasted = []
            note(f"mmwait: {error}")
            continue
        if reply is not None:
            _show(session, reply, keeper)


def _device(session: Session, line: str) -> bool:
    """Whether a line begins a paste: it is read as device output, or is too long for a sentence."""
    return len(line) > 300 or session.recognises(line)  # noqa: PLR2004 - nobody types that


def _show(session: Session, reply: Reply, keeper: QuietKeeper) -> None:
    _keep(session, keeper)
    if reply.explanation is not None:
        out("\n".join(explanation(reply.explanation, reply.diagnosis, width())) + "\n\n")
        return
    for line in reply.notes:
        out(line + "\n")
    if reply.diagnosis.understood:
        out("\n" + text(reply.diagnosis, width=width()) + "\n")


def _order(session: Session, line: str) -> Reply | None:
    asked = session.diagnosis.question
    word, _, rest = line.partition(" ")
    if not line:
        return None
    if line in {"?", "help"}:
        out(HELP)
        return None
    if line in {"u", "undo"}:
        return session.undo()
    if line in {"r", "redo"}:
        return session.redo()
    if word == "t" and rest:
        return session.focus(rest.strip())
    if word in {"file", "far"} and rest:
        load_into(session, [rest.strip()] if word == "file" else [], [rest.strip()] if word == "far" else [], [], None)
        return Reply(session.diagnosis)
    if line in {"s", "skip"} or line.isdigit():
        if asked is None:
            raise SessionError("there is no open question; paste a log or an output")
        if line in {"s", "skip"}:
            return session.skip(asked.id)
        number = int(line)
        if number > len(asked.answers):
            raise SessionError(f"the answers are 1 to {len(asked.answers)}, 0 for don't know")
        return session.answer(asked.id, asked.answers[number - 1].value if number else "unknown")
    return session.say(line)
