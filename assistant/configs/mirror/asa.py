"""The far end's configuration as a Cisco ASA has it: a crypto map, 8.4 and later."""

from __future__ import annotations

import ipaddress

from assistant.configs.mirror.parts import KEY, for_version, ike_version, known, said, selectors
from assistant.model.settings import ANY, Setting, Suite, TunnelSettings

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


def written(tunnel: TunnelSettings) -> list[str]:
    """The lines.

    Raises:
        InputError: an ASA has no word for an algorithm.
    """
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
