"""Names an IKEv1 message by its payloads, as RFC 2409 section 5 lays the exchanges out.

Main mode: 1-2 carry SA, 3-4 KE and nonce, 5-6 identity and hash or signature (encrypted).
Aggressive mode puts SA, KE, nonce and identity into its first two messages.
"""

from __future__ import annotations

import re

from msgspec import Struct

from assistant.model.entries import Role

_WORD = re.compile(r"[A-Z][A-Z0-9_-]*")
_FILLER = frozenset({"HDR", "NONE", "VENDOR", "VID", "V"})
_ALIASES = {
    "NO": "NONCE",
    "IDI": "ID",
    "IDR": "ID",
    "CERTREQ": "CR",
    "NONCE": "NONCE",
    "NONC": "NONCE",
    "CERT_REQ": "CR",
    "SIG": "SIG",
    "NAT-D": "NATD",
    "NAT_D": "NATD",
    "N": "NOTIFY",
    "D": "DELETE",
}


class Named(Struct, frozen=True):
    """What a message is. ``number`` is 0 where the side that sent it decides and is not known."""

    exchange: str
    pair: tuple[int, int] = (0, 0)
    encrypted: bool | None = None

    def number(self, *, by_initiator: bool | None) -> int:
        """Which of the two it is, when the sender's role is known; 0 otherwise."""
        if self.pair[0] == self.pair[1]:
            return self.pair[0]
        if by_initiator is None:
            return 0
        return self.pair[0] if by_initiator else self.pair[1]


def payloads_of(text: str) -> frozenset[str]:
    """The payload names of a decoded message, without header, vendor ids and padding words."""
    text = re.sub(r"\([^)]*\)", " ", text).upper()
    return frozenset(_ALIASES.get(word, word) for word in _WORD.findall(text) if word not in _FILLER)


_BY_WORD = {"init": "INIT", "auth": "AUTH", "child": "CHILD", "transaction": "transaction", "informational": "informational"}
_FIXED = re.compile(r"(MM|AM|QM|INIT|AUTH|CHILD)([1-6])\Z")


def name_printed(message: str) -> Named | None:
    """A message that the log itself names, as ``MM3``."""
    found = _FIXED.match(message)
    return Named(found[1], (int(found[2]), int(found[2]))) if found else None


def name_by_word(word: str, payloads: str) -> Named | None:
    """A message whose exchange the log names in a word (main, aggressive, quick, init, auth, child ...)."""
    have = payloads_of(payloads)
    if word == "main":
        return name_message(payloads, "0")
    if word == "aggressive":
        return (
            Named("AM", (1, 2), encrypted=False)
            if "SA" in have
            else Named("AM", (3, 3), encrypted=True)
            if have - {"NOTIFY"}
            else Named("informational")
        )
    if word == "quick":
        return Named("QM", (1, 2), encrypted=True) if "SA" in have else Named("QM", (3, 3), encrypted=True)
    name = _BY_WORD.get(word)
    if name in {"INIT", "AUTH", "CHILD"}:
        return Named(name, (1, 2), encrypted=name != "INIT")
    return Named(name, encrypted="HASH" in have or None) if name else None


def name_message(payloads: str, msgid: str) -> Named:  # noqa: PLR0911 - one return an exchange reads best
    """The exchange a message belongs to and its two possible numbers (the initiator's, the responder's)."""
    have = payloads_of(payloads)
    phase1 = set(msgid.strip().lower().removeprefix("0x")) <= {"0"}
    if "FRAG" in have:
        return Named("fragment")
    if not phase1:
        if "SA" in have:
            return Named("QM", (1, 2), encrypted=True)
        if have & {"NOTIFY", "DELETE"}:
            return Named("informational", encrypted="HASH" in have)
        if have & {"ATTR", "ATTRIBUTE"}:
            return Named("transaction", encrypted=True)
        return Named("QM", (3, 3), encrypted=True) if have == {"HASH"} else Named("other")
    if "SA" in have:
        if "KE" in have:
            return Named("AM", (1, 2), encrypted=False)
        return Named("MM", (1, 2), encrypted=False)
    if "KE" in have:
        return Named("MM", (3, 4), encrypted=False)
    if have & {"NOTIFY", "DELETE"} and "ID" not in have:
        return Named("informational", encrypted="HASH" in have)
    if "ID" in have and have & {"HASH", "SIG"}:
        return Named("MM", (5, 6), encrypted=True)
    if have & {"HASH", "SIG"}:
        return Named("AM", (3, 3), encrypted=True)
    return Named("other")


def sender_is_initiator(direction: str, role: Role | None) -> bool | None:
    """Whether the message was sent by the initiator, given this end's role."""
    if role is None:
        return None
    ours = direction in {"sent", "resent"}
    return ours == (role == "initiator")
