"""A platform whose repairs are not written yet gets words, not another platform's commands."""

from __future__ import annotations

from assistant.dialogue import Session
from assistant.reports import text

REFUSED = """\
Nov 23 20:00:00 gw charon[123]: 06[NET] received packet: from 203.0.113.5[500] to 198.51.100.1[500] (180 bytes)
Nov 23 20:00:00 gw charon[123]: 06[ENC] parsed ID_PROT request 0 [ SA V V V V ]
Nov 23 20:00:00 gw charon[123]: 06[IKE] 203.0.113.5 is initiating a Main Mode IKE_SA
Nov 23 20:00:00 gw charon[123]: 06[CFG] received proposals: IKE:3DES_CBC/HMAC_MD5_96/PRF_HMAC_MD5/MODP_1024
Nov 23 20:00:00 gw charon[123]: 06[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
Nov 23 20:00:00 gw charon[123]: 06[IKE] no proposal found
"""


def test_no_asa_command_is_shown_for_a_strongswan(session: Session) -> None:
    """The cause is found; what is said of the repair holds for every platform and says what is missing."""
    session.paste(REFUSED)
    diagnosis = session.diagnosis

    assert diagnosis.inputs[0].platform == "strongswan"
    assert diagnosis.suspects[0].id == "policy-mismatch"
    assert diagnosis.fix is not None
    assert "strongswan" in diagnosis.fix.steps[0].text
    assert "crypto" not in text(diagnosis)
