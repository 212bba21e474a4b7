"""What strongSwan's and libreswan's files say beyond one working tunnel: inheritance, several tunnels, what is missing or left out."""

from __future__ import annotations

import pytest

from tests.configs.ends import ENDS
from tests.configs.reading_settings import compared, device, differing, tunnel, without

SWANCTL = ENDS["swanctl"].written(2)
LIBRESWAN = ENDS["libreswan"].written(1)
IPSEC_CONF = ENDS["ipsecconf"].written(2)
TWO_CHILDREN = SWANCTL.replace(
    "    children {\n",
    "    children {\n      voice {\n        local_ts = 10.1.9.0/24\n        remote_ts = 10.2.9.0/24[udp/5060], 10.2.8.0/24\n        if_id_in = 42\n      }\n",
)


def said(text: str) -> list[tuple[str, bool]]:
    """The remarks on the only tunnel: what they speak for and whether they stop it."""
    return [(item.finding, item.stops) for item in tunnel(text).remarks]


def test_every_child_is_a_tunnel() -> None:
    """Each with its own networks and defaults, the connection's peer and its key."""
    voice, net = device(TWO_CHILDREN).tunnels
    assert [(item.local, item.remote, item.protocol) for item in voice.selectors or ()] == [
        ("10.1.9.0/24", "10.2.9.0/24", "udp"),
        ("10.1.9.0/24", "10.2.8.0/24", ""),
    ]
    assert (voice.name, net.name) == ("site/voice", "site/net")
    assert voice.tunnel_interface is not None
    assert (voice.tunnel_interface.value, voice.route_based, net.route_based) == ("if_id 42", True, False)
    assert voice.phase2 is None
    assert voice.peer == net.peer
    assert voice.initiation is not None
    assert (voice.initiation.value, bool(voice.initiation.default)) == ("by hand", True)


def test_a_child_without_networks_protects_the_ends_alone() -> None:
    """``dynamic`` is the address of the end, so far as the connection names one."""
    found = tunnel(without(SWANCTL, "local_ts", "remote_ts"))
    assert [(item.local, item.remote) for item in found.selectors or ()] == [("192.0.2.1/32", "203.0.113.5/32")]
    open_ = tunnel(without(SWANCTL, "remote_ts", "remote_addrs"))
    assert [(item.local, item.remote) for item in open_.selectors or ()] == [("10.1.0.0/16", "dynamic")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("id = 203.0.113.5\n    secret", "id = 198.51.100.9\n    secret", [("no-key-here-for-peer", True)]),
        ("id = 203.0.113.5\n    secret", "id-1 = 198.51.100.9\n    id-2 = 203.0.113.5\n    secret", []),
        ("id = 203.0.113.5\n    secret", "secret", []),
        ("    version = 2", "    version = 2\n    leftsubnet = 10.1.0.0/16", [("", True)]),
        ("secrets {", "include conf.d/*.conf\nsecrets {", [("", False)]),
    ],
)
def test_a_connection_is_checked_by_itself(before: str, after: str, expected: list[tuple[str, bool]]) -> None:
    """A key that none of the identities has, a word of another file, a file that is not shown."""
    assert before in SWANCTL
    assert said(SWANCTL.replace(before, after)) == expected


def test_a_section_takes_what_it_names_after_a_colon() -> None:
    """At any depth; what it has itself counts."""
    text = "base {\n  dpd_delay = 5s\n  version = 1\n  local {\n    certs = gate.pem\n  }\n}\n" + SWANCTL.replace(
        "  site {", "  site : base {"
    )
    found = tunnel(text.replace("    dpd_delay = 30s\n", ""))
    assert found.name == "site/net"
    assert found.dpd is not None
    assert found.certificate is not None
    assert found.version is not None
    assert (found.dpd.value, found.certificate.value, found.version.value) == ("5", "gate.pem", "ikev2")
    assert differing(compared(text, ENDS["swanctl"].written(2, far=True))) == set()
    round_ = "a : b {\n  x = 1\n}\nb : a {\n  y = 1\n}\n" + SWANCTL.replace("  site {", "  site : a, nobody {")
    assert tunnel(round_).name == "site/net"
    many = ", ".join(f"s{number}" for number in range(60))
    knot = "".join(f"s{number} : {many} {{\n  x = {number}\n}}\n" for number in range(60)) + SWANCTL.replace(
        "  site {", f"  site : {many} {{"
    )
    assert tunnel(knot).name == "site/net"


def test_what_passes_beside_ipsec_is_no_tunnel() -> None:
    beside = "  bypass {\n    remote_addrs = 127.0.0.1\n    children {\n      lan {\n        mode = pass\n        start_action = trap\n      }\n    }\n  }\n"
    assert tunnel(SWANCTL.replace("connections {\n", f"connections {{\n{beside}")).name == "site/net"


def test_a_connection_without_a_child_protects_nothing() -> None:
    head, _, rest = SWANCTL.partition("    children {")
    found = tunnel(head + rest.partition("      }\n    }\n")[2])
    assert [item.stops for item in found.remarks] == [True]
    assert "no child" in found.remarks[0].text
    assert tunnel(head).remarks == []  # cut off: it may follow


def test_what_is_cut_off_or_drawn_in_is_unknown() -> None:
    """No secret is said to be missing where the rest of the file is not there."""
    other = SWANCTL.replace("id = 203.0.113.5\n    secret", "id = 198.51.100.9\n    secret")
    assert tunnel(other.rpartition("}")[0]).key is None
    assert tunnel(f"include conf.d/*.conf\n{other}").key is None
    assert tunnel(LIBRESWAN.replace("192.0.2.1 203.0.113.5 : PSK", "198.51.100.9 : PSK") + "include /etc/ipsec.d/*.conf\n").key is None


@pytest.mark.parametrize(
    ("peer", "fits"),
    [
        ("%any", True),
        ("203.0.113.0/24", True),
        ("203.0.113.1-203.0.113.9", True),
        ("198.51.100.7, 203.0.113.5", True),
        ("vpn.example.org", None),
        ("203.0.113.6-203.0.113.9", False),
        ("198.51.100.0/24", False),
    ],
)
def test_peers_that_are_more_than_one_address(peer: str, fits: bool | None) -> None:
    """A range holds the address or not; what a name stands for is not known."""
    found = compared(SWANCTL.replace("remote_addrs = 203.0.113.5", f"remote_addrs = {peer}"), ENDS["swanctl"].written(2, far=True))
    assert ("peer.address" in differing(found)) is (fits is False)


def test_sections_inherit() -> None:
    """A section's own key counts before those of ``also``, and these before ``%default``; templates are no tunnels."""
    text = IPSEC_CONF.replace(
        "conn site\n",
        "conn base\n    also=deeper\n    lifetime=2h\n\nconn deeper\n    closeaction=restart\n    mark=7\n\nconn site\n    also=base\n",
    ).replace("    lifetime=3600s\n", "")
    found = tunnel(text)
    assert found.name == "site"
    assert found.phase2_lifetime is not None
    assert found.phase2_lifetime.value == "7200"
    assert found.tunnel_interface is not None
    assert found.tunnel_interface.value == "mark 7"
    assert found.dpd is not None
    assert (found.dpd.value, found.dpd.where is not None) == ("30", True)


def test_sections_that_draw_on_each_other_end() -> None:
    text = "conn a\n    also=b\n    right=203.0.113.5\n    auto=start\nconn b\n    also=a\n    keyexchange=ikev2\n    leftauth=psk\n    auto=start\n"
    assert {item.name for item in device(text).tunnels} == {"a", "b"}


def test_a_section_that_is_not_shown_is_unknown() -> None:
    found = tunnel(
        LIBRESWAN.replace("conn site\n", "conn site\n    also=elsewhere\n").replace("192.0.2.1 203.0.113.5 : PSK", "198.51.100.9 : PSK")
    )
    assert found.key is None
    assert [(item.stops, "elsewhere" in item.text) for item in found.remarks] == [(False, True)]


def test_lost_indentation_loses_nothing() -> None:
    """As a forum or a ticket shows it."""
    flat = "\n".join(line.strip() for line in LIBRESWAN.splitlines())
    found = compared(flat, ENDS["asa"].written(1, far=True))
    assert differing(found) == set()
    whole = compared(LIBRESWAN, ENDS["asa"].written(1, far=True))
    assert [(item.name, item.local.value, item.local.line) for item in found.parameters] == [
        (item.name, item.local.value, item.local.line) for item in whole.parameters
    ]


def test_a_value_ends_at_its_comment() -> None:
    found = tunnel(LIBRESWAN.replace("right=203.0.113.5", "right=203.0.113.5   # the branch"))
    assert found.peer is not None
    assert found.peer.value == "203.0.113.5"


@pytest.mark.parametrize("own", ["right=192.0.2.1", "right=%defaultroute"])
def test_which_of_left_and_right_is_this_end(own: str) -> None:
    """The same file at both ends, or this end as the right one, fits; so does a right end without an address."""
    far = ENDS["libreswan"].written(1, far=True)
    same = LIBRESWAN.replace("auto=start", "auto=add")
    swapped = far.replace("auto=add", "auto=start").replace("    right=192.0.2.1", f"    {own}")
    assert differing(compared(LIBRESWAN, same)) == set()
    assert differing(compared(swapped, far)) == set()
    assert "peer.address" in differing(compared(LIBRESWAN, same.replace("left=192.0.2.1", "left=198.51.100.9")))


def test_without_an_exclamation_mark_the_default_is_offered_too() -> None:
    """Then a strong proposal of the other end is taken, a weak one that no default has is not."""
    loose = IPSEC_CONF.replace("modp2048!", "modp2048")
    far = ENDS["swanctl"].written(2, far=True)
    other = far.replace("proposals = aes256-sha256-modp2048", "proposals = aes128-sha384-ecp256")
    assert {"phase1.encryption", "phase1.integrity", "phase1.group"} <= differing(compared(IPSEC_CONF, other))
    assert differing(compared(loose, other)) == set()
    assert differing(compared(loose, far.replace("proposals = aes256-sha256-modp2048", "proposals = 3des-sha256-modp2048"))) == {
        "phase1.encryption"
    }


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        (LIBRESWAN, "192.0.2.1 203.0.113.5 : PSK", "198.51.100.9 : PSK", [("no-key-here-for-peer", True)]),
        (LIBRESWAN, "192.0.2.1 203.0.113.5 : PSK", ": PSK", []),
        (LIBRESWAN, "192.0.2.1 203.0.113.5 : PSK", "%any 192.0.2.1 : PSK", []),
        (LIBRESWAN, "authby=secret", "authby=rsasig", [("certificate-absent-logged", True)]),
        (LIBRESWAN, "authby=secret", "authby=rsasig\n    leftcert=gate", []),
        (LIBRESWAN, "    auto=start\n", "    auto=ignore\n", [("no-map-on-interface", True)]),
        (LIBRESWAN, "    auto=start\n", "", [("", False)]),
        (LIBRESWAN, "    auto=start\n", "    auto=start\n    closeaction=restart\n", [("", False)]),
        (IPSEC_CONF, "    auto=route\n", "    auto=route\n    phase2alg=aes256-sha1\n", [("", False)]),
        (LIBRESWAN, "    right=203.0.113.5", "    right=192.0.2.1", [("", True)]),
    ],
)
def test_a_section_is_checked_by_itself(text: str, before: str, after: str, expected: list[tuple[str, bool]]) -> None:
    assert before in text
    assert said(text.replace(before, after)) == expected


@pytest.mark.parametrize(
    ("before", "after", "field", "value"),
    [
        ("auth = psk\n      id = 192.0.2.1", "auth = pubkey\n      id = 192.0.2.1\n      certs = gate.pem", "certificate", "gate.pem"),
        ("auth = psk\n      id = 203.0.113.5", "auth = psk\n      id = 203.0.113.5\n      cacerts = ca.pem", "trust", "ca.pem"),
        ("dpd_delay = 30s", "dpd_delay = 2m", "dpd", "120"),
        ("life_bytes = 500M", "life_bytes = 1073741824", "phase2_volume", "1048576"),
        ("life_bytes = 500M", "life_bytes = 0", "phase2_volume", "none"),
        ("fragmentation = yes", "fragmentation = force", "fragmentation", "on"),
        ("fragmentation = yes", "encap = yes", "nat_traversal", "on"),
        ("modp2048\n        life", "modp2048-esn-noesn\n        life", "esn", "on off"),
        ("start_action = trap", "start_action = trap|start", "initiation", "both"),
        ("remote_addrs = 203.0.113.5", "remote_addrs = %any", "initiation", "responder"),
    ],
)
def test_words_of_swanctl(before: str, after: str, field: str, value: str) -> None:
    assert before in SWANCTL
    found = getattr(tunnel(SWANCTL.replace(before, after)), field)
    assert (found.value, found.where is not None) == (value, True)


def test_pfs_without_a_group_of_its_own_takes_that_of_phase_1() -> None:
    """The default of libreswan, not of strongSwan."""
    found = tunnel(LIBRESWAN.replace("aes256-sha1;modp2048", "aes256-sha1").replace("    pfs=yes\n", ""))
    assert found.pfs is not None
    assert (found.pfs.value, bool(found.pfs.default)) == ("group 14", True)
    other = tunnel(IPSEC_CONF.replace("esp=aes256-sha1-modp2048!", "esp=aes256-sha1!"))
    assert other.pfs is not None
    assert (other.pfs.value, other.pfs.default) == ("none", "")


@pytest.mark.parametrize("digits", ["9" * 40, "9" * 6000])
def test_numbers_that_nobody_means_are_no_fault(digits: str) -> None:
    """Python refuses to turn thousands of digits into a number."""
    found = tunnel(IPSEC_CONF.replace("lifebytes=524288000", f"lifebytes={digits}").replace("ikelifetime=28800s", f"ikelifetime={digits}s"))
    assert found.phase2_volume is None


@pytest.mark.parametrize("who", ["2001:db8::1 2001:db8::5", "203.0.113.5", "203.0.113.5 ", "@gate.example.org 203.0.113.5", ""])
def test_whose_a_secret_is(who: str) -> None:
    """With or without a space before the colon; addresses of IPv6 have colons themselves."""
    found = tunnel(LIBRESWAN.replace("192.0.2.1 203.0.113.5 :", f"{who}:" if who else ":"))
    assert found.key is not None
    assert (found.key.value == "none") is who.startswith("2001")
