"""The commands' arguments. Each command's work stands in a module of its own, imported when it is called."""

from __future__ import annotations

import argparse
from typing import Any


def _texts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="logs, outputs or configurations of this end; - is standard input")
    parser.add_argument("--remote", action="append", default=[], metavar="FILE", help="a text of the far end (may be given more than once)")
    parser.add_argument(
        "--say", action="append", default=[], metavar="TEXT", help="what you know, in a sentence (may be given more than once)"
    )
    parser.add_argument("--peer", metavar="IP", help="turn to this peer where several were read")
    parser.add_argument("--since", metavar="TIME", help="leave out the lines before: 6h, 02:10, 2026-11-23 02:10")
    _corrections(parser)


def _corrections(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--platform", metavar="NAME", help="what device all texts are from, where that was taken wrongly")
    parser.add_argument(
        "--as",
        dest="taken",
        action="append",
        default=[],
        metavar="INPUT[:LINES]=WHAT",
        help="what a text, or some of its lines, is: --as 2=remote, --as 1:40-80=remote,fortigate,syslog (may be given more than once)",
    )


def add_explain(subs: Any) -> None:
    """``mmwait explain``."""
    parser = subs.add_parser("explain", help="the verdict on some texts, with its proof and the fix")
    _texts(parser)
    parser.add_argument(
        "--answer", action="append", default=[], metavar="QUESTION=VALUE", help="answer a question beforehand (may be given more than once)"
    )
    parser.add_argument(
        "--no-access",
        action="append",
        default=[],
        metavar="WHAT",
        help="what cannot be had and is not asked for: far-end, provider, debug, change-window (may be given more than once)",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object (schema mmwait.diagnosis/1)")
    form.add_argument("--markdown", action="store_true", help="Markdown for a ticket")
    parser.add_argument("--tunnels", action="store_true", help="a line for every tunnel seen, the troubled ones first, and no more")
    parser.add_argument(
        "--why",
        metavar="CAUSE",
        help="explain one cause (its id, or words of its title): for, against, unknown, what would change it",
    )
    parser.add_argument("--facts", action="store_true", help="list every fact that was read, with its line")
    parser.add_argument(
        "--unread",
        action="store_true",
        help="list the lines that were not recognised or only read loosely, with the nearest known signature",
    )
    parser.set_defaults(run=_explain)


def add_annotate(subs: Any) -> None:
    """``mmwait annotate``."""
    parser = subs.add_parser("annotate", help="a log written back with comment lines at its turning points")
    parser.add_argument("file", metavar="LOG", help="the log; - is standard input")
    parser.add_argument("--peer", metavar="IP", help="only this peer's turning points")
    parser.add_argument("--since", metavar="TIME", help="leave out the lines before: 6h, 02:10, 2026-11-23 02:10")
    _corrections(parser)
    parser.set_defaults(run=_annotate)


def add_compare(subs: Any) -> None:
    """``mmwait compare``."""
    parser = subs.add_parser("compare", help="both ends' configurations: what differs, by name, and what it does")
    parser.add_argument("local", metavar="LOCAL", help="this end's configuration; - is standard input")
    parser.add_argument("remote", metavar="REMOTE", help="the far end's configuration")
    parser.add_argument("--peer", metavar="IP", help="the tunnel to this peer, where there are several")
    parser.add_argument("--json", action="store_true", help="one JSON object (schema mmwait.comparison/1)")
    parser.set_defaults(run=_compare)


def add_mirror(subs: Any) -> None:
    """``mmwait mirror``."""
    parser = subs.add_parser("mirror", help="the configuration that the far end must have to fit this one, to send over")
    parser.add_argument("config", metavar="CONFIG", help="this end's configuration; - is standard input")
    parser.add_argument("--for", dest="platform", required=True, metavar="PLATFORM", help="what the far end is: asa, strongswan")
    parser.add_argument("--peer", metavar="IP", help="the tunnel to this peer, where there are several")
    parser.set_defaults(run=_mirror)


def add_chat(subs: Any) -> None:
    """``mmwait chat``."""
    parser = subs.add_parser("chat", help="the conversation on a plain line terminal, or as JSON lines")
    _texts(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line in, one diagnosis a line out")
    parser.add_argument("--resume", metavar="SESSION", help="go on with a kept conversation")
    parser.set_defaults(run=_chat)


def add_sessions(subs: Any) -> None:
    """``mmwait sessions``."""
    parser = subs.add_parser("sessions", help="kept conversations: list, show, export, delete, resolved")
    parser.add_argument("action", nargs="?", default="list", choices=("list", "show", "export", "resume", "delete", "resolved"))
    parser.add_argument("name", nargs="?", help="the session's name, or the beginning of it")
    parser.add_argument("cause", nargs="?", help="for resolved: the cause that it was (its id, or words of its title)")
    parser.set_defaults(run=_sessions)


def add_learn(subs: Any) -> None:
    """``mmwait learn``."""
    parser = subs.add_parser("learn", help="what resolved sessions taught: list, export, merge, off, on, forget")
    parser.add_argument("action", nargs="?", default="list", choices=("list", "export", "merge", "off", "on", "forget"))
    parser.add_argument(
        "name", nargs="?", help="for merge: another site's export; for forget: a session, a cause or a site (else everything)"
    )
    parser.set_defaults(run=_learn)


def add_kb(subs: Any) -> None:
    """``mmwait kb``."""
    parser = subs.add_parser("kb", help="the knowledge: check, show, search, graph, coverage, evaluate")
    parser.add_argument("action", choices=("check", "show", "search", "graph", "coverage", "evaluate"))
    parser.add_argument(
        "words",
        nargs="*",
        help="an entry (missing-psk or cause/missing-psk), words to search for, or for evaluate: files and folders of cases",
    )
    parser.add_argument("--format", choices=("dot", "mermaid"), default="dot", help="for graph")
    parser.add_argument("--json", action="store_true", help="for coverage: a list of objects, one a platform; for evaluate: one object")
    parser.add_argument(
        "--causes", action="store_true", help="for coverage: every cause by platform (fix, words only, or why it does not apply)"
    )
    parser.add_argument(
        "--against", metavar="FILE", help="for evaluate: an earlier --json output or a git revision of the knowledge; tells what changed"
    )
    parser.add_argument("--folder", metavar="DIR", help="check this folder instead of the shipped one")
    parser.set_defaults(run=_kb)


def add_tui(subs: Any) -> None:
    """``mmwait`` with files or nothing."""
    parser = subs.add_parser("tui", help="the conversation in the terminal (also: mmwait FILE...)")
    _texts(parser)
    parser.add_argument("--resume", metavar="SESSION", help="go on with a kept conversation")
    parser.set_defaults(run=_tui)


def _explain(options: argparse.Namespace) -> int:
    from assistant.cli.explain import explain

    return explain(options)


def _annotate(options: argparse.Namespace) -> int:
    from assistant.cli.explain import annotate

    return annotate(options)


def _compare(options: argparse.Namespace) -> int:
    from assistant.cli.compare import compare

    return compare(options)


def _mirror(options: argparse.Namespace) -> int:
    from assistant.cli.compare import mirrored

    return mirrored(options)


def _chat(options: argparse.Namespace) -> int:
    from assistant.cli.chat import chat

    return chat(options)


def _sessions(options: argparse.Namespace) -> int:
    from assistant.cli.sessions import sessions

    return sessions(options)


def _learn(options: argparse.Namespace) -> int:
    from assistant.cli.learn import learn

    return learn(options)


def _kb(options: argparse.Namespace) -> int:
    from assistant.cli.knowledge import kb

    return kb(options)


def _tui(options: argparse.Namespace) -> int:
    from assistant.cli.terminal import terminal

    return terminal(options)
