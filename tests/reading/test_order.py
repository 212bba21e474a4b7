"""A log that stands newest first is read in the order of time; every other order is left alone."""

from __future__ import annotations

from assistant.dialogue import Mind, Session
from assistant.model.observed import Line
from assistant.reading.order import oldest_first
from assistant.reports import contract
from tests.conftest import DATA
from tests.mixtures import HERE, THERE, charon_refuses

LOG = charon_refuses("gw", HERE, THERE).splitlines()


def numbered(rows: list[str]) -> list[Line]:
    """Rows as lines."""
    return [Line(number, row) for number, row in enumerate(rows, start=1)]


def test_newest_first_says_the_same(shipped: Mind) -> None:
    """The diagnosis is that of the log the right way round; lines are those of the text."""
    right, turned = Session(shipped), Session(shipped)
    right.paste("\n".join(LOG))
    turned.paste("\n".join(reversed(LOG)))
    wanted, said = contract(right.diagnosis), contract(turned.diagnosis)

    assert said["causes"] == wanted["causes"]
    assert said["stage"] == wanted["stage"]
    assert "newest first" in turned.diagnosis.inputs[0].notes[0]
    for finding, other in zip(said["findings"], wanted["findings"], strict=True):
        assert [(where["line"], where["text"]) for where in finding["evidence"]] == [
            (len(LOG) + 1 - where["line"], where["text"]) for where in other["evidence"]
        ]
    item = turned.diagnosis.inputs[0]
    assert [line.text for line in item.lines] == list(reversed(LOG))


def test_lines_without_a_time_stay_with_theirs() -> None:
    """The rest of a wrapped record stays behind its first line, a heading in front."""
    rows = ["Time  Message", "20:00", *(row for line in reversed(LOG) for row in (line, "    and the rest"))]
    turned = oldest_first(numbered(rows))

    assert turned is None  # as many lines without a time as with one: not clear enough
    turned = oldest_first(numbered(["Time  Message", *reversed(LOG[1:]), LOG[0], "    and the rest"]))
    assert turned is not None
    assert [line.text for line in turned] == ["Time  Message", LOG[0], "    and the rest", *LOG[1:]]


def test_other_orders_are_left() -> None:
    """Oldest first, all at one time, mixed, or too short to tell."""
    assert oldest_first(numbered(LOG)) is None
    assert oldest_first(numbered([LOG[0]] * 9)) is None
    assert oldest_first(numbered([LOG[3], LOG[2], LOG[3], LOG[1], LOG[0]])) is None
    assert oldest_first(numbered([LOG[1], LOG[0]])) is None
    assert oldest_first(numbered((DATA / "mm_wait_msg4-asa.log").read_text().splitlines())) is None
    assert oldest_first([]) is None
