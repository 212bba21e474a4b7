"""How good the next question is: against the exact optimum, against other orders, and with users that err.

``python -m tests.benchmarks.policy [--problems N] [--users N] [--seed N]`` prints three tables. No network, no output
but these; some minutes with the defaults.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import yaml

from assistant.dialogue import Mind
from assistant.engine import mind
from assistant.reasoning.cost import HAND_OVER
from assistant.reasoning.policy import Mask, Policy, Step
from assistant.reasoning.verdict import FOUND

from .optimum import optimum
from .submodels import Array, Problem, random_problem, real_problem, standings
from .users import Outcome, simulate

REAL = 20
_SHUFFLES = 3
_MUST = "the right repair alone"
"""What no policy can save: the repair of the cause that is there."""
_TINY = 1e-4
"""Weight of a course of events that is not followed further; the whole is 1."""
Chooser = Callable[[Policy, Array, Mask], Step]


def ours(policy: Policy, weights: Array, still: Mask) -> Step:
    """The policy that the program uses."""
    return policy.outlook(weights, still).best


def expected(policy: Policy, choose: Chooser, weights: Array, still: Mask) -> float:
    """The expected minutes of a policy, followed through every answer and every try; what hardly ever comes about is acted on."""
    total = float(weights.sum())
    if total < _TINY:
        return float(policy.acting(weights[:, None])[0])
    step = choose(policy, weights, still)
    if step.act == "hand-over":
        return total * policy.hand_over
    if step.act == "try":
        failed = weights.copy()
        failed[step.index] = 0.0
        return float(policy.repair[step.index]) * total + expected(policy, choose, failed, still)
    without = still.copy()
    without[step.index] = False
    table = policy.tables[step.index]
    after = sum(expected(policy, choose, weights * table[:, answer], without) for answer in range(table.shape[1]))
    return float(policy.costs[step.index]) * total + after


def in_order(order: Sequence[int], *, sparing: bool) -> Chooser:
    """Ask in a fixed order until a cause is found (or, ``sparing``, nothing is saved by asking), then try the likeliest."""

    def choose(policy: Policy, weights: Array, still: Mask) -> Step:
        left = [index for index in order if still[index]]
        return _ask_or_act(policy, weights, still, left[0] if left else None, sparing=sparing)

    return choose


def by_entropy(*, sparing: bool) -> Chooser:
    """Ask what tells most, whatever it costs."""

    def choose(policy: Policy, weights: Array, still: Mask) -> Step:
        left = [index for index in range(len(still)) if still[index]]
        best = min(left, key=lambda index: (_entropy_after(weights, policy.tables[index]), index), default=None)
        return _ask_or_act(policy, weights, still, best, sparing=sparing)

    return choose


def _entropy_after(weights: Array, table: Array) -> float:
    joint = weights[:, None] * table
    share = joint / np.maximum(joint.sum(axis=0), 1e-300)
    return float(-(joint * np.log2(np.maximum(share, 1e-300))).sum())


def _ask_or_act(policy: Policy, weights: Array, still: Mask, question: int | None, *, sparing: bool) -> Step:
    total = float(weights.sum())
    acted = np.count_nonzero(weights[:-1]) < len(weights) - 1
    settled = float(weights[:-1].max()) >= FOUND * total
    if sparing:
        settled = float(policy.asking(weights[:, None], still[None, :]).min()) >= float(policy.acting(weights[:, None])[0])
    if question is not None and not settled and not acted:
        return Step("ask", question, 0.0)
    best = int((weights[:-1] / policy.repair).argmax())
    without = weights.copy()
    without[best] = 0.0
    going_on = float(policy.repair[best]) * total + float(policy.acting(without[:, None])[0])
    return Step("try", best, going_on) if going_on < total * policy.hand_over else Step("hand-over", -1, 0.0)


def checklist() -> list[str]:
    """The questions in the order of the written guides."""
    held = yaml.safe_load(Path(__file__).with_name("checklist.yaml").read_text(encoding="utf-8"))
    return [question for guide in held.values() for question in guide]


def measure(problem: Problem, order: Sequence[str], draw: random.Random) -> dict[str, float]:
    """Expected minutes in one problem: of the best policy, of ours, of the others."""
    policy, still = problem.policy, np.ones(len(problem.tables), dtype=bool)
    place = {name: index for index, name in enumerate(order)}
    listed = sorted(range(len(still)), key=lambda index: (place.get(problem.questions[index].id, len(place)), index))
    shuffles = [draw.sample(listed, len(listed)) for _ in range(_SHUFFLES)]

    def cost(chooser: Chooser) -> float:
        return expected(policy, chooser, problem.weights, still)

    return {
        "optimum": optimum(problem.weights, problem.repair, problem.tables, problem.costs, HAND_OVER),
        "ours": cost(ours),
        "checklist until found": cost(in_order(listed, sparing=False)),
        "checklist, stops when nothing is saved": cost(in_order(listed, sparing=True)),
        "greedy entropy until found": cost(by_entropy(sparing=False)),
        "greedy entropy, stops when nothing is saved": cost(by_entropy(sparing=True)),
        "random until found": sum(cost(in_order(item, sparing=False)) for item in shuffles) / _SHUFFLES,
        "random, stops when nothing is saved": sum(cost(in_order(item, sparing=True)) for item in shuffles) / _SHUFFLES,
        "no question": float(policy.acting(problem.weights[:, None])[0]),
        _MUST: float((problem.weights[:-1] * problem.repair).sum()),
    }


def table(title: str, problems: Sequence[Problem], rows: Sequence[dict[str, float]], seconds: float) -> list[str]:
    """A table of costs over the optimum."""
    sizes = [len(item.repair) for item in problems], [len(item.tables) for item in problems], [item.states for item in problems]
    out = [
        (
            f"{title}: {len(rows)} problems, {min(sizes[0])}-{max(sizes[0])} causes (mean {np.mean(sizes[0]):.1f}), "
            f"{min(sizes[1])}-{max(sizes[1])} questions (mean {np.mean(sizes[1]):.1f}), up to {max(sizes[2]):,} states; {seconds:.0f} s"
        ),
        f"{'':46}{'minutes':>9}{'over optimum':>14}{'worst':>9}{'ours is cheaper by':>20}{'apart from the right repair':>29}",
    ]
    best, own = np.array([row["optimum"] for row in rows]), np.array([row["ours"] for row in rows])
    must = np.array([row[_MUST] for row in rows])
    for name in rows[0]:
        costs = np.array([row[name] for row in rows])
        over = costs / best - 1
        apart = 1 - float(((own - must) / (costs - must)).mean()) if name != _MUST else 0.0
        cheaper = f"{1 - float((own / costs).mean()):>19.1%} {apart:>28.1%}" if name not in {"optimum", "ours", _MUST} else ""
        out.append(f"{name:<46}{costs.mean():>9.1f}{over.mean():>13.1%} {over.max():>8.1%} {cheaper}".rstrip())
    return out


def against_optimum(shipped: Mind, count: int, seed: int) -> list[str]:
    """Both tables of sub-models."""
    draw, order = random.Random(seed), checklist()  # noqa: S311 - nothing secret
    out: list[str] = []
    likeliest = sorted(standings(shipped))[:: max(1, len(standings(shipped)) // REAL)][:REAL]
    for title, problems in (
        ("Random sub-models", [random_problem(shipped, draw, number) for number in range(count)]),
        (
            "Real sub-models (the likeliest causes of a stage, questions that may be asked there)",
            [real_problem(shipped, stage, role, draw) for stage, role in likeliest],
        ),
    ):
        began = time.perf_counter()
        rows = [measure(problem, order, draw) for problem in problems]
        if rows:
            out += [*table(title, problems, rows, time.perf_counter() - began), ""]
    return out


def with_users(shipped: Mind, count: int, seed: int) -> list[str]:
    """Mean questions against the entropy bound, and how often the true cause is found, from every state with nothing pasted."""
    out = [f"Simulated users from every state and role with nothing pasted, {count} each, truth drawn from the model"]
    out.append(
        f"{'state, role':<22}{'bits':>6}{'asked':>7}{'bound':>7}{'first':>8}{'in 3':>7}   1 wrong, 1 don't know in 5: {'asked':>6}{'first':>7}{'in 3':>7}"
    )
    all_clean: list[Outcome] = []
    all_wrong: list[Outcome] = []
    for stage, role in standings(shipped):
        clean = simulate(shipped, stage, role, count, seed)
        wrong = simulate(shipped, stage, role, count, seed, wrong=0.2, silent=0.2)
        out.append(_row(f"{stage}, {role}", clean, wrong))
        all_clean += clean
        all_wrong += wrong
    return [*out, _row("all", all_clean, all_wrong)]


def _row(name: str, clean: Sequence[Outcome], wrong: Sequence[Outcome]) -> str:
    def mean(values: Sequence[float]) -> float:
        return float(np.mean(values))

    return (
        f"{name:<22}{mean([item.bits for item in clean]):>6.1f}{mean([item.asked for item in clean]):>7.1f}"
        f"{mean([item.bound for item in clean]):>7.1f}{mean([item.rank == 1 for item in clean]):>8.0%}{mean([item.rank <= 3 for item in clean]):>7.0%}"
        f"{'':31}{mean([item.asked for item in wrong]):>6.1f}{mean([item.rank == 1 for item in wrong]):>7.0%}{mean([item.rank <= 3 for item in wrong]):>7.0%}"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--problems", type=int, default=200)
    parser.add_argument("--users", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    shipped = mind()
    if options.problems:
        print("\n".join(against_optimum(shipped, options.problems, options.seed)))
    if options.users:
        print("\n".join(with_users(shipped, options.users, options.seed)))


if __name__ == "__main__":
    main()
