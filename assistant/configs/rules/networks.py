"""The protected networks of both ends as mirror images."""

from __future__ import annotations

from assistant.configs import selectors
from assistant.configs.rules.values import Ruled
from assistant.model.settings import ANY, NONE, Selector, Side, TunnelSettings


def protected(local: TunnelSettings, remote: TunnelSettings) -> Ruled:
    """Every pair of networks of one end must stand, turned round, at the other."""
    ours, theirs = local.selectors, remote.selectors
    left, right = _pairs(local), _pairs(remote)
    if ours is None or theirs is None:
        return "cannot-check", left, right, ""
    mine = ours or (Selector(ANY, ANY),) if local.route_based else ours
    yours = theirs or (Selector(ANY, ANY),) if remote.route_based else theirs
    if not mine or not yours:
        return "one-sided" if mine or yours else "cannot-check", left, right, "One end protects no network."
    lacking = selectors.missing(mine[: selectors.MOST], yours)
    unasked = selectors.missing(yours[: selectors.MOST], mine)
    if not lacking and not unasked:
        return "equal", left, right, ""
    says = [f"{selectors.words(item)}: {selectors.relation(item, yours)}." for item in lacking[:3]]
    if not lacking:
        says = [f"The far end has more pairs than this end, first {selectors.words(unasked[0])} (seen from there)."]
    return "differs", left, right, " ".join(says)


def _pairs(own: TunnelSettings) -> Side:
    if own.selectors is None:
        return Side()
    if not own.selectors:
        return Side(
            "any to any (by routes)" if own.route_based else NONE, own.where.line if own.where else 0, own.where.text if own.where else ""
        )
    first = own.selectors[0].where
    more = f" and {len(own.selectors) - 3} more" if len(own.selectors) > 3 else ""  # noqa: PLR2004 - enough to see
    shown = ", ".join(selectors.words(item) for item in own.selectors[:3]) + more
    return Side(shown, first.line if first else 0, first.text if first else "")
