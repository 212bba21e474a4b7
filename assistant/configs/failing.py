"""Where a difference shows: the message that fails first, by who starts and which daemon answers."""

from __future__ import annotations

from assistant.model.entries import Failing, FailingCase, ParameterEntry
from assistant.model.settings import NONE, Side, TunnelSettings

End = tuple[TunnelSettings, Side]
"""An end with its value of the parameter."""


def failing(entry: ParameterEntry, ike: str, local: End, remote: End) -> tuple[Failing | None, bool]:
    """What happens, and whether the tunnel comes up all the same. This end starts, unless it is one that only answers."""
    first, second = (remote, local) if _answers(local[0]) and not _answers(remote[0]) else (local, remote)
    case = next((item for item in entry.cases if item.ike == ike and _fits(item, first, second)), None)
    if case is not None:
        return case.failing, case.comes_up
    return (entry.ikev2 if ike == "ikev2" and entry.ikev2 else entry.ikev1), False


def _answers(tunnel: TunnelSettings) -> bool:
    return tunnel.initiation is not None and tunnel.initiation.value == "responder"


def _fits(case: FailingCase, starts: End, answers: End) -> bool:
    if case.responder and answers[0].platform != case.responder:
        return False
    return _is(case.sends, starts[1]) and _is(case.has, answers[1])


def _is(word: str, side: Side) -> bool:
    """Whether an end's value is the one that is asked for; ``some`` is every value but ``none``."""
    value = side.value or NONE
    return not word or (value != NONE if word == "some" else value == word)
