"""``mmwait kb``: check, show, search, graph, coverage, evaluate."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.cli.streams import note, out, width
from assistant.engine import knowledge, mind_of
from assistant.errors import UsageError
from assistant.kb import Knowledge
from assistant.kb.coverage import CauseCoverage, Coverage
from assistant.model.entries import Exchange
from assistant.reports.layout import wrap


def kb(options: argparse.Namespace) -> int:
    """Run one of the knowledge commands."""
    if options.action == "check":
        return check(Path(options.folder) if options.folder else None)
    if options.action == "evaluate":
        from assistant.cli.evaluate import run

        return run(options.words, options.against, as_json=options.json)
    known = knowledge()
    if options.action == "coverage":
        from assistant.kb.coverage import causes_covered, coverage

        if options.causes:
            told = causes_covered(known)
            out(_json(told) if options.json else _cause_table(told))
            return 0
        rows = coverage(known)
        out(_json(rows) if options.json else _table(rows))
        return 0
    graph = _graph(known)
    from assistant.graph import dot, mermaid, search

    if options.action == "search":
        hits = search(graph, " ".join(options.words))
        out("".join(f"{name}  {title}\n" for name, title in hits) or "nothing found\n")
        return 0 if hits else 3
    node = options.words[0] if options.words else None
    if options.action == "graph":
        if node is not None and node not in graph:
            node = _full_name(graph, node)
        out(dot(graph, node) if options.format == "dot" else mermaid(graph, node))
        return 0
    if node in known.exchanges:
        out("\n".join(_exchange(known, known.exchanges[node], width())) + "\n")
        return 0
    if node is None:
        raise UsageError("`mmwait kb show` wants an entry, for instance missing-psk; `mmwait kb search WORD` finds one")
    return _show(known, graph, _full_name(graph, node))


def check(folder: Path | None) -> int:
    """Check the shipped knowledge (with the overlay), or a folder; exit 1 where there are faults."""
    from assistant.kb import root
    from assistant.kb.check import check as check_entries
    from assistant.kb.load import load
    from assistant.trials import run

    base = folder if folder is not None else root.shipped()
    if not (base / "references.yaml").is_file():
        raise UsageError(f"{base}: this is no knowledge folder (references.yaml is missing)")
    loaded = load(base)
    overlay = root.overlay() if folder is None else None
    if overlay is not None:
        loaded = load(overlay, onto=loaded)
    compact = not any(base.rglob("*.test.yaml"))
    if compact:
        loaded.knowledge.tests = {}
    check_entries(loaded, with_tests=not compact)
    if not loaded.faults:
        run(loaded, mind_of(loaded.knowledge))
    known = loaded.knowledge
    for fault in sorted(set(loaded.faults)):
        out(fault + "\n")
    signatures = sum(len(home.signatures) for home in known.platforms.values())
    note(
        f"{len(known.causes)} causes, {len(known.findings)} findings, {len(known.questions)} questions, {signatures} signatures, "
        f"{len(known.tests)} cause tests: {len(set(loaded.faults)) or 'no'} fault{'s' if len(set(loaded.faults)) != 1 else ''}"
        + (" (the tests are not shipped with an installed package)" if compact else "")
    )
    if not loaded.faults:
        pairs = sum(cause.family != "none" for cause in known.working())
        note(
            f"{pairs * (pairs - 1) // 2} pairs of causes: {len(known.alike) or 'none'} listed as alike (alike.yaml), the others are parted"
        )
    return 1 if loaded.faults else 0


def _graph(known: Knowledge) -> Any:
    from assistant.graph import build

    homes = list(known.platforms.values())
    return build(
        known.working(),
        known.findings,
        known.questions.values(),
        [fix for home in homes for fix in home.fixes],
        [intent for home in homes for intent in home.intents.values()],
        [state for home in homes for state in home.states],
        [signature for home in homes for signature in home.signatures.values()],
    )


def _full_name(graph: Any, node: str) -> str:
    if node in graph:
        return node
    hits: list[str] = sorted(name for name in graph if name.partition("/")[2] == node)
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise UsageError(f"{node!r} names several entries: {', '.join(hits)}")
    raise UsageError(f"there is no entry {node!r}; `mmwait kb search {node}` looks for the word")


def _show(known: Knowledge, graph: Any, node: str) -> int:
    from assistant.graph import show

    found = show(graph, node)
    if found is None:
        raise UsageError(f"there is no entry {node!r}")
    title, neighbours = found
    columns = width()
    lines = [node, *wrap(title, columns)]
    kind, _, name = node.partition("/")
    if kind == "cause":
        cause = known.causes[name]
        lines += [
            "",
            *wrap(cause.meaning, columns),
            "",
            *wrap("As initiator: " + cause.looks.initiator, columns),
            *wrap("As responder: " + cause.looks.responder, columns),
        ]
        if cause.advice:
            lines += wrap("First: " + cause.advice, columns)
        for near in cause.tell_apart:
            lines += wrap(f"Not {near.neighbour}: {near.by}", columns, "  ")
        lines += _cited(known, cause.citations, columns)
    elif kind == "finding":
        finding = known.findings[name]
        lines += ["", *wrap(finding.says, columns), *_cited(known, finding.citations, columns)]
    elif kind == "state":
        for home in known.platforms.values():
            for state in (item for item in home.states if item.word == name):
                lines += [
                    "",
                    *wrap(f"{'/'.join(state.roles)}: sent {state.last_sent}; awaits {state.awaits}. {state.stall}", columns),
                    *_cited(known, state.citations, columns),
                ]
    lines.append("")
    for item in neighbours:
        arrow = "->" if item.outward else "<-"
        detail = " ".join(part for part in (item.how, f"({item.role})" if item.role else "") if part)
        lines += wrap(f"{arrow} {item.relation} {item.node} {detail}".rstrip(), columns, "     ")
    out("\n".join(lines) + "\n")
    return 0


def _exchange(known: Knowledge, exchange: Exchange, columns: int) -> list[str]:
    """An exchange message by message: what it carries, what the receiver needs, what a stall means for each end."""
    lines = [f"{exchange.title} ({exchange.ike}, phase {exchange.phase})"]
    for message in exchange.messages:
        secret = "encrypted" if message.encrypted else "in the clear"
        lines += ["", *wrap(f"{message.name}, sent by the {message.sender}, {secret}: {', '.join(message.payloads)}", columns)]
        for head, words in (
            ("carries", message.carries),
            ("needs", message.needs),
            ("stall, sender", message.stall_sender),
            ("stall, receiver", message.stall_receiver),
        ):
            lines += wrap(f"  {head}: {words}", columns, "    ")
        if message.note:
            lines += wrap(f"  note: {message.note}", columns, "    ")
    if exchange.disputes:
        lines += ["", "Where sources disagree:", *_cited(known, exchange.disputes, columns)]
    if exchange.settled:
        lines += ["", *wrap("The protocol's answer: " + exchange.settled, columns)]
    return [*lines, "", *_cited(known, exchange.citations, columns)]


def _cited(known: Knowledge, citations: tuple[Any, ...], columns: int) -> list[str]:
    lines = []
    for item in citations:
        source = known.sources.get(item.source)
        at = f", {item.at}" if item.at else ""
        caveat = f" Beware: {item.caveat}" if item.caveat else ""
        lines += wrap(f"Source: {source.title if source else item.source}{at}: {item.says}.{caveat}".replace("..", "."), columns, "  ")
    return lines


def _json(rows: Sequence[Coverage] | Sequence[CauseCoverage]) -> str:
    import msgspec

    return msgspec.json.encode(rows).decode() + "\n"


_COLUMNS = (
    ("states", "states"),
    ("signatures", "signat."),
    ("samples", "samples"),
    ("near_misses", "misses"),
    ("show_outputs", "shows"),
    ("message_ids", "msg ids"),
    ("intents", "intents"),
    ("intents_with_commands", "w. cmds"),
    ("fixes", "fixes"),
    ("causes_fixed", "causes fixed"),
)


def _table(rows: Sequence[Coverage]) -> str:
    """One row a platform; the heads are short so that the table fits a screen of 100 columns."""
    wide = max((len(row.platform) for row in rows), default=8)
    lines = [f"{'platform':{wide}}" + "".join(f"{head:>{max(len(head), 7) + 1}}" for _, head in _COLUMNS)]
    for row in rows:
        cells = (f"{row.causes_fixed} of {row.causes}" if name == "causes_fixed" else str(getattr(row, name)) for name, _ in _COLUMNS)
        lines.append(
            f"{row.platform:{wide}}" + "".join(f"{cell:>{max(len(head), 7) + 1}}" for cell, (_, head) in zip(cells, _COLUMNS, strict=True))
        )
    return "\n".join(lines) + "\n"


_MARKS = {"fix": "fix", "words": "words", "none": "-", "not-applicable": "n/a"}


def _cause_table(rows: Sequence[CauseCoverage]) -> str:
    """A line for each cause, a column for each platform, and below the reasons why a cause does not apply."""
    names = sorted({row.platform for row in rows})
    cells = {(row.cause, row.platform): _MARKS[row.has] for row in rows}
    causes = list(dict.fromkeys(row.cause for row in rows))
    first = max(len(cause) for cause in (*causes, "cause"))
    lines = ["  ".join(("cause".ljust(first), *names))]
    lines += ["  ".join((cause.ljust(first), *(cells[cause, name].ljust(len(name)) for name in names))) for cause in causes]
    lines += ["", "fix: step by step; words: only what to do first; n/a: does not apply; -: nothing"]
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.reason:
            reasons.setdefault((row.cause, row.reason), []).append(row.platform)
    lines += [f"n/a {cause} ({', '.join(where)}): {reason}" for (cause, reason), where in reasons.items()]
    return "\n".join(lines) + "\n"
