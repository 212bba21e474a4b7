"""What engineers paste of the smaller platforms: one decisive line, and short logs. All written for the test from documented forms."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session

LINES = [
    (
        "mikrotik",
        "10:21:07 ipsec,error phase1 negotiation failed due to time up 198.51.100.1[500]<=>203.0.113.9[500] 0a1b2c3d4e5f6071:0000000000000000",
        ["peer-unreachable", "udp500-blocked"],
    ),
    ("mikrotik", "10:21:07 ipsec,error phase1 negotiation failed due to time up", ["peer-unreachable", "udp500-blocked"]),
    ("mikrotik", "10:21:07 ipsec,error 203.0.113.9 parsing packet failed, possible cause: wrong password", ["psk-mismatch"]),
    ("mikrotik", "10:21:07 ipsec,error 203.0.113.9 failed to pre-process ph1 packet (side: 1, status 1).", ["policy-mismatch"]),
    (
        "mikrotik",
        "10:21:07 ipsec,error 203.0.113.9 failed to pre-process ph2 packet (side: 1, status 1).",
        ["p2-transform-mismatch", "p2-proxy-id-mismatch"],
    ),
    (
        "mikrotik",
        "10:21:07 ipsec,error 203.0.113.9 fatal NO-PROPOSAL-CHOSEN notify messsage, phase1 should be deleted.",
        ["policy-mismatch"],
    ),
    ("mikrotik", "10:21:07 ipsec,error fatal NO-PROPOSAL-CHOSEN notify message", ["policy-mismatch", "p2-transform-mismatch"]),
    ("mikrotik", "10:21:07 ipsec,error identity not found for peer: ADDR4: 203.0.113.9", ["identity-mismatch"]),
    ("mikrotik", "10:21:07 ipsec,error got fatal error: AUTHENTICATION_FAILED", ["psk-mismatch"]),
    ("mikrotik", "10:21:07 ipsec,error got fatal error: NO_PROPOSAL_CHOSEN", ["p2-transform-mismatch", "policy-mismatch"]),
    ("mikrotik", "10:21:07 ipsec,error got fatal error: TS_UNACCEPTABLE", ["p2-proxy-id-mismatch"]),
    (
        "mikrotik",
        "10:21:07 ipsec,debug rejected dh_group: DB(prop#1:trns#1):Peer(prop#1:trns#1) = 1024-bit MODP group:2048-bit MODP group",
        ["policy-mismatch"],
    ),
    ("mikrotik", "10:21:07 ipsec,error no suitable proposal found.", ["policy-mismatch"]),
    (
        "mikrotik",
        "10:21:07 ipsec,error exchange Identity Protection not allowed in any applicable rmconf.",
        ["missing-tunnel-group", "mode-mismatch"],
    ),
    ("mikrotik", "10:21:07 ipsec,error couldn't find the pskey for 203.0.113.9.", ["missing-psk"]),
    (
        "mikrotik",
        "2024-03-12 10:21:07 ipsec,error 2001:db8::9 phase1 negotiation failed due to time up 2001:db8::1[500]<=>2001:db8::9[500] 0a1b2c3d4e5f6071:0000000000000000",
        ["peer-unreachable", "udp500-blocked"],
    ),
    ("sonicwall", "IKE Initiator: Remote party timeout - Retransmitting IKE request.", ["peer-unreachable", "udp500-blocked"]),
    ("sonicwall", "IKE Responder: IKE proposal does not match (Phase 1)", ["policy-mismatch"]),
    ("sonicwall", "IKE Initiator: Received notify. NO_PROPOSAL_CHOSEN", ["p2-transform-mismatch", "policy-mismatch"]),
    ("sonicwall", "IKE Initiator: Received notify. INVALID_ID_INFO", ["identity-mismatch", "p2-proxy-id-mismatch"]),
    ("sonicwall", "IKE Initiator: Received notify. PAYLOAD_MALFORMED", ["psk-mismatch"]),
    ("sonicwall", "IKE Responder: IPsec proposal does not match (Phase 2)", ["p2-transform-mismatch"]),
    ("sonicwall", "IKE Responder: Peer's network does not match VPN Policy's Network", ["p2-proxy-id-mismatch"]),
    ("sonicwall", "IKE Responder: Peer's local network does not match VPN policy's [Destination Network]", ["p2-proxy-id-mismatch"]),
    ("sonicwall", "IKE Responder: AH Perfect Forward Secrecy mismatch", ["p2-pfs-mismatch"]),
    ("sonicwall", "IKE Responder: ESP Perfect Forward Secrecy mismatch", ["p2-pfs-mismatch"]),
    ("sonicwall", "Payload processing failed", ["psk-mismatch"]),
    ("sonicwall", "IKE negotiation aborted due to Timeout", ["peer-unreachable", "udp500-blocked"]),
    ("sonicwall", "IKE Responder: No matching Phase 1 ID found for proposed remote network", ["identity-mismatch", "p2-proxy-id-mismatch"]),
    ("sonicwall", "IKEv2 Received notify error payload: Authentication Failed", ["psk-mismatch"]),
    ("sonicwall", "IKEv2 IPsec proposal does not match", ["p2-transform-mismatch"]),
    ("sonicwall", "IKEv2 Responder: Policy for remote IKE ID not found", ["identity-mismatch"]),
    ("sonicwall", "IKEv2 Peer is not responding. Negotiation aborted.", ["peer-unreachable"]),
    (
        "sonicwall",
        'id=firewall sn=C0EAE4000000 time="2024-03-12 10:21:07" fw=198.51.100.1 pri=4 c=16 m=87 msg="IKE Responder: IKE proposal does not match (Phase 1)" n=3 src=203.0.113.9:500 dst=198.51.100.1:500',
        ["policy-mismatch"],
    ),
    (
        "watchguard",
        'iked (198.51.100.1<->203.0.113.9)WARNING: Mismatched ID settings at peer 203.0.113.9:500 caused an authentication failure msg_id="0203-0012"',
        ["identity-mismatch"],
    ),
    (
        "watchguard",
        "iked: (198.51.100.1<->203.0.113.9) Received No_Proposal_Chosen message from 203.0.113.9:500 for gateway-endpoint",
        ["p2-transform-mismatch", "policy-mismatch"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[phase2 proposal or pfs mismatch], ReasonCode=[2], PeerAddress=[203.0.113.9])",
        ["p2-transform-mismatch", "p2-pfs-mismatch"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[flow or peer mismatch], ReasonCode=[4], PeerAddress=[203.0.113.9])",
        ["p2-proxy-id-mismatch"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[authentication fail], ReasonCode=[15], PeerAddress=[203.0.113.9])",
        ["psk-mismatch"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[version mismatch], ReasonCode=[5], PeerAddress=[203.0.113.9])",
        ["ike-version-mismatch"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[peer address mismatch], ReasonCode=[12], PeerAddress=[203.0.113.9])",
        ["wrong-peer-ip"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[config ID mismatch], ReasonCode=[13], PeerAddress=[203.0.113.9])",
        ["identity-mismatch"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[exchange mode mismatch], ReasonCode=[32], PeerAddress=[203.0.113.9])",
        ["mode-mismatch"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[no policy applied on interface], ReasonCode=[49], PeerAddress=[203.0.113.9])",
        ["crypto-map-not-applied"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[max transmit reached], ReasonCode=[53], PeerAddress=[203.0.113.9])",
        ["peer-unreachable", "udp500-blocked"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[netmask mismatch], ReasonCode=[48], PeerAddress=[203.0.113.9])",
        ["p2-proxy-id-mismatch"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[encapsulation mode mismatch], ReasonCode=[3], PeerAddress=[203.0.113.9])",
        ["p2-encapsulation-mode-mismatch"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[nat detection fail], ReasonCode=[40], PeerAddress=[203.0.113.9])",
        ["nat-in-path"],
    ),
    (
        "huawei",
        "IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=[7], SeqNum=[10], Reason=[no valid local cert], ReasonCode=[54], PeerAddress=[203.0.113.9])",
        ["certificate-missing"],
    ),
    (
        "huawei",
        "IPSEC-VPN/5/IPSEC_TUNNEL_TEARED_DOWN: The IPSec tunnel is torn down. (IfIndex=7, OfflineReason=[dpd timeout], PeerAddress=[203.0.113.9])",
        ["dpd-timeout"],
    ),
    ("huawei", "got NOTIFY of type NO_PROPOSAL_CHOSEN", ["p2-transform-mismatch", "policy-mismatch"]),
    ("huawei", "got NOTIFY of type INVALID_ID_INFORMATION", ["p2-proxy-id-mismatch"]),
    ("zyxel", "!! No proposal chosen", ["policy-mismatch", "p2-transform-mismatch"]),
    ("zyxel", "!! Verifying Local ID failed", ["p2-proxy-id-mismatch"]),
    ("zyxel", "!! Active connection allowed exceeded", ["license-or-session-limit"]),
    ("zyxel", "!! IKE Packet Retransmit", ["peer-unreachable", "udp500-blocked"]),
    ("zyxel", "Discard REPLAY packet", ["anti-replay"]),
    ("zyxel", "Receive IPSec packet, but no corresponding tunnel exists", ["stale-sa"]),
    ("zyxel", "Rule <1> idle time out, disconnect", ["idle-timeout"]),
    ("zyxel", "Recv:[NOTFY:PYLD_MALFORMED]", ["psk-mismatch"]),
    ("zyxel", "Cannot resolve Secure Gateway Addr for rule <1>", ["wrong-peer-ip"]),
    ("zyxel", "!! Failed to send IKE Packet", ["peer-unreachable", "wrong-interface"]),
    ("zyxel", "2024-03-12 10:21:07 info IKE [SA] : No proposal chosen", ["policy-mismatch"]),
    ("zyxel", "2024-03-12 10:21:07 info IKE [ID] : Tunnel [branch] Phase 1 Local policy mismatch", ["identity-mismatch"]),
    ("zyxel", "2024-03-12 10:21:07 info IKE [ID] : Tunnel [branch] Phase 2 Local policy mismatch", ["p2-proxy-id-mismatch"]),
    ("aws-vpn", "Peer is not responsive - Declaring peer dead", ["dpd-timeout"]),
    ("aws-vpn", "AWS tunnel payload decryption was unsuccessful due to invalid Pre-shared Key", ["psk-mismatch"]),
    ("aws-vpn", "No Proposal Match Found by AWS", ["policy-mismatch"]),
    ("aws-vpn", 'No Proposal Match Found. Notifying with "No proposal chosen"', ["policy-mismatch", "p2-transform-mismatch"]),
    ("aws-vpn", "AWS tunnel detected a pre-shared key mismatch with cgw: 203.0.113.9", ["psk-mismatch"]),
    ("aws-vpn", "AWS: Traffic Selector: TS_UNACCEPTABLE: received from responder", ["p2-proxy-id-mismatch"]),
    ("aws-vpn", "AWS tunnel Phase 2 was unable to establish while keeping Phase 1", ["p2-transform-mismatch", "p2-proxy-id-mismatch"]),
    ("aws-vpn", "AWS tunnel Timeout: deleting un-established Phase 1 IKE_SA with cgw: 203.0.113.9", ["peer-unreachable", "udp500-blocked"]),
    (
        "aws-vpn",
        '{"event_timestamp": 1662470000, "details": "No Proposal Match Found by AWS", "dpd_enabled": true, "nat_t_detected": false, "ike_phase1_state": "down", "ike_phase2_state": "down"}',
        ["policy-mismatch"],
    ),
    (
        "aws-vpn",
        '{"event_timestamp": 1662470000, "details": "AWS tunnel is established", "dpd_enabled": true, "nat_t_detected": false, "ike_phase1_state": "established", "ike_phase2_state": "down"}',
        ["p2-transform-mismatch", "p2-proxy-id-mismatch"],
    ),
    (
        "azure-vpn",
        "Remote 203.0.113.9:500: Local 198.51.100.1:500: [LOCAL] IkeCleanupQMNegotiation called with error 13868 and flags 0x0",
        ["p2-transform-mismatch", "p2-pfs-mismatch"],
    ),
    (
        "azure-vpn",
        "Remote 203.0.113.9:500: Local 198.51.100.1:500: [SEND][NOTIFY] Sending Notify Message - Policy Mismatch",
        ["policy-mismatch", "p2-transform-mismatch"],
    ),
    ("azure-vpn", "Error: Authentication failed. Check shared key. Check crypto. Check lifetimes.", ["psk-mismatch"]),
    ("azure-vpn", "based on log : Peer failed with Windows error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)", ["psk-mismatch"]),
    (
        "azure-vpn",
        "SESSION_ID :{4b1b2c3d-0000-0000-0000-00000000000a} Remote 203.0.113.9:500: Local 198.51.100.1:500: [RECEIVED][NOTIFY] Received notify: NO_PROPOSAL_CHOSEN",
        ["p2-transform-mismatch", "policy-mismatch"],
    ),
    ("azure-vpn", "PeerReachability", ["peer-unreachable", "udp500-blocked"]),
    ("azure-vpn", "IkePolicyMismatch", ["policy-mismatch"]),
    ("azure-vpn", '"Fault type": "ConnectionIsMarkedDisconnected"', ["tunnel-config-removed"]),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 809.",
        ["peer-unreachable", "udp500-blocked"],
    ),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 789.",
        ["psk-mismatch", "certificate-missing"],
    ),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 13801.",
        ["psk-mismatch", "certificate-untrusted", "certificate-identity"],
    ),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 13806.",
        ["certificate-missing"],
    ),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 13868.",
        ["policy-mismatch"],
    ),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 800.",
        ["peer-unreachable", "udp500-blocked"],
    ),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 691.",
        ["xauth-or-mode-config"],
    ),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 868.",
        ["wrong-peer-ip", "peer-unreachable"],
    ),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 811.",
        ["psk-mismatch"],
    ),
    (
        "windows",
        "CoId={0A1B2C3D}: The user EXAMPLE\\u1 dialed a connection named branch which has failed. The error code returned on failure is 812.",
        ["auth-method-mismatch", "vpn-protocol-disallowed"],
    ),
    (
        "windows",
        "The L2TP connection attempt failed because the security layer encountered a processing error during initial negotiations with the remote computer.",
        ["psk-mismatch", "certificate-missing"],
    ),
    (
        "windows",
        "The network connection between your computer and the VPN server could not be established because the remote server is not responding.",
        ["peer-unreachable", "udp500-blocked"],
    ),
    (
        "windows",
        "IKE failed to find valid machine certificate. Contact your Network Security Administrator about installing a valid certificate in the appropriate Certificate Store.",
        ["certificate-missing"],
    ),
    ("windows", "Failure Reason: No policy configured", ["ike-not-enabled"]),
    ("windows", "Failure error code:0x000035e9", ["psk-mismatch"]),
    (
        "mikrotik",
        "<28>Mar 12 10:21:07 router1 ipsec,error 203.0.113.9 parsing packet failed, possible cause: wrong password",
        ["psk-mismatch"],
    ),
    ("mikrotik", "Mar/12/2024 10:21:07  memory  ipsec, error   203.0.113.9 failed to get valid proposal.", ["policy-mismatch"]),
    (
        "huawei",
        (
            '"2024-03-12","R1","IPSEC/4/IPSECNEGOFAIL: The IPSec tunnel negotiation fails. (Ifindex=7, SeqNum=10, '
            'Reason=authentication fail, ReasonCode=15, PeerAddress=2001:db8::9, PeerPort=500)"'
        ),
        ["psk-mismatch"],
    ),
    (
        "windows",
        (
            '"Error","3/12/2024 10:21:07 AM","RasClient","20227","None","CoId={0A1B2C3D-0000-0000-0000-000000000000}: The user EXAMPLE\\u1 '
            'dialed a connection named Büro, ""HQ"" which has failed. The error code returned on failure is 13868."'
        ),
        ["policy-mismatch"],
    ),
    (
        "sonicwall",
        '"03/12/2024 10:21:07","Warning","VPN IKE","IKE Responder: IPSec proposal does not match (Phase 2)","203.0.113.9, 500, X1"',
        ["p2-transform-mismatch"],
    ),
    (
        "watchguard",
        '2024-03-12 10:21:07 Deny iked (2001:db8::1<->2001:db8::9)Received ID did not match with configured remote gateway ID msg_id="0203-0012"',
        ["identity-mismatch"],
    ),
    (
        "aws-vpn",
        '2024-03-12 10:21:07.000,"{""event_timestamp"":1710238867,""details"":"""",""ike_phase1_state"":""established"",""ike_phase2_state"":""down""}"',
        ["p2-transform-mismatch", "p2-proxy-id-mismatch"],
    ),
    (
        "azure-vpn",
        (
            '"3/12/2024, 10:21:07 AM","SESSION_ID :{0A1B} Remote 2001:db8::9:500: Local 198.51.100.1:500: [LOCAL] '
            'IkeCleanupQMNegotiation called with error 13868 and flags 0x0"'
        ),
        ["p2-transform-mismatch"],
    ),
    (
        "zyxel",
        '"2024-03-12 10:21:07","info","IKE","[SA] : Tunnel [branch] Phase 1 proposal mismatch","203.0.113.9:500","198.51.100.1:500","IKE_LOG"',
        ["policy-mismatch"],
    ),
]

LOGS = {
    "mikrotik no answer": (
        """\
10:21:07 ipsec acquire for 198.51.100.1 <=> 203.0.113.9
10:21:07 ipsec suitable policy found: 198.51.100.1:0 <=> 203.0.113.9:0 ip-proto:0
10:21:07 ipsec,info initiate new phase 1 (Identity Protection): 198.51.100.1[500]<=>203.0.113.9[500]
10:21:07 ipsec sent phase1 packet 198.51.100.1[500]<=>203.0.113.9[500] 0a1b2c3d4e5f6071:0000000000000000
10:21:17 ipsec resent phase1 packet 198.51.100.1[500]<=>203.0.113.9[500] 0a1b2c3d4e5f6071:0000000000000000
10:22:07 ipsec,error phase1 negotiation failed due to time up 198.51.100.1[500]<=>203.0.113.9[500] 0a1b2c3d4e5f6071:0000000000000000
""",
        "peer-unreachable",
        "mm2",
    ),
    "mikrotik psk responder": (
        """\
mar/12 10:21:07 ipsec,info respond new phase 1 (Identity Protection): 198.51.100.1[500]<=>203.0.113.9[500]
mar/12 10:21:07 ipsec,error 203.0.113.9 parsing packet failed, possible cause: wrong password
mar/12 10:21:17 ipsec,error 203.0.113.9 parsing packet failed, possible cause: wrong password
mar/12 10:22:07 ipsec,error phase1 negotiation failed due to time up 198.51.100.1[500]<=>203.0.113.9[500] 0a1b2c3d4e5f6071:8192a3b4c5d6e7f8
""",
        "psk-mismatch",
        None,
    ),
    "mikrotik ph2 show": (
        """\
[admin@router] > /ip ipsec active-peers print
Flags: R - responder, N - natt-peer
 #    ID    STATE    UPTIME    PH2-TOTAL REMOTE-ADDRESS
 0          established  2d3h11m   0  203.0.113.9
[admin@router] > /ip ipsec policy print detail
 0   A  peer=branch tunnel=yes src-address=192.0.2.0/25 src-port=any dst-address=192.0.2.128/25 dst-port=any protocol=all action=encrypt level=require ipsec-protocols=esp sa-src-address=198.51.100.1 sa-dst-address=203.0.113.9 proposal=default ph2-count=0 ph2-state=no-phase2
""",
        "p2-transform-mismatch",
        "p1",
    ),
    "mikrotik ph2 mismatch": (
        """\
2024-03-12 10:21:07 ipsec,info ISAKMP-SA established 198.51.100.1[500]-203.0.113.9[500] spi:0a1b2c3d4e5f6071:8192a3b4c5d6e7f8
2024-03-12 10:21:07 ipsec,debug respond new phase 2 negotiation: 198.51.100.1[500]<=>203.0.113.9[500]
2024-03-12 10:21:07 ipsec,debug trns_id mismatched: my:AES-CBC peer:3DES
2024-03-12 10:21:07 ipsec,error no suitable policy found.
2024-03-12 10:21:07 ipsec,error 203.0.113.9 failed to pre-process ph2 packet (side: 1, status 1).
""",
        "p2-transform-mismatch",
        "qm",
    ),
    "mikrotik ike2 id": (
        """\
10:21:07 ipsec -> ike2 request, exchange: SA_INIT:0 203.0.113.9[500] 0a1b2c3d4e5f6071:0000000000000000
10:21:07 ipsec <- ike2 reply, exchange: SA_INIT:0 203.0.113.9[500] 0a1b2c3d4e5f6071:8192a3b4c5d6e7f8
10:21:07 ipsec,info new ike2 SA (R): branch 198.51.100.1[500]-203.0.113.9[500] spi:8192a3b4c5d6e7f8:0a1b2c3d4e5f6071
10:21:07 ipsec -> ike2 request, exchange: AUTH:1 203.0.113.9[4500] 0a1b2c3d4e5f6071:8192a3b4c5d6e7f8
10:21:07 ipsec,error identity not found for peer: FQDN: branch.example
10:21:07 ipsec,info killing ike2 SA: branch 198.51.100.1[4500]-203.0.113.9[4500] spi:8192a3b4c5d6e7f8:0a1b2c3d4e5f6071
""",
        "identity-mismatch",
        "auth",
    ),
    "sonicwall policy": (
        """\
03/12/2024 10:21:07.112 - Info - VPN IKE - IKE Responder: Received Main Mode request (Phase 1) - 203.0.113.9, 500 - 198.51.100.1, 500
03/12/2024 10:21:07.113 - Warning - VPN IKE - IKE Responder: IKE proposal does not match (Phase 1) - 203.0.113.9, 500 - 198.51.100.1, 500
""",
        "policy-mismatch",
        None,
    ),
    "sonicwall psk": (
        """\
03/12/2024 10:21:07 Info VPN IKE IKE Initiator: Start Main Mode negotiation (Phase 1) 198.51.100.1, 500 203.0.113.9, 500
03/12/2024 10:21:07 Info VPN IKE NAT Discovery : No NAT/NAPT device detected between IPSec Security gateways 203.0.113.9, 500 198.51.100.1, 500
03/12/2024 10:21:08 Warning VPN IKE Received notify: PAYLOAD_MALFORMED 203.0.113.9, 500 198.51.100.1, 500
""",
        "psk-mismatch",
        None,
    ),
    "sonicwall networks": (
        """\
IKE Responder: Received Main Mode request (Phase 1)
IKE Responder: Main Mode complete (Phase 1)
IKE Responder: Received Quick Mode Request (Phase 2)
IKE Responder: Peer's local network does not match VPN policy's [Destination Network]
""",
        "p2-proxy-id-mismatch",
        "qm",
    ),
    "sonicwall healthy": (
        """\
IKE Initiator: Start Main Mode negotiation (Phase 1)
IKE Initiator: Main Mode complete (Phase 1)
IKE Initiator: Start Quick Mode (Phase 2).
IKE Initiator: Accepting IPSec proposal (Phase 2)
IKE negotiation complete. Adding IPSec SA. (Phase 2)
""",
        "healthy",
        "up",
    ),
    "sonicwall v2 silent": (
        """\
IKEv2 Initiator: Send IKE_SA_INIT Request
IKEv2 Initiator: Remote party timeout - Retransmitting IKEv2 Request.
IKEv2 Initiator: Remote party timeout - Retransmitting IKEv2 Request.
IKEv2 Peer is not responding. Negotiation aborted.
""",
        "peer-unreachable",
        "init",
    ),
    "watchguard noanswer": (
        """\
2024-03-12 10:21:07 iked (198.51.100.1<->203.0.113.9)Sent out "IKE_SA_INIT request" message with message-ID:0 length:440 SPI[i=0a1b2c3d4e5f6071 r=0000000000000000]
2024-03-12 10:21:27 iked (198.51.100.1<->203.0.113.9)Message retry timeout. Check the connection between local and remote gateway endpoints.
""",
        "peer-unreachable",
        "init",
    ),
    "watchguard id": (
        """\
2024-03-12 10:21:07 iked[2340]: (198.51.100.1<->203.0.113.9)Received ID did not match with configured remote gateway ID
""",
        "identity-mismatch",
        None,
    ),
    "watchguard refused here": (
        """\
iked (198.51.100.1<->203.0.113.9)******** RECV an IKE packet at 198.51.100.1:500(socket=12 ifIndex=4) from Peer 203.0.113.9:500 ********
iked (198.51.100.1<->203.0.113.9)Received IKEv2 "IKE_SA_INIT request" message with message-ID:0 length:528 SPI[i=0a1b2c3d4e5f6071 r=0000000000000000]
iked (198.51.100.1<->203.0.113.9)Sending NO_PROPOSAL_CHOSEN message to 203.0.113.9:500
""",
        "policy-mismatch",
        "init",
    ),
    "huawei errinfo": (
        """\
<AR1> display ike error-info
   current info Num :2
   Ike error information:
   current ike Error-info number :2
   -----------------------------------------------------------------
   peer                port        error-reason                version   error-time
   -----------------------------------------------------------------
   203.0.113.9        500         flow mismatch              v1        2024-03-12 10:21:07
""",
        "p2-proxy-id-mismatch",
        "qm",
    ),
    "huawei sa none of phase2": (
        """\
<AR1> display ike sa
    Conn-ID    Peer                 VPN              Flag(s)   Phase  RemoteType  RemoteID
  ------------------------------------------------------------------------------------------
    31         203.0.113.9:500                       RD|ST     v1:1   IP          203.0.113.9
  Number of IKE SA : 1
""",
        "p2-transform-mismatch",
        "p1",
    ),
    "huawei h3c": (
        """\
<H3C> display ike sa
    total phase-1 SAs:  1
    connection-id  peer            flag        phase   doi
  ----------------------------------------------------------
        1         203.0.113.9      RD|ST        1     IPSEC
        2         203.0.113.9      RD|ST        2     IPSEC
""",
        "healthy",
        "up",
    ),
    "zyxel psk": (
        """\
2024-03-12 10:21:07 info IKE Recv Main Mode request from [203.0.113.9]
2024-03-12 10:21:07 info IKE Recv:[SA][VID][VID]
2024-03-12 10:21:07 info IKE Send:[SA][VID]
2024-03-12 10:21:07 info IKE Recv:[KE][NONCE]
2024-03-12 10:21:07 info IKE Send:[KE][NONCE]
2024-03-12 10:21:07 info IKE [HASH] : Tunnel [branch] Phase 1 hash mismatch
""",
        "psk-mismatch",
        "mm5",
    ),
    "zyxel silent": (
        """\
Send Main Mode request to <203.0.113.9>
Send:[SA]
!! IKE Packet Retransmit
!! IKE Packet Retransmit
""",
        "udp500-blocked",
        "mm2",
    ),
    "aws json": (
        """\
{"event_timestamp": 1710238867, "details": "AWS tunnel processed request (id=0) for IKE_SA_INIT", "dpd_enabled": true, "nat_t_detected": false, "ike_phase1_state": "negotiating", "ike_phase2_state": "down"}
{"event_timestamp": 1710238868, "details": "AWS tunnel detected a pre-shared key mismatch with cgw: 203.0.113.9", "dpd_enabled": true, "nat_t_detected": false, "ike_phase1_state": "down", "ike_phase2_state": "down"}
{"event_timestamp": 1710238868, "details": "AWS tunnel is sending AUTHENTICATION_FAILED as the response", "dpd_enabled": true, "nat_t_detected": false, "ike_phase1_state": "down", "ike_phase2_state": "down"}
""",
        "psk-mismatch",
        "auth",
    ),
    "azure cipher": (
        """\
SESSION_ID :{0A1B2C3D-0000-0000-0000-000000000000} Remote 203.0.113.9:500: Local 198.51.100.1:500: [RECEIVED][SA_AUTH] Received IKE AUTH message
SESSION_ID :{0A1B2C3D-0000-0000-0000-000000000000} Remote 203.0.113.9:500: Local 198.51.100.1:500: [RECEIVED]Received IPSec payload: Policy1:Cipher=AES-CBC-128Integrity=SHA1
SESSION_ID :{0A1B2C3D-0000-0000-0000-000000000000} Remote 203.0.113.9:500: Local 198.51.100.1:500: [SEND][NOTIFY] Sending Notify Message - Policy Mismatch
SESSION_ID :{0A1B2C3D-0000-0000-0000-000000000000} Remote 203.0.113.9:500: Local 198.51.100.1:500: [LOCAL] IkeCleanupQMNegotiation called with error 13868 and flags 0x0
""",
        "p2-transform-mismatch",
        "child",
    ),
    "azure silent": (
        """\
SESSION_ID :{0A1B2C3D-0000-0000-0000-000000000000} Remote 203.0.113.9:500: Local 198.51.100.1:500: [SEND][SA_INIT] Sending message
SESSION_ID :{0A1B2C3D-0000-0000-0000-000000000000} Remote 203.0.113.9:500: Local 198.51.100.1:500: [SEND][SA_INIT] Sending message
SESSION_ID :{0A1B2C3D-0000-0000-0000-000000000000} Remote 203.0.113.9:500: Local 198.51.100.1:500: [LOCAL] IkeCleanupMMNegotiation called with error 13805 and flags 0x0
""",
        "peer-unreachable",
        "init",
    ),
    "azure ikeerrors": (
        """\
Error: Authentication failed. Check shared key. Check crypto. Check lifetimes.
     based on log : Peer failed with Windows error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)
Error: On-prem device sent invalid payload.
     based on log : IkeFindPayloadInPacket failed with Windows error 13843(ERROR_IPSEC_IKE_INVALID_PAYLOAD)
""",
        "psk-mismatch",
        None,
    ),
    "windows 4653": (
        """\
An IPsec main mode negotiation failed.

Local Endpoint:
    Local Principal Name:    -
    Network Address:    198.51.100.1
    Keying Module Port:    500

Remote Endpoint:
    Principal Name:        -
    Network Address:    203.0.113.9
    Keying Module Port:    500

Additional Information:
    Keying Module Name:    IKEv1
    Authentication Method:    Unknown authentication
    Role:            Initiator
    Impersonation State:    Not enabled
    Main Mode Filter ID:    0

Failure Information:
    Failure Point:        Local computer
    Failure Reason:        Negotiation timed out
    State:            Sent first (SA) payload
    Initiator Cookie:        0a1b2c3d4e5f6071
    Responder Cookie:    0000000000000000
""",
        "peer-unreachable",
        "mm2",
    ),
}


@pytest.mark.parametrize(("platform", "line", "causes"), LINES)
def test_one_line_is_enough(session: Session, platform: str, line: str, causes: list[str]) -> None:
    """A decisive line by itself is read by its platform and leads to the right cause, or to one of those it leaves open."""
    session.paste(line + "\n")
    diagnosis = session.diagnosis

    assert diagnosis.inputs[0].platform == platform
    assert not diagnosis.inputs[0].unread
    assert diagnosis.suspects[0].id in causes


@pytest.mark.parametrize("name", LOGS)
def test_a_short_log_is_read_and_explained(session: Session, name: str) -> None:
    """Where it stands, what leads, and nearly nothing unread."""
    text, cause, stage = LOGS[name]
    session.paste(text)
    diagnosis = session.diagnosis
    assert diagnosis.tunnel is not None

    assert diagnosis.tunnel.standing.stage == stage
    assert diagnosis.suspects[0].id == cause
    assert len(diagnosis.inputs[0].unread) <= 1
