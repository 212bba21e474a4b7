"""Texts of several devices, written for the test from the documented forms of their lines."""

from __future__ import annotations

HERE, THERE = "198.51.100.1", "203.0.113.9"


def asa_list(host: str, peer: str) -> str:
    """An ASA's list of IKE SAs under its prompt."""
    return (
        f"{host}# show crypto isakmp sa\n\n   Active SA: 1\nTotal IKE SA: 1\n\n1   IKE Peer: {peer}\n"
        "    Type    : L2L             Role    : initiator\n    Rekey   : no              State   : MM_WAIT_MSG2\n"
    )


def fortigate_debug(peer: str, own: str) -> str:
    """A FortiGate's debug of a refused main mode, as the responder sees it."""
    cookie = "0a1b2c3d4e5f6071/0000000000000000"
    return (
        f"ike 0: comes {peer}:500->{own}:500,ifindex=5....\n"
        f"ike 0: IKEv1 exchange=Identity Protection id={cookie} len=716\n"
        f"ike 0:{cookie}:12: responder: main mode get 1st message...\n"
        f"ike 0:{cookie}:12: no SA proposal chosen\n"
    )


def ios_lists(host: str, own: str, peer: str) -> str:
    """Two lists of a Cisco router under its prompt."""
    return (
        f"{host}#show crypto isakmp sa\nIPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n"
        f"{peer}     {own}    MM_NO_STATE          0 ACTIVE\n"
        f"{host}#show crypto isakmp sa detail\n"
        "C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.\n"
        f"1001  {own}    {peer}            ACTIVE aes  sha    psk  14 23:59:12 D\n"
    )


def charon_starts(host: str, own: str, peer: str) -> str:
    """The initiator's log of a refused main mode."""
    return "".join(
        f"Nov 23 20:00:0{number} {host} charon: {line}\n"
        for number, line in enumerate(
            (
                f"05[IKE] initiating Main Mode IKE_SA branch[1] to {peer}",
                "05[ENC] generating ID_PROT request 0 [ SA V V V V V ]",
                f"05[NET] sending packet: from {own}[500] to {peer}[500] (180 bytes)",
                "07[IKE] received NO_PROPOSAL_CHOSEN error notify",
            )
        )
    )


def charon_refuses(host: str, own: str, peer: str) -> str:
    """The responder's log of the same."""
    return "".join(
        f"Nov 23 20:00:0{number} {host} charon: {line}\n"
        for number, line in enumerate(
            (
                f"06[NET] received packet: from {peer}[500] to {own}[500] (180 bytes)",
                "06[ENC] parsed ID_PROT request 0 [ SA V V V V ]",
                f"06[IKE] {peer} is initiating a Main Mode IKE_SA",
                "06[IKE] no proposal found",
            )
        )
    )
