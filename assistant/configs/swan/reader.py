"""Configurations of strongSwan, libreswan and Openswan, and of the firewalls that have strongSwan within: by their outer form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.configs.netgate import pfsense
from assistant.configs.swan import ipsecconf, swanctl
from assistant.configs.swan.words import suites
from assistant.model.observed import Line
from assistant.model.settings import DeviceSettings

__all__ = ["read", "suites"]
_BRACES = re.compile(r"^\s*(?:connections|secrets)\s*\{")


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """A config.xml by its tags, a swanctl.conf by its braces, any other text as an ipsec.conf."""
    if pfsense.is_xml(lines):
        return pfsense.read(lines, index)
    if any(_BRACES.match(line.text) for line in lines):
        return swanctl.read(lines, index)
    return ipsecconf.read(lines, index)
