"""The far end's configuration as a MikroTik has it: RouterOS 6.44 and later, with what keeps source NAT away from the tunnel."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.configs.mirror.parts import KEY, cidr, for_version, identity, ike_version, known, said, seconds, selectors, uses_key
from assistant.configs.values import is_address
from assistant.model.settings import NONE, TunnelSettings

_PLATFORM = "RouterOS"
_IKE = {"3DES": "3des", "DES": "des", **{f"AES-CBC-{bits}": f"aes-{bits}" for bits in (128, 192, 256)}}
_ESP = {"3DES": "3des", "DES": "des", "NULL": "null"}
_ESP |= {f"AES-{kind}-{bits}": f"aes-{bits}-{kind.lower()}" for kind in ("CBC", "GCM") for bits in (128, 192, 256)}
_HASHES = {"MD5": "md5", "SHA1": "sha1", "SHA2-256": "sha256", "SHA2-384": "sha384", "SHA2-512": "sha512"}
_GROUPS = {"group 1": "modp768", "group 2": "modp1024", "group 5": "modp1536", "group 14": "modp2048", "group 15": "modp3072"}
_GROUPS |= {"group 16": "modp4096", "group 17": "modp6144", "group 18": "modp8192"}
_GROUPS |= {"group 19": "ecp256", "group 20": "ecp384", "group 21": "ecp521"}


def written(tunnel: TunnelSettings) -> list[str]:
    """The lines. RouterOS has one hash and any number of ciphers and groups in a profile; of several proposals the first counts.

    Raises:
        InputError: RouterOS has no word for an algorithm.
    """
    own, peer = said(tunnel.peer, "the far end's address"), said(tunnel.local_address, "this end's address")
    first = next(iter(for_version(tunnel)), None)
    have = first.algorithms if first is not None else {}
    ciphers, hashes = _words(have.get("encryption"), _IKE), _words(have.get("integrity", ())[:1], _HASHES)
    profile = [f"name=mirror dh-group={_words(have.get('group'), _GROUPS)} enc-algorithm={ciphers} hash-algorithm={hashes}"]
    profile += [f"lifetime={lifetime}s"] if (lifetime := seconds(tunnel.phase1_lifetime)) else []
    mode = "ike2" if ike_version(tunnel) == "ikev2" else tunnel.mode.value if tunnel.mode is not None else "main"
    login = f'secret="{KEY}"' if uses_key(tunnel) else "auth-method=digital-signature certificate=<its certificate>"
    ids = _typed(identity(tunnel.identity_remote, own)), _typed(identity(tunnel.identity_local, peer))
    out = [
        "# for RouterOS 6.44 and later",
        "/ip ipsec profile",
        f"add {' '.join(profile)}",
        "/ip ipsec peer",
        f"add name=mirror address={peer} local-address={own} exchange-mode={mode} profile=mirror",
        "/ip ipsec proposal",
        f"add {_proposal(tunnel)}",
        "# move it before the rules that translate",
        "/ip firewall nat",
        *(f"add action=accept chain=srcnat {_nets(pair.remote, pair.local)}" for pair in selectors(tunnel)),
        "/ip ipsec identity",
        f"add peer=mirror my-id={ids[0]} remote-id={ids[1]} {login}",
        "/ip ipsec policy",
    ]
    kind = f"{'ipsec-protocols=ah ' if _is_ah(tunnel) else ''}tunnel={'no' if _transport(tunnel) else 'yes'}"
    return [*out, *(f"add peer=mirror proposal=mirror {_nets(pair.remote, pair.local)} {kind}" for pair in selectors(tunnel))]


def _proposal(tunnel: TunnelSettings) -> str:
    suite = next(iter(tunnel.phase2 or ()), None)
    have = suite.algorithms if suite is not None else {}
    hashes = have.get("ah") or have.get("integrity")
    parts = ["name=mirror", f"auth-algorithms={_words(hashes, _HASHES) if hashes or suite is None else 'null'}"]
    parts += [] if _is_ah(tunnel) else [f"enc-algorithms={_words(have.get('encryption'), _ESP)}"]
    parts += [f"lifetime={lifetime}s"] if (lifetime := seconds(tunnel.phase2_lifetime)) else []
    group = tunnel.pfs.value.split(" or ")[0] if tunnel.pfs is not None else "<the PFS group or none>"
    return " ".join([*parts, f"pfs-group={known(group, _GROUPS, _PLATFORM) if group.startswith('group') else group}"])


def _words(names: Iterable[str] | None, words: dict[str, str]) -> str:
    return ",".join(known(name, words, _PLATFORM) for name in names or ()) or "<agree>"


def _nets(source: str, destination: str) -> str:
    return f"src-address={cidr(source)} dst-address={cidr(destination)}"


def _is_ah(tunnel: TunnelSettings) -> bool:
    return tunnel.protocol is not None and tunnel.protocol.value == "ah"


def _transport(tunnel: TunnelSettings) -> bool:
    return tunnel.encapsulation is not None and tunnel.encapsulation.value not in {"tunnel", NONE}


def _typed(word: str) -> str:
    if word.startswith("<") or is_address(word):
        return f"address:{word}"
    return f"user-fqdn:{word}" if "@" in word.lstrip("@") else f"fqdn:{word.lstrip('@')}"
