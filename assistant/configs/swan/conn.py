"""One conn section of an ipsec.conf as a tunnel. Defaults: ipsec.conf(5) of strongSwan 5.9 and of libreswan 4.

strongSwan adds its own default proposal to ``ike=`` and ``esp=`` unless an exclamation mark ends them; libreswan does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs

from assistant.configs.networks import parsed
from assistant.configs.swan import words
from assistant.configs.tree import Statement
from assistant.model.settings import ANY, BY_HAND, NONE, Remark, Selector, Setting, Suite, TunnelSettings

DEFAULT = "ipsec.conf's default"
_OWN = "strongSwan's default proposal, which it adds where no ! ends the list, for encryption integrity prf group"
_ADDED = {
    1: {
        "encryption": ("AES-CBC-128", "AES-CBC-192", "AES-CBC-256"),
        "integrity": ("SHA2-256", "SHA2-384", "SHA2-512", "SHA1"),
        "prf": ("SHA2-256", "SHA2-384", "SHA2-512", "SHA1"),
        "group": tuple(f"group {number}" for number in (15, 16, 17, 18, 19, 20, 21, 31, 14)),
    },
    2: {"encryption": ("AES-CBC-128", "AES-CBC-192", "AES-CBC-256"), "integrity": ("SHA2-256", "SHA2-384", "SHA2-512", "SHA1")},
}
"""What every version since 5.6 has in its default proposals; 3DES, MD5 and the short groups went out of them."""
_STARTS = {"add": BY_HAND, "start": "both", "up": "both", "route": "both", "ondemand": "both", "keep": "both"}
_VERSIONS = {
    **dict.fromkeys(("no", "never", "ikev1"), "ikev1"),
    **dict.fromkeys(("yes", "insist", "ikev2"), "ikev2"),
}
_OWN_KEYS = ("cert", "rsasigkey", "sigkey", "ckaid", "pubkey", "ecdsakey")


class Around(Struct):
    """What stands outside the section: ``config setup``, the secrets, which daemon it is, whether the text is all there is."""

    setup: Mapping[str, Setting]
    keys: Sequence[tuple[list[str], Setting]]
    libreswan: bool
    whole: bool = True


def tunnel_of(name: str, statement: Statement, have: Mapping[str, Setting], around: Around) -> TunnelSettings:
    """The tunnel that the merged keys of a section describe."""
    have = _oriented(have)
    tunnel = TunnelSettings(name=name, platform="libreswan" if around.libreswan else "strongswan", where=statement.where)
    _ike(tunnel, have, around)
    own, far = have.get("left"), have.get("right")
    tunnel.local_address = None if own is None or own.value.startswith("%") else own
    if far is not None:
        tunnel.peer = Setting(words.anyone(far.value), far.where)
    _who(tunnel, have, around)
    _phase2(tunnel, have, libreswan=around.libreswan)
    tunnel.tunnel_interface = _interface(have)
    tunnel.route_based = tunnel.tunnel_interface is not None
    _loaded(tunnel, have, around)
    tunnel.remarks = list(_alone(tunnel, have, around))
    return tunnel


def _oriented(have: Mapping[str, Setting]) -> Mapping[str, Setting]:
    """The keys with this end's as the left ones."""
    left, right = have.get("left"), have.get("right")
    if right is None or right.value != "%defaultroute" or (left is not None and left.value == "%defaultroute"):
        return have
    return {_other(key): setting for key, setting in have.items()}


def _other(key: str) -> str:
    for one, other in (("left", "right"), ("right", "left")):
        if key.startswith(one):
            return other + key.removeprefix(one)
    return key


def turned(tunnel: TunnelSettings) -> TunnelSettings | None:
    """The tunnel as it is where ``right`` is this end: one ipsec.conf may lie at both. ``None`` for what is no conn section of two addresses."""
    own, peer = tunnel.local_address, tunnel.peer
    if tunnel.where is None or not tunnel.where.text.startswith("conn ") or own is None or peer is None or parsed(peer.value) is None:
        return None
    return structs.replace(
        tunnel,
        local_address=peer,
        peer=own,
        identity_local=tunnel.identity_remote,
        identity_remote=tunnel.identity_local,
        selectors=tuple(Selector(item.remote, item.local, item.where, item.protocol) for item in tunnel.selectors or ()),
        certificate=None,
        trust=None,
    )


def _ike(tunnel: TunnelSettings, have: Mapping[str, Setting], around: Around) -> None:
    word = have.get("ikev2") or have.get("keyexchange")
    if word is None:
        tunnel.version = Setting("ikev2" if around.libreswan else "ikev2 ikev1", default=DEFAULT)
    else:
        tunnel.version = Setting(_VERSIONS.get(word.value.lower(), "ikev2 ikev1"), word.where)
    if "ikev1" in tunnel.version.value:
        aggressive = words.yes(have.get("aggressive") or have.get("aggrmode"), DEFAULT)
        tunnel.mode = Setting("aggressive" if aggressive.value == "on" else "main", aggressive.where, aggressive.default)
    tunnel.phase1 = _suites(have.get("ike") or have.get("phase1"), 1, around)
    tunnel.phase1_lifetime = words.duration(have.get("ikelifetime")) or Setting("28800" if around.libreswan else "10800", default=DEFAULT)
    tunnel.fragmentation = words.yes(have.get("fragmentation") or have.get("ike_frag"), DEFAULT, other="on")
    tunnel.nat_traversal = _nat_traversal(have, around, ikev1=tunnel.version.value == "ikev1")
    action = have.get("dpdaction")
    if around.libreswan:
        tunnel.dpd = words.probes(have.get("dpddelay"), DEFAULT)
    elif action is None or action.value.lower() == "none":
        tunnel.dpd = Setting(NONE, action.where if action else None, "" if action else DEFAULT)
    else:
        delay = words.probes(have.get("dpddelay"), DEFAULT)
        tunnel.dpd = Setting("30", action.where) if delay.default else delay


def _suites(setting: Setting | None, phase: int, around: Around) -> tuple[Suite, ...] | None:
    if setting is None or setting.where is None:
        return None
    found = words.suites(setting.value, setting.where, phase=phase)
    if found is None or around.libreswan or setting.value.endswith("!"):
        return found
    return (*found, Suite(dict(_ADDED[phase]), setting.where, "default", _OWN))


def _nat_traversal(have: Mapping[str, Setting], around: Around, *, ikev1: bool) -> Setting:
    for setting, off in (
        (have.get("encapsulation"), around.libreswan),
        (have.get("nat-ikev1-method"), ikev1),
        (around.setup.get("nat_traversal"), ikev1),
    ):
        if setting is not None and off and setting.value.lower() in {*words.NO, "none"}:
            return Setting("off", setting.where)
    forced = have.get("forceencaps") or have.get("encapsulation") or have.get("nat-ikev1-method")
    return Setting("on", forced.where) if forced else Setting("on", default=DEFAULT)


def _who(tunnel: TunnelSettings, have: Mapping[str, Setting], around: Around) -> None:
    word = have.get("authby") or have.get("leftauth")
    tunnel.authentication = Setting(words.auth(word.value), word.where) if word else Setting("RSA signature", default=DEFAULT)
    psk = tunnel.authentication.value == "pre-shared key"
    own, far = have.get("leftid"), have.get("rightid")
    tunnel.identity_local = own if own and own.value != "%fromcert" else tunnel.local_address if psk else None
    if far is not None:
        tunnel.identity_remote = Setting(ANY if far.value in {"%any", "%fromcert"} else far.value, far.where)
    else:
        tunnel.identity_remote = tunnel.peer if psk else None
    logins = [have[name] for name in ("leftauth2", "rightauth2") if name in have and have[name].value.startswith("xauth")]
    logins += [have[name] for name in ("authby",) if name in have and have[name].value.startswith("xauth")]
    logins += [
        setting for name, setting in have.items() if name.endswith(("xauthserver", "xauthclient")) and setting.value.lower() in words.YES
    ]
    tunnel.xauth = Setting("on", logins[0].where) if logins else Setting("off", default=DEFAULT)
    tunnel.trust = have.get("rightca")
    shown = next((have[f"left{name}"] for name in _OWN_KEYS if f"left{name}" in have), None)
    if shown is not None:
        tunnel.certificate = Setting(shown.value if "cert" in shown.value or "rsasig" not in shown.value else "key", shown.where)
    elif not psk and word is not None and around.whole and not any(f"right{name}" in have for name in _OWN_KEYS):
        tunnel.certificate = Setting(NONE, word.where)
    tunnel.key = _key(tunnel, around)


def _key(tunnel: TunnelSettings, around: Around) -> Setting | None:
    """The secret that fits the identities best; one that names none is for all (ipsec.secrets(5))."""
    if not around.keys:
        return None
    names = (tunnel.identity_local, tunnel.identity_remote, tunnel.local_address, *tunnel.peers)
    wanted = {_plain(item.value) for item in names if item is not None}
    fitting = []
    for who, key in around.keys:
        known = {_plain(word) for word in who}
        if not known or known & wanted or any(words.anyone(word) == ANY for word in known):
            fitting.append((len(known & wanted), key))
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1]
    return Setting(NONE, tunnel.where) if around.whole else None


def _plain(identity: str) -> str:
    return identity.strip('"').removeprefix("@").lower()


def _phase2(tunnel: TunnelSettings, have: Mapping[str, Setting], *, libreswan: bool) -> None:
    word = have.get("esp") or have.get("phase2alg") or have.get("ah")
    kind = have.get("phase2")
    ah = ("ah" in have and "esp" not in have) or (kind is not None and kind.value == "ah")
    shown = kind or word
    tunnel.protocol = Setting("ah" if ah else "esp", shown.where if shown else None, "" if shown else DEFAULT)
    tunnel.phase2 = _suites(word, 2, Around({}, (), libreswan))
    tunnel.pfs = _pfs(tunnel, have, word, libreswan=libreswan)
    type_ = have.get("type")
    tunnel.encapsulation = Setting(type_.value.lower(), type_.where) if type_ else Setting("tunnel", default=DEFAULT)
    life = have.get("salifetime") or have.get("ipsec-lifetime") or have.get("lifetime") or have.get("keylife")
    tunnel.phase2_lifetime = words.duration(life) or Setting("28800" if libreswan else "3600", default=DEFAULT)
    tunnel.phase2_volume = words.volume(have.get("lifebytes") or have.get("ipsec-max-bytes"), DEFAULT)
    tunnel.compression = words.yes(have.get("compress"), DEFAULT)
    tunnel.replay_window = have.get("replay_window") or have.get("replay-window") or (None if libreswan else Setting("32", default=DEFAULT))
    esn = have.get("esn")
    if libreswan:
        # without a line it differs between versions
        tunnel.esn = Setting({"yes": "on", "no": "off", "either": "on off"}.get(esn.value, "off"), esn.where) if esn else None
    elif word is not None and word.where is not None:
        tunnel.esn = words.sequence_numbers(word.value, word.where, DEFAULT)
    ours, theirs = (have.get(f"{side}subnets") or have.get(f"{side}subnet") for side in ("left", "right"))
    tunnel.selectors = words.selectors(
        _nets(ours), _nets(theirs), tunnel.local_address, tunnel.peer, (ours or theirs or Setting("", tunnel.where)).where
    )
    ports = have.get("leftprotoport") or have.get("rightprotoport")
    if ports is not None:
        protocol = ports.value.split("/")[0].replace("%any", "")
        tunnel.selectors = tuple(Selector(item.local, item.remote, item.where, protocol) for item in tunnel.selectors)


def _pfs(tunnel: TunnelSettings, have: Mapping[str, Setting], word: Setting | None, *, libreswan: bool) -> Setting | None:
    pfs = have.get("pfs")
    written = [suite for suite in tunnel.phase2 or () if suite.default != _OWN]
    if pfs is not None and pfs.value.lower() in words.NO and libreswan:
        return Setting(NONE, pfs.where)
    groups = dict.fromkeys(name for suite in written for name in suite.algorithms.get("group", ()))
    if groups:
        return Setting(" or ".join(groups), word.where if word else None)
    if not libreswan:
        return Setting(NONE, word.where if word else None) if tunnel.phase2 is not None else None
    own = dict.fromkeys(name for suite in tunnel.phase1 or () for name in suite.algorithms.get("group", ()))
    if not own:
        return None
    return Setting(" or ".join(own), pfs.where if pfs else None, "" if pfs else f"{DEFAULT}: PFS with the group of phase 1")


def _nets(setting: Setting | None) -> list[str]:
    """Networks of one end; without a subnet the end protects itself."""
    found = [word for word in re.split(r"[,\s]+", setting.value.strip("{} ")) if word] if setting is not None else []
    return ["dynamic" if word == "%dynamic" else word for word in found] or ["dynamic"]


def _interface(have: Mapping[str, Setting]) -> Setting | None:
    named = have.get("vti-interface") or have.get("ipsec-interface")
    if named is None or named.value.lower() in words.NO - {"0"}:
        return words.interface(have)
    number = "1" if named.value.lower() == "yes" else named.value
    return Setting(f"ipsec{number}" if number.isdigit() else named.value, named.where)


def _loaded(tunnel: TunnelSettings, have: Mapping[str, Setting], around: Around) -> None:
    """Whether the daemon loads the section and who may start; ``auto=ignore`` leaves it out."""
    auto = have.get("auto")
    if auto is not None:
        tunnel.binding = Setting(NONE if auto.value == "ignore" else "loaded", auto.where)
        if tunnel.peer is not None and tunnel.peer.value == ANY:
            tunnel.initiation = Setting("responder", tunnel.peer.where)  # there is no address to start towards
        elif auto.value in _STARTS:
            tunnel.initiation = Setting(_STARTS[auto.value], auto.where)
    policy = around.setup.get("ikev1-policy")
    if policy is not None and around.libreswan and tunnel.version is not None and tunnel.version.value == "ikev1":
        tunnel.enabled = Setting(NONE if policy.value in {"drop", "reject"} else "on", policy.where)


def _alone(tunnel: TunnelSettings, have: Mapping[str, Setting], around: Around) -> Iterator[Remark]:
    here = (tunnel.where,) if tunnel.where else ()
    psk = tunnel.authentication is not None and tunnel.authentication.value == "pre-shared key"
    if tunnel.key is not None and tunnel.key.value == NONE and psk:
        names = [item.value for item in (tunnel.identity_local, tunnel.identity_remote) if item and item.value != ANY]
        yield Remark(
            f"No secret names {' or '.join(names) or 'these ends'}: there is no key for {tunnel.name}.", here, "no-key-here-for-peer"
        )
    if tunnel.certificate is not None and tunnel.certificate.value == NONE and tunnel.certificate.where is not None:
        yield Remark("Certificates are asked for, and no leftcert is named.", (tunnel.certificate.where,), "certificate-absent-logged")
    if tunnel.binding is not None and tunnel.binding.value == NONE and tunnel.binding.where is not None:
        yield Remark("auto=ignore: the daemon does not load this connection.", (tunnel.binding.where,), "no-map-on-interface")
    if "auto" not in have and around.whole:
        yield Remark("Without auto= the daemon does not load this connection by itself: add auto=start.", here, stops=False)
    own = {_known(have.get("left")), _known(have.get("right"))} - {""}
    if have.get("left") and have.get("right") and len(own) == 1 and _known(have["left"]) == _known(have["right"]):
        yield Remark("left and right are the same address.", here)


def _known(setting: Setting | None) -> str:
    return "" if setting is None or setting.value.startswith("%") else setting.value
