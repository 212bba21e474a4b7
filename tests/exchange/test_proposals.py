"""Proposals in every platform's spelling, and the transform that keeps two of them apart."""

from __future__ import annotations

import time

import pytest

from assistant.dialogue import Session
from assistant.exchange.proposals import apart, differences_of, observed, proposals_in, said_in
from assistant.model.observed import Event, Evidence, Proposal
from assistant.reading.algorithms import transforms_in
from assistant.reports import contract, markdown, text

_LINE = Evidence(0, 1, "")


def _read(words: str, whose: str, phase: int = 1) -> list[Proposal]:
    return proposals_in(words, whose, _LINE, phase=phase)  # type: ignore[arg-type]


def _told(session: Session) -> list[tuple[int, str, str, str]]:
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None
    return [(item.phase, item.kind, item.theirs, item.ours) for item in tunnel.differences]


@pytest.mark.parametrize(
    ("spelling", "names"),
    [
        ("AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048", ["AES-CBC-256", "SHA2-256", "SHA2-256", "group 14"]),
        ("aes256-sha256-modp2048", ["AES-CBC-256", "SHA2-256", "group 14"]),
        ("AES_CBC (256), HMAC_SHA1, MODP2048", ["AES-CBC-256", "SHA1", "group 14"]),
        ("esp-aes 256 esp-sha-hmac", ["AES-CBC-256", "SHA1"]),
        ("esp-aes esp-md5-hmac", ["AES-CBC-128", "MD5"]),
        ("esp-aes-256 esp-sha256-hmac", ["AES-CBC-256", "SHA2-256"]),
        ("AES-CBC-256 SHA256 SHA96 DH_GROUP_2048_MODP/Group 14", ["AES-CBC-256", "SHA2-256", "SHA1", "group 14"]),
        ("type=ENCR, val=AES_CBC (key_len = 256)", ["AES-CBC-256"]),
        ("type=OAKLEY_ENCRYPT_ALG, val=AES_CBC, key-len=256", ["AES-CBC-256"]),
        ("1024-bit MODP group", ["group 2"]),
        ("AES-256, SHA256, Pre-shared secret, Group 2 (1024 bit)", ["AES-CBC-256", "SHA2-256", "pre-shared key", "group 2"]),
        ("aes256gcm16-prfsha384-ecp384", ["AES-GCM-256", "SHA2-384", "group 20"]),
        ("AES_GCM_16_128", ["AES-GCM-128"]),
        ("3DES-CBC", ["3DES"]),
        ("DES-CBC", ["DES"]),
        ("CURVE_25519", ["group 31"]),
        ("XAUTH with Preshared Key (Initiator authenticated)", ["pre-shared key with XAUTH"]),
        ("nothing that anybody negotiates, describes or shares", []),
    ],
)
def test_one_algorithm_has_one_name(spelling: str, names: list[str]) -> None:
    """Whatever the device calls it."""
    assert [item.name for item in transforms_in(spelling)] == names


@pytest.mark.parametrize(
    ("offered", "configured", "kinds"),
    [
        ("IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048", "IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024", {"group"}),
        ("IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048", "IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048", {"encryption"}),
        ("ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ", "ESP:AES_CBC_256/HMAC_SHA1_96/MODP_2048/NO_EXT_SEQ", {"group"}),
        (
            "ESP:AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ, ESP:AES_GCM_16_128/NO_EXT_SEQ",
            "ESP:AES_GCM_16_128/MODP_2048/NO_EXT_SEQ",
            {"group"},
        ),
        ("ESP:AES_CBC_256/AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ", "ESP:AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ", set()),
        ("ESP:3DES_CBC/HMAC_MD5_96/NO_EXT_SEQ", "ESP:AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ", {"encryption", "integrity"}),
        ("ESP:AES_CBC_256/HMAC_SHA2_256_96", "ESP:AES_CBC_256/HMAC_SHA2_256_128", {"integrity"}),
        ("IKE:AES_CBC_256/KE1_ML_KEM_768", "IKE:AES_CBC_256/KE1_ML_KEM_512", {"group"}),
        ("AES_CBC (256), HMAC_SHA1, MODP2048", "1:IKE=3DES_CBC-HMAC_SHA1-HMAC_SHA1_96-MODP2048", {"encryption"}),
        ("AES-CBC, SHA1", "AES-CBC-256, SHA1", set()),
        ("IKE:AES_CBC_256/HMAC_SHA1_96", "ESP:AES_CBC_256/HMAC_SHA1_96", set()),
        ("", "", set()),
    ],
)
def test_the_nearest_pair_counts(offered: str, configured: str, kinds: set[str]) -> None:
    """What keeps the nearest two proposals of one phase apart."""
    assert {item.kind for item in differences_of(_read(offered, "theirs"), _read(configured, "ours"))} == kinds


def test_a_cipher_with_its_own_integrity_lacks_none() -> None:
    """AES-GCM against AES-CBC with SHA1 differs in the cipher alone (RFC 5282)."""
    (theirs,), (ours,) = _read("ESP:AES_GCM_16_256", "theirs"), _read("ESP:AES_CBC_256/HMAC_SHA1_96", "ours")
    assert apart(theirs, ours) == ("encryption",)


def _line(number: int, **fields: str) -> Event:
    return Event("policy", 0, number, "", "x", fields=fields)


def test_the_lines_may_come_in_either_order_and_a_selection_settles_them() -> None:
    """A pasted log may stand newest first; a pair that was followed by a choice was no fault."""
    offer, own = _line(1, offered="ESP:AES_CBC_256/NO_EXT_SEQ"), _line(2, configured="ESP:AES_CBC_256/MODP_2048/NO_EXT_SEQ")
    for events in ([offer, own], [own, offer]):
        found = observed(said_in(events).differences)
        assert [(item.finding, item.value) for item in found] == [("pfs-group-differs", True)]
    assert said_in([offer, own, _line(3, selected="ESP:AES_CBC_256/NO_EXT_SEQ")]).differences == ()


ASA_2 = """IKEv2-PROTO-1: (14): Received Policies:
Proposal 1:  AES-CBC-128 SHA1 SHA256 DH_GROUP_2048_MODP/Group 14
IKEv2-PROTO-1: (14): Failed to find a matching policy
IKEv2-PROTO-1: (14): Expected Policies:
Proposal 1:  AES-CBC-256 SHA256 SHA256 DH_GROUP_2048_MODP/Group 14
Proposal 2:  3DES SHA1 SHA256 DH_GROUP_1024_MODP/Group 2
"""
ASA_2_ESP = """IKEv2-PROTO-1: (20): Received Policies:
ESP: Proposal 1:  AES-CBC-256 SHA256 Don't use ESN
IKEv2-PROTO-1: (20): Expected Policies:
ESP: Proposal 0:  AES-CBC-128 SHA256 Don't use ESN
"""
ASA_1 = "".join(
    f"%ASA-5-713257: IP = 198.51.100.2, Phase 1 failure:  Mismatched attribute types for class {line}\n"
    for line in ("Hash Alg:  Rcv'd: SHA  Cfg'd: MD5",)
)
ASA_1_MANY = "".join(
    f"%ASA-5-713257: IP = 198.51.100.2, Phase 1 failure:  Mismatched attribute types for class {line}\n"
    for line in (
        "Group Description:  Rcv'd: Group 2  Cfg'd: Group 14",
        "Encryption Alg:  Rcv'd: AES-CBC-256  Cfg'd: 3DES-CBC",
        "Encryption Alg:  Rcv'd: 3DES-CBC  Cfg'd: AES-CBC-256",
    )
)
FORTIGATE_2 = """ike 0:branch:12:45: my proposal:
ike 0:branch:12:45: proposal id = 1:
ike 0:branch:12:45:   protocol id = IPSEC_ESP:
ike 0:branch:12:45:   PFS DH group = 14
ike 0:branch:12:45:      trans_id = ESP_AES_CBC (key_len = 256)
ike 0:branch:12:45:      encapsulation = ENCAPSULATION_MODE_TUNNEL
ike 0:branch:12:45:         type = AUTH_ALG, val=SHA2_256
ike 0:branch:12:45:      trans_id = ESP_AES_CBC (key_len = 128)
ike 0:branch:12:45:         type = AUTH_ALG, val=SHA1
ike 0:branch:12:45: incoming proposal:
ike 0:branch:12:45: proposal id = 1:
ike 0:branch:12:45:   protocol id = IPSEC_ESP:
ike 0:branch:12:45:   PFS DH group = 14
ike 0:branch:12:45:      trans_id = ESP_AES_CBC (key_len = 256)
ike 0:branch:12:45:         type = AUTH_ALG, val=SHA1
"""
IOS = """ISAKMP:(0):Checking ISAKMP transform 1 against priority 10 policy
ISAKMP:      encryption AES-CBC
ISAKMP:      keylength of 256
ISAKMP:      hash SHA
ISAKMP:      default group 2
ISAKMP:      auth pre-share
ISAKMP:(0):Encryption algorithm offered does not match policy!
ISAKMP:(0):atts are not acceptable. Next payload is 0
ISAKMP:(0):Checking ISAKMP transform 1 against priority 20 policy
ISAKMP:      encryption AES-CBC
ISAKMP:      keylength of 256
ISAKMP:      hash SHA
ISAKMP:      default group 2
ISAKMP:      auth pre-share
ISAKMP:(0):Diffie-Hellman group offered does not match policy!
ISAKMP:(0):atts are not acceptable. Next payload is 0
"""
IOS_POLICY = "crypto isakmp policy 20\n encr aes 256\n authentication pre-share\n group 14\n"
IOS_2 = """IPSEC(ipsec_process_proposal): transform proposal not supported for identity:
    {esp-3des esp-sha-hmac }
"""
FORTIGATE = """ike V=root:0:0a1b2c3d4e5f6071/0000000000000000:94: incoming proposal:
ike V=root:0:0a1b2c3d4e5f6071/0000000000000000:94: proposal id = 1:
ike V=root:0:0a1b2c3d4e5f6071/0000000000000000:94:   protocol = IKEv2:
ike V=root:0:0a1b2c3d4e5f6071/0000000000000000:94:      encapsulation = IKEv2/none
ike V=root:0:0a1b2c3d4e5f6071/0000000000000000:94:         type=ENCR, val=AES_CBC (key_len = 256)
ike V=root:0:0a1b2c3d4e5f6071/0000000000000000:94:         type=INTEGR, val=AUTH_HMAC_SHA2_256_128
ike V=root:0:0a1b2c3d4e5f6071/0000000000000000:94:         type=PRF, val=PRF_HMAC_SHA2_256
ike V=root:0:0a1b2c3d4e5f6071/0000000000000000:94:         type=DH_GROUP, val=MODP1024.
ike V=root:0: my proposal, gw branch:
ike V=root:0: proposal id = 1:
ike V=root:0:   protocol = IKEv2:
ike V=root:0:         type=ENCR, val=AES_CBC (key_len = 256)
ike V=root:0:         type=INTEGR, val=AUTH_HMAC_SHA2_256_128
ike V=root:0:         type=PRF, val=PRF_HMAC_SHA2_256
ike V=root:0:         type=DH_GROUP, val=MODP2048.
ike V=root:0:0a1b2c3d4e5f6071/0000000000000000:94: no proposal chosen
"""
RACOON = """racoon: ERROR: rejected enctype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = 3DES-CBC:AES-CBC
racoon: ERROR: rejected hashtype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = MD5:SHA
racoon: ERROR: rejected dh_group: DB(prop#1:trns#1):Peer(prop#1:trns#2) = 1024-bit MODP group:2048-bit MODP group
racoon: ERROR: no suitable proposal found.
"""
CHECKPOINT = "IKE: Quick Mode Failed to match proposal: Transform: AES-128, SHA1, Tunnel, Group 2; Reason: Wrong value for: Authentication Algorithm\n"


@pytest.mark.parametrize(
    ("log", "differences"),
    [
        (ASA_2, [(1, "encryption", "AES-CBC-128", "AES-CBC-256"), (1, "prf", "SHA1", "SHA2-256")]),
        (ASA_2_ESP, [(2, "encryption", "AES-CBC-256", "AES-CBC-128")]),
        (ASA_1, [(1, "integrity", "SHA1", "MD5")]),
        (ASA_1_MANY, [(1, "group", "group 2", "group 14")]),
        (FORTIGATE_2, [(2, "integrity", "SHA1", "SHA2-256")]),
        (IOS, [(1, "group", "group 2", "")]),
        (IOS + IOS_POLICY, [(1, "group", "group 2", "group 14")]),
        (IOS_2 + "crypto ipsec transform-set TS esp-aes 256 esp-sha-hmac\n", [(2, "encryption", "3DES", "AES-CBC-256")]),
        (FORTIGATE, [(1, "group", "group 2", "group 14")]),
        (RACOON, [(1, "group", "group 14", "group 2")]),
        (
            "racoon: DEBUG: (lifetime = 86400:28800)\n" + RACOON,
            [(1, "group", "group 14", "group 2"), (1, "lifetime", "28800 s", "86400 s")],
        ),
        ("racoon: DEBUG: (lifetime = 28800:28800)\n" + RACOON, [(1, "group", "group 14", "group 2")]),
        (CHECKPOINT, [(2, "integrity", "SHA1", "")]),
    ],
    ids=[
        "asa-v2",
        "asa-v2-esp",
        "asa-v1",
        "asa-v1-many",
        "fortigate-phase2",
        "ios",
        "ios-with-policy",
        "ios-phase2",
        "fortigate",
        "racoon",
        "racoon-lifetime",
        "racoon-same-lifetime",
        "checkpoint",
    ],
)
def test_each_platform_names_what_differs(session: Session, log: str, differences: list[tuple[int, str, str, str]]) -> None:
    """Both values, of the pair that is nearest to a match. Written for the test in the documented formats."""
    session.paste(log)
    assert _told(session) == differences
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None
    assert all(item.evidence and all(where.text.strip() for where in item.evidence) for item in tunnel.differences)


def test_what_was_accepted_in_the_end_does_not_differ(session: Session) -> None:
    """A device tries its policies one after another; the last of them fits."""
    session.paste(IOS.replace("Diffie-Hellman group offered does not match policy!\nISAKMP:(0):atts are not", "atts are"))
    assert _told(session) == []


def test_both_ends_configurations_are_compared(session: Session) -> None:
    """Two transform sets that share no integrity: named from this end, and from the other end the other way round."""
    session.paste("crypto ipsec transform-set OURS esp-aes esp-sha-hmac\n")
    session.paste("crypto ipsec transform-set THEIRS ah-md5-hmac esp-aes\n", side="remote")
    assert _told(session) == [(2, "integrity", "none", "SHA1"), (2, "ah", "MD5", "none")]
    assert any(item.finding == "phase2-transforms-differ" and item.value for item in session.diagnosis.observations)


def test_policies_at_their_defaults_prove_nothing(session: Session) -> None:
    """A statement that is not there is a default, which depends on the software: not a difference."""
    session.paste("crypto isakmp policy 10\n encr aes 256\n authentication pre-share\n group 14\n")
    session.paste("crypto isakmp policy 1\n encr aes 256\n hash sha\n authentication pre-share\n group 14\n lifetime 3600\n", side="remote")
    assert _told(session) == []


def test_versions_of_ike_and_other_peers_sets_are_not_compared(session: Session) -> None:
    """An IKEv2 policy stands for no IKEv1 one; a transform set that the peer's map entry does not name is not of the tunnel."""
    session.paste(
        "crypto ikev1 policy 10\n authentication pre-share\n encryption aes-256\n hash sha\n group 14\n"
        "crypto ipsec ikev1 transform-set USED esp-aes-256 esp-sha-hmac\ncrypto ipsec ikev1 transform-set OTHER esp-3des esp-md5-hmac\n"
        "crypto map M 10 set peer 203.0.113.5\ncrypto map M 10 set ikev1 transform-set USED\n"
    )
    session.paste(
        "crypto ikev2 policy 1\n encryption 3des\n integrity sha\n group 2\ncrypto ipsec ikev1 transform-set T esp-3des esp-md5-hmac\n",
        side="remote",
    )
    assert _told(session) == [(2, "encryption", "3DES", "AES-CBC-256"), (2, "integrity", "MD5", "SHA1")]


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [("group14", "group5", [(2, "group", "group 5", "group 14")]), ("group14", "group14", []), ("", "group5", []), ("group14", None, [])],
    ids=["differ", "equal", "default", "not-pasted"],
)
def test_the_pfs_groups_of_two_map_entries(session: Session, ours: str, theirs: str | None, told: list[tuple[int, str, str, str]]) -> None:
    """Only where both ends name a group; a default or a part that was not pasted tells nothing."""
    config = "crypto ipsec ikev1 transform-set T esp-aes-256 esp-sha-hmac\ncrypto map M 10 set peer {peer}\ncrypto map M 10 set ikev1 transform-set T\n"
    pfs = "crypto map M 10 set pfs {group}\n"
    session.paste(config.format(peer="203.0.113.5") + pfs.format(group=ours))
    session.paste(config.format(peer="198.51.100.1") + (pfs.format(group=theirs) if theirs is not None else ""), side="remote")
    assert _told(session) == told


def test_the_reports_show_both_values_and_lines(session: Session) -> None:
    """In the text, in Markdown, in the contract; the deprecated algorithm is called so."""
    session.paste(FORTIGATE)
    shown = text(session.diagnosis)
    assert "DIFFERS" in shown
    assert "they offer group 2, here is group 14 (group 2 is deprecated" in " ".join(shown.split())
    assert "## Differs" in markdown(session.diagnosis)
    (item,) = contract(session.diagnosis)["differences"]
    assert (item["phase"], item["kind"], item["theirs"], item["ours"]) == (1, "group", "group 2", "group 14")
    assert [where["line"] for where in item["evidence"]] == [5, 12]


def test_the_far_ends_admin_is_told_what_differs(session: Session) -> None:
    """From the far end's point of view, both values."""
    session.paste(ASA_2 + "IKEv2-PROTO-2: (14): Sending no proposal chosen notify\n")
    fix = session.diagnosis.fix
    assert fix is not None
    assert "Phase 1 encryption: you offer AES-CBC-128, we have AES-CBC-256." in fix.message


def test_a_show_of_policies_gives_the_value_here(session: Session) -> None:
    """The long names of ``show crypto isakmp policy`` are the same algorithms."""
    session.paste(IOS)
    session.paste(
        "Router# show crypto isakmp policy\nProtection suite of priority 20\n"
        "        encryption algorithm:   AES - Advanced Encryption Standard (256 bit keys).\n"
        "        hash algorithm:         Secure Hash Standard\n"
        "        authentication method:  Pre-Shared Key\n"
        "        Diffie-Hellman group:   #14 (2048 bit)\n"
        "        lifetime:               86400 seconds, no volume limit\n"
    )
    assert _told(session) == [(1, "group", "group 2", "group 14")]


def test_hostile_proposals_are_read_in_linear_time(session: Session) -> None:
    """Long runs of what nearly is an algorithm cost no more than their length."""
    begun = time.monotonic()
    for piece in ("AES_", "AES-CBC-", "sha2-", "MODP", "DH_GROUP_", "1:IKE=", "aes256", "ENCR=AES;", "group ", "("):
        transforms_in(piece * 20_000)
        _read("IKE:" + piece * 20_000, "theirs")
        session.paste("14[CFG] received proposals: IKE:" + piece * 2_000 + "\n14[CFG] configured proposals: IKE:" + piece * 2_000 + "\n")
    assert time.monotonic() - begun < 20
