"""A paste of several texts is cut where it shows a cut, each part read with its platform and put on its end; nothing is read worse."""

from __future__ import annotations

import pytest

from assistant.dialogue import Mind, Session
from assistant.model.observed import Chunk, Input
from assistant.reading import marks
from assistant.reports import contract, text
from tests.conftest import DATA
from tests.mixtures import HERE, THERE, asa_list, charon_refuses, charon_starts, fortigate_debug, ios_lists

BARE_FORTI = fortigate_debug(HERE, THERE)
TWO_ENDS = {
    "prompts of two platforms": asa_list("ciscoasa", THERE) + "FW1 (root) # diagnose debug enable\n" + BARE_FORTI + "FW1 (root) #\n",
    "prompts of one platform": ios_lists("R1", HERE, THERE) + ios_lists("R2", THERE, HERE),
    "the same prompt, and a sentence": ios_lists("Router", HERE, THERE)
    + "\nand this is from the remote router:\n\n"
    + ios_lists("Router", THERE, HERE),
    "sites as headings": "Site A:\n" + charon_starts("gw", HERE, THERE) + "\nSite B:\n" + charon_refuses("gw", THERE, HERE),
    "ends as headings": "===== Local end =====\n"
    + charon_starts("gw", HERE, THERE)
    + "===== Remote end =====\n"
    + charon_refuses("gw", THERE, HERE),
    "platforms as headings": f"ASA:\n```\n{asa_list('fw', THERE)}```\nOn the FortiGate:\n```\n{BARE_FORTI}```\n",
    "syslog hosts": charon_starts("gw-a", HERE, THERE) + charon_refuses("gw-b", THERE, HERE),
}
ONE_END = {
    "members of a cluster": ios_lists("R1", HERE, THERE) + ios_lists("R2", "198.51.100.2", THERE),
    "the far end is only spoken of": "The tunnel to the far end is down.\nNo answer from the remote site.\nWhat is wrong with the other side?\n"
    + charon_starts("gw", HERE, THERE),
    "another device that says nothing of addresses": charon_starts("gw", HERE, THERE) + "sw1# show version\nsw1# show clock\n",
    "a bundle of one device": charon_starts("gw", HERE, THERE)
    + "root@gw:~# ipsec statusall\nSecurity Associations (0 up, 1 connecting):\n"
    + f"   branch[1]: CONNECTING, {HERE}[%any]...{THERE}[%any]\n",
}


def read(mind: Mind, paste: str) -> Input:
    """The text as one input."""
    return mind.reader.read(paste, name="x", side="local", index=0)


def of_side(item: Input, side: str) -> list[Chunk]:
    """The chunks of one end."""
    return [chunk for chunk in item.chunks if chunk.side == side]


@pytest.mark.parametrize("name", TWO_ENDS)
def test_the_second_end_is_told_from_the_first(name: str, shipped: Mind) -> None:
    """The first device is this end, the second the far end; together they hold every line."""
    item = read(shipped, TWO_ENDS[name])

    assert [chunk.side for chunk in item.chunks] == ["local", "remote"]
    assert item.chunks[0].first == 1
    assert item.chunks[1].first == item.chunks[0].last + 1
    assert item.chunks[-1].last == len(item.lines)
    assert all(chunk.recognised for chunk in item.chunks)
    assert {part.side for part in item.parts} == {"local", "remote"}


def test_a_device_that_only_passes_by_hides_no_far_end(shipped: Mind) -> None:
    """An unrelated device first, then both ends."""
    bystander = "sw1# show version\nsw1# show crypto isakmp sa\nThere are no isakmp sas\n"
    item = read(shipped, bystander + ios_lists("R1", HERE, THERE) + ios_lists("R2", THERE, HERE))

    assert [chunk.side for chunk in item.chunks if chunk.device in {"r1", "r2"}] == ["local", "remote"]


@pytest.mark.parametrize("name", ONE_END)
def test_what_cannot_be_told_apart_stays_on_this_end(name: str, shipped: Mind) -> None:
    """A peer shared, a mention, a device without addresses: none of these makes a far end."""
    assert not of_side(read(shipped, ONE_END[name]), "remote")


@pytest.mark.parametrize("name", TWO_ENDS)
def test_both_ends_in_one_paste_say_what_two_files_say(name: str, shipped: Mind) -> None:
    """The verdict is that of the two texts given apart."""
    together, apart = Session(shipped), Session(shipped)
    together.paste(TWO_ENDS[name])
    item = together.diagnosis.inputs[0]
    for chunk in item.chunks:
        lines = [line.text for line in item.lines[chunk.first - 1 : chunk.last]]
        apart.paste("\n".join(lines), side=chunk.side)

    said, wanted = together.diagnosis, apart.diagnosis
    assert said.verdict == wanted.verdict
    assert [(cause.id, cause.probability) for cause in said.suspects] == [(cause.id, cause.probability) for cause in wanted.suspects]


def test_a_chat_with_both_ends_and_ours_again(shipped: Mind) -> None:
    """Sentences announce whose output follows; each goes with what it announces, and fences are no lines that were not read."""
    chat = (
        "Bob 10:32: the tunnel is down, here is our side:\n```\n"
        + asa_list("ASA-HQ", THERE)
        + "```\nAlice 10:40: and here is the other side (the FortiGate):\n```\n"
        + BARE_FORTI
        + "```\nBob 10:42: ours again\n```\nASA-HQ# show run crypto map\n"
        + f"crypto map outside_map 10 set peer {THERE}\n```\n"
    )
    item = read(shipped, chat)
    lines = chat.splitlines()

    assert [(chunk.platform, chunk.kind, chunk.side) for chunk in item.chunks] == [
        ("cisco-asa", "show", "local"),
        ("fortigate", "debug", "remote"),
        ("cisco-asa", "config", "local"),
    ]
    assert [lines[chunk.first - 1].split(":")[0] for chunk in item.chunks] == ["Bob 10", "Alice 10", "Bob 10"]
    assert len(item.unread) == 3


def test_a_heading_with_a_nickname() -> None:
    """People shorten names; the platform's own lines decide which reads them."""
    found = marks.mark("On the Palo:", {"palo": "paloalto", "asa": "cisco-asa"})

    assert found is not None
    assert found.platform == "paloalto"


def test_each_platform_reads_its_own_part(shipped: Mind) -> None:
    """A log, then the output of another platform without any heading."""
    item = read(shipped, charon_starts("gw", HERE, THERE) + BARE_FORTI)

    assert [chunk.platform for chunk in item.chunks] == ["strongswan", "fortigate"]
    assert item.recognised == 8
    assert not item.unread


def test_a_heading_turns_the_order_round(shipped: Mind) -> None:
    """The far end's text may stand first, if the text says so."""
    item = read(shipped, "log from the other end:\n" + charon_refuses("b", THERE, HERE) + "our side:\n" + charon_starts("a", HERE, THERE))

    assert [chunk.side for chunk in item.chunks] == ["remote", "local"]


def test_a_text_given_as_the_far_ends_stays_there(shipped: Mind) -> None:
    """The user's word counts more than what headings and addresses suggest."""
    item = shipped.reader.read(TWO_ENDS["prompts of one platform"], name="x", side="remote", index=0)

    assert {chunk.side for chunk in item.chunks} == {"remote"}


def test_a_plain_log_is_one_chunk(shipped: Mind) -> None:
    """Lines, times and counts of a log of one device."""
    item = read(shipped, (DATA / "mm_wait_msg4-asa.log").read_text())

    assert len(item.chunks) == 1
    assert item.parts == (item,)
    chunk = item.chunks[0]
    assert (chunk.platform, chunk.kind, chunk.first, chunk.last) == (item.platform, item.kind, 1, len(item.lines))
    assert chunk.recognised == item.recognised
    assert chunk.since is not None
    assert chunk.until is not None
    assert chunk.since < chunk.until


def test_a_log_and_a_list_are_two_kinds(shipped: Mind) -> None:
    """A syslog, then show output under a prompt: one device, two chunks, one side."""
    item = read(shipped, (DATA / "mm_wait_msg4-asa.log").read_text().rstrip("\n") + "\n" + asa_list("fw", THERE))

    assert [(chunk.kind, chunk.side) for chunk in item.chunks] == [("syslog", "local"), ("show", "local")]
    assert len(item.parts) == 1


def test_evidence_points_to_the_pasted_line(session: Session) -> None:
    """Lines of the second end keep the numbers of the whole paste."""
    session.paste(TWO_ENDS["sites as headings"])
    item = session.diagnosis.inputs[0]
    places = [where for found in session.diagnosis.observations for where in found.evidence if where.input == 0]

    assert any(where.line > item.chunks[0].last for where in places)
    for where in places:
        assert where.text.strip() == item.lines[where.line - 1].text.strip()


def test_what_was_taken_for_what_is_shown(session: Session) -> None:
    """A line a part in the text report, the same as values for programs."""
    session.paste(TWO_ENDS["sites as headings"])
    shown = text(session.diagnosis)
    chunks = contract(session.diagnosis)["inputs"][0]["chunks"]

    assert "part 1, lines 1-6: strongswan debug of site a, this end" in shown
    assert "part 2, lines 7-11: strongswan debug of site b, the far end" in shown
    assert [(item["side"], item["first"], item["last"], item["from"], item["to"]) for item in chunks] == [
        ("local", 1, 6, "--11-23T20:00:00", "--11-23T20:00:03"),
        ("remote", 7, 11, "--11-23T20:00:00", "--11-23T20:00:03"),
    ]


def test_one_part_needs_no_line(session: Session) -> None:
    """A plain text is reported as before."""
    session.paste(charon_starts("gw", HERE, THERE))

    assert "part 1" not in text(session.diagnosis)


@pytest.mark.parametrize(
    ("line", "host", "typed"),
    [
        ("ASA#", "asa", False),
        ("ciscoasa/pri/act# show run", "ciscoasa", True),
        ("fw(config)# crypto map x", "", False),
        ("fw1 (vpn) # get vpn ipsec tunnel summary", "fw1", True),
        ("user@srx> show security ike sa", "srx", True),
        ("{primary:node0}", "", False),
        ("[admin@MikroTik] > /ip ipsec peer print", "mikrotik", True),
        ("root@gw.example.com:~# ipsec statusall", "gw", True),
        ("<HUAWEI> display ike sa", "huawei", True),
        ("<config>", "", False),
        ("> quoted in a mail", "", False),
        ("%ASA-7-713236: IP = 203.0.113.5", "", False),
        ("Nov 23 20:00:00 gw charon: 06[IKE] a # b", "", False),
    ],
)
def test_prompts(line: str, host: str, typed: bool) -> None:
    """Prompts of every platform's form, and what only looks like one."""
    found = marks.prompt(line)

    assert (found.host if found else "") == host
    assert (found.command if found else False) == typed


@pytest.mark.parametrize(
    ("line", "side"),
    [
        ("here is the other side:", "remote"),
        ("and this is from the far end", "remote"),
        ("--- remote firewall ---", "remote"),
        ("their config:", "remote"),
        ("2) Remote side (the branch, 203.0.113.9):", "remote"),
        ("**Remote side**", "remote"),
        ("[10:32] Bob: here is the other side:", "remote"),
        ("Bob 10:32: this is from the far end", "remote"),
        ("> here is the other side:", "remote"),
        ("our side:", "local"),
        ("== Local end ==", "local"),
        ("Here is the log from our side, no answer from the far end", None),
        ("The tunnel to the remote site is down:", None),
        ("remote:", None),
        ("     Remote end:", None),
        ("no proposal chosen for the peer", None),
    ],
)
def test_headings_say_whose_text_follows(line: str, side: str | None) -> None:
    """A heading or sentence announces an end; a mention does not."""
    found = marks.mark(line, {})

    assert (found.side if found else None) == side


def test_a_hostile_text_takes_no_time(shipped: Mind) -> None:
    """Thousands of prompts, fences and headings, and a prompt without end, are read in one go."""
    paste = "a" * 60 + "(" + "b " * 4000 + "\n" + "R1# \nR2# \n```\nremote end:\nSite A:\n" * 2_000

    item = read(shipped, paste)

    assert item.recognised == 0
    assert len(item.unread) > 4_000
