"""Configurations of Juniper SRX, in set and brace form."""
