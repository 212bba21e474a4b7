"""The repairs on racoon, Check Point, Huawei VRP and Windows: each cause has one, with its return, and none harms another tunnel."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assistant.dialogue import Mind, Session
from assistant.engine import knowledge
from assistant.kb.coverage import causes_covered
from assistant.model.entries import Command, Fix

PLATFORMS = ("racoon", "checkpoint", "huawei", "windows")

# What ends tunnels, and the only forms in which it may stand: with one peer, one connection or one interface.
ENDS = re.compile(
    r"flush|deleteall|delete-sa|vpn-disconnect|^vpn tu$|vpn tu del|\breset\b|SA \| *Remove|Remove-NetIPsec\w+SA|Disconnect-Vpn|/disconnect|Stop-Service"
    r"|Restart-Service|service \w+ (stop|restart)|\breboot\b|cpstop|cprestart"
)
OF_ONE = re.compile(
    r'echo "deleteall (\{local\} \{peer\}|\{peer\} \{local\}) esp;" \| setkey -c'
    r"|racoonctl delete-sa isakmp inet \{local\} \{peer\}|racoonctl vpn-disconnect \{peer\}"
    r"|vpn tu"  # a menu: the step names the item and the peer
    r"|reset ipsec sa remote \{peer\}|reset ike sa conn-id <connection id>"
    r"|netsh winhttp reset proxy .*|netsh winhttp reset proxy"
    r"|Get-NetIPsec(Main|Quick)ModeSA \| Where-Object RemoteEndpoint -eq '\{peer\}' \| Remove-NetIPsec(Main|Quick)ModeSA"
    r'|rasdial "\{connection\}" /disconnect'
    r'|Disconnect-VpnS2SInterface -Name "<name of the interface>" -Force'
)
KEY = re.compile(r"(?i)(?:shared-key(?: cipher)?|-SharedSecret|-PreSharedKey|-L2tpPsk|psksecret)\s+(\S+)")
SAVES = re.compile(r"save\Z|certutil -urlcache|vpn crl_zap")
STRENGTH = ("read-only", "debug-load", "config-change", "drops-this-tunnel", "drops-all-tunnels")
LIMITED = re.compile(r"ends by itself|Ctrl-C|it is fetched again|they are fetched again")


@pytest.fixture(params=PLATFORMS)
def fixes(request: pytest.FixtureRequest, shipped: Mind) -> tuple[str, list[Fix]]:
    """A platform and its fixes."""
    return request.param, [item for item in shipped.fixes[request.param] if item.status != "retired"]


def _commands(platform: str, shipped: Mind) -> Iterator[tuple[str, Command]]:
    for fix in shipped.fixes[platform]:
        for step in fix.steps:
            yield from ((fix.cause, command) for command in (*step.commands, *step.undo_commands))
    for name, intent in shipped.intents[platform].items():
        yield from ((name, command) for command in (*intent.commands, *intent.stop))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_cause_has_a_fix_or_a_reason(platform: str) -> None:
    """Words alone are not enough on these platforms any more."""
    rows = [row for row in causes_covered(knowledge()) if row.platform == platform]

    assert len(rows) > 50
    assert {row.has for row in rows} == {"fix", "not-applicable"}
    assert all(row.reason for row in rows if row.has == "not-applicable")


def test_each_looks_first_and_says_how_to_go_back_and_how_to_verify(fixes: tuple[str, list[Fix]], shipped: Mind) -> None:
    """The first step changes nothing; each check says what it means if it is not so."""
    platform, items = fixes
    for fix in items:
        where = f"{platform}/{fix.cause}"
        assert fix.steps[0].impact in {"read-only", "debug-load"}, where
        assert all(step.undo.strip() for step in fix.steps), where
        assert len(fix.verify) >= 1, where
        for check in fix.verify:
            assert check.expect, where
            assert check.otherwise, where
            assert check.intent in shipped.intents[platform], where


def test_every_change_can_be_taken_back(fixes: tuple[str, list[Fix]]) -> None:
    """With commands where it is made by commands; in words where it is made in a console."""
    platform, items = fixes
    changes = 0
    for fix in items:
        for step in fix.steps:
            if step.impact != "config-change":
                continue
            changes += 1
            where = f"{platform}/{fix.cause}: {step.text}"
            assert step.undo != "Nothing to undo.", where
            if any(command.impact != "read-only" and not SAVES.match(command.run) for command in step.commands):
                assert step.undo_commands, where
    assert changes > 40


def test_a_step_owns_up_to_its_strongest_command(fixes: tuple[str, list[Fix]]) -> None:
    """Only the step's impact is shown, so no command in it may do more."""
    platform, items = fixes
    for fix in items:
        for step in fix.steps:
            strongest = max((STRENGTH.index(command.impact) for command in step.commands), default=0)
            assert STRENGTH.index(step.impact) >= strongest, f"{platform}/{fix.cause}: {step.text}"


def test_blocks_of_a_configuration_are_closed(fixes: tuple[str, list[Fix]]) -> None:
    """A section that is opened ends in the same step, so that what is copied parses."""
    platform, items = fixes
    for fix in items:
        for step in fix.steps:
            for commands in (step.commands, step.undo_commands):
                opened = sum(command.run.count("{{") - command.run.count("}}") for command in commands)
                assert opened == 0, f"{platform}/{fix.cause}: {step.text}"


def test_a_debug_or_capture_ends_by_itself_or_is_stopped(fixes: tuple[str, list[Fix]]) -> None:
    """Nothing that costs load is left running."""
    platform, items = fixes
    for fix in items:
        for step in fix.steps:
            if any(command.impact == "debug-load" for command in step.commands):
                assert step.undo_commands or LIMITED.search(step.undo), f"{platform}/{fix.cause}: {step.text}"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_only_one_tunnel_is_ever_cleared(platform: str, shipped: Mind) -> None:
    """What ends SAs names its peer; the one exception puts a service back to where it was, and says what that drops."""
    seen = 0
    for where, command in _commands(platform, shipped):
        if command.impact == "drops-all-tunnels":
            assert command.run == "Stop-Service IKEEXT", (where, command.run)
            assert command.note, where
            continue
        if ENDS.search(command.run.strip()) and not command.run.startswith("<"):
            if command.run == "service racoon stop":
                assert "all tunnels" in command.note, where
                continue
            seen += 1
            assert OF_ONE.fullmatch(command.run.strip()), (where, command.run)
    assert seen > 3


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_key_stands_in_a_command_or_a_message(platform: str, shipped: Mind) -> None:
    """Where a key belongs there is its placeholder; the text for the far side's admin has neither."""
    for where, command in _commands(platform, shipped):
        for value in KEY.findall(command.run):
            assert value.lstrip("'\"").startswith("<"), (where, command.run)
    for fix in shipped.fixes[platform]:
        assert "key>" not in fix.message, (platform, fix.cause)


def test_each_fix_speaks_of_its_own_cause(fixes: tuple[str, list[Fix]]) -> None:
    """No text was copied from cause to cause: titles and messages differ, and each message names one of the two ends."""
    platform, items = fixes

    assert len({fix.title for fix in items}) == len(items), platform
    assert len({fix.message for fix in items}) == len(items), platform
    assert all("{peer}" in fix.message or "{local}" in fix.message for fix in items), platform


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_placeholder_stands_where_it_is_not_filled(platform: str, shipped: Mind) -> None:
    """A note is shown as it is written."""
    for where, command in _commands(platform, shipped):
        assert not re.search(r"\{\w", command.note), (where, command.note)


# Written for the test in the forms of the vendors' lists and logs.
HUAWEI = """\
<AR1> display ike error-info
  current ike Error-info number :1
  peer                port        error-reason                version   error-time
  203.0.113.9        500         phase1 proposal mismatch    v1     2024-03-12 10:21:07
"""
RACOON = """\
Mar 12 10:21:07 gw racoon: INFO: respond new phase 1 negotiation: 198.51.100.1[500]<=>203.0.113.9[500]
Mar 12 10:21:07 gw racoon: INFO: begin Identity Protection mode.
Mar 12 10:21:07 gw racoon: ERROR: rejected enctype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = AES-CBC:3DES-CBC
Mar 12 10:21:07 gw racoon: ERROR: no suitable proposal found.
Mar 12 10:21:07 gw racoon: [203.0.113.9] ERROR: failed to get valid proposal.
"""


@pytest.mark.parametrize(
    ("paste", "platform", "verify"), [(HUAWEI, "huawei", "display ike proposal"), (RACOON, "racoon", "racoonctl show-event")]
)
def test_a_refused_proposal_leads_to_the_platforms_own_commands(session: Session, paste: str, platform: str, verify: str) -> None:
    """The user's own peer stands in the commands, in the platform's own words."""
    session.paste(paste)
    diagnosis = session.diagnosis

    assert diagnosis.inputs[0].platform == platform
    assert diagnosis.suspects[0].id == "policy-mismatch"
    assert diagnosis.fix is not None
    assert diagnosis.fix.unproven
    assert diagnosis.fix.verify[0].command == verify
    assert any("203.0.113.9" in command.run for step in diagnosis.fix.steps for command in step.commands)
    assert "in this knowledge yet" not in " ".join(step.text for step in diagnosis.fix.steps)


FLOW = """\
<AR1> display ipsec sa
  IPSec policy name: "map1"
  Sequence number  : 10
  Acl Group        : 3101
  Acl rule         : 5
    Encapsulation mode: Tunnel
    Tunnel local      : 198.51.100.1
    Tunnel remote     : 203.0.113.9
    Flow source       : 192.0.2.0/255.255.255.128 0/0
    Flow destination  : 192.0.2.128/255.255.255.128 0/0
""" + HUAWEI.replace("phase1 proposal mismatch", "flow mismatch")
CLIENT = """\
The User EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 13868.
An IPsec main mode security association was established.
An IPsec quick mode negotiation failed.
"""


@pytest.mark.parametrize(
    ("paste", "cause", "run"),
    [
        (FLOW, "p2-proxy-id-mismatch", "acl 3101"),
        (FLOW, "p2-proxy-id-mismatch", " rule permit ip source 192.0.2.0 0.0.0.127 destination 192.0.2.128 0.0.0.127"),
        (FLOW, "p2-proxy-id-mismatch", "reset ipsec sa remote 203.0.113.9"),
        (CLIENT, "p2-transform-mismatch", 'rasdial "branch" /disconnect'),
    ],
)
def test_the_users_own_names_go_into_the_commands(session: Session, paste: str, cause: str, run: str) -> None:
    """List, networks and peer of a VRP listing; the connection that a Windows event names."""
    session.paste(paste)
    fix = session.diagnosis.fix

    assert fix is not None
    assert fix.cause == cause
    assert run in [command.run for step in fix.steps for command in step.commands]
