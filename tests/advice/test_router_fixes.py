"""The repairs on a Cisco router: the user's own peer and names in its own commands, and nothing that touches other tunnels unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.dialogue import Mind, Session
from assistant.model.diagnosis import Advice
from assistant.model.entries import Command
from assistant.reports import text

PASTES = Path(__file__).parent.parent / "data" / "pastes"
OF_AN_ASA = re.compile(r"tunnel-group|packet-tracer|vpn-sessiondb|sysopt|crypto ikev1|object network")

# Written for the test in the forms that the vendor documents.
NETWORKS = """\
R1#show crypto isakmp sa
IPv4 Crypto ISAKMP SA
dst             src             state          conn-id status
203.0.113.5     198.51.100.1    QM_IDLE           1001 ACTIVE

R1#show crypto map
Crypto Map IPv4 "BRANCHES" 20 ipsec-isakmp
\tPeer = 203.0.113.5
\tExtended IP access list TO-BRANCH
\t    access-list TO-BRANCH permit ip 10.1.0.0 0.0.0.255 10.9.4.0 0.0.3.255
\tCurrent peer: 203.0.113.5
\tSecurity association lifetime: 4608000 kilobytes/3600 seconds
\tResponder-Only (Y/N): N
\tPFS (Y/N): N
\tMixed-mode : Disabled
\tTransform sets={
\t\tSTRONG:  { esp-256-aes esp-sha-hmac  } ,
\t}
\tInterfaces using crypto map BRANCHES:
\t\tGigabitEthernet0/1

R1#show crypto ipsec sa

interface: GigabitEthernet0/1
    Crypto map tag: BRANCHES, local addr 198.51.100.1

   protected vrf: (none)
   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
   remote ident (addr/mask/prot/port): (10.9.4.0/255.255.252.0/0/0)
   current_peer 203.0.113.5 port 500
     PERMIT, flags={origin_is_acl,}
    #pkts encaps: 0, #pkts encrypt: 0, #pkts digest: 0
    #pkts decaps: 0, #pkts decrypt: 0, #pkts verify: 0
    #send errors 12, #recv errors 0

     local crypto endpt.: 198.51.100.1, remote crypto endpt.: 203.0.113.5
     current outbound spi: 0x0(0)

"""
REFUSED = """\
R1#show logging
*Nov 23 20:00:01.190: ISAKMP (1001): received packet from 203.0.113.5 dport 500 sport 500 Global (R) QM_IDLE
*Nov 23 20:00:01.191: ISAKMP:(1001): IPSec policy invalidated proposal with error {error}
*Nov 23 20:00:01.191: ISAKMP:(1001): phase 2 SA policy not acceptable! (local 198.51.100.1 remote 203.0.113.5)
*Nov 23 20:00:01.192: IPSEC(ipsec_process_proposal): {why}
"""


def _fix(session: Session, paste: str, cause: str) -> Advice:
    session.paste(paste)
    diagnosis = session.diagnosis
    assert diagnosis.inputs[0].platform == "cisco-ios"
    assert diagnosis.suspects[0].id == cause
    assert diagnosis.fix is not None
    shown = text(diagnosis)
    assert not OF_AN_ASA.search(shown)
    assert "in this knowledge yet" not in shown
    return diagnosis.fix


def _runs(fix: Advice) -> list[str]:
    return [command.run for step in fix.steps for command in (*step.commands, *step.undo_commands)]


def test_networks_that_do_not_mirror_are_added_with_a_wildcard_mask(session: Session) -> None:
    """The user's list, networks and peer; the line goes in before the wrong one goes out."""
    fix = _fix(session, NETWORKS + REFUSED.format(error=32, why="proxy identities not supported"), "p2-proxy-id-mismatch")
    runs = _runs(fix)

    added = runs.index(" permit ip 10.1.0.0 0.0.0.255 10.9.4.0 0.0.3.255")
    assert runs[added - 1] == "ip access-list extended TO-BRANCH"
    assert runs[added + 1].startswith(" no <number")
    assert "clear crypto sa peer 203.0.113.5" in runs
    assert fix.verify[0].command == "show crypto ipsec sa peer 203.0.113.5"
    assert "203.0.113.5" in fix.message


def test_the_transform_is_changed_in_the_users_own_entry(session: Session) -> None:
    """Map and sequence number of this tunnel: a shared set stays as it is."""
    fix = _fix(session, NETWORKS + REFUSED.format(error=256, why="transform proposal not supported for identity:"), "p2-transform-mismatch")
    runs = _runs(fix)

    entry = runs.index("crypto map BRANCHES 20 ipsec-isakmp")
    assert runs[entry + 1] == " set transform-set SET-AGREED"
    assert "no crypto ipsec transform-set SET-AGREED" in runs


def test_a_wrong_key_is_entered_anew_under_the_users_own_peer(session: Session) -> None:
    """Out with the old one first, as the router takes one key for an address; then this session alone is cleared."""
    runs = _runs(_fix(session, (PASTES / "router-message-unreadable.txt").read_text(), "psk-mismatch"))

    assert runs.index("no crypto isakmp key <the present key> address 203.0.113.5") < runs.index(
        "crypto isakmp key <the agreed key> address 203.0.113.5"
    )
    assert "clear crypto session remote 203.0.113.5" in runs


def _all_commands(shipped: Mind) -> Iterator[tuple[str, Command]]:
    for fix in shipped.fixes["cisco-ios"]:
        for step in fix.steps:
            yield from ((fix.cause, command) for command in (*step.commands, *step.undo_commands))
    for name, intent in shipped.intents["cisco-ios"].items():
        yield from ((name, command) for command in (*intent.commands, *intent.stop))


def test_no_clear_goes_without_an_address(shipped: Mind) -> None:
    """Without one a router drops the tunnels of all peers."""
    clears = [(where, command) for where, command in _all_commands(shipped) if command.run.strip().startswith("clear ")]

    assert len(clears) > 10
    for where, command in clears:
        assert re.match(r"clear crypto (session remote|sa peer|ikev2 sa remote) (\{peer\}|<peer [^>]+>)\Z", command.run), (
            where,
            command.run,
        )
        assert command.impact == "drops-this-tunnel", where


@pytest.mark.parametrize(
    "harm", [r"\breload\b", r"write erase", r"^no crypto map \{map\}\s*$", r"^no crypto isakmp enable", r"^undebug|^no debug"]
)
def test_what_harms_other_tunnels_is_absent_or_said(shipped: Mind, harm: str) -> None:
    """Such a line is not there, or it says what it drops, or it only ends what was started."""
    for where, command in _all_commands(shipped):
        if re.search(harm, command.run):
            assert command.impact == "drops-all-tunnels" or command.run == "undebug all", (where, command.run)


def test_a_debug_is_narrowed_to_the_peer_before_it_starts_and_is_stopped(shipped: Mind) -> None:
    """A debug of all peers can bring a busy router down; the condition is lifted only after the debug is off."""
    groups = [(intent.commands, intent.stop) for intent in shipped.intents["cisco-ios"].values()]
    groups += [(step.commands, step.undo_commands) for fix in shipped.fixes["cisco-ios"] for step in fix.steps]
    seen = 0
    for commands, stop in groups:
        debugs = [command.run for command in commands if command.run.startswith("debug ")]
        if debugs:
            seen += 1
            assert debugs[0] == "debug crypto condition peer ipv4 {peer}"
            assert [command.run for command in stop] == ["undebug all", "debug crypto condition reset"]
    assert seen >= 3


def test_every_change_says_how_to_take_it_back(shipped: Mind) -> None:
    """With commands, unless the step only saves, clears, sets the clock or loads what cannot be unloaded."""
    without_return = re.compile(r"write memory|clear |clock set|crypto pki (enroll|import|crl)|show |debug ")
    for fix in shipped.fixes["cisco-ios"]:
        for step in fix.steps:
            if any(not without_return.match(command.run) for command in step.commands if command.impact != "read-only"):
                assert step.undo_commands, (fix.cause, step.text)
                assert step.undo != "Nothing to undo."
