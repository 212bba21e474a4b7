"""The program run over cases whose cause is known: how often right, how often wrong and sure, how well its numbers are meant."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from msgspec import Struct

from assistant.dialogue import Mind, Session
from assistant.kb.cases import CaseFile
from assistant.model.entries import CauseTest
from assistant.model.observed import Observation
from assistant.reasoning import infer
from assistant.reasoning.belief import case_of
from assistant.reasoning.calibration import said
from assistant.reasoning.cost import Cost
from assistant.reasoning.network import HEALTHY, UNKNOWN

SURE = 0.9
"""From this probability on, or with the verdict ``found``, the program is sure."""
MOST_QUESTIONS = 12


class Result(Struct, frozen=True):
    """One case. ``questions`` and ``minutes`` are what the questions cost that were asked; ``None`` where the case has no answers."""

    id: str
    group: str
    truth: str
    said: str
    probability: float
    verdict: str
    first: bool
    three: bool
    wrong_sure: bool
    seconds: float
    questions: int | None = None
    minutes: float | None = None


class Figures(Struct, frozen=True):
    """Shares over all cases; ``ece`` is the calibration error in ten bins, ``brier`` the mean squared error of the first cause's probability."""

    cases: int
    first: float
    three: float
    wrong_sure: float
    ece: float
    brier: float
    seconds: float
    questions: float | None = None
    minutes: float | None = None


class Evaluation(Struct, frozen=True):
    """The figures and every case, as ``--json`` writes them and ``--against`` reads them."""

    figures: Figures
    results: tuple[Result, ...]
    schema: str = "mmwait.evaluation/1"


def evaluate(mind: Mind, cases: Sequence[CaseFile]) -> Evaluation:
    """Run every case in a conversation of its own."""
    return _evaluation([_run(mind, case) for case in cases])


def evaluate_tests(mind: Mind, tests: Mapping[str, CauseTest]) -> Evaluation:
    """Run the tests beside the causes: those that lead to a cause, with that cause as the truth."""
    results = []
    for name, test in tests.items():
        for case in test.cases:
            if not case.expect.within_top:
                continue
            start = time.perf_counter()
            verdict = "-"
            if case.paste:
                session = Session(mind)
                session.paste(case.paste)
                verdict = session.diagnosis.verdict
                ranked = [(item.id, item.probability) for item in session.diagnosis.suspects]
            else:
                seen = [Observation(finding, value, "device") for finding, value in case.given.items()]
                ranked = said(mind.network, infer(mind.network, case_of(mind.network, seen, case.stage, case.role))).ranked()
            right = frozenset({name})
            results.append(_judged(f"{name}: {case.name}", mind.causes[name].family, name, right, ranked, verdict, start))
    return _evaluation(results)


def _run(mind: Mind, case: CaseFile) -> Result:
    start = time.perf_counter()
    session = Session(mind)
    for item in case.inputs or ():
        session.paste(item.text, side=item.side, name=item.kind)
    asked, minutes = 0, 0.0
    while case.answers and asked < MOST_QUESTIONS and (question := session.diagnosis.question) is not None:
        session.answer(question.id, case.answers.get(question.id, "unknown"))
        asked += 1
        minutes += Cost[mind.questions[question.id].cost]
    diagnosis = session.diagnosis
    ranked = [(item.id, item.probability) for item in diagnosis.suspects]
    truth = case.truth.cause.removeprefix("new:")
    counted = (asked, minutes) if case.answers else (None, None)
    return _judged(case.id, case.vendor or "unknown", truth, case.truth.right, ranked, diagnosis.verdict, start, counted)


def _judged(
    name: str,
    group: str,
    truth: str,
    right: frozenset[str],
    ranked: Sequence[tuple[str, float]],
    verdict: str,
    start: float,
    counted: tuple[int | None, float | None] = (None, None),
) -> Result:
    causes = [(cause, chance) for cause, chance in ranked if cause != UNKNOWN]
    said, chance = (HEALTHY, 1.0) if verdict == "healthy" else causes[0] if causes else ("-", 0.0)
    first = said in right
    three = first or any(cause in right for cause, _ in causes[:3])
    sure = not first and (verdict == "found" or chance >= SURE)
    return Result(name, group, truth, said, round(chance, 4), verdict, first, three, sure, time.perf_counter() - start, *counted)


def _evaluation(results: Sequence[Result]) -> Evaluation:
    count = len(results)
    bins: dict[int, list[Result]] = {}
    for item in results:
        bins.setdefault(min(int(item.probability * 10), 9), []).append(item)
    asked = [item for item in results if item.questions is not None]
    figures = Figures(
        count,
        sum(item.first for item in results) / count,
        sum(item.three for item in results) / count,
        sum(item.wrong_sure for item in results) / count,
        sum(abs(sum(item.probability - item.first for item in some)) for some in bins.values()) / count,
        sum((item.probability - item.first) ** 2 for item in results) / count,
        sum(item.seconds for item in results),
        sum(item.questions or 0 for item in asked) / len(asked) if asked else None,
        sum(item.minutes or 0.0 for item in asked) / len(asked) if asked else None,
    )
    return Evaluation(figures, tuple(results))


def changes(before: Evaluation, after: Evaluation) -> list[tuple[str, Result, Result]]:
    """The cases of both that are judged or named differently now: ``worse``, ``better`` or ``other``, the worse first."""
    earlier = {item.id: item for item in before.results}
    found = []
    for new in after.results:
        old = earlier.get(new.id)
        if old is None or (old.first, old.three, old.wrong_sure, old.said) == (new.first, new.three, new.wrong_sure, new.said):
            continue
        was, now = ((not item.wrong_sure, item.first, item.three) for item in (old, new))
        found.append(("better" if now > was else "worse" if now < was else "other", old, new))
    return sorted(found, key=lambda item: (("worse", "better", "other").index(item[0]), item[2].id))
