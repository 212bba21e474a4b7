"""Writes the diagnosis as Markdown into the current folder."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from assistant.errors import StoreError
from assistant.model.diagnosis import Diagnosis
from assistant.reports import markdown

_MOST = 10_000


def export(diagnosis: Diagnosis) -> Path:
    """Write ``mmwait-PEER-N.md``, N being the first number that is free, and say where.

    Raises:
        StoreError: there is nothing to write yet, or it cannot be written here.
    """
    if not (diagnosis.understood or diagnosis.suspects):
        raise StoreError("there is nothing to export yet; paste a log or an output first")
    peer = diagnosis.tunnel.peer if diagnosis.tunnel else ""
    name = re.sub(r"[^A-Za-z0-9.]+", "-", peer).strip("-.")[:60] or "tunnel"
    text = markdown(diagnosis)
    folder = Path.cwd()
    for number in count(1):
        path = folder / f"mmwait-{name}-{number}.md"
        try:
            with path.open("x", encoding="utf-8", newline="\n") as out:
                out.write(text)
        except FileExistsError:
            if number >= _MOST:
                break
            continue
        except OSError as error:
            raise StoreError(f"{path}: cannot be written ({error.strerror}); change to a folder that can be written in") from error
        return path
    raise StoreError(f"{folder}: holds {_MOST} exports of this tunnel already; move some away")
