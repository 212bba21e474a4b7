"""What Junos proposals, proposal sets and policies of IKE and IPsec say of a tunnel.

Proposal sets: Junos OS configuration statements "proposal-set (Security IKE)" and "proposal-set (Security IPsec)"; what is not
described there in full (the groups of PFS in some, the sets of later releases) is left open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from assistant.configs.flat import all_or_none, suite
from assistant.configs.juniper.statements import Item, Srx
from assistant.configs.suites import PRF_OF_INTEGRITY
from assistant.model.observed import TransformKind
from assistant.model.settings import NONE, Setting, Suite, TunnelSettings

DEFAULT = "Junos default"
_IKE: dict[str, TransformKind] = {"encryption-algorithm": "encryption", "authentication-algorithm": "integrity", "dh-group": "group"}
_ESP: dict[str, TransformKind] = {"encryption-algorithm": "encryption", "authentication-algorithm": "integrity"}
_METHODS = {
    "pre-shared-keys": "pre-shared key",
    "rsa-signatures": "RSA signature",
    "ecdsa-signatures-256": "ECDSA signature",
    "ecdsa-signatures-384": "ECDSA signature",
    "ecdsa-signatures-521": "ECDSA signature",
    "dsa-signatures": "DSA signature",
}
IKE_SETS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "basic": (("DES", "SHA1", "group 1"), ("DES", "MD5", "group 1")),
    "compatible": (("3DES", "SHA1", "group 2"), ("3DES", "MD5", "group 2"), ("DES", "SHA1", "group 2"), ("DES", "MD5", "group 2")),
    "standard": (("3DES", "SHA1", "group 2"), ("AES-CBC-128", "SHA1", "group 2")),
    "suiteb-gcm-128": (("AES-CBC-128", "SHA2-256", "group 19"),),
    "suiteb-gcm-256": (("AES-CBC-256", "SHA2-384", "group 20"),),
}
IPSEC_SETS: dict[str, tuple[tuple[str, str], ...]] = {
    "basic": (("DES", "SHA1"), ("DES", "MD5")),
    "compatible": (("3DES", "SHA1"), ("3DES", "MD5"), ("DES", "SHA1"), ("DES", "MD5")),
    "standard": (("3DES", "SHA1"), ("AES-CBC-128", "SHA1")),
    "suiteb-gcm-128": (("AES-GCM-128", ""),),
    "suiteb-gcm-256": (("AES-GCM-256", ""),),
}
_WITHOUT_PFS = frozenset({"basic", "compatible"})


def ike_policy(box: Srx, tunnel: TunnelSettings, policy: Item) -> None:
    """Mode, key and proposals of an IKE policy."""
    have = policy.have
    if tunnel.version is None or "ikev1" in tunnel.version.value:
        complete = not policy.cut and ({"proposals", "proposal-set"} & have.keys())
        tunnel.mode = have.get("mode") or (Setting("main", default=DEFAULT) if complete else None)
    if "key" in have:
        tunnel.key = have["key"]
        tunnel.authentication = Setting("pre-shared key", have["key"].where)
    elif "certificate" in have:
        tunnel.key = Setting(NONE, have["certificate"].where)
    _certificates(box, tunnel, have)
    if "proposal-set" in have:
        word = have["proposal-set"]
        if word.value in IKE_SETS:
            tunnel.phase1 = tuple(
                Suite({"encryption": (cipher,), "integrity": (hash_,), "group": (group,)}, word.where, word.value)
                for cipher, hash_, group in IKE_SETS[word.value]
            )
            method = "ECDSA signature" if word.value.startswith("suiteb") else "pre-shared key"
            tunnel.authentication = tunnel.authentication or Setting(method, word.where, f"by the proposal set {word.value}")
            tunnel.phase1_lifetime = Setting("28800", default=DEFAULT)
    elif "proposals" in have:
        names = have["proposals"].value.split()
        phase1(tunnel, [box.of("ike", "proposal").get(name) for name in names])
    if tunnel.certificate is None and "key" not in have and not policy.cut and box.whole:
        by = tunnel.authentication
        if by is not None and by.value.endswith("signature"):
            tunnel.certificate = Setting(NONE, by.where)


def _certificates(box: Srx, tunnel: TunnelSettings, have: Mapping[str, Setting]) -> None:
    """The own certificate, and the authority that the peer's is verified by: missing where others are defined and it is not."""
    tunnel.certificate = have.get("local-certificate")
    trust = have.get("trusted-ca")
    if trust is not None and trust.value not in {"use-all", "ca-profile"} and box.authorities and trust.value not in box.authorities:
        trust = Setting(NONE, trust.where)
    tunnel.trust = trust


def phase1(tunnel: TunnelSettings, proposals: Sequence[Item | None]) -> None:
    """IKE proposals in their order; one that is not shown (``None``) leaves all of them open."""
    tunnel.phase1 = all_or_none([_with_prf(tunnel, suite(item.name, item.have, _IKE, item.where)) if item else None for item in proposals])
    known = [item for item in proposals if item is not None]
    if not known:
        return
    lifetime = known[0].have.get("lifetime-seconds")
    tunnel.phase1_lifetime = lifetime or (None if known[0].cut else Setting("28800", default=DEFAULT))
    methods = {
        item.have["authentication-method"].value: item.have["authentication-method"]
        for item in known
        if "authentication-method" in item.have
    }
    if len(methods) == 1:
        word, setting = next(iter(methods.items()))
        tunnel.authentication = Setting(_METHODS.get(word, word), setting.where)


def _with_prf(tunnel: TunnelSettings, found: Suite | None) -> Suite | None:
    """IKEv2 has a PRF of its own, which Junos takes from the authentication algorithm."""
    if found is None or tunnel.version is None or tunnel.version.value != "ikev2" or "integrity" not in found.algorithms:
        return found
    lines = {**found.lines, **({"prf": found.lines["integrity"]} if "integrity" in found.lines else {})}
    algorithms = {**found.algorithms, "prf": found.algorithms["integrity"]}
    return structs.replace(found, algorithms=algorithms, lines=lines, default=f"{PRF_OF_INTEGRITY} for prf")


def ipsec_policy(box: Srx, tunnel: TunnelSettings, policy: Item) -> None:
    """PFS and proposals of an IPsec policy."""
    have = policy.have
    pfs = have.get("perfect-forward-secrecy")
    if "proposal-set" in have:
        word = have["proposal-set"]
        if word.value in IPSEC_SETS:
            tunnel.phase2 = tuple(
                Suite({"encryption": (cipher,), **({"integrity": (hash_,)} if hash_ else {})}, word.where, word.value)
                for cipher, hash_ in IPSEC_SETS[word.value]
            )
            tunnel.protocol = Setting("esp", word.where)
            tunnel.phase2_lifetime = Setting("3600", default=DEFAULT)
        if pfs is None and word.value in _WITHOUT_PFS:
            tunnel.pfs = Setting(NONE, word.where, f"by the proposal set {word.value}")
    elif "proposals" in have:
        names = have["proposals"].value.split()
        phase2(tunnel, [box.of("ipsec", "proposal").get(name) for name in names])
        if pfs is None and not policy.cut:
            tunnel.pfs = Setting(NONE, default=DEFAULT)
    if pfs is not None:
        tunnel.pfs = Setting(f"group {pfs.value.split()[-1].removeprefix('group')}", pfs.where) if pfs.value.startswith("keys ") else None


def phase2(tunnel: TunnelSettings, proposals: Sequence[Item | None]) -> None:
    """IPsec proposals in their order; one that is not shown (``None``) leaves all of them open."""
    tunnel.phase2 = all_or_none([_of_proposal(item) if item else None for item in proposals])
    known = [item for item in proposals if item is not None]
    protocols = {item.have["protocol"].value: item.have["protocol"] for item in known if "protocol" in item.have}
    if len(protocols) == 1:
        tunnel.protocol = next(iter(protocols.values()))
    if known:
        lifetime = known[0].have.get("lifetime-seconds")
        tunnel.phase2_lifetime = lifetime or (None if known[0].cut else Setting("3600", default=DEFAULT))
        tunnel.phase2_volume = known[0].have.get("lifetime-kilobytes")
        extended = next((item.have["extended-sequence-number"] for item in known if "extended-sequence-number" in item.have), None)
        if extended is not None or not any(item.cut for item in known):
            tunnel.esn = Setting("on", extended.where) if extended else Setting("off", default=DEFAULT)


def _of_proposal(item: Item) -> Suite | None:
    if "protocol" in item.have and item.have["protocol"].value == "ah" and "authentication-algorithm" in item.have:
        found = suite(item.name, {**item.have, "encryption-algorithm": Setting("null")}, _ESP, item.where)
        return Suite({"ah": found.algorithms["integrity"]}, item.where, item.name) if found and "integrity" in found.algorithms else None
    return suite(item.name, item.have, _ESP, item.where)
