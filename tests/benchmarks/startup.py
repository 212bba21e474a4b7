"""Start-up as ratios in one run: ``python tests/benchmarks/startup.py [ROUNDS]``.

The commands are interleaved and their order is turned round every other round, because machines are
noisy; the table gives medians and the ratios that matter. It asserts nothing about time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

SEED = Path(__file__).resolve().parent.parent / "data" / "mm_wait_msg4-asa.log"
PYTHON = sys.executable
SCRIPT = Path(PYTHON).parent / ("mmwait.exe" if sys.platform == "win32" else "mmwait")
MMWAIT = [str(SCRIPT)] if SCRIPT.is_file() else [PYTHON, "-m", "assistant"]
COMMANDS = {
    "python -c pass": [PYTHON, "-c", "pass"],
    'python -c "import networkx"': [PYTHON, "-c", "import networkx"],
    "mmwait --version": [*MMWAIT, "--version"],
    "mmwait explain SEED": [*MMWAIT, "explain", str(SEED)],
    "mmwait explain --json SEED": [*MMWAIT, "explain", "--json", str(SEED)],
}
RATIOS = [
    ("mmwait --version", "python -c pass", "<= 2"),
    ("mmwait explain SEED", 'python -c "import networkx"', "<= 2"),
]


def main() -> None:
    """Run the rounds and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for args in COMMANDS.values():  # once for the page cache and the compiled knowledge
        subprocess.run(args, capture_output=True, check=True)
    for number in range(rounds):
        order = list(COMMANDS.items())
        for name, args in order if number % 2 == 0 else reversed(order):
            start = time.perf_counter()
            subprocess.run(args, capture_output=True, check=True)
            times[name].append(time.perf_counter() - start)
    print(f"{'command':32}{'median ms':>10}{'min':>8}{'max':>8}   n={rounds}")
    for name, values in times.items():
        print(f"{name:32}{statistics.median(values) * 1000:>10.1f}{min(values) * 1000:>8.1f}{max(values) * 1000:>8.1f}")
    for first, second, aim in RATIOS:
        print(f"{first} / {second}: {statistics.median(times[first]) / statistics.median(times[second]):.2f}   (aim {aim})")
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "assistant", "explain", str(SEED)], capture_output=True, check=True, text=True
    ).stderr
    for module in ("textual", "networkx", "yaml", "rich"):
        print(f"explain imports {module}: {'yes' if f' {module}' in loaded else 'no'}")


if __name__ == "__main__":
    main()
