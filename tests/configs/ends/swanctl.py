"""strongSwan, by swanctl.conf, as an end of the tunnel."""

from __future__ import annotations

from tests.configs.ends.common import Change, identities, names
from tests.configs.ends.daemons import proposal, shared

TAKES_ANY_IDENTITY = False

_FORM = """connections {{
  site {{
    version = {version}
    local_addrs = {own}
    remote_addrs = {peer}
    proposals = {ike}
    rekey_time = 28800s
    dpd_delay = 30s
    fragmentation = yes
    local {{
      auth = psk
      id = {own}
    }}
    remote {{
      auth = psk
      id = {peer}
    }}
    children {{
      net {{
        local_ts = {own_cidr}
        remote_ts = {peer_cidr}
        esp_proposals = aes256-sha1-modp2048
        life_time = 3600s
        life_bytes = 500M
        replay_window = 64
        ipcomp = no
        start_action = {start}
      }}
    }}
  }}
}}
secrets {{
  ike-site {{
    id = {peer}
    secret = "{key}"
  }}
}}
"""


def written(version: int, *, far: bool = False) -> str:
    """The working configuration."""
    return _FORM.format(**names(version, far=far), ike=proposal(version), start="none" if far else "trap")


def changes(version: int, *, far: bool) -> list[Change]:
    """Single changes to it, by the parameter that differs afterwards."""
    known = names(version, far=far)
    own, peer = known["own"], known["peer"]
    sent, expected = identities(far=far)
    esp = "esp_proposals = aes256-sha1-modp2048"
    return [
        *shared(f"    proposals = {proposal(version)}", version, far=far),
        ("peer.address", f"remote_addrs = {peer}", "remote_addrs = 198.51.100.9"),
        ("ike.version", f"version = {version}", f"version = {3 - version}"),
        *([("ike.mode", "    local_addrs", "    aggressive = yes\n    local_addrs")] if version == 1 else []),
        ("phase1.lifetime", "rekey_time = 28800s", "rekey_time = 1h"),
        ("phase1.authentication", "    local {\n      auth = psk", "    local {\n      auth = pubkey"),
        (sent, f"id = {own}", "id = gate.example.org"),
        (expected, f"auth = psk\n      id = {peer}", "auth = psk\n      id = gate.example.org"),
        ("phase2.encryption", esp, esp.replace("aes256", "aes128")),
        ("phase2.integrity", esp, esp.replace("sha1", "sha256")),
        ("phase2.pfs", esp, esp.replace("modp2048", "modp1536")),
        ("phase2.pfs", esp, esp.replace("-modp2048", "")),
        ("phase2.protocol", esp, "ah_proposals = sha1-modp2048"),
        ("phase2.mode", esp, f"{esp}\n        mode = transport"),
        ("phase2.lifetime", "life_time = 3600s", "life_time = 8h"),
        ("phase2.volume", "life_bytes = 500M", "life_bytes = 100M"),
        ("phase2.replay-window", "replay_window = 64", "replay_window = 128"),
        ("phase2.compression", "ipcomp = no", "ipcomp = yes"),
        ("dpd", "dpd_delay = 30s", "dpd_delay = 0s"),
        ("fragmentation", "fragmentation = yes", "fragmentation = no"),
        ("key", f"  ike-site {{\n    id = {peer}", "  ike-site {\n    id = 198.51.100.9"),
        *(
            [("phase2.esn", esp, f"{esp}-esn")]
            if version == 2
            else [("xauth", "    children {", "    remote-xauth {\n      auth = xauth\n    }\n    children {")]
        ),
        *([] if far else [("initiation", "start_action = trap", "start_action = none")]),
    ]
