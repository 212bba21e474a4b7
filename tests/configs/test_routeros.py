"""RouterOS exports: values with their lines, the forms of old and new releases, defaults, partial, cut and hostile texts."""

from __future__ import annotations

import time

import pytest

from assistant.configs.read import settings_of
from assistant.reading.clean import split
from tests.configs.ends import mikrotik, swanctl
from tests.configs.reading_settings import compared, device, differing, plain, tunnel, without

MIKROTIK = mikrotik.written(2)
SWAN = swanctl.written(2, far=True)
OLD = """\
/ip ipsec proposal
set [ find default=yes ] auth-algorithms=sha1 enc-algorithms=aes-256-cbc lifetime=1h pfs-group=modp2048
/ip ipsec peer
add address=203.0.113.5/32 dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 lifetime=8h local-address=192.0.2.1 secret=Meadow-Key
/ip ipsec policy
add dst-address=10.2.0.0/16 sa-dst-address=203.0.113.5 sa-src-address=192.0.2.1 src-address=10.1.0.0/16 tunnel=yes
add dst-address=10.91.0.0/24 sa-dst-address=203.0.113.5 sa-src-address=192.0.2.1 src-address=10.1.0.0/16 tunnel=yes
"""


def test_values_and_lines() -> None:
    found = tunnel(MIKROTIK)
    lines = MIKROTIK.split("\n")
    for setting, value, sign in (
        (found.peer, "203.0.113.5", "address=203"),
        (found.local_address, "192.0.2.1", "local-address="),
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
    assert found.phase1[0].algorithms == {
        "encryption": ("AES-CBC-256",),
        "integrity": ("SHA2-256",),
        "group": ("group 14",),
        "prf": ("SHA2-256",),
    }
    assert found.phase2 is not None
    assert found.phase2[0].algorithms == {"encryption": ("AES-CBC-256",), "integrity": ("SHA1",)}
    assert found.selectors is not None
    assert [(item.local, item.remote) for item in found.selectors] == [("10.1.0.0/16", "10.2.0.0/16")]
    assert found.mode is None
    whole = device(MIKROTIK)
    assert (whole.version, whole.hostname) == ("7.12", "router")
    assert whole.addresses["ether1"].value == "192.0.2.1"


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
    text = MIKROTIK.replace("add address=203.0.113.5/32", "add address=203.0.113.5/32 secret=Winter-Garden")
    found = tunnel(without(text, "identity$", "add peer=far"))
    assert found.key is not None
    assert found.key.value == "<secret-1>"
    assert found.phase1 is not None
    assert found.phase1[0].name == "site"


def test_a_peer_with_a_key_alone_shows_its_proposal_only_in_a_whole_export() -> None:
    text = "/ip ipsec peer\nadd address=203.0.113.5/32 secret=Meadow-Key\n/ip ipsec policy\nadd dst-address=10.2.0.0/16 sa-dst-address=203.0.113.5 tunnel=yes\n"
    assert tunnel(text).phase1 is None
    whole = tunnel("# jan/05/2018 10:00:00 by RouterOS 6.40.5\n" + text).phase1
    assert whole is not None
    assert whole[0].default.startswith("RouterOS default for")


def test_the_paths_of_release_7_are_the_same_sections() -> None:
    found = tunnel(MIKROTIK.replace("/ip ipsec ", "/ip/ipsec/"))
    assert found.phase1 is not None
    assert found.phase2 is not None


def test_an_old_peer_and_strongswan_differ_in_the_version_only_where_both_are_fixed() -> None:
    swan = SWAN.replace("Winter-Garden", "Meadow-Key").replace("local_ts = 10.2.0.0/16", "local_ts = 10.2.0.0/16, 10.91.0.0/24")
    assert differing(compared(OLD, swan)) == {"ike.version"}
    assert differing(compared(OLD, swan.replace("version = 2", "version = 1"))) == set()


def test_defaults_of_the_default_entries_are_marked() -> None:
    text = (
        without(MIKROTIK, "dh-group", "  name=site", "auth-algorithms", "pfs-group")
        .replace("my-id=address:192.0.2.1 ", "")
        .replace(" remote-id=address:203.0.113.5", "")
    )
    text = text.replace(" profile=site", "").replace(" proposal=esp", "").replace(" tunnel=yes", "").replace("exchange-mode=ike2 ", "")
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
        (found.identity_local, "192.0.2.1"),
        (found.identity_remote, "any"),
        (found.nat_traversal, "on"),
    ):
        assert setting is not None
        assert (setting.value, setting.default) == (value, "RouterOS default")
    changed = tunnel(text.replace("/ip ipsec proposal\n", "/ip ipsec proposal\nset [ find default=yes ] pfs-group=none\n"))
    assert changed.pfs is not None
    assert (changed.pfs.value, changed.pfs.default) == ("none", "")


def test_a_default_entry_whose_section_is_not_pasted_is_unknown() -> None:
    text = "/ip ipsec peer\nadd address=203.0.113.5/32 name=far\n/ip ipsec policy\nadd dst-address=10.2.0.0/16 peer=far src-address=10.1.0.0/16 tunnel=yes\n"
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
    assert tunnel(MIKROTIK.replace("secret=Winter-Garden", "")).key is None
    key = tunnel(MIKROTIK.replace("secret=Winter-Garden", "auth-method=digital-signature")).key
    assert key is not None
    assert key.value == "none"


def test_disabled_entries_and_templates_do_not_count() -> None:
    off = device(MIKROTIK.replace("add address=203.0.113.5/32", "add disabled=yes address=203.0.113.5/32")).tunnels
    assert [item.binding.value for item in off if item.binding] == ["none"]
    another = "add address=203.0.113.5/32 disabled=yes name=older\n"
    assert len(device(MIKROTIK.replace("/ip ipsec peer\n", f"/ip ipsec peer\n{another}")).tunnels) == 1
    assert len(device(OLD.replace("policy\n", "policy\nset 0 dst-address=0.0.0.0/0 src-address=0.0.0.0/0\n")).tunnels) == 1
    assert tunnel(MIKROTIK.replace("add dst-address", "add template=yes dst-address")).selectors is None


def test_policies_of_two_proposals_are_two_tunnels() -> None:
    more = MIKROTIK.replace(
        "/ip ipsec policy\n",
        "/ip ipsec policy\nadd dst-address=10.95.0.0/24 peer=far proposal=other src-address=10.1.0.0/16 tunnel=yes\n",
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
        for found in device("\n".join(lines[:end]), "mikrotik").tunnels if end > 4 else []:
            for name in ("peer", "version", "mode", "pfs", "protocol", "identity_local", "authentication", "phase1_lifetime", "key"):
                have, full = getattr(found, name), getattr(whole, name)
                assert have is None or have.default or have.value == full.value, (end, name)


@pytest.mark.parametrize("secret", ["Velvet-9", '"Quartz Velvet 9"', '"Qua\\"rtz Velvet"', '"never closed'])
@pytest.mark.parametrize("text", [MIKROTIK, OLD], ids=["new", "old"])
def test_no_key_in_what_was_read(text: str, secret: str) -> None:
    keyed = text.replace("Winter-Garden", secret).replace("Meadow-Key", secret)
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


def said(text: str) -> list[tuple[str, str]]:
    """What stops the tunnel by one end alone, with the line's text."""
    return [(item.finding, item.where[0].text) for item in tunnel(text).remarks if item.stops]


MASQUERADE = "add action=masquerade chain=srcnat out-interface-list=WAN"


@pytest.mark.parametrize(
    ("before", "after", "finding", "line"),
    [
        ("add action=accept chain=srcnat", "add action=accept chain=dstnat", "nat-translates-flow", MASQUERADE),
        (
            "add dst-address=192.0.0.0/2",
            "add disabled=yes dst-address=192.0.0.0/2",
            "route-to-peer-missing",
            "add dst-address=10.2.0.0/16 gateway=192.0.2.254",
        ),
        (
            "chain=input dst-port=500,4500",
            "chain=input dst-port=5000-5100",
            "ike-disabled-here",
            "add action=drop chain=input in-interface-list=WAN",
        ),
        (
            "add action=accept chain=forward dst",
            "add action=reject chain=forward dst",
            "acl-drops-flow",
            "add action=reject chain=forward dst-address=10.2.0.0/16 src-address=10.1.0.0/16",
        ),
        ("add dst-address=10.2.0.0/16 peer", "add disabled=yes dst-address=10.2.0.0/16 peer", "no-map-on-interface", ""),
    ],
)
def test_what_one_end_alone_lacks(before: str, after: str, finding: str, line: str) -> None:
    assert said(MIKROTIK) == []
    assert before in MIKROTIK
    found = said(MIKROTIK.replace(before, after))
    assert [name for name, _ in found] == [finding]
    assert found[0][1].startswith(line)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            MIKROTIK.replace("out-interface-list=WAN", "ipsec-policy=out,none out-interface-list=WAN").replace(
                "chain=srcnat dst", "chain=dstnat dst"
            ),
            "on",
        ),
        (MIKROTIK.replace("chain=srcnat dst-address=10.2.0.0/16 src-address=10.1.0.0/16", "chain=srcnat ipsec-policy=out,ipsec"), "on"),
        (
            MIKROTIK.replace(
                "chain=srcnat dst-address=10.2.0.0/16 src-address=10.1.0.0/16", "chain=srcnat dst-address=!10.2.0.0/16 out-interface=ether2"
            ),
            None,
        ),
        (
            MIKROTIK.replace("action=accept chain=srcnat dst-address=10.2", "action=masquerade chain=srcnat dst-address=!10.2").replace(
                "src-address=10.1.0.0/16\nadd action=masquerade", "out-interface=ether1\nadd disabled=yes action=masquerade"
            ),
            "on",
        ),
        (MIKROTIK.replace("interface=ether1 list=WAN", "interface=ether2 list=WAN").replace("chain=srcnat dst", "chain=dstnat dst"), "on"),
        (MIKROTIK.replace("add interface=ether1 list=WAN\n", ""), None),
        (MIKROTIK.replace("add action=masquerade chain=srcnat", "add action=jump jump-target=more chain=srcnat"), None),
        (MIKROTIK.replace("chain=srcnat dst-address=10.2.0.0/16 src-address", "chain=srcnat dst-address-list=far src-address"), None),
        (
            MIKROTIK.replace("chain=srcnat dst-address=10.2.0.0/16 src-address", "chain=srcnat dst-address-list=far src-address")
            + "/ip firewall address-list\nadd address=10.2.0.0/15 list=far\n/system identity\n",
            "on",
        ),
        (without(MIKROTIK, "srcnat"), None),
    ],
    ids=[
        "policy none",
        "policy ipsec",
        "accept all but",
        "all but",
        "list of others",
        "list unknown",
        "jump",
        "addresses unknown",
        "addresses listed",
        "nothing shown",
    ],
)
def test_what_source_nat_leaves_as_it_is(text: str, value: str | None) -> None:
    found = tunnel(text).exemption
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (MIKROTIK.replace("chain=forward dst-address=10.2.0.0/16 src-address=10.1.0.0/16", "chain=forward ipsec-policy=out,ipsec"), "on"),
        (without(MIKROTIK, "chain=forward dst", "drop chain=forward"), "on"),
        (without(MIKROTIK, "chain=forward dst").replace("drop chain=forward", "drop chain=forward in-interface=ether1"), "on"),
        (without(MIKROTIK, "chain=forward dst").replace("drop chain=forward", "drop chain=forward protocol=tcp"), None),
        (without(MIKROTIK, "chain=forward dst").replace("drop chain=forward", "drop chain=forward connection-state=invalid"), "on"),
        (
            MIKROTIK.replace("add action=drop chain=forward", "add action=drop chain=forward\nadd action=jump chain=forward jump-target=x"),
            None,
        ),
    ],
    ids=["out ipsec", "open end", "other way in", "one protocol", "state", "jump"],
)
def test_what_the_forward_chain_decides(text: str, value: str | None) -> None:
    found = tunnel(text).rules
    assert (found.value if found else None) == value


def test_who_may_start_and_what_logs_in() -> None:
    found = tunnel(MIKROTIK)
    assert found.initiation is not None
    assert (found.initiation.value, found.initiation.default) == ("both", "RouterOS default")
    passive = tunnel(MIKROTIK.replace("name=far \\", "name=far passive=yes \\")).initiation
    assert passive is not None
    assert passive.value == "responder"
    assert passive.where is not None
    anyone = tunnel(MIKROTIK.replace("address=203.0.113.5/32", "address=0.0.0.0/0")).initiation
    assert anyone is not None
    assert anyone.value == "responder"
    login = tunnel(MIKROTIK.replace("add my-id", "add auth-method=pre-shared-key-xauth my-id"))
    assert login.xauth is not None
    assert login.authentication is not None
    assert (login.xauth.value, login.authentication.value) == ("on", "pre-shared key")
    signed = tunnel(MIKROTIK.replace("add my-id", "add auth-method=digital-signature certificate=own remote-certificate=theirs my-id"))
    assert [item.value for item in (signed.certificate, signed.trust) if item] == ["own", "theirs"]
    silent = tunnel(MIKROTIK.replace("lifetime=8h", "dpd-interval=disable-dpd lifetime=8h")).dpd
    assert silent is not None
    assert silent.value == "none"


def test_nothing_is_missing_because_the_text_is_cut() -> None:
    """Wherever it is cut, at any byte: what comes after the cut is unknown."""
    for end in range(220, len(MIKROTIK), 3):
        for found in device(MIKROTIK[:end], "mikrotik").tunnels:
            lacking = [
                name
                for name in ("binding", "enabled", "rules", "exemption", "route_peer", "route_far", "certificate", "trust", "key")
                if (value := getattr(found, name)) is not None and value.value == "none"
            ]
            assert lacking == [], (end, MIKROTIK[end - 60 : end])


def test_a_route_learnt_is_not_missing() -> None:
    text = MIKROTIK.replace("add dst-address=10.2.0.0/16 gateway=192.0.2.254\n", "")
    assert [name for name, _ in said(text)] == ["tunnel-route-not-set"]
    assert said(text + "/routing ospf instance\nadd name=v2 version=2\n/system note\n") == []


def test_many_peers_and_rules_do_not_take_long() -> None:
    peers = "".join(f"add address=203.0.113.1/32 local-address=192.0.2.1 name=p{number}\n" for number in range(500))
    policies = "".join(f"add dst-address=10.0.0.0/8 peer=p{number}\n" for number in range(500))
    rules = "".join(
        f"add action=drop chain={chain} src-address=172.16.{number % 250}.0/24\n" for number in range(400) for chain in ("input", "forward")
    )
    routes = "".join(f"add dst-address=172.{number % 250}.0.0/16 gateway=192.0.2.254\n" for number in range(400))
    text = f"/ip ipsec peer\n{peers}/ip ipsec policy\n{policies}/ip firewall filter\n{rules}/ip route\n{routes}/ip address\nadd address=192.0.2.1/24 interface=ether1\n"
    begin = time.monotonic()
    assert len(device(text).tunnels) == 500
    assert time.monotonic() - begin < 5
