"""Rows of styled text. Nothing here reads markup: what was pasted is shown as it stands."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.style import Style

from assistant.reports.layout import wrap

BAR = 10


def row(text: str, style: str = "") -> Content:
    """One row as it stands."""
    return Content.styled(text, style)


def rows(text: str, width: int, style: str = "", hang: str = "") -> list[Content]:
    """A paragraph wrapped at words, what is longer than a row broken, further rows indented by ``hang``."""
    return [item for line in wrap(text, max(width, 8), hang) for item in broken(line, width, style, hang)]


def broken(text: str, width: int, style: str = "", hang: str = "") -> list[Content]:
    """A line broken only where the width ends, so that none of it is cut off."""
    width = max(width, len(hang) + 4, 8)
    out: list[Content] = []
    while len(text) > width:
        out.append(Content.styled(text[:width], style))
        text = hang + text[width:]
    return [*out, Content.styled(text, style)]


def heading(text: str, width: int) -> list[Content]:
    """A heading, told from text by its weight and its capitals."""
    return rows(text, width, "bold $accent")


def clickable(lines: Iterable[Content], action: str) -> list[Content]:
    """Lines that run an action of the app when they are clicked."""
    return [line.stylize(Style.from_meta({"@click": action})) for line in lines]


def badge(verdict: str) -> str:
    """The style of a verdict: reversed, so that it stands out without colour as well."""
    colours = {"found": " $warning", "likely": " $warning", "healthy": " $success"}
    return "bold reverse" + colours.get(verdict, "")


def bar(probability: float, width: int = BAR) -> str:
    """A probability as a bar; the number stands beside it."""
    full = min(max(round(probability * width), 0), width)
    return "█" * full + "░" * (width - full)


def command_rows(run: str, where: str, width: int, *, marked: bool, indent: int = 2) -> list[Content]:
    """A command on its own row, the one that a copy takes marked with an arrow; its version beside it."""
    lead = " " * indent + ("> " if marked else "  ")
    room = width - len(lead) - len(run) - 4
    beside = f"    ! {where}" if where and len(where) + 2 <= room else ""
    out = rows(lead + run, width, "bold reverse" if marked else "bold", " " * (indent + 2))
    out[-1] = Content.assemble(out[-1], (beside, "dim"))
    if where and not beside:
        out += rows(f"{' ' * (indent + 4)}! {where}", width, "dim", " " * (indent + 6))
    return out
