"""Vendor IDs: what the peer is, what it can do, and when that is not told."""

from __future__ import annotations

import pytest

from assistant.dialogue import Mind, Session
from assistant.exchange.vendors import known
from assistant.reports import contract

_ASA = "%ASA-7-715049: IP = 198.51.100.2, Received {} VID\n"
_STRONGSWAN = "10[IKE] <1> 203.0.113.2 is initiating a Main Mode IKE_SA\n"


@pytest.mark.parametrize(
    ("printed", "means"),
    [
        ("DPD", "dead peer detection"),
        ("DPD AFCAD71368A1F1C96B8696FC77570100", "dead peer detection"),
        ("AFCAD71368A1F1C96B8696FC77570100", "dead peer detection"),
        ("af:ca:d7:13:68:a1:f1:c9:6b:86:96:fc:77:57:01:00", "dead peer detection"),
        ("NAT-Traversal RFC", "RFC 3947 NAT-T"),
        ("4a131c81070358455c5728f20e95452f", "RFC 3947 NAT-T"),
        ("Fragmentation", "IKE fragmentation"),
        ("strongSwan", "strongSwan"),
        ("882fe56d6fd20dbc2251613b2ebe5beb", "strongSwan"),
        ("KAME/racoon", "KAME/racoon"),
        ("MS NT5 ISAKMPOAKLEY", "Microsoft Windows"),
        ("Altiga/Cisco VPN3000/Cisco ASA GW", "Cisco ASA or VPN 3000"),
        ("01528bbbc00696121849ab9a1c5b2a5100000001", None),
        ("DPDX", None),
        ("", None),
    ],
)
def test_a_name_or_its_digest_is_known(shipped: Mind, printed: str, means: str | None) -> None:
    """Decoded or in hexadecimal, with or without a version after it."""
    found = known(printed, shipped.vendor_ids)
    assert (found.means if found else None) == means


def _facts(session: Session, log: str) -> dict[str, str]:
    session.paste(log)
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None
    return {name: item.value for name, item in tunnel.facts.items()}


def test_what_the_peer_can_do(session: Session) -> None:
    """Each capability once, in the order in which it was announced; they name no maker."""
    facts = _facts(session, "".join(_ASA.format(name) for name in ("NAT-Traversal ver 02", "NAT-Traversal RFC", "Fragmentation", "DPD")))
    assert facts["peer_supports"] == "NAT-T, IKE fragmentation, DPD"
    assert "peer_platform" not in facts


def test_a_product_names_the_platform(session: Session) -> None:
    """The contract's ``peer_platform`` is filled from a vendor ID that only one platform sends."""
    facts = _facts(session, _STRONGSWAN + "10[IKE] <1> received strongSwan vendor ID\n10[IKE] <1> received DPD vendor ID\n")
    assert (facts["peer_platform"], facts["peer_software"]) == ("strongswan", "strongSwan")
    assert contract(session.diagnosis)["tunnel"]["peer_platform"] == "strongswan"


@pytest.mark.parametrize(
    "lines",
    [
        ["sending strongSwan vendor ID"],
        ["received DPD vendor ID", "received Cisco Unity vendor ID", "received FRAGMENTATION vendor ID"],
        ["received strongSwan vendor ID", "received MS NT5 ISAKMPOAKLEY vendor ID"],
        ["received unknown vendor ID: 12:34:56:78:9a:bc:de:f0"],
    ],
    ids=["our-own", "shared-by-many", "two-makers", "unknown"],
)
def test_no_platform_is_guessed(session: Session, lines: list[str]) -> None:
    """What we send, what many send, and what contradicts itself tell nothing."""
    session.paste(_STRONGSWAN + "".join(f"10[IKE] <1> {line}\n" for line in lines))
    assert contract(session.diagnosis)["tunnel"]["peer_platform"] is None
