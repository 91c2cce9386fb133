"""Around the votes: calling the meeting, attendance, conflicts, tellers, minutes."""

from collections.abc import Sequence

from domain.refusal import AlreadyExists, Malformed, NotFound, WrongState
from domain.session.commands import (
    ConveneSession,
    DeclareConflict,
    NameTellers,
    RecordAttendance,
    SignMinutes,
)
from domain.session.facts import CHAIRING, ConflictOfInterest, NotAMember, SessionFacts, lead
from domain.session.states import Session, State
from events.base import SubjectId
from events.session import (
    AttendanceRecorded,
    ConflictDeclared,
    MinutesSigned,
    SessionConvened,
    SessionEvent,
    TellersNamed,
)


def convene(state: State, command: ConveneSession, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Call a meeting, with each dossier on the agenda once."""
    if command.by.role == "standing_agency":
        facts.require(command, ("standing_agency",))
    else:
        facts.require(command, CHAIRING, command.council)
    if isinstance(state, Session):
        raise AlreadyExists("Phiên họp này đã được triệu tập.")
    if len(set(command.agenda)) != len(command.agenda):
        raise Malformed("Chương trình có hồ sơ ghi hai lần.")
    return (
        SessionConvened(
            session=command.session,
            council=command.council,
            starts_at=command.starts_at,
            place=command.place,
            agenda=command.agenda,
            tellers=command.tellers,
        ),
    )


def attend(session: Session, command: RecordAttendance, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Record who is present, members of that day only."""
    lead(session, command, facts)
    strangers = set(command.present) - set(facts.members)
    if strangers:
        raise NotAMember("Có người trong danh sách điểm danh không phải thành viên Hội đồng vào ngày họp.")
    if session.present == frozenset(command.present):
        return ()
    return (AttendanceRecorded(session=session.session, present=command.present, members=len(facts.members)),)


def declare(session: Session, command: DeclareConflict, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Record a conflict; nobody votes on the own dossier."""
    if command.by.who != command.member:
        lead(session, command, facts)
    else:
        facts.require(command, ("member",), session.council)
    if command.nomination not in session.agenda:
        raise NotFound("Hồ sơ này không có trong chương trình.")
    if command.ground == "own" and not command.steps_out:
        raise ConflictOfInterest("Hồ sơ của chính mình thì không biểu quyết.")
    if (command.member, command.nomination) in session.stepped_out:
        return ()
    return (
        ConflictDeclared(
            session=session.session,
            member=command.member,
            nomination=command.nomination,
            ground=command.ground,
            steps_out=command.steps_out,
        ),
    )


def name_tellers(session: Session, command: NameTellers, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Confirm the tellers, none of them a nominee."""
    lead(session, command, facts)
    nominees = {facts.lines[line].subject for line in session.agenda if line in facts.lines}
    if nominees & {SubjectId(teller) for teller in command.tellers}:
        raise ConflictOfInterest("Người được đề nghị khen thưởng không làm tổ kiểm phiếu.")
    return (TellersNamed(session=session.session, tellers=command.tellers),)


def sign(session: Session, command: SignMinutes, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Sign minutes once everything is counted."""
    facts.require(command, (*CHAIRING, "teller"), session.council)
    if not session.ballots or any(ballot.tallied is None for ballot in session.ballots.values()):
        raise WrongState("Chưa kiểm phiếu xong nên chưa ký biên bản được.")
    signed = MinutesSigned(
        session=session.session,
        kind=command.kind,
        number=command.number,
        day=command.signed_on,
        signers=command.signers,
    )
    return () if signed in session.minutes else (signed,)
