"""Runs of the laboratory whose cause lies in the two ends' configurations: that parameter is named first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.configs.compare import compare
from assistant.configs.pairing import pair
from assistant.configs.read import settings_of
from assistant.dialogue import Session
from assistant.engine import knowledge, mind
from assistant.model.settings import Comparison, Parameter
from assistant.reading.clean import split
from assistant.reading.redact import Redactor
from tests.lab.agreement import CAPTURES, on_the_wire

STOPS = {
    "p1-enc-mismatch": {"phase1.encryption"},
    "p1-keylen-mismatch": {"phase1.encryption"},
    "p1-hash-mismatch": {"phase1.integrity"},
    "p1-dh-mismatch": {"phase1.group"},
    "p1-auth-mismatch": {"phase1.authentication"},
    "psk-mismatch": {"key"},
    "missing-psk": {"key"},
    "wrong-peer-ip": {"peer.address"},
    "id-mismatch-at-responder": {"identity.local"},
    "id-mismatch-at-initiator": {"identity.remote"},
    "mode-aggressive-vs-main": {"ike.mode"},
    "mode-main-vs-aggressive": {"ike.mode"},
    "version-1-vs-2": {"ike.version"},
    "version-2-vs-1": {"ike.version"},
    "lsw-ikev1-policy-drop": {"ike.version"},
    "p2-transform-mismatch": {"phase2.encryption", "phase2.integrity"},
    "p2-ts-mismatch": {"selectors"},
    "p2-pfs-only-initiator": {"phase2.pfs"},
    "p2-pfs-only-responder": {"phase2.pfs"},
    "p2-pfs-group-mismatch": {"phase2.pfs"},
}
"""The parameter that each scenario of the laboratory changes at one end."""
AWAITED = {"MM1": "mm2", "AM1": "am2", "MM3": "mm4", "MM5": "mm6", "MM6": "mm6", "QM1": "qm", "IKE_SA_INIT request": "init"}
"""The stage in which an initiator stands whose exchange ends with that message; one that refuses message 6 never gets past it."""
NO_SECRETS = {"psk-mismatch", "missing-psk"}
"""libreswan's keys are in ipsec.secrets, which the laboratory does not keep: its ipsec.conf cannot show these."""
EQUAL = (
    *("healthy", "healthy-aggressive", "healthy-cert", "healthy-ikev2", "healthy-nat", "large-dropped", "mm3-dropped", "mm4-dropped"),
    *("udp500-blocked-both", "peer-down-silent", "peer-no-daemon", "frag-dropped-both", "dpd-timeout", "stale-sa-responder-restarted"),
)
"""Scenarios whose cause does not lie in the two files."""


def compared(run: Path) -> Comparison:
    """Both ends' files of a run."""
    redact = Redactor()
    devices = []
    for index, side in enumerate(("initiator", "responder")):
        file = next(path for path in sorted(run.glob(f"{side}.*conf")) if path.suffix == ".conf")
        devices.append(settings_of(split(redact(file.read_text()))[0], index))
    here, there = devices
    assert here is not None
    assert there is not None
    found = pair(here, there)
    assert found is not None
    return compare(*found, knowledge().parameters)


def runs(scenarios: object) -> list[Path]:
    """The folders of those scenarios."""
    found = []
    for meta in sorted(CAPTURES.glob("*/*/meta.json")) if CAPTURES.is_dir() else ():
        name = json.loads(meta.read_text())["scenario"]
        ends = [file for side in ("initiator", "responder") for file in meta.parent.glob(f"{side}.*.conf")]
        if name in scenarios and len(ends) > 1 and not (name in NO_SECRETS and list(meta.parent.glob("*.ipsec.conf"))):  # type: ignore[operator]
            found.append(meta.parent)
    return found


def came_up(run: Path) -> bool:
    """Whether quick mode was completed all the same."""
    return on_the_wire(run / "initiator.pcap") == "QM3"


def named(found: Comparison, run: Path) -> Parameter | None:
    """The difference that stops the tunnel first; where the responder took it as it was, the first difference, which may not stop.

    The laboratory starts every run by hand, so that who may start is none.
    """
    if not came_up(run):
        return found.first_stop
    first = next((item for item in found.parameters if item.verdict == "differs" and item.name != "initiation"), None)
    return None if first is None or first.stops else first


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the laboratory's captures lie outside the repository and are not here")
@pytest.mark.parametrize("pair", ["strongswan", "libreswan"])
def test_it_fails_at_the_message_that_is_said(pair: str) -> None:
    """``at`` and the initiator's stage by the wire; the responder's stage by its log, where that shows one."""
    wrong, responders = [], 0
    folders = [run for run in runs(STOPS) if run.parent.name == pair and not came_up(run)]
    for run in folders:
        stop = compared(run).first_stop
        assert stop is not None
        last = on_the_wire(run / "initiator.pcap").replace("IKE_SA_INIT response", "IKE_SA_INIT request")  # the answer is the refusal
        if (stop.at, stop.initiator) != (last, AWAITED[last]):
            wrong.append((run.name, stop.at, stop.initiator, last, AWAITED[last]))
        shown = standing(run / "responder.log")
        if stop.responder is not None and shown is not None:
            responders += 1
            if shown != stop.responder:
                wrong.append((run.name, "responder", stop.responder, shown, ""))
    print(
        f"{pair}: {len(folders) - len({item[0] for item in wrong})} of {len(folders)} runs fail where it is said; {responders} responders' logs show their stage"
    )
    assert len(folders) >= 15
    assert wrong == []


def standing(log: Path) -> str | None:
    """The stage that the program reads in a log."""
    session = Session(mind())
    session.paste(log.read_text(encoding="utf-8", errors="replace"))
    tunnel = session.diagnosis.tunnel
    return tunnel.negotiations[-1].standing.stage if tunnel is not None else None


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the laboratory's captures lie outside the repository and are not here")
def test_the_cause_is_named_first() -> None:
    """Every run whose cause the two files show."""
    wrong = []
    folders = runs(STOPS)
    for run in folders:
        stop = named(compared(run), run)
        if stop is None or stop.name not in STOPS[run.name]:
            wrong.append((run.parent.name, run.name, stop.name if stop else None))
    print(f"{len(folders) - len(wrong)} of {len(folders)} runs name their cause first")
    assert len(folders) >= 30
    assert wrong == []


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the laboratory's captures lie outside the repository and are not here")
def test_nothing_stops_where_the_files_are_right() -> None:
    """Blocked, dropped, silent or healthy: the configurations are not to blame."""
    folders = runs(EQUAL)
    wrong = [(run.parent.name, run.name, stop.name) for run in folders if (stop := compared(run).first_stop) is not None]
    print(f"{len(folders) - len(wrong)} of {len(folders)} runs have no difference that stops")
    assert len(folders) >= 20
    assert wrong == []
