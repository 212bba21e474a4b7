"""What stands between the texts of one paste: prompts, headings, sentences, code fences, and the hosts that log lines name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from assistant.model.observed import Line, Side
from assistant.reading.moments import moment

_COMMAND = r"(?:sh(?:ow?|\b)|debug|diag|get\b|ping|packet|more\b|clear|no |undebug|capture|term|conf|exit|end\b|dis(?:play)?\b|tail|cat\b|less|grep|ipsec|swanctl|journalctl|sudo|set |run |ike\b|vpn|tcpdump|log|test |less|request|monitor|ip |/)"
_PROMPT = re.compile(
    r"^\s{0,4}(?:"
    r"\[[^\]@\s]{1,32}@(?P<router>[^\]\s]{1,64})\] ?(?:/[\w /-]{0,60})?>"
    r"|[\w.\-]{1,32}@(?P<host>[\w.\-]{1,64})(?:\([\w\-]{0,20}\))?(?::[~/\w.\-]{0,80})? ?[#>$%]"
    rf"|(?:<(?P<angled>[A-Za-z][\w.\-]{{0,63}})>|\[~?(?P<edged>[A-Za-z][\w.\-]{{0,63}})\])(?= ?(?:{_COMMAND}|quit|system-view))"
    rf"|(?P<plain>[A-Za-z][\w.\-]{{0,63}})(?:/[\w/]{{1,16}})?(?:\([\w\- ]{{1,60}}\)| \([\w\-. ]{{1,60}}\) ?)? ?[#>](?=\s{{0,3}}(?:{_COMMAND}|$))"
    r")\s{0,3}(?P<command>.*)$"
)
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
_DRESS = " \t=-*#_~<>[]:."
_THINGS = r"(?:end|side|site|firewall|fw|device|router|box|unit|logs?|output|config|configuration|debug|syslog|show)"
_FAR = re.compile(
    rf"(?i)(?P<before>\b[a-z']+ )?(?:the )?\b(?:(?:far|other|remote|opposite|distant|peer|partner|second)(?:'?s)?[ -]{_THINGS}\b|(?:their|customer'?s?|partner'?s|peer'?s|provider'?s|vendor'?s) {_THINGS}\b|theirs\b|from (?:them|the (?:peer|customer|partner|other one))\b)(?:'s)?(?P<after>(?: {_THINGS})*)"
)
_NEAR = re.compile(rf"(?i)\b(?:our|my|local|this|near)[ -](?:own )?{_THINGS}\b|\b(?:ours|mine)\b")
_TOWARDS = frozenset({"to", "with", "towards", "toward", "between", "against", "behind", "no", "not", "than", "like", "and"})
"""Words before "the far end" after which it is spoken of, not shown."""
_POINTS = re.compile(
    r"(?i)^(?:(?:and|ok|okay|so|now|then|also|finally) ?,? ?){0,3}(?:here|this|that|these|below|on|from|at|same|output|logs?|debugs?|config\w*|syslog|show)\b"
)
_SITE = re.compile(
    rf"(?i)^(?:(?:on|from|at|in) )?(?:the )?((?:site|side|end|firewall|fw|router|gateway|gw|device|location|office|host|box|asa|vpn|peer)[ -]?(?:[a-z]|[0-9]{{1,2}}|one|two|[ab][- ]side)|hq|head ?quarters|head office|main office|branch(?: office)?|data ?cent(?:er|re)|dc|hub|spoke|initiator|responder)(?:'s)?(?: {_THINGS}){{0,2}}$"
)
_WORDS = re.compile(r"[A-Za-z][A-Za-z']*")
_PROSE = re.compile(
    r"(?i)^(?:and|here|this|that|these|now|then|so|also|ok|okay|below|next|on|from|the|it|we|i|they|please|after|when|still|same|got|my|our|their)\b"
)
_SPEAKER = re.compile(
    r"^(?:\[[0-9/: .,apmAPM-]{4,24}\] ?)?(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AP]M)? )?(?:<?[A-Z][\w.\-]{1,20}>?(?: [0-9]{1,2}:[0-9]{2}(?: ?[AP]M)?)?: (?=\S))?"
)
"""Who said a line of a chat, and when."""
_NUMBER = re.compile(r"^(?:[0-9]{1,2}|[a-c])[.)] ")
_ASIDE = re.compile(r"\([^()]{0,60}\)|\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:/[0-9]{1,2})?")
"""What a heading adds to the name: something in brackets, an address."""
_HEADING = 90
_SAID = 300
_FEW = 6
_HOSTNAME = re.compile(
    r"^\s{0,2}(?:hostname|set system host-name|sysname|set hostname|/system identity set name=) ?\"?(?P<host>[\w.\-]{1,64})"
)
_LOGGER = re.compile(
    r"^(?:<[0-9]{1,3}>1? ?)?(?:[A-Z][a-z]{2} {1,2}[0-9]{1,2}(?: [0-9]{4})? [0-9:.]{7,15}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.,]{8,18}(?:Z|[+-][0-9:]{4,6})?):? (?P<host>[A-Za-z0-9][\w.\-]{1,63}) (?=[\w:%(\[])"
)

Sort = Literal["prompt", "heading", "sentence", "fence"]


class Mark(Struct, frozen=True):
    """A line that is no output: what it says of the lines after it. ``command``: something was typed at the prompt."""

    sort: Sort
    host: str = ""
    site: str = ""
    side: Side | None = None
    platform: str = ""
    command: bool = False


def host_of(name: str) -> str:
    """A host's name without its domain; an address as it stands."""
    name = name.lower()
    return name if name[:1].isdigit() else name.split(".")[0]


def prompt(text: str) -> Mark | None:
    """The line as a prompt, or ``None``."""
    if "#" not in text and ">" not in text and "$" not in text and "%" not in text and "]" not in text:
        return None
    found = _PROMPT.match(text)
    if found is None:
        return None
    name = next(found[group] for group in ("router", "host", "angled", "edged", "plain") if found[group])
    return Mark("prompt", host_of(name), command=bool(found["command"].strip()))


def mark(text: str, names: Mapping[str, str]) -> Mark | None:
    """What stands between texts: a fence, a prompt, a heading, a sentence. ``names``: what people call platforms, with their ids."""
    if _FENCE.match(text):
        return Mark("fence")
    return prompt(text) or _heading(text, names)


def _heading(text: str, names: Mapping[str, str]) -> Mark | None:
    """A line of words that says what follows: dressed up, ended by a colon, or a sentence of a chat."""
    bare = text.strip()
    if not bare or len(bare) > _SAID or moment(bare) is not None:
        return None
    spoken = _SPEAKER.sub("", bare.lstrip("> "))
    inner = _NUMBER.sub("", spoken.strip(_DRESS)).strip(_DRESS)
    inner = " ".join(_ASIDE.sub(" ", inner).split()).strip(_DRESS)
    words = _WORDS.findall(inner)
    letters = sum(map(len, words)) + inner.count(" ")
    if not words or letters < len(inner) * 0.8:
        return None
    indented = len(text) - len(text.lstrip()) > 3  # noqa: PLR2004 - labels of an output are indented
    dressed = not indented and (bare.endswith(":") or (len(bare) > len(inner) + 1 and bare[0] in "=-*#_~<["))
    told = len(words) > 2 and bool(_PROSE.match(inner))  # noqa: PLR2004 - two words are no sentence
    # "Remote end" on a line of its own; " peer SITE" is a statement of a configuration's block
    alone = not text[:1].isspace() and len(words) <= 3 and spoken.strip("*_") == inner  # noqa: PLR2004
    if not (dressed or told or alone):
        return None
    site = _SITE.match(inner)
    side = _side(inner, ends=bare.endswith(":"), brief=dressed and len(words) <= _FEW)
    platform = _named(inner, names) if dressed and len(words) <= _FEW else ""
    if alone and not dressed and not site and side is None:
        return None
    if alone and not dressed and side is not None and len(words) < 2:  # noqa: PLR2004 - a lone word is a label of some output
        return None
    if len(bare) > _HEADING and not told:
        return None
    return Mark(
        "heading" if dressed or alone else "sentence",
        site=site[1].lower() if site else platform if platform and side is None else "",
        side=side if side is not None else None,
        platform=platform,
    )


def _side(inner: str, *, ends: bool, brief: bool) -> Side | None:
    """Whose text a heading or a sentence announces. A sentence that only speaks of the far end announces nothing."""
    far, near = _FAR.search(inner), _NEAR.search(inner)
    if near is not None:
        return "local" if far is None else None
    if far is None or (far["before"] or "").strip().lower() in _TOWARDS:
        return None
    whole = far.start() == 0 and far.end() == len(inner)
    announced = bool(_POINTS.match(inner)) and (ends or far.end() == len(inner))
    return "remote" if whole or brief or announced else None


def _named(text: str, names: Mapping[str, str]) -> str:
    """The platform that a heading names, if it is only one."""
    low = f" {' '.join(_WORDS.findall(text.lower().replace('-', ' ')))} "
    found = {platform for name, platform in names.items() if f" {name.replace('-', ' ')} " in low}
    return found.pop() if len(found) == 1 else ""


def logger(text: str) -> str:
    """The host that a syslog header names, or nothing."""
    found = _LOGGER.match(text)
    return host_of(found["host"]) if found else ""


def hostname(text: str) -> str:
    """The name that a configuration gives its device, or nothing."""
    found = _HOSTNAME.match(text)
    return host_of(found["host"]) if found else ""


def loggers(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Where the lines of another host begin (place in ``lines``, host), if every host's lines stand together; else nothing."""
    runs: list[tuple[int, str]] = []
    for place, line in enumerate(lines):
        host = logger(line.text)
        if host and (not runs or runs[-1][1] != host):
            runs.append((place, host))
            if len(runs) > _FEW:
                return []
    hosts = [host for _, host in runs]
    return runs if len(set(hosts)) == len(hosts) else []
