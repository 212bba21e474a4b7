"""``mmwait learn``: what resolved sessions of this site taught, to be looked at, given on, merged, switched off."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from assistant import learned
from assistant.cli.streams import out
from assistant.engine import mind
from assistant.errors import UsageError
from assistant.reasoning.site import LEAST_SHARE, PRIOR_WEIGHT, site_factors


def learn(options: argparse.Namespace) -> int:
    """List, export, merge, forget, or switch on and off."""
    match options.action:
        case "list":
            _list()
        case "export":
            out(msgspec.json.format(msgspec.json.encode(learned.export()), indent=1).decode() + "\n")
        case "merge":
            if not options.name:
                raise UsageError("`mmwait learn merge` wants the file that another site's `mmwait learn export` wrote")
            found, replaced = learned.merge(Path(options.name))
            again = ", in place of its earlier one" if replaced else ""
            out(f"merged {sum(found.counts.values())} resolved sessions of site {found.site}{again}\n")
            strange = sorted(set(found.counts) - set(mind().causes))
            if strange:
                out(f"not in this knowledge, so without effect: {', '.join(strange[:8])}\n")
        case "forget":
            out(learned.forget(options.name or "") + "\n")
        case _:
            learned.switch(on=options.action == "on")
            out(f"learning from resolved sessions is {options.action}\n")
    return 0


def _list() -> None:
    found = learned.load()
    counts = found.counts()
    factors = site_factors(mind().network, counts)
    out(f"learning is {'on' if found.on else 'off'}; {len(found.own)} sessions of this site resolved, {len(found.merged)} sites merged\n")
    for cause, number in counts.items():
        worth = f"prior times {factors[cause]:.2f}" if cause in factors else "not in this knowledge"
        out(f"{number:>6}  {cause}  {worth}\n")
    if factors:
        out(
            f"weighed against {PRIOR_WEIGHT:.0f} sessions of the shipped proportions; no cause falls below {LEAST_SHARE:.0%} of its prior\n"
        )
    for site, merged in found.merged.items():
        out(f"merged from {site}: {sum(merged.values())}\n")
