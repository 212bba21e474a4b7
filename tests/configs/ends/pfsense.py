"""pfSense, by config.xml, as an end of the tunnel. Written for the test in the form of such a file."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names, nets

TAKES_ANY_IDENTITY = False

_FORM = """<?xml version="1.0"?>
<pfsense>
	<version>22.9</version>
	<system>
		<hostname>fw</hostname>
	</system>
	<interfaces>
		<wan>
			<enable></enable>
			<if>em0</if>
			<ipaddr>{own}</ipaddr>
			<subnet>24</subnet>
		</wan>
		<lan>
			<enable></enable>
			<if>em1</if>
			<ipaddr>{own_lan}</ipaddr>
			<subnet>16</subnet>
		</lan>
	</interfaces>
	<filter>
		<rule>
			<type>pass</type>
			<ipprotocol>inet</ipprotocol>
			<descr><![CDATA[Default allow LAN to any rule]]></descr>
			<interface>lan</interface>
			<source>
				<network>lan</network>
			</source>
			<destination>
				<any></any>
			</destination>
		</rule>
		<rule>
			<type>pass</type>
			<interface>enc0</interface>
			<ipprotocol>inet</ipprotocol>
			<source>
				<network>{peer_cidr}</network>
			</source>
			<destination>
				<network>lan</network>
			</destination>
		</rule>
	</filter>
	<ipsec>
		<enable></enable>
		<phase1>
			<ikeid>1</ikeid>
			<iketype>ikev{version}</iketype>{mode}
			<interface>wan</interface>
			<remote-gateway>{peer}</remote-gateway>
			<protocol>inet</protocol>
			<myid_type>myaddress</myid_type>
			<myid_data></myid_data>
			<peerid_type>peeraddress</peerid_type>
			<peerid_data></peerid_data>
			<encryption>
				<item>
					<encryption-algorithm>
						<name>aes</name>
						<keylen>256</keylen>
					</encryption-algorithm>
					<hash-algorithm>{hash}</hash-algorithm>
					<prf-algorithm>sha256</prf-algorithm>
					<dhgroup>14</dhgroup>
				</item>
			</encryption>
			<lifetime>28800</lifetime>
			<pre-shared-key>{key}</pre-shared-key>
			<private-key></private-key>
			<certref></certref>
			<caref></caref>
			<authentication_method>pre_shared_key</authentication_method>
			<descr><![CDATA[site]]></descr>
			<nat_traversal>on</nat_traversal>
			<mobike>off</mobike>
			<startaction>{start}</startaction>
			<closeaction></closeaction>
			<dpd_delay>10</dpd_delay>
			<dpd_maxfail>5</dpd_maxfail>
		</phase1>
		<phase2>
			<ikeid>1</ikeid>
			<uniqid>5f0c9c1f6d0b1</uniqid>
			<mode>tunnel</mode>
			<reqid>1</reqid>
			<localid>
				<type>network</type>
				<address>{own_net}</address>
				<netbits>16</netbits>
			</localid>
			<remoteid>
				<type>network</type>
				<address>{peer_net}</address>
				<netbits>16</netbits>
			</remoteid>
			<protocol>esp</protocol>
			<encryption-algorithm-option>
				<name>aes</name>
				<keylen>256</keylen>
			</encryption-algorithm-option>
			<hash-algorithm-option>hmac_sha1</hash-algorithm-option>
			<pfsgroup>14</pfsgroup>
			<lifetime>3600</lifetime>
		</phase2>
	</ipsec>
</pfsense>
"""
_ONE = "\n\t\t\t\t\t\t<keylen>256</keylen>"
_TWO = "\n\t\t\t\t<keylen>256</keylen>\n\t\t\t</encryption-algorithm-option>"


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    mode = "\n\t\t\t<mode>main</mode>" if version == 1 else ""
    return _FORM.format(**names(version, far=far), mode=mode, hash="sha1" if version == 1 else "sha256", start="none" if far else "start")


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    peer = names(version, far=far)["peer"]
    sent, expected = identities(far=far)
    own_net, peer_net = nets(far=far)
    hash_ = f"<hash-algorithm>{'sha1' if version == 1 else 'sha256'}<"
    mine = f"<address>{own_net}.0.0</address>\n\t\t\t\t<netbits>16"
    either: list[Change] = [
        ("peer.address", f"<remote-gateway>{peer}<", "<remote-gateway>198.51.100.9<"),
        ("ike.version", f"<iketype>ikev{version}<", f"<iketype>ikev{3 - version}<"),
        ("phase1.encryption", _ONE, _ONE.replace("256", "128")),
        ("phase1.encryption", f"<name>aes</name>{_ONE}", "<name>3des</name>"),
        ("phase1.integrity", hash_, "<hash-algorithm>sha512<"),
        ("phase1.group", "<dhgroup>14<", "<dhgroup>2<"),
        ("phase1.group", "<dhgroup>14<", "<dhgroup>19<"),
        ("phase1.authentication", "<authentication_method>pre_shared_key<", "<authentication_method>cert<"),
        ("phase1.lifetime", "<lifetime>28800<", "<lifetime>86400<"),
        ("key", "Winter-Garden", "Winter-Gardem"),
        ("key", "<pre-shared-key>Winter-Garden<", "<pre-shared-key><"),
        (sent, "<myid_type>myaddress</myid_type>\n\t\t\t<myid_data>", "<myid_type>fqdn</myid_type>\n\t\t\t<myid_data>gate.example.org"),
        (
            expected,
            "<peerid_type>peeraddress</peerid_type>\n\t\t\t<peerid_data>",
            "<peerid_type>fqdn</peerid_type>\n\t\t\t<peerid_data>gate.example.org",
        ),
        ("nat-traversal", "<nat_traversal>on<", "<nat_traversal>off<"),
        ("dpd", "<dpd_delay>10<", "<dpd_delay><"),
        ("binding", "\t\t<phase1>\n", "\t\t<phase1>\n\t\t\t<disabled></disabled>\n"),
        ("binding", "\t\t<phase2>\n", "\t\t<phase2>\n\t\t\t<disabled></disabled>\n"),
        ("enabled", "\t<ipsec>\n\t\t<enable><", "\t<ipsec>\n\t\t<enable>0<"),
        ("rules", "<type>pass</type>\n\t\t\t<ipprotocol>", "<type>block</type>\n\t\t\t<ipprotocol>"),
        ("phase2.encryption", _TWO, _TWO.replace("256", "128")),
        ("phase2.integrity", "hmac_sha1", "hmac_sha512"),
        ("phase2.pfs", "<pfsgroup>14<", "<pfsgroup>5<"),
        ("phase2.pfs", "<pfsgroup>14<", "<pfsgroup>0<"),
        ("phase2.protocol", "<protocol>esp<", "<protocol>ah<"),
        ("phase2.mode", "<mode>tunnel<", "<mode>transport<"),
        ("phase2.lifetime", "<lifetime>3600<", "<lifetime>28800<"),
        ("selectors", mine, mine.replace("16", "24", 1).replace("<netbits>16", "<netbits>24")),
        ("selectors", f"<address>{peer_net}.0.0<", "<address>10.77.0.0<"),
    ]
    either += [] if far else [("initiation", "<startaction>start<", "<startaction>none<")]
    if version == 2:
        return [
            *either,
            ("phase1.prf", "<prf-algorithm>sha256<", "<prfselect_enable>yes</prfselect_enable>\n\t\t\t\t\t<prf-algorithm>sha384<"),
        ]
    return [
        *either,
        ("ike.mode", "<mode>main<", "<mode>aggressive<"),
        ("xauth", "<authentication_method>pre_shared_key<", "<authentication_method>xauth_psk_server<"),
    ]
