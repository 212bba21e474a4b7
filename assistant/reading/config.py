"""The crypto parts of an ASA configuration, one statement a line.

A statement becomes a flat set of fields with ``verb`` naming what it configures; what they mean
together is worked out in ``assistant.exchange.configured``. Sub-mode lines (indented under
``tunnel-group ... ipsec-attributes`` and the like) are read for what they are; the block they
belong to is found by their order.
"""

from __future__ import annotations

import re

_HEADS = (
    "access-list",
    "name",
    "interface",
    "nameif",
    "ip address",
    "crypto",
    "tunnel-group",
    "group-policy",
    "route",
    "nat",
    "global",
    "object",
    "isakmp",
    "pre-shared-key",
    "ikev1",
    "ikev2",
    "authentication",
    "encryption",
    "encr",
    "hash",
    "group",
    "lifetime",
    "vpn-tunnel-protocol",
    "vpn-filter",
    "ASA Version",
    "PIX Version",
    "hostname",
    "security-level",
    "default-group-policy",
    "general-attributes",
    "ipsec-attributes",
    "trust-point",
    "peer-id-validate",
    "sysopt",
    "vpn-idle-timeout",
    "prf",
    "protocol esp",
    "integrity",
    "chain",
    "isakmp",
    "static",
    "no crypto",
    "subnet",
    "network-object",
    "host",
)
_IS = re.compile(r"^\s*(?:" + "|".join(re.escape(head) for head in sorted(_HEADS, key=len, reverse=True)) + r")\b(?!\s+fail)")
"""A statement begins with one of these words; "encryption failure: ..." is a message of a log."""

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (verb, re.compile(pattern))
    for verb, pattern in (
        ("version", r"^(?:ASA|PIX) Version (?P<version>\S+)"),
        ("hostname", r"^hostname (?P<name>\S+)"),
        ("alias", r"^name (?P<address>[0-9a-fA-F.:]+) (?P<alias>\S+)"),
        ("interface", r"^interface (?P<interface>\S+)"),
        ("nameif", r"^\s*nameif (?P<nameif>\S+)"),
        ("address", r"^\s+ip address (?P<address>[0-9.]+)(?: (?P<mask>[0-9.]+))?"),
        ("map-acl", r"^\s*crypto map (?P<map>\S+) (?P<seq>\d+) match address (?P<acl>\S+)"),
        ("map-peer", r"^\s*crypto map (?P<map>\S+) (?P<seq>\d+) set peer (?P<peers>\S.*)"),
        (
            "map-transform",
            r"^\s*crypto map (?P<map>\S+) (?P<seq>\d+) set (?:ikev1 )?(?:transform-set|ikev2 ipsec-proposal) (?P<transform>\S.*)",
        ),
        ("map-pfs", r"^\s*crypto map (?P<map>\S+) (?P<seq>\d+) set pfs ?(?P<pfs>\S*)"),
        ("map-dynamic", r"^\s*crypto map (?P<map>\S+) (?P<seq>\d+) ipsec-isakmp dynamic (?P<dynamic>\S+)"),
        ("map-set", r"^\s*crypto map (?P<map>\S+) (?P<seq>\d+) (?P<setting>\S.*)"),
        ("map-interface", r"^\s*crypto map (?P<map>\S+) interface (?P<nameif>\S+)"),
        ("dynamic-map", r"^\s*crypto dynamic-map (?P<dynamic>\S+) (?P<seq>\d+) (?P<setting>\S.*)"),
        ("ike-enable", r"^\s*(?:crypto )?(?P<kind>isakmp|ikev1|ikev2) enable (?P<nameif>\S+)"),
        ("ike-disable", r"^\s*no (?:crypto )?(?P<kind>isakmp|ikev1|ikev2) enable (?P<nameif>\S+)"),
        ("ike-policy", r"^\s*(?:crypto )?(?P<kind>isakmp|ikev1|ikev2) policy (?P<number>\d+)(?: (?P<attribute>\S+) (?P<value>\S.*))?"),
        (
            "transform-set",
            r"^\s*crypto ipsec (?:ikev1 )?transform-set (?P<set>\S+) (?P<transforms>(?:esp|ah)-\S.*)",
        ),
        ("ipsec-proposal", r"^\s*crypto ipsec ikev2 ipsec-proposal (?P<set>\S+)"),
        ("esp-attribute", r"^\s*protocol esp (?P<attribute>encryption|integrity) (?P<value>\S.*)"),
        ("nat-t", r"^\s*(?P<off>no )?crypto (?:isakmp|ikev1) nat-traversal(?: (?P<seconds>\d+))?"),
        ("identity", r"^\s*crypto isakmp identity (?P<identity>\S.*)"),
        ("crypto", r"^\s*(?:no )?crypto \S.*"),
        ("group-type", r"^tunnel-group (?P<group>\S+) type (?P<type>\S+)"),
        ("group-section", r"^tunnel-group (?P<group>\S+) (?P<section>\S+-attributes)"),
        ("key", r"^\s*(?:(?P<kind>ikev1|ikev2) )?(?:(?P<direction>local|remote)-authentication )?pre-shared-key (?P<key>\S+)"),
        ("trustpoint", r"^\s*(?:ikev1 )?trust-point (?P<trustpoint>\S+)"),
        ("protocols", r"^\s*vpn-tunnel-protocol (?P<protocols>\S.*)"),
        ("group-policy", r"^group-policy (?P<policy>\S+) (?P<what>\S.*)"),
        ("default-policy", r"^\s*default-group-policy (?P<policy>\S+)"),
        ("acl", r"^\s*access-list (?P<acl>\S+) (?P<rule>\S.*)"),
        ("route", r"^route (?P<nameif>\S+) (?P<network>\S+) (?P<mask>\S+) (?P<gateway>\S+)"),
        ("nat", r"^\s*(?:nat|static|global) ?\(.*"),
        (
            "policy-attribute",
            r"^\s*(?P<attribute>authentication|encryption|encr|hash|group|lifetime|prf|integrity) (?P<value>(?!(?:algorithm|method):)\S.*)",
        ),
        (
            "other",
            r"^\s*(?:isakmp keepalive|peer-id-validate|sysopt|security-level|vpn-idle-timeout|vpn-filter|object|subnet|network-object|host|chain)\b.*",
        ),
    )
)
_MASK = re.compile(r"^\*+$")


def is_config(text: str) -> bool:
    """Whether the line begins like a statement of the configuration."""
    return _IS.match(text) is not None


def read_config_line(text: str) -> dict[str, str] | None:
    """The statement's fields with its ``verb``, or ``None``. A key's value never leaves this function."""
    line = text.rstrip()
    for verb, pattern in _RULES:
        found = pattern.match(line)
        if found:
            fields = {name: value for name, value in found.groupdict().items() if value is not None}
            if "key" in fields:
                fields["key"] = "masked" if _MASK.match(fields["key"]) else "present"
            return {"verb": verb, **fields}
    return None
