"""Checks against the laboratory: its captures are the truth, the program reads the logs."""
