"""Text or bytes to inputs, events and facts. Patterns are handed in; nothing here knows what a line means for a tunnel."""

from assistant.reading.pastes import Reader
from assistant.reading.redact import redact

__all__ = ["Reader", "redact"]
