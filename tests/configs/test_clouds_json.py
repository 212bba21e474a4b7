"""Connections of AWS and Azure as their command lines print them. Written for the test, after the documented forms."""

from __future__ import annotations

import json
import time

import pytest

from assistant.configs.read import settings_of
from assistant.reading.clean import split
from tests.configs.ends import asa, swanctl
from tests.configs.reading_settings import compared, device, differing, plain, tunnel

TUNNEL = {
    "OutsideIpAddress": "192.0.2.1",
    "TunnelInsideCidr": "169.254.10.0/30",
    "PreSharedKey": "Winter-Garden",
    "Phase1LifetimeSeconds": 28800,
    "Phase2LifetimeSeconds": 3600,
    "ReplayWindowSize": 64,
    "DPDTimeoutSeconds": 40,
    "Phase1EncryptionAlgorithms": [{"Value": "AES256"}],
    "Phase2EncryptionAlgorithms": [{"Value": "AES256"}, {"Value": "AES256-GCM-16"}],
    "Phase1IntegrityAlgorithms": [{"Value": "SHA2-256"}],
    "Phase2IntegrityAlgorithms": [{"Value": "SHA1"}],
    "Phase1DHGroupNumbers": [{"Value": 14}],
    "Phase2DHGroupNumbers": [{"Value": 14}, {"Value": 20}],
    "IkeVersions": [{"Value": "ikev2"}],
    "StartupAction": "start",
}
PLAIN = {"OutsideIpAddress": "198.51.100.77", "TunnelInsideCidr": "169.254.11.0/30", "PreSharedKey": "Second-Garden"}
OPTIONS = {"LocalIpv4NetworkCidr": "10.2.0.0/16", "RemoteIpv4NetworkCidr": "10.1.0.0/16", "TunnelOptions": [TUNNEL, PLAIN]}
CONNECTION = {
    "CustomerGatewayConfiguration": '<?xml version="1.0"?>\n<ipsec_tunnel><ike><pre_shared_key>Winter-Garden</pre_shared_key></ike></ipsec_tunnel>',
    "CustomerGatewayId": "cgw-0a1b2c3d",
    "Options": OPTIONS,
    "Type": "ipsec.1",
    "VpnConnectionId": "vpn-0a1b2c3d",
}
AWS = json.dumps({"VpnConnections": [CONNECTION]}, indent=4)
POLICY = {
    "dhGroup": "DHGroup14",
    "ikeEncryption": "AES256",
    "ikeIntegrity": "SHA256",
    "ipsecEncryption": "AES256",
    "ipsecIntegrity": "SHA1",
    "pfsGroup": "PFS2048",
    "saDataSizeKilobytes": 512000,
    "saLifeTimeSeconds": 3600,
}
CONNECTED = {
    "connectionMode": "Default",
    "connectionProtocol": "IKEv2",
    "connectionType": "IPsec",
    "dpdTimeoutSeconds": 45,
    "enableBgp": False,
    "ipsecPolicies": [POLICY],
    "localNetworkGateway2": {"gatewayIpAddress": "203.0.113.5", "id": "/subscriptions/x/localNetworkGateways/site"},
    "name": "to-site",
    "sharedKey": "Winter-Garden",
    "trafficSelectorPolicies": [{"localAddressRanges": ["10.1.0.0/16"], "remoteAddressRanges": ["10.2.0.0/16"]}],
    "usePolicyBasedTrafficSelectors": True,
}
AZURE = json.dumps(CONNECTED, indent=2)


def test_the_options_of_each_tunnel_of_aws() -> None:
    found = device(AWS)
    assert found.platform == "aws-vpn"
    first, second = found.tunnels
    lines = AWS.split("\n")
    for setting, value, sign in (
        (first.local_address, "192.0.2.1", "OutsideIpAddress"),
        (first.version, "ikev2", '"ikev2"'),
        (first.phase1_lifetime, "28800", "Phase1Lifetime"),
        (first.replay_window, "64", "ReplayWindowSize"),
        (first.dpd, "40", "DPDTimeout"),
        (first.initiation, "both", "StartupAction"),
        (first.pfs, "group 14 or group 20", "14"),
        (first.tunnel_interface, "169.254.10.0/30", "TunnelInsideCidr"),
    ):
        assert setting is not None
        assert setting.value == value
        assert setting.where is not None
        assert sign in lines[setting.where.line - 1]
    assert first.phase1 is not None
    assert first.phase1[0].algorithms == {
        "encryption": ("AES-CBC-256",),
        "integrity": ("SHA2-256",),
        "group": ("group 14",),
        "prf": ("SHA2-256",),
    }
    assert first.phase2 is not None
    assert first.phase2[0].algorithms["encryption"] == ("AES-CBC-256", "AES-GCM-256")
    assert [(item.local, item.remote) for item in first.selectors or ()] == [("10.1.0.0/16", "10.2.0.0/16")]
    assert second.initiation is not None
    assert (second.initiation.value, second.initiation.default) == ("responder", "AWS default")
    assert second.version is not None
    assert second.version.value == "ikev1 ikev2"
    assert second.phase1 is not None
    assert [bool(suite.algorithms.get("prf")) for suite in second.phase1] == [False, True]


def test_aws_that_takes_every_network_is_not_held_against_a_narrower_far_end() -> None:
    assert device(AWS.replace("10.2.0.0/16", "0.0.0.0/0").replace("10.1.0.0/16", "0.0.0.0/0")).tunnels[0].selectors is None


@pytest.mark.parametrize(
    ("before", "after", "parameter"),
    [
        ("", "", None),
        ('"Value": "SHA2-256"', '"Value": "SHA2-512"', "phase1.integrity"),
        ('"Value": "ikev2"', '"Value": "ikev1"', "ike.version"),
        ('"Winter-Garden"', '"Winter-Gardem"', "key"),
        ('"10.2.0.0/16"', '"10.3.0.0/16"', "selectors"),
        ('"OutsideIpAddress": "192.0.2.1"', '"OutsideIpAddress": "192.0.2.9"', "peer.address"),
        ('"Phase2LifetimeSeconds": 3600', '"Phase2LifetimeSeconds": 900', "phase2.lifetime"),
    ],
)
def test_aws_with_an_asa(before: str, after: str, parameter: str | None) -> None:
    """The tunnel that the ASA has is the one that is compared."""
    assert before in AWS
    found = compared(AWS.replace(before, after), asa.written(2, far=True))
    assert differing(found) == ({parameter} if parameter else set())


def test_a_connection_of_azure_with_a_policy_of_its_own() -> None:
    found = tunnel(AZURE)
    assert found.platform == "azure-vpn"
    shown = (found.peer, found.version, found.initiation, found.dpd, found.pfs, found.phase2_lifetime, found.phase2_volume)
    assert [item.value for item in shown if item] == ["203.0.113.5", "ikev2", "both", "45", "group 14", "3600", "512000"]
    assert all(item is not None and item.where is not None for item in shown)
    assert found.phase1 is not None
    assert found.phase1[0].algorithms == {"encryption": ("AES-CBC-256",), "integrity": ("SHA2-256",), "group": ("group 14",)}
    assert [(item.local, item.remote) for item in found.selectors or ()] == [("10.1.0.0/16", "10.2.0.0/16")]


@pytest.mark.parametrize(
    ("before", "after", "parameter"),
    [
        ("", "", None),
        ('"ikeEncryption": "AES256"', '"ikeEncryption": "DES3"', "phase1.encryption"),
        ('"ikeIntegrity": "SHA256"', '"ikeIntegrity": "SHA384"', "phase1.integrity"),
        ('"dhGroup": "DHGroup14"', '"dhGroup": "ECP384"', "phase1.group"),
        ('"dhGroup": "DHGroup14"', '"dhGroup": "DHGroup2048"', None),
        ('"ipsecEncryption": "AES256"', '"ipsecEncryption": "AES128"', "phase2.encryption"),
        ('"ipsecIntegrity": "SHA1"', '"ipsecIntegrity": "SHA256"', "phase2.integrity"),
        ('"pfsGroup": "PFS2048"', '"pfsGroup": "None"', "phase2.pfs"),
        ('"pfsGroup": "PFS2048"', '"pfsGroup": "PFSMM"', None),
        ('"saLifeTimeSeconds": 3600', '"saLifeTimeSeconds": 27000', "phase2.lifetime"),
        ('"IKEv2"', '"IKEv1"', "ike.version"),
        ('"Winter-Garden"', '"Winter-Gardem"', "key"),
        ('"10.2.0.0/16"', '"10.2.0.0/24"', "selectors"),
        ('"gatewayIpAddress": "203.0.113.5"', '"gatewayIpAddress": "203.0.113.6"', "peer.address"),
    ],
)
def test_azure_with_strongswan(before: str, after: str, parameter: str | None) -> None:
    assert before in AZURE
    assert differing(compared(AZURE.replace(before, after), swanctl.written(2, far=True))) == ({parameter} if parameter else set())


def test_without_a_policy_azure_takes_its_documented_offers() -> None:
    text = json.dumps({**CONNECTED, "ipsecPolicies": []}, indent=2)
    far = swanctl.written(2, far=True)
    assert differing(compared(text, far)) == {"phase1.group"}  # of phase 1 it offers group 2 alone
    fits = far.replace("proposals = aes256-sha256-modp2048", "proposals = aes256-sha256-modp1024")
    assert differing(compared(text, fits)) == set()
    assert differing(compared(text, fits.replace("aes256-sha1-modp2048", "aes256-sha1-modp1536"))) == {"phase2.pfs"}
    assert tunnel(text.replace('"ipsecPolicies": [],', "")).phase1 is None


def test_policies_alone_and_text_on_one_line() -> None:
    alone = tunnel(json.dumps([POLICY], indent=2))
    assert alone.phase1 is not None
    assert alone.peer is None
    assert alone.version is None
    one_line = tunnel(json.dumps(CONNECTED), "azure-vpn")
    assert one_line.peer is not None
    assert one_line.phase1 is not None


@pytest.mark.parametrize("text", [AWS, AZURE, json.dumps(CONNECTED)], ids=["aws", "azure", "one line"])
def test_no_key_in_what_was_read(text: str) -> None:
    for found in (
        settings_of(split(text)[0], 0, "azure-vpn" if "\n" not in text else ""),
        device(text, "azure-vpn" if "\n" not in text else ""),
    ):
        assert found is not None
        assert found.tunnels
        assert "Garden" not in plain(found)


@pytest.mark.parametrize("text", [AWS, AZURE], ids=["aws", "azure"])
def test_a_text_cut_anywhere_neither_raises_nor_shows_another_value(text: str) -> None:
    platform = device(text).platform
    whole = device(text).tunnels[0]
    for end in range(1, len(text), 9):
        found = settings_of(split(text[:end])[0], 0, platform)
        for name in ("peer", "local_address", "mode", "phase2_volume"):
            have = getattr(found.tunnels[0], name) if found and found.tunnels else None
            assert have is None or have.value == getattr(whole, name).value


@pytest.mark.parametrize(
    "text",
    [
        "[" * 90_000,
        "{\n" * 9_000,
        '"a": ' * 9_000,
        '{"TunnelOptions": ' + "[" * 50_000,
        '"TunnelOptions": [\n{\n"OutsideIpAddress": []\n}\n',
        "}\n]\n" * 9_000,
        '"x": "' + "\\\\" * 30_000,
    ],
    ids=range(7),
)
def test_hostile_text_neither_raises_nor_takes_long(text: str) -> None:
    begin = time.monotonic()
    for platform in ("", "aws-vpn", "azure-vpn"):
        settings_of(split(text)[0], 0, platform)
    assert time.monotonic() - begin < 5
