"""The comparisons of a signature's ``when``."""

from __future__ import annotations

import pytest

from assistant.reading.when import holds


@pytest.mark.parametrize(
    ("when", "fields", "expected"),
    [
        ({"encaps": ">0"}, {"encaps": "61"}, True),
        ({"encaps": ">0"}, {"encaps": "0"}, False),
        ({"encaps": ">0"}, {}, False),
        ({"encaps": ">0"}, {"encaps": "many"}, False),
        ({"encaps": "=0"}, {"encaps": "00"}, True),
        ({"reason": "~idle|max time"}, {"reason": "Idle Timeout"}, True),
        ({"reason": "~idle"}, {"reason": "Lost Service"}, False),
        ({"type": "=l2l|user"}, {"type": "L2L"}, True),
        ({"type": "!=user"}, {"type": "L2L"}, True),
        ({"errors": "=@decaps"}, {"errors": "105", "decaps": "105"}, True),
        ({"errors": "=@decaps"}, {"errors": "105"}, False),
        ({"n": "<5", "m": ">1"}, {"n": "4", "m": "2"}, True),
    ],
)
def test_comparisons(when: dict[str, str], fields: dict[str, str], *, expected: bool) -> None:
    """A missing field is never evidence."""
    assert holds(when, fields) is expected
