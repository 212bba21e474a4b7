"""Values of ``key=value`` and ``key:"value"`` rows, wherever in the row they stand.

Devices write their event log as such rows; relays, collectors and exports put the pairs into
another order, add pairs of their own or drop the quoting. A pattern that spells the order out
then misses the row, so a signature names the keys instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PAIR = re.compile(
    r'(?<![\w-])(?P<key>[A-Za-z_][A-Za-z0-9_-]{0,40})(?:=|:{1,2}(?="))"?'
    r'(?:(?<=")(?P<quoted>[^"]{0,600})|(?P<bare>[^\s",;|\]]{1,300}))'
)
_EMPTY = frozenset({"n/a", "-", "undefined"})


def pairs_in(text: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """The values of the ``wanted`` keys, the first of each; empty and "N/A" values are left out.

    ``wanted`` maps a field's name to its key, or to several with a bar between, of which the first that is there counts.
    """
    values: dict[str, str] = {}
    for found in _PAIR.finditer(text):
        value = (found["quoted"] if found["quoted"] is not None else found["bare"]).strip()
        if value and value.lower() not in _EMPTY:
            values.setdefault(found["key"], value)
    found_keys = {name: next((key for key in keys.split("|") if key in values), "") for name, keys in wanted.items()}
    return {name: values[key] for name, key in found_keys.items() if key}
