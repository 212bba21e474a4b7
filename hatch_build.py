"""Compiles the knowledge when a wheel is built: the installed program then opens it in milliseconds and needs no YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileKnowledge(BuildHookInterface[Any]):
    """Check the knowledge, refuse a faulty one, and put the compiled form into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the files are collected."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from assistant.kb.opening import compile_knowledge, encode
            from assistant.kb.root import COMPILED_NAME
        finally:
            sys.path.remove(str(root))
        folder = root / "build"
        folder.mkdir(exist_ok=True)
        path = folder / COMPILED_NAME
        path.write_bytes(encode(compile_knowledge([root / "knowledge"])))
        build_data.setdefault("force_include", {})[str(path)] = f"assistant/_knowledge/{COMPILED_NAME}"
