"""What is kept of each peer, and that it does not grow."""

from __future__ import annotations

from assistant.archive.ledger import KEPT, LEAST, MANY, Books
from assistant.archive.sieve import Hit


def filled(peers: int, each: int, favoured: str = "") -> Books:
    books = Books(favoured)
    for turn in range(each):
        for peer in range(peers):
            books.add(
                f"p{peer}",
                Hit(turn * peers + peer + 1, b"Nov 20 2026 10:00:00 x", "cisco-asa"),
                starts=peer % 2 == 1,
                completes=peer % 2 == 0,
            )
    return books


def test_the_last_lines_of_every_peer_are_kept_in_order() -> None:
    """Each has its share."""
    books = filled(50, 1_000)

    kept = list(books.lines())
    assert [hit.number for hit in kept] == sorted(hit.number for hit in kept)
    assert kept[-1].number == 50_000
    assert len(kept) <= KEPT * 1.2
    assert all(tally.lines == 1_000 for tally in books.tallies().values())


def test_more_peers_than_can_be_kept_lose_the_working_ones_first() -> None:
    """Those that fail are what was come for."""
    books = filled(MANY * 2, 2)

    kept = books.tallies()
    failing = sum(1 for name in kept if int(name[1:]) % 2 == 1)
    assert len(kept) <= MANY
    assert books.dropped
    assert failing > len(kept) * 0.9
    assert len(list(books.lines())) <= MANY * LEAST


def test_the_peer_that_was_asked_for_keeps_most() -> None:
    """It is never dropped, and its share does not shrink."""
    books = filled(MANY * 2, 100, favoured="p3")

    assert books.tallies()["p3"].lines == 100


def test_what_was_completed_ends_the_count_of_failures() -> None:
    """Starts are counted from the last completion on."""
    books = Books()
    for number, (starts, completes) in enumerate([(True, False), (False, True), (True, False), (True, False)], start=1):
        books.add("p", Hit(number, b"Nov 20 2026 10:00:0%d x" % number, "cisco-asa"), starts=starts, completes=completes)

    tally = books.tallies()["p"]
    assert (tally.starts, tally.completions, tally.starts_since) == (3, 1, 2)
    assert tally.first_start is not None
    assert tally.last_start is not None
    assert tally.last_start - tally.first_start == 1
