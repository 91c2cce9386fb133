"""The two meetings: one in writing in September, one in December with sealed slips for what the rules say."""

from datetime import datetime
from itertools import pairwise
from typing import Literal

from nacl.public import PrivateKey
from sqlmodel import col, select

from desk.demo.data import MeetingData, nomination_id
from desk.demo.scenes_dossiers import eligible
from desk.demo.stage import Stage
from domain.ids import derived
from domain.session.commands import (
    CastSealedBallot,
    CastVote,
    CheckIn,
    CloseBallot,
    ConfirmInterests,
    ConveneSession,
    DeclaredInterest,
    GiveTellerKey,
    NameTellers,
    OpenBallot,
    PrepareBox,
    ReceiveWrittenOpinion,
    SignMinutes,
    TallyBallot,
)
from events.base import NominationId, PersonId, SessionId, SubjectId
from events.session import Choice
from projections import tables as t
from workflows.ballot_office import BallotOffice, Opener

BALLOTS = ("LDTT", "GK", "CSTDCS", "TTLDTT", "BKT")
SEALED = frozenset({"CSTDCS", "TTLDTT", "BKT"})
"""What the script says is voted on in secret; that it must be, the rules say."""
Named = Literal["september", "december"]


def session_id(name: str) -> SessionId:
    """Give a meeting's id."""
    return SessionId(f"session-{derived('demo', 'session', name)}")


def convene(stage: Stage, name: Named, starts_at: datetime, due_at: datetime | None = None) -> None:
    """Call the meeting on everything that is ready for it; with a due date, in writing."""
    stage.do(
        ConveneSession(
            session=session_id(name),
            council=stage.council,
            starts_at=starts_at,
            place="lấy ý kiến bằng văn bản" if due_at else "Hội trường UBND xã",
            agenda=tuple(eligible(stage)),
            tellers=tuple(stage.person(teller) for teller in stage.script.tellers),
            in_writing=due_at is not None,
            due_at=due_at,
            **stage.said("mai", "secretary"),
        )
    )


def prepare_box(stage: Stage) -> None:
    """Each teller makes a key at home and hands in its public half; the secretary has the box made."""
    session = session_id("december")
    for teller in stage.script.tellers:
        secret = PrivateKey.generate()
        stage.teller_keys[teller] = bytes(secret)
        stage.do(
            GiveTellerKey(
                session=session,
                teller=stage.person(teller),
                key=bytes(secret.public_key).hex(),
                **stage.said(teller, "teller"),
            )
        )
    stage.do(PrepareBox(session=session, **stage.said("mai", "secretary")))


def _agenda(stage: Stage, name: Named) -> dict[str, list[NominationId]]:
    """Give the lines of a meeting by award, as its page lists them."""
    with stage.house.ledger.database.session() as session:
        rows = session.exec(
            select(t.NominationRow)
            .where(t.NominationRow.session == session_id(name))
            .order_by(col(t.NominationRow.nomination))
        ).all()
    return {award: [NominationId(row.nomination) for row in rows if row.award == award] for award in BALLOTS}


def confirm_interests(stage: Stage, name: Named, member: str, meeting: MeetingData) -> None:
    """A member reads the names and confirms once; what the ledger knows by itself need not be said."""
    declared = tuple(
        DeclaredInterest(nomination_id(one.line), "same_unit", steps_out=False)
        for one in meeting.same_unit_declared
        if one.member == member
    )
    stage.do(
        ConfirmInterests(
            session=session_id(name),
            member=stage.person(member),
            interests=declared,
            **stage.said(member, "member"),
        )
    )


def write_opinions(stage: Stage, name: Named, meeting: MeetingData, members: tuple[str, ...]) -> None:
    """Members who will not be there write; what is secret they seal."""
    agenda = _agenda(stage, name)
    openly = [line for award, lines in agenda.items() if award not in SEALED for line in lines]
    secretly = [line for award, lines in agenda.items() if award in SEALED for line in lines]
    for member in members:
        confirm_interests(stage, name, member, meeting)
        stage.do(
            ReceiveWrittenOpinion(
                session=session_id(name),
                member=stage.person(member),
                choices=_choices(stage, member, openly, meeting),
                **stage.said("mai", "secretary"),
            )
        )
        if secretly:
            _seal(stage, session_id(name), member, _choices(stage, member, secretly, meeting), None)


def _seal(
    stage: Stage, session: SessionId, member: str, choices: dict[NominationId, Choice], ballot: str | None
) -> None:
    stage.do(
        CastSealedBallot(
            session=session,
            ballot=ballot,
            member=stage.person(member),
            choices=choices,
            **stage.said(member, "member"),
        )
    )


def _choices(
    stage: Stage, member: str, lines: list[NominationId], meeting: MeetingData
) -> dict[NominationId, Choice]:
    """Give a member's choices: for every line but the own, against where the script says so."""
    own = {
        nomination_id(told.key)
        for told in (*stage.script.nominations.december, *stage.script.nominations.september)
        if told.person == member and stage.script.subject(told) == SubjectId(stage.person(member))
    }
    against = {nomination_id(key) for key, members in meeting.against.items() if member in members}
    return {line: "against" if line in against else "for" for line in lines if line not in own}


def meet(stage: Stage, meeting: MeetingData, minutes: str) -> None:
    """Hold the meeting: check-in, interests, tellers, a vote per award, the count, the minutes."""
    session = session_id("december")
    present = [member for member in stage.script.members if member not in meeting.absent]
    for member in present:
        stage.do(CheckIn(session=session, member=stage.person(member), **stage.said(member, "member")))
        confirm_interests(stage, "december", member, meeting)
    tellers = tuple(stage.person(teller) for teller in stage.script.tellers)
    stage.do(NameTellers(session=session, tellers=tellers, **stage.said("mai", "secretary")))
    for award, lines in _agenda(stage, "december").items():
        if lines:
            _vote(stage, session, award, lines, (present, meeting))
    _sign_minutes(stage, session, minutes, tellers)


def count_slips(stage: Stage, minutes: str) -> None:
    """Count the slips of September that are back when their date is over."""
    session = session_id("september")
    lead = stage.said("lat", "chair")
    for award, lines in _agenda(stage, "september").items():
        if lines:
            stage.do(OpenBallot(session=session, ballot=award, lines=tuple(lines), **lead))
            stage.do(CloseBallot(session=session, ballot=award, **lead))
            stage.do(TallyBallot(session=session, ballot=award, **stage.said("khe", "teller")))
    tellers = tuple(stage.person(teller) for teller in stage.script.tellers)
    _sign_minutes(stage, session, minutes, tellers)


def _vote(
    stage: Stage,
    session: SessionId,
    award: str,
    lines: list[NominationId],
    who: tuple[list[str], MeetingData],
) -> None:
    present, meeting = who
    lead = stage.said("lat", "chair")
    stage.do(OpenBallot(session=session, ballot=award, lines=tuple(lines), **lead))
    for member in present:
        choices = _choices(stage, member, lines, meeting)
        if award in SEALED:
            _seal(stage, session, member, choices, award)
        else:
            stage.do(
                CastVote(
                    session=session,
                    ballot=award,
                    member=stage.person(member),
                    choices=choices,
                    **stage.said(member, "member"),
                )
            )
    stage.do(CloseBallot(session=session, ballot=award, **lead))
    if award in SEALED:
        _open_box(stage, session, award)
    else:
        stage.do(TallyBallot(session=session, ballot=award, **stage.said("khe", "teller")))


def _open_box(stage: Stage, session: SessionId, award: str) -> None:
    """Two tellers open the box; for the titles of the town another pair opens it again and finds the same."""
    office = BallotOffice(stage.house.handler)
    pairs = list(pairwise(stage.script.tellers))
    for first, second in pairs if award == "CSTDCS" else pairs[:1]:
        office.open(
            stage.next_act(), session, award, (_opener(stage, first), _opener(stage, second)),
            stage.said(first, "teller"),
        )  # fmt: skip


def _opener(stage: Stage, teller: str) -> Opener:
    return Opener(stage.person(teller), stage.teller_keys[teller])


def _sign_minutes(stage: Stage, session: SessionId, number: str, tellers: tuple[PersonId, ...]) -> None:
    kinds: tuple[tuple[Literal["meeting", "count"], str | None, tuple[PersonId, ...]], ...] = (
        ("meeting", number, (stage.person("lat"), stage.person("mai"))),
        ("count", None, tellers),
    )
    for kind, numbered, signers in kinds:
        stage.do(
            SignMinutes(
                session=session,
                kind=kind,
                signed_on=stage.today,
                signers=signers,
                number=numbered,
                **stage.said("mai", "secretary"),
            )
        )
