"""What a router does to traffic besides IPsec, and what is wrong on it alone. All texts are written for the test."""

from __future__ import annotations

import time

import pytest

from assistant.configs.read import settings_of
from assistant.model.observed import Line
from assistant.model.settings import NONE
from tests.configs.ends.common import B
from tests.configs.pairs import written
from tests.configs.reading_settings import device, tunnel

WHOLE = written("ios", 1)
IKEV2 = written("ios", 2)
LIST = "ip nat inside source list NAT interface GigabitEthernet0/0 overload\n"
ROUTE_MAP = LIST.replace("list NAT", "route-map RM")


@pytest.mark.parametrize(
    ("rules", "value"),
    [
        (LIST, "on"),
        (ROUTE_MAP + "route-map RM permit 10\n match ip address NAT\n", "on"),
        (ROUTE_MAP + "route-map RM permit 10\n", NONE),
        (ROUTE_MAP + "route-map RM deny 5\n match ip address VPN\nroute-map RM permit 10\n", "on"),
        (ROUTE_MAP + "route-map RM permit 10\n match interface Dialer1\n", "on"),
        (ROUTE_MAP + "route-map RM permit 10\n match ip next-hop 5\n", None),
        (ROUTE_MAP, None),
        (LIST.replace("list NAT", "list GONE"), None),
        ("access-list 7 permit 10.0.0.0 0.255.255.255\n" + LIST.replace("list NAT", "list 7"), NONE),
        ("access-list 7 permit 10.7.0.0 0.0.255.255\n" + LIST.replace("list NAT", "list 7"), "on"),
        ("ip nat inside source static network 10.1.0.0 198.51.100.0 /16\n" + LIST, NONE),
        ("ip nat inside source static tcp 10.1.0.9 443 interface GigabitEthernet0/0 443\n" + LIST, "on"),
        (
            "ip nat inside source static network 10.1.0.0 198.51.100.0 /16 route-map RM\nroute-map RM permit 5\n match ip address NAT\n",
            "on",
        ),
        ("access-list 101 permit ip any any\n" + LIST + LIST.replace("list NAT", "list 101"), NONE),
        ("", None),
    ],
)
def test_source_translation(rules: str, value: str | None) -> None:
    found = tunnel(WHOLE.replace(LIST, rules)).exemption
    assert (found.value if found else None) == value


def test_translation_needs_both_sides() -> None:
    """Without ``ip nat inside`` where the traffic comes in nothing is translated."""
    text = WHOLE.replace(" deny ip any 10.0.0.0 0.255.255.255\n", "")
    found = tunnel(text).exemption
    assert found is not None
    assert found.value == NONE
    found = tunnel(
        text.replace(" ip nat inside\n", "").replace("ip nat inside source", "interface Vlan9\n ip nat inside\nip nat inside source")
    ).exemption
    assert found is not None
    assert found.value == "on"


def test_routes_in_vrfs_are_not_laid_against_each_other() -> None:
    """Their tables are not read: nothing is said of routing."""
    found = device(WHOLE.replace(" ip nat outside", " vrf forwarding OUT\n ip nat outside")).tunnels[0]
    assert found.route_peer is None
    assert found.route_far is None
    assert found.exemption is None
    assert found.remarks == []


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("\n crypto map MAP\n", "\n crypto map MAPS\n", "bound-map-is-another"),
        ("\n crypto map MAP\n", "\n", "no-map-on-interface"),
        (f" set peer {B}\n", "", "map-entry-incomplete"),
        (" match address VPN\n", "", "map-entry-incomplete"),
        (" set transform-set TS\n", "", "map-entry-incomplete"),
        (" match address VPN", " match address VPM", "map-entry-incomplete"),
        (" set transform-set TS", " set transform-set ST", "map-entry-incomplete"),
        ("extended VPN\n permit", "extended VPN\n deny", "map-entry-incomplete"),
        (f"address {B}\ncrypto isakmp frag", "address 198.51.100.7\ncrypto isakmp frag", "no-key-here-for-peer"),
        ("crypto isakmp frag", "no crypto isakmp enable\ncrypto isakmp frag", "ike-disabled-here"),
        ("interface Gig", "crypto map MAP 5 ipsec-isakmp dynamic DYN\ninterface Gig", "dynamic-entry-first"),
        ("ip route 0", f"ip route {B} 255.255.255.255 10.1.0.254\nip route 0", "route-to-peer-missing"),
        ("ip route 0", "ip route 10.2.0.0 255.255.0.0 Null0\nip route 0", "tunnel-route-not-set"),
        (" deny ip any 10.0.0.0 0.255.255.255\n", "", "nat-translates-flow"),
        (" permit ip any any\n", " permit tcp any host 198.51.100.80 eq 80\n", "acl-drops-flow"),
        (
            " ip nat outside\n",
            " ip nat outside\n ip access-group SHUT in\nip access-list extended SHUT\n permit tcp any any established\n",
            "",
        ),
    ],
)
def test_a_slip_on_a_router_is_named_with_its_line(before: str, after: str, finding: str) -> None:
    assert before in WHOLE
    text = WHOLE.replace(before, after, 1)
    if "SHUT" in after:  # the list stands after the interfaces
        text = (
            WHOLE.replace(" ip nat outside\n", " ip nat outside\n ip access-group SHUT in\n")
            + "ip access-list extended SHUT\n permit tcp any any established\nend\n"
        )
    found = [remark for item in device(text).tunnels if item.name == "MAP 10" for remark in item.remarks]
    assert [remark.finding for remark in found] == [finding]
    assert all(remark.where and remark.where[0].line > 0 for remark in found)


def test_a_keyring_that_is_not_there() -> None:
    found = tunnel(IKEV2.replace("keyring local KR", "keyring local RK")).remarks
    assert [remark.text for remark in found] == ["The IKEv2 profile names the keyring RK, which is not defined."]


def test_an_outside_access_list_that_lets_the_peer_in() -> None:
    text = WHOLE.replace(" ip nat outside\n", " ip nat outside\n ip access-group OPEN in\n")
    for line in (f"permit udp host {B} any eq isakmp", "permit ip any any", "permit object-group IKE any any"):
        assert tunnel(f"{text}ip access-list extended OPEN\n deny tcp any any\n {line}\n").remarks == []
    assert tunnel(text).remarks == [], "a list that is not shown"


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ("crypto map MAP client authentication list USERS\n", "on"),
        ("", "off"),
    ],
)
def test_a_login_after_phase_1(lines: str, value: str) -> None:
    text = WHOLE.replace("crypto map MAP 10", f"{lines}crypto map MAP 10")
    found = tunnel(text).xauth
    assert found is not None
    assert found.value == value
    found = tunnel(text.replace(f"address {B}\n", f"address {B} no-xauth\n")).xauth
    assert found is not None
    assert found.value == "off"


SIGNED = IKEV2.replace("authentication remote pre-share\n authentication local pre-share\n keyring local KR", "authentication remote rsa-sig\n authentication local rsa-sig\n pki trustpoint TP").replace("crypto ikev2 fragmentation", "crypto pki trustpoint TP\n enrollment terminal\ncrypto pki certificate chain TP\n certificate 0A\n certificate ca 01\ncrypto ikev2 fragmentation")  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "own", "authority"),
    [("\n", "\n", "TP", "TP"), (" certificate 0A\n", "", NONE, "TP"), (" certificate ca 01\n", "", "TP", NONE), ("pki trustpoint TP\n d", "pki trustpoint PT\n d", "TP", "TP")],
)  # fmt: skip
def test_certificates(before: str, after: str, own: str, authority: str) -> None:
    found = tunnel(SIGNED.replace(before, after))
    assert found.certificate is not None
    assert found.trust is not None
    assert (found.certificate.value, found.trust.value) == (own, authority)


def test_a_tunnel_interface() -> None:
    """Bound by its own profile, reached by routes; the source is an address, not the way out."""
    text = IKEV2.replace(
        "interface GigabitEthernet0/1",
        f"crypto ipsec profile IPP\n set transform-set TS\n set ikev2-profile PROF\n responder-only\ninterface Tunnel5\n ip address 10.9.0.1 255.255.255.252\n tunnel source GigabitEthernet0/0\n tunnel mode ipsec ipv4\n tunnel destination {B}\n tunnel protection ipsec profile IPP\ninterface GigabitEthernet0/1",
    )
    found = next(item for item in device(text + "ip route 10.2.0.0 255.255.0.0 Tunnel5\n").tunnels if item.route_based)
    values = [
        item.value if item else None for item in (found.binding, found.route_far, found.tunnel_interface, found.initiation, found.interface)
    ]
    assert values == ["Tunnel5", "Tunnel5", "Tunnel5", "responder", None]
    lost = next(item for item in device(text).tunnels if item.route_based)
    assert [remark.finding for remark in lost.remarks] == ["tunnel-route-not-set"]
    wrong = next(item for item in device(text.replace("profile IPP\ninterface", "profile IPQ\ninterface")).tunnels if item.route_based)
    assert "map-entry-incomplete" in [remark.finding for remark in wrong.remarks]


def test_what_a_release_refuses() -> None:
    text = IKEV2.replace("version 15.9", "version 17.12").replace(" group 14\ncrypto ikev2 policy", " group 2\ncrypto ikev2 policy")
    assert [remark.text for remark in tunnel(text).remarks] == [
        "group 2 in phase 1 is outdated (RFC 8247), and refused from release 17.11 on unless the device is told to allow it."
    ]


def test_two_devices_in_one_text_are_told() -> None:
    found = device(WHOLE + written("ios", 1, far=True).replace("hostname router", "hostname other"))
    assert [remark.text.startswith("The text holds the configurations of router and other") for remark in found.remarks] == [True]


@pytest.mark.parametrize("version", [1, 2])
def test_a_configuration_cut_anywhere_blames_nothing_that_may_follow(version: int) -> None:
    text = written("ios", version)
    for end in range(len(text)):
        found = settings_of([Line(number, line) for number, line in enumerate(text[:end].split("\n"), 1)], 0, "cisco-ios")
        for item in found.tunnels if found else ():
            assert [remark.text for remark in item.remarks if remark.stops] == [], text[:end][-60:]


def test_thousands_of_tunnels_are_read_in_seconds() -> None:
    out = [
        "interface g0",
        " ip address 192.0.2.1 255.255.255.0",
        " ip nat outside",
        " crypto map M",
        "ip route 0.0.0.0 0.0.0.0 192.0.2.254",
    ]
    out += ["ip nat inside source list NAT interface g0 overload", "ip access-list extended NAT"]
    out += [f" deny ip any 172.{16 + number // 256}.{number % 256}.0 0.0.0.255" for number in range(3000)]
    for number in range(3000):
        peer = f"203.0.{number // 250}.{number % 250 + 1}"
        out += [f"crypto isakmp key k{number} address {peer}", f"ip access-list extended V{number}"]
        out += [f" permit ip 10.0.0.0 0.255.255.255 172.{16 + number // 256}.{number % 256}.0 0.0.0.255"]
        out += [f"crypto map M {number + 1} ipsec-isakmp", f" set peer {peer}", " set transform-set T", f" match address V{number}"]
    begun = time.process_time()
    found = settings_of([Line(number, line) for number, line in enumerate(out, 1)], 0, "cisco-ios")
    assert time.process_time() - begun < 15
    assert found is not None
    assert [sum(1 for item in found.tunnels if item.key), len(found.tunnels)] == [3000, 3000]
