"""The far end's configuration, written for a platform."""
