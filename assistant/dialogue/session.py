"""One conversation: paste, say, answer, skip, undo. Its state is the list of moves and nothing else."""

from __future__ import annotations

from typing import get_args

from msgspec import Struct

from assistant.dialogue.answering import as_answer
from assistant.dialogue.correcting import checked, correction_in
from assistant.dialogue.diagnose import Readings, diagnose, network_of
from assistant.dialogue.mind import Mind
from assistant.dialogue.moves import (
    DONT_KNOW,
    AccessMove,
    AnswerMove,
    CorrectMove,
    FixedMove,
    FocusMove,
    Move,
    PasteMove,
    ResolvedMove,
    SayMove,
    SkipMove,
)
from assistant.dialogue.naming import asked_why, asks_what_would_change, cause_named, summary
from assistant.dialogue.remarking import further, what_was_read
from assistant.dialogue.trusting import chosen
from assistant.dialogue.turning import says_fixed, says_mended, says_resolved, says_trust
from assistant.dialogue.understand import MAX_SAID, in_words
from assistant.errors import SessionError
from assistant.model.diagnosis import Diagnosis
from assistant.model.entries import Barrier, Cause
from assistant.model.explained import Explanation
from assistant.model.observed import Excerpt, Side
from assistant.reading.redact import Redactor
from assistant.reasoning.network import HEALTHY, UNKNOWN


class Reply(Struct, frozen=True):
    """What the session says to a move: the diagnosis now, and what was made of the move.

    ``explanation`` is there where a reason was asked for, which is no move.
    """

    diagnosis: Diagnosis
    notes: tuple[str, ...] = ()
    explanation: Explanation | None = None


class Session:
    """A conversation that can be replayed from its moves.

    Secrets are taken out of every text as it comes in, so that no move, finding or quoted line holds one.
    """

    def __init__(self, mind: Mind, moves: tuple[Move, ...] = ()) -> None:
        self._mind = mind
        self._moves: list[Move] = list(moves)
        self._undone: list[Move] = []
        self._redact = Redactor()
        self._readings = Readings(mind)
        self._diagnosis = diagnose(mind, self._moves, self._readings)

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every move so far, in order."""
        return tuple(self._moves)

    @property
    def diagnosis(self) -> Diagnosis:
        """The diagnosis after the last move."""
        return self._diagnosis

    def paste(
        self, text: str, *, side: Side = "local", name: str = "paste", notes: tuple[str, ...] = (), excerpt: Excerpt | None = None
    ) -> Reply:
        """Take a text in: device output, a log, a configuration; or what was kept of an archive, with where it was taken from.

        A name that another input of the session has already gets a number, so that a line's place stays clear.
        """
        taken = {item.name for item in self._diagnosis.inputs}
        if name in taken:
            name = next(f"{name} {number}" for number in range(2, len(taken) + 3) if f"{name} {number}" not in taken)
        move = PasteMove(self._redact(text), side, name, notes, excerpt)
        before = self._diagnosis
        reply = self._make(move)
        return Reply(reply.diagnosis, (*what_was_read(before, reply.diagnosis), *further(before, reply.diagnosis)))

    def say(self, text: str) -> Reply:
        """Take a sentence in: an answer to the open question if it is one, facts otherwise."""
        text = self._redact(text.strip()[:MAX_SAID])
        turned = self._turned(text)
        if turned is not None:
            return turned
        corrected = correction_in(text, self._diagnosis.inputs, self._mind.names)
        if corrected is not None:
            return self._correct(corrected)
        asked = self._diagnosis.question
        question = self._mind.questions.get(asked.id) if asked else None
        answer = as_answer(text, question) if question else None
        understood = self._mind.ear.hear(text)
        # A sentence that says something else than the answer it resembles is a fact, not that answer.
        if question is not None and answer is not None and all(answer.sets.get(name) == value for name, value in understood.sets.items()):
            reply = self.answer(question.id, answer.value)
            return Reply(reply.diagnosis, (f"Taken as the answer: {answer.label}.",))
        reply = self._make(SayMove(text))
        if not understood.anything:
            return Reply(
                reply.diagnosis,
                ("I did not understand that as something about a tunnel. Paste a log or an output, or answer the question.",),
            )
        return Reply(reply.diagnosis, in_words(understood))

    def why(self, cause: str = "") -> Reply:
        """Explain a cause (an id, or words of its title): for, against, unknown, what would change it. Makes no move.

        Without a name the cause that leads is explained.

        Raises:
            SessionError: there is nothing to explain yet, or no such cause.
        """
        if not self._diagnosis.understood:
            raise SessionError("nothing is known yet that could be explained; paste a log or say what you see")
        from assistant.dialogue.explaining import explained  # noqa: PLC0415 - only where a reason is asked for

        named = cause_named(cause, self._working()) if cause.strip() else self._leader()
        found = explained(self._mind, network_of(self._mind, self._moves), self._diagnosis, named)
        return Reply(self._diagnosis, (summary(found),), found)

    def fixed(self, cause: str = "", *, before_last: bool = False) -> Reply:
        """Say that the fix for a cause was applied: by default the one that is shown; where none is, some change was made.

        What was shown before does not count against the state from here on; with ``before_last`` from the last text on.

        Raises:
            SessionError: nothing was diagnosed yet, there is no such cause, or no last text.
        """
        if not self._diagnosis.understood:
            raise SessionError("nothing was diagnosed yet that could be fixed; paste a log or say what you see")
        if before_last and not any(isinstance(move, PasteMove) for move in self._moves):
            raise SessionError("nothing was pasted yet; say that the fix was applied, then paste the new state")
        named = self._diagnosis.fix.cause if self._diagnosis.fix is not None else ""
        if cause.strip():
            named = cause_named(cause, self._working())
        if named in {HEALTHY, UNKNOWN}:
            raise SessionError(f"{named!r} is no fault that a fix mends; name the cause that was fixed")
        reply = self._make(FixedMove(named, before_last))
        return Reply(reply.diagnosis, (reply.diagnosis.progress.text,) if reply.diagnosis.progress is not None else ())

    def trust(self, conflict: str, keep: str) -> Reply:
        """Say which of two to trust where they cannot be true together; the other is set aside.

        Raises:
            SessionError: there is no such conflict or choice.
        """
        reply = self._make(chosen(self._diagnosis, conflict, keep))
        return Reply(reply.diagnosis, tuple(f"Set aside: {item.what} ({item.why})." for item in reply.diagnosis.aside[-2:]))

    def resolve(self, cause: str = "") -> Reply:
        """Confirm what the cause was: by default the one whose fix was applied last, else the one that was found.

        Raises:
            SessionError: nothing was diagnosed yet, or there is no such cause.
        """
        if cause.strip():
            named = cause_named(cause, self._working())
        elif not self._diagnosis.understood:
            raise SessionError("nothing was diagnosed yet that could be confirmed; name the cause")
        else:
            fixed = next((move.cause for move in reversed(self._moves) if isinstance(move, FixedMove)), "")
            named = fixed or (self._leader() if self._diagnosis.verdict in {"found", "likely"} else UNKNOWN)
        if named in {HEALTHY, UNKNOWN}:
            raise SessionError("no single cause was found here; say which it was, as in: that was missing-psk")
        reply = self._make(ResolvedMove(named))
        return Reply(reply.diagnosis, (f"Noted: it was this: {self._mind.causes[named].title}. Undo takes it back.",))

    def _turned(self, text: str) -> Reply | None:
        """What a sentence asks for that is neither a fact nor an answer."""
        why = self._asked_why(text)
        if why is not None:
            return why
        fixed = says_fixed(text)
        if fixed is not None and self._diagnosis.understood and not self._answers(text):
            return self.fixed(before_last=fixed)
        resolved = says_resolved(text)
        if resolved == "" and self._diagnosis.understood:
            return self.resolve()
        for words, make in ((resolved, self.resolve), (says_mended(text), self.fixed)):
            named = self._cause_in(words) if words and self._diagnosis.understood else ""
            if named:
                return make(named)
        trusted = says_trust(text)
        return self.trust(*trusted) if trusted is not None and any(item.choices for item in self._diagnosis.conflicts) else None

    def _answers(self, text: str) -> bool:
        """Whether the words are an answer to the open question: "fixed" may be said of an address."""
        asked = self._diagnosis.question
        return asked is not None and as_answer(text, self._mind.questions[asked.id]) is not None

    def _cause_in(self, words: str) -> str:
        """The fault that the words name; empty where they name none: "it was fine until the upgrade" is a fact."""
        try:
            named = cause_named(words, self._working())
        except SessionError:
            return ""
        return "" if named in {HEALTHY, UNKNOWN} else named

    def _working(self) -> dict[str, Cause]:
        """The causes that the network holds."""
        network = self._mind.network
        healthy = [network.healthy] if network.healthy is not None else []
        return {item.id: item for item in (*network.causes, *healthy)}

    def _leader(self) -> str:
        return next(item.id for item in self._diagnosis.suspects if item.id != UNKNOWN)

    def _asked_why(self, text: str) -> Reply | None:
        """The reason that a sentence asks for, if it asks for one."""
        if not self._diagnosis.understood:
            return None
        if asks_what_would_change(text):
            return self.why()
        named = asked_why(text, self._working())
        return self.why(named) if named is not None else None

    def correct(
        self,
        input: int = 0,  # noqa: A002 - the word that the user sees
        *,
        platform: str = "",
        kind: str = "",
        side: str = "",
        lines: tuple[int, int] | None = None,
        chunk: int = 0,
    ) -> Reply:
        """Say what a text really is: its platform (or a nickname), its kind, its side; only some ``lines`` or one ``chunk`` of it.

        ``input`` and ``chunk`` count from 1; input 0 is the last text.

        Raises:
            SessionError: there is no such input, line, platform, kind or side; says which there are.
        """
        inputs, names = self._diagnosis.inputs, self._mind.names
        return self._correct(checked(inputs, names, input, platform=platform, kind=kind, side=side, lines=lines, chunk=chunk))

    def _correct(self, move: CorrectMove) -> Reply:
        reply = self._make(move)
        item = reply.diagnosis.inputs[move.input - 1]
        told = move.correction
        which = f", lines {told.first}-{told.last}," if told.first else ""
        filled = sum(1 for line in item.lines if line.text.strip())
        return Reply(
            reply.diagnosis,
            (f"Input {move.input} ({item.name}){which} taken as {', '.join(told.words)}: {item.recognised} of {filled} lines recognised.",),
        )

    def recognises(self, text: str) -> bool:
        """Whether any line of the text is read as device output; takes nothing in."""
        return self._readings.read(PasteMove(self._redact(text)), len(self._diagnosis.inputs)).understood > 0

    def tell(self, text: str, *, side: Side = "local") -> Reply:
        """Take whatever was typed or pasted: device output is read, anything else is taken as said."""
        read = self._readings.read(PasteMove(self._redact(text), side), len(self._diagnosis.inputs))
        if read.understood or text.strip().count("\n") >= 2:  # noqa: PLR2004 - three lines are not a sentence
            return self.paste(text, side=side)
        return self.say(text)

    def answer(self, question: str, value: str) -> Reply:
        """Answer a question by one of its values, or ``unknown``.

        Raises:
            SessionError: there is no such question or answer.
        """
        entry = self._mind.questions.get(question)
        if entry is None:
            raise SessionError(f"there is no question {question!r}; the open one is named in the diagnosis")
        values = [item.value for item in entry.answers]
        if value not in {*values, DONT_KNOW}:
            raise SessionError(f"{question!r} has no answer {value!r}; it has {', '.join(values)} and {DONT_KNOW}")
        return self._make(AnswerMove(question, value))

    def skip(self, question: str) -> Reply:
        """Pass a question; it is not asked again."""
        if question not in self._mind.questions:
            raise SessionError(f"there is no question {question!r}; the open one is named in the diagnosis")
        return self._make(SkipMove(question))

    def access(self, what: str, *, had: bool = False) -> Reply:
        """Set what can be had: ``far-end``, ``provider``, ``debug`` or ``change-window``. What cannot is not asked for.

        Raises:
            SessionError: there is no such thing to set.
        """
        barrier = next((item for item in get_args(Barrier) if item == what), None)
        if barrier is None:
            raise SessionError(f"no access to {what!r} is not known; there are {', '.join(get_args(Barrier))}")
        return self._make(AccessMove(barrier, had))

    def focus(self, peer: str) -> Reply:
        """Turn to another tunnel of the same texts."""
        known = [tunnel.peer for tunnel in self._diagnosis.others]
        if self._diagnosis.tunnel is not None:
            known.append(self._diagnosis.tunnel.peer)
        if peer not in known:
            raise SessionError(f"no tunnel with the peer {peer!r} was seen; seen were: {', '.join(filter(None, known)) or 'none'}")
        return self._make(FocusMove(peer))

    def undo(self) -> Reply:
        """Take the last move back.

        Raises:
            SessionError: there is nothing to take back.
        """
        if not self._moves:
            raise SessionError("there is nothing to undo")
        self._undone.append(self._moves.pop())
        return self._now(("Taken back.",))

    def redo(self) -> Reply:
        """Make the last undone move again.

        Raises:
            SessionError: nothing was undone, or something else was done since.
        """
        if not self._undone:
            raise SessionError("there is nothing to redo")
        self._moves.append(self._undone.pop())
        return self._now(("Done again.",))

    def _make(self, move: Move) -> Reply:
        """Make a move; one that cannot be thought through leaves the conversation as it was."""
        self._moves.append(move)
        try:
            reply = self._now()
        except BaseException:
            self._moves.pop()
            raise
        self._undone.clear()
        return reply

    def _now(self, notes: tuple[str, ...] = ()) -> Reply:
        self._diagnosis = diagnose(self._mind, self._moves, self._readings)
        return Reply(self._diagnosis, notes)
