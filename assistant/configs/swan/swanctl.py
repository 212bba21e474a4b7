"""strongSwan's swanctl.conf: one tunnel a child of a connection.

Defaults: swanctl.conf(5) of strongSwan 5.9. Pieces of the configuration that stand in another file (``include``) are not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from assistant.configs.swan import words
from assistant.configs.tree import Statement, braced
from assistant.configs.values import secret
from assistant.model.observed import Line
from assistant.model.settings import ANY, BY_HAND, NONE, DeviceSettings, Remark, Setting, TunnelSettings

DEFAULT = "swanctl.conf's default"
DEEPEST = 8
"""Sections that are followed from one that names another to the next."""
MOST = 2_000
"""Sections that are drawn in for all connections together."""
REPLAY_WINDOW = "32"
_STARTS = {"none": BY_HAND, "trap": "both", "start": "both", "trap|start": "both"}
_FOREIGN = frozenset(
    [
        "left",
        "right",
        "leftid",
        "rightid",
        "leftsubnet",
        "rightsubnet",
        "authby",
        "ike",
        "esp",
        "keyexchange",
        "ikelifetime",
        "salifetime",
        "keylife",
        "phase2alg",
        "dpddelay",
        "auto",
    ]
)
"""Words of ipsec.conf: a connection that holds a key which swanctl.conf does not have is refused as a whole."""


class Around(Struct):
    """What stands outside a connection: the secrets of all, and whether the text is all there is."""

    secrets: Sequence[Statement]
    whole: bool = True
    default: str = DEFAULT


def read(lines: Sequence[Line], index: int) -> DeviceSettings:
    """Every connection of a swanctl.conf."""
    top = braced(lines, index, semicolons=False)
    device = DeviceSettings(platform="strongswan")
    includes = [item for statement in top for item in (statement, *statement.all()) if item.words[:1] == ["include"]]
    cut = sum(line.text.count("{") - line.text.count("}") for line in lines) > 0
    around = Around(
        [item for statement in top if statement.text == "secrets" for item in statement.children],
        whole=not cut and not includes,  # the secret may stand further on or elsewhere
    )
    left = [MOST]
    for statement in top:
        if statement.text == "connections":
            for connection in statement.children:
                if connection.children:
                    device.tunnels += tunnels_of(_filled(connection, top, left), around)
    for tunnel in device.tunnels:
        tunnel.remarks = [*tunnel.remarks, *(included(item) for item in includes)]
    device.read = sum(1 + sum(1 for _ in statement.all()) for statement in top if statement.text in {"connections", "secrets"})
    return device


def _filled(statement: Statement, top: Sequence[Statement], left: list[int], depth: int = 0) -> Statement:
    """A section with what it takes from those that it names after a colon (``site : defaults``, strongswan.conf(5)); its own counts first."""
    name, colon, others = statement.text.partition(":")
    children = [_filled(child, top, left, depth + 1) if child.children else child for child in statement.children]
    for path in others.split(",") if colon and depth < DEEPEST else ():
        left[0] -= 1
        found = _at(path.strip().split("."), top) if left[0] >= 0 else None
        if found is not None:
            children = _joined(children, _filled(found, top, left, depth + 1).children)
    return Statement(name.strip() if colon else statement.text, statement.where, children)


def _at(path: Sequence[str], statements: Sequence[Statement]) -> Statement | None:
    """The section of an absolute name."""
    found = next((item for item in statements if item.text.partition(":")[0].strip() == path[0]), None)
    return found if found is None or len(path) == 1 else _at(path[1:], found.children)


def _joined(own: list[Statement], taken: Sequence[Statement]) -> list[Statement]:
    """Statements with those of another section that they do not have themselves."""
    names = {item.text.partition("=")[0].strip(): item for item in own}
    joined = list(own)
    for item in taken:
        mine = names.get(item.text.partition("=")[0].strip())
        if mine is None:
            joined.append(item)
        elif mine.children and item.children:
            joined[joined.index(mine)] = Statement(mine.text, mine.where, _joined(mine.children, item.children))
    return joined


def included(statement: Statement) -> Remark:
    """What is to be said of a file that is drawn in."""
    name = statement.text.partition("include")[2].strip()
    return Remark(f"What {name} adds is not in this text: paste it too if the tunnel has parts there.", (statement.where,), stops=False)


def tunnels_of(statement: Statement, around: Around) -> list[TunnelSettings]:
    """The tunnels of one connection."""
    have = words.pairs(statement.children)
    rounds: dict[str, list[dict[str, Setting]]] = {"local": [], "remote": []}
    children: list[Statement] = []
    for child in statement.children:
        kind = child.text.split("-")[0].rstrip("0123456789 ")
        if kind in rounds:
            rounds[kind].append(words.pairs(child.children))
        elif child.text == "children":
            children = child.children
    base = TunnelSettings(name=statement.text, platform="strongswan", where=statement.where)
    _addresses(base, have)
    _ike(base, have, around.default)
    _who(base, rounds["local"], rounds["remote"], around.default)
    tunnelled = [child for child in children if not _shunt(child)]
    if children and not tunnelled:
        return []
    base.key = key_of(base, around)
    base.remarks = [*_misplaced(statement), *_lacking_key(base)]
    if not children and around.whole:
        base.remarks.append(Remark(f"The connection {base.name} has no child: nothing is protected by it.", (statement.where,)))
    return [_child(structs.replace(base), child, have, around.default) for child in tunnelled] or [base]


def _shunt(child: Statement) -> bool:
    """Whether a child lets traffic pass beside IPsec, or drops it: no tunnel (as pfSense writes for its own LAN)."""
    mode = words.pairs(child.children).get("mode")
    return mode is not None and mode.value.lower() in {"pass", "drop"}


def _addresses(tunnel: TunnelSettings, have: dict[str, Setting]) -> None:
    own, peers = have.get("local_addrs"), have.get("remote_addrs")
    first = own.value.split(",")[0].strip() if own else ""
    if own is not None and first and words.anyone(first) != ANY and "/" not in first:
        tunnel.local_address = Setting(first, own.where)
    if peers is None:
        tunnel.peer = Setting(ANY, default=DEFAULT)
        return
    found = [Setting(words.anyone(word), peers.where) for word in peers.value.split(",") if word.strip()]
    tunnel.peer, *rest = found or [Setting(ANY, peers.where)]
    tunnel.more_peers = tuple(rest)


def _ike(tunnel: TunnelSettings, have: dict[str, Setting], default: str) -> None:
    version = have.get("version")
    versions = {"1": "ikev1", "2": "ikev2"}.get(version.value if version else "0", "ikev2 ikev1")
    tunnel.version = Setting(versions, version.where if version else None, "" if version else default)
    if "ikev1" in versions:
        aggressive = words.yes(have.get("aggressive"), default)
        tunnel.mode = Setting("aggressive" if aggressive.value == "on" else "main", aggressive.where, aggressive.default)
    offered = have.get("proposals")
    if offered is not None and offered.where is not None and not words.defaulted(offered.value):
        tunnel.phase1 = words.suites(offered.value, offered.where, phase=1)
    tunnel.phase1_lifetime = words.duration(have.get("reauth_time")) or words.duration(have.get("rekey_time"))
    tunnel.phase1_lifetime = tunnel.phase1_lifetime or Setting("14400", default=default)
    encap = have.get("encap")
    tunnel.nat_traversal = Setting("on", encap.where if encap else None, "" if encap else default)  # it can be forced, not switched off
    tunnel.dpd = words.probes(have.get("dpd_delay"), default)
    tunnel.fragmentation = words.yes(have.get("fragmentation"), default, other="on")


def _who(tunnel: TunnelSettings, local: list[dict[str, Setting]], remote: list[dict[str, Setting]], default: str) -> None:
    """Methods, identities and certificates: of the first round of authentication, XAuth of any."""
    own, far = (local or [{}])[0], (remote or [{}])[0]
    method = own.get("auth")
    tunnel.authentication = Setting(words.auth(method.value), method.where) if method else Setting("RSA signature", default=default)
    logins = [item["auth"] for item in (*local, *remote) if "auth" in item and item["auth"].value.startswith("xauth")]
    tunnel.xauth = Setting("on", logins[0].where) if logins else Setting("off", default=default)
    psk = tunnel.authentication.value == "pre-shared key"
    tunnel.identity_local = own.get("id") or (tunnel.local_address if psk else None)
    expected = far.get("id")
    tunnel.identity_remote = Setting(words.anyone(expected.value), expected.where) if expected else Setting(ANY, default=default)
    tunnel.certificate = own.get("certs") or own.get("pubkeys")
    tunnel.trust = far.get("cacerts") or far.get("certs")


def _child(tunnel: TunnelSettings, statement: Statement, connection: dict[str, Setting], default: str) -> TunnelSettings:
    have = words.pairs(statement.children)
    tunnel.name = f"{tunnel.name}/{statement.text}"
    tunnel.remarks = [*tunnel.remarks, *_misplaced(statement)]
    esp, ah = have.get("esp_proposals"), have.get("ah_proposals")
    chosen = esp or ah
    tunnel.protocol = Setting("ah" if ah and not esp else "esp", chosen.where if chosen else None, "" if chosen else default)
    if chosen is not None and chosen.where is not None and not words.defaulted(chosen.value):
        tunnel.phase2 = words.suites(chosen.value, chosen.where, phase=2)
        tunnel.pfs = words.groups(tunnel.phase2, chosen.where)
        tunnel.esn = words.sequence_numbers(chosen.value, chosen.where, default)
    mode = have.get("mode")
    tunnel.encapsulation = Setting(mode.value.lower(), mode.where) if mode else Setting("tunnel", default=default)
    tunnel.phase2_lifetime = (
        words.duration(have.get("life_time")) or words.duration(have.get("rekey_time")) or Setting("3600", default=default)
    )
    tunnel.phase2_volume = words.volume(have.get("life_bytes") or have.get("rekey_bytes"), default)
    tunnel.compression = words.yes(have.get("ipcomp"), default)
    tunnel.replay_window = have.get("replay_window") or Setting(REPLAY_WINDOW, default=default)
    ours, theirs = have.get("local_ts"), have.get("remote_ts")
    tunnel.selectors = words.selectors(
        ours.value.split(",") if ours else ["dynamic"],
        theirs.value.split(",") if theirs else ["dynamic"],
        tunnel.local_address,
        tunnel.peer,
        (ours or theirs or Setting("", tunnel.where)).where,
    )
    tunnel.tunnel_interface = words.interface(have) or words.interface(connection)
    tunnel.route_based = tunnel.tunnel_interface is not None
    start = have.get("start_action")
    if tunnel.peer is not None and tunnel.peer.value == ANY:
        tunnel.initiation = Setting("responder", tunnel.peer.where, tunnel.peer.default)  # there is no address to start towards
    elif start is None or start.value in _STARTS:
        tunnel.initiation = Setting(_STARTS[start.value if start else "none"], start.where if start else None, "" if start else default)
    return tunnel


def key_of(tunnel: TunnelSettings, around: Around) -> Setting | None:
    """The secret that fits the identities; one that names none is for all (swanctl.conf(5), secrets.ike). ``None`` where it may stand elsewhere."""
    wanted = {item.value.lower() for item in (tunnel.identity_local, tunnel.identity_remote, tunnel.local_address, *tunnel.peers) if item}
    best: tuple[int, Setting] | None = None
    for statement in around.secrets:
        have = words.pairs(statement.children)
        given = have.get("secret")
        if not statement.text.startswith("ike") or given is None or given.where is None:
            continue
        names = {value.value.lower() for name, value in have.items() if name.startswith("id")}
        score = len(names & wanted) if names else 0
        if names and not score and not names & {"%any", "any"}:
            continue
        if best is None or score > best[0]:
            best = score, secret(given.value, given.where)
    if best is not None:
        return best[1]
    return Setting(NONE, around.secrets[0].where) if around.secrets and around.whole else None


def _lacking_key(tunnel: TunnelSettings) -> Iterator[Remark]:
    if tunnel.key is None or tunnel.key.value != NONE or tunnel.authentication is None or tunnel.authentication.value != "pre-shared key":
        return
    names = [item.value for item in (tunnel.identity_local, tunnel.identity_remote) if item and item.value != ANY]
    where = tuple(place for place in (tunnel.key.where, tunnel.where) if place is not None)
    yield Remark(f"No secret names {' or '.join(names) or 'these ends'}: there is no key for {tunnel.name}.", where, "no-key-here-for-peer")


def _misplaced(statement: Statement) -> Iterator[Remark]:
    for child in statement.children:
        name = child.text.partition("=")[0].strip()
        if name in _FOREIGN and "=" in child.text:
            yield Remark(f"{name} is a word of ipsec.conf: swanctl.conf does not have it, and the connection is refused.", (child.where,))
