"""A platform's own commands are shown for its tunnels, and words alone where they are not written yet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec import structs

from assistant.dialogue import Mind, Session
from assistant.reports import text

REFUSED = """\
Nov 23 20:00:00 gw charon[123]: 06[NET] received packet: from 203.0.113.5[500] to 198.51.100.1[500] (180 bytes)
Nov 23 20:00:00 gw charon[123]: 06[ENC] parsed ID_PROT request 0 [ SA V V V V ]
Nov 23 20:00:00 gw charon[123]: 06[IKE] 203.0.113.5 is initiating a Main Mode IKE_SA
Nov 23 20:00:00 gw charon[123]: 06[CFG] received proposals: IKE:3DES_CBC/HMAC_MD5_96/PRF_HMAC_MD5/MODP_1024
Nov 23 20:00:00 gw charon[123]: 06[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
Nov 23 20:00:00 gw charon[123]: 06[IKE] no proposal found
"""
KEY_DIFFERS = """\
Nov 23 20:00:00 gw charon[123]: 05[IKE] <to-branch|1> initiating IKE_SA to-branch[1] to 203.0.113.5
Nov 23 20:00:00 gw charon[123]: 05[NET] <to-branch|1> sending packet: from 198.51.100.1[500] to 203.0.113.5[500] (464 bytes)
Nov 23 20:00:00 gw charon[123]: 06[NET] <to-branch|1> received packet: from 203.0.113.5[500] to 198.51.100.1[500] (472 bytes)
Nov 23 20:00:00 gw charon[123]: 06[ENC] <to-branch|1> parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
Nov 23 20:00:00 gw charon[123]: 06[IKE] <to-branch|1> authentication of '198.51.100.1' (myself) with pre-shared key
Nov 23 20:00:00 gw charon[123]: 06[ENC] <to-branch|1> generating IKE_AUTH request 1 [ IDi IDr AUTH SA TSi TSr ]
Nov 23 20:00:00 gw charon[123]: 07[ENC] <to-branch|1> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]
Nov 23 20:00:00 gw charon[123]: 07[IKE] <to-branch|1> received AUTHENTICATION_FAILED notify error
"""
# written for the test from the documented lines of the daemon

PASTES = Path(__file__).parents[1] / "data" / "pastes"


def test_a_strongswan_gets_its_own_commands(session: Session) -> None:
    """The connection's proposal is set in swanctl.conf first; no command of another platform is shown."""
    session.paste(REFUSED)
    diagnosis = session.diagnosis

    assert diagnosis.inputs[0].platform == "strongswan"
    assert diagnosis.suspects[0].id == "policy-mismatch"
    assert diagnosis.fix is not None
    lines = [command.run for step in diagnosis.fix.steps for command in step.commands]
    assert lines.index("    proposals = <encryption>-<integrity>-<group>") < lines.index("    ike=<encryption>-<integrity>-<group>!")
    assert "swanctl --load-conns" in lines
    assert "203.0.113.5" in diagnosis.fix.message
    assert "crypto isakmp" not in text(diagnosis)
    assert "crypto ikev1" not in text(diagnosis)


def test_a_strongswans_commands_carry_its_own_names(session: Session) -> None:
    """Addresses and the name of the connection are the user's, in swanctl.conf and in ipsec.secrets."""
    session.paste(KEY_DIFFERS)
    fix = session.diagnosis.fix

    assert fix is not None
    assert fix.cause == "psk-mismatch"
    lines = [command.run for step in fix.steps for command in step.commands]
    assert "  ike-to-branch {" in lines
    assert "    id = 203.0.113.5" in lines
    assert '198.51.100.1 203.0.113.5 : PSK "<the agreed key>"' in lines
    assert "swanctl --terminate --ike to-branch" in lines
    assert lines.index("swanctl --terminate --ike to-branch") < lines.index("ipsec down to-branch")


def test_a_libreswans_commands_carry_its_own_names(session: Session) -> None:
    """Both spellings of the ipsec command are shown while the version is not known, for the connection of the log."""
    session.paste((PASTES / "libreswan-auth-refused.txt").read_text(encoding="utf-8"))
    fix = session.diagnosis.fix

    assert session.diagnosis.inputs[0].platform == "libreswan"
    assert fix is not None
    assert fix.cause == "psk-mismatch"
    shown = {command.run: command.where for step in fix.steps for command in step.commands}
    assert shown["ipsec down siteA"] == "5.0 and later"
    assert shown["ipsec auto --down siteA"] == "up to 4.15"
    assert '<this end\'s address> 203.0.113.5 : PSK "<the agreed key>"' in shown  # the log never names our address
    assert "swanctl" not in text(session.diagnosis)


@pytest.mark.parametrize("platform", ["strongswan", "libreswan"])
def test_fixes_of_the_two_daemons_are_careful(shipped: Mind, platform: str) -> None:
    """No step drops all tunnels; what is changed can be taken back; captures end by themselves; a key is never a real one."""
    fixes = shipped.fixes[platform]
    assert fixes

    for fix in fixes:
        for step in fix.steps:
            assert step.undo, (fix.cause, step.text)
            for command in step.commands:
                assert command.impact != "drops-all-tunnels", (fix.cause, command.run)
                assert not re.match(r"ipsec (?:restart|stop|setup)|systemctl (?:restart|stop)", command.run), (fix.cause, command.run)
                assert not command.run.startswith("tcpdump") or " -c " in command.run, (fix.cause, command.run)
            for command in (*step.commands, *step.undo_commands):
                assert "PSK" not in command.run or re.search(r'PSK "<the (?:agreed|former) key>"', command.run), (fix.cause, command.run)
                assert "secret =" not in command.run or re.search(r'= "<the (?:agreed|former) key>"', command.run), (fix.cause, command.run)
            opened = sum(command.run.count("{{") - command.run.count("}}") for command in step.commands)
            assert opened == 0, (fix.cause, step.text)
            rules = [
                command.run.replace("-I", "-D").replace("-A", "-D")
                for command in step.commands
                if re.match(r"iptables .*-[IA] ", command.run)
            ]
            taken = [command.run for command in step.undo_commands]
            for rule in rules:
                assert re.sub(r"(-D \S+) 1 ", r"\1 ", rule) in taken, (fix.cause, rule)


def test_words_alone_where_no_commands_are_written(shipped: Mind) -> None:
    """What is said of the repair holds for every platform and says what is missing; as with an overlay of a new platform."""
    session = Session(structs.replace(shipped, fixes={name: fixes for name, fixes in shipped.fixes.items() if name != "racoon"}))
    session.paste((PASTES / "racoon-proposal-refused.txt").read_text(encoding="utf-8"))
    fix = session.diagnosis.fix

    assert fix is not None
    assert "The commands of racoon for this are not in this knowledge yet" in fix.steps[0].text
    assert not fix.steps[0].commands
