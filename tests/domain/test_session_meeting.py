from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, WrongState
from domain.session.commands import (
    AdjournSession,
    CarryOverLines,
    CheckIn,
    ConveneSession,
    ExtendAgenda,
    GiveLineOpinion,
    LeaveSession,
    NameTellers,
    ResumeSession,
    SignMinutes,
)
from domain.session.decider import DECIDER
from domain.session.facts import ConflictOfInterest, NotAMember, WrongMode
from domain.session.states import NoSession
from events.base import Basis, NominationId, PersonId, SessionId
from events.judgement import Tally
from events.session import (
    AgendaExtended,
    BallotOpened,
    BallotTallied,
    Ground,
    LineOpinionNoted,
    LinesCarriedOver,
    LineTallied,
    MemberCheckedIn,
    MemberDeparted,
    MinutesSigned,
    Opinion,
    ProxyAuthorised,
    SessionAdjourned,
    SessionConvened,
    SessionResumed,
    TellersNamed,
)
from tests.domain.meetings import (
    AGENDA,
    ALL_THERE,
    CLOSED,
    CONVENED,
    COUNCIL,
    DAY,
    FACTS,
    FIRST,
    LAN,
    LAST,
    MEMBERS,
    OWN,
    SESSION,
    attend,
    attended,
    cast,
    close,
    count,
    declare,
    meeting,
    open_,
    opened,
    session,
    stepped_out,
    write,
)
from tests.domain.sealing import CONFIRMED, check_in
from tests.spec import AT, by, given

TELLERS = (PersonId("person-t1"), PersonId("person-t2"), PersonId("person-t3"))
NAMED = TellersNamed(session=SESSION, tellers=TELLERS)
TALLIED = BallotTallied(session=SESSION, ballot="b1", lines=())
SIGNED = MinutesSigned(session=SESSION, kind="meeting", number="12/BB-HĐ", day=DAY, signers=(FIRST, LAST))


def convene(*agenda: NominationId, role: str = "standing_agency") -> ConveneSession:
    return ConveneSession(
        session=SESSION, council=COUNCIL, starts_at=AT, place="Phòng họp 1", agenda=agenda, **by(role)
    )


def name(*tellers: PersonId, role: str = "chair") -> NameTellers:
    return NameTellers(session=SESSION, tellers=tellers, **by(role))


def sign(number: str | None = SIGNED.number, role: str = "secretary") -> SignMinutes:
    return SignMinutes(
        session=SESSION,
        kind="meeting",
        number=number,
        signed_on=DAY,
        signers=SIGNED.signers,
        **by(role),
    )


def extend(*lines: NominationId, role: str = "chair") -> ExtendAgenda:
    return ExtendAgenda(session=SESSION, lines=lines, reason="vừa thẩm định xong", **by(role))


def opine(line: NominationId, opinion: Opinion = "propose", reason: str | None = None) -> GiveLineOpinion:
    return GiveLineOpinion(
        session=SESSION, nomination=line, opinion=opinion, reason=reason, **by("standing_agency")
    )


def leave(member: PersonId, role: str = "secretary", who: str = "person-1") -> LeaveSession:
    return LeaveSession(session=SESSION, member=member, **by(role, who))


def adjourn() -> AdjournSession:
    return AdjournSession(session=SESSION, reason="hết giờ", **by("chair"))


def resume() -> ResumeSession:
    return ResumeSession(session=SESSION, **by("chair"))


@pytest.mark.parametrize("role", ["standing_agency", "chair", "vice_chair", "secretary"])
def test_a_meeting_is_convened_with_its_agenda(role: str) -> None:
    given(DECIDER, facts=FACTS).when(convene(*AGENDA, role=role)).then(CONVENED)


def test_a_member_convenes_no_meeting() -> None:
    given(DECIDER, facts=FACTS).when(convene(LAN, role="member")).refused(NotAuthorised)


def test_a_meeting_is_convened_once() -> None:
    meeting().when(convene(*AGENDA)).refused(AlreadyExists)


def test_no_dossier_stands_twice_on_the_agenda() -> None:
    given(DECIDER, facts=FACTS).when(convene(LAN, OWN, LAN)).refused(Malformed)


def test_nothing_happens_in_a_meeting_that_was_not_convened() -> None:
    commands = (
        attend(FIRST),
        declare(FIRST, OWN),
        name(*TELLERS),
        open_(LAN),
        cast(FIRST, {LAN: "for"}),
        write(FIRST, {LAN: "for"}),
        close(),
        count(),
        sign(),
    )
    for command in commands:
        given(DECIDER, facts=FACTS).when(command).refused(NotFound)
    assert DECIDER.fold([ALL_THERE, opened(LAN), CLOSED]) == NoSession()


def test_the_day_of_a_meeting_is_its_day_in_ha_noi() -> None:
    late = CONVENED.model_copy(update={"starts_at": datetime(2024, 12, 23, 18, tzinfo=UTC)})
    assert DECIDER.fold([late]) == replace(session(), starts_at=late.starts_at)
    assert session().held_on == date(2024, 12, 24)
    assert replace(session(), starts_at=late.starts_at).held_on == date(2024, 12, 24)


def test_attendance_is_recorded_against_all_members() -> None:
    meeting().when(attend(*MEMBERS[:9])).then(attended(*MEMBERS[:9]))


def test_the_same_attendance_again_adds_nothing_whatever_its_order() -> None:
    meeting(attended(*MEMBERS[:9])).when(attend(*reversed(MEMBERS[:9]))).nothing()


def test_whoever_comes_later_is_added_to_the_attendance() -> None:
    meeting(attended(*MEMBERS[:9])).when(attend(*MEMBERS)).then(ALL_THERE)


def test_a_guest_does_not_attend_as_a_member() -> None:
    meeting().when(attend(FIRST, PersonId("person-guest"))).refused(NotAMember)


def test_only_who_leads_records_the_attendance() -> None:
    meeting().when(attend(FIRST, role="member")).refused(NotAuthorised)


@pytest.mark.parametrize("ground", ["own", "same_unit", "proposer", "kin", "other"])
def test_a_member_declares_a_conflict_and_steps_out_once(ground: Ground) -> None:
    command = declare(LAST, LAN, ground, role="member", who=LAST)
    meeting().when(command).then(stepped_out(LAST, LAN, ground))
    meeting(stepped_out(LAST, LAN, ground)).when(command).nothing()


def test_who_leads_may_declare_for_a_member_and_other_members_may_not() -> None:
    meeting().when(declare(LAST, LAN, role="chair")).then(stepped_out(LAST, LAN))
    meeting().when(declare(LAST, LAN, role="member", who=FIRST)).refused(NotAuthorised)


def test_a_member_declares_as_a_member_only() -> None:
    meeting().when(declare(LAST, LAN, role="clerk", who=LAST)).refused(NotAuthorised)


def test_a_conflict_may_be_declared_without_stepping_out() -> None:
    declared = stepped_out(LAST, LAN).model_copy(update={"steps_out": False})
    meeting().when(declare(LAST, LAN, steps_out=False)).then(declared)
    assert session(declared).stepped_out == frozenset()


def test_from_the_own_dossier_everybody_steps_out() -> None:
    meeting().when(declare(FIRST, OWN, "own", steps_out=False)).refused(ConflictOfInterest)


def test_there_is_no_conflict_over_a_dossier_that_is_not_on_the_agenda() -> None:
    meeting().when(declare(LAST, NominationId("nomination-x"))).refused(NotFound)


def test_the_tellers_are_confirmed_at_the_meeting() -> None:
    meeting().when(name(*TELLERS)).then(NAMED)
    assert session(NAMED).tellers == TELLERS


def test_the_tellers_of_the_invitation_hold_until_others_are_named() -> None:
    invited = CONVENED.model_copy(update={"tellers": (LAST,)})
    assert isinstance(invited, SessionConvened)
    assert DECIDER.fold([invited]) == replace(session(), tellers=(LAST,))


def test_a_nominee_does_not_count_votes() -> None:
    meeting().when(name(FIRST, LAST)).refused(ConflictOfInterest)


def test_only_who_leads_names_tellers() -> None:
    meeting().when(name(*TELLERS, role="teller")).refused(NotAuthorised)


def test_minutes_are_signed_once_everything_is_counted() -> None:
    counted = meeting(ALL_THERE, opened(LAN), CLOSED, TALLIED)
    counted.when(sign()).then(SIGNED)
    counted.when(sign(role="teller")).then(SIGNED)


def test_minutes_bear_the_names_of_those_who_have_a_part_in_them() -> None:
    stranger = replace(sign(), signers=(PersonId("person-stranger"),))
    counted = meeting(ALL_THERE, opened(LAN), CLOSED, TALLIED)
    assert "thành viên Hội đồng" in counted.when(stranger).refused(Malformed).message
    with_tellers = meeting(ALL_THERE, NAMED, opened(LAN), CLOSED, TALLIED)
    of_the_count = replace(sign(), kind="count")
    assert "tổ kiểm phiếu" in with_tellers.when(of_the_count).refused(Malformed).message
    theirs = replace(of_the_count, signers=NAMED.tellers)
    with_tellers.when(theirs).then(SIGNED.model_copy(update={"kind": "count", "signers": NAMED.tellers}))


def test_the_same_minutes_are_signed_once() -> None:
    counted = meeting(ALL_THERE, opened(LAN), CLOSED, TALLIED, SIGNED)
    counted.when(sign()).nothing()
    refused = counted.when(sign(None)).refused(AlreadyExists)
    assert "Biên bản họp của phiên này đã ký" in refused.message
    assert str(SIGNED.number) in refused.message
    of_the_count = replace(sign(), kind="count")
    counted.when(of_the_count).then(SIGNED.model_copy(update={"kind": "count"}))


def test_no_minutes_are_signed_before_the_count_or_without_a_vote() -> None:
    meeting(ALL_THERE).when(sign()).refused(WrongState)
    meeting(ALL_THERE, opened(LAN), CLOSED).when(sign()).refused(WrongState)
    second = opened(OWN, ballot="b2")
    meeting(ALL_THERE, opened(LAN), CLOSED, TALLIED, second).when(sign()).refused(WrongState)


def test_a_member_signs_no_minutes() -> None:
    meeting(ALL_THERE, opened(LAN), CLOSED, TALLIED).when(sign(role="member")).refused(NotAuthorised)


NEW = NominationId("nomination-new")
TALLY = Tally(votes_for=7, votes_against=6, base=13, needed=7, passed=True)
ADDED = AgendaExtended(
    session=SESSION, lines=(NEW,), decided_by=PersonId("person-1"), reason="vừa thẩm định xong"
)
ADJOURNED = SessionAdjourned(session=SESSION, reason="hết giờ")


def test_a_dossier_is_added_late_by_the_decision_of_who_presides() -> None:
    meeting().when(extend(NEW)).then(ADDED)
    meeting(ADDED).when(extend(NEW, LAN)).nothing()
    meeting().when(extend(NEW, role="secretary")).refused(NotAuthorised)
    meeting(ALL_THERE, opened(*AGENDA), CLOSED, TALLIED, SIGNED).when(extend(NEW)).refused(WrongState)


def test_whoever_confirmed_before_a_dossier_was_added_confirms_again() -> None:
    before = session(*CONFIRMED)
    assert before.confirmed == frozenset(MEMBERS)
    assert session(*CONFIRMED, ADDED).confirmed == frozenset()


def test_the_standing_agency_gives_its_opinion_on_a_line() -> None:
    noted = LineOpinionNoted(session=SESSION, nomination=LAN, opinion="propose")
    meeting().when(opine(LAN)).then(noted)
    meeting(noted).when(opine(LAN)).nothing()
    (said,) = meeting(noted).when(opine(LAN, reason="đủ hồ sơ")).decides()
    assert isinstance(said, LineOpinionNoted)
    assert said.reason is not None
    meeting().when(opine(NEW)).refused(NotFound)
    done = BallotTallied(session=SESSION, ballot="b1", lines=(LineTallied(nomination=LAN, tally=TALLY),))
    meeting(ALL_THERE, opened(LAN), CLOSED, done).when(opine(LAN, "not_propose")).refused(WrongState)


def test_a_member_checks_in_and_leaves_by_themselves_or_by_whoever_leads() -> None:
    there = MemberCheckedIn(session=SESSION, member=FIRST, members=13)
    meeting().when(check_in(FIRST)).then(there)
    meeting().when(check_in(FIRST, who="person-mai", role="secretary")).then(there)
    meeting(there).when(check_in(FIRST)).nothing()
    meeting().when(check_in(FIRST, who=LAST)).refused(NotAuthorised)
    meeting().when(check_in(PersonId("person-guest"))).refused(NotAMember)
    meeting(ALL_THERE, opened(*AGENDA), CLOSED, TALLIED, SIGNED).when(check_in(FIRST)).refused(WrongState)
    gone = MemberDeparted(session=SESSION, member=FIRST)
    meeting(there).when(leave(FIRST)).then(gone)
    meeting(there).when(leave(FIRST, "member", FIRST)).then(gone)
    meeting(there).when(leave(FIRST, "member", LAST)).refused(NotAuthorised)
    meeting(there, gone).when(leave(FIRST)).nothing()
    state = session(there, gone)
    assert (state.present, state.attended) == (frozenset(), frozenset({FIRST}))


def test_an_open_vote_is_closed_before_the_meeting_is_adjourned() -> None:
    meeting(ALL_THERE, opened(LAN)).when(adjourn()).refused(WrongState)
    meeting(ALL_THERE, opened(LAN), CLOSED).when(adjourn()).then(ADJOURNED)
    meeting(ADJOURNED).when(adjourn()).nothing()
    meeting(ADJOURNED).when(open_(LAN)).refused(WrongState)


def test_who_was_there_before_checks_in_again_when_the_meeting_goes_on() -> None:
    resumed = SessionResumed(session=SESSION)
    meeting(ALL_THERE, ADJOURNED).when(resume()).then(resumed)
    meeting(ALL_THERE).when(resume()).nothing()
    assert session(ALL_THERE, ADJOURNED, resumed).present is None


OTHER = SessionId("session-before")
SENT = ProxyAuthorised(
    session=SESSION, member=LAST, proxy=PersonId("person-sent"), basis=Basis(document="Quy chế 01/QC-HĐTĐKT")
)


def test_a_supplementary_session_takes_up_what_was_left() -> None:
    told = replace(FACTS, elsewhere={OTHER: frozenset({LAN, OWN})})
    wanted = CONVENED.model_copy(update={"agenda": (LAN, OWN), "supplements": OTHER})
    given(DECIDER, facts=told).when(replace(convene(LAN, OWN), supplements=OTHER)).then(wanted)
    given(DECIDER, facts=told).when(replace(convene(LAN, NEW), supplements=OTHER)).refused(NotFound)
    moved = replace(FACTS, lines={**FACTS.lines, LAN: replace(FACTS.lines[LAN], moved=True)})
    meeting(ALL_THERE, facts=moved).when(open_(LAN)).refused(WrongState)


ALONG = replace(FACTS, along=True)


def carry(*lines: NominationId) -> CarryOverLines:
    return CarryOverLines(session=SESSION, lines=lines, to=OTHER, **by("secretary"))


def test_what_goes_on_to_a_supplementary_session_is_no_business_of_this_one_any_more() -> None:
    carried = LinesCarriedOver(session=SESSION, lines=(LAN, OWN), to=OTHER)
    meeting(facts=ALONG).when(carry(LAN, OWN)).then(carried)
    meeting(carried, facts=ALONG).when(carry(LAN, OWN)).nothing()
    third = replace(carry(LAN), to=SessionId("session-third"))
    meeting(carried, facts=ALONG).when(third).refused(WrongState)
    meeting(ALL_THERE, opened(LAN), facts=ALONG).when(carry(LAN)).refused(WrongState)
    meeting().when(carry(LAN)).refused(NotAuthorised)
    meeting(ALL_THERE, carried).when(open_(LAN)).refused(AlreadyExists)


def test_a_line_that_waits_for_another_round_goes_on_with_the_rounds_it_has_had() -> None:
    told = replace(FACTS, elsewhere={OTHER: frozenset({LAN, OWN})}, rounds_before={LAN: 1})
    wanted = CONVENED.model_copy(update={"agenda": (LAN, OWN), "supplements": OTHER, "rounds": {LAN: 1}})
    given(DECIDER, facts=told).when(replace(convene(LAN, OWN), supplements=OTHER)).then(wanted)
    (event,) = given(DECIDER, wanted, ALL_THERE, facts=FACTS).when(open_(LAN)).decides()
    assert isinstance(event, BallotOpened)
    assert event.round == 2
    given(DECIDER, wanted, ALL_THERE, facts=FACTS).when(open_(LAN, OWN)).refused(WrongMode)


def here(*, role: str = "secretary", who: str = "person-1") -> CheckIn:
    return CheckIn(session=SESSION, member=LAST, by_proxy=True, **by(role, who))


def test_who_comes_for_an_absent_member_is_recorded_as_there_and_as_gone() -> None:
    came = MemberCheckedIn(session=SESSION, member=LAST, members=13, proxy=SENT.proxy)
    gone = MemberDeparted(session=SESSION, member=LAST)
    meeting(SENT).when(here()).then(came)
    meeting(SENT, came).when(here()).nothing()
    meeting(SENT, came).when(leave(LAST)).then(gone)
    assert session(SENT, came, gone).represented == frozenset()
    assert (
        session(SENT, came, MemberCheckedIn(session=SESSION, member=LAST, members=13)).represented
        == frozenset()
    )
    meeting().when(here()).refused(NotAMember)
    meeting(SENT, attended(LAST)).when(here()).refused(WrongState)
    meeting(SENT).when(here(role="member", who=LAST)).refused(NotAuthorised)


def test_the_list_of_those_present_names_who_is_represented() -> None:
    both = replace(attend(FIRST), represented=(LAST,))
    wanted = attended(FIRST).model_copy(update={"represented": (LAST,)})
    meeting(SENT).when(both).then(wanted)
    meeting(SENT, wanted).when(both).nothing()
    meeting(SENT).when(replace(attend(FIRST, LAST), represented=(LAST,))).refused(WrongState)
    meeting().when(both).refused(NotAMember)


def test_who_leads_a_vote_sits_in_the_chair() -> None:
    told = replace(FACTS, seats={FIRST: "chair", MEMBERS[1]: "vice_chair", LAST: "member"})
    there = meeting(ALL_THERE, facts=told)
    (event,) = there.when(replace(open_(LAN, role="secretary"), presiding=MEMBERS[1])).decides()
    assert isinstance(event, BallotOpened)
    assert event.presiding == MEMBERS[1]
    there.when(replace(open_(LAN, role="secretary"), presiding=LAST)).refused(NotAMember)
    there.when(open_(OWN, role="secretary")).refused(ConflictOfInterest)
    there.when(replace(open_(OWN, role="secretary"), presiding=MEMBERS[1])).decides()


def test_no_dossier_stands_twice_in_a_vote() -> None:
    meeting(ALL_THERE).when(open_(LAN, LAN)).refused(Malformed)
