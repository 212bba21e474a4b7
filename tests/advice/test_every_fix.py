"""What every fix on every platform owes its reader: a way back, a check, an end for what it starts, and no harm to other tunnels unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest

from assistant.dialogue import Mind
from assistant.engine import knowledge
from assistant.kb.coverage import causes_covered
from assistant.model.entries import Command, FixStep

_SERIOUS = ("read-only", "debug-load", "config-change", "drops-this-tunnel", "drops-all-tunnels")

_ENDED_BY = (
    (r"debug crypto (?!condition)", r"un(?:debug) all|no debug "),
    (r"debug crypto condition peer", r"debug crypto condition reset"),
    (r"capture (\w+) (?:interface|type)", r"no capture \1\Z"),
    (r"monitor capture (\w+) start", r"monitor capture \1 stop"),
    (r"diagnose debug enable", r"diagnose debug disable"),
    (r"diagnose debug flow trace start", r"diagnose debug flow trace stop"),
    (r"diagnose debug flow filter addr", r"diagnose debug flow filter clear"),
    (r"diagnose vpn ike log.filter (?:rem|dst)-addr", r"diagnose vpn ike log.filter clear"),
    (r"ipsec whack --debug base", r"ipsec whack --debug none"),
    (r"ipsec stroke loglevel \w+ [2-4]", r"ipsec stroke loglevel \w+ [01]"),
    (r"az network (\S+) packet-capture start", r"az network \1 packet-capture stop"),
    (r"Start-Az\w+PacketCapture", r"Stop-Az\w+PacketCapture"),
    (r"aws .*LogEnabled=true", r"aws .*LogEnabled=false"),
)
"""What goes on after its command has returned, and what ends it; ``\\1`` is the name it was given."""

_IN_FRONT = re.compile(
    r"\A(?:tcpdump|tail -f|monitor traffic|/tool sniffer|diagnose sniffer|swanctl --log|fw monitor|fw ctl zdebug|aws logs tail .*--follow)"
)
_BOUNDED = re.compile(
    r"(?:tcpdump|ping) .*-[cn] \d+|packet-num \d+|diagnose sniffer .*['\"] \d \d+\Z|fw monitor .*-c[io] \d+|swanctl --initiate .*--loglevel"
)

_BY_HAND = re.compile(r"Ctrl.C|Control-C|end(?:s it)?(?: it)? with Q|ends by itself")

_FOR_ALL = re.compile(
    r"clear crypto (?:isakmp|ikev1|ikev2|ipsec) sa(?: detail)?\Z|clear crypto (?:sa|session)\Z|vpn-sessiondb logoff (?:all|l2l|remote)"
    r"|no crypto (?:isakmp|ikev1|ikev2) enable|clear configure crypto(?: map)?(?: \S+)?\Z|clear configure (?:tunnel-group|all)\Z"
    r"|no crypto map \S+(?: interface \S+)?\Z|clear xlate\Z|reload\b|execute reboot"
    r"|diagnose vpn ike (?:restart|gateway (?:clear|flush))\Z|diagnose vpn tunnel flush\Z"
    r"|systemctl (?:stop|restart|disable --now) |ipsec (?:restart|stop)\b|ipsec whack --shutdown|ip xfrm (?:state|policy) flush"
    r"|az network vnet-gateway (?:reset|delete|update .*--sku)|(?:Reset|Remove|Resize)-AzVirtualNetworkGateway |aws ec2 delete-vpn-gateway"
)
"""Commands that reach beyond the one tunnel."""

_KEY = re.compile(
    r"(?:(?<!method )(?<!method=)pre-shared-key(?: (?:local|remote|key|ascii-text|cipher|simple|address \S+ key))?|psksecret(?:-remote)?|isakmp key"
    r"|secret ?=|PreSharedKey=|--shared-key|--value|-SharedKey|: PSK|password) *\"?(?P<value>[^\s\"]+)"
)

_NO_WAY_BACK = re.compile(
    r"nothing to undo|no way back|none is needed|no reason to go back|take the earlier steps back|only has to connect again"
    r"|(?:lines?|section|former file|noted line|address line|entry|output|old one|its old|certificate) .*(?:again|back|out|valid)|enter the line"
    r"|stop the ping|start the former version|start it again|old certificate|set the clock",
    re.IGNORECASE,
)


def _steps(mind: Mind) -> Iterator[tuple[str, FixStep]]:
    for platform, fixes in mind.fixes.items():
        for fix in fixes:
            yield from ((f"{platform}/{fix.cause}: {step.text[:50]}", step) for step in fix.steps)


def _blocks(mind: Mind) -> Iterator[tuple[str, Sequence[Command], Sequence[Command], str]]:
    """Everything that is typed together: where it stands, the commands, those that take it back, and the words about it."""
    for where, step in _steps(mind):
        yield where, step.commands, step.undo_commands, f"{step.text} {step.undo}"
    for platform in (name for name, fixes in mind.fixes.items() if fixes):
        for name, intent in mind.intents.get(platform, {}).items():
            yield f"{platform}/{name}", intent.commands, intent.stop, ""


def goes_on(commands: Sequence[Command], ends: Sequence[Command], words: str = "") -> list[str]:
    """The commands that start something for which nothing here tells the end."""
    typed = [command.run.strip() for command in (*commands, *ends)]
    missing = []
    for command in commands:
        run = command.run.strip()
        for start, stop in _ENDED_BY:
            found = re.match(start, run)
            named = stop.replace(r"\1", found[1]) if found and found.groups() else stop
            if found and not any(re.match(named, other) for other in typed):
                missing.append(run)
        if _IN_FRONT.match(run) and not _BOUNDED.search(run) and not _BY_HAND.search(command.note + words):
            missing.append(run)
        if command.impact == "debug-load" and not (ends or _BOUNDED.search(run) or _BY_HAND.search(command.note + words)):
            missing.append(run)
    return missing


def reaches_all(command: Command) -> bool:
    """Whether it ends more than this tunnel without saying so."""
    return bool(_FOR_ALL.match(command.run.strip())) and command.impact != "drops-all-tunnels"


def holds_a_key(run: str) -> bool:
    """Whether a value stands where only a placeholder may."""
    if re.match(r"(?:show|get|grep|no) ", run.strip()):
        return False
    return any(not found["value"].startswith("<") for found in _KEY.finditer(run))


def no_way_back(step: FixStep) -> bool:
    """Whether it changes something and neither a command nor a word says how that is taken back."""
    changes = any(command.impact in _SERIOUS[2:] for command in step.commands)
    return not step.undo.strip() or (changes and not step.undo_commands and not _NO_WAY_BACK.search(step.undo))


def test_every_cause_has_a_fix_or_a_reason(shipped: Mind) -> None:
    """On each platform that has fixes at all; words alone are for the others."""
    fixed = {platform for platform, fixes in shipped.fixes.items() if fixes}

    assert {"cisco-asa", "cisco-ios", "strongswan", "libreswan", "fortigate", "aws-vpn", "azure-vpn"} <= fixed
    gaps = [
        (row.platform, row.cause)
        for row in causes_covered(knowledge())
        if row.platform in fixed and row.has not in {"fix", "not-applicable"}
    ]
    assert gaps == []


def test_every_fix_looks_first_and_is_verified(shipped: Mind) -> None:
    """A first step that only reads, a check with both outcomes, a message without a key."""
    for platform, fixes in shipped.fixes.items():
        for fix in fixes:
            where = f"{platform}/{fix.cause}"
            assert fix.verify, where
            assert all(check.expect.strip() and check.otherwise.strip() for check in fix.verify), where
            assert fix.message.strip(), where
            assert "agreed key>" not in fix.message, where
            assert fix.steps[0].impact in {"read-only", "debug-load"} or not any(
                command.impact == "drops-all-tunnels" for command in fix.steps[0].commands
            ), where


def test_every_step_has_a_way_back_and_names_its_worst(shipped: Mind) -> None:
    """The step's impact is what the reader sees before the commands."""
    for where, step in _steps(shipped):
        assert not no_way_back(step), where
        worst = max((_SERIOUS.index(command.impact) for command in step.commands), default=0)
        assert _SERIOUS.index(step.impact) >= worst, where


def test_what_is_started_is_ended(shipped: Mind) -> None:
    """Debugs, captures, filters and logs, in fixes and in the intents of the same platforms."""
    assert [
        (where, goes_on(commands, ends, words)) for where, commands, ends, words in _blocks(shipped) if goes_on(commands, ends, words)
    ] == []


def test_a_debug_is_narrowed_to_one_peer_first(shipped: Mind) -> None:
    """A global debug on a device with many tunnels can stop it; the condition stands before it."""
    for where, commands, _, _ in _blocks(shipped):
        runs = [command.run.strip() for command in commands]
        for at, run in enumerate(runs):
            if re.match(r"debug crypto (?!condition)|diagnose debug application ike", run):
                assert any(re.match(r"debug crypto condition peer|diagnose vpn ike log.filter", other) for other in runs[:at]), where


def test_no_command_reaches_other_tunnels_unsaid_or_holds_a_key(shipped: Mind) -> None:
    """Neither to do nor to undo."""
    typed = [(where, command) for where, commands, ends, _ in _blocks(shipped) for command in (*commands, *ends)]

    assert len(typed) > 3000
    assert [(where, command.run) for where, command in typed if reaches_all(command)] == []
    assert [(where, command.run) for where, command in typed if holds_a_key(command.run)] == []


@pytest.mark.parametrize(
    ("run", "ends"),
    [
        ("debug crypto isakmp 127", ()),
        ("debug crypto condition peer {peer}", ("undebug all",)),
        ("capture IKE interface {interface} match udp host {local} host {peer}", ("no capture INS",)),
        ("monitor capture IKE start", ("no monitor capture IKE",)),
        ("diagnose debug enable", ("diagnose debug reset",)),
        ("az network vpn-connection packet-capture start", ("az network vnet-gateway packet-capture stop",)),
        ("tcpdump -ni any host {peer}", ()),
    ],
)
def test_a_start_without_its_own_end_is_found(run: str, ends: tuple[str, ...]) -> None:
    """The end of something else does not count."""
    assert goes_on([Command(run, "read-only")], [Command(item, "read-only") for item in ends]) == [run]


def test_a_start_with_its_end_passes() -> None:
    """Bounded by a count, ended by hand, or by its own command."""
    assert goes_on([Command("tcpdump -ni any -c 50 host {peer}", "debug-load")], []) == []
    assert goes_on([Command("aws logs tail <log group> --follow", "read-only", note="ends with Ctrl-C")], []) == []
    assert goes_on([Command("capture IKE type isakmp", "read-only")], [Command("no capture IKE", "read-only")]) == []


@pytest.mark.parametrize(
    "run",
    [
        "clear crypto ipsec sa",
        "clear crypto sa",
        "no crypto map {map}",
        "diagnose vpn ike gateway clear",
        "systemctl restart strongswan",
        "az network vnet-gateway reset --name <gateway>",
    ],
)
def test_a_clear_of_everything_is_found_and_one_of_this_tunnel_is_not(run: str) -> None:
    """The same word with the peer, the number or the name is for this tunnel."""
    assert reaches_all(Command(run, "drops-this-tunnel"))
    assert not reaches_all(Command(run, "drops-all-tunnels"))
    for narrow in ("clear crypto ipsec sa peer {peer}", "no crypto map {map} {seq}", "diagnose vpn ike gateway clear name {group}"):
        assert not reaches_all(Command(narrow, "drops-this-tunnel"))


@pytest.mark.parametrize(
    "run",
    [" ikev1 pre-shared-key hunter2", '  secret = "hunter2"', "crypto isakmp key hunter2 address {peer}", '{local} {peer} : PSK "hunter2"'],
)
def test_a_written_key_is_found_and_a_placeholder_is_not(run: str) -> None:
    """Only the operator knows the key."""
    assert holds_a_key(run)
    assert not holds_a_key(run.replace("hunter2", "<the agreed key>"))


def test_a_change_without_a_way_back_is_found() -> None:
    """A word on it is enough only where it says how."""
    change = (Command("ip route add 192.0.2.1", "config-change"),)

    assert no_way_back(FixStep("x", "config-change", "", change))
    assert no_way_back(FixStep("x", "config-change", "Be careful.", change))
    assert not no_way_back(FixStep("x", "config-change", "Be careful.", change, change))
