"""The app: turns keys, pastes and sentences into moves, and shows what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType

from assistant.dialogue import Reply, Session
from assistant.dialogue.moves import DONT_KNOW
from assistant.engine import read_file
from assistant.errors import MmwaitError
from assistant.model.observed import Side
from assistant.reading.clean import clean_line
from assistant.reports.words import VERDICTS
from assistant.tui.copying import MESSAGE, Stop, stops
from assistant.tui.exporting import export
from assistant.tui.keeper import SessionKeeper
from assistant.tui.keys import BOUND, bindings
from assistant.tui.messages import Moved, Pasted, Refused, Told
from assistant.tui.moving import Order
from assistant.tui.orders import FAR, FILE, HELP, QUIT, Typed, typed
from assistant.tui.showing import ShowingApp
from assistant.tui.state import Entry, describe
from assistant.tui.widgets.drawn import Drawn
from assistant.tui.widgets.helpscreen import HelpScreen
from assistant.tui.widgets.pane import Pane
from assistant.tui.widgets.prompt import Prompt

_SENTENCE = 2  # line breaks that a sentence has at most


class MmwaitApp(ShowingApp):
    """The conversation on a screen."""

    CSS_PATH = "app.tcss"
    TITLE = "mmwait"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None  # closing the help must not turn keys into typing
    BINDINGS: ClassVar[list[BindingType]] = bindings()

    def __init__(self, session: Session, files: Sequence[tuple[str, str]] = (), store: SessionKeeper | None = None) -> None:
        super().__init__(session, store)
        self._files = files
        self._undone: list[Entry] = []

    def on_ready(self) -> None:
        """Read the files named at the start."""
        for path, side in self._files:
            self._read(path, "remote" if side == "remote" else "local")

    # What comes in

    def on_paste(self, event: events.Paste) -> None:
        """A paste anywhere is taken in, whatever has the focus."""
        event.stop()
        self._take(event.text)

    def typed_at_once(self, text: str) -> None:
        """Take a text that the terminal sent as keys: more lines are read, one is typed."""
        prompt = self.screen_stack[0].query_one(Prompt)
        if "\n" in text:
            text, prompt.value = prompt.value + text, ""
            if text.strip().count("\n"):
                self._take(text)
            else:
                self._told(Told(text))
            return
        self.screen_stack[0].set_focus(prompt)
        prompt.take(text)

    @on(Pasted)
    def _pasted(self, message: Pasted) -> None:
        self._take(message.text)

    def _take(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            self.notice("The clipboard held no text.")
            return
        side: Side = "remote" if self.shown.far else "local"
        if text.strip().count("\n") < _SENTENCE:
            text = "\n".join(clean_line(line) for line in text.split("\n"))
        self.show(far=False)
        self.order(Order("reading", lambda session: session.tell(text, side=side)))

    @on(Told)
    def _told(self, message: Told) -> None:
        order = typed(message.text)
        if not order.rest and order.kind == "say":
            return
        match order:
            case Typed(kind="file"):
                self._read(order.rest, "remote" if self.shown.far else "local")
            case Typed(kind="far", rest=rest) if rest:
                self._read(rest, "remote")
            case Typed(kind="far"):
                self.action_far()
            case Typed(kind="help"):
                self.action_help()
            case Typed(kind="quit"):
                self.exit()
            case Typed(kind="unknown"):
                self.notice(f"There is no order {order.rest}; there are {FILE} PATH, {FAR}, {FAR} PATH, {HELP} and {QUIT}.")
            case _:
                side: Side = "remote" if self.shown.far else "local"
                self.order(Order("thinking", lambda session: session.tell(order.rest, side=side)))

    def _read(self, path: str, side: Side) -> None:
        if not path:
            self.action_file()
            return

        def make(session: Session) -> Reply:
            taken = read_file(path)
            return session.paste(taken.text, side=side, name=PurePath(path).name, notes=taken.notes, excerpt=taken.excerpt)

        self.show(far=False)
        self.order(Order("reading", make))

    # What comes of it

    @on(Moved)
    def _moved(self, message: Moved) -> None:
        diagnosis = message.reply.diagnosis
        if message.reply.explanation is not None:
            # Asking for a reason is no move; the line is all that is shown of it here.
            self.notice(" ".join(message.reply.notes))
            self.next_order()
            return
        verdict = (
            f"{VERDICTS.get(diagnosis.verdict, diagnosis.verdict)}: {diagnosis.headline}"
            if diagnosis.understood or diagnosis.suspects
            else ""
        )
        entries = self.shown.entries
        if message.order == "undo":
            self._undone += entries[-1:]
            entries = entries[:-1]
        elif message.order == "redo" and self._undone:
            entries = (*entries, self._undone.pop())
        else:
            self._undone.clear()
            entries = (*entries, Entry(describe(message.moves[-1], self.asked), message.reply.notes, verdict))
        self.remember(diagnosis.question)
        self.notice(message.unsaved or (" ".join(message.reply.notes) if message.order != "move" else ""))
        self.show(first_stop=True, diagnosis=diagnosis, entries=entries)
        prompt = self.screen_stack[0].query_one(Prompt)
        if prompt.has_focus and not prompt.value and diagnosis.question is not None:
            self.screen_stack[0].set_focus(None)
        self.next_order()
        self.call_after_refresh(self.begin)

    @on(Refused)
    def _refused(self, message: Refused) -> None:
        self.notice(message.reason)
        self.next_order()

    # Keys

    def action_answer(self, number: int) -> None:
        """Answer the question that is on the screen."""
        asked = self.shown.diagnosis.question
        if self.busy:
            self.notice("One moment, the last move is still being worked on.")
        elif asked is None:
            self.notice("There is no open question.")
        elif number > len(asked.answers):
            self.notice(f"The answers are 1 to {len(asked.answers)}, 0 for don't know, s to skip.")
        else:
            value = asked.answers[number - 1].value if number else DONT_KNOW
            self.order(Order("thinking", lambda session: session.answer(asked.id, value)))

    def action_skip(self) -> None:
        """Skip the question."""
        asked = self.shown.diagnosis.question
        if asked is None or self.busy:
            self.notice("There is no open question." if asked is None else "One moment, the last move is still being worked on.")
        else:
            self.order(Order("thinking", lambda session: session.skip(asked.id)))

    def action_undo(self) -> None:
        """Take the last move back."""
        self.order(Order("thinking", lambda session: session.undo(), "undo"))

    def action_redo(self) -> None:
        """Make it again."""
        self.order(Order("thinking", lambda session: session.redo(), "redo"))

    def action_next_tunnel(self) -> None:
        """Turn to the next tunnel, round and round."""
        tunnel, peers = self.shown.diagnosis.tunnel, self.shown.peers
        if tunnel is None or len(peers) < 2:  # noqa: PLR2004 - one is the one looked at
            self.notice("Only one tunnel was seen." if peers else "No tunnel was seen yet.")
            return
        peer = peers[(peers.index(tunnel.peer) + 1) % len(peers)]
        self.order(Order("thinking", lambda session: session.focus(peer)))

    def action_view(self, name: str) -> None:
        """Look at a pane."""
        self.shown = replace(self.shown, view=name)
        self.look()
        self.show()
        if self.shown.roomy and name in {"home", "fix"}:
            self.begin()

    def action_scroll(self, key: str) -> None:
        """Scroll the pane looked at."""
        self.pane().move(key)

    def action_type(self) -> None:
        """Go to the input line; leave it where it is in use."""
        prompt = self.query_one(Prompt)
        if prompt.has_focus:
            self.screen.set_focus(None)
        else:
            self.screen.set_focus(prompt)

    def action_leave(self) -> None:
        """Leave the input line."""
        self.screen.set_focus(None)

    def action_slash(self) -> None:
        """Begin an order."""
        self._begin_with("/")

    def action_file(self) -> None:
        """Ask for a file."""
        self._begin_with(f"{FILE} ")

    def _begin_with(self, text: str) -> None:
        """Go to the input line at once, so that keys that follow fast are not taken for commands."""
        prompt = self.query_one(Prompt)
        self.screen.set_focus(prompt)
        prompt.value = text if text.startswith("/") else prompt.value + text
        prompt.cursor_position = len(prompt.value)

    def on_key(self, event: events.Key) -> None:
        """A character that no key is bound to begins a sentence."""
        if event.is_printable and event.character and self.focused is None and len(self.screen_stack) == 1 and event.key not in BOUND:
            event.prevent_default()
            self._begin_with(event.character)

    def action_far(self) -> None:
        """Take the next text as the far end's, or not."""
        self.show(far=not self.shown.far)
        self.notice("The next text is taken as the far end's." if self.shown.far else "The next text is taken as this end's.")

    def _marked(self) -> Stop | None:
        found = next((stop for stop in stops(self.shown) if stop.key == self.shown.marked), None)
        if found is None:
            self.notice("There is no command to copy yet.")
        return found

    def action_mark(self, by: int) -> None:
        """Mark the next command or the one before, and bring it into sight."""
        keys = [stop.key for stop in stops(self.shown)]
        if not keys:
            self.notice("There is no command to copy yet.")
            return
        self.show(marked=keys[(keys.index(self.shown.marked) + by) % len(keys)])
        for card in self.query(Drawn):
            row = card.row_of(self.shown.marked)
            if row is not None and card.region and isinstance(card.parent, Pane):
                card.parent.reveal(card, row)

    def action_copy(self) -> None:
        """Copy the marked command."""
        stop = self._marked()
        if stop is not None:
            self._copy(stop.text)

    def action_copy_block(self) -> None:
        """Copy all commands of its step."""
        stop = self._marked()
        if stop is not None:
            self._copy(stop.block)

    def action_copy_message(self) -> None:
        """Copy the message to the far end."""
        advice = self.shown.diagnosis.fix
        if advice is None or not advice.message:
            self.notice("There is no message to the far end yet.")
        else:
            self._copy(advice.message, MESSAGE)

    def _copy(self, text: str, what: str = "") -> None:
        self.copy_to_clipboard(text)
        lines = text.count("\n") + 1
        self.notice(f"Copied: {what or (text if lines == 1 else f'{lines} lines')}")

    def action_export(self) -> None:
        """Write Markdown into the current folder."""
        try:
            self.notice(f"Written to {export(self.shown.diagnosis)}")
        except MmwaitError as error:
            self.notice(str(error))

    def action_help(self) -> None:
        """Show every key."""
        self.push_screen(HelpScreen(self.shown))

    def action_help_quit(self) -> None:
        """What Ctrl+C is taken for: it copies in most terminals, so it does not quit."""
        self.notice("Press Ctrl+Q to quit.")
