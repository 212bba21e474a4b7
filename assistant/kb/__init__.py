"""Reads, checks and overlays ``knowledge/``; the only part that opens YAML.

``open_knowledge`` is what everybody else needs; the rest serves ``mmwait kb`` and the build.
"""

from assistant.kb.knowledge import Knowledge, PlatformKnowledge
from assistant.kb.opening import open_knowledge

__all__ = ["Knowledge", "PlatformKnowledge", "open_knowledge"]
