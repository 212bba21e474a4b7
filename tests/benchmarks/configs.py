"""How the time to read and to compare configurations grows with their tunnels: ``python tests/benchmarks/configs.py [TUNNELS] [PADDING]``.

Prints a table: an ASA's text of as many tunnels (and lines of other access lists as padding), the seconds to read it with
everything that is worked out of routes, translation and rules, and the seconds to find and compare the one tunnel it has in
common with another device of as many. All texts are written for the benchmark.
"""

from __future__ import annotations

import sys
import time

from assistant.configs.compare import compare
from assistant.configs.pairing import pair
from assistant.configs.read import settings_of
from assistant.engine import knowledge
from assistant.reading.clean import split
from assistant.reading.redact import Redactor

_HEAD = """ASA Version 9.8(2)
hostname big
interface Gi0/0
 nameif outside
 ip address {own} 255.255.255.0
interface Gi0/1
 nameif inside
 ip address 10.0.0.1 255.255.0.0
"""
_TAIL = """crypto map M interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
 lifetime 28800
"""


def _peer(number: int) -> str:
    return f"203.0.{number // 250}.{number % 250 + 1}"


def hub(tunnels: int, padding: int = 0, *, own: str = "192.0.2.1", shared: tuple[int, str] = (-1, "")) -> str:
    """An ASA's configuration; the peer of tunnel ``shared[0]`` is ``shared[1]``, and its networks are the other end's."""
    out = []
    for i in range(tunnels):
        near, far = f"10.0.{i % 256}.0", f"172.{16 + i // 256}.{i % 256}.0"
        near, far = (far, near) if i == shared[0] else (near, far)
        out += [f"object network LAN{i}", f" subnet {near} 255.255.255.0", f"object network FAR{i}", f" subnet {far} 255.255.255.0"]
    for i in range(tunnels):
        out.append(f"access-list VPN{i} extended permit ip object LAN{i} object FAR{i}")
        out += [f"access-list PAD{i} extended permit tcp any host 198.51.{i % 256}.{j % 256} eq {j + 1}" for j in range(padding)]
    out += [f"nat (inside,outside) source static LAN{i} LAN{i} destination static FAR{i} FAR{i}" for i in range(tunnels)]
    out += ["nat (inside,outside) after-auto source dynamic any interface", "route outside 0.0.0.0 0.0.0.0 192.0.2.254 1"]
    out.append("crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac")
    peers = [shared[1] if i == shared[0] else _peer(i) for i in range(tunnels)]
    for i, peer in enumerate(peers, 1):
        out += [
            f"crypto map M {i} match address VPN{i - 1}",
            f"crypto map M {i} set peer {peer}",
            f"crypto map M {i} set ikev1 transform-set TS",
        ]
    groups = [
        line
        for i, peer in enumerate(peers)
        for line in (f"tunnel-group {peer} type ipsec-l2l", f"tunnel-group {peer} ipsec-attributes", f" ikev1 pre-shared-key Key{i}Zz9")
    ]
    return _HEAD.format(own=own) + "\n".join(out) + "\n" + _TAIL + "\n".join(groups) + "\n"


def main(tunnels: int, padding: int) -> None:
    """Print the table, doubling up to the number of tunnels."""
    print(f"{'tunnels':>8} {'MB':>6} {'read s':>8} {'MB/s':>6} {'pair and compare s':>19}")
    for count in (tunnels // 4, tunnels // 2, tunnels):
        text = hub(count, padding)
        redact = Redactor()
        begun = time.perf_counter()
        device = settings_of(split(redact(text))[0], 0)
        took = time.perf_counter() - begun
        other = settings_of(split(redact(hub(count, own=_peer(5), shared=(9, "192.0.2.1"))))[0], 1)
        assert device is not None
        assert other is not None
        begun = time.perf_counter()
        found = pair(device, other)
        assert found is not None
        assert (found[0].name, found[1].name) == ("M 6", "M 10")
        compare(*found, knowledge().parameters)
        size = len(text) / 1e6
        print(f"{count:>8} {size:>6.1f} {took:>8.2f} {size / took:>6.1f} {time.perf_counter() - begun:>19.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000, int(sys.argv[2]) if len(sys.argv) > 2 else 95)
