"""The repairs on the gateways of AWS and Azure: what replaces a tunnel says so, keys stay hidden, and the provider's matter is named as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assistant.advice import Values, advise, fill, in_words
from assistant.dialogue import Mind, Session
from assistant.model.entries import Command, FixStep
from assistant.model.observed import Evidence, Fact
from assistant.reports import text

# Lines of the tunnel log and the IKE log in the forms that the vendors document.
AWS_KEYS = (
    "AWS tunnel detected a pre-shared key mismatch with cgw: 203.0.113.9\nAWS tunnel is sending AUTHENTICATION_FAILED as the response\n"
)
AZURE_POLICY = """\
Remote 203.0.113.9:500: Local 198.51.100.1:500: [SEND][NOTIFY] Sending Notify Message - Policy Mismatch
Remote 203.0.113.9:500: Local 198.51.100.1:500: [LOCAL] IkeCleanupMMNegotiation called with error 13868 and flags 0x0
"""


def _steps(mind: Mind, platform: str) -> Iterator[tuple[str, FixStep]]:
    for fix in mind.fixes[platform]:
        yield from ((fix.cause, step) for step in fix.steps)


def _commands(mind: Mind, platform: str) -> Iterator[tuple[str, Command]]:
    for cause, step in _steps(mind, platform):
        yield from ((cause, command) for command in (*step.commands, *step.undo_commands))


def test_a_wrong_key_at_aws(session: Session) -> None:
    """The change is for one tunnel, and says that AWS replaces it."""
    session.paste(AWS_KEYS)
    fix = session.diagnosis.fix
    assert fix is not None
    assert fix.cause == "psk-mismatch"
    changes = [step for step in fix.steps if step.commands and "modify-vpn-tunnel-options" in step.commands[0].run]

    assert [step.impact for step in changes] == ["drops this tunnel, no other"]
    assert "AWS replaces this tunnel's endpoint" in changes[0].text
    assert changes[0].commands[0].run.endswith('--tunnel-options "PreSharedKey=<the agreed key>"')
    assert changes[0].undo_commands
    assert "in this knowledge yet" not in text(session.diagnosis)
    assert "203.0.113.9" in fix.message


def test_a_refused_policy_at_azure(session: Session) -> None:
    """Look at the policy before it is set; the addresses of the log go where they belong."""
    session.paste(AZURE_POLICY)
    fix = session.diagnosis.fix
    assert fix is not None
    assert fix.cause == "policy-mismatch"
    runs = [command.run for step in fix.steps for command in step.commands]

    assert "ipsec-policy list" in runs[0]
    assert any("ipsec-policy add" in run and "--dh-group DHGroup14" in run for run in runs)
    assert 'where Message has "203.0.113.9"' in " ".join(runs)
    assert "Azure (198.51.100.1) and your device (203.0.113.9)" in fix.message


def test_every_change_of_aws_options_is_said_to_replace_the_tunnel(shipped: Mind) -> None:
    """It is down for minutes, which nothing in the command's name tells."""
    replacing = re.compile(r"aws ec2 (?:modify-vpn-tunnel-options|modify-vpn-connection|modify-vpn-connection-options|replace-vpn-tunnel) ")
    found = [(cause, step) for cause, step in _steps(shipped, "aws-vpn") if any(replacing.match(command.run) for command in step.commands)]

    assert len(found) > 20
    for cause, step in found:
        assert step.impact == "drops-this-tunnel", cause
        assert re.search(r"down for some minutes", step.text), (cause, step.text)
    for cause, command in _commands(shipped, "aws-vpn"):
        if replacing.match(command.run):
            assert command.impact == "drops-this-tunnel", (cause, command.run)


def test_no_query_of_a_fix_prints_the_keys(shipped: Mind) -> None:
    """The whole answer about a connection holds them; a fix asks for the fields it needs."""
    for cause, command in _commands(shipped, "aws-vpn"):
        if "describe-vpn-connections" in command.run:
            assert "--query" in command.run, cause
            assert not re.search(
                r"TunnelOptions(?:\[\])?\"|PreSharedKey|CustomerGatewayConfiguration|VpnConnections\[?\]?\"", command.run
            ), (cause, command.run)
    for cause, command in _commands(shipped, "azure-vpn"):
        assert "shared-key show" not in command.run, cause
        if re.match(r"az network vpn-connection show .*", command.run) and "--query" not in command.run:
            assert "key" in command.note, cause


def test_braces_of_the_command_line_survive(shipped: Mind) -> None:
    """A doubled brace is one brace of the command; a placeholder without a value keeps its words."""
    values = Values({"local": Fact("local", "198.51.100.1", Evidence(0, 1, "198.51.100.1"))}, missing=[])
    shown = [fill(command.run, values) for _, command in _commands(shipped, "aws-vpn") if "Phase1DHGroupNumbers=[" in command.run]

    assert shown
    assert all("[{Value=" in run and "{{" not in run and "--vpn-tunnel-outside-ip-address 198.51.100.1" in run for run in shown)


def test_a_reset_of_the_whole_azure_gateway_is_called_one(shipped: Mind) -> None:
    """The reset of one connection has nearly the same name."""
    found = {
        command.run.split(" -")[0]: command.impact
        for _, command in _commands(shipped, "azure-vpn")
        if re.search("reset", command.run, re.IGNORECASE)
    }

    assert found == {"Reset-AzVirtualNetworkGatewayConnection": "drops-this-tunnel", "az network vnet-gateway reset": "drops-all-tunnels"}


@pytest.mark.parametrize("platform", ["aws-vpn", "azure-vpn"])
@pytest.mark.parametrize("cause", ["clock-skew", "ike-not-enabled", "wrong-interface", "xauth-or-mode-config"])
def test_the_providers_matter_is_told_with_its_reason(shipped: Mind, platform: str, cause: str) -> None:
    """No command is made up for what nobody but the provider can reach."""
    reason = shipped.excluded[platform][cause]

    assert advise(shipped.causes[cause], "local", shipped.fixes[platform], shipped.intents[platform], None, {}) is None
    told = in_words(shipped.causes[cause], "local", platform, reason)
    assert told is not None
    assert f"On {platform} itself this cannot be: {reason}" in told.steps[0].text
