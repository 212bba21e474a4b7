"""How one parameter of two ends is laid against each other: what a rule yields, and the rules that several parameters share."""

from __future__ import annotations

from collections.abc import Callable

from assistant.model.settings import Setting, Side, TunnelSettings, Verdict

Ruled = tuple[Verdict, Side, Side, str]
"""The verdict, this end's value, the far end's value, and what is to be said of it."""
Rule = Callable[[TunnelSettings, TunnelSettings], Ruled]


def side(setting: Setting | None, value: str | None = None) -> Side:
    """A setting as one end's value of a parameter."""
    if setting is None:
        return Side(value)
    return Side(
        setting.value if value is None else value,
        setting.where.line if setting.where else 0,
        setting.where.text if setting.where else "",
        setting.default,
    )


def common_version(local: TunnelSettings, remote: TunnelSettings) -> str:
    """The IKE version that both can speak, the newer one first; what either shows where they have none in common."""
    ours = local.version.value.split() if local.version else []
    theirs = remote.version.value.split() if remote.version else []
    both = [word for word in ours if word in theirs] or ours or theirs
    return "ikev2" if "ikev2" in both else "ikev1" if "ikev1" in both else ""


def sets(ours: Setting | None, theirs: Setting | None) -> Ruled:
    """Lists of words that must have one in common."""
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    return "equal" if set(ours.value.split()) & set(theirs.value.split()) else "differs", side(ours), side(theirs), ""


def same(ours: Setting | None, theirs: Setting | None) -> Ruled:
    """Values that must be equal."""
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    return "equal" if ours.value == theirs.value else "differs", side(ours), side(theirs), ""


def soft(ours: Setting | None, theirs: Setting | None) -> Ruled:
    """Values that may differ; a default against another value is one-sided."""
    if ours is None or theirs is None:
        return "cannot-check", side(ours), side(theirs), ""
    if ours.value == theirs.value:
        return "equal", side(ours), side(theirs), ""
    return "one-sided" if ours.default or theirs.default else "differs", side(ours), side(theirs), ""
