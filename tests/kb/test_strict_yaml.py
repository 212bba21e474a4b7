"""YAML as data only."""

from __future__ import annotations

import pytest

from assistant.kb.strict_yaml import YamlFault, line_of, parse


def test_values_and_their_lines() -> None:
    """Every value knows its line, for faults to name."""
    data, lines, faults = parse("a: 1\nb:\n  - x: yes\n    y: 'no'\n")

    assert (data, faults) == ({"a": 1, "b": [{"x": "yes", "y": "no"}]}, [])
    assert line_of(lines, ("b", 0, "y")) == 4
    assert line_of(lines, ("b", 0, "absent")) == 3


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2\n", 2, "stands twice"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, "tag"),
        ("a: &x 1\nb: *x\n", 1, "aliases"),
    ],
)
def test_what_yaml_would_swallow_is_a_fault(text: str, line: int, words: str) -> None:
    """Duplicate keys, tags and aliases are refused with their line."""
    _, _, faults = parse(text)

    assert faults
    assert (faults[0].line, words in faults[0].text) == (line, True)


def test_what_is_no_yaml_is_said_with_its_line() -> None:
    """A missing quote names its line."""
    with pytest.raises(YamlFault) as caught:
        parse("a: 1\nb: 'open\n")

    assert caught.value.line >= 2
