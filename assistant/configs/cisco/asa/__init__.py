"""Configurations of Cisco ASA, PIX 7 and later, and FTD."""
