"""A single decisive line, as people quote it in a post, leads to its cause."""

from __future__ import annotations

import pytest

from assistant.dialogue import Session

LINES = [
    (
        ["psk-mismatch"],
        "Mar 10 09:00:00.000: %CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 203.0.113.5     failed its sanity check or is malformed",
    ),
    (
        ["stale-sa"],
        "Mar 10 09:00:00.000: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0x1A2B3C4D(439041101), srcaddr=203.0.113.5",
    ),
    (["stale-sa"], "%CRYPTO-4-IKMP_NO_SA: IKE message from 203.0.113.5 has no SA and is not an initialization offer"),
    (
        ["p2-transform-mismatch", "p2-proxy-id-mismatch"],
        "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Quick mode failed with peer at 203.0.113.5",
    ),
    (["anti-replay"], "%CRYPTO-4-PKT_REPLAY_ERR: decrypt: replay check failed connection id=529, sequence number=1"),
    (
        ["anti-replay"],
        "%IPSEC-3-REPLAY_ERROR: IPSec SA receives anti-replay error, DP Handle 5, src_addr 203.0.113.5, dest_addr 198.51.100.1, SPI 0x1a2b3c4d",
    ),
    (["policy-mismatch"], "ISAKMP:(0):no offers accepted!"),
    (["p2-proxy-id-mismatch"], "IPSEC(ipsec_process_proposal): proxy identities not supported"),
    (["p2-proxy-id-mismatch"], "map_db_find_best did not find matching map"),
    (["p2-transform-mismatch"], "IPSEC(ipsec_process_proposal): transform proposal not supported for identity:"),
    (["p2-transform-mismatch"], 'ISAKMP:(1001):deleting node -1 error TRUE reason "QM rejected"'),
    (["missing-psk"], "ISAKMP:(0):No pre-shared key with 203.0.113.5!"),
    (
        ["crypto-map-not-applied"],
        "%CRYPTO-4-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /198.51.100.1, src_addr= 203.0.113.5, prot= 47",
    ),
    (["psk-mismatch"], "IKEv2-ERROR:(SESSION ID = 1,SA ID = 1):: Failed to authenticate the IKE SA"),
    (["psk-mismatch"], "IKEv2:(SESSION ID = 1,SA ID = 1):Verification of peer's authentication data FAILED"),
    (["policy-mismatch"], "IKEv2-ERROR:(SESSION ID = 1,SA ID = 1):: Received no proposal chosen notify"),
    (["p2-proxy-id-mismatch"], "IKEv2-ERROR:(SESSION ID = 1,SA ID = 1):: There was no IPSEC policy found for received TS"),
    (["missing-psk"], "%CRYPTO-6-IKMP_NO_PRESHARED_KEY: Pre-shared key for remote peer at 203.0.113.5 is missing"),
    (
        ["certificate-expired"],
        "%PKI-3-CERTIFICATE_INVALID_EXPIRED: Certificate chain validation has failed.  The certificate (SN: 0A) has expired.    Validity period ended on 10:00:00 UTC Mar 1 2024",
    ),
    (["certificate-crl"], "%PKI-3-CRL_FETCH_FAIL: CRL fetch for trustpoint TP1 failed"),
    (
        ["peer-unreachable"],
        'Jan 30 10:01:00.000: ISAKMP-ERROR: (0):deleting SA reason "Death by retransmission P1" state (I) MM_NO_STATE (peer 203.0.113.5)',
    ),
    (["dpd-timeout"], "ISAKMP:(1001):peer 203.0.113.5 not responding!"),
    (["psk-mismatch"], "05[IKE] <con1|3> received AUTHENTICATION_FAILED notify error"),
    (["psk-mismatch"], "05[IKE] calculated HASH does not match HASH payload"),
    (["psk-mismatch"], "05[IKE] tried 1 shared key for 'a.example' - 'b.example', but MAC mismatched"),
    (["psk-mismatch"], "05[ENC] invalid ID_V1 payload length, decryption failed?"),
    (["psk-mismatch"], "05[ENC] invalid HASH_V1 payload length, decryption failed?"),
    (["policy-mismatch"], "05[ENC] parsed INFORMATIONAL_V1 request 1 [ N(NO_PROP) ]"),
    (["policy-mismatch"], "05[IKE] no proposal found"),
    (["p2-transform-mismatch"], "05[IKE] no matching proposal found, sending NO_PROPOSAL_CHOSEN"),
    (["p2-transform-mismatch"], "05[IKE] received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built"),
    (["p2-proxy-id-mismatch"], "05[IKE] received TS_UNACCEPTABLE notify, no CHILD_SA built"),
    (["p2-proxy-id-mismatch"], "05[IKE] no matching CHILD_SA config found for 10.1.0.0/24 === 10.2.0.0/24"),
    (["p2-proxy-id-mismatch"], "05[IKE] received INVALID_ID_INFORMATION error notify"),
    (["wrong-peer-ip"], "05[IKE] no IKE config found for 198.51.100.1...203.0.113.5, sending NO_PROPOSAL_CHOSEN"),
    (["identity-mismatch"], "05[CFG] no matching peer config found"),
    (["identity-mismatch"], "05[IKE] IDir '10.0.0.5' does not match to '203.0.113.5'"),
    (["mode-mismatch"], "05[IKE] Aggressive Mode PSK disabled for security reasons"),
    (["missing-psk"], "05[IKE] no shared key found for '198.51.100.1'[198.51.100.1] - '203.0.113.5'[203.0.113.5]"),
    (["certificate-untrusted"], '05[CFG] no issuer certificate found for "CN=gw"'),
    (["certificate-expired"], "05[CFG] subject certificate invalid (valid from Mar 01 10:00:00 2020 to Mar 01 10:00:00 2021)"),
    (["certificate-crl"], "05[CFG] certificate was revoked on Mar 01 10:00:00 UTC 2020, reason: unspecified"),
    (["certificate-missing"], "05[IKE] no private key found for 'CN=moon'"),
    (["dpd-timeout"], "05[JOB] DPD check timed out, enforcing DPD action"),
    (["peer-unreachable"], "05[IKE] establishing IKE_SA failed, peer not responding"),
    (["kernel-crypto-missing"], "05[KNL] unable to add SAD entry with SPI cafe1234 (FAILED)"),
    (["rate-limit-or-dos"], "05[NET] ignoring IKE_SA setup from 203.0.113.5, per-IP half-open IKE_SA limit of 5 reached"),
    (["ike-version-mismatch"], "05[NET] received unsupported IKE version 2.0 from 203.0.113.5, sending INVALID_MAJOR_VERSION"),
    (["xauth-or-mode-config"], "05[IKE] XAuth authentication of 'joe' failed"),
    (["xauth-or-mode-config"], "05[IKE] EAP method EAP_MSCHAPV2 failed for peer joe"),
    (["psk-mismatch"], '"siteA" #3: probable authentication failure (mismatch of preshared secrets?): malformed payload in packet'),
    (
        ["p2-proxy-id-mismatch"],
        '"siteA" #3: cannot respond to IPsec SA request because no connection is known for 10.1.0.0/16===198.51.100.1...203.0.113.5===10.2.0.0/24',
    ),
    (["p2-pfs-mismatch"], '"siteA" #3: we require PFS but Quick I1 SA specifies no GROUP_DESCRIPTION'),
    (["policy-mismatch"], '"siteA" #3: no acceptable Oakley Transform'),
    (
        ["missing-psk"],
        "\"siteA\" #3: Can't authenticate: no preshared key found for `198.51.100.1' and `203.0.113.5'.  Attribute OAKLEY_AUTHENTICATION_METHOD",
    ),
    (
        ["peer-unreachable"],
        '031 "siteA" #1: max number of retransmissions (2) reached STATE_MAIN_I1.  No response (or no acceptable response) to our first IKE message',
    ),
    (
        ["psk-mismatch"],
        '031 "siteA" #1: max number of retransmissions (2) reached STATE_MAIN_I3.  Possible authentication failure: no acceptable response to our first encrypted message',
    ),
    (
        ["p2-transform-mismatch", "p2-proxy-id-mismatch"],
        '031 "siteA" #2: max number of retransmissions (2) reached STATE_QUICK_I1.  No acceptable response to our first Quick Mode message: perhaps peer likes no proposal',
    ),
    (["identity-mismatch"], "\"siteA\" #1: we require peer to have ID '203.0.113.5', but peer declares '10.0.0.5'"),
    (
        ["wrong-peer-ip"],
        "packet from 203.0.113.9:500: initial Main Mode message received on 198.51.100.1:500 but no connection has been authorized with policy=PSK",
    ),
    (["local-address-wrong"], '022 "siteA": We cannot identify ourselves with either end of this connection.'),
    (["dpd-timeout"], '"siteA" #3: DPD: No response from peer - declaring peer dead'),
    (
        ["certificate-expired"],
        '"siteA" #1: NSS: ERROR: IPsec certificate CN=x invalid: SEC_ERROR_EXPIRED_CERTIFICATE: Peer\'s Certificate has expired.',
    ),
    (
        ["kernel-crypto-missing"],
        '"siteA" #2: ERROR: netlink response for Add SA esp.1a2b3c4d@203.0.113.5 included errno 93: Protocol not supported',
    ),
    (["ike-version-mismatch"], '"siteA" #1: ignoring IKE_SA_INIT response containing INVALID_MAJOR_VERSION notification (Message ID 0)'),
    (["psk-mismatch"], '"siteA" #1: IKE SA authentication request rejected by peer: AUTHENTICATION_FAILED'),
    (["p2-proxy-id-mismatch"], '"siteA" #1: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE'),
    (["p2-proxy-id-mismatch"], '"siteA" #1: ignoring informational payload, type INVALID_ID_INFORMATION msgid=1a2b3c4d'),
    (["peer-unreachable"], "racoon: ERROR: phase1 negotiation failed due to time up. 1a2b3c4d5e6f7081:0000000000000000"),
    (["policy-mismatch"], "racoon: ERROR: no suitable proposal found."),
    (["p2-proxy-id-mismatch"], "racoon: ERROR: failed to get sainfo."),
    (["missing-psk"], "racoon: ERROR: couldn't find the pskey for 203.0.113.5."),
    (["psk-mismatch"], "racoon: ERROR: HASH mismatched"),
    (["missing-tunnel-group"], "racoon: ERROR: couldn't find configuration."),
    (["p2-pfs-mismatch"], "racoon: ERROR: pfs group mismatched: my:2 peer:0"),
    (["dpd-timeout"], "racoon: [203.0.113.5] INFO: DPD: remote (ISAKMP-SA spi=1a2b3c4d5e6f7081:8899aabbccddeeff) seems to be dead."),
    (["policy-mismatch"], "racoon: ERROR: fatal NO-PROPOSAL-CHOSEN notify messsage, phase1 should be deleted."),
    (["mode-mismatch"], "racoon: ERROR: not acceptable Aggressive mode"),
    (["p2-encapsulation-mode-mismatch"], "racoon: ERROR: encmode mismatched: my:Tunnel peer:Transport"),
    (["p2-proxy-id-mismatch"], "racoon: ERROR: no policy found: 10.2.0.0/24[0] 10.1.0.0/24[0] proto=any dir=in"),
    (["certificate-expired"], "racoon: ERROR: certificate has expired(10) at depth:0 SubjectName:/CN=x"),
]
"""The causes of which one must lead, and the line (forms of the facts and of the daemons' sources)."""

OPEN = [
    "05[IKE] received NO_PROPOSAL_CHOSEN notify error",
    '"siteA" #1: ignoring informational payload, type NO_PROPOSAL_CHOSEN msgid=1a2b3c4d',
]
"""A refusal without its context: a proposal of phase 1 or of phase 2."""


@pytest.mark.parametrize(("wanted", "line"), LINES, ids=[line[:60] for _, line in LINES])
def test_a_line_leads_to_its_cause(session: Session, wanted: list[str], line: str) -> None:
    """What remains unexplained may stand before it, no other cause may."""
    session.paste(line)
    causes = [item.id for item in session.diagnosis.suspects if item.id != "unknown"]

    assert causes[0] in wanted
    assert not session.diagnosis.inputs[0].unread


@pytest.mark.parametrize("line", OPEN)
def test_a_refusal_without_context_stays_open(session: Session, line: str) -> None:
    """Both phases keep their place and nothing is called found."""
    session.paste(line)

    assert {item.id for item in session.diagnosis.suspects[:2]} == {"policy-mismatch", "p2-transform-mismatch"}
    assert session.diagnosis.verdict == "open"
