"""The one place where the words of the knowledge become numbers.

Authors judge in words; nobody should argue about 0.55 against 0.6. The steps are about a factor
of two to five in the odds, which is what a person can tell apart.
"""

from __future__ import annotations

from typing import Final

from assistant.model.entries import Frequency, Strength
from assistant.model.observed import Reliability

STRENGTH: Final[dict[Strength, float]] = {
    "always": 0.97,
    "usually": 0.80,
    "often": 0.55,
    "sometimes": 0.25,
    "rarely": 0.06,
    "never": 0.004,
}
"""Share of tunnels with the cause that show the finding."""

BACKGROUND: Final[dict[Strength, float]] = {**STRENGTH, "never": 0.001}
"""Share of tunnels without any cause that speaks of the finding. A line that names its cause is not
logged by accident; that it is misread or of another tunnel is the business of the reliability."""

FREQUENCY: Final[dict[Frequency, float]] = {"common": 8.0, "uncommon": 3.0, "rare": 1.0, "very-rare": 0.3}
"""Relative frequency of a cause among tunnels that do not work."""

RELIABILITY: Final[dict[Reliability, float]] = {
    "device": 0.999,
    "compared": 0.9995,
    "config": 0.998,
    "loose": 0.95,
    "said": 0.93,
    "hearsay": 0.93,
}
"""Chance that a claim from this kind of source is right; a pasted proof outweighs an opinion. ``loose`` is a device's
line that is only almost one that is known: it counts a little more than somebody's word, and alone proves nothing.
``compared`` are both ends' configurations: one that is old or of another tunnel is wrong in one in a hundred, and then in
any of some twenty parameters, hardly ever in just this one."""

PRIOR_HEALTHY: Final = 0.16
UNSHOWN_HEALTHY: Final = 0.1
"""What remains of the prior of a working tunnel where nothing was seen to work: people ask about tunnels that fail, and a
log that merely breaks off shows neither."""
PRIOR_UNKNOWN: Final = 0.06
PRIOR_TWO_FAULTS: Final = 0.05
"""Two faults at once are normal enough to be thought of, and rare enough not to be thought of first."""

UNKNOWN_FLOOR: Final = 0.02
"""Chance that something not in this knowledge produces any given finding; keeps every belief below certainty."""

OTHER_STAGE: Final = 0.004
"""Chance of a stage that a cause does not list."""

UNMENDED: Final = 0.25
"""Share of repairs that did not mend what they were for: mistyped, not saved, on the other unit. The odds of a cause whose
fix was applied are taken down to this share; what is shown afterwards may raise them again."""

HIGHEST: Final = 0.99
"""No probability is ever shown as 1."""

LOWEST: Final = 1e-9
"""And none as 0: what was never seen together may still be so."""
