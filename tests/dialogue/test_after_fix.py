"""After a fix: progress is seen, old evidence does not count against the new state, and undo brings it back."""

from __future__ import annotations

import pytest

from assistant.dialogue import Mind, Session
from assistant.engine import mind
from assistant.errors import SessionError
from assistant.reasoning.network import Network
from assistant.reports import contract, markdown, text

# The forms are those of `show crypto isakmp sa detail` and `show crypto ipsec sa`; the peer is the seed log's.
SA = """IKEv1 SAs:
   Active SA: 1
    Rekey SA: 0 (A tunnel will report 1 Active and 1 Rekey SA during rekey)
Total IKE SA: 1

1   IKE Peer: 233.22.22.233
    Type    : {type}            Role    : initiator
    Rekey   : no              State   : {state}
"""
IPSEC = """interface: outside
    Crypto map tag: outside_map, seq num: 1, local addr: 192.0.2.1

      local ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)
      remote ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/0/0)
      current_peer: 233.22.22.233

      #pkts encaps: 12, #pkts encrypt: 12, #pkts digest: 12
      #pkts decaps: 12, #pkts decrypt: 12, #pkts verify: 12
      #send errors: 0, #recv errors: 0
    inbound esp sas:
      spi: 0x1E8246FC (511854332)
    outbound esp sas:
      spi: 0x8DB9B6F7 (2377758455)
"""


@pytest.fixture
def found(session: Session, seed: str) -> Session:
    """The seed log with the answer that decides it: the far end has the entry under another address."""
    session.paste(seed)
    session.answer("far-tunnel-group", "other-address")
    assert session.diagnosis.verdict == "found"
    assert session.diagnosis.fix is not None
    return session


def state(word: str, kind: str = "L2L ") -> str:
    return SA.format(state=word, type=kind)


def test_until_the_new_state_is_shown_it_waits_and_says_what_to_paste(found: Session) -> None:
    """The fix card's verification is what is wanted; the verdict so far stays on the screen."""
    diagnosis = found.say("I applied the fix").diagnosis

    assert diagnosis.progress is not None
    assert diagnosis.progress.word == "waiting"
    assert diagnosis.progress.cause == "wrong-peer-ip"
    assert diagnosis.progress.verify[0].command in diagnosis.progress.text
    assert diagnosis.verdict == "found"


def test_thanks_is_no_new_state(found: Session) -> None:
    """A sentence that tells nothing, and a "don't know", leave it waiting with what was found."""
    found.fixed()
    before = found.diagnosis.suspects
    for reply in (found.say("thank you so much"), found.answer("far-sees-packets", "unknown")):
        assert reply.diagnosis.progress is not None
        assert reply.diagnosis.progress.word == "waiting"
        assert reply.diagnosis.suspects == before


def test_a_new_state_that_is_only_said_counts(session: Session) -> None:
    """Nothing needs to be pasted; the explanation is of the same figures as the report."""
    session.say("stuck at MM_WAIT_MSG4, we are the initiator")
    session.say("I applied the fix")
    diagnosis = session.say("now it is stuck at MM_WAIT_MSG6").diagnosis
    assert diagnosis.progress is not None
    assert diagnosis.progress.word == "further"
    assert diagnosis.conflicts == ()
    found = session.why().explanation
    assert found is not None
    assert found.probability == pytest.approx(diagnosis.suspects[0].probability, abs=1e-4)


def test_from_message_4_to_message_6_is_progress_and_the_next_fault_is_looked_for(found: Session) -> None:
    """The fixed cause does not lead any more, and what was shown of the old state is set aside, each with why."""
    found.fixed()
    diagnosis = found.paste(state("MM_WAIT_MSG6", "user")).diagnosis

    assert diagnosis.progress is not None
    assert diagnosis.progress.word == "further"
    assert (diagnosis.progress.before, diagnosis.progress.after) == ("MM_WAIT_MSG4", "MM_WAIT_MSG6")
    assert "MM_WAIT_MSG6" in diagnosis.progress.evidence[0].text
    assert diagnosis.suspects[0].id == "psk-mismatch"
    assert diagnosis.question is not None
    ids = {item.finding for item in diagnosis.observations}
    assert not ids & {"peer-invalid-cookie", "far-entry-other-address", "we-retransmit"}
    assert {item.why for item in diagnosis.aside} == {"the fix mends it", "it shows the state before the fix"}
    assert all(item.evidence for item in diagnosis.aside)


def test_old_evidence_counts_as_if_it_had_never_been_pasted(found: Session, shipped: Mind) -> None:
    """What is known, and the odds of two causes that the fix was not for, are those of a session that begins here."""
    found.fixed()
    new = found.paste(state("MM_WAIT_MSG6", "user")).diagnosis
    fresh = Session(shipped).paste(state("MM_WAIT_MSG6", "user")).diagnosis

    assert {item.finding: item.value for item in new.observations} == {item.finding: item.value for item in fresh.observations}
    now, then = ({item.id: item.probability for item in one.suspects} for one in (new, fresh))
    assert now["psk-mismatch"] / now["fragmentation-mtu"] == pytest.approx(then["psk-mismatch"] / then["fragmentation-mtu"], rel=0.05)


def test_what_the_user_told_of_the_surroundings_stays(session: Session, seed: str) -> None:
    """A fix does not take the NAT away."""
    session.paste(seed)
    session.say("there is no NAT in between")
    session.fixed("wrong-peer-ip")
    diagnosis = session.paste(state("MM_WAIT_MSG6", "user")).diagnosis

    assert any(item.finding == "no-nat-found" or "nat" in item.finding for item in diagnosis.observations if item.reliability == "said")


def test_phase_1_up_is_progress_and_phase_2_up_resolves_it(found: Session) -> None:
    """The verification's output confirms it, with its line."""
    found.fixed()
    up = found.paste(state("MM_ACTIVE")).diagnosis
    assert up.progress is not None
    assert up.progress.word == "further"

    done = found.paste(IPSEC).diagnosis
    assert done.verdict == "healthy"
    assert done.progress is not None
    assert done.progress.word == "resolved"
    assert done.progress.evidence


def test_the_same_state_again_is_no_progress(found: Session) -> None:
    """It says so, and the fixed cause is much less likely than before, but not gone."""
    before = found.diagnosis.suspects[0].probability
    found.fixed()
    diagnosis = found.paste(state("MM_WAIT_MSG4", "user")).diagnosis

    assert diagnosis.progress is not None
    assert diagnosis.progress.word == "same"
    chances = {item.id: item.probability for item in diagnosis.suspects}
    assert 0.02 < chances["wrong-peer-ip"] < 0.6 * before


def test_a_step_back_is_said(found: Session) -> None:
    """An earlier stage than before is no progress."""
    found.fixed()
    diagnosis = found.paste(state("MM_WAIT_MSG2", "user")).diagnosis
    assert diagnosis.progress is not None
    assert diagnosis.progress.word == "back"


def test_undo_brings_the_old_evidence_back(found: Session) -> None:
    """To the last figure."""
    before = found.diagnosis
    found.fixed()
    found.paste(state("MM_WAIT_MSG6", "user"))
    found.undo()
    found.undo()
    assert found.diagnosis == before


def test_the_mark_may_be_set_after_the_paste(found: Session) -> None:
    """Said too late, it holds from before the last text on; until then the session asks whether a fix was applied."""
    reply = found.paste(state("MM_WAIT_MSG6", "user"))
    assert any("I applied the fix before the last paste" in note for note in reply.notes)

    diagnosis = found.say("I applied the fix before the last paste").diagnosis
    assert diagnosis.progress is not None
    assert diagnosis.progress.word == "further"


def test_two_fixes_one_after_the_other(found: Session) -> None:
    """The second counts from the state that the first left."""
    found.fixed()
    found.paste(state("MM_WAIT_MSG6", "user"))
    found.fixed("psk-mismatch")
    diagnosis = found.paste(state("MM_ACTIVE")).diagnosis
    assert diagnosis.progress is not None
    assert diagnosis.progress.before == "MM_WAIT_MSG6"
    assert diagnosis.progress.word == "further"


def test_a_new_text_that_shows_no_state_is_not_taken_for_success(found: Session) -> None:
    """Nothing that was read says where it stands now."""
    found.fixed()
    diagnosis = found.paste("interface Ethernet0/0\n nameif outside\n security-level 0\n").diagnosis
    assert diagnosis.progress is not None
    assert diagnosis.progress.word == "unshown"
    assert diagnosis.verdict != "healthy"


def test_every_report_shows_it(found: Session) -> None:
    """Text, Markdown and JSON say what came of the fix and what was set aside."""
    found.fixed()
    diagnosis = found.paste(state("MM_WAIT_MSG6", "user")).diagnosis
    assert "AFTER THE FIX: Progress" in text(diagnosis)
    assert "SET ASIDE" in text(diagnosis)
    assert "## After the fix" in markdown(diagnosis)
    values = contract(diagnosis)
    assert values["progress"]["word"] == "further"
    assert values["set_aside"]


@pytest.mark.parametrize(
    "said", ["I did that", "fixed", "we have applied the fix.", "the fix is in", "applied it", "I fixed the psk mismatch"]
)
def test_sentences_that_say_it(said: str, found: Session) -> None:
    """People say it in few words."""
    assert found.say(said).diagnosis.progress is not None


@pytest.mark.parametrize(
    "said",
    [
        "I have not applied the fix",
        "the peer has a fixed address",
        "how is this fixed?",
        "we fixed the coffee machine",
        "that was fine until the upgrade",
    ],
)
def test_sentences_that_do_not_say_it(said: str, found: Session) -> None:
    """A denial or another thing is no fix."""
    diagnosis = found.say(said).diagnosis
    assert diagnosis.progress is None
    assert not diagnosis.resolved


def test_bad_calls_say_the_mend(session: Session, seed: str) -> None:
    """Each is one line, and changes nothing."""
    with pytest.raises(SessionError, match="paste a log"):
        session.fixed()
    with pytest.raises(SessionError, match="name the cause"):
        session.resolve()
    session.paste(seed)
    for call, name in ((session.fixed, "gremlins"), (session.fixed, "healthy"), (session.resolve, "gremlins")):
        with pytest.raises(SessionError):
            call(name)
    assert len(session.moves) == 1


def test_it_was_confirmed(found: Session) -> None:
    """By "that was it" the fixed cause, by name another one; undo takes it back."""
    found.fixed()
    assert found.say("that was it").diagnosis.resolved == "wrong-peer-ip"
    assert found.undo().diagnosis.resolved == ""
    assert found.say("it was the missing tunnel group").diagnosis.resolved == "missing-tunnel-group"


def test_leaning_multiplies_odds_and_leaves_the_rest() -> None:
    """Two causes that are not named keep their odds; a factor of 1 changes nothing."""
    network: Network = mind().network
    leant = network.leaning({network.causes[0].id: 0.25})
    assert leant.log_prior[1] - leant.log_prior[2] == pytest.approx(network.log_prior[1] - network.log_prior[2])
    assert leant.log_prior[0] - leant.log_prior[1] == pytest.approx(network.log_prior[0] - network.log_prior[1] - 1.3862943611)
    assert network.leaning({"no-such-cause": 9.0}) is network


ABORTED = """Mar 03 2024 09:14:02 [IKEv1]: IP = 203.0.113.77, IKE_DECODE RECEIVED Message (msgid=0) with payloads : HDR + SA (1) + VENDOR (13) + NONE (0) total length : 108
Mar 03 2024 09:14:02 [IKEv1]: Group = 203.0.113.77, IP = 203.0.113.77, Can't find a valid tunnel group, aborting...!
"""
CONFIG = """crypto map outside_map 20 match address VPN-BRANCH
crypto map outside_map 20 set peer 203.0.113.77
crypto map outside_map 20 set ikev1 transform-set ESP-AES256-SHA
crypto map outside_map interface outside
crypto ikev1 enable outside
tunnel-group {name} type ipsec-l2l
tunnel-group {name} ipsec-attributes
 ikev1 pre-shared-key *****
"""  # both written for the test, in the documented forms


def test_a_configuration_of_before_does_not_count_where_the_fix_changed_it(session: Session) -> None:
    """The entry under another address was mended: neither its finding nor its remark is said of the state of now."""
    session.paste(ABORTED)
    session.paste(CONFIG.format(name="203.0.113.7"))
    assert session.diagnosis.suspects[0].id == "wrong-peer-ip"
    assert any(item.stops for item in session.diagnosis.remarks)
    session.fixed("wrong-peer-ip")
    diagnosis = session.paste(
        state("MM_WAIT_MSG5", "user").replace("233.22.22.233", "203.0.113.77").replace("initiator", "responder")
    ).diagnosis

    assert not any(item.stops for item in diagnosis.remarks)
    assert not {item.finding for item in diagnosis.observations} & {"entry-here-under-other-address", "no-entry-here-for-peer"}
    assert diagnosis.suspects[0].id != "wrong-peer-ip"


def test_a_configuration_of_now_stands_for_the_old_one(session: Session) -> None:
    """Pasted again and still wrong, it counts again; pasted again and right, nothing of the old is left."""
    session.paste(ABORTED)
    session.paste(CONFIG.format(name="203.0.113.7"))
    session.fixed("wrong-peer-ip")
    still = session.paste(CONFIG.format(name="203.0.113.7")).diagnosis
    assert any(item.stops for item in still.remarks)
    session.undo()
    right = session.paste(CONFIG.format(name="203.0.113.77")).diagnosis
    assert not any(item.stops for item in right.remarks)
    assert all(where.input not in {0, 1} for item in right.observations for where in item.evidence)


def test_the_open_question_comes_first(shipped: Mind, session: Session, seed: str) -> None:
    """The word answers the question whether the peer's address is fixed; it is no repair then."""
    session.paste(seed)
    while session.diagnosis.question is not None and session.diagnosis.question.id != "peer-address-fixed":
        session.skip(session.diagnosis.question.id)
    assert session.diagnosis.question is not None
    assert "fixed" in [word for answer in shipped.questions["peer-address-fixed"].answers for word in answer.words]
    diagnosis = session.say("fixed").diagnosis
    assert diagnosis.progress is None
    assert {item.finding: item.value for item in diagnosis.observations}["peer-uses-dynamic-address"] is False
