"""What AWS and Azure offer for download: AWS's generic form as AWS's end, vendor forms as that vendor's configuration. Written for the test."""

from __future__ import annotations

import time

import pytest

from assistant.configs.read import settings_of
from assistant.reading.clean import split
from tests.configs.ends import asa, aws, libreswan, srx
from tests.configs.reading_settings import compared, device, plain

GENERIC = aws.written(1)


def test_both_tunnels_are_read_as_the_end_that_aws_has() -> None:
    found = device(GENERIC)
    assert found.platform == "aws-vpn"
    assert [item.local_address.value for item in found.tunnels if item.local_address] == ["192.0.2.1", "198.51.100.77"]
    assert [item.peer.value for item in found.tunnels if item.peer] == ["203.0.113.5"] * 2
    first, second = found.tunnels
    assert first.route_based
    assert first.selectors is None
    for setting, value, sign in (
        (first.mode, "main", "Negotiation Mode"),
        (first.phase1_lifetime, "28800", "28800 seconds"),
        (first.phase2_lifetime, "3600", "3600 seconds"),
        (first.pfs, "group 14", "Perfect Forward Secrecy"),
        (first.protocol, "esp", "Protocol"),
        (first.encapsulation, "tunnel", "- Mode"),
        (first.dpd, "10", "DPD Interval"),
    ):
        assert setting is not None
        assert setting.value == value
        assert setting.where is not None
        assert sign in GENERIC.split("\n")[setting.where.line - 1]
    assert second.phase2 is None
    assert second.key is not None
    assert first.key is not None
    assert first.key.value != second.key.value


def test_the_least_value_stands_for_all_that_aws_takes() -> None:
    """The file lists the least; a value that is not the least shows that the tunnel options were changed."""
    first, second = device(GENERIC).tunnels
    assert first.phase1 is not None
    assert second.phase1 is not None
    assert first.phase1[0].algorithms["encryption"] == ("AES-CBC-256",)
    assert "AES-GCM-256" in second.phase1[0].algorithms["encryption"]
    assert "group 20" in second.phase1[0].algorithms["group"]
    assert second.phase1[0].default == "AWS default for encryption, integrity, group"
    old = compared(aws.written(1).replace("aes-256-cbc", "aes-128-cbc"), asa.written(1, far=True).replace("aes-256", "3des"))
    assert "phase1.encryption" in {item.name for item in old.parameters if item.verdict == "differs"}


def test_no_key_in_what_was_read() -> None:
    raw = settings_of(split(GENERIC)[0], 0)
    assert raw is not None
    for found in (raw, device(GENERIC)):
        assert "Garden" not in plain(found)
    assert raw.tunnels[0].key is not None
    assert raw.tunnels[0].key.value == "masked"


ONE = """    <ipsec_tunnel>
        <customer_gateway>
            <tunnel_outside_address>
                <ip_address>203.0.113.5</ip_address>
            </tunnel_outside_address>
            <tunnel_inside_address>
                <ip_address>169.254.10.2</ip_address>
            </tunnel_inside_address>
        </customer_gateway>
        <vpn_gateway>
            <tunnel_outside_address><ip_address>{own}</ip_address></tunnel_outside_address>
        </vpn_gateway>
        <ike>
            <authentication_protocol>sha1</authentication_protocol>
            <encryption_protocol>aes-256-cbc</encryption_protocol>
            <lifetime>28800</lifetime>
            <perfect_forward_secrecy>group14</perfect_forward_secrecy>
            <mode>main</mode>
            <pre_shared_key>{key}</pre_shared_key>
        </ike>
        <ipsec>
            <protocol>esp</protocol>
            <authentication_protocol>hmac-sha1-96</authentication_protocol>
            <encryption_protocol>aes-256-cbc</encryption_protocol>
            <lifetime>3600</lifetime>
            <perfect_forward_secrecy>group14</perfect_forward_secrecy>
            <mode>tunnel</mode>
            <dead_peer_detection>
                <interval>10</interval>
                <retries>3</retries>
            </dead_peer_detection>
        </ipsec>
    </ipsec_tunnel>
"""
XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<vpn_connection id="vpn-0a1b2c3d">\n'
    + ONE.format(own="192.0.2.1", key="Winter-Garden")
    + ONE.format(own="198.51.100.77", key="Second-Garden")
    + "</vpn_connection>\n"
)


def test_the_form_in_xml_says_the_same() -> None:
    for text in (XML, XML.replace("\n", "").replace("> ", ">")):
        found = device(text, "aws-vpn").tunnels
        assert [item.local_address.value for item in found if item.local_address] == ["192.0.2.1", "198.51.100.77"]
        first, other = found[0], device(GENERIC).tunnels[0]
        for name in (
            "peer",
            "mode",
            "phase1_lifetime",
            "authentication",
            "key",
            "pfs",
            "protocol",
            "encapsulation",
            "phase2_lifetime",
            "dpd",
        ):
            assert getattr(first, name).value == getattr(other, name).value, name
        assert first.phase1 is not None
        assert other.phase1 is not None
        assert [item.algorithms for item in first.phase1] == [item.algorithms for item in other.phase1]
    assert device(XML).platform == "aws-vpn"
    assert first.key is not None
    assert first.key.where is not None
    raw = settings_of(split(XML)[0], 0)
    assert raw is not None
    assert "Garden" not in plain(raw)


def test_xml_cut_anywhere_is_read_as_far_as_it_goes() -> None:
    for end in range(160, len(XML), 7):
        for found in device(XML[:end], "aws-vpn").tunnels:
            assert found.peer is None or found.peer.value == "203.0.113.5"
            assert found.phase1_lifetime is None or found.phase1_lifetime.value == "28800"


PROSE = """{0} Amazon Web Services
{0} Virtual Private Cloud
{0}
{0} AWS utilizes unique identifiers to manipulate the configuration of a VPN Connection.
{0} Your VPN Connection ID : vpn-0a1b2c3d
{0}
{0} IPSec Tunnel #1
{0} --------------------------------------------------------------------------------
{0} #1: Internet Key Exchange (IKE) Configuration
{0}
{0} Please note, these sample configurations are for the minimum requirement of AES128, SHA1, and DH Group 2.
{0} #2: IPSec Configuration
{0} #3: Tunnel Interface Configuration
"""


def test_a_vendor_form_is_that_vendors_configuration_in_spite_of_the_prose() -> None:
    """Comments between the statements, and a second tunnel to another address of AWS."""
    first = asa.written(1)
    second = first.replace("203.0.113.5", "198.51.100.77").replace("MAP 10", "MAP 20").replace("VPN", "VPN2")
    lines = first.split("\n")
    text = PROSE.format("!") + "\n!\n".join("\n".join(lines[at : at + 4]) for at in range(0, len(lines), 4))
    found = device(text + PROSE.format("!") + second)
    assert found.platform == "cisco-asa"
    assert [item.peer.value for item in found.tunnels if item.peer and not item.loose] == ["203.0.113.5", "198.51.100.77"]

    other = (
        srx.written(1)
        .replace("203.0.113.5", "198.51.100.77")
        .replace(" GW", " GW2")
        .replace("vpn VPN", "vpn VPN2")
        .replace("st0.0", "st0.1")
    )
    for one, two in ((srx.written(1), other), (srx.written(1).replace("\n", "\n# edit the next line if it does not fit\n"), other)):
        junos = device(PROSE.format("#") + one + PROSE.format("#") + two)
        assert junos.platform == "juniper-srx"
        assert [item.peer.value for item in junos.tunnels if item.peer] == ["203.0.113.5", "198.51.100.77"]


IOS = """crypto keyring keyring-vpn-{number}
  pre-shared-key address {peer} key Winter-Garden
!
crypto isakmp policy 20{number}
  encryption aes 128
  authentication pre-share
  group 2
  lifetime 28800
  hash sha
!
crypto isakmp profile isakmp-vpn-{number}
  match identity address {peer}
  keyring keyring-vpn-{number}
!
crypto ipsec transform-set ipsec-prop-{number} esp-aes 128 esp-sha-hmac
  mode tunnel
crypto ipsec profile ipsec-vpn-{number}
  set pfs group2
  set transform-set ipsec-prop-{number}
  set isakmp-profile isakmp-vpn-{number}
interface Tunnel{number}
  ip address 169.254.10.2 255.255.255.252
  tunnel source 203.0.113.5
  tunnel destination {peer}
  tunnel mode ipsec ipv4
  tunnel protection ipsec profile ipsec-vpn-{number}
"""


@pytest.mark.parametrize(
    ("platform", "one", "two"),
    [
        (
            "cisco-ios",
            PROSE.format("!") + IOS.format(number=1, peer="192.0.2.1"),
            PROSE.format("!") + IOS.format(number=2, peer="198.51.100.77"),
        ),
        (
            "libreswan",
            PROSE.format("") + "1) Open /etc/sysctl.conf\n   net.ipv4.ip_forward = 1\n" + libreswan.written(1, far=True),
            PROSE.format("") + libreswan.written(1, far=True).replace("conn site", "conn other").replace("192.0.2.1", "198.51.100.77"),
        ),
    ],
    ids=["ios", "openswan"],
)
def test_two_tunnels_with_instructions_between_them(platform: str, one: str, two: str) -> None:
    found = device(one + two)
    assert found.platform == platform
    assert [item.peer.value for item in found.tunnels if item.peer and not item.loose] == ["192.0.2.1", "198.51.100.77"]
    assert all(item.key is not None and item.key.value.startswith("<secret") for item in found.tunnels if not item.loose)


@pytest.mark.parametrize("step", [7])
def test_a_text_cut_anywhere_is_read_as_far_as_it_goes(step: int) -> None:
    whole = device(GENERIC).tunnels[0]
    for end in range(600, len(GENERIC), step):
        for found in device(GENERIC[:end], "aws-vpn").tunnels[:1]:
            assert found.selectors is None
            for name in ("mode", "protocol", "encapsulation"):
                value = getattr(found, name)
                assert value is None or getattr(whole, name).value.startswith(value.value)


@pytest.mark.parametrize(
    "text",
    [
        "IPSec Tunnel #1\n" * 5_000,
        "IPSec Tunnel #1\n#1: x\n- " + "a " * 20_000 + ":\n",
        "IPSec Tunnel #1\n#2: y\n  - Lifetime : " + "9" * 9_000,
        "#4: \n" * 9_000,
        "<ipsec_tunnel>\n" * 9_000,
        "<ipsec_tunnel>" + "<ike>" * 9_000 + "</a>" * 9_000,
        "<ipsec_tunnel>\n<" + "a" * 90_000,
    ],
    ids=range(7),
)
def test_hostile_text_neither_raises_nor_takes_long(text: str) -> None:
    begin = time.monotonic()
    for platform in ("", "aws-vpn"):
        settings_of(split(text)[0], 0, platform)
    assert time.monotonic() - begin < 5
