"""Two devices' configurations in one text: told by their host names."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model.settings import Remark, Setting


def two_devices(names: Sequence[Setting]) -> list[Remark]:
    """What is to be said where a text has several host names."""
    others = [item for item in names if item.value != names[0].value]
    if not others:
        return []
    where = tuple(item.where for item in (names[0], others[0]) if item.where is not None)
    text = f"The text holds the configurations of {names[0].value} and {others[0].value}: they are read as one. Give each in a text of its own."
    return [Remark(text, where, stops=False)]
