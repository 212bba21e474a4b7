"""What stands in a paste goes into a command only in the form that the command takes."""

from __future__ import annotations

import pytest

from assistant.advice.commands import Values, commands_for, fill
from assistant.advice.values import safe
from assistant.model.entries import Command
from assistant.model.observed import Evidence, Fact


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("10.1.0.0/255.255.255.0/0/0", "10.1.0.0 0.0.0.255"),
        ("10.9.4.0/22", "10.9.4.0 0.0.3.255"),
        ("10.1.0.7/24", "10.1.0.0 0.0.0.255"),
        ("192.0.2.7", "192.0.2.7 0.0.0.0"),
        ("0.0.0.0/0", "0.0.0.0 255.255.255.255"),
        ("2001:db8:1::/48", "2001:db8:1::/48"),
    ],
)
def test_a_router_writes_a_network_with_a_wildcard_mask(value: str, written: str) -> None:
    """The inverted mask; a mask as it is would permit something else without any error."""
    assert safe("local_wild", value) == written
    assert safe("remote_wild", value) == written


@pytest.mark.parametrize(
    "value", ["", "inside", "10.1.0.0/33", "10.1.0.0/24; reload", "10.1.0.0/255.0.255.0", "10.1.0.0\nreload", "/", "10.1.0.0 /x"]
)
def test_what_is_no_network_is_not_written(value: str) -> None:
    """Hostile or broken values never reach a command."""
    assert safe("local_wild", value) is None


def test_the_far_end_writes_the_networks_the_other_way_round() -> None:
    """Its own network is our remote one; an unknown one is named in words, not left as a placeholder."""
    seen = Evidence(0, 1, "written for the test")
    facts = {"local_net": Fact("local_net", "10.1.0.0/16", seen), "remote_net": Fact("remote_net", "10.2.3.0/24", seen)}
    line = "permit ip {local_wild} {remote_wild}"

    assert fill(line, Values(facts, missing=[])) == "permit ip 10.1.0.0 0.0.255.255 10.2.3.0 0.0.0.255"
    assert fill(line, Values(facts, far=True, missing=[])) == "permit ip 10.2.3.0 0.0.0.255 10.1.0.0 0.0.255.255"
    assert fill(line, Values({}, missing=[])) == "permit ip <local network> <wildcard mask> <remote network> <wildcard mask>"
    assert "our network" in fill(line, Values({}, far=True, missing=[]))


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("6.43", "6.43", "6.43 only"),
        ("6.43", "6.49", "6.43 to 6.49"),
        ("7.0", "", "7.0 and later"),
        ("", "6.42", "up to 6.42"),
        ("", "", ""),
    ],
)
def test_a_command_says_for_which_versions_it_is(since: str, until: str, told: str) -> None:
    """Where the version in use is not known every variant is shown."""
    shown = commands_for([Command(run="x", impact="read-only", since=since, until=until)], Values({}, missing=[]))

    assert [command.where for command in shown] == [told]
