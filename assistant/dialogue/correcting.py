"""A sentence that says what a text really is: "input 2 is from the far end", "that is a FortiGate", "lines 40-80 are theirs"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.dialogue.moves import CorrectMove
from assistant.errors import SessionError
from assistant.model.entries import InputKind
from assistant.model.observed import Correction, Input, Side

KINDS: dict[str, InputKind] = {
    "syslog": "syslog",
    "syslogs": "syslog",
    "log": "syslog",
    "logs": "syslog",
    "debug": "debug",
    "debugs": "debug",
    "show": "show",
    "config": "config",
    "configuration": "config",
    "running config": "config",
}
"""What people call the kinds of text."""
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": 0, "latest": 0}
_SPLIT = re.compile(
    r"(?i)^(?:(?:no|sorry|actually|but|please|read|take|treat)\b,? ?){0,3}(?P<subject>[\w \-\u2013]{2,60}?)(?:'s|'re| is| was| are| were| comes| came| as| belongs?)\b(?P<rest>.{0,120})$"
)
_TEXT = r"(?:input|paste|text|file|log|output)"
_WHOLE = re.compile(rf"(?i)^(?:{_TEXT} (?P<number>[0-9]{{1,4}})|the (?P<order>first|second|third|fourth|fifth|last|latest) {_TEXT})$")
_PART = re.compile(
    r"(?i)^(?:lines? (?P<first>[0-9]{1,7})(?: ?(?:-|\u2013| to | through | until ) ?(?P<last>[0-9]{1,7}))?|(?:chunk|part) (?P<chunk>[0-9]{1,4}))(?: (?:of|in) (?P<of>.{1,30}))?$"
)
_THAT = frozenset({"that", "this", "it", "these", "those", "that one", "this one"})
_UNKNOWN = re.compile(r"(?i)^ (?:from )?an? (?P<name>[\w \-]{2,40})$")
_FAR = re.compile(
    r"(?i)\b(?:the )?(?:far|other|remote|opposite)(?: (?:end|side|site|peer|device|firewall|box|gateway|router))?(?:'s)?\b|\b(?:the )?peer(?:'s| side| end)|\btheirs?\b|\bfrom them\b"
)
_NEAR = re.compile(
    r"(?i)\b(?:our|my|this|the local|local)(?: own)? (?:end|side|site|device|firewall|box|gateway|router)(?:'s)?\b|\b(?:ours|mine|local)\b"
)
_FILL = frozenset(
    [
        "a",
        "an",
        "the",
        "from",
        "of",
        "on",
        "in",
        "at",
        "to",
        "by",
        "is",
        "it",
        "its",
        "it's",
        "really",
        "actually",
        "in",
        "fact",
        "taken",
        "as",
        "and",
        "one",
        "end",
        "side's",
        "side",
        "text",
        "input",
        "log",
        "logs",
        "output",
        "device",
        "firewall",
        "box",
        "router",
        "gateway",
        "here",
        "there",
        "end's",
        "ends",
        "was",
    ]
)


def platform_named(name: str, names: Mapping[str, str]) -> str:
    """The platform that a name or nickname means.

    Raises:
        SessionError: there is none of this name; says which there are.
    """
    wanted = " ".join(name.lower().replace("-", " ").split())
    for known, platform in names.items():
        if wanted in {known.replace("-", " "), platform.replace("-", " ")}:
            return platform
    raise SessionError(f"there is no platform {name[:60]!r}; there are {', '.join(sorted(set(names.values())))}")


def kind_named(name: str) -> InputKind:
    """The kind that a word means.

    Raises:
        SessionError: there is none of this name.
    """
    kind = KINDS.get(name.lower().strip())
    if kind is None:
        raise SessionError(f"there is no kind of text {name[:60]!r}; there are syslog, debug, show and config")
    return kind


def side_named(name: str) -> Side:
    """The end that a word means.

    Raises:
        SessionError: it is neither.
    """
    low = name.lower().strip()
    if low in {"local", "this end", "ours", "near"}:
        return "local"
    if low in {"remote", "far", "far end", "theirs", "peer"}:
        return "remote"
    raise SessionError(f"there is no side {name[:60]!r}; there are local (this end) and remote (the far end)")


def checked(
    inputs: Sequence[Input],
    names: Mapping[str, str],
    input_: int,
    *,
    platform: str = "",
    kind: str = "",
    side: str = "",
    lines: tuple[int, int] | None = None,
    chunk: int = 0,
) -> CorrectMove:
    """A correction that fits what was pasted. ``input_`` counts from 1, ``0`` is the last text; ``chunk`` from 1.

    Raises:
        SessionError: there is no such input, chunk, line, platform, kind or side, or nothing is corrected.
    """
    if not inputs:
        raise SessionError("nothing was read yet that could be corrected; paste a log or an output first")
    number = input_ or len(inputs)
    if not 0 < number <= len(inputs):
        raise SessionError(f"there is no input {input_}; there {'is 1' if len(inputs) == 1 else f'are {len(inputs)}'}")
    item = inputs[number - 1]
    if chunk:
        if not 0 < chunk <= len(item.chunks):
            raise SessionError(f"input {number} has no part {chunk}; it has {len(item.chunks)}")
        lines = (item.chunks[chunk - 1].first, item.chunks[chunk - 1].last)
    first, last = lines or (0, 0)
    end = max((line.number for line in item.lines), default=0)
    if lines is not None and not 0 < first <= last:
        raise SessionError(f"lines {first}-{last} are no range; the first line stands before the last, counted from 1")
    if first > end:
        raise SessionError(f"input {number} has no line {first}; it has {end}")
    correction = Correction(
        first,
        min(last, end) if lines is not None else 0,
        platform_named(platform, names) if platform else "",
        kind_named(kind) if kind else None,
        side_named(side) if side else None,
    )
    if not (correction.platform or correction.kind or correction.side):
        raise SessionError("say what it is: a platform, a kind (syslog, debug, show, config) or a side (local, remote)")
    return CorrectMove(number, correction)


def correction_in(text: str, inputs: Sequence[Input], names: Mapping[str, str]) -> CorrectMove | None:
    """The correction that a sentence makes; ``None`` where it says something else.

    Raises:
        SessionError: it names an input or lines plainly, and what it says of them cannot be.
    """
    found = _SPLIT.match(" ".join(text.replace("\u2019", "'").split()).rstrip(".!"))
    if found is None or not inputs:
        return None
    subject = found["subject"].strip().lower()
    part = _PART.match(subject)
    of = (part["of"] or "it") if part else subject
    whole = _WHOLE.match(of)
    if whole is None and of not in _THAT:
        return None
    left, platform, kind, side = _said(found["rest"], names)
    if left or not (platform or kind or side):
        unknown = _UNKNOWN.match(found["rest"]) if part or whole else None
        if unknown is not None:
            platform_named(unknown["name"], names)  # says which there are
        return None
    number = 0
    if whole is not None:
        number = int(whole["number"]) if whole["number"] else _ORDER[whole["order"].lower()]
    lines, chunk = None, 0
    if part is not None and part["first"]:
        lines = (int(part["first"]), int(part["last"] or part["first"]))
    elif part is not None:
        chunk = int(part["chunk"])
    return checked(inputs, names, number, platform=platform, kind=kind, side=side, lines=lines, chunk=chunk)


def _said(rest: str, names: Mapping[str, str]) -> tuple[str, str, str, str]:
    """What is left when platform, kind and side are taken out, and these three."""
    low = f" {rest.lower().replace('-', ' ')} "
    sides = [word for word, pattern in (("remote", _FAR), ("local", _NEAR)) if pattern.search(low)]
    if len(sides) > 1 or " not " in low:
        return rest, "", "", ""
    side = sides[0] if sides else ""
    low = " " + " ".join(_NEAR.sub(" ", _FAR.sub(" ", low)).split()) + " "
    platform = ""
    for name in sorted(names, key=len, reverse=True):
        spelled = f" {name.replace('-', ' ')} "
        if spelled in low:
            platform, low = names[name], low.replace(spelled, " ", 1)
            break
    kind = ""
    for name in sorted(KINDS, key=len, reverse=True):
        if f" {name} " in low and name not in _FILL:  # "it is a log" does not say that no other line counts
            kind, low = name, low.replace(f" {name} ", " ", 1)
            break
    left = [word for word in re.findall(r"[\w']+", low) if word not in _FILL and word != "s"]
    return " ".join(left), platform, kind, side
