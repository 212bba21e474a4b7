"""Where the knowledge lies: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.errors import KnowledgeError

_PACKAGE = Path(__file__).resolve().parent.parent
COMPILED_NAME = "knowledge.msgpack"


def shipped() -> Path:
    """The folder with the shipped YAML.

    Raises:
        KnowledgeError: neither place has it.
    """
    for folder in (_PACKAGE / "_knowledge", _PACKAGE.parent / "knowledge"):
        if (folder / "references.yaml").is_file():
            return folder
    raise KnowledgeError([f"{_PACKAGE / '_knowledge'}:1: the knowledge folder is missing; install mmwait again"])


def compiled() -> Path | None:
    """The compiled knowledge built with the wheel, or ``None`` in a checkout (which compiles into the user's cache)."""
    path = _PACKAGE / "_knowledge" / COMPILED_NAME
    return path if path.is_file() else None


def overlay() -> Path | None:
    """The user's or company's own folder of the same form, if there is one.

    ``MMWAIT_KNOWLEDGE`` names it; otherwise ``knowledge`` in the user's configuration folder.
    """
    named = os.environ.get("MMWAIT_KNOWLEDGE")
    if named:
        folder = Path(named).expanduser()
        if not folder.is_dir():
            raise KnowledgeError([f"{folder}:1: MMWAIT_KNOWLEDGE names a folder that is not there"])
        return folder
    folder = _config_home() / "knowledge"
    return folder if folder.is_dir() else None


def _config_home() -> Path:
    from platformdirs import user_config_path  # noqa: PLC0415 - 15 ms that most calls do not need

    return user_config_path("mmwait", appauthor=False)
