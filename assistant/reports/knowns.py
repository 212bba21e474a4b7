"""What is known of a tunnel beside its causes: in which transform the ends differ, and the facts with their lines."""

from __future__ import annotations

from assistant.exchange.proposals.words import sentence
from assistant.model.diagnosis import Diagnosis
from assistant.model.observed import Difference, Fact, Tunnel
from assistant.reports.words import FACTS, HEAD_FACTS, place

_IN_HEAD = 5


def differs(tunnel: Tunnel) -> list[tuple[str, Difference]]:
    """Each differing transform as a sentence."""
    return [(sentence(item, tunnel.standing.ike), item) for item in tunnel.differences]


def fact_lines(tunnel: Tunnel) -> list[tuple[str, Fact]]:
    """Each fact as ``name: value``, with the values that other lines give, in the order in which people ask for them."""
    order = {name: index for index, name in enumerate(FACTS)}
    facts = sorted(tunnel.facts.values(), key=lambda item: (order.get(item.name, len(order)), item.name))
    return [(f"{FACTS.get(item.name, item.name)}: {item.value}{_others(item)}", item) for item in facts]


def _others(item: Fact) -> str:
    return f" (elsewhere {', '.join(item.others[:3])})" if item.others else ""


def head(tunnel: Tunnel) -> str:
    """The most useful facts in one line; empty where none of them is known."""
    known = [tunnel.facts[name] for name in HEAD_FACTS if name in tunnel.facts]
    told = [item for item in known if not item.value.isdigit() and item.value != tunnel.peer]
    return "; ".join(f"{FACTS[item.name]}{':' if item.name == 'nat' else ''} {item.value}" for item in told[:_IN_HEAD])


def where(lines: Difference | Fact, diagnosis: Diagnosis) -> str:
    """The lines that show it, as ``line 27``."""
    evidence = lines.evidence if isinstance(lines, Difference) else (lines.evidence,)
    return ", ".join(dict.fromkeys(place(item, diagnosis) for item in evidence if item.line))
