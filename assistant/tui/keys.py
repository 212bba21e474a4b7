"""Every key, once: the bindings, the hints at the bottom and the help are all made from this table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

from assistant.tui.state import Shown

Group = Literal["Answer", "Type and paste", "Look", "Copy and keep", "Go"]


@dataclass(frozen=True)
class Key:
    """Some keys that do one thing. ``hint`` is the word at the bottom line; empty means that it is only in the help."""

    keys: str
    action: str
    shown: str
    hint: str
    help: str
    group: Group
    always: bool = False


KEYS: tuple[Key, ...] = (
    Key("1,2,3,4,5,6,7,8,9", "answer", "1-9", "answer", "give that answer to the question", "Answer"),
    Key("0", "answer(0)", "0", "", "answer that you do not know", "Answer"),
    Key("s", "skip", "s", "", "skip the question; it is not asked again", "Answer"),
    Key(
        "i,enter,tab",
        "type",
        "i",
        "type",
        "type a sentence or an answer in words (also Enter or Tab; Enter sends, Esc leaves)",
        "Type and paste",
        always=True,
    ),
    Key("escape", "leave", "Esc", "", "leave the input line, so that keys are commands again", "Type and paste", always=True),
    Key("slash", "slash", "/", "", "type an order: /file PATH reads a file, /far marks the next text as the far end's", "Type and paste"),
    Key("ctrl+o", "file", "^o", "", "read a file", "Type and paste", always=True),
    Key("f", "far", "f", "", "take the next text as the far end's (again: as this end's)", "Type and paste"),
    Key("h,f2", "view('home')", "h F2", "home", "the conversation, the verdict and the question", "Look", always=True),
    Key("l,f3", "view('ladder')", "l F3", "ladder", "the exchange message by message, and what was read", "Look", always=True),
    Key("w,f4", "view('why')", "w F4", "why", "every cause with what speaks for and against it", "Look", always=True),
    Key("x,f5", "view('fix')", "x F5", "fix", "the fix: steps, impact, undo, verification, message", "Look", always=True),
    Key("t", "next_tunnel", "t", "next tunnel", "turn to the next tunnel of the same texts", "Look"),
    Key("up,down,pageup,pagedown,home,end", "scroll", "Up Down", "", "scroll (also PageUp, PageDown, Home and End)", "Look", always=True),
    Key("c", "copy", "c", "copy", "copy the command marked > (the terminal must allow it: OSC 52)", "Copy and keep"),
    Key("n", "mark(1)", "n", "", "mark the next command", "Copy and keep"),
    Key("p", "mark(-1)", "p", "", "mark the command before", "Copy and keep"),
    Key("C", "copy_block", "C", "", "copy all commands of the marked step", "Copy and keep"),
    Key("m", "copy_message", "m", "", "copy the message to the far end's admin", "Copy and keep"),
    Key("e", "export", "e", "export", "write all of it as Markdown into the current folder", "Copy and keep"),
    Key("u,ctrl+z", "undo", "u ^z", "undo", "take the last move back", "Go", always=True),
    Key("ctrl+y", "redo", "^y", "", "make the last undone move again", "Go", always=True),
    Key("question_mark,f1", "help", "? F1", "help", "this", "Go", always=True),
    Key("q", "quit", "q ^q", "quit", "leave; the conversation can be resumed with `mmwait sessions resume`", "Go"),
)
BOUND = frozenset(key for item in KEYS for key in item.keys.split(","))
_CARRIES_KEY = {"answer", "scroll"}


def bindings() -> list[BindingType]:
    """The table as Textual's bindings. Control and function keys work while typing too, since the input does not take them."""
    out: list[BindingType] = []
    for item in KEYS:
        for key in item.keys.split(","):
            action = f"{item.action}({int(key) if key.isdigit() else repr(key)})" if item.action in _CARRIES_KEY else item.action
            out.append(Binding(key, action, item.help, show=False))
    return out


def hints(shown: Shown) -> list[tuple[str, str, str]]:
    """Key, word and action of what is worth a hint now, the most useful first."""
    if shown.typing:
        looks = [
            (item.shown.split()[-1], item.hint, item.action)
            for item in KEYS
            if item.group == "Look" and item.hint and item.always and _useful(item, shown)
        ]
        return [("Enter", "send", ""), ("Esc", "keys", "leave"), ("F1", "help", "help"), *looks, ("^q", "quit", "quit")]
    found = [
        (item.shown.split()[0], item.hint, item.action if item.action not in _CARRIES_KEY else "")
        for item in KEYS
        if item.hint and _useful(item, shown)
    ]
    last = [item for item in found if item[1] in {"help", "quit"}]
    return [*(item for item in found if item not in last), *last]


def _useful(item: Key, shown: Shown) -> bool:
    diagnosis = shown.diagnosis
    match item.hint:
        case "answer":
            return diagnosis.question is not None
        case "fix":
            return diagnosis.fix is not None and shown.view != "fix"
        case "next tunnel":
            return bool(diagnosis.others)
        case "copy":
            return diagnosis.question is not None or diagnosis.fix is not None
        case "export":
            return shown.begun and shown.roomy
        case "undo":
            return diagnosis.turn > 0
        case "ladder" | "why":
            return shown.begun and shown.view != item.hint
        case "home":
            return shown.view != "home"
    return True
