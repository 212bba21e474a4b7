"""Takes keys, passwords and community strings out of a text before anything is stored or exported.

Equal secrets get equal tokens within one call chain, so that "the same key on both ends" survives
redaction; the token says nothing about the secret, because it is a running number.
"""

from __future__ import annotations

import re

_MASKED = re.compile(r"^[*<]")
_ENCRYPTED = re.compile(r"^(?:\$9\$|-AQ==)")
"""Keys as Junos and PAN-OS print them. The same key looks otherwise each time: it is hidden, but not compared."""
_RULES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<head>(?<!<)\b(?:ikev1\s+|ikev2\s+|remote-authentication\s+|local-authentication\s+|local\s+|remote\s+)*pre-?shared-?key(?:\s+(?:ascii-text|hexadecimal|key|hex|local|remote|simple|cipher|plain|0|6|7))*\s*[:=]?\s+\"?)(?P<secret>(?<=\")(?:[^\"\\]|\\.)+|[^\s\"]+)",
        r"(?P<head>\bpre-shared-key\s+(?:address|hostname)\s+(?:ipv6\s+)?\S+(?:\s+[0-9]\S*)?\s+key\s+(?:[067]\s+)?)(?P<secret>\S+)",
        r"(?P<head>(?:^|\s)-\s+pre-shared key\s+:\s+)(?P<secret>\S+)",
        r"(?P<head>\"(?:PreSharedKey|sharedKey)\"\s*:\s*\")(?P<secret>(?:[^\"\\]|\\.)+)",
        r"(?P<head><pre_shared_key>)(?P<secret>[^<]+)",
        r"(?P<head>\bpre-share\s+key\s+(?:[067]\s+)?)(?P<secret>\S+)",
        r"(?P<head>^ key\s+(?:[067]\s+)?)(?P<secret>\S+)(?=\s*$)",
        r"(?P<head>^\s*set\s+[a-z0-9-]+\s+ENC\s+\"?)(?P<secret>[^\s\"]+)",
        r"(?P<head>^\s*set\s+(?:psksecret|psksecret-remote|passwd|password|ppk-secret|authpasswd)\s+\")(?P<secret>[^\"]*[^\"\s][^\"]*)",
        r"(?P<head>\bcrypto\s+isakmp\s+key\s+(?:(?:0|6|7)\s+)?)(?P<secret>\S+)(?=\s+(?:address|hostname))",
        r"(?P<head>\bisakmp\s+key\s+)(?P<secret>\S+)(?=\s+address)",
        r"(?P<head>\b(?:psk|psksecret|secret|shared-secret|presharedkey|pre-shared-secret)\s*[:=]\s*(?:ENC\s+)?\"?)(?P<secret>(?<=\")(?:[^\"\\]|\\.)+|[^\s\";]+)",
        r"(?P<head>^\s*(?:set\s+)?(?:psksecret|shared-secret|presharedkey|pre-shared-secret)\s+(?:ENC\s+)?\"?)(?P<secret>[^\s\";]+)",
        r"(?P<head>:\s*(?:PSK|XAUTH|EAP)\s+\"?)(?P<secret>(?!(?:client|responder) - )[^\s\"]+)",
        r"(?P<head>\b(?:enable\s+)?(?:password|passwd)\s+(?:(?:0|5|6|7|8|9)\s+)?)(?P<secret>\S+)",
        r"(?P<head>\busername\s+\S+\s+(?:privilege\s+\d+\s+)?(?:password|secret)\s+(?:\d\s+)?)(?P<secret>\S+)",
        r"(?P<head>\bsnmp-server\s+community\s+(?:\d\s+)?)(?P<secret>\S+)",
        r"(?P<head>\bsnmp-server\s+host\s+\S+\s+\S+\s+community\s+)(?P<secret>\S+)",
        r"(?P<head>\b(?:key|authentication-key|server-key)\s+(?:7|0|8)\s+)(?P<secret>\S+)",
        r"(?P<head>\bkey-string\s+(?:7\s+)?)(?P<secret>\S+)",
        r"(?P<head>\bset\s+psksecret\s+(?:ENC\s+)?)(?P<secret>\S+)",
        r"(?P<head><(?:pre-?shared-?key|key|psk|[a-z0-9_-]{0,30}secret|[a-z0-9_-]{0,30}password|[a-z0-9]{1,12}-hash|ldap_bindpw|rocommunity|rwcommunity|prv|private-key|shared_key|tls|crypto_password2?)>(?:<!\[CDATA\[)?)(?P<secret>[^<\]]+)",
        r"(?P<head>\b(?:ldap-login-password|aaa-server\s+\S+\s+.*\bkey)\s+)(?P<secret>\S+)",
    )
)
_HINT = re.compile(r"(?i)key|secret|psk|passw|communit|xauth|pwd|bindpw|\benc\b|-hash>|<prv>|<tls>")
_NOT_SECRET = frozenset(
    {
        "address",
        "hostname",
        "is",
        "not",
        "for",
        "configured",
        "missing",
        "mismatch",
        "differs",
        "auth",
        "authentication",
        "exchange",
        "and",
        "or",
        "the",
        "in",
        "on",
        "was",
        "at",
        "found",
        "set",
        "identity",
        "mode",
        "=",
        "type",
        "policy",
        "from",
        "to",
        "with",
        "under",
        "of",
        "has",
        "are",
        "match",
        "lookup",
        "key",
        "keys",
    }
)
_PRIVATE = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)


class Redactor:
    """Redacts several texts with one set of tokens."""

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The text with every secret replaced by ``<secret-N>``; masks and plain words stay."""
        text = _PRIVATE.sub("<private key removed>", text)
        if not _HINT.search(text):
            return text
        return "\n".join(self._line(line) if _HINT.search(line) else line for line in text.split("\n"))

    def _line(self, line: str) -> str:
        for rule in _RULES:
            line = rule.sub(self._swap, line)
        return line

    def _swap(self, found: re.Match[str]) -> str:
        secret = found["secret"]
        if _MASKED.match(secret) or secret.lower().strip(".,;:!?)") in _NOT_SECRET:
            return found[0]
        if _ENCRYPTED.match(secret):
            return f"{found['head']}<encrypted>"
        token = self._tokens.setdefault(secret, f"<secret-{len(self._tokens) + 1}>")
        return f"{found['head']}{token}"


def redact(text: str) -> str:
    """One text redacted with tokens of its own."""
    return Redactor()(text)
