"""Source translation of Cisco ASA in the order in which it is tried. All texts are written for the test."""

from __future__ import annotations

import pytest

from assistant.model.settings import NONE, TunnelSettings
from tests.configs.pairs import written
from tests.configs.reading_settings import tunnel

WHOLE = written("asa", 1)
MANUAL = next(line for line in WHOLE.splitlines() if line.startswith("nat (inside,outside) source static"))
AFTER = next(line for line in WHOLE.splitlines() if "after-auto" in line)


def translated(*rules: str) -> TunnelSettings:
    """The working tunnel with other rules of translation."""
    return tunnel(WHOLE.replace(f"{MANUAL}\n{AFTER}\n", "".join(f"{rule}\n" for rule in rules)))


OBJECTS = "object network LAN\n subnet 10.1.0.0 255.255.0.0\nobject network FAR\n subnet 10.2.0.0 255.255.0.0\nobject network OUT\n subnet 172.30.0.0 255.255.0.0"
EXEMPT = "nat (inside,outside) source static LAN LAN destination static FAR FAR"


@pytest.mark.parametrize(
    ("rules", "value", "line"),
    [
        ([OBJECTS, EXEMPT, AFTER], "on", EXEMPT),
        ([OBJECTS, AFTER, EXEMPT], "on", EXEMPT),
        ([OBJECTS, "nat (inside,outside) source dynamic LAN interface", EXEMPT], NONE, "nat (inside,outside) source dynamic LAN interface"),
        ([OBJECTS, "object network LAN\n nat (inside,outside) dynamic interface", EXEMPT], "on", EXEMPT),
        ([OBJECTS, "object network LAN\n nat (inside,outside) dynamic interface"], NONE, "nat (inside,outside) dynamic interface"),
        ([OBJECTS, "object network LAN\n nat (inside,outside) static LAN", AFTER], "on", "nat (inside,outside) static LAN"),
        ([OBJECTS, f"{EXEMPT} inactive", AFTER], NONE, AFTER),
        ([OBJECTS, "nat (dmz,outside) source dynamic any interface", EXEMPT], "on", EXEMPT),
        ([OBJECTS, "nat (inside,dmz) source dynamic any interface", EXEMPT], "on", EXEMPT),
        ([OBJECTS, "nat (any,any) source static LAN OUT destination static FAR FAR", EXEMPT], NONE, "nat (any,any) source static LAN OUT destination static FAR FAR"),
        (["access-list NO extended permit ip 10.1.0.0 255.255.0.0 10.2.0.0 255.255.0.0", "nat (inside) 0 access-list NO", "nat (inside) 1 0.0.0.0 0.0.0.0", "global (outside) 1 interface"], "on", "nat (inside) 0 access-list NO"),
        (["nat (inside) 1 0 0", "global (outside) 1 interface"], NONE, "nat (inside) 1 0 0"),
        (["nat (inside) 1 0 0", "global (dmz) 1 interface"], "on", None),
        (["static (inside,outside) 198.51.100.0 10.1.0.0 netmask 255.255.0.0", "nat (inside) 0 10.1.0.0 255.255.0.0"], NONE, "static (inside,outside) 198.51.100.0 10.1.0.0 netmask 255.255.0.0"),
    ],
)  # fmt: skip
def test_translation_is_tried_in_the_order_of_the_device(rules: list[str], value: str, line: str | None) -> None:
    found = translated(*rules).exemption
    assert found is not None
    assert (found.value, found.where.text if found.where else None) == (value, line)


@pytest.mark.parametrize(
    "rules",
    [
        ["nat (inside,outside) source static GONE GONE destination static FAR FAR", AFTER],
        ["nat (inside) 0 access-list GONE", "nat (inside) 1 0 0", "global (outside) 1 interface"],
        ["nat (inside,outside) source"],
        [],
    ],
)
def test_translation_by_what_is_not_shown_is_unknown(rules: list[str]) -> None:
    assert translated(*rules).exemption is None


def test_a_crypto_access_list_of_translated_addresses_is_no_fault() -> None:
    """The tunnel is for the addresses after the translation: that rule is what it needs, the general one comes later."""
    text = WHOLE.replace(f"{MANUAL}\n", f"{OBJECTS}\nnat (inside,outside) source static LAN OUT destination static FAR FAR\n")
    found = tunnel(text.replace("VPN extended permit ip 10.1.0.0", "VPN extended permit ip 172.30.0.0")).exemption
    assert found is not None
    assert found.value == "on"
