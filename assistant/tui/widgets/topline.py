"""The line at the top: state, peer, verdict. Always on the screen."""

from __future__ import annotations

from textual.content import Content

from assistant.reports.layout import clip
from assistant.reports.words import VERDICTS
from assistant.tui.lines import badge
from assistant.tui.state import Shown
from assistant.tui.widgets.drawn import Drawn


class TopLine(Drawn):
    """State word, verdict and peer on one row; the most important first, since a narrow screen cuts the end."""

    DEFAULT_CSS = "TopLine { height: 1; width: 1fr; background: $panel; text-wrap: nowrap; text-overflow: ellipsis; }"

    def draw(self, shown: Shown, width: int) -> list[Content]:  # noqa: ARG002 - one row at any width
        """One row."""
        diagnosis = shown.diagnosis
        if not shown.begun:
            parts = [("mmwait", "bold"), ("why an IPsec tunnel is down", "")]
        else:
            standing = diagnosis.tunnel.standing if diagnosis.tunnel else None
            state = (standing.state or (standing.stage or "")) if standing else ""
            parts = [
                (state or "no state shown", "bold"),
                (VERDICTS.get(diagnosis.verdict, diagnosis.verdict.upper()), badge(diagnosis.verdict)),
            ]
            if diagnosis.tunnel is not None and diagnosis.tunnel.peer:
                parts.append((f"peer {clip(diagnosis.tunnel.peer, 45)}", ""))
            if diagnosis.others and diagnosis.tunnel is not None:
                parts.append((f"tunnel {shown.peers.index(diagnosis.tunnel.peer) + 1} of {len(shown.peers)}", ""))
        if shown.far:
            parts.append(("next text: far end's", "bold"))
        if shown.working:
            parts.insert(0, (f"{shown.working}...", "bold reverse"))
        out: list[str | tuple[str, str]] = [" "]
        for number, (text, style) in enumerate(parts):
            out += ["  " if number else "", (f" {text} " if "reverse" in style else text, style)]
        return [Content.assemble(*out)]
