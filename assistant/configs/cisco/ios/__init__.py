"""Configurations of Cisco IOS and IOS-XE."""
