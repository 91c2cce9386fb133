"""One meeting of a council of thirteen, with four dossiers on its agenda."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.law.book import Rules
from domain.session.commands import (
    CastVote,
    CloseBallot,
    ConfirmInterests,
    DeclareConflict,
    OpenBallot,
    ReceiveWrittenOpinion,
    RecordAttendance,
    TallyBallot,
)
from domain.session.decider import DECIDER
from domain.session.facts import LineFacts, SessionFacts
from domain.session.states import Session
from events.base import CouncilId, NominationId, PersonId, SessionId, SubjectId
from events.session import (
    AttendanceRecorded,
    BallotClosed,
    BallotOpened,
    Choice,
    ConflictDeclared,
    Ground,
    SessionConvened,
    SessionEvent,
    VoteCast,
    WrittenOpinionReceived,
)
from tests.domain.rules import QUORUM, REGULATED
from tests.spec import AT, HOME, Given, by, every_role, given

SESSION = SessionId("session-1")
COUNCIL = CouncilId("council-1")
MEMBERS = tuple(PersonId(f"member-{number:02}") for number in range(1, 14))
FIRST, *_, LAST = MEMBERS
DAY = date(2024, 12, 24)
FOR: Choice = "for"
AGAINST: Choice = "against"
ABSTAIN: Choice = "abstain"

LAN, MINH = NominationId("nomination-lan"), NominationId("nomination-minh")
"""Two for a giấy khen, by a majority of all."""
FIGHTER = NominationId("nomination-fighter")
"""One for chiến sĩ thi đua cơ sở, by eighty percent of all."""
OWN = NominationId("nomination-own")
"""A giấy khen for the first member."""
AGENDA = (LAN, MINH, FIGHTER, OWN)


def line(award: str, subject: str, rules: Rules = REGULATED, on: date = DAY) -> LineFacts:
    return LineFacts(award, SubjectId(subject), on, rules)


LINES = {
    LAN: line("GK", "person-lan"),
    MINH: line("GK", "person-minh"),
    FIGHTER: line("CSTDCS", "person-fighter"),
    OWN: line("GK", FIRST),
}
FACTS = SessionFacts(
    standing=every_role(COUNCIL), organisation=HOME, members=MEMBERS, rules=REGULATED, lines=LINES
)
CONVENED = SessionConvened(session=SESSION, council=COUNCIL, starts_at=AT, place="Phòng họp 1", agenda=AGENDA)
CLOSED = BallotClosed(session=SESSION, ballot="b1")


def meeting(*past: SessionEvent, facts: SessionFacts = FACTS) -> Given:
    """Give a convened meeting after what else happened."""
    return given(DECIDER, CONVENED, *past, facts=facts)


def session(*past: SessionEvent) -> Session:
    state = DECIDER.fold([CONVENED, *past])
    assert isinstance(state, Session)
    return state


def ruled_by(rules: Rules) -> SessionFacts:
    """Judge every line, and the meeting itself, by other rules."""
    lines = {code: replace(told, rules=rules) for code, told in LINES.items()}
    return replace(FACTS, rules=rules, lines=lines)


def attended(*present: PersonId) -> AttendanceRecorded:
    return AttendanceRecorded(session=SESSION, present=present, members=len(MEMBERS))


ALL_THERE = attended(*MEMBERS)


def stepped_out(member: PersonId, nomination: NominationId, ground: Ground = "kin") -> ConflictDeclared:
    return ConflictDeclared(
        session=SESSION, member=member, nomination=nomination, ground=ground, steps_out=True
    )


def opened(*lines: NominationId, ballot: str = "b1", present: int = 13) -> BallotOpened:
    return BallotOpened(
        session=SESSION,
        ballot=ballot,
        lines=lines,
        present=present,
        members=13,
        quorum=9,
        quorum_basis=QUORUM.basis,
    )


def voted(member: PersonId, choices: Mapping[NominationId, Choice]) -> VoteCast:
    return VoteCast(session=SESSION, ballot="b1", member=member, choices=dict(choices))


def votes(line: NominationId, *, agreed: int, opposed: int = 0, abstained: int = 0) -> tuple[VoteCast, ...]:
    """Let members vote in the order of the list: first those who agree, then the others."""
    choices = [FOR] * agreed + [AGAINST] * opposed + [ABSTAIN] * abstained
    return tuple(voted(member, {line: choice}) for member, choice in zip(MEMBERS, choices, strict=False))


def wrote(member: PersonId, choices: Mapping[NominationId, Choice]) -> WrittenOpinionReceived:
    return WrittenOpinionReceived(session=SESSION, member=member, choices=dict(choices), arrived=DAY)


def attend(*present: PersonId, role: str = "secretary") -> RecordAttendance:
    return RecordAttendance(session=SESSION, present=present, **by(role))


def declare(
    member: PersonId,
    nomination: NominationId,
    ground: Ground = "kin",
    *,
    steps_out: bool = True,
    role: str = "secretary",
    who: str = "person-1",
) -> DeclareConflict:
    return DeclareConflict(
        session=SESSION,
        member=member,
        nomination=nomination,
        ground=ground,
        steps_out=steps_out,
        **by(role, who),
    )


def open_(*lines: NominationId, ballot: str = "b1", role: str = "chair") -> OpenBallot:
    return OpenBallot(session=SESSION, ballot=ballot, lines=lines, **by(role))


def cast(
    member: PersonId,
    choices: Mapping[NominationId, Choice],
    *,
    role: str = "member",
    who: str | None = None,
    ballot: str = "b1",
) -> CastVote:
    return CastVote(session=SESSION, ballot=ballot, member=member, choices=choices, **by(role, who or member))


def confirm(member: PersonId) -> ConfirmInterests:
    return ConfirmInterests(session=SESSION, member=member, **by("member", member))


def write(
    member: PersonId,
    choices: Mapping[NominationId, Choice],
    role: str = "secretary",
    rest: Choice | None = None,
) -> ReceiveWrittenOpinion:
    return ReceiveWrittenOpinion(session=SESSION, member=member, choices=choices, rest=rest, **by(role))


def close(ballot: str = "b1", role: str = "chair") -> CloseBallot:
    return CloseBallot(session=SESSION, ballot=ballot, **by(role))


def count(ballot: str = "b1", role: str = "teller") -> TallyBallot:
    return TallyBallot(session=SESSION, ballot=ballot, **by(role))
