"""What two ends have configured for a tunnel, whatever the platform: the vendor-free form in which configurations are compared.

Values are written one way for all platforms: addresses and networks in CIDR form, IKE versions as ``ikev1`` and
``ikev2``, durations in seconds, algorithms by their usual names (``AES-CBC-256``, ``SHA2-256``, ``group 14``).
What a paste does not show is ``None``: unknown, not absent. What it shows to be absent has the value ``none``.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from assistant.model.entries import Stage
from assistant.model.flows import Flows
from assistant.model.observed import Evidence

NONE = "none"
"""The value of what is shown to be absent or switched off."""
ANY = "any"
"""The value of what takes whatever there is: a wildcard peer, an identity that is not checked, every network."""
BY_HAND = "by hand"
"""The value of ``initiation`` where an end can start, but only when a person tells it to."""
MASKED = "masked"
"""The value of a secret that is there but not readable."""

Kind = Literal["encryption", "integrity", "prf", "group", "authentication"]
Verdict = Literal["equal", "differs", "cannot-check", "one-sided"]


class Setting(Struct, frozen=True):
    """One configured value with the line it stands in; ``default`` says whose default it is where no line gives it."""

    value: str
    where: Evidence | None = None
    default: str = ""


class Suite(Struct, frozen=True):
    """One proposal: for each kind the algorithms that are allowed, the first one preferred.

    A kind that is missing is not proposed (no PRF of its own, no PFS); ``authentication`` stands in IKEv1 policies only.
    ``lines`` are the kinds' own lines, where each has one.
    """

    algorithms: dict[str, tuple[str, ...]]
    where: Evidence | None = None
    name: str = ""
    default: str = ""
    lines: dict[str, Evidence] = {}


class Selector(Struct, frozen=True):
    """One pair of protected networks. ``local`` and ``remote`` are CIDR networks, or ``any``; ``protocol`` is empty for all."""

    local: str
    remote: str
    where: Evidence | None = None
    protocol: str = ""


class Remark(Struct, frozen=True):
    """Something that is wrong, or weak, within one end's configuration. ``finding`` is what it speaks for; ``stops`` whether the tunnel cannot come up."""

    text: str
    where: tuple[Evidence, ...] = ()
    finding: str = ""
    stops: bool = True


class TunnelSettings(Struct, kw_only=True):
    """One tunnel as one end has it configured.

    ``phase1`` and ``phase2`` are proposals in the order in which they are offered; ``None`` means that the paste does
    not show them. ``selectors`` is ``None`` where the paste does not show them, empty where a route-based tunnel has none
    of its own. ``loose``: an entry for a peer that nothing uses (a tunnel group without a map entry). ``key`` holds the running token that stands for the secret, ``masked`` or ``none``, never the secret.

    What only this end's own device has to have in order has the value ``none`` where it is missing or off: ``binding``
    (the interface that the entry is bound to, or ``loaded``), ``enabled`` (where IKE of its version listens), ``allowed`` (the IKE versions that a group policy or the
    like lets in), ``certificate`` and ``trust`` (its own certificate, the authority it trusts), and, worked out by
    ``assistant.configs.flow`` from the device's ``flows``: ``route_peer`` (the interface by which the peer is reached),
    ``route_far`` (the same for the far networks), ``exemption`` (the far networks are reached untranslated), ``rules``
    (a firewall's rules let the traffic pass). ``initiation`` is ``both``, ``initiator``, ``responder`` or ``by hand``: who of the two this
    end may be. ``esn``, ``compression``, ``xauth`` and ``fragmentation`` are ``on`` or ``off``; ``replay_window`` is in packets,
    ``0`` for none, ``on`` where its size is not known.
    ``names`` are what the device calls the parts of the tunnel, by the placeholders of commands (``map``, ``seq``, ``acl``,
    ``group``, ``connection``).
    """

    name: str
    platform: str
    where: Evidence | None = None
    peer: Setting | None = None
    more_peers: tuple[Setting, ...] = ()
    local_address: Setting | None = None
    interface: Setting | None = None
    version: Setting | None = None
    mode: Setting | None = None
    phase1: tuple[Suite, ...] | None = None
    phase1_lifetime: Setting | None = None
    authentication: Setting | None = None
    key: Setting | None = None
    identity_local: Setting | None = None
    identity_remote: Setting | None = None
    nat_traversal: Setting | None = None
    dpd: Setting | None = None
    fragmentation: Setting | None = None
    phase2: tuple[Suite, ...] | None = None
    protocol: Setting | None = None
    encapsulation: Setting | None = None
    pfs: Setting | None = None
    phase2_lifetime: Setting | None = None
    phase2_volume: Setting | None = None
    selectors: tuple[Selector, ...] | None = None
    binding: Setting | None = None
    enabled: Setting | None = None
    initiation: Setting | None = None
    allowed: Setting | None = None
    xauth: Setting | None = None
    certificate: Setting | None = None
    trust: Setting | None = None
    esn: Setting | None = None
    compression: Setting | None = None
    replay_window: Setting | None = None
    tunnel_interface: Setting | None = None
    route_peer: Setting | None = None
    route_far: Setting | None = None
    exemption: Setting | None = None
    rules: Setting | None = None
    names: dict[str, Setting] = {}
    route_based: bool = False
    loose: bool = False
    remarks: list[Remark] = []

    @property
    def peers(self) -> tuple[Setting, ...]:
        """Every configured peer, the first one first."""
        return (*((self.peer,) if self.peer else ()), *self.more_peers)


class DeviceSettings(Struct, kw_only=True):
    """All tunnels of one device's configuration, and what concerns the device.

    ``version`` is of its software, ``aliases`` are names that stand for addresses. ``addresses`` are the addresses of its interfaces by name; ``flows`` what it does to traffic besides IPsec. ``read`` and ``unread`` count the statements about IPsec
    that were understood and those that were not.
    """

    platform: str
    version: str = ""
    version_where: Evidence | None = None
    aliases: dict[str, str] = {}
    hostname: str = ""
    tunnels: list[TunnelSettings] = []
    addresses: dict[str, Setting] = {}
    flows: Flows | None = None
    remarks: list[Remark] = []
    read: int = 0
    unread: list[Evidence] = []


class Side(Struct, frozen=True):
    """One end's value of a parameter, with its line (0 where it is a default or not shown)."""

    value: str | None = None
    line: int = 0
    text: str = ""
    default: str = ""
    input: int = 0


class Parameter(Struct, frozen=True):
    """One parameter of the tunnel compared. ``stops`` says that the tunnel cannot come up as it is; ``says`` why, or why it may differ.

    Where it stops, ``at`` is the first message that fails, ``initiator`` and ``responder`` are the stages in which the
    ends then stand, whichever of the two starts; ``here`` and ``there`` say it in the words of each end's platform.
    ``finding`` is what it speaks for; with ``whose`` ``remote`` it does so
    from the far end's view, because the fault is that device's own. ``title`` is the parameter's name in words,
    ``about`` the finding that a difference of it would speak for.
    """

    name: str
    phase: Literal[1, 2]
    verdict: Verdict
    local: Side
    remote: Side
    stops: bool = False
    says: str = ""
    finding: str = ""
    whose: Literal["either", "local", "remote"] = "either"
    at: str = ""
    initiator: Stage | None = None
    responder: Stage | None = None
    title: str = ""
    about: str = ""
    here: str = ""
    there: str = ""


class Comparison(Struct, frozen=True):
    """Two ends compared, in the order in which IKE meets the parameters. ``remarks`` are of one end alone."""

    local: TunnelSettings
    remote: TunnelSettings
    parameters: tuple[Parameter, ...]
    local_remarks: tuple[Remark, ...] = ()
    remote_remarks: tuple[Remark, ...] = ()

    @property
    def first_stop(self) -> Parameter | None:
        """The difference that IKE meets first."""
        return next((item for item in self.parameters if item.stops), None)
