"""Where a difference shows depends on who starts and on which daemon answers."""

from __future__ import annotations

import pytest

from tests.configs.ends import ENDS
from tests.configs.reading_settings import compared

HERE, THERE = {name: ENDS[name].written(1) for name in ENDS}, {name: ENDS[name].written(1, far=True) for name in ENDS}
NO_PFS = {
    "swanctl": ("esp_proposals = aes256-sha1-modp2048", "esp_proposals = aes256-sha1"),
    "libreswan": ("pfs=yes", "pfs=no"),
    "asa": ("crypto map MAP 10 set pfs group14\n", ""),
}
AGGRESSIVE = ("    local_addrs", "    aggressive = yes\n    local_addrs")


def stages(local: str, remote: str, name: str) -> tuple[bool, str, str | None]:
    """Whether the parameter stops the tunnel, at which message, and where the initiator then stands."""
    item = next(item for item in compared(local, remote).parameters if item.name == name)
    assert item.verdict == "differs"
    return item.stops, item.at, item.initiator


@pytest.mark.parametrize(
    ("here", "there", "which", "stops"),
    [
        ("swanctl", "swanctl", "far", True),
        ("asa", "libreswan", "far", False),
        ("swanctl", "libreswan", "far", False),
        ("swanctl", "libreswan", "here", True),
        ("libreswan", "swanctl", "far", True),
    ],
)
def test_libreswan_takes_any_group_that_is_offered(here: str, there: str, which: str, stops: bool) -> None:
    """Not so where it wants one and is offered none, and not strongSwan."""
    ours, theirs = HERE[here], THERE[there]
    changed = NO_PFS[there if which == "far" else here]
    ours, theirs = (ours, theirs.replace(*changed)) if which == "far" else (ours.replace(*changed), theirs)
    assert stages(ours, theirs, "phase2.pfs") == ((True, "QM1", "qm") if stops else (False, "", None))


def test_the_end_that_only_answers_does_not_start() -> None:
    """With the other end as a responder for any address, this end's PFS is what is offered, whichever text is the local one."""
    waits = THERE["libreswan"].replace("    right=192.0.2.1", "    right=%any").replace(*NO_PFS["libreswan"])
    assert stages(waits, HERE["swanctl"], "phase2.pfs")[0] is False
    assert stages(HERE["swanctl"], waits, "phase2.pfs")[0] is False


def test_the_mode_of_the_end_that_starts_decides() -> None:
    """A strongSwan notices main mode only at the identity, libreswan at once."""
    assert stages(HERE["swanctl"].replace(*AGGRESSIVE), THERE["swanctl"], "ike.mode") == (True, "AM1", "am2")
    assert stages(HERE["swanctl"], THERE["swanctl"].replace(*AGGRESSIVE), "ike.mode") == (True, "MM5", "mm6")
    assert stages(HERE["swanctl"], THERE["libreswan"].replace("pfs=yes", "pfs=yes\n    aggressive=yes"), "ike.mode") == (True, "MM1", "mm2")


def test_a_key_that_is_missing_shows_sooner_than_a_wrong_one() -> None:
    lacking = THERE["swanctl"].replace("ike-site {\n    id = 192.0.2.1", "ike-site {\n    id = 198.51.100.9")
    assert stages(HERE["swanctl"], lacking, "key") == (True, "MM3", "mm4")
    wrong = THERE["swanctl"].replace("Winter-Garden", "Summer-Garden")
    assert stages(HERE["swanctl"], wrong, "key") == (True, "MM5", "mm6")
    lacking = THERE["libreswan"].replace("203.0.113.5 192.0.2.1 : PSK", "198.51.100.9 : PSK")
    assert stages(HERE["swanctl"], lacking, "key") == (True, "MM1", "mm2")
