"""The statements about IPsec of a Cisco ASA configuration, collected by what they configure; names are not yet resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.configs.cisco.asa.crypto import POLICY_HEAD, crypto
from assistant.configs.cisco.asa.groups import group, group_policy
from assistant.configs.cisco.asa.parts import Asa, Entry
from assistant.configs.tree import Statement, indented
from assistant.configs.values import is_address, network
from assistant.model.observed import Line
from assistant.model.settings import Setting

_GROUP = re.compile(r"^tunnel-group (?P<name>\S+) (?P<rest>\S.*)$")


def collect(lines: Sequence[Line], index: int) -> Asa:
    """Every statement about IPsec of the text. Nothing raises: what is not understood is counted."""
    box = Asa()
    top = indented(_regrouped(lines), index)
    for statement in top:
        try:
            _statement(box, statement)
        except (IndexError, ValueError):  # a statement that is cut in the middle lacks a word; a number of thousands of digits is none
            box.unread.append(statement.where)
    if top:
        box.last = top[-2:][0].where.line  # the very last one may be cut in the middle
        _cut(box, top[-1])
    return box


def _cut(box: Asa, last: Statement) -> None:
    """What the text's last block does not say may have been cut off: it is unknown, neither default nor absent. So may the last word."""
    shown = set(box.nameifs.values())
    if shown and last.words[-1] not in shown:
        box.bound = {name: bound for name, bound in box.bound.items() if bound.where != last.where}
        box.enabled = {key: enabled for key, enabled in box.enabled.items() if enabled.where != last.where}
    if found := POLICY_HEAD.match(last.text):
        key = ("ikev2" if found["kind"] == "ikev2" else "ikev1", int(found["number"]))
        wanted = {"encryption", "group"} | ({"integrity", "authentication"} if key[0] == "ikev1" else set())
        box.cut_policy = not wanted <= set(box.policies[key].algorithms)
    elif (found := _GROUP.match(last.text)) and found["name"] in box.groups and not box.groups[found["name"]].keys:
        box.groups[found["name"]].section = False


_SUB = re.compile(
    r"^(?:(?:ikev[12] )?(?:local-authentication |remote-authentication )?pre-shared-key|(?:ikev1 )?trust-point|(?:isakmp|ikev1|ikev2) keepalive|default-group-policy|"
    r"authentication (?:pre-share|rsa-sig|crack)|encryption|hash|group [0-9]|lifetime|integrity|prf|protocol esp|vpn-tunnel-protocol|nameif|security-level|ip address|"
    r"set (?:ikev[12] |pfs|security-association|trustpoint)|tunnel (?:source|destination|mode|protection)|network-object|group-object|subnet|host [0-9])\b"
)


def _regrouped(lines: Sequence[Line]) -> list[Line]:
    """Statements of a block that lost their indentation in copying stand under their head again."""
    if any(line.text[:1] == " " and line.text.strip() for line in lines):
        return list(lines)
    return [Line(line.number, " " + line.text) if _SUB.match(line.text) else line for line in lines]


def _statement(box: Asa, statement: Statement) -> None:
    text = statement.text
    words = statement.words
    before = box.read
    box.read += 1 + len(statement.children)
    if words[:2] == ["object", "network"]:
        box.object_nat += [(words[2], child) for child in statement.children if child.words[0] == "nat"]
    if box.networks.take(statement):
        return
    if found := re.match(r"^(?:: )?(?:ASA|PIX|NGFW|FTD) Version (\S+)", text):
        box.version, box.version_where = found[1], statement.where
    elif words[0] == "hostname" and len(words) > 1:
        box.hostname = box.hostname or words[1]
        box.hostnames.append(Setting(words[1], statement.where))
    elif words[0] == "interface" and len(words) > 1:
        _interface(box, statement)
    elif words[0] in {"nat", "static", "global"}:
        box.nat.append(statement)
    elif words[0] == "route":
        box.routes.append(statement)
    elif words[0] == "router":
        box.routing = True
    elif words[0] == "access-group":
        box.access_groups.append(statement)
    elif text in {"no sysopt connection permit-vpn", "no sysopt connection permit-ipsec"}:
        box.inspected = Setting("on", statement.where)
    elif words[0] == "group-policy":
        group_policy(box, statement)
    elif found := _GROUP.match(text):
        group(box, found["name"], found["rest"], statement)
    elif words[0] in {"crypto", "isakmp", "no"}:
        if not crypto(box, statement):
            box.read = before
            if words[0] != "no":
                box.unread.append(statement.where)
    else:
        box.read = before


def _interface(box: Asa, statement: Statement) -> None:
    name = statement.words[1]
    entry = Entry(name, statement.where)
    tunnel = name.lower().startswith("tunnel")
    nameif = name
    for child in statement.children:
        match child.words:
            case ["nameif", word]:
                nameif = word
                box.nameifs[name] = word
            case ["ip", "address", address, *mask] if is_address(address):
                box.addresses[nameif] = Setting(address, child.where)
                if mask and is_address(mask[0]):
                    box.subnets[nameif] = network(address, mask[0])
            case ["tunnel", "source", "interface", source, *_]:
                entry.interface = source
            case ["tunnel", "destination", address]:
                entry.peers.append(Setting(address, child.where))
            case ["tunnel", "protection", "ipsec", "profile", profile, *_]:
                entry.profile = profile
            case _:
                pass
    if tunnel and entry.peers:
        entry.nameif = nameif
        box.tunnels.append(entry)
