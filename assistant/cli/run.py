"""Parses the arguments, calls the command, and turns errors into one plain line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from assistant import __version__
from assistant.cli import commands
from assistant.errors import KnowledgeError, MmwaitError

_EPILOG = """examples:
  mmwait                                  open the conversation in the terminal
  mmwait debug.log                        open it with a file already read
  mmwait explain debug.log                the verdict, its proof and the fix, as text
  mmwait explain --json - < debug.log     the same for a program
  mmwait annotate debug.log               the log with comment lines at its turning points
  mmwait compare ours.cfg theirs.cfg      both ends' configurations, what differs by name
  mmwait chat                             the conversation on a plain line terminal
  mmwait kb show missing-psk              what is known of one cause
"""
COMMANDS = ("explain", "annotate", "compare", "mirror", "chat", "sessions", "learn", "kb", "tui")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="mmwait",
        description="Why an IPsec tunnel does not come up, from the text you can paste. Offline.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("-V", "--version", action="version", version=f"mmwait {__version__}")
    subs = top.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_explain(subs)
    commands.add_annotate(subs)
    commands.add_compare(subs)
    commands.add_mirror(subs)
    commands.add_chat(subs)
    commands.add_sessions(subs)
    commands.add_learn(subs)
    commands.add_kb(subs)
    commands.add_tui(subs)
    return top


def run(argv: Sequence[str]) -> int:
    """Parse and run. Errors raised on purpose become one line on standard error."""
    args = list(argv)
    if not args or (args[0] not in COMMANDS and not args[0].startswith("-")):
        args = ["tui", *args]
    options = parser().parse_args(args)
    try:
        return int(options.run(options))
    except KnowledgeError as error:
        print(f"mmwait: {error}", file=sys.stderr)
        return error.exit_code
    except MmwaitError as error:
        print(f"mmwait: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader went away (| head): end quietly, and keep the interpreter from flushing into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
