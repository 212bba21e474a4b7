"""Configurations of FortiGate: values, defaults, partial and cut pastes. All texts are written for the test."""

from __future__ import annotations

import pytest

from assistant.model.settings import ANY, MASKED, NONE
from tests.configs.pairs import written
from tests.configs.reading_settings import device

FORTIGATE = written("fortigate", 1)


def test_every_value_has_its_line() -> None:
    found = device(FORTIGATE)
    assert (found.hostname, found.version) == ("edge", "7.2.5")
    tunnel = found.tunnels[0]
    rows = [row.strip() for row in FORTIGATE.split("\n")]
    for setting, text in (
        (tunnel.peer, "set remote-gw 203.0.113.5"),
        (tunnel.local_address, "set ip 192.0.2.1 255.255.255.0"),
        (tunnel.phase1_lifetime, "set keylife 28800"),
        (tunnel.phase2_lifetime, "set keylifeseconds 3600"),
        (tunnel.identity_remote, "set peertype any"),
    ):
        assert setting is not None
        assert setting.where is not None
        assert rows[setting.where.line - 1] == text
    assert tunnel.phase1 is not None
    assert [suite.algorithms["encryption"] for suite in tunnel.phase1] == [("AES-CBC-256",), ("AES-CBC-128",)]
    assert tunnel.phase1[0].lines["group"].text == "set dhgrp 14"


MINIMAL = """\
config vpn ipsec phase1-interface
    edit "p1"
        set interface "wan1"
        set proposal aes256-sha256 3des-sha1
        set remote-gw 198.51.100.1
        set psksecret ENC QUJDREVGR0g=
    next
end
config vpn ipsec phase2-interface
    edit "p2"
        set phase1name "p1"
        set proposal aes256gcm
    next
end
"""


def test_defaults_of_entries_that_are_shown_whole() -> None:
    tunnel = device(MINIMAL).tunnels[0]
    values = {
        "version": "ikev1",
        "mode": "main",
        "phase1_lifetime": "86400",
        "phase2_lifetime": "43200",
        "authentication": "pre-shared key",
        "nat_traversal": "on",
        "pfs": "group 14 or group 5",
        "encapsulation": "tunnel",
        "identity_remote": ANY,
    }
    for name, value in values.items():
        setting = getattr(tunnel, name)
        assert (setting.value, setting.default, setting.where) == (value, "FortiOS's default", None), name
    assert tunnel.selectors is not None
    assert [(item.local, item.remote) for item in tunnel.selectors] == [(ANY, ANY)]
    assert tunnel.key is not None
    assert tunnel.key.value == MASKED
    assert tunnel.local_address is None
    assert tunnel.identity_local is None
    assert tunnel.phase2 is not None
    assert tunnel.phase2[0].algorithms == {"encryption": ("AES-GCM-256",)}


def test_an_entry_that_is_cut_off_has_no_defaults() -> None:
    tunnel = device(MINIMAL[: MINIMAL.index("    next")]).tunnels[0]
    assert tunnel.peer is not None
    for name in ("version", "mode", "phase1_lifetime", "authentication", "nat_traversal", "identity_remote", "phase2", "pfs", "selectors"):
        assert getattr(tunnel, name) is None, name
    assert tunnel.phase1 is not None
    assert "group" not in tunnel.phase1[0].algorithms


def test_a_paste_that_begins_within_an_entry_is_kept() -> None:
    tunnel = device(MINIMAL[MINIMAL.index("        set proposal") :]).tunnels[0]
    assert tunnel.peer is not None
    assert tunnel.peer.value == "198.51.100.1"
    assert tunnel.mode is None
    assert tunnel.phase2 is not None


def test_dialup_identity_version_and_signatures() -> None:
    text = MINIMAL.replace(
        "set remote-gw 198.51.100.1",
        'set type dynamic\n        set ike-version 2\n        set localid "hq.example.net"\n        set authmethod signature',
    )
    tunnel = device(text).tunnels[0]
    assert tunnel.peer is not None
    assert tunnel.peer.value == ANY
    assert tunnel.version is not None
    assert tunnel.version.value == "ikev2"
    assert tunnel.mode is None
    assert tunnel.identity_local is not None
    assert tunnel.identity_local.value == "hq.example.net"
    assert tunnel.authentication is not None
    assert tunnel.authentication.value == "RSA signature"
    assert tunnel.key is not None
    assert tunnel.key.value == NONE
    assert tunnel.phase1 is not None
    assert tunnel.phase1[0].algorithms["prf"] == ("SHA2-256",)


def test_phase_2_entries_that_differ_in_networks_alone_are_one_tunnel() -> None:
    second = '    edit "p3"\n        set phase1name "p1"\n        set proposal aes256gcm\n        set src-subnet 192.0.2.0 255.255.255.128\n    next\n'
    one = device(MINIMAL.removesuffix("end\n") + second + "end\n").tunnels
    assert [len(item.selectors or ()) for item in one] == [2]
    two = device(MINIMAL.removesuffix("end\n") + second.replace("aes256gcm", "3des-md5") + "end\n").tunnels
    assert [len(item.selectors or ()) for item in two] == [1, 1]


@pytest.mark.parametrize("missing", ['    edit "far"\n', '        set member "far"\n'])
def test_an_object_that_is_not_shown_makes_the_networks_unknown(missing: str) -> None:
    assert device(FORTIGATE.replace(missing, missing.replace("far", "elsewhere"))).tunnels[0].selectors is None


def test_groups_that_name_each_other_end() -> None:
    assert device(FORTIGATE.replace('set member "far"', 'set member "far-all"')).tunnels[0].selectors is None


def test_comments_nested_tables_and_values_over_several_lines_hide_nothing() -> None:
    text = FORTIGATE.replace(
        "set net-device disable",
        'set comments "one\nnext\nend\nset remote-gw 192.0.2.77\nlast"\n        config monitor\n            edit 1\n            set x y\n            next\n        end',
    )
    text = text.replace("        set dhgrp 14\n        set nat", "        # set dhgrp 2\n        set dhgrp 14\n        set nat")
    peer = device(text).tunnels[0].peer
    assert peer is not None
    assert peer.value == "203.0.113.5"
    unclosed = FORTIGATE.replace("set net-device disable", 'set comments "never closed')
    assert device(unclosed).tunnels[0].name == "site"
