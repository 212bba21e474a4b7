"""Runs what the knowledge carries to prove itself: samples, near misses, cause tests, and texts on which all must stay silent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import structs

from assistant.dialogue import Mind, Session
from assistant.kb.check import obtained_anywhere
from assistant.kb.load import Loaded
from assistant.model.entries import CauseCase, Signature
from assistant.model.observed import Event, Observation
from assistant.reading import Reader
from assistant.reading.matcher import Matcher
from assistant.reading.reader import vendor_of
from assistant.reasoning import infer
from assistant.reasoning.belief import Belief, case_of
from assistant.reasoning.network import UNKNOWN
from assistant.reasoning.separable import alike


def run(loaded: Loaded, mind: Mind) -> None:
    """Add every failed sample, near miss, cause test and broken silence to ``loaded.faults``."""
    for home in loaded.knowledge.platforms.values():
        signatures = [item for item in home.signatures.values() if item.status != "retired"]
        platform = structs.replace(home.platform, gates=())  # a sample is one line of a text; the gate may stand in another
        reader = Reader([vendor_of(platform, signatures, home.messages, home.states, loaded.knowledge.untrusted)])
        matcher = Matcher(signatures, loaded.knowledge.untrusted)
        for signature in signatures:
            _samples(loaded, reader, signature)
            _exclusive(loaded, matcher, signature, signatures, [re.compile(pattern) for pattern in home.platform.wrapping])
    _cause_tests(loaded, mind)
    _separable(loaded, mind)
    _silence(loaded, mind)


def _events(reader: Reader, text: str) -> tuple[Event, ...]:
    return reader.read(text, name="sample", side="local", index=0).events


def _samples(loaded: Loaded, reader: Reader, signature: Signature) -> None:
    key = f"signature/{signature.id}"
    for sample in signature.samples:
        whole = "\n".join((*sample.after, sample.text))
        own = [event for event in _events(reader, whole) if event.signature == signature.id and event.line > len(sample.after)]
        if not own:
            others = sorted({event.signature for event in _events(reader, sample.text)})
            loaded.fault(
                key, f"its sample is not read by it{' but by ' + ', '.join(others) if others else ''}: {sample.text.strip()[:90]!r}"
            )
            continue
        got = {**own[0].fields, "peer": own[0].peer or own[0].fields.get("peer", "")}
        for name, value in sample.fields.items():
            if got.get(name) != value:
                loaded.fault(key, f"its sample yields {name}={got.get(name)!r}, not {value!r}")
        for name in sample.asserts:
            if not own[0].asserts.get(name):
                loaded.fault(key, f"its sample does not assert {name!r}")
    for miss in signature.misses:
        if any(event.signature == signature.id for event in _events(reader, miss.text)):
            loaded.fault(key, f"reads its near miss: {miss.text.strip()[:90]!r}")


def _exclusive(
    loaded: Loaded, matcher: Matcher, signature: Signature, signatures: Iterable[Signature], wrapping: Sequence[re.Pattern[str]]
) -> None:
    """A line that two signatures read would mean what the order of the files happens to be."""
    from assistant.reading.body import unwrap  # noqa: PLC0415 - only here

    if signature.record:
        return
    whole = "show" in signature.kind or "config" in signature.kind
    for sample in signature.samples:
        text = sample.text if whole else unwrap(sample.text, wrapping).text
        body_id = "" if whole else unwrap(sample.text, wrapping).id
        for other in signatures:
            if other.id == signature.id or other.record or ("show" in other.kind or "config" in other.kind) != whole:
                continue
            if body_id and other.ids and signature.ids and body_id not in other.ids and body_id in signature.ids:
                continue
            if matcher.matches(other, text):
                loaded.fault(
                    f"signature/{signature.id}",
                    f"its sample is read by {other.id} as well; make one of the patterns narrower: {text.strip()[:80]!r}",
                )


def _cause_tests(loaded: Loaded, mind: Mind) -> None:
    for name, test in loaded.knowledge.tests.items():
        if name not in loaded.knowledge.causes:
            continue
        for case in test.cases:
            belief = _pasted(mind, case) if case.paste else _given(mind, case)
            for text in _failures(name, case, belief):
                loaded.fault(f"test/{name}", f"case {case.name!r}: {text}")


def _separable(loaded: Loaded, mind: Mind) -> None:
    """Every two causes are parted by something obtainable, or are listed as alike with the reason; and what is listed is so."""
    known = loaded.knowledge
    listed = {(*sorted(item.causes), item.role) for item in known.alike}
    found = alike(mind.network, obtained_anywhere(known), list(mind.questions.values()))
    for pair in found:
        if (pair.first, pair.second, pair.role) not in listed:
            loaded.fault(
                f"cause/{pair.first}",
                f"nothing obtainable parts it from {pair.second} for the {pair.role} (nearest: {pair.nearest or 'nothing'}); "
                "add a finding, or list the pair in alike.yaml with the reason",
            )
    same = {(pair.first, pair.second, pair.role) for pair in found}
    for first, second, role in sorted(listed - same):
        loaded.fault(f"alike/{first} {second} {role}", "is parted by a finding now; take it off the list")


def _pasted(mind: Mind, case: CauseCase) -> dict[str, float]:
    session = Session(mind)
    session.paste(case.paste)
    return {item.id: item.probability for item in session.diagnosis.suspects}


def _given(mind: Mind, case: CauseCase) -> dict[str, float]:
    observations = [Observation(finding, value, "device") for finding, value in case.given.items()]
    belief: Belief = infer(mind.network, case_of(mind.network, observations, case.stage, case.role))
    return belief.marginal


def _failures(name: str, case: CauseCase, belief: dict[str, float]) -> list[str]:
    own = belief.get(name, 0.0)
    ranked = sorted((value for other, value in belief.items() if other != UNKNOWN), reverse=True)
    rank = sum(1 for value in ranked if value > own) + 1
    best = max((pair for pair in belief.items() if pair[0] != UNKNOWN), key=lambda pair: pair[1], default=("", 0.0))
    found = []
    want = case.expect
    if want.within_top and rank > want.within_top:
        found.append(f"stands at place {rank} with {own:.2f}, not within the first {want.within_top} ({best[0]} leads with {best[1]:.2f})")
    if own < want.at_least:
        found.append(f"has {own:.2f}, less than {want.at_least}")
    if own >= want.below and want.below < 1:
        found.append(f"has {own:.2f}, not below {want.below}")
    found.extend(
        f"has {own:.2f}, not above {other} with {belief.get(other, 0.0):.2f}" for other in want.above if belief.get(other, 0.0) >= own
    )
    return found


def _silence(loaded: Loaded, mind: Mind) -> None:
    """Prose yields nothing, neither pasted nor said; a healthy tunnel is called healthy and nothing speaks against it."""
    for name, text in loaded.silence.items():
        session = Session(mind)
        session.paste(text)
        if name.startswith("healthy-"):
            wrong = [item.finding for item in session.diagnosis.observations if item.value and mind.findings[item.finding].ends]
            if session.diagnosis.verdict != "healthy" or wrong:
                loaded.faults.append(
                    f"knowledge/silence/{name}:1: called {session.diagnosis.verdict}; {', '.join(wrong) or 'nothing'} speaks against it"
                )
            continue
        session.say(text)
        loaded.faults.extend(f"knowledge/silence/{name}:1: {item.finding} comes of it" for item in session.diagnosis.observations)
