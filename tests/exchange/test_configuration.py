"""What the pasted parts of a configuration prove, and what they do not."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session

MAP = "crypto map outside_map 10 match address VPN\ncrypto map outside_map 10 set peer 203.0.113.5\ncrypto map outside_map 10 set ikev1 transform-set TS\n"
BOUND = "crypto map outside_map interface outside\n"
IKE = "crypto ikev1 enable outside\n"
GROUP = "tunnel-group 203.0.113.5 type ipsec-l2l\ntunnel-group 203.0.113.5 ipsec-attributes\n"
KEY = " ikev1 pre-shared-key *****\n"
OTHER = "tunnel-group 203.0.113.55 type ipsec-l2l\ntunnel-group 203.0.113.55 ipsec-attributes\n ikev1 pre-shared-key *****\n"


def known(session: Session, text: str) -> dict[str, bool]:
    session.paste(text)
    return {item.finding: item.value for item in session.diagnosis.observations}


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        (MAP + BOUND + IKE + GROUP + KEY, "entry-here-right", True),
        (MAP + BOUND + IKE + GROUP + KEY, "map-bound", True),
        (MAP + BOUND + IKE + GROUP + KEY, "ike-disabled-here", False),
        (MAP + BOUND + IKE + GROUP + OTHER, "no-key-here-for-peer", True),
        (MAP + BOUND + IKE + OTHER, "no-entry-here-for-peer", True),
        (MAP + BOUND + IKE + OTHER, "entry-here-under-other-address", True),
        (MAP + IKE + GROUP + KEY, "no-map-on-interface", True),
        (MAP + BOUND.replace("outside_map", "outside_mpa") + IKE, "bound-map-is-another", True),
        (
            "access-list VPN extended permit ip any any\n" + MAP.replace("match address VPN", "set pfs") + BOUND + IKE,
            "map-entry-incomplete",
            True,
        ),
        ("crypto map outside_map 5 ipsec-isakmp dynamic dyn\n" + MAP + BOUND, "dynamic-entry-first", True),
        (MAP + BOUND + IKE.replace("outside", "dmz") + GROUP + KEY, "ike-disabled-here", True),
        ("name 203.0.113.5 branch\n" + MAP + BOUND + IKE + "tunnel-group branch type ipsec-l2l\n", "entry-here-named-by-alias", True),
        (MAP + BOUND + "no crypto isakmp nat-traversal\n", "nat-t-off", True),
    ],
)
def test_what_a_configuration_proves(session: Session, text: str, finding: str, value: bool) -> None:
    """Each finding with the lines that show it."""
    assert known(session, text).get(finding) is value
    item = next(item for item in session.diagnosis.observations if item.finding == finding)
    assert item.evidence


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (MAP + BOUND, "no-entry-here-for-peer"),
        (MAP + BOUND, "no-key-here-for-peer"),
        (MAP + BOUND, "ike-disabled-here"),
        (MAP, "no-map-on-interface"),
        (GROUP + KEY, "no-map-on-interface"),
        (MAP + BOUND + IKE + GROUP, "no-key-here-for-peer"),
        (MAP + BOUND + "tunnel-group 203.0.113.5 type ipsec-l2l\n", "no-key-here-for-peer"),
    ],
)
def test_what_was_not_pasted_is_unknown(session: Session, text: str, finding: str) -> None:
    """A part that is not there may just not have been pasted."""
    assert finding not in known(session, text)


def test_the_protected_networks_come_from_the_access_list(session: Session) -> None:
    """A list of one line names them; what a peer asked for and was refused is never taken for ours."""
    session.paste("access-list VPN extended permit ip 10.1.0.0 255.255.255.0 host 10.2.0.9\n" + MAP + BOUND)
    session.paste(
        "%ASA-3-713061: Group = 203.0.113.5, IP = 203.0.113.5, Rejecting IPSec tunnel: no matching crypto map entry for remote proxy 0.0.0.0/0.0.0.0/0/0 local proxy 0.0.0.0/0.0.0.0/0/0 on interface outside\n"
    )
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert (tunnel.facts["local_net"].value, tunnel.facts["remote_net"].value) == ("10.1.0.0/24", "10.2.0.9/32")


def test_a_key_is_never_quoted(session: Session) -> None:
    """Not in a finding, a line, a fact or a report."""
    from assistant.reports import contract, markdown, text

    session.paste(MAP + BOUND + IKE + GROUP + " ikev1 pre-shared-key S3cr3tS3cr3t\n")
    shown = f"{contract(session.diagnosis)} {text(session.diagnosis)} {markdown(session.diagnosis)} {session.moves}"

    assert "S3cr3t" not in shown
    assert {item.finding: item.value for item in session.diagnosis.observations}["entry-here-right"]


def test_names_come_from_a_second_entry_for_the_peer_and_addresses_stand_for_masked_ones(session: Session) -> None:
    """The bound map lacks what the map with the slip in its name has; the log's own address is masked."""
    session.paste(
        "access-list SITES extended permit ip 10.1.0.0 255.255.0.0 10.2.0.0 255.255.0.0\n"
        + MAP.replace("outside_map", "outside_mpa").replace("VPN", "SITES")
        + MAP.replace("crypto map outside_map 10 match address VPN\n", "")
        + BOUND
        + IKE
    )
    session.paste("[IKEv1]: Group = x.x.x.x, IP = x.x.x.x, QM FSM error (P2 struct &0x49ba5a0, mess id 0xcd600011)\n")
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None
    told = {name: tunnel.facts[name].value for name in ("map", "acl", "transform_set", "peer", "local_net")}
    assert told == {"map": "outside_map", "acl": "SITES", "transform_set": "TS", "peer": "203.0.113.5", "local_net": "10.1.0.0/16"}
