"""Events to the exchange: tunnels, negotiations, the ladder of messages, where each stands, and the annotated log."""

from assistant.exchange.annotate import annotate
from assistant.exchange.tunnels import tunnels_of

__all__ = ["annotate", "tunnels_of"]
