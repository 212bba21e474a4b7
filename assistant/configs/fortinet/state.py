"""Whether a FortiGate's phase 1 is in use, on an interface that is up, and who may start it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs.fortinet.statements import Block
from assistant.configs.fortinet.tables import Fortigate, line, word
from assistant.model.settings import NONE, Setting

DEFAULT = "FortiOS's default"


def initiation(one: Block) -> Setting | None:
    """A dialup server and a passive end only answer."""
    for option, value in (("type", "dynamic"), ("passive-mode", "enable")):
        if word(one, option) == value:
            return Setting("responder", line(one, option))
    if not one.whole:
        return None
    return Setting("both", line(one, "passive-mode")) if "passive-mode" in one.options else Setting("both", default=DEFAULT)


def enabled(own: Block | None, tunnel: Block | None) -> Setting | None:
    """Whether the interface of IKE, ``own``, and the one of the tunnel are up; ``None`` where neither is shown."""
    for block in (own, tunnel):
        if block is not None and word(block, "status") == "down":
            return Setting(NONE, line(block, "status"))
    return Setting("on", own.where) if own is not None and own.whole else None


def binding(box: Fortigate, one: Block, phase2: Sequence[Block]) -> Setting | None:
    """The interface, where a phase 2 or, without interface mode, a policy uses the entry; ``none`` where it must be shown and is not."""
    where = line(one, "interface")
    if one.path == "vpn ipsec phase1":
        used = next((policy for policy in box.policies if word(policy, "vpntunnel") == one.name), None)
        if used is not None:
            return Setting(word(one, "interface") or "policy", line(used, "vpntunnel"))
        whole = box.complete and bool(box.policies) and all(policy.ended for policy in box.policies)
        return Setting(NONE, one.where) if whole else None
    if phase2:
        return Setting(word(one, "interface") or "phase 2", where)
    others = box.phase2 and all(two.ended for two in box.phase2)
    later = one.ended and (box.last > one.where.line or bool(others))
    return Setting(NONE, one.where) if later and box.complete else None
