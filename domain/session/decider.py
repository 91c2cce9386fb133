"""The session's rules at a glance: which command goes where."""

from collections.abc import Sequence
from typing import assert_never

from domain.decider import Decider, existing
from domain.session import ballots, meeting
from domain.session.commands import (
    CastVote,
    CloseBallot,
    ConveneSession,
    DeclareConflict,
    NameTellers,
    OpenBallot,
    ReceiveWrittenOpinion,
    RecordAttendance,
    SessionCommand,
    SignMinutes,
    TallyBallot,
)
from domain.session.facts import SessionFacts
from domain.session.states import NoSession, Session, State, evolve
from events.session import SessionEvent

MISSING = "Phiên họp này chưa có trong sổ."


def decide(state: State, command: SessionCommand, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Decide what happens in a meeting."""
    if isinstance(command, ConveneSession):
        return meeting.convene(state, command, facts)
    session = existing(state, Session, MISSING)
    match command:
        case RecordAttendance():
            return meeting.attend(session, command, facts)
        case DeclareConflict():
            return meeting.declare(session, command, facts)
        case NameTellers():
            return meeting.name_tellers(session, command, facts)
        case OpenBallot():
            return ballots.open_ballot(session, command, facts)
        case CastVote():
            return ballots.cast_vote(session, command, facts)
        case ReceiveWrittenOpinion():
            return ballots.receive_opinion(session, command, facts)
        case CloseBallot():
            return ballots.close_ballot(session, command, facts)
        case TallyBallot():
            return ballots.tally_ballot(session, command, facts)
        case SignMinutes():
            return meeting.sign(session, command, facts)
        case _:
            assert_never(command)


DECIDER: Decider[State, SessionCommand, SessionEvent, SessionFacts] = Decider(
    "session", NoSession(), decide, evolve
)
