"""Sealed slips: who may put one in, who may open the box, and that it says nothing before it is closed."""

from dataclasses import replace

import pytest

from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, RuleMissing, WrongState
from domain.session.facts import BoxNotReady, ConflictOfInterest, NotAMember, WrongMode
from domain.session.interests import InterestsNotConfirmed
from domain.session.slip import BLOCK, CODES, decode, encode, length
from events.base import Basis, NominationId, PersonId, SessionId
from events.session import (
    BallotsRemoved,
    BallotTallied,
    BoxOpened,
    BoxOpenedAgain,
    BoxRewrapped,
    LinesCarriedOver,
    MinutesSigned,
    SessionEvent,
    TellerKeyRegistered,
    TellerReplaced,
)
from tests.domain.meetings import (
    ABSTAIN,
    AGENDA,
    ALL_THERE,
    CLOSED,
    DAY,
    FIGHTER,
    FIRST,
    LAN,
    LAST,
    MEMBERS,
    SESSION,
    attend,
    attended,
    cast,
    count,
    meeting,
    open_,
    opened,
    write,
)
from tests.domain.meetings import FACTS as PLAIN
from tests.domain.rules import QUORUM
from tests.domain.sealing import (
    AT_THE_BOX,
    BUOI,
    CAM,
    CHANH,
    CONFIRMED,
    FACTS,
    KEYS,
    KHE,
    NAMED,
    PREPARED,
    SEALED,
    TELLERS,
    WITH_A_BOX,
    at_the_box,
    give_key,
    opening,
    prepare,
    received,
    remove,
    replace_teller,
    rewrap,
    slip,
    sums,
)
from tests.domain.test_session_meeting import name, sign

CLOSED_AFTER_TWO = (received(FIRST), received(LAST, tracker="a0" * 32), CLOSED)
FOUND = sums(FIGHTER, agreed=2)


def test_the_rule_of_the_award_says_how_a_line_is_voted_on() -> None:
    ready = meeting(*WITH_A_BOX, ALL_THERE, facts=FACTS)
    ready.when(open_(FIGHTER)).then(
        SEALED.model_copy(update={"presiding": PersonId("person-1"), "quorum_basis": QUORUM.basis})
    )
    ready.when(open_(FIGHTER, LAN)).refused(WrongMode)


def test_a_sealed_vote_opens_only_with_a_box_and_its_three_tellers() -> None:
    gone = TellerReplaced(session=SESSION, old=CAM, new=BUOI, reason="ốm")
    pasts: list[tuple[SessionEvent, ...]] = [(), (NAMED, *KEYS), (*WITH_A_BOX, gone)]
    for past in pasts:
        meeting(*past, ALL_THERE, facts=FACTS).when(open_(FIGHTER)).refused(BoxNotReady)


def test_the_box_is_made_once_three_tellers_have_handed_in_their_keys() -> None:
    meeting(NAMED, *KEYS, facts=FACTS).when(prepare()).then(PREPARED)
    meeting(NAMED, *KEYS[:2], facts=FACTS).when(prepare()).refused(BoxNotReady)
    meeting(*WITH_A_BOX, facts=FACTS).when(prepare()).nothing()
    meeting(NAMED, *KEYS, facts=FACTS).when(prepare("member")).refused(NotAuthorised)


def test_a_key_comes_from_the_teller_alone() -> None:
    mine = TellerKeyRegistered(session=SESSION, teller=KHE, key="c4" * 32)
    meeting(NAMED, facts=FACTS).when(give_key(KHE)).then(mine)
    meeting(NAMED, facts=FACTS).when(give_key(KHE, who=CHANH)).refused(NotAuthorised)
    meeting(NAMED, facts=FACTS).when(give_key(BUOI)).refused(NotAuthorised)
    meeting(*WITH_A_BOX, facts=FACTS).when(give_key(KHE)).refused(WrongState)


def test_no_teller_operates_the_ledger_or_leads_the_council() -> None:
    told = replace(FACTS, operators=frozenset({KHE}))
    meeting(facts=told).when(name(*TELLERS)).refused(ConflictOfInterest)
    meeting(facts=FACTS).when(name(KHE, KHE, CAM)).refused(Malformed)
    meeting(*WITH_A_BOX, facts=FACTS).when(name(KHE, CHANH, BUOI)).refused(WrongState)


def test_a_teller_is_replaced_and_two_others_share_the_key_anew() -> None:
    gone = TellerReplaced(session=SESSION, old=CAM, new=BUOI, reason="đi công tác")
    boxed = meeting(*WITH_A_BOX, facts=FACTS)
    boxed.when(replace_teller()).then(gone)
    boxed.when(replace_teller(old=BUOI, new=CAM)).nothing()
    boxed.when(replace_teller(old=BUOI, new=PersonId("person-x"))).refused(NotFound)
    boxed.when(replace_teller(new=KHE)).refused(AlreadyExists)
    boxed.when(rewrap()).nothing()
    without_key = meeting(*WITH_A_BOX, gone, facts=FACTS)
    without_key.when(rewrap()).refused(BoxNotReady)
    ready = meeting(*WITH_A_BOX, gone, KEYS[0].model_copy(update={"teller": BUOI}), facts=FACTS)
    ready.when(rewrap()).then(BoxRewrapped(session=SESSION, tellers=(KHE, CHANH, BUOI), openers=(KHE, CHANH)))
    ready.when(rewrap(KHE, BUOI)).refused(NotAuthorised)
    meeting(facts=FACTS).when(rewrap()).refused(BoxNotReady)


def test_a_member_puts_a_slip_in_and_a_later_one_replaces_it() -> None:
    at_the_box().when(slip(FIRST, {FIGHTER: "against"})).then(received(FIRST))
    at_the_box([received(FIRST)]).when(slip(FIRST, {FIGHTER: "invalid"})).then(received(FIRST))


def test_what_was_chosen_is_in_no_event_and_no_repr() -> None:
    (event,) = at_the_box().when(slip(FIRST, {FIGHTER: ABSTAIN})).decides()
    assert set(event.model_dump()) == {"type", "session", "ballot", "member", "tracker"}
    assert "abstain" not in repr(slip(FIRST, {FIGHTER: ABSTAIN}))


def test_nobody_puts_a_slip_in_for_another_not_even_the_secretary() -> None:
    at_the_box().when(slip(FIRST, {FIGHTER: "for"}, who=LAST)).refused(NotAuthorised)
    at_the_box().when(slip(PersonId("person-guest"), {FIGHTER: "for"})).refused(NotAMember)


def test_a_slip_waits_for_the_confirmation_of_interests() -> None:
    past = (*WITH_A_BOX, ALL_THERE, SEALED)
    meeting(*past, facts=FACTS).when(slip(FIRST, {FIGHTER: "for"})).refused(InterestsNotConfirmed)


def test_a_slip_leaves_no_line_out_and_keeps_to_its_vote() -> None:
    at_the_box().when(slip(FIRST, {})).refused(Malformed)
    at_the_box().when(slip(FIRST, {FIGHTER: "for", LAN: "for"})).refused(NotFound)
    at_the_box().when(replace(slip(FIRST, {}), rest="against")).then(received(FIRST))


def test_after_the_close_a_slip_is_refused_with_a_sentence() -> None:
    why = at_the_box([CLOSED]).when(slip(FIRST, {FIGHTER: "for"})).refused(WrongState)
    assert "không được tính" in why.message


def test_a_slip_and_a_show_of_hands_are_not_mixed() -> None:
    at_the_box().when(cast(FIRST, {FIGHTER: "for"})).refused(WrongMode)
    hands = meeting(*WITH_A_BOX, *CONFIRMED, ALL_THERE, opened(LAN), facts=FACTS)
    hands.when(slip(FIRST, {LAN: "for"})).refused(WrongMode)
    at_the_box([CLOSED]).when(count()).refused(WrongMode)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_who_will_be_absent_seals_a_slip_before_and_does_not_write_on_what_is_secret() -> None:
    before = meeting(*WITH_A_BOX, *CONFIRMED, facts=FACTS)
    before.when(slip(LAST, {FIGHTER: "for"}, ballot=None)).then(received(LAST, None))
    before.when(write(LAST, {FIGHTER: "for"})).refused(WrongMode)
    before.when(slip(LAST, {LAN: "for", FIGHTER: "for"}, ballot=None)).refused(NotFound)


def test_who_is_there_uses_the_open_vote_and_who_is_not_cannot() -> None:
    at_the_box().when(slip(FIRST, {FIGHTER: "for"}, ballot=None)).refused(WrongState)
    past = (*WITH_A_BOX, *CONFIRMED, attended(*MEMBERS[:-1]), SEALED)
    absent = meeting(*past, facts=FACTS)
    absent.when(slip(LAST, {FIGHTER: "for"})).refused(NotAMember)
    meeting(*past, CLOSED, facts=FACTS).when(slip(LAST, {FIGHTER: "for"}, ballot=None)).refused(WrongState)
    meeting(*CONFIRMED, facts=FACTS).when(slip(LAST, {}, ballot=None)).refused(BoxNotReady)


def test_there_are_no_partial_results() -> None:
    at_the_box([received(FIRST)]).when(opening(sums(FIGHTER, agreed=1))).refused(WrongState)


def test_two_tellers_open_the_box_and_only_sums_are_recorded() -> None:
    first, counted = at_the_box(CLOSED_AFTER_TWO).when(opening(FOUND)).decides()
    assert first == BoxOpened(session=SESSION, ballot="b1", openers=(CHANH, KHE), slips=2, lines=(FOUND,))
    assert isinstance(counted, BallotTallied)
    tally = counted.lines[0].tally
    assert (tally.votes_for, tally.base, tally.needed, tally.passed) == (2, 13, 11, False)


def test_one_teller_alone_opens_nothing_and_nobody_else_does() -> None:
    closed = at_the_box(CLOSED_AFTER_TWO)
    closed.when(opening(FOUND, pair=(KHE, KHE))).refused(NotAuthorised)
    closed.when(opening(FOUND, pair=(KHE, BUOI))).refused(NotAuthorised)
    closed.when(opening(FOUND, who=CAM)).refused(NotAuthorised)


def test_sums_that_are_not_those_of_the_roll_are_refused() -> None:
    at_the_box(CLOSED_AFTER_TWO).when(opening(sums(FIGHTER, agreed=3))).refused(Malformed)
    at_the_box(CLOSED_AFTER_TWO).when(opening(sums(LAN, agreed=2))).refused(Malformed)


def test_another_pair_finds_the_same_or_the_minutes_stay_unsigned() -> None:
    opened_once = at_the_box(CLOSED_AFTER_TWO).when(opening(FOUND)).decides()
    past = [*CLOSED_AFTER_TWO, *opened_once]
    again = at_the_box(past)  # type: ignore[arg-type]  # the events of the decider
    agrees = BoxOpenedAgain(session=SESSION, ballot="b1", openers=(CAM, KHE), agrees=True)
    again.when(opening(FOUND, pair=(CAM, KHE))).then(agrees)
    again.when(opening(FOUND)).nothing()
    differs = agrees.model_copy(update={"agrees": False})
    again.when(opening(sums(FIGHTER, agreed=1, opposed=1), pair=(CAM, KHE))).then(differs)
    at_the_box([*past, differs]).when(sign()).refused(WrongState)  # type: ignore[list-item]
    at_the_box([*past, agrees]).when(sign()).decides()  # type: ignore[list-item]


def test_a_named_vote_has_no_box_to_open() -> None:
    meeting(*WITH_A_BOX, ALL_THERE, opened(LAN), CLOSED, facts=FACTS).when(opening(FOUND)).refused(WrongMode)


SIGNED = MinutesSigned(session=SESSION, kind="meeting", day=DAY, signers=(FIRST,))


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ13")
def test_key_and_slips_are_removed_when_the_rule_lets_them_go_and_not_before() -> None:
    done = at_the_box([*CLOSED_AFTER_TWO, SIGNED])
    (gone,) = done.when(remove(91)).decides()
    assert isinstance(gone, BallotsRemoved)
    assert (gone.slips, gone.kept_until.isoformat()) == (2, "2025-03-24")
    assert gone.basis == Basis(document="Quy chế 01/QC-HĐTĐKT", article="Đ13")
    assert "24/03/2025" in done.when(remove(90)).refused(WrongState).message
    at_the_box([*CLOSED_AFTER_TWO, SIGNED, gone]).when(remove()).nothing()
    done.when(remove(role="teller")).refused(NotAuthorised)


def test_without_a_rule_or_minutes_or_a_box_nothing_is_removed() -> None:
    at_the_box(CLOSED_AFTER_TWO).when(remove()).refused(WrongState)
    meeting(SIGNED, facts=FACTS).when(remove()).refused(NotFound)
    meeting(*AT_THE_BOX, SIGNED, facts=PLAIN).when(remove()).refused(RuleMissing)


def test_slips_that_nobody_will_count_are_removed_too_once_every_line_has_gone_on() -> None:
    """No vote was counted, so there are no minutes to sign; while one line is still here its slips may be needed."""
    past: list[SessionEvent] = [*WITH_A_BOX, *CONFIRMED, received(LAST, None)]
    some = LinesCarriedOver(session=SESSION, lines=AGENDA[1:], to=SessionId("session-2"))
    meeting(*past, some, facts=FACTS).when(remove()).refused(WrongState)
    over: list[SessionEvent] = [*past, some.model_copy(update={"lines": AGENDA})]
    meeting(*over, facts=FACTS).when(remove(90)).refused(WrongState)
    (gone,) = meeting(*over, facts=FACTS).when(remove()).decides()
    assert isinstance(gone, BallotsRemoved)
    assert gone.slips == 1
    meeting(*over, gone, facts=FACTS).when(attend(FIRST)).refused(WrongState)


def test_every_slip_of_an_agenda_is_as_long_whatever_it_says() -> None:
    slips = [encode(AGENDA, dict.fromkeys(AGENDA, mark)) for mark in CODES]
    assert {len(one) for one in (*slips, encode(AGENDA, {}))} == {length(AGENDA)} == {BLOCK}
    assert length([NominationId(f"n-{number}") for number in range(300)]) == 5 * BLOCK


def test_a_slip_that_cannot_be_read_is_invalid_line_by_line() -> None:
    good = encode(AGENDA, {LAN: "for", FIGHTER: "abstain"})
    assert decode(AGENDA, good) == {LAN: "for", FIGHTER: "abstain"}
    assert set(decode(AGENDA, b"\x07" + good[1:]).values()) == {"invalid"}
    assert decode(AGENDA, good[:1] + b"\x09" + good[2:])[LAN] == "invalid"
    assert set(decode(AGENDA, good * 2).values()) == {"invalid"}
