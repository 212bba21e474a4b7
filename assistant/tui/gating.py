"""Tells a person at the keyboard from a terminal that sends a paste key by key.

Without bracketed paste (old consoles, some serial lines) a pasted log arrives as thousands of keys,
which would answer questions and quit. Keys are therefore held for an instant: a few of them are
keys, many at once are a text.
"""

from __future__ import annotations

from time import monotonic

from textual import events
from textual.app import App
from textual.timer import Timer

QUIET = 0.02  # nobody notices
BURST_QUIET = 0.25  # a slow line pauses within a paste
_CHARACTERS = {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}
BURST = 8  # keys that nobody presses within QUIET of each other


class GatedApp(App[None]):
    """Holds keys until it is clear what they are."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[events.Key] = []
        self._keys_timer: Timer | None = None
        self._last_key = 0.0

    @property
    def holding(self) -> bool:
        """Whether keys are held."""
        return bool(self._keys)

    def typed_at_once(self, text: str) -> None:
        """Take a text that came as keys."""
        raise NotImplementedError

    async def on_event(self, event: events.Event) -> None:
        """Hold keys; let everything else through, a paste after the keys that came before it."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._keys.append(event)
            self._last_key = monotonic()
            if self._keys_timer is None:
                self._keys_timer = self.set_timer(QUIET, self._let_through)
            return
        if isinstance(event, events.Paste) and not event.is_forwarded:
            await self._release()
        await super().on_event(event)

    async def _let_through(self) -> None:
        self._keys_timer = None
        quiet = BURST_QUIET if len(self._keys) >= BURST else QUIET
        left = quiet - (monotonic() - self._last_key)
        if self._keys and left > 0:
            self._keys_timer = self.set_timer(max(left, 0.005), self._let_through)
            return
        await self._release()

    async def _release(self) -> None:
        keys, self._keys = self._keys, []
        if len(keys) >= BURST:
            characters = [_CHARACTERS.get(key.key, key.character or "") for key in keys]
            if all(character and (character >= " " or character in "\n\t") and character != "\x7f" for character in characters):
                self.typed_at_once("".join(characters))
                return
        for key in keys:
            await super().on_event(key)
