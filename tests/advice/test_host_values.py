"""Values of pasted text in the commands of hosts: networks with their length, the connection's name, nothing unsafe."""

from __future__ import annotations

import pytest

from assistant.advice import Values, fill
from assistant.model.observed import Evidence, Fact


def facts(**values: str) -> dict[str, Fact]:
    return {name: Fact(name, value, Evidence(0, 1, value)) for name, value in values.items()}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("10.1.0.0/255.255.255.0/0/0", "10.1.0.0/24"),
        ("10.1.0.0/24", "10.1.0.0/24"),
        ("10.1.0.7/24", "10.1.0.0/24"),
        ("10.1.0.7", "10.1.0.7/32"),
        ("2001:db8::/32", "2001:db8::/32"),
    ],
)
def test_a_network_is_written_with_its_length(given: str, shown: str) -> None:
    """Hosts take no mask beside the network, whatever form the text had."""
    assert fill("local_ts = {local_prefix}", Values(facts(local_net=given), missing=[])) == f"local_ts = {shown}"


@pytest.mark.parametrize("given", ["10.1.0.0/24; reboot", "10.1.0.0/99", "$(id)", "", "/"])
def test_what_is_no_network_stays_a_placeholder(given: str) -> None:
    """Pasted text never becomes part of a command unless it parses."""
    values = Values(facts(local_net=given), missing=[])

    assert fill("{local_prefix}", values) == "<local network/length>"
    assert values.missing == ["local_prefix"]


def test_the_far_ends_networks_are_ours_turned_round() -> None:
    """A fix for the far end has our network as the remote one, and does not guess the name of its connection."""
    values = Values(facts(local_net="10.1.0.0/24", remote_net="10.2.0.0/16", connection="to-branch"), far=True, missing=[])

    assert fill("{local_prefix} {remote_prefix} {connection}", values) == "10.2.0.0/16 10.1.0.0/24 <connection>"


def test_the_connection_is_named_by_the_group_where_no_line_names_it() -> None:
    """Some lines of a daemon name the connection as the peer entry; the connection's own name comes first."""
    assert fill("{connection}", Values(facts(group="site"), missing=[])) == "site"
    assert fill("{connection}", Values(facts(group="site", connection="to-branch"), missing=[])) == "to-branch"
    assert fill("{connection}", Values(facts(group="a b; reboot"), missing=[])) == "<connection>"


def test_gateway_and_vpn_are_told_apart() -> None:
    """A firewall has both under different names; the one that is not known is not guessed from the other."""
    assert fill("{gateway} {vpn}", Values(facts(gateway="gw-branch", group="branch"), missing=[])) == "gw-branch branch"
    assert fill("{vpn}", Values(facts(gateway="gw-branch"), missing=[])) == "<name of the VPN tunnel>"
    assert fill("{gateway}", Values(facts(group="branch"), missing=[])) == "<name of the IKE gateway>"
    assert fill("{gateway}", Values(facts(gateway="gw; reboot"), missing=[])) == "<name of the IKE gateway>"


def test_braces_of_a_configuration_stay() -> None:
    """A doubled brace is the configuration's own; what stands in it is filled."""
    assert fill("{connection} {{", Values(facts(group="site"), missing=[])) == "site {"
