"""The far end's configuration for a Cisco IOS or IOS-XE router: policies, key, crypto map, access list."""

from __future__ import annotations

import ipaddress

from assistant.configs.mirror.parts import KEY, for_version, ike_version, known, said, selectors
from assistant.configs.values import is_address
from assistant.model.settings import ANY, NONE, Setting, Suite, TunnelSettings

_CIPHER = {
    "AES-CBC-128": "aes 128",
    "AES-CBC-192": "aes 192",
    "AES-CBC-256": "aes 256",
    "AES-GCM-128": "gcm 128",
    "AES-GCM-192": "gcm 192",
    "AES-GCM-256": "gcm 256",
    "3DES": "3des",
    "DES": "des",
    "NULL": "null",
}
_CIPHER_2 = {
    **{f"AES-CBC-{size}": f"aes-cbc-{size}" for size in (128, 192, 256)},
    **{f"AES-GCM-{size}": f"aes-gcm-{size}" for size in (128, 256)},
    "3DES": "3des",
    "DES": "des",
}
_HASH = {"SHA1": "sha", "MD5": "md5", "SHA2-256": "sha256", "SHA2-384": "sha384", "SHA2-512": "sha512"}
_HASH_2 = {**_HASH, "SHA1": "sha1"}
_WHO = "IOS"


def written(tunnel: TunnelSettings) -> list[str]:
    """The lines of the router's configuration."""
    peer = said(tunnel.local_address, "this end's address")
    own = said(tunnel.peer, "the address of the far end")
    new = ike_version(tunnel) == "ikev2"
    out = [f"! for a router whose outside interface is {own}", *(_ikev2(tunnel, own, peer) if new else _ikev1(tunnel, peer))]
    names: list[str] = []
    for number, suite in enumerate(tunnel.phase2 or (), start=1):
        names.append(f"MIRROR{number}")
        out += _transform(suite, names[-1], tunnel)
    old = " set isakmp-profile MIRROR" if _named(tunnel) else ""
    profile = " set ikev2-profile MIRROR" if new else old
    out += ["crypto map MIRROR 10 ipsec-isakmp", f" set peer {peer}"]
    if tunnel.phase2_lifetime is not None and tunnel.phase2_lifetime.value.isdigit():
        out.append(f" set security-association lifetime seconds {tunnel.phase2_lifetime.value}")
    out.append(f" set transform-set {' '.join(names) or '<phase 2 proposals>'}")
    if tunnel.pfs is not None and tunnel.pfs.value.startswith("group "):
        out.append(f" set pfs {tunnel.pfs.value.split(' or ')[0].replace(' ', '')}")
    out += [profile] if profile else []
    out += [" match address MIRROR", "interface <the outside interface>", f" ip address {own} <its mask>", " crypto map MIRROR"]
    out.append("ip access-list extended MIRROR")
    return [*out, *(f" permit {item.protocol or 'ip'} {_net(item.remote)} {_net(item.local)}" for item in selectors(tunnel))]


def _ikev1(tunnel: TunnelSettings, peer: str) -> list[str]:
    """One policy for each proposal: it holds one algorithm of each kind, the preferred one is taken."""
    out: list[str] = []
    for number, suite in enumerate(for_version(tunnel), start=1):
        have = suite.algorithms
        out.append(f"crypto isakmp policy {number * 10}")
        out += [f" encr {known(name, _CIPHER, _WHO)}" for name in have.get("encryption", ())[:1]]
        out += [f" hash {known(name, _HASH, _WHO)}" for name in have.get("integrity", ())[:1]]
        out.append(f" authentication {'pre-share' if _keyed(tunnel, suite) else 'rsa-sig'}")
        out += [f" group {name.removeprefix('group ')}" for name in have.get("group", ())[:1]]
        out += _lifetime(tunnel.phase1_lifetime)
    if tunnel.mode is not None and tunnel.mode.value == "aggressive":
        out += [f"crypto isakmp peer address {peer}", f" set aggressive-mode password {KEY}"]
    if all(_keyed(tunnel, suite) for suite in for_version(tunnel)):
        out.append(f"crypto isakmp key {KEY} address {peer}")
    if _named(tunnel):
        out += ["crypto isakmp profile MIRROR", " keyring default"]
        own = _identity(tunnel.identity_remote, "<>")
        out.append(f" self-identity {own if own.startswith('fqdn') else 'address'}")
        out.append(f" match identity {_expected(tunnel.identity_local, peer).replace('fqdn', 'host')}")
    return out


def _ikev2(tunnel: TunnelSettings, own: str, peer: str) -> list[str]:
    out: list[str] = []
    names: list[str] = []
    for number, suite in enumerate(for_version(tunnel), start=1):
        names.append(f"MIRROR{number}")
        have = suite.algorithms
        sealed = any("GCM" in name for name in have.get("encryption", ()))
        out.append(f"crypto ikev2 proposal {names[-1]}")
        out.append(f" encryption {' '.join(known(name, _CIPHER_2, _WHO) for name in have.get('encryption', ()))}")
        kinds = ("prf",) if sealed else ("integrity", "prf")
        out += [f" {kind} {' '.join(known(name, _HASH_2, _WHO) for name in have[kind])}" for kind in kinds if have.get(kind)]
        out += [f" group {' '.join(name.removeprefix('group ') for name in have['group'])}"] if have.get("group") else []
    method = "pre-share" if _keyed(tunnel, None) else "rsa-sig"
    out += ["crypto ikev2 policy MIRROR", *(f" proposal {name}" for name in names or ["<phase 1 proposals>"])]
    if method == "pre-share":
        out += ["crypto ikev2 keyring MIRROR", " peer MIRROR", f"  address {peer}", f"  pre-shared-key {KEY}"]
    out += [
        "crypto ikev2 profile MIRROR",
        f" match identity remote {_expected(tunnel.identity_local, peer)}",
        f" identity local {_identity(tunnel.identity_remote, own)}",
        f" authentication remote {method}",
        f" authentication local {method}",
    ]
    out += [" keyring local MIRROR"] if method == "pre-share" else []
    return [*out, *_lifetime(tunnel.phase1_lifetime)]


def _keyed(tunnel: TunnelSettings, suite: Suite | None) -> bool:
    if tunnel.authentication is not None:
        return "pre-shared" in tunnel.authentication.value
    return suite is None or "pre-shared key" in suite.algorithms.get("authentication", ("pre-shared key",))


def _lifetime(setting: Setting | None) -> list[str]:
    return [f" lifetime {setting.value}"] if setting is not None and setting.value.isdigit() else []


def _named(tunnel: TunnelSettings) -> bool:
    """Whether one of the identities is a name, which only a profile can send and expect."""
    return any(
        item is not None and item.value not in {ANY, NONE} and not is_address(item.value)
        for item in (tunnel.identity_local, tunnel.identity_remote)
    )


def _identity(setting: Setting | None, address: str) -> str:
    word = setting.value if setting is not None and setting.value not in {ANY, NONE} else address
    return f"address {word}" if is_address(word) or word.startswith("<") else f"fqdn {word}"


def _expected(setting: Setting | None, address: str) -> str:
    word = _identity(setting, address)
    return f"{word} 255.255.255.255" if word.startswith("address") and ":" not in word else word


def _transform(suite: Suite, name: str, tunnel: TunnelSettings) -> list[str]:
    have = suite.algorithms
    words = [f"ah-{known(item, _HASH, _WHO)}-hmac" for item in have.get("ah", ())[:1]]
    words += [f"esp-{known(item, _CIPHER, _WHO)}" for item in have.get("encryption", ())[:1]]
    words += [f"esp-{known(item, _HASH, _WHO)}-hmac" for item in have.get("integrity", ())[:1]]
    mode = tunnel.encapsulation.value if tunnel.encapsulation is not None else "tunnel"
    return [f"crypto ipsec transform-set {name} {' '.join(words)}", f" mode {mode}"]


def _net(network: str) -> str:
    if network == ANY:
        return "any"
    try:
        net = ipaddress.ip_network(network)
    except ValueError:
        return network
    if net.version == 6:  # noqa: PLR2004 - IPv6 has no wildcard in this form
        return str(net)
    return f"host {net.network_address}" if net.prefixlen == net.max_prefixlen else f"{net.network_address} {net.hostmask}"
