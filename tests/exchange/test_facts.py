"""Facts: what counts of several values, what is no fact, and how the reports show them."""

from __future__ import annotations

from assistant.dialogue import Session
from assistant.exchange import facts
from assistant.exchange.configuration import Configured
from assistant.model.observed import Event, Fact
from assistant.reports import contract, markdown, text


def _event(line: int, kind: str = "detail", **fields: str) -> Event:
    return Event(kind, 0, line, f"line {line}", "x", peer="203.0.113.5", fields=fields)  # type: ignore[arg-type]


def _collect(*events: Event, last: int = 1) -> dict[str, Fact]:
    return facts.collect("203.0.113.5", events, events[-last:], Configured())


def test_the_last_negotiation_counts_and_the_others_are_kept() -> None:
    """A name that changed between two attempts: the later one is used, the earlier one is not lost."""
    found = _collect(_event(1, map="old"), _event(2, map="new"))
    assert (found["map"].value, found["map"].others, found["map"].evidence.line) == ("new", ("old",), 2)


def test_a_port_that_moves_and_a_counter_that_rises_have_their_last_value() -> None:
    """Within one negotiation the latest port; a counter has no other values."""
    found = _collect(_event(1, peer_port="500", encaps="1"), _event(2, peer_port="4500", encaps="7"), last=2)
    assert (found["peer_port"].value, found["peer_port"].others) == ("4500", ("500",))
    assert (found["encaps"].value, found["encaps"].others) == ("7", ())


def test_what_is_no_fact() -> None:
    """The version of IKE is not that of the software; a cookie of zeros is none; spelling is no second value."""
    found = _collect(_event(1, version="IKEv2", rcookie="0000000000000000", icookie="AB12"), _event(2, version="2", icookie="ab12"), last=2)
    assert {"version", "rcookie"}.isdisjoint(found)
    assert found["icookie"].others == ()


def test_an_identity_has_its_type() -> None:
    """As printed on its line, else by its form."""
    assert _collect(_event(1, peer_id="203.0.113.5", id_type="ID_IPV4_ADDR"))["peer_id_type"].value == "ID_IPV4_ADDR"
    for value, form in (
        ("203.0.113.5", "IPv4 address by its form"),
        ("C=XX, CN=hq", "distinguished name by its form"),
        ("a@hq.example", "user at domain by its form"),
        ("@hq.example", "domain name by its form"),
    ):
        assert _collect(_event(1, peer_id=value))["peer_id_type"].value == form


LOG = """14[IKE] <branch|1> initiating Main Mode IKE_SA branch[1] to 203.0.113.9
14[CFG] <branch|1> selected proposal: IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048
14[IKE] <branch|1> remote host is behind NAT
"""


def test_the_reports_show_facts_with_their_lines(session: Session) -> None:
    """A few in the head, all of them on demand, in Markdown and in the contract."""
    session.paste(LOG)
    short, long = text(session.diagnosis), text(session.diagnosis, facts=True)

    assert "NAT: the peer is behind NAT" in " ".join(short.split())
    assert "FACTS" not in short
    assert "phase 1 chosen: AES-CBC-256, SHA1, group 14 [line 2]" in long
    assert "phase 1 chosen: AES-CBC-256, SHA1, group 14 (line 2)" in markdown(session.diagnosis)
    told = {item["name"]: (item["value"], item["evidence"]["line"]) for item in contract(session.diagnosis)["facts"]}
    assert told["phase1_chosen"] == ("AES-CBC-256, SHA1, group 14", 2)


def test_a_fact_cannot_break_out_of_a_report(session: Session) -> None:
    """A peer chooses its identity; it is shown as text, in Markdown as well."""
    session.paste(LOG + "14[IKE] <branch|1> IKE_SA branch[1] established between 198.51.100.1[me]...203.0.113.9[<b>`x`</b>]\n")
    for line in markdown(session.diagnosis).splitlines():
        if line.startswith("- peer"):
            assert "<b>" not in line
            assert "`x`" not in line


SESSION = """Session Type: LAN-to-LAN Detailed

Connection   : 203.0.113.5
Index        : 42                     IP Addr      : 203.0.113.5
Encryption   : IKEv1: (1)AES256  IPsec: (1)3DES
IKEv1 Tunnels: 1
IPsec Tunnels: 1

IKEv1:
  Tunnel ID    : 42.1
  Encryption   : AES256                 Hashing      : SHA1
  D/H Group    : 2
IPsec:
  Tunnel ID    : 42.2
  Encryption   : 3DES                   Hashing      : MD5
  Encapsulation: Tunnel                 PFS Group    : 5
"""


def test_what_a_session_list_says_was_chosen(session: Session) -> None:
    """Each phase from its own part; the summary above them belongs to neither. Written for the test in the documented form."""
    session.paste("ASA# show vpn-sessiondb detail l2l\n" + SESSION)
    tunnel = session.diagnosis.tunnel
    assert tunnel is not None
    assert tunnel.facts["phase1_chosen"].value == "AES-CBC-256, SHA1, group 2"
    assert tunnel.facts["phase2_chosen"].value == "3DES, MD5, group 5"
