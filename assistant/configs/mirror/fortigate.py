"""The far end's configuration as a FortiGate has it (FortiOS 6 and later, interface mode)."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from assistant.configs.mirror.parts import KEY, for_version, ike_version, known, prf_follows, said, seconds, selectors, told
from assistant.errors import InputError
from assistant.model.settings import ANY, NONE, Suite, TunnelSettings

_US = "a FortiGate"
_CIPHERS = {
    "AES-CBC-128": "aes128",
    "AES-CBC-192": "aes192",
    "AES-CBC-256": "aes256",
    "AES-GCM-128": "aes128gcm",
    "AES-GCM-256": "aes256gcm",
    "3DES": "3des",
    "DES": "des",
    "NULL": "null",
}
_HASHES = {"SHA1": "sha1", "MD5": "md5", "SHA2-256": "sha256", "SHA2-384": "sha384", "SHA2-512": "sha512"}
_PROTOCOLS = {"icmp": "1", "tcp": "6", "udp": "17", "gre": "47"}


def written(tunnel: TunnelSettings) -> list[str]:
    """Phase 1, one phase 2 a pair of networks, and the routes; policies have to be added, for their interfaces are not known here.

    Raises:
        InputError: an algorithm or protocol of the tunnel is none that a FortiGate has.
    """
    if tunnel.protocol is not None and tunnel.protocol.value == "ah":
        raise InputError("a FortiGate has no AH; agree on ESP")
    out = [
        f"# for a FortiGate whose outside address is {said(tunnel.peer, 'the address of the far end')}",
        "# firewall policies between the interface peer and the inside are needed as well, without NAT, one each way",
        "config vpn ipsec phase1-interface",
        '    edit "peer"',
        *(f"        set {line}" for line in _phase1(tunnel)),
        "    next",
        "end",
        "config vpn ipsec phase2-interface",
    ]
    for number, pair in enumerate(selectors(tunnel), start=1):
        out += [f'    edit "peer-{number}"', *(f"        set {line}" for line in _phase2(tunnel))]
        out += [f"        set {line}" for line in (*_side("src", pair.remote), *_side("dst", pair.local))]
        out += [f"        set protocol {_PROTOCOLS.get(pair.protocol, pair.protocol)}"] if pair.protocol else []
        out += ["    next"]
    out += ["end", "config router static"]
    for number, net in enumerate(dict.fromkeys(pair.local for pair in selectors(tunnel) if _mask(pair.local)), start=1):
        out += [f"    edit {number}", f"        set dst {_mask(net)}", '        set device "peer"', "    next"]
    return [*out, "end"]


def _phase1(tunnel: TunnelSettings) -> list[str]:
    newer = ike_version(tunnel) == "ikev2"
    suites = for_version(tunnel)
    out = ['interface "<the outside interface>"', f"ike-version {2 if newer else 1}"]
    out += [f"keylife {seconds(tunnel.phase1_lifetime)}"] if seconds(tunnel.phase1_lifetime) else []
    out += ["mode aggressive"] if not newer and tunnel.mode is not None and tunnel.mode.value == "aggressive" else []
    expected, own = told(tunnel, tunnel.identity_local, tunnel.local_address), told(tunnel, tunnel.identity_remote, tunnel.peer)
    out += ["peertype one", f'peerid "{expected}"'] if expected else ["peertype any"]
    out += [f'localid "{own}"'] if own else []
    out += ["net-device disable", f"proposal {' '.join(_words(suites, phase=1)) or '<phase 1 proposals>'}"]
    out += [f"dhgrp {_groups([name for suite in suites for name in suite.algorithms.get('group', ())]) or '<group>'}"]
    for option, setting in (("nattraversal", tunnel.nat_traversal), ("fragmentation", tunnel.fragmentation), ("dpd", tunnel.dpd)):
        out += [f"{option} disable"] if setting is not None and setting.value in {"off", NONE} else []
    starts = tunnel.initiation.value if tunnel.initiation is not None else ""
    out += ["auto-negotiate enable"] if starts == "responder" else ["passive-mode enable"] if starts == "initiator" else []
    out += [f"remote-gw {said(tunnel.local_address, 'the address of this end')}"]
    if tunnel.authentication is None or "pre-shared" in tunnel.authentication.value:
        return [*out, f"psksecret {KEY}"]
    return [*out, "authmethod signature", 'certificate "<the certificate of the far end>"']


def _phase2(tunnel: TunnelSettings) -> list[str]:
    out = ['phase1name "peer"', f"proposal {' '.join(_words(tunnel.phase2 or (), phase=2)) or '<phase 2 proposals>'}"]
    pfs = tunnel.pfs.value if tunnel.pfs is not None else ""
    out += ["pfs disable"] if pfs == NONE else [f"dhgrp {_groups(pfs.split(' or ')) if pfs else '<PFS group>'}"]
    out += ["encapsulation transport-mode"] if tunnel.encapsulation is not None and tunnel.encapsulation.value == "transport" else []
    life, volume = seconds(tunnel.phase2_lifetime), seconds(tunnel.phase2_volume)
    out += [f"keylife-type {'both' if life else 'kbs'}", f"keylifekbs {volume}"] if volume else []
    out += [f"keylifeseconds {life}"] if life else []
    return [*out, "replay disable"] if tunnel.replay_window is not None and tunnel.replay_window.value == "0" else out


def _words(suites: Sequence[Suite], *, phase: int) -> list[str]:
    """``aes256-sha256 aes128-sha1``: every combination that this end accepts."""
    out: list[str] = []
    for suite in suites:
        have = suite.algorithms
        prf_follows(suite, _US)
        for cipher in have.get("encryption", ()):
            word = known(cipher, _CIPHERS, _US)
            sealed = word.endswith("gcm")
            if sealed and phase == 1:
                out += [f"{word}-prf{known(name, _HASHES, _US)}" for name in have.get("prf", ())]
            elif sealed:
                out.append(word)
            else:
                out += [f"{word}-{known(name, _HASHES, _US)}" for name in have.get("integrity", ())]
    return list(dict.fromkeys(out))


def _groups(names: list[str]) -> str:
    return " ".join(dict.fromkeys(name.removeprefix("group ") for name in names if name.startswith("group ")))


def _mask(net: str) -> str:
    """A network as FortiOS writes it; empty for any and for what is none."""
    try:
        found = ipaddress.ip_network(net)
    except ValueError:
        return ""
    return f"{found.network_address} {found.netmask}" if found.version == 4 else ""  # noqa: PLR2004 - IPv4


def _side(which: str, net: str) -> list[str]:
    if net == ANY:
        return [f"{which}-subnet 0.0.0.0 0.0.0.0"]
    first, dash, last = net.partition("-")
    if dash and not net.startswith("<"):
        return [f"{which}-addr-type range", f"{which}-start-ip {first}", f"{which}-end-ip {last}"]
    if ":" in net:
        return [f"{which}-addr-type subnet6", f"{which}-subnet6 {net}"]
    return [f"{which}-subnet {_mask(net) or net}"]
