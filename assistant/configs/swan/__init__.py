"""Configurations of strongSwan and libreswan: swanctl.conf, ipsec.conf, secrets."""
