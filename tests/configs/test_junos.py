"""Junos configurations: both forms, values with their lines, defaults, proposal sets, selectors, cut and hostile texts."""

from __future__ import annotations

import time

import pytest

from assistant.configs.read import settings_of
from assistant.model.settings import Selector, Setting, TunnelSettings
from assistant.reading.clean import split
from tests.configs.ends import srx
from tests.configs.reading_settings import device, plain, tunnel, without

SRX = srx.written(1)
SRX_BRACES = srx.braces(SRX)
NARROW = ("address-book", "policies", "nat source", "zones", "routing-options")
"""What is not the VPN's own, for tests of a part."""


def values(found: TunnelSettings) -> dict[str, object]:
    """What a tunnel holds, without places."""
    settings = {name: getattr(found, name) for name in found.__struct_fields__}
    flat: dict[str, object] = {name: (item.value, item.default) for name, item in settings.items() if isinstance(item, Setting)}
    for name in ("phase1", "phase2"):
        flat[name] = [(item.name, item.algorithms) for item in settings[name] or ()]
    flat["selectors"] = [(item.local, item.remote, item.protocol) for item in found.selectors or ()]
    return flat | {"name": found.name, "route_based": found.route_based}


def test_both_forms_say_the_same() -> None:
    assert values(tunnel(SRX)) == values(tunnel(SRX_BRACES))
    first, second = device(SRX), device(SRX_BRACES)
    assert (first.hostname, first.version) == (second.hostname, second.version) == ("srx", "21.4R3-S5")


@pytest.mark.parametrize("text", [SRX, SRX_BRACES], ids=["set", "braces"])
def test_every_value_keeps_its_line(text: str) -> None:
    found = tunnel(text)
    lines = text.split("\n")
    for setting, sign in (
        (found.peer, "203.0.113.5"),
        (found.local_address, "192.0.2.1"),
        (found.interface, "external-interface"),
        (found.mode, "mode main"),
        (found.phase1_lifetime, "lifetime-seconds 28800"),
        (found.authentication, "pre-shared-keys"),
        (found.key, "pre-shared-key ascii-text"),
        (found.dpd, "10"),
        (found.protocol, "protocol esp"),
        (found.pfs, "group14"),
        (found.phase2_lifetime, "lifetime-seconds 3600"),
    ):
        assert setting is not None
        assert setting.where is not None
        assert sign in lines[setting.where.line - 1]
    assert found.phase1 is not None
    assert {kind: lines[where.line - 1].split()[-1].rstrip(";") for kind, where in found.phase1[0].lines.items()} == {
        "encryption": "aes-256-cbc",
        "integrity": "sha1",
        "group": "group14",
    }


def test_defaults_are_marked() -> None:
    found = tunnel(
        without(SRX, "lifetime-seconds", "dead-peer", "perfect", "-identity inet", "-only").replace("mode main", "description x")
    )
    for setting, value in (
        (found.version, "ikev1"),
        (found.mode, "main"),
        (found.phase1_lifetime, "28800"),
        (found.phase2_lifetime, "3600"),
        (found.pfs, "none"),
        (found.nat_traversal, "on"),
        (found.dpd, "none"),
        (found.identity_local, "192.0.2.1"),
    ):
        assert setting is not None
        assert setting.value == value
        assert setting.default.startswith("Junos default")


def test_written_values_stand_before_defaults() -> None:
    more = without(SRX, "-identity inet") + (
        "set security ike gateway GW version v2-only\nset security ike gateway GW no-nat-traversal\n"
        "set security ike gateway GW local-identity user-at-hostname srx@example.net\nset security ike gateway GW address 203.0.113.6\n"
    )
    found = tunnel(more)
    assert found.version is not None
    assert found.version.value == "ikev2"
    assert found.mode is None
    assert found.nat_traversal is not None
    assert found.nat_traversal.value == "off"
    assert found.identity_local is not None
    assert found.identity_local.value == "srx@example.net"
    assert [peer.value for peer in found.peers] == ["203.0.113.5", "203.0.113.6"]
    assert found.identity_remote is None  # of which peer it would be is open


def test_an_identity_that_cannot_be_compared_is_not_the_default() -> None:
    named = "set security ike gateway GW local-identity distinguished-name\nset security ike gateway GW remote-identity distinguished-name wildcard O=Example\n"
    found = tunnel(SRX + named)
    assert found.identity_local is None
    assert found.identity_remote is None


@pytest.mark.parametrize(
    ("word", "first", "second"),
    [
        ("standard", ["3DES SHA1 group 2", "AES-CBC-128 SHA1 group 2"], ["3DES SHA1", "AES-CBC-128 SHA1"]),
        (
            "compatible",
            ["3DES SHA1 group 2", "3DES MD5 group 2", "DES SHA1 group 2", "DES MD5 group 2"],
            ["3DES SHA1", "3DES MD5", "DES SHA1", "DES MD5"],
        ),
        ("basic", ["DES SHA1 group 1", "DES MD5 group 1"], ["DES SHA1", "DES MD5"]),
        ("suiteb-gcm-128", ["AES-CBC-128 SHA2-256 group 19"], ["AES-GCM-128"]),
        ("suiteb-gcm-256", ["AES-CBC-256 SHA2-384 group 20"], ["AES-GCM-256"]),
        ("prime-128", None, None),
    ],
)
def test_proposal_sets_are_what_is_documented_of_them(word: str, first: list[str] | None, second: list[str] | None) -> None:
    text = SRX.replace("proposals P1", f"proposal-set {word}").replace("proposals P2", f"proposal-set {word}")
    found = tunnel(without(text, "perfect"))
    for suites, wanted in ((found.phase1, first), (found.phase2, second)):
        got = None if suites is None else [" ".join(name for names in suite.algorithms.values() for name in names) for suite in suites]
        assert got == wanted
    expected = "none" if word in {"basic", "compatible"} else None
    assert (found.pfs.value if found.pfs else None) == expected


def test_traffic_selectors_and_tunnel_interfaces() -> None:
    routed = tunnel(without(SRX, "proxy-identity"))
    assert routed.selectors == ()
    assert routed.route_based
    pairs = without(SRX, "proxy-identity") + (
        "set security ipsec vpn VPN traffic-selector T1 local-ip 10.1.0.0/16\nset security ipsec vpn VPN traffic-selector T1 remote-ip 10.2.0.0/16\n"
        "set security ipsec vpn VPN traffic-selector T2 local-ip 10.62.0.0/24 remote-ip 0.0.0.0/0\n"
    )
    found = tunnel(pairs).selectors
    assert found is not None
    assert [(item.local, item.remote) for item in found] == [("10.1.0.0/16", "10.2.0.0/16"), ("10.62.0.0/24", "any")]
    assert tunnel(without(pairs, "T1 remote-ip")).selectors is None


POLICY = """\
set security zones security-zone trust address-book address LAN 10.1.0.0/16
set security zones security-zone untrust address-book address HQ 10.2.0.0/16
set security zones security-zone untrust interfaces ge-0/0/0.0
set security policies from-zone trust to-zone untrust policy OUT match source-address LAN
set security policies from-zone trust to-zone untrust policy OUT match destination-address HQ
set security policies from-zone trust to-zone untrust policy OUT match application any
set security policies from-zone trust to-zone untrust policy OUT then permit tunnel ipsec-vpn VPN
set security policies from-zone untrust to-zone trust policy IN match source-address HQ
set security policies from-zone untrust to-zone trust policy IN match destination-address LAN
set security policies from-zone untrust to-zone trust policy IN match application any
set security policies from-zone untrust to-zone trust policy IN then permit tunnel ipsec-vpn VPN
"""


def test_a_policy_based_tunnel_has_the_networks_of_its_outgoing_policy() -> None:
    base = without(SRX, "proxy-identity", "bind-interface", *NARROW)
    found = tunnel(base + "\n" + POLICY)
    assert found.selectors is not None
    assert [(item.local, item.remote) for item in found.selectors] == [("10.1.0.0/16", "10.2.0.0/16")]
    assert not found.route_based
    for lost in ("interfaces ge", "address LAN 10", "OUT match application", "OUT then"):
        assert tunnel(base + "\n" + without(POLICY, lost)).selectors is None
    assert tunnel(base + "\n" + POLICY.replace("OUT match source-address LAN", "OUT match source-address [ LAN LAN2 ]")).selectors is None


def test_statements_typed_at_the_prompt_are_read() -> None:
    typed = "\n".join(f"admin@srx# {line}" if line else "" for line in SRX.split("\n"))
    assert values(tunnel(typed)) == values(tunnel(SRX))
    assert values(tunnel(SRX.replace("set security", "set logical-systems LS1 security"))) == values(tunnel(SRX))


def test_inactive_and_deactivated_statements_do_not_count() -> None:
    off = tunnel(SRX + "deactivate security ipsec policy IPSEC-POL perfect-forward-secrecy\n").pfs
    assert off is not None
    assert off.value == "none"
    braces = tunnel(SRX_BRACES.replace("perfect-forward-secrecy {", "inactive: perfect-forward-secrecy {")).pfs
    assert braces is not None
    assert braces.value == "none"


def test_what_a_partial_paste_does_not_show_is_unknown() -> None:
    gateway = tunnel(
        "\n".join(line for line in SRX.split("\n") if "ike gateway GW " in line and "vpn" not in line and "-identity" not in line)
    )
    assert gateway.peer is not None
    for name in ("phase1", "phase2", "mode", "key", "local_address", "identity_local", "selectors", "pfs", "protocol", "authentication"):
        assert getattr(gateway, name) is None, name
    crypto = tunnel("\n".join(line for line in SRX.split("\n") if "ike proposal" in line or "ipsec proposal" in line))
    assert crypto.peer is None
    assert crypto.version is None
    assert crypto.phase1 is not None
    assert crypto.phase2 is not None
    assert crypto.pfs is None
    relative = tunnel(
        "proposal P9 {\n authentication-method pre-shared-keys;\n dh-group group2;\n authentication-algorithm md5;\n encryption-algorithm 3des-cbc;\n}\n"
    )
    assert relative.phase1 is not None
    assert relative.phase1[0].algorithms == {"encryption": ("3DES",), "integrity": ("MD5",), "group": ("group 2",)}


def test_a_text_cut_anywhere_says_nothing_that_the_whole_does_not() -> None:
    """A cut may take knowledge away; what it leaves must be as it was, or a marked default."""
    whole = values(tunnel(SRX_BRACES))
    for end in range(24, SRX_BRACES.count("\n")):
        text = "\n".join(SRX_BRACES.split("\n")[:end])
        for found in device(text, "juniper-srx").tunnels:
            for name, value in values(found).items():
                if name in {"name", "route_based", "dpd"} or value == [] or value == whole.get(name):
                    continue
                assert isinstance(value, tuple), (end, name, value)
                assert value[1], (end, name, value)
            assert found.selectors in (
                None,
                (Selector("10.1.0.0/16", "10.2.0.0/16", found.selectors[0].where),) if found.selectors else None,
            )


GLOBAL = (
    "".join(
        f"set security policies global policy ALL {item}\n"
        for item in ("match source-address any", "match destination-address any", "match application any", "then permit")
    )
    + "set system services ssh\n"
)
OWN = ("binding", "enabled", "rules", "exemption", "route_peer", "route_far", "certificate", "trust")


@pytest.mark.parametrize("text", [SRX, SRX_BRACES], ids=["set", "braces"])
def test_nothing_is_missing_because_the_text_is_cut(text: str) -> None:
    """Wherever it is cut, at any byte: what comes after the cut is unknown."""
    for end in range(40, len(text), 11):
        for found in device(text[:end], "juniper-srx").tunnels:
            lacking = [name for name in OWN if (value := getattr(found, name)) is not None and value.value == "none"]
            assert lacking == [], (end, text[end - 60 : end])


def said(text: str) -> list[tuple[str, int]]:
    """What stops the tunnel by one end alone, with the line."""
    return [(item.finding, item.where[0].line) for item in tunnel(text).remarks if item.stops]


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), start=1) if part in line)


@pytest.mark.parametrize(
    ("lost", "finding", "sign"),
    [
        ("zone vpn interfaces st0", "acl-drops-flow", "bind-interface"),
        ("to-zone vpn policy", "acl-drops-flow", "COME match source"),
        ("system-services ike", "ike-disabled-here", "untrust interfaces"),
        ("interfaces st0 unit", "no-map-on-interface", "bind-interface"),
        ("next-hop st0", "tunnel-route-not-set", "route 0.0.0.0/0"),
    ],
)
def test_what_one_end_alone_lacks(lost: str, finding: str, sign: str) -> None:
    assert said(SRX) == []
    text = without(SRX, lost) + "set system services ssh\n"
    assert said(text) == [(finding, line_of(text, sign))]
    assert [name for name, _ in said(srx.braces(text))] == [finding]


def test_a_missing_route_to_the_peer_shows_only_beside_other_routes() -> None:
    """Routes into the tunnel alone are what people paste of a VPN; the default route is elsewhere."""
    assert said(without(SRX, "route 0.0.0.0/0")) == []
    other = SRX.replace("route 0.0.0.0/0", "route 172.16.0.0/12")
    assert said(other) == [("route-to-peer-missing", line_of(other, "172.16.0.0/12"))]


def test_a_deactivated_policy_lets_nothing_pass() -> None:
    assert [name for name, _ in said(SRX + "deactivate security policies from-zone trust to-zone vpn policy GO\n")] == ["acl-drops-flow"]
    braces = SRX_BRACES.replace("policy GO {", "inactive: policy GO {")
    assert braces != SRX_BRACES
    assert [name for name, _ in said(braces)] == ["acl-drops-flow"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (SRX.replace("GO match application any", "GO match application junos-http"), "on"),
        (SRX.replace("GO then permit", "GO then deny").replace("GO match application any", "GO match application junos-http"), None),
        (SRX.replace("GO match source-address LAN", "GO match source-address NOWHERE"), None),
        (SRX.replace("GO then permit", "GO then log session-close"), None),
        (without(SRX, "policy GO") + "set security policies default-policy permit-all\nset system services ssh\n", "on"),
        (without(SRX, "policy GO") + GLOBAL, "on"),
        (SRX.replace("from-zone trust to-zone vpn policy GO", "from-zone dmz to-zone vpn policy GO"), "none"),
    ],
    ids=["one service allowed", "one service denied", "unknown address", "no action", "default permit", "global policy", "other zone"],
)
def test_what_policies_decide(text: str, value: str | None) -> None:
    found = tunnel(text).rules
    assert (found.value if found else None) == value


def test_the_first_rule_of_source_nat_that_matches_decides() -> None:
    """A policy-based VPN leaves by the zone of the external interface, where the traffic of all is translated."""
    base = without(SRX, "bind-interface", "interfaces st0", "next-hop st0", "zone vpn").replace(
        "rule ALL match source-address 0.0.0.0/0", "rule ALL match source-address 10.0.0.0/8"
    )
    base += "".join(
        f"set security policies from-zone trust to-zone untrust policy OUT {item}\n"
        for item in (
            "match source-address LAN",
            "match destination-address ALL-FAR",
            "match application any",
            "then permit tunnel ipsec-vpn VPN",
        )
    )
    base += "set system services ssh\n"
    assert [name for name, _ in said(base)] == ["nat-translates-flow"]
    rule = "set security nat source rule-set OUT rule KEEP {}\n"
    kept = (
        rule.format("match source-address-name LAN")
        + rule.format("match destination-address-name ALL-FAR")
        + rule.format("then source-nat off")
    )
    before = base.replace(
        "set security nat source rule-set OUT rule ALL match", kept + "set security nat source rule-set OUT rule ALL match"
    )
    assert said(before) == []
    assert [name for name, _ in said(base + kept)] == ["nat-translates-flow"]  # after the rule for all it comes too late
    unsure = tunnel(before.replace("address-book global address LAN", "address-book global address LAN2"))
    assert unsure.exemption is None


def test_groups_and_instances_may_hold_what_is_not_shown() -> None:
    lacking = without(SRX, "system-services ike", "interfaces st0", "policy GO", "next-hop st0")
    assert said(lacking)
    grouped = tunnel(lacking + "set apply-groups COMMON\nset system services ssh\n")
    assert [item.stops for item in grouped.remarks if "groups" in item.text] == [False]
    assert not [item for item in grouped.remarks if item.stops]
    assert tunnel(lacking + "set routing-instances VR interface st0.0\n").route_far is None


def test_what_a_vpn_says_of_starting_replay_and_sequence_numbers() -> None:
    plain_ = tunnel(SRX)
    assert [(item.value, bool(item.default)) for item in (plain_.initiation, plain_.replay_window, plain_.esn, plain_.xauth) if item] == [
        ("both", False),
        ("64", True),
        ("off", True),
        ("off", True),
    ]
    more = SRX.replace("establish-tunnels immediately", "establish-tunnels responder-only") + (
        "set security ipsec vpn VPN ike anti-replay-window-size 512\nset security ipsec proposal P2 extended-sequence-number\n"
        "set security ipsec proposal P2 lifetime-kilobytes 100000\nset security ike gateway GW general-ikeid\n"
        "set security ike gateway GW aaa access-profile STAFF\nset security ike gateway GW fragmentation disable\n"
    )
    found = tunnel(more)
    shown = (found.initiation, found.replay_window, found.esn, found.phase2_volume, found.identity_remote, found.xauth, found.fragmentation)
    assert [item.value for item in shown if item] == ["responder", "512", "on", "100000", "any", "on", "off"]
    assert all(item is not None and item.where is not None for item in shown)
    assert tunnel(SRX + "set security ipsec vpn VPN ike no-anti-replay\n").replay_window.value == "0"  # type: ignore[union-attr]


CERTIFICATES = "set security ike policy IKE-POL certificate local-certificate SRX-CERT\nset security ike policy IKE-POL certificate trusted-ca ca-profile ROOT\nset security pki ca-profile ROOT ca-identity root\n"


@pytest.mark.parametrize(
    ("lost", "certificate", "trust"),
    [
        ("nothing", "SRX-CERT", "ROOT"),
        ("local-certificate", "none", "ROOT"),
        ("trusted-ca", "SRX-CERT", None),
        ("ca-identity", "SRX-CERT", "ROOT"),
    ],
)
def test_certificates(lost: str, certificate: str, trust: str | None) -> None:
    base = without(SRX, "pre-shared-key ascii").replace("pre-shared-keys", "rsa-signatures") + CERTIFICATES
    found = tunnel(without(base, lost))
    assert [item.value if item else None for item in (found.certificate, found.trust)] == [certificate, trust]
    other = tunnel(base.replace("pki ca-profile ROOT", "pki ca-profile OTHER"))
    assert other.trust is not None
    assert other.trust.value == "none"


@pytest.mark.parametrize("secret", ["Winter-Garden", "$9$Abc12defGHI.x", "Quartz, Velvet"])
@pytest.mark.parametrize("text", [SRX, SRX_BRACES], ids=["set", "braces"])
def test_no_key_in_what_was_read(text: str, secret: str) -> None:
    keyed = text.replace("Winter-Garden", secret)
    for part in secret.split():
        assert part not in plain(device(keyed)), part
    raw = settings_of(split(keyed)[0], 0)  # even where nobody took the secrets out before
    assert raw is not None
    assert not [part for part in secret.split() if part in plain(raw)]
    assert raw.tunnels[0].key is not None
    assert raw.tunnels[0].key.value == "masked"


@pytest.mark.parametrize(
    "text",
    [
        "security {\n ike {\n" + "gateway {\n" * 5_000,
        "set security ike\nset security ike gateway\nset security ipsec vpn\nset\nset security ike policy\n",
        "set security ike gateway G address\nset security ike gateway G version\nset security ike policy P pre-shared-key\n",
        "set security ipsec vpn V ike\nset security ipsec vpn V traffic-selector\nset security ipsec vpn V ike proxy-identity local\n",
        "}\n" * 3_000 + "security {\n ike { gateway G { address 203.0.113.1; } }\n",
        'set security ike policy P pre-shared-key ascii-text "' + '\\"' * 9_000 + "\nset security ike gateway G address [ [ [ ] ]\n",
        "set security ike proposal P dh-group groupX\nset security ike policy P proposals P\nset security ike gateway G ike-policy P\n",
        "set security ike proposal " + "P " * 9_000 + "\nset security ike proposal " + "[" * 9_000 + "\n",
    ],
    ids=range(8),
)
def test_hostile_text_neither_raises_nor_takes_long(text: str) -> None:
    begin = time.monotonic()
    lines = split(text)[0]
    for platform in ("", "juniper-srx"):
        found = settings_of(lines, 0, platform)
        assert found is None or all(item.platform == "juniper-srx" for item in found.tunnels)
    assert time.monotonic() - begin < 5


def test_many_policies_and_sets_within_sets_do_not_take_long() -> None:
    sets = "".join(
        f"set security address-book global address-set S{level} address-set S{level + 1}\n" * 300
        + "".join(f"set security address-book global address-set S{level} address A{number}\n" for number in range(300))
        for level in range(12)
    )
    rules = "".join(
        f"set security policies from-zone trust to-zone vpn policy P{number} match {item}\n"
        for number in range(1_500)
        for item in ("source-address S0", "destination-address any", "application any")
    )
    begin = time.monotonic()
    found = device(SRX + sets + rules + "set security address-book global address-set LOOP address-set LOOP\n")
    assert found.tunnels
    assert time.monotonic() - begin < 5
