"""A FortiGate's diagnosis prints FortiOS commands with the user's own tunnel name and addresses."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session
from assistant.engine import knowledge
from assistant.reports import text

WRONG_KEY = """ike 0:{name}:12: initiator: main mode is sending 1st message...
ike 0:{name}:12: sent IKE msg (ident_i1send): 198.51.100.1:500->203.0.113.9:500, len=716, id=0a1b2c3d4e5f6071/0000000000000000
ike 0: comes 203.0.113.9:500->198.51.100.1:500,ifindex=5....
ike 0: IKEv1 exchange=Identity Protection id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8 len=140
ike 0:{name}:12: initiator: main mode get 1st response...
ike 0:{name}:12: probable pre-shared secret mismatch
"""  # written for the test in the documented forms


def test_the_fix_names_the_tunnel_and_the_peer(session: Session) -> None:
    """The entry is edited by its own name, and only its gateway is cleared."""
    report = text(session.paste(WRONG_KEY.replace("{name}", "branch")).diagnosis, width=200)

    assert "config vpn ipsec phase1-interface" in report
    assert 'edit "branch"' in report
    assert "set psksecret <the agreed key>" in report
    assert "diagnose vpn ike gateway clear name branch" in report
    assert "between our end (198.51.100.1) and yours (203.0.113.9)" in " ".join(report.split())
    assert "not in this knowledge yet" not in report
    assert "Not proven on a device" in report


def test_a_hostile_tunnel_name_goes_into_no_command(session: Session) -> None:
    """A name with marks that a shell or a CLI would act on is shown as a placeholder."""
    report = text(session.paste(WRONG_KEY.replace("{name}", 'x" end;reboot')).diagnosis, width=200)

    assert 'edit "x"' not in report
    assert "gateway clear name x" not in report


@pytest.mark.parametrize("cause", sorted({fix.cause for fix in knowledge().platforms["fortigate"].fixes}))
def test_no_command_touches_all_tunnels(cause: str) -> None:
    """Clearing names one gateway, deleting one entry, and every block that is opened is closed."""
    for fix in (item for item in knowledge().platforms["fortigate"].fixes if item.cause == cause):
        for step in fix.steps:
            for commands in (step.commands, step.undo_commands):
                runs = [command.run.strip() for command in commands]
                assert not [run for run in runs if "gateway clear" in run and "{group}" not in run]
                assert not [run for run in runs if run in {"purge", "delete", "unset all"}]
                assert sum(run.startswith("config ") for run in runs) == runs.count("end")
                filters = [index for index, run in enumerate(runs) if "ike log" in run and "{peer}" in run]
                debugs = [index for index, run in enumerate(runs) if run == "diagnose debug application ike -1"]
                assert not debugs or (filters and max(filters) < min(debugs) and step.undo_commands)
