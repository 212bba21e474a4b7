"""A diagnosis as text, Markdown or the JSON contract. No face writes such text of its own."""

from assistant.reports.contract import contract
from assistant.reports.markdown import markdown
from assistant.reports.text import ladder, text

__all__ = ["contract", "ladder", "markdown", "text"]
