"""The command line. ``--version`` answers before anything of weight is imported."""

from __future__ import annotations

import sys

from assistant import __version__


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 understood, 2 usage or unreadable file, 3 nothing recognised."""
    args = sys.argv[1:] if argv is None else argv
    if args in (["--version"], ["-V"]):
        print(f"mmwait {__version__}")
        return 0
    from assistant.cli.run import run

    return run(args)
