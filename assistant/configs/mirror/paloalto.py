"""The far end's configuration as a Palo Alto firewall has it, in set form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.configs.mirror.parts import KEY, for_version, ike_version, known, prf_follows, said, seconds, selectors, told
from assistant.configs.values import is_address
from assistant.model.settings import ANY, NONE, Selector, Suite, TunnelSettings

_US = "a Palo Alto firewall"
_CIPHERS = {
    "AES-CBC-128": "aes-128-cbc",
    "AES-CBC-192": "aes-192-cbc",
    "AES-CBC-256": "aes-256-cbc",
    "AES-GCM-128": "aes-128-gcm",
    "AES-GCM-256": "aes-256-gcm",
    "3DES": "3des",
    "DES": "des",
    "NULL": "null",
}
_HASHES = {"SHA1": "sha1", "MD5": "md5", "SHA2-256": "sha256", "SHA2-384": "sha384", "SHA2-512": "sha512"}
_NAME = "PEER"
_TUNNEL = "tunnel.1"
_ROUTER = "set network virtual-router default"


def written(tunnel: TunnelSettings) -> list[str]:
    """Profiles, gateway and tunnel, with the interface's zone, routes and rules.

    Raises:
        InputError: an algorithm of the tunnel is none that a Palo Alto firewall has.
    """
    pairs = [pair for pair in selectors(tunnel) if not pair.local.startswith("<")]
    return [
        *_profiles(tunnel),
        *(f"set network ike gateway {_NAME} {line}" for line in _gateway(tunnel)),
        *(f"set network tunnel ipsec {_NAME} {line}" for line in _tunnel(tunnel, pairs)),
        f"set network interface tunnel units {_TUNNEL}",
        f"{_ROUTER} interface {_TUNNEL}",
        *_routes(pairs),
        f"set zone vpn network layer3 {_TUNNEL}",
        *_rules(pairs),
    ]


def _list(names: Iterable[str], words: dict[str, str]) -> str:
    return " ".join(dict.fromkeys(known(name, words, _US) for name in names))


def _of(suites: Sequence[Suite], kind: str) -> list[str]:
    return [name for suite in suites for name in suite.algorithms.get(kind, ())]


def _groups(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(f"group{name.removeprefix('group ')}" for name in names if name.startswith("group ")))


def _profiles(tunnel: TunnelSettings) -> list[str]:
    head = "set network ike crypto-profiles"
    one, two = f"{head} ike-crypto-profiles {_NAME}", f"{head} ipsec-crypto-profiles {_NAME}"
    phase1, phase2 = for_version(tunnel), tunnel.phase2 or ()
    for suite in phase1:
        prf_follows(suite, _US)
    hashes = _list(_of(phase1, "integrity"), _HASHES) or ("non-auth" if phase1 else "<hash>")
    out = [
        f"{one} dh-group [ {_groups(_of(phase1, 'group')) or '<group>'} ]",
        f"{one} hash [ {hashes} ]",
        f"{one} encryption [ {_list(_of(phase1, 'encryption'), _CIPHERS) or '<cipher>'} ]",
    ]
    out += [f"{one} lifetime seconds {seconds(tunnel.phase1_lifetime)}"] if seconds(tunnel.phase1_lifetime) else []
    if tunnel.protocol is not None and tunnel.protocol.value == "ah":
        out += [f"{two} ah authentication [ {_list(_of(phase2, 'ah') or _of(phase2, 'integrity'), _HASHES)} ]"]
    else:
        out += [
            f"{two} esp encryption [ {_list(_of(phase2, 'encryption'), _CIPHERS) or '<cipher>'} ]",
            f"{two} esp authentication [ {_list(_of(phase2, 'integrity'), _HASHES) or ('none' if phase2 else '<hash>')} ]",
        ]
    pfs = tunnel.pfs.value if tunnel.pfs is not None else ""
    # a profile has one PFS group: the first that this end takes
    out += [f"{two} dh-group {'no-pfs' if pfs == NONE else _groups(pfs.split(' or ')[:1]) or '<PFS group>'}"]
    out += [f"{two} lifetime seconds {seconds(tunnel.phase2_lifetime)}"] if seconds(tunnel.phase2_lifetime) else []
    return [*out, f"{two} lifesize kb {seconds(tunnel.phase2_volume)}"] if seconds(tunnel.phase2_volume) else out


def _gateway(tunnel: TunnelSettings) -> list[str]:
    spoken = ike_version(tunnel)
    psk = tunnel.authentication is None or "pre-shared" in tunnel.authentication.value
    out = [f"authentication pre-shared-key key {KEY}"] if psk else ['authentication certificate local-certificate name "<certificate>"']
    out += [f"protocol version {spoken}", f"protocol {spoken} ike-crypto-profile {_NAME}"]
    out += [f"protocol ikev1 exchange-mode {tunnel.mode.value}"] if spoken == "ikev1" and tunnel.mode is not None else []
    out += [f"protocol {spoken} dpd enable {'no' if tunnel.dpd.value in {NONE, 'off'} else 'yes'}"] if tunnel.dpd is not None else []
    for key, setting in (("nat-traversal", tunnel.nat_traversal), ("fragmentation", tunnel.fragmentation)):
        out += [f"protocol-common {key} enable {'no' if setting.value == 'off' else 'yes'}"] if setting is not None else []
    out += ["protocol-common passive-mode yes"] if tunnel.initiation is not None and tunnel.initiation.value == "initiator" else []
    out += ['local-address interface "<the outside interface>"']
    out += [f"local-address ip {tunnel.peer.value}"] if tunnel.peer is not None and is_address(tunnel.peer.value) else []
    own = said(tunnel.local_address, "the address of this end")
    out += [f'peer-address ip "{own}"' if own.startswith("<") else f"peer-address ip {own}"]
    for key, setting, address in (
        ("local-id", tunnel.identity_remote, tunnel.peer),
        ("peer-id", tunnel.identity_local, tunnel.local_address),
    ):
        value = told(tunnel, setting, address)
        kind = "ipaddr" if is_address(value) else "ufqdn" if "@" in value[1:] else "dn" if "=" in value else "fqdn"
        out += [f'{key} type {kind} id "{value.removeprefix("@")}"'] if value else []
    return out


def _tunnel(tunnel: TunnelSettings, pairs: Sequence[Selector]) -> list[str]:
    out = [f"auto-key ike-gateway {_NAME}", f"auto-key ipsec-crypto-profile {_NAME}"]
    for number, pair in enumerate((item for item in pairs if (item.local, item.remote) != (ANY, ANY)), start=1):
        local, remote = (net if net != ANY else "0.0.0.0/0" for net in (pair.remote, pair.local))
        out.append(f"auto-key proxy-id net{number} local {local} remote {remote} protocol {pair.protocol or 'any'}")
    out += ["ipsec-mode transport"] if tunnel.encapsulation is not None and tunnel.encapsulation.value == "transport" else []
    out += ["anti-replay no"] if tunnel.replay_window is not None and tunnel.replay_window.value == "0" else []
    return [*out, f"tunnel-interface {_TUNNEL}"]


def _routes(pairs: Sequence[Selector]) -> list[str]:
    out = []
    for number, net in enumerate(dict.fromkeys(pair.local for pair in pairs if "/" in pair.local), start=1):
        route = f"{_ROUTER} routing-table ip static-route peer{number}"
        out += [f"{route} destination {net}", f"{route} interface {_TUNNEL}"]
    return out


def _rules(pairs: Sequence[Selector]) -> list[str]:
    ours, theirs = (" ".join(dict.fromkeys(nets)) for nets in ([pair.remote for pair in pairs], [pair.local for pair in pairs]))
    if not pairs:
        return []
    rest = "application any service any action allow"
    return [
        f"set rulebase security rules to-peer from any to vpn source [ {ours} ] destination [ {theirs} ] {rest}",
        f"set rulebase security rules from-peer from vpn to any source [ {theirs} ] destination [ {ours} ] {rest}",
    ]
