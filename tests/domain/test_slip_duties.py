"""Phiếu lấy ý kiến: who owes a session in writing a slip, what meets the duty, and what ends it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain import ladder
from domain.act_facts import ActFacts
from domain.act_letters import calendar_item
from domain.acts import brought_along
from domain.calendar import WorkingCalendar, local_instant
from domain.council import DECIDER as SEATS
from domain.council import DissolveCouncil, ReplaceMember, ResignMember
from domain.facts import Facts
from domain.obligation.commands import (
    FulfilObligation,
    LapseObligation,
    MeetObligation,
    OpenObligation,
    RecordReminder,
    RescheduleObligation,
)
from domain.obligation.decider import DECIDER as DUTY
from domain.obligation.states import Obligation
from domain.refusal import WrongState
from domain.session.commands import CarryOverLines
from domain.session.decider import DECIDER
from domain.session.owed import CARRIED_OVER, CLOSED, LEFT, SLIP, VOTES_ON_NONE, Seats, Slips, slip_duty
from domain.session.states import Session
from domain.wording import until
from events.base import Citation, NominationId, PersonId, SessionId, SubjectId
from events.obligation import ObligationEvent, ObligationLapsed
from events.policy import Rung
from events.session import (
    AgendaExtended,
    BallotTallied,
    LinesCarriedOver,
    LineTallied,
    SessionConvened,
    SessionEvent,
)
from tests.domain import duties, meetings
from tests.domain.dossiers import TOO_FEW
from tests.domain.meetings import (
    AGAINST,
    FIGHTER,
    FIRST,
    FOR,
    LAN,
    LAST,
    MEMBERS,
    MINH,
    OWN,
    SESSION,
    attend,
    opened,
    stepped_out,
    wrote,
)
from tests.domain.sealing import FACTS, WITH_A_BOX, received
from tests.domain.test_council import appointed, council, dissolve, replace_member, resign
from tests.spec import AT, HOME, by, every_role, given

DUE = AT + timedelta(days=3)
EVERYBODY = frozenset(MEMBERS)
DAY = timedelta(days=1)
COUNCIL_OF_13 = council(*(appointed(member) for member in MEMBERS))
Brought = OpenObligation | MeetObligation | LapseObligation


def called(*agenda: NominationId) -> SessionConvened:
    """Ask for slips on some lines, in three days."""
    told = {"in_writing": True, "due_at": DUE, "agenda": agenda or (LAN, MINH, FIGHTER)}
    return meetings.CONVENED.model_copy(update=told)


OPENLY, ALSO_IN_SECRET = called(LAN, MINH), called()


def brings(*past: SessionEvent, act: SessionEvent, at: datetime = AT) -> list[Brought]:
    """Give the duties that an act on a session in writing touches."""
    slips = Slips(session=DECIDER.fold(past), facts=FACTS, council="Hội đồng TĐKT xã", entered_at=at)
    along = brought_along(replace(attend(), at=at), (act,), ActFacts(slips=slips))
    return [one for one in along if isinstance(one, Brought)]


def whose(found: list[Brought], kind: type[Brought]) -> frozenset[PersonId]:
    named = {one.obligation for one in found if isinstance(one, kind)}
    return frozenset(member for member in MEMBERS if slip_duty(SESSION, member) in named)


def reasons(found: list[Brought]) -> set[str]:
    return {one.reason for one in found if isinstance(one, LapseObligation)}


def test_every_member_owes_a_slip_by_its_hour_and_the_letter_with_the_slip_tells_of_it() -> None:
    found = brings(act=OPENLY)
    assert whose(found, OpenObligation) == EVERYBODY
    assert found[0] == OpenObligation(
        obligation=slip_duty(SESSION, FIRST), duty=SLIP, debtor=SubjectId(FIRST), about=SESSION,
        title="Gửi phiếu lấy ý kiến", due_at=DUE, hard=True, told=True, again="ended",
        set_by="giấy lấy ý kiến ngày 24/12/2024 của Hội đồng TĐKT xã",
        at=AT, by=attend().by, late_reason=None,
    )  # fmt: skip


def test_whoever_is_the_only_nominee_owes_nothing() -> None:
    assert whose(brings(act=called(OWN)), OpenObligation) == EVERYBODY - {FIRST}


def test_a_meeting_asks_for_no_slips() -> None:
    assert brings(act=meetings.CONVENED) == []


def test_the_slip_meets_the_duty_whatever_it_says() -> None:
    for choice in (FOR, AGAINST):
        slip = wrote(FIRST, {LAN: choice, MINH: choice})
        found = brings(OPENLY, act=slip)
        assert [type(one) for one in found] == [MeetObligation]
        assert whose(found, MeetObligation) == {FIRST}
        assert brings(OPENLY, slip, act=slip) == []


def test_where_some_lines_are_secret_the_duty_is_met_by_both_slips() -> None:
    openly, sealed = wrote(FIRST, {LAN: FOR, MINH: FOR}), received(FIRST, ballot=None)
    past = (ALSO_IN_SECRET, *WITH_A_BOX)
    for first, second in ((openly, sealed), (sealed, openly)):
        assert brings(*past, act=first) == []
        assert whose(brings(*past, first, act=second), MeetObligation) == {FIRST}


def test_whoever_steps_out_of_every_line_owes_nothing_more() -> None:
    found = brings(OPENLY, stepped_out(LAST, LAN), act=stepped_out(LAST, MINH))
    assert whose(found, LapseObligation) == {LAST}
    assert reasons(found) == {VOTES_ON_NONE}


def test_once_the_slips_are_closed_those_still_out_are_owed_no_more() -> None:
    past = (OPENLY, wrote(FIRST, {LAN: FOR, MINH: FOR}), opened(LAN, MINH))
    found = brings(*past, act=meetings.CLOSED)
    assert whose(found, LapseObligation) == EVERYBODY - {FIRST}
    assert reasons(found) == {CLOSED}


def test_lines_that_go_on_to_a_meeting_need_no_slip() -> None:
    moved = LinesCarriedOver(session=SESSION, lines=(LAN, MINH), to=SessionId("session-2"))
    assert reasons(brings(OPENLY, act=moved)) == {CARRIED_OVER}


def test_lines_without_enough_slips_may_go_on_after_the_hour_and_the_vote_keeps_the_others() -> None:
    slips = [wrote(member, {LAN: FOR, MINH: FOR}) for member in MEMBERS[:8]]
    past: list[SessionEvent] = [OPENLY, *slips, opened(LAN, MINH)]
    moved = LinesCarriedOver(session=SESSION, lines=(LAN,), to=SessionId("session-2"))
    along = replace(FACTS, along=True)
    asks = CarryOverLines(session=SESSION, lines=(LAN,), to=SessionId("session-2"), **by("secretary"))
    short = given(DECIDER, *past, facts=along)
    short.when(asks).refused(WrongState)
    short.when(replace(asks, at=DUE)).then(moved)
    after = DECIDER.fold([*past, moved])
    assert isinstance(after, Session)
    assert [ballot.lines for ballot in after.ballots.values()] == [(MINH,)]
    enough = given(DECIDER, *past, wrote(LAST, {LAN: FOR, MINH: FOR}), facts=along)
    enough.when(replace(asks, at=DUE)).refused(WrongState)


def test_an_added_dossier_asks_those_once_more_who_had_answered() -> None:
    added = AgendaExtended(session=SESSION, lines=(MINH,), decided_by=FIRST, reason="hồ sơ đột xuất")
    found = brings(called(LAN), wrote(FIRST, {LAN: FOR}), act=added)
    assert whose(found, OpenObligation) == {FIRST}
    assert [(one.told, one.again) for one in found if isinstance(one, OpenObligation)] == [(False, "ended")]


def test_another_round_asks_everybody_again_while_there_is_time() -> None:
    slips = [wrote(member, {LAN: FOR}) for member in MEMBERS]
    past: list[SessionEvent] = [called(LAN), *slips, opened(LAN), meetings.CLOSED]
    again = BallotTallied(
        session=SESSION, ballot="b1",
        lines=(LineTallied(nomination=LAN, tally=TOO_FEW, awaits="another_round"),),
    )  # fmt: skip
    assert whose(brings(*past, act=again), OpenObligation) == EVERYBODY
    assert brings(*past, act=again, at=DUE) == []


def reseats(
    act: ResignMember | ReplaceMember | DissolveCouncil, entered_at: datetime | None = None
) -> list[Brought]:
    """Give the duties that an act on the council's seats touches while a session in writing runs."""
    asking = Slips(
        session=DECIDER.fold([OPENLY]),
        facts=FACTS,
        council=COUNCIL_OF_13.name,
        entered_at=entered_at or act.at,
    )
    facts = ActFacts(seats=Seats(council=COUNCIL_OF_13, asking=(asking,)))
    events = SEATS.decide(COUNCIL_OF_13, act, Facts(standing=every_role(), organisation=HOME))
    assert events
    return [one for one in brought_along(act, events, facts) if isinstance(one, Brought)]


def leaves(on: date) -> list[Brought]:
    return reseats(replace(resign(on, LAST), at=AT))


def test_whoever_leaves_the_council_owes_no_slip_from_the_day_on_that_the_seat_ends() -> None:
    for gone in (meetings.DAY - DAY, meetings.DAY):
        found = leaves(gone)
        assert whose(found, LapseObligation) == {LAST}
        assert reasons(found) == {LEFT}
    assert leaves(meetings.DAY + DAY) == leaves(DUE.date()) == leaves(date(2025, 6, 30)) == []


def test_whoever_takes_a_seat_owes_the_slip_where_the_session_counts_them() -> None:
    new = PersonId("member-new")
    found = reseats(replace(replace_member(LAST, new, meetings.DAY), at=AT))
    assert whose(found, LapseObligation) == {LAST}
    [asked] = [one for one in found if isinstance(one, OpenObligation)]
    assert (asked.obligation, asked.debtor, asked.due_at) == (slip_duty(SESSION, new), SubjectId(new), DUE)
    assert (asked.told, asked.again) == (False, "ended")
    tomorrow = reseats(replace(replace_member(LAST, new, meetings.DAY + DAY), at=AT))
    assert [type(one) for one in tomorrow] == [LapseObligation]
    later = reseats(replace(replace_member(LAST, new, meetings.DAY), at=DUE, late_reason="giấy đến sau"))
    assert [type(one) for one in later] == [LapseObligation]
    earlier = replace(replace_member(LAST, new, meetings.DAY), at=AT, late_reason="giấy đến sau")
    assert [type(one) for one in reseats(earlier, entered_at=DUE)] == [LapseObligation]


def test_a_council_that_ends_is_owed_no_slip_once_it_has_ended() -> None:
    ends = dissolve(meetings.DAY)
    assert whose(reseats(replace(ends, at=AT)), LapseObligation) == EVERYBODY
    assert reseats(replace(ends, at=AT, on=DUE.date())) == []


FRIDAY = local_instant(DUE.date(), ladder.SENDING_HOUR)
LADDER = (
    Rung(name="truoc-1", days=-1, audience="debtor", template="slip_reminder"),
    Rung(name="lan-cuoi", days=0, audience="debtor", template="slip_reminder", last=True),
)


def asked_for(due_at: datetime) -> list[ObligationEvent]:
    """Give the duty of a slip due at an hour."""
    command = OpenObligation(
        obligation=slip_duty(SESSION, FIRST), duty=SLIP, debtor=SubjectId(FIRST), about=SESSION, title="Gửi phiếu",
        due_at=due_at, hard=True, set_by="giấy lấy ý kiến", **duties.engine_at(AT),
    )  # fmt: skip
    facts = replace(duties.FACTS, calendar=WorkingCalendar(), rungs=LADDER)
    return [*DUTY.decide(DUTY.initial, command, facts)]


def laid(due_at: datetime) -> Obligation:
    state = DUTY.fold(asked_for(due_at))
    assert isinstance(state, Obligation)
    return state


def test_the_hour_is_the_end_and_no_reminder_speaks_after_it() -> None:
    for due_at, last in ((DUE, FRIDAY), (FRIDAY, FRIDAY - timedelta(days=1))):
        duty = laid(due_at)
        assert duty.due.at == due_at
        assert [rung.at for rung in duty.rungs] == [FRIDAY - timedelta(days=1), last]
        assert duty.shut_at(due_at)
        recounted = ladder.recounted(duty.due, LADDER, WorkingCalendar(), frozenset())
        assert recounted == duty.due
    assert until(laid(DUE).due) == "14 giờ 00 ngày 27/12/2024"


def test_its_date_stands_once_in_a_calendar_at_its_hour() -> None:
    item = calendar_item(laid(DUE))
    assert (item.uid, item.starts_at, item.day) == (SESSION, DUE, None)


def test_nobody_moves_one_members_date_or_ticks_the_slip_off_or_ends_it_apart() -> None:
    owed = given(DUTY, *asked_for(DUE), facts=duties.FACTS)
    said = duties.person_at(AT, "standing_agency")
    name = slip_duty(SESSION, FIRST)
    owed.when(
        RescheduleObligation(obligation=name, due_on=date(2025, 1, 3), set_by="gia hạn", reason="bận", **said)
    ).refused(WrongState)
    owed.when(
        FulfilObligation(
            obligation=name,
            document=Citation(number="1/BC", day=date(2024, 12, 24)),
            on=date(2024, 12, 24),
            **said,
        )
    ).refused(WrongState)
    by_hand = LapseObligation(obligation=name, reason="bận", **said)
    assert "thư ký nhập phiếu giấy" in str(owed.when(by_hand).refused(WrongState).todo)
    owed.knowing(replace(duties.FACTS, along=True)).when(by_hand).decides()


def test_a_reminder_to_somebody_who_has_left_meanwhile_ends_the_duty_instead() -> None:
    owed = given(DUTY, *asked_for(DUE), facts=replace(duties.FACTS, over=LEFT))
    name = slip_duty(SESSION, FIRST)
    speaks = RecordReminder(obligation=name, **duties.engine_at(FRIDAY - DAY))
    owed.when(speaks).then(ObligationLapsed(obligation=name, reason=LEFT))
    owed.when(replace(speaks, at=AT)).nothing()
