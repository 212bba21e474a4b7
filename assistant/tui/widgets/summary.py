"""The verdict in words: what was read, the headline, where it stands, what contradicts itself. Or how to begin."""

from __future__ import annotations

from textual.content import Content

from assistant.model.diagnosis import Diagnosis
from assistant.reports.layout import clip
from assistant.reports.words import VERDICTS, place, standing_line
from assistant.tui.lines import badge, broken, clickable, heading, row, rows
from assistant.tui.state import Shown
from assistant.tui.widgets.drawn import Drawn

BEGIN = "Paste a log, `show crypto isakmp sa` or a configuration, or type what you see."
_MORE = (
    (
        "Paste",
        "with your terminal's own key (Ctrl+Shift+V, Shift+Insert or right click), at any time, as much as you have: syslog, debug, show, configuration.",
    ),
    ("Type", "a sentence and Enter: the far end answers ping but the tunnel stays down."),
    ("/file", "PATH reads a file. /far before a text says that it is the far end's."),
    ("Esc", "leaves the input line; then ? shows every key and q leaves."),
)
_OTHERS = 3


class Summary(Drawn):
    """The verdict after the last move; before the first one, what to do."""

    def draw(self, shown: Shown, width: int) -> list[Content]:
        """Headline first, then where it stands."""
        diagnosis = shown.diagnosis
        notes = shown.entries[-1].notes if shown.entries else ()
        out = [line for note in notes for line in rows(note, width, "", "  ")]
        if not shown.begun:
            return [*out, row(""), *rows(BEGIN, width)] if shown.entries else _begin(width)
        verdict = VERDICTS.get(diagnosis.verdict, diagnosis.verdict.upper())
        lines = rows(f"{verdict}: {diagnosis.headline}", width, "bold")
        out += [lines[0].stylize(badge(diagnosis.verdict), 0, min(len(verdict), len(lines[0]))), *lines[1:]]
        if diagnosis.tunnel is not None:
            peer = f" with {diagnosis.tunnel.peer}" if diagnosis.tunnel.peer else ""
            out += rows(f"Tunnel{peer}: {standing_line(diagnosis.tunnel.standing)}.", width, "", "  ")
        out += _unread(diagnosis, width) + _conflicts(diagnosis, width)
        if diagnosis.others:
            seen = "; ".join(
                f"{other.peer or 'unnamed'} ({other.standing.state or 'no state'}, {brief.verdict})"
                for other, brief in zip(diagnosis.others[:_OTHERS], diagnosis.others_briefs, strict=False)
            )
            more = f" and {len(diagnosis.others) - _OTHERS} more" if len(diagnosis.others) > _OTHERS else ""
            out += clickable(rows(f"Also seen: {seen}{more}. t turns to the next.", width, "", "  "), "app.next_tunnel")
        if diagnosis.fix is not None and not shown.roomy and diagnosis.question is not None:
            out += clickable(rows(f"FIX READY, x shows it: {diagnosis.fix.title}", width, "bold $accent", "  "), "app.view('fix')")
        if diagnosis.decides and diagnosis.question is None:
            out += rows(f"What would decide: {diagnosis.decides}", width, "", "  ")
        return out


def _begin(width: int) -> list[Content]:
    out = [*heading("Why is the IPsec tunnel down?", width), row(""), *rows(BEGIN, width), row("")]
    for word, text in _MORE:
        lines = rows(f"  {word:<7}{text}", width, "", " " * 9)
        out += [lines[0].stylize("bold", 2, 2 + len(word)), *lines[1:]]
    return [*out, row(""), *rows("Nothing leaves this computer. Keys and passwords are blanked before anything is kept.", width, "dim")]


def _unread(diagnosis: Diagnosis, width: int) -> list[Content]:
    left = sum(len(item.unread) for item in diagnosis.inputs)
    loosely = sum(len(item.loosely) for item in diagnosis.inputs)
    if not left and not loosely:
        return []
    parts = [
        f"{count} line{'' if count == 1 else 's'} {what}" for count, what in ((loosely, "read loosely"), (left, "not recognised")) if count
    ]
    them = "it" if left + loosely == 1 else "them"
    return rows(f"{', '.join(parts)}; l lists {them} under the ladder.", width, "dim", "  ")


def _conflicts(diagnosis: Diagnosis, width: int) -> list[Content]:
    out: list[Content] = []
    for conflict in diagnosis.conflicts:
        out += rows(f"CONFLICT: {conflict.text}", width, "bold", "  ")
        for where in conflict.evidence:
            out += broken(f"  {place(where, diagnosis)}: {clip(where.text, max(width - 20, 20))}", width, "", "    ")
    return out
