"""Rewrites the wording beside every transcript: ``python tests/transcripts/record.py``. Read the diff."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent))
from replaying import FOLDER, wording  # noqa: E402

from assistant.engine import mind  # noqa: E402

for path in sorted(FOLDER.rglob("*.yaml")):
    path.with_suffix(".txt").write_text(wording(yaml.safe_load(path.read_text(encoding="utf-8")), mind()), encoding="utf-8", newline="\n")
    print(path.relative_to(FOLDER))
