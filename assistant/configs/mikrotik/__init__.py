"""Configurations of RouterOS, as exported."""
