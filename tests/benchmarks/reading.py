"""How fast texts are read and thought about: ``python tests/benchmarks/reading.py``. A table, no assertion."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from assistant.dialogue import Session
from assistant.engine import mind

SEED = (Path(__file__).resolve().parent.parent / "data" / "mm_wait_msg4-asa.log").read_text(encoding="utf-8")


def median(work: Callable[[], object], rounds: int) -> float:
    """Median seconds of a call."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    own = mind()
    debug = SEED * 300
    other = (
        "Jun 10 2010 17:36:05: %ASA-6-302013: Built outbound TCP connection 1 for outside:198.51.100.7/443 to inside:10.0.0.1/50000\n"
        * 8000
    )
    rows = [
        ("IKE debug, every line understood", debug, 3),
        ("syslog about something else", other, 3),
        ("one line of 5 MB", "x" * 5_000_000, 3),
    ]
    print(f"{'text':36}{'MB':>7}{'s':>8}{'MB/s':>8}")
    for name, text, rounds in rows:
        seconds = median(partial(own.reader.read, text, name="x", side="local", index=0), rounds)
        print(f"{name:36}{len(text) / 1e6:>7.2f}{seconds:>8.3f}{len(text) / 1e6 / seconds:>8.1f}")
    session = Session(own)
    print(f"{'seed log, paste to diagnosis':36}{len(SEED) / 1e6:>7.3f}{median(lambda: session.paste(SEED), 9):>8.3f}")
    print(f"{'one answer, posterior and question':36}{'':>7}{median(lambda: session.answer('far-tunnel-group', 'unknown'), 9):>8.3f}")


if __name__ == "__main__":
    main()
