"""The configuration that the far end must have to fit this one: a proposal to send over, with no key in it.

What this end's configuration does not show stands as ``<...>`` in the text: it has to be agreed on, not guessed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from assistant.configs import mirror_fortigate, mirror_junos, mirror_paloalto, mirror_routeros
from assistant.configs.mirror_ios import ios
from assistant.configs.mirror_libreswan import libreswan
from assistant.configs.mirror_parts import KEY, cidr, for_version, identity, ike_version, known, said, selectors
from assistant.errors import InputError
from assistant.model.settings import ANY, NONE, Setting, Suite, TunnelSettings

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
_ASA = {
    "AES-CBC-128": "aes",
    "AES-CBC-192": "aes-192",
    "AES-CBC-256": "aes-256",
    "3DES": "3des",
    "DES": "des",
    "AES-GCM-128": "aes-gcm",
    "AES-GCM-192": "aes-gcm-192",
    "AES-GCM-256": "aes-gcm-256",
    "NULL": "null",
}
_ASA_HASH = {"SHA1": "sha", "MD5": "md5", "SHA2-256": "sha256", "SHA2-384": "sha384", "SHA2-512": "sha512"}
_ASA_ESP = {"SHA1": "sha-1", "MD5": "md5", "SHA2-256": "sha-256", "SHA2-384": "sha-384", "SHA2-512": "sha-512"}


def mirrored(tunnel: TunnelSettings, platform: str) -> list[str]:
    """The lines of the far end's configuration for a platform.

    Raises:
        InputError: for this platform no text is written, or the tunnel uses an algorithm that it does not have.
    """
    writer = WRITERS.get(platform)
    if writer is None:
        raise InputError(f"no configuration is written for {platform!r}; for these one is: {', '.join(sorted(WRITERS))}")
    return writer(tunnel)


# swanctl.conf


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


def _swanctl(tunnel: TunnelSettings) -> list[str]:
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


# Cisco ASA


def _asa(tunnel: TunnelSettings) -> list[str]:
    peer = said(tunnel.local_address, "this end's address")
    version = ike_version(tunnel)
    out = [f"! for an ASA whose outside interface is {said(tunnel.peer, 'the address of the far end')}; 8.4 and later"]
    out += [
        f"access-list MIRROR extended permit {item.protocol or 'ip'} {_asa_net(item.remote)} {_asa_net(item.local)}"
        for item in selectors(tunnel)
    ]
    for number, suite in enumerate(for_version(tunnel), start=1):
        out += _asa_policy(suite, version, number * 10, tunnel.phase1_lifetime)
    names = []
    for number, suite in enumerate(tunnel.phase2 or (), start=1):
        names.append(f"MIRROR{number}")
        out += _asa_transform(suite, version, names[-1], tunnel)
    proposal = "ikev2 ipsec-proposal" if version == "ikev2" else "ikev1 transform-set"
    entry = "crypto map outside_map 10"
    out += [
        f"{entry} match address MIRROR",
        f"{entry} set peer {peer}",
        f"{entry} set {proposal} {' '.join(names) or '<phase 2 proposals>'}",
    ]
    if tunnel.pfs is not None and tunnel.pfs.value.startswith("group "):
        out.append(f"{entry} set pfs {tunnel.pfs.value.split(' or ')[0].replace(' ', '')}")
    if tunnel.phase2_lifetime is not None and tunnel.phase2_lifetime.value.isdigit():
        out.append(f"{entry} set security-association lifetime seconds {tunnel.phase2_lifetime.value}")
    if tunnel.mode is not None and tunnel.mode.value == "aggressive":
        out.append(f"{entry} set ikev1 phase1-mode aggressive")
    out += [
        "crypto map outside_map interface outside",
        f"crypto {version} enable outside",
        f"tunnel-group {peer} type ipsec-l2l",
        f"tunnel-group {peer} ipsec-attributes",
    ]
    if version == "ikev2":
        return [*out, f" ikev2 local-authentication pre-shared-key {KEY}", f" ikev2 remote-authentication pre-shared-key {KEY}"]
    return [*out, f" ikev1 pre-shared-key {KEY}"]


def _asa_policy(suite: Suite, version: str, number: int, lifetime: Setting | None) -> list[str]:
    have = suite.algorithms
    ciphers = " ".join(known(name, _ASA, "an ASA") for name in have.get("encryption", ()))
    hashes = " ".join(known(name, _ASA_HASH, "an ASA") for name in have.get("integrity", ()))
    groups = " ".join(name.removeprefix("group ") for name in have.get("group", ()))
    out = [f"crypto {version} policy {number}"]
    if version == "ikev1":
        out += [f" authentication {'pre-share' if 'pre-shared key' in have.get('authentication', ('pre-shared key',)) else 'rsa-sig'}"]
    out += [f" encryption {ciphers}"] if ciphers else []
    out += [f" {'integrity' if version == 'ikev2' else 'hash'} {hashes or 'null'}"]
    out += [f" prf {' '.join(known(name, _ASA_HASH, 'an ASA') for name in have['prf'])}"] if version == "ikev2" and have.get("prf") else []
    out += [f" group {groups}"] if groups else []
    if lifetime is not None and lifetime.value.isdigit():
        out.append(f" lifetime {'seconds ' if version == 'ikev2' else ''}{lifetime.value}")
    return out


def _asa_transform(suite: Suite, version: str, name: str, tunnel: TunnelSettings) -> list[str]:
    have = suite.algorithms
    ciphers = [known(item, _ASA, "an ASA") for item in have.get("encryption", ())]
    if version == "ikev2":
        hashes = [known(item, _ASA_ESP, "an ASA") for item in have.get("integrity", ())] or ["null"]
        return [
            f"crypto ipsec ikev2 ipsec-proposal {name}",
            f" protocol esp encryption {' '.join(ciphers)}",
            f" protocol esp integrity {' '.join(hashes)}",
        ]
    hashes = [known(item, _ASA_HASH, "an ASA") for item in have.get("integrity", ())]
    out = [
        f"crypto ipsec ikev1 transform-set {name} {' '.join([f'esp-{word}' for word in ciphers[:1]] + [f'esp-{word}-hmac' for word in hashes[:1]])}"
    ]
    if tunnel.encapsulation is not None and tunnel.encapsulation.value == "transport":
        out.append(f"crypto ipsec ikev1 transform-set {name} mode transport")
    return out


def _asa_net(network: str) -> str:
    if network == ANY:
        return "any4"
    try:
        net = ipaddress.ip_network(network)
    except ValueError:
        return network
    if net.version == 6:  # noqa: PLR2004 - IPv6 has no mask in this form
        return str(net)
    return f"host {net.network_address}" if net.prefixlen == net.max_prefixlen else f"{net.network_address} {net.netmask}"


WRITERS: dict[str, Callable[[TunnelSettings], list[str]]] = {
    "cisco-asa": _asa,
    "cisco-ios": ios,
    "fortigate": mirror_fortigate.written,
    "juniper-srx": mirror_junos.written,
    "libreswan": libreswan,
    "mikrotik": mirror_routeros.written,
    "paloalto": mirror_paloalto.written,
    "strongswan": _swanctl,
}
