"""One line of a proposal that a device lists line by line (FortiGate's debug, an ASA's session list)."""

from __future__ import annotations

import re
from typing import Literal

from assistant.model.observed import Transform
from assistant.reading.algorithms import kind_of, transforms_in, value_of

_TYPED = re.compile(r"type ?= ?(?P<type>[A-Za-z_]+), ?val ?= ?(?P<value>[^,]+(?:, ?key-len ?= ?[0-9]+)?)")


def line_of_list(text: str) -> list[Transform]:
    """The transforms of one line: ``type=ENCR, val=AES_CBC (key_len = 256)``, ``trans_id = ESP_AES_CBC``, ``Hashing : SHA1``."""
    typed = _TYPED.search(text)
    if typed is None:
        return (
            [item for item in transforms_in(text) if item.kind in {"encryption", "integrity", "group"}]
            if "=" in text or ":" in text
            else []
        )
    kind = kind_of(typed["type"])
    if kind is None or typed["value"].strip(" .").upper().endswith("NONE"):
        return []
    return [Transform(kind, value_of(kind, typed["value"]))]


def phase_of_line(text: str) -> Literal[1, 2] | None:
    """The phase, where the line names the protocol that the list is for."""
    if "proto" not in text:
        return None
    if "ESP" in text or text.rsplit("=", maxsplit=1)[-1].strip(" :").endswith("AH"):
        return 2
    return 1 if "ISAKMP" in text or "IKE" in text else None
