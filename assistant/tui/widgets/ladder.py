"""The exchange drawn as a ladder, what differs between the ends, then what was read and what was not."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from assistant.model.observed import Input, Unread
from assistant.reports import ladder
from assistant.reports.comparison import configurations
from assistant.reports.text import differs
from assistant.reports.words import cannot_show, counts, nearest, shown_chunks
from assistant.tui.lines import broken, heading, row, rows
from assistant.tui.state import Shown
from assistant.tui.widgets.drawn import Drawn

_UNREAD = 200


class LadderView(Drawn):
    """Who sent what and when, with line numbers."""

    def draw(self, shown: Shown, width: int) -> list[Content]:
        """The ladder of the tunnel looked at, then the texts."""
        diagnosis = shown.diagnosis
        tunnel = diagnosis.tunnel
        if tunnel is not None and tunnel.negotiations and tunnel.negotiations[-1].steps:
            out = [line for text in ladder(tunnel, width=width) for line in broken(text, width)]
        elif diagnosis.inputs:
            out = rows("No message of the exchange is in what was read; a debug or a syslog at level 7 shows them.", width)
        else:
            out = rows("Nothing was read yet.", width)
        if tunnel is not None and tunnel.differences:
            out += [
                row(""),
                *heading("DIFFERS", width),
                *(line for text in differs(tunnel, diagnosis, width) for line in broken(text, width)),
            ]
        if said := configurations(diagnosis, width):
            out += [row(""), *heading("CONFIGURATIONS", width), *(line for text in said for line in broken(text, width))]
        if diagnosis.inputs:
            out += [row(""), *heading("READ", width)]
        for item in diagnosis.inputs:
            out += _read(item, width)
        return out


def _read(item: Input, width: int) -> list[Content]:
    far = " from the far end" if item.side == "remote" else ""
    what = f"as {item.platform} {item.kind}" if item.platform != "unknown" else "as nothing known"
    out = rows(f"{item.name}{far} {what}: {counts(item)}.", width, "", "  ")
    out += [line for note in item.notes for line in rows(f"  note: {note}", width, "", "    ")]
    out += [line for part in shown_chunks(item.chunks) for line in rows(f"  {part}", width, "", "    ")]
    if item.cannot_show:
        out += rows(f"  {cannot_show(item)}", width, "", "    ")
    return out + _listed("Read loosely", item.loosely, width) + _listed("Not recognised", item.unread, width)


def _listed(title: str, lines: Sequence[Unread], width: int) -> list[Content]:
    """Lines that were not read closely, each with its general meaning where that is known."""
    out = rows(f"  {title}:", width) if lines else []
    for line in lines[:_UNREAD]:
        out += broken(f"  {line.line:>5}: {line.text.strip()}", width, "dim", " " * 9)
        out += rows(f"         {nearest(line)}", width, "", " " * 11) if nearest(line) else []
    if len(lines) > _UNREAD:
        out += rows(f"  and {len(lines) - _UNREAD} more", width)
    return out
