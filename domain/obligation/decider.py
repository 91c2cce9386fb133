"""The rules of a duty: opened with its dates, reminded by its ladder, met by the act itself."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from domain import ladder
from domain.calendar import local_day
from domain.decider import Command, Decider, existing
from domain.obligation.commands import (
    AcknowledgeObligation,
    FulfilObligation,
    LapseObligation,
    LimitObligation,
    MeetObligation,
    ObligationCommand,
    OpenObligation,
    RecordDigest,
    RecordPhoneCall,
    RecordReminder,
    RecountObligation,
    RescheduleObligation,
)
from domain.obligation.facts import ObligationFacts
from domain.obligation.states import NoObligation, Obligation, State, evolve
from domain.refusal import Malformed, WrongState
from domain.standing import require_system
from events.obligation import (
    DatedRung,
    DebtorToldByPhone,
    Due,
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
from events.policy import Rung

MISSING = "Nhiệm vụ này chưa có trong sổ."
PAST_THE_END = 2
"""The entry that takes a date out of calendars has the next number, and the one that puts it back the one after."""
CALENDAR_CHANGED = "Lịch làm việc thay đổi."
MET_BY_ITS_ACT = frozenset(
    {
        "register", "correct_registration", "consolidate_registrations", "report_progress", "report_final",
        "submit_nominations", "hold_interim_review", "hold_final_review", "sign_pact", "answer_plan",
        "self_score", "cross_score", "verify_scores", "rank_cluster", "complete_work", "verify_dossier",
        "give_opinion", "hand_in_gradings", "hand_in_initiatives", "propose_cancellation", "decide_cancellation",
        "recover_object", "recover_bonus", "send_slip",
    }
)  # fmt: skip
"""Duties that an act in this ledger meets; nobody closes them by hand."""
DATED_BY_ITS_ACT = frozenset({"send_slip"})
"""Duties whose date and end are those of what asks for them; nobody moves or ends one apart."""


def decide(state: State, command: ObligationCommand, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    """Decide what happens to a duty."""
    match command:
        case OpenObligation():
            return _open(state, command, facts)
        case MeetObligation():
            return _meet(state, command, facts)
        case LapseObligation():
            return _lapse(state, command, facts)
        case LimitObligation():
            return _limit(state, command)
        case RescheduleObligation():
            return _reschedule(existing(state, Obligation, MISSING), command, facts)
        case RecountObligation():
            return _recount(existing(state, Obligation, MISSING), command, facts)
        case AcknowledgeObligation():
            return _acknowledge(existing(state, Obligation, MISSING), command, facts)
        case FulfilObligation():
            return _fulfil(existing(state, Obligation, MISSING), command, facts)
        case RecordReminder() | RecordDigest():
            return _remind(existing(state, Obligation, MISSING), command, facts)
        case RecordPhoneCall():
            return _phone(existing(state, Obligation, MISSING), command, facts)
        case _:
            assert_never(command)


def _open(state: State, command: OpenObligation, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    if not command.by.is_system and not facts.along:
        facts.require(command, ("standing_agency",))
    if isinstance(state, Obligation):
        return _reopen(state, command, facts)
    return (
        ObligationOpened(
            obligation=command.obligation,
            duty=command.duty,
            debtor=command.debtor,
            about=command.about,
            milestone=command.milestone,
            title=command.title,
            due=_due(command, facts),
        ),
    )


def _reopen(state: Obligation, command: OpenObligation, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    """Open a duty once more that has ended in the way the command names."""
    if state.is_open or command.again is None or (command.again == "lapsed" and not state.lapsed):
        return ()
    return (
        ObligationReopened(
            obligation=state.obligation, due=_due(command, facts), sequence=state.sequence + PAST_THE_END
        ),
    )


def _due(command: OpenObligation, facts: ObligationFacts) -> Due:
    return ladder.due(
        ladder.Term(
            set_by=command.set_by,
            on=command.due_on,
            at=command.due_at,
            counting=command.counting,
            hard=command.hard,
            grace_on=command.grace_on,
        ),
        _opening_letter_apart(command, facts),
        facts.calendar,
        not_before=command.at,
    )


def _opening_letter_apart(command: OpenObligation, facts: ObligationFacts) -> tuple[Rung, ...]:
    """Leave the opening letter out where another letter tells of the duty, or the house owes it to itself."""
    if command.told or command.debtor == str(facts.organisation):
        return _without_opening(facts.rungs)
    return facts.rungs


def _without_opening(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    return tuple(rung for rung in rungs if not rung.opens)


def _reschedule(
    state: Obligation, command: RescheduleObligation, facts: ObligationFacts
) -> Sequence[ObligationEvent]:
    if not command.by.is_system:
        facts.require(command, ("standing_agency",))
    if not state.is_open or (state.due.on == command.due_on and state.due.set_by == command.set_by):
        return ()
    if state.duty in DATED_BY_ITS_ACT:
        raise WrongState(
            "Hạn gửi phiếu là hạn của phiên lấy ý kiến, không dời riêng cho từng thành viên được.",
            todo="Hồ sơ chưa đủ phiếu thì triệu tập phiên họp bổ sung.",
        )
    if command.extension and not command.reason:
        raise Malformed("Gia hạn cần nêu lý do.", todo="Hãy ghi lý do gia hạn.")
    return (
        ObligationRescheduled(
            obligation=state.obligation,
            due=ladder.due(
                ladder.Term(
                    set_by=command.set_by,
                    on=command.due_on,
                    hard=state.due.hard,
                    grace_on=command.grace_on,
                ),
                _without_opening(facts.rungs),
                facts.calendar,
                not_before=command.at,
            ),
            sequence=state.sequence + 1,
            extension=command.extension,
            reason=command.reason,
            document=command.document,
        ),
    )


def _recount(
    state: Obligation, command: RecountObligation, facts: ObligationFacts
) -> Sequence[ObligationEvent]:
    """Issue the dates again where the calendar moves them; people are told when the due date itself has moved."""
    require_system(command, "reactor")
    if not state.is_open:
        return ()
    due = ladder.recounted(state.due, facts.rungs, facts.calendar, state.done_rungs)
    if ladder.same_dates(state.due, due, state.done_rungs):
        return ()
    return (
        ObligationRescheduled(
            obligation=state.obligation,
            due=due,
            sequence=state.sequence + (due.on != state.due.on),
            reason=CALENDAR_CHANGED,
            document=command.document,
        ),
    )


def _debtors_own(state: Obligation, command: Command, facts: ObligationFacts) -> None:
    """Refuse whoever is neither the debtor, nor of it, nor the standing agency."""
    if command.by.who != state.debtor:
        facts.require(
            command,
            ("clerk", "head", "standing_agency", "authority"),
            *(scope for scope in (state.debtor, facts.organisation) if scope),
        )


def _acknowledge(
    state: Obligation, command: AcknowledgeObligation, facts: ObligationFacts
) -> Sequence[ObligationEvent]:
    _debtors_own(state, command, facts)
    if not state.is_open or state.acknowledged_on is not None:
        return ()
    return (ObligationAcknowledged(obligation=state.obligation, on=command.legal_day, note=command.note),)


def _fulfil(
    state: Obligation, command: FulfilObligation, facts: ObligationFacts
) -> Sequence[ObligationEvent]:
    _debtors_own(state, command, facts)
    if state.duty in MET_BY_ITS_ACT:
        raise WrongState(
            "Nhiệm vụ này hoàn thành bằng chính việc phải làm, không ghi tay được.",
            todo="Hãy ghi việc đã làm (đăng ký, báo cáo, nộp hồ sơ, sơ kết, tổng kết…); nhiệm vụ sẽ tự đóng.",
        )
    if not state.is_open:
        return ()
    if command.on > command.legal_day:
        raise Malformed(
            "Ngày hoàn thành còn ở tương lai.", todo="Hãy ghi ngày đã làm xong, không muộn hơn hôm nay."
        )
    return (
        ObligationMet(
            obligation=state.obligation,
            on=command.on,
            late=command.on > state.due.on,
            document=command.document,
        ),
    )


def _remind(
    state: Obligation, command: RecordReminder | RecordDigest, facts: ObligationFacts
) -> Sequence[ObligationEvent]:
    """After an outage only the last rung that has come is still true; the ones before it are skipped, and said so."""
    require_system(command, "reactor")
    rungs = ladder.passed(state.rungs, state.done_rungs, command.at) if state.is_open else []
    ends = state.is_open and state.until is not None and command.legal_day > state.until
    if not rungs and not ends:
        return ()
    if facts.over is not None:
        return (ObligationLapsed(obligation=state.obligation, reason=facts.over),)
    owed_on = (ObligationLimited(obligation=state.obligation),) if ends else ()
    return (*owed_on, *_spoken(state, command, facts, rungs))


def _spoken(
    state: Obligation,
    command: RecordReminder | RecordDigest,
    facts: ObligationFacts,
    rungs: Sequence[DatedRung],
) -> Sequence[ObligationEvent]:
    if not rungs:
        return ()
    rung = rungs[-1]
    recorded = ReminderRecorded if rung.audience == "debtor" else ObligationEscalated
    return (
        recorded(
            obligation=state.obligation,
            rung=rung.name,
            due_on=state.due.on,
            audience=rung.audience,
            recipients=facts.audiences.get(rung.audience, ()),
            skipped=tuple(earlier.name for earlier in rungs[:-1]),
            late=local_day(rung.at) < command.legal_day,
        ),
    )


def _meet(state: State, command: MeetObligation, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    facts.require_along()
    if not isinstance(state, Obligation) or not state.is_open:
        return ()
    late = command.at >= state.due.at if command.on is None else command.on > state.due.on
    return (ObligationMet(obligation=state.obligation, on=command.on or command.legal_day, late=late),)


def _lapse(state: State, command: LapseObligation, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    """End an open duty; one that nobody owes is left alone. The unit's own act may end its own duty."""
    if not isinstance(state, Obligation) or not state.is_open:
        return ()
    if not command.by.is_system and not facts.along:
        facts.require(command, ("standing_agency",))
        _not_apart(state)
    return (ObligationLapsed(obligation=state.obligation, reason=command.reason),)


def _limit(state: State, command: LimitObligation) -> Sequence[ObligationEvent]:
    require_system(command, "reactor")
    if not isinstance(state, Obligation) or not state.is_open or state.until == command.until:
        return ()
    return (ObligationLimited(obligation=state.obligation, until=command.until),)


def _not_apart(state: Obligation) -> None:
    """Refuse to end by hand what ends with that which asks for it: the slip would still be taken."""
    if state.duty in DATED_BY_ITS_ACT:
        raise WrongState(
            "Việc gửi phiếu hết cùng phiên lấy ý kiến, không cho thôi riêng từng thành viên được.",
            todo="Thành viên gửi phiếu, hoặc thư ký nhập phiếu giấy; ai thôi tham gia Hội đồng thì ghi việc thôi ghế."
            " Phiên đóng lấy ý kiến, hoặc hồ sơ chuyển sang phiên bổ sung, thì việc này tự hết.",
        )


def _phone(state: Obligation, command: RecordPhoneCall, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    facts.require(command, ("standing_agency", "secretary"))
    if not state.is_open:
        raise WrongState("Nhiệm vụ này đã kết thúc, không cần báo nữa.")
    return (
        DebtorToldByPhone(obligation=state.obligation, by=command.told_by, on=command.on, note=command.note),
    )


DECIDER: Decider[State, ObligationCommand, ObligationEvent, ObligationFacts] = Decider(
    "obligation", NoObligation(), decide, evolve
)
