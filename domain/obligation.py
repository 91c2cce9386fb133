"""Nhiệm vụ có thời hạn: the wait as data; opened with its dates, reminded by its ladder, met by the act itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

from domain import ladder
from domain.calendar import WorkingCalendar, local_day
from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import Malformed, WrongState
from domain.standing import require_system
from events.base import Citation, ObligationId, PersonId, SubjectId
from events.obligation import (
    DebtorToldByPhone,
    Due,
    ObligationEscalated,
    ObligationEvent,
    ObligationLapsed,
    ObligationMet,
    ObligationOpened,
    ObligationRescheduled,
    ReminderRecorded,
)
from events.policy import Rung

MISSING = "Nhiệm vụ này chưa có trong sổ."


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFacts(Facts):
    """The calendar and ladder of the day, and who stands behind each audience at this moment."""

    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    rungs: tuple[Rung, ...] = ()
    audiences: Mapping[str, tuple[SubjectId, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoObligation:
    """Not opened."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty, open until it is met or lapses."""

    obligation: ObligationId
    duty: str
    debtor: SubjectId
    about: str
    milestone: str | None
    title: str
    due: Due
    sequence: int = 0
    done_rungs: frozenset[str] = frozenset()
    met_on: date | None = None
    lapsed: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether it is still owed."""
        return self.met_on is None and not self.lapsed

    @property
    def next_rung_at(self) -> datetime | None:
        """When the ladder speaks next; None when it will not."""
        return ladder.next_at(self.due.rungs, self.done_rungs) if self.is_open else None


State = NoObligation | Obligation


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenObligation(Command):
    """Open a duty."""

    obligation: ObligationId
    duty: str
    debtor: SubjectId
    about: str
    title: str
    due_on: date
    set_by: str
    milestone: str | None = None
    hard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleObligation(Command):
    """Move the date, on a document; an extension for one debtor gives its reason, before or after expiry."""

    obligation: ObligationId
    due_on: date
    set_by: str
    extension: bool = False
    reason: str | None = None
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReminder(Command):
    """Record the rung that is due; whoever asks twice gets nothing new."""

    obligation: ObligationId


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetObligation(Command):
    """Record that the duty was met by an act of the same append."""

    obligation: ObligationId


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseObligation(Command):
    """End a duty that nobody owes any more."""

    obligation: ObligationId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPhoneCall(Command):
    """Record that the debtor was told by phone."""

    obligation: ObligationId
    told_by: PersonId
    on: date
    note: str | None = None


ObligationCommand = (
    OpenObligation
    | RescheduleObligation
    | RecordReminder
    | MeetObligation
    | LapseObligation
    | RecordPhoneCall
)


def decide(state: State, command: ObligationCommand, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    """Decide what happens to a duty."""
    match command:
        case OpenObligation():
            return _open(state, command, facts)
        case MeetObligation():
            return _meet(state, command, facts)
        case LapseObligation():
            return _lapse(state, command, facts)
        case RescheduleObligation():
            return _reschedule(existing(state, Obligation, MISSING), command, facts)
        case RecordReminder():
            return _remind(existing(state, Obligation, MISSING), command, facts)
        case RecordPhoneCall():
            return _phone(existing(state, Obligation, MISSING), command, facts)
        case _:
            assert_never(command)


def _open(state: State, command: OpenObligation, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    if not command.by.is_system:
        facts.require(command, ("standing_agency",))
    if isinstance(state, Obligation):
        return ()
    return (
        ObligationOpened(
            obligation=command.obligation,
            duty=command.duty,
            debtor=command.debtor,
            about=command.about,
            milestone=command.milestone,
            title=command.title,
            due=ladder.due(
                command.due_on,
                facts.rungs,
                facts.calendar,
                set_by=command.set_by,
                hard=command.hard,
                not_before=command.at,
            ),
        ),
    )


def _reschedule(
    state: Obligation, command: RescheduleObligation, facts: ObligationFacts
) -> Sequence[ObligationEvent]:
    if not command.by.is_system:
        facts.require(command, ("standing_agency",))
    if not state.is_open or (state.due.on == command.due_on and state.due.set_by == command.set_by):
        return ()
    if command.extension and not command.reason:
        raise Malformed("Gia hạn cần nêu lý do.", todo="Hãy ghi lý do gia hạn.")
    return (
        ObligationRescheduled(
            obligation=state.obligation,
            due=ladder.due(
                command.due_on,
                facts.rungs,
                facts.calendar,
                set_by=command.set_by,
                hard=state.due.hard,
                not_before=command.at,
            ),
            sequence=state.sequence + 1,
            extension=command.extension,
            reason=command.reason,
            document=command.document,
        ),
    )


def _remind(state: Obligation, command: RecordReminder, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    """After an outage only the last rung that has come is still true; the ones before it are skipped, and said so."""
    require_system(command, "reactor")
    rungs = ladder.passed(state.due.rungs, state.done_rungs, command.at) if state.is_open else []
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
    return (
        ObligationMet(obligation=state.obligation, on=command.legal_day, late=command.at >= state.due.at),
    )


def _lapse(state: State, command: LapseObligation, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    """End an open duty; one that nobody owes is left alone. The unit's own act may end its own duty."""
    if not isinstance(state, Obligation) or not state.is_open:
        return ()
    if not command.by.is_system and not facts.along:
        facts.require(command, ("standing_agency",))
    return (ObligationLapsed(obligation=state.obligation, reason=command.reason),)


def _phone(state: Obligation, command: RecordPhoneCall, facts: ObligationFacts) -> Sequence[ObligationEvent]:
    facts.require(command, ("standing_agency", "secretary"))
    if not state.is_open:
        raise WrongState("Nhiệm vụ này đã kết thúc, không cần báo nữa.")
    return (
        DebtorToldByPhone(obligation=state.obligation, by=command.told_by, on=command.on, note=command.note),
    )


def evolve(state: State, event: ObligationEvent) -> State:
    """Apply one event."""
    if isinstance(event, ObligationOpened):
        return Obligation(
            event.obligation, event.duty, event.debtor, event.about, event.milestone, event.title, event.due
        )
    if isinstance(state, NoObligation):
        return state
    match event:
        case ObligationRescheduled():
            return replace(state, due=event.due, sequence=event.sequence, done_rungs=frozenset())
        case ReminderRecorded() | ObligationEscalated():
            return replace(state, done_rungs=state.done_rungs | {event.rung, *event.skipped})
        case ObligationMet():
            return replace(state, met_on=event.on)
        case ObligationLapsed():
            return replace(state, lapsed=True)
        case DebtorToldByPhone():
            return state
        case _:
            assert_never(event)


def due_now(obligations: Iterable[Obligation], now: datetime) -> list[ObligationId]:
    """Give the duties whose ladder has something to say at `now`."""
    return [
        duty.obligation for duty in obligations if duty.next_rung_at is not None and duty.next_rung_at <= now
    ]


DECIDER: Decider[State, ObligationCommand, ObligationEvent, ObligationFacts] = Decider(
    "obligation", NoObligation(), decide, evolve
)
