"""The last message of each side as its log shows it, against captures of the same run."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from assistant.dialogue import Mind
from tests.lab import agreement, marks, wire

SAMPLE = [
    f"{engine}/{cause}"
    for engine in ("strongswan", "libreswan")
    for cause in (
        "healthy",
        "healthy-aggressive",
        "psk-mismatch",
        "id-mismatch-at-initiator",
        "mm3-dropped",
        "frag-dropped-r2i",
        "p1-enc-mismatch",
    )
]


@pytest.mark.skipif(not agreement.CAPTURES.is_dir(), reason="the laboratory's captures lie outside the repository and are not here")
def test_each_log_shows_the_last_message_of_its_wire(shipped: Mind) -> None:
    """Both sides of some runs of every kind; ``python -m tests.lab.agreement`` does all of them."""
    found = agreement.results(agreement.CAPTURES, shipped, SAMPLE)

    assert len(found) == 2 * len(SAMPLE)
    assert [item for item in found if not item.agrees] == []


@pytest.mark.skipif(not agreement.CAPTURES.is_dir(), reason="the laboratory's captures lie outside the repository and are not here")
@pytest.mark.parametrize("far_ahead", [0, -192, 7200])
def test_what_the_ladder_of_both_ends_says_is_so_on_the_wire(shipped: Mind, far_ahead: int) -> None:
    """Seen, missing and lost are looked up in the captures, also where the far end's clock is wrong."""
    found = []
    for run in [*SAMPLE, "strongswan/udp500-blocked-r2i", "libreswan/mm4-dropped", "libreswan/healthy-cert4096-ikefrag"]:
        of_run, offset = marks.marks(agreement.CAPTURES / run, shipped, far_ahead=far_ahead)
        assert offset == pytest.approx(-far_ahead, abs=0.1)
        found += of_run

    assert {item.there for item in found} == {"seen", "missing", "lost"}
    assert [item for item in found if not item.right] == []


def test_a_stamp_is_set_ahead_over_the_hour() -> None:
    assert marks.ahead("Nov 23 18:59:48.354: x\nno stamp\n", 12) == "Nov 23 19:00:00.354: x\nno stamp\n"


def pcap(*packets: bytes) -> bytes:
    """A classic pcap file of raw IP packets."""
    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    return head + b"".join(struct.pack("<IIII", 100 + at, 0, len(data), len(data)) + data for at, data in enumerate(packets))


def isakmp(exchange: int, payload: int, *, flags: int = 0, number: int = 0) -> bytes:
    """The header of an IKE message with cookies of the test's own."""
    return bytes(range(1, 9)) + bytes(8) + bytes([payload, 0x10, exchange, flags]) + struct.pack("!II", number, 28)


def udp(data: bytes, *, port: int = 500) -> bytes:
    """A UDP datagram between the two ends of the test."""
    return struct.pack("!HHHH", port, port, 8 + len(data), 0) + data


def packet(body: bytes, *, back: bool = False, cut: int = 0, number: int = 1) -> bytes:
    """An IPv4 packet of UDP; ``cut`` is the field with the more-fragments bit and the offset."""
    ends = [bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2])]
    source, target = reversed(ends) if back else ends
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), number, cut, 64, 17, 0) + source + target + body


def read(tmp_path: Path, *packets: bytes) -> list[str]:
    """The labels of a capture."""
    file = tmp_path / "x.pcap"
    file.write_bytes(pcap(*packets))
    return [message.label for message in wire.messages(file)]


def test_the_messages_are_named_by_header_and_sender(tmp_path: Path) -> None:
    """Main mode to the end, the move to port 4500 with its marker, and a keepalive that is no message."""
    marked = b"\0\0\0\0" + isakmp(2, 5, flags=1)
    labels = read(
        tmp_path,
        packet(udp(isakmp(2, 1))),
        packet(udp(isakmp(2, 1)), back=True),
        packet(udp(isakmp(2, 4))),
        packet(udp(isakmp(2, 4)), back=True),
        packet(udp(marked, port=4500)),
        packet(udp(b"\xff", port=4500)),
        packet(udp(marked, port=4500), back=True),
        packet(udp(isakmp(32, 8, flags=1, number=7))),
        packet(udp(isakmp(34, 33, flags=8))),
        packet(udp(isakmp(34, 33, flags=32)), back=True),
    )

    assert labels == ["MM1", "MM2", "MM3", "MM4", "MM5", "MM6", "QM1", "IKE_SA_INIT request", "IKE_SA_INIT response"]


def test_fragments_count_only_when_all_are_there(tmp_path: Path) -> None:
    body = udp(isakmp(2, 5, flags=1))
    first, second = packet(body[:24], cut=0x2000), packet(body[24:], cut=3)

    assert read(tmp_path, first) == []
    assert read(tmp_path, first, second) == ["MM5"]
    assert read(tmp_path, second, first) == ["MM5"]


def test_a_file_that_is_no_capture_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.pcap"
    file.write_bytes(b"no capture at all")
    with pytest.raises(ValueError, match="no classic pcap"):
        list(wire.datagrams(file))


def test_the_furthest_message_counts() -> None:
    assert agreement.furthest(["MM1", "INFO", "MM4", "MM3"]) == "MM4"
    assert agreement.furthest(["?"]) == "none"


def test_a_missing_folder_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert agreement.main([str(tmp_path / "nothing")]) == 2
    assert capsys.readouterr().err.strip().endswith("name the folder of captures")
