"""Texts of a session already read, so that undoing or answering does not read them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from assistant.configs.inputs import configured
from assistant.dialogue.mind import Mind
from assistant.dialogue.moves import PasteMove
from assistant.exchange.configuration import Configured
from assistant.model.observed import Correction, Input, Side


class Readings:
    """Texts already read, so that undoing or answering does not read them again."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind
        self._devices: dict[tuple[Side, tuple[int, ...]], Configured] = {}
        self._read: dict[tuple[str, str, str, tuple[str, ...], int, tuple[Correction, ...]], Input] = {}

    def read(self, move: PasteMove, index: int, corrections: tuple[Correction, ...] = ()) -> Input:
        """The input a paste makes as number ``index`` of its session, with what the user said it is."""
        key = (move.text, move.side, move.name, move.notes, index, corrections)
        if key not in self._read:
            self._read[key] = self._mind.reader.read(
                move.text,
                name=move.name,
                side=move.side,
                index=index,
                notes=move.notes,
                excerpt=move.excerpt,
                corrections=corrections,
            )
        return self._read[key]

    def devices(self, inputs: Sequence[Input], since: int = 0) -> dict[Side, Configured]:
        """The configurations among the inputs, by the end they are of; only those from ``since`` on where these show any."""
        found: dict[Side, Configured] = {}
        for side in get_args(Side):
            held = [(index, own) for index, item in enumerate(inputs) if (own := item.of_side(side)) is not None]
            found[side] = self._device(side, inputs, [(index, own) for index, own in held if index >= since])
            if since and found[side].device is None:
                found[side] = self._device(side, inputs, held)
        return found

    def _device(self, side: Side, inputs: Sequence[Input], held: Sequence[tuple[int, Input]]) -> Configured:
        key = (side, tuple(id(inputs[index]) for index, _ in held))
        if key not in self._devices:
            self._devices[key] = Configured(configured([own for _, own in held], [index for index, _ in held]))
        return self._devices[key]
