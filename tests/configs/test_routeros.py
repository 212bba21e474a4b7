"""RouterOS exports: values with their lines, the forms of old and new releases, defaults, partial, cut and hostile texts."""

from __future__ import annotations

import time

import pytest

from assistant.configs import settings_of
from assistant.reading.clean import split
from tests.configs.reading_settings import compared, device, differing, plain, tunnel, without
from tests.configs.texts_of_firewalls import MIKROTIK, SWAN_OF_MIKROTIK

OLD = """\
/ip ipsec proposal
set [ find default=yes ] auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=1h pfs-group=modp2048
/ip ipsec peer
add address=203.0.113.90/32 dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 lifetime=8h local-address=198.51.100.61 secret=Meadow-Key
/ip ipsec policy
add dst-address=10.90.0.0/24 sa-dst-address=203.0.113.90 sa-src-address=198.51.100.61 src-address=10.88.0.0/24 tunnel=yes
add dst-address=10.91.0.0/24 sa-dst-address=203.0.113.90 sa-src-address=198.51.100.61 src-address=10.88.0.0/24 tunnel=yes
"""


def test_values_and_lines() -> None:
    found = tunnel(MIKROTIK)
    lines = MIKROTIK.split("\n")
    for setting, value, sign in (
        (found.peer, "203.0.113.90", "address=203"),
        (found.local_address, "198.51.100.61", "local-address="),
        (found.version, "ikev2", "exchange-mode="),
        (found.phase1_lifetime, "28800", "lifetime=8h"),
        (found.encapsulation, "tunnel", "tunnel=yes"),
        (found.pfs, "group 14", "pfs-group="),
        (found.phase2_lifetime, "3600", "lifetime=1h"),
    ):
        assert setting is not None
        assert setting.value == value
        assert setting.where is not None
        if sign != "address=203":
            assert sign in lines[setting.where.line - 1]
    assert found.phase1 is not None
    assert found.phase1[0].algorithms == {"encryption": ("AES-CBC-256",), "integrity": ("SHA2-256",), "group": ("group 14",)}
    assert found.phase2 is not None
    assert found.phase2[0].algorithms == {"encryption": ("AES-CBC-256",), "integrity": ("SHA2-256",)}
    assert found.selectors is not None
    assert [(item.local, item.remote) for item in found.selectors] == [("10.88.0.0/24", "10.90.0.0/24")]
    assert found.mode is None
    whole = device(MIKROTIK)
    assert (whole.version, whole.hostname) == ("7.12", "barn-router")
    assert whole.addresses["ether1"].value == "198.51.100.61"


def test_the_old_form_keeps_proposal_and_key_in_the_peer() -> None:
    found = tunnel(OLD)
    assert found.version is not None
    assert found.version.value == "ikev1"
    assert found.mode is not None
    assert (found.mode.value, found.mode.default) == ("main", "RouterOS default")
    assert found.phase1 is not None
    assert found.phase1[0].algorithms["group"] == ("group 14",)
    assert found.key is not None
    assert found.key.value == "<secret-1>"
    assert found.selectors is not None
    assert len(found.selectors) == 2
    assert found.nat_traversal is None  # its default changed between the releases of this form
    one_line = OLD.replace("peer\nadd", "peer add").replace("policy\nadd", "policy add")
    assert tunnel(one_line).phase1[0].algorithms == found.phase1[0].algorithms  # type: ignore[index]


def test_between_the_forms_the_key_stands_in_the_peer_and_the_proposal_in_a_profile() -> None:
    text = MIKROTIK.replace("add address=203.0.113.90/32", 'add address=203.0.113.90/32 secret="Meadow Key 5"')
    found = tunnel(without(text, "identity$", "add peer=linux"))
    assert found.key is not None
    assert found.key.value == "<secret-1>"
    assert found.phase1 is not None
    assert found.phase1[0].name == "to-linux"


def test_a_peer_with_a_key_alone_shows_its_proposal_only_in_a_whole_export() -> None:
    text = "/ip ipsec peer\nadd address=203.0.113.90/32 secret=Meadow-Key\n/ip ipsec policy\nadd dst-address=10.90.0.0/24 sa-dst-address=203.0.113.90 tunnel=yes\n"
    assert tunnel(text).phase1 is None
    whole = tunnel("# jan/05/2018 10:00:00 by RouterOS 6.40.5\n" + text).phase1
    assert whole is not None
    assert whole[0].default.startswith("RouterOS default for")


def test_the_paths_of_release_7_are_the_same_sections() -> None:
    found = tunnel(MIKROTIK.replace("/ip ipsec ", "/ip/ipsec/"))
    assert found.phase1 is not None
    assert found.phase2 is not None


def test_an_old_peer_and_strongswan_differ_in_the_version_only_where_both_are_fixed() -> None:
    swan = SWAN_OF_MIKROTIK.replace("Meadow Key 5", "Meadow-Key").replace(
        "local_ts = 10.90.0.0/24", "local_ts = 10.90.0.0/24, 10.91.0.0/24"
    )
    assert differing(compared(OLD, swan)) == {"ike.version"}
    assert differing(compared(OLD, swan.replace("version = 2", "version = 1"))) == set()


def test_defaults_of_the_default_entries_are_marked() -> None:
    text = without(MIKROTIK, "dh-group", "name=to-linux", "auth-algorithms", "pfs-group")
    text = (
        text.replace(" profile=to-linux", "")
        .replace(" proposal=esp-linux", "")
        .replace(" tunnel=yes", "")
        .replace("exchange-mode=ike2 ", "")
    )
    found = tunnel(text)
    assert found.phase1 is not None
    assert found.phase1[0].algorithms == {"encryption": ("AES-CBC-128", "3DES"), "integrity": ("SHA1",), "group": ("group 14", "group 2")}
    assert found.phase1[0].default == "RouterOS default for encryption, integrity, group"
    assert found.phase2 is not None
    assert found.phase2[0].algorithms == {"encryption": ("AES-CBC-256", "AES-CBC-192", "AES-CBC-128"), "integrity": ("SHA1",)}
    for setting, value in (
        (found.version, "ikev1"),
        (found.mode, "main"),
        (found.phase1_lifetime, "86400"),
        (found.phase2_lifetime, "1800"),
        (found.pfs, "group 2"),
        (found.encapsulation, "transport"),
        (found.authentication, "pre-shared key"),
        (found.identity_local, "198.51.100.61"),
        (found.identity_remote, "any"),
        (found.nat_traversal, "on"),
    ):
        assert setting is not None
        assert (setting.value, setting.default) == (value, "RouterOS default")
    changed = tunnel(text.replace("/ip ipsec proposal\n", "/ip ipsec proposal\nset [ find default=yes ] pfs-group=none\n"))
    assert changed.pfs is not None
    assert (changed.pfs.value, changed.pfs.default) == ("none", "")


def test_a_default_entry_whose_section_is_not_pasted_is_unknown() -> None:
    text = "/ip ipsec peer\nadd address=203.0.113.90/32 name=linux\n/ip ipsec policy\nadd dst-address=10.90.0.0/24 peer=linux src-address=10.88.0.0/24 tunnel=yes\n"
    found = tunnel(text, "mikrotik")
    for name in (
        "phase1",
        "phase2",
        "phase1_lifetime",
        "pfs",
        "key",
        "authentication",
        "local_address",
        "identity_local",
        "identity_remote",
        "nat_traversal",
    ):
        assert getattr(found, name) is None, name
    assert found.peer is not None


def test_a_key_left_out_of_the_export_is_unknown_and_a_certificate_is_no_key() -> None:
    assert tunnel(MIKROTIK.replace(' secret="Meadow Key 5"', "")).key is None
    key = tunnel(MIKROTIK.replace('secret="Meadow Key 5"', "auth-method=digital-signature")).key
    assert key is not None
    assert key.value == "none"


def test_disabled_entries_and_templates_do_not_count() -> None:
    off = device(MIKROTIK.replace("add address=203.0.113.90/32", "add disabled=yes address=203.0.113.90/32")).tunnels
    assert [item.peer for item in off] == [None]  # the crypto sections alone
    assert len(device(OLD.replace("policy\n", "policy\nset 0 dst-address=0.0.0.0/0 src-address=0.0.0.0/0\n")).tunnels) == 1
    assert tunnel(MIKROTIK.replace("add dst-address", "add template=yes dst-address")).selectors is None


def test_policies_of_two_proposals_are_two_tunnels() -> None:
    more = MIKROTIK.replace(
        "/ip ipsec policy\n",
        "/ip ipsec policy\nadd dst-address=10.95.0.0/24 peer=linux proposal=other src-address=10.88.0.0/24 tunnel=yes\n",
    )
    found = device(more).tunnels
    assert len(found) == 2
    assert found[0].phase2 is None
    assert found[1].phase2 is not None


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("1d", "86400"),
        ("8h30m", "30600"),
        ("00:30:00", "1800"),
        ("1d02:00:00", "93600"),
        ("45s", "45"),
        ("3600", "3600"),
        ("soon", None),
        ("1:2", None),
    ],
)
def test_durations(word: str, value: str | None) -> None:
    found = tunnel(MIKROTIK.replace("lifetime=8h", f"lifetime={word}")).phase1_lifetime
    assert (found.value if found else None) == value


def test_statements_that_change_no_entry_known_are_told() -> None:
    found = device(MIKROTIK.replace("set 0 disabled=yes", "set [ find dst-address=10.1.0.0/16 ] disabled=yes"))
    assert [item.text for item in found.unread] == ["set [ find dst-address=10.1.0.0/16 ] disabled=yes"]


def test_a_text_cut_at_any_line_shows_no_other_value() -> None:
    whole = tunnel(MIKROTIK)
    lines = MIKROTIK.split("\n")
    for end in range(1, len(lines)):
        for found in device("\n".join(lines[:end]), "mikrotik").tunnels if end > 2 else []:
            for name in ("peer", "version", "mode", "pfs", "protocol", "identity_local", "authentication", "phase1_lifetime", "key"):
                have, full = getattr(found, name), getattr(whole, name)
                assert have is None or have.default or have.value == full.value, (end, name)


@pytest.mark.parametrize("secret", ["Velvet-9", '"Quartz Velvet 9"', '"Qua\\"rtz Velvet"', '"never closed'])
@pytest.mark.parametrize("text", [MIKROTIK, OLD], ids=["new", "old"])
def test_no_key_in_what_was_read(text: str, secret: str) -> None:
    keyed = text.replace('"Meadow Key 5"', secret).replace("Meadow-Key", secret)
    raw = settings_of(split(keyed)[0], 0)
    assert raw is not None
    for found in (device(keyed), raw):
        assert not [part for part in ("Velvet", "Quartz", "rtz", "closed") if part in plain(found)]
    assert raw.tunnels[0].key is not None
    assert raw.tunnels[0].key.value == "masked"


@pytest.mark.parametrize(
    "text",
    [
        "/ip ipsec peer\n" + "add \\\n" * 9_000,
        "/ip ipsec peer\nadd address=\nadd\nset\nset [ find\nset [ find default=yes ]\nset [ find name= ] x\n",
        "/ip ipsec policy\nadd dst-address=nonsense sa-dst-address=203.0.113.1\nadd peer=ghost\n/ip ipsec proposal add\n",
        "/ip ipsec peer\nadd " + "a=b " * 9_000 + "\nadd " + 'a="' * 9_000 + "\nset [ find " + "a=b " * 9_000 + "]\n",
        "/ip ipsec profile\nadd lifetime=" + "9" * 5_000 + "d name=x\n/ip ipsec peer\nadd profile=x lifetime=99999999999h secret=\n",
        "/" * 9_000 + "\n/ip ipsec " + "peer " * 5_000 + "\n",
    ],
    ids=range(6),
)
def test_hostile_text_neither_raises_nor_takes_long(text: str) -> None:
    begin = time.monotonic()
    lines = split(text)[0]
    for platform in ("", "mikrotik"):
        found = settings_of(lines, 0, platform)
        assert found is None or all(item.platform == "mikrotik" for item in found.tunnels)
    assert time.monotonic() - begin < 5


def test_many_peers_do_not_take_long() -> None:
    peers = "".join(f"add address=203.0.113.1/32 name=p{number} profile=x{number}\n" for number in range(4_000))
    policies = "".join(f"add dst-address=10.0.0.0/8 peer=p{number} proposal=e{number}\n" for number in range(4_000))
    begin = time.monotonic()
    assert len(device(f"/ip ipsec peer\n{peers}/ip ipsec policy\n{policies}").tunnels) == 4_000
    assert time.monotonic() - begin < 5
