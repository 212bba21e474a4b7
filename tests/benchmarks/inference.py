"""Posterior and next question by size of the knowledge: ``python tests/benchmarks/inference.py [ROUNDS]``.

The shipped knowledge, and made-up networks up to 1,000 causes and 5,000 findings in which a cause speaks of ten findings
and a question settles two. A step is one more observation: the posterior over all single causes and pairs, and the best of
the open questions. It asserts nothing about time.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant.engine import mind
from assistant.model.entries import Answer, Cause, Citation, Finding, Frequency, Looks, Question, Shows, Stalls
from assistant.model.observed import Observation
from assistant.reasoning import Network, best_questions, infer
from assistant.reasoning.belief import case_of

SIZES = ((125, 625), (250, 1250), (500, 2500), (1000, 5000))
SPOKEN = 10
SETTLED = 2
STEPS = 12


def made_up(causes: int, findings: int) -> tuple[Network, list[Question]]:
    """A network and questions of this size, the same at every call."""
    draw = random.Random(7)  # noqa: S311 - a benchmark that can be repeated
    names = [f"f{number}" for number in range(findings)]
    entries = {name: Finding(name, name, name, draw.choice(["never", "rarely", "sometimes"])) for name in names}
    faults = []
    for number in range(causes):
        shows = tuple(Shows(name, draw.choice(["always", "usually", "often", "rarely"]), "judged") for name in draw.sample(names, SPOKEN))
        stalls = Stalls({"mm4": "always"}, {"mm3": "always"})
        prior: Frequency = draw.choice(get_args(Frequency))
        cited = (Citation("x", "y"),)
        faults.append(Cause(f"c{number}", "stable", "key", "either", "1", "c", "c", prior, Looks("", ""), stalls, shows, cited))
    questions = [
        Question(f"q{number}", "q", "q", "local", "show", tuple(Answer(f"v{at}", "v", {name: True}) for at, name in enumerate(settled)))
        for number in range(findings // 4)
        if (settled := draw.sample(names, SETTLED))
    ]
    return Network(faults, entries), questions


def steps(network: Network, questions: list[Question], rounds: int) -> tuple[float, float]:
    """Median seconds of a posterior, and of the best of all questions."""
    draw = random.Random(11)  # noqa: S311
    posterior, asking = [], []
    names = sorted(network.findings)
    for _ in range(rounds):
        seen = [Observation(name, draw.random() < 0.5, "device") for name in draw.sample(names, STEPS)]
        case = case_of(network, seen, "mm4", "initiator")
        start = time.perf_counter()
        belief = infer(network, case)
        posterior.append(time.perf_counter() - start)
        start = time.perf_counter()
        best_questions(network, belief, case, questions, {item.finding: item.value for item in seen})
        asking.append(time.perf_counter() - start)
    return statistics.median(posterior), statistics.median(asking)


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"{'':12}{'causes':>8}{'findings':>10}{'hypotheses':>12}{'questions':>11}{'posterior ms':>14}{'question ms':>13}{'peak MiB':>10}")
    shipped = mind()
    _row("shipped", shipped.network, list(shipped.questions.values()), rounds)
    for causes, findings in SIZES:
        _row("made up", *made_up(causes, findings), rounds)


def _row(name: str, network: Network, questions: list[Question], rounds: int) -> None:
    one, two = steps(network, questions, rounds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = len(network.log_prior)
    print(
        f"{name:12}{network.count:>8}{len(network.findings):>10}{size:>12}{len(questions):>11}{one * 1000:>14.2f}{two * 1000:>13.1f}{peak:>10.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
