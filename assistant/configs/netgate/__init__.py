"""Configurations of pfSense and OPNsense: config.xml."""
