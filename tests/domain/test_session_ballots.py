from dataclasses import replace
from datetime import date

import pytest

from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, RuleMissing, WrongState
from domain.session.facts import ConflictOfInterest, NotAMember, QuorumNotMet, SessionFacts
from domain.session.interests import InterestsNotConfirmed
from events.base import NominationId, PersonId
from events.session import BallotOpened, BallotTallied, Choice, SessionEvent
from tests.domain.meetings import (
    AGENDA,
    ALL_THERE,
    CLOSED,
    FACTS,
    FIGHTER,
    FIRST,
    LAN,
    LAST,
    MEMBERS,
    MINH,
    OWN,
    attended,
    cast,
    close,
    open_,
    opened,
    stepped_out,
    voted,
    write,
    wrote,
)
from tests.domain.meetings import meeting as before_anybody_confirmed
from tests.domain.rules import QUORUM, THE_LAW
from tests.domain.sealing import CONFIRMED
from tests.spec import Given, by

STRANGER = NominationId("nomination-x")
ONE_ABSENT = attended(*MEMBERS[:-1])
TALLIED = BallotTallied(session=CLOSED.session, ballot="b1", lines=())
ON_ALL: dict[NominationId, Choice] = {LAN: "for", MINH: "against", OWN: "for"}
"""On every line but the one that is voted on in secret."""
CHAIR = PersonId("person-1")


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ6")
def test_nine_of_thirteen_members_are_a_quorum() -> None:
    nine = BallotOpened(
        session=CLOSED.session,
        ballot="b1",
        lines=(LAN, MINH),
        present=9,
        members=13,
        quorum=9,
        presiding=CHAIR,
        quorum_basis=QUORUM.basis,
    )
    meeting(attended(*MEMBERS[:9])).when(open_(LAN, MINH)).then(nine)


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ6")
def test_eight_of_thirteen_are_not() -> None:
    why = meeting(attended(*MEMBERS[:8])).when(open_(LAN)).refused(QuorumNotMet)
    assert "8 trên 13" in why.message
    assert "ít nhất 9" in why.message


def meeting(*past: SessionEvent, facts: SessionFacts = FACTS) -> Given:
    """Give a meeting whose members have all confirmed their interests."""
    return before_anybody_confirmed(*CONFIRMED, *past, facts=facts)


def test_who_has_not_confirmed_their_interests_votes_on_nothing() -> None:
    asked = before_anybody_confirmed(ALL_THERE, opened(LAN)).when(cast(FIRST, {LAN: "for"}))
    assert "xung đột lợi ích" in asked.refused(InterestsNotConfirmed).message
    own_slip = replace(write(LAST, ON_ALL), **by("member", LAST))
    before_anybody_confirmed(ONE_ABSENT).when(own_slip).refused(InterestsNotConfirmed)
    meeting(ONE_ABSENT).when(own_slip).then(wrote(LAST, ON_ALL))


def test_without_a_roll_call_nobody_is_present() -> None:
    meeting().when(open_(LAN)).refused(QuorumNotMet)


def test_no_vote_is_opened_where_no_rule_tells_the_quorum() -> None:
    meeting(ALL_THERE, facts=replace(FACTS, rules=THE_LAW)).when(open_(LAN)).refused(RuleMissing)


def test_a_vote_is_opened_once() -> None:
    meeting(ALL_THERE, opened(LAN)).when(open_(MINH)).refused(AlreadyExists)


def test_a_dossier_is_voted_on_in_one_ballot_only() -> None:
    meeting(ALL_THERE, opened(LAN)).when(open_(LAN, MINH, ballot="b2")).refused(AlreadyExists)
    meeting(ALL_THERE, opened(LAN)).when(open_(MINH, ballot="b2")).then(
        opened(MINH, ballot="b2").model_copy(update={"presiding": CHAIR})
    )


def test_only_what_is_on_the_agenda_is_voted_on() -> None:
    meeting(ALL_THERE).when(open_(LAN, STRANGER)).refused(NotFound)


def test_a_member_opens_and_closes_no_vote() -> None:
    meeting(ALL_THERE).when(open_(LAN, role="member")).refused(NotAuthorised)
    meeting(ALL_THERE, opened(LAN)).when(close(role="teller")).refused(NotAuthorised)


def test_a_member_votes_on_every_line() -> None:
    both: dict[NominationId, Choice] = {LAN: "for", MINH: "abstain"}
    meeting(ALL_THERE, opened(LAN, MINH)).when(cast(FIRST, both)).then(voted(FIRST, both))


def test_the_secretary_keys_a_show_of_hands_as_the_chair_directs() -> None:
    command = cast(LAST, {LAN: "for"}, role="secretary", who="person-secretary")
    meeting(ALL_THERE, opened(LAN)).when(command).then(voted(LAST, {LAN: "for"}))


def test_no_member_votes_for_another() -> None:
    command = cast(LAST, {LAN: "for"}, role="member", who=FIRST)
    meeting(ALL_THERE, opened(LAN)).when(command).refused(NotAuthorised)


def test_a_member_votes_as_a_member_only() -> None:
    command = cast(LAST, {LAN: "for"}, role="clerk")
    meeting(ALL_THERE, opened(LAN)).when(command).refused(NotAuthorised)


def test_a_later_vote_replaces_the_earlier_one_until_the_close_and_is_recorded_as_such() -> None:
    before = meeting(ALL_THERE, opened(LAN), voted(FIRST, {LAN: "for"}))
    instead = voted(FIRST, {LAN: "against"}).model_copy(update={"replaces": True})
    before.when(cast(FIRST, {LAN: "against"})).then(instead)
    before.when(cast(FIRST, {LAN: "for"})).nothing()
    meeting(ALL_THERE, opened(LAN), voted(FIRST, {LAN: "for"}), CLOSED).when(
        cast(FIRST, {LAN: "against"})
    ).refused(WrongState)


def test_nobody_votes_before_it_is_opened_or_after_it_is_closed() -> None:
    meeting(ALL_THERE).when(cast(FIRST, {LAN: "for"})).refused(NotFound)
    meeting(ALL_THERE, opened(LAN), CLOSED).when(cast(FIRST, {LAN: "for"})).refused(WrongState)


def test_who_is_absent_does_not_vote_by_hand() -> None:
    meeting(ONE_ABSENT, opened(LAN)).when(cast(LAST, {LAN: "for"})).refused(NotAMember)
    meeting(opened(LAN)).when(cast(LAST, {LAN: "for"})).refused(NotAMember)


def test_a_ballot_leaves_no_line_out_and_adds_none() -> None:
    two = meeting(ALL_THERE, opened(LAN, MINH))
    assert "1 hồ sơ" in two.when(cast(LAST, {LAN: "for"})).refused(Malformed).message
    two.when(cast(LAST, {LAN: "for", MINH: "for", FIGHTER: "for"})).refused(NotFound)


def test_nobody_votes_on_the_own_dossier() -> None:
    two = meeting(ALL_THERE, opened(LAN, OWN))
    two.when(cast(FIRST, {LAN: "for", OWN: "for"})).refused(ConflictOfInterest)
    two.when(cast(FIRST, {LAN: "for"})).then(voted(FIRST, {LAN: "for"}))


def test_who_stepped_out_does_not_vote_on_that_line() -> None:
    two = meeting(ALL_THERE, stepped_out(LAST, MINH), opened(LAN, MINH))
    two.when(cast(LAST, {LAN: "for", MINH: "for"})).refused(ConflictOfInterest)
    two.when(cast(LAST, {LAN: "for"})).then(voted(LAST, {LAN: "for"}))


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_an_absent_member_writes_on_every_line_that_is_not_secret() -> None:
    meeting(ONE_ABSENT).when(write(LAST, ON_ALL)).then(wrote(LAST, ON_ALL))
    meeting(ONE_ABSENT, opened(LAN), CLOSED).when(write(LAST, ON_ALL)).then(wrote(LAST, ON_ALL))


def test_an_opinion_keeps_the_day_it_arrived() -> None:
    earlier = replace(write(LAST, ON_ALL), arrived=date(2024, 12, 20))
    meeting(ONE_ABSENT).when(earlier).then(
        wrote(LAST, ON_ALL).model_copy(update={"arrived": date(2024, 12, 20)})
    )


def test_the_same_opinion_again_adds_nothing_and_another_replaces_it() -> None:
    changed: dict[NominationId, Choice] = {**ON_ALL, LAN: "against"}
    meeting(ONE_ABSENT, wrote(LAST, ON_ALL)).when(write(LAST, ON_ALL)).nothing()
    meeting(ONE_ABSENT, wrote(LAST, ON_ALL)).when(write(LAST, changed)).then(wrote(LAST, changed))


def test_who_is_present_votes_and_does_not_write() -> None:
    meeting(ALL_THERE).when(write(LAST, ON_ALL)).refused(WrongState)


def test_only_a_member_gives_a_written_opinion() -> None:
    meeting(ONE_ABSENT).when(write(PersonId("person-guest"), ON_ALL)).refused(NotAMember)
    meeting(ONE_ABSENT).when(write(LAST, ON_ALL, role="clerk")).refused(NotAuthorised)


def test_no_opinion_is_taken_after_the_count() -> None:
    meeting(ONE_ABSENT, opened(LAN), CLOSED, TALLIED).when(write(LAST, ON_ALL)).refused(WrongState)


def test_nobody_writes_on_the_own_dossier() -> None:
    absent = meeting(attended(*MEMBERS[1:]))
    absent.when(write(FIRST, ON_ALL)).refused(ConflictOfInterest)
    others = {line: choice for line, choice in ON_ALL.items() if line != OWN}
    absent.when(write(FIRST, others)).then(wrote(FIRST, others))
    assert set(others) == set(AGENDA) - {OWN, FIGHTER}


def test_a_vote_closes_once() -> None:
    meeting(ALL_THERE, opened(LAN)).when(close()).then(CLOSED)
    meeting(ALL_THERE, opened(LAN), CLOSED).when(close()).nothing()


def test_a_vote_that_was_not_opened_does_not_close() -> None:
    meeting(ALL_THERE).when(close()).refused(NotFound)
