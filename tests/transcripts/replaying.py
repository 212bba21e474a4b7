"""Plays a transcript turn by turn, for the tests and for the recording of its wording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from assistant.dialogue import Mind, Session
from assistant.reports import text

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT.parent / "transcripts"


class Turn(Struct):
    """One turn that was played: what was expected, what the session is now."""

    name: str
    number: int
    user: dict[str, Any]
    expect: dict[str, Any]
    session: Session
    notes: tuple[str, ...]


def play(transcript: dict[str, Any], mind: Mind) -> Iterator[Turn]:
    """Make the moves in order; after each the caller looks."""
    session = Session(mind)
    for number, turn in enumerate(transcript["turns"], start=1):
        user = turn["user"]
        match user:
            case {"paste": str(words)}:
                reply = session.paste(words, side="remote" if user.get("side") == "remote" else "local", name=user.get("name", "paste"))
            case {"paste_file": str(name)}:
                reply = session.paste((ROOT / "data" / name).read_text(encoding="utf-8"), name=name)
            case {"say": str(words)}:
                reply = session.say(words)
            case {"answer": {"question": str(question), "value": str(value)}}:
                reply = session.answer(question, value)
            case {"skip": str(question)}:
                reply = session.skip(question)
            case {"undo": True}:
                reply = session.undo()
            case _:
                raise AssertionError(f"{transcript['id']}: unknown move {user}")
        yield Turn(transcript["id"], number, user, turn.get("expect") or {}, session, reply.notes)


def wording(transcript: dict[str, Any], mind: Mind) -> str:
    """The conversation as a person reads it."""
    out = [f"# {transcript['title']}", ""]
    for turn in play(transcript, mind):
        out.append(f"--- turn {turn.number}: the user {_did(turn.user)}")
        out += [f"({note})" for note in turn.notes]
        out += [text(turn.session.diagnosis).rstrip("\n"), ""]
    return "\n".join(out)


def _did(user: dict[str, Any]) -> str:
    match user:
        case {"paste": str(words)}:
            return f"pastes {len(words.splitlines())} lines"
        case {"paste_file": str(name)}:
            return f"pastes {name}"
        case {"say": str(words)}:
            return f"says: {words}"
        case {"answer": {"question": question, "value": value}}:
            return f"answers {question}: {value}"
        case {"skip": question}:
            return f"skips {question}"
        case _:
            return "takes the last move back"
