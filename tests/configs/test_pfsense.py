"""config.xml of pfSense and OPNsense: whole, in parts, in older and newer forms, and hostile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.configs.read import settings_of
from assistant.model.settings import TunnelSettings
from assistant.reading.clean import split
from tests.configs.ends import ENDS
from tests.configs.reading_settings import compared, device, differing, plain, tunnel

WHOLE = ENDS["pfsense"].written(2)
FAR = ENDS["swanctl"].written(2, far=True)
START, MIDDLE = WHOLE.index("\t\t<phase1>"), WHOLE.index("\t\t<phase2>")
FIRST = WHOLE[START:MIDDLE]

# written for the test in the form of OPNsense 23.1 and later
OPNSENSE = """<?xml version="1.0"?>
<opnsense>
  <OPNsense>
    <Swanctl version="1.0.0">
      <Connections>
        <Connection uuid="c1">
          <enabled>1</enabled>
          <proposals>aes256-sha256-modp2048</proposals>
          <unique>no</unique>
          <aggressive>0</aggressive>
          <version>2</version>
          <mobike>1</mobike>
          <local_addrs>192.0.2.1</local_addrs>
          <remote_addrs>203.0.113.5</remote_addrs>
          <encap>0</encap>
          <reauth_time/>
          <rekey_time>28800</rekey_time>
          <dpd_delay>30</dpd_delay>
          <description>site</description>
        </Connection>
        <Connection uuid="c2">
          <enabled>0</enabled>
          <proposals>default</proposals>
          <version>1</version>
          <remote_addrs>198.51.100.7</remote_addrs>
          <description>old</description>
        </Connection>
      </Connections>
      <locals>
        <local uuid="l1">
          <enabled>1</enabled>
          <connection>c1</connection>
          <round>0</round>
          <auth>psk</auth>
          <id>192.0.2.1</id>
        </local>
      </locals>
      <remotes>
        <remote uuid="r1">
          <enabled>1</enabled>
          <connection>c1</connection>
          <round>0</round>
          <auth>psk</auth>
          <id>203.0.113.5</id>
        </remote>
      </remotes>
      <children>
        <child uuid="k1">
          <enabled>1</enabled>
          <connection>c1</connection>
          <esp_proposals>aes256-sha1-modp2048</esp_proposals>
          <sha256_96>0</sha256_96>
          <start_action>start</start_action>
          <mode>tunnel</mode>
          <policies>1</policies>
          <local_ts>10.1.0.0/16</local_ts>
          <remote_ts>10.2.0.0/16</remote_ts>
          <rekey_time>3600</rekey_time>
          <description>net</description>
        </child>
      </children>
    </Swanctl>
    <IPsec version="1.0.1">
      <preSharedKeys>
        <preSharedKey uuid="p1">
          <ident>192.0.2.1</ident>
          <remote_ident>203.0.113.5</remote_ident>
          <keyType>PSK</keyType>
          <Key>Winter-Garden</Key>
        </preSharedKey>
      </preSharedKeys>
    </IPsec>
  </OPNsense>
</opnsense>
"""


def shown(found: TunnelSettings) -> dict[str, str]:
    """Every value that is known, by its field."""
    names = (
        "peer",
        "version",
        "phase1_lifetime",
        "authentication",
        "key",
        "pfs",
        "protocol",
        "phase2_lifetime",
        "dpd",
        "initiation",
        "binding",
    )
    return {name: setting.value for name in names if (setting := getattr(found, name)) is not None}


def test_every_value_has_its_line() -> None:
    """Those of elements that stand in others too."""
    rows = WHOLE.splitlines()
    found = tunnel(WHOLE)
    assert found.phase1 is not None
    assert found.peer is not None
    assert found.pfs is not None
    lines = found.phase1[0].lines
    for where, text in (
        (found.where, "<phase1>"),
        (found.peer.where, "<remote-gateway>"),
        (found.pfs.where, "<pfsgroup>"),
        (lines["encryption"], "<name>aes"),
        (lines["group"], "<dhgroup>"),
        ((found.selectors or ())[0].where, "<localid>"),
    ):
        assert where is not None
        assert text in rows[where.line - 1]
    assert found.local_address is not None
    assert found.local_address.value == "192.0.2.1"


@pytest.mark.parametrize("before", ["", "here is our side:\n", "my config <see below>:\n<pre>\n", "</ipsec>\n\n"])
def test_a_phase_1_alone(before: str) -> None:
    """What another element would hold is unknown."""
    found = tunnel(before + FIRST)
    assert shown(found) == {
        "peer": "203.0.113.5",
        "version": "ikev2",
        "phase1_lifetime": "28800",
        "authentication": "pre-shared key",
        "key": "<secret-1>",
        "dpd": "10",
        "initiation": "both",
        "binding": "loaded",
    }
    assert (found.phase2, found.selectors, found.local_address) == (None, None, None)


def test_a_text_that_begins_or_ends_within_an_element() -> None:
    """It is read as far as it goes, whatever is not closed or not opened."""
    late = WHOLE[WHOLE.index("\t\t\t<iketype>") :]
    assert shown(tunnel(late)) == shown(tunnel(WHOLE))
    early = tunnel(WHOLE[: WHOLE.index("\t\t\t<lifetime>28800")])
    assert early.phase1 is not None
    assert early.key is None
    open_ = tunnel(WHOLE.replace("\t\t</phase1>\n", ""))
    assert shown(open_)["pfs"] == "group 14"
    assert differing(compared(WHOLE[:START] + "\t<ipsec>\n" + WHOLE[START:], FAR)) == set()


def test_a_configuration_cut_anywhere_is_no_fault() -> None:
    for end in range(0, len(WHOLE), 97):
        settings_of(split(WHOLE[:end])[0], 0)
        settings_of(split(WHOLE[end:])[0], 0)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE lolz [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>\n',
        '<!doctype pfsense SYSTEM "file:///etc/passwd">\n',
        '<!ENTITY xxe SYSTEM "http://192.0.2.9/x">\n',
    ],
)
def test_declared_entities_are_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], head: str) -> None:
    """With the line and the mend; nothing is expanded."""
    ours, theirs = tmp_path / "config.xml", tmp_path / "swanctl.conf"
    ours.write_text(head + WHOLE.replace("<descr><![CDATA[site", "<descr><![CDATA[&b;"), encoding="utf-8")
    theirs.write_text(FAR, encoding="utf-8")
    assert main(["compare", str(ours), str(theirs)]) == 2
    said = capsys.readouterr().err
    assert "line 1 declares a DOCTYPE or an ENTITY" in said
    assert said.count("\n") == 1


def test_an_entity_that_nobody_declared_is_passed_over() -> None:
    """The line is lost, not the rest."""
    found = tunnel(WHOLE.replace("<lifetime>28800<", "<lifetime>&lol;<"))
    assert found.phase1_lifetime is None
    assert found.peer is not None


def test_elements_without_end_are_no_fault() -> None:
    assert settings_of(split("<ipsec>\n<phase1>\n" + "<a>" * 2000 + "\n<a>" * 2000)[0], 0) is not None
    assert settings_of(split("<ipsec>\n<phase1>\n" + "</b>\n" * 3000)[0], 0) is not None
    assert settings_of(split("<ipsec>\n<phase1>\n" + "text " * 500_000)[0], 0) is not None


def test_the_key_is_in_nothing_that_is_read() -> None:
    for text in (WHOLE, OPNSENSE):
        assert "Winter-Garden" not in plain(device(text))


def test_several_networks_are_several_tunnels() -> None:
    """Each with the number of its phase 1; a phase 2 of another is not taken for one of this."""
    second = WHOLE[MIDDLE : WHOLE.index("\t</ipsec>")].replace("<address>10.2.0.0", "<address>10.3.0.0")
    other = FIRST.replace("<ikeid>1<", "<ikeid>2<").replace("203.0.113.5", "198.51.100.7").replace("[site]", "[branch]")
    text = WHOLE.replace("\t</ipsec>", second + other + "\t</ipsec>")
    found = device(text).tunnels
    assert [(item.peer.value if item.peer else "", (item.selectors or [None])[0] is not None) for item in found] == [
        ("203.0.113.5", True),
        ("203.0.113.5", True),
        ("198.51.100.7", False),
    ]
    assert len({item.name for item in found}) == 3


def test_older_files_have_the_algorithms_in_the_phase_1_itself() -> None:
    """Before pfSense 2.4.5 and in OPNsense's legacy tunnels; ``auto`` is every key length, several groups stand in one element."""
    cut = FIRST.index("\t\t\t<encryption>"), FIRST.index("\t\t\t<lifetime>")
    old = (
        "\t\t\t<encryption-algorithm>\n\t\t\t\t<name>aes</name>\n\t\t\t\t<keylen>auto</keylen>\n\t\t\t</encryption-algorithm>\n"
        "\t\t\t<hash-algorithm>sha1,sha256</hash-algorithm>\n\t\t\t<dhgroup>14,19</dhgroup>\n"
    )
    found = tunnel(FIRST[: cut[0]] + old + FIRST[cut[1] :])
    assert found.phase1 is not None
    assert found.phase1[0].algorithms == {
        "encryption": ("AES-CBC-256", "AES-CBC-192", "AES-CBC-128"),
        "integrity": ("SHA1", "SHA2-256"),
        "group": ("group 14", "group 19"),
        "prf": ("SHA1", "SHA2-256"),
    }


@pytest.mark.parametrize(
    ("cipher", "name"),
    [("<name>aes256gcm</name>\n\t\t\t\t\t\t<keylen>128</keylen>", "AES-GCM-256"), ("<name>chacha20poly1305</name>", "CHACHA20")],
)
def test_a_cipher_with_its_own_integrity_makes_the_hash_the_prf(cipher: str, name: str) -> None:
    found = tunnel(WHOLE.replace("<name>aes</name>\n\t\t\t\t\t\t<keylen>256</keylen>", cipher))
    assert found.phase1 is not None
    assert found.phase1[0].algorithms["encryption"][0].startswith(name)
    assert "integrity" not in found.phase1[0].algorithms
    assert found.phase1[0].algorithms["prf"] == ("SHA2-256",)


def test_networks_by_the_name_of_an_interface() -> None:
    """Known where the interface is shown, else unknown; what is translated before the tunnel counts as translated."""
    mine = WHOLE[WHOLE.index("<localid>") : WHOLE.index("</localid>")]
    named = WHOLE.replace(mine, "<localid>\n\t\t\t\t<type>lan</type>\n\t\t\t")
    assert [item.local for item in tunnel(named).selectors or ()] == ["10.1.0.0/16"]
    assert tunnel(named[named.index("\t\t<phase1>") :]).selectors is None
    natted = WHOLE.replace(
        "\t\t\t<remoteid>",
        "\t\t\t<natlocalid>\n\t\t\t\t<type>network</type>\n\t\t\t\t<address>172.16.9.0</address>\n\t\t\t\t<netbits>24</netbits>\n\t\t\t</natlocalid>\n\t\t\t<remoteid>",
    )
    assert [item.local for item in tunnel(natted).selectors or ()] == ["172.16.9.0/24"]


def test_a_tunnel_by_routes() -> None:
    found = tunnel(WHOLE.replace("<mode>tunnel<", "<mode>vti<"))
    assert (found.route_based, found.selectors) == (True, ())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("\t\t<phase1>\n", "\t\t<phase1>\n\t\t\t<disabled></disabled>\n", [("no-map-on-interface", True)]),
        ("\t\t<phase2>\n", "\t\t<phase2>\n\t\t\t<disabled/>\n", [("no-map-on-interface", True)]),
        ("<pre-shared-key>Winter-Garden<", "<pre-shared-key><", [("no-key-here-for-peer", True)]),
        (
            "<authentication_method>pre_shared_key<",
            "<authentication_method>cert<",
            [("certificate-absent-logged", True), ("certificate-issuer-unknown", True)],
        ),
        ("<enable></enable>\n\t\t<phase1>", "<enable>0</enable>\n\t\t<phase1>", [("ike-disabled-here", True)]),
        ("<interface>enc0<", "<interface>opt1<", [("", False)]),
        ("<type>pass</type>\n\t\t\t<ipprotocol>", "<type>block</type>\n\t\t\t<ipprotocol>", [("acl-drops-flow", True)]),
        ("<type>pass</type>\n\t\t\t<ipprotocol>", "<disabled/>\n\t\t\t<type>block</type>\n\t\t\t<ipprotocol>", []),
        ("<dhgroup>14<", "<dhgroup>2<", [("", False)]),
    ],
)
def test_a_tunnel_is_checked_by_itself(before: str, after: str, expected: list[tuple[str, bool]]) -> None:
    assert before in WHOLE
    assert [(item.finding, item.stops) for item in tunnel(WHOLE.replace(before, after)).remarks] == expected


@pytest.mark.parametrize(("element", "name"), [("certref", "certificate"), ("caref", "trust")])
def test_what_certificates_need(element: str, name: str) -> None:
    """Its own certificate and the authority of the peer's: named alone where both ends use certificates, not where one has a key."""
    ours = WHOLE.replace(">pre_shared_key<", ">cert<").replace("<certref><", "<certref>5f0c9c1f<").replace("<caref><", "<caref>5f0c9c20<")
    theirs = FAR.replace("auth = psk", "auth = pubkey")
    lacking = re.sub(f"<{element}>[^<]*<", f"<{element}><", ours)

    assert differing(compared(ours, theirs)) == set()
    assert differing(compared(lacking, theirs)) == {name}
    assert [item.name for item in compared(lacking, FAR).parameters if item.stops] == ["phase1.authentication"]


def test_rules_that_may_not_decide_say_nothing() -> None:
    """A floating rule goes before those of the interfaces; an alias has networks that are not shown."""
    floating = WHOLE.replace(
        "<type>pass</type>\n\t\t\t<ipprotocol>", "<type>block</type>\n\t\t\t<floating>yes</floating>\n\t\t\t<ipprotocol>"
    )
    assert tunnel(floating).rules is None
    alias = WHOLE.replace("<destination>\n\t\t\t\t<any></any>", "<destination>\n\t\t\t\t<address>FAR_SITES</address>")
    assert tunnel(alias).rules is None


def test_opnsense_connections() -> None:
    """Rows that name each other by uuid make the tunnel that a swanctl.conf would; one that is disabled is not used."""
    site, old = device(OPNSENSE).tunnels
    found = compared(OPNSENSE, FAR)
    assert differing(found) == set()
    assert sum(item.verdict == "equal" for item in found.parameters) >= 14
    assert (site.name, old.name) == ("site/net", "old")
    assert shown(site)["initiation"] == "both"
    assert shown(old)["binding"] == "none"
    assert [item.finding for item in old.remarks] == ["no-map-on-interface"]
    assert old.phase1 is None
    assert site.pfs is not None
    assert site.pfs.where is not None
    assert "<esp_proposals>" in OPNSENSE.splitlines()[site.pfs.where.line - 1]


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("aes256-sha256-modp2048", "aes256-sha256-modp1024", "phase1.group"),
        ("<version>2<", "<version>1<", "ike.version"),
        ("Winter-Garden", "Summer-Garden", "key"),
        ("<remote_ts>10.2.0.0/16<", "<remote_ts>10.2.0.0/24<", "selectors"),
        ('<child uuid="k1">\n          <enabled>1<', '<child uuid="k1">\n          <enabled>0<', "binding"),
        ("<id>192.0.2.1<", "<id>gate.example.org<", "identity.local"),
    ],
)
def test_a_single_change_of_an_opnsense_connection_is_named_alone(before: str, after: str, name: str) -> None:
    assert before in OPNSENSE
    assert [item.name for item in compared(OPNSENSE.replace(before, after, 1), FAR).parameters if item.stops] == [name]
