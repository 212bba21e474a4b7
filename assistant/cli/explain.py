"""``mmwait explain`` and ``mmwait annotate``."""

from __future__ import annotations

import argparse
import sys

from assistant.cli.streams import fresh, load_into, note, out, width
from assistant.engine import annotated, with_nearest
from assistant.errors import UsageError
from assistant.model.diagnosis import Diagnosis

NOTHING = 3


def explain(options: argparse.Namespace) -> int:
    """One shot: texts in, verdict out. Exit 3 where nothing was recognised."""
    files = options.files
    if not files and not options.remote and not options.say:
        if sys.stdin.isatty():
            raise UsageError("name a file, or - for standard input; `mmwait` alone opens the conversation")
        files = ["-"]
    session = fresh()
    load_into(session, files, options.remote, options.say, options.peer, options.since, platform=options.platform, taken=options.taken)
    for item in options.answer:
        question, sign, value = item.partition("=")
        if not sign:
            raise UsageError(f"--answer wants QUESTION=VALUE, not {item!r}")
        session.answer(question, value)
    for what in options.no_access:
        session.access(what)
    diagnosis = with_nearest(session.diagnosis) if options.unread else session.diagnosis
    why = session.why(options.why).explanation if options.why is not None and diagnosis.understood else None
    if options.json:
        import msgspec

        from assistant.reports.contract import contract

        values = contract(diagnosis, unread=options.unread)
        if why is not None:
            from assistant.reports.explanation import explanation_values

            values["explanation"] = explanation_values(why, diagnosis)
        out(msgspec.json.encode(values).decode() + "\n")
    elif not diagnosis.understood:
        note(_nothing(diagnosis))
    elif options.tunnels:
        from assistant.reports.tunnels import table

        out("\n".join(table(diagnosis, width=width())) + "\n")
    elif options.markdown:
        from assistant.reports.markdown import markdown

        out(markdown(diagnosis, why))
    elif why is not None:
        from assistant.reports.explanation import explanation

        out("\n".join(explanation(why, diagnosis, width())) + "\n")
    else:
        from assistant.reports.text import text

        out(text(diagnosis, width=width(), unread=options.unread, facts=options.facts))
    return 0 if diagnosis.understood else NOTHING


def _nothing(diagnosis: Diagnosis) -> str:
    filled = sum(1 for item in diagnosis.inputs for line in item.lines if line.text.strip())
    notes = "".join(f"; {text}" for item in diagnosis.inputs for text in item.notes)
    if not filled and diagnosis.inputs:
        return f"mmwait: the input is empty{notes}; paste a debug, a syslog, `show crypto isakmp sa` or a configuration"
    if not diagnosis.inputs:
        return "mmwait: nothing of what was said is about a tunnel that I know of; paste a log or an output"
    return f"mmwait: none of the {filled} lines was recognised as IKE or IPsec{notes}; paste a debug, a syslog, `show crypto isakmp sa` or a configuration"


def annotate(options: argparse.Namespace) -> int:
    """The log with comment lines. Exit 3 where nothing was recognised; the log is written back all the same."""
    session = fresh()
    load_into(session, [options.file], [], [], options.peer, options.since, platform=options.platform, taken=options.taken)
    for lines in annotated(session):
        out("\n".join(lines) + "\n" if lines else "")
    if not session.diagnosis.understood:
        note(_nothing(session.diagnosis))
        return NOTHING
    return 0
