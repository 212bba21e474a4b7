"""Finding the lines that speak of IKE, whatever way the blocks fall."""

from __future__ import annotations

import io
import re

import pytest

from assistant.archive import sieve as module
from assistant.archive.sieve import Hit, Sieve
from assistant.model.entries import ArchiveForm

ASA = ArchiveForm(("%ASA-",), "[0-7]-713[0-9]{3}")
CHARON = ArchiveForm(("charon",))
LOG = b"".join(
    b"Nov 20 10:00:%02d fw1 %%ASA-5-%s: IP = 192.0.2.%d, text\n" % (number % 60, b"713041" if number % 7 == 3 else b"302013", number % 200)
    for number in range(500)
)


def hits_of(data: bytes, forms: dict[str, ArchiveForm]) -> list[Hit]:
    return list(Sieve(forms).hits(io.BytesIO(data)))


def test_every_line_is_found_with_its_number() -> None:
    """The same lines and numbers as reading line by line finds."""
    wanted = [(number, line) for number, line in enumerate(LOG.splitlines(), start=1) if re.search(rb"%ASA-[0-7]-713", line)]

    assert [(hit.number, hit.line) for hit in hits_of(LOG, {"cisco-asa": ASA})] == wanted


@pytest.mark.parametrize("block", [128, 333, 1_000, 4_096])
def test_a_line_that_two_blocks_share_is_whole(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Whatever the size of a block, what is found is the same."""
    whole = hits_of(LOG, {"cisco-asa": ASA})
    monkeypatch.setattr(module, "BLOCK", block)

    assert hits_of(LOG, {"cisco-asa": ASA}) == whole


def test_several_platforms_in_one_archive() -> None:
    """A server that collects from both yields both, each line under its platform, once though it has two marks."""
    data = LOG + b"Nov 20 10:09:00 gw charon: 05[IKE] charon says charon\n" * 3

    found = hits_of(data, {"cisco-asa": ASA, "strongswan": CHARON})

    assert sum(1 for hit in found if hit.platform == "strongswan") == 3
    assert sum(1 for hit in found if hit.platform == "cisco-asa") == 71
    assert found[-1].number == 503


def test_counts_and_a_last_line_without_end() -> None:
    """All lines are counted; the last one is read though no line end follows."""
    sieve = Sieve({"cisco-asa": ASA})

    found = list(sieve.hits(io.BytesIO(LOG + b"Nov 20 11:00:00 fw1 %ASA-5-713119: last")))

    assert sieve.counts.lines == 501
    assert sieve.counts.found == len(found) == 72
    assert found[-1].line.endswith(b"last")


def test_a_line_longer_than_a_block_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is passed in pieces; what follows is found."""
    monkeypatch.setattr(module, "BLOCK", 1_000)

    found = hits_of(b"x" * 50_000 + b"\nNov 20 11:00:00 fw1 %ASA-5-713119: IP = 192.0.2.1, done\n", {"cisco-asa": ASA})

    assert len(found) == 1


def test_an_unknown_form_keeps_its_last_lines() -> None:
    """Nothing is found, and the end of the text is kept for reading."""
    sieve = Sieve({"cisco-asa": ASA})

    assert list(sieve.hits(io.BytesIO(b"one\ntwo\nthree\n"))) == []
    assert sieve.unmarked == [(1, b"one"), (2, b"two"), (3, b"three")]
