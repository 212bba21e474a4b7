"""Configurations of Palo Alto firewalls, in set and XML form."""
