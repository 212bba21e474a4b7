"""What is wrong, or weak, within one end's configuration, whatever the other end has.

What a paste does not show is not missing: a name counts as undefined only where others of its kind are shown, a tunnel
group or an enabled version as absent only where some are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assistant.configs import flow
from assistant.configs.cisco.asa.alone import AsaAlone
from assistant.configs.cisco.asa.parts import Asa
from assistant.configs.cisco.ios.alone import IosAlone, unused
from assistant.configs.cisco.ios.parts import Ios
from assistant.configs.values import release
from assistant.model.settings import NONE, DeviceSettings, Remark, Setting, TunnelSettings

WEAK = frozenset({"DES", "3DES", "MD5", "group 1", "group 2", "group 5", "group 22"})
"""Must not or should not be used any more (RFC 8247, sections 2.1 to 2.4)."""
_REMOVED = {"cisco-asa": ((9, 15), frozenset({"DES", "3DES", "NULL", "MD5", "group 2", "group 24"}))}
"""What a release no longer has: ASA 9.15(1) removed these for IKE and IPsec (release notes of 9.15(1), "low-security cipher removal")."""
_REFUSED = {"cisco-ios": ((17, 11), frozenset({"DES", "3DES", "MD5", "group 1", "group 2", "group 5"}))}
"""What a release takes only when told so: IOS-XE 17.11.1a refuses these without "crypto engine compliance shield disable" (its release notes)."""
Own = Callable[[TunnelSettings], Iterable[Remark]]


def remarked(device: DeviceSettings, box: Asa | Ios | None = None) -> DeviceSettings:
    """The device with what is to be said of each tunnel alone, and of the device with every one. ``box`` are the statements behind it, where its platform hands them over."""
    flow.applied(device)
    own: Own | None = None
    if isinstance(box, Asa):
        own = AsaAlone(box, device.tunnels).remarks
    elif box is not None:
        own = IosAlone(box, device.tunnels).remarks
        device.remarks += unused(box)
    for tunnel in device.tunnels:
        found = list(own(tunnel)) if own is not None else []
        found += tunnel.remarks
        told = {remark.finding for remark in found}
        told |= _OF_THE_ENTRY if told & _OF_THE_ENTRY else set()
        found += [remark for remark in (*_own(tunnel), *flow.remarks(tunnel)) if remark.finding not in told]
        tunnel.remarks = [*found, *_weak(tunnel, device), *device.remarks]
    return device


_OF_THE_ENTRY = {"no-map-on-interface", "bound-map-is-another", "map-entry-incomplete"}
"""What says, each in its own way, that the entry is not in use: one of them is enough."""
_OWN = (
    ("binding", "It is not in use: no interface carries it, or it is switched off.", "no-map-on-interface"),
    ("enabled", "The device does not let IKE in on the interface of the tunnel.", "ike-disabled-here"),
    ("certificate", "It authenticates by a certificate and names none of its own.", "certificate-absent-logged"),
    ("trust", "The authority that it trusts is not defined.", "certificate-issuer-unknown"),
)


def _own(tunnel: TunnelSettings) -> Iterator[Remark]:
    """What the device itself has to have in order for the tunnel, and lacks."""
    for name, text, finding in _OWN:
        setting: Setting | None = getattr(tunnel, name)
        if setting is not None and setting.value == NONE:
            where = setting.where or tunnel.where
            yield Remark(text, (where,) if where else (), finding)


def _weak(tunnel: TunnelSettings, device: DeviceSettings) -> Iterator[Remark]:
    """One note for each outdated algorithm that is offered."""
    told: set[str] = set()
    for phase, suites in ((1, tunnel.phase1), (2, tunnel.phase2)):
        for suite in suites or ():
            for kind, names in suite.algorithms.items():
                for name in names:
                    where = suite.lines.get(kind, suite.where)
                    if f"{phase} {name}" not in told and where is not None and (text := _said(name, device)):
                        told.add(f"{phase} {name}")
                        yield Remark(f"{name} in phase {phase} {text}.", (where,), stops=False)


def _said(name: str, device: DeviceSettings) -> str:
    """What is to be said of an algorithm on this device; empty where it is good."""
    since, gone = _REMOVED.get(device.platform, ((0, 0), frozenset()))
    if name in gone and release(device.version) >= since:
        return f"was removed in release {since[0]}.{since[1]}: version {device.version} does not have it"
    since, gone = _REFUSED.get(device.platform, ((0, 0), frozenset()))
    if name in gone and release(device.version) >= since:
        return f"is outdated (RFC 8247), and refused from release {since[0]}.{since[1]} on unless the device is told to allow it"
    return "is outdated (RFC 8247)" if name in WEAK else ""
