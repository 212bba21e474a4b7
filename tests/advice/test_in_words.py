"""What is told where a platform has no fix for a cause."""

from __future__ import annotations

from assistant.advice import in_words
from assistant.dialogue import Mind


def test_a_cause_that_cannot_be_here_says_why(shipped: Mind) -> None:
    """Not that commands are missing: there is nothing to type on this device."""
    cause = shipped.causes["crypto-map-not-applied"]
    told = in_words(cause, "remote", "strongswan", shipped.excluded["strongswan"][cause.id])

    assert told is not None
    assert "On strongswan itself this cannot be: There is no crypto map" in told.steps[0].text
    assert "not in this knowledge yet" not in told.steps[0].text


def test_missing_commands_are_said_to_be_missing(shipped: Mind) -> None:
    """In words, with what to do first."""
    told = in_words(shipped.causes["psk-mismatch"], "either", "racoon")

    assert told is not None
    assert "The commands of racoon for this are not in this knowledge yet." in told.steps[0].text
