"""The far end's configuration for libreswan: an ipsec.conf, and the line of its ipsec.secrets.

Words of the algorithms: ipsec.conf(5) of libreswan 4, under ``ike`` and ``phase2alg``.
"""

from __future__ import annotations

from assistant.configs.mirror.parts import KEY, for_version, identity, ike_version, known, said, selectors
from assistant.errors import InputError
from assistant.model.settings import ANY, NONE, Suite, TunnelSettings

_CIPHER = {"3DES": "3des", "NULL": "null"}
_CIPHER |= {f"AES-CBC-{bits}": f"aes{bits}" for bits in (128, 192, 256)} | {f"AES-GCM-{bits}": f"aes_gcm{bits}" for bits in (128, 192, 256)}
_HASH = {"SHA1": "sha1", "MD5": "md5", "SHA2-256": "sha2_256", "SHA2-384": "sha2_384", "SHA2-512": "sha2_512"}
_GROUP = {"group 2": "modp1024", "group 5": "modp1536", "group 14": "modp2048", "group 15": "modp3072", "group 16": "modp4096"}
_GROUP |= {"group 17": "modp6144", "group 18": "modp8192"} | {f"group {number}": f"dh{number}" for number in (19, 20, 21, 31)}


def _words(suite: Suite, *, phase: int, groups: list[str]) -> str:
    """One proposal: ciphers, hashes and groups, each joined by a plus sign."""
    have = suite.algorithms
    ciphers = [known(name, _CIPHER, "libreswan") for name in have.get("encryption", ())]
    sealed = any("gcm" in word for word in ciphers)
    hashes = list(have.get("prf", ()) if sealed and phase == 1 else () if sealed else have.get("integrity", ()))
    if phase == 1 and not sealed and have.get("prf") and have["prf"] != have.get("integrity"):
        raise InputError("libreswan takes the PRF from the integrity algorithm; agree on the same for both")
    parts = [
        "+".join(ciphers),
        "+".join(known(name, _HASH, "libreswan") for name in hashes),
        "+".join(known(name, _GROUP, "libreswan") for name in groups if name != NONE),
    ]
    return "-".join(part for part in parts if part)


def written(tunnel: TunnelSettings) -> list[str]:
    """The lines; a section for each pair of networks, the rest in one that they share."""
    own, other = said(tunnel.peer, "the far end's address"), said(tunnel.local_address, "this end's address")
    psk = tunnel.authentication is None or "pre-shared" in tunnel.authentication.value
    ike = ",".join(_words(suite, phase=1, groups=list(suite.algorithms.get("group", ()))) for suite in for_version(tunnel))
    pfs = tunnel.pfs.value.split(" or ") if tunnel.pfs is not None else []
    esp = ",".join(_words(suite, phase=2, groups=pfs) for suite in tunnel.phase2 or ())
    mine, theirs = identity(tunnel.identity_remote, own), identity(tunnel.identity_local, other)
    base = [
        *(
            f"authby={'secret' if psk else 'rsasig'}",
            f"left={own}",
            f"leftid={_marked(mine)}",
            f"right={other}",
            f"rightid={_marked(theirs)}",
        ),
        *([] if psk else ["leftcert=<the far end's certificate>"]),
        *(f"ikev2={'insist' if ike_version(tunnel) == 'ikev2' else 'no'}", f"ike={ike or '<phase 1 proposals>'}"),
        *(["phase2=ah"] if tunnel.protocol is not None and tunnel.protocol.value == "ah" else []),
        f"phase2alg={esp or '<phase 2 proposals>'}",
        *([f"pfs={'no' if pfs == [NONE] else 'yes'}"] if pfs else []),
        *(["aggressive=yes"] if tunnel.mode is not None and tunnel.mode.value == "aggressive" else []),
        *(["type=transport"] if tunnel.encapsulation is not None and tunnel.encapsulation.value == "transport" else []),
    ]
    for word, life in (("ikelifetime", tunnel.phase1_lifetime), ("salifetime", tunnel.phase2_lifetime)):
        base += [f"{word}={life.value}s"] if life is not None and life.value.isdigit() else []
    networks = [
        [
            *(f"leftsubnet={_net(pair.remote)}", f"rightsubnet={_net(pair.local)}"),
            *([f"leftprotoport={pair.protocol}", f"rightprotoport={pair.protocol}"] if pair.protocol else []),
            "auto=start",
        ]
        for pair in selectors(tunnel)
    ]
    if len(networks) == 1:
        sections = [("peer", [*base, *networks[0]])]
    else:
        sections = [("peer", base), *((f"peer-{number}", ["also=peer", *keys]) for number, keys in enumerate(networks, start=1))]
    out = [line for name, keys in sections for line in (f"conn {name}", *(f"    {key}" for key in keys), "")]
    return [*out, f'{_marked(mine)} {_marked(theirs)} : PSK "{KEY}"'] if psk else out[:-1]


def _marked(name: str) -> str:
    """An identity as ipsec.conf wants it: a domain name begins with ``@``, so that it is not looked up."""
    plain = any(character.isalpha() for character in name) and not set(name) & set("@:<=%/,")
    return f"@{name}" if plain else name


def _net(network: str) -> str:
    return "0.0.0.0/0" if network == ANY else network
