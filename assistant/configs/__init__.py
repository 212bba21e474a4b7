"""Configurations of every platform in one vendor-free form, and two of them compared."""

from assistant.configs.compare import compare
from assistant.configs.pairing import pair
from assistant.configs.read import settings_of

__all__ = ["compare", "pair", "settings_of"]
