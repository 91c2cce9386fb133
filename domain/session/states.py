"""The states of a meeting and how events move it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

from domain.calendar import local_day
from events.base import CouncilId, NominationId, PersonId, SessionId
from events.session import (
    AttendanceRecorded,
    BallotClosed,
    BallotOpened,
    BallotTallied,
    Choice,
    ConflictDeclared,
    LineTallied,
    MinutesSigned,
    SessionConvened,
    SessionEvent,
    TellersNamed,
    VoteCast,
    WrittenOpinionReceived,
)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote on some lines."""

    lines: tuple[NominationId, ...]
    votes: Mapping[PersonId, Mapping[NominationId, Choice]] = field(default_factory=dict)
    closed: bool = False
    tallied: tuple[LineTallied, ...] | None = None


@dataclass(frozen=True, slots=True)
class NoSession:
    """Not convened."""


@dataclass(frozen=True, slots=True)
class Session:
    """A convened meeting."""

    session: SessionId
    council: CouncilId
    starts_at: datetime
    place: str
    agenda: tuple[NominationId, ...]
    tellers: tuple[PersonId, ...] = ()
    present: frozenset[PersonId] | None = None
    stepped_out: frozenset[tuple[PersonId, NominationId]] = frozenset()
    opinions: Mapping[PersonId, Mapping[NominationId, Choice]] = field(default_factory=dict)
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    minutes: tuple[MinutesSigned, ...] = ()

    @property
    def held_on(self) -> date:
        """The legal day of the meeting: quorum and mode are those of this day."""
        return local_day(self.starts_at)


State = NoSession | Session


def evolve(state: State, event: SessionEvent) -> State:
    """Apply one event."""
    if isinstance(event, SessionConvened):
        return Session(
            event.session, event.council, event.starts_at, event.place, event.agenda, event.tellers
        )
    if isinstance(state, NoSession):
        return state
    match event:
        case AttendanceRecorded():
            return replace(state, present=frozenset(event.present))
        case ConflictDeclared():
            out = {(event.member, event.nomination)} if event.steps_out else set()
            return replace(state, stepped_out=state.stepped_out | out)
        case TellersNamed():
            return replace(state, tellers=event.tellers)
        case WrittenOpinionReceived():
            return replace(state, opinions={**state.opinions, event.member: event.choices})
        case BallotOpened() | VoteCast() | BallotClosed() | BallotTallied():
            return _in_ballot(state, event)
        case MinutesSigned():
            return replace(state, minutes=(*state.minutes, event))
        case _:
            assert_never(event)


def _in_ballot(state: Session, event: BallotOpened | VoteCast | BallotClosed | BallotTallied) -> Session:
    ballot = state.ballots.get(event.ballot, Ballot(()))
    match event:
        case BallotOpened():
            ballot = Ballot(event.lines)
        case VoteCast():
            ballot = replace(ballot, votes={**ballot.votes, event.member: event.choices})
        case BallotClosed():
            ballot = replace(ballot, closed=True)
        case BallotTallied():
            ballot = replace(ballot, tallied=event.lines)
        case _:
            assert_never(event)
    return replace(state, ballots={**state.ballots, event.ballot: ballot})
