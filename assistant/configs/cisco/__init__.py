"""Configurations of Cisco devices: what ASA and IOS have in common."""
