"""One conversation: paste, say, answer, skip, undo. Its state is the list of moves and nothing else."""

from __future__ import annotations

from msgspec import Struct

from assistant.dialogue.answering import as_answer
from assistant.dialogue.correcting import checked, correction_in
from assistant.dialogue.diagnose import Readings, diagnose
from assistant.dialogue.mind import Mind
from assistant.dialogue.moves import DONT_KNOW, AnswerMove, CorrectMove, FocusMove, Move, PasteMove, SayMove, SkipMove
from assistant.dialogue.understand import MAX_SAID, in_words
from assistant.errors import SessionError
from assistant.model.diagnosis import Diagnosis
from assistant.model.observed import Excerpt, Input, Side
from assistant.reading.redact import Redactor


class Reply(Struct, frozen=True):
    """What the session says to a move: the diagnosis now, and what was made of the move."""

    diagnosis: Diagnosis
    notes: tuple[str, ...] = ()


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
        return Reply(reply.diagnosis, _what_was_read(before, reply.diagnosis))

    def say(self, text: str) -> Reply:
        """Take a sentence in: an answer to the open question if it is one, facts otherwise."""
        text = self._redact(text.strip()[:MAX_SAID])
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


def _what_was_read(before: Diagnosis, after: Diagnosis) -> tuple[str, ...]:
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
