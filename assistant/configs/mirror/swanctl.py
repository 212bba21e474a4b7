"""The far end's configuration as strongSwan has it, in swanctl.conf."""

from __future__ import annotations

from assistant.configs.mirror.parts import KEY, cidr, for_version, identity, ike_version, known, said, selectors
from assistant.errors import InputError
from assistant.model.settings import NONE, Suite, TunnelSettings

_SWAN = {
    "AES-GCM-128": "aes128gcm16",
    "AES-GCM-192": "aes192gcm16",
    "AES-GCM-256": "aes256gcm16",
    "3DES": "3des",
    "DES": "des",
    "NULL": "null",
}
_SWAN_HASH = {"SHA1": "sha1", "MD5": "md5", "SHA2-256": "sha256", "SHA2-384": "sha384", "SHA2-512": "sha512", "SHA2-224": "sha224"}
_SWAN_GROUP = {
    "1": "modp768",
    "2": "modp1024",
    "5": "modp1536",
    "14": "modp2048",
    "15": "modp3072",
    "16": "modp4096",
    "17": "modp6144",
    "18": "modp8192",
    "19": "ecp256",
    "20": "ecp384",
    "21": "ecp521",
    "24": "modp2048s256",
    "31": "curve25519",
}


def _swan_words(suite: Suite, *, phase: int, group: str = "") -> str:
    words = [_SWAN.get(name) or _cbc(name) for name in suite.algorithms.get("encryption", ())]
    sealed = any("gcm" in word for word in words)
    words += [known(name, _SWAN_HASH, "strongSwan") for name in suite.algorithms.get("integrity", ()) if not (sealed and phase == 1)]
    if phase == 1 and suite.algorithms.get("prf") and (sealed or suite.algorithms["prf"] != suite.algorithms.get("integrity")):
        words += [f"prf{known(name, _SWAN_HASH, 'strongSwan')}" for name in suite.algorithms["prf"]]
    groups = [group] if group else list(suite.algorithms.get("group", ()))
    words += [known(name.removeprefix("group "), _SWAN_GROUP, "strongSwan") for name in groups if name != NONE]
    return "-".join(words)


def _cbc(name: str) -> str:
    if not name.startswith("AES-CBC-"):
        raise InputError(f"strongSwan has no word for {name} that is known here; agree on another algorithm")
    return f"aes{name.removeprefix('AES-CBC-')}"


def written(tunnel: TunnelSettings) -> list[str]:
    """The lines.

    Raises:
        InputError: strongSwan has no word for an algorithm that is known here.
    """
    own = said(tunnel.peer, "the far end's address")
    other = said(tunnel.local_address, "this end's address")
    psk = tunnel.authentication is None or "pre-shared" in tunnel.authentication.value
    proposals = ",".join(_swan_words(suite, phase=1) for suite in for_version(tunnel)) or "<phase 1 proposals>"
    pfs = tunnel.pfs.value if tunnel.pfs is not None else ""
    esp = ",".join(_swan_words(suite, phase=2, group=pfs) for suite in tunnel.phase2 or ()) or "<phase 2 proposals>"
    mode = tunnel.mode is not None and tunnel.mode.value == "aggressive"
    out = ["connections {", "  peer {", f"    version = {ike_version(tunnel)[-1]}"]
    out += ["    aggressive = yes"] if mode else []
    out += [f"    local_addrs = {own}", f"    remote_addrs = {other}", f"    proposals = {proposals}"]
    out += (
        [f"    rekey_time = {tunnel.phase1_lifetime.value}s"] if tunnel.phase1_lifetime and tunnel.phase1_lifetime.value.isdigit() else []
    )
    out += ["    local {", f"      auth = {'psk' if psk else 'pubkey'}", f"      id = {identity(tunnel.identity_remote, own)}", "    }"]
    out += [
        "    remote {",
        f"      auth = {'psk' if psk else 'pubkey'}",
        f"      id = {identity(tunnel.identity_local, other)}",
        "    }",
        "    children {",
    ]
    for number, selector in enumerate(selectors(tunnel), start=1):
        out += [
            f"      net{number} {{",
            f"        local_ts = {cidr(selector.remote)}",
            f"        remote_ts = {cidr(selector.local)}",
            f"        esp_proposals = {esp}",
            "        start_action = trap",
        ]
        out += (
            [f"        life_time = {tunnel.phase2_lifetime.value}s"]
            if tunnel.phase2_lifetime and tunnel.phase2_lifetime.value.isdigit()
            else []
        )
        out += ["        mode = transport"] if tunnel.encapsulation is not None and tunnel.encapsulation.value == "transport" else []
        out += ["      }"]
    out += ["    }", "  }", "}"]
    return (
        [*out, "secrets {", "  ike-peer {", f"    id = {identity(tunnel.identity_local, other)}", f'    secret = "{KEY}"', "  }", "}"]
        if psk
        else out
    )
