"""Where in a console a step is done is told on the fix card and in every report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec

from assistant.advice import advise
from assistant.dialogue import Mind, Session
from assistant.kb import root
from assistant.kb.check import check
from assistant.kb.load import load
from assistant.model.diagnosis import Diagnosis
from assistant.model.entries import Fix, FixStep
from assistant.reports import contract, markdown, text
from assistant.tui.state import Shown
from assistant.tui.widgets.fixcard import FixCard

FIX = Fix(
    "psk-mismatch",
    "Enter the key",
    (
        FixStep("Read it.", "read-only", "Nothing to undo.", place="VPN > Gateways > row of {peer} > General > Shared secret"),
        FixStep("Wait.", "read-only", "Nothing to undo."),
    ),
    (),
    "Please look.",
)
WHERE = "Where: VPN > Gateways > row of 203.0.113.5 > General > Shared secret"


def diagnosed(session: Session, shipped: Mind) -> Diagnosis:
    """A diagnosis whose fix is the one above."""
    session.paste("Nov 23 20:00:00 gw charon[1]: 05[IKE] <to-branch|1> initiating IKE_SA to-branch[1] to 203.0.113.5")
    advice = advise(shipped.causes["psk-mismatch"], "local", (FIX,), {}, session.diagnosis.tunnel, {})
    assert advice is not None
    return msgspec.structs.replace(session.diagnosis, fix=advice)


def test_the_place_is_told_filled_in_by_every_face(session: Session, shipped: Mind) -> None:
    """Once, for the step that has one; a step without a place says nothing of it."""
    diagnosis = diagnosed(session, shipped)
    card = "\n".join(row.plain for row in FixCard(alone=True).draw(Shown(diagnosis), 120))

    for told in (text(diagnosis, width=120), markdown(diagnosis), card):
        assert " ".join(told.split()).count(WHERE) == 1
        assert told.count("Where:") == 1
    first, second = json.loads(json.dumps(contract(diagnosis)))["fix"]["steps"]
    assert f"Where: {first['place']}" == WHERE
    assert "place" not in second


def test_an_unknown_placeholder_in_a_place_is_a_fault(tmp_path: Path) -> None:
    """As in any other text of a fix."""
    copy = tmp_path / "knowledge"
    shutil.copytree(root.shipped(), copy)
    file = copy / "platforms" / "fortigate" / "fixes" / "clock-skew.yaml"
    written = file.read_text(encoding="utf-8")
    file.write_text(written.replace("      undo:", '      place: "VPN > {peeer}"\n      undo:', 1), encoding="utf-8")
    loaded = load(copy)
    check(loaded, with_tests=False)

    assert [fault for fault in loaded.faults if "{peeer}" in fault and "clock-skew" in fault], loaded.faults
