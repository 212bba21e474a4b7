"""A text to a device's settings, by the reader of the platform that wrote it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.configs import alone
from assistant.configs.cisco.asa import reader as asa
from assistant.configs.cisco.ios import reader as ios
from assistant.configs.clouds import aws, aws_options, aws_xml, azure
from assistant.configs.detect import platform_of
from assistant.configs.fortinet import reader as fortigate
from assistant.configs.juniper import reader as junos
from assistant.configs.mikrotik import reader as routeros
from assistant.configs.paloalto import reader as panos
from assistant.configs.swan import reader as swan
from assistant.model.observed import Line
from assistant.model.settings import DeviceSettings

READERS: dict[str, Callable[[Sequence[Line], int], DeviceSettings]] = {
    "cisco-asa": lambda lines, index: alone.remarked(*asa.read(lines, index)),
    "cisco-ios": lambda lines, index: alone.remarked(*ios.read(lines, index)),
    "fortigate": lambda lines, index: alone.remarked(fortigate.read(lines, index)),
    "strongswan": lambda lines, index: alone.remarked(swan.read(lines, index)),
    "libreswan": lambda lines, index: alone.remarked(swan.read(lines, index)),
    "pfsense": lambda lines, index: alone.remarked(swan.read(lines, index)),
    "juniper-srx": lambda lines, index: alone.remarked(junos.read(lines, index)),
    "paloalto": lambda lines, index: alone.remarked(panos.read(lines, index)),
    "aws-vpn": lambda lines, index: alone.remarked(_of_aws(lines)(lines, index)),
    "azure-vpn": lambda lines, index: alone.remarked(azure.read(lines, index)),
    "mikrotik": lambda lines, index: alone.remarked(routeros.read(lines, index)),
}


def _of_aws(lines: Sequence[Line]) -> Callable[[Sequence[Line], int], DeviceSettings]:
    """AWS has three forms for the same tunnels."""
    if any('"TunnelOptions"' in line.text or '"OutsideIpAddress"' in line.text for line in lines):
        return aws_options.read  # which hold the form in XML as a value
    if any("<ipsec_tunnel>" in line.text for line in lines):
        return aws_xml.read
    return aws.read


def settings_of(lines: Sequence[Line], index: int, platform: str = "") -> DeviceSettings | None:
    """What the configuration says of its tunnels; ``None`` where the text is none that can be read.

    ``platform`` is what the user says it is of; without it the text's own signs decide.
    """
    name = platform if platform in READERS else platform_of(lines)
    reader = READERS.get(name)
    if reader is None:
        return None
    found = reader(lines, index)
    return found if found.tunnels or found.read else None
