"""Syslog archives: finds the IKE lines of a text too large to hold, and keeps the last of each peer's in constant memory.

``opening`` and ``since`` serve small texts as well and are light; the others are imported where an archive is read.
"""
