"""The states of a duty, and how each event changes it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import assert_never

from domain import ladder
from domain.calendar import local_instant
from events.base import ObligationId, SubjectId
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
    acknowledged_on: date | None = None
    reopened: int = 0
    """How often it was opened once more."""
    extended: bool = False
    """Its date was given to this debtor alone."""
    until: date | None = None
    """The last day on which it is owed, where the role of the debtor ends."""

    @property
    def is_open(self) -> bool:
        """Say whether it is still owed."""
        return self.met_on is None and not self.lapsed

    def shut_at(self, moment: datetime) -> bool:
        """Say whether nothing more is taken at `moment`: only a hard date shuts, after its grace."""
        return self.due.shuts_at is not None and moment >= self.due.shuts_at

    @property
    def next_rung_at(self) -> datetime | None:
        """When the ladder speaks next, or the duty ends by itself; None when neither will be."""
        if not self.is_open:
            return None
        over = local_instant(self.until + timedelta(days=1), time()) if self.until else None
        moments = (ladder.next_at(self.rungs, self.done_rungs), over)
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def rungs(self) -> tuple[DatedRung, ...]:
        """The rungs that hold: some are not sent to whoever has said that they know."""
        if self.acknowledged_on is None:
            return self.due.rungs
        return tuple(rung for rung in self.due.rungs if not rung.unless_acknowledged)


State = NoObligation | Obligation


def evolve(state: State, event: ObligationEvent) -> State:
    """Apply one event."""
    if isinstance(event, ObligationOpened):
        return Obligation(
            event.obligation, event.duty, event.debtor, event.about, event.milestone, event.title, event.due
        )
    if isinstance(state, NoObligation):
        return state
    match event:
        case ObligationReopened():
            return replace(
                state,
                due=event.due,
                sequence=event.sequence,
                done_rungs=frozenset(),
                met_on=None,
                lapsed=False,
                acknowledged_on=None,
                reopened=state.reopened + 1,
                extended=False,
                until=None,
            )
        case ObligationRescheduled():
            recounted = event.due.set_by == state.due.set_by
            extended = event.extension or (state.extended and recounted)
            return replace(
                state, due=event.due, sequence=event.sequence, done_rungs=frozenset(), extended=extended
            )
        case ReminderRecorded() | ObligationEscalated():
            return replace(state, done_rungs=state.done_rungs | {event.rung, *event.skipped})
        case ObligationMet():
            return replace(state, met_on=event.on)
        case ObligationLapsed():
            return replace(state, lapsed=True)
        case ObligationLimited():
            return replace(state, until=event.until)
        case ObligationAcknowledged():
            return replace(state, acknowledged_on=event.on)
        case DebtorToldByPhone():
            return state
        case _:
            assert_never(event)


def due_now(obligations: Iterable[Obligation], now: datetime) -> list[ObligationId]:
    """Give the duties whose ladder has something to say at `now`."""
    return [
        duty.obligation for duty in obligations if duty.next_rung_at is not None and duty.next_rung_at <= now
    ]
