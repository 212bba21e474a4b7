"""Two configurations compared, as text and as the JSON contract ``mmwait.comparison/1``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.model.diagnosis import Diagnosis, Suspect
from assistant.model.settings import Comparison, Parameter, Remark, Side, TunnelSettings
from assistant.reports.layout import clip, wrap
from assistant.reports.words import percent

SCHEMA = "mmwait.comparison/1"
_WHOLE = 8
"""Lines of a configuration from which on it is said that nothing is wrong in it; fewer are a detail of one."""
_MARKS = {"equal": "equal", "differs": "DIFFERS", "cannot-check": "cannot check", "one-sided": "one side only"}


def comparison_text(found: Comparison, suspects: Sequence[Suspect], width: int = 80) -> str:
    """What stops the tunnel first, then every parameter in the order in which IKE meets it, then each end alone."""
    out = [*_head(found, width), "", f"this end: {_named(found.local)}", f"far end:  {_named(found.remote)}", ""]
    for item in found.parameters:
        out += _row(item, width)
    for whose, remarks in (("THIS END ALONE", found.local_remarks), ("THE FAR END ALONE", found.remote_remarks)):
        if remarks:
            out += ["", whose, *(line for remark in remarks for line in remark_rows(remark, width))]
    shown = [item for item in suspects if item.id != "unknown" and item.probability >= 0.02][:4]  # noqa: PLR2004 - less is no lead
    if shown and (found.first_stop or any(remark.stops for remark in (*found.local_remarks, *found.remote_remarks))):
        out += ["", "CAUSES", *(f"{percent(item.probability):>5}  {item.title} [{item.id}]" for item in shown)]
    return "\n".join(out) + "\n"


def _head(found: Comparison, width: int) -> list[str]:
    stop = found.first_stop
    differs = [item for item in found.parameters if item.verdict == "differs"]
    unseen = [item for item in found.parameters if item.verdict == "cannot-check"]
    alone = [remark for remark in (*found.local_remarks, *found.remote_remarks) if remark.stops]
    if stop is not None:
        more = sum(1 for item in differs if item.stops) - 1
        text = f"DIFFERS: {stop.title}: {stop.local.value or 'not shown'} here, {stop.remote.value or 'not shown'} there. {stop.says}"
        return wrap(text + (f" {more} more difference{'s' if more > 1 else ''} would stop the tunnel after it." if more else ""), width)
    if alone:
        return wrap(f"NOTHING DIFFERS THAT STOPS THE TUNNEL, but one end is wrong in itself: {alone[0].text}", width)
    note = f" {len(unseen)} parameter{'s' if len(unseen) != 1 else ''} could not be checked." if unseen else ""
    harmless = f" {len(differs)} differ and may." if differs else ""
    return wrap(f"NOTHING DIFFERS THAT STOPS THE TUNNEL.{harmless}{note}", width)


def _named(tunnel: TunnelSettings) -> str:
    where = f", line {tunnel.where.line}" if tunnel.where else ""
    return f"{tunnel.platform} {tunnel.name or '(no tunnel named)'}{where}"


def _row(item: Parameter, width: int) -> list[str]:
    mark = _MARKS[item.verdict] + ("" if item.stops or item.verdict != "differs" else ", may differ")
    out = wrap(f"{item.title}: {mark}", width, "    ")
    if item.verdict == "equal":
        return [clip(f"{out[0]} ({_value(item.local)})", width)]
    out += wrap(f"    here:  {_value(item.local)}", width, " " * 11)
    out += wrap(f"    there: {_value(item.remote)}", width, " " * 11)
    if item.says:
        out += wrap(f"    {item.says}", width, "    ")
    return [*out, *(row for text in states_of(item) for row in wrap(f"    {text}", width, "    "))]


def configurations(diagnosis: Diagnosis, width: int) -> list[str]:
    """What the configurations in a session say: the difference that comes first, the further ones by name, what is wrong within one end."""
    found = diagnosis.compared
    out: list[str] = []
    if found is not None and (stop := found.first_stop) is not None:
        here, there = (_value(side) for side in (stop.local, stop.remote))
        out += wrap(f"  {stop.title} DIFFERS: {here} here, {there} there. {stop.says}", width, "    ")
        out += [row for text in states_of(stop) for row in wrap(f"    {text}", width, "    ")]
        further = [item.title for item in found.parameters if item.stops and item is not stop]
        if further:
            out += wrap(f"  After it these would stop the tunnel too: {', '.join(further)}.", width, "    ")
    elif found is not None:
        out += wrap("  Of what both ends show nothing differs that stops the tunnel.", width, "    ")
    if found is not None:
        may = [item for item in found.parameters if item.verdict == "differs" and not item.stops]
        unseen = [item.title for item in found.parameters if item.verdict == "cannot-check"]
        for item in may:
            out += wrap(f"  {item.title} differs and may: {item.says}", width, "    ")
        out += wrap(f"  Not shown by both, so not checked: {', '.join(unseen)}.", width, "    ") if unseen else []
    for whose, remarks in (("this end", diagnosis.remarks), ("the far end", found.remote_remarks if found is not None else ())):
        for remark in remarks:
            said = f"  {whose} alone, {'STOPS' if remark.stops else 'note'}: {remark.text}"
            out += [*wrap(said, width, "    "), *_places(remark, width)]
    whole = any(item.kind == "config" and item.side == "local" and item.recognised >= _WHOLE for item in diagnosis.inputs)
    if found is None and whole and not any(remark.stops for remark in diagnosis.remarks):
        said = "  As far as it is shown, nothing within this end's configuration keeps the tunnel from working. `mmwait mirror` writes what the far end must have to fit."
        out += wrap(said, width, "    ")
    return out


def states_of(item: Parameter) -> list[str]:
    """In which state each end then stands, in its platform's words."""
    shown = [f"{who} shows {words}" for who, words in (("this end", item.here), ("the far end", item.there)) if words]
    return [f"Then {'; '.join(shown)}."] if item.stops and shown else []


def _value(side: Side) -> str:
    if side.value is None:
        return "not shown"
    if side.default and not side.line:
        return f"{side.value} ({side.default})"
    return f"{side.value} (line {side.line}{', ' + side.default if side.default else ''})" if side.line else side.value


def remark_rows(remark: Remark, width: int) -> list[str]:
    """A remark with its lines."""
    return [*wrap(f"  {'STOPS' if remark.stops else 'note'}: {remark.text}", width, "    "), *_places(remark, width)]


def _places(remark: Remark, width: int) -> list[str]:
    return [f"    line {where.line}: {where.text}"[:width] for where in remark.where[:3]]


def comparison_contract(found: Comparison, suspects: Sequence[Suspect]) -> dict[str, Any]:
    """The comparison as plain values, in the contract's form."""
    causes = [
        {"id": item.id, "family": item.family, "title": item.title, "side": item.side, "probability": item.probability} for item in suspects
    ]
    return {"schema": SCHEMA, **comparison_values(found), "causes": causes}


def comparison_values(found: Comparison) -> dict[str, Any]:
    """What was compared, without the causes."""
    return {
        "local": {"platform": found.local.platform, "tunnel": found.local.name},
        "remote": {"platform": found.remote.platform, "tunnel": found.remote.name},
        "parameters": [
            {
                "name": item.name,
                "title": item.title,
                "phase": item.phase,
                "verdict": item.verdict,
                "local": {"value": item.local.value, "line": item.local.line or None},
                "remote": {"value": item.remote.value, "line": item.remote.line or None},
                "stops": item.stops,
                "says": item.says,
                **({"at": item.at, "states": {"local": item.here or None, "remote": item.there or None}} if item.stops else {}),
            }
            for item in found.parameters
        ],
        "remarks": [
            {"side": side, "text": remark.text, "stops": remark.stops, "lines": [where.line for where in remark.where]}
            for side, remarks in (("local", found.local_remarks), ("remote", found.remote_remarks))
            for remark in remarks
        ],
    }
