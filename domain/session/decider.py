"""The session's rules at a glance: which command goes where."""

from collections.abc import Sequence
from typing import assert_never

from domain.decider import Decider, existing
from domain.session import ballots, carrying, interests, meeting, paper, proxies, rounds, sealed
from domain.session.commands import (
    AdjournSession,
    AuthoriseProxy,
    CarryOverLines,
    CastSealedBallot,
    CastVote,
    CheckIn,
    CloseBallot,
    ConfirmInterests,
    ConveneSession,
    CountPaperBallots,
    DecideTie,
    DeclareConflict,
    EndRounds,
    ExtendAgenda,
    GiveLineOpinion,
    GiveTellerKey,
    LeaveSession,
    NameTellers,
    OpenBallot,
    PrepareBox,
    ReceiveWrittenOpinion,
    RecordAttendance,
    RecordOpening,
    RemoveBallots,
    ReplaceTeller,
    ResumeSession,
    RewrapBox,
    SessionCommand,
    SignMinutes,
    TallyBallot,
)
from domain.session.facts import SessionFacts
from domain.session.states import NoSession, Session, State, evolve
from events.session import SessionEvent

MISSING = "Phiên họp này chưa có trong sổ."
_Meeting = (
    CarryOverLines | ExtendAgenda | GiveLineOpinion | RecordAttendance | CheckIn | LeaveSession | AuthoriseProxy | AdjournSession
    | ResumeSession | SignMinutes
)  # fmt: skip
_Box = (
    NameTellers | ReplaceTeller | GiveTellerKey | PrepareBox | RewrapBox | CastSealedBallot | RecordOpening
    | RemoveBallots
)  # fmt: skip


def decide(state: State, command: SessionCommand, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Decide what happens in a meeting."""
    if isinstance(command, ConveneSession):
        return meeting.convene(state, command, facts)
    session = existing(state, Session, MISSING)
    match command:
        case ConfirmInterests():
            return interests.confirm(session, command, facts)
        case DeclareConflict():
            return interests.declare(session, command, facts)
        case OpenBallot():
            return ballots.open_ballot(session, command, facts)
        case CastVote():
            return ballots.cast_vote(session, command, facts)
        case ReceiveWrittenOpinion():
            return ballots.receive_opinion(session, command, facts)
        case CountPaperBallots():
            return paper.count_paper(session, command, facts)
        case CloseBallot():
            return ballots.close_ballot(session, command, facts)
        case TallyBallot():
            return ballots.tally_ballot(session, command, facts)
        case DecideTie():
            return rounds.decide_tie(session, command, facts)
        case EndRounds():
            return rounds.end_rounds(session, command, facts)
        case (
            NameTellers() | ReplaceTeller() | GiveTellerKey() | PrepareBox() | RewrapBox() | CastSealedBallot()
            | RecordOpening() | RemoveBallots()
        ):  # fmt: skip
            return _with_the_box(session, command, facts)
        case (
            CarryOverLines() | ExtendAgenda() | GiveLineOpinion() | RecordAttendance() | CheckIn() | LeaveSession() | AuthoriseProxy()
            | AdjournSession() | ResumeSession() | SignMinutes()
        ):  # fmt: skip
            return _around_the_votes(session, command, facts)
        case _:
            assert_never(command)


def _around_the_votes(session: Session, command: _Meeting, facts: SessionFacts) -> Sequence[SessionEvent]:
    match command:
        case CarryOverLines():
            return carrying.carry_over(session, command, facts)
        case ExtendAgenda():
            return meeting.extend_agenda(session, command, facts)
        case GiveLineOpinion():
            return meeting.give_opinion(session, command, facts)
        case RecordAttendance():
            return meeting.attend(session, command, facts)
        case CheckIn():
            return meeting.check_in(session, command, facts)
        case LeaveSession():
            return meeting.leave(session, command, facts)
        case AuthoriseProxy():
            return proxies.authorise(session, command, facts)
        case AdjournSession():
            return meeting.adjourn(session, command, facts)
        case ResumeSession():
            return meeting.resume(session, command, facts)
        case SignMinutes():
            return meeting.sign(session, command, facts)
        case _:
            assert_never(command)


def _with_the_box(session: Session, command: _Box, facts: SessionFacts) -> Sequence[SessionEvent]:
    match command:
        case NameTellers():
            return sealed.name_tellers(session, command, facts)
        case ReplaceTeller():
            return sealed.replace_teller(session, command, facts)
        case GiveTellerKey():
            return sealed.give_key(session, command, facts)
        case PrepareBox():
            return sealed.prepare_box(session, command, facts)
        case RewrapBox():
            return sealed.rewrap_box(session, command, facts)
        case CastSealedBallot():
            return sealed.receive_slip(session, command, facts)
        case RecordOpening():
            return sealed.record_opening(session, command, facts)
        case RemoveBallots():
            return sealed.remove_ballots(session, command, facts)
        case _:
            assert_never(command)


DECIDER: Decider[State, SessionCommand, SessionEvent, SessionFacts] = Decider(
    "session", NoSession(), decide, evolve
)
