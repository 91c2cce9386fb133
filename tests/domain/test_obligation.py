from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar
from domain.obligation.commands import (
    AcknowledgeObligation,
    FulfilObligation,
    LapseObligation,
    LimitObligation,
    MeetObligation,
    OpenObligation,
    RecordDigest,
    RecordPhoneCall,
    RecordReminder,
    RecountObligation,
    RescheduleObligation,
)
from domain.obligation.decider import DECIDER
from domain.obligation.states import NoObligation, Obligation, due_now
from domain.refusal import Malformed, NotAuthorised, NotFound, WrongState
from events.base import Citation, PersonId
from events.envelope import By
from events.obligation import (
    Counting,
    DebtorToldByPhone,
    ObligationAcknowledged,
    ObligationEscalated,
    ObligationEvent,
    ObligationLapsed,
    ObligationLimited,
    ObligationMet,
    ObligationOpened,
    ObligationReopened,
    ObligationRescheduled,
    ReminderRecorded,
)
from tests.domain.duties import (
    CLERK,
    DUE_ON,
    DUTY,
    FACTS,
    HEAD,
    LAST,
    MET,
    OPENED,
    OPENED_AT,
    RUNGS,
    SCHOOL,
    at,
    due,
    duty,
    engine_at,
    laid,
    open_,
    person_at,
    state,
)
from tests.domain.often import often
from tests.spec import Given

NOTICE = Citation(number="50/TB-UBND", day=date(2024, 1, 30))
LATER = date(2024, 2, 20)
TWO_DAYS_EARLY = at(date(2024, 1, 30))
MOVED = ObligationRescheduled(
    obligation=DUTY,
    due=due(
        LATER,
        "50/TB-UBND",
        (
            laid("truoc-3", date(2024, 2, 16), "reminder"),
            laid("sau-1", date(2024, 2, 21), "reminder"),
            laid("bao-thu-truong", date(2024, 2, 26), "escalation", "head"),
            laid("lan-cuoi", date(2024, 3, 6), "last", last=True),
        ),
    ),
    sequence=1,
    document=NOTICE,
)
LAPSED = ObligationLapsed(obligation=DUTY, reason="Hồ sơ đã rút.")
LAST_DAY = date(2024, 1, 20)
LIMITED = ObligationLimited(obligation=DUTY, until=LAST_DAY)
FIRST = ReminderRecorded(
    obligation=DUTY, rung="truoc-3", due_on=DUE_ON, audience="debtor", recipients=(CLERK,)
)
SECOND = FIRST.model_copy(update={"rung": "sau-1"})
TOLD = DebtorToldByPhone(obligation=DUTY, by=PersonId("person-1"), on=date(2024, 1, 29), note="sẽ nộp")


def reschedule(
    due_on: date = LATER, set_by: str = "50/TB-UBND", moment: datetime = TWO_DAYS_EARLY
) -> RescheduleObligation:
    return RescheduleObligation(
        obligation=DUTY, due_on=due_on, set_by=set_by, document=NOTICE, **engine_at(moment)
    )


def extend(reason: str | None, role: str = "standing_agency") -> RescheduleObligation:
    return RescheduleObligation(
        obligation=DUTY,
        due_on=LATER,
        set_by="gia hạn",
        extension=True,
        reason=reason,
        **person_at(at(date(2024, 2, 19)), role),
    )


def remind(moment: datetime) -> RecordReminder:
    return RecordReminder(obligation=DUTY, **engine_at(moment))


def tell_together(moment: datetime) -> RecordDigest:
    return RecordDigest(obligation=DUTY, **engine_at(moment))


def meet(moment: datetime = TWO_DAYS_EARLY) -> MeetObligation:
    return MeetObligation(obligation=DUTY, **person_at(moment, "clerk"))


def lapse(role: str = "standing_agency") -> LapseObligation:
    return LapseObligation(obligation=DUTY, reason="Hồ sơ đã rút.", **person_at(OPENED_AT, role))


def call(role: str = "secretary") -> RecordPhoneCall:
    return RecordPhoneCall(
        obligation=DUTY,
        told_by=PersonId("person-1"),
        on=TOLD.on,
        note="sẽ nộp",
        **person_at(at(TOLD.on), role),
    )


def along(*past: ObligationEvent) -> Given:
    return duty(*past, facts=replace(FACTS, along=True))


def test_a_duty_opens_with_its_date_and_every_rung_on_its_working_day() -> None:
    duty().when(open_(engine_at(OPENED_AT))).then(OPENED)
    duty().when(open_(person_at(OPENED_AT, "standing_agency"))).then(OPENED)


def test_a_duty_that_arises_late_has_only_the_rungs_still_to_come() -> None:
    after_tet = at(date(2024, 2, 5))
    (opened,) = duty().when(open_(engine_at(after_tet))).decides()
    assert opened == OPENED.model_copy(update={"due": due(rungs=RUNGS[3:])})


def test_a_duty_opens_once_and_not_at_a_clerks_wish() -> None:
    duty(OPENED).when(open_(engine_at(OPENED_AT))).nothing()
    duty().when(open_(person_at(OPENED_AT, "clerk"))).refused(NotAuthorised)


def test_a_document_moves_the_date_and_lays_the_ladder_anew() -> None:
    duty(OPENED, FIRST).when(reschedule()).then(MOVED)
    moved = state(FIRST, MOVED)
    assert (moved.due, moved.sequence, moved.done_rungs) == (MOVED.due, 1, frozenset())


def test_the_same_date_by_the_same_document_moves_nothing() -> None:
    duty(OPENED, MOVED).when(reschedule()).nothing()
    (confirmed,) = duty(OPENED, MOVED).when(reschedule(set_by="60/TB-UBND")).decides()
    assert isinstance(confirmed, ObligationRescheduled)
    assert (confirmed.sequence, confirmed.due.on) == (2, LATER)


def test_an_extension_after_expiry_gives_its_reason() -> None:
    extended = ObligationRescheduled(
        obligation=DUTY,
        due=due(LATER, "gia hạn", MOVED.due.rungs[1:]),
        sequence=1,
        extension=True,
        reason="mưa lũ",
    )
    duty(OPENED).when(extend("mưa lũ")).then(extended)
    duty(OPENED).when(extend(None)).refused(Malformed)


def test_a_hard_date_stays_hard_when_it_is_moved() -> None:
    hard = OPENED.model_copy(update={"due": OPENED.due.model_copy(update={"hard": True})})
    (moved,) = duty(hard).when(reschedule()).decides()
    assert moved == MOVED.model_copy(update={"due": MOVED.due.model_copy(update={"hard": True})})


def test_a_duty_that_is_over_is_not_moved() -> None:
    duty(OPENED, MET).when(reschedule()).nothing()
    duty(OPENED, LAPSED).when(extend("mưa lũ")).nothing()


def test_a_clerk_extends_nothing() -> None:
    duty(OPENED).when(extend("mưa lũ", "clerk")).refused(NotAuthorised)


def test_a_rung_is_recorded_when_its_time_has_come_and_not_before() -> None:
    duty(OPENED).when(remind(RUNGS[0].at - timedelta(microseconds=1))).nothing()
    duty(OPENED).when(remind(RUNGS[0].at)).then(FIRST)


def test_a_rung_is_recorded_once() -> None:
    duty(OPENED, FIRST).when(remind(RUNGS[0].at)).nothing()
    duty(OPENED, FIRST).when(remind(RUNGS[1].at)).then(SECOND)


def test_a_rung_for_the_head_is_an_escalation() -> None:
    duty(OPENED, FIRST, SECOND).when(remind(RUNGS[2].at)).then(
        ObligationEscalated(
            obligation=DUTY,
            rung="bao-thu-truong",
            due_on=DUE_ON,
            audience="head",
            recipients=(HEAD,),
        )
    )


def test_after_an_outage_only_the_last_rung_goes_out_names_the_skipped_and_says_that_it_is_late() -> None:
    back = at(date(2024, 2, 2))
    late = SECOND.model_copy(update={"skipped": ("truoc-3",), "late": True})
    duty(OPENED).when(remind(back)).then(late)
    assert state(late).done_rungs == {"truoc-3", "sau-1"}
    duty(OPENED, late).when(remind(back)).nothing()


def test_a_rung_of_the_same_legal_day_is_not_late() -> None:
    duty(OPENED).when(remind(at(date(2024, 1, 26), 16))).then(FIRST)
    duty(OPENED).when(remind(at(date(2024, 1, 26), 17))).then(FIRST.model_copy(update={"late": True}))


def test_a_rung_reaches_whoever_stands_behind_its_audience_now_even_nobody() -> None:
    nobody = FIRST.model_copy(update={"recipients": ()})
    duty(OPENED, facts=replace(FACTS, audiences={})).when(remind(RUNGS[0].at)).then(nobody)


def test_a_duty_that_is_over_is_not_reminded_of() -> None:
    duty(OPENED, MET).when(remind(at(LATER))).nothing()
    duty(OPENED, LAPSED).when(remind(at(LATER))).nothing()


def test_nobody_reminds_by_hand() -> None:
    by_hand = RecordReminder(obligation=DUTY, **person_at(RUNGS[0].at, "standing_agency"))
    duty(OPENED).when(by_hand).refused(NotAuthorised)


def test_a_rung_told_together_with_others_is_recorded_like_one_told_alone() -> None:
    duty(OPENED).when(tell_together(RUNGS[0].at)).then(FIRST)
    duty(OPENED, FIRST).when(tell_together(RUNGS[0].at)).nothing()


def test_a_duty_is_met_by_the_act_itself() -> None:
    along(OPENED).when(meet()).then(MET)
    along(OPENED, MET).when(meet()).nothing()
    duty(OPENED).when(meet()).refused(NotAuthorised)


def test_a_duty_is_met_in_time_until_the_last_instant_of_its_day_and_late_after_it() -> None:
    last = at(DUE_ON, 17) - timedelta(microseconds=1)
    along(OPENED).when(meet(last)).then(MET.model_copy(update={"on": DUE_ON}))
    along(OPENED).when(meet(at(DUE_ON, 17))).then(
        ObligationMet(obligation=DUTY, on=date(2024, 2, 1), late=True)
    )


def test_a_duty_that_nobody_owes_is_neither_met_nor_lapses() -> None:
    along().when(meet()).nothing()
    duty().when(lapse()).nothing()


def limit(until: date = LAST_DAY) -> LimitObligation:
    return LimitObligation(obligation=DUTY, until=until, **engine_at(OPENED_AT))


def test_a_duty_owed_in_a_role_that_ends_is_owed_to_the_end_of_its_last_day() -> None:
    duty(OPENED).when(limit()).then(LIMITED)
    duty(OPENED, LIMITED).when(limit()).nothing()
    duty(OPENED, MET).when(limit()).nothing()
    duty().when(limit()).nothing()
    duty(OPENED).when(replace(limit(), **person_at(OPENED_AT, "standing_agency"))).refused(NotAuthorised)
    over = replace(FACTS, over="Người có nhiệm vụ thôi giữ vai trò.")
    ended = LAPSED.model_copy(update={"reason": over.over})
    night = at(date(2024, 1, 20), 17)
    assert state(OPENED, LIMITED).next_rung_at == night
    duty(OPENED, LIMITED, facts=FACTS).when(remind(night - timedelta(seconds=1))).nothing()
    duty(OPENED, LIMITED, facts=over).when(remind(night)).then(ended)
    assert state(OPENED, LIMITED, ended).next_rung_at is None


def test_a_duty_is_owed_on_where_its_debtor_holds_a_role_there_again() -> None:
    freed = LIMITED.model_copy(update={"until": None})
    duty(OPENED, LIMITED).when(remind(at(date(2024, 1, 21)))).then(freed)
    assert state(OPENED, LIMITED, freed).next_rung_at == RUNGS[0].at
    duty(OPENED, LIMITED).when(remind(RUNGS[0].at)).then(freed, FIRST)


def test_a_duty_that_lapsed_is_opened_once_more_above_the_number_that_took_it_out_of_calendars() -> None:
    again = replace(open_(engine_at(OPENED_AT)), again="lapsed")
    reopened = ObligationReopened(obligation=DUTY, due=OPENED.due, sequence=2)
    duty(OPENED, LAPSED).when(again).then(reopened)
    duty(OPENED, LAPSED, reopened).when(again).nothing()
    duty(OPENED, MET).when(again).nothing()
    duty(OPENED, LAPSED).when(open_(engine_at(OPENED_AT))).nothing()


def test_a_duty_that_was_met_is_owed_once_more_only_where_that_is_said() -> None:
    again = replace(open_(engine_at(OPENED_AT)), again="ended")
    duty(OPENED, MET).when(again).then(ObligationReopened(obligation=DUTY, due=OPENED.due, sequence=2))
    duty(OPENED).when(again).nothing()


def test_a_reopened_duty_is_reminded_from_its_first_rung_and_may_lapse_again() -> None:
    reopened = ObligationReopened(obligation=DUTY, due=OPENED.due, sequence=2)
    assert state(LAPSED, reopened) == replace(state(), sequence=2, reopened=1)
    duty(OPENED, LAPSED, reopened).when(lapse()).then(LAPSED)


def test_a_duty_lapses_once() -> None:
    duty(OPENED).when(lapse()).then(LAPSED)
    duty(OPENED, LAPSED).when(lapse()).nothing()
    duty(OPENED, MET).when(lapse()).nothing()


def test_a_clerk_ends_a_duty_only_by_the_act_that_makes_it_void() -> None:
    duty(OPENED).when(lapse("clerk")).refused(NotAuthorised)
    along(OPENED).when(lapse("clerk")).then(LAPSED)
    by_engine = LapseObligation(obligation=DUTY, reason=LAPSED.reason, **engine_at(OPENED_AT))
    duty(OPENED).when(by_engine).then(LAPSED)


def test_a_debtor_told_by_phone_still_owes() -> None:
    duty(OPENED).when(call()).then(TOLD)
    assert state(TOLD) == state()
    duty(OPENED).when(call("clerk")).refused(NotAuthorised)


def test_nobody_is_told_of_a_duty_that_is_over() -> None:
    duty(OPENED, MET).when(call()).refused(WrongState)


def test_an_unknown_duty_is_neither_moved_reminded_of_nor_told() -> None:
    for command in (reschedule(), remind(OPENED_AT), call()):
        duty().when(command).refused(NotFound)
    assert DECIDER.fold([FIRST, MOVED, MET, LAPSED]) == NoObligation()


def test_a_duty_speaks_next_at_its_next_rung_until_it_is_over() -> None:
    assert state().next_rung_at == RUNGS[0].at
    assert state(FIRST).next_rung_at == RUNGS[1].at
    assert (
        state(
            FIRST.model_copy(update={"rung": LAST.name, "skipped": tuple(r.name for r in RUNGS[:3])})
        ).next_rung_at
        is None
    )
    assert state(MET).next_rung_at is None
    assert state(LAPSED).next_rung_at is None


def test_the_clock_finds_the_duties_whose_time_has_come() -> None:
    open_one, met = state(), state(MET)
    assert due_now([open_one, met], RUNGS[0].at) == [DUTY]
    assert due_now([open_one, met], RUNGS[0].at - timedelta(microseconds=1)) == []


moments = st.datetimes(datetime(2024, 1, 20), datetime(2024, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds are naive


@often(40)
@for_all(st.lists(moments, max_size=8).map(sorted))
def test_whenever_the_clock_looks_each_rung_is_sent_or_skipped_once(looks: list[datetime]) -> None:
    past: list[ObligationEvent] = [OPENED]
    for moment in looks:
        past += DECIDER.decide(DECIDER.fold(past), remind(moment), FACTS)
        assert DECIDER.decide(DECIDER.fold(past), remind(moment), FACTS) == ()
    spoken = [event for event in past if isinstance(event, ReminderRecorded | ObligationEscalated)]
    named = [name for event in spoken for name in (*event.skipped, event.rung)]
    assert named == [rung.name for rung in RUNGS if looks and rung.at <= looks[-1]]


OTHER_CALENDAR = replace(
    FACTS, calendar=WorkingCalendar(FACTS.calendar.days_off | {date(2024, 2, day) for day in (16, 20, 21)})
)
"""Three more days off were announced: one of a rung before LATER, LATER itself, and the day after it."""
COUNTED = Counting(since=date(2024, 1, 10), count=15, unit="working_day")
BY_PAPER = Citation(number="05/BC-UBND", day=date(2024, 1, 29))
DONE = ObligationMet(obligation=DUTY, on=date(2024, 1, 29), late=False, document=BY_PAPER)
KNOWN = ObligationAcknowledged(obligation=DUTY, on=date(2024, 1, 29), note="đã rõ")


def recount(document: Citation | None = NOTICE) -> RecountObligation:
    return RecountObligation(obligation=DUTY, document=document, **engine_at(TWO_DAYS_EARLY))


def acknowledge(role: str = "standing_agency") -> AcknowledgeObligation:
    return AcknowledgeObligation(obligation=DUTY, note="đã rõ", **person_at(at(KNOWN.on), role))


def open_statistics() -> OpenObligation:
    return replace(open_(engine_at(OPENED_AT)), duty="report_statistics")


def fulfil(on: date = DONE.on, role: str = "standing_agency") -> FulfilObligation:
    return FulfilObligation(obligation=DUTY, document=BY_PAPER, on=on, **person_at(TWO_DAYS_EARLY, role))


STATISTICS = OPENED.model_copy(update={"duty": "report_statistics"})


def test_a_changed_calendar_moves_the_reminders_of_a_date_that_stays() -> None:
    (moved,) = duty(OPENED, MOVED, facts=OTHER_CALENDAR).when(recount()).decides()
    assert isinstance(moved, ObligationRescheduled)
    assert (moved.due.on, moved.sequence, moved.reason) == (LATER, 1, "Lịch làm việc thay đổi.")
    assert [rung.at for rung in moved.due.rungs][:2] == [at(date(2024, 2, 15)), at(date(2024, 2, 22))]
    duty(OPENED, MOVED, moved, facts=OTHER_CALENDAR).when(recount()).nothing()


def test_a_changed_calendar_moves_a_counted_date_and_renumbers_the_calendar_entry() -> None:
    counted = replace(open_(engine_at(OPENED_AT)), due_on=None, counting=COUNTED)
    (opened,) = duty(facts=OTHER_CALENDAR).when(counted).decides()
    assert isinstance(opened, ObligationOpened)
    assert opened.due.on == date(2024, 1, 31)
    holiday = replace(FACTS, calendar=WorkingCalendar(FACTS.calendar.days_off | {date(2024, 1, 31)}))
    (moved,) = duty(opened, facts=holiday).when(recount()).decides()
    assert isinstance(moved, ObligationRescheduled)
    assert (moved.due.on, moved.sequence, moved.document) == (date(2024, 2, 1), 1, NOTICE)


def test_a_calendar_that_touches_no_date_of_a_duty_moves_nothing() -> None:
    duty(OPENED).when(recount()).nothing()
    duty(OPENED, MET, facts=OTHER_CALENDAR).when(recount()).nothing()
    by_hand = RecountObligation(obligation=DUTY, **person_at(OPENED_AT, "standing_agency"))
    duty(OPENED).when(by_hand).refused(NotAuthorised)


def test_whoever_owes_says_once_that_they_know() -> None:
    duty(OPENED).when(acknowledge()).then(KNOWN)
    duty(OPENED, KNOWN).when(acknowledge()).nothing()
    duty(OPENED).when(acknowledge("teller")).refused(NotAuthorised)
    themselves = AcknowledgeObligation(
        obligation=DUTY,
        at=at(KNOWN.on),
        by=By(SCHOOL, role="member", auth="test"),
    )
    duty(OPENED).when(themselves).then(KNOWN.model_copy(update={"note": None}))


def test_a_rung_may_spare_whoever_has_said_that_they_know() -> None:
    spared = RUNGS[0].model_copy(update={"unless_acknowledged": True})
    opened = OPENED.model_copy(update={"due": due(rungs=(spared, *RUNGS[1:]))})
    assert state(KNOWN).next_rung_at == RUNGS[0].at
    known = DECIDER.fold([opened, KNOWN])
    assert isinstance(known, Obligation)
    assert known.next_rung_at == RUNGS[1].at
    duty(opened, KNOWN).when(remind(RUNGS[0].at)).nothing()


def test_a_duty_that_no_act_here_meets_is_done_by_its_paper() -> None:
    duty(STATISTICS).when(fulfil()).then(DONE)
    duty(STATISTICS, DONE).when(fulfil()).nothing()
    duty(STATISTICS).when(fulfil(role="teller")).refused(NotAuthorised)
    duty(STATISTICS).when(fulfil(date(2024, 1, 31))).refused(Malformed)


def test_a_paper_after_the_date_is_late() -> None:
    later = replace(fulfil(date(2024, 2, 1)), at=at(date(2024, 2, 2)))
    duty(STATISTICS).when(later).then(DONE.model_copy(update={"on": date(2024, 2, 1), "late": True}))


def test_nobody_closes_by_hand_what_an_act_meets() -> None:
    duty(OPENED).when(fulfil()).refused(WrongState)


def test_a_hard_date_takes_nothing_after_its_grace() -> None:
    graceful = OPENED.model_copy(
        update={"due": due().model_copy(update={"hard": True, "grace_on": date(2024, 2, 2)})}
    )
    known = DECIDER.fold([graceful])
    assert isinstance(known, Obligation)
    assert not known.shut_at(at(date(2024, 2, 2), 16))
    assert known.shut_at(at(date(2024, 2, 2), 17))
    assert not state().shut_at(at(date(2030, 1, 1)))
