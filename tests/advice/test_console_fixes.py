"""The repairs on devices that are configured in a web interface: exact places, one tunnel alone, a way back, and no key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from assistant.dialogue import Mind, Session
from assistant.engine import knowledge
from assistant.kb.coverage import causes_covered
from assistant.model.entries import Fix, FixStep
from assistant.reports import text

CONSOLES = ("sonicwall", "watchguard", "zyxel")
KEY_FIELD = re.compile(
    r"(?:Shared Secret|Pre-Shared Key|keystring)(?: and Confirm Shared Secret)?(?::| (?=<|\S+$)) ?(?P<value><[^>]*>|\S+)"
)
A_KEY = re.compile(r"<the (?:agreed|former) key>")
NEW_VERSION = {"software-defect", "version-mismatch"}
"""Only a restart with another image takes all tunnels down, and those steps say so."""


def steps(platform: str) -> Iterator[tuple[Fix, FixStep]]:
    """Every step of the platform's fixes."""
    for fix in knowledge().platforms[platform].fixes:
        for step in fix.steps:
            yield fix, step


def lines(step: FixStep) -> list[str]:
    """What the step has somebody enter or look at: its commands, both ways, and its place."""
    return [*(command.run for command in (*step.commands, *step.undo_commands)), step.place]


@pytest.mark.parametrize("platform", CONSOLES)
def test_every_cause_has_a_fix_or_a_reason(platform: str) -> None:
    """None is left to words alone, and none is answered twice."""
    rows = [row for row in causes_covered(knowledge()) if row.platform == platform]

    assert {row.has for row in rows} == {"fix", "not-applicable"}
    assert all(row.reason for row in rows if row.has == "not-applicable")
    assert max(Counter(fix.cause for fix in knowledge().platforms[platform].fixes).values()) == 1


@pytest.mark.parametrize("platform", CONSOLES)
def test_every_step_says_where_and_how_it_is_undone(platform: str) -> None:
    """Somebody looks before anything is changed; a change names its place or commands; commands that configure have undoing ones."""
    for fix in knowledge().platforms[platform].fixes:
        assert fix.steps[0].impact in {"read-only", "debug-load"}, fix.cause
        assert any(step.place or step.commands for step in fix.steps), fix.cause
    for fix, step in steps(platform):
        told = (fix.cause, step.text)
        assert len(step.undo) > len("Nothing"), told
        assert len(step.text) > 10, told
        if step.impact in {"read-only", "debug-load"}:
            assert not {command.impact for command in step.commands} - {"read-only", "debug-load"}, told
            continue
        assert step.place or step.commands, told
        if "Nothing to undo" not in step.undo:
            assert not step.commands or step.undo_commands, told


@pytest.mark.parametrize("platform", CONSOLES)
def test_every_fix_is_verified_and_tells_the_far_end(platform: str) -> None:
    """By what must be seen and what it means otherwise; the message names both ends, asks something and is this cause's own."""
    fixes = knowledge().platforms[platform].fixes
    for fix in fixes:
        assert fix.verify, fix.cause
        assert all(len(item.expect) > 5 and len(item.otherwise) > 15 for item in fix.verify), fix.cause
        assert {"{peer}", "{local}"} <= set(re.findall(r"{\w+}", fix.message)), fix.cause
        assert re.search("[Pp]lease", fix.message), fix.cause
        assert len(fix.message) > 150, fix.cause
        assert not re.search(r"<the (?:agreed|former) key>", fix.message), fix.cause
        assert fix.status == "experimental" or fix.citations, fix.cause

    assert max(Counter(fix.message for fix in fixes).values()) == 1
    assert max(Counter(fix.title for fix in fixes).values()) == 1
    assert max(Counter(tuple((step.text, *lines(step)) for step in fix.steps) for fix in fixes).values()) == 1


@pytest.mark.parametrize("platform", CONSOLES)
def test_one_tunnel_alone_is_ended(platform: str) -> None:
    """What ends all of them is a change of version only; nothing is cleared, removed or switched off as a whole."""
    for fix, step in steps(platform):
        told = (fix.cause, step.text)
        assert step.impact != "drops-all-tunnels" or fix.cause in NEW_VERSION, told
        for line in lines(step):
            assert not re.search(
                r"Rekey All|Enable VPN: cleared|built-in IPSec Policy: cleared|(?:Delete|Clear|Disconnect) [Aa]ll", line
            ), told
        for command in (*step.commands, *step.undo_commands):
            assert command.impact != "drops-all-tunnels", told
            assert not re.match(r" *(?:no (?:crypto map|isakmp policy|ikev2 policy|sa spi)|clear |reboot|apply )", command.run), told
            assert not command.run.startswith("no sa") or re.fullmatch(r"no sa tunnel-name <[^>]+>", command.run), told
            assert not re.match(r"diagnose vpn .*restart", command.run), told


@pytest.mark.parametrize("platform", CONSOLES)
def test_no_key_stands_in_any_step(platform: str) -> None:
    """Where a key is entered, its placeholder stands; somewhere it is entered."""
    entered = 0
    for fix, step in steps(platform):
        for line in (*lines(step), step.text, step.undo):
            for found in KEY_FIELD.finditer(line):
                if found["value"].startswith("<"):
                    assert A_KEY.fullmatch(found["value"]), (fix.cause, line)
                    entered += 1
                else:
                    assert not line.lstrip().startswith("keystring"), (fix.cause, line)
                    assert not re.search(r"[0-9]", found["value"]), (fix.cause, line)
    assert entered >= 3


@pytest.mark.parametrize("platform", CONSOLES)
def test_a_capture_says_how_it_is_stopped(platform: str) -> None:
    """In the place, the undo or by its own time limit."""
    captures = [
        (fix, step)
        for fix, step in steps(platform)
        if step.impact == "debug-load" and re.search(r"Packet Monitor|TCP Dump|packet-trace", " ".join(lines(step)))
    ]
    assert len(captures) >= 4
    for fix, step in captures:
        assert re.search(r"Stop Capture|Stop Task|Control-C", step.undo), (fix.cause, step.text)
        runs = [command.run for command in step.commands]
        assert all(re.search(r" duration [0-9]+$", run) for run in runs if run.startswith("packet-trace")), (fix.cause, runs)


def test_blocks_of_the_zyxel_console_are_closed() -> None:
    """What configures is entered in configuration mode, and every block is left again."""
    for fix, step in steps("zyxel"):
        for commands in (step.commands, step.undo_commands):
            runs = [command.run for command in commands]
            opened = [run for run in runs if run == "configure terminal"]
            blocks = [run for run in runs if re.match(r"(?:isakmp policy|crypto map|ca validation) <[^>]+>$", run)]
            assert len(opened) + len(blocks) == sum(run.strip() == "exit" for run in runs), (fix.cause, runs)
            assert not blocks or opened, (fix.cause, runs)
            assert all(run == run.lstrip() or blocks for run in runs), (fix.cause, runs)


def test_what_the_zyxel_console_changes_is_saved_last_by_itself() -> None:
    """Not together with a change: until then a restart brings the former configuration back."""
    for fix in knowledge().platforms["zyxel"].fixes:
        saves = ["write" in [command.run for command in step.commands] for step in fix.steps]
        changes = any(command.run == "configure terminal" for step in fix.steps for command in step.undo_commands)
        assert saves.count(True) == changes, fix.cause
        assert saves[-1] == changes, fix.cause
        assert not changes or [command.run for command in fix.steps[-1].commands] == ["write"], fix.cause


def test_zyxel_entries_are_named_with_care() -> None:
    """A console that makes a new entry of a slip takes no name from a log, and the version of IKE decides on the command."""
    for fix in knowledge().platforms["zyxel"].fixes:
        runs = [command.run for step in fix.steps for command in (*step.commands, *step.undo_commands)]
        entries = [run for run in runs if re.match(r"(?:isakmp policy|crypto map) ", run) and not run.startswith("crypto map dial")]
        told = " ".join(step.text for step in fix.steps)
        assert not [run for run in entries if "{" in run], fix.cause
        of_this_tunnel = [run for run in entries if run.endswith((" <name of the VPN gateway>", " <name of the VPN connection>"))]
        assert not of_this_tunnel or "another name makes a new entry" in told, fix.cause
        assert "isakmp policy <name of the VPN gateway>" not in runs or "IKEv2 stands under ikev2 policy" in told, fix.cause


# Written for the test in the forms that the vendor documents.
SONICWALL_KEY = """\
RECEIVED<<< ISAKMP OAK MM (InitCookie:0x0a1b2c3d4e5f6071 RespCookie:0x8192a3b4c5d6e7f8, MsgID: 0x0) *(ID, HASH) 203.0.113.9, 500 198.51.100.1, 500
Failed payload verification after decryption; possible preshared key mismatch 203.0.113.9, 500 198.51.100.1, 500
"""
ZYXEL_KEY = """\
2024-03-12 10:21:05 info IKE Send Main Mode request to [203.0.113.9]
2024-03-12 10:21:07 info IKE [HASH] : Tunnel [branch] Phase 1 hash mismatch
"""


def test_a_diagnosis_shows_place_commands_and_message(session: Session) -> None:
    """With the peer's address in the place; the name of the entry, which the log may mean otherwise, is left to the user."""
    session.paste(ZYXEL_KEY)
    report = " ".join(text(session.diagnosis, width=200).split())

    assert "Where: Configuration > VPN > IPSec VPN > VPN Gateway > edit the gateway with 203.0.113.9" in report
    assert "keystring <the agreed key>" in report
    assert "isakmp policy <name of the VPN gateway>" in report
    assert "no sa tunnel-name <name of the VPN connection>" in report
    assert "not in this knowledge yet" not in report


def test_pages_of_one_release_are_named_by_it_alone(session: Session) -> None:
    """Not as a span from a release to itself; the key's place is told for this peer's policy."""
    session.paste(SONICWALL_KEY)
    report = text(session.diagnosis, width=200)
    flat = " ".join(report.split())

    assert "edit the policy with gateway 203.0.113.9 > General > Shared Secret and Confirm Shared Secret: <the agreed key>" in flat
    assert re.search(r"Base Settings > Currently Active VPN Tunnels +! 6\.5 only$", report, re.MULTILINE)
    assert "6.5 to 6.5" not in report


def test_what_cannot_be_on_the_device_is_said_with_its_reason(shipped: Mind) -> None:
    """A map that is bound to an interface is a matter of other devices."""
    for platform in CONSOLES:
        assert "wrong-interface" in shipped.excluded[platform]["crypto-map-not-applied"]
