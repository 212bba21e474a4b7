"""The far end's configuration as a Juniper SRX has it, in ``set`` form: a route-based VPN with its zone, policies and routes."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.configs.mirror.parts import KEY, cidr, for_version, identity, ike_version, known, said, seconds, selectors, uses_key
from assistant.configs.values import is_address
from assistant.model.settings import ANY, NONE, Suite, TunnelSettings

_PLATFORM = "Junos"
_CIPHERS = {"3DES": "3des-cbc", "DES": "des-cbc"}
_CIPHERS |= {f"AES-{kind}-{bits}": f"aes-{bits}-{kind.lower()}" for kind in ("CBC", "GCM") for bits in (128, 192, 256)}
_IKE = {"MD5": "md5", "SHA1": "sha1", "SHA2-256": "sha-256", "SHA2-384": "sha-384", "SHA2-512": "sha-512"}
_ESP = {
    "MD5": "hmac-md5-96",
    "SHA1": "hmac-sha1-96",
    "SHA2-256": "hmac-sha-256-128",
    "SHA2-384": "hmac-sha-384",
    "SHA2-512": "hmac-sha-512",
}
_GROUPS = {f"group {number}": f"group{number}" for number in (1, 2, 5, 14, 15, 16, 19, 20, 21, 24)}


def written(tunnel: TunnelSettings) -> list[str]:
    """The lines; a proposal of several algorithms of a kind becomes one of the first of each.

    Raises:
        InputError: Junos has no word for an algorithm.
    """
    own, peer = said(tunnel.peer, "the far end's address"), said(tunnel.local_address, "this end's address")
    ike = "set security ike"
    out = [f"# for an SRX whose external interface, here ge-0/0/0.0, has {own}"]
    names = []
    for number, suite in enumerate(for_version(tunnel), start=1):
        names.append(f"MIRROR-IKE{number}")
        out += _ike(suite, f"{ike} proposal {names[-1]}", tunnel)
    out += [f"{ike} policy MIRROR mode {tunnel.mode.value}"] if ike_version(tunnel) == "ikev1" and tunnel.mode is not None else []
    out += [f"{ike} policy MIRROR proposals {_listed(names, '<phase 1 proposals>')}"]
    out += (
        [f'{ike} policy MIRROR pre-shared-key ascii-text "{KEY}"']
        if uses_key(tunnel)
        else [f"{ike} policy MIRROR certificate local-certificate <its certificate>"]
    )
    gateway = f"{ike} gateway MIRROR"
    out += [f"{gateway} ike-policy MIRROR", f"{gateway} address {peer}"]
    out += [f"{gateway} local-identity {_typed(identity(tunnel.identity_remote, own))}"]
    out += [f"{gateway} remote-identity {_typed(identity(tunnel.identity_local, peer))}"]
    out += [f"{gateway} external-interface ge-0/0/0.0", f"{gateway} version {'v2-only' if ike_version(tunnel) == 'ikev2' else 'v1-only'}"]
    return [*out, *_ipsec(tunnel), *_around(tunnel)]


def _ike(suite: Suite, head: str, tunnel: TunnelSettings) -> list[str]:
    have = suite.algorithms
    out = [f"{head} authentication-method {'pre-shared-keys' if uses_key(tunnel) else 'rsa-signatures'}"]
    out += [f"{head} dh-group {known(name, _GROUPS, _PLATFORM)}" for name in have.get("group", ())[:1]]
    out += [f"{head} authentication-algorithm {known(name, _IKE, _PLATFORM)}" for name in have.get("integrity", ())[:1]]
    out += [f"{head} encryption-algorithm {known(name, _CIPHERS, _PLATFORM)}" for name in have.get("encryption", ())[:1]]
    lifetime = seconds(tunnel.phase1_lifetime)
    return [*out, f"{head} lifetime-seconds {lifetime}"] if lifetime else out


def _ipsec(tunnel: TunnelSettings) -> list[str]:
    ipsec, names, out = "set security ipsec", [], []
    lifetime = seconds(tunnel.phase2_lifetime)
    for number, suite in enumerate(tunnel.phase2 or (), start=1):
        names.append(f"MIRROR-ESP{number}")
        head, have = f"{ipsec} proposal {names[-1]}", suite.algorithms
        out += [f"{head} protocol {'ah' if 'ah' in have else 'esp'}"]
        out += [
            f"{head} authentication-algorithm {known(name, _ESP, _PLATFORM)}" for name in (have.get("ah") or have.get("integrity", ()))[:1]
        ]
        out += [f"{head} encryption-algorithm {known(name, _CIPHERS, _PLATFORM)}" for name in have.get("encryption", ())[:1]]
        out += [f"{head} lifetime-seconds {lifetime}"] if lifetime else []
        out += [f"{head} extended-sequence-number"] if tunnel.esn is not None and tunnel.esn.value == "on" else []
    group = tunnel.pfs.value.split(" or ")[0] if tunnel.pfs is not None else NONE
    out += [f"{ipsec} policy MIRROR perfect-forward-secrecy keys {known(group, _GROUPS, _PLATFORM)}"] if group != NONE else []
    out += [f"{ipsec} policy MIRROR proposals {_listed(names, '<phase 2 proposals>')}"]
    vpn = f"{ipsec} vpn MIRROR"
    out += [f"{vpn} bind-interface st0.0", f"{vpn} ike gateway MIRROR", f"{vpn} ike ipsec-policy MIRROR"]
    pairs = selectors(tunnel)
    if len(pairs) == 1 and pairs[0].local != ANY:
        out += [f"{vpn} ike proxy-identity local {cidr(pairs[0].remote)}", f"{vpn} ike proxy-identity remote {cidr(pairs[0].local)}"]
    elif len(pairs) > 1:
        for number, pair in enumerate(pairs, start=1):
            out.append(f"{vpn} traffic-selector T{number} local-ip {cidr(pair.remote)} remote-ip {cidr(pair.local)}")
    return [*out, f"{vpn} establish-tunnels immediately"]


def _around(tunnel: TunnelSettings) -> list[str]:
    """What the VPN needs besides: the tunnel interface in a zone, IKE let in, routes; the zones' policies are the admin's."""
    far = list(dict.fromkeys(cidr(pair.local) for pair in selectors(tunnel)))
    routed = [item for item in far if item != "0.0.0.0/0"] or ["<this end's networks>"]
    return [
        "set interfaces st0 unit 0 family inet",
        *(f"set routing-options static route {item} next-hop st0.0" for item in routed),
        "set security zones security-zone vpn interfaces st0.0",
        "set security zones security-zone untrust host-inbound-traffic system-services ike",
        "set security zones security-zone untrust interfaces ge-0/0/0.0",
        "# policies between the zone vpn and that of the protected networks are still to be written",
    ]


def _listed(names: Sequence[str], unknown: str) -> str:
    return names[0] if len(names) == 1 else f"[ {' '.join(names)} ]" if names else unknown


def _typed(word: str) -> str:
    if word.startswith("<") or is_address(word):
        return f"{'inet6' if ':' in word else 'inet'} {word}"
    return f"user-at-hostname {word}" if "@" in word.lstrip("@") else f"hostname {word.lstrip('@')}"
