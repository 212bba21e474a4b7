"""No form in which IOS, FortiOS, pfSense or OPNsense writes a secret leaves one in what is read, compared or shown."""

from __future__ import annotations

import msgspec
import pytest

from assistant.reading.redact import Redactor
from assistant.reports.comparison import comparison_contract, comparison_text
from tests.configs.pairs import written
from tests.configs.reading_settings import compared, device

SECRET = "Tr0ub4dor-x"
KEYS = ("Correct-Horse", "Winter-Garden")


@pytest.mark.parametrize(
    "line",
    [
        f"crypto isakmp key {SECRET} address 198.51.100.1",
        f"crypto isakmp key 6 {SECRET} address 198.51.100.0 255.255.255.0 no-xauth",
        f"crypto isakmp key 0 {SECRET} hostname far.example.net",
        f"  pre-shared-key address 198.51.100.1 key {SECRET}",
        f"  pre-shared-key address 198.51.100.0 255.255.255.0 key 6 {SECRET}",
        f"  pre-shared-key hostname far.example.net key {SECRET}",
        f"  pre-shared-key local {SECRET}",
        f"  pre-shared-key remote 6 {SECRET}",
        f"  pre-shared-key hex {SECRET}",
        f" authentication remote pre-share key {SECRET}",
        f" authentication local pre-share key 6 {SECRET}",
        f" key {SECRET}",
        f"        set psksecret ENC {SECRET}",
        f"        set psksecret {SECRET}",
        f'        set psksecret "two words {SECRET}"',
        f"        set passwd ENC {SECRET}",
        f"        set password ENC {SECRET}",
        f"        set auth-pwd ENC {SECRET}",
        f"\t\t\t<pre-shared-key>{SECRET}</pre-shared-key>",
        f"<pre-shared-key>{SECRET} of two words</pre-shared-key>",
        f"<pre-shared-key><![CDATA[{SECRET}]]></pre-shared-key>",
        f"          <Key>{SECRET}</Key>",
        f"<bcrypt-hash>{SECRET}</bcrypt-hash>",
        f"<prv>{SECRET}</prv>",
        f"<radius_secret>{SECRET}</radius_secret>",
    ],
)
def test_a_line_with_a_secret_loses_it(line: str) -> None:
    out = Redactor()(line)
    assert SECRET not in out
    assert "<secret-" in out


@pytest.mark.parametrize("text", [written("ios", 1), written("ios", 2), written("fortigate", 1), written("paloalto", 1)])
def test_nothing_that_is_read_holds_the_key(text: str) -> None:
    assert not [key for key in KEYS if key in msgspec.json.encode(device(text)).decode()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (written(one, 1), written(other, 1, far=True))
        for one, other in (("asa", "ios"), ("asa", "fortigate"), ("fortigate", "paloalto"), ("paloalto", "swanctl"))
    ],
    ids=["ios", "fortigate", "firewalls", "paloalto"],
)
def test_no_output_holds_the_key_or_its_token(one: str, other: str) -> None:
    found = compared(one, other)
    out = comparison_text(found, ()) + msgspec.json.encode(comparison_contract(found, ())).decode()
    assert not [key for key in KEYS if key in out]
    assert "<secret-" not in out


@pytest.mark.parametrize(
    "line",
    [
        "Key length 256",
        "the key exchange",
        " key exchange",
        "set proposal aes256-sha1",
        "  pre-shared-key mismatch with the peer",
        '<preSharedKey uuid="p1">',
        "<keyType>PSK</keyType>",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert Redactor()(line) == line
