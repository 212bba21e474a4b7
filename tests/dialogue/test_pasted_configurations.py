"""One end's configuration, of every platform that is read, as an input of a session; and where it contradicts the log."""

from __future__ import annotations

import pytest

from assistant.dialogue import Mind, Session
from assistant.reports.text import text
from tests.benchmarks.configs import hub
from tests.configs.ends import ENDS
from tests.configs.ends.common import B

PLATFORMS = sorted(ENDS)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_configuration_is_recognised_and_names_the_tunnel(shipped: Mind, platform: str, version: int) -> None:
    """Its lines count as read, the peer is known from it, and nothing is found wrong with a working one."""
    session = Session(shipped)
    session.paste(ENDS[platform].written(version))
    diagnosis = session.diagnosis
    (item,) = diagnosis.inputs
    assert item.kind == "config"
    assert item.recognised >= 8
    assert diagnosis.tunnel is not None
    assert diagnosis.tunnel.peer == B
    assert [remark.text for remark in diagnosis.remarks if remark.stops] == []
    assert diagnosis.verdict != "nothing"
    assert {proposal.phase for proposal in diagnosis.tunnel.proposals} == {1, 2}


OFFER = (
    "2024-03-01T10:00:01 gw charon: 09[IKE] initiating IKE_SA site[1] to 203.0.113.5\n"
    "2024-03-01T10:00:01 gw charon: 09[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048\n"
)  # written for the test, in the documented form of charon's lines


def test_a_log_of_another_configuration_is_called_so(shipped: Mind) -> None:
    """Both lines are shown, and the question whether it is the running one; the same group in both says nothing."""
    config = ENDS["swanctl"].written(2)
    told = {}
    for name, written in (("same", config), ("other", config.replace("sha256-modp2048", "sha256-modp1536"))):
        session = Session(shipped)
        session.paste(written)
        session.paste(OFFER)
        told[name] = session.diagnosis.conflicts
    assert told["same"] == ()
    (conflict,) = told["other"]
    assert "group 14 to be offered by this end, this configuration has group 5" in conflict.text
    assert "running configuration" in conflict.text
    assert {where.input for where in conflict.evidence} == {0, 1}


def test_a_log_of_the_other_version_is_called_so(shipped: Mind) -> None:
    session = Session(shipped)
    session.paste(ENDS["swanctl"].written(1))
    session.paste("2024-03-01T10:00:01 gw charon: 09[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]\n")
    assert any("The log shows IKEv2, this configuration has IKEv1" in item.text for item in session.diagnosis.conflicts)


def test_a_far_fix_is_in_the_far_platforms_commands(shipped: Mind) -> None:
    """The message says what to look at there; where the platform is not known, the commands are said to be this end's."""
    session = Session(shipped)
    session.paste(ENDS["asa"].written(1))
    far = ENDS["swanctl"].written(1, far=True).replace("id = 192.0.2.1\n    secret", "id = 198.51.100.9\n    secret")
    session.paste(far, side="remote")
    session.say("stuck at MM_WAIT_MSG4")
    fix = session.diagnosis.fix
    assert fix is not None
    assert (fix.side, fix.platform, fix.assumed) == ("remote", "strongswan", False)
    assert "swanctl" in text(session.diagnosis)


def test_a_weak_algorithm_is_a_note_and_no_fault(shipped: Mind) -> None:
    session = Session(shipped)
    session.paste(ENDS["swanctl"].written(2).replace("modp2048", "modp1024"))
    notes = [remark for remark in session.diagnosis.remarks if not remark.stops]
    assert any("group 2" in remark.text for remark in notes)
    assert "note: group 2 in phase 1 is outdated" in " ".join(text(session.diagnosis).split())


def test_commands_to_run_here_are_of_this_ends_platform(shipped: Mind) -> None:
    """Whichever text was pasted last."""
    session = Session(shipped)
    session.paste(ENDS["asa"].written(1))
    session.paste(ENDS["swanctl"].written(1, far=True), side="remote")
    question = session.diagnosis.question
    assert question is not None
    assert question.asks == "local"
    assert any("show crypto" in command.run for command in question.commands)


def test_every_tunnel_with_a_fault_is_listed(shipped: Mind) -> None:
    """A configuration with several tunnels and no log: those that something keeps from working, each with its cause."""
    text = hub(4).replace("tunnel-group 203.0.0.2 ", "tunnel-group 203.0.0.22 ").replace("crypto map M 4 match address VPN3\n", "")
    session = Session(shipped)
    session.paste(text)
    diagnosis = session.diagnosis
    assert diagnosis.tunnel is not None
    found = {diagnosis.tunnel.peer: diagnosis.suspects[0].id}
    found |= {other.peer: brief.cause for other, brief in zip(diagnosis.others, diagnosis.others_briefs, strict=True)}
    assert found == {"203.0.0.2": "wrong-peer-ip", "203.0.0.4": "crypto-map-incomplete"}


def test_a_configuration_without_a_fault_is_told_to_be_one(shipped: Mind) -> None:
    """With what to do next; two lines of one say nothing of the whole."""
    said = "nothing within this end's configuration keeps the tunnel from working"
    session = Session(shipped)
    session.paste(ENDS["fortigate"].written(1))
    assert said in " ".join(text(session.diagnosis).split())
    session = Session(shipped)
    session.paste("crypto isakmp policy 10\n encr aes\n")
    assert said not in " ".join(text(session.diagnosis).split())
