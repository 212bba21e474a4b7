"""From the text of a proposal, in any platform's form, to typed transforms.

Forms: strongSwan's ``IKE:AES_CBC_256/HMAC_SHA1_96/MODP_2048`` and its keywords ``aes256-sha1-modp2048``; libreswan's
``1:IKE=AES_CBC_256-HMAC_SHA1-MODP2048``, ``ENCR=AES_CBC_256;PRF=...;INTEG=...;DH=...`` and ``AES_CBC (256), HMAC_SHA1, MODP2048``;
Cisco's ``AES-CBC-256 SHA256 SHA96 DH_GROUP_2048_MODP/Group 14``, ``ENCRYPTION: ... PRF: ...`` and ``esp-aes 256 esp-sha-hmac``.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import structs

from assistant.model.observed import Evidence, Proposal, Transform, TransformKind
from assistant.reading.algorithms import transforms_in

MAX_TEXT = 20_000
"""Characters of one line that are looked at; a device's own line is far shorter."""

_TELLING = frozenset({"encryption", "integrity", "ah", "group"})
_PARTS = re.compile(r"[,\s]\s*(?=(?:[0-9]{1,3}:)?(?:IKE|ESP|AH)[:=])")
_HEAD = re.compile(r"^(?:[0-9]{1,3}:)?(?P<protocol>IKE|ESP|AH)[:=]")
_LABELS = re.compile(r"\b(?P<label>ENCR(?:YPTION)?|PRF|INTEG(?:RITY)?|DH(?: GROUP)?|ESN)[:=] ?", re.IGNORECASE)
_LEFT_OVER: tuple[tuple[TransformKind, re.Pattern[str]], ...] = (
    ("group", re.compile(r"(?:KE[0-9]_|MODP|ECP|NTRU|NEWHOPE|ML_KEM)")),
    ("prf", re.compile(r"PRF_")),
    ("integrity", re.compile(r"HMAC_|AES_[0-9]+_GMAC")),
)


def proposals_in(
    text: str, whose: Literal["theirs", "ours", "chosen"], evidence: Evidence, *, phase: Literal[1, 2] = 1, number: str = ""
) -> list[Proposal]:
    """Every proposal that the text holds. A prefix (``IKE:``, ``ESP:``) tells the phase; without one it is ``phase``."""
    found: list[Proposal] = []
    for part in _PARTS.split(text[:MAX_TEXT].strip()):
        head = _HEAD.match(part)
        rest = part[head.end() :] if head else part
        of: Literal[1, 2] = phase if head is None else 1 if head["protocol"] == "IKE" else 2
        transforms = _transforms(rest, of, listed=head is not None)
        if any(item.kind in _TELLING for item in transforms):
            found.append(Proposal(of, whose, transforms, (evidence,), number, whole=_slashed(rest) or _cisco(rest)))
    return found


def _slashed(text: str) -> bool:
    """Whether the text is of strongSwan's form, which prints every kind."""
    return "/" in text and "Group" not in text


def _cisco(text: str) -> bool:
    """Whether the text is of the form in which an ASA lists an IKEv2 proposal, every kind one after another."""
    return "ESN" in text or "DH_GROUP" in text


def _transforms(text: str, phase: int, *, listed: bool = False) -> tuple[Transform, ...]:
    labels = list(_LABELS.finditer(text))
    if len(labels) > 1:
        found: list[Transform] = []
        for label, following in zip(labels, [*labels[1:], None], strict=True):
            segment = transforms_in(text[label.end() : following.start() if following else len(text)])
            found.extend(_as_prf(segment) if label["label"].upper() == "PRF" else segment)
    elif _slashed(text):
        found = [item for word in text.split("/") for item in _word(word.strip())]
    else:
        found = transforms_in(text)
        if phase == 1 and (listed or _cisco(text)):
            found = _in_order(found)
    return tuple(dict.fromkeys(found))


def _as_prf(found: list[Transform]) -> list[Transform]:
    return [structs.replace(item, kind="prf") if item.kind == "integrity" else item for item in found]


def _word(word: str) -> list[Transform]:
    """One word of strongSwan's form; an algorithm that is not known keeps the device's word."""
    if not word or word.endswith("NONE"):
        return []
    found = transforms_in(word)
    if found:
        return _as_prf(found) if word.startswith("PRF_") else found
    kind: TransformKind = next((kind for kind, pattern in _LEFT_OVER if pattern.match(word)), "encryption")
    return [Transform(kind, word[:60])]


def _in_order(found: list[Transform]) -> list[Transform]:
    """Cisco and libreswan list the PRF before the integrity algorithm, both by the name of the hash (RFC 7296 section 3.3.2: types 2 and 3).

    With more than one of each it cannot be told where the one list ends; then every hash may be either.
    """
    hashes = [item for item in found if item.kind == "integrity"]
    if len(hashes) == 2:  # noqa: PLR2004 - one PRF, one integrity algorithm
        return [*(item for item in found if item.kind != "integrity"), structs.replace(hashes[0], kind="prf"), hashes[1]]
    if len(hashes) > 2:  # noqa: PLR2004
        return [*found, *_as_prf(hashes)]
    return found
