"""What people paste of firewalls most: a few lines, often one row, must lead to the right cause by itself.

All texts were written for the test from the documented forms of the lines.
"""

from __future__ import annotations

import re

import pytest

from assistant.dialogue import Session

ROW = (
    'date=2024-03-12 time=10:21:07 devname="FGT-A" devid="FGT60F" eventtime=1710238867 tz="+0000" logid="{logid}" type="event" '
    'subtype="vpn" level="error" vd="root" logdesc="{msg}" msg="{msg}" action="negotiate" remip=203.0.113.9 locip=198.51.100.1 '
    'remport=500 locport=500 outintf="wan1" cookies="0a1b2c3d4e5f6071/8192a3b4c5d6e7f8" user="N/A" group="N/A" useralt="N/A" '
    'xauthuser="N/A" xauthgroup="N/A" assignip=N/A vpntunnel="branch" status="negotiate_error" reason="{reason}" peer_notif="{notif}"'
)


def phase1(reason: str, notif: str = "NOT-APPLICABLE") -> str:
    """An event row of a phase 1 that failed."""
    return ROW.format(logid="0101037124", msg="IPsec phase 1 error", reason=reason, notif=notif)


def phase2(reason: str, notif: str = "NOT-APPLICABLE") -> str:
    """An event row of a phase 2 that failed."""
    return ROW.format(logid="0101037125", msg="IPsec phase 2 error", reason=reason, notif=notif)


SILENT = """\
ike 0:branch: created connection: 0x2b8d3c0 5 198.51.100.1->203.0.113.9:500.
ike 0:branch:12: initiator: main mode is sending 1st message...
ike 0:branch:12: cookie 0a1b2c3d4e5f6071/0000000000000000
ike 0:branch:12: sent IKE msg (ident_i1send): 198.51.100.1:500->203.0.113.9:500, len=716, vrf=0, id=0a1b2c3d4e5f6071/0000000000000000
ike 0:branch:12: sent IKE msg (P1_RETRANSMIT): 198.51.100.1:500->203.0.113.9:500, len=716, vrf=0, id=0a1b2c3d4e5f6071/0000000000000000
ike 0:branch:12: sent IKE msg (P1_RETRANSMIT): 198.51.100.1:500->203.0.113.9:500, len=716, vrf=0, id=0a1b2c3d4e5f6071/0000000000000000
ike 0:branch:12: negotiation timeout, deleting
ike 0:branch: connection expiring due to phase1 down
ike 0:branch: deleting
ike 0:branch: deleted
"""
SELECTORS = """\
ike V=root:0: comes 203.0.113.9:500->198.51.100.1:500,ifindex=4,vrf=0,len=380....
ike V=root:0: IKEv1 exchange=Quick id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:5c1e2f30 len=380 vrf=0
ike V=root:0:branch:12:34: responder received first quick-mode message
ike V=root:0:branch:12:34: peer proposal is: peer:0:192.0.2.128-192.0.2.255:0, me:0:192.0.2.0-192.0.2.127:0
ike V=root:0:branch:12:p2:34: trying
ike V=root:0:branch:12:p2:34: specified selectors mismatch
ike V=root:0:branch:12:p2:34: peer: type=7/7, local=0:192.0.2.0-192.0.2.127:0, remote=0:192.0.2.128-192.0.2.255:0
ike V=root:0:branch:12:p2:34: mine: type=7/7, local=0:192.0.2.0-192.0.2.63:0, remote=0:192.0.2.128-192.0.2.255:0
ike V=root:0:branch:12:34: no matching phase2 found
ike V=root:0:branch:12:34: failed to get responder proposal
ike V=root:0:branch:12: error processing quick-mode message from 203.0.113.9 as responder
"""
KEYS = """\
ike 0: comes 203.0.113.9:500->198.51.100.1:500,ifindex=6,vrf=0....
ike 0: IKEv1 exchange=Identity Protection id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8 len=108 vrf=0
ike 0:branch:12: responder: main mode get 3rd message...
ike 0:branch:12: parse error
ike 0:branch:12: probable pre-shared secret mismatch
"""
GATEWAYS = """\
FGT-A # diagnose vpn ike gateway list

vd: root/0
name: branch to HQ
version: 1
interface: wan1 5
addr: 198.51.100.1:500 -> 203.0.113.9:500
created: 5s ago
IKE SA: created 1/1
IPsec SA: created 0/0

  id/spi: 12 0a1b2c3d4e5f6071/0000000000000000
  direction: initiator
  status: connecting, state 3, started 5s ago
"""

V2_REFUSED = """\
ike V=root:0:VPN:5: sent IKE msg (SA_INIT): 198.51.100.1:500->203.0.113.9:500, len=520, vrf=0, id=0a1b2c3d4e5f6071/0000000000000000
ike V=root:0: comes 203.0.113.9:500->198.51.100.1:500,ifindex=5,vrf=0,len=36....
ike V=root:0: IKEv2 exchange=SA_INIT_RESPONSE id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8 len=36
ike V=root:0:VPN:5: initiator received SA_INIT response
ike V=root:0:VPN:5: received notify type NO_PROPOSAL_CHOSEN
ike V=root:0:VPN:5: malformed message
"""
V1_REFUSED = """\
ike 0:VPN:5: sent IKE msg (ident_i1send): 198.51.100.1:500->203.0.113.9:500, len=716, id=0a1b2c3d4e5f6071/0000000000000000
ike 0: comes 203.0.113.9:500->198.51.100.1:500,ifindex=5....
ike 0: IKEv1 exchange=Informational id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:5c1e2f30 len=56
ike 0:VPN:5: notify msg received: NO-PROPOSAL-CHOSEN
ike 0:VPN:5: sent IKE msg (P1_RETRANSMIT): 198.51.100.1:500->203.0.113.9:500, len=716, id=0a1b2c3d4e5f6071/0000000000000000
ike 0:VPN:5: negotiation timeout, deleting
"""
V1_REFUSED_2 = """\
ike 0:VPN:5: initiator: main mode get 3rd response...
ike 0:VPN:5: PSK authentication succeeded
ike 0:VPN:5: authentication OK
ike 0:VPN:5: established IKE SA 0a1b2c3d4e5f6071/8192a3b4c5d6e7f8
ike 0:VPN:5: no pending Quick-Mode negotiations
ike 0:VPN:5:p2:9: initiator selectors 0 0:192.0.2.0/255.255.255.128:0:0->0:192.0.2.128/255.255.255.128:0:0
ike 0:VPN:5: sent IKE msg (quick_i1send): 198.51.100.1:500->203.0.113.9:500, len=380, id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:5c1e2f30
ike 0: comes 203.0.113.9:500->198.51.100.1:500,ifindex=5....
ike 0: IKEv1 exchange=Informational id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:5c1e2f31 len=92
ike 0:VPN:5: notify msg received: NO-PROPOSAL-CHOSEN
ike 0:VPN:5: sent IKE msg (P2_RETRANSMIT): 198.51.100.1:500->203.0.113.9:500, len=380, id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:5c1e2f30
ike 0:VPN:5:p2:9: quick-mode negotiation failed due to retry timeout
"""
V2_NOT_TAKEN = """\
ike 0:VPN:5: sent IKE msg (AUTH): 198.51.100.1:500->203.0.113.9:500, len=240, id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:00000001
ike 0: comes 203.0.113.9:500->198.51.100.1:500,ifindex=5....
ike 0: IKEv2 exchange=AUTH_RESPONSE id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:00000001 len=80
ike 0:VPN:5: initiator received AUTH msg
ike 0:VPN:5: received notify type AUTHENTICATION_FAILED
ike 0:VPN:5: schedule delete of IKE SA 0a1b2c3d4e5f6071/8192a3b4c5d6e7f8
"""
TUNNEL_LIST = """\
list all ipsec tunnel in vd 0
------------------------------------------------------
name=to HQ 2 ver=2 serial=1 198.51.100.1:0->203.0.113.9:0 tun_id=203.0.113.9 tun_id6=::203.0.113.9 dst_mtu=1500 dpd-link=on weight=1
bound_if=6 lgwy=static/1 tun=intf mode=auto/1 encap=none/552 options[0228]=npu frag-rfc  run_state=0 role=primary accept_traffic=1 overlay_id=0

proxyid_num=1 child_num=0 refcnt=4 ilast=0 olast=0 ad=/0
stat: rxp=0 txp=41 rxb=0 txb=3444
dpd: mode=on-demand on=1 idle=20000ms retry=3 count=0 seqno=0
natt: mode=none draft=0 interval=0 remote_port=0
fec: egress=0 ingress=0
proxyid=to HQ 2 proto=0 sa=1 ref=3 serial=1
  src: 0:192.0.2.0-192.0.2.127:0
  dst: 0:192.0.2.128-192.0.2.255:0
  SA:  ref=3 options=10226 type=00 soft=0 mtu=1438 expire=42897/0B replaywin=2048
       seqno=1 esn=0 replaywin_lastseq=00000000 qat=0 rekey=0 hash_search_len=1
  life: type=01 bytes=0/0 timeout=42901/43200
  dec: spi=a1b2c3d4 esp=aes key=16 0f0f
       ah=sha1 key=20 0f0f
  enc: spi=b1b2c3d4 esp=aes key=16 0f0f
       ah=sha1 key=20 0f0f
  dec:pkts/bytes=0/0, enc:pkts/bytes=41/3444
  npu_flag=00 npu_rgwy=203.0.113.9 npu_lgwy=198.51.100.1 npu_selid=0 dec_npuid=0 enc_npuid=0
"""
SUMMARY = """\
'branch' 203.0.113.9:0  selectors(total,up): 1/0  rx(pkt,err): 0/0  tx(pkt,err): 0/0
'dc' 203.0.113.77:0  selectors(total,up): 2/2  rx(pkt,err): 41/0  tx(pkt,err): 41/0
"""
PAN_STORY = """\
2024/03/12 10:21:07 info     vpn     GW-BR ike-neg 0  IKE phase-1 negotiation is started as initiator, main mode. Initiated SA: 198.51.100.1[500]-203.0.113.9[500] cookie:0a1b2c3d4e5f6071:0000000000000000.
2024/03/12 10:21:08 info     vpn     GW-BR ike-neg 0  IKE phase-1 negotiation is succeeded as initiator, main mode. Established SA: 198.51.100.1[500]-203.0.113.9[500] cookie:0a1b2c3d4e5f6071:8192a3b4c5d6e7f8 lifetime 28800 Sec.
2024/03/12 10:21:08 info     vpn     GW-BR ike-neg 0  IKE phase-2 negotiation is started as initiator, quick mode. Initiated SA: 198.51.100.1[500]-203.0.113.9[500] message id:0x43D098BB.
2024/03/12 10:21:08 info     vpn     GW-BR ike-rec 0  IKE protocol notification message received: NO-PROPOSAL-CHOSEN (14).
2024/03/12 10:21:38 info     vpn     GW-BR ike-neg 0  IKE phase-2 negotiation is failed as initiator, quick mode. Failed SA: 198.51.100.1[500]-203.0.113.9[500] message id:0x43D098BB. Due to negotiation timeout.
"""

UNREACHED = ("peer-unreachable", "udp500-blocked", "wrong-peer-ip", "middle-firewall", "ike-not-enabled")
PROPOSAL2 = ("p2-transform-mismatch", "p2-pfs-mismatch")

FORTIGATE = [
    ("row-proposal", phase1("peer SA proposal not match local policy"), ("policy-mismatch",)),
    ("row-proposal-by-peer", phase1("peer notification", "NO-PROPOSAL-CHOSEN"), ("policy-mismatch",)),
    ("row-key-secret", phase1("probable pre-shared secret mismatch"), ("psk-mismatch",)),
    ("row-key", phase1("probable pre-shared key mismatch"), ("psk-mismatch",)),
    ("row-identity", phase1("gateway validation failed"), ("identity-mismatch",)),
    ("row-policy", phase1("no policy configured"), ("no-firewall-policy",)),
    ("row-auth-by-peer", phase1("peer notification", "AUTHENTICATION-FAILED"), ("psk-mismatch",)),
    ("row-phase2", phase2("peer SA proposal not match local policy"), PROPOSAL2),
    ("row-selectors", phase2("no matching phase2 found"), ("p2-proxy-id-mismatch",)),
    ("row-shuffled", " ".join(reversed(re.findall(r'\S+="[^"]*"|\S+', phase1("other", "NO-PROPOSAL-CHOSEN")))), ("policy-mismatch",)),
    ("silent", SILENT, UNREACHED),
    ("selectors", SELECTORS, ("p2-proxy-id-mismatch",)),
    ("keys", KEYS, ("psk-mismatch",)),
    ("gateway-list", GATEWAYS, UNREACHED),
    ("proposal", "ike 0:0a1b2c3d4e5f6071/0000000000000000:12: no SA proposal chosen", ("policy-mismatch",)),
    ("proposal2", "ike V=root:0:branch:12:p2:34: no SA proposal chosen", PROPOSAL2),
    ("fragment", "no SA proposal chosen", ("policy-mismatch",)),
    ("dpd", ROW.format(logid="0101037136", msg="IPsec DPD failure", reason="", notif=""), ("dpd-timeout",)),
    ("ts", "ike V=root:0:branch:12:34: received notify type TS_UNACCEPTABLE", ("p2-proxy-id-mismatch",)),
    ("v2-refused", V2_REFUSED, ("policy-mismatch",)),
    ("v1-refused", V1_REFUSED, ("policy-mismatch",)),
    ("quick-refused", V1_REFUSED_2, ("p2-transform-mismatch",)),
    ("v2-not-authenticated", V2_NOT_TAKEN, ("psk-mismatch",)),
    ("tunnel-list", TUNNEL_LIST, ("p2-routing", "esp-blocked", "p2-acl-filter", "p2-nat-exemption")),
    ("summary", SUMMARY, ("p2-transform-mismatch", "p2-proxy-id-mismatch", "p2-no-interesting-traffic", "unknown")),
    ("viewer", "Message IPsec phase 1 error\nReason peer SA proposal not match local policy\n", ("policy-mismatch",)),
]
PAN_CSV = (
    "Mar 12 10:21:07 PA-1 1,2024/03/12 10:21:07,001801000000,SYSTEM,vpn,0,2024/03/12 10:21:07,,{event},GW-BRANCH,0,0,general,"
    'informational,"{text}",4711,0x0,0,0,0,0,,PA-1'
)
PAN_CLI = "2024/03/12 10:21:07 info     vpn     GW-BR ike-neg 0  {text}"
NO_PROPOSAL = "no suitable proposal found in peer's SA payload."
PROXY_ID = (
    "IKE phase-2 negotiation failed when processing proxy ID. cannot find matching phase-2 tunnel for received proxy ID. "
    "received local id: 192.0.2.0/25 type IPv4_subnet protocol 0 port 0, received remote id: 192.0.2.128/25 type IPv4_subnet protocol 0 port 0."
)
FAILED = "IKE phase-1 negotiation is failed as initiator, main mode. Failed SA: 198.51.100.1[500]-203.0.113.9[500] cookie:0a1b2c3d4e5f6071:{second} Due to {why}."
PAN_SHOW = """\
admin@PA-220> show vpn ike-sa
There is no IKEv1 phase-1 SA found.

There is no IKEv1 phase-2 SA found.

IKEv2 SAs
Gateway ID      Peer-Address           Gateway Name           Role SN       Algorithm             Established     Expiration      Xt Child  ST
----------      ------------           ------------           ---- --       ---------             -----------     ----------      -- -----  --
1               203.0.113.9            GW-BRANCH              Init 10       PSK/ DH14/A256/SHA256 Mar.12 10:21:07 Mar.12 18:21:07 0  1      Established

IKEv2 IPSec Child SAs
Gateway Name           TnID     Tunnel                    ID       Parent   Role SPI(in)  SPI(out) MsgID    ST
------------           ----     ------                    --       ------   ---- -------  -------- -----    --
GW-BRANCH              1        branch                    11       10       Init E1A2B3C4 B0A1C2D3 00000001 Mature

Show IKEv2 SA: Total 1 gateways found. 1 ike sa found.

admin@PA-220> show vpn ipsec-sa
GwID/client IP  TnID   Peer-Address           Tunnel(Gateway)                                Algorithm          SPI(in)  SPI(out) life(Sec/KB)             remain-time(Sec)
--------------  ----   ------------           ---------------                                ---------          -------  -------- ------------             ----------------
1               1      203.0.113.9            branch(GW-BRANCH)                              ESP/A256/SHA256    E1A2B3C4 B0A1C2D3 3600/Unlimited           1953

Show IPSec SA: Total 1 tunnels found. 1 ipsec sa found.
"""
MGR = """\
2024-03-12 10:21:07.500 +0000  [PNTF]: {    1:     }: ====> PHASE-1 NEGOTIATION STARTED AS INITIATOR, MAIN MODE <====
                                                      ====> Initiated SA: 198.51.100.1[500]-203.0.113.9[500] cookie:0a1b2c3d4e5f6071:0000000000000000 <====
2024-03-12 10:21:39.500 +0000  [PNTF]: {    1:     }: ====> PHASE-1 NEGOTIATION FAILED AS INITIATOR, MAIN MODE <====
                                                      ====> Failed SA: 198.51.100.1[500]-203.0.113.9[500] cookie:0a1b2c3d4e5f6071:0000000000000000 <==== Due to negotiation timeout.
"""
PALOALTO = [
    ("proposal", f"IKE phase-1 negotiation is failed. {NO_PROPOSAL}", ("policy-mismatch",)),
    (
        "proposal-row",
        PAN_CSV.format(event="ike-nego-p1-fail-common", text=f"IKE phase-1 negotiation is failed. {NO_PROPOSAL}"),
        ("policy-mismatch",),
    ),
    ("proposal2", PAN_CLI.format(text=f"IKE phase-2 negotiation failed when processing SA payload. {NO_PROPOSAL}"), PROPOSAL2),
    ("child-proposal", f"IKEv2 child SA negotiation failed when processing SA payload. {NO_PROPOSAL}", PROPOSAL2),
    (
        "v2-proposal",
        "IKEv2 IKE SA negotiation is failed. IKEv2 proposal doesn't match, please check crypto setting on both sides.",
        ("policy-mismatch",),
    ),
    ("proxy-id", PROXY_ID, ("p2-proxy-id-mismatch",)),
    ("proxy-row", PAN_CSV.format(event="ike-nego-p2-proxy-id-bad", text=PROXY_ID), ("p2-proxy-id-mismatch",)),
    ("key", "IKE phase-1 negotiation is failed likely due to pre-shared key mismatch.", ("psk-mismatch",)),
    ("v2-key", "198.51.100.1[500] - 203.0.113.9[500]:0x55d2c8 authentication result: failure", ("psk-mismatch",)),
    ("silent", FAILED.format(second="0000000000000000", why="negotiation timeout"), UNREACHED),
    ("ikemgr-silent", MGR, UNREACHED),
    (
        "no-gateway",
        PAN_CLI.format(
            text="IKE phase-1 negotiation is failed. Couldn't find configuration for IKE phase-1 request for peer IP 203.0.113.9[500]."
        ),
        ("wrong-peer-ip", "missing-tunnel-group"),
    ),
    (
        "id-type",
        "IKE phase-1 negotiation is failed. When pre-shared key is used, peer-ID must be type IP address. Received type FQDN",
        ("identity-mismatch",),
    ),
    (
        "clear-notify",
        "received unencrypted notify payload (no proposal chosen) from IP 203.0.113.9[500] to 198.51.100.1[500], ignored...",
        ("policy-mismatch",),
    ),
    ("child-ts", "IKEv2 child SA negotiation is failed received notify type TS_UNACCEPTABLE", ("p2-proxy-id-mismatch",)),
    ("dpd", PAN_CLI.format(text="IKE phase-1 SA is down determined by DPD."), ("dpd-timeout",)),
    ("story", PAN_STORY, ("p2-transform-mismatch",)),
    ("both-up", PAN_SHOW, ("healthy",)),
]
KMD = "Mar 12 10:21:07  srx-a kmd[1352]: "
ENDED = (
    KMD + "IKE negotiation failed with error: {reason}. IKE Version: {version}, VPN: branch Gateway: gw-branch, Local: 198.51.100.1/500, "
    "Remote: 203.0.113.9/500, Local IKE-ID: Not-Available, Remote IKE-ID: Not-Available, VR-ID: 0"
)
LOOKUP2 = (
    KMD + "KMD_PM_P2_POLICY_LOOKUP_FAILURE: Policy lookup for Phase-2 [responder] failed for p1_local=ipv4(udp:500,[0..3]=198.51.100.1) "
    "p1_remote=ipv4(udp:500,[0..3]=203.0.113.9) p2_local=ipv4_subnet(any:0,[0..7]=192.0.2.0/25) p2_remote=ipv4_subnet(any:0,[0..7]=192.0.2.128/25)"
)
SRX_LIST = """\
admin@srx> show security ike security-associations
Index   State  Initiator cookie  Responder cookie  Mode           Remote Address
4521744 DOWN   0a1b2c3d4e5f6071  0000000000000000  Main           203.0.113.9
"""
SRX_EVENTS = """\
ID: 131073 Virtual-system: root, VPN Name: branch
  Local Gateway: 198.51.100.1, Remote Gateway: 203.0.113.9
  Local Identity: ipv4_subnet(any:0,[0..7]=0.0.0.0/0)
  Remote Identity: ipv4_subnet(any:0,[0..7]=0.0.0.0/0)
  Version: IKEv2
  DF-bit: clear, Bind-interface: st0.0
  Port: 500, Nego#: 41, Fail#: 41, Def-Del#: 0 Flag: 0x600a29
  Tunnel events:
    Tue Mar 12 2024 10:21:07 +0000: {event} (41 times)
"""
JUNIPER = [
    ("proposal", ENDED.format(reason="No proposal chosen", version=1), ("policy-mismatch",)),
    ("ipsec-proposal", ENDED.replace("IKE negot", "IPSec negot").format(reason="No proposal chosen", version=1), PROPOSAL2),
    ("key", ENDED.format(reason="Authentication failed", version=1), ("psk-mismatch",)),
    ("networks", ENDED.format(reason="TS unacceptable", version=2), ("p2-proxy-id-mismatch",)),
    (
        "no-gateway",
        ENDED.format(reason="IKE gateway configuration lookup failed during negotiation", version=2),
        ("missing-tunnel-group", "wrong-peer-ip"),
    ),
    ("timed-out", ENDED.format(reason="Timed out", version=1), (*UNREACHED, "unknown")),
    ("lookup2", LOOKUP2, ("p2-proxy-id-mismatch",)),
    (
        "lookup1",
        KMD + "IKE Phase-1: (Responder) Policy lookup failed [local_ip=198.51.100.1, remote_ip=203.0.113.9]",
        ("missing-tunnel-group", "wrong-peer-ip"),
    ),
    ("list-silent", SRX_LIST, UNREACHED),
    ("event-silent", SRX_EVENTS.format(event="No response from peer. Negotiation failed"), (*UNREACHED, "unknown")),
    ("event-identity", SRX_EVENTS.format(event="Peer's IKE-ID validation failed during negotiation"), ("identity-mismatch",)),
    (
        "event-refused",
        SRX_EVENTS.format(event="Negotiation failed with error code NO_PROPOSAL_CHOSEN received from peer"),
        ("policy-mismatch", "p2-transform-mismatch"),
    ),
    (
        "down-removed",
        KMD + "KMD_VPN_DOWN_ALARM_USER: VPN branch from 203.0.113.9 is down. Local-ip: 198.51.100.1, gateway name: gw-branch, "
        "vpn name: branch, tunnel-id: 131073, Reason: Tunnel configuration is deleted",
        ("tunnel-config-removed",),
    ),
]
CP = (
    '1 2024-03-12T10:21:07Z gw1 CheckPoint 19710 - [action:"Reject"; flags:"133376"; ifdir:"inbound"; ifname:"daemon"; '
    'origin:"198.51.100.1"; cookiei:"0a1b2c3d4e5f6071"; dst:"198.51.100.1"; fw_subproduct:"VPN-1"; ike::"{text}"; '
    'peer_gateway:"203.0.113.9"; scheme::"IKE"; src:"203.0.113.9"; ]'
)
TRANSFORM = "Transform: AES-256, SHA256, Pre-shared secret, Group 2 (1024 bit); Reason: Wrong value for: {what}"
TU = """\
[Expert@gw1:0]# vpn tu tlist
+-----------------------------------------------+--------------------+------------------+
| Peer: 203.0.113.9 - branch                    | MSA: 7f0c9d41a008  | i: 0 ref:     5  |
| Methods: ESP Tunnel AES-256 SHA256            |                    |                  |
| My TS: 192.0.2.0/25                           |                    |                  |
| Peer TS: 192.0.2.128/25                       |                    |                  |
| MSPI: 80000a (i: 0, p: -)                     | No outbound SA     |                  |
+-----------------------------------------------+--------------------+------------------+
"""
CHECKPOINT = [
    ("hash", CP.format(text="Main Mode Failed to match proposal: " + TRANSFORM.format(what="Hash Algorithm")), ("policy-mismatch",)),
    (
        "method",
        CP.format(text="Main Mode Failed to match proposal: " + TRANSFORM.format(what="Authentication Method")),
        ("auth-method-mismatch",),
    ),
    ("proposal-by-peer", CP.format(text="Main Mode Received Notification from Peer: no proposal chosen"), ("policy-mismatch",)),
    ("proposal-sent", CP.format(text="Main Mode Sent Notification to Peer: no proposal chosen"), ("policy-mismatch",)),
    ("malformed", "Main Mode Received Notification from Peer: payload malformed", ("psk-mismatch",)),
    ("id", "Quick Mode Received Notification from Peer: invalid id information", ("p2-proxy-id-mismatch",)),
    ("quick", "Quick Mode Received Notification from Peer: no proposal chosen", PROPOSAL2),
    ("no-response", CP.format(text="Main Mode No response from peer"), (*UNREACHED, "unknown")),
    (
        "ts",
        "Child SA exchange: Received notification from peer: Traffic selectors unacceptable MyTSi: <192.0.2.0 - 192.0.2.127>",
        ("p2-proxy-id-mismatch",),
    ),
    (
        "init",
        "Initial exchange: Received notification from peer: No proposal chosen MyMethods Phase1: AES-256 + HMAC-SHA2-256, Group 14",
        ("policy-mismatch",),
    ),
    ("init-timeout", "Initial exchange: Exchange failed: timeout reached.", UNREACHED),
    ("auth", "Auth exchange: Received notification from peer: Authentication failed", ("psk-mismatch",)),
    ("not-decrypted", "encryption failure: According to the policy the packet should not have been decrypted", ("p2-proxy-id-mismatch",)),
    ("tunnel-list", TU, ("p2-proxy-id-mismatch", "p2-no-interesting-traffic", "p2-transform-mismatch", "unknown")),
]
CASES = [(f"fortigate-{name}", "fortigate", text, causes) for name, text, causes in FORTIGATE]
CASES += [(f"paloalto-{name}", "paloalto", text, causes) for name, text, causes in PALOALTO]
CASES += [(f"juniper-srx-{name}", "juniper-srx", text, causes) for name, text, causes in JUNIPER]
CASES += [(f"checkpoint-{name}", "checkpoint", text, causes) for name, text, causes in CHECKPOINT]


@pytest.mark.parametrize(("platform", "text", "causes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_paste_leads_to_its_cause(session: Session, platform: str, text: str, causes: tuple[str, ...]) -> None:
    """Read as its platform, and the first suspect is one of those that the text cannot tell apart."""
    session.paste(text)
    seen = session.diagnosis

    assert seen.inputs[0].platform == platform
    assert seen.suspects[0].id in causes


def test_the_stage_of_a_story_in_rows(session: Session) -> None:
    """Phase 1 is up, phase 2 was refused; this end began, and the peer is the far one of the pair."""
    session.paste(PAN_STORY)
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert (tunnel.peer, tunnel.facts["local"].value, tunnel.standing.role, tunnel.standing.stage) == (
        "203.0.113.9",
        "198.51.100.1",
        "initiator",
        "qm",
    )


def test_the_version_of_ike_is_not_that_of_the_software(session: Session) -> None:
    """The commands of a release are chosen by the software's version, which these lines do not tell."""
    session.paste(TUNNEL_LIST)
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None

    assert "version" not in tunnel.facts
