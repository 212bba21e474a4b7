"""``mmwait compare LOCAL REMOTE`` and ``mmwait mirror CONFIG --for PLATFORM``."""

from __future__ import annotations

import argparse

from assistant.cli.streams import out, width
from assistant.engine import compared, mirror


def compare(options: argparse.Namespace) -> int:
    """Both ends' configurations, parameter by parameter. Exit 0 where they were compared, whatever differs; 2 where they cannot be."""
    found, suspects = compared(options.local, options.remote, options.peer or "")
    if options.json:
        import msgspec

        from assistant.reports.comparison import comparison_contract

        out(msgspec.json.encode(comparison_contract(found, suspects)).decode() + "\n")
        return 0
    from assistant.reports.comparison import comparison_text

    out(comparison_text(found, suspects, width()))
    return 0


def mirrored(options: argparse.Namespace) -> int:
    """The configuration that the far end must have, to send over; no key in it."""
    out("\n".join(mirror(options.config, options.platform, options.peer or "")) + "\n")
    return 0
