"""Rewrites the wording beside every transcript: ``python -m tests.transcripts.record``. Read the diff."""

from __future__ import annotations

import yaml

from assistant.engine import mind

from .replaying import FOLDER, wording

for path in sorted(FOLDER.rglob("*.yaml")):
    path.with_suffix(".txt").write_text(wording(yaml.safe_load(path.read_text(encoding="utf-8")), mind()), encoding="utf-8", newline="\n")
    print(path.relative_to(FOLDER))
