"""Prints the README's command of the given name: the shell block after the line ``<!-- command: NAME -->``."""

import pathlib
import re
import sys


def command(text: str, name: str) -> str:
    """The block's text; exits with a message if the README has none of that name."""
    found = re.search(rf"<!-- command: {re.escape(name)} -->\s*```(?:sh|bash|console)?\n(?P<body>.*?)```", text, re.DOTALL)
    if not found:
        sys.exit(f"README.md has no block named {name}")
    return found["body"]


if __name__ == "__main__":
    sys.stdout.write(command(pathlib.Path("README.md").read_text(encoding="utf-8"), sys.argv[1]))
