"""Secrets go, everything else stays as it was."""

from __future__ import annotations

import pytest

from assistant.reading.redact import Redactor, redact

SECRET = "Tr0ub4dor&3"
LINES = [
    " pre-shared-key {}",
    " ikev1 pre-shared-key {}",
    " ikev2 remote-authentication pre-shared-key {}",
    " ikev2 local-authentication pre-shared-key {}",
    "crypto isakmp key {} address 192.0.2.1 255.255.255.0",
    "crypto isakmp key 6 {} address 192.0.2.1",
    "isakmp key {} address 192.0.2.1 netmask 255.255.255.255",
    '    pre-shared-key ascii-text "{}";',
    ' 192.0.2.1 203.0.113.5 : PSK "{}"',
    "set psksecret {}",
    "set psksecret ENC {}",
    "enable password {} encrypted",
    "username admin password {} encrypted privilege 15",
    "snmp-server community {}",
    "secret = {}",
    "presharedkey: {}",
    "set network ike gateway GW authentication pre-shared-key key {}",
    'add peer=linux secret="{}"',
    "  - Pre-Shared Key           : {}",
    '"PreSharedKey": "{}",',
    '"sharedKey": "{}",',
    "<pre_shared_key>{}</pre_shared_key>",
]
PLAIN = [
    "Jun 10 2010 17:36:05: %ASA-7-715077: Pitcher: received a key acquire message, spi 0x0",
    "[IKEv1]: IP = 192.0.2.1, ERROR, had problems decrypting packet, probably due to mismatched pre-shared key.  Aborting",
    "%ASA-3-713138: IP = 192.0.2.1, Group 192.0.2.1 not found and BASE GROUP default preshared key not configured",
    " pre-shared-key *****",
    " ikev1 pre-shared-key *",
    " ikev1 pre-shared-key <the agreed key>",
    "no pre-shared-key configured for this peer",
    "constructing ke payload",
    '"road" #1: XAUTH client - possibly awaiting CFG_set {auth=PRESHARED_KEY cipher=AES_CBC_256 integ=HMAC_SHA1 group=MODP2048}',
    "ike 0:branch:12: PSK auth failed: probable pre-shared key mismatch",
]


@pytest.mark.parametrize("template", LINES)
@pytest.mark.parametrize("wrap", ["{}", "> {}", "   {}", "{}   ", "hostname(config)# {}"])
def test_the_secret_is_gone_and_the_rest_is_not(template: str, wrap: str) -> None:
    """The secret is gone; what stands before and after it is intact."""
    line = wrap.format(template.format(SECRET))
    done = redact(line)

    assert SECRET not in done
    assert done == line.replace(SECRET, "<secret-1>")


@pytest.mark.parametrize("line", PLAIN)
def test_lines_that_only_look_alike_stay(line: str) -> None:
    """Masks and log sentences about keys hold no secret."""
    assert redact(line) == line


def test_equal_secrets_keep_being_equal() -> None:
    """Whether both ends have the same key must survive redaction; what it is must not."""
    hide = Redactor()

    assert hide(f" pre-shared-key {SECRET}") == hide(f" pre-shared-key {SECRET}")
    assert hide(" pre-shared-key other") != hide(f" pre-shared-key {SECRET}")


def test_a_private_key_is_removed_even_when_cut() -> None:
    """A key block without its end is a key block."""
    assert "MIIE" not in redact("x\n-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nMIIE2\n")


def test_a_quoted_key_of_several_words_goes_whole() -> None:
    for line in ('add peer=linux secret="one quartz \\"velvet"', 'pre-shared-key ascii-text "one quartz velvet"; ## SECRET-DATA'):
        done = redact(line)
        assert "<secret-1>" in done
        assert not [word for word in ("one", "quartz", "velvet") if word in done]


def test_a_key_printed_encrypted_goes_without_a_token_that_could_be_compared() -> None:
    assert (
        redact('pre-shared-key ascii-text "$9$Abc12defGHI.x"; ## SECRET-DATA') == 'pre-shared-key ascii-text "<encrypted>"; ## SECRET-DATA'
    )
    assert redact("authentication pre-shared-key key -AQ==Q2lwaGVyL+x/=") == "authentication pre-shared-key key <encrypted>"
