"""The repairs on Palo Alto, Juniper SRX and MikroTik: look first, one tunnel only, a way back, no key, and the user's own names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest

from assistant.advice.commands import suits
from assistant.dialogue import Mind, Session
from assistant.model.entries import Command, Fix, FixStep
from assistant.reports import text

PLATFORMS = ("paloalto", "juniper-srx", "mikrotik")
VERSIONS = {
    "paloalto": [(6, 1), (7, 1), (8, 0), (10, 2)],
    "juniper-srx": [(10, 4), (12, 1), (15, 1), (22, 4)],
    "mikrotik": [(6, 30), (6, 42), (6, 43), (6, 44), (6, 49), (7, 15)],
}


def _all_commands(mind: Mind, platform: str) -> Iterator[tuple[str, Command]]:
    for fix in mind.fixes[platform]:
        for step in fix.steps:
            yield from ((fix.cause, command) for command in (*step.commands, *step.undo_commands))
    for name, intent in mind.intents[platform].items():
        yield from ((name, command) for command in (*intent.commands, *intent.stop))


def _changes(step: FixStep) -> list[Command]:
    return [item for item in step.commands if item.impact in {"config-change", "drops-this-tunnel"} and item.run != "configure"]


def _first_change(fix: Fix) -> int:
    return next((index for index, step in enumerate(fix.steps) if step.impact == "config-change"), len(fix.steps))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_fix_looks_first_and_is_verified(shipped: Mind, platform: str) -> None:
    """The first step reads only; every check says what is expected and what it means otherwise; no text is told twice."""
    fixes = shipped.fixes[platform]
    for fix in fixes:
        assert fix.steps[0].impact == "read-only", fix.cause
        assert any(command.expect or command.bad for step in fix.steps[: _first_change(fix)] for command in step.commands), fix.cause
        assert fix.verify, fix.cause
        assert all(check.expect and check.otherwise for check in fix.verify), fix.cause
        assert "{local}" in fix.message or "{peer}" in fix.message, fix.cause
    for told in ([fix.title for fix in fixes], [fix.message for fix in fixes], [fix.steps[0].text for fix in fixes]):
        assert not {item for item in told if told.count(item) > 1}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_change_can_be_taken_back_in_every_version(shipped: Mind, platform: str) -> None:
    """Where a version has lines to enter, it has lines that undo them, on the same thing."""
    for fix in shipped.fixes[platform]:
        for step in fix.steps:
            if step.impact != "config-change":
                continue
            assert step.undo, fix.cause
            assert not step.undo.startswith("Nothing to undo"), (fix.cause, step.text)
            for version in VERSIONS[platform]:
                entered = [item for item in _changes(step) if suits(item, version)]
                back = [item for item in step.undo_commands if suits(item, version)]
                assert bool(entered) == bool(back), (fix.cause, version, step.text)
            undone = " ".join(command.run for command in step.undo_commands)
            for command in _changes(step):
                thing = re.match(r"(?:set|delete) (?!date)((?:\S+ ){3})", command.run)
                assert thing is None or thing[1].strip() in undone, (fix.cause, command.run)


@pytest.mark.parametrize(
    ("platform", "narrow"),
    [
        (
            "paloalto",
            r"clear vpn ike-sa gateway \{gateway\}|clear vpn ipsec-sa tunnel \{vpn\}|clear session id <[^>]+>",
        ),
        (
            "juniper-srx",
            (
                r"clear security ike security-associations \{peer\}"
                r"|clear security ipsec security-associations index <[^>]+>"
                r"|clear security flow session (?:source|destination)-prefix \{(?:src|peer)\}/32(?: destination-prefix \{dst\}/32)?"
                r"|(?:run )?clear security pki (?:crl|ca-certificate) ca-profile <[^>]+>"
                r"|(?:run )?clear security pki (?:local-certificate|key-pair) certificate-id <[^>]+>"
            ),
        ),
    ],
)
def test_a_clear_names_what_it_clears(shipped: Mind, platform: str, narrow: str) -> None:
    """Without the name these commands end every tunnel, session or certificate of the device."""
    clears = [(where, item) for where, item in _all_commands(shipped, platform) if re.match(r"(run )?clear ", item.run)]

    assert len(clears) > 20
    for where, command in clears:
        assert re.fullmatch(narrow, command.run), (where, command.run)
        assert " pki " in command.run or command.impact == "drops-this-tunnel", (where, command.run)


def test_routeros_removes_and_disables_only_what_it_found(shipped: Mind) -> None:
    """``[find]`` without a condition is everything."""
    acts = [
        (where, command)
        for where, command in _all_commands(shipped, "mikrotik")
        if re.search(r"\b(remove|disable|enable|set|unset|flush|kill-connections)\b", command.run)
    ]

    assert len(acts) > 100
    for where, command in acts:
        assert not re.search(r"flush|kill-connections|\[find\]", command.run), (where, command.run)
        single = re.match(r"/(certificate settings|system ntp client) set ", command.run)
        assert single or re.search(r"\[find where [a-z-]+[=~]\S", command.run), (where, command.run)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_harms_other_tunnels_is_absent(shipped: Mind, platform: str) -> None:
    """Restarts, whole subtrees and logs of everybody are no repair of one tunnel."""
    harm = re.compile(
        r"\brestart\b|\breboot\b|request shutdown|load (override|config from)|^import |system reset"
        r"|^delete (network|security|rulebase)( (ike|ipsec|nat|rules|tunnel|policies))*( gateway| vpn| policy| proposal| ipsec)?$"
        r"|commit force"
    )
    for where, command in _all_commands(shipped, platform):
        assert not harm.search(command.run), (where, command.run)
        assert command.impact != "drops-all-tunnels", (where, command.run)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_command_and_no_message_holds_a_key(shipped: Mind, platform: str) -> None:
    """A key stands as a placeholder wherever one is entered."""
    entered = re.compile(r"(?:pre-shared-key key |ascii-text |secret=|passphrase=)(.*?)(?= [a-z-]+=|$)")
    placeholder = re.compile(r'<the (?:agreed|former) key>|<its passphrase>|""')
    seen = 0
    for where, command in _all_commands(shipped, platform):
        for found in entered.finditer(command.run):
            seen += 1
            assert placeholder.fullmatch(found[1]), (where, command.run)
    assert seen > 5
    for fix in shipped.fixes[platform]:
        assert "<the" not in fix.message
        assert "secret=" not in fix.message


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_debug_or_capture_is_narrowed_and_says_how_it_ends(shipped: Mind, platform: str) -> None:
    """To one gateway or peer where the device can; with lines that stop it, or a key that does."""
    groups = [(name, intent.commands, intent.stop) for name, intent in shipped.intents[platform].items()]
    steps = [(fix.cause, step) for fix in shipped.fixes[platform] for step in fix.steps]
    groups += [(cause, step.commands, step.undo_commands) for cause, step in steps]
    seen = 0
    for where, commands, stop in groups:
        runs = [command.run for command in commands]
        if loads := [command for command in commands if command.impact == "debug-load"]:
            seen += 1
            assert stop or any("Ctrl+C" in item.note for item in loads) or _ends_by_key(steps, where), where
        if "debug dataplane packet-diag set capture on" in runs:
            assert runs.index("debug dataplane packet-diag set filter on") < runs.index("debug dataplane packet-diag set capture on")
            assert [item.run for item in stop] == [
                "debug dataplane packet-diag set capture off",
                "debug dataplane packet-diag set filter off",
            ]
        for run in runs:
            assert not run.startswith(("monitor traffic", "/tool sniffer")) or "{peer}" in run, (where, run)
            assert not run.startswith("debug ike gateway") or "{gateway}" in run, (where, run)
            assert not run.startswith("request security ike debug-enable") or "remote {peer}" in run, (where, run)
            assert "traceoptions" not in run, (where, run)
    assert seen >= 5


def _ends_by_key(steps: Sequence[tuple[str, FixStep]], cause: str) -> bool:
    return any(where == cause and step.impact == "debug-load" and "Ctrl+C" in step.undo for where, step in steps)


def test_a_change_takes_effect_as_the_platform_does_it(shipped: Mind) -> None:
    """PAN-OS and Junos commit after the last change, Junos on trial first; on RouterOS safe mode comes before the first one."""
    for fix in shipped.fixes["paloalto"]:
        runs = [command.run for step in fix.steps for command in step.commands]
        if any(run.startswith("set ") for run in runs):
            last = max(index for index, run in enumerate(runs) if re.match(r"(set|delete|move) ", run))
            assert runs.index("validate full") > last, fix.cause
            assert "commit" in runs[last:], fix.cause
    for fix in shipped.fixes["juniper-srx"]:
        runs = [command.run for step in fix.steps for command in step.commands]
        if any(re.match(r"(set|delete|insert|activate|deactivate) (?!date)", run) for run in runs):
            trial = runs.index("commit confirmed 5")
            assert runs[trial + 1] == "commit", fix.cause
            assert not [run for run in runs[trial:] if re.match(r"(set|delete|insert) (?!date)", run)], fix.cause
    for fix in shipped.fixes["mikrotik"]:
        first = _first_change(fix)
        assert first == len(fix.steps) or any("safe mode" in step.text for step in fix.steps[:first]), fix.cause


@pytest.mark.parametrize(
    ("platform", "configuring"),
    [
        ("paloalto", r"(set|delete|move|validate|commit|run|show (network|shared)) ?"),
        ("juniper-srx", r"(set (?!date)|delete |insert |activate |deactivate |commit|run |show \|)"),
    ],
)
def test_each_command_stands_in_its_own_mode(shipped: Mind, platform: str, configuring: str) -> None:
    """Entered one after the other, no command is typed at the prompt of the other mode; every step of changes enters its mode itself."""
    for fix in shipped.fixes[platform]:
        inside = False
        for step in fix.steps:
            for command in step.commands:
                if command.run in {"configure", "exit"}:
                    inside = command.run == "configure"
                else:
                    assert bool(re.match(configuring, command.run)) == inside, (fix.cause, command.run)
            first = next((command.run for command in step.commands), "")
            assert not re.match(r"(set (?!date)|delete|insert|move|activate|deactivate) ", first), (fix.cause, first)


# Written for the test in the forms that the vendors document.
PAN_WRONG_KEY = """\
admin@PA-220> show vpn ike-sa detail gateway {name}
IKE Gateway {name}, ID 1 198.51.100.1 => 203.0.113.9

IKE phase-1 negotiation is started as initiator, main mode. Initiated SA: 198.51.100.1[500]-203.0.113.9[500] cookie:0a1b2c3d4e5f6071:0000000000000000.
IKE phase-1 negotiation is failed likely due to pre-shared key mismatch.
"""
SRX_NO_PROPOSAL = (
    "Mar 12 10:21:07  srx-a kmd[1352]: IKE negotiation failed with error: No proposal chosen. IKE Version: 1, "
    "VPN: branch Gateway: gw-branch, Local: 198.51.100.1/500, Remote: 203.0.113.9/500, Local IKE-ID: Not-Available, "
    "Remote IKE-ID: Not-Available, VR-ID: 0\n"
)
ROUTER_REFUSES = """\
10:21:07 ipsec,info respond new phase 1 (Identity Protection): 198.51.100.1[500]<=>203.0.113.9[500]
10:21:07 ipsec rejected hashtype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = SHA:MD5
10:21:07 ipsec,error no suitable proposal found.
10:21:07 ipsec,error 203.0.113.9 failed to get valid proposal.
"""


@pytest.mark.parametrize(
    ("paste", "cause", "runs"),
    [
        (
            PAN_WRONG_KEY.replace("{name}", "GW-BRANCH"),
            "psk-mismatch",
            [
                "set network ike gateway GW-BRANCH authentication pre-shared-key key <the agreed key>",
                "clear vpn ike-sa gateway GW-BRANCH",
                "clear vpn ipsec-sa tunnel <name of the VPN tunnel>",
            ],
        ),
        (
            SRX_NO_PROPOSAL,
            "policy-mismatch",
            [
                "request security ike debug-enable local 198.51.100.1 remote 203.0.113.9 level 7",
                "clear security ike security-associations 203.0.113.9",
            ],
        ),
        (
            ROUTER_REFUSES,
            "policy-mismatch",
            [
                "/ip ipsec peer disable [find where address=203.0.113.9/32]",
                '/log print where message~"203.0.113.9"',
            ],
        ),
    ],
)
def test_the_users_own_names_go_into_the_commands(session: Session, paste: str, cause: str, runs: Sequence[str]) -> None:
    """Gateway and peer as pasted; the tunnel, which no line names, is not guessed from the gateway."""
    session.paste(paste)
    diagnosis = session.diagnosis

    assert diagnosis.suspects[0].id == cause
    assert diagnosis.fix is not None
    shown = [command.run for step in diagnosis.fix.steps for command in step.commands]
    assert [run for run in runs if run not in shown] == []
    assert "not in this knowledge yet" not in text(diagnosis)
    assert "198.51.100.1" in diagnosis.fix.message


def test_a_hostile_name_goes_into_no_command(session: Session) -> None:
    """A name with marks that a CLI acts on stays a placeholder."""
    session.paste(PAN_WRONG_KEY.replace("{name}", "x;reboot"))
    fix = session.diagnosis.fix

    assert fix is not None
    runs = [command.run for step in fix.steps for command in (*step.commands, *step.undo_commands)]
    assert not [run for run in runs if "reboot" in run]
    assert "clear vpn ike-sa gateway <name of the IKE gateway>" in runs
