"""The peer configurations that AWS and Azure offer, and what their command lines print of a connection."""
