"""The meetings, the decisions, the ceremonies and the money."""

from datetime import datetime
from typing import Literal

from sqlmodel import col, select

from desk.demo.data import MeetingData, nomination_id
from desk.demo.scenes_dossiers import eligible
from desk.demo.stage import Stage
from domain.ceremony import AnswerInvitation, HoldCeremony, ScheduleCeremony
from domain.decision import NumberDecision, PublishDecision, ReceiveOutsideDecision, SignDecision
from domain.fund import PayList
from domain.ids import derived, obligation_id
from domain.movement.commands import CloseResults
from domain.nomination.commands import PresentAward
from domain.obligation import OpenObligation
from domain.session.commands import (
    CastVote,
    CloseBallot,
    ConveneSession,
    DeclareConflict,
    NameTellers,
    OpenBallot,
    ReceiveWrittenOpinion,
    RecordAttendance,
    SignMinutes,
    TallyBallot,
)
from domain.submission.commands import AcknowledgeReceipt, ForwardList
from events.base import CeremonyId, DecisionId, NominationId, PersonId, SessionId, SubjectId, SubmissionId
from events.fund import PaymentLine
from events.session import Choice
from events.submission import Paper
from projections import tables as t

BALLOTS = ("LDTT", "GK", "CSTDCS", "TTLDTT", "BKT")
FUND_YEAR = 2024


def session_id(name: str) -> SessionId:
    """Give a meeting's id."""
    return SessionId(f"session-{derived('demo', 'session', name)}")


def convene(stage: Stage, name: str, starts_at: datetime) -> None:
    """Call the meeting on everything that is ready for it."""
    stage.do(
        ConveneSession(
            session=session_id(name),
            council=stage.council,
            starts_at=starts_at,
            place="Hội trường UBND xã",
            agenda=tuple(eligible(stage)),
            tellers=tuple(stage.person(teller) for teller in stage.script.tellers),
            **stage.said("mai", "secretary"),
        )
    )


def _agenda(stage: Stage, name: str) -> dict[str, list[NominationId]]:
    """Give the lines of a meeting by award, as its page lists them."""
    with stage.house.ledger.database.session() as session:
        rows = session.exec(
            select(t.NominationRow)
            .where(t.NominationRow.session == session_id(name))
            .order_by(col(t.NominationRow.nomination))
        ).all()
    return {award: [NominationId(row.nomination) for row in rows if row.award == award] for award in BALLOTS}


def write_opinions(stage: Stage, name: str, meeting: MeetingData) -> None:
    """Absent members write before the meeting."""
    lines = [line for listed in _agenda(stage, name).values() for line in listed]
    for member in meeting.written:
        stage.do(
            ReceiveWrittenOpinion(
                session=session_id(name),
                member=stage.person(member),
                choices=_choices(stage, member, lines, meeting),
                **stage.said("mai", "secretary"),
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


def meet(stage: Stage, name: str, meeting: MeetingData, minutes: str) -> None:
    """Hold the meeting: attendance, conflicts, tellers, a vote per award, the count, the minutes."""
    members = stage.script.members
    present = [member for member in members if member not in meeting.absent]
    session = session_id(name)
    lead = stage.said("mai", "secretary")
    stage.do(
        RecordAttendance(session=session, present=tuple(stage.person(member) for member in present), **lead)
    )
    for declared in meeting.same_unit_declared:
        stage.do(
            DeclareConflict(
                session=session,
                member=stage.person(declared.member),
                nomination=nomination_id(declared.line),
                ground="same_unit",
                steps_out=False,
                **lead,
            )
        )
    tellers = tuple(stage.person(teller) for teller in stage.script.tellers)
    stage.do(NameTellers(session=session, tellers=tellers, **lead))
    for award, lines in _agenda(stage, name).items():
        if lines:
            _vote(stage, session, award, lines, (present, meeting))
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
        stage.do(
            CastVote(
                session=session,
                ballot=award,
                member=stage.person(member),
                choices=_choices(stage, member, lines, meeting),
                **stage.said(member, "member"),
            )
        )
    stage.do(CloseBallot(session=session, ballot=award, **lead))
    stage.do(TallyBallot(session=session, ballot=award, **stage.said("khe", "teller")))


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


def forward_to_town(stage: Stage) -> None:
    """Send what is decided above the commune to the town, with the tờ trình."""
    with stage.house.ledger.database.session() as session:
        rows = session.exec(
            select(t.NominationRow.nomination)
            .where(t.NominationRow.stage == "recommended")
            .order_by(col(t.NominationRow.award), col(t.NominationRow.nomination))
        ).all()
    stage.do(
        ForwardList(
            submission=SubmissionId(f"submission-{derived('demo', 'to-town')}"),
            from_unit=stage.organisation,
            to_unit=stage.unit("thi-xa"),
            number="97/TTr-UBND",
            signed_on=stage.today,
            nominations=tuple(NominationId(row) for row in rows),
            papers=tuple(
                Paper(kind=kind) for kind in ("bien_ban", "bien_ban_kiem_phieu", "danh_sach", "bao_cao")
            ),
            **stage.said("lat", "authority"),
        )
    )


def acknowledge(stage: Stage) -> None:
    """The town has the list."""
    stage.do(
        AcknowledgeReceipt(
            submission=SubmissionId(f"submission-{derived('demo', 'to-town')}"),
            on=stage.today,
            **stage.said("mai", "standing_agency"),
        )
    )


def _drafts(stage: Stage, stage_of: str) -> dict[str, DecisionId]:
    """Give the decisions at a step, by award, as the desk lists them."""
    with stage.house.ledger.database.session() as session:
        rows = session.exec(select(t.DecisionRow).where(t.DecisionRow.stage == stage_of)).all()
    return {row.award or "": DecisionId(row.decision) for row in rows}


def decide(stage: Stage, numbers: dict[str, str]) -> None:
    """Sign every draft, enter the office's number, publish."""
    for award, decision in sorted(_drafts(stage, "drafted").items(), key=lambda item: numbers[item[0]]):
        stage.do(
            SignDecision(
                decision=decision,
                signer=stage.person("lat"),
                on=stage.today,
                **stage.said("lat", "authority"),
            )
        )
        said = stage.said("mai", "archivist")
        stage.do(NumberDecision(decision=decision, number=numbers[award], **said))
        stage.do(PublishDecision(decision=decision, on=stage.today, **said))


def close_results(stage: Stage) -> None:
    """Close the year's figures."""
    stage.do(
        CloseResults(
            movement=stage.movement,
            on=stage.today,
            figures=tuple(stage.script.closing),
            **stage.said("mai", "standing_agency"),
        )
    )


def _awarded(stage: Stage, **still: str | None) -> list[t.NominationRow]:
    with stage.house.ledger.database.session() as session:
        rows = session.exec(
            select(t.NominationRow)
            .where(t.NominationRow.stage == "awarded")
            .order_by(col(t.NominationRow.nomination))
        ).all()
    return [row for row in rows if all(getattr(row, name) == value for name, value in still.items())]


def ceremony_id(name: str) -> CeremonyId:
    """Give a ceremony's id."""
    return CeremonyId(f"ceremony-{derived('demo', 'ceremony', name)}")


def schedule_ceremony(stage: Stage, name: str, title: str, starts_at: datetime) -> None:
    """Invite everybody whose award waits to be handed over."""
    waiting = _awarded(stage, presented=None)
    stage.do(
        ScheduleCeremony(
            ceremony=ceremony_id(name),
            unit=stage.organisation,
            title=title,
            starts_at=starts_at,
            place="Hội trường UBND xã",
            nominations=tuple(NominationId(row.nomination) for row in waiting),
            **stage.said("mai", "standing_agency"),
        )
    )


def answer_invitations(stage: Stage, name: str) -> None:
    """One recipient sends a proxy and one cannot come."""
    for person, said in (("oi", "proxy"), ("mo", "absent")):
        stage.do(
            AnswerInvitation(
                ceremony=ceremony_id(name),
                subject=SubjectId(stage.person(person)),
                answer=said,
                **stage.said("mai", "standing_agency"),
            )
        )


def hold_ceremony(
    stage: Stage, name: str, proxies: tuple[str, ...] = (), absent: tuple[str, ...] = ()
) -> None:
    """Hand over."""
    stage.do(
        HoldCeremony(
            ceremony=ceremony_id(name),
            on=stage.today,
            proxies=tuple(nomination_id(key) for key in proxies),
            absent=tuple(nomination_id(key) for key in absent),
            **stage.said("mai", "standing_agency"),
        )
    )


def hand_over_later(stage: Stage) -> None:
    """Hand over what still waits."""
    for row in _awarded(stage, presented=None):
        stage.do(
            PresentAward(
                nomination=NominationId(row.nomination),
                how="later",
                on=stage.today,
                **stage.said("mai", "standing_agency"),
            )
        )


def pay(stage: Stage, name: str) -> None:
    """Pay every bonus of this organisation's decisions that is not paid yet."""
    owed = [row for row in _awarded(stage, paid_on=None) if row.bonus is not None]
    stage.do(
        PayList(
            unit=stage.organisation,
            year=FUND_YEAR,
            payment_list=name,
            lines=tuple(
                PaymentLine(nomination=NominationId(row.nomination), amount=row.bonus or 0) for row in owed
            ),
            on=stage.today,
            **stage.said("lim", "accountant"),
        )
    )


def town_decides(stage: Stage) -> None:
    """Record the town's decision as it came back; the province's is still out."""
    with stage.house.ledger.database.session() as session:
        rows = session.exec(
            select(t.NominationRow)
            .where(t.NominationRow.stage == "forwarded", t.NominationRow.to_unit == stage.unit("thi-xa"))
            .order_by(col(t.NominationRow.award), col(t.NominationRow.nomination))
        ).all()
    stage.do(
        ReceiveOutsideDecision(
            decision=DecisionId(f"decision-{derived('demo', 'town')}"),
            authority=stage.unit("thi-xa"),
            decided_on=stage.today,
            number="(số của thị xã, ghi theo bản nhận)",
            nominations=tuple(
                NominationId(row.nomination) for row in rows if row.award in ("CSTDCS", "TTLDTT")
            ),
            **stage.said("mai", "standing_agency"),
        )
    )


def follow_up(stage: Stage, due: datetime) -> None:
    """Set a soft date for asking the province; its own limit is not known."""
    open_one = nomination_id("n40")
    duty = obligation_id(open_one, "follow_up", None, stage.organisation)
    stage.do(
        OpenObligation(
            obligation=duty,
            duty="follow_up",
            debtor=SubjectId(stage.organisation),
            about=open_one,
            title="Hỏi kết quả Bằng khen của tỉnh",
            due_on=due.date(),
            set_by="ngày tự đặt của cơ quan thường trực; chưa có quy định thời hạn của tỉnh",
            **stage.said("mai", "standing_agency"),
        )
    )
