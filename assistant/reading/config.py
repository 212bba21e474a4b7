"""Which lines of a paste are statements of a Cisco configuration, so that they are not taken for lines of a log.

What the statements mean is worked out in ``assistant.configs``; here only the addresses are taken that tell the ends apart.
"""

from __future__ import annotations

import re

_FORMS = (
    r"(?:no )?crypto \S",
    r"(?:ASA|PIX) Version \S",
    r"(?:isakmp|ikev1|ikev2) (?:enable|policy) \S|no (?:isakmp|ikev1|ikev2) enable \S|isakmp keepalive",
    r"(?:ikev[12] )?(?:(?:local|remote)-authentication )?pre-shared-key \S",
    r"(?:ikev1 )?trust-point \S",
    r"tunnel-group \S+ (?:type \S|\S+-attributes)",
    r"group-policy \S+ \S|default-group-policy \S|vpn-tunnel-protocol \S|vpn-idle-timeout\b|vpn-filter\b",
    r"access-list \S+ \S",
    r"(?:authentication|encryption|encr|hash|group|lifetime|prf|integrity) (?!(?:algorithm|method|failure):)\S",
    r"protocol esp (?:encryption|integrity) \S",
    r"hostname \S|interface \S|nameif \S|name [0-9a-fA-F.:]+ \S|route \S+ \S+ \S+ \S|(?:nat|static|global) ?\(",
    r"(?:peer-id-validate|sysopt|security-level|object|subnet|network-object|host|chain)\b",
    r"ip address [0-9]",
)
_IS = re.compile(r"^\s*(?:" + "|".join(_FORMS) + ")")
_FAILS = re.compile(r"^\s*[a-z-]+ fail")
"""\"encryption failure: ...\" is a message of a log."""
_OWN = re.compile(r"^\s+ip address (?P<local>[0-9.]+)")
_PEERS = re.compile(r"^\s*crypto map \S+ \d+ set peer (?P<peers>\S.*)")


def is_statement(text: str) -> bool:
    """Whether the line is of the form that ASA, PIX and IOS write into a configuration."""
    return _IS.match(text) is not None and _FAILS.match(text) is None


def addresses_in(text: str) -> dict[str, str]:
    """The addresses of a statement: ``local`` of an interface, ``peers`` of a crypto map."""
    found = _OWN.match(text) or _PEERS.match(text.rstrip())
    return found.groupdict() if found else {}
