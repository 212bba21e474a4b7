"""The names of algorithms in every spelling that devices print, as one name each.

Numbers of groups: RFC 2409 section 6, RFC 3526, RFC 5114, RFC 5903, RFC 6954, RFC 8031 and IANA's registry
"IKEv2 Key Exchange Method Transform IDs". What is weak: RFC 8247 (IKE) and RFC 8221 (ESP and AH).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.model.observed import Transform, TransformKind

MODP = {"768": 1, "1024": 2, "1536": 5, "2048": 14, "3072": 15, "4096": 16, "6144": 17, "8192": 18}
_MODP_SUBGROUP = {("1024", "160"): 22, ("2048", "224"): 23, ("2048", "256"): 24}
_ECP = {"256": 19, "384": 20, "521": 21, "192": 25, "224": 26}
_BRAINPOOL = {"224": 27, "256": 28, "384": 29, "512": 30}
_CURVES = {"25519": 31, "448": 32}

_WEAK = {
    "DES": "DES is broken",
    "3DES": "3DES is deprecated",
    "NULL": "NULL does not encrypt",
    "MD5": "MD5 is deprecated",
    "group 1": "group 1 is broken",
    "group 2": "group 2 is deprecated",
    "group 5": "group 5 is deprecated",
    "group 22": "group 22 is broken",
    "group 23": "group 23 is deprecated",
    "group 24": "group 24 is deprecated",
}

_AES = r"(?:esp-)?(?:(?P<aes_before>128|192|256)-)?(?P<aes>aes)(?P<aes_tail>(?:[-_ ]?(?:cbc|gcm|ctr|ccm|xcbc|cmac|gmac)|[-_]?(?:c|128|192|256|16|12|8|96|64)(?![a-z0-9])|(?:128|192|256)){0,5})(?:,? ?\(?(?:key[-_ ]?len(?:gth)?(?: of)? ?=? ?)?(?P<aes_after>128|192|256)(?![0-9]))?"
_HASH = r"(?P<prf>prf[-_]?)?(?:auth[-_])?(?P<header>(?:esp|ah)-)?(?:hmac[-_])?(?P<hash>md5|sha(?:[-_]?2(?![0-9]))?(?:[-_]?(?:1|96|160|224|256|384|512)(?![0-9]))?)(?P<cut>[-_](?:96|128|160|192|256)(?![0-9]))?(?:-hmac)?(?![a-z])"
_GROUP = (
    r"dh[-_ ]?group[-_ ](?P<named_bits>[0-9]{3,4})[-_](?P<named_kind>modp|ecp)[a-z0-9_]{0,10}(?:/group (?P<named>[0-9]{1,2}))?"
    r"|(?:ke[0-9]_)?modp[-_]?(?P<modp>[0-9]{3,4})(?:[-_s](?P<sub>160|224|256)(?![0-9]))?"
    r"|(?P<modp_bits>[0-9]{3,4})[- ]bit modp(?: group)?"
    r"|(?:ke[0-9]_)?ecp[-_]?(?P<ecp>[0-9]{3})(?P<brainpool>[-_]?bp)?"
    r"|(?:ke[0-9]_)?(?:curve|x)[-_]?(?P<curve>25519|448)"
    r"|(?:(?:dh|d/h|diffie[- ]hellman)[-_ ]?)?group(?: desc[a-z]*)?[-_ #:=]{0,16}(?P<number>[0-9]{1,2})(?![0-9])"
    r"|(?:dh[-_]?|#)(?P<short>[0-9]{1,2})(?![0-9a-z])"
)
_OTHERS = (
    r"(?P<tdes>(?:esp-)?3[-_]?des(?:[-_](?:ede[-_]?)?cbc)?|three key triple des|triple[- ]des)"
    r"|(?P<des>(?:esp-)?des(?:[-_]cbc|[-_]iv[0-9]{2})?)(?![a-z0-9])"
    r"|(?P<null>(?:esp-|encr_)?null)(?![a-z0-9_])"
    r"|(?P<chacha>chacha20(?:[-_]?poly1305)?)"
    r"|(?P<blowfish>blowfish(?:[-_]cbc)?(?:[-_](?P<blowfish_key>[0-9]{2,3}))?)"
    r"|(?P<cast>cast(?:5|128)?(?:[-_]cbc)?)(?![a-z])"
    r"|(?P<camellia>camellia(?:[-_]cbc)?(?:[-_]?(?P<camellia_key>128|192|256))?)"
    r"|(?P<xauth>xauth with |hybrid )?(?P<auth>pre-?shared(?:[- _](?:key|secret))?|pre-share|psk|rsa[-_ ]?sig(?:nature)?s?|rsasig|rsa[-_ ]encr[a-z]*|ecdsa[-_ ]?sig(?:nature)?s?|ecdsa)(?![a-z])"
    r"|(?P<esn>(?:no_)?ext_seq|don't use esn|use esn|esn=[a-z]+)"
)
_ANY = re.compile(rf"(?<![a-z0-9])(?:(?:{_AES})|(?:{_HASH})|(?:{_GROUP})|(?:{_OTHERS}))", re.IGNORECASE)


def transforms_in(text: str) -> list[Transform]:
    """Every algorithm that the text names, in its order. What is no algorithm is passed over."""
    found = [_named(match) for match in _ANY.finditer(text)]
    return [item for item in found if item is not None]


def _named(match: re.Match[str]) -> Transform | None:
    if match["aes"]:
        return _aes(match)
    if match["hash"]:
        return _hash(match)
    group = _group(match)
    if group:
        return Transform("group", f"group {group}")
    return _other(match)


def _aes(match: re.Match[str]) -> Transform:
    tail = (match["aes_tail"] or "").lower()
    for mark in ("xcbc", "cmac", "gmac"):
        if mark in tail:
            return Transform("integrity", f"AES-{mark.upper()}")
    keys = re.findall(r"128|192|256", tail)
    key = match["aes_before"] or match["aes_after"] or (keys[0] if keys else "")
    mode = next((mode for mode in ("gcm", "ctr", "ccm") if mode in tail), "cbc").upper()
    if not key and match[0].lower() == "esp-aes":
        key = "128"  # Cisco's keyword without a length
    return Transform("encryption", f"AES-{mode}-{key}" if key else f"AES-{mode}")


def _hash(match: re.Match[str]) -> Transform:
    word = match["hash"].lower()
    bits = re.sub(r"^sha[-_]?(?:2(?![0-9]))?[-_]?", "", word)
    if word == "md5":
        name = "MD5"
    elif bits in {"224", "256", "384", "512"}:
        name = f"SHA2-{bits}" + ("-96" if bits == "256" and (match["cut"] or "")[1:] == "96" else "")
    else:
        name = "SHA2-256" if "2" in word else "SHA1"
    if match["prf"]:
        return Transform("prf", name)
    return Transform("ah" if (match["header"] or "").lower() == "ah-" else "integrity", name)


def _group(match: re.Match[str]) -> int | None:
    if match["modp"] and match["sub"]:
        return _MODP_SUBGROUP.get((match["modp"], match["sub"]))
    bits = match["modp"] or match["modp_bits"] or (match["named_bits"] if (match["named_kind"] or "").lower() == "modp" else "")
    number = match["named"] or match["number"] or match["short"]
    if number:
        return int(number) or None
    if bits:
        return MODP.get(bits)
    curve = match["ecp"] or match["named_bits"]
    if curve:
        return (_BRAINPOOL if match["brainpool"] else _ECP).get(curve)
    return _CURVES.get(match["curve"] or "")


def _other(match: re.Match[str]) -> Transform | None:
    simple = {"tdes": "3DES", "des": "DES", "null": "NULL", "chacha": "CHACHA20-POLY1305", "cast": "CAST"}
    for name, word in simple.items():
        if match[name]:
            return Transform("encryption", word)
    for name, word in (("blowfish", "BLOWFISH"), ("camellia", "CAMELLIA")):
        if match[name]:
            key = match[f"{name}_key"]
            return Transform("encryption", f"{word}-{key}" if key else word)
    if match["auth"]:
        word = match["auth"].lower()
        method = "pre-shared key" if "p" in word[:3] else "ECDSA signature" if "ecdsa" in word else "RSA"
        method = f"RSA {'encryption' if 'encr' in word else 'signature'}" if method == "RSA" else method
        return Transform("authentication", method + (" with XAUTH" if match["xauth"] else ""))
    if match["esn"]:
        word = match["esn"].lower()
        return Transform("esn", "no ESN" if word.startswith(("no_", "don")) or word.endswith(("disabled", "no")) else "ESN")
    return None


AEAD = ("AES-GCM", "AES-CCM", "CHACHA20")
"""Ciphers that bring their own integrity (RFC 5282, RFC 7634)."""


VARIABLE = frozenset({"AES-CBC", "AES-GCM", "AES-CTR", "AES-CCM", "CAMELLIA", "BLOWFISH"})
"""Ciphers with several key lengths; the bare name says none and fits every one."""


def meet(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two lists of alternatives have one in common; a cipher without a key length fits every length."""
    others = tuple(other)
    return any(
        a == b or (a in VARIABLE and b.startswith(f"{a}-")) or (b in VARIABLE and a.startswith(f"{b}-")) for a in one for b in others
    )


def sealed(ciphers: Sequence[str]) -> bool:
    """Whether there are ciphers and every one of them brings its own integrity."""
    return bool(ciphers) and all(name.startswith(AEAD) for name in ciphers)


def weakness(*names: str) -> str:
    """What of these is deprecated, in words; empty where nothing is."""
    return "; ".join(_WEAK[name] for name in dict.fromkeys(names) if name in _WEAK)


_ATTRIBUTES: tuple[tuple[TransformKind | None, re.Pattern[str]], ...] = (
    (None, re.compile(r"group type", re.IGNORECASE)),
    ("authentication", re.compile(r"auth[a-z]*[-_ ]?method|proposed authentication", re.IGNORECASE)),
    ("lifetime", re.compile(r"life", re.IGNORECASE)),
    ("group", re.compile(r"group|\bdh\b|dh_|diffie|key_exchange", re.IGNORECASE)),
    ("encryption", re.compile(r"encr|enctype|encklen|cipher|key[-_ ]?len|trns_id", re.IGNORECASE)),
    ("prf", re.compile(r"prf|pseudo", re.IGNORECASE)),
    ("mode", re.compile(r"encaps|mode", re.IGNORECASE)),
    ("integrity", re.compile(r"hash|integ|auth", re.IGNORECASE)),
)


def kind_of(attribute: str) -> TransformKind | None:
    """What an attribute's name (``Hash Alg``, ``enctype``, ``OAKLEY_GROUP``) is for; ``None`` where it is none of ours."""
    return next((kind for kind, pattern in _ATTRIBUTES if pattern.search(attribute)), None)


def value_of(kind: TransformKind, text: str) -> str:
    """The usual name of one attribute's value; the device's own word where it is none that is known."""
    text = text.strip().rstrip(".")
    if kind == "group" and text.isdigit():
        return f"group {int(text)}"
    for item in transforms_in(text):
        if item.kind == kind or (kind == "prf" and item.kind == "integrity"):
            return item.name
    return text[:60]
