"""How fast an archive is searched and judged, beside rg, grep and lnav: ``python tests/benchmarks/archive.py [MB] [ROUNDS]``.

A table with ratios, no assertion: the machine decides the seconds. All programs look for the same lines of the
same generated ASA syslog (2 % IKE lines, 200 peers) with the file in the page cache; each is a process of its own,
rounds are interleaved. What is not installed is left out.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks import archive_log

PATTERN = "%ASA-([0-7]|[a-zA-Z_]+-[0-7])-((7(1[3458]|5[0-3]|02)|[46]02)[0-9]{3}|113019|31600[12]|305013)"
"""The archive form of knowledge/platforms/cisco-asa/platform.yaml in the words of POSIX."""
FIND = """
import sys
from assistant import engine
from assistant.archive.opening import opened
from assistant.archive.sieve import Sieve
source = opened(sys.argv[1])
print(sum(1 for _ in Sieve(engine._forms()).hits(source.stream)))
"""
FIND_BARE = """
import sys
from assistant.archive.opening import opened
from assistant.archive.sieve import Sieve
from assistant.model.entries import ArchiveForm
form = ArchiveForm(("%ASA-",), "(?:[0-7]|[a-zA-Z_]+-[0-7])-(?:(?:7(?:1[3458]|5[0-3]|02)|[46]02)[0-9]{3}|113019|31600[12]|305013)")
print(sum(1 for _ in Sieve({"cisco-asa": form}).hits(opened(sys.argv[1]).stream)))
"""


LAUNCH = """
import resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
seconds = time.perf_counter() - start
words = done.stdout.split()
print(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, words[-1].decode() if words else "-")
"""
"""A small process between: a child's peak is never below that of the process that starts it."""


def measured(command: list[str], quiet: dict[str, str]) -> tuple[float, int, str]:
    """Wall seconds, peak memory in KiB and the last word of the output of one run."""
    said = subprocess.run([sys.executable, "-c", LAUNCH, *command], capture_output=True, text=True, check=True, env={**os.environ, **quiet})
    seconds, peak, word = said.stdout.split(maxsplit=2)
    return float(seconds), int(peak), word.strip()


def main() -> None:
    """Write the archive, run every program, print the table."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "fw.log"
        found = archive_log.write(log, size * 1_000_000)
        megabytes = log.stat().st_size / 1e6
        print(f"{megabytes:.0f} MB, {found} IKE lines, {archive_log.PEERS} peers; median of {rounds} rounds")
        python = [sys.executable]
        rows = {
            "rg -c": ["rg", "-c", PATTERN, str(log)],
            "grep -cE": ["grep", "-cE", PATTERN, str(log)],
            "lnav -n": ["lnav", "-n", "-c", f":filter-in {PATTERN}", str(log)],
            "mmwait: lines found and attributable": [*python, "-c", FIND_BARE, str(log)],
            "mmwait: the same, knowledge opened": [*python, "-c", FIND, str(log)],
            "mmwait explain: to all verdicts": [*python, "-m", "assistant", "explain", "--tunnels", str(log)],
        }
        for form, packer in (("gz", ["gzip", "-1k"]), ("zst", ["zstd", "-qk"]), ("xz", ["xz", "-0k"])):
            if shutil.which(packer[0]) and len(sys.argv) > 3:
                subprocess.run([*packer, str(log)], check=True)
                rows[f"mmwait explain, .{form}"] = [*python, "-m", "assistant", "explain", "--tunnels", f"{log}.{form}"]
        rows = {name: command for name, command in rows.items() if shutil.which(command[0])}
        quiet = {"MMWAIT_DATA": folder, "LC_ALL": "C"}
        taken: dict[str, list[tuple[float, int, str]]] = {name: [] for name in rows}
        for turn in range(rounds):
            names = list(rows) if turn % 2 == 0 else list(reversed(rows))
            for name in names:
                taken[name].append(measured(rows[name], quiet))
        base = statistics.median(item[0] for item in taken["rg -c"]) if "rg -c" in taken else None
        print(f"{'':40}{'s':>8}{'MB/s':>8}{'speed of rg':>13}{'peak MiB':>10}  result")
        for name, runs in taken.items():
            seconds = statistics.median(item[0] for item in runs)
            ratio = f"{base / seconds:.2f} x" if base else "-"
            print(
                f"{name:40}{seconds:>8.2f}{megabytes / seconds:>8.0f}{ratio:>13}{max(item[1] for item in runs) / 1024:>10.0f}  {runs[-1][2]}"
            )


if __name__ == "__main__":
    main()
