"""Tunnel groups and group policies of a Cisco ASA: their lines, and what a group policy lets in.

Defaults: Cisco ASA Series VPN CLI Configuration Guide, "Connection Profiles, Group Policies, and Users": a tunnel group without a
policy has DfltGrpPolicy, which lets in IKEv1 and IKEv2; a policy without a word of its own inherits from it.
"""

from __future__ import annotations

from assistant.configs.cisco.asa.parts import DEFAULT, Asa, Group
from assistant.configs.tree import Statement
from assistant.configs.values import secret
from assistant.model.settings import NONE, Setting

DEFAULT_POLICY = "DfltGrpPolicy"
_TYPES = {"ipsec-ra": "remote-access"}
_LETS_IN = {"ipsec": "ikev1", "ikev1": "ikev1", "ikev2": "ikev2"}
"""Words of ``vpn-tunnel-protocol`` for LAN-to-LAN tunnels: up to 8.3 ``IPSec``, from 8.4 on the versions of IKE."""


def group(box: Asa, name: str, rest: str, statement: Statement) -> None:
    """A line or a block of a tunnel group."""
    found = box.groups.setdefault(name, Group(statement.where, name))
    words = rest.split()
    if words[0] == "type":
        found.type = _TYPES.get(words[-1], words[-1])
        found.typed = statement.where
    elif words[0] in {"ipsec-attributes", "general-attributes"}:
        found.section = found.section or words[0] == "ipsec-attributes"
        for child in statement.children:
            _attribute(found, child)


def _attribute(found: Group, child: Statement) -> None:
    where = child.where
    match child.words:
        case [*head, "pre-shared-key", key]:
            side = "remote" if "remote-authentication" in head else "local" if "local-authentication" in head else "ikev1"
            found.keys[side] = secret(key, where)
        case ["ikev2", "remote-authentication", "certificate", *_]:
            pass  # the far end's way to authenticate, not a trustpoint of this one
        case [*_, "trust-point", point] | [*_, "certificate", point]:
            found.trustpoint = Setting(point, where)
        case [("isakmp" | "ikev1" | "ikev2"), "keepalive", *what]:
            found.keepalive = Setting(NONE if "disable" in what else " ".join(what), where)
        case ["default-group-policy", policy]:
            found.policy = Setting(policy, where)
        case [("isakmp" | "ikev1"), "ikev1-user-authentication" | "user-authentication", *what] if what:
            found.xauth = Setting("off" if what[-1] == "none" else "on", where)
        case _:
            pass


def group_policy(box: Asa, statement: Statement) -> None:
    """A line or a block of a group policy."""
    name = statement.words[1]
    box.group_policies.setdefault(name, Setting("", statement.where))
    for child in statement.children:
        match child.words:
            case ["vpn-tunnel-protocol", *words]:
                box.group_policies[name] = Setting(" ".join(words), child.where)
            case ["vpn-filter", "value", acl]:
                box.filters[name] = Setting(acl, child.where)
            case ["vpn-filter", "none"]:
                box.filters[name] = Setting(NONE, child.where)
            case _:
                pass


def allowed(box: Asa, found: Group | None) -> Setting | None:
    """The IKE versions that the group's policy lets in; ``None`` where the paste does not show the policy."""
    if found is None or not box.group_policies:
        return None
    name = found.policy.value if found.policy else DEFAULT_POLICY
    if name != DEFAULT_POLICY and name not in box.group_policies:
        return None
    said = [
        box.group_policies[policy] for policy in (name, DEFAULT_POLICY) if policy in box.group_policies and box.group_policies[policy].value
    ]
    if not said:
        return Setting("ikev1 ikev2", default=DEFAULT)
    kinds = dict.fromkeys(_LETS_IN[word.lower()] for word in said[0].value.split() if word.lower() in _LETS_IN)
    return Setting(" ".join(kinds) or NONE, said[0].where)


def filter_of(box: Asa, found: Group | None) -> Setting | None:
    """The access list that the group's policy lays on the tunnel's traffic."""
    if found is None:
        return None
    name = found.policy.value if found.policy else DEFAULT_POLICY
    chosen = box.filters.get(name) or (box.filters.get(DEFAULT_POLICY) if name in box.group_policies else None)
    return None if chosen is None or chosen.value == NONE else chosen


def asks_for_login(found: Group) -> Setting | None:
    """Whether the group asks for extended authentication: one for remote access does by default, one for a site never."""
    if found.xauth is not None:
        return found.xauth
    if found.type == "remote-access":
        return Setting("on", found.typed)
    return Setting("off", default=DEFAULT) if found.type == "ipsec-l2l" else None
