"""Checks that hold the entries together: references, obtainability, exclusive ids, placeholders.

What needs reading or reasoning (samples, cause tests, the silent corpus) is run by ``assistant.trials``.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import string
from collections.abc import Iterable
from typing import get_args

from assistant.kb.knowledge import Knowledge
from assistant.kb.load import Loaded
from assistant.model.entries import Cause, Citation, Command, Condition, Question, Signature

PLACEHOLDERS = frozenset(
    {
        "peer",
        "local",
        "interface",
        "inside",
        "map",
        "seq",
        "acl",
        "group",
        "local_net",
        "remote_net",
        "local_wild",
        "remote_wild",
        "src",
        "dst",
        "transform_set",
        "connection",
        "gateway",
        "vpn",
        "local_prefix",
        "remote_prefix",
        "group_policy",
    }
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def check(loaded: Loaded, *, with_tests: bool = True) -> None:
    """Add every fault to ``loaded.faults``."""
    _ids(loaded)
    _findings(loaded)
    _causes(loaded, with_tests=with_tests)
    _questions(loaded)
    _phrases(loaded)
    _parameters(loaded)
    _platforms(loaded)
    _obtainable(loaded)
    _alike(loaded)
    _limits(loaded)
    _vendor_ids(loaded)


_HEX = re.compile(r"(?:[0-9a-f]{2}){4,64}\Z")


def _vendor_ids(loaded: Loaded) -> None:
    """A digest is that of its string, a value or name stands once, a platform is known."""
    knowledge = loaded.knowledge
    seen: dict[str, str] = {}
    for name, item in knowledge.vendor_ids.items():
        key = f"vendor-id/{name}"
        if item.text and item.hex and hashlib.md5(item.text.encode(), usedforsecurity=False).hexdigest() != item.hex:
            loaded.fault(key, f"the MD5 digest of {item.text!r} is not {item.hex}")
        if item.hex and not _HEX.match(item.hex):
            loaded.fault(key, "hex wants pairs of lower-case hexadecimal digits, four to sixty-four of them")
        if not (item.hex or item.names):
            loaded.fault(key, "a vendor id wants a value (hex) or a name (names) by which it is known")
        if item.platform and item.platform not in knowledge.platforms:
            loaded.fault(key, f"names unknown platform {item.platform!r}{_near(item.platform, knowledge.platforms)}")
        for word in (item.hex, item.text.lower(), *(word.lower() for word in item.names)):
            if word and seen.setdefault(word, name) != name:
                loaded.fault(key, f"{word!r} stands at {seen[word]!r} already")


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _ids(loaded: Loaded) -> None:
    knowledge = loaded.knowledge
    for label, shelf in (
        ("finding", knowledge.findings),
        ("cause", knowledge.causes),
        ("question", knowledge.questions),
        ("limit", knowledge.limits),
    ):
        for name in shelf:
            if not _SLUG.match(name):
                loaded.fault(f"{label}/{name}", "an id is lower-case words joined by hyphens")
    cited: list[tuple[str, str, Iterable[Citation]]] = [
        *(("finding", name, item.citations) for name, item in knowledge.findings.items()),
        *(("vendor-id", name, item.citations) for name, item in knowledge.vendor_ids.items()),
        *(("cause", name, item.citations) for name, item in knowledge.causes.items()),
        *(("question", name, item.citations) for name, item in knowledge.questions.items()),
        *(("exchange", name, (*item.citations, *item.disputes)) for name, item in knowledge.exchanges.items()),
        *((f"state/{at}", item.word, item.citations) for at, home in knowledge.platforms.items() for item in home.states),
        *(("signature", name, item.citations) for home in knowledge.platforms.values() for name, item in home.signatures.items()),
        *((f"intent/{at}", name, item.citations) for at, home in knowledge.platforms.items() for name, item in home.intents.items()),
        *(("parameter", name, item.citations) for name, item in knowledge.parameters.items()),
        *((f"fix/{at}", item.cause, item.citations) for at, home in knowledge.platforms.items() for item in home.fixes),
    ]
    for label, name, citations in cited:
        for citation in citations:
            if citation.source not in knowledge.sources:
                loaded.fault(f"{label}/{name}", f"cites unknown source {citation.source!r}{_near(citation.source, knowledge.sources)}")


def _need_findings(loaded: Loaded, key: str, names: Iterable[str]) -> None:
    for name in names:
        if name not in loaded.knowledge.findings:
            loaded.fault(key, f"names unknown finding {name!r}{_near(name, loaded.knowledge.findings)}")


def _findings(loaded: Loaded) -> None:
    for name, finding in loaded.knowledge.findings.items():
        _need_findings(loaded, f"finding/{name}", (*finding.includes, *finding.excludes, *finding.absence_given))


def _causes(loaded: Loaded, *, with_tests: bool) -> None:
    knowledge = loaded.knowledge
    for name, cause in knowledge.causes.items():
        key = f"cause/{name}"
        _need_findings(loaded, key, (item.finding for item in cause.shows))
        _need_findings(loaded, key, (item.finding for item in cause.tell_apart if item.finding))
        if not cause.citations:
            loaded.fault(key, "cites nothing")
        if cause.group and cause.group not in knowledge.groups:
            loaded.fault(key, f"names unknown group {cause.group!r}{_near(cause.group, knowledge.groups)}")
        for near in cause.tell_apart:
            if near.neighbour not in knowledge.causes:
                loaded.fault(key, f"is told apart from unknown cause {near.neighbour!r}{_near(near.neighbour, knowledge.causes)}")
        for item in cause.shows:
            if item.cite and item.cite not in knowledge.sources:
                loaded.fault(key, f"cites unknown source {item.cite!r}{_near(item.cite, knowledge.sources)}")
        _twice(loaded, key, cause)
        if with_tests and cause.status != "retired" and name not in knowledge.tests:
            loaded.fault(key, f"has no test; write causes/{name}.test.yaml")
    for name, test in knowledge.tests.items():
        key = f"test/{name}"
        if name not in knowledge.causes:
            loaded.fault(key, f"tests unknown cause {name!r}{_near(name, knowledge.causes)}")
        for case in test.cases:
            _need_findings(loaded, key, case.given)
            for other in case.expect.above:
                if other not in knowledge.causes:
                    loaded.fault(key, f"names unknown cause {other!r}{_near(other, knowledge.causes)}")
        if not any(case.expect.within_top for case in test.cases):
            loaded.fault(key, "no case leads to the cause (within_top)")
        if not any(case.expect.below < 1 for case in test.cases):
            loaded.fault(key, "no case lets go of the cause (below)")


def _parameters(loaded: Loaded) -> None:
    for name, item in loaded.knowledge.parameters.items():
        key = f"parameter/{name}"
        _need_findings(loaded, key, [name for name in (item.finding, item.absent, item.far_absent) if name])
        if not item.citations:
            loaded.fault(key, "cites nothing")
        if item.stops != "never" and item.ikev1 is None:
            loaded.fault(key, "stops the tunnel and does not say where with IKEv1")
        for case in item.cases:
            if case.failing is None:
                loaded.fault(key, "has a case that does not say what happens in it")
            if case.responder and case.responder not in loaded.knowledge.platforms:
                loaded.fault(
                    key, f"has a case for the unknown platform {case.responder!r}{_near(case.responder, loaded.knowledge.platforms)}"
                )
        if item.stops != "always" and not item.harmless:
            loaded.fault(key, "may differ and does not say why")


def _twice(loaded: Loaded, key: str, cause: Cause) -> None:
    seen: set[tuple[str, str | None]] = set()
    for item in cause.shows:
        mark = (item.finding, item.role)
        if mark in seen or (item.role and (item.finding, None) in seen):
            loaded.fault(key, f"shows {item.finding!r} twice for the same role")
        seen.add(mark)


def _questions(loaded: Loaded) -> None:
    intents = {intent for home in loaded.knowledge.platforms.values() for intent in home.intents}
    for name, question in loaded.knowledge.questions.items():
        key = f"question/{name}"
        _need_findings(loaded, key, (*question.when.unless, *question.when.given))
        for answer in question.answers:
            _need_findings(loaded, key, answer.sets)
        _answers(loaded, key, question)
        if question.intent and question.intent not in intents:
            loaded.fault(key, f"names unknown intent {question.intent!r}{_near(question.intent, intents)}")
        if not question.intent and not question.no_intent_because:
            loaded.fault(key, "names no intent whose output answers it, nor why there is none (no_intent_because)")
        _fields(loaded, key, question.text)


def _answers(loaded: Loaded, key: str, question: Question) -> None:
    values = [answer.value for answer in question.answers]
    if len(values) < 2:  # noqa: PLR2004 - a choice needs two
        loaded.fault(key, "needs at least two answers")
    for value in {value for value in values if values.count(value) > 1}:
        loaded.fault(key, f"has the answer {value!r} twice")


def _phrases(loaded: Loaded) -> None:
    for phrase in loaded.knowledge.phrases:
        key = f"phrase/{phrase.any[0] if phrase.any else ''}"
        _need_findings(loaded, key, (*phrase.sets, *phrase.denied))
        if phrase.language not in loaded.knowledge.wordings:
            loaded.fault(key, f"is of the language {phrase.language!r}, of which there is no wording/{phrase.language}.yaml")
        for name in {name for option in phrase.any for name in re.findall(r"\{(.{0,20}?)\}", option)} - {"address", "vendor", "time"}:
            loaded.fault(key, f"uses unknown placeholder {{{name}}}; there are {{address}}, {{vendor}} and {{time}}")
        for name in phrase.takes:
            if not any(f"{{{name}}}" in option for option in phrase.any):
                loaded.fault(key, f"takes {name}, and none of its items holds {{{name}}}")


def _fields(loaded: Loaded, key: str, text: str) -> None:
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name]
    except ValueError:
        loaded.fault(key, f"has a brace that closes or opens nothing: {text!r}")
        return
    for name in names:
        if name not in PLACEHOLDERS:
            loaded.fault(key, f"uses unknown placeholder {{{name}}}{_near(name, PLACEHOLDERS)}")


def _platforms(loaded: Loaded) -> None:
    knowledge = loaded.knowledge
    somewhere: set[str] = set()
    for at, home in knowledge.platforms.items():
        for name, signature in home.signatures.items():
            _signature(loaded, f"signature/{name}", signature)
        for name, intent in home.intents.items():
            _commands(loaded, f"intent/{at}/{name}", (*intent.commands, *intent.stop))
        for fix in home.fixes:
            key = f"fix/{at}/{fix.cause}"
            if fix.cause not in knowledge.causes:
                loaded.fault(key, f"repairs unknown cause {fix.cause!r}{_near(fix.cause, knowledge.causes)}")
            _need_findings(loaded, key, fix.when)
            for step in fix.steps:
                _fields(loaded, key, step.text)
                _fields(loaded, key, step.undo)
                _fields(loaded, key, step.place)
                _commands(loaded, key, (*step.commands, *step.undo_commands))
            for check_ in fix.verify:
                if check_.intent not in home.intents:
                    loaded.fault(key, f"verifies by unknown intent {check_.intent!r}{_near(check_.intent, home.intents)}")
                _fields(loaded, key, check_.expect)
                _fields(loaded, key, check_.otherwise)
            if not fix.verify:
                loaded.fault(key, "says nothing of how to verify it")
            _fields(loaded, key, fix.message)
        fixed = {fix.cause for fix in home.fixes if fix.status != "retired"}
        _not_applicable(loaded, at, fixed)
        somewhere |= fixed
    for name, cause in knowledge.causes.items():
        # Where a platform lacks one, words alone are told; `kb coverage --causes` shows these gaps.
        if somewhere and cause.status != "retired" and cause.family != "none" and name not in somewhere:
            loaded.fault(f"cause/{name}", f"has no fix on any platform; write platforms/<platform>/fixes/{name}.yaml")


def _not_applicable(loaded: Loaded, at: str, fixed: Iterable[str]) -> None:
    causes = loaded.knowledge.causes
    for name, entry in loaded.knowledge.platforms[at].not_applicable.items():
        key = f"not-applicable/{at}/{name}"
        if name not in causes or causes[name].family == "none":
            loaded.fault(key, f"excludes unknown cause {name!r}{_near(name, causes)}")
        if name in fixed:
            loaded.fault(key, f"says that {name} cannot be on {at}, and there is a fix for it")
        if not entry.reason.strip():
            loaded.fault(key, "gives no reason")


def _signature(loaded: Loaded, key: str, signature: Signature) -> None:
    _need_findings(loaded, key, (item.finding for item in signature.asserts))
    if bool(signature.pattern) == bool(signature.record):
        loaded.fault(key, "needs either a pattern or a record, not both or none")
    if signature.pairs and signature.record:
        loaded.fault(key, "takes pairs from a line, and a record is many lines; give it a pattern")
    if not signature.samples:
        loaded.fault(key, "has no sample")
    if not signature.misses:
        loaded.fault(key, "has no near miss")
    for pattern in (*signature.record, *([signature.pattern] if signature.pattern else [])):
        wrong = linear_time(pattern)
        if wrong:
            loaded.fault(key, wrong)


def linear_time(pattern: str) -> str:
    """Why the pattern cannot be run in linear time by RE2, or an empty string."""
    import re2  # noqa: PLC0415 - only where knowledge is checked

    try:
        options = re2.Options()
        options.log_errors = False
        re2.compile(pattern, options)
    except re2.error as error:
        detail = error.args[0] if error.args else "?"
        text = detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)
        return f"pattern is not in the RE2 subset ({text}): {pattern!r}"
    return ""


def _alike(loaded: Loaded) -> None:
    """A pair that is listed as alike names two causes, once, and says why."""
    seen: set[str] = set()
    for item in loaded.knowledge.alike:
        name = f"{' '.join(sorted(item.causes))} {item.role}"
        key = f"alike/{name}"
        for cause in item.causes:
            if cause not in loaded.knowledge.causes:
                loaded.fault(key, f"names unknown cause {cause!r}{_near(cause, loaded.knowledge.causes)}")
        if item.causes[0] == item.causes[1]:
            loaded.fault(key, "names one cause twice")
        if name in seen:
            loaded.fault(key, "is listed twice for this role")
        if not item.reason.strip():
            loaded.fault(key, "gives no reason")
        seen.add(name)


def obtained_anywhere(knowledge: Knowledge) -> frozenset[str]:
    """The findings that a text of some platform, a configuration, the program or a sentence establishes, in any stage."""
    got = {name for name, finding in knowledge.findings.items() if finding.computed}
    got.update(name for phrase in knowledge.phrases for name in phrase.sets)
    for home in knowledge.platforms.values():
        got.update(item.finding for signature in home.signatures.values() if signature.status != "retired" for item in signature.asserts)
    return frozenset(got)


def _commands(loaded: Loaded, key: str, commands: Iterable[Command]) -> None:
    for command in commands:
        for text in (command.run, command.expect, command.bad):
            _fields(loaded, key, text)


def _limits(loaded: Loaded) -> None:
    """For every kind of record there are words for what a text without it cannot show."""
    limits = loaded.knowledge.limits
    for name, limit in limits.items():
        if not limit.says.strip() or limit.says.rstrip().endswith("."):
            loaded.fault(f"limit/{name}", 'says goes on after "cannot show:" and ends without a full stop')
        if limit.when in limit.unless:
            loaded.fault(f"limit/{name}", "is never said: what it is said of stands under unless as well")
    said = {limit.when for limit in limits.values()}
    for condition in get_args(Condition):
        if limits and condition not in said:
            loaded.fault("limits.yaml", f"has no words for {condition!r}")


def _obtainable(loaded: Loaded) -> None:
    """A finding that nothing can establish would only look like knowledge."""
    knowledge = loaded.knowledge
    got = set(obtained_anywhere(knowledge))
    for question in knowledge.questions.values():
        got.update(name for answer in question.answers for name in answer.sets)
    for name in knowledge.findings:
        if name not in got:
            loaded.fault(f"finding/{name}", "can be established by no signature, question or phrase")
