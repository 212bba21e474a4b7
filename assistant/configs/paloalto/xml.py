"""The XML form of a PAN-OS configuration (``running-config.xml``, ``show config running``) as the statements of the ``set`` form.

Tags are taken as they come, each from one line: nothing is expanded or fetched, and a text that is cut off keeps what it shows.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from assistant.configs.tree import DEEPEST
from assistant.model.observed import Evidence, Line

_TAG = re.compile(r"<([^<>]{1,2000})>([^<]*)")
_NAME = re.compile(r'\bname="([^"]*)"')
_SECRET = re.compile(r"(<(?:key|phash|password|passphrase|secret|private-key)>)[^<]+")
_TOKEN = re.compile(r"<(secret-\d+)>")
"""What stands for a secret is no tag."""
_SIGN = re.compile(r'^\s*<(?:entry name="[^"]*"/?|(?:config|network|ike|tunnel|gateway|auto-key|member|rulebase)(?: [^<>]*)?)>')
_LOOKED_AT = 200


def is_xml(lines: Sequence[Line]) -> bool:
    """Whether the text is in this form."""
    return any(_SIGN.match(line.text) for line in lines[:_LOOKED_AT])


def closed(lines: Sequence[Line]) -> bool:
    """Whether the end of the configuration is there."""
    return any("</config>" in line.text for line in lines)


def statements(lines: Sequence[Line], index: int) -> Iterator[tuple[list[str], Evidence]]:
    """The words of every value, as after ``set``, with the line; keys are left out of what is shown."""
    path: list[str] = []
    for line in lines:
        where = Evidence(index, line.number, _SECRET.sub(r"\1&lt;key&gt;", line.text.strip()))
        for tag in _TAG.finditer(_TOKEN.sub(r"&lt;\1&gt;", line.text)):
            body, text = tag[1], html.unescape(tag[2]).strip()
            if body[0] in "?!":
                continue
            if body[0] == "/":
                del path[-1:]
                continue
            if len(path) >= DEEPEST:
                return
            path.append(_word(body))
            if text or body.endswith("/"):
                yield [word for word in (*path, text) if word], where
            if body.endswith("/"):
                del path[-1:]


def _word(body: str) -> str:
    """What a tag stands for in a statement: an entry's name, nothing for a member of a list, else its own name."""
    name = (body.split() or [""])[0].rstrip("/")
    if name == "entry":
        found = _NAME.search(body)
        return html.unescape(found[1]) if found else ""
    return "" if name == "member" else name
