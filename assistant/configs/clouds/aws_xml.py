"""AWS Site-to-Site VPN: the customer gateway configuration in XML, which says the same as the generic text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.configs.clouds.aws import PLATFORM, Tunnel, settings
from assistant.configs.values import secret
from assistant.model.observed import Evidence, Line
from assistant.model.settings import DeviceSettings, Setting

# the token that stands for a key has angle brackets of its own
_TOKEN = re.compile(r"(?P<text>(?:<secret-[0-9]{1,6}>|[^<>])+)|<(?P<end>/?)(?P<tag>[a-z_]{1,40})(?: [^<>]{0,200})?>")
_KEYS = {
    ("ike", "authentication_protocol"): ("1", "authentication algorithm"),
    ("ike", "encryption_protocol"): ("1", "encryption algorithm"),
    ("ike", "lifetime"): ("1", "lifetime"),
    ("ike", "perfect_forward_secrecy"): ("1", "diffie-hellman"),
    ("ike", "mode"): ("1", "phase 1 negotiation mode"),
    ("ike", "pre_shared_key"): ("1", "pre-shared key"),
    ("ipsec", "protocol"): ("2", "protocol"),
    ("ipsec", "authentication_protocol"): ("2", "authentication algorithm"),
    ("ipsec", "encryption_protocol"): ("2", "encryption algorithm"),
    ("ipsec", "lifetime"): ("2", "lifetime"),
    ("ipsec", "mode"): ("2", "mode"),
    ("ipsec", "perfect_forward_secrecy"): ("2", "perfect forward secrecy"),
    ("dead_peer_detection", "interval"): ("2", "dpd interval"),
}
_ENDS = {"customer_gateway": "customer gateway", "vpn_gateway": "virtual private gateway"}
_DEEPEST = 20


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """AWS's end of each tunnel."""
    tunnels: list[Tunnel] = []
    count = 0
    for stack, text, line in _values(lines, tunnels, index):
        above = stack[-2] if len(stack) > 1 else ""
        key = _KEYS.get((above, stack[-1]))
        if stack[-1] == "ip_address" and len(stack) > 2 and stack[-3] in _ENDS:  # noqa: PLR2004 - the gateway is two levels up
            side = "outside" if above == "tunnel_outside_address" else "inside"
            key = ("3", f"{side} {_ENDS[stack[-3]]}")
        if key is None or not tunnels:
            continue
        count += 1
        shown = f"<{stack[-1]}>{'<key>' if stack[-1] == 'pre_shared_key' else text}"
        where = Evidence(index, line.number, shown[:200])
        tunnels[-1].have.setdefault(key, secret(text, where) if stack[-1] == "pre_shared_key" else Setting(text, where))
    for tunnel in tunnels:
        shared = tunnel.have.get(("1", "pre-shared key"))
        if shared is not None:
            tunnel.have[("1", "authentication method")] = Setting("pre-shared key", shared.where)
    return DeviceSettings(platform=PLATFORM, tunnels=[settings(one) for one in tunnels], read=count)


def _values(lines: Sequence[Line], tunnels: list[Tunnel], index: int) -> Iterator[tuple[list[str], str, Line]]:
    """Every text that its closing tag follows on the same line, with the tags above it; each tunnel begins one."""
    stack: list[str] = []
    for line in lines:
        text = ""
        for found in _TOKEN.finditer(line.text):
            tag = found["tag"]
            if tag is None:
                text = found["text"].strip()
            elif found["end"]:
                if text and stack[-1:] == [tag]:
                    yield stack, text, line
                if tag in stack:
                    del stack[len(stack) - 1 - stack[::-1].index(tag) :]
                text = ""
            else:
                if tag == "ipsec_tunnel":
                    tunnels.append(Tunnel(f"IPSec Tunnel #{len(tunnels) + 1}", Evidence(index, line.number, "<ipsec_tunnel>")))
                stack = [*stack[:_DEEPEST], tag]
                text = ""
