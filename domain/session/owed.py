"""Phiếu lấy ý kiến: what every member owes a session in writing, from its call until no slip is taken any more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast

from domain.calendar import local_day
from domain.council import Council, NoCouncil
from domain.council import evolve as evolve_council
from domain.decider import Command, said
from domain.ids import obligation_id
from domain.obligation.commands import LapseObligation, MeetObligation, OpenObligation
from domain.session.ballots import opinions_closed
from domain.session.facts import SessionFacts, may_vote, mode_of
from domain.session.sealed import closed_from_afar, lines_of
from domain.session.states import Early, Session, State, evolve
from events.base import Event, NominationId, ObligationId, PersonId, SubjectId
from events.council import CouncilEvent
from events.session import (
    BallotReceived,
    ConflictDeclared,
    InterestsConfirmed,
    LinesCarriedOver,
    SessionConvened,
    SessionEvent,
    WrittenOpinionReceived,
)

SLIP = "send_slip"
CLOSED = "Đã đóng việc lấy ý kiến."
CARRIED_OVER = "Hồ sơ đã chuyển sang phiên bổ sung."
VOTES_ON_NONE = "Thành viên không biểu quyết hồ sơ nào còn lại của phiên này."
LEFT = "Thành viên thôi tham gia Hội đồng."


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    """A session in writing as an act finds it, what its decider is told, and the council's name."""

    session: State
    facts: SessionFacts
    council: str
    entered_at: datetime
    """When the act is entered; its own instant may be earlier."""

    def in_time(self, act: Command, due_at: datetime) -> bool:
        """Say whether a slip asked for by an act can still come: none is taken from `due_at` on."""
        return max(act.at, self.entered_at) < due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """A council as an act on its seats finds it, and its sessions in writing that are not counted yet."""

    council: Council
    asking: tuple[Slips, ...]


def slip_duty(session: str, member: PersonId) -> ObligationId:
    """Name the duty of a member to send a session's slip."""
    return obligation_id(session, SLIP, None, member)


def unanswered(session: Session, member: PersonId, facts: SessionFacts) -> set[NominationId]:
    """Give the lines on which a member of a session in writing has still to send a slip, open or sealed."""
    return _openly(session, member, facts) | _in_secret(session, member, facts)


def _openly(session: Session, member: PersonId, facts: SessionFacts) -> set[NominationId]:
    lines = {line for line in session.to_be_counted if mode_of(session, line, facts) != "sealed"}
    if opinions_closed(session, lines) is not None:
        return set()
    return may_vote(session, member, lines, facts) - set(session.opinions.get(member, {}))


def _in_secret(session: Session, member: PersonId, facts: SessionFacts) -> set[NominationId]:
    if closed_from_afar(session, facts):
        return set()
    sent = session.early.get(member, Early("", frozenset()))
    return may_vote(session, member, lines_of(session, None, facts), facts) - sent.lines


def owing(command: Command, events: Sequence[Event], slips: Slips | None) -> Iterator[Command]:
    """Give the further commands of an act on a session in writing: whose slip is owed from now on, and whose no more."""
    if slips is None:
        return
    before = after = slips.session
    for event in events:
        after = evolve(after, cast("SessionEvent", event))
    if not isinstance(after, Session) or after.due_at is None:
        return
    for member in slips.facts.members:
        owed_before = isinstance(before, Session) and bool(unanswered(before, member, slips.facts))
        owed = bool(unanswered(after, member, slips.facts))
        if owed and not owed_before and slips.in_time(command, after.due_at):
            yield _asked(command, events, after, member, slips.council)
        elif owed_before and not owed:
            yield _over(command, events, after, member)


def reseated(command: Command, events: Sequence[Event], seats: Seats | None) -> Iterator[Command]:
    """Give the further commands of an act on a council's seats: who sits there owes a slip, who has left owes none.

    A seat whose last day is still to come is held until then, and so is what its holder owes.
    """
    if seats is None or not events:
        return
    after: Council | NoCouncil = seats.council
    for event in events:
        after = evolve_council(after, cast("CouncilEvent", event))
    for slips in seats.asking:
        session = slips.session
        if isinstance(after, Council) and isinstance(session, Session) and session.due_at is not None:
            yield from _of_session(command, session, session.due_at, after, slips)


def _of_session(
    command: Command, session: Session, due_at: datetime, council: Council, slips: Slips
) -> Iterator[Command]:
    members = tuple(member.person for member in council.sitting(session.held_on))
    facts = replace(slips.facts, members=members)
    for member in slips.facts.members:
        stays = member in members and not _left(council, member, command.legal_day, due_at)
        if not stays and unanswered(session, member, slips.facts):
            yield LapseObligation(obligation=slip_duty(session.session, member), reason=LEFT, **said(command))
    for member in members if slips.in_time(command, due_at) else ():
        if member not in slips.facts.members and unanswered(session, member, facts):
            yield _asked(command, (), session, member, slips.council)


def _left(council: Council, member: PersonId, today: date, due_at: datetime) -> bool:
    """Say whether a member's seat is over before a slip is due: it ends today, or has ended."""
    day = min(local_day(due_at), today + timedelta(days=1))
    return not any(held.role == "member" and held.on(day) for held in council.roles_of(member))


def _asked(
    command: Command, events: Sequence[Event], session: Session, member: PersonId, council: str
) -> OpenObligation:
    """Ask for a slip by its hour; the letter that calls the session tells of it, what comes later its ladder tells."""
    return OpenObligation(
        obligation=slip_duty(session.session, member),
        duty=SLIP,
        debtor=SubjectId(member),
        about=session.session,
        title="Gửi phiếu lấy ý kiến",
        due_at=session.due_at,
        hard=True,
        set_by=f"giấy lấy ý kiến ngày {local_day(session.starts_at):%d/%m/%Y} của {council}",
        told=any(isinstance(event, SessionConvened) for event in events),
        again="ended",
        **said(command),
    )


def _over(
    command: Command, events: Sequence[Event], session: Session, member: PersonId
) -> MeetObligation | LapseObligation:
    """Meet the duty by the member's own slip, whatever it says; end it where none is taken or none is owed."""
    duty = slip_duty(session.session, member)
    if any(
        isinstance(event, WrittenOpinionReceived | BallotReceived) and event.member == member
        for event in events
    ):
        return MeetObligation(obligation=duty, **said(command))
    return LapseObligation(obligation=duty, reason=_reason(events), **said(command))


def _reason(events: Sequence[Event]) -> str:
    if any(isinstance(event, LinesCarriedOver) for event in events):
        return CARRIED_OVER
    if any(isinstance(event, InterestsConfirmed | ConflictDeclared) for event in events):
        return VOTES_ON_NONE
    return CLOSED
