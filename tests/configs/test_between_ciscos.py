"""Differences of two Cisco ends that one change alone does not make: who may start, certificates. All texts are written for the test."""

from __future__ import annotations

import pytest

from assistant.engine import knowledge
from assistant.model.settings import Comparison
from tests.configs.pairs import laid, written

ANSWER = "crypto map MAP 10 match", "crypto map MAP 10 set connection-type {way}\ncrypto map MAP 10 match"


def starting(ours: str, theirs: str) -> Comparison:
    """Two ASAs of which each has a connection type."""
    texts = [written("asa", 1, far=far).replace(ANSWER[0], ANSWER[1].format(way=way)) for far, way in ((False, ours), (True, theirs))]
    return laid(texts[0], texts[1], knowledge().parameters)


@pytest.mark.parametrize(
    ("ours", "theirs", "stops"),
    [
        ("answer-only", "answer-only", True),
        ("originate-only", "originate-only", True),
        ("answer-only", "originate-only", False),
        ("bidirectional", "answer-only", False),
    ],
)
def test_one_end_must_start_and_the_other_answer(ours: str, theirs: str, stops: bool) -> None:
    found = starting(ours, theirs)
    assert ("initiation" in [item.name for item in found.parameters if item.stops]) is stops
    named = next(item for item in found.parameters if item.name == "initiation")
    assert named.local.text.endswith(f"connection-type {ours}")


def test_two_devices_in_one_text_are_told_with_the_comparison() -> None:
    both = f"hostname one\n{written('asa', 1)}hostname two\n{written('asa', 1)}"
    found = laid(both, written("asa", 1, far=True), knowledge().parameters)
    assert [remark.text for remark in found.local_remarks] == [
        "The text holds the configurations of one and two: they are read as one. Give each in a text of its own."
    ]


CERTIFICATE = "crypto {word} trustpoint TP\n enrollment terminal\ncrypto {word} certificate chain TP\n certificate 0a\n certificate ca 01\n"


def signed(platform: str, *, far: bool) -> str:
    """The working end of IKEv2 with certificates in place of the key."""
    text = written(platform, 2, far=far)
    if platform == "asa":
        text = text.replace("crypto isakmp identity", CERTIFICATE.format(word="ca") + "crypto isakmp identity")
        text = text.replace("remote-authentication pre-shared-key Winter-Garden", "remote-authentication certificate")
        return text.replace("local-authentication pre-shared-key Winter-Garden", "local-authentication certificate TP")
    text = text.replace(
        "remote pre-share\n authentication local pre-share\n keyring local KR",
        "remote rsa-sig\n authentication local rsa-sig\n pki trustpoint TP",
    )
    return text.replace("crypto ikev2 fragmentation", CERTIFICATE.format(word="pki") + "crypto ikev2 fragmentation")


@pytest.mark.parametrize(("one", "other"), [("asa", "asa"), ("asa", "ios"), ("ios", "asa")])
def test_certificates_that_are_not_there(one: str, other: str) -> None:
    """With both in place nothing differs; the end's own or its authority's missing is named with its line."""
    here, there = signed(one, far=False), signed(other, far=True)
    whole = laid(here, there, knowledge().parameters)
    assert [item.name for item in whole.parameters if item.verdict == "differs"] == []
    assert {item.name for item in whole.parameters if item.verdict == "equal"} >= {"certificate", "trust", "phase1.authentication"}
    for line, name in ((" certificate 0a\n", "certificate"), (" certificate ca 01\n", "trust")):
        for found, far in (
            (laid(here.replace(line, ""), there, knowledge().parameters), False),
            (laid(here, there.replace(line, ""), knowledge().parameters), True),
        ):
            stopping = [item for item in found.parameters if item.stops]
            assert [item.name for item in stopping] == [name]
            assert (stopping[0].remote if far else stopping[0].local).line > 0
