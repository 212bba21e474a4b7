"""No form in which IOS or FortiOS writes a secret leaves one in what is read, compared or shown."""

from __future__ import annotations

import msgspec
import pytest

from assistant.reading.redact import Redactor
from assistant.reports.comparison import comparison_contract, comparison_text
from tests.configs.pairs import written
from tests.configs.texts import ASA, FORTIGATE, compared, device

SECRET = "Tr0ub4dor-x"


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
    ],
)
def test_a_line_with_a_secret_loses_it(line: str) -> None:
    out = Redactor()(line)
    assert SECRET not in out
    assert "<secret-" in out


@pytest.mark.parametrize("text", [written("ios", 1), written("ios", 2), FORTIGATE])
def test_nothing_that_is_read_holds_the_key(text: str) -> None:
    read = msgspec.json.encode(device(text)).decode()
    assert "Correct-Horse" not in read
    assert "Winter-Garden" not in read


@pytest.mark.parametrize(("local", "other"), [(written("asa", 1), written("ios", 1, far=True)), (ASA, FORTIGATE)])
def test_no_output_holds_the_key_or_its_token(local: str, other: str) -> None:
    found = compared(local, other)
    out = comparison_text(found, (), {}) + msgspec.json.encode(comparison_contract(found, ())).decode()
    assert "Correct-Horse" not in out
    assert "Winter-Garden" not in out
    assert "<secret-" not in out


@pytest.mark.parametrize(
    "line", ["Key length 256", "the key exchange", " key exchange", "set proposal aes256-sha1", "  pre-shared-key mismatch with the peer"]
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert Redactor()(line) == line
