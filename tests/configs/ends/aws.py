"""AWS as an end of the tunnel, by the generic configuration that it offers for the customer's device."""

from __future__ import annotations

from tests.configs.ends.common import Change, names

TAKES_ANY_IDENTITY = True
"""What identity AWS expects, the file does not say."""
TAKES = frozenset({"selectors", "phase2.integrity", "ike.version"})
"""It speaks both versions, whichever the file is for. It does not say which networks AWS takes either; with the least hash listed AWS takes every other one that it knows."""

_FORM = """Amazon Web Services
Virtual Private Cloud

VPN Connection Configuration
================================================================================
AWS utilizes unique identifiers to manipulate the configuration of
a VPN Connection.

Your VPN Connection ID                   : vpn-0a1b2c3d
Your Virtual Private Gateway ID          : vgw-0a1b2c3d
Your Customer Gateway ID                 : cgw-0a1b2c3d

IPSec Tunnel #1
================================================================================
#1: Internet Key Exchange Configuration

Configure the IKE SA as follows:
  - IKE version              : IKEv{version}
  - Authentication Method    : Pre-Shared Key
  - Pre-Shared Key           : {key}
  - Authentication Algorithm : {hash}
  - Encryption Algorithm     : aes-256-cbc
  - Lifetime                 : 28800 seconds
  - Phase 1 Negotiation Mode : main
  - Diffie-Hellman           : Group 14

#2: IPSec Configuration

Configure the IPSec SA as follows:
  - Protocol                 : esp
  - Authentication Algorithm : hmac-sha1-96
  - Encryption Algorithm     : aes-256-cbc
  - Lifetime                 : 3600 seconds
  - Mode                     : tunnel
  - Perfect Forward Secrecy  : Diffie-Hellman Group 14

IPSec Dead Peer Detection (DPD) will be enabled on the AWS Endpoint. We
recommend configuring DPD on your endpoint as follows:
  - DPD Interval             : 10
  - DPD Retries              : 3

  - TCP MSS Adjustment       : 1379 bytes
  - Clear Don't Fragment Bit : enabled
  - Fragmentation            : Before encryption

#3: Tunnel Interface Configuration

Outside IP Addresses:
  - Customer Gateway                 : {peer}
  - Virtual Private Gateway          : {own}

Inside IP Addresses
  - Customer Gateway                 : 169.254.10.2/30
  - Virtual Private Gateway          : 169.254.10.1/30

Configure your tunnel to fragment at the optimal size:
  - Tunnel interface MTU     : 1436 bytes

#4: Static Routing Configuration:

IPSec Tunnel #2
================================================================================
#1: Internet Key Exchange Configuration

Configure the IKE SA as follows:
  - IKE version              : IKEv{version}
  - Authentication Method    : Pre-Shared Key
  - Pre-Shared Key           : Second-Garden
  - Authentication Algorithm : sha1
  - Encryption Algorithm     : aes-128-cbc
  - Lifetime                 : 28800 seconds
  - Phase 1 Negotiation Mode : main
  - Diffie-Hellman           : Group 2

#3: Tunnel Interface Configuration

Outside IP Addresses:
  - Customer Gateway                 : {peer}
  - Virtual Private Gateway          : 198.51.100.77
"""


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    return _FORM.format(**names(version, far=far), hash="sha1" if version == 1 else "sha2-256")


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    known = names(version, far=far)
    hash_ = "sha1" if version == 1 else "sha2-256"
    first = f"{known['key']}\n  - Authentication Algorithm : {hash_}\n  - Encryption Algorithm     : aes-256-cbc"
    second = "hmac-sha1-96\n  - Encryption Algorithm     : aes-256-cbc"
    found: list[Change] = [
        ("peer.address", f"Virtual Private Gateway          : {known['own']}", "Virtual Private Gateway          : 198.51.100.9"),
        ("phase1.encryption", first, first.replace("256-cbc", "256-gcm-16")),
        (
            "phase1.integrity",
            f"Authentication Algorithm : {hash_}\n  - Encryption Algorithm     : aes-256",
            "Authentication Algorithm : sha2-512\n  - Encryption Algorithm     : aes-256",
        ),
        ("phase1.group", "Diffie-Hellman           : Group 14", "Diffie-Hellman           : Group 20"),
        (
            "phase1.lifetime",
            "28800 seconds\n  - Phase 1 Negotiation Mode : main\n  - Diffie-Hellman           : Group 14",
            "3600 seconds\n  - Phase 1 Negotiation Mode : main\n  - Diffie-Hellman           : Group 14",
        ),
        ("key", f"Pre-Shared Key           : {known['key']}", "Pre-Shared Key           : Winter-Gardem"),
        ("phase2.encryption", second, second.replace("256-cbc", "256-gcm-16")),
        ("phase2.integrity", "hmac-sha1-96", "hmac-sha2-512"),
        ("phase2.pfs", "Diffie-Hellman Group 14", "Diffie-Hellman Group 20"),
        ("phase2.lifetime", "3600 seconds", "7200 seconds"),
    ]
    if version == 1:
        mode = "Phase 1 Negotiation Mode : main\n  - Diffie-Hellman           : Group 14"
        found.append(("ike.mode", mode, mode.replace("main", "aggressive")))
    return found
