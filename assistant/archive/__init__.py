"""Syslog archives: finds the IKE lines of a text too large to hold, and keeps the last of each peer's in constant memory."""

from assistant.archive.attribution import Attribution
from assistant.archive.excerpt import ARCHIVE_FROM, Excerpted, excerpt_of
from assistant.archive.opening import Source, opened
from assistant.archive.since import Since, parse_since, without_earlier

__all__ = ["ARCHIVE_FROM", "Attribution", "Excerpted", "Since", "Source", "excerpt_of", "opened", "parse_since", "without_earlier"]
